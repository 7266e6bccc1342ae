/* session.c - solon.native.session: what the read-evaluate-print loop, written in Lua, needs of the
 * host: a line editor, and calls that Ctrl-C ends without ending the loop. */
#include "editor.h"
#include "interrupt.h"
#include "traceback.h"

#include "core/base/memory.h"
#include "core/data/duckdb_library.h"
#include "lua-bindings/modules.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char completer_key = 'c';

static const solonL_editor *editor(void) {
  static const solonL_editor *found;
  if (found == NULL)
    found = solonL_editor_find();
  return found;
}

/* call(f, ...) -> true, results ... | false, message, "error" | "interrupted" | "time_limit".  The
 * message is text with a traceback that leaves out the host's own frames. */
static int session_call(lua_State *L) {
  solonL_stop stop;
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_pushcfunction(L, solonL_traceback);
  lua_insert(L, 1);
  int status = solonL_guarded_call(L, lua_gettop(L) - 2, LUA_MULTRET, 1, &stop);
  if (status == LUA_OK && stop == SOLONL_STOP_NONE) {
    lua_pushboolean(L, 1);
    lua_replace(L, 1);
    return lua_gettop(L);
  }
  const char *text = status != LUA_OK ? solonL_error_text(L, stop) : "interrupted";
  lua_pushboolean(L, 0);
  lua_pushstring(L, text);
  lua_pushstring(L, stop == SOLONL_STOP_TIME_LIMIT ? "time_limit"
                    : stop != SOLONL_STOP_NONE     ? "interrupted"
                                                   : "error");
  return 3;
}

/* read(prompt) -> line, or nil and "end", "interrupted" or "time_limit" */
static int session_read(lua_State *L) {
  static char *line; /* freed by the next call, so that an error while pushing leaks nothing */
  const char *prompt = solonL_check_string(L, 1, NULL);
  free(line);
  line = NULL;
  fflush(stdout);
  solonL_read outcome = editor()->read(prompt, &line);
  solonL_stop stop = solonL_interrupt_take();
  if (outcome == SOLONL_READ_LINE && stop == SOLONL_STOP_NONE) {
    lua_pushstring(L, line);
    return 1;
  }
  lua_pushnil(L);
  lua_pushstring(L, stop == SOLONL_STOP_TIME_LIMIT ? "time_limit"
                    : outcome == SOLONL_READ_END   ? "end"
                                                   : "interrupted");
  return 2;
}

/* A NULL-terminated copy, by malloc, of the strings in the table on top. */
static char **copy_strings(lua_State *L) {
  size_t count = (size_t)lua_rawlen(L, -1), kept = 0;
  if (count == 0)
    return NULL;
  char **list = calloc(count + 1, sizeof *list);
  for (size_t i = 0; list != NULL && i < count; i++) {
    if (lua_rawgeti(L, -1, (lua_Integer)i + 1) == LUA_TSTRING)
      list[kept] = strdup(lua_tostring(L, -1));
    kept += list[kept] != NULL;
    lua_pop(L, 1);
  }
  return list;
}

/* Asks the Lua function for candidates; one that fails has none. */
static char **complete(void *data, const char *line, size_t start, size_t end) {
  lua_State *L = data;
  char **list = NULL;
  if (!lua_checkstack(L, 8))
    return NULL;
  int top = lua_gettop(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &completer_key);
  lua_pushstring(L, line);
  lua_pushinteger(L, (lua_Integer)start + 1);
  lua_pushinteger(L, (lua_Integer)end);
  if (lua_pcall(L, 3, 1, 0) == LUA_OK && lua_istable(L, -1))
    list = copy_strings(L);
  lua_settop(L, top);
  return list;
}

/* set_completer(f): f(line, first, last) -> sequence of what could stand at line:sub(first, last)
 */
static int session_set_completer(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &completer_key);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
  editor()->set_completer(complete, lua_tothread(L, -1));
  return 0;
}

static int session_add_history(lua_State *L) {
  editor()->add_history(solonL_check_string(L, 1, NULL));
  return 0;
}

static int session_load_history(lua_State *L) {
  editor()->load_history(solonL_check_string(L, 1, NULL));
  return 0;
}

static int session_save_history(lua_State *L) {
  editor()->save_history(solonL_check_string(L, 1, NULL));
  return 0;
}

/* is_terminal(descriptor) -> boolean */
static int session_is_terminal(lua_State *L) {
  lua_pushboolean(L, isatty((int)solonL_check_integer(L, 1, 0, 2)));
  return 1;
}

/* readline() -> version of the library, or nil and why there is none */
static int session_readline(lua_State *L) {
#ifdef SOLON_WITH_READLINE
  void *library = dlopen("libreadline.so.8", RTLD_NOW | RTLD_LOCAL);
  const char *const *version = library != NULL ? dlsym(library, "rl_library_version") : NULL;
  if (version != NULL) {
    lua_pushstring(L, *version);
    return 1;
  }
  const char *reason = dlerror();
  lua_pushnil(L);
  lua_pushstring(L, reason != NULL ? reason : "libreadline.so.8 has no version");
#else
  lua_pushnil(L);
  lua_pushliteral(L, "built without it");
#endif
  return 2;
}

/* duckdb() -> version of the library, or nil and what was tried */
static int session_duckdb(lua_State *L) {
  const solon_duckdb *duckdb;
  solon_status status = solon_duckdb_load(solonL_context(L), &duckdb);
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_pushstring(L, duckdb->library_version());
  return 1;
}

/* memory_limit() -> bytes; 0 for none */
static int session_memory_limit(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)solon_memory_limit());
  return 1;
}

/* address_space_limit() -> bytes (ulimit -v); 0 for none */
static int session_address_space_limit(lua_State *L) {
  struct rlimit limit;
  bool limited = getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  lua_pushinteger(L, limited ? (lua_Integer)limit.rlim_cur : 0);
  return 1;
}

int solonL_open_session(lua_State *L) {
  static const luaL_Reg functions[] = {{"call", session_call},
                                       {"read", session_read},
                                       {"set_completer", session_set_completer},
                                       {"add_history", session_add_history},
                                       {"load_history", session_load_history},
                                       {"save_history", session_save_history},
                                       {"is_terminal", session_is_terminal},
                                       {"readline", session_readline},
                                       {"duckdb", session_duckdb},
                                       {"memory_limit", session_memory_limit},
                                       {"address_space_limit", session_address_space_limit},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
