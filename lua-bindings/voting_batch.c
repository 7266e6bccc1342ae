/* voting_batch.c - many mechanisms at once: lists and lattices. */
#include "voting.h"

#include "core/voting/plateau.h"

void solonL_check_batch_options(lua_State *L, int arg, solon_batch_options *options) {
  static const double standard[3] = {0.4, 0.3, 0.3};
  for (int j = 0; j < 3; j++)
    options->weight[j] = standard[j];
  options->seed = 0;
  options->draws = 100;
  if (lua_type(L, arg) != LUA_TTABLE)
    return;
  size_t size;
  const double *weight = solonL_field_column(L, arg, "weights", &size);
  if (weight != NULL && size != 3)
    solonL_argument_error(L, arg, "option 'weights': 3 numbers expected, got %zu", size);
  for (int j = 0; j < 3 && weight != NULL; j++) {
    if (!(weight[j] >= 0 && weight[j] <= 1e6))
      solonL_argument_error(L, arg, "option 'weights': number >= 0 expected, got %.15g", weight[j]);
    options->weight[j] = weight[j];
  }
  lua_pop(L, 1);
  options->seed = (uint64_t)solonL_option_integer(L, arg, "seed", 0, INT64_MIN, INT64_MAX);
  options->draws = (size_t)solonL_option_integer(L, arg, "draws", 100, 1, 1000000);
}

void solonL_check_points(lua_State *L, const char *expected, const char *const known[],
                         solon_batch_options *options) {
  if (lua_type(L, 2) != LUA_TTABLE)
    solonL_type_error(L, 2, expected);
  solonL_check_options(L, 2, known);
  luaL_checkstack(L, 40, NULL);
  solonL_check_batch_options(L, 2, options);
}

solon_context *solonL_context_with_threads(lua_State *L, int arg) {
  solon_context *context = solonL_context(L);
  context->threads = (int)solonL_option_integer(L, arg, "threads", context->threads, 1, 1024);
  return context;
}

static const char *const batch_fields[] = {"theta1",  "theta2", "theta3", "theta4",  "theta5",
                                           "weights", "seed",   "draws",  "threads", NULL};

/* theta2 and theta5 are categories 0, 1, 2; the others lie in [0, high]. */
static void check_thetas(lua_State *L, int k, const double *x, size_t n) {
  static const double high[5] = {1, 2, 1, 1e6, 2};
  bool category = k == 1 || k == 4;
  for (size_t i = 0; i < n; i++) {
    if (!(x[i] >= 0 && x[i] <= high[k]))
      solonL_argument_error(L, 2, "theta%d[%zu]: number in [0, %.15g] expected, got %.15g", k + 1,
                            i + 1, high[k], x[i]);
    if (category && x[i] != 0 && x[i] != 1 && x[i] != 2)
      solonL_argument_error(L, 2, "theta%d[%zu]: 0, 1 or 2 expected, got %.15g", k + 1, i + 1,
                            x[i]);
  }
}

/* The column (or single number, then *step is 0) of theta k + 1. */
static const double *theta_column(lua_State *L, int k, size_t *count, int *step) {
  const char *name = batch_fields[k];
  if (lua_getfield(L, 2, name) == LUA_TNUMBER) {
    double *one = solonL_scratch(L, sizeof *one);
    *one = lua_tonumber(L, -2);
    *step = 0;
    check_thetas(L, k, one, 1);
    return one;
  }
  size_t n;
  const double *x = solonL_field_column(L, 2, name, &n);
  if (x == NULL)
    solonL_argument_error(L, 2, "field '%s' missing", name);
  if (*count != SIZE_MAX && n != *count)
    solonL_argument_error(L, 2, "field '%s': length %zu expected, got %zu", name, *count, n);
  *count = n;
  *step = 1;
  check_thetas(L, k, x, n);
  return x;
}

const solon_mechanism *solonL_check_mechanisms(lua_State *L, size_t *count) {
  const double *theta[5];
  int step[5];
  *count = SIZE_MAX;
  for (int k = 0; k < 5; k++)
    theta[k] = theta_column(L, k, count, &step[k]);
  if (*count == SIZE_MAX)
    *count = 1; /* five numbers */
  solon_mechanism *m = solonL_scratch_zero(L, *count, sizeof *m);
  for (size_t i = 0; i < *count; i++)
    m[i] = (solon_mechanism){theta[0][i * (size_t)step[0]],
                             (solon_fan_value)theta[1][i * (size_t)step[1]],
                             theta[2][i * (size_t)step[2]], theta[3][i * (size_t)step[3]],
                             (solon_tie_rule)theta[4][i * (size_t)step[4]]};
  return m;
}

/* Pushes the record of columns for `count` points. */
static void push_welfare(lua_State *L, const char *kind, const solon_welfare *w, size_t count) {
  solonL_push_record(L, kind);
  static const char *const names[] = {"welfare", "engagement", "fairness", "producer", "imputed"};
  double *column[5];
  for (int j = 0; j < 5; j++) {
    column[j] = solonL_push_vector(L, count)->data;
    solonL_set_value(L, names[j]);
  }
  for (size_t i = 0; i < count; i++) {
    column[0][i] = w[i].welfare;
    column[1][i] = w[i].engagement;
    column[2][i] = w[i].fairness;
    column[3][i] = w[i].producer;
    column[4][i] = w[i].imputed;
  }
}

