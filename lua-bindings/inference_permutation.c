/* inference_permutation.c - solon.inference: permutation tests. */
#include "inference.h"

#include "core/inference/permutation.h"

/* Those of every test but confidence: a p-value by counting comes without an interval. */
static const char *const known[] = {"alternative",  "strict",         "method",
                                    "permutations", "seed",           "exact_limit",
                                    "threads",      "two_sided_rule", NULL};
static const char *const methods[] = {"auto", "exact", "monte_carlo", NULL};
static const char *const rules[] = {"absolute", "doubled", NULL};

static solon_permutation_options check_permutation_options(lua_State *L, int arg,
                                                           solonL_test_options *shared) {
  solon_permutation_options options;
  *shared = solonL_check_test_options(L, arg, known);
  options.alternative = shared->alternative;
  options.method = (solon_permutation_method)solonL_option_choice(
      L, arg, "method", SOLON_PERMUTATION_AUTOMATIC, methods);
  options.two_sided_rule = (solon_two_sided_rule)solonL_option_choice(
      L, arg, "two_sided_rule", SOLON_TWO_SIDED_ABSOLUTE, rules);
  options.permutations = solonL_option_integer(L, arg, "permutations", 10000, 1, INT64_C(1) << 40);
  options.exact_limit = solonL_option_integer(L, arg, "exact_limit", 1 << 20, 0, 1 << 30);
  options.seed = (uint64_t)solonL_option_integer(L, arg, "seed", 0, INT64_MIN, INT64_MAX);
  return options;
}

static int push_permutation(lua_State *L, const char *kind, const solonL_test_options *shared,
                            const solon_permutation_options *options,
                            const solon_permutation_result *result, size_t n, solon_status status) {
  solonL_push_test(L, kind, result->exact || status == SOLON_DEGENERATE ? "exact" : "monte_carlo",
                   shared->alternative);
  solonL_set_number(L, "statistic", result->statistic);
  solonL_set_number(L, "p_value", result->p_value);
  solonL_set_number(L, "standard_error", result->standard_error);
  solonL_set_number(L, "estimate", result->estimate);
  solonL_set_integer(L, "count", result->count);
  solonL_set_integer(L, "permutations", result->permutations);
  if (!result->exact && status == SOLON_OK)
    solonL_set_integer(L, "seed", (int64_t)options->seed);
  solonL_set_integer(L, "n", (int64_t)n);
  return 1;
}

static int inference_sign_flip_test(lua_State *L) {
  size_t n;
  solonL_test_options shared;
  solon_permutation_result result;
  lua_settop(L, 2);
  const double *x = solonL_check_sample(L, 1, &n, true);
  solon_permutation_options options = check_permutation_options(L, 2, &shared);
  double *workspace = solonL_scratch(L, (n + SOLON_SIGN_FLIP_TABLE) * sizeof *workspace);
  solon_status status =
      solon_sign_flip_test(solonL_test_context(L, 2), x, n, &options, workspace, &result);
  solonL_check_test_status(L, 1, status, shared.strict);
  push_permutation(L, "sign-flip test", &shared, &options, &result, n, status);
  solonL_set_status(L, status);
  return 1;
}

static int inference_permutation_test(lua_State *L) {
  size_t n, m;
  solonL_test_options shared;
  solon_permutation_result result;
  lua_settop(L, 3);
  const double *x = solonL_check_sample(L, 1, &n, true);
  const double *y = solonL_check_sample(L, 2, &m, true);
  solon_permutation_options options = check_permutation_options(L, 3, &shared);
  double *workspace = solonL_scratch(L, (2 * (n + m) + 1) * sizeof *workspace);
  size_t *positions = solonL_scratch(L, (n + m) * sizeof *positions);
  solon_status status = solon_two_sample_permutation_test(solonL_test_context(L, 3), x, n, y, m,
                                                          &options, workspace, positions, &result);
  solonL_check_test_status(L, 1, status, shared.strict);
  push_permutation(L, "two-sample permutation test", &shared, &options, &result, n, status);
  solonL_set_integer(L, "m", (int64_t)m);
  solonL_set_status(L, status);
  return 1;
}

const luaL_Reg solonL_inference_permutation[] = {{"sign_flip_test", inference_sign_flip_test},
                                                 {"permutation_test", inference_permutation_test},
                                                 {NULL, NULL}};
