/* voting_seasons.c - the seasons of a contest as a Lua value. */
#include "voting.h"

#include <string.h>

const solon_seasons *solonL_check_seasons(lua_State *L, int arg) {
  const solon_seasons *seasons = luaL_testudata(L, arg, SOLONL_SEASONS);
  if (seasons == NULL)
    solonL_type_error(L, arg, "seasons");
  return seasons;
}

void solonL_push_names(lua_State *L, int names, const solon_seasons *seasons, size_t s,
                       uint64_t set) {
  names = lua_absindex(L, names);
  lua_createtable(L, __builtin_popcountll(set), 0);
  lua_Integer count = 0;
  for (uint64_t rest = set; rest != 0; rest &= rest - 1) {
    size_t i = seasons->contestant_start[s] + (size_t)__builtin_ctzll(rest);
    lua_rawgeti(L, names, (lua_Integer)i + 1);
    lua_rawseti(L, -2, ++count);
  }
}

static void *push_block(lua_State *L, size_t bytes, int names) {
  names = lua_absindex(L, names);
  void *block = lua_newuserdatauv(L, bytes, 1);
  memset(block, 0, bytes);
  lua_pushvalue(L, names);
  lua_setiuservalue(L, -2, 1);
  return block;
}

/* A column that must be there (or may be absent) and has the length of the others. */
static const double *column(lua_State *L, const char *name, size_t *size, bool needed) {
  size_t actual = 0;
  const double *data = solonL_field_column(L, 1, name, &actual);
  if (data == NULL && needed)
    solonL_argument_error(L, 1, "field '%s' missing", name);
  if (data != NULL && *size != SIZE_MAX && actual != *size)
    solonL_argument_error(L, 1, "field '%s': length %zu expected, got %zu", name, *size, actual);
  if (data != NULL)
    *size = actual;
  return data;
}

/* Pushes a copy of field "name", a sequence of `count` strings; without the field, "1", "2", ... */
static void push_name_table(lua_State *L, size_t count) {
  int type = lua_getfield(L, 1, "name");
  if (type != LUA_TNIL && type != LUA_TTABLE)
    solonL_argument_error(L, 1, "field 'name': table of strings expected, got %s",
                          luaL_typename(L, -1));
  lua_createtable(L, (int)count, 0);
  for (size_t i = 1; i <= count; i++) {
    if (type == LUA_TNIL) {
      lua_pushfstring(L, "%I", (LUAI_UACINT)i);
    } else if (lua_geti(L, -2, (lua_Integer)i) != LUA_TSTRING) {
      solonL_argument_error(L, 1, "field 'name': string expected at position %zu, got %s", i,
                            luaL_typename(L, -1));
    }
    lua_rawseti(L, -2, (lua_Integer)i);
  }
  if (type == LUA_TTABLE && luaL_len(L, -2) != (lua_Integer)count)
    solonL_argument_error(L, 1, "field 'name': length %zu expected, got %lld", count,
                          (long long)luaL_len(L, -2));
}

static int voting_seasons(lua_State *L) {
  static const char *const known[] = {"name",       "season", "placement", "withdrew",
                                      "contestant", "week",   "total",     "judges",
                                      "share",      "snap",   NULL};
  if (lua_type(L, 1) != LUA_TTABLE)
    solonL_type_error(L, 1, "table of columns");
  solonL_check_options(L, 1, known);
  lua_settop(L, 1);
  luaL_checkstack(L, 20, NULL);
  solon_season_columns c = {.contestants = SIZE_MAX, .rows = SIZE_MAX};
  c.season = column(L, "season", &c.contestants, true);
  c.placement = column(L, "placement", &c.contestants, true);
  c.withdrew = column(L, "withdrew", &c.contestants, false);
  c.contestant = column(L, "contestant", &c.rows, true);
  c.week = column(L, "week", &c.rows, true);
  c.total = column(L, "total", &c.rows, true);
  c.judges = column(L, "judges", &c.rows, true);
  c.share = column(L, "share", &c.rows, false);
  c.snap = solonL_option_number(L, 1, "snap", 72);
  solon_context *context = solonL_context(L);
  int32_t *last_week = solonL_scratch(L, c.contestants * sizeof *last_week);
  size_t bytes;
  solonL_check_status(L, solon_seasons_measure(context, &c, last_week, &bytes));
  push_name_table(L, c.contestants);
  void *block = push_block(L, bytes, -1);
  solonL_check_status(L, solon_seasons_build(context, &c, last_week, block));
  luaL_setmetatable(L, SOLONL_SEASONS); /* only a finished one can be used */
  return 1;
}

