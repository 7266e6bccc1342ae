/* monitor.c - see monitor.h. */
#include "monitor.h"

#include "core/base/parallel.h"
#include "core/random/philox.h"

#include <math.h>

/* Replicates of one work item. */
enum { BATCH = 64 };

size_t solon_monitor_workspace(const solon_monitor *m) {
  size_t k = m->proxies + 1, n = m->baseline;
  return (n * k + m->window * k + n + k * k + k) * sizeof(double) + (n + k) * sizeof(size_t) +
         m->window * sizeof(bool);
}

size_t solon_monitor_bootstrap_workspace(const solon_monitor *m, int threads) {
  size_t k = m->proxies + 1, each = m->baseline + m->window + k;
  return (m->baseline + k * k + k + (size_t)threads * each) * sizeof(double);
}

static bool row_present(const solon_monitor *m, size_t row) {
  double sum = m->value[row];
  for (size_t j = 0; j < m->proxies; j++)
    sum += m->proxy[row * m->proxies + j];
  return isfinite(sum);
}

/* Regressor j (0: the constant) of a row. */
static double regressor(const solon_monitor *m, size_t row, size_t j) {
  return j == 0 ? 1 : m->proxy[row * m->proxies + j - 1];
}

static double dot(const double *a, const double *b, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static void lay_out(solon_monitor_fit *f, const solon_monitor *m, void *workspace) {
  size_t k = m->proxies + 1, n = m->baseline;
  f->monitor = m;
  f->basis = workspace;
  f->window_basis = f->basis + n * k;
  f->residual = f->window_basis + m->window * k;
  f->triangle = f->residual + n;
  f->coefficients = f->triangle + k * k;
  f->row = (size_t *)(f->coefficients + k);
  f->source = f->row + n;
  f->present = (bool *)(f->source + k);
}

/* Gram and Schmidt, every column twice ("twice is enough", Kahan). */
static void build_basis(solon_monitor_fit *f) {
  const solon_monitor *m = f->monitor;
  size_t k = m->proxies + 1, n = f->used;
  f->rank = 0;
  for (size_t j = 0; j < k; j++) {
    double *column = f->basis + f->rank * n;
    for (size_t i = 0; i < n; i++)
      column[i] = regressor(m, f->row[i], j);
    double whole = sqrt(dot(column, column, n));
    for (size_t q = 0; q <= f->rank; q++)
      f->triangle[q * k + f->rank] = 0;
    for (int pass = 0; pass < 2; pass++)
      for (size_t q = 0; q < f->rank; q++) {
        double c = dot(f->basis + q * n, column, n);
        f->triangle[q * k + f->rank] += c;
        for (size_t i = 0; i < n; i++)
          column[i] -= c * f->basis[q * n + i];
      }
    double left = sqrt(dot(column, column, n));
    if (!(left > 1e-10 * whole))
      continue;
    for (size_t i = 0; i < n; i++)
      column[i] /= left;
    f->triangle[f->rank * k + f->rank] = left;
    f->source[f->rank++] = j;
  }
}

/* The window's rows in the basis: w triangle = x. */
static void place_window(solon_monitor_fit *f) {
  const solon_monitor *m = f->monitor;
  size_t k = m->proxies + 1;
  for (size_t t = 0; t < m->window; t++) {
    double *w = f->window_basis + t * f->rank;
    for (size_t q = 0; q < f->rank; q++) {
      double left = regressor(m, m->baseline + t, f->source[q]);
      for (size_t r = 0; r < q; r++)
        left -= w[r] * f->triangle[r * k + q];
      w[q] = left / f->triangle[q * k + q];
    }
  }
}

static void fit_baseline(solon_monitor_fit *f) {
  double *c = f->coefficients;
  size_t n = f->used;
  double squares = 0, whole = 0;
  for (size_t i = 0; i < n; i++) {
    f->residual[i] = f->monitor->value[f->row[i]];
    whole += f->residual[i] * f->residual[i];
  }
  for (size_t q = 0; q < f->rank; q++)
    c[q] = 0;
  for (int pass = 0; pass < 2; pass++)
    for (size_t q = 0; q < f->rank; q++) {
      double part = dot(f->basis + q * n, f->residual, n);
      c[q] += part;
      for (size_t i = 0; i < n; i++)
        f->residual[i] -= part * f->basis[q * n + i];
    }
  squares = dot(f->residual, f->residual, n);
  f->residual_sd =
      squares > 1e-28 * whole && n >= f->rank + 2 ? sqrt(squares / (double)(n - f->rank)) : NAN;
}

/* ---- the moving average ---------------------------------------------------------------------- */

typedef struct average {
  double weight, z, decay; /* decay = (1 - w)^(2 u) */
} average;

/* The statistic after one more standardised residual. */
static double average_next(average *a, double r, bool two_sided) {
  double rest = 1 - a->weight;
  a->z = a->weight * r + rest * a->z;
  a->decay *= rest * rest;
  double statistic = a->z / sqrt(a->weight / (2 - a->weight) * (1 - a->decay));
  return two_sided ? fabs(statistic) : statistic;
}

static void follow_window(solon_monitor_fit *f, double *predicted, double *statistic) {
  const solon_monitor *m = f->monitor;
  average a = {m->weight, 0, 1};
  f->maximum = NAN;
  f->window_used = 0;
  for (size_t t = 0; t < m->window; t++) {
    f->present[t] = row_present(m, m->baseline + t);
    predicted[t] = statistic[t] = NAN;
    if (isnan(f->residual_sd))
      continue;
    double prediction = dot(f->window_basis + t * f->rank, f->coefficients, f->rank);
    predicted[t] = isfinite(prediction) ? prediction : NAN;
    if (!f->present[t])
      continue;
    double r = (m->value[m->baseline + t] - predicted[t]) / f->residual_sd;
    statistic[t] = average_next(&a, r, m->two_sided);
    f->maximum = fmax(f->maximum, statistic[t]); /* fmax ignores the NaN of the start */
    f->window_used++;
  }
}

solon_status solon_monitor_follow(solon_context *context, const solon_monitor *monitor,
                                  void *workspace, double *restrict predicted,
                                  double *restrict statistic, solon_monitor_fit *fit) {
  if (!(monitor->weight > 0 && monitor->weight <= 1))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "weight in (0, 1] expected, got %.15g",
                      monitor->weight);
  *fit = (solon_monitor_fit){0};
  lay_out(fit, monitor, workspace);
  for (size_t row = 0; row < monitor->baseline; row++)
    if (row_present(monitor, row))
      fit->row[fit->used++] = row;
  build_basis(fit);
  place_window(fit);
  fit_baseline(fit);
  follow_window(fit, predicted, statistic);
  return isnan(fit->residual_sd) ? SOLON_DEGENERATE : SOLON_OK;
}

