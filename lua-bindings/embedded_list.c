/* embedded_list.c - solon.native.embedded: the names of the modules inside the executable. */
#include "aux.h"
#include "modules.h"

#include "lua-bindings/host/embedded.h"

/* names() -> sequence of module names, sorted. */
static int embedded_names(lua_State *L) {
  lua_createtable(L, (int)solon_embedded_count, 0);
  for (size_t i = 0; i < solon_embedded_count; i++) {
    lua_pushstring(L, solon_embedded_files[i].module);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* source(name) -> text, or nil when there is no such module. */
static int embedded_source(lua_State *L) {
  const solon_embedded *file = solon_embedded_find(solonL_check_string(L, 1, NULL));
  if (file == NULL)
    luaL_pushfail(L);
  else
    lua_pushlstring(L, file->text, file->length);
  return 1;
}

int solonL_open_embedded(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"names", embedded_names}, {"source", embedded_source}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
