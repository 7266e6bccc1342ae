/* inference_correlation.c - solon.inference: coefficients of correlation and their comparison. */
#include "inference.h"

#include "core/inference/correlation.h"
#include "core/inference/correlation_comparison.h"

#include <math.h>

static const char *const coefficients[] = {"pearson", "spearman", "kendall", NULL};
static const char *const p_methods[] = {"auto", "exact", "asymptotic", NULL};

/* ---- coefficients ---------------------------------------------------------------------------- */

static void push_correlation(lua_State *L, const char *kind, const char *method,
                             const solonL_test_options *options,
                             const solon_correlation_result *result, size_t n) {
  solonL_push_test(L, kind, method, options->alternative);
  solonL_set_number(L, "statistic", result->statistic);
  solonL_set_number(L, "p_value", result->p_value);
  solonL_set_number(L, "estimate", result->estimate);
  solonL_set_interval(L, result->lower, result->upper, options->confidence);
  solonL_set_integer(L, "n", (int64_t)n);
}

static int inference_pearson(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, NULL};
  size_t n;
  solon_correlation_result result;
  lua_settop(L, 3);
  const double *x = solonL_check_sample(L, 1, &n, true);
  const double *y = solonL_check_paired(L, 2, n, true);
  solonL_test_options options = solonL_check_test_options(L, 3, known);
  solon_status status = solon_pearson_test(solonL_context(L), x, y, n, options.alternative,
                                           options.confidence, &result);
  solonL_check_test_status(L, 1, status, options.strict);
  push_correlation(L, "Pearson correlation", "t", &options, &result, n);
  solonL_set_number(L, "degrees_of_freedom", n < 2 ? NAN : (double)n - 2);
  solonL_set_status(L, status);
  return 1;
}

/* What the tests of ranks take, and their workspace. */
typedef struct rank_test {
  size_t n;
  const double *x, *y;
  solonL_test_options options;
  solon_p_method method;
  double *values;         /* [2 n] */
  solon_order_item *work; /* [2 n] */
} rank_test;

static rank_test check_rank_test(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "method", NULL};
  rank_test t;
  lua_settop(L, 3);
  t.x = solonL_check_sample(L, 1, &t.n, false);
  t.y = solonL_check_paired(L, 2, t.n, false);
  t.options = solonL_check_test_options(L, 3, known);
  t.method = (solon_p_method)solonL_option_choice(L, 3, "method", SOLON_P_AUTOMATIC, p_methods);
  t.values = solonL_scratch(L, 2 * t.n * sizeof *t.values);
  t.work = solonL_scratch(L, 2 * t.n * sizeof *t.work);
  return t;
}

/* Raises what a test of ranks forbids, else pushes its result; `reference` names the value looked
 * up where the p-value is not exact. */
static void push_rank_test(lua_State *L, const char *kind, const char *reference,
                           const rank_test *t, const solon_correlation_result *result,
                           solon_status status) {
  solonL_check_test_status(L, 1, status, t->options.strict);
  push_correlation(L, kind, result->exact ? "exact" : "asymptotic", &t->options, result, t->n);
  if (!result->exact)
    solonL_set_number(L, reference, result->reference);
}

static int inference_spearman(lua_State *L) {
  solon_correlation_result result;
  rank_test t = check_rank_test(L);
  solon_status status =
      solon_spearman_test(solonL_context(L), t.x, t.y, t.n, t.method, t.options.alternative,
                          t.options.confidence, t.values, t.work, &result);
  push_rank_test(L, "Spearman correlation", "t", &t, &result, status);
  solonL_set_status(L, status);
  return 1;
}

static int inference_kendall(lua_State *L) {
  solon_correlation_result result;
  solon_pair_counts counts;
  rank_test t = check_rank_test(L);
  solon_status status =
      solon_kendall_test(solonL_context(L), t.x, t.y, t.n, t.method, t.options.alternative,
                         t.options.confidence, t.values, t.work, &counts, &result);
  push_rank_test(L, "Kendall correlation", "z", &t, &result, status);
  solonL_set_integer(L, "concordant", counts.concordant);
  solonL_set_integer(L, "discordant", counts.discordant);
  solonL_set_integer(L, "tied_first", counts.tied_x);
  solonL_set_integer(L, "tied_second", counts.tied_y);
  solonL_set_status(L, status);
  return 1;
}

