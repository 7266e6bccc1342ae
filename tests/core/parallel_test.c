/* parallel_test.c - every item once, failures by index, cancellation, progress, for 1 to 8 threads.
 */
#include "core/base/parallel.h"
#include "tap.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

enum { ITEMS = 5000 };

typedef struct work {
  atomic_int runs[ITEMS];
  int64_t result[ITEMS];
  atomic_int bad_worker, started;
  int threads;
  size_t fail_at[2]; /* items that fail, ITEMS: none */
  size_t cancel_at;  /* the item that raises the flag */
  atomic_int cancel;
  pthread_t caller;
  double last_fraction;
  int bad_progress, progress_calls;
} work;

static solon_status run_item(void *data, size_t index, int worker) {
  work *w = data;
  /* with the flag still to come, nobody runs far ahead of the item that raises it */
  while (w->cancel_at < ITEMS && index > w->cancel_at + 50 && atomic_load(&w->cancel) == 0)
    sched_yield();
  atomic_fetch_add(&w->started, 1);
  atomic_fetch_add(&w->runs[index], 1);
  if (worker < 0 || worker >= w->threads)
    atomic_fetch_add(&w->bad_worker, 1);
  w->result[index] = (int64_t)index * 3;
  if (index == w->cancel_at)
    atomic_store(&w->cancel, 1);
  if (index == w->fail_at[0])
    return SOLON_BAD_SHAPE;
  if (index == w->fail_at[1])
    return SOLON_BAD_SYNTAX;
  return SOLON_OK;
}

static void note_progress(void *data, double fraction) {
  work *w = data;
  w->progress_calls++;
  if (!pthread_equal(pthread_self(), w->caller) || !(fraction > 0 && fraction <= 1) ||
      fraction < w->last_fraction)
    w->bad_progress++;
  w->last_fraction = fraction;
}

static work *fresh(int threads) {
  static work w;
  memset(&w, 0, sizeof w);
  w.threads = threads;
  w.fail_at[0] = w.fail_at[1] = w.cancel_at = ITEMS;
  w.caller = pthread_self();
  return &w;
}

static solon_status run(work *w, size_t count) {
  solon_context context = {
      .threads = w->threads, .cancel = &w->cancel, .progress = note_progress, .progress_data = w};
  return solon_parallel_for(&context, count, run_item, w);
}

static void test_complete(int threads) {
  work *w = fresh(threads);
  solon_status status = run(w, ITEMS);
  int wrong = 0;
  for (size_t i = 0; i < ITEMS; i++)
    wrong += atomic_load(&w->runs[i]) != 1 || w->result[i] != (int64_t)i * 3;
  tap_ok(status == SOLON_OK && wrong == 0, "%d threads: every item runs once", threads);
  tap_integer(atomic_load(&w->bad_worker), 0, "%d threads: worker numbers are below the threads",
              threads);
  tap_ok(w->bad_progress == 0 && w->last_fraction == 1,
         "%d threads: progress comes from the caller's thread and only grows", threads);
}

static void test_failure(int threads) {
  /* Whatever the timing: the smallest index among the items that failed is told. */
  for (int round = 0; round < 30; round++) {
    work *w = fresh(threads);
    w->fail_at[0] = 700;
    w->fail_at[1] = 701;
    solon_status status = run(w, ITEMS);
    bool first_ran = atomic_load(&w->runs[700]) == 1;
    if (status != (first_ran ? SOLON_BAD_SHAPE : SOLON_BAD_SYNTAX)) {
      tap_ok(false, "%d threads: the failure of the smallest index is returned", threads);
      return;
    }
    int later = 0;
    for (size_t i = 0; i < ITEMS; i++)
      later += atomic_load(&w->runs[i]) > 1;
    if (later > 0 ||
        !first_ran) { /* items are handed out in order, so 700 runs before 701 stops it */
      tap_ok(false, "%d threads: items up to the failure run, none twice", threads);
      return;
    }
  }
  tap_ok(true, "%d threads: the failure of the smallest index is returned", threads);
  work *w = fresh(threads);
  w->fail_at[0] = 0;
  tap_integer(run(w, ITEMS), SOLON_BAD_SHAPE, "%d threads: a failure at the first item", threads);
  if (threads == 1) /* others may be through before a delayed thread tells of its failure */
    tap_integer(atomic_load(&w->started), 1, "a failure stops what has not begun");
  w = fresh(threads);
  w->fail_at[1] = ITEMS - 1;
  tap_integer(run(w, ITEMS), SOLON_BAD_SYNTAX, "%d threads: a failure at the last item", threads);
}

static void test_cancel(int threads) {
  work *w = fresh(threads);
  atomic_store(&w->cancel, 1);
  tap_integer(run(w, ITEMS), SOLON_CANCELLED, "%d threads: a raised flag stops at once", threads);
  tap_integer(atomic_load(&w->started), 0, "%d threads: before any item", threads);
  w = fresh(threads);
  w->cancel_at = 100;
  tap_integer(run(w, ITEMS), SOLON_CANCELLED, "%d threads: the flag raised in the middle", threads);
  int started = atomic_load(&w->started);
  /* each thread may finish the item it took before it saw the flag */
  tap_ok(started > 100 && started <= 100 + 51 + 2 * threads,
         "%d threads: stops soon (%d items begun)", threads, started);
}

static void test_edges(void) {
  work *w = fresh(4);
  tap_integer(run(w, 0), SOLON_OK, "no items");
  tap_integer(w->progress_calls, 0, "no items, no progress");
  w = fresh(8);
  tap_integer(run(w, 3), SOLON_OK, "fewer items than threads");
  tap_integer(atomic_load(&w->started), 3, "three items run");
  w = fresh(1);
  tap_integer(solon_parallel_for(NULL, 10, run_item, w), SOLON_OK, "no context: one thread");
  tap_integer(atomic_load(&w->started), 10, "and all its items");
  w = fresh(100000);
  tap_integer(run(w, ITEMS), SOLON_OK, "an absurd number of threads is cut");
  tap_integer(atomic_load(&w->started), ITEMS, "and does the same work");
  solon_context context = {.detail = "left over"};
  tap_integer(solon_fail(&context, SOLON_BAD_SHAPE, "row %d: %s", 4, "too long"), SOLON_BAD_SHAPE,
              "solon_fail returns its status");
  tap_string(context.detail, "row 4: too long", "and keeps the detail");
  tap_integer(solon_fail(NULL, SOLON_IO, "%d", 1), SOLON_IO, "also without a context");
}

int main(void) {
  static const int threads[] = {1, 2, 4, 8};
  for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
    test_complete(threads[i]);
    test_failure(threads[i]);
    test_cancel(threads[i]);
  }
  test_edges();
  return tap_done();
}
