/* optimize_evolution.c - optimize.differential_evolution. */
#include "optimize.h"

#include "core/optimize/differential_evolution.h"

#include <math.h>
#include <string.h>

enum { OBJECTIVE = 1, LOW = 2, HIGH = 3, OPTIONS = 4 };

static const char *const known_options[] = {
    "population",      "generations", "strategy", "weight",   "crossover", "seed",
    "maximize",        "integer",     "points",   "patience", "target",    "x_tolerance",
    "value_tolerance", "progress",    "strict",   NULL};

/* ---- options --------------------------------------------------------------------------------- */

/* options.weight: a number, or { low, high }. */
static void read_weight(lua_State *L, solon_de_options *o) {
  o->weight_low = 0.5, o->weight_high = 1;
  if (!solonL_option_given(L, OPTIONS, "weight"))
    return;
  lua_getfield(L, OPTIONS, "weight");
  if (lua_type(L, -1) == LUA_TTABLE) {
    lua_geti(L, -1, 1);
    lua_geti(L, -2, 2);
    if (lua_type(L, -1) != LUA_TNUMBER || lua_type(L, -2) != LUA_TNUMBER)
      solonL_argument_error(L, OPTIONS, "option 'weight': two numbers expected, got %s and %s",
                            luaL_typename(L, -2), luaL_typename(L, -1));
    o->weight_low = lua_tonumber(L, -2);
    o->weight_high = lua_tonumber(L, -1);
    lua_pop(L, 2);
  } else {
    o->weight_low = o->weight_high = solonL_option_number(L, OPTIONS, "weight", 0);
  }
  lua_pop(L, 1);
}

