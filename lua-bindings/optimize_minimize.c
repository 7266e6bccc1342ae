/* optimize_minimize.c - optimize.minimize: NLopt's methods. */
#include "optimize.h"

#include "core/optimize/multipliers.h"

#include <math.h>
#include <string.h>

enum { OBJECTIVE = 1, START = 2, LOW = 3, HIGH = 4, OPTIONS = 5 };

static const char *const known_options[] = {"method",          "maximize",
                                            "gradient",        "inequalities",
                                            "equalities",      "x_tolerance",
                                            "value_tolerance", "relative_value_tolerance",
                                            "target",          "max_evaluations",
                                            "max_seconds",     "population",
                                            "initial_step",    "seed",
                                            "strict",          NULL};

/* A problem as read from the arguments; what the options point to lies on the stack. */
typedef struct problem {
  solon_minimize_options options;
  solonL_callbacks callbacks;
  solonL_goal objective, *constraint; /* [inequalities + equalities] */
  double *x;
} problem;

/* ---- arguments ------------------------------------------------------------------------------- */

/* The names of the methods, NULL-terminated, on the stack. */
static const char *const *push_method_names(lua_State *L) {
  const char **names = solonL_scratch(L, (SOLON_METHOD_COUNT + 1) * sizeof *names);
  for (int m = 0; m < SOLON_METHOD_COUNT; m++)
    names[m] = solon_method_about((solon_method)m)->name;
  names[SOLON_METHOD_COUNT] = NULL;
  return names;
}

/* A bound: numbers for each coordinate, or nil for none. */
static const double *read_bound(lua_State *L, int arg, size_t d, double missing) {
  if (!lua_isnil(L, arg))
    return solonL_check_vector_of(L, arg, d);
  double *bound = solonL_push_vector(L, d)->data;
  for (size_t j = 0; j < d; j++)
    bound[j] = missing;
  lua_replace(L, arg);
  return bound;
}

/* Start and bounds; without a start, the middle of the box. */
static void read_box(lua_State *L, problem *p) {
  solon_minimize_options *o = &p->options;
  bool starts = solon_method_about(o->method)->starts;
  if (!starts && !lua_isnil(L, START))
    solonL_argument_error(L, START, "nil expected: method '%s' starts in the middle of the box",
                          solon_method_about(o->method)->name);
  solonL_check_vector(L, lua_isnil(L, START) ? LOW : START, &o->dimensions);
  size_t d = o->dimensions;
  o->low = read_bound(L, LOW, d, -INFINITY);
  o->high = read_bound(L, HIGH, d, INFINITY);
  p->x = solonL_push_vector(L, d)->data;
  if (!lua_isnil(L, START)) {
    memcpy(p->x, solonL_check_vector(L, START, &d), d * sizeof *p->x);
    return;
  }
  for (size_t j = 0; j < d; j++) {
    p->x[j] = o->low[j] + (o->high[j] - o->low[j]) / 2;
    if (!isfinite(p->x[j]))
      solonL_argument_error(L, START, "a start is needed where a coordinate has no finite bounds");
  }
}

/* options.initial_step: a number, or one for each coordinate. */
static void read_step(lua_State *L, problem *p) {
  solon_minimize_options *o = &p->options;
  size_t size = o->dimensions;
  if (!solonL_option_given(L, OPTIONS, "initial_step"))
    return;
  if (lua_getfield(L, OPTIONS, "initial_step") == LUA_TNUMBER) {
    double *step = solonL_push_vector(L, size)->data;
    for (size_t j = 0; j < size; j++)
      step[j] = lua_tonumber(L, -2);
    o->initial_step = step;
    return;
  }
  if (lua_type(L, -1) != LUA_TTABLE && solonL_test_array(L, -1) == NULL)
    solonL_argument_error(L, OPTIONS, "option 'initial_step': number or numbers expected, got %s",
                          luaL_typename(L, -1));
  o->initial_step = solonL_check_vector(L, -1, &size);
  if (size != o->dimensions)
    solonL_argument_error(L, OPTIONS, "option 'initial_step': %zu numbers expected, got %zu",
                          o->dimensions, size);
}

static void read_limits(lua_State *L, problem *p) {
  solon_minimize_options *o = &p->options;
  o->maximize = solonL_option_boolean(L, OPTIONS, "maximize", false);
  o->x_tolerance = solonL_option_range(L, OPTIONS, "x_tolerance", 1e-8, 0, INFINITY);
  o->value_tolerance = solonL_option_range(L, OPTIONS, "value_tolerance", 0, 0, INFINITY);
  o->relative_value_tolerance =
      solonL_option_range(L, OPTIONS, "relative_value_tolerance", 0, 0, INFINITY);
  o->target = solonL_option_number(L, OPTIONS, "target", NAN);
  o->max_evaluations =
      (size_t)solonL_option_integer(L, OPTIONS, "max_evaluations", 10000, 1, INT32_MAX);
  o->max_seconds = solonL_option_range(L, OPTIONS, "max_seconds", 0, 0, INFINITY);
  if (!solon_method_about(o->method)->stochastic && solonL_option_given(L, OPTIONS, "seed"))
    solonL_argument_error(L, OPTIONS, "option 'seed': method '%s' draws nothing",
                          solon_method_about(o->method)->name);
  o->seed = (uint64_t)solonL_option_integer(L, OPTIONS, "seed", 0, INT64_MIN, INT64_MAX);
  if (solonL_option_given(L, OPTIONS, "population"))
    o->population = (size_t)solonL_option_integer(L, OPTIONS, "population", 0, 1, 10000000);
  read_step(L, p);
}

