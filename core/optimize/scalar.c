/* scalar.c - Brent's root and minimum by GSL; see scalar.h. */
#include "core/optimize/scalar.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_roots.h>

#include <float.h>
#include <math.h>

/* Relative widths below which GSL's methods do not narrow a bracket. */
#define LEAST_OF_ROOT (4 * DBL_EPSILON)
#define LEAST_OF_MINIMUM 0x1p-24

typedef struct run {
  solon_context *context;
  const solon_scalar_options *options;
  size_t evaluations;
  bool stopped, undefined;
} run;

/* The value at x, to be minimised; NaN once the run is stopped. */
static double evaluate(double x, void *data) {
  run *r = data;
  double value = NAN;
  if (r->stopped)
    return NAN;
  r->evaluations++;
  if (solon_context_cancelled(r->context) ||
      !r->options->goal.function(r->options->goal.data, &x, &value, NULL)) {
    r->stopped = true;
    return NAN;
  }
  r->undefined = r->undefined || isnan(value);
  return r->options->maximize ? -value : value;
}

static solon_status check(solon_context *context, const solon_scalar_options *o) {
  if (!(o->low < o->high && isfinite(o->high - o->low)))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "finite interval low < high expected, got %.15g and %.15g", o->low, o->high);
  if (!(o->absolute >= 0 && o->relative >= 0))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "tolerances >= 0 expected, got %.15g and %.15g",
                      o->absolute, o->relative);
  if (o->max_evaluations < 3)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "at least 3 evaluations expected, got %zu",
                      o->max_evaluations);
  return SOLON_OK;
}

/* True when the bracket is narrow enough around x. */
static bool narrow(const solon_scalar_options *o, double x, double low, double high, double least) {
  double nearest = low <= 0 && high >= 0 ? 0 : fmin(fabs(low), fabs(high));
  double tolerance = fmax(o->absolute + o->relative * nearest, least * fabs(x));
  return high - low <= tolerance;
}

/* ---- root ------------------------------------------------------------------------------------ */

static void find_root(run *r, gsl_root_fsolver *solver, gsl_function *f,
                      solon_scalar_result *result) {
  const solon_scalar_options *o = r->options;
  if (gsl_root_fsolver_set(solver, f, o->low, o->high) != GSL_SUCCESS) {
    result->reason = SOLON_SCALAR_UNDEFINED;
    return;
  }
  for (;;) {
    int answer = gsl_root_fsolver_iterate(solver);
    if (r->stopped || answer != GSL_SUCCESS) {
      result->reason = SOLON_SCALAR_UNDEFINED;
      return;
    }
    result->x = gsl_root_fsolver_root(solver);
    result->low = gsl_root_fsolver_x_lower(solver);
    result->high = gsl_root_fsolver_x_upper(solver);
    if (narrow(o, result->x, result->low, result->high, LEAST_OF_ROOT)) {
      result->reason = SOLON_SCALAR_CONVERGED;
      return;
    }
    if (r->evaluations >= o->max_evaluations) {
      result->reason = SOLON_SCALAR_LIMIT;
      return;
    }
  }
}

/* Looks at the ends; true when there is something to search. */
static bool check_ends(run *r, solon_scalar_result *result) {
  const solon_scalar_options *o = r->options;
  double low = evaluate(o->low, r), high = evaluate(o->high, r);
  result->reason = SOLON_SCALAR_EXACT;
  if (low == 0) {
    result->x = result->high = o->low;
    return false;
  }
  if (high == 0) {
    result->x = result->low = o->high;
    return false;
  }
  if (!isfinite(low) || !isfinite(high))
    result->reason = SOLON_SCALAR_UNDEFINED;
  else if ((low < 0) == (high < 0))
    result->reason = SOLON_SCALAR_NO_CHANGE;
  else
    return true;
  return false;
}

solon_status solon_root(solon_context *context, const solon_scalar_options *options,
                        solon_scalar_result *result) {
  solon_status status = check(context, options);
  if (status != SOLON_OK)
    return status;
  run r = {.context = context, .options = options};
  gsl_function f = {evaluate, &r};
  *result =
      (solon_scalar_result){.x = NAN, .value = NAN, .low = options->low, .high = options->high};
  if (check_ends(&r, result)) {
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (solver == NULL)
      return SOLON_NO_MEMORY;
    find_root(&r, solver, &f, result);
    gsl_root_fsolver_free(solver);
  }
  if (!r.stopped && !isnan(result->x)) {
    result->value = evaluate(result->x, &r);
    if (result->value == 0)
      result->reason = SOLON_SCALAR_EXACT;
  }
  result->evaluations = r.evaluations;
  return r.stopped ? SOLON_CANCELLED : SOLON_OK;
}

/* ---- minimum --------------------------------------------------------------------------------- */

/* Three points with their values; the middle one is the best known. */
typedef struct bracket {
  double x[3], f[3];
} bracket;

static double scan_point(const solon_scalar_options *o, size_t i) {
  return i == o->grid ? o->high : o->low + (o->high - o->low) * ((double)i / (double)o->grid);
}

