/* variance.c - Sobol indices as functions of means of per-row terms, and their bootstrap. */
#include "variance.h"

#include "core/base/parallel.h"
#include "core/random/philox.h"

#include <math.h>
#include <string.h>

/* The first four terms of a row are a, b, a^2, b^2; then those of each input that the estimators
 * need, then one of each pair. */
enum { TERM_A, TERM_B, TERM_AA, TERM_BB, BASE_TERMS };

/* Where the terms of one input lie, counted from its first; -1: not needed. */
typedef struct layout {
  int c, cc;       /* c, c^2 */
  int a_c, b_c;    /* (a - c)^2, (b - c)^2 */
  int product;     /* b (c - a) */
  int total;       /* a (a - c) */
  size_t of_input; /* terms of one input */
  size_t pairs;    /* the first term of the pairs */
  size_t stride;   /* doubles of a row, a multiple of 4 */
} layout;

static layout layout_of(const solon_variance_task *task) {
  layout l = {-1, -1, -1, -1, -1, -1, 0, 0, 0};
  int next = 0;
  bool first_moments = task->first >= SOLON_FIRST_JANON;
  bool total_moments = task->total >= SOLON_TOTAL_JANON;
  if (first_moments || total_moments) {
    l.c = next++;
    l.cc = next++;
  }
  if (task->total != SOLON_TOTAL_SOBOL)
    l.a_c = next++;
  else
    l.total = next++;
  if (task->first != SOLON_FIRST_SALTELLI)
    l.b_c = next++;
  else
    l.product = next++;
  l.of_input = (size_t)next;
  l.pairs = BASE_TERMS + l.of_input * task->inputs;
  l.stride = l.pairs + (task->second_order ? task->inputs * (task->inputs - 1) / 2 : 0);
  l.stride = (l.stride + 3) / 4 * 4;
  return l;
}

size_t solon_variance_blocks(const solon_variance_task *task) {
  return 2 + task->inputs * (task->second_order ? 2 : 1);
}

size_t solon_variance_indices(const solon_variance_task *task) {
  size_t d = task->inputs;
  return 2 * d + (task->second_order ? d * (d - 1) / 2 : 0);
}

size_t solon_variance_terms(const solon_variance_task *task) {
  return layout_of(task).stride;
}

/* ---- centre, scale, terms -------------------------------------------------------------------- */

/* Where the values lie: a centre within them and the power of two that scales them to about 1;
 * false when they do not vary. */
static bool find_scale(const solon_variance_task *task, double *centre, double *scale) {
  double low = INFINITY, high = -INFINITY;
  for (int block = 0; block < 2; block++)
    for (size_t j = 0; j < task->rows; j++) {
      double y = task->values[block][j];
      low = y < low ? y : low;
      high = y > high ? y : high;
    }
  double range = high / 2 - low / 2; /* halves: the range itself may overflow */
  *centre = low + range;
  if (!(range > 0.5e-13 * fmax(fabs(low), fabs(high))))
    return false;
  int exponent;
  frexp(range, &exponent);
  *scale = ldexp(1, exponent < -1000 ? 1000 : exponent > 1000 ? -1000 : -exponent);
  return true;
}

/* The mean and variance of the scaled values, in two passes. */
static void scaled_moments(const solon_variance_task *task, double centre, double scale,
                           double *mean, double *variance) {
  double sum = 0, squares = 0, n = 2 * (double)task->rows;
  for (int pass = 0; pass < 2; pass++) {
    for (int block = 0; block < 2; block++)
      for (size_t start = 0; start < task->rows; start += SOLON_CHUNK) {
        size_t end = task->rows - start < SOLON_CHUNK ? task->rows : start + SOLON_CHUNK;
        double part = 0;
        for (size_t j = start; j < end; j++) {
          double z = (task->values[block][j] - centre) * scale;
          part += pass == 0 ? z : (z - sum / n) * (z - sum / n);
        }
        *(pass == 0 ? &sum : &squares) += part;
      }
  }
  *mean = sum / n;
  *variance = squares / n;
}

solon_status solon_variance_moments(const solon_variance_task *task, double *mean,
                                    double *variance) {
  double centre, scale;
  if (!find_scale(task, &centre, &scale)) {
    *mean = centre;
    *variance = 0;
    return SOLON_DEGENERATE;
  }
  scaled_moments(task, centre, scale, mean, variance);
  *mean = centre + *mean / scale;
  *variance = *variance / scale / scale;
  return SOLON_OK;
}

/* What turns a value into a scaled deviation from the mean: (y - centre) * scale - mean. */
typedef struct deviation {
  double centre, scale, mean;
} deviation;

static inline double deviate(const deviation *by, double y) {
  return (y - by->centre) * by->scale - by->mean;
}

