/* array_object.c - storage, headers and views of arrays; arguments and results of that type. */
#include "array_object.h"

#include <stdint.h>
#include <string.h>

bool solonL_array_contiguous(const solonL_array *a) {
  if (a->dimensions == 1)
    return a->row_stride == 1 || a->rows <= 1;
  return a->column_stride == 1 && (a->row_stride == (ptrdiff_t)a->columns || a->rows <= 1);
}

/* Every header holds the address of this; no other userdata of that size does. */
static const char array_identity = 'a';

solonL_array *solonL_test_array(lua_State *L, int arg) {
  solonL_array *a = lua_touserdata(L, arg);
  /* size and identity cost a third of looking at the metatable */
  if (a == NULL || lua_rawlen(L, arg) != sizeof *a || a->identity != &array_identity)
    return NULL;
  return a;
}

solonL_array *solonL_check_array(lua_State *L, int arg) {
  solonL_array *a = solonL_test_array(L, arg);
  if (a == NULL)
    solonL_type_error(L, arg, "array");
  return a;
}

static solonL_array *push_header(lua_State *L) {
  solonL_array *a = lua_newuserdatauv(L, sizeof *a, 1);
  *a = (solonL_array){0}; /* a valid empty array before anything else can fail */
  a->identity = &array_identity;
  a->dimensions = 1;
  a->columns = 1;
  luaL_setmetatable(L, SOLONL_ARRAY);
  return a;
}

/* Large columns begin at cache lines of their own, each 512 bytes further into its page than the
 * one before: columns that begin alike fall into the same few places of the first cache, and loops
 * over several of them take up to a quarter longer. */
enum { CACHE_LINE = 64, STEP = 512, STEPS = 8, LARGE = 65536 };

static double *push_storage(lua_State *L, size_t bytes) {
  static _Thread_local unsigned count;
  if (bytes < LARGE)
    return lua_newuserdatauv(L, bytes, 0);
  unsigned char *block = lua_newuserdatauv(L, bytes + CACHE_LINE + STEP * STEPS, 0);
  size_t before = (CACHE_LINE - (uintptr_t)block % CACHE_LINE) % CACHE_LINE;
  return (double *)(void *)(block + before + STEP * (count++ % STEPS));
}

static solonL_array *push_array(lua_State *L, size_t rows, size_t columns, int dimensions) {
  if (columns != 0 && rows > SIZE_MAX / 2 / sizeof(double) / columns)
    solonL_check_status(L, SOLON_NO_MEMORY);
  solonL_array *a = push_header(L);
  a->data = push_storage(L, rows * columns * sizeof(double));
  lua_setiuservalue(L, -2, 1);
  a->dimensions = dimensions;
  a->rows = rows;
  a->columns = columns;
  a->row_stride = (ptrdiff_t)columns;
  a->column_stride = 1;
  return a;
}

solonL_array *solonL_push_vector(lua_State *L, size_t size) {
  return push_array(L, size, 1, 1);
}

solonL_array *solonL_push_matrix(lua_State *L, size_t rows, size_t columns) {
  return push_array(L, rows, columns, 2);
}

solonL_array *solonL_push_view(lua_State *L, int of) {
  of = lua_absindex(L, of);
  const solonL_array *source = lua_touserdata(L, of);
  solonL_array *view = push_header(L);
  *view = *source;
  lua_getiuservalue(L, of, 1);
  lua_setiuservalue(L, -2, 1);
  return view;
}

static void gather(const solonL_array *a, double *out) {
  for (size_t i = 0; i < a->rows; i++) {
    const double *row = a->data + (ptrdiff_t)i * a->row_stride;
    for (size_t j = 0; j < a->columns; j++)
      *out++ = row[(ptrdiff_t)j * a->column_stride];
  }
}

static void scatter(const double *in, solonL_array *a) {
  for (size_t i = 0; i < a->rows; i++) {
    double *row = a->data + (ptrdiff_t)i * a->row_stride;
    for (size_t j = 0; j < a->columns; j++)
      row[(ptrdiff_t)j * a->column_stride] = *in++;
  }
}

