/* voting.c - solon.voting: judged and voted contests, replayed under other rules. */
#include "voting.h"

#include "modules.h"

double *solonL_set_column(lua_State *L, const char *name, size_t size) {
  solonL_array *column = solonL_push_vector(L, size);
  lua_setfield(L, -2, name);
  return column->data;
}

const double *solonL_field_column(lua_State *L, int arg, const char *name, size_t *size) {
  if (lua_getfield(L, arg, name) == LUA_TNIL)
    return NULL;
  if (solonL_test_array(L, -1) == NULL && lua_type(L, -1) != LUA_TTABLE)
    solonL_argument_error(L, arg, "field '%s': array or table of numbers expected, got %s", name,
                          luaL_typename(L, -1));
  return solonL_check_vector(L, -1, size);
}

int solonL_open_voting(lua_State *L) {
  luaL_requiref(L, "solon.array", solonL_open_array, 0); /* the methods of the arrays given out */
  lua_pop(L, 1);
  luaL_newmetatable(L, SOLONL_SEASONS);
  lua_newtable(L);
  lua_setfield(L, -2, "__index");
  lua_newtable(L);
  solonL_add_voting_seasons(L);
  solonL_add_voting_rules(L);
  solonL_add_voting_replay(L);
  solonL_add_voting_batch(L);
  solonL_add_voting_pieces(L);
  solonL_add_voting_infer(L);
  solonL_add_voting_margin(L);
  solonL_add_voting_ensemble(L);
  return 1;
}