static void fill_row(const solon_variance_task *task, const layout *l, const deviation *by,
                     size_t j, double *row) {
  const double *const *y = task->values;
  double a = deviate(by, y[0][j]), b = deviate(by, y[1][j]);
  row[TERM_A] = a;
  row[TERM_B] = b;
  row[TERM_AA] = a * a;
  row[TERM_BB] = b * b;
  for (size_t i = 0; i < task->inputs; i++) {
    double *t = row + BASE_TERMS + i * l->of_input;
    double c = deviate(by, y[2 + i][j]);
    if (l->c >= 0) {
      t[l->c] = c;
      t[l->cc] = c * c;
    }
    if (l->a_c >= 0)
      t[l->a_c] = (a - c) * (a - c);
    if (l->b_c >= 0)
      t[l->b_c] = (b - c) * (b - c);
    if (l->product >= 0)
      t[l->product] = b * (c - a);
    if (l->total >= 0)
      t[l->total] = a * (a - c);
  }
  size_t at = l->pairs;
  if (task->second_order)
    for (size_t i = 0; i < task->inputs; i++) {
      double e = deviate(by, y[2 + task->inputs + i][j]);
      for (size_t k = i + 1; k < task->inputs; k++)
        row[at++] = e * deviate(by, y[2 + k][j]) - a * b;
    }
  while (at < l->stride)
    row[at++] = 0;
}

solon_status solon_variance_fill(solon_context *context, const solon_variance_task *task,
                                 double *terms) {
  layout l = layout_of(task);
  deviation by;
  double variance;
  if (!find_scale(task, &by.centre, &by.scale))
    return SOLON_DEGENERATE;
  scaled_moments(task, by.centre, by.scale, &by.mean, &variance);
  for (size_t j = 0; j < task->rows; j++) {
    if (j % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    fill_row(task, &l, &by, j, terms + j * l.stride);
  }
  return SOLON_OK;
}

/* ---- indices from sums ----------------------------------------------------------------------- */

/* sum[k] = sum over the rows of weight * terms; weight NULL means 1.  The inner loop is written by
 * fours so that the compiler uses vectors; the order of additions of each sum is that of the rows.
 */
static void sum_rows(const double *terms, const uint32_t *weight, size_t rows, size_t stride,
                     double *chunk, double *sum) {
  memset(sum, 0, stride * sizeof *sum);
  for (size_t start = 0; start < rows; start += SOLON_CHUNK) {
    size_t end = rows - start < SOLON_CHUNK ? rows : start + SOLON_CHUNK;
    memset(chunk, 0, stride * sizeof *chunk);
    for (size_t j = start; j < end; j++) {
      const double w = weight == NULL ? 1 : weight[j];
      if (w == 0)
        continue;
      const double *restrict t = terms + j * stride;
      double *restrict c = chunk;
      for (size_t k = 0; k < stride; k += 4) {
        c[k] += w * t[k];
        c[k + 1] += w * t[k + 1];
        c[k + 2] += w * t[k + 2];
        c[k + 3] += w * t[k + 3];
      }
    }
    for (size_t k = 0; k < stride; k++)
      sum[k] += chunk[k];
  }
}

/* Means of x, y, x^2, y^2 and (x - y)^2. */
typedef struct moments {
  double x, y, xx, yy, difference;
} moments;

static double janon(const moments *m) {
  double middle = (m->x + m->y) / 2, square = (m->xx + m->yy) / 2;
  return (square - m->difference / 2 - middle * middle) / (square - middle * middle);
}

static double correlation(const moments *m) {
  double product = (m->xx + m->yy - m->difference) / 2;
  return (product - m->x * m->y) / sqrt((m->xx - m->x * m->x) * (m->yy - m->y * m->y));
}

static double first_order(const solon_variance_task *task, const layout *l, const double *base,
                          const double *t, double variance) {
  if (task->first == SOLON_FIRST_SALTELLI)
    return t[l->product] / variance;
  if (task->first == SOLON_FIRST_JANSEN)
    return 1 - t[l->b_c] / (2 * variance);
  moments m = {base[TERM_B], t[l->c], base[TERM_BB], t[l->cc], t[l->b_c]};
  return task->first == SOLON_FIRST_JANON ? janon(&m) : correlation(&m);
}

static double total_order(const solon_variance_task *task, const layout *l, const double *base,
                          const double *t, double variance) {
  if (task->total == SOLON_TOTAL_JANSEN)
    return t[l->a_c] / (2 * variance);
  if (task->total == SOLON_TOTAL_SOBOL)
    return t[l->total] / variance;
  if (t[l->a_c] == 0)
    return 0; /* the input has no influence; 1 - correlation would leave rounding */
  moments m = {base[TERM_A], t[l->c], base[TERM_AA], t[l->cc], t[l->a_c]};
  return 1 - (task->total == SOLON_TOTAL_JANON ? janon(&m) : correlation(&m));
}

/* Turns the sums over `rows` rows (of the resample) into indices. */
static void indices_of_sums(const solon_variance_task *task, const layout *l, double *sum,
                            double *out) {
  for (size_t k = 0; k < l->stride; k++)
    sum[k] /= (double)task->rows;
  double middle = (sum[TERM_A] + sum[TERM_B]) / 2;
  double variance = (sum[TERM_AA] + sum[TERM_BB]) / 2 - middle * middle;
  if (!(variance > 0))
    variance = NAN;
  size_t d = task->inputs;
  for (size_t i = 0; i < d; i++) {
    const double *t = sum + BASE_TERMS + i * l->of_input;
    out[i] = first_order(task, l, sum, t, variance);
    out[d + i] = total_order(task, l, sum, t, variance);
  }
  if (task->second_order)
    for (size_t i = 0, at = 0; i < d; i++)
      for (size_t k = i + 1; k < d; k++, at++)
        out[2 * d + at] = sum[l->pairs + at] / variance - out[i] - out[k];
}

void solon_variance_estimate(const solon_variance_task *task, const double *terms, double *work,
                             double *out) {
  layout l = layout_of(task);
  sum_rows(terms, NULL, task->rows, l.stride, work, work + l.stride);
  indices_of_sums(task, &l, work + l.stride, out);
}

solon_status solon_variance_batches(solon_context *context, const solon_variance_task *task,
                                    const double *terms, size_t batches, double *work,
                                    double *out) {
  layout l = layout_of(task);
  solon_variance_task part = *task;
  part.rows = task->rows / batches;
  double *sum = work + l.stride, *index = sum + l.stride;
  for (size_t b = 0; b < batches; b++) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    sum_rows(terms + b * part.rows * l.stride, NULL, part.rows, l.stride, work, sum);
    indices_of_sums(&part, &l, sum, index);
    for (size_t k = 0; k < solon_variance_indices(task); k++)
      out[k * batches + b] = index[k];
  }
  return SOLON_OK;
}

