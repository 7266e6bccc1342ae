/* hindcast.c - solon.native.hindcast: fits of the parameters of the index and tests of their
 * values; stdlib's solon.governance checks what users pass. */
#include "array_object.h"
#include "aux.h"
#include "modules.h"

#include "core/index/hindcast.h"
#include "core/index/pair.h"
#include "core/index/score.h"

#include <math.h>

/* actual, base, gain [, weights]: columns of one length; scale, low, high: numbers. */
enum { ACTUAL = 1, BASE, GAIN, SCALE, LOW, HIGH, WEIGHTS };

static solon_hindcast check_hindcast(lua_State *L) {
  solon_hindcast hindcast = {0};
  lua_settop(L, WEIGHTS);
  hindcast.actual = solonL_check_vector(L, ACTUAL, &hindcast.weeks);
  hindcast.base = solonL_check_vector_of(L, BASE, hindcast.weeks);
  hindcast.gain = solonL_check_vector_of(L, GAIN, hindcast.weeks);
  hindcast.scale = solonL_check_number(L, SCALE);
  if (!lua_isnil(L, WEIGHTS))
    hindcast.weight = solonL_check_vector_of(L, WEIGHTS, hindcast.weeks);
  return hindcast;
}

typedef solon_status fit_function(solon_context *, const solon_hindcast *, double, double,
                                  solon_turn *, solon_least_error *);

/* -> x, error, end of the flat part, whether any week depends on x */
static int fit(lua_State *L, fit_function *minimise) {
  solon_hindcast hindcast = check_hindcast(L);
  double low = solonL_check_number(L, LOW), high = solonL_check_number(L, HIGH);
  solon_least_error found;
  solon_turn *work = solonL_scratch(L, (2 * hindcast.weeks + 2) * sizeof *work);
  solon_status status = minimise(solonL_context(L), &hindcast, low, high, work, &found);
  if (status == SOLON_BAD_ARGUMENT)
    solonL_argument_error(L, LOW, "%s", solonL_context(L)->detail);
  solonL_check_status(L, status);
  lua_pushnumber(L, found.x);
  lua_pushnumber(L, found.error);
  lua_pushnumber(L, found.flat);
  lua_pushboolean(L, status != SOLON_DEGENERATE);
  return 4;
}

static int hindcast_fit_synergy(lua_State *L) {
  return fit(L, solon_fit_synergy);
}

static int hindcast_fit_volatility(lua_State *L) {
  return fit(L, solon_fit_volatility);
}

/* ---- epsilon and mu together ----------------------------------------------------------------- */

/* actual, base and gain at mu 0, sigma: columns of one length; options; more. */
enum { BOTH_SIGMA = 4, OPTIONS, PAIR_WEIGHTS, EPSILONS = PAIR_WEIGHTS, MUS };

static size_t check_columns(lua_State *L, const double *column[BOTH_SIGMA]) {
  size_t weeks;
  lua_settop(L, MUS);
  column[0] = solonL_check_vector(L, ACTUAL, &weeks);
  if (weeks < 2)
    solonL_argument_error(L, ACTUAL, "two weeks expected, got %zu", weeks);
  for (int k = 1; k < BOTH_SIGMA; k++)
    column[k] = solonL_check_vector_of(L, k + 1, weeks);
  return weeks;
}

/* fit_pair(actual, base, gain, sigma, { scale, epsilon_high, mu_low, mu_high, scan, tolerance }
 * [, weights]) -> epsilon, mu, error */
static int hindcast_fit_pair(lua_State *L) {
  const double *column[BOTH_SIGMA];
  size_t weeks = check_columns(L, column);
  solon_pair_task task = {
      .actual = column[0],
      .base = column[1],
      .gain = column[2],
      .sigma = column[3],
      .weeks = weeks,
      .scale = solonL_option_range(L, OPTIONS, "scale", 150, 0, INFINITY),
      .epsilon_high = solonL_option_range(L, OPTIONS, "epsilon_high", 1, 0, 1e300),
      .mu_low = solonL_option_range(L, OPTIONS, "mu_low", 0, 0, 1e300),
      .mu_high = solonL_option_range(L, OPTIONS, "mu_high", 1, 0, 1e300),
      .scan = (size_t)solonL_option_integer(L, OPTIONS, "scan", 100, 2, 1000000),
      .tolerance = solonL_option_range(L, OPTIONS, "tolerance", 1e-9, 1e-15, 1e300)};
  if (!lua_isnil(L, PAIR_WEIGHTS))
    task.weight = solonL_check_vector_of(L, PAIR_WEIGHTS, weeks);
  solon_pair found;
  double *work = solonL_scratch(L, 2 * weeks * sizeof *work);
  solon_turn *turns = solonL_scratch(L, 2 * weeks * sizeof *turns);
  solon_status status = solon_fit_pair(solonL_context(L), &task, work, turns, &found);
  if (status == SOLON_BAD_ARGUMENT)
    solonL_argument_error(L, OPTIONS, "%s", solonL_context(L)->detail);
  solonL_check_status(L, status);
  lua_pushnumber(L, found.epsilon);
  lua_pushnumber(L, found.mu);
  lua_pushnumber(L, found.error);
  return 3;
}

