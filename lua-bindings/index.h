/* index.h - what the files of solon.index share: inputs and parameters that are numbers or columns,
 * and the columns asked for. */
#ifndef SOLON_LUA_INDEX_H
#define SOLON_LUA_INDEX_H

#include "aux.h"

#include "core/index/index.h"

/* Rows read from Lua: numbers lie in `numbers`, columns in arrays on the stack. */
typedef struct solonL_index_rows {
  solon_index_rows rows;
  double numbers[SOLON_INDEX_INPUTS + SOLON_INDEX_PARAMETERS];
  bool has_column;        /* else every operand is a number, and count is 1 */
  const char *first_name; /* the operand that gave the number of rows */
} solonL_index_rows;

/* Every operand one number: inputs 0.5 (sigma 0), parameters at their defaults. [-0, +0, -] */
void solonL_index_start(solonL_index_rows *r);

/* The value on top becomes the operand: a number, array or table of numbers; raises as a bad
 * argument `arg` that calls the value `name` otherwise, or when its length does not fit.  The
 * value, or a copy in a row, stays on the stack. [-0, +0, e] */
void solonL_index_set(lua_State *L, int arg, const char *name, solonL_index_rows *r,
                      solon_index_operand *operand);

/* The field `parameters` of the table at arg, if there is one: numbers inside their domains or
 * columns. [-0, +many, e] */
void solonL_index_read_parameters(lua_State *L, int arg, solonL_index_rows *r);

/* The options rho, power, normalised, floors of the table at arg. [-0, +0, e] */
solon_index_options solonL_index_read_options(lua_State *L, int arg);

#define SOLONL_INDEX_OPTIONS "rho", "power", "normalised", "floors"

/* Raises for a status that is not SOLON_OK. [-0, +0, e] */
void solonL_index_check_status(lua_State *L, int arg, solon_status status);

/* Columns of results: which are wanted and where they go. */
typedef struct solonL_index_out {
  double *work; /* NULL: not wanted */
  int slot;     /* stack index of the array; slot + 1 holds what work points into */
} solonL_index_out;

/* Reads the field `out` of the table at arg (nil: all; a name, a list of names, or arrays by name)
 * and makes the arrays. [-0, +many, e] */
void solonL_index_open_out(lua_State *L, int arg, const char *const names[], int count,
                           const solonL_index_rows *r, solonL_index_out *out);

/* Sets the columns in the record on top: arrays, or numbers when every operand was one.
 * [-0, +0, m] */
void solonL_index_close_out(lua_State *L, const char *const names[], int count,
                            const solonL_index_rows *r, const solonL_index_out *out);

/* The functions of index_mean.c. */
extern const luaL_Reg solonL_index_mean[];

#endif
