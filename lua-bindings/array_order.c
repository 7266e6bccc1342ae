/* array_order.c - solon.array: sorting, ranking, searching, rearranging. */
#include "array_module.h"

#include "core/array/gather.h"
#include "core/array/order.h"

#include <string.h>

static int array_sort(lua_State *L) {
  static const char *const known[] = {"descending", "out", NULL};
  solonL_check_options(L, 2, known);
  bool descending = solonL_option_boolean(L, 2, "descending", false);
  size_t size;
  const double *x = solonL_check_vector(L, 1, &size);
  uint64_t *work = solonL_scratch(L, 2 * size * sizeof *work);
  double *out = solonL_push_out(L, 2, size, NULL); /* all is read before anything is written */
  solonL_check_status(L, solon_sort(solonL_context(L), x, size, descending, work, out));
  solonL_finish_out(L);
  return 1;
}

static int array_order(lua_State *L) {
  static const char *const known[] = {"descending", "out", NULL};
  solonL_check_options(L, 2, known);
  bool descending = solonL_option_boolean(L, 2, "descending", false);
  size_t size;
  const double *x = solonL_check_vector(L, 1, &size);
  solon_order_item *work = solonL_scratch(L, 2 * size * sizeof *work);
  double *out = solonL_push_out(L, 2, size, NULL);
  solonL_check_status(L, solon_order(solonL_context(L), x, size, descending, work));
  for (size_t i = 0; i < size; i++)
    out[i] = (double)work[i].position + 1;
  solonL_finish_out(L);
  return 1;
}

static int array_rank(lua_State *L) {
  static const char *const known[] = {"ties", "descending", "out", NULL};
  static const char *const ties[] = {"average", "min", "max", "dense", "ordinal", NULL};
  solonL_check_options(L, 2, known);
  bool descending = solonL_option_boolean(L, 2, "descending", false);
  int rule = solonL_option_choice(L, 2, "ties", SOLON_TIES_AVERAGE, ties);
  size_t size;
  const double *x = solonL_check_vector(L, 1, &size);
  solon_order_item *work = solonL_scratch(L, 2 * size * sizeof *work);
  double *out = solonL_push_out(L, 2, size, NULL);
  solonL_check_status(
      L, solon_rank(solonL_context(L), x, size, descending, (solon_ties)rule, work, out));
  solonL_finish_out(L);
  return 1;
}

static int array_search(lua_State *L) {
  static const char *const known[] = {"side", "out", NULL};
  static const char *const sides[] = {"left", "right", NULL};
  solonL_check_options(L, 3, known);
  bool right = solonL_option_choice(L, 3, "side", 0, sides) == 1;
  size_t size;
  const double *sorted = solonL_check_vector(L, 1, &size);
  solonL_operand values;
  solonL_check_operand(L, 2, &values);
  if (values.step == 0) {
    if (solonL_option_given(L, 3, "out"))
      solonL_argument_error(L, 3, "option 'out' needs an array of values");
    double found;
    solonL_check_status(L, solon_search(NULL, sorted, size, values.data, 1, right, &found));
    lua_pushinteger(L, (lua_Integer)found + 1);
    return 1;
  }
  size_t count = solonL_array_size(&values.shape);
  double *out = solonL_push_separate_out(L, 3, count, NULL, sorted, size, values.data, count);
  solonL_check_status(
      L, solon_search(solonL_context(L), sorted, size, values.data, count, right, out));
  for (size_t i = 0; i < count; i++)
    out[i]++;
  solonL_finish_out(L);
  return 1;
}

static int array_unique(lua_State *L) {
  size_t size;
  const double *x = solonL_check_vector(L, 1, &size);
  uint64_t *work = solonL_scratch(L, 2 * size * sizeof *work);
  double *values = solonL_scratch(L, 2 * size * sizeof *values), *counts = values + size;
  solonL_check_status(L, solon_sort(solonL_context(L), x, size, false, work, values));
  size_t found = solon_unique_sorted(values, size, values, counts);
  double *out = solonL_push_vector(L, found)->data;
  double *out_counts = solonL_push_vector(L, found)->data;
  if (found > 0) {
    memcpy(out, values, found * sizeof *out);
    memcpy(out_counts, counts, found * sizeof *out);
  }
  return 2;
}

static int array_take(lua_State *L) {
  size_t size, count;
  const double *x = solonL_check_vector(L, 1, &size);
  const double *positions = solonL_check_vector(L, 2, &count);
  solonL_check_options(L, 3, solonL_out_option);
  double *out = solonL_push_separate_out(L, 3, count, NULL, x, size, positions, count);
  size_t bad;
  solon_status status = solon_take(solonL_context(L), x, size, positions, count, out, &bad);
  if (status == SOLON_BAD_ARGUMENT)
    solonL_argument_error(L, 2,
                          "index in 1 .. %zu or -%zu .. -1 expected at position %zu, got %.17g",
                          size, size, bad + 1, positions[bad]);
  solonL_check_status(L, status);
  solonL_finish_out(L);
  return 1;
}

/* A view from the last element (row) to the first. */
static int array_reverse(lua_State *L) {
  solonL_check_array(L, 1);
  solonL_array *view = solonL_push_view(L, 1);
  if (view->rows > 1) {
    view->data += (ptrdiff_t)(view->rows - 1) * view->row_stride;
    view->row_stride = -view->row_stride;
  }
  return 1;
}

/* Columns one after the other, or matrices of one width one below the other. */
static int array_concatenate(lua_State *L) {
  int count = lua_gettop(L);
  if (count == 0)
    solonL_type_error(L, 1, "array or table of numbers");
  size_t total = 0, width = 0;
  bool matrices = false;
  for (int arg = 1; arg <= count; arg++) {
    size_t size;
    solonL_check_vector(L, arg, &size);
    const solonL_array *a = solonL_check_array(L, arg);
    if (arg == 1) {
      matrices = a->dimensions == 2;
      width = a->columns;
    }
    if ((a->dimensions == 2) != matrices)
      solonL_argument_error(L, arg, "%s expected as in argument #1",
                            matrices ? "matrix" : "array of one dimension");
    if (a->columns != width)
      solonL_argument_error(L, arg, "%zu columns expected as in argument #1, got %zu", width,
                            a->columns);
    total += a->rows;
  }
  solonL_array *result =
      matrices ? solonL_push_matrix(L, total, width) : solonL_push_vector(L, total);
  double *out = result->data;
  for (int arg = 1; arg <= count; arg++) {
    size_t size;
    const double *x = solonL_check_vector(L, arg, &size);
    if (size > 0)
      memcpy(out, x, size * sizeof *out);
    out += size;
  }
  return 1;
}

void solonL_add_array_order(lua_State *L) {
  static const luaL_Reg functions[] = {{"sort", array_sort},
                                       {"order", array_order},
                                       {"rank", array_rank},
                                       {"search", array_search},
                                       {"unique", array_unique},
                                       {"take", array_take},
                                       {"reverse", array_reverse},
                                       {"concatenate", array_concatenate},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
