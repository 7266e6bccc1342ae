/* minimize.c - NLopt behind solon_minimize; see minimize.h. */
#include "core/optimize/minimize.h"

#include "core/random/philox.h"

#include <math.h>
#include <nlopt.h>
#include <string.h>

typedef struct method_entry {
  solon_method_facts facts;
  nlopt_algorithm algorithm;
  bool nan_is_bad; /* rather than an end */
} method_entry;

static const method_entry methods[SOLON_METHOD_COUNT] = {
    [SOLON_DIRECT] = {{.name = "direct", .global = true}, NLOPT_GN_DIRECT, true},
    [SOLON_DIRECT_L] = {{.name = "direct_l", .global = true}, NLOPT_GN_DIRECT_L, true},
    [SOLON_CRS2_LM] = {{.name = "crs2_lm", .global = true, .stochastic = true, .starts = true},
                       NLOPT_GN_CRS2_LM,
                       true},
    [SOLON_ISRES] = {{.name = "isres",
                      .global = true,
                      .stochastic = true,
                      .starts = true,
                      .inequality = true,
                      .equality = true},
                     NLOPT_GN_ISRES,
                     true},
    [SOLON_ESCH] = {{.name = "esch", .global = true, .stochastic = true, .starts = true},
                    NLOPT_GN_ESCH,
                    true},
    [SOLON_NELDER_MEAD] = {{.name = "nelder_mead", .starts = true, .step = true},
                           NLOPT_LN_NELDERMEAD,
                           true},
    [SOLON_SUBPLEX] = {{.name = "subplex", .starts = true, .step = true}, NLOPT_LN_SBPLX, true},
    [SOLON_COBYLA] =
        {{.name = "cobyla", .starts = true, .step = true, .inequality = true, .equality = true},
         NLOPT_LN_COBYLA,
         false},
    [SOLON_BOBYQA] = {{.name = "bobyqa", .starts = true, .step = true}, NLOPT_LN_BOBYQA, false},
    [SOLON_LBFGS] = {{.name = "lbfgs", .starts = true, .gradient = true}, NLOPT_LD_LBFGS, false},
    [SOLON_TRUNCATED_NEWTON] = {{.name = "truncated_newton", .starts = true, .gradient = true},
                                NLOPT_LD_TNEWTON_PRECOND_RESTART,
                                false},
    [SOLON_SLSQP] =
        {{.name = "slsqp", .starts = true, .gradient = true, .inequality = true, .equality = true},
         NLOPT_LD_SLSQP,
         false},
    [SOLON_MMA] = {{.name = "mma", .starts = true, .gradient = true, .inequality = true},
                   NLOPT_LD_MMA,
                   false},
    [SOLON_CCSAQ] = {{.name = "ccsaq", .starts = true, .gradient = true, .inequality = true},
                     NLOPT_LD_CCSAQ,
                     false},
};

const solon_method_facts *solon_method_about(solon_method method) {
  return &methods[method].facts;
}

/* ---- checks ---------------------------------------------------------------------------------- */

static solon_status check_box(solon_context *context, const solon_minimize_options *o,
                              const double *x) {
  const method_entry *m = &methods[o->method];
  if (o->dimensions < 1 || o->dimensions > 1000000)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "1 to 1000000 coordinates expected, got %zu",
                      o->dimensions);
  size_t freedom = 0;
  for (size_t j = 0; j < o->dimensions; j++) {
    double low = o->low[j], high = o->high[j];
    if (!(low <= high) || low == INFINITY || high == -INFINITY)
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "coordinate %zu: bounds low <= high expected, got %.15g and %.15g", j + 1,
                        low, high);
    if (m->facts.global && !isfinite(high - low))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "coordinate %zu: method '%s' needs finite bounds, got %.15g and %.15g",
                        j + 1, m->facts.name, low, high);
    if (m->facts.starts && !(x[j] >= low && x[j] <= high && isfinite(x[j])))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "coordinate %zu of the start: number in [%.15g, %.15g] expected, got %.15g",
                        j + 1, low, high, x[j]);
    if (o->initial_step != NULL && !(o->initial_step[j] > 0 && isfinite(o->initial_step[j])))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "coordinate %zu: initial step > 0 expected, got %.15g", j + 1,
                        o->initial_step[j]);
    freedom += low < high;
  }
  if (o->method == SOLON_BOBYQA && freedom < 2)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "method 'bobyqa' needs at least 2 coordinates that can move, got %zu",
                      freedom);
  return SOLON_OK;
}

