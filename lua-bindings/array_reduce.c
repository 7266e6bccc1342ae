/* array_reduce.c - solon.array: one number from a column (or from each row or column of a matrix),
 * and running results. */
#include "array_module.h"

#include "core/array/order.h"
#include "core/array/quantile.h"
#include "core/array/reduce.h"

#include <math.h>
#include <string.h>

/* ---- one number from a column ---------------------------------------------------------------- */

typedef struct reduction {
  solon_status (*plain)(solon_context *context, const double *x, size_t size, double *out);
  bool skipna;
  int freedom_lost; /* of variance and standard deviation, */
  bool root;        /* which have no `plain` */
} reduction;

/* Workspace for `size` elements where missing values are left out. */
static double reduce_line(lua_State *L, const reduction *r, const double *x, size_t size,
                          double *work) {
  double result;
  if (r->skipna) {
    size = solon_drop_nan(x, size, work);
    x = work;
  }
  solon_context *context = solonL_context(L);
  if (r->plain != NULL) {
    solonL_check_status(L, r->plain(context, x, size, &result));
    return result;
  }
  solonL_check_status(L, solon_variance(context, x, size, r->freedom_lost, NULL, &result));
  return r->root ? sqrt(result) : result;
}

/* Reduces each row or each column of the matrix in argument 1; pushes the array of results. */
static int reduce_lines(lua_State *L, const reduction *r, bool columns) {
  size_t height, width;
  const double *x = solonL_check_matrix(L, 1, &height, &width);
  size_t count = columns ? width : height, length = columns ? height : width;
  double *out = solonL_push_vector(L, count)->data;
  double *line = solonL_scratch(L, 2 * length * sizeof *line);
  for (size_t k = 0; k < count; k++) {
    for (size_t i = 0; i < length; i++)
      line[i] = columns ? x[i * width + k] : x[k * width + i];
    out[k] = reduce_line(L, r, line, length, line + length);
  }
  lua_pop(L, 1);
  return 1;
}

/* Runs a reduction with the options every one has (checked by the caller). */
static int reduce(lua_State *L, reduction *r) {
  static const char *const lines[] = {"row", "column", NULL};
  r->skipna = solonL_option_boolean(L, 2, "skipna", false);
  int by = solonL_option_choice(L, 2, "by", -1, lines);
  if (by >= 0)
    return reduce_lines(L, r, by == 1);
  size_t size;
  const double *x = solonL_check_vector(L, 1, &size);
  double *work = r->skipna ? solonL_scratch(L, size * sizeof *work) : NULL;
  lua_pushnumber(L, reduce_line(L, r, x, size, work));
  return 1;
}

static const char *const reduction_options[] = {"skipna", "by", NULL};

static int plain_reduction(lua_State *L, solon_status (*plain)(solon_context *, const double *,
                                                               size_t, double *)) {
  solonL_check_options(L, 2, reduction_options);
  return reduce(L, &(reduction){.plain = plain});
}

static int array_sum(lua_State *L) {
  return plain_reduction(L, solon_sum);
}

static int array_product(lua_State *L) {
  return plain_reduction(L, solon_product);
}

static int array_mean(lua_State *L) {
  return plain_reduction(L, solon_mean);
}

static int array_min(lua_State *L) {
  return plain_reduction(L, solon_min);
}

static int array_max(lua_State *L) {
  return plain_reduction(L, solon_max);
}

static int spread(lua_State *L, bool root) {
  static const char *const known[] = {"skipna", "by", "population", NULL};
  solonL_check_options(L, 2, known);
  bool population = solonL_option_boolean(L, 2, "population", false);
  return reduce(L, &(reduction){.freedom_lost = population ? 0 : 1, .root = root});
}

static int array_variance(lua_State *L) {
  return spread(L, false);
}

static int array_standard_deviation(lua_State *L) {
  return spread(L, true);
}

/* ---- positions ------------------------------------------------------------------------------- */

static int extreme_position(lua_State *L, bool largest) {
  static const char *const known[] = {"skipna", NULL};
  solonL_check_options(L, 2, known);
  size_t size, kept, position;
  const double *x = solonL_check_vector(L, 1, &size);
  const double *data = x;
  kept = size;
  if (solonL_option_boolean(L, 2, "skipna", false)) {
    double *work = solonL_scratch(L, size * sizeof *work);
    kept = solon_drop_nan(x, size, work);
    data = work;
  }
  solon_context *context = solonL_context(L);
  solonL_check_status(L, largest ? solon_argmax(context, data, kept, &position)
                                 : solon_argmin(context, data, kept, &position));
  if (position == kept)
    return luaL_pushfail(L), 1;
  if (kept < size) { /* the same element among all of them */
    double value = data[position];
    for (position = 0; x[position] != value; position++) {
    }
  }
  lua_pushinteger(L, (lua_Integer)position + 1);
  return 1;
}

