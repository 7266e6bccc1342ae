/* array.c - solon.array: construction, views, arithmetic and reductions over columns. */
#include "array_object.h"
#include "modules.h"

#include <string.h>

static int array_new(lua_State *L) {
  size_t n;
  const double *data = solonL_check_vector(L, 1, &n);
  solonL_array *a = solonL_push_vector(L, n);
  if (n > 0)
    memcpy(a->data, data, n * sizeof *data);
  return 1;
}

static int array_length(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)solonL_check_array(L, 1)->rows);
  return 1;
}

int solonL_open_array(lua_State *L) {
  static const luaL_Reg functions[] = {{"new", array_new}, {"length", array_length}, {NULL, NULL}};
  luaL_newlib(L, functions);
  luaL_getmetatable(L, SOLONL_ARRAY);
  lua_pushvalue(L, -2);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, array_length);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
  return 1;
}
