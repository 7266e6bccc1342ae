/* inference_sample.c - solon.inference: t tests, sign and Wilcoxon tests, adjusted p-values. */
#include "inference.h"

#include "array_object.h"

#include "core/index/hindcast.h"
#include "core/inference/multiple.h"
#include "core/inference/rank_test.h"
#include "core/inference/t_test.h"

#include <math.h>
#include <string.h>

/* options.null_value, finite. */
static double check_null_value(lua_State *L, int arg) {
  double value = solonL_option_number(L, arg, "null_value", 0);
  if (!isfinite(value))
    solonL_argument_error(L, arg, "option 'null_value': finite number expected, got %g", value);
  return value;
}

/* ---- t tests --------------------------------------------------------------------------------- */

static void push_t_test(lua_State *L, const char *kind, const char *method,
                        const solonL_test_options *options, const solon_t_result *result,
                        size_t n) {
  solonL_push_test(L, kind, method, options->alternative);
  solonL_set_number(L, "statistic", result->statistic);
  solonL_set_number(L, "degrees_of_freedom", result->degrees_of_freedom);
  solonL_set_number(L, "p_value", result->p_value);
  solonL_set_number(L, "estimate", result->estimate);
  solonL_set_number(L, "standard_error", result->standard_error);
  solonL_set_interval(L, result->lower, result->upper, options->confidence);
  solonL_set_integer(L, "n", (int64_t)n);
}

static int inference_one_sample_t_test(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "null_value", NULL};
  size_t n;
  solon_t_result result;
  lua_settop(L, 2);
  const double *x = solonL_check_sample(L, 1, &n, true);
  solonL_test_options options = solonL_check_test_options(L, 2, known);
  solon_status status = solon_t_one_sample(solonL_context(L), x, n, check_null_value(L, 2),
                                           options.alternative, options.confidence, &result);
  solonL_check_test_status(L, 1, status, options.strict);
  push_t_test(L, "t test", "one_sample", &options, &result, n);
  solonL_set_status(L, status);
  return 1;
}

static int inference_paired_t_test(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "null_value", NULL};
  size_t n;
  solon_t_result result;
  lua_settop(L, 3);
  const double *x = solonL_check_sample(L, 1, &n, true);
  const double *y = solonL_check_paired(L, 2, n, true);
  solonL_test_options options = solonL_check_test_options(L, 3, known);
  double *differences = solonL_scratch(L, n * sizeof *differences);
  solon_status status =
      solon_t_paired(solonL_context(L), x, y, n, check_null_value(L, 3), options.alternative,
                     options.confidence, differences, &result);
  solonL_check_test_status(L, 1, status, options.strict);
  push_t_test(L, "t test", "paired", &options, &result, n);
  solonL_set_status(L, status);
  return 1;
}

static int inference_two_sample_t_test(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "null_value", "method", NULL};
  static const char *const methods[] = {"welch", "pooled", NULL};
  size_t n, m;
  solon_t_result result;
  lua_settop(L, 3);
  const double *x = solonL_check_sample(L, 1, &n, true);
  const double *y = solonL_check_sample(L, 2, &m, true);
  solonL_test_options options = solonL_check_test_options(L, 3, known);
  int method = solonL_option_choice(L, 3, "method", 0, methods);
  solon_status status =
      solon_t_two_samples(solonL_context(L), x, n, y, m, method == 1, check_null_value(L, 3),
                          options.alternative, options.confidence, &result);
  solonL_check_test_status(L, 1, status, options.strict);
  push_t_test(L, "t test", methods[method], &options, &result, n);
  solonL_set_integer(L, "m", (int64_t)m);
  solonL_set_status(L, status);
  return 1;
}

/* ---- signs and ranks ------------------------------------------------------------------------- */

static int inference_sign_test(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "null_value", NULL};
  size_t n;
  solon_sign_result result;
  lua_settop(L, 2);
  const double *x = solonL_check_sample(L, 1, &n, false);
  solonL_test_options options = solonL_check_test_options(L, 2, known);
  solon_status status = solon_sign_test(x, n, check_null_value(L, 2), options.alternative,
                                        options.confidence, &result);
  solonL_check_test_status(L, 1, status, options.strict);
  solonL_push_test(L, "sign test", "exact", options.alternative);
  solonL_set_number(L, "statistic", (double)result.positive);
  solonL_set_number(L, "p_value", result.p_value);
  solonL_set_number(L, "estimate", result.estimate);
  solonL_set_interval(L, result.lower, result.upper, options.confidence);
  solonL_set_integer(L, "positive", result.positive);
  solonL_set_integer(L, "negative", result.negative);
  solonL_set_integer(L, "zeros", result.zeros);
  solonL_set_integer(L, "n", (int64_t)n);
  solonL_set_status(L, status);
  return 1;
}

static const char *const p_methods[] = {"auto", "exact", "asymptotic", NULL};

static void push_rank_test(lua_State *L, const char *kind, const solonL_test_options *options,
                           const solon_rank_result *result, solon_status status) {
  const char *method = result->exact || status == SOLON_DEGENERATE ? "exact" : "asymptotic";
  solonL_push_test(L, kind, method, options->alternative);
  solonL_set_number(L, "statistic", result->statistic);
  if (!isnan(result->reference))
    solonL_set_number(L, "z", result->reference);
  solonL_set_number(L, "p_value", result->p_value);
  solonL_set_number(L, "estimate", result->estimate);
  solonL_set_interval(L, result->lower, result->upper, options->confidence);
}

