/* minimize.h - the methods of the NLopt library (Johnson), with bounds and constraints.
 *
 * Minimises (or maximises) f(x) subject to low <= x <= high, c_i(x) <= 0 and h_k(x) = 0.
 *
 *   method            kind    needs      takes
 *   DIRECT, DIRECT_L  global  finite box                dividing rectangles; deterministic
 *   CRS2_LM           global  finite box                controlled random search
 *   ISRES             global  finite box  c, h          evolution with stochastic ranking
 *   ESCH              global  finite box                evolution
 *   NELDER_MEAD, SUBPLEX      local                     simplex; values alone
 *   COBYLA            local               c, h          linear models of values
 *   BOBYQA            local   d >= 2                    quadratic models of values
 *   LBFGS, TRUNCATED_NEWTON   local   gradient          smooth f
 *   SLSQP             local   gradient    c, h          smooth f, c, h
 *   MMA, CCSAQ        local   gradient    c             smooth f, c
 *
 * A goal without a gradient of its own is differentiated numerically where a method needs it.
 *
 * Randomness: CRS2_LM, ISRES and ESCH draw from NLopt's generator, of which each thread has one. It
 * is seeded at the start of every run with the first word of stream (seed, "nlopt", 0), so a run
 * depends on nothing that ran before.  A stochastic run inside the objective of another would
 * disturb it and is refused.
 *
 * NaN: DIRECT, CRS2_LM, ISRES, ESCH, NELDER_MEAD and SUBPLEX take it as infinitely bad; the others,
 * which build models of the function, end with SOLON_MINIMIZE_UNDEFINED at the first point where a
 * value or a derivative is NaN or infinite.
 *
 * Memory: NLopt allocates its own, outside the limit of core/base/memory.h: about population * d
 * doubles for the stochastic methods, (d + 5)^2 for BOBYQA, d (d + m) for SLSQP; DIRECT keeps all
 * points.
 */
#ifndef SOLON_OPTIMIZE_MINIMIZE_H
#define SOLON_OPTIMIZE_MINIMIZE_H

#include "core/base/context.h"
#include "core/optimize/goal.h"

#include <stdint.h>

typedef enum solon_method {
  SOLON_DIRECT,
  SOLON_DIRECT_L,
  SOLON_CRS2_LM,
  SOLON_ISRES,
  SOLON_ESCH,
  SOLON_NELDER_MEAD,
  SOLON_SUBPLEX,
  SOLON_COBYLA,
  SOLON_BOBYQA,
  SOLON_LBFGS,
  SOLON_TRUNCATED_NEWTON,
  SOLON_SLSQP,
  SOLON_MMA,
  SOLON_CCSAQ,
  SOLON_METHOD_COUNT
} solon_method;

typedef struct solon_method_facts {
  const char *name; /* "crs2_lm" */
  bool global;      /* needs a finite box */
  bool gradient;    /* uses derivatives */
  bool inequality, equality;
  bool stochastic; /* takes seed and population */
  bool starts;     /* looks at the start point: all but DIRECT and DIRECT_L */
  bool step;       /* takes initial_step */
} solon_method_facts;

const solon_method_facts *solon_method_about(solon_method method);

/* Why a run ended. */
typedef enum solon_minimize_reason {
  SOLON_MINIMIZE_CONVERGED,   /* by the method's own criterion */
  SOLON_MINIMIZE_VALUE,       /* the value changes by less than its tolerance */
  SOLON_MINIMIZE_X,           /* the point moves by less than its tolerance */
  SOLON_MINIMIZE_TARGET,      /* the target is reached */
  SOLON_MINIMIZE_EVALUATIONS, /* max_evaluations */
  SOLON_MINIMIZE_SECONDS,     /* max_seconds: where it ended depends on the machine */
  SOLON_MINIMIZE_ROUNDOFF,    /* rounding keeps the method from going on */
  SOLON_MINIMIZE_FAILED,      /* the method gave up, as a line search does near its limits */
  SOLON_MINIMIZE_INFEASIBLE,  /* a constraint is violated by more than its tolerance */
  SOLON_MINIMIZE_UNDEFINED    /* NaN, or an infinity under a model */
} solon_minimize_reason;

typedef struct solon_minimize_options {
  solon_method method;
  size_t dimensions;
  const double *low, *high; /* [d] low <= high; infinite where unbounded */
  solon_goal objective;
  const solon_goal *inequality, *equality;
  size_t inequalities, equalities;
  bool maximize;
  double x_tolerance; /* >= 0: |step| <= x_tolerance |x|, or, in a finite box, every |step_j| <=
                         x_tolerance (high_j - low_j) */
  double value_tolerance, relative_value_tolerance; /* >= 0; 0: not looked at */
  double target;                                    /* NaN: none */
  size_t max_evaluations;                           /* of the objective by the method, >= 1 */
  double max_seconds;                               /* 0: no limit */
  size_t population;                                /* 0: NLopt's choice */
  const double *initial_step;                       /* [d] > 0; NULL: NLopt's choice */
  uint64_t seed;
} solon_minimize_options;

typedef struct solon_minimize_result {
  double value;       /* at x; the objective's own, also when maximising */
  double violation;   /* largest of c_i(x) and |h_k(x)|, at least 0; 0 without constraints */
  size_t evaluations; /* calls of the objective, those for differences included */
  solon_minimize_reason reason;
} solon_minimize_result;

/* Bytes of workspace. */
size_t solon_minimize_workspace(const solon_minimize_options *options);

/* Runs from x (d coordinates inside the box; DIRECT and DIRECT_L start in its middle) and leaves
 * the best point there, always inside the box.  SOLON_BAD_ARGUMENT with a detail for options
 * outside their domain or that the method does not take; SOLON_CANCELLED when a function returned
 * false or the context was cancelled, and x is then of no use; SOLON_NO_MEMORY. */
solon_status solon_minimize(solon_context *context, const solon_minimize_options *options,
                            void *workspace, double *x, solon_minimize_result *result);

#endif
