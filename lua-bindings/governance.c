/* governance.c - solon.native.governance: the kernels behind the audit of solon.governance: an
 * index that feeds on its own past, and the monitoring of an input against its proxies. */
#include "array_object.h"
#include "modules.h"

#include "core/index/feedback.h"
#include "core/index/monitor.h"

#include <string.h>

static size_t check_window(lua_State *L, int arg) {
  return (size_t)solonL_check_integer(L, arg, 2, SOLON_FEEDBACK_LARGEST_WINDOW);
}

static size_t check_ddof(lua_State *L, int arg) {
  return (size_t)solonL_check_integer(L, arg, 0, 1);
}

/* ---- feedback -------------------------------------------------------------------------------- */

/* threshold(window, ddof) -> threshold, growth */
static int governance_threshold(lua_State *L) {
  double growth;
  double threshold = solon_feedback_threshold(check_window(L, 1), check_ddof(L, 2), &growth);
  lua_pushnumber(L, threshold);
  lua_pushnumber(L, growth);
  return 2;
}

/* growth(gain, window, ddof) -> growth a week, NaN where none grows */
static int governance_growth(lua_State *L) {
  double gain = solonL_check_finite(L, 1);
  lua_pushnumber(L, solon_feedback_growth(gain, check_window(L, 2), check_ddof(L, 3)));
  return 1;
}

/* amplification(gain, window, ddof, weeks) -> largest gap after a unit disturbance */
static int governance_amplification(lua_State *L) {
  double gain = solonL_check_finite(L, 1);
  size_t window = check_window(L, 2), ddof = check_ddof(L, 3);
  size_t weeks = (size_t)solonL_check_integer(L, 4, 1, 100000000);
  double *work = solonL_scratch(L, (window + weeks) * sizeof *work);
  lua_pushnumber(L, solon_feedback_amplification(gain, window, ddof, weeks, work));
  return 1;
}

/* deviation_bound(window, ddof) -> largest deviation of values in [-1, 1] */
static int governance_deviation_bound(lua_State *L) {
  lua_pushnumber(L, solon_deviation_bound(check_window(L, 1), check_ddof(L, 2)));
  return 1;
}

/* trailing_deviation(x, window, ddof) -> array */
static int governance_trailing_deviation(lua_State *L) {
  size_t count;
  const double *x = solonL_check_vector(L, 1, &count);
  size_t window = check_window(L, 2), ddof = check_ddof(L, 3);
  double *out = solonL_push_vector(L, count)->data;
  solonL_check_status(L, solon_trailing_deviation(solonL_context(L), x, count, window, ddof, out));
  return 1;
}

/* feedback(start, core, weeks, mu, scale, ddof): start is window x paths, core 1 x paths or weeks x
 * paths -> matrix of window + weeks rows */
static int governance_feedback(lua_State *L) {
  size_t window, paths, core_rows, core_paths;
  const double *start = solonL_check_matrix(L, 1, &window, &paths);
  const double *core = solonL_check_matrix(L, 2, &core_rows, &core_paths);
  size_t weeks = (size_t)solonL_check_integer(L, 3, 1, 100000000);
  solon_feedback feedback = {window, check_ddof(L, 6), solonL_check_finite(L, 4),
                             solonL_check_finite(L, 5)};
  if (core_paths != paths)
    solonL_argument_error(L, 2, "%zu columns expected, got %zu", paths, core_paths);
  double *index = solonL_push_matrix(L, window + weeks, paths)->data;
  for (size_t i = 0; i < window * paths; i++)
    index[i] = start[i];
  solonL_check_status(
      L, solon_feedback_run(solonL_context(L), &feedback, weeks, paths, core, core_rows, index));
  return 1;
}

/* ---- monitor --------------------------------------------------------------------------------- */

static const char *const monitor_options[] = {"weight",     "two_sided", "block", "seed",
                                              "replicates", "first",     NULL};

/* follow(value, proxies, baseline, options) -> record; with options.replicates > 0 also field
 * `bootstrap`, the largest statistics of so many windows in which nothing happens. */
static int governance_follow(lua_State *L) {
  size_t total, rows;
  solon_monitor m = {0};
  solon_monitor_fit fit;
  lua_settop(L, 4);
  m.value = solonL_check_vector(L, 1, &total);
  m.proxy = solonL_check_matrix(L, 2, &rows, &m.proxies);
  if (rows != total)
    solonL_argument_error(L, 2, "%zu rows expected, got %zu", total, rows);
  m.baseline = (size_t)solonL_check_integer(L, 3, 1, (int64_t)total - 1);
  m.window = total - m.baseline;
  solonL_check_options(L, 4, monitor_options);
  m.weight = solonL_option_range(L, 4, "weight", 0.25, 0x1p-1000, 1);
  m.two_sided = solonL_option_boolean(L, 4, "two_sided", false);
  size_t replicates = (size_t)solonL_option_integer(L, 4, "replicates", 0, 0, 100000000);
  solon_context *context = solonL_context(L);
  void *work = solonL_scratch(L, solon_monitor_workspace(&m));
  solonL_push_record(L, "monitor");
  double *predicted = solonL_push_vector(L, m.window)->data;
  solonL_set_value(L, "predicted");
  double *statistic = solonL_push_vector(L, m.window)->data;
  solonL_set_value(L, "statistic");
  solon_status status =
      solonL_check_status(L, solon_monitor_follow(context, &m, work, predicted, statistic, &fit));
  solonL_set_number(L, "maximum", fit.maximum);
  solonL_set_number(L, "residual_sd", fit.residual_sd);
  solonL_set_integer(L, "used", (int64_t)fit.used);
  solonL_set_integer(L, "rank", (int64_t)fit.rank);
  solonL_set_integer(L, "window_used", (int64_t)fit.window_used);
  solonL_set_string(L, "status", solon_status_name(status));
  if (replicates == 0 || status != SOLON_OK || fit.window_used == 0)
    return 1;
  size_t block = (size_t)solonL_option_integer(L, 4, "block", 1, 1, (int64_t)fit.used);
  uint64_t seed = (uint64_t)solonL_option_integer(L, 4, "seed", 0, INT64_MIN, INT64_MAX);
  uint64_t first = (uint64_t)solonL_option_integer(L, 4, "first", 0, 0, INT64_MAX);
  double *out = solonL_push_vector(L, replicates)->data;
  solonL_set_value(L, "bootstrap");
  double *scratch =
      solonL_scratch(L, solon_monitor_bootstrap_workspace(&m, solon_context_threads(context)));
  solonL_check_status(
      L, solon_monitor_bootstrap(context, &fit, block, seed, first, replicates, scratch, out));
  double *left_out = solonL_push_vector(L, fit.used)->data;
  memcpy(left_out, scratch, fit.used * sizeof *left_out);
  lua_remove(L, -2);
  solonL_set_value(L, "left_out");
  return 1;
}

static const luaL_Reg functions[] = {{"threshold", governance_threshold},
                                     {"growth", governance_growth},
                                     {"amplification", governance_amplification},
                                     {"deviation_bound", governance_deviation_bound},
                                     {"trailing_deviation", governance_trailing_deviation},
                                     {"feedback", governance_feedback},
                                     {"follow", governance_follow},
                                     {NULL, NULL}};

int solonL_open_governance(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
