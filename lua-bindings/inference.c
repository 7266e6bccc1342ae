/* inference.c - solon.inference: the module, what its files share, McNemar's test. */
#include "inference.h"

#include "array_object.h"
#include "modules.h"

#include "core/inference/mcnemar.h"
#include "core/inference/rank.h"

static const char *const alternatives[] = {"two_sided", "less", "greater", NULL};

/* ---- shared ---------------------------------------------------------------------------------- */

solonL_test_options solonL_check_test_options(lua_State *L, int arg, const char *const known[]) {
  solonL_test_options options;
  solonL_check_options(L, arg, known);
  options.alternative =
      (solon_alternative)solonL_option_choice(L, arg, "alternative", SOLON_TWO_SIDED, alternatives);
  options.confidence = solonL_option_number(L, arg, "confidence", 0.95);
  if (!(options.confidence > 0 && options.confidence < 1))
    solonL_argument_error(L, arg, "option 'confidence': number between 0 and 1 expected, got %.15g",
                          options.confidence);
  options.strict = solonL_option_boolean(L, arg, "strict", false);
  return options;
}

void solonL_check_test_status(lua_State *L, int arg, solon_status status, bool strict) {
  if (status == SOLON_BAD_ARGUMENT || status == SOLON_BAD_SHAPE) {
    const char *detail = solonL_get(L)->context.detail;
    solonL_argument_error(L, arg, "%s", detail[0] != '\0' ? detail : solon_status_text(status));
  }
  solonL_check_status(L, status);
  if (strict && status == SOLON_DEGENERATE)
    solonL_error(L, "degenerate", NULL, "%s", solon_status_text(status));
}

const double *solonL_check_sample(lua_State *L, int arg, size_t *n, bool finite) {
  const double *x = solonL_check_vector(L, arg, n);
  solonL_check_test_status(L, arg, solon_check_column(solonL_context(L), x, *n, finite), false);
  return x;
}

const double *solonL_check_paired(lua_State *L, int arg, size_t n, bool finite) {
  const double *x = solonL_check_vector_of(L, arg, n);
  solonL_check_test_status(L, arg, solon_check_column(solonL_context(L), x, n, finite), false);
  return x;
}

solon_context *solonL_test_context(lua_State *L, int arg) {
  solon_context *context = solonL_context(L);
  context->threads = (int)solonL_option_integer(L, arg, "threads", context->threads, 1, 256);
  return context;
}

void solonL_push_test(lua_State *L, const char *kind, const char *method,
                      solon_alternative alternative) {
  solonL_push_record(L, kind);
  solonL_set_string(L, "method", method);
  solonL_set_string(L, "alternative", alternatives[alternative]);
}

void solonL_set_interval(lua_State *L, double lower, double upper, double confidence) {
  solonL_set_number(L, "lower", lower);
  solonL_set_number(L, "upper", upper);
  solonL_set_number(L, "confidence", confidence);
}

void solonL_set_status(lua_State *L, solon_status status) {
  solonL_set_string(L, "status", solon_status_name(status));
}

/* ---- McNemar --------------------------------------------------------------------------------- */

/* One cell of the 2 x 2 table at index 1: an array or a table of two tables. */
static int64_t table_cell(lua_State *L, size_t row, size_t column) {
  const solonL_array *a = solonL_test_array(L, 1);
  if (a != NULL) {
    lua_pushnumber(L,
                   a->data[(ptrdiff_t)row * a->row_stride + (ptrdiff_t)column * a->column_stride]);
  } else {
    if (lua_geti(L, 1, (lua_Integer)row + 1) != LUA_TTABLE || luaL_len(L, -1) != 2)
      solonL_argument_error(L, 1, "table {{a, b}, {c, d}} expected");
    lua_geti(L, -1, (lua_Integer)column + 1);
    lua_remove(L, -2);
  }
  int exact;
  lua_Integer count = lua_tointegerx(L, -1, &exact);
  if (lua_type(L, -1) != LUA_TNUMBER || !exact || count < 0)
    solonL_argument_error(L, 1, "count >= 0 expected in row %zu, column %zu", row + 1, column + 1);
  lua_pop(L, 1);
  return count;
}

