/* array.c - solon.array: construction, indexing by [], printing; the other array_*.c files add to
 * it. */
#include "array_module.h"
#include "modules.h"

#include "core/array/elementwise.h"
#include "core/base/number.h"

#include <math.h>
#include <string.h>

const char *const solonL_out_option[] = {"out", NULL};

/* ---- operands of elementwise functions ------------------------------------------------------- */

void solonL_check_operand(lua_State *L, int arg, solonL_operand *operand) {
  *operand = (solonL_operand){.step = 0};
  if (lua_type(L, arg) == LUA_TNUMBER) {
    operand->number = lua_tonumber(L, arg);
    operand->data = &operand->number;
    return;
  }
  if (lua_type(L, arg) != LUA_TTABLE && solonL_test_array(L, arg) == NULL)
    solonL_type_error(L, arg, "number, array or table of numbers");
  size_t size;
  operand->step = 1;
  operand->data = solonL_check_vector(L, arg, &size);
  operand->shape = *solonL_check_array(L, arg); /* the slot holds an array by now */
}

static const char *push_shape(lua_State *L, const solonL_array *a) {
  if (a->dimensions == 1)
    return lua_pushfstring(L, "%d", (int)a->rows);
  return lua_pushfstring(L, "%d x %d", (int)a->rows, (int)a->columns);
}

const solonL_operand *solonL_common_shape(lua_State *L, int first_arg,
                                          const solonL_operand *operands, int count) {
  int first = -1;
  for (int i = 0; i < count; i++) {
    if (operands[i].step == 0)
      continue;
    if (first < 0) {
      first = i;
      continue;
    }
    const solonL_array *a = &operands[first].shape, *b = &operands[i].shape;
    if (a->rows != b->rows || a->columns != b->columns || a->dimensions != b->dimensions)
      solonL_argument_error(L, first_arg + i, "length %s expected as in argument #%d, got %s",
                            push_shape(L, a), first_arg + first, push_shape(L, b));
  }
  return first < 0 ? NULL : &operands[first];
}

/* True when the ranges share elements. */
static bool overlap(const double *a, size_t a_size, const double *b, size_t b_size) {
  return (uintptr_t)a < (uintptr_t)(b + b_size) && (uintptr_t)b < (uintptr_t)(a + a_size);
}

/* Replaces the work array on top by a fresh one of the result's shape. */
static double *work_elsewhere(lua_State *L) {
  const solonL_array *result = lua_touserdata(L, -2);
  lua_pop(L, 1);
  if (result->dimensions == 1)
    return solonL_push_vector(L, result->rows)->data;
  return solonL_push_matrix(L, result->rows, result->columns)->data;
}

double *solonL_push_elementwise_out(lua_State *L, int options, const solonL_operand *like,
                                    const solonL_operand *operands, int count) {
  double *out = solonL_push_out(L, options, 0, &like->shape);
  size_t size = solonL_array_size(&like->shape);
  for (int i = 0; i < count; i++)
    if (operands[i].step == 1 && operands[i].data != out &&
        overlap(out, size, operands[i].data, size))
      return work_elsewhere(L);
  return out;
}

double *solonL_push_separate_out(lua_State *L, int options, size_t size, const solonL_array *like,
                                 const double *x, size_t x_size, const double *y, size_t y_size) {
  double *out = solonL_push_out(L, options, size, like);
  if (like != NULL)
    size = solonL_array_size(like);
  if (overlap(out, size, x, x_size) || overlap(out, size, y, y_size))
    return work_elsewhere(L);
  return out;
}

/* ---- construction ---------------------------------------------------------------------------- */

/* Sizes beyond this are refused as misuse before memory is asked for. */
#define MOST_ELEMENTS (INT64_C(1) << 48)

/* Pushes an array of the shape in arguments arg (rows) and arg + 1 (columns, optional). */
static solonL_array *push_of_shape(lua_State *L, int arg) {
  size_t rows = (size_t)solonL_check_integer(L, arg, 0, MOST_ELEMENTS);
  if (lua_isnoneornil(L, arg + 1))
    return solonL_push_vector(L, rows);
  return solonL_push_matrix(L, rows, (size_t)solonL_check_integer(L, arg + 1, 0, MOST_ELEMENTS));
}

static int fill_new(lua_State *L, solonL_array *a, double value) {
  (void)L;
  size_t size = solonL_array_size(a);
  for (size_t i = 0; i < size; i++)
    a->data[i] = value;
  return 1;
}

static int array_zeros(lua_State *L) {
  return fill_new(L, push_of_shape(L, 1), 0);
}

static int array_ones(lua_State *L) {
  return fill_new(L, push_of_shape(L, 1), 1);
}

static int array_full(lua_State *L) {
  double value = solonL_check_number(L, 1);
  return fill_new(L, push_of_shape(L, 2), value);
}

