/* resample.c - solon.resample: bootstrap, jackknife and their intervals, over kernels or callbacks.
 */
#include "array_object.h"
#include "modules.h"
#include "resample_job.h"

#include "core/random/philox.h"
#include "core/resample/interval.h"

#include <math.h>
#include <string.h>

static solonL_job read_job(lua_State *L) {
  solonL_job j = {.paired = true};
  solonL_read_data(L, &j);
  solonL_read_statistic(L, &j, true);
  solonL_read_design(L, 3, &j);
  j.seed = solonL_read_seed(L, 3);
  return j;
}

/* ---- values, replicates, jackknife ----------------------------------------------------------- */

/* Estimate, replicates and what the method needs besides; the arrays are on the stack. */
typedef struct results {
  double estimate, standard_error;
  double *replicates, *standard_errors, *jackknife;
  size_t units[2];
  int replicates_at, standard_errors_at, jackknife_at;
} results;

static double *push_result(lua_State *L, size_t size, int *at) {
  double *data = solonL_push_vector(L, size)->data;
  *at = lua_gettop(L);
  return data;
}

static double kernel_estimate(lua_State *L, const solonL_job *j) {
  solon_bootstrap task = solonL_job_task(j);
  double *work = solonL_scratch_zero(L, j->rows[0], sizeof *work);
  double value = solon_statistic_value(task.statistic, task.probability, &task.sample, work);
  lua_pop(L, 1);
  return value;
}

/* How many values a jackknife gives, by sample; callbacks of more than two independent samples have
 * none. */
static size_t count_units(lua_State *L, const solonL_job *j, size_t units[2]) {
  units[0] = solon_design_units(&j->design);
  units[1] = 0;
  if (!j->paired && j->columns > 2)
    solonL_argument_error(L, 1, "at most two independent samples expected for a jackknife, got %d",
                          j->columns);
  if (!j->paired && j->columns == 2)
    units[1] = j->rows[1];
  return units[0] + units[1];
}

static void run_jackknife(lua_State *L, const solonL_job *j, results *r) {
  size_t count = count_units(L, j, r->units);
  r->jackknife = push_result(L, count, &r->jackknife_at);
  if (!j->callback) {
    solon_bootstrap task = solonL_job_task(j);
    size_t bytes = solon_jackknife_workspace(&task);
    if (bytes == 0)
      solonL_check_status(L, SOLON_NO_MEMORY);
    void *work = solonL_scratch(L, bytes);
    solonL_check_status(L, solon_jackknife(solonL_context(L), &task, work, r->jackknife));
    lua_pop(L, 1);
    return;
  }
  uint32_t *index = solonL_scratch_zero(L, solonL_largest_resample(j), sizeof *index);
  for (size_t i = 0; i < count; i++) {
    bool second = i >= r->units[0];
    solonL_choice what = {.without = true, .sample = second, .unit = second ? i - r->units[0] : i};
    r->jackknife[i] = solonL_call_statistic(L, j, &what, index, NULL);
  }
  lua_pop(L, 1);
}

static void run_kernel(lua_State *L, const solonL_job *j, size_t count, int threads, size_t inner,
                       bool studentized, results *r) {
  solon_bootstrap task = solonL_job_task(j);
  task.inner = inner;
  solon_context *context = solonL_context(L);
  context->threads = threads;
  size_t bytes = solon_bootstrap_workspace(&task, threads);
  if (bytes == 0)
    solonL_check_status(L, SOLON_NO_MEMORY);
  void *work = solonL_scratch(L, bytes);
  solonL_check_status(
      L, solon_bootstrap_run(context, &task, count, work, r->replicates, r->standard_errors));
  lua_pop(L, 1);
  r->estimate = kernel_estimate(L, j);
  if (studentized && !solon_statistic_ordered(j->statistic)) {
    size_t *start = solonL_scratch_zero(L, solon_design_units(&j->design) + 1, sizeof *start);
    r->standard_error = solon_bootstrap_standard_error(&task, start);
    lua_pop(L, 1);
  }
}

