/* json.c - solon.json: reading, and the marks of lists, ordered objects and null. */
#include "json_object.h"
#include "modules.h"

#include "core/base/file.h"
#include "core/base/memory.h"
#include "core/data/json.h"

#include <stdio.h>
#include <string.h>

#define DOCUMENT "solon.json.document"

enum { DEFAULT_DEPTH = 200 };
static const size_t most_bytes = (size_t)1 << 30; /* of a file */

static const char null_key = 'n';

void solonL_push_json_null(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &null_key);
}

/* ---- ordered objects ------------------------------------------------------------------------- */

/* __newindex: a key that is new is noted in the metatable's order. */
static int ordered_newindex(lua_State *L) {
  lua_settop(L, 3);
  if (lua_type(L, 2) != LUA_TSTRING)
    solonL_error(L, "bad_argument", NULL, "the keys of an ordered object are strings, got a %s",
                 luaL_typename(L, 2));
  lua_getmetatable(L, 1);
  lua_getfield(L, 4, "order");
  lua_Integer count = (lua_Integer)lua_rawlen(L, 5);
  bool known = false;
  for (lua_Integer i = 1; i <= count && !known; i++) { /* a key that was removed keeps its place */
    lua_rawgeti(L, 5, i);
    known = lua_rawequal(L, -1, 2);
    lua_pop(L, 1);
  }
  if (!known) {
    lua_pushvalue(L, 2);
    lua_rawseti(L, 5, count + 1);
  }
  lua_settop(L, 3);
  lua_rawset(L, 1);
  return 0;
}

/* The iterator of __pairs: upvalue 1 is the position in the order. */
static int ordered_next(lua_State *L) {
  lua_settop(L, 1);
  if (!solonL_push_order(L, 1))
    return 0;
  for (lua_Integer i = lua_tointeger(L, lua_upvalueindex(1)) + 1;; i++) {
    if (lua_rawgeti(L, 2, i) == LUA_TNIL)
      return 1;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 1) != LUA_TNIL) {
      lua_pushinteger(L, i);
      lua_replace(L, lua_upvalueindex(1));
      return 2;
    }
    lua_pop(L, 2);
  }
}

static int ordered_pairs(lua_State *L) {
  lua_settop(L, 1);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, ordered_next, 1);
  lua_insert(L, 1);
  return 2;
}

void solonL_make_ordered(lua_State *L) {
  lua_createtable(L, 0, 4);
  lua_newtable(L);
  lua_setfield(L, -2, "order");
  lua_pushliteral(L, "ordered object");
  lua_setfield(L, -2, "__name");
  lua_pushcfunction(L, ordered_newindex);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, ordered_pairs);
  lua_setfield(L, -2, "__pairs");
  lua_setmetatable(L, -2);
}

bool solonL_push_order(lua_State *L, int index) {
  if (!lua_getmetatable(L, index))
    return false;
  lua_getfield(L, -1, "__pairs");
  bool ordered = lua_tocfunction(L, -1) == ordered_pairs;
  lua_pop(L, 1);
  if (!ordered) {
    lua_pop(L, 1);
    return false;
  }
  lua_getfield(L, -1, "order");
  lua_remove(L, -2);
  return true;
}

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct document {
  char *bytes; /* of a file; NULL for a string */
  solon_json json;
} document;

static int document_gc(lua_State *L) {
  document *d = luaL_checkudata(L, 1, DOCUMENT);
  solon_free(d->bytes);
  d->bytes = NULL;
  solon_json_free(&d->json);
  return 0;
}

static document *push_document(lua_State *L) {
  return solonL_push_owner(L, DOCUMENT, sizeof(document), document_gc);
}

typedef struct reader {
  const solon_json_number *next;
  bool ordered;
  const char *repeated; /* a key that an object holds twice; stops the walk */
} reader;

static bool push_value(lua_State *L, reader *r, const cJSON *item);

static bool push_list(lua_State *L, reader *r, const cJSON *item) {
  lua_createtable(L, cJSON_GetArraySize(item), 0);
  luaL_setmetatable(L, SOLONL_JSON_ARRAY);
  lua_Integer i = 1;
  const cJSON *child;
  cJSON_ArrayForEach(child, item) {
    if (!push_value(L, r, child))
      return false;
    lua_rawseti(L, -2, i++);
  }
  return true;
}

static bool push_object(lua_State *L, reader *r, const cJSON *item) {
  lua_newtable(L);
  if (r->ordered)
    solonL_make_ordered(L);
  const cJSON *child;
  cJSON_ArrayForEach(child, item) {
    lua_pushstring(L, child->string);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) != LUA_TNIL) {
      r->repeated = child->string;
      return false;
    }
    lua_pop(L, 1);
    if (!push_value(L, r, child))
      return false;
    lua_settable(L, -3); /* an ordered object notes the key */
  }
  return true;
}

static bool push_value(lua_State *L, reader *r, const cJSON *item) {
  luaL_checkstack(L, 10, "JSON nested too deep");
  switch (item->type & 0xFF) {
  case cJSON_False:
  case cJSON_True:
    lua_pushboolean(L, (item->type & 0xFF) == cJSON_True);
    return true;
  case cJSON_Number: {
    const solon_json_number *number = r->next++;
    if (number->is_integer)
      lua_pushinteger(L, number->value.integer);
    else
      lua_pushnumber(L, number->value.number);
    return true;
  }
  case cJSON_String:
    lua_pushstring(L, item->valuestring);
    return true;
  case cJSON_Array:
    return push_list(L, r, item);
  case cJSON_Object:
    return push_object(L, r, item);
  default:
    solonL_push_json_null(L);
    return true;
  }
}

