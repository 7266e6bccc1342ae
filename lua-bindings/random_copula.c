/* random_copula.c - solon.random: dependent draws with given marginals, and quantiles. */
#include "random.h"

#include "array_object.h"

#include "core/random/copula.h"

#include <math.h>
#include <string.h>

/* ---- marginals ------------------------------------------------------------------------------- */

static const char *const distributions[] = {"constant",   "uniform", "normal", "exponential",
                                            "triangular", "beta",    NULL};
/* The names of the parameters, in the order of solon_marginal_kind. */
static const char *const parameters[][5] = {
    {"distribution", "value", NULL},
    {"distribution", "low", "high", NULL},
    {"distribution", "mean", "standard_deviation", NULL},
    {"distribution", "rate", "scale", NULL},
    {"distribution", "low", "mode", "high", NULL},
    {"distribution", "a", "b", NULL},
};

static double check_parameter(lua_State *L, int table, const char *name) {
  if (!solonL_option_given(L, table, name))
    solonL_argument_error(L, 1, "option '%s': number expected, got nil", name);
  return solonL_option_number(L, table, name, 0);
}

static void exponential_mean(lua_State *L, int table, solon_marginal *marginal) {
  bool rate = solonL_option_given(L, table, "rate"), scale = solonL_option_given(L, table, "scale");
  if (rate == scale)
    solonL_argument_error(L, 1,
                          "either 'rate' (1 / mean) or 'scale' (mean) of an exponential "
                          "distribution expected, got %s",
                          rate ? "both" : "none");
  double value = check_parameter(L, table, rate ? "rate" : "scale");
  if (!(value > 0 && isfinite(value)))
    solonL_argument_error(L, 1, "option '%s': number above 0 expected, got %.15g",
                          rate ? "rate" : "scale", value);
  marginal->parameter[0] = rate ? 1 / value : value;
}

/* The marginal described by the table at absolute index `table`. */
static void check_marginal(lua_State *L, int table, solon_marginal *marginal) {
  static const char *const known[] = {
      "distribution", "value", "low",  "high", "mean", "standard_deviation",
      "rate",         "scale", "mode", "a",    "b",    NULL};
  memset(marginal, 0, sizeof *marginal);
  if (lua_type(L, table) != LUA_TTABLE)
    solonL_argument_error(L, 1, "table describing a distribution expected, got %s",
                          luaL_typename(L, table));
  solonL_check_options(L, table, known);
  if (!solonL_option_given(L, table, "distribution"))
    solonL_argument_error(L, 1, "option 'distribution': name expected, got nil");
  int kind = solonL_option_choice(L, table, "distribution", 0, distributions);
  marginal->kind = (solon_marginal_kind)kind;
  solonL_check_options(L, table, parameters[kind]);
  if (kind == SOLON_EXPONENTIAL) {
    exponential_mean(L, table, marginal);
    return;
  }
  for (int i = 1; parameters[kind][i] != NULL; i++)
    marginal->parameter[i - 1] = check_parameter(L, table, parameters[kind][i]);
}

enum { LARGEST_SCRAMBLINGS = 4096 };

/* ---- copula ---------------------------------------------------------------------------------- */

/* The matrix in field `correlation` of the options: an array or a table of rows; pushes what keeps
 * it alive. */
