#include "hindcast.h"

#include <math.h>

static double weight_of(const solon_hindcast *h, size_t i) {
  return h->weight != NULL ? h->weight[i] : 1.0;
}

static double total_weight(const solon_hindcast *h) {
  double sum = 0;
  for (size_t i = 0; i < h->weeks; i++)
    sum += weight_of(h, i);
  return sum;
}

double solon_synergy_error(const solon_hindcast *h, double x) {
  double sum = 0;
  for (size_t i = 0; i < h->weeks; i++) {
    double model = fmin(h->scale, h->base[i] + h->gain[i] * x);
    sum += weight_of(h, i) * fabs(h->actual[i] - model);
  }
  return sum / total_weight(h);
}

double solon_volatility_error(const solon_hindcast *h, double x) {
  double sum = 0;
  for (size_t i = 0; i < h->weeks; i++) {
    double model = fmin(h->scale, h->base[i] / (1 + h->gain[i] * x));
    sum += weight_of(h, i) * fabs(h->actual[i] - model);
  }
  return sum / total_weight(h);
}

static bool precedes(const solon_turn *a, const solon_turn *b) {
  return a->x != b->x ? a->x < b->x : a->change < b->change;
}

/* Lets turns[at] sink to its place in a heap of `count`, the last turn on top. */
static void sink(solon_turn *turns, size_t count, size_t at) {
  solon_turn moved = turns[at];
  for (size_t child; (child = 2 * at + 1) < count; at = child) {
    if (child + 1 < count && precedes(&turns[child], &turns[child + 1]))
      child++;
    if (!precedes(&moved, &turns[child]))
      break;
    turns[at] = turns[child];
  }
  turns[at] = moved;
}

/* Heap sort: in place, and the C library's qsort may allocate. */
void solon_sort_turns(solon_turn *turns, size_t count) {
  for (size_t i = count / 2; i-- > 0;)
    sink(turns, count, i);
  for (size_t end = count; end-- > 1;) {
    solon_turn last = turns[0];
    turns[0] = turns[end];
    turns[end] = last;
    sink(turns, end, 0);
  }
}

static solon_status check(solon_context *context, const solon_hindcast *h, double low,
                          double high) {
  if (!(low >= 0 && low <= high && isfinite(high)))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "finite bounds 0 <= low <= high expected, got %g and %g", low, high);
  if (!(total_weight(h) > 0))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "no week has a weight");
  return SOLON_OK;
}

/* ---- epsilon --------------------------------------------------------------------------------- */

/* Turns of F in order; *slope becomes its slope below all of them. */
static size_t synergy_turns(const solon_hindcast *h, solon_turn *turns, double *slope) {
  size_t count = 0;
  *slope = 0;
  for (size_t i = 0; i < h->weeks; i++) {
    double steep = weight_of(h, i) * h->gain[i];
    if (!(steep > 0))
      continue;
    bool below = h->actual[i] < h->scale; /* the model meets y before the clip */
    double clip = (h->scale - h->base[i]) / h->gain[i];
    *slope -= steep;
    if (below)
      turns[count++] = (solon_turn){(h->actual[i] - h->base[i]) / h->gain[i], 2 * steep};
    turns[count++] = (solon_turn){clip, below ? -steep : steep};
  }
  solon_sort_turns(turns, count);
  return count;
}

static void keep_better(solon_least_error *best, double x, double error, double flat) {
  if (!(error >= best->error)) {
    best->x = x;
    best->error = error;
    best->flat = flat;
  }
}

solon_status solon_fit_synergy(solon_context *context, const solon_hindcast *h, double low,
                               double high, solon_turn *work, solon_least_error *result) {
  *result = (solon_least_error){NAN, INFINITY, NAN};
  solon_status status = check(context, h, low, high);
  if (status != SOLON_OK)
    return status;
  double slope;
  size_t count = synergy_turns(h, work, &slope);
  double level = -1e-13 * slope; /* what rounding leaves of a slope of zero */
  if (count == 0) {
    *result = (solon_least_error){low, solon_synergy_error(h, low), high};
    return SOLON_DEGENERATE;
  }
  size_t next = 0;
  for (double x = low;;) { /* x: low, then each turn inside, then high */
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    double before = slope;
    while (next < count && work[next].x <= x)
      slope += work[next++].change;
    bool falls = x > low ? before < -level : true;
    if (falls && slope >= -level) {
      double end = slope > level || next == count ? x : fmin(work[next].x, high);
      if (slope <= level && next == count)
        end = high;
      keep_better(result, x, solon_synergy_error(h, x), end);
    }
    if (x >= high)
      break;
    x = next < count ? fmin(work[next].x, high) : high;
  }
  keep_better(result, high, solon_synergy_error(h, high), high);
  return SOLON_OK;
}

/* ---- mu -------------------------------------------------------------------------------------- */

/* The part of F whose models lie above y is convex in x, the part below concave: values at both
 * ends and the convex part's slopes. */
typedef struct parts {
  double convex[2], slope[2], concave[2], constant;
} parts;