static void run_callback(lua_State *L, const solonL_job *j, size_t count, results *r) {
  uint32_t *index = solonL_scratch_zero(L, solonL_largest_resample(j), sizeof *index);
  bool studentized = r->standard_errors != NULL;
  solonL_choice what = {0};
  r->estimate = solonL_call_statistic(L, j, &what, index, studentized ? &r->standard_error : NULL);
  for (size_t i = 0; i < count; i++) {
    solon_stream stream;
    solon_stream_start(&stream, j->seed, solon_purpose("bootstrap"), i);
    what.stream = &stream;
    r->replicates[i] =
        solonL_call_statistic(L, j, &what, index, studentized ? &r->standard_errors[i] : NULL);
  }
  lua_pop(L, 1);
}

/* ---- records --------------------------------------------------------------------------------- */

static const char *const method_names[] = {"normal", "percentile",  "basic",
                                           "bca",    "studentized", NULL};
static const char *const interpolation_names[] = {"normal", "linear", NULL};

static double read_confidence(lua_State *L, int options) {
  double confidence = solonL_option_number(L, options, "confidence", 0.95);
  if (!(confidence > 0 && confidence < 1))
    solonL_argument_error(L, options, "option 'confidence': number in (0, 1) expected, got %.15g",
                          confidence);
  return confidence;
}

static void compute_interval(lua_State *L, const solon_interval_input *input, solon_interval *out) {
  double *work = solonL_scratch_zero(L, input->count, 3 * sizeof *work);
  solon_interval_compute(input, work, out);
  lua_pop(L, 1);
}

static void push_interval(lua_State *L, const char *kind, const solon_interval_input *input,
                          const solon_interval *interval) {
  solonL_push_record(L, kind);
  solonL_set_number(L, "estimate", input->estimate);
  solonL_set_number(L, "bias", interval->bias);
  solonL_set_number(L, "standard_error", interval->standard_error);
  solonL_set_number(L, "low", interval->low);
  solonL_set_number(L, "high", interval->high);
  solonL_set_number(L, "confidence", input->confidence);
  solonL_set_string(L, "method", method_names[input->method]);
  if (input->method == SOLON_INTERVAL_BCA) {
    solonL_set_number(L, "z0", interval->z0);
    solonL_set_number(L, "acceleration", interval->acceleration);
  }
  solonL_set_number(L, "low_level", interval->low_level);
  solonL_set_number(L, "high_level", interval->high_level);
  solonL_set_integer(L, "undefined", (int64_t)interval->undefined);
  solonL_set_string(L, "status", solon_interval_status_name(interval->status));
}

static void check_strict(lua_State *L, int options, const solon_interval *interval) {
  if (solonL_option_boolean(L, options, "strict", false) &&
      interval->status == SOLON_INTERVAL_DEGENERATE)
    solonL_error(L, "degenerate", "the data carry no information for this interval",
                 "the interval is degenerate (bias %g, standard error %g, z0 %g, acceleration %g)",
                 interval->bias, interval->standard_error, interval->z0, interval->acceleration);
}

static void set_array(lua_State *L, const char *name, int at) {
  lua_pushvalue(L, at);
  solonL_set_value(L, name);
}

/* ---- functions ------------------------------------------------------------------------------- */

/* Refuses an option that the method would not look at. */
static void check_only_for(lua_State *L, const char *option, bool used, const char *methods) {
  if (!used && solonL_option_given(L, 3, option))
    solonL_argument_error(L, 3, "option '%s': only for %s", option, methods);
}