static int array_identity(lua_State *L) {
  size_t n = (size_t)solonL_check_integer(L, 1, 0, MOST_ELEMENTS);
  solonL_array *a = solonL_push_matrix(L, n, n);
  fill_new(L, a, 0);
  for (size_t i = 0; i < n; i++)
    a->data[i * (n + 1)] = 1;
  return 1;
}

/* Reads row `row` (on top of the stack: table or array) of a matrix under construction; the first
 * row fixes the width. */
static void read_row(lua_State *L, solonL_array **a, size_t rows, size_t row) {
  size_t width;
  if (lua_type(L, -1) != LUA_TTABLE && solonL_test_array(L, -1) == NULL)
    solonL_argument_error(L, 1, "row %zu: table or array expected, got %s", row + 1,
                          luaL_typename(L, -1));
  const double *data = solonL_check_vector(L, -1, &width);
  if (*a == NULL) {
    *a = solonL_push_matrix(L, rows, width);
    lua_insert(L, -2); /* the matrix stays below the row */
  }
  if (width != (*a)->columns)
    solonL_argument_error(L, 1, "row %zu: length %zu expected as in row 1, got %zu", row + 1,
                          (*a)->columns, width);
  if (width > 0)
    memcpy((*a)->data + row * width, data, width * sizeof *data);
  lua_pop(L, 1);
}

static int new_from_rows(lua_State *L) {
  size_t rows = (size_t)luaL_len(L, 1);
  solonL_array *a = NULL;
  for (size_t row = 0; row < rows; row++) {
    lua_geti(L, 1, (lua_Integer)row + 1);
    read_row(L, &a, rows, row);
  }
  return 1;
}

static int array_new(lua_State *L) {
  solonL_array *source = solonL_test_array(L, 1);
  if (source == NULL) {
    if (lua_type(L, 1) != LUA_TTABLE)
      solonL_type_error(L, 1, "array or table of numbers");
    lua_settop(L, 1);
    int first = lua_geti(L, 1, 1);
    lua_pop(L, 1);
    if (first == LUA_TTABLE || first == LUA_TUSERDATA)
      return new_from_rows(L);
  }
  size_t size;
  bool fresh = source == NULL || !solonL_array_contiguous(source);
  lua_settop(L, 1);
  const double *data = solonL_check_vector(L, 1, &size);
  if (fresh)
    return 1; /* what the check made is the new array */
  solonL_array *a = source->dimensions == 1 ? solonL_push_vector(L, size)
                                            : solonL_push_matrix(L, source->rows, source->columns);
  if (size > 0)
    memcpy(a->data, data, size * sizeof *data);
  return 1;
}

/* Elements in from, from + step, ... to, with the last one reached in spite of rounding. */
static double range_count(double from, double to, double step) {
  double steps = (to - from) / step;
  return steps < 0 ? 0 : floor(steps * (1 + 4 * 0x1p-52)) + 1;
}

static int array_range(lua_State *L) {
  double from = solonL_check_finite(L, 1), to = solonL_check_finite(L, 2);
  double step = lua_isnoneornil(L, 3) ? 1 : solonL_check_finite(L, 3);
  if (step == 0)
    solonL_argument_error(L, 3, "step other than 0 expected");
  double count = range_count(from, to, step);
  if (!(count <= (double)MOST_ELEMENTS))
    solonL_argument_error(L, 3, "step %.17g gives more than 2^48 elements", step);
  solonL_array *a = solonL_push_vector(L, (size_t)count);
  solon_range(from, step, a->rows, a->data);
  return 1;
}

static int array_linspace(lua_State *L) {
  double from = solonL_check_finite(L, 1), to = solonL_check_finite(L, 2);
  size_t n = (size_t)solonL_check_integer(L, 3, 2, MOST_ELEMENTS);
  solonL_array *a = solonL_push_vector(L, n);
  solon_range(from, (to - from) / (double)(n - 1), n, a->data);
  a->data[n - 1] = to;
  return 1;
}

