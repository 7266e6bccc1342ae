/* random.h - what the files of solon.random share. */
#ifndef SOLON_LUA_RANDOM_H
#define SOLON_LUA_RANDOM_H

#include <lua.h>

int solonL_random_sobol(lua_State *L);
int solonL_random_copula(lua_State *L);
int solonL_random_quantile(lua_State *L);

#endif
