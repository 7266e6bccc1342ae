/* main.c - the solon executable: command line in, exit status out. */
#include "lua-bindings/aux.h"
#include "lua-bindings/state.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>



static int message_handler(lua_State *L) {
  const char *message = luaL_tolstring(L, 1, NULL);
  luaL_traceback(L, L, message, 1);
  return 1;
}

static int run_chunk(lua_State *L, int argc, char **argv) {
  int handler = lua_gettop(L);
  lua_pushcfunction(L, message_handler);
  lua_insert(L, handler);
  lua_createtable(L, argc, 1);
  for (int i = 0; i < argc; i++) {
    lua_pushstring(L, argv[i]);
    lua_rawseti(L, -2, i);
  }
  lua_setglobal(L, "arg");
  if (lua_pcall(L, 0, 0, handler) == LUA_OK)
    return EXIT_SUCCESS;
  fprintf(stderr, "solon: %s\n", lua_tostring(L, -1));
  return EXIT_FAILURE;
}

int main(int argc, char **argv) {
  if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
    puts("Solon " SOLON_VERSION);
    return EXIT_SUCCESS;
  }
  lua_State *L = solonL_new_state();
  if (L == NULL) {
    fputs("solon: not enough memory\n", stderr);
    return EXIT_FAILURE;
  }
  int status, result = EXIT_FAILURE;
  if (argc >= 3 && strcmp(argv[1], "-e") == 0)
    status = luaL_loadbufferx(L, argv[2], strlen(argv[2]), "=-e", "t");
  else
    status = luaL_loadfilex(L, argc >= 2 && strcmp(argv[1], "-") != 0 ? argv[1] : NULL, "t");
  if (status == LUA_OK)
    result = run_chunk(L, argc > 1 ? argc - 1 : argc, argc > 1 ? argv + 1 : argv);
  else
    fprintf(stderr, "solon: %s\n", lua_tostring(L, -1));
  lua_close(L);
  return result;
}
