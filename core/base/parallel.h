/* parallel.h - a loop over independent items on a few threads. */
#ifndef SOLON_BASE_PARALLEL_H
#define SOLON_BASE_PARALLEL_H

#include "context.h"

/* Work on item `index`; `worker` (0 .. threads-1) selects per-thread workspace.  Return SOLON_OK or
 * a negative status; the first failure by item order is returned by solon_parallel_for. */
typedef solon_status (*solon_parallel_item)(void *data, size_t index, int worker);

/* Calls item(data, i, worker) once for every i in 0 .. count-1, on at most context->threads threads
 * (the caller's thread is one of them).  Items may run in any order: each must write only its own
 * part of the output, so the result cannot depend on the number of threads.  Polls the cancel flag
 * between items; calls progress from the calling thread, at the end with 1 when all succeeded.
 * Returns SOLON_OK, SOLON_CANCELLED, or the status of the failed item with the smallest index among
 * those that ran. */
solon_status solon_parallel_for(solon_context *context, size_t count, solon_parallel_item item,
                                void *data);

#endif
