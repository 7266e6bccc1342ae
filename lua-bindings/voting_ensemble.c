/* voting_ensemble.c - seasons under many draws of their votes. */
#include "voting.h"

#include "core/voting/lattice.h"
#include "core/voting/sweep.h"

#include <stdio.h>
#include <string.h>

#define SOLONL_ENSEMBLE "solon.ensemble"

static const char *const mean_names[] = {"welfare", "engagement", "fairness", "producer",
                                         "imputed"};
static const char *const fields[] = {"theta1",  "theta2",    "theta3",  "theta4",
                                     "theta5",  "weights",   "seed",    "draws",
                                     "threads", "by_season", "by_draw", NULL};

static const char *const seasons_fields[] = {"theta1",  "theta2",    "theta3", "theta4",
                                             "theta5",  "weights",   "seed",   "draws",
                                             "threads", "by_season", NULL};

/* User value 1 is the seasons it was made from. */
static const solon_ensemble *check_ensemble(lua_State *L, int arg) {
  const solon_ensemble *e = luaL_testudata(L, arg, SOLONL_ENSEMBLE);
  if (e == NULL)
    solonL_type_error(L, arg, "ensemble");
  return e;
}

/* The shares the seasons hold, in the user's order of rows. */
static const double *own_shares(lua_State *L, const solon_seasons *base) {
  double *share = solonL_scratch(L, base->rows * sizeof *share);
  for (size_t r = 0; r < base->rows; r++)
    share[r] = base->vote[base->row_cell[r]];
  return share;
}

static int seasons_ensemble(lua_State *L) {
  const solon_seasons *base = solonL_check_seasons(L, 1);
  lua_settop(L, 2);
  size_t draws = 1, rows = base->rows;
  const double *share =
      lua_isnil(L, 2) ? own_shares(L, base) : solonL_check_matrix(L, 2, &draws, &rows);
  if (rows != base->rows)
    solonL_argument_error(L, 2, "%zu columns expected, one per contestant-week, got %zu",
                          base->rows, rows);
  if (draws == 0)
    solonL_argument_error(L, 2, "at least one draw expected, got 0 rows");
  size_t bytes = solon_ensemble_size(base, draws);
  void *block = lua_newuserdatauv(L, bytes, 1);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  solonL_check_status(L, solon_ensemble_build(solonL_context(L), base, draws, share, block));
  luaL_setmetatable(L, SOLONL_ENSEMBLE); /* only a finished one can be used */
  return 1;
}

static int ensemble_info(lua_State *L) {
  const solon_ensemble *e = check_ensemble(L, 1);
  solonL_push_record(L, "ensemble");
  solonL_set_integer(L, "count", (int64_t)e->draws);
  solonL_set_integer(L, "seasons", (int64_t)e->base->seasons);
  solonL_set_integer(L, "contestants", (int64_t)e->base->contestants);
  solonL_set_integer(L, "rows", (int64_t)e->base->rows);
  solonL_set_integer(L, "bytes", (int64_t)solon_ensemble_size(e->base, e->draws));
  return 1;
}

static int ensemble_draw(lua_State *L) {
  const solon_ensemble *e = check_ensemble(L, 1);
  size_t d = (size_t)solonL_check_integer(L, 2, 1, (int64_t)e->draws) - 1;
  double *share = solonL_scratch(L, e->base->rows * sizeof *share);
  for (size_t r = 0; r < e->base->rows; r++)
    share[r] = e->draw[d].vote[e->base->row_cell[r]];
  lua_getiuservalue(L, 1, 1);
  solonL_push_seasons_with_shares(L, -1, share);
  return 1;
}

/* ---- evaluation ------------------------------------------------------------------------------ */

/* Sets field prefix..suffix of the record on top to a new array; columns 0: one dimension. */
static double *new_field(lua_State *L, const char *prefix, const char *suffix, size_t rows,
                         size_t columns) {
  char name[40];
  snprintf(name, sizeof name, "%s%s", prefix, suffix);
  double *data =
      columns == 0 ? solonL_push_vector(L, rows)->data : solonL_push_matrix(L, rows, columns)->data;
  solonL_set_value(L, name);
  return data;
}

