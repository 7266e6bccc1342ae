/* column_object.h - typed columns of frames as Lua values (internal to the stdlib's frame module).
 *
 * A column is a userdata that holds a solon_column; its user values 1, 2 and 3 are the userdata
 * with the elements, the missing-value bytes and the dictionary, so that Lua's collector sees every
 * byte and columns can share a dictionary.  Columns are never changed after they were made.
 */
#ifndef SOLON_LUA_COLUMN_OBJECT_H
#define SOLON_LUA_COLUMN_OBJECT_H

#include "aux.h"

#include "core/data/column.h"
#include "core/data/dictionary.h"

#define SOLONL_COLUMN "solon.column"

/* The metatable of frames is made in Lua (stdlib/solon/frame.lua) and registered under this name.
 */
#define SOLONL_FRAME "solon.frame"

/* Raises when the value is no column. [-0, +0, e] */
solon_column *solonL_check_column(lua_State *L, int arg);
solon_column *solonL_test_column(lua_State *L, int arg);

/* A new column with unset elements and all missing-value bytes 0. [-0, +1, m] */
solon_column *solonL_push_column(lua_State *L, solon_column_type type, size_t rows);

/* Gives the column at `column` its own copy of a dictionary. [-0, +0, m] */
void solonL_copy_dictionary(lua_State *L, int column, size_t values, const uint64_t *offsets,
                            const char *bytes);

/* Lets the column at `to` use the dictionary of the column at `from`. [-0, +0, -] */
void solonL_share_dictionary(lua_State *L, int from, int to);

/* Drops the missing-value bytes when nothing is missing. [-0, +0, -] */
void solonL_finish_column(lua_State *L, int column);

/* Registers the metatable of columns, and adds the functions that make columns to the table on top.
 * [-0, +0, m] */
void solonL_add_column_functions(lua_State *L);

/* Pushes element `row` (from 0): number, integer, boolean or string; nil when missing. [-0, +1, m]
 */
void solonL_push_element(lua_State *L, const solon_column *column, size_t row);

#endif
