/* status.h - the one list of outcomes of core functions.
 *
 * SOLON_OK is zero.  Negative values are misuse or failure: nothing was computed and outputs hold
 * no result.  Positive values are numeric outcomes: the computation ran and its outputs are
 * defined, but the caller should look (a tie, no convergence, separation).
 */
#ifndef SOLON_BASE_STATUS_H
#define SOLON_BASE_STATUS_H

typedef enum solon_status {
  SOLON_OK = 0,

  /* misuse: the caller passed something outside the documented domain */
  SOLON_BAD_ARGUMENT = -1, /* a value outside its domain */
  SOLON_BAD_SHAPE = -2,    /* lengths or dimensions do not fit */
  SOLON_BAD_SYNTAX = -3,   /* a text (expression, number, JSON ...) does not parse */

  /* the environment */
  SOLON_NO_MEMORY = -10,   /* allocation refused, or the memory limit reached */
  SOLON_CANCELLED = -11,   /* the cancel flag was raised while computing */
  SOLON_IO = -12,          /* the operating system refused; detail names file and reason */
  SOLON_UNAVAILABLE = -13, /* an optional library could not be loaded */

  /* numeric outcomes */
  SOLON_SINGULAR = 1,      /* matrix singular or not positive definite to working precision */
  SOLON_NOT_CONVERGED = 2, /* iteration limit reached */
  SOLON_DEGENERATE = 3     /* too little or constant data: the result is "no information" */
} solon_status;

/* A short lower-case English text for a status; never NULL, static storage. */
const char *solon_status_text(solon_status status);

/* The name used for error codes in Lua, such as "bad_argument"; never NULL, static storage. */
const char *solon_status_name(solon_status status);

#endif