/* ---- bootstrap ------------------------------------------------------------------------------- */

/* Of one worker: chunk sums, sums, indices, then row numbers and weights. */
static size_t worker_bytes(const solon_variance_task *task) {
  size_t doubles = 2 * layout_of(task).stride + solon_variance_indices(task);
  size_t bytes = doubles * sizeof(double) + (SOLON_CHUNK + task->rows) * sizeof(uint32_t);
  return (bytes + 63) / 64 * 64;
}

size_t solon_variance_workspace(const solon_variance_task *task, int threads) {
  return worker_bytes(task) * (size_t)threads;
}

typedef struct bootstrap {
  const solon_variance_task *task;
  layout l;
  const double *terms;
  size_t replicates;
  uint64_t seed;
  char *work;
  double *out;
} bootstrap;

static void draw_weights(const bootstrap *b, size_t replicate, uint32_t *drawn, uint32_t *weight) {
  size_t n = b->task->rows;
  solon_stream stream;
  solon_stream_start(&stream, b->seed, solon_purpose("sobol bootstrap"), replicate);
  memset(weight, 0, n * sizeof *weight);
  for (size_t start = 0; start < n; start += SOLON_CHUNK) {
    size_t count = n - start < SOLON_CHUNK ? n - start : SOLON_CHUNK;
    solon_stream_fill_below(&stream, (uint32_t)n, drawn, count);
    for (size_t j = 0; j < count; j++)
      weight[drawn[j]]++;
  }
}

static solon_status one_replicate(void *data, size_t replicate, int worker) {
  const bootstrap *b = data;
  const size_t stride = b->l.stride, indices = solon_variance_indices(b->task);
  double *chunk = (double *)(b->work + worker_bytes(b->task) * (size_t)worker);
  double *sum = chunk + stride, *index = sum + stride;
  uint32_t *drawn = (uint32_t *)(index + indices), *weight = drawn + SOLON_CHUNK;
  draw_weights(b, replicate, drawn, weight);
  sum_rows(b->terms, weight, b->task->rows, stride, chunk, sum);
  indices_of_sums(b->task, &b->l, sum, index);
  for (size_t k = 0; k < indices; k++)
    b->out[k * b->replicates + replicate] = index[k];
  return SOLON_OK;
}

solon_status solon_variance_bootstrap(solon_context *context, const solon_variance_task *task,
                                      const double *terms, size_t replicates, uint64_t seed,
                                      void *work, double *out) {
  bootstrap b = {task, layout_of(task), terms, replicates, seed, work, out};
  return solon_parallel_for(context, replicates, one_replicate, &b);
}