/* Pushes the record of results for `count` points under the options of argument 2. */
static void push_results(lua_State *L, const solon_ensemble *e, const char *kind, size_t count,
                         solon_ensemble_out *out) {
  memset(out, 0, sizeof *out);
  bool by_season = solonL_option_boolean(L, 2, "by_season", false);
  bool by_draw = solonL_option_boolean(L, 2, "by_draw", false);
  solonL_push_record(L, kind);
  for (int j = 0; j < 5; j++)
    out->mean[j] = new_field(L, mean_names[j], "", count, 0);
  for (int j = 0; j < 3 && by_season; j++)
    out->by_season[j] = new_field(L, mean_names[j + 1], "_by_season", count, e->base->seasons);
  for (int j = 0; j < 4 && by_draw; j++)
    out->by_draw[j] = new_field(L, mean_names[j], "_by_draw", count, e->draws);
}

static int ensemble_evaluate(lua_State *L) {
  const solon_ensemble *e = check_ensemble(L, 1);
  lua_settop(L, 2);
  solon_batch_options options;
  solonL_check_points(L, "table of theta columns", fields, &options);
  size_t count;
  const solon_mechanism *m = solonL_check_mechanisms(L, &count);
  solon_context *context = solonL_context_with_threads(L, 2);
  double *workspace = solonL_scratch_zero(L, solon_ensemble_workspace(e, count), sizeof *workspace);
  solon_ensemble_out out;
  push_results(L, e, "ensemble evaluation", count, &out);
  solonL_check_status(L, solon_ensemble_evaluate(context, e, count, m, &options, workspace, &out));
  return 1;
}

/* A lattice over the ensemble under the options of argument 2. */
static int push_lattice(lua_State *L, const solon_ensemble *e, const char *kind,
                        const char *const known[]) {
  lua_settop(L, 2);
  if (lua_isnil(L, 2)) {
    lua_newtable(L);
    lua_replace(L, 2);
  }
  solon_batch_options options;
  solonL_check_points(L, "table of grids", known, &options);
  solon_lattice lattice;
  solonL_check_lattice(L, &lattice);
  size_t count = solon_lattice_size(&lattice);
  solon_context *context = solonL_context_with_threads(L, 2);
  void *workspace =
      solonL_scratch(L, solon_lattice_workspace(e, &lattice, &options, context->threads));
  solon_ensemble_out out;
  push_results(L, e, kind, count, &out);
  solonL_check_status(L, solon_lattice_evaluate(context, e, &lattice, &options, workspace, &out));
  solonL_set_integer(L, "count", (int64_t)count);
  solonL_set_integer(L, "best", (int64_t)solon_first_best(out.mean[0], count) + 1);
  solonL_set_grids(L, &lattice);
  return 1;
}

static int ensemble_lattice(lua_State *L) {
  return push_lattice(L, check_ensemble(L, 1), "ensemble lattice", fields);
}

/* The seasons' own votes are an ensemble of one draw. */
static int seasons_lattice(lua_State *L) {
  const solon_seasons *seasons = solonL_check_seasons(L, 1);
  solon_ensemble one = {.base = seasons, .draws = 1, .draw = seasons};
  return push_lattice(L, &one, "lattice", seasons_fields);
}

/* ---- the sweep of theta1 --------------------------------------------------------------------- */

/* The mechanism of argument 2 but for theta1. */
static void check_rest(lua_State *L, solon_mechanism *m) {
  static const double high[] = {0, 2, 1, 1e6, 2};
  double theta[5];
  for (int k = 1; k < 5; k++) {
    if (!solonL_option_given(L, 2, fields[k]))
      solonL_argument_error(L, 2, "field '%s' missing", fields[k]);
    theta[k] = k == 1 || k == 4 ? (double)solonL_option_integer(L, 2, fields[k], 0, 0, 2)
                                : solonL_option_range(L, 2, fields[k], 0, 0, high[k]);
  }
  *m = (solon_mechanism){.fan_value = (solon_fan_value)theta[1],
                         .discount = theta[2],
                         .save_threshold = theta[3],
                         .ties = (solon_tie_rule)theta[4]};
}