static int array_generate(lua_State *L) {
  size_t n = (size_t)solonL_check_integer(L, 1, 0, MOST_ELEMENTS);
  if (lua_type(L, 2) != LUA_TFUNCTION)
    solonL_type_error(L, 2, "function");
  solonL_array *a = solonL_push_vector(L, n);
  for (size_t i = 0; i < n; i++) {
    lua_pushvalue(L, 2);
    lua_pushinteger(L, (lua_Integer)i + 1);
    lua_call(L, 1, 1);
    if (lua_type(L, -1) != LUA_TNUMBER)
      solonL_argument_error(L, 2, "function must return a number, got %s for %zu",
                            luaL_typename(L, -1), i + 1);
    a->data[i] = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
  return 1;
}

static int array_is_array(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushboolean(L, solonL_test_array(L, 1) != NULL);
  return 1;
}

/* ---- [] -------------------------------------------------------------------------------------- */

size_t solonL_check_position(lua_State *L, int arg, size_t size) {
  int64_t n = (int64_t)size, i = solonL_check_integer(L, arg, INT64_MIN, INT64_MAX);
  if (i >= 1 && i <= n)
    return (size_t)i - 1;
  if (i < 0 && i >= -n)
    return (size_t)(n + i);
  if (n == 0)
    solonL_argument_error(L, arg, "index %lld: the array is empty", (long long)i);
  solonL_argument_error(L, arg, "index in 1 .. %lld or -%lld .. -1 expected, got %lld",
                        (long long)n, (long long)n, (long long)i);
}

/* An end of a slice: negative from the end, `missing` when nil, in [low, high]. */
static int64_t slice_end(lua_State *L, int range, int field, int64_t n, int64_t missing,
                         int64_t low, int64_t high) {
  int exact = 1;
  int type = lua_geti(L, range, field);
  lua_Integer value = type == LUA_TNIL ? missing : lua_tointegerx(L, -1, &exact);
  if (!exact || (type != LUA_TNIL && type != LUA_TNUMBER))
    solonL_argument_error(L, range, "slice {from, to, step} holds integers, got %s",
                          luaL_tolstring(L, -1, NULL));
  lua_pop(L, 1);
  int64_t end = value < 0 ? n + 1 + value : value;
  if (end < low || end > high)
    solonL_argument_error(L, range, "slice end %lld outside an array of length %lld",
                          (long long)value, (long long)n);
  return end;
}

void solonL_push_slice(lua_State *L, int of, int range) {
  range = lua_absindex(L, range);
  const solonL_array *source = solonL_check_array(L, of);
  int64_t n = (int64_t)source->rows;
  lua_geti(L, range, 3);
  int exact = 1;
  int64_t step = lua_isnil(L, -1) ? 1 : lua_tointegerx(L, -1, &exact);
  if (!exact || step == 0 || step == INT64_MIN)
    solonL_argument_error(L, range, "slice step: nonzero integer expected, got %s",
                          luaL_tolstring(L, -1, NULL));
  lua_pop(L, 1);
  int64_t from, to;
  if (step > 0) {
    from = slice_end(L, range, 1, n, 1, 1, n + 1);
    to = slice_end(L, range, 2, n, n, 0, n);
  } else {
    from = slice_end(L, range, 1, n, n, 0, n);
    to = slice_end(L, range, 2, n, 1, 1, n + 1);
  }
  int64_t span = step > 0 ? to - from : from - to, stride = step > 0 ? step : -step;
  solonL_array *view = solonL_push_view(L, of);
  view->rows = span < 0 ? 0 : (size_t)(span / stride) + 1;
  if (view->rows > 0)
    view->data += (from - 1) * view->row_stride;
  view->row_stride *= view->rows > 1 ? (ptrdiff_t)step : 1;
}

static void push_row(lua_State *L, int of, size_t row) {
  solonL_array *view = solonL_push_view(L, of);
  view->data += (ptrdiff_t)row * view->row_stride;
  view->rows = view->columns;
  view->columns = 1;
  view->row_stride = view->column_stride;
  view->column_stride = 1;
  view->dimensions = 1;
}

/* a[i]: element (or row of a matrix); nil beyond the end, as tables do, so that ipairs works.
 * a[{from, to, step}]: view.  a.name: method. */
static int array_index(lua_State *L) {
  solonL_array *a = solonL_check_array(L, 1);
  if (lua_isinteger(L, 2)) {
    lua_Integer i = lua_tointeger(L, 2);
    if (i > 0 && (size_t)i <= a->rows && a->dimensions == 1) {
      lua_pushnumber(L, a->data[(i - 1) * a->row_stride]);
      return 1;
    }
    if (i > 0 && (size_t)i > a->rows)
      return luaL_pushfail(L), 1;
  }
  switch (lua_type(L, 2)) {
  case LUA_TSTRING:
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(1));
    return 1;
  case LUA_TTABLE:
    solonL_push_slice(L, 1, 2);
    return 1;
  case LUA_TNUMBER: {
    size_t i = solonL_check_position(L, 2, a->rows);
    if (a->dimensions == 2)
      push_row(L, 1, i);
    else
      lua_pushnumber(L, a->data[(ptrdiff_t)i * a->row_stride]);
    return 1;
  }
  default:
    solonL_type_error(L, 2, "index, slice {from, to, step} or method name");
  }
}