static int inference_wilcoxon_signed_rank(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "null_value", "method", NULL};
  size_t n;
  solon_rank_result result;
  lua_settop(L, 2);
  const double *x = solonL_check_sample(L, 1, &n, true);
  solonL_test_options options = solonL_check_test_options(L, 2, known);
  int method = solonL_option_choice(L, 2, "method", SOLON_P_AUTOMATIC, p_methods);
  double *workspace = solonL_scratch(L, 3 * n * sizeof *workspace);
  solon_order_item *work = solonL_scratch(L, 2 * n * sizeof *work);
  solon_status status = solon_wilcoxon_signed_rank(solonL_context(L), x, n, check_null_value(L, 2),
                                                   (solon_p_method)method, options.alternative,
                                                   options.confidence, workspace, work, &result);
  solonL_check_test_status(L, 1, status, options.strict);
  push_rank_test(L, "Wilcoxon signed-rank test", &options, &result, status);
  solonL_set_integer(L, "n", (int64_t)n);
  solonL_set_integer(L, "zeros", (int64_t)(n - result.used));
  solonL_set_status(L, status);
  return 1;
}

static int inference_wilcoxon_rank_sum(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "null_value", "method", NULL};
  size_t n, m;
  solon_rank_result result;
  lua_settop(L, 3);
  const double *x = solonL_check_sample(L, 1, &n, true);
  const double *y = solonL_check_sample(L, 2, &m, true);
  solonL_test_options options = solonL_check_test_options(L, 3, known);
  int method = solonL_option_choice(L, 3, "method", SOLON_P_AUTOMATIC, p_methods);
  double *workspace = solonL_scratch(L, solon_rank_sum_workspace(n, m) * sizeof *workspace);
  solon_order_item *work = solonL_scratch(L, (2 * (n + m)) * sizeof *work);
  solon_status status = solon_wilcoxon_rank_sum(
      solonL_context(L), x, n, y, m, check_null_value(L, 3), (solon_p_method)method,
      options.alternative, options.confidence, workspace, work, &result);
  solonL_check_test_status(L, 1, status, options.strict);
  push_rank_test(L, "Wilcoxon rank-sum test", &options, &result, status);
  solonL_set_integer(L, "n", (int64_t)n);
  solonL_set_integer(L, "m", (int64_t)m);
  solonL_set_status(L, status);
  return 1;
}

/* ---- adjusted p-values ----------------------------------------------------------------------- */

typedef solon_status (*adjustment)(solon_context *context, const double *restrict p, size_t n,
                                   solon_order_item *restrict work, double *restrict out);

static int adjust(lua_State *L, adjustment function) {
  static const char *const known[] = {"out", NULL};
  size_t n;
  lua_settop(L, 2);
  const double *p = solonL_check_vector(L, 1, &n);
  solonL_check_options(L, 2, known);
  solon_order_item *work = solonL_scratch(L, 2 * n * sizeof *work);
  double *copy = solonL_scratch(L, n * sizeof *copy); /* `out` may be p itself */
  if (n > 0)
    memcpy(copy, p, n * sizeof *copy);
  double *out = solonL_push_out(L, 2, n, NULL);
  solonL_check_test_status(L, 1, function(solonL_context(L), copy, n, work, out), false);
  solonL_finish_out(L);
  return 1;
}

static int inference_holm(lua_State *L) {
  return adjust(L, solon_holm);
}

static int inference_benjamini_hochberg(lua_State *L) {
  return adjust(L, solon_benjamini_hochberg);
}

static int inference_weighted_median(lua_State *L) {
  size_t n;
  double lower, upper;
  lua_settop(L, 2);
  const double *x = solonL_check_sample(L, 1, &n, false);
  const double *weights = lua_isnil(L, 2) ? NULL : solonL_check_paired(L, 2, n, true);
  for (size_t i = 0; weights != NULL && i < n; i++) {
    if (weights[i] < 0)
      solonL_argument_error(L, 2, "no negative weight expected, element %d is %g", (int)i + 1,
                            weights[i]);
  }
  solon_turn *work = solonL_scratch(L, n * sizeof *work);
  (void)solon_weighted_median(x, weights, n, work, &lower, &upper); /* NaN where degenerate */
  lua_pushnumber(L, lower + (upper - lower) / 2);
  lua_pushnumber(L, lower);
  lua_pushnumber(L, upper);
  return 3;
}

const luaL_Reg solonL_inference_sample[] = {
    {"weighted_median", inference_weighted_median},
    {"one_sample_t_test", inference_one_sample_t_test},
    {"paired_t_test", inference_paired_t_test},
    {"two_sample_t_test", inference_two_sample_t_test},
    {"sign_test", inference_sign_test},
    {"wilcoxon_signed_rank", inference_wilcoxon_signed_rank},
    {"wilcoxon_rank_sum", inference_wilcoxon_rank_sum},
    {"holm", inference_holm},
    {"benjamini_hochberg", inference_benjamini_hochberg},
    {NULL, NULL}};
