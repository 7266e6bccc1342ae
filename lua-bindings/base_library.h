/* base_library.h - what Solon changes in Lua's own libraries; called once per universe. */
#ifndef SOLON_LUA_BASE_LIBRARY_H
#define SOLON_LUA_BASE_LIBRARY_H

#include <lua.h>

/* tostring, print, io.write, file:write, string.format's %s and table.concat write a float with the
 * fewest digits that read back as the same number (only the operator `..` is beyond reach and keeps
 * Lua's 14); load, loadfile and dofile take text, never precompiled chunks; os.setlocale leaves
 * numbers alone. [-0, +0, m] */
void solonL_replace_base(lua_State *L);

/* coroutine.resume, wrap and close record the running coroutine. [-0, +0, m] */
void solonL_replace_coroutine(lua_State *L);

#endif
