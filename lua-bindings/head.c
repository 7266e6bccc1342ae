/* head.c - solon.native.head: reading data written as a Lua chunk, in isolation.
 *
 * The chunk runs in a Lua universe of its own that has no library at all (not even string methods),
 * only the global function `protocol` that returns its argument, under a limit of instructions and
 * one of memory.  The value it returns is copied into the caller's universe: nil, booleans,
 * numbers, strings, and tables of these.  A function becomes the light userdata head.callable: it
 * is a value, never called. */
#include "aux.h"
#include "modules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST_TABLE = 40, HOOK_PERIOD = 1000 };

static const char callable_mark = 'f';

typedef struct isolated {
  size_t used, limit;
  int64_t instructions;
} isolated;

static void *limited_allocator(void *data, void *pointer, size_t old_size, size_t new_size) {
  isolated *limits = data;
  if (pointer == NULL)
    old_size = 0;
  if (new_size == 0) {
    free(pointer);
    limits->used -= old_size;
    return NULL;
  }
  if (new_size > old_size && limits->used + (new_size - old_size) > limits->limit)
    return NULL;
  void *block = realloc(pointer, new_size);
  if (block != NULL)
    limits->used = limits->used - old_size + new_size;
  return block;
}

static isolated *limits_of(lua_State *H) {
  void *data;
  lua_getallocf(H, &data);
  return data;
}

static void count_instructions(lua_State *H, lua_Debug *where) {
  (void)where;
  isolated *limits = limits_of(H);
  limits->instructions -= HOOK_PERIOD;
  if (limits->instructions < 0)
    luaL_error(H, "the head of a protocol is data; this one computes for too long");
}

static int head_protocol(lua_State *H) {
  if (lua_type(H, 1) != LUA_TTABLE || lua_gettop(H) != 1)
    return luaL_error(H, "protocol expects one table, got %s",
                      lua_gettop(H) == 0 ? "no value" : luaL_typename(H, 1));
  lua_pushvalue(H, 1);
  lua_setfield(H, LUA_REGISTRYINDEX, "solon.head");
  return 1;
}

typedef struct chunk {
  const char *text, *name;
  size_t length;
} chunk;

static int run_isolated(lua_State *H) {
  const chunk *c = lua_touserdata(H, 1);
  lua_pushcfunction(H, head_protocol);
  lua_setglobal(H, "protocol");
  if (luaL_loadbufferx(H, c->text, c->length, c->name, "t") != LUA_OK)
    return lua_error(H);
  lua_sethook(H, count_instructions, LUA_MASKCOUNT, HOOK_PERIOD);
  lua_call(H, 0, 1);
  lua_sethook(H, NULL, 0, 0);
  return 1;
}

/* Copies the value at `index` of H to the top of L; false (with *problem) when it is no data. */
static bool copy_value(lua_State *H, int index, lua_State *L, int depth, int64_t *room,
                       const char **problem) {
  if (depth > DEEPEST_TABLE || --*room < 0) {
    *problem = depth > DEEPEST_TABLE ? "tables are nested too deep or contain themselves"
                                     : "the head is too large";
    return false;
  }
  luaL_checkstack(L, 4, NULL);
  size_t length;
  const char *text;
  switch (lua_type(H, index)) {
  case LUA_TNIL:
    lua_pushnil(L);
    return true;
  case LUA_TBOOLEAN:
    lua_pushboolean(L, lua_toboolean(H, index));
    return true;
  case LUA_TNUMBER:
    if (lua_isinteger(H, index))
      lua_pushinteger(L, lua_tointeger(H, index));
    else
      lua_pushnumber(L, lua_tonumber(H, index));
    return true;
  case LUA_TSTRING:
    text = lua_tolstring(H, index, &length);
    lua_pushlstring(L, text, length);
    return true;
  case LUA_TFUNCTION:
    lua_pushlightuserdata(L, (void *)(uintptr_t)&callable_mark);
    return true;
  case LUA_TTABLE:
    break;
  default:
    *problem = "only data and functions are allowed in a head";
    return false;
  }
  if (!lua_checkstack(H, 4)) {
    *problem = "not enough memory";
    return false;
  }
  int table = lua_absindex(H, index);
  lua_newtable(L);
  lua_pushnil(H);
  while (lua_next(H, table)) {
    if (lua_type(H, -2) != LUA_TSTRING && lua_type(H, -2) != LUA_TNUMBER) {
      *problem = "keys of tables are strings or numbers";
      return false;
    }
    if (!copy_value(H, -2, L, depth + 1, room, problem) ||
        !copy_value(H, -1, L, depth + 1, room, problem))
      return false;
    lua_rawset(L, -3);
    lua_pop(H, 1);
  }
  return true;
}

/* The other universe lives in a userdata so that an error while copying closes it. */
typedef struct universe {
  lua_State *H;
  isolated limits;
} universe;

static int universe_close(lua_State *L) {
  universe *u = lua_touserdata(L, 1);
  if (u->H != NULL)
    lua_close(u->H);
  u->H = NULL;
  return 0;
}

/* read(text, chunk_name, instructions, bytes) -> value, whether it is what `protocol` returned; or
 * nil, message. */
static int head_read(lua_State *L) {
  chunk c;
  c.text = solonL_check_string(L, 1, &c.length);
  c.name = solonL_check_string(L, 2, NULL);
  int64_t instructions = solonL_check_integer(L, 3, 1, INT64_MAX);
  int64_t bytes = solonL_check_integer(L, 4, 1, INT64_MAX);
  universe *u = solonL_push_owner(L, "solon.native.universe", sizeof *u, universe_close);
  int handle = lua_gettop(L);
  u->limits = (isolated){.limit = (size_t)bytes, .instructions = instructions};
  u->H = lua_newstate(limited_allocator, &u->limits);
  if (u->H == NULL)
    return luaL_error(L, "not enough memory");
  lua_State *H = u->H;
  const char *problem = NULL;
  int64_t room = 1000000;
  lua_pushcfunction(H, run_isolated);
  lua_pushlightuserdata(H, &c);
  if (lua_pcall(H, 1, 1, 0) != LUA_OK) {
    problem = lua_tostring(H, -1);
    if (problem == NULL)
      problem = "a head raises no errors";
  }
  if (problem != NULL || !copy_value(H, -1, L, 0, &room, &problem)) {
    luaL_pushfail(L);
    lua_pushstring(L, problem);
  } else {
    lua_getfield(H, LUA_REGISTRYINDEX, "solon.head");
    lua_pushboolean(L, lua_istable(H, -1) && lua_rawequal(H, -1, 1));
  }
  lua_pushcfunction(L, universe_close);
  lua_pushvalue(L, handle);
  lua_call(L, 1, 0);
  return 2;
}

int solonL_open_head(lua_State *L) {
  static const luaL_Reg functions[] = {{"read", head_read}, {NULL, NULL}};
  luaL_newlib(L, functions);
  lua_pushlightuserdata(L, (void *)(uintptr_t)&callable_mark);
  lua_setfield(L, -2, "callable");
  return 1;
}