static const double *push_correlation(lua_State *L, size_t d) {
  size_t rows, columns;
  lua_getfield(L, 1, "correlation");
  if (lua_isnil(L, -1))
    return NULL;
  int at = lua_gettop(L);
  if (solonL_test_array(L, at) != NULL) {
    const double *matrix = solonL_check_matrix(L, at, &rows, &columns);
    if (rows != d || columns != d)
      solonL_argument_error(L, 1, "option 'correlation': %zu x %zu matrix expected, got %zu x %zu",
                            d, d, rows, columns);
    return matrix;
  }
  if (lua_type(L, at) != LUA_TTABLE || (size_t)luaL_len(L, at) != d)
    solonL_argument_error(L, 1, "option 'correlation': %zu x %zu matrix expected, got %s", d, d,
                          lua_type(L, at) == LUA_TTABLE ? "another number of rows"
                                                        : luaL_typename(L, at));
  double *matrix = solonL_push_matrix(L, d, d)->data;
  for (size_t i = 0; i < d; i++) {
    lua_geti(L, at, (lua_Integer)i + 1);
    if (lua_type(L, -1) != LUA_TTABLE || (size_t)luaL_len(L, -1) != d)
      solonL_argument_error(L, 1, "option 'correlation': row %zu of %zu numbers expected", i + 1,
                            d);
    for (size_t j = 0; j < d; j++) {
      lua_geti(L, -1, (lua_Integer)j + 1);
      if (lua_type(L, -1) != LUA_TNUMBER)
        solonL_argument_error(L, 1, "option 'correlation': number expected at row %zu, column %zu",
                              i + 1, j + 1);
      matrix[i * d + j] = lua_tonumber(L, -1);
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  return matrix;
}

static solon_marginal *push_marginals(lua_State *L, size_t *count) {
  lua_getfield(L, 1, "marginals");
  if (lua_type(L, -1) != LUA_TTABLE)
    solonL_argument_error(L, 1, "option 'marginals': table of distributions expected, got %s",
                          luaL_typename(L, -1));
  int at = lua_gettop(L);
  *count = (size_t)luaL_len(L, at);
  if (*count < 1 || *count > SOLON_COPULA_VARIABLES)
    solonL_argument_error(L, 1, "option 'marginals': 1 to %d distributions expected, got %zu",
                          SOLON_COPULA_VARIABLES, *count);
  solon_marginal *marginals = solonL_scratch_zero(L, *count, sizeof *marginals);
  for (size_t i = 0; i < *count; i++) {
    lua_geti(L, at, (lua_Integer)i + 1);
    check_marginal(L, lua_gettop(L), &marginals[i]);
    lua_pop(L, 1);
  }
  return marginals;
}

int solonL_random_copula(lua_State *L) {
  static const char *const known[] = {"n",    "marginals", "correlation", "nu",      "seed",
                                      "skip", "sequence",  "block",       "threads", NULL};
  static const char *const sequences[] = {"philox", "sobol", NULL};
  if (lua_type(L, 1) != LUA_TTABLE)
    solonL_type_error(L, 1, "table");
  lua_settop(L, 1);
  solonL_check_options(L, 1, known);
  if (!solonL_option_given(L, 1, "n") || !solonL_option_given(L, 1, "seed"))
    solonL_argument_error(L, 1, "option '%s': integer expected, got nil",
                          solonL_option_given(L, 1, "n") ? "seed" : "n");
  size_t count = (size_t)solonL_option_integer(L, 1, "n", 0, 0, (int64_t)SOLON_SOBOL_POINTS);
  uint64_t skip = (uint64_t)solonL_option_integer(L, 1, "skip", 0, 0, (int64_t)SOLON_SOBOL_POINTS);
  solon_copula copula = {0};
  copula.seed = (uint64_t)solonL_option_integer(L, 1, "seed", 0, INT64_MIN, INT64_MAX);
  copula.sobol = solonL_option_choice(L, 1, "sequence", 0, sequences) == 1;
  if (!copula.sobol && solonL_option_given(L, 1, "block"))
    solonL_argument_error(L, 1,
                          "option 'block': has no effect where option 'sequence' is 'philox'");
  copula.block = (uint64_t)solonL_option_integer(L, 1, "block", 0, 1, (int64_t)SOLON_SOBOL_POINTS);
  if (copula.block > 0 && count > 0) {
    if (skip + count > copula.block * LARGEST_SCRAMBLINGS)
      solonL_argument_error(L, 1, "option 'block': at most %d blocks expected",
                            LARGEST_SCRAMBLINGS);
    copula.scramblings = (size_t)((skip + count - 1) / copula.block + 1);
  }
  copula.nu = solonL_option_number(L, 1, "nu", INFINITY);
  int64_t threads = solonL_option_integer(L, 1, "threads", solonL_get(L)->threads, 1, 256);
  copula.marginals = push_marginals(L, &copula.variables);
  copula.correlation = push_correlation(L, copula.variables);
  solon_context *context = solonL_context(L);
  context->threads = (int)threads;
  void *memory = solonL_scratch(L, solon_copula_size(&copula));
  solon_status status = solon_copula_prepare(context, &copula, memory);
  if (status != SOLON_OK)
    solonL_argument_error(L, 1, "%s", context->detail);
  void *work = solonL_scratch(L, solon_copula_workspace(context, &copula));
  double *out = solonL_push_matrix(L, count, copula.variables)->data;
  solonL_check_status(L, solon_copula_draws(context, &copula, skip, count, work, out));
  return 1;
}

/* ---- quantiles ------------------------------------------------------------------------------- */

static void quantiles(lua_State *L, const solon_marginal *marginal, const double *p, size_t count,
                      double *out) {
  for (size_t i = 0; i < count; i++) {
    if (!(p[i] >= 0 && p[i] <= 1) && p[i] == p[i])
      solonL_argument_error(L, 2, "probability in [0, 1] expected, got %.15g", p[i]);
    unsigned char upper = p[i] > 0.5;
    double tail = upper ? 1 - p[i] : p[i];
    if (p[i] == p[i])
      solon_marginal_quantiles(marginal, &tail, &upper, 1, 1, &out[i]);
    else
      out[i] = p[i];
    if (i % 256 == 0 && solon_context_cancelled(solonL_context(L)))
      solonL_check_status(L, SOLON_CANCELLED);
  }
}

int solonL_random_quantile(lua_State *L) {
  lua_settop(L, 2);
  solon_marginal marginal;
  check_marginal(L, 1, &marginal);
  solon_context *context = solonL_context(L);
  if (solon_marginal_prepare(context, &marginal, NULL) != SOLON_OK)
    solonL_argument_error(L, 1, "%s", context->detail);
  if (lua_type(L, 2) == LUA_TNUMBER) {
    double p = lua_tonumber(L, 2), value;
    quantiles(L, &marginal, &p, 1, &value);
    lua_pushnumber(L, value);
    return 1;
  }
  size_t count;
  const double *p = solonL_check_vector(L, 2, &count);
  quantiles(L, &marginal, p, count, solonL_push_vector(L, count)->data);
  return 1;
}