static int resample_bootstrap(lua_State *L) {
  static const char *const known[] = {"replicates",    "seed",        "confidence", "method",
                                      "interpolation", "paired",      "clusters",   "block",
                                      "block_kind",    "probability", "inner",      "threads",
                                      "indices",       "strict",      NULL};
  lua_settop(L, 3);
  solonL_check_options(L, 3, known);
  solonL_job j = read_job(L);
  solon_interval_input input = {
      .count = (size_t)solonL_option_integer(L, 3, "replicates", 9999, 1, INT64_C(1) << 40),
      .confidence = read_confidence(L, 3),
      .method = (solon_interval_method)solonL_option_choice(L, 3, "method", SOLON_INTERVAL_BCA,
                                                            method_names),
      .interpolation =
          (solon_interpolation)solonL_option_choice(L, 3, "interpolation", 0, interpolation_names)};
  check_only_for(L, "interpolation", input.method != SOLON_INTERVAL_NORMAL,
                 "methods that take quantiles of the replicates");
  int threads = (int)solonL_option_integer(L, 3, "threads", solonL_get(L)->threads, 1, 256);
  size_t inner = (size_t)solonL_option_integer(L, 3, "inner", 50, 2, 1000000);
  bool studentized = input.method == SOLON_INTERVAL_STUDENTIZED;
  if (j.callback && threads > 1 && solonL_option_given(L, 3, "threads"))
    solonL_argument_error(L, 3, "option 'threads': a function runs on the calling thread alone");
  if (solonL_option_given(L, 3, "inner") &&
      !(studentized && !j.callback && solon_statistic_ordered(j.statistic)))
    solonL_argument_error(L, 3, "option 'inner': only for the studentized median and quantile");
  results r = {0};
  r.standard_error = NAN;
  r.replicates = push_result(L, input.count, &r.replicates_at);
  if (studentized)
    r.standard_errors = push_result(L, input.count, &r.standard_errors_at);
  if (j.callback)
    run_callback(L, &j, input.count, &r);
  else
    run_kernel(L, &j, input.count, threads, inner, studentized, &r);
  if (input.method == SOLON_INTERVAL_BCA)
    run_jackknife(L, &j, &r);
  input.estimate = r.estimate;
  input.replicates = r.replicates;
  input.standard_errors = r.standard_errors;
  input.jackknife = r.jackknife;
  memcpy(input.units, r.units, sizeof input.units);
  solon_interval interval;
  if (studentized && !j.callback && solon_statistic_ordered(j.statistic)) {
    /* the counterpart of the inner resampling at the first level: the spread of the replicates */
    input.method = SOLON_INTERVAL_PERCENTILE;
    compute_interval(L, &input, &interval);
    input.method = SOLON_INTERVAL_STUDENTIZED;
    r.standard_error = interval.standard_error;
  }
  input.standard_error = r.standard_error;
  compute_interval(L, &input, &interval);
  check_strict(L, 3, &interval);
  push_interval(L, "bootstrap", &input, &interval);
  set_array(L, "replicates", r.replicates_at);
  if (studentized) {
    solonL_set_number(L, "estimate_standard_error", r.standard_error);
    set_array(L, "standard_errors", r.standard_errors_at);
  }
  if (input.method == SOLON_INTERVAL_BCA)
    set_array(L, "jackknife", r.jackknife_at);
  return 1;
}

static int resample_jackknife(lua_State *L) {
  static const char *const known[] = {"paired",      "clusters", "block",
                                      "probability", "indices",  NULL};
  lua_settop(L, 3);
  solonL_check_options(L, 3, known);
  solonL_job j = read_job(L);
  results r = {0};
  if (j.callback) {
    uint32_t *index = solonL_scratch_zero(L, solonL_largest_resample(&j), sizeof *index);
    solonL_choice what = {0};
    r.estimate = solonL_call_statistic(L, &j, &what, index, NULL);
  } else {
    r.estimate = kernel_estimate(L, &j);
  }
  run_jackknife(L, &j, &r);
  double bias, standard_error;
  solon_jackknife_summary(r.jackknife, r.units, r.estimate, &bias, &standard_error);
  solonL_push_record(L, "jackknife");
  solonL_set_number(L, "estimate", r.estimate);
  solonL_set_number(L, "bias", bias);
  solonL_set_number(L, "standard_error", standard_error);
  solonL_set_number(L, "acceleration", solon_acceleration(r.jackknife, r.units));
  solonL_set_integer(L, "units", (int64_t)(r.units[0] + r.units[1]));
  solonL_set_string(L, "status",
                    isfinite(standard_error) && standard_error > 0 ? "ok" : "degenerate");
  set_array(L, "values", r.jackknife_at);
  return 1;
}

static int resample_statistic(lua_State *L) {
  static const char *const known[] = {"paired", "probability", NULL};
  solonL_job j = {.paired = true};
  lua_settop(L, 3);
  solonL_check_options(L, 3, known);
  solonL_read_data(L, &j);
  solonL_read_statistic(L, &j, false);
  lua_pushnumber(L, kernel_estimate(L, &j));
  return 1;
}

