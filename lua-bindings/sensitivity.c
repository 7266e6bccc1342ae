/* sensitivity.c - solon.native.sensitivity: designs and estimates for the Lua module
 * solon.sensitivity, which calls the function that is studied and checks what a user gives.
 *
 * A design is a matrix inputs x points, so that the values of one input lie together.
 */
#include "array_object.h"
#include "modules.h"

#include "core/sensitivity/morris.h"
#include "core/sensitivity/shapley.h"
#include "core/sensitivity/variance.h"

#include <math.h>
#include <string.h>

static const int64_t MOST_ROWS = INT64_C(1) << 31;

static uint64_t read_seed(lua_State *L, int options) {
  return (uint64_t)solonL_option_integer(L, options, "seed", 0, INT64_MIN, INT64_MAX);
}

/* Argument arg as 0-based numbers below `bound`. */
static uint32_t *read_numbers(lua_State *L, int arg, size_t *count, double bound) {
  const double *value = solonL_check_vector(L, arg, count);
  uint32_t *number = solonL_scratch_zero(L, *count + 1, sizeof *number);
  for (size_t i = 0; i < *count; i++) {
    if (!(value[i] >= 0 && value[i] < bound) || value[i] != floor(value[i]))
      solonL_argument_error(L, arg, "integers from 0 to %g expected, got %g", bound - 1, value[i]);
    number[i] = (uint32_t)value[i];
  }
  return number;
}

/* ---- Sobol indices --------------------------------------------------------------------------- */

enum { BLOCKS = 1, INPUTS = 2, OPTIONS = 3 };

static const double **read_blocks(lua_State *L, solon_variance_task *task) {
  size_t blocks = solon_variance_blocks(task);
  luaL_checktype(L, BLOCKS, LUA_TTABLE);
  luaL_checkstack(L, (int)blocks + 8, "too many inputs");
  const double **values = solonL_scratch_zero(L, blocks, sizeof *values);
  for (size_t k = 0; k < blocks; k++) {
    size_t count;
    lua_geti(L, BLOCKS, (lua_Integer)k + 1);
    values[k] = solonL_check_vector(L, lua_gettop(L), &count);
    if (k == 0)
      task->rows = count;
    else if (count != task->rows)
      solonL_argument_error(L, BLOCKS, "blocks of one length expected");
  }
  if (task->rows < 2 || (int64_t)task->rows >= MOST_ROWS)
    solonL_argument_error(L, BLOCKS, "2 to 2^31 rows expected, got %zu", task->rows);
  return values;
}

/* variance(blocks, inputs, options) -> mean, variance [, indices, replicates]; no indices when the
 * values do not vary.  replicates: indices x replicates, resamples of the rows or, with
 * options.batches, equal parts of them. */
static int sensitivity_variance(lua_State *L) {
  static const char *const known[] = {"second_order", "first", "total",   "replicates",
                                      "batches",      "seed",  "threads", NULL};
  static const char *const firsts[] = {"saltelli", "jansen", "janon", "martinez", NULL};
  static const char *const totals[] = {"jansen", "sobol", "janon", "martinez", NULL};
  lua_settop(L, OPTIONS);
  solonL_check_options(L, OPTIONS, known);
  solon_variance_task task = {
      .inputs = (size_t)solonL_check_integer(L, INPUTS, 1, 10000),
      .second_order = solonL_option_boolean(L, OPTIONS, "second_order", false),
      .first = (solon_variance_first)solonL_option_choice(L, OPTIONS, "first", 0, firsts),
      .total = (solon_variance_total)solonL_option_choice(L, OPTIONS, "total", 0, totals)};
  size_t replicates =
      (size_t)solonL_option_integer(L, OPTIONS, "replicates", 100, 2, INT64_C(1) << 30);
  size_t batches = (size_t)solonL_option_integer(L, OPTIONS, "batches", 0, 0, INT64_C(1) << 30);
  int threads = (int)solonL_option_integer(L, OPTIONS, "threads", solonL_get(L)->threads, 1, 256);
  task.values = read_blocks(L, &task);
  if (batches > 0 && task.rows % batches != 0)
    solonL_argument_error(L, OPTIONS, "option 'batches': divisor of %zu rows expected, got %zu",
                          task.rows, batches);
  double mean, variance;
  bool varies = solon_variance_moments(&task, &mean, &variance) == SOLON_OK;
  lua_pushnumber(L, mean);
  lua_pushnumber(L, variance);
  if (!varies)
    return 2;
  size_t indices = solon_variance_indices(&task), stride = solon_variance_terms(&task);
  solonL_array *out = solonL_push_vector(L, indices);
  solonL_array *replicate = solonL_push_matrix(L, indices, batches > 0 ? batches : replicates);
  solon_context *context = solonL_context(L);
  context->threads = threads;
  /* an array, not scratch: its size may be beyond memory and is checked */
  double *terms = solonL_push_matrix(L, task.rows, stride)->data;
  double *sums = solonL_scratch(L, (2 * stride + indices) * sizeof *sums);
  void *work = solonL_scratch(L, solon_variance_workspace(&task, threads));
  solonL_check_status(L, solon_variance_fill(context, &task, terms));
  solon_variance_estimate(&task, terms, sums, out->data);
  solonL_check_status(
      L, batches > 0 ? solon_variance_batches(context, &task, terms, batches, sums, replicate->data)
                     : solon_variance_bootstrap(context, &task, terms, replicates,
                                                read_seed(L, OPTIONS), work, replicate->data));
  lua_pop(L, 3);
  return 4;
}

