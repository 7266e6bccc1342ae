/* json_object.h - how Lua values say what they are in JSON; shared by reading and writing.
 *
 * json.null is the one userdata of its type.  A list carries the metatable SOLONL_JSON_ARRAY, so
 * that an empty one stays a list.  An ordered object has a metatable of its own with the list
 * `order` of its keys; a table without a metatable is a list or an object by its keys.
 */
#ifndef SOLON_LUA_JSON_OBJECT_H
#define SOLON_LUA_JSON_OBJECT_H

#include "aux.h"

#define SOLONL_JSON_NULL "solon.json.null"
#define SOLONL_JSON_ARRAY "solon.json.array"

/* Pushes json.null. [-0, +1, m] */
void solonL_push_json_null(lua_State *L);

/* Gives the table on top a metatable that keeps the order in which keys are set. [-0, +0, m] */
void solonL_make_ordered(lua_State *L);

/* Pushes the list of keys when the table at `index` is an ordered object; else pushes nothing and
 * returns false. [-0, +(0|1), m] */
bool solonL_push_order(lua_State *L, int index);

/* json.write(value, options); json.write_file(path, value, options). */
int solonL_json_write(lua_State *L);
int solonL_json_write_file(lua_State *L);

#endif
