/* optimize.h - what the files of solon.optimize share. */
#ifndef SOLON_LUA_OPTIMIZE_H
#define SOLON_LUA_OPTIMIZE_H

#include "array_object.h"

#include "core/optimize/goal.h"

/* Raises unless the argument can be called. [-0, +0, e] */
void solonL_check_callable(lua_State *L, int arg);

/* ---- Lua functions under a C solver -------------------------------------------------------------
 * Solvers call C functions that must return.  So a Lua function runs protected, its error is put
 * aside, the solver is stopped by `false`, and when it has returned the error is raised as it was.
 */
typedef struct solonL_callbacks {
  lua_State *L;
  int error; /* stack slot of an error that was caught */
  bool failed;
  char problem[160]; /* or what a function returned that it should not have; else empty */
} solonL_callbacks;

/* One goal: stack slots of a function x -> number and of its gradient x -> numbers (0: none). */
typedef struct solonL_goal {
  solonL_callbacks *callbacks;
  int function, gradient;
  size_t dimensions; /* 0: x is a number, else an array of so many */
  const char *what;  /* "f", "an inequality" ... for messages */
} solonL_goal;

/* Starts: pushes the slot. [-0, +1, e] */
void solonL_start_callbacks(lua_State *L, solonL_callbacks *callbacks);

/* A goal for core that calls these; `goal` must stay where it is. [-0, +0, -] */
solon_goal solonL_goal_of(solonL_goal *goal, double tolerance);

/* Raises what the callbacks left: an error as it was, a bad result as misuse of argument arg, a
 * cancellation.  Afterwards other statuses mean what they say. [-0, +0, e] */
void solonL_finish_callbacks(lua_State *L, const solonL_callbacks *callbacks, int arg);

/* Each puts its functions into the module table on top of the stack. [-0, +0, m] */
void solonL_add_optimize_evolution(lua_State *L);
void solonL_add_optimize_minimize(lua_State *L);
void solonL_add_optimize_scalar(lua_State *L);

#endif