/* ---- Morris ---------------------------------------------------------------------------------- */

/* morris_points(trajectories, inputs, levels, seed) -> points (inputs x rows), order (0-based) */
static int sensitivity_morris_points(lua_State *L) {
  solon_morris_design design = {.trajectories = (size_t)solonL_check_integer(L, 1, 1, MOST_ROWS),
                                .inputs = (size_t)solonL_check_integer(L, 2, 1, 10000),
                                .levels = (uint32_t)solonL_check_integer(L, 3, 2, INT64_C(1) << 31),
                                .seed = (uint64_t)solonL_check_integer(L, 4, INT64_MIN, INT64_MAX)};
  size_t rows = design.trajectories * (design.inputs + 1);
  solonL_array *points = solonL_push_matrix(L, design.inputs, rows);
  solonL_array *numbers = solonL_push_matrix(L, design.trajectories, design.inputs);
  size_t count = design.trajectories * design.inputs;
  uint32_t *order = solonL_scratch_zero(L, count, sizeof *order);
  solonL_check_status(L, solon_morris_points(solonL_context(L), &design, points->data, order));
  for (size_t i = 0; i < count; i++)
    numbers->data[i] = order[i];
  lua_pop(L, 1);
  return 2;
}

/* morris_effects(points, order, values) -> effects (inputs x trajectories) */
static int sensitivity_morris_effects(lua_State *L) {
  size_t inputs, rows, count;
  lua_settop(L, 3);
  const double *points = solonL_check_matrix(L, 1, &inputs, &rows);
  solon_morris_design design = {.trajectories = rows / (inputs + 1), .inputs = inputs};
  const double *values = solonL_check_vector_of(L, 3, rows);
  uint32_t *order = read_numbers(L, 2, &count, (double)inputs);
  if (count != design.trajectories * inputs || rows != design.trajectories * (inputs + 1))
    solonL_argument_error(L, 2, "one input for each step expected");
  solonL_array *effects = solonL_push_matrix(L, inputs, design.trajectories);
  solon_morris_effects(&design, points, order, values, effects->data);
  return 1;
}

/* ---- Shapley --------------------------------------------------------------------------------- */

/* shapley_points(order, given, outer, inner, correlation, nu, seed, first) -> points (inputs x
 * rows), or nil when the correlation is not positive definite; order: sets x inputs, 0-based */
