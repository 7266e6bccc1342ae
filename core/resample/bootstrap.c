/* bootstrap.c - replicates in parallel, jackknife values from merged moments. */
#include "bootstrap.h"

#include "core/array/reduce.h"
#include "core/base/parallel.h"

#include <math.h>
#include <string.h>

enum { REPLICATES_AT_ONCE = 16 }; /* one item of the parallel loop */

/* ---- workspace ------------------------------------------------------------------------------- */

/* What one thread needs: the drawn places, the resample, its groups, and the same for a second
 * level. */
typedef struct workspace {
  uint32_t *index;
  size_t *start;
  double *x, *y, *inner_x, *select;
} workspace;

static bool is_independent(const solon_bootstrap *task) {
  return task->sample.y != NULL && !task->sample.paired;
}

/* Rows of the largest resample of either column. */
static size_t capacity_of(const solon_bootstrap *task) {
  size_t capacity = solon_design_capacity(&task->design);
  if (is_independent(task) && task->sample.y_rows > capacity)
    capacity = task->sample.y_rows;
  return capacity;
}

static const size_t WORDS_PER_ROW =
    6; /* index, start, x, y, inner_x, select: 8 bytes each at most */

size_t solon_bootstrap_workspace(const solon_bootstrap *task, int threads) {
  size_t words, bytes;
  if (__builtin_mul_overflow(capacity_of(task) + 1, WORDS_PER_ROW * sizeof(double), &words) ||
      __builtin_mul_overflow(words, (size_t)(threads < 1 ? 1 : threads), &bytes))
    return 0;
  return bytes;
}

static workspace workspace_of(void *work, size_t capacity, int worker) {
  size_t rows = capacity + 1;
  double *block = (double *)work + (size_t)worker * rows * WORDS_PER_ROW;
  return (workspace){.index = (uint32_t *)(block),
                     .start = (size_t *)(block + rows),
                     .x = block + 2 * rows,
                     .y = block + 3 * rows,
                     .inner_x = block + 4 * rows,
                     .select = block + 5 * rows};
}

/* ---- replicates ------------------------------------------------------------------------------ */

typedef struct run {
  const solon_context *context;
  const solon_bootstrap *task;
  size_t count, capacity;
  void *work;
  double *replicates, *standard_errors;
} run;

static void gather(const double *restrict from, const uint32_t *restrict index, size_t count,
                   double *restrict to) {
  for (size_t i = 0; i < count; i++)
    to[i] = from[index[i]];
}

static solon_sample draw_sample(const solon_bootstrap *task, solon_stream *stream, workspace *w,
                                size_t *start, size_t *groups) {
  const solon_sample *data = &task->sample;
  size_t rows = solon_design_draw(&task->design, stream, w->index, start, groups);
  solon_sample drawn = {w->x, NULL, rows, data->y_rows, data->paired};
  gather(data->x, w->index, rows, w->x);
  if (data->y == NULL)
    return drawn;
  if (!data->paired) {
    solon_design rows_of_y = {.kind = SOLON_ROWS, .rows = data->y_rows};
    size_t unused;
    rows = solon_design_draw(&rows_of_y, stream, w->index, NULL, &unused);
  }
  gather(data->y, w->index, rows, w->y);
  drawn.y = w->y;
  drawn.y_rows = rows;
  return drawn;
}

/* Standard deviation of the statistic over resamples of the groups of one resample. */
static double inner_standard_error(const solon_bootstrap *task, const solon_sample *drawn,
                                   const size_t *start, size_t groups, size_t replicate,
                                   workspace *w) {
  solon_stream outer, stream;
  solon_stream_start(&outer, task->seed, task->purpose, replicate);
  solon_stream_child(&outer, solon_purpose("inner"), 0, &stream);
  double mean = 0, squares = 0;
  for (size_t k = 0; k < task->inner; k++) {
    size_t rows = 0;
    for (size_t g = 0; g < groups; g++) {
      size_t group = (size_t)solon_stream_below(&stream, groups);
      size_t from = start == NULL ? group : start[group];
      size_t to = start == NULL ? group + 1 : start[group + 1];
      if (rows + (to - from) > solon_design_capacity(&task->design))
        to = from + solon_design_capacity(&task->design) - rows; /* blocks: cut at n rows */
      memcpy(w->inner_x + rows, drawn->x + from, (to - from) * sizeof(double));
      rows += to - from;
    }
    solon_sample again = {w->inner_x, NULL, rows, 0, true};
    double value = solon_statistic_value(task->statistic, task->probability, &again, w->select);
    double deviation = value - mean;
    mean += deviation / (double)(k + 1);
    squares += deviation * (value - mean);
  }
  return sqrt(squares / (double)(task->inner - 1));
}

