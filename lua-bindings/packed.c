/* packed.c - solon.native.packed: arrays as text of one line, for journals. */
#include "array_object.h"
#include "modules.h"

#include "core/base/packed.h"

/* pack(array) -> text, rows, columns (nil for one dimension) */
static int packed_pack(lua_State *L) {
  const solonL_array shape = *solonL_check_array(L, 1);
  size_t count;
  const double *value = solonL_check_vector(L, 1, &count);
  size_t length = solon_packed_length(count);
  if (length == SIZE_MAX)
    return luaL_error(L, "not enough memory");
  luaL_Buffer text;
  solon_pack_doubles(value, count, luaL_buffinitsize(L, &text, length));
  luaL_pushresultsize(&text, length);
  lua_pushinteger(L, (lua_Integer)shape.rows);
  if (shape.dimensions == 1)
    lua_pushnil(L);
  else
    lua_pushinteger(L, (lua_Integer)shape.columns);
  return 3;
}

/* unpack(text, rows [, columns]) -> array, or nil when the text is damaged */
static int packed_unpack(lua_State *L) {
  size_t length;
  const char *text = solonL_check_string(L, 1, &length);
  bool matrix = !lua_isnoneornil(L, 3);
  size_t rows = (size_t)solonL_check_integer(L, 2, 0, INT64_MAX);
  size_t columns = matrix ? (size_t)solonL_check_integer(L, 3, 0, INT64_MAX) : 1;
  size_t count = 0;
  if (__builtin_mul_overflow(rows, columns, &count) || solon_packed_length(count) != length) {
    luaL_pushfail(L);
    return 1;
  }
  solonL_array *a = matrix ? solonL_push_matrix(L, rows, columns) : solonL_push_vector(L, rows);
  if (!solon_unpack_doubles(text, length, a->data, count))
    luaL_pushfail(L);
  return 1;
}

int solonL_open_packed(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"pack", packed_pack}, {"unpack", packed_unpack}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