/* ---- comparison of given correlations -------------------------------------------------------- */

static const int64_t most_observations = INT64_C(1) << 53;

static int push_comparison(lua_State *L, const char *kind, const char *method,
                           const solonL_test_options *options,
                           const solon_comparison_result *result, solon_status status) {
  solonL_push_test(L, kind, method, options->alternative);
  solonL_set_number(L, "statistic", result->statistic);
  if (isfinite(result->degrees_of_freedom))
    solonL_set_number(L, "degrees_of_freedom", result->degrees_of_freedom);
  solonL_set_number(L, "p_value", result->p_value);
  solonL_set_number(L, "estimate", result->estimate);
  solonL_set_interval(L, result->lower, result->upper, options->confidence);
  solonL_set_status(L, status);
  return 1;
}

static int inference_fisher_z(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "null_value", "coefficient", NULL};
  solon_comparison_result result;
  double r = solonL_check_range(L, 1, -1, 1);
  int64_t n = solonL_check_integer(L, 2, 0, most_observations);
  solonL_test_options options = solonL_check_test_options(L, 3, known);
  double null_value = solonL_option_number(L, 3, "null_value", 0);
  if (!(fabs(null_value) < 1))
    solonL_argument_error(L, 3, "option 'null_value': number between -1 and 1 expected, got %.15g",
                          null_value);
  int coefficient = solonL_option_choice(L, 3, "coefficient", SOLON_PEARSON, coefficients);
  solon_status status = solon_fisher_z(r, n, null_value, (solon_coefficient)coefficient,
                                       options.alternative, options.confidence, &result);
  solonL_check_test_status(L, 1, status, options.strict);
  return push_comparison(L, "Fisher z test", coefficients[coefficient], &options, &result, status);
}

static int inference_fisher_z_two(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "coefficient", NULL};
  solon_comparison_result result;
  double r1 = solonL_check_range(L, 1, -1, 1);
  int64_t n1 = solonL_check_integer(L, 2, 0, most_observations);
  double r2 = solonL_check_range(L, 3, -1, 1);
  int64_t n2 = solonL_check_integer(L, 4, 0, most_observations);
  solonL_test_options options = solonL_check_test_options(L, 5, known);
  int coefficient = solonL_option_choice(L, 5, "coefficient", SOLON_PEARSON, coefficients);
  solon_status status = solon_fisher_z_two(r1, n1, r2, n2, (solon_coefficient)coefficient,
                                           options.alternative, options.confidence, &result);
  solonL_check_test_status(L, 1, status, options.strict);
  return push_comparison(L, "Fisher z test of two correlations", coefficients[coefficient],
                         &options, &result, status);
}

static int inference_dependent_correlations(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "method", NULL};
  static const char *const methods[] = {"williams", "steiger", "meng", NULL};
  solon_comparison_result result;
  double r12 = solonL_check_range(L, 1, -1, 1), r13 = solonL_check_range(L, 2, -1, 1);
  double r23 = solonL_check_range(L, 3, -1, 1);
  int64_t n = solonL_check_integer(L, 4, 0, most_observations);
  solonL_test_options options = solonL_check_test_options(L, 5, known);
  int method = solonL_option_choice(L, 5, "method", SOLON_WILLIAMS, methods);
  solon_status status =
      solon_dependent_correlations(r12, r13, r23, n, (solon_dependent_method)method,
                                   options.alternative, options.confidence, &result);
  if (status == SOLON_BAD_ARGUMENT)
    solonL_argument_error(L, 3, "no data have the correlations %.15g, %.15g and %.15g", r12, r13,
                          r23);
  solonL_check_test_status(L, 1, status, options.strict);
  return push_comparison(L, "test of dependent correlations", methods[method], &options, &result,
                         status);
}

const luaL_Reg solonL_inference_correlation[] = {
    {"pearson", inference_pearson},
    {"spearman", inference_spearman},
    {"kendall", inference_kendall},
    {"fisher_z", inference_fisher_z},
    {"fisher_z_two", inference_fisher_z_two},
    {"dependent_correlations", inference_dependent_correlations},
    {NULL, NULL}};
