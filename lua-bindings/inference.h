/* inference.h - what the files of solon.inference share. */
#ifndef SOLON_LUA_INFERENCE_H
#define SOLON_LUA_INFERENCE_H

#include "aux.h"

#include "core/inference/tail.h"

/* Names of the options every test takes, for lists of known options. */
#define SOLONL_TEST_OPTIONS "alternative", "confidence", "strict"

/* The options every test takes, read. */
typedef struct solonL_test_options {
  solon_alternative alternative; /* "two_sided" (default), "less", "greater" */
  double confidence;             /* in (0, 1), default 0.95 */
  bool strict;                   /* raise on a degenerate outcome */
} solonL_test_options;

solonL_test_options solonL_check_test_options(lua_State *L, int arg, const char *const known[]);

/* A column of numbers without NaN (finite: without infinities); raises, naming the element. [-0,
 * +0, e] */
const double *solonL_check_sample(lua_State *L, int arg, size_t *n, bool finite);
/* The same of exactly n elements. [-0, +0, e] */
const double *solonL_check_paired(lua_State *L, int arg, size_t n, bool finite);

/* Raises for negative statuses, naming the argument when it is misuse; with strict also raises for
 * SOLON_DEGENERATE. [-0, +0, e] */
void solonL_check_test_status(lua_State *L, int arg, solon_status status, bool strict);

/* Context with options.threads, if given. [-0, +0, e] */
solon_context *solonL_test_context(lua_State *L, int arg);

/* Starts a record with fields method and alternative; ends one with lower, upper (if an interval is
 * given), confidence, n and status. [-0, +1, m] and [-0, +0, m] */
void solonL_push_test(lua_State *L, const char *kind, const char *method,
                      solon_alternative alternative);
void solonL_set_interval(lua_State *L, double lower, double upper, double confidence);
void solonL_set_status(lua_State *L, solon_status status);

/* The functions of the module, one list per file; each ends with {NULL, NULL}. */
extern const luaL_Reg solonL_inference_correlation[], solonL_inference_permutation[],
    solonL_inference_sample[], solonL_inference_regression[], solonL_inference_tail[];

#endif
