/* array_view.c - solon.array: elements, views that share storage, copies. */
#include "array_module.h"

#include <math.h>
#include <string.h>

static double *element(const solonL_array *a, size_t i, size_t j) {
  return a->data + (ptrdiff_t)i * a->row_stride + (ptrdiff_t)j * a->column_stride;
}

static solonL_array *check_two_dimensions(lua_State *L, int arg) {
  solonL_array *a = solonL_check_array(L, arg);
  if (a->dimensions != 2)
    solonL_argument_error(L, arg, "matrix expected, got an array of %zu elements", a->rows);
  return a;
}

/* The element named by arguments 2 (and 3 of a matrix); sets *next to the argument after them. */
static double *check_element(lua_State *L, int *next) {
  solonL_array *a = solonL_check_array(L, 1);
  size_t i = solonL_check_position(L, 2, a->rows), j = 0;
  if (a->dimensions == 2)
    j = solonL_check_position(L, 3, a->columns);
  *next = a->dimensions == 2 ? 4 : 3;
  return element(a, i, j);
}

static int array_get(lua_State *L) {
  int next;
  lua_pushnumber(L, *check_element(L, &next));
  return 1;
}

static int array_set(lua_State *L) {
  int next;
  double *place = check_element(L, &next);
  *place = solonL_check_number(L, next);
  lua_settop(L, 1);
  return 1;
}

static int array_shape(lua_State *L) {
  const solonL_array *a = solonL_check_array(L, 1);
  lua_pushinteger(L, (lua_Integer)a->rows);
  if (a->dimensions == 1)
    return 1;
  lua_pushinteger(L, (lua_Integer)a->columns);
  return 2;
}

static int array_size(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)solonL_array_size(solonL_check_array(L, 1)));
  return 1;
}

/* ---- views ----------------------------------------------------------------------------------- */

static int array_slice(lua_State *L) {
  solonL_check_array(L, 1);
  lua_settop(L, 4);
  for (int arg = 2; arg <= 4; arg++)
    if (!lua_isnil(L, arg))
      solonL_check_integer(L, arg, INT64_MIN, INT64_MAX);
  lua_createtable(L, 3, 0);
  for (int i = 1; i <= 3; i++) {
    lua_pushvalue(L, i + 1);
    lua_seti(L, 5, i);
  }
  lua_replace(L, 2); /* so that messages speak of argument 2 */
  solonL_push_slice(L, 1, 2);
  return 1;
}

/* A one-dimensional view that starts at data. */
static int push_line(lua_State *L, double *data, size_t size, ptrdiff_t stride) {
  solonL_array *view = solonL_push_view(L, 1);
  view->data = data;
  view->rows = size;
  view->columns = 1;
  view->row_stride = stride;
  view->column_stride = 1;
  view->dimensions = 1;
  return 1;
}

static int array_row(lua_State *L) {
  solonL_array *a = check_two_dimensions(L, 1);
  size_t i = solonL_check_position(L, 2, a->rows);
  return push_line(L, element(a, i, 0), a->columns, a->column_stride);
}

static int array_column(lua_State *L) {
  solonL_array *a = check_two_dimensions(L, 1);
  size_t j = solonL_check_position(L, 2, a->columns);
  return push_line(L, element(a, 0, j), a->rows, a->row_stride);
}

static int array_diagonal(lua_State *L) {
  solonL_array *a = check_two_dimensions(L, 1);
  return push_line(L, a->data, a->rows < a->columns ? a->rows : a->columns,
                   a->row_stride + a->column_stride);
}

static int array_transpose(lua_State *L) {
  check_two_dimensions(L, 1);
  solonL_array *view = solonL_push_view(L, 1);
  size_t rows = view->rows;
  ptrdiff_t stride = view->row_stride;
  view->rows = view->columns;
  view->columns = rows;
  view->row_stride = view->column_stride;
  view->column_stride = stride;
  return 1;
}