/* Replaces a strided array in its stack slot by a contiguous copy. */
static solonL_array *make_contiguous(lua_State *L, int arg, solonL_array *a) {
  if (solonL_array_contiguous(a))
    return a;
  solonL_array *copy = push_array(L, a->rows, a->columns, a->dimensions);
  gather(a, copy->data);
  lua_replace(L, arg);
  return copy;
}

static const double *table_to_vector(lua_State *L, int arg, size_t *size) {
  size_t n = (size_t)luaL_len(L, arg);
  solonL_array *a = solonL_push_vector(L, n);
  for (size_t i = 0; i < n; i++) {
    lua_geti(L, arg, (lua_Integer)i + 1);
    if (lua_type(L, -1) != LUA_TNUMBER)
      solonL_argument_error(L, arg, "number expected at position %zu, got %s", i + 1,
                            luaL_typename(L, -1));
    a->data[i] = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
  lua_replace(L, arg);
  *size = n;
  return a->data;
}

const double *solonL_check_vector(lua_State *L, int arg, size_t *size) {
  arg = lua_absindex(L, arg);
  solonL_array *a = solonL_test_array(L, arg);
  if (a == NULL) {
    if (lua_type(L, arg) != LUA_TTABLE)
      solonL_type_error(L, arg, "array or table of numbers");
    return table_to_vector(L, arg, size);
  }
  a = make_contiguous(L, arg, a);
  *size = solonL_array_size(a);
  return a->data;
}

const double *solonL_check_vector_of(lua_State *L, int arg, size_t size) {
  size_t actual;
  const double *data = solonL_check_vector(L, arg, &actual);
  if (actual != size)
    solonL_argument_error(L, arg, "length %zu expected, got %zu", size, actual);
  return data;
}

const double *solonL_check_matrix(lua_State *L, int arg, size_t *rows, size_t *columns) {
  arg = lua_absindex(L, arg);
  solonL_array *a = solonL_check_array(L, arg);
  if (a->dimensions != 2)
    solonL_argument_error(L, arg, "matrix expected, got a column of %zu elements", a->rows);
  a = make_contiguous(L, arg, a);
  *rows = a->rows;
  *columns = a->columns;
  return a->data;
}

static bool push_given_out(lua_State *L, int options) {
  if (lua_type(L, options) != LUA_TTABLE)
    return false;
  if (lua_getfield(L, options, "out") != LUA_TNIL)
    return true;
  lua_pop(L, 1);
  return false;
}

double *solonL_push_out(lua_State *L, int options, size_t size, const solonL_array *like) {
  size_t rows = like != NULL ? like->rows : size, columns = like != NULL ? like->columns : 1;
  int dimensions = like != NULL ? like->dimensions : 1;
  if (!push_given_out(L, options)) {
    solonL_array *a = push_array(L, rows, columns, dimensions);
    lua_pushvalue(L, -1);
    return a->data;
  }
  solonL_array *out = solonL_test_array(L, -1);
  if (out == NULL)
    solonL_argument_error(L, options, "option 'out': array expected, got %s", luaL_typename(L, -1));
  if (out->rows != rows || out->columns != columns || out->dimensions != dimensions)
    solonL_argument_error(L, options, "option 'out': shape %zu x %zu expected, got %zu x %zu", rows,
                          columns, out->rows, out->columns);
  if (solonL_array_contiguous(out)) {
    lua_pushvalue(L, -1);
    return out->data;
  }
  return push_array(L, rows, columns, dimensions)->data;
}

void solonL_finish_out(lua_State *L) {
  solonL_array *result = lua_touserdata(L, -2), *work = lua_touserdata(L, -1);
  if (result != work)
    scatter(work->data, result);
  lua_pop(L, 1);
}

void solonL_open_array_object(lua_State *L) {
  luaL_newmetatable(L, SOLONL_ARRAY);
  lua_pushliteral(L, "array");
  lua_setfield(L, -2, "__name");
  lua_pop(L, 1);
}
