/* state.h - making a Lua universe with Solon in it, for the executable and each farm worker. */
#ifndef SOLON_LUA_STATE_H
#define SOLON_LUA_STATE_H

#include <lua.h>

/* A new state on Solon's counted allocator, with Lua's standard libraries, the C modules in
 * package.preload and the searchers in Solon's order (embedded stdlib, the running script's
 * directory, the user's directory).  NULL when there is no memory.  Close it with lua_close. */
lua_State *solonL_new_state(void);

/* The directory searched for modules beside the running script; "" for none. [-0, +0, m] */
void solonL_set_script_directory(lua_State *L, const char *directory);

/* The same directory, "" for none; valid until it is set again. [-0, +0, -] */
const char *solonL_script_directory(lua_State *L);

#endif
