/* context.h - what a long computation needs from its caller: threads, a way to stop, progress, and
 * a place to say what went wrong.
 *
 * A context belongs to one thread.  Zero-initialise it, set what is wanted; a NULL context is
 * allowed wherever one is taken and means: one thread, no cancellation, no progress, no detail.
 */
#ifndef SOLON_BASE_CONTEXT_H
#define SOLON_BASE_CONTEXT_H

#include "status.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum { SOLON_DETAIL_SIZE = 512 };

/* Elements between two looks at the cancel flag; also the chunk of fixed-shape reductions. */
enum { SOLON_CHUNK = 4096 };

typedef struct solon_context {
  int threads; /* at most so many threads; 0 and 1 both mean the calling thread alone */
  const atomic_int *cancel; /* nonzero: stop soon with SOLON_CANCELLED; may be NULL */
  void (*progress)(void *data,
                   double fraction); /* called from the calling thread only; may be NULL */
  void *progress_data;
  char detail[SOLON_DETAIL_SIZE]; /* after a failure: one line naming what and where; else empty */
} solon_context;

/* True when the caller asked to stop. */
static inline bool solon_context_cancelled(const solon_context *context) {
  return context != NULL && context->cancel != NULL &&
         atomic_load_explicit(context->cancel, memory_order_relaxed) != 0;
}

/* Number of threads, at least 1. */
static inline int solon_context_threads(const solon_context *context) {
  return context != NULL && context->threads > 1 ? context->threads : 1;
}

/* Stores a printf-style detail in the context (if there is one) and returns status, so that a
 * function can end with `return solon_fail(context, SOLON_BAD_SHAPE, "...", ...)`. */
solon_status solon_fail(solon_context *context, solon_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