/* ---- constraints ----------------------------------------------------------------------------- */

static size_t count_list(lua_State *L, const char *name) {
  if (!solonL_option_given(L, OPTIONS, name))
    return 0;
  if (lua_getfield(L, OPTIONS, name) != LUA_TTABLE)
    solonL_argument_error(L, OPTIONS, "option '%s': table of functions expected, got %s", name,
                          luaL_typename(L, -1));
  size_t count = lua_rawlen(L, -1);
  lua_pop(L, 1);
  return count;
}

static _Noreturn void bad_constraint(lua_State *L, const char *name, size_t i) {
  solonL_argument_error(L, OPTIONS,
                        "option '%s': function, or { function, gradient = function, tolerance = "
                        "number >= 0 } expected at position %zu",
                        name, i + 1);
}

/* Reads the constraint on top of the stack: leaves its function and perhaps its gradient there. */
static double read_constraint(lua_State *L, const char *name, size_t i, solonL_goal *goal) {
  static const char *const fields[] = {"gradient", "tolerance", NULL};
  double tolerance = 1e-8;
  int at = lua_gettop(L);
  goal->function = at;
  if (lua_isfunction(L, at))
    return tolerance;
  if (lua_type(L, at) != LUA_TTABLE || lua_geti(L, at, 1) != LUA_TFUNCTION)
    bad_constraint(L, name, i);
  goal->function = at + 1;
  for (lua_pushnil(L); lua_next(L, at) != 0; lua_pop(L, 1)) {
    bool known = lua_isinteger(L, -2) && lua_tointeger(L, -2) == 1;
    for (int k = 0; fields[k] != NULL && lua_type(L, -2) == LUA_TSTRING; k++)
      known = known || strcmp(lua_tostring(L, -2), fields[k]) == 0;
    if (!known)
      bad_constraint(L, name, i);
  }
  int type = lua_getfield(L, at, "tolerance");
  if (type == LUA_TNUMBER)
    tolerance = lua_tonumber(L, -1);
  if ((type != LUA_TNIL && type != LUA_TNUMBER) || !(tolerance >= 0))
    bad_constraint(L, name, i);
  lua_pop(L, 1);
  type = lua_getfield(L, at, "gradient");
  if (type == LUA_TFUNCTION)
    goal->gradient = lua_gettop(L);
  else if (type != LUA_TNIL)
    bad_constraint(L, name, i);
  return tolerance;
}

static void read_list(lua_State *L, problem *p, const char *name, const char *what, size_t count,
                      solonL_goal *goals, solon_goal *out) {
  for (size_t i = 0; i < count; i++) {
    luaL_checkstack(L, 16, "too many constraints");
    lua_getfield(L, OPTIONS, name);
    lua_geti(L, -1, (lua_Integer)i + 1);
    lua_remove(L, -2);
    goals[i] = (solonL_goal){
        .callbacks = &p->callbacks, .dimensions = p->options.dimensions, .what = what};
    double tolerance = read_constraint(L, name, i, &goals[i]);
    out[i] = solonL_goal_of(&goals[i], tolerance);
  }
}

static void read_goals(lua_State *L, problem *p) {
  solon_minimize_options *o = &p->options;
  p->objective = (solonL_goal){
      .callbacks = &p->callbacks, .function = OBJECTIVE, .dimensions = o->dimensions, .what = "f"};
  if (solonL_option_given(L, OPTIONS, "gradient")) {
    if (lua_getfield(L, OPTIONS, "gradient") != LUA_TFUNCTION)
      solonL_argument_error(L, OPTIONS, "option 'gradient': function expected, got %s",
                            luaL_typename(L, -1));
    p->objective.gradient = lua_gettop(L);
  }
  o->objective = solonL_goal_of(&p->objective, 0);
  o->inequalities = count_list(L, "inequalities");
  o->equalities = count_list(L, "equalities");
  size_t count = o->inequalities + o->equalities;
  p->constraint = solonL_scratch_zero(L, count, sizeof *p->constraint);
  solon_goal *goals = solonL_scratch_zero(L, count, sizeof *goals);
  read_list(L, p, "inequalities", "an inequality", o->inequalities, p->constraint, goals);
  read_list(L, p, "equalities", "an equality", o->equalities, p->constraint + o->inequalities,
            goals + o->inequalities);
  o->inequality = goals;
  o->equality = goals + o->inequalities;
}

