/* discrete.c - counts, categories, permutations. */
#include "discrete.h"

#include "continuous.h"
#include "elementary.h"

#include <math.h>
#include <stdlib.h>

/* ---- counts ---------------------------------------------------------------------------------- */

/* log k! - ((k + 1/2) log(k + 1) - (k + 1) + log(2 pi) / 2): exact by recursion from Stirling's
 * series. */
static double stirling_rest(double k) {
  /* log(k!) = series at k + 10 minus the logs between, so small k need no table */
  double rest = 0;
  while (k < 10) {
    /* rest(k) - rest(k + 1) = (k + 3/2) log((k + 2) / (k + 1)) - 1 */
    rest += (k + 1.5) * solon_portable_log1p(1 / (k + 1)) - 1;
    k += 1;
  }
  double z = 1 / (k + 1), square = z * z;
  return rest + z * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
}

static int64_t binomial_by_search(solon_stream *stream, int64_t trials, double p) {
  double odds = p / (1 - p);
  double start = solon_portable_exp((double)trials * solon_portable_log1p(-p));
  double u = solon_stream_uniform(stream), term = start;
  for (int64_t k = 0; k < trials; k++) {
    if (u <= term)
      return k;
    u -= term;
    term *= odds * (double)(trials - k) / (double)(k + 1);
    if (term == 0) /* u lies in what rounding left over; the tail beyond is below 1e-300 */
      return k;
  }
  return trials;
}

static int64_t binomial_by_rejection(solon_stream *stream, double n, double p) {
  double q = 1 - p, sd = sqrt(n * p * q), r = p / q;
  double b = 1.15 + 2.53 * sd, a = -0.0873 + 0.0248 * b + 0.01 * p, c = n * p + 0.5;
  double alpha = (2.83 + 5.1 / b) * sd, squeeze = 0.92 - 4.2 / b, m = floor((n + 1) * p);
  double at_mode = (m + 0.5) * solon_portable_log((m + 1) / (r * (n - m + 1))) + stirling_rest(m) +
                   stirling_rest(n - m);
  for (;;) {
    double u = solon_stream_uniform(stream) - 0.5, v = solon_stream_uniform(stream);
    double us = 0.5 - fabs(u), k = floor((2 * a / us + b) * u + c);
    if (k < 0 || k > n)
      continue;
    if (us >= 0.07 && v <= squeeze)
      return (int64_t)k;
    double bound = at_mode + (n + 1) * solon_portable_log((n - m + 1) / (n - k + 1)) +
                   (k + 0.5) * solon_portable_log(r * (n - k + 1) / (k + 1)) - stirling_rest(k) -
                   stirling_rest(n - k);
    if (solon_portable_log(v * alpha / (a / (us * us) + b)) <= bound)
      return (int64_t)k;
  }
}

int64_t solon_draw_binomial(solon_stream *stream, int64_t trials, double p) {
  if (p > 0.5)
    return trials - solon_draw_binomial(stream, trials, 1 - p);
  if ((double)trials * p < 10)
    return binomial_by_search(stream, trials, p);
  return binomial_by_rejection(stream, (double)trials, p);
}

static int64_t poisson_by_search(solon_stream *stream, double mean) {
  double u = solon_stream_uniform(stream), term = solon_portable_exp(-mean);
  int64_t k = 0;
  while (u > term && term > 0) {
    u -= term;
    k++;
    term *= mean / (double)k;
  }
  return k;
}

static int64_t poisson_by_rejection(solon_stream *stream, double mean) {
  double sd = sqrt(mean), b = 0.931 + 2.53 * sd, a = -0.059 + 0.02483 * b;
  double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), squeeze = 0.9277 - 3.6224 / (b - 2);
  const double half_log_two_pi = 0.91893853320467274178;
  for (;;) {
    double u = solon_stream_uniform(stream) - 0.5, v = solon_stream_uniform(stream);
    double us = 0.5 - fabs(u), k = floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze)
      return (int64_t)k;
    if (k < 0 || (us < 0.013 && v > us))
      continue;
    /* -mean + k log(mean) - log k!, arranged so that nothing large cancels */
    double bound = (k + 1 - mean) + k * solon_portable_log1p((mean - k - 1) / (k + 1)) -
                   0.5 * solon_portable_log(k + 1) - half_log_two_pi - stirling_rest(k);
    if (solon_portable_log(v * inverse_alpha / (a / (us * us) + b)) <= bound)
      return (int64_t)k;
  }
}

int64_t solon_draw_poisson(solon_stream *stream, double mean) {
  return mean < 10 ? poisson_by_search(stream, mean) : poisson_by_rejection(stream, mean);
}

/* ---- categories ------------------------------------------------------------------------------ */

static bool weights_sum(const double *weights, size_t size, double *sum) {
  *sum = 0;
  for (size_t i = 0; i < size; i++) {
    if (!(weights[i] >= 0))
      return false;
    *sum += weights[i];
  }
  return *sum > 0 && isfinite(*sum);
}

/* A probability in [0, 1] as a 64-bit threshold. */
static uint64_t threshold(double probability) {
  return probability >= 1 ? UINT64_MAX : (uint64_t)(probability * 0x1p64);
}

