/* optimize.c - solon.optimize: the best point of a box, of a region, of a line. */
#include "optimize.h"

#include "modules.h"

void solonL_check_callable(lua_State *L, int arg) {
  if (lua_type(L, arg) == LUA_TFUNCTION)
    return;
  if (luaL_getmetafield(L, arg, "__call") == LUA_TNIL)
    solonL_type_error(L, arg, "function");
  lua_pop(L, 1);
}

int solonL_open_optimize(lua_State *L) {
  luaL_requiref(L, "solon.array", solonL_open_array, 0); /* the methods of the arrays given out */
  lua_pop(L, 1);
  lua_newtable(L);
  solonL_add_optimize_evolution(L);
  return 1;
}
