/* aux.h - what every binding shares: state record, the three kinds of error, argument checks,
 * options.
 *
 * Bindings check arguments, call core and push results; they hold no mathematics.  Memory that a
 * binding needs for the length of a call comes from solonL_scratch(), which Lua's collector owns,
 * so that an error raised anywhere leaks nothing.
 *
 * Stack notation as in the Lua manual: [-pops, +pushes, raises] with e = may raise, m = memory
 * only,
 * - = never.
 */
#ifndef SOLON_LUA_AUX_H
#define SOLON_LUA_AUX_H

#include "core/base/context.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One record per Lua universe (main state and its coroutines); found in constant time. */
typedef struct solonL_state {
  _Atomic(lua_State *) running; /* the coroutine that runs now: where a signal arms its hook */
  solon_context context;        /* threads, cancel flag; passed to core by solonL_context */
  int threads;                  /* default for options.threads */
} solonL_state;

/* The record of L's universe. [-0, +0, -] */
solonL_state *solonL_get(lua_State *L);

/* The context for a core call: detail cleared, cancel flag set. [-0, +0, -] */
solon_context *solonL_context(lua_State *L);

/* ---- errors ------------------------------------------------------------------------------------
 * 1. Misuse and interruption raise a table {code, message, hint, where} with a __tostring.
 * 2. The environment (files, network, optional libraries) returns nil, message, code.
 * 3. Numeric outcomes are fields of the result; options.strict = true turns them into a raise. */

/* Raises an error table; hint may be NULL. [-0, +0, e] */
_Noreturn void solonL_error(lua_State *L, const char *code, const char *hint, const char *format,
                            ...) __attribute__((format(printf, 4, 5)));

/* Raises "bad argument #arg to 'function' (...)", counting methods as Lua does. [-0, +0, e] */
_Noreturn void solonL_argument_error(lua_State *L, int arg, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Raises "... (expected expected, got ACTUAL)". [-0, +0, e] */
_Noreturn void solonL_type_error(lua_State *L, int arg, const char *expected);

/* Raises if status is negative, with the context's detail if it has one; else returns status. [-0,
 * +0, e] */
solon_status solonL_check_status(lua_State *L, solon_status status);

/* Pushes nil, message, code for a failed status of kind 2 (misuse and cancellation raise instead)
 * and returns 3, for `return solonL_push_failure(L, status)`. [-0, +3, e] */
int solonL_push_failure(lua_State *L, solon_status status);

/* ---- arguments ------------------------------------------------------------------------------- */

/* A number, integer in [low, high], string, boolean; all raise with the value when it does not fit.
 * Strings are not converted to numbers. [-0, +0, e] */
double solonL_check_number(lua_State *L, int arg);
double solonL_check_finite(lua_State *L, int arg);
double solonL_check_range(lua_State *L, int arg, double low, double high);
int64_t solonL_check_integer(lua_State *L, int arg, int64_t low, int64_t high);
const char *solonL_check_string(lua_State *L, int arg, size_t *length);
bool solonL_check_boolean(lua_State *L, int arg);

/* The index of a string in a NULL-terminated list; an unknown one raises and names the nearest.
 * [-0, +0, e] */
int solonL_check_choice(lua_State *L, int arg, const char *const choices[]);

/* ---- the last table of options -----------------------------------------------------------------
 * First solonL_check_options once (absent or nil means no options; an unknown name raises and names
 * the nearest of the NULL-terminated list), then read each.  All [-0, +0, e]. */
void solonL_check_options(lua_State *L, int arg, const char *const known[]);
bool solonL_option_given(lua_State *L, int arg, const char *name);
double solonL_option_number(lua_State *L, int arg, const char *name, double missing);
double solonL_option_range(lua_State *L, int arg, const char *name, double missing, double low,
                           double high);
int64_t solonL_option_integer(lua_State *L, int arg, const char *name, int64_t missing, int64_t low,
                              int64_t high);
bool solonL_option_boolean(lua_State *L, int arg, const char *name, bool missing);
int solonL_option_choice(lua_State *L, int arg, const char *name, int missing,
                         const char *const choices[]);
/* NULL when absent; valid as long as the options table keeps it. */
const char *solonL_option_string(lua_State *L, int arg, const char *name, const char *missing);

/* ---- results --------------------------------------------------------------------------------- */

/* Bytes that live as long as the pushed userdata is reachable; zeroed when asked. [-0, +1, m] */
void *solonL_scratch(lua_State *L, size_t bytes);
void *solonL_scratch_zero(lua_State *L, size_t count, size_t size);

/* A zeroed userdata of the named type for what is not Lua's memory: `release` gets it as argument 1
 * from the collector, or when the variable that declares it <close> ends.  The type is made by its
 * first owner and has nothing else.  [-0, +1, m] */
void *solonL_push_owner(lua_State *L, const char *type, size_t size, lua_CFunction release);

/* Starts a result record of the named kind ("t test"): an empty table whose __tostring prints its
 * fields, one a line, in the order they were set by the functions below. [-0, +1, m] */
void solonL_push_record(lua_State *L, const char *kind);
void solonL_set_number(lua_State *L, const char *name, double value);      /* [-0, +0, m] */
void solonL_set_integer(lua_State *L, const char *name, int64_t value);    /* [-0, +0, m] */
void solonL_set_string(lua_State *L, const char *name, const char *value); /* [-0, +0, m] */
void solonL_set_value(lua_State *L, const char *name); /* the value on top [-1, +0, m] */

/* Registers the state record and the metatables of errors and records; called once per universe. */
void solonL_open_aux(lua_State *L);

#endif