static int seasons_evaluate(lua_State *L) {
  const solon_seasons *seasons = solonL_check_seasons(L, 1);
  lua_settop(L, 2);
  solon_batch_options options;
  solonL_check_points(L, "table of theta columns", batch_fields, &options);
  size_t count;
  const solon_mechanism *m = solonL_check_mechanisms(L, &count);
  solon_welfare *out = solonL_scratch_zero(L, count, sizeof *out);
  solon_context *context = solonL_context_with_threads(L, 2);
  solonL_check_status(L, solon_replay_evaluate(context, seasons, count, m, &options, out));
  push_welfare(L, "evaluation", out, count);
  return 1;
}

/* The grid of theta k + 1: given, or the standard one. */
static const double *grid_of(lua_State *L, int k, size_t *count) {
  if (!solonL_option_given(L, 2, batch_fields[k])) {
    double *grid = solonL_scratch(L, SOLON_STANDARD_GRID * sizeof *grid);
    *count = solon_standard_grid(k + 1, grid);
    return grid;
  }
  const double *grid = solonL_field_column(L, 2, batch_fields[k], count);
  if (*count == 0)
    solonL_argument_error(L, 2, "field '%s': at least one value expected", batch_fields[k]);
  check_thetas(L, k, grid, *count);
  return grid;
}

void solonL_check_lattice(lua_State *L, solon_lattice *lattice) {
  for (int k = 0; k < 5; k++)
    lattice->grid[k] = grid_of(L, k, &lattice->count[k]);
}

void solonL_set_grids(lua_State *L, const solon_lattice *lattice) {
  lua_createtable(L, 0, 5);
  for (int k = 0; k < 5; k++) {
    double *grid = solonL_set_column(L, batch_fields[k], lattice->count[k]);
    for (size_t i = 0; i < lattice->count[k]; i++)
      grid[i] = lattice->grid[k][i];
  }
  solonL_set_value(L, "grid");
}

static int voting_lattice_point(lua_State *L) {
  if (lua_type(L, 1) != LUA_TTABLE || lua_getfield(L, 1, "grid") != LUA_TTABLE)
    solonL_type_error(L, 1, "lattice");
  int grids = lua_gettop(L);
  solon_lattice lattice;
  for (int k = 0; k < 5; k++) {
    lattice.grid[k] = solonL_field_column(L, grids, batch_fields[k], &lattice.count[k]);
    if (lattice.grid[k] == NULL)
      solonL_type_error(L, 1, "lattice");
  }
  size_t count = solon_lattice_size(&lattice), index[5];
  size_t point = (size_t)solonL_check_integer(L, 2, 1, (int64_t)count) - 1;
  solon_lattice_indices(&lattice, point, index);
  lua_createtable(L, 0, 5);
  for (int k = 0; k < 5; k++) {
    double value = lattice.grid[k][index[k]];
    if (k == 1 || k == 4)
      lua_pushinteger(L, (lua_Integer)value);
    else
      lua_pushnumber(L, value);
    lua_setfield(L, -2, batch_fields[k]);
  }
  return 1;
}

/* The box of the source text: theta1, theta3, theta4. */
static void standard_bounds(int coordinate, double *low, double *high) {
  *low = coordinate == 1 ? 0.1 : coordinate == 3 ? 0.5 : 0;
  *high = coordinate == 1 ? 0.9 : coordinate == 3 ? 1 : 0.2;
}

static int seasons_plateau(lua_State *L) {
  static const char *const known[] = {"low", "high", "seed", NULL};
  const solon_seasons *seasons = solonL_check_seasons(L, 1);
  lua_settop(L, 4);
  int coordinate = (int)solonL_check_integer(L, 3, 1, 4);
  if (coordinate == 2)
    solonL_argument_error(L, 3, "1, 3 or 4 expected, got 2 (theta2 is a category)");
  solonL_check_options(L, 4, known);
  double low, high;
  standard_bounds(coordinate, &low, &high);
  low = solonL_option_range(L, 4, "low", low, 0, 1e6);
  high = solonL_option_range(L, 4, "high", high, low, coordinate == 4 ? 1e6 : 1);
  int64_t seed = solonL_option_integer(L, 4, "seed", 0, INT64_MIN, INT64_MAX);
  solon_mechanism m;
  if (solonL_check_rule(L, 2, seasons, &m) != NULL)
    solonL_argument_error(L, 2, "theta expected, got rules");
  void *workspace = solonL_scratch(L, solon_plateau_workspace(seasons));
  solonL_check_status(L, solon_plateau(solonL_context(L), seasons, &m, coordinate, low, high,
                                       (uint64_t)seed, workspace, &low, &high));
  solonL_push_record(L, "plateau");
  solonL_set_number(L, "low", low);
  solonL_set_number(L, "high", high);
  return 1;
}

void solonL_add_voting_batch(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"evaluate", seasons_evaluate}, {"plateau", seasons_plateau}, {NULL, NULL}};
  lua_getfield(L, -2, "__index");
  luaL_setfuncs(L, methods, 0);
  lua_pop(L, 1);
  lua_pushcfunction(L, voting_lattice_point);
  lua_setfield(L, -2, "lattice_point");
}