static solon_status check_constraints(solon_context *context, const solon_minimize_options *o) {
  const solon_method_facts *facts = &methods[o->method].facts;
  if (o->inequalities > 0 && !facts->inequality)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "method '%s' takes no inequalities; cobyla, isres, slsqp, mma and ccsaq do",
                      facts->name);
  if (o->equalities > 0 && !facts->equality)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "method '%s' takes no equalities; cobyla, isres and slsqp do", facts->name);
  for (size_t i = 0; i < o->inequalities + o->equalities; i++) {
    bool first = i < o->inequalities;
    const solon_goal *goal = first ? &o->inequality[i] : &o->equality[i - o->inequalities];
    if (!(goal->tolerance >= 0 && isfinite(goal->tolerance)))
      return solon_fail(context, SOLON_BAD_ARGUMENT, "tolerance >= 0 expected, got %.15g",
                        goal->tolerance);
  }
  return SOLON_OK;
}

static solon_status check_limits(solon_context *context, const solon_minimize_options *o) {
  const solon_method_facts *facts = &methods[o->method].facts;
  if (!(o->x_tolerance >= 0 && o->value_tolerance >= 0 && o->relative_value_tolerance >= 0))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "tolerances >= 0 expected, got %.15g, %.15g and %.15g", o->x_tolerance,
                      o->value_tolerance, o->relative_value_tolerance);
  if (o->max_evaluations < 1 || o->max_evaluations > INT32_MAX)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "1 to %d evaluations expected, got %zu",
                      INT32_MAX, o->max_evaluations);
  if (!(o->max_seconds >= 0))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "seconds >= 0 expected, got %.15g",
                      o->max_seconds);
  if (o->population > 0 && !facts->stochastic)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "method '%s' has no population", facts->name);
  if (o->population > 0 && (o->population < o->dimensions + 2 || o->population > 10000000))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "population in [%zu, 10000000] expected, got %zu", o->dimensions + 2,
                      o->population);
  if (o->initial_step != NULL && !facts->step)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "method '%s' takes no initial step",
                      facts->name);
  return SOLON_OK;
}

/* ---- calling the functions ------------------------------------------------------------------- */

typedef struct run run;

/* What NLopt hands to a callback. */
typedef struct call {
  run *run;
  const solon_goal *goal;
} call;

struct run {
  solon_context *context;
  const solon_minimize_options *options;
  nlopt_opt solver;
  double *point;  /* [d] workspace of differences */
  double *nan_at; /* [d] where the value was no finite number */
  call *calls;
  size_t evaluations;
  bool stopped;   /* a function returned false, or the context was cancelled */
  bool undefined; /* a value that is no finite number ended the run */
};

static void stop(run *r, bool *why) {
  *why = true;
  nlopt_force_stop(r->solver);
}

/* The value and, when asked for, the gradient of a goal. */
static bool evaluate(run *r, const solon_goal *goal, const double *x, double *value,
                     double *gradient) {
  const solon_minimize_options *o = r->options;
  size_t differences = 0, *counter = goal == &o->objective ? &r->evaluations : &differences;
  ++*counter;
  if (!goal->function(goal->data, x, value, goal->has_gradient ? gradient : NULL))
    return false;
  return gradient == NULL || goal->has_gradient ||
         solon_goal_gradient(goal, o->dimensions, o->low, o->high, x, *value, r->point, gradient,
                             counter);
}

