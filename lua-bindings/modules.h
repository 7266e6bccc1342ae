/* modules.h - every C module and its Lua name: the one list that state.c registers. */
#ifndef SOLON_LUA_MODULES_H
#define SOLON_LUA_MODULES_H

#include <lua.h>

/* X(name, opener) */
#define SOLONL_MODULES(X)                                                                          \
  X("solon.array", solonL_open_array)                                                              \
  X("solon.farm", solonL_open_farm)                                                                \
  X("solon.index", solonL_open_index)                                                              \
  X("solon.inference", solonL_open_inference)                                                      \
  X("solon.json", solonL_open_json)                                                                \
  X("solon.optimize", solonL_open_optimize)                                                        \
  X("solon.random", solonL_open_random)                                                            \
  X("solon.voting", solonL_open_voting)                                                            \
  X("solon.resample", solonL_open_resample)                                                        \
  X("solon.native.embedded", solonL_open_embedded)                                                 \
  X("solon.native.frame", solonL_open_frame)                                                       \
  X("solon.native.governance", solonL_open_governance)                                             \
  X("solon.native.head", solonL_open_head)                                                         \
  X("solon.native.hindcast", solonL_open_hindcast)                                                 \
  X("solon.native.packed", solonL_open_packed)                                                     \
  X("solon.native.sensitivity", solonL_open_sensitivity)                                           \
  X("solon.native.session", solonL_open_session)                                                   \
  X("solon.native.system", solonL_open_system)                                                     \
  X("solon.native.testing", solonL_open_testing)

#define SOLONL_DECLARE(name, opener) int opener(lua_State *L);
SOLONL_MODULES(SOLONL_DECLARE)
#undef SOLONL_DECLARE

#endif