/* The best point of the scan and its neighbours (an end is its own); false when all is NaN. */
static bool scan(run *r, bracket *b) {
  const solon_scalar_options *o = r->options;
  double best = INFINITY, before = NAN, x_before = o->low;
  bool found = false, follow = false;
  for (size_t i = 0; i <= o->grid && !r->stopped; i++) {
    double x = scan_point(o, i), value = evaluate(x, r);
    if (follow)
      b->x[2] = x, b->f[2] = value;
    follow = !isnan(value) && (!found || value < best);
    if (follow) {
      *b = (bracket){{i == 0 ? x : x_before, x, x}, {i == 0 ? value : before, value, value}};
      best = value;
      found = true;
    }
    x_before = x, before = value;
  }
  return found;
}

/* Makes the middle strictly better than both sides, by dividing the side that is not worse; false
 * when there is no such bracket, and *reason says why. */
static bool tighten(run *r, bracket *b, solon_scalar_reason *reason) {
  const double golden = 0.3819660112501051;
  for (int round = 0; round < 100 && !r->stopped; round++) {
    bool left = b->f[1] < b->f[0], right = b->f[1] < b->f[2];
    if (left && right)
      return true;
    bool at_end = b->x[0] == b->x[1] || b->x[1] == b->x[2];
    int side = !left && b->x[0] < b->x[1] ? 0 : !right && b->x[1] < b->x[2] ? 2 : -1;
    if (side < 0)
      side = b->x[0] < b->x[1] ? 0 : 2; /* the middle is an end of the interval */
    double x = b->x[1] + golden * (b->x[side] - b->x[1]);
    *reason = at_end || isnan(b->f[side]) ? SOLON_SCALAR_BOUND : SOLON_SCALAR_PLATEAU;
    if (x == b->x[1] || x == b->x[side] ||
        narrow(r->options, b->x[1], b->x[0], b->x[2], LEAST_OF_MINIMUM))
      return false;
    double value = evaluate(x, r);
    int other = 2 - side;
    if (value < b->f[1]) { /* a better middle, the old one becomes the other side */
      b->x[other] = b->x[1], b->f[other] = b->f[1];
      b->x[1] = x, b->f[1] = value;
    } else if (value == b->f[1] && value == b->f[side]) {
      *reason = SOLON_SCALAR_PLATEAU;
      return false;
    } else {
      b->x[side] = x, b->f[side] = value;
    }
  }
  return false;
}

static void iterate(run *r, gsl_min_fminimizer *solver, gsl_function *f, bracket *b,
                    solon_scalar_result *result) {
  const solon_scalar_options *o = r->options;
  gsl_min_fminimizer_set_with_values(solver, f, b->x[1], b->f[1], b->x[0], b->f[0], b->x[2],
                                     b->f[2]);
  result->reason = SOLON_SCALAR_LIMIT;
  while (r->evaluations < o->max_evaluations) {
    int answer = gsl_min_fminimizer_iterate(solver);
    if (r->stopped || answer == GSL_EBADFUNC) {
      result->reason = SOLON_SCALAR_UNDEFINED;
      break;
    }
    double low = gsl_min_fminimizer_x_lower(solver), high = gsl_min_fminimizer_x_upper(solver);
    double x = gsl_min_fminimizer_x_minimum(solver);
    if (answer != GSL_SUCCESS || narrow(o, x, low, high, LEAST_OF_MINIMUM)) {
      result->reason = SOLON_SCALAR_CONVERGED;
      break;
    }
  }
  result->x = gsl_min_fminimizer_x_minimum(solver);
  result->value = gsl_min_fminimizer_f_minimum(solver);
  result->low = gsl_min_fminimizer_x_lower(solver);
  result->high = gsl_min_fminimizer_x_upper(solver);
}

solon_status solon_minimum(solon_context *context, const solon_scalar_options *options,
                           solon_scalar_result *result) {
  solon_status status = check(context, options);
  if (status != SOLON_OK)
    return status;
  if (options->grid < 2 || options->grid >= options->max_evaluations)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "a scan of 2 to max_evaluations - 1 = %zu intervals expected, got %zu",
                      options->max_evaluations - 1, options->grid);
  run r = {.context = context, .options = options};
  gsl_function f = {evaluate, &r};
  bracket b;
  *result = (solon_scalar_result){.x = NAN,
                                  .value = NAN,
                                  .low = options->low,
                                  .high = options->high,
                                  .reason = SOLON_SCALAR_UNDEFINED};
  if (scan(&r, &b)) {
    bool bracketed = tighten(&r, &b, &result->reason);
    result->x = b.x[1], result->value = b.f[1];
    result->low = b.x[0], result->high = b.x[2];
    if (bracketed) {
      gsl_min_fminimizer *solver = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
      if (solver == NULL)
        return SOLON_NO_MEMORY;
      iterate(&r, solver, &f, &b, result);
      gsl_min_fminimizer_free(solver);
    }
  }
  if (options->maximize)
    result->value = -result->value;
  result->evaluations = r.evaluations;
  return r.stopped ? SOLON_CANCELLED : SOLON_OK;
}