void solonL_push_seasons_with_shares(lua_State *L, int from, const double *share) {
  from = lua_absindex(L, from);
  const solon_seasons *seasons = solonL_check_seasons(L, from);
  lua_getiuservalue(L, from, 1);
  size_t bytes = lua_rawlen(L, from);
  void *block = push_block(L, bytes, -1);
  solonL_check_status(L,
                      solon_seasons_with_shares(solonL_context(L), seasons, bytes, share, block));
  luaL_setmetatable(L, SOLONL_SEASONS);
  lua_remove(L, -2);
}

static int seasons_with_shares(lua_State *L) {
  const solon_seasons *from = solonL_check_seasons(L, 1);
  solonL_push_seasons_with_shares(L, 1, solonL_check_vector_of(L, 2, from->rows));
  return 1;
}

static int seasons_info(lua_State *L) {
  const solon_seasons *s = solonL_check_seasons(L, 1);
  solon_season_counts counts;
  solon_seasons_count(s, &counts);
  solonL_push_record(L, "seasons");
  solonL_set_integer(L, "seasons", (int64_t)s->seasons);
  solonL_set_integer(L, "contestants", (int64_t)s->contestants);
  solonL_set_integer(L, "season_weeks", (int64_t)s->weeks);
  solonL_set_integer(L, "contestant_weeks", (int64_t)s->rows);
  solonL_set_integer(L, "elimination_weeks", counts.single + counts.two + counts.more);
  solonL_set_integer(L, "single", counts.single);
  solonL_set_integer(L, "double", counts.two);
  solonL_set_integer(L, "more", counts.more);
  solonL_set_integer(L, "no_elimination", counts.none);
  solonL_set_integer(L, "withdrawals", counts.withdrawals);
  return 1;
}

static int seasons_columns(lua_State *L) {
  const solon_seasons *s = solonL_check_seasons(L, 1);
  lua_newtable(L);
  lua_getiuservalue(L, 1, 1);
  lua_createtable(L, (int)s->contestants, 0);
  for (size_t i = 1; i <= s->contestants; i++) {
    lua_rawgeti(L, -2, (lua_Integer)i);
    lua_rawseti(L, -2, (lua_Integer)i);
  }
  lua_setfield(L, -3, "name");
  lua_pop(L, 1);
  double *season = solonL_set_column(L, "season", s->contestants);
  double *placement = solonL_set_column(L, "placement", s->contestants);
  double *withdrew = solonL_set_column(L, "withdrew", s->contestants);
  double *last_week = solonL_set_column(L, "last_week", s->contestants);
  double *skill = solonL_set_column(L, "skill", s->contestants);
  double *popularity = solonL_set_column(L, "popularity", s->contestants);
  for (size_t k = 0; k < s->seasons; k++)
    for (size_t i = s->contestant_start[k]; i < s->contestant_start[k + 1]; i++) {
      season[i] = s->number[k];
      placement[i] = s->placement[i];
      withdrew[i] = !(s->never_withdrew[k] >> (i - s->contestant_start[k]) & 1);
      last_week[i] = s->last_week[i] + 1;
      skill[i] = s->skill[i];
      popularity[i] = s->popularity[i];
    }
  return 1;
}

static int seasons_tostring(lua_State *L) {
  const solon_seasons *s = solonL_check_seasons(L, 1);
  lua_pushfstring(L, "%I seasons, %I contestants, %I contestant-weeks", (LUAI_UACINT)s->seasons,
                  (LUAI_UACINT)s->contestants, (LUAI_UACINT)s->rows);
  return 1;
}

void solonL_add_voting_seasons(lua_State *L) {
  static const luaL_Reg methods[] = {{"with_shares", seasons_with_shares},
                                     {"info", seasons_info},
                                     {"columns", seasons_columns},
                                     {NULL, NULL}};
  lua_getfield(L, -2, "__index");
  luaL_setfuncs(L, methods, 0);
  lua_pop(L, 1);
  lua_pushcfunction(L, seasons_tostring);
  lua_setfield(L, -3, "__tostring");
  lua_pushcfunction(L, voting_seasons);
  lua_setfield(L, -2, "seasons");
}