/* a[i] = number; m[i] = number or row; a[{from, to, step}] = number or column. */
static int array_newindex(lua_State *L) {
  solonL_array *a = solonL_check_array(L, 1);
  if (lua_type(L, 2) == LUA_TNUMBER && a->dimensions == 1) {
    double value = solonL_check_number(L, 3);
    a->data[(ptrdiff_t)solonL_check_position(L, 2, a->rows) * a->row_stride] = value;
    return 0;
  }
  lua_getfield(L, lua_upvalueindex(1), "assign");
  if (lua_type(L, 2) == LUA_TTABLE)
    solonL_push_slice(L, 1, 2);
  else if (lua_type(L, 2) == LUA_TNUMBER)
    push_row(L, 1, solonL_check_position(L, 2, a->rows));
  else
    solonL_type_error(L, 2, "index or slice {from, to, step}");
  lua_pushvalue(L, 3);
  lua_call(L, 2, 0);
  return 0;
}

static int array_length(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)solonL_check_array(L, 1)->rows);
  return 1;
}

/* Lua's < must give a boolean: say what to use instead. */
static int array_compare(lua_State *L) {
  solonL_error(L, "bad_argument", "a:lt(b), a:le(b), a:gt(b) and a:ge(b) compare the elements",
               "arrays have no order of their own");
}

/* ---- printing -------------------------------------------------------------------------------- */

enum { SHOW_ALL = 10, SHOW_HEAD = 4, SHOW_TAIL = 3 };

/* Adds element or row i; rows recur one level down. */
static void add_elements(luaL_Buffer *b, const double *data, size_t count, ptrdiff_t stride,
                         size_t inner, ptrdiff_t inner_stride, bool rows) {
  luaL_addchar(b, '{');
  for (size_t i = 0; i < count; i++) {
    if (i > 0)
      luaL_addstring(b, rows ? ",\n " : ", ");
    if (count > SHOW_ALL && i == SHOW_HEAD) {
      luaL_addstring(b, rows ? "...,\n " : "..., ");
      i = count - SHOW_TAIL;
    }
    const double *element = data + (ptrdiff_t)i * stride;
    if (rows) {
      add_elements(b, element, inner, inner_stride, 0, 0, false);
    } else {
      char text[SOLON_NUMBER_SIZE];
      luaL_addlstring(b, text, solon_number_format(*element, true, text));
    }
  }
  luaL_addchar(b, '}');
}

static int array_tostring(lua_State *L) {
  const solonL_array *a = solonL_check_array(L, 1);
  const char *shape = push_shape(L, a);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addstring(&b, "array(");
  luaL_addstring(&b, shape);
  luaL_addstring(&b, a->dimensions == 2 ? ")\n" : ") ");
  add_elements(&b, a->data, a->rows, a->row_stride, a->columns, a->column_stride,
               a->dimensions == 2);
  luaL_pushresult(&b);
  return 1;
}

/* ---- the module ------------------------------------------------------------------------------ */

/* Fills the metatable: indexing here, operators from the functions of the module (top of stack). */
static void set_metatable(lua_State *L) {
  static const char *const operators[][2] = {{"__add", "add"},           {"__sub", "subtract"},
                                             {"__mul", "multiply"},      {"__div", "divide"},
                                             {"__idiv", "floor_divide"}, {"__mod", "modulo"},
                                             {"__pow", "power"},         {"__band", "logical_and"},
                                             {"__bor", "logical_or"},    {"__bxor", "logical_xor"}};
  luaL_getmetatable(L, SOLONL_ARRAY);
  lua_pushvalue(L, -2);
  lua_pushcclosure(L, array_index, 1);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, -2);
  lua_pushcclosure(L, array_newindex, 1);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, array_length);
  lua_setfield(L, -2, "__len");
  lua_pushcfunction(L, array_tostring);
  lua_setfield(L, -2, "__tostring");
  lua_pushcfunction(L, array_compare);
  lua_setfield(L, -2, "__lt");
  lua_pushcfunction(L, array_compare);
  lua_setfield(L, -2, "__le");
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
    lua_getfield(L, -2, operators[i][1]);
    lua_setfield(L, -2, operators[i][0]);
  }
  lua_pop(L, 1);
}

int solonL_open_array(lua_State *L) {
  static const luaL_Reg functions[] = {{"new", array_new},
                                       {"zeros", array_zeros},
                                       {"ones", array_ones},
                                       {"full", array_full},
                                       {"identity", array_identity},
                                       {"range", array_range},
                                       {"linspace", array_linspace},
                                       {"generate", array_generate},
                                       {"is_array", array_is_array},
                                       {"length", array_length},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
  solonL_add_array_views(L);
  solonL_add_array_arithmetic(L);
  solonL_add_array_reductions(L);
  solonL_add_array_order(L);
  solonL_add_array_linalg(L);
  solonL_add_array_expression(L);
  set_metatable(L);
  return 1;
}
