/* column_object.c - making columns and reading their elements. */
#include "column_object.h"

#include <string.h>

solon_column *solonL_test_column(lua_State *L, int arg) {
  return luaL_testudata(L, arg, SOLONL_COLUMN);
}

solon_column *solonL_check_column(lua_State *L, int arg) {
  solon_column *column = solonL_test_column(L, arg);
  if (column == NULL)
    solonL_type_error(L, arg, "column");
  return column;
}

solon_column *solonL_push_column(lua_State *L, solon_column_type type, size_t rows) {
  solon_column *column = lua_newuserdatauv(L, sizeof *column, 3);
  *column = (solon_column){.type = type};
  luaL_setmetatable(L, SOLONL_COLUMN);
  if (rows > SIZE_MAX / 2 / sizeof(double))
    solonL_check_status(L, SOLON_NO_MEMORY);
  column->data = lua_newuserdatauv(L, rows * solon_column_element_size(type), 0);
  lua_setiuservalue(L, -2, 1);
  column->null = solonL_scratch_zero(L, rows, 1);
  lua_setiuservalue(L, -2, 2);
  column->rows = rows;
  return column;
}

void solonL_copy_dictionary(lua_State *L, int at, size_t values, const uint64_t *offsets,
                            const char *bytes) {
  at = lua_absindex(L, at);
  solon_column *column = lua_touserdata(L, at);
  size_t used = values == 0 ? 0 : (size_t)offsets[values];
  size_t table = (values + 1) * sizeof *offsets;
  uint64_t *block = lua_newuserdatauv(L, table + used, 0);
  block[0] = 0;
  if (values > 0) {
    memcpy(block, offsets, table);
    memcpy((char *)block + table, bytes, used);
  }
  lua_setiuservalue(L, at, 3);
  column->values = values;
  column->offsets = block;
  column->bytes = (const char *)block + table;
}

void solonL_share_dictionary(lua_State *L, int from, int to) {
  from = lua_absindex(L, from);
  to = lua_absindex(L, to);
  const solon_column *source = lua_touserdata(L, from);
  solon_column *column = lua_touserdata(L, to);
  column->values = source->values;
  column->offsets = source->offsets;
  column->bytes = source->bytes;
  lua_getiuservalue(L, from, 3);
  lua_setiuservalue(L, to, 3);
}

void solonL_finish_column(lua_State *L, int at) {
  at = lua_absindex(L, at);
  solon_column *column = lua_touserdata(L, at);
  if (solon_column_null_count(column) > 0)
    return;
  column->null = NULL;
  lua_pushnil(L);
  lua_setiuservalue(L, at, 2);
}

void solonL_push_element(lua_State *L, const solon_column *column, size_t row) {
  if (solon_column_is_null(column, row)) {
    lua_pushnil(L);
    return;
  }
  switch (column->type) {
  case SOLON_COLUMN_NUMBER:
    lua_pushnumber(L, ((const double *)column->data)[row]);
    return;
  case SOLON_COLUMN_INTEGER:
    lua_pushinteger(L, ((const int64_t *)column->data)[row]);
    return;
  case SOLON_COLUMN_BOOLEAN:
    lua_pushboolean(L, ((const uint8_t *)column->data)[row]);
    return;
  default: {
    size_t length;
    const char *text = solon_column_text(column, row, &length);
    lua_pushlstring(L, text, length);
  }
  }
}
