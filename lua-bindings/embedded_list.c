/* embedded_list.c - solon.native.embedded: what lies inside the executable: modules and scripts. */
#include "aux.h"
#include "modules.h"

#include "lua-bindings/host/embedded.h"

static int push_names(lua_State *L, const solon_embedded *files, size_t count) {
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushstring(L, files[i].module);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int push_text(lua_State *L, const solon_embedded *file) {
  if (file == NULL)
    luaL_pushfail(L);
  else
    lua_pushlstring(L, file->text, file->length);
  return 1;
}

/* names() -> sequence of module names, sorted. */
static int embedded_names(lua_State *L) {
  return push_names(L, solon_embedded_files, solon_embedded_count);
}

/* source(name) -> text, or nil when there is no such module. */
static int embedded_source(lua_State *L) {
  return push_text(L, solon_embedded_find(solonL_check_string(L, 1, NULL)));
}

/* scripts() -> sequence of paths under scripts/, such as "inference/compare-groups.lua", sorted. */
static int embedded_scripts(lua_State *L) {
  return push_names(L, solon_script_files, solon_script_count);
}

/* script(path) -> text, or nil when there is no such file. */
static int embedded_script(lua_State *L) {
  return push_text(L, solon_script_find(solonL_check_string(L, 1, NULL)));
}

int solonL_open_embedded(lua_State *L) {
  static const luaL_Reg functions[] = {{"names", embedded_names},
                                       {"source", embedded_source},
                                       {"scripts", embedded_scripts},
                                       {"script", embedded_script},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
