/* testing.c - solon.native.testing: injected allocation failures, for the test-suite's sweeps. */
#include "aux.h"
#include "modules.h"

#include "core/base/memory.h"

/* fail_after(n): the next n allocations of this thread succeed, then all fail until never(). */
static int testing_fail_after(lua_State *L) {
  solon_memory_fail_after(solonL_check_integer(L, 1, 0, INT64_MAX));
  return 0;
}

/* fail_never() -> whether an allocation was refused since fail_after. */
static int testing_fail_never(lua_State *L) {
  solon_memory_fail_never();
  lua_pushboolean(L, solon_memory_failed());
  return 1;
}

/* memory() -> bytes in use, highest bytes in use. */
static int testing_memory(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)solon_memory_used());
  lua_pushinteger(L, (lua_Integer)solon_memory_peak());
  return 2;
}

int solonL_open_testing(lua_State *L) {
  static const luaL_Reg functions[] = {{"fail_after", testing_fail_after},
                                       {"fail_never", testing_fail_never},
                                       {"memory", testing_memory},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
