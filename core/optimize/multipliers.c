/* multipliers.c - see multipliers.h. */
#include "core/optimize/multipliers.h"

#include "core/linalg/linalg.h"

#include <math.h>
#include <string.h>

#define ACTIVE 1e-6

/* The active constraints and the system of least squares. */
typedef struct system {
  const solon_minimize_options *options;
  size_t count;      /* active constraints */
  double *rows;      /* [count * d] their gradients */
  size_t *origin;    /* [count] among inequalities, then equalities */
  bool *free;        /* [d] no active bound */
  double *remainder; /* [d] s grad f, then with the constraints' share */
  double *point, *normal, *right, *work;
  size_t *pivots;
} system;

static size_t constraints_of(const solon_minimize_options *o) {
  return o->inequalities + o->equalities;
}

size_t solon_multipliers_workspace(const solon_minimize_options *o) {
  size_t d = o->dimensions, m = constraints_of(o);
  return (m * d + 2 * d + 2 * m * m + 4 * m) * sizeof(double) + 2 * m * sizeof(size_t) +
         d * sizeof(bool);
}

static system lay_out(const solon_minimize_options *o, void *workspace) {
  size_t d = o->dimensions, m = constraints_of(o);
  system s = {.options = o, .rows = workspace};
  s.remainder = s.rows + m * d;
  s.point = s.remainder + d;
  s.normal = s.point + d;
  s.right = s.normal + m * m;
  s.work = s.right + m;
  s.pivots = (size_t *)(void *)(s.work + m * m + 3 * m);
  s.origin = s.pivots + m;
  s.free = (bool *)(void *)(s.origin + m);
  return s;
}

static bool at_low(const solon_minimize_options *o, const double *x, size_t j) {
  return x[j] - o->low[j] <= ACTIVE * fmax(1, fabs(x[j]));
}

static bool at_high(const solon_minimize_options *o, const double *x, size_t j) {
  return o->high[j] - x[j] <= ACTIVE * fmax(1, fabs(x[j]));
}

/* Adds the constraint's gradient if it is active. */
static bool add_constraint(system *s, size_t index, const double *x) {
  const solon_minimize_options *o = s->options;
  bool inequality = index < o->inequalities;
  const solon_goal *goal =
      inequality ? &o->inequality[index] : &o->equality[index - o->inequalities];
  size_t d = o->dimensions, calls = 0;
  double value;
  if (!goal->function(goal->data, x, &value, NULL))
    return false;
  if (inequality && value < -ACTIVE)
    return true;
  double *row = s->rows + s->count * d;
  s->origin[s->count++] = index;
  return solon_goal_gradient(goal, d, o->low, o->high, x, value, s->point, row, &calls);
}

static double dot_free(const system *s, const double *a, const double *b) {
  double sum = 0;
  for (size_t j = 0; j < s->options->dimensions; j++)
    if (s->free[j])
      sum += a[j] * b[j];
  return sum;
}

/* The multipliers of the active constraints, into s->right, by the normal equations. */
static solon_status solve(solon_context *context, system *s) {
  size_t d = s->options->dimensions, n = s->count;
  for (size_t i = 0; i < n; i++) {
    for (size_t k = 0; k < n; k++)
      s->normal[i * n + k] = dot_free(s, s->rows + i * d, s->rows + k * d);
    s->right[i] = -dot_free(s, s->rows + i * d, s->remainder);
  }
  solon_status status =
      n == 0 ? SOLON_OK
             : solon_solve(context, s->normal, n, s->right, 1, s->work, s->pivots, s->right, NULL);
  if (status == SOLON_DEGENERATE || status == SOLON_SINGULAR) {
    for (size_t i = 0; i < n; i++)
      s->right[i] = NAN;
    status = SOLON_SINGULAR;
  }
  return status;
}

/* Distributes the solution and what remains. */
static void fill(const system *s, const double *x, solon_multipliers *out) {
  const solon_minimize_options *o = s->options;
  size_t d = o->dimensions;
  for (size_t i = 0; i < s->count; i++) {
    size_t index = s->origin[i];
    *(index < o->inequalities ? &out->inequality[index] : &out->equality[index - o->inequalities]) =
        s->right[i];
    for (size_t j = 0; j < d; j++)
      s->remainder[j] += s->right[i] * s->rows[i * d + j];
  }
  for (size_t j = 0; j < d; j++) {
    double r = s->remainder[j];
    bool low = at_low(o, x, j), high = at_high(o, x, j);
    if (s->free[j] && !(fabs(r) <= out->stationarity))
      out->stationarity = fabs(r);
    if (low && !(high && r < 0))
      out->low[j] = r;
    else if (high)
      out->high[j] = -r;
  }
}

solon_status solon_multipliers_at(solon_context *context, const solon_minimize_options *o,
                                  const double *x, void *workspace, solon_multipliers *out,
                                  size_t *evaluations) {
  size_t d = o->dimensions, m = constraints_of(o);
  system s = lay_out(o, workspace);
  double value;
  memset(out->low, 0, d * sizeof *out->low);
  memset(out->high, 0, d * sizeof *out->high);
  for (size_t i = 0; i < m; i++)
    *(i < o->inequalities ? &out->inequality[i] : &out->equality[i - o->inequalities]) = 0;
  out->stationarity = 0;
  ++*evaluations;
  if (!o->objective.function(o->objective.data, x, &value, NULL) ||
      !solon_goal_gradient(&o->objective, d, o->low, o->high, x, value, s.point, out->gradient,
                           evaluations))
    return SOLON_CANCELLED;
  for (size_t j = 0; j < d; j++) {
    s.free[j] = !at_low(o, x, j) && !at_high(o, x, j);
    s.remainder[j] = o->maximize ? -out->gradient[j] : out->gradient[j];
  }
  for (size_t i = 0; i < m; i++)
    if (!add_constraint(&s, i, x))
      return SOLON_CANCELLED;
  solon_status status = solve(context, &s);
  if (status >= 0)
    fill(&s, x, out);
  return status;
}