static int sensitivity_shapley_points(lua_State *L) {
  size_t sets, inputs, inputs_again, numbers;
  lua_settop(L, 8);
  const double *correlation = solonL_check_matrix(L, 5, &inputs, &inputs_again);
  if (inputs != inputs_again || inputs < 1 || inputs > SOLON_SHAPLEY_INPUTS)
    solonL_argument_error(L, 5, "square matrix of 1 to %d rows expected", SOLON_SHAPLEY_INPUTS);
  uint32_t *given = read_numbers(L, 2, &sets, (double)inputs);
  uint32_t *order = read_numbers(L, 1, &numbers, (double)inputs);
  if (numbers != sets * inputs)
    solonL_argument_error(L, 1, "%zu orders of %zu inputs expected", sets, inputs);
  solon_shapley_sets task = {.count = sets,
                             .inputs = inputs,
                             .order = order,
                             .given = given,
                             .outer = (size_t)solonL_check_integer(L, 3, 1, MOST_ROWS),
                             .inner = (size_t)solonL_check_integer(L, 4, 1, MOST_ROWS),
                             .correlation = correlation,
                             .nu = solonL_check_range(L, 6, 0, 1e15),
                             .seed = (uint64_t)solonL_check_integer(L, 7, INT64_MIN, INT64_MAX),
                             .first = (uint64_t)solonL_check_integer(L, 8, 0, INT64_MAX)};
  double *work = solonL_scratch(L, solon_shapley_workspace(&task));
  solonL_array *out = solonL_push_matrix(L, inputs, sets * task.outer * task.inner);
  solon_status status =
      solonL_check_status(L, solon_shapley_points(solonL_context(L), &task, work, out->data));
  if (status != SOLON_OK)
    lua_pushnil(L);
  return 1;
}

/* shapley_costs(values, outer, inner) -> costs, their variances */
static int sensitivity_shapley_costs(lua_State *L) {
  size_t count;
  lua_settop(L, 3);
  const double *values = solonL_check_vector(L, 1, &count);
  size_t outer = (size_t)solonL_check_integer(L, 2, 1, MOST_ROWS);
  size_t inner = (size_t)solonL_check_integer(L, 3, 2, MOST_ROWS);
  size_t sets = count / (outer * inner);
  solonL_array *cost = solonL_push_vector(L, sets), *error = solonL_push_vector(L, sets);
  solon_shapley_costs(values, sets, outer, inner, cost->data, error->data);
  return 2;
}

/* shapley_variance(values) -> variance, the variance of the estimate */
static int sensitivity_shapley_variance(lua_State *L) {
  size_t count;
  double variance, error;
  const double *values = solonL_check_vector(L, 1, &count);
  if (count < 2)
    solonL_argument_error(L, 1, "two values expected, got %zu", count);
  solon_shapley_variance(values, count, &variance, &error);
  lua_pushnumber(L, variance);
  lua_pushnumber(L, error);
  return 2;
}

/* shapley_exact(inputs, costs, variances) -> shares, standard errors; cost m + 1 belongs to the
 * set of bits m, the first to the empty set */
static int sensitivity_shapley_exact(lua_State *L) {
  lua_settop(L, 3);
  size_t inputs = (size_t)solonL_check_integer(L, 1, 1, SOLON_SHAPLEY_EXACT_INPUTS);
  const double *cost = solonL_check_vector_of(L, 2, (size_t)1 << inputs);
  const double *error = solonL_check_vector_of(L, 3, (size_t)1 << inputs);
  solonL_array *share = solonL_push_vector(L, inputs), *out = solonL_push_vector(L, inputs);
  solon_shapley_exact(inputs, cost, error, share->data, out->data);
  return 2;
}

/* shapley_random(order, costs, variance, its variance) -> shares, standard errors */
static int sensitivity_shapley_random(lua_State *L) {
  size_t orders, inputs, numbers;
  lua_settop(L, 4);
  solonL_check_matrix(L, 1, &orders, &inputs);
  uint32_t *order = read_numbers(L, 1, &numbers, (double)inputs);
  const double *cost = solonL_check_vector_of(L, 2, orders * (inputs - 1));
  double variance = solonL_check_number(L, 3), error = solonL_check_number(L, 4);
  double *work = solonL_scratch(L, 2 * inputs * sizeof *work);
  solonL_array *share = solonL_push_vector(L, inputs), *out = solonL_push_vector(L, inputs);
  solon_shapley_random(inputs, orders, order, cost, variance, error, work, share->data, out->data);
  return 2;
}

int solonL_open_sensitivity(lua_State *L) {
  static const luaL_Reg functions[] = {{"variance", sensitivity_variance},
                                       {"morris_points", sensitivity_morris_points},
                                       {"morris_effects", sensitivity_morris_effects},
                                       {"shapley_points", sensitivity_shapley_points},
                                       {"shapley_costs", sensitivity_shapley_costs},
                                       {"shapley_variance", sensitivity_shapley_variance},
                                       {"shapley_exact", sensitivity_shapley_exact},
                                       {"shapley_random", sensitivity_shapley_random},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
