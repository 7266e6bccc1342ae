/* optimize_scalar.c - optimize.root and optimize.minimize_scalar. */
#include "optimize.h"

#include "core/optimize/scalar.h"

#include <math.h>

enum { FUNCTION = 1, LOW = 2, HIGH = 3, OPTIONS = 4 };

static const char *const statuses[] = {
    [SOLON_SCALAR_CONVERGED] = "converged", [SOLON_SCALAR_EXACT] = "exact",
    [SOLON_SCALAR_BOUND] = "bound",         [SOLON_SCALAR_PLATEAU] = "plateau",
    [SOLON_SCALAR_LIMIT] = "limit",         [SOLON_SCALAR_NO_CHANGE] = "no_sign_change",
    [SOLON_SCALAR_UNDEFINED] = "undefined"};

typedef solon_status (*solver)(solon_context *context, const solon_scalar_options *options,
                               solon_scalar_result *result);

static int solve(lua_State *L, solver run, const char *kind, solon_scalar_options *o) {
  solonL_callbacks callbacks;
  solon_scalar_result result;
  solonL_check_callable(L, FUNCTION);
  o->low = solonL_check_number(L, LOW);
  o->high = solonL_check_number(L, HIGH);
  solonL_start_callbacks(L, &callbacks);
  solonL_goal goal = {.callbacks = &callbacks, .function = FUNCTION, .what = "f"};
  o->goal = solonL_goal_of(&goal, 0);
  solon_status status = run(solonL_context(L), o, &result);
  solonL_finish_callbacks(L, &callbacks, FUNCTION);
  solonL_check_status(L, status);
  if (result.reason >= SOLON_SCALAR_LIMIT && solonL_option_boolean(L, OPTIONS, "strict", false))
    solonL_error(L, "not_converged", NULL, "%s: ended after %zu evaluations: %s", kind,
                 result.evaluations, statuses[result.reason]);
  solonL_push_record(L, kind);
  solonL_set_number(L, "x", result.x);
  solonL_set_number(L, "value", result.value);
  solonL_set_string(L, "status", statuses[result.reason]);
  solonL_set_integer(L, "evaluations", (int64_t)result.evaluations);
  solonL_set_number(L, "low", result.low);
  solonL_set_number(L, "high", result.high);
  return 1;
}

static int root(lua_State *L) {
  static const char *const known[] = {"x_tolerance", "relative_x_tolerance", "max_evaluations",
                                      "strict", NULL};
  lua_settop(L, OPTIONS);
  solonL_check_options(L, OPTIONS, known);
  solon_scalar_options o = {
      .absolute = solonL_option_range(L, OPTIONS, "x_tolerance", 1e-12, 0, INFINITY),
      .relative = solonL_option_range(L, OPTIONS, "relative_x_tolerance", 1e-15, 0, INFINITY),
      .max_evaluations =
          (size_t)solonL_option_integer(L, OPTIONS, "max_evaluations", 200, 3, INT32_MAX)};
  return solve(L, solon_root, "root", &o);
}

static int minimize_scalar(lua_State *L) {
  static const char *const known[] = {
      "maximize", "grid", "x_tolerance", "relative_x_tolerance", "max_evaluations", "strict", NULL};
  lua_settop(L, OPTIONS);
  solonL_check_options(L, OPTIONS, known);
  solon_scalar_options o = {
      .absolute = solonL_option_range(L, OPTIONS, "x_tolerance", 1e-9, 0, INFINITY),
      .relative = solonL_option_range(L, OPTIONS, "relative_x_tolerance", 0, 0, INFINITY),
      .max_evaluations =
          (size_t)solonL_option_integer(L, OPTIONS, "max_evaluations", 1000, 3, INT32_MAX),
      .grid = (size_t)solonL_option_integer(L, OPTIONS, "grid", 10, 2, INT32_MAX),
      .maximize = solonL_option_boolean(L, OPTIONS, "maximize", false)};
  return solve(L, solon_minimum, "scalar minimum", &o);
}

void solonL_add_optimize_scalar(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"root", root}, {"minimize_scalar", minimize_scalar}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