/* options.integer: a table of d booleans.  Pushes the mask. */
static const unsigned char *push_integer_mask(lua_State *L, size_t d) {
  unsigned char *mask = solonL_scratch_zero(L, d, 1);
  if (!solonL_option_given(L, OPTIONS, "integer"))
    return mask;
  if (lua_getfield(L, OPTIONS, "integer") != LUA_TTABLE)
    solonL_argument_error(L, OPTIONS, "option 'integer': table of %zu booleans expected, got %s", d,
                          luaL_typename(L, -1));
  size_t count = lua_rawlen(L, -1);
  if (count != d)
    solonL_argument_error(L, OPTIONS, "option 'integer': %zu booleans expected, got %zu", d, count);
  for (size_t j = 0; j < d; j++) {
    if (lua_geti(L, -1, (lua_Integer)j + 1) != LUA_TBOOLEAN)
      solonL_argument_error(L, OPTIONS,
                            "option 'integer': boolean expected at position %zu, got %s", j + 1,
                            luaL_typename(L, -1));
    mask[j] = (unsigned char)lua_toboolean(L, -1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return mask;
}

/* options.points: one point, or a matrix of points as rows.  Leaves their numbers on the stack. */
static void push_points(lua_State *L, solon_de_options *o) {
  if (!solonL_option_given(L, OPTIONS, "points"))
    return;
  lua_getfield(L, OPTIONS, "points");
  const solonL_array *a = solonL_test_array(L, -1);
  if (a == NULL && lua_type(L, -1) != LUA_TTABLE)
    solonL_argument_error(L, OPTIONS, "option 'points': array or table of numbers expected, got %s",
                          luaL_typename(L, -1));
  bool matrix = a != NULL && a->dimensions == 2;
  size_t width = matrix ? a->columns : o->dimensions, size;
  o->points = solonL_check_vector(L, -1, &size);
  o->count = matrix ? size / width : 1;
  if (width != o->dimensions || (!matrix && size != o->dimensions))
    solonL_argument_error(L, OPTIONS, "option 'points': %zu coordinates expected, got %zu",
                          o->dimensions, matrix ? width : size);
}

/* Leaves scratch on the stack that the options point to. */
static void read_options(lua_State *L, solon_de_options *o) {
  static const char *const strategies[] = {"best1", "rand1", NULL};
  size_t high;
  solonL_check_options(L, OPTIONS, known_options);
  o->low = solonL_check_vector(L, LOW, &o->dimensions);
  o->high = solonL_check_vector(L, HIGH, &high);
  if (high != o->dimensions)
    solonL_argument_error(L, HIGH, "length %zu expected, got %zu", o->dimensions, high);
  size_t usual = o->dimensions < 2 ? 20 : 15 * o->dimensions;
  if (usual > SOLON_DE_MOST_POPULATION)
    usual = SOLON_DE_MOST_POPULATION;
  o->population =
      (size_t)solonL_option_integer(L, OPTIONS, "population", (int64_t)usual,
                                    SOLON_DE_LEAST_POPULATION, SOLON_DE_MOST_POPULATION);
  o->generations =
      (size_t)solonL_option_integer(L, OPTIONS, "generations", 1000, 0, INT64_C(1) << 31);
  o->strategy =
      (solon_de_strategy)solonL_option_choice(L, OPTIONS, "strategy", SOLON_DE_BEST1, strategies);
  o->crossover = solonL_option_range(L, OPTIONS, "crossover", 0.7, 0, 1);
  o->seed = (uint64_t)solonL_option_integer(L, OPTIONS, "seed", 0, INT64_MIN, INT64_MAX);
  o->maximize = solonL_option_boolean(L, OPTIONS, "maximize", false);
  o->patience = (size_t)solonL_option_integer(L, OPTIONS, "patience", 100, 0, INT64_C(1) << 31);
  o->target = solonL_option_number(L, OPTIONS, "target", NAN);
  o->x_tolerance = solonL_option_range(L, OPTIONS, "x_tolerance", 1e-7, 0, INFINITY);
  o->value_tolerance = solonL_option_range(L, OPTIONS, "value_tolerance", -1, 0, INFINITY);
  read_weight(L, o);
  o->integer = push_integer_mask(L, o->dimensions);
  push_points(L, o);
}

/* ---- the search ------------------------------------------------------------------------------ */

/* Copies what the objective returned, the value on top: an array or table of n numbers. */
static void take_values(lua_State *L, size_t n, double *values) {
  int at = lua_gettop(L);
  const solonL_array *a = solonL_test_array(L, at);
  if (a == NULL && lua_type(L, at) != LUA_TTABLE)
    solonL_argument_error(L, OBJECTIVE, "function that returns %zu values expected, it returned %s",
                          n, luaL_typename(L, at));
  size_t count = a != NULL ? solonL_array_size(a) : (size_t)luaL_len(L, at);
  if (count != n)
    solonL_argument_error(L, OBJECTIVE,
                          "function that returns %zu values expected, it returned %zu", n, count);
  if (a != NULL) {
    memcpy(values, solonL_check_vector(L, at, &count), n * sizeof *values);
    return;
  }
  for (size_t i = 0; i < n; i++) {
    if (lua_geti(L, at, (lua_Integer)i + 1) != LUA_TNUMBER)
      solonL_argument_error(L, OBJECTIVE,
                            "function that returns %zu numbers expected, number %zu is a %s", n,
                            i + 1, luaL_typename(L, -1));
    values[i] = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
}

/* Gives the objective a matrix of its own, so that it may keep it. */
static void call_objective(lua_State *L, solon_de *de, double *values) {
  size_t n = de->options.population, d = de->options.dimensions;
  if (solon_context_cancelled(solonL_context(L)))
    solonL_check_status(L, SOLON_CANCELLED);
  lua_pushvalue(L, OBJECTIVE);
  solonL_array *points = solonL_push_matrix(L, n, d);
  memcpy(points->data, solon_de_ask(de), n * d * sizeof(double));
  lua_call(L, 1, 1);
  take_values(L, n, values);
  lua_pop(L, 1);
}

/* Calls options.progress, the value at `progress`, unless it is nil. */
static void call_progress(lua_State *L, int progress, const solon_de *de) {
  if (lua_isnil(L, progress))
    return;
  double of = (double)de->options.generations + 1;
  bool over = de->state != SOLON_DE_SEARCHING;
  lua_pushvalue(L, progress);
  lua_pushnumber(L, over ? 1 : ((double)de->generation + 1) / of);
  lua_pushfstring(L, "generation %I, best %f", (LUAI_UACINT)de->generation,
                  (LUAI_UACNUMBER)de->value[de->best]);
  lua_call(L, 2, 0);
}

static void push_result(lua_State *L, const solon_de *de) {
  size_t n = de->options.population, d = de->options.dimensions;
  solonL_push_record(L, "differential evolution");
  memcpy(solonL_push_vector(L, d)->data, de->point + de->best * d, d * sizeof(double));
  solonL_set_value(L, "x");
  solonL_set_number(L, "value", de->value[de->best]);
  solonL_set_string(L, "status", solon_de_state_name(de->state));
  solonL_set_integer(L, "evaluations", (int64_t)de->evaluations);
  solonL_set_integer(L, "generations", (int64_t)de->generation);
  solonL_set_number(L, "x_spread", de->x_spread);
  solonL_set_number(L, "value_spread", de->value_spread);
  memcpy(solonL_push_matrix(L, n, d)->data, de->point, n * d * sizeof(double));
  solonL_set_value(L, "population");
  memcpy(solonL_push_vector(L, n)->data, de->value, n * sizeof(double));
  solonL_set_value(L, "values");
}

static void check_strict(lua_State *L, const solon_de *de) {
  if ((de->state == SOLON_DE_LIMIT || de->state == SOLON_DE_UNDEFINED) &&
      solonL_option_boolean(L, OPTIONS, "strict", false))
    solonL_error(L, de->state == SOLON_DE_LIMIT ? "not_converged" : "degenerate", NULL,
                 "differential evolution ended after %zu generations: %s", de->generation,
                 solon_de_state_name(de->state));
}

static int differential_evolution(lua_State *L) {
  solon_de_options options = {0};
  solon_de de;
  lua_settop(L, OPTIONS);
  solonL_check_callable(L, OBJECTIVE);
  read_options(L, &options);
  lua_pushnil(L);
  int progress = lua_gettop(L);
  if (solonL_option_given(L, OPTIONS, "progress")) {
    lua_getfield(L, OPTIONS, "progress");
    lua_replace(L, progress);
    if (lua_type(L, progress) != LUA_TFUNCTION)
      solonL_argument_error(L, OPTIONS, "option 'progress': function expected, got %s",
                            luaL_typename(L, progress));
  }
  size_t bytes = solon_de_workspace(&options);
  if (bytes == 0)
    solonL_check_status(L, SOLON_NO_MEMORY);
  void *workspace = solonL_scratch(L, bytes);
  double *values = solonL_scratch_zero(L, options.population, sizeof *values);
  solonL_check_status(L, solon_de_start(solonL_context(L), &options, workspace, &de));
  do {
    call_objective(L, &de, values);
    solon_de_tell(&de, values);
    call_progress(L, progress, &de);
  } while (de.state == SOLON_DE_SEARCHING);
  check_strict(L, &de);
  push_result(L, &de);
  return 1;
}

void solonL_add_optimize_evolution(lua_State *L) {
  lua_pushcfunction(L, differential_evolution);
  lua_setfield(L, -2, "differential_evolution");
}
