/* inference_regression.c - solon.inference: linear regression. */
#include "inference.h"

#include "array_object.h"

#include "core/inference/regression.h"

/* The regressors at index 2: a matrix (one per column), one column of numbers, or a table of
 * columns. Gathered columns replace their slots in a new table, pushed to keep them alive. */
static solon_regressor *check_regressors(lua_State *L, size_t n, size_t *count) {
  const solonL_array *a = solonL_test_array(L, 2);
  if (a != NULL && a->dimensions == 2) {
    size_t rows;
    const double *data = solonL_check_matrix(L, 2, &rows, count);
    if (rows != n)
      solonL_argument_error(L, 2, "%zu rows expected, got %zu", n, rows);
    solonL_check_sample(L, 2, &rows, true);
    solon_regressor *list = solonL_scratch(L, *count * sizeof *list);
    for (size_t j = 0; j < *count; j++)
      list[j] = (solon_regressor){data + j, *count};
    return list;
  }
  bool columns = a == NULL && lua_type(L, 2) == LUA_TTABLE && lua_geti(L, 2, 1) != LUA_TNUMBER;
  lua_settop(L, 3);
  *count = columns ? (size_t)luaL_len(L, 2) : 1;
  solon_regressor *list = solonL_scratch(L, *count * sizeof *list);
  if (!columns) {
    *list = (solon_regressor){solonL_check_paired(L, 2, n, true), 1};
    return list;
  }
  luaL_checkstack(L, (int)(*count < 1000 ? *count : 1000) + 8, "too many regressors");
  if (*count > 1000)
    solonL_argument_error(L, 2, "at most 1000 columns in a table, got %zu; use a matrix", *count);
  for (size_t j = 0; j < *count; j++) {
    lua_geti(L, 2, (lua_Integer)j + 1);
    list[j] = (solon_regressor){solonL_check_paired(L, -1, n, true), 1};
  }
  return list;
}

static int inference_linear_regression(lua_State *L) {
  static const char *const known[] = {"intercept", "confidence", "strict", NULL};
  static const char *const fields[] = {"coefficients", "standard_errors", "t_values",
                                       "p_values",     "lower",           "upper"};
  size_t n, p;
  solon_regression_result result;
  lua_settop(L, 3);
  const double *y = solonL_check_sample(L, 1, &n, true);
  solonL_check_options(L, 3, known);
  bool intercept = solonL_option_boolean(L, 3, "intercept", true);
  double confidence = solonL_option_number(L, 3, "confidence", 0.95);
  bool strict = solonL_option_boolean(L, 3, "strict", false);
  if (!(confidence > 0 && confidence < 1))
    solonL_argument_error(L, 3, "option 'confidence': number between 0 and 1 expected, got %.15g",
                          confidence);
  solon_regressor *regressors = check_regressors(L, n, &p);
  size_t k = p + (intercept ? 1 : 0);
  if (k == 0)
    solonL_argument_error(L, 2, "at least one regressor expected");
  double *workspace = solonL_scratch(L, solon_regression_workspace(n, k) * sizeof *workspace);
  solonL_push_record(L, "linear regression");
  double *out[6];
  for (int i = 0; i < 6; i++) {
    out[i] = solonL_push_vector(L, k)->data;
    solonL_set_value(L, fields[i]);
  }
  double *covariance = solonL_push_matrix(L, k, k)->data;
  solonL_set_value(L, "covariance");
  double *residuals = solonL_push_vector(L, n)->data;
  solonL_set_value(L, "residuals");
  solon_status status = solon_linear_regression(
      solonL_context(L), y, n, regressors, p, intercept, confidence, workspace, out[0], out[1],
      out[2], out[3], out[4], out[5], covariance, residuals, &result);
  solonL_check_test_status(L, 2, status, strict);
  if (strict && status != SOLON_OK)
    solonL_error(L, solon_status_name(status), NULL, "%s", solon_status_text(status));
  solonL_set_number(L, "residual_sd", result.residual_sd);
  solonL_set_number(L, "r_squared", result.r_squared);
  solonL_set_number(L, "adjusted_r_squared", result.adjusted_r_squared);
  solonL_set_number(L, "f_statistic", result.f_statistic);
  solonL_set_number(L, "f_p_value", result.f_p_value);
  solonL_set_number(L, "degrees_of_freedom", result.degrees_of_freedom);
  solonL_set_integer(L, "rank", (int64_t)result.rank);
  solonL_set_number(L, "confidence", confidence);
  solonL_set_integer(L, "n", (int64_t)n);
  solonL_set_status(L, status);
  return 1;
}

const luaL_Reg solonL_inference_regression[] = {{"linear_regression", inference_linear_regression},
                                                {NULL, NULL}};
