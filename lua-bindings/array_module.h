/* array_module.h - what the files of solon.array share.  Each solonL_add_array_* puts its functions
 * into the module table on top of the stack; functions whose first argument is an array are its
 * methods too, because the metatable's __index looks there. */
#ifndef SOLON_LUA_ARRAY_MODULE_H
#define SOLON_LUA_ARRAY_MODULE_H

#include "array_object.h"

void solonL_add_array_views(lua_State *L);      /* [-0, +0, m] */
void solonL_add_array_arithmetic(lua_State *L); /* [-0, +0, m] */
void solonL_add_array_reductions(lua_State *L); /* [-0, +0, m] */
void solonL_add_array_order(lua_State *L);      /* [-0, +0, m] */
void solonL_add_array_linalg(lua_State *L);     /* [-0, +0, m] */
void solonL_add_array_expression(lua_State *L); /* [-0, +0, m] */

/* An argument of an elementwise function: a number (step 0) or the contiguous elements of an array
 * or table (step 1).  Lives in the caller's frame; data may point into it. */
typedef struct solonL_operand {
  const double *data;
  int step;
  double number;
  solonL_array shape; /* rows, columns, dimensions; meaningful with step 1 */
} solonL_operand;

/* [-0, +0, e] */
void solonL_check_operand(lua_State *L, int arg, solonL_operand *operand);

/* The column among the operands (arguments first_arg, first_arg + 1, ...) that gives the result its
 * shape; raises when two columns differ in shape, naming both; NULL when all are numbers. [-0, +0,
 * e] */
const solonL_operand *solonL_common_shape(lua_State *L, int first_arg,
                                          const solonL_operand *operands, int count);

/* Like solonL_push_out in the shape of `like`, and safe when options.out overlaps an operand
 * without being the same elements: results then go to a copy first. [-0, +2, e] */
double *solonL_push_elementwise_out(lua_State *L, int options, const solonL_operand *like,
                                    const solonL_operand *operands, int count);

/* Like solonL_push_out, and safe when options.out overlaps x or y in any way. [-0, +2, e] */
double *solonL_push_separate_out(lua_State *L, int options, size_t size, const solonL_array *like,
                                 const double *x, size_t x_size, const double *y, size_t y_size);

/* Resolves a 1-based index, negative from the end, to 0 .. size-1; raises with the range. [-0, +0,
 * e] */
size_t solonL_check_position(lua_State *L, int arg, size_t size);

/* Pushes a view of the slice {from, to, step} (a table at index `range`) of the rows of the array
 * at index `of`. [-0, +1, e] */
void solonL_push_slice(lua_State *L, int of, int range);

extern const char *const solonL_out_option[]; /* {"out", NULL} */

#endif