/* options scale, terms, parameter, series_limit, phi_limit */
static solon_score_task check_scores(lua_State *L) {
  static const char *const parameters[] = {"epsilon", "mu", "both", NULL};
  const double *column[BOTH_SIGMA];
  size_t weeks = check_columns(L, column);
  return (solon_score_task){
      .actual = column[0],
      .base = column[1],
      .gain = column[2],
      .sigma = column[3],
      .weeks = weeks,
      .scale = solonL_option_range(L, OPTIONS, "scale", 150, 0, INFINITY),
      .terms = (size_t)solonL_option_integer(L, OPTIONS, "terms", 1, 1, (int64_t)weeks - 1),
      .parameter =
          (solon_score_parameter)solonL_option_choice(L, OPTIONS, "parameter", 0, parameters),
      .series_limit = solonL_option_range(L, OPTIONS, "series_limit", 4, 0, INFINITY),
      .phi_limit = solonL_option_range(L, OPTIONS, "phi_limit", 4, 0, INFINITY)};
}

/* score_interval(actual, base, gain, sigma, { scale, terms, parameter, series_limit, phi_limit,
 * epsilon, mu, low, high }) -> low, high */
static int hindcast_score_interval(lua_State *L) {
  solon_score_task task = check_scores(L);
  if (task.parameter == SOLON_SCORE_BOTH)
    solonL_argument_error(L, OPTIONS, "option 'parameter': epsilon or mu expected");
  double x[2] = {solonL_option_range(L, OPTIONS, "epsilon", 0, 0, 1e300),
                 solonL_option_range(L, OPTIONS, "mu", 0, 0, 1e300)};
  double low = solonL_option_range(L, OPTIONS, "low", 0, 0, 1e300), interval[2];
  double high = solonL_option_range(L, OPTIONS, "high", 1, low, 1e300);
  double *work = solonL_scratch(L, solon_score_workspace(&task) * sizeof *work);
  solon_turn *turns = solonL_scratch(L, (2 * task.weeks + 2) * sizeof *turns);
  solon_score_prepare(&task, work);
  solonL_check_status(
      L, solon_score_interval(solonL_context(L), &task, x, low, high, work, turns, interval));
  lua_pushnumber(L, interval[0]);
  lua_pushnumber(L, interval[1]);
  return 2;
}

/* score_lattice(actual, base, gain, sigma, { scale, terms, parameter, series_limit, phi_limit },
 * epsilons, mus) -> matrix of 1 (compatible) and 0 (both tests reject), a row for each epsilon */
static int hindcast_score_lattice(lua_State *L) {
  solon_score_task task = check_scores(L);
  size_t rows, columns;
  const double *epsilon = solonL_check_vector(L, EPSILONS, &rows);
  const double *mu = solonL_check_vector(L, MUS, &columns);
  double *work = solonL_scratch(L, solon_score_workspace(&task) * sizeof *work);
  solonL_array *out = solonL_push_matrix(L, rows, columns);
  solon_score_prepare(&task, work);
  for (size_t i = 0; i < rows; i++) {
    if (solon_context_cancelled(solonL_context(L)))
      solonL_check_status(L, SOLON_CANCELLED);
    for (size_t k = 0; k < columns; k++) {
      solon_score_test test;
      solon_score_at(&task, epsilon[i], mu[k], work, &test);
      out->data[i * columns + k] = test.rejected ? 0 : 1;
    }
  }
  return 1;
}

static const luaL_Reg functions[] = {
    {"fit_synergy", hindcast_fit_synergy},     {"fit_volatility", hindcast_fit_volatility},
    {"fit_pair", hindcast_fit_pair},           {"score_interval", hindcast_score_interval},
    {"score_lattice", hindcast_score_lattice}, {NULL, NULL},
};

int solonL_open_hindcast(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