/* ---- results --------------------------------------------------------------------------------- */

/* status and reason of each solon_minimize_reason */
static const char *const outcomes[][2] = {
    [SOLON_MINIMIZE_CONVERGED] = {"converged", "the method's own criterion"},
    [SOLON_MINIMIZE_VALUE] = {"converged", "the value changes by less than its tolerance"},
    [SOLON_MINIMIZE_X] = {"converged", "the point moves by less than x_tolerance"},
    [SOLON_MINIMIZE_TARGET] = {"target", "the target is reached"},
    [SOLON_MINIMIZE_EVALUATIONS] = {"limit", "max_evaluations are used up"},
    [SOLON_MINIMIZE_SECONDS] = {"limit", "max_seconds have passed"},
    [SOLON_MINIMIZE_ROUNDOFF] = {"roundoff", "rounding keeps the method from going on"},
    [SOLON_MINIMIZE_FAILED] = {"failed", "the method found no way to go on"},
    [SOLON_MINIMIZE_INFEASIBLE] = {"infeasible",
                                   "a constraint is violated by more than its tolerance"},
    [SOLON_MINIMIZE_UNDEFINED] = {"undefined", "a value or derivative here is not finite"}};

static void check_strict(lua_State *L, const solon_minimize_result *result) {
  if (strcmp(outcomes[result->reason][0], "converged") != 0 &&
      strcmp(outcomes[result->reason][0], "target") != 0 &&
      solonL_option_boolean(L, OPTIONS, "strict", false))
    solonL_error(L, "not_converged", NULL, "minimize ended after %zu evaluations: %s",
                 result->evaluations, outcomes[result->reason][1]);
}

/* Sets a new array field of the record on top; gives its elements. */
static double *add_array(lua_State *L, const char *name, size_t size) {
  double *data = solonL_push_vector(L, size)->data;
  solonL_set_value(L, name);
  return data;
}

/* Adds gradient and multipliers to the record on top. */
static void add_multipliers(lua_State *L, problem *p, const solon_minimize_result *result) {
  const solon_minimize_options *o = &p->options;
  size_t d = o->dimensions, evaluations = result->evaluations;
  void *workspace = solonL_scratch(L, solon_multipliers_workspace(o));
  lua_insert(L, -2); /* below the record */
  solon_multipliers m = {.gradient = add_array(L, "gradient", d),
                         .low = add_array(L, "low_multipliers", d),
                         .high = add_array(L, "high_multipliers", d),
                         .inequality = add_array(L, "inequality_multipliers", o->inequalities),
                         .equality = add_array(L, "equality_multipliers", o->equalities)};
  solon_status status =
      solon_multipliers_at(solonL_context(L), o, p->x, workspace, &m, &evaluations);
  solonL_finish_callbacks(L, &p->callbacks, OBJECTIVE);
  solonL_check_status(L, status);
  solonL_set_number(L, "stationarity", m.stationarity);
  lua_pushinteger(L, (lua_Integer)evaluations);
  lua_setfield(L, -2, "evaluations");
}

static void push_result(lua_State *L, problem *p, const solon_minimize_result *result) {
  const solon_minimize_options *o = &p->options;
  solonL_push_record(L, "minimum");
  memcpy(add_array(L, "x", o->dimensions), p->x, o->dimensions * sizeof *p->x);
  solonL_set_number(L, "value", result->value);
  solonL_set_string(L, "status", outcomes[result->reason][0]);
  solonL_set_string(L, "reason", outcomes[result->reason][1]);
  solonL_set_integer(L, "evaluations", (int64_t)result->evaluations);
  solonL_set_string(L, "method", solon_method_about(o->method)->name);
  if (o->inequalities + o->equalities > 0)
    solonL_set_number(L, "violation", result->violation);
  if ((solon_method_about(o->method)->gradient || o->objective.has_gradient) &&
      result->reason != SOLON_MINIMIZE_UNDEFINED)
    add_multipliers(L, p, result);
}

static int minimize(lua_State *L) {
  problem p = {0};
  solon_minimize_result result;
  lua_settop(L, OPTIONS);
  solonL_check_callable(L, OBJECTIVE);
  solonL_check_options(L, OPTIONS, known_options);
  p.options.method =
      (solon_method)solonL_option_choice(L, OPTIONS, "method", SOLON_SLSQP, push_method_names(L));
  read_box(L, &p);
  read_limits(L, &p);
  read_goals(L, &p);
  void *workspace = solonL_scratch(L, solon_minimize_workspace(&p.options));
  solonL_start_callbacks(L, &p.callbacks);
  solon_status status = solon_minimize(solonL_context(L), &p.options, workspace, p.x, &result);
  solonL_finish_callbacks(L, &p.callbacks, OBJECTIVE);
  solonL_check_status(L, status);
  check_strict(L, &result);
  push_result(L, &p, &result);
  return 1;
}

void solonL_add_optimize_minimize(lua_State *L) {
  lua_pushcfunction(L, minimize);
  lua_setfield(L, -2, "minimize");
}
