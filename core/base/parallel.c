/* parallel.c - threads that take items from one counter. */
#include "parallel.h"

#include <pthread.h>
#include <stdatomic.h>

enum { MOST_THREADS = 256 };

typedef struct shared_loop {
  solon_context *context;
  size_t count;
  solon_parallel_item item;
  void *data;
  atomic_size_t next, done;
  atomic_bool stop;
  pthread_mutex_t lock; /* guards the two below */
  size_t failed_index;
  solon_status failed_status;
} shared_loop;

typedef struct worker {
  shared_loop *loop;
  int number;
} worker;

static void loop_failed(shared_loop *loop, size_t index, solon_status status) {
  pthread_mutex_lock(&loop->lock);
  if (loop->failed_status == SOLON_OK || index < loop->failed_index) {
    loop->failed_index = index;
    loop->failed_status = status;
  }
  pthread_mutex_unlock(&loop->lock);
  atomic_store(&loop->stop, true);
}

static void tell_progress(solon_context *context, double fraction) {
  if (context != NULL && context->progress != NULL)
    context->progress(context->progress_data, fraction);
}

static void *worker_run(void *argument) {
  worker *me = argument;
  shared_loop *loop = me->loop;
  for (;;) {
    if (atomic_load_explicit(&loop->stop, memory_order_relaxed))
      return NULL;
    size_t index = atomic_fetch_add(&loop->next, 1);
    if (index >= loop->count)
      return NULL;
    if (solon_context_cancelled(loop->context)) {
      loop_failed(loop, index, SOLON_CANCELLED);
      return NULL;
    }
    solon_status status = loop->item(loop->data, index, me->number);
    if (status < 0)
      loop_failed(loop, index, status);
    size_t done = atomic_fetch_add(&loop->done, 1) + 1;
    if (me->number == 0 && done < loop->count)
      tell_progress(loop->context, (double)done / (double)loop->count);
  }
}

solon_status solon_parallel_for(solon_context *context, size_t count, solon_parallel_item item,
                                void *data) {
  int threads = solon_context_threads(context);
  if (threads > MOST_THREADS)
    threads = MOST_THREADS;
  if ((size_t)threads > count)
    threads = count == 0 ? 1 : (int)count;
  shared_loop loop = {.context = context,
                      .count = count,
                      .item = item,
                      .data = data,
                      .lock = PTHREAD_MUTEX_INITIALIZER,
                      .failed_status = SOLON_OK};
  worker workers[MOST_THREADS];
  pthread_t handles[MOST_THREADS];
  int started = 0;
  for (int i = 1; i < threads; i++) {
    workers[i] = (worker){&loop, i};
    if (pthread_create(&handles[started], NULL, worker_run, &workers[i]) != 0)
      break; /* fewer threads do the same work */
    started++;
  }
  workers[0] = (worker){&loop, 0};
  worker_run(&workers[0]);
  for (int i = 0; i < started; i++)
    pthread_join(handles[i], NULL);
  pthread_mutex_destroy(&loop.lock);
  if (loop.failed_status == SOLON_OK && count > 0)
    tell_progress(context, 1); /* other threads may have finished the last items, or all of them */
  return loop.failed_status;
}
