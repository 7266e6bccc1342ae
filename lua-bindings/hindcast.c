/* hindcast.c - solon.native.hindcast: fits of one parameter of the index; stdlib's solon.governance
 * checks what users pass. */
#include "array_object.h"
#include "aux.h"
#include "modules.h"

#include "core/index/hindcast.h"

/* actual, base, gain [, weights]: columns of one length; scale, low, high: numbers. */
enum { ACTUAL = 1, BASE, GAIN, SCALE, LOW, HIGH, WEIGHTS };

static solon_hindcast check_hindcast(lua_State *L) {
  solon_hindcast hindcast = {0};
  lua_settop(L, WEIGHTS);
  hindcast.actual = solonL_check_vector(L, ACTUAL, &hindcast.weeks);
  hindcast.base = solonL_check_vector_of(L, BASE, hindcast.weeks);
  hindcast.gain = solonL_check_vector_of(L, GAIN, hindcast.weeks);
  hindcast.scale = solonL_check_number(L, SCALE);
  if (!lua_isnil(L, WEIGHTS))
    hindcast.weight = solonL_check_vector_of(L, WEIGHTS, hindcast.weeks);
  return hindcast;
}

typedef solon_status fit_function(solon_context *, const solon_hindcast *, double, double,
                                  solon_turn *, solon_least_error *);

/* -> x, error, end of the flat part, whether any week depends on x */
static int fit(lua_State *L, fit_function *minimise) {
  solon_hindcast hindcast = check_hindcast(L);
  double low = solonL_check_number(L, LOW), high = solonL_check_number(L, HIGH);
  solon_least_error found;
  solon_turn *work = solonL_scratch(L, (2 * hindcast.weeks + 2) * sizeof *work);
  solon_status status = minimise(solonL_context(L), &hindcast, low, high, work, &found);
  if (status == SOLON_BAD_ARGUMENT)
    solonL_argument_error(L, LOW, "%s", solonL_context(L)->detail);
  solonL_check_status(L, status);
  lua_pushnumber(L, found.x);
  lua_pushnumber(L, found.error);
  lua_pushnumber(L, found.flat);
  lua_pushboolean(L, status != SOLON_DEGENERATE);
  return 4;
}

static int hindcast_fit_synergy(lua_State *L) {
  return fit(L, solon_fit_synergy);
}

static int hindcast_fit_volatility(lua_State *L) {
  return fit(L, solon_fit_volatility);
}

static const luaL_Reg functions[] = {
    {"fit_synergy", hindcast_fit_synergy},
    {"fit_volatility", hindcast_fit_volatility},
    {NULL, NULL},
};

int solonL_open_hindcast(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