solon_status solon_alias_prepare(solon_alias *table, const double *weights, uint32_t *work,
                                 double *scaled) {
  size_t size = table->size, small = 0, large = size;
  double sum;
  if (size == 0 || size > (size_t)1 << 31)
    return SOLON_BAD_SHAPE;
  if (!weights_sum(weights, size, &sum))
    return SOLON_BAD_ARGUMENT;
  size_t heaviest = 0;
  for (size_t i = 0; i < size; i++) {
    scaled[i] = weights[i] / sum * (double)size;
    if (weights[i] > weights[heaviest])
      heaviest = i;
    if (scaled[i] < 1)
      work[small++] = (uint32_t)i; /* columns to fill up, from the front */
    else
      work[--large] = (uint32_t)i; /* columns that give, from the back */
  }
  while (small > 0 && large < size) {
    uint32_t poor = work[--small], rich = work[large];
    table->keep[poor] = threshold(scaled[poor]);
    table->other[poor] = rich;
    scaled[rich] -= 1 - scaled[poor];
    if (scaled[rich] < 1) {
      large++;
      work[small++] = rich;
    }
  }
  while (large < size) {
    uint32_t full = work[large++];
    table->keep[full] = UINT64_MAX;
    table->other[full] = full;
  }
  while (small > 0) { /* full but for rounding; one of weight 0 must still never be drawn */
    uint32_t full = work[--small];
    table->keep[full] = weights[full] > 0 ? UINT64_MAX : 0;
    table->other[full] = weights[full] > 0 ? full : (uint32_t)heaviest;
  }
  return SOLON_OK;
}

size_t solon_draw_category(solon_stream *stream, const solon_alias *table) {
  unsigned __int128 product = (unsigned __int128)solon_stream_bits64(stream) * table->size;
  size_t column = (size_t)(product >> 64);
  return (uint64_t)product < table->keep[column] ? column : table->other[column];
}

/* ---- permutations and samples ---------------------------------------------------------------- */

static bool cancelled(solon_context *context, size_t i) {
  return i % SOLON_CHUNK == 0 && solon_context_cancelled(context);
}

solon_status solon_shuffle(solon_context *context, solon_stream *stream, double *values,
                           size_t count) {
  for (size_t i = 0; i + 1 < count; i++) {
    if (cancelled(context, i))
      return SOLON_CANCELLED;
    size_t j = i + (size_t)solon_stream_below(stream, count - i);
    double value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
  return SOLON_OK;
}

/* A small sample moves few places: a hash table of twice as many slots (place, value) at half load.
 */
static bool sample_is_small(uint64_t size, size_t taken) {
  return taken < size / 16;
}

static size_t hash_slots(size_t taken) {
  size_t slots = 4;
  while (slots < 2 * taken)
    slots *= 2;
  return slots;
}

size_t solon_sample_workspace(uint64_t size, size_t taken) {
  return sample_is_small(size, taken) ? 2 * hash_slots(taken) : (size_t)size;
}

/* The slot of a place: where it is, or the free one where it would go.  Free slots hold UINT64_MAX.
 */
static uint64_t *find_slot(uint64_t *table, size_t slots, uint64_t place) {
  size_t i = (size_t)((place * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (slots - 1);
  while (table[2 * i] != place && table[2 * i] != UINT64_MAX)
    i = (i + 1) & (slots - 1);
  return table + 2 * i;
}

static solon_status sample_sparse(solon_context *context, solon_stream *stream, uint64_t size,
                                  size_t taken, uint64_t *work, double *out) {
  size_t slots = hash_slots(taken);
  for (size_t i = 0; i < slots; i++)
    work[2 * i] = UINT64_MAX;
  for (size_t i = 0; i < taken; i++) {
    if (cancelled(context, i))
      return SOLON_CANCELLED;
    uint64_t j = i + solon_stream_below(stream, size - i);
    uint64_t *here = find_slot(work, slots, i), *there = find_slot(work, slots, j);
    uint64_t value_here = here[0] == UINT64_MAX ? i : here[1];
    out[i] = (double)(there[0] == UINT64_MAX ? j : there[1]);
    /* place i is never looked at again, so only place j is stored */
    there[0] = j;
    there[1] = value_here;
  }
  return SOLON_OK;
}

static solon_status sample_dense(solon_context *context, solon_stream *stream, uint64_t size,
                                 size_t taken, uint64_t *work, double *out) {
  for (uint64_t i = 0; i < size; i++)
    work[i] = i;
  for (size_t i = 0; i < taken; i++) {
    if (cancelled(context, i))
      return SOLON_CANCELLED;
    uint64_t j = i + solon_stream_below(stream, size - i);
    out[i] = (double)work[j];
    work[j] = work[i];
  }
  return SOLON_OK;
}

solon_status solon_sample(solon_context *context, solon_stream *stream, uint64_t size, size_t taken,
                          uint64_t *work, double *out) {
  return (sample_is_small(size, taken) ? sample_sparse : sample_dense)(context, stream, size, taken,
                                                                       work, out);
}

typedef struct arrival {
  double time, place;
} arrival;

static int compare_arrivals(const void *a, const void *b) {
  const arrival *first = a, *second = b;
  if (first->time != second->time)
    return first->time < second->time ? -1 : 1;
  return first->place < second->place ? -1 : first->place > second->place;
}

void solon_sample_weighted(solon_stream *stream, const double *weights, size_t size, size_t taken,
                           double *work, double *out) {
  arrival *arrivals = (arrival *)work;
  for (size_t i = 0; i < size; i++) {
    double e = solon_draw_exponential(stream); /* drawn for every place: one draw, one place */
    arrivals[i] = (arrival){weights[i] > 0 ? e / weights[i] : INFINITY, (double)i};
  }
  qsort(arrivals, size, sizeof *arrivals, compare_arrivals);
  for (size_t i = 0; i < taken; i++)
    out[i] = arrivals[i].place;
}