/* Sets the fields of the record on top from the merged steps. */
static void set_sweep(lua_State *L, const solon_sweep *sweep, const solon_sweep_step *step,
                      size_t count) {
  double *breaks = new_field(L, "breaks", "", count + 1, 0);
  double *column[4];
  for (int j = 0; j < 4; j++)
    column[j] = new_field(L, mean_names[j], "", count, 0);
  for (size_t i = 0; i < count; i++) {
    breaks[i] = step[i].from;
    column[0][i] = step[i].welfare;
    column[1][i] = step[i].engagement;
    column[2][i] = step[i].fairness;
    column[3][i] = step[i].producer;
  }
  breaks[count] = sweep->high;
  size_t best = solon_first_best(column[0], count);
  solonL_set_integer(L, "count", (int64_t)count);
  solonL_set_integer(L, "best", (int64_t)best + 1);
  solonL_set_number(L, "best_low", breaks[best]);
  solonL_set_number(L, "best_high", breaks[best + 1]);
  solonL_set_number(L, "best_welfare", column[0][best]);
}

static int push_sweep(lua_State *L, const solon_ensemble *e) {
  static const char *const known[] = {"theta2", "theta3",  "theta4", "theta5",  "low", "high",
                                      "seed",   "weights", "draws",  "threads", NULL};
  lua_settop(L, 2);
  solon_mechanism m;
  solon_batch_options options;
  solonL_check_points(L, "table of theta2 .. theta5", known, &options);
  check_rest(L, &m);
  if (options.draws > SOLON_SWEEP_DRAWS)
    solonL_argument_error(L, 2, "option 'draws': at most %d expected, got %zu", SOLON_SWEEP_DRAWS,
                          options.draws);
  solon_sweep sweep = {.ensemble = e, .mechanism = &m, .options = &options};
  sweep.low = solonL_option_range(L, 2, "low", 0.1, 0, 1);
  sweep.high = solonL_option_range(L, 2, "high", 0.9, 0, 1);
  if (!(sweep.high - sweep.low > 1e-9))
    solonL_argument_error(L, 2, "low < high expected, got low = %.15g and high = %.15g", sweep.low,
                          sweep.high);
  solon_context *context = solonL_context_with_threads(L, 2);
  void *workspace = solonL_scratch(L, solon_sweep_workspace(&sweep, context->threads));
  size_t *count = solonL_scratch_zero(L, e->draws, sizeof *count), steps = 0;
  solonL_check_status(L, solon_sweep_count(context, &sweep, workspace, count));
  for (size_t d = 0; d < e->draws; d++)
    steps += count[d];
  solon_sweep_step *step = solonL_scratch_zero(L, 2 * steps, sizeof *step);
  solonL_check_status(L, solon_sweep_steps(context, &sweep, workspace, count, step));
  size_t merged = solon_sweep_merge(&sweep, step, steps, step + steps);
  solonL_push_record(L, "sweep of theta1");
  set_sweep(L, &sweep, step, merged);
  return 1;
}

static int ensemble_sweep(lua_State *L) {
  return push_sweep(L, check_ensemble(L, 1));
}

static int seasons_sweep(lua_State *L) {
  const solon_seasons *seasons = solonL_check_seasons(L, 1);
  solon_ensemble one = {.base = seasons, .draws = 1, .draw = seasons};
  return push_sweep(L, &one);
}

static int ensemble_tostring(lua_State *L) {
  const solon_ensemble *e = check_ensemble(L, 1);
  lua_pushfstring(L, "%I draws of the votes of %I seasons", (LUAI_UACINT)e->draws,
                  (LUAI_UACINT)e->base->seasons);
  return 1;
}

void solonL_add_voting_ensemble(lua_State *L) {
  static const luaL_Reg methods[] = {{"info", ensemble_info},         {"draw", ensemble_draw},
                                     {"evaluate", ensemble_evaluate}, {"lattice", ensemble_lattice},
                                     {"sweep", ensemble_sweep},       {NULL, NULL}};
  luaL_newmetatable(L, SOLONL_ENSEMBLE);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, ensemble_tostring);
  lua_setfield(L, -2, "__tostring");
  lua_pop(L, 1);
  lua_getfield(L, -2, "__index");
  lua_pushcfunction(L, seasons_ensemble);
  lua_setfield(L, -2, "ensemble");
  lua_pushcfunction(L, seasons_lattice);
  lua_setfield(L, -2, "lattice");
  lua_pushcfunction(L, seasons_sweep);
  lua_setfield(L, -2, "sweep");
  lua_pop(L, 1);
}