static int resample_indices(lua_State *L) {
  static const char *const known[] = {"replicate", "seed", "clusters", "block", "block_kind", NULL};
  lua_settop(L, 2);
  solonL_job j = {.paired = true};
  j.rows[0] = (size_t)solonL_check_integer(L, 1, 0, SOLONL_MOST_ROWS);
  solonL_check_options(L, 2, known);
  solonL_read_design(L, 2, &j);
  int64_t replicate = solonL_option_integer(L, 2, "replicate", 1, 1, INT64_C(1) << 40);
  uint32_t *index = solonL_scratch_zero(L, solonL_largest_resample(&j), sizeof *index);
  solon_stream stream;
  solon_stream_start(&stream, solonL_read_seed(L, 2), solon_purpose("bootstrap"),
                     (uint64_t)replicate - 1);
  solonL_choice what = {.stream = &stream};
  j.gives_indices = true;
  size_t count;
  solonL_push_rows(L, &j, &what, 0, index, &count);
  return 1;
}

/* The jackknife values given to resample.interval: one array, or a table of one per sample. */
static const double *read_jackknife(lua_State *L, size_t units[2]) {
  if (lua_getfield(L, 3, "jackknife") == LUA_TNIL)
    solonL_argument_error(L, 3, "option 'jackknife': values needed for method 'bca'");
  int at = lua_gettop(L);
  bool two = false;
  if (lua_type(L, at) == LUA_TTABLE) {
    lua_geti(L, at, 1);
    two = lua_type(L, -1) == LUA_TTABLE || solonL_test_array(L, -1) != NULL;
    lua_pop(L, 1);
  }
  if (!two)
    return solonL_check_vector(L, at, &units[0]);
  const double *part[2];
  for (int s = 0; s < 2; s++) {
    lua_geti(L, at, s + 1);
    part[s] = solonL_check_vector(L, -1, &units[s]);
  }
  double *both = solonL_push_vector(L, units[0] + units[1])->data;
  memcpy(both, part[0], units[0] * sizeof *both);
  memcpy(both + units[0], part[1], units[1] * sizeof *both);
  return both;
}

static int resample_interval(lua_State *L) {
  static const char *const known[] = {
      "method",          "confidence",     "interpolation", "jackknife",
      "standard_errors", "standard_error", "strict",        NULL};
  lua_settop(L, 3);
  solonL_check_options(L, 3, known);
  solon_interval_input input = {0};
  input.replicates = solonL_check_vector(L, 1, &input.count);
  input.estimate = solonL_check_number(L, 2);
  input.confidence = read_confidence(L, 3);
  input.method = (solon_interval_method)solonL_option_choice(
      L, 3, "method", SOLON_INTERVAL_PERCENTILE, method_names);
  input.interpolation =
      (solon_interpolation)solonL_option_choice(L, 3, "interpolation", 0, interpolation_names);
  bool bca = input.method == SOLON_INTERVAL_BCA;
  bool studentized = input.method == SOLON_INTERVAL_STUDENTIZED;
  check_only_for(L, "interpolation", input.method != SOLON_INTERVAL_NORMAL,
                 "methods that take quantiles of the replicates");
  check_only_for(L, "jackknife", bca, "method 'bca'");
  check_only_for(L, "standard_errors", studentized, "method 'studentized'");
  check_only_for(L, "standard_error", studentized, "method 'studentized'");
  if (bca)
    input.jackknife = read_jackknife(L, input.units);
  if (studentized) {
    if (!solonL_option_given(L, 3, "standard_errors") ||
        !solonL_option_given(L, 3, "standard_error"))
      solonL_argument_error(
          L, 3, "options 'standard_errors' and 'standard_error' needed for method 'studentized'");
    lua_getfield(L, 3, "standard_errors");
    size_t count;
    input.standard_errors = solonL_check_vector(L, -1, &count);
    if (count != input.count)
      solonL_argument_error(L, 3, "option 'standard_errors': length %zu expected, got %zu",
                            input.count, count);
    input.standard_error = solonL_option_number(L, 3, "standard_error", 0);
  }
  solon_interval interval;
  compute_interval(L, &input, &interval);
  check_strict(L, 3, &interval);
  push_interval(L, "interval", &input, &interval);
  return 1;
}

int solonL_open_resample(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"bootstrap", resample_bootstrap}, {"jackknife", resample_jackknife},
      {"interval", resample_interval},   {"statistic", resample_statistic},
      {"indices", resample_indices},     {NULL, NULL}};
  luaL_requiref(L, "solon.array", solonL_open_array, 0); /* the methods of the arrays given out */
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}