static void one_replicate(const run *r, size_t replicate, workspace *w) {
  const solon_bootstrap *task = r->task;
  bool studentize = r->standard_errors != NULL;
  size_t *start = studentize && task->design.kind != SOLON_ROWS ? w->start : NULL;
  size_t groups;
  solon_stream stream;
  solon_stream_start(&stream, task->seed, task->purpose, replicate);
  solon_sample drawn = draw_sample(task, &stream, w, start, &groups);
  r->replicates[replicate] =
      solon_statistic_value(task->statistic, task->probability, &drawn, w->select);
  if (studentize)
    r->standard_errors[replicate] =
        solon_statistic_ordered(task->statistic)
            ? inner_standard_error(task, &drawn, start, groups, replicate, w)
            : solon_statistic_standard_error(task->statistic, &drawn, start, groups);
}

static solon_status run_item(void *data, size_t item, int worker) {
  const run *r = data;
  workspace w = workspace_of(r->work, r->capacity, worker);
  size_t from = item * REPLICATES_AT_ONCE, to = from + REPLICATES_AT_ONCE;
  for (size_t replicate = from; replicate < to && replicate < r->count; replicate++) {
    if (solon_context_cancelled(r->context))
      return SOLON_CANCELLED;
    one_replicate(r, replicate, &w);
  }
  return SOLON_OK;
}

solon_status solon_bootstrap_run(solon_context *context, const solon_bootstrap *task, size_t count,
                                 void *work, double *replicates, double *standard_errors) {
  run r = {context, task, count, capacity_of(task), work, replicates, standard_errors};
  size_t items = (count + REPLICATES_AT_ONCE - 1) / REPLICATES_AT_ONCE;
  return solon_parallel_for(context, items, run_item, &r);
}

double solon_bootstrap_standard_error(const solon_bootstrap *task, size_t *start) {
  size_t units = solon_design_units(&task->design), to;
  if (task->design.kind == SOLON_ROWS)
    return solon_statistic_standard_error(task->statistic, &task->sample, NULL, units);
  for (size_t u = 0; u < units; u++)
    solon_design_unit(&task->design, u, &start[u], &to);
  start[units] = task->design.rows;
  return solon_statistic_standard_error(task->statistic, &task->sample, start, units);
}

/* ---- jackknife ------------------------------------------------------------------------------- */

size_t solon_jackknife_workspace(const solon_bootstrap *task) {
  size_t rows =
      task->sample.x_rows > task->sample.y_rows ? task->sample.x_rows : task->sample.y_rows;
  /* moments before each unit; or the order of the values; or the rest and its selection */
  size_t each = sizeof(solon_moments), bytes;
  if (each < 2 * sizeof(solon_order_item))
    each = 2 * sizeof(solon_order_item);
  return __builtin_mul_overflow(rows + 1, each, &bytes) ? 0 : bytes;
}

static solon_moments moments_of_unit(const solon_bootstrap *task, const double *x, const double *y,
                                     size_t unit) {
  size_t from, to;
  solon_design_unit(&task->design, unit, &from, &to);
  solon_moments m = solon_moments_of_row(task->statistic, x, y, from);
  for (size_t i = from + 1; i < to; i++) {
    solon_moments row = solon_moments_of_row(task->statistic, x, y, i);
    m = solon_moments_merge(&m, &row);
  }
  return m;
}