/* ---- the bootstrap --------------------------------------------------------------------------- */

typedef struct bootstrap {
  solon_context *context;
  const solon_monitor_fit *fit;
  size_t block, count;
  uint64_t seed, first;
  double *left_out, *workspace, *out;
} bootstrap;

/* Residuals in circular blocks.  Their scale does not matter: statistics are standardised. */
static void draw_residuals(const bootstrap *b, size_t replicate, double *e) {
  const solon_monitor_fit *f = b->fit;
  size_t n = f->used, total = n + f->window_used;
  solon_stream stream;
  solon_stream_start(&stream, b->seed, solon_purpose("monitor"), b->first + replicate);
  for (size_t i = 0; i < total;) {
    size_t from = (size_t)solon_stream_below(&stream, n);
    for (size_t j = 0; j < b->block && i < total; j++, i++)
      e[i] = b->left_out[(from + j) % n];
  }
}

/* Solves g v = v, g of order k symmetric and positive definite, by elimination. */
static void solve_small(double *g, double *v, size_t k) {
  for (size_t q = 0; q < k; q++)
    for (size_t r = q + 1; r < k; r++) {
      double factor = g[r * k + q] / g[q * k + q];
      for (size_t c = q; c < k; c++)
        g[r * k + c] -= factor * g[q * k + c];
      v[r] -= factor * v[q];
    }
  for (size_t q = k; q-- > 0;) {
    for (size_t c = q + 1; c < k; c++)
      v[q] -= g[q * k + c] * v[c];
    v[q] /= g[q * k + q];
  }
}