static parts split(const solon_hindcast *h, double low, double high) {
  parts p = {{0, 0}, {0, 0}, {0, 0}, 0};
  const double middle = low + (high - low) / 2, x[2] = {low, high};
  for (size_t i = 0; i < h->weeks; i++) {
    double w = weight_of(h, i), a = h->base[i], b = h->gain[i], y = h->actual[i];
    double model = a / (1 + b * middle);
    if (model >= h->scale) {
      p.constant += w * fabs(y - h->scale);
      continue;
    }
    for (int end = 0; end < 2; end++) {
      double share = 1 / (1 + b * x[end]);
      if (model >= y) {
        p.convex[end] += w * (a * share - y);
        p.slope[end] -= w * a * b * share * share;
      } else {
        p.concave[end] += w * (y - a * share);
      }
    }
  }
  return p;
}

/* No value of F, times the sum of the weights, is less between low and high. */
static double lower_bound(const solon_hindcast *h, double low, double high) {
  parts p = split(h, low, high);
  double least = fmin(p.convex[0] + p.concave[0], p.convex[1] + p.concave[1]);
  double width = high - low, turn = p.slope[1] - p.slope[0];
  if (turn > 0 && width > 0) { /* where the two tangents meet */
    double at = (p.convex[0] - p.convex[1] + p.slope[1] * width) / turn;
    at = fmin(fmax(at, 0), width);
    double chord = p.concave[0] + (p.concave[1] - p.concave[0]) * (at / width);
    least = fmin(least, p.convex[0] + p.slope[0] * at + chord);
  }
  return least + p.constant;
}

static size_t volatility_turns(const solon_hindcast *h, double low, double high,
                               solon_turn *turns) {
  size_t count = 0;
  turns[count++] = (solon_turn){low, 0};
  turns[count++] = (solon_turn){high, 0};
  for (size_t i = 0; i < h->weeks; i++) {
    const double level[2] = {fmin(h->actual[i], h->scale), h->scale};
    if (!(weight_of(h, i) * h->gain[i] * h->base[i] > 0))
      continue;
    for (int k = 0; k < 2; k++) {
      double x = (h->base[i] / level[k] - 1) / h->gain[i];
      if (x > low && x < high)
        turns[count++] = (solon_turn){x, 0};
    }
  }
  solon_sort_turns(turns, count);
  return count;
}

/* Halves [low, high] until no part of it can be better than the best. */
static void search(const solon_hindcast *h, double low, double high, double total,
                   solon_least_error *best) {
  enum { DEPTH = 64 };
  double ends[DEPTH][2] = {{low, high}};
  int depth = 1;
  while (depth > 0) {
    double left = ends[depth - 1][0], right = ends[depth - 1][1],
           middle = left + (right - left) / 2;
    depth--;
    double enough = best->error * (1 - 1e-12);
    if (!(lower_bound(h, left, right) / total < enough) || !(middle > left && middle < right))
      continue;
    keep_better(best, middle, solon_volatility_error(h, middle), middle);
    if (depth + 2 > DEPTH)
      continue;
    ends[depth][0] = middle, ends[depth++][1] = right;
    ends[depth][0] = left, ends[depth++][1] = middle;
  }
}

solon_status solon_fit_volatility(solon_context *context, const solon_hindcast *h, double low,
                                  double high, solon_turn *work, solon_least_error *result) {
  *result = (solon_least_error){NAN, INFINITY, NAN};
  solon_status status = check(context, h, low, high);
  if (status != SOLON_OK)
    return status;
  bool depends = false;
  for (size_t i = 0; i < h->weeks; i++)
    depends = depends || weight_of(h, i) * h->gain[i] * h->base[i] > 0;
  if (!depends) {
    *result = (solon_least_error){low, solon_volatility_error(h, low), high};
    return SOLON_DEGENERATE;
  }
  size_t count = volatility_turns(h, low, high, work);
  for (size_t i = 0; i < count; i++)
    keep_better(result, work[i].x, solon_volatility_error(h, work[i].x), work[i].x);
  double total = total_weight(h);
  for (size_t i = 0; i + 1 < count; i++) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    if (work[i + 1].x > work[i].x)
      search(h, work[i].x, work[i + 1].x, total, result);
  }
  return SOLON_OK;
}

/* ---- median ---------------------------------------------------------------------------------- */

solon_status solon_weighted_median(const double *x, const double *weight, size_t n,
                                   solon_turn *work, double *lower, double *upper) {
  double total = 0, below = 0;
  size_t count = 0;
  *lower = *upper = NAN;
  for (size_t i = 0; i < n; i++) {
    double w = weight != NULL ? weight[i] : 1.0;
    if (w > 0)
      work[count++] = (solon_turn){x[i], w};
    total += w;
  }
  if (!(total > 0))
    return SOLON_DEGENERATE;
  solon_sort_turns(work, count);
  for (size_t i = 0; i < count; i++) {
    below += work[i].change;
    if (below < total / 2)
      continue;
    *lower = work[i].x;
    *upper = below == total / 2 && i + 1 < count ? work[i + 1].x : work[i].x;
    break;
  }
  return SOLON_OK;
}