static int array_argmin(lua_State *L) {
  return extreme_position(L, false);
}

static int array_argmax(lua_State *L) {
  return extreme_position(L, true);
}

/* ---- quantiles ------------------------------------------------------------------------------- */

/* Sorted elements of argument 1 in scratch; NaN dropped when asked, else *has_nan tells. */
static const double *push_sorted(lua_State *L, bool skipna, size_t *size, bool *has_nan) {
  const double *x = solonL_check_vector(L, 1, size);
  double *sorted = solonL_scratch(L, 3 * *size * sizeof *sorted);
  size_t kept = solon_drop_nan(x, *size, sorted);
  *has_nan = !skipna && kept < *size;
  *size = kept;
  uint64_t *work = (uint64_t *)(sorted + kept);
  solonL_check_status(L, solon_sort(solonL_context(L), sorted, kept, false, work, sorted));
  return sorted;
}

/* One quantile of argument 1, without sorting it; pushes the number. */
static int one_quantile(lua_State *L, bool skipna, double p, int type) {
  size_t size;
  const double *x = solonL_check_vector(L, 1, &size);
  double *data = solonL_scratch(L, 3 * size * sizeof *data), result = NAN;
  size_t kept = solon_drop_nan(x, size, data);
  if (skipna || kept == size)
    solonL_check_status(L, solon_quantile(solonL_context(L), data, kept, p, type,
                                          (uint64_t *)(data + size), &result));
  lua_pushnumber(L, result);
  return 1;
}

static int array_quantile(lua_State *L) {
  static const char *const known[] = {"type", "skipna", NULL};
  solonL_check_options(L, 3, known);
  int type = (int)solonL_option_integer(L, 3, "type", 7, 1, 9);
  bool skipna = solonL_option_boolean(L, 3, "skipna", false), has_nan;
  solonL_operand p;
  solonL_check_operand(L, 2, &p);
  size_t count = p.step == 0 ? 1 : solonL_array_size(&p.shape), size;
  for (size_t i = 0; i < count; i++)
    if (!(p.data[i] >= 0 && p.data[i] <= 1))
      solonL_argument_error(L, 2, "probability in [0, 1] expected, got %.17g", p.data[i]);
  if (p.step == 0)
    return one_quantile(L, skipna, p.number, type);
  const double *sorted = push_sorted(L, skipna, &size, &has_nan);
  double *out = solonL_push_vector(L, count)->data;
  for (size_t i = 0; i < count; i++)
    out[i] = has_nan ? (double)NAN : solon_quantile_sorted(sorted, size, p.data[i], type);
  return 1;
}

static int array_median(lua_State *L) {
  static const char *const known[] = {"skipna", NULL};
  solonL_check_options(L, 2, known);
  return one_quantile(L, solonL_option_boolean(L, 2, "skipna", false), 0.5, 7);
}

/* ---- running results ------------------------------------------------------------------------- */

typedef solon_status (*running)(solon_context *context, const double *x, size_t size, double *out);

static int cumulative(lua_State *L, running run) {
  solonL_operand x;
  solonL_check_operand(L, 1, &x);
  if (x.step == 0)
    solonL_type_error(L, 1, "array or table of numbers");
  solonL_check_options(L, 2, solonL_out_option);
  double *out = solonL_push_elementwise_out(L, 2, &x, &x, 1);
  solonL_check_status(L, run(solonL_context(L), x.data, solonL_array_size(&x.shape), out));
  solonL_finish_out(L);
  return 1;
}

static int array_cumulative_sum(lua_State *L) {
  return cumulative(L, solon_cumulative_sum);
}

static int array_cumulative_product(lua_State *L) {
  return cumulative(L, solon_cumulative_product);
}

static int array_cumulative_min(lua_State *L) {
  return cumulative(L, solon_cumulative_min);
}

static int array_cumulative_max(lua_State *L) {
  return cumulative(L, solon_cumulative_max);
}

void solonL_add_array_reductions(lua_State *L) {
  static const luaL_Reg functions[] = {{"sum", array_sum},
                                       {"product", array_product},
                                       {"mean", array_mean},
                                       {"min", array_min},
                                       {"max", array_max},
                                       {"variance", array_variance},
                                       {"standard_deviation", array_standard_deviation},
                                       {"argmin", array_argmin},
                                       {"argmax", array_argmax},
                                       {"quantile", array_quantile},
                                       {"median", array_median},
                                       {"cumulative_sum", array_cumulative_sum},
                                       {"cumulative_product", array_cumulative_product},
                                       {"cumulative_min", array_cumulative_min},
                                       {"cumulative_max", array_cumulative_max},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