static int array_reshape(lua_State *L) {
  solonL_array *a = solonL_check_array(L, 1);
  int64_t size = (int64_t)solonL_array_size(a);
  int64_t rows = solonL_check_integer(L, 2, 0, size), columns = 1;
  bool matrix = !lua_isnoneornil(L, 3);
  if (matrix)
    columns = solonL_check_integer(L, 3, 0, INT64_MAX);
  if (columns != 0 && rows > INT64_MAX / columns)
    columns = 0; /* cannot be equal */
  if (rows * columns != size)
    solonL_argument_error(L, 2, "shape of %lld elements expected, got %lld", (long long)size,
                          (long long)(rows * columns));
  if (!solonL_array_contiguous(a))
    solonL_argument_error(L, 1, "the elements of this view do not lie in order; reshape a copy");
  solonL_array *view = solonL_push_view(L, 1);
  view->rows = (size_t)rows;
  view->columns = (size_t)columns;
  view->row_stride = matrix ? (ptrdiff_t)columns : 1;
  view->column_stride = 1;
  view->dimensions = matrix ? 2 : 1;
  return 1;
}

/* ---- copies ---------------------------------------------------------------------------------- */

static int array_copy(lua_State *L) {
  solonL_array *source = solonL_check_array(L, 1);
  lua_settop(L, 1);
  if (!solonL_array_contiguous(source)) {
    size_t size;
    solonL_check_vector(L, 1, &size); /* gathers into a new array in the same slot */
    return 1;
  }
  size_t size = solonL_array_size(source);
  solonL_array *copy = source->dimensions == 1
                           ? solonL_push_vector(L, size)
                           : solonL_push_matrix(L, source->rows, source->columns);
  if (size > 0)
    memcpy(copy->data, source->data, size * sizeof *copy->data);
  return 1;
}

static void push_line_table(lua_State *L, const double *data, size_t size, ptrdiff_t stride) {
  lua_createtable(L, size > INT32_MAX ? 0 : (int)size, 0);
  for (size_t i = 0; i < size; i++) {
    lua_pushnumber(L, data[(ptrdiff_t)i * stride]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static int array_totable(lua_State *L) {
  solonL_array *a = solonL_check_array(L, 1);
  if (a->dimensions == 1) {
    push_line_table(L, a->data, a->rows, a->row_stride);
    return 1;
  }
  lua_createtable(L, a->rows > INT32_MAX ? 0 : (int)a->rows, 0);
  for (size_t i = 0; i < a->rows; i++) {
    push_line_table(L, element(a, i, 0), a->columns, a->column_stride);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* Writes number or elements over the array, through any strides. */
static int array_assign(lua_State *L) {
  solonL_array *a = solonL_check_array(L, 1);
  size_t size = solonL_array_size(a);
  double number = 0;
  const double *data = &number;
  if (lua_type(L, 2) == LUA_TNUMBER) {
    number = lua_tonumber(L, 2);
  } else {
    if (lua_type(L, 2) != LUA_TTABLE && solonL_test_array(L, 2) == NULL)
      solonL_type_error(L, 2, "number, array or table of numbers");
    data = solonL_check_vector_of(L, 2, size);
    /* the source may lie under the target: go through a copy */
    double *copy = solonL_scratch(L, size * sizeof *copy);
    if (size > 0)
      memcpy(copy, data, size * sizeof *copy);
    data = copy;
  }
  for (size_t i = 0; i < a->rows; i++)
    for (size_t j = 0; j < a->columns; j++)
      *element(a, i, j) = data == &number ? number : *data++;
  lua_settop(L, 1);
  return 1;
}

static bool agree(double x, double y, double tolerance) {
  return x == y || (isnan(x) && isnan(y)) || fabs(x - y) <= tolerance;
}

static int array_equals(lua_State *L) {
  const solonL_array *a = solonL_check_array(L, 1);
  double tolerance = lua_isnoneornil(L, 3) ? 0 : solonL_check_range(L, 3, 0, INFINITY);
  size_t size;
  if (lua_type(L, 2) == LUA_TTABLE)
    solonL_check_vector(L, 2, &size); /* its slot now holds an array */
  const solonL_array *b = solonL_test_array(L, 2);
  bool equal =
      b != NULL && a->dimensions == b->dimensions && a->rows == b->rows && a->columns == b->columns;
  for (size_t i = 0; equal && i < a->rows; i++)
    for (size_t j = 0; equal && j < a->columns; j++)
      equal = agree(*element(a, i, j), *element(b, i, j), tolerance);
  lua_pushboolean(L, equal);
  return 1;
}

void solonL_add_array_views(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"get", array_get},         {"set", array_set},           {"shape", array_shape},
      {"size", array_size},       {"slice", array_slice},       {"row", array_row},
      {"column", array_column},   {"diagonal", array_diagonal}, {"transpose", array_transpose},
      {"reshape", array_reshape}, {"copy", array_copy},         {"totable", array_totable},
      {"assign", array_assign},   {"equals", array_equals},     {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