static double call_goal(unsigned n, const double *x, double *gradient, void *data) {
  const call *c = data;
  run *r = c->run;
  double value = NAN;
  if (r->stopped || r->undefined)
    return INFINITY;
  if (solon_context_cancelled(r->context) || !evaluate(r, c->goal, x, &value, gradient)) {
    stop(r, &r->stopped);
    return INFINITY;
  }
  bool models = !methods[r->options->method].nan_is_bad;
  bool good = models ? isfinite(value) : !isnan(value);
  for (unsigned j = 0; gradient != NULL && j < n; j++)
    good = good && isfinite(gradient[j]);
  bool flip = c->goal == &r->options->objective && r->options->maximize;
  for (unsigned j = 0; flip && gradient != NULL && j < n; j++)
    gradient[j] = -gradient[j];
  if (good)
    return flip ? -value : value;
  if (models) {
    memcpy(r->nan_at, x, n * sizeof *x);
    stop(r, &r->undefined);
  }
  return INFINITY;
}

/* ---- the run --------------------------------------------------------------------------------- */

size_t solon_minimize_workspace(const solon_minimize_options *o) {
  return 3 * o->dimensions * sizeof(double) + (1 + o->inequalities + o->equalities) * sizeof(call);
}

static call *add_call(run *r, const solon_goal *goal) {
  *r->calls = (call){r, goal};
  return r->calls++;
}

/* Tells NLopt everything; the worst of its answers. */
static nlopt_result configure(run *r, double *absolute) {
  const solon_minimize_options *o = r->options;
  nlopt_opt s = r->solver;
  double sign = o->maximize ? -1 : 1;
  bool finite = true;
  nlopt_result worst = nlopt_set_min_objective(s, call_goal, add_call(r, &o->objective));
#define TELL(expression)                                                                           \
  do {                                                                                             \
    nlopt_result answer = (expression);                                                            \
    worst = answer < worst ? answer : worst;                                                       \
  } while (0)
  TELL(nlopt_set_lower_bounds(s, o->low));
  TELL(nlopt_set_upper_bounds(s, o->high));
  for (size_t i = 0; i < o->inequalities; i++)
    TELL(nlopt_add_inequality_constraint(s, call_goal, add_call(r, &o->inequality[i]),
                                         o->inequality[i].tolerance));
  for (size_t i = 0; i < o->equalities; i++)
    TELL(nlopt_add_equality_constraint(s, call_goal, add_call(r, &o->equality[i]),
                                       o->equality[i].tolerance));
  for (size_t j = 0; j < o->dimensions; j++) {
    absolute[j] = o->x_tolerance * (o->high[j] - o->low[j]);
    if (!(o->high[j] > o->low[j]))
      absolute[j] = o->x_tolerance;
    finite = finite && isfinite(absolute[j]);
  }
  if (finite)
    TELL(nlopt_set_xtol_abs(s, absolute));
  TELL(nlopt_set_xtol_rel(s, o->x_tolerance));
  TELL(nlopt_set_ftol_abs(s, o->value_tolerance));
  TELL(nlopt_set_ftol_rel(s, o->relative_value_tolerance));
  TELL(nlopt_set_maxeval(s, (int)o->max_evaluations));
  TELL(nlopt_set_maxtime(s, o->max_seconds));
  if (!isnan(o->target))
    TELL(nlopt_set_stopval(s, sign * o->target));
  if (o->population > 0)
    TELL(nlopt_set_population(s, (unsigned)o->population));
  if (o->initial_step != NULL)
    TELL(nlopt_set_initial_step(s, o->initial_step));
#undef TELL
  return worst;
}

static solon_minimize_reason reason_of(nlopt_result answer) {
  switch (answer) {
  case NLOPT_STOPVAL_REACHED:
    return SOLON_MINIMIZE_TARGET;
  case NLOPT_FTOL_REACHED:
    return SOLON_MINIMIZE_VALUE;
  case NLOPT_XTOL_REACHED:
    return SOLON_MINIMIZE_X;
  case NLOPT_MAXEVAL_REACHED:
    return SOLON_MINIMIZE_EVALUATIONS;
  case NLOPT_MAXTIME_REACHED:
    return SOLON_MINIMIZE_SECONDS;
  case NLOPT_ROUNDOFF_LIMITED:
    return SOLON_MINIMIZE_ROUNDOFF;
  case NLOPT_SUCCESS:
    return SOLON_MINIMIZE_CONVERGED;
  default:
    return SOLON_MINIMIZE_FAILED;
  }
}