/* Parses with the options at `options`; the document that frees everything is on top.  On success
 * pushes the value. */
static solon_status read_text(lua_State *L, document *d, const char *text, size_t length,
                              int options) {
  int depth =
      (int)solonL_option_integer(L, options, "max_depth", DEFAULT_DEPTH, 1, SOLON_JSON_MOST_DEPTH);
  reader r = {.ordered = solonL_option_boolean(L, options, "ordered", false)};
  solon_context *context = solonL_context(L);
  solon_status status = solon_json_parse(context, text, length, depth, &d->json);
  if (status != SOLON_OK)
    return status;
  r.next = d->json.numbers;
  if (!push_value(L, &r, d->json.root))
    return solon_fail(context, SOLON_BAD_SYNTAX, "the key '%.200s' appears twice in one object",
                      r.repeated);
  solon_json_free(&d->json);
  return SOLON_OK;
}

static const char *const read_options[] = {"max_depth", "ordered", NULL};

static int json_parse(lua_State *L) {
  size_t length;
  const char *text = solonL_check_string(L, 1, &length);
  solonL_check_options(L, 2, read_options);
  lua_settop(L, 2);
  solonL_check_status(L, read_text(L, push_document(L), text, length, 2));
  return 1;
}

static int json_read_file(lua_State *L) {
  const char *path = solonL_check_string(L, 1, NULL);
  size_t length;
  solonL_check_options(L, 2, read_options);
  lua_settop(L, 2);
  document *d = push_document(L);
  solon_context *context = solonL_context(L);
  solon_status status = solon_file_read(context, path, most_bytes, &d->bytes, &length);
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  status = read_text(L, d, d->bytes, length, 2);
  if (status == SOLON_OK)
    return 1;
  if (status != SOLON_BAD_SYNTAX)
    return solonL_push_failure(L, status);
  luaL_pushfail(L);
  lua_pushfstring(L, "cannot read '%s': %s", path, context->detail);
  lua_pushstring(L, solon_status_name(status));
  return 3;
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* array(list): the same table, marked as a list. */
static int json_array(lua_State *L) {
  if (lua_isnoneornil(L, 1)) {
    lua_settop(L, 0);
    lua_newtable(L);
  }
  if (lua_type(L, 1) != LUA_TTABLE)
    solonL_type_error(L, 1, "table");
  if (lua_getmetatable(L, 1))
    solonL_argument_error(L, 1, "the table has a metatable already");
  lua_settop(L, 1);
  luaL_setmetatable(L, SOLONL_JSON_ARRAY);
  return 1;
}

/* object{{key, value}, ...}: an object that keeps this order. */
static int json_object(lua_State *L) {
  if (lua_isnoneornil(L, 1)) {
    lua_settop(L, 0);
    lua_newtable(L);
  }
  if (lua_type(L, 1) != LUA_TTABLE)
    solonL_type_error(L, 1, "table of { key, value } pairs");
  lua_settop(L, 1);
  lua_newtable(L);
  solonL_make_ordered(L);
  lua_Integer count = luaL_len(L, 1);
  for (lua_Integer i = 1; i <= count; i++) {
    if (lua_geti(L, 1, i) != LUA_TTABLE)
      solonL_argument_error(L, 1, "{ key, value } expected at position %lld, got %s", (long long)i,
                            luaL_typename(L, -1));
    if (lua_geti(L, 3, 1) != LUA_TSTRING)
      solonL_argument_error(L, 1, "string expected as key at position %lld, got %s", (long long)i,
                            luaL_typename(L, -1));
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 2) != LUA_TNIL)
      solonL_argument_error(L, 1, "the key '%s' appears twice", lua_tostring(L, 4));
    lua_pop(L, 1);
    if (lua_geti(L, 3, 2) == LUA_TNIL)
      solonL_argument_error(L, 1, "the key '%s' has no value (null is json.null)",
                            lua_tostring(L, 4));
    lua_settable(L, 2);
    lua_settop(L, 2);
  }
  return 1;
}

static int null_tostring(lua_State *L) {
  lua_pushliteral(L, "null");
  return 1;
}

int solonL_open_json(lua_State *L) {
  static const luaL_Reg functions[] = {{"parse", json_parse},
                                       {"write", solonL_json_write},
                                       {"read_file", json_read_file},
                                       {"write_file", solonL_json_write_file},
                                       {"array", json_array},
                                       {"object", json_object},
                                       {NULL, NULL}};
  luaL_newmetatable(L, SOLONL_JSON_ARRAY);
  luaL_newlib(L, functions);
  lua_newuserdatauv(L, 0, 0);
  luaL_newmetatable(L, SOLONL_JSON_NULL);
  lua_pushcfunction(L, null_tostring);
  lua_setfield(L, -2, "__tostring");
  lua_pushliteral(L, "null");
  lua_setfield(L, -2, "__name");
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &null_key);
  lua_setfield(L, -2, "null");
  return 1;
}