/* What the fit without a block predicts wrong in it: with Q the block's rows of the basis, e + Q (I
 * - Q'Q)^-1 Q'e.  Ordinary residuals have had their slow movements fitted away; these have not. */
static void leave_out(const solon_monitor_fit *f, size_t first, size_t end, double *work,
                      double *out) {
  size_t n = f->used, k = f->rank;
  double *g = work, *v = work + k * k;
  for (size_t q = 0; q < k; q++) {
    const double *a = f->basis + q * n + first;
    v[q] = dot(a, f->residual + first, end - first);
    for (size_t r = 0; r < k; r++)
      g[q * k + r] = (q == r) - dot(a, f->basis + r * n + first, end - first);
  }
  solve_small(g, v, k);
  for (size_t i = first; i < end; i++) {
    out[i] = f->residual[i];
    for (size_t q = 0; q < k; q++)
      out[i] += f->basis[q * n + i] * v[q];
  }
}

static double largest_statistic(const bootstrap *b, size_t replicate, double *e, double *c) {
  const solon_monitor_fit *f = b->fit;
  size_t n = f->used;
  draw_residuals(b, replicate, e);
  double squares = dot(e, e, n);
  for (size_t q = 0; q < f->rank; q++) {
    c[q] = dot(f->basis + q * n, e, n);
    squares -= c[q] * c[q];
  }
  double sd = sqrt(fmax(squares, 0) / (double)(n - f->rank));
  average a = {f->monitor->weight, 0, 1};
  double largest = -INFINITY;
  const double *next = e + n;
  for (size_t t = 0; t < f->monitor->window; t++) {
    if (!f->present[t])
      continue;
    double r = (*next++ - dot(f->window_basis + t * f->rank, c, f->rank)) / sd;
    largest = fmax(largest, average_next(&a, r, f->monitor->two_sided));
  }
  return largest;
}

static solon_status run_batch(void *data, size_t batch, int worker) {
  const bootstrap *b = data;
  const solon_monitor *m = b->fit->monitor;
  double *e = b->workspace + (size_t)worker * (m->baseline + m->window + m->proxies + 1);
  size_t end = (batch + 1) * BATCH < b->count ? (batch + 1) * BATCH : b->count;
  for (size_t i = batch * BATCH; i < end; i++)
    b->out[i] = largest_statistic(b, i, e, e + m->baseline + m->window);
  return SOLON_OK;
}

solon_status solon_monitor_bootstrap(solon_context *context, const solon_monitor_fit *fit,
                                     size_t block, uint64_t seed, uint64_t first, size_t count,
                                     void *workspace, double *restrict out) {
  if (isnan(fit->residual_sd) || fit->window_used == 0)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "a fit with residuals and a window expected");
  if (block < 1 || block > fit->used)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "block from 1 to %zu expected, got %zu",
                      fit->used, block);
  size_t n = fit->used, k = fit->monitor->proxies + 1;
  bootstrap b = {context, fit, block, count, seed, first, workspace, NULL, out};
  b.left_out = workspace;
  b.workspace = b.left_out + fit->monitor->baseline + k * k + k;
  for (size_t i = 0; i < n; i += block)
    leave_out(fit, i, i + block < n ? i + block : n, b.left_out + fit->monitor->baseline,
              b.left_out);
  return solon_parallel_for(context, (count + BATCH - 1) / BATCH, run_batch, &b);
}