/* The value at the final point, where NLopt's own is of another point after some failures, and the
 * constraints there. */
static bool take_stock(run *r, const double *x, solon_minimize_result *result) {
  const solon_minimize_options *o = r->options;
  r->evaluations++;
  if (!o->objective.function(o->objective.data, x, &result->value, NULL))
    return false;
  bool infeasible = false;
  for (size_t i = 0; i < o->inequalities + o->equalities; i++) {
    bool first = i < o->inequalities;
    const solon_goal *goal = first ? &o->inequality[i] : &o->equality[i - o->inequalities];
    double value;
    if (!goal->function(goal->data, x, &value, NULL))
      return false;
    value = first ? value : fabs(value);
    infeasible = infeasible || !(value <= goal->tolerance);
    if (!(value <= result->violation))
      result->violation = value;
  }
  if (isnan(result->value) || isnan(result->violation))
    result->reason = SOLON_MINIMIZE_UNDEFINED;
  else if (infeasible)
    result->reason = SOLON_MINIMIZE_INFEASIBLE;
  return true;
}

/* True on the thread while a stochastic method runs. */
static _Thread_local bool drawing;

static nlopt_result optimize(run *r, double *x) {
  const solon_minimize_options *o = r->options;
  bool stochastic = methods[o->method].facts.stochastic;
  double value;
  if (stochastic) {
    solon_stream stream;
    solon_stream_start(&stream, o->seed, solon_purpose("nlopt"), 0);
    nlopt_srand(solon_stream_bits32(&stream));
    drawing = true;
  }
  nlopt_result answer = nlopt_optimize(r->solver, x, &value);
  if (stochastic)
    drawing = false;
  return answer;
}

static solon_status finish(run *r, nlopt_result answer, double *x, solon_minimize_result *result) {
  const solon_minimize_options *o = r->options;
  if (r->stopped)
    return SOLON_CANCELLED;
  if (answer == NLOPT_OUT_OF_MEMORY)
    return SOLON_NO_MEMORY;
  if (answer == NLOPT_INVALID_ARGS) {
    const char *message = nlopt_get_errmsg(r->solver);
    return solon_fail(r->context, SOLON_BAD_ARGUMENT, "method '%s': %s",
                      methods[o->method].facts.name,
                      message != NULL ? message : "NLopt refuses its arguments");
  }
  *result = (solon_minimize_result){.reason = reason_of(answer)};
  if (r->undefined) {
    memcpy(x, r->nan_at, o->dimensions * sizeof *x);
    result->reason = SOLON_MINIMIZE_UNDEFINED;
  }
  for (size_t j = 0; j < o->dimensions; j++)
    x[j] = fmin(fmax(x[j], o->low[j]), o->high[j]);
  bool went_on = take_stock(r, x, result);
  result->evaluations = r->evaluations;
  return went_on ? SOLON_OK : SOLON_CANCELLED;
}

solon_status solon_minimize(solon_context *context, const solon_minimize_options *options,
                            void *workspace, double *x, solon_minimize_result *result) {
  const method_entry *method = &methods[options->method];
  size_t d = options->dimensions;
  solon_status status = check_box(context, options, x);
  if (status == SOLON_OK)
    status = check_constraints(context, options);
  if (status == SOLON_OK)
    status = check_limits(context, options);
  if (status != SOLON_OK)
    return status;
  if (method->facts.stochastic && drawing)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "method '%s' cannot run inside the objective of a stochastic method",
                      method->facts.name);
  double *point = workspace;
  run r = {.context = context,
           .options = options,
           .point = point,
           .nan_at = point + d,
           .calls = (call *)(void *)(point + 3 * d)};
  for (size_t j = 0; !method->facts.starts && j < d; j++)
    x[j] = options->low[j] + (options->high[j] - options->low[j]) / 2;
  r.solver = nlopt_create(method->algorithm, (unsigned)d);
  if (r.solver == NULL)
    return SOLON_NO_MEMORY;
  nlopt_result answer = configure(&r, point + 2 * d);
  if (answer > 0)
    answer = optimize(&r, x);
  status = finish(&r, answer, x, result);
  nlopt_destroy(r.solver);
  return status;
}
