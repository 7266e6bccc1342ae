/* array_object.h - arrays of float64 as Lua values, for every binding that takes or gives columns.
 *
 * Storage is one userdata that holds the numbers themselves, so Lua's collector sees the bytes; an
 * array is a small header userdata whose user value 1 is the storage.  Views share the storage; no
 * finalizer exists, so nothing can leak.  An array has one dimension (a column of `rows` elements)
 * or two (rows x columns); element (i, j) lies at data[i * row_stride + j * column_stride].
 */
#ifndef SOLON_LUA_ARRAY_OBJECT_H
#define SOLON_LUA_ARRAY_OBJECT_H

#include "aux.h"

#define SOLONL_ARRAY "solon.array"

typedef struct solonL_array {
  const void *identity; /* tells arrays from other userdata */
  double *data;         /* first element; inside the storage userdata */
  size_t rows, columns; /* columns is 1 for one dimension */
  ptrdiff_t row_stride, column_stride;
  int dimensions; /* 1 or 2 */
} solonL_array;

static inline size_t solonL_array_size(const solonL_array *a) {
  return a->rows * a->columns;
}

/* True when the elements lie one after the other in row-major order. */
bool solonL_array_contiguous(const solonL_array *a);

/* NULL when the value is no array. [-0, +0, -] */
solonL_array *solonL_test_array(lua_State *L, int arg);

/* Raises when the value is no array. [-0, +0, e] */
solonL_array *solonL_check_array(lua_State *L, int arg);

/* A new contiguous array with unset elements; raises on sizes beyond memory. [-0, +1, m] */
solonL_array *solonL_push_vector(lua_State *L, size_t size);
solonL_array *solonL_push_matrix(lua_State *L, size_t rows, size_t columns);

/* A view that shares the storage of the array at index `of`. [-0, +1, m] */
solonL_array *solonL_push_view(lua_State *L, int of);

/* The elements of an argument as one contiguous column, row-major: an array (a strided view is
 * gathered first), or a Lua table of numbers (a sequence).  Where a copy was needed it replaces the
 * argument's stack slot and so stays alive during the call.  Raises on anything else. [-0, +0, e]
 */
const double *solonL_check_vector(lua_State *L, int arg, size_t *size);

/* The same, and raises unless there are exactly `size` elements. [-0, +0, e] */
const double *solonL_check_vector_of(lua_State *L, int arg, size_t size);

/* The same for a two-dimensional array (contiguous row-major). [-0, +0, e] */
const double *solonL_check_matrix(lua_State *L, int arg, size_t *rows, size_t *columns);

/* Where a kernel writes `size` results of one dimension (or the shape of `like`, when not NULL):
 * options.out if given (an array of that shape), else a new array.  Pushes the array that will be
 * the function's result, gives contiguous memory to write; call solonL_finish_out afterwards, which
 * scatters back to a strided `out`. [-0, +2, e] */
double *solonL_push_out(lua_State *L, int options, size_t size, const solonL_array *like);
/* Leaves the result array on top. [-2, +1, -] */
void solonL_finish_out(lua_State *L);

/* Registers the metatable (without methods). [-0, +0, m] */
void solonL_open_array_object(lua_State *L);

#endif