/* All units but one are what comes before it and what comes after it. */
static solon_status jackknife_moments(solon_context *context, const solon_bootstrap *task,
                                      solon_moments *before, double *values) {
  const solon_sample *s = &task->sample;
  size_t units = solon_design_units(&task->design);
  solon_moments sum = {0};
  for (size_t u = 0; u < units; u++) {
    solon_moments unit = moments_of_unit(task, s->x, s->y, u);
    before[u] = sum;
    sum = solon_moments_merge(&sum, &unit);
    if (u % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
  }
  solon_moments after = {0};
  for (size_t u = units; u-- > 0;) {
    solon_moments rest = solon_moments_merge(&after, &before[u]);
    values[u] = solon_statistic_from_moments(task->statistic, &rest);
    solon_moments unit = moments_of_unit(task, s->x, s->y, u);
    after = solon_moments_merge(&unit, &after);
    if (u % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
  }
  return SOLON_OK;
}

/* Leaving row i out of one of two independent samples changes its mean to mean - (x_i -
 * mean)/(n-1). */
static void jackknife_one_mean(solon_statistic statistic, const double *x, size_t rows,
                               solon_moments m, bool first, double *values) {
  double mean = first ? m.mean_x : m.mean_y;
  for (size_t i = 0; i < rows; i++) {
    double without = rows < 2 ? NAN : mean - (x[i] - mean) / (double)(rows - 1);
    *(first ? &m.mean_x : &m.mean_y) = without;
    values[i] = solon_statistic_from_moments(statistic, &m);
  }
}

static void jackknife_independent(const solon_bootstrap *task, double *values) {
  const solon_sample *s = &task->sample;
  solon_moments m = {.count = 1};
  solon_mean(NULL, s->x, s->x_rows, &m.mean_x);
  solon_mean(NULL, s->y, s->y_rows, &m.mean_y);
  jackknife_one_mean(task->statistic, s->x, s->x_rows, m, true, values);
  jackknife_one_mean(task->statistic, s->y, s->y_rows, m, false, values + s->x_rows);
}

/* Quantile of sorted values without the one of rank r: the ranks above it move down by one. */
static solon_status jackknife_quantile(const solon_bootstrap *task, solon_order_item *order,
                                       double *values) {
  const double *x = task->sample.x;
  size_t rows = task->sample.x_rows;
  double probability = task->statistic == SOLON_MEDIAN ? 0.5 : task->probability;
  solon_order(NULL, x, rows, false, order);
  bool defined = rows >= 2 && !isnan(x[order[rows - 1].position]); /* NaN sorts last */
  double position = defined ? (double)(rows - 2) * probability : 0;
  size_t k = (size_t)position;
  double fraction = position - (double)k;
  for (size_t r = 0; r < rows; r++) {
    double below = NAN;
    if (defined) {
      below = x[order[k < r ? k : k + 1].position];
      if (fraction > 0) {
        double above = x[order[k + 1 < r ? k + 1 : k + 2].position];
        below = below == above ? below : below + fraction * (above - below);
      }
    }
    values[order[r].position] = below;
  }
  return SOLON_OK;
}

static solon_status jackknife_directly(solon_context *context, const solon_bootstrap *task,
                                       double *rest, double *values) {
  const solon_sample *s = &task->sample;
  size_t units = solon_design_units(&task->design);
  for (size_t u = 0; u < units; u++) {
    size_t from, to;
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    solon_design_unit(&task->design, u, &from, &to);
    memcpy(rest, s->x, from * sizeof(double));
    memcpy(rest + from, s->x + to, (s->x_rows - to) * sizeof(double));
    solon_sample left = {rest, NULL, s->x_rows - (to - from), 0, true};
    values[u] = solon_statistic_value(task->statistic, task->probability, &left, rest + s->x_rows);
  }
  return SOLON_OK;
}

solon_status solon_jackknife(solon_context *context, const solon_bootstrap *task, void *work,
                             double *values) {
  if (is_independent(task)) {
    jackknife_independent(task, values);
    return SOLON_OK;
  }
  if (!solon_statistic_ordered(task->statistic))
    return jackknife_moments(context, task, work, values);
  if (task->design.kind == SOLON_ROWS)
    return jackknife_quantile(task, work, values);
  return jackknife_directly(context, task, work, values);
}