static bool is_two_by_two(lua_State *L) {
  const solonL_array *a = solonL_test_array(L, 1);
  if (a != NULL)
    return a->dimensions == 2 && a->rows == 2 && a->columns == 2;
  if (lua_type(L, 1) != LUA_TTABLE || luaL_len(L, 1) != 2)
    return false;
  bool nested = lua_geti(L, 1, 1) == LUA_TTABLE;
  lua_pop(L, 1);
  return nested;
}

/* mcnemar(first, second), mcnemar(b, c) or mcnemar(table): reads the discordant counts, and the
 * number of pairs (-1 when unknown); returns the index of the options. */
static int check_discordant(lua_State *L, int64_t *b, int64_t *c, int64_t *pairs) {
  if (is_two_by_two(L)) {
    *b = table_cell(L, 0, 1);
    *c = table_cell(L, 1, 0);
    *pairs = *b + *c + table_cell(L, 0, 0) + table_cell(L, 1, 1);
    return 2;
  }
  if (lua_type(L, 1) == LUA_TNUMBER) {
    *b = solonL_check_integer(L, 1, 0, INT64_C(1) << 53);
    *c = solonL_check_integer(L, 2, 0, INT64_C(1) << 53);
    *pairs = -1;
    return 3;
  }
  size_t n;
  int64_t cells[4];
  if (solonL_test_array(L, 1) == NULL && lua_type(L, 1) != LUA_TTABLE)
    solonL_type_error(L, 1, "column of 0 and 1, count or 2 x 2 table");
  const double *first = solonL_check_vector(L, 1, &n);
  const double *second = solonL_check_vector_of(L, 2, n);
  solonL_check_test_status(L, 2, solon_mcnemar_count(solonL_context(L), first, second, n, cells),
                           false);
  *b = cells[2];
  *c = cells[1];
  *pairs = (int64_t)n;
  return 3;
}

static int inference_mcnemar(lua_State *L) {
  static const char *const known[] = {SOLONL_TEST_OPTIONS, "method", NULL};
  static const char *const methods[] = {"exact", "mid_p", "corrected", "chi_square", NULL};
  int64_t b, c, pairs;
  lua_settop(L, 3);
  int arg = check_discordant(L, &b, &c, &pairs);
  solonL_test_options options = solonL_check_test_options(L, arg, known);
  int method = solonL_option_choice(L, arg, "method", SOLON_MCNEMAR_EXACT, methods);
  solon_mcnemar_result result;
  solon_status status = solon_mcnemar(b, c, (solon_mcnemar_method)method, options.alternative,
                                      options.confidence, &result);
  solonL_check_test_status(L, 1, status, options.strict);
  solonL_push_test(L, "McNemar test", methods[method], options.alternative);
  solonL_set_number(L, "statistic", result.statistic);
  solonL_set_number(L, "p_value", result.p_value);
  solonL_set_number(L, "estimate", result.estimate);
  solonL_set_interval(L, result.lower, result.upper, options.confidence);
  solonL_set_integer(L, "b", b);
  solonL_set_integer(L, "c", c);
  if (pairs >= 0)
    solonL_set_integer(L, "n", pairs);
  solonL_set_status(L, status);
  return 1;
}

/* ---- module ---------------------------------------------------------------------------------- */

int solonL_open_inference(lua_State *L) {
  static const luaL_Reg functions[] = {{"mcnemar", inference_mcnemar}, {NULL, NULL}};
  luaL_requiref(L, "solon.array", solonL_open_array, 0); /* the methods of the arrays given out */
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  luaL_setfuncs(L, solonL_inference_correlation, 0);
  luaL_setfuncs(L, solonL_inference_permutation, 0);
  luaL_setfuncs(L, solonL_inference_sample, 0);
  luaL_setfuncs(L, solonL_inference_regression, 0);
  luaL_setfuncs(L, solonL_inference_tail, 0);
  return 1;
}
