/* optimize.c - solon.optimize: the best point of a box, of a region, of a line. */
#include "optimize.h"

#include "modules.h"

#include <stdio.h>
#include <string.h>

void solonL_check_callable(lua_State *L, int arg) {
  if (lua_type(L, arg) == LUA_TFUNCTION)
    return;
  if (luaL_getmetafield(L, arg, "__call") == LUA_TNIL)
    solonL_type_error(L, arg, "function");
  lua_pop(L, 1);
}

/* ---- Lua functions under a C solver ---------------------------------------------------------- */

/* What a protected call is to do. */
typedef struct request {
  const solonL_goal *goal;
  const double *x;
  double *value, *gradient;
} request;

static void push_point(lua_State *L, const request *r) {
  size_t d = r->goal->dimensions;
  if (d == 0)
    lua_pushnumber(L, r->x[0]);
  else
    memcpy(solonL_push_vector(L, d)->data, r->x, d * sizeof *r->x);
}

/* Copies the gradient on top of the stack; false when it is none. */
static bool take_gradient(lua_State *L, const request *r) {
  size_t d = r->goal->dimensions, size;
  char *problem = r->goal->callbacks->problem;
  if (solonL_test_array(L, -1) == NULL && lua_type(L, -1) != LUA_TTABLE) {
    snprintf(problem, sizeof r->goal->callbacks->problem,
             "gradient of %s: array or table of %zu numbers expected, it returned %s",
             r->goal->what, d, luaL_typename(L, -1));
    return false;
  }
  const double *gradient = solonL_check_vector(L, -1, &size);
  if (size != d) {
    snprintf(problem, sizeof r->goal->callbacks->problem,
             "gradient of %s: %zu numbers expected, it returned %zu", r->goal->what, d, size);
    return false;
  }
  memcpy(r->gradient, gradient, d * sizeof *gradient);
  return true;
}

/* Protected: (request, function, gradient or nil) */
static int answer_request(lua_State *L) {
  const request *r = lua_touserdata(L, 1);
  lua_pushvalue(L, 2);
  push_point(L, r);
  lua_call(L, 1, 1);
  if (lua_type(L, -1) != LUA_TNUMBER) {
    snprintf(r->goal->callbacks->problem, sizeof r->goal->callbacks->problem,
             "%s: function that returns a number expected, it returned %s", r->goal->what,
             luaL_typename(L, -1));
    return 0;
  }
  *r->value = lua_tonumber(L, -1);
  if (r->gradient == NULL)
    return 0;
  lua_pushvalue(L, 3);
  push_point(L, r);
  lua_call(L, 1, 1);
  take_gradient(L, r);
  return 0;
}

static bool call_lua(void *data, const double *x, double *value, double *gradient) {
  const solonL_goal *goal = data;
  solonL_callbacks *callbacks = goal->callbacks;
  lua_State *L = callbacks->L;
  request r = {goal, x, value, gradient};
  if (callbacks->failed || callbacks->problem[0] != '\0')
    return false;
  lua_pushcfunction(L, answer_request);
  lua_pushlightuserdata(L, &r);
  lua_pushvalue(L, goal->function);
  if (goal->gradient != 0)
    lua_pushvalue(L, goal->gradient);
  else
    lua_pushnil(L);
  if (lua_pcall(L, 3, 0, 0) == LUA_OK)
    return callbacks->problem[0] == '\0';
  lua_replace(L, callbacks->error);
  callbacks->failed = true;
  return false;
}

void solonL_start_callbacks(lua_State *L, solonL_callbacks *callbacks) {
  luaL_checkstack(L, 16, NULL);
  lua_pushnil(L);
  *callbacks = (solonL_callbacks){.L = L, .error = lua_gettop(L)};
}

solon_goal solonL_goal_of(solonL_goal *goal, double tolerance) {
  return (solon_goal){call_lua, goal, goal->gradient != 0, tolerance};
}

void solonL_finish_callbacks(lua_State *L, const solonL_callbacks *callbacks, int arg) {
  if (callbacks->failed) {
    lua_pushvalue(L, callbacks->error);
    lua_error(L);
  }
  if (callbacks->problem[0] != '\0')
    solonL_argument_error(L, arg, "%s", callbacks->problem);
}

int solonL_open_optimize(lua_State *L) {
  luaL_requiref(L, "solon.array", solonL_open_array, 0); /* the methods of the arrays given out */
  lua_pop(L, 1);
  lua_newtable(L);
  solonL_add_optimize_evolution(L);
  solonL_add_optimize_minimize(L);
  solonL_add_optimize_scalar(L);
  return 1;
}
