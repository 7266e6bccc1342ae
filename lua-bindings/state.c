/* state.c - allocator, libraries and module search of a Lua universe. */
#include "state.h"

#include "array_object.h"
#include "aux.h"
#include "base_library.h"
#include "modules.h"

#include "core/base/block.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/base/system.h"
#include "lua-bindings/host/embedded.h"

#include <lualib.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static const char script_directory_key = 'd';

/* Lua's blocks are counted against the same limit as Solon's; Lua tells the old size itself. */
static void *counted_allocator(void *data, void *pointer, size_t old_size, size_t new_size) {
  (void)data;
  if (pointer == NULL)
    old_size = 0; /* Lua passes a type tag here */
  if (new_size == 0) {
    solon_block_free(pointer, old_size);
    solon_memory_release(old_size);
    return NULL;
  }
  if (new_size > old_size && !solon_memory_reserve(new_size - old_size))
    return NULL;
  void *block = solon_block_resize(pointer, old_size, new_size);
  if (block == NULL && new_size > old_size) {
    solon_memory_release(new_size - old_size);
    return NULL;
  }
  if (new_size < old_size)
    solon_memory_release(old_size - new_size);
  return block != NULL ? block : pointer; /* Lua relies on shrinking never to fail */
}

/* Text chunks only: a precompiled chunk is not verified by Lua and may come from anywhere. */
static int load_text(lua_State *L, const char *source, size_t length, const char *chunk_name) {
  return luaL_loadbufferx(L, source, length, chunk_name, "t");
}

/* The modules a script may want, by the names of the embedded and of the C modules. */
static const char *const c_modules[] = {
#define SOLONL_NAME(name, opener) name,
    SOLONL_MODULES(SOLONL_NAME)
#undef SOLONL_NAME
};

static const char *nearest_module(lua_State *L, const char *name) {
  enum { C_MODULES = sizeof c_modules / sizeof *c_modules };
  size_t count = C_MODULES + solon_embedded_count;
  const char **names = solonL_scratch(L, count * sizeof *names);
  memcpy(names, c_modules, sizeof c_modules);
  for (size_t i = 0; i < solon_embedded_count; i++)
    names[C_MODULES + i] = solon_embedded_files[i].module;
  const char *nearest = solon_text_nearest(name, names, count);
  lua_pop(L, 1);
  return nearest;
}

static int search_embedded(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  const solon_embedded *file = solon_embedded_find(name);
  if (file == NULL) {
    const char *nearest = nearest_module(L, name);
    if (nearest == NULL)
      lua_pushfstring(L, "no module '%s' in the standard library", name);
    else
      lua_pushfstring(L, "no module '%s' in the standard library; did you mean '%s'?", name,
                      nearest);
    return 1;
  }
  if (load_text(L, file->text, file->length, file->chunk_name) != LUA_OK)
    return lua_error(L);
  lua_pushstring(L, file->chunk_name + 1);
  return 2;
}

/* Tries DIRECTORY/a/b.lua and DIRECTORY/a/b/init.lua for module a.b; the directory is on top. */
static int search_directory(lua_State *L, const char *name, const char *directory) {
  luaL_gsub(L, name, ".", "/");
  const char *path = lua_tostring(L, -1);
  for (int i = 0; i < 2; i++) {
    const char *file =
        lua_pushfstring(L, "%s/%s%s", directory, path, i == 0 ? ".lua" : "/init.lua");
    int status = luaL_loadfilex(L, file, "t");
    if (status == LUA_OK) {
      lua_pushstring(L, file);
      return 2;
    }
    if (status != LUA_ERRFILE)
      return luaL_error(L, "error loading module '%s':\n\t%s", name, lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  lua_pushfstring(L, "no file '%s/%s.lua' nor '%s/%s/init.lua'", directory, path, directory, path);
  return 1;
}

static int search_script_directory(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &script_directory_key) != LUA_TSTRING)
    return 0;
  return search_directory(L, name, lua_tostring(L, -1));
}

static int search_user_directory(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
  if (data != NULL && data[0] == '/')
    lua_pushfstring(L, "%s/solon/lua", data);
  else if (home != NULL && home[0] == '/')
    lua_pushfstring(L, "%s/.local/share/solon/lua", home);
  else
    return 0;
  return search_directory(L, name, lua_tostring(L, -1));
}

static void set_searchers(lua_State *L) {
  static const lua_CFunction searchers[] = {search_embedded, search_script_directory,
                                            search_user_directory};
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "searchers");
  lua_createtable(L, 4, 0);
  lua_rawgeti(L, -2, 1); /* Lua's own searcher of package.preload stays first */
  lua_rawseti(L, -2, 1);
  for (int i = 0; i < 3; i++) {
    lua_pushcfunction(L, searchers[i]);
    lua_rawseti(L, -2, i + 2);
  }
  lua_setfield(L, -3, "searchers");
  lua_pop(L, 1);
  /* no path is searched: LUA_PATH and LUA_CPATH have no effect */
  lua_pushliteral(L, "");
  lua_setfield(L, -2, "path");
  lua_pushliteral(L, "");
  lua_setfield(L, -2, "cpath");
  lua_pop(L, 1);
}

static int open_all(lua_State *L) {
  static const luaL_Reg modules[] = {
#define SOLONL_ENTRY(name, opener) {name, opener},
      SOLONL_MODULES(SOLONL_ENTRY)
#undef SOLONL_ENTRY
          {NULL, NULL}};
  solonL_open_aux(L);
  solonL_open_array_object(L);
  lua_pushboolean(L, 1);
  lua_setfield(L, LUA_REGISTRYINDEX, "LUA_NOENV");
  luaL_openlibs(L);
  solonL_replace_base(L);
  solonL_replace_coroutine(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  for (const luaL_Reg *module = modules; module->name != NULL; module++) {
    lua_pushcfunction(L, module->func);
    lua_setfield(L, -2, module->name);
  }
  lua_pop(L, 1);
  set_searchers(L);
  /* a low pause keeps a loop of large temporaries from piling up before they are collected */
  lua_gc(L, LUA_GCINC, 150, 100, 0);
  return 0;
}

static void prepare_process(void) {
  solon_quiet_libraries();
#if defined(__GLIBC__)
  /* Keep freed columns for the next ones: giving 8 MB back to the system and taking them again
   * costs more in page faults than the arithmetic on them.  What is larger, block.h keeps. */
  mallopt(M_MMAP_THRESHOLD, (int)SOLON_BLOCK_KEPT);
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
#endif
}

lua_State *solonL_new_state(void) {
  static pthread_once_t prepared = PTHREAD_ONCE_INIT;
  pthread_once(&prepared, prepare_process);
  lua_State *L = lua_newstate(counted_allocator, NULL);
  if (L == NULL)
    return NULL;
  lua_pushcfunction(L, open_all);
  if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
    lua_close(L);
    return NULL;
  }
  return L;
}

const char *solonL_script_directory(lua_State *L) {
  const char *directory = lua_rawgetp(L, LUA_REGISTRYINDEX, &script_directory_key) == LUA_TSTRING
                              ? lua_tostring(L, -1)
                              : "";
  lua_pop(L, 1); /* the registry keeps it */
  return directory;
}

void solonL_set_script_directory(lua_State *L, const char *directory) {
  if (directory[0] == '\0')
    lua_pushnil(L);
  else
    lua_pushstring(L, directory);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &script_directory_key);
}
