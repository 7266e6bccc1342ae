/* optimize.h - what the files of solon.optimize share. */
#ifndef SOLON_LUA_OPTIMIZE_H
#define SOLON_LUA_OPTIMIZE_H

#include "array_object.h"

/* Raises unless the argument can be called. [-0, +0, e] */
void solonL_check_callable(lua_State *L, int arg);

/* Each puts its functions into the module table on top of the stack. [-0, +0, m] */
void solonL_add_optimize_evolution(lua_State *L);

#endif
