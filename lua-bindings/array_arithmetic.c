/* array_arithmetic.c - solon.array: operators, elementary functions, comparisons, selection. */
#include "array_module.h"

#include "core/array/elementwise.h"
#include "core/array/gather.h"

#include <math.h>

/* With numbers only there is no array to write to: `out` would be accepted and ignored. */
static void refuse_out(lua_State *L, int options) {
  if (solonL_option_given(L, options, "out"))
    solonL_argument_error(L, options, "option 'out' needs an operand that is an array");
}

static int unary(lua_State *L) {
  solon_unary_operation operation = (solon_unary_operation)lua_tointeger(L, lua_upvalueindex(1));
  solonL_operand x;
  solonL_check_operand(L, 1, &x);
  solonL_check_options(L, 2, solonL_out_option);
  if (x.step == 0) {
    refuse_out(L, 2);
    double result;
    solonL_check_status(L, solon_unary(NULL, operation, x.data, 1, &result));
    lua_pushnumber(L, result);
    return 1;
  }
  double *out = solonL_push_elementwise_out(L, 2, &x, &x, 1);
  solonL_check_status(
      L, solon_unary(solonL_context(L), operation, x.data, solonL_array_size(&x.shape), out));
  solonL_finish_out(L);
  return 1;
}

/* Lua calls __unm with the operand twice. */
static int array_unm(lua_State *L) {
  lua_settop(L, 1);
  return unary(L);
}

static int binary(lua_State *L) {
  solon_binary_operation operation = (solon_binary_operation)lua_tointeger(L, lua_upvalueindex(1));
  solonL_operand operands[2];
  solonL_check_operand(L, 1, &operands[0]);
  solonL_check_operand(L, 2, &operands[1]);
  solonL_check_options(L, 3, solonL_out_option);
  const solonL_operand *like = solonL_common_shape(L, 1, operands, 2);
  double result, *out = &result;
  size_t size = 1;
  if (like == NULL) {
    refuse_out(L, 3);
  } else {
    out = solonL_push_elementwise_out(L, 3, like, operands, 2);
    size = solonL_array_size(&like->shape);
  }
  solonL_check_status(L,
                      solon_binary(solonL_context(L), operation, operands[0].data, operands[0].step,
                                   operands[1].data, operands[1].step, size, out));
  if (like == NULL)
    lua_pushnumber(L, result);
  else
    solonL_finish_out(L);
  return 1;
}

/* axpy(y, alpha, x): y becomes y + alpha x, in place. */
static int array_axpy(lua_State *L) {
  solonL_array *y = solonL_check_array(L, 1);
  double alpha = solonL_check_number(L, 2);
  size_t size = solonL_array_size(y);
  solonL_operand operands[2] = {{.step = 1, .shape = *y}};
  solonL_check_operand(L, 3, &operands[1]);
  if (operands[1].step == 0)
    solonL_type_error(L, 3, "array or table of numbers");
  lua_settop(L, 3);
  const solonL_operand shape[3] = {operands[0], {.step = 0}, operands[1]};
  solonL_common_shape(L, 1, shape, 3);
  lua_createtable(L, 0, 1);
  lua_pushvalue(L, 1);
  lua_setfield(L, 4, "out");
  double *out = solonL_push_elementwise_out(L, 4, &operands[0], &operands[1], 1);
  if (out != y->data) { /* y is strided or overlaps x: work on a copy of y */
    lua_pushvalue(L, 1);
    const double *elements = solonL_check_vector(L, -1, &size);
    for (size_t i = 0; i < size; i++)
      out[i] = elements[i];
    lua_pop(L, 1);
  }
  solonL_check_status(L, solon_axpy(solonL_context(L), alpha, operands[1].data, size, out));
  solonL_finish_out(L);
  return 1;
}

static int array_clip(lua_State *L) {
  solonL_operand x;
  solonL_check_operand(L, 1, &x);
  double low = solonL_check_range(L, 2, -INFINITY, INFINITY);
  double high = solonL_check_range(L, 3, -INFINITY, INFINITY);
  if (low > high)
    solonL_argument_error(L, 3, "upper limit of at least %.17g expected, got %.17g", low, high);
  solonL_check_options(L, 4, solonL_out_option);
  if (x.step == 0) {
    refuse_out(L, 4);
    double result;
    solonL_check_status(L, solon_clip(NULL, x.data, low, high, 1, &result));
    lua_pushnumber(L, result);
    return 1;
  }
  double *out = solonL_push_elementwise_out(L, 4, &x, &x, 1);
  solonL_check_status(
      L, solon_clip(solonL_context(L), x.data, low, high, solonL_array_size(&x.shape), out));
  solonL_finish_out(L);
  return 1;
}

static int array_where(lua_State *L) {
  solonL_operand operands[3];
  for (int i = 0; i < 3; i++)
    solonL_check_operand(L, i + 1, &operands[i]);
  solonL_check_options(L, 4, solonL_out_option);
  const solonL_operand *like = solonL_common_shape(L, 1, operands, 3);
  if (like == NULL)
    solonL_argument_error(L, 1, "array expected for the mask or a choice, got three numbers");
  double *out = solonL_push_elementwise_out(L, 4, like, operands, 3);
  solonL_check_status(L, solon_where(solonL_context(L), operands[0].data, operands[0].step,
                                     operands[1].data, operands[1].step, operands[2].data,
                                     operands[2].step, solonL_array_size(&like->shape), out));
  solonL_finish_out(L);
  return 1;
}

/* ---- masks ----------------------------------------------------------------------------------- */

/* Elements of an argument (array or table) and how many of them choose; the first NaN raises: a
 * mask with a missing value cannot choose. [-0, +0, e] */
static const double *check_mask(lua_State *L, int arg, size_t *size, size_t *chosen) {
  const double *mask = solonL_check_vector(L, arg, size);
  size_t nan_at;
  solonL_check_status(L, solon_count_nonzero(solonL_context(L), mask, *size, chosen, &nan_at));
  if (nan_at < *size)
    solonL_argument_error(L, arg, "mask is NaN at position %zu", nan_at + 1);
  return mask;
}

static int array_select(lua_State *L) {
  size_t size, mask_size, count;
  const double *x = solonL_check_vector(L, 1, &size);
  const double *mask = check_mask(L, 2, &mask_size, &count);
  if (mask_size != size)
    solonL_argument_error(L, 2, "length %zu expected, got %zu", size, mask_size);
  double *out = solonL_push_vector(L, count)->data;
  solonL_check_status(L, solon_select(solonL_context(L), x, mask, size, out));
  return 1;
}

static int array_positions(lua_State *L) {
  size_t size, count;
  const double *mask = check_mask(L, 1, &size, &count);
  double *out = solonL_push_vector(L, count)->data;
  solonL_check_status(L, solon_positions(solonL_context(L), mask, size, out));
  return 1;
}

static int array_count(lua_State *L) {
  size_t size, count;
  check_mask(L, 1, &size, &count);
  lua_pushinteger(L, (lua_Integer)count);
  return 1;
}

static int array_any(lua_State *L) {
  size_t size, count;
  check_mask(L, 1, &size, &count);
  lua_pushboolean(L, count > 0);
  return 1;
}

static int array_all(lua_State *L) {
  size_t size, count;
  check_mask(L, 1, &size, &count);
  lua_pushboolean(L, count == size);
  return 1;
}

void solonL_add_array_arithmetic(lua_State *L) {
  static const luaL_Reg functions[] = {{"axpy", array_axpy},
                                       {"clip", array_clip},
                                       {"where", array_where},
                                       {"select", array_select},
                                       {"positions", array_positions},
                                       {"count", array_count},
                                       {"any", array_any},
                                       {"all", array_all},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  for (int i = 0; i < SOLON_UNARY_COUNT; i++) {
    lua_pushinteger(L, i);
    lua_pushcclosure(L, unary, 1);
    lua_setfield(L, -2, solon_unary_names[i]);
  }
  for (int i = 0; i < SOLON_BINARY_COUNT; i++) {
    lua_pushinteger(L, i);
    lua_pushcclosure(L, binary, 1);
    lua_setfield(L, -2, solon_binary_names[i]);
  }
  luaL_getmetatable(L, SOLONL_ARRAY);
  lua_pushinteger(L, SOLON_UNARY_negate);
  lua_pushcclosure(L, array_unm, 1);
  lua_setfield(L, -2, "__unm");
  lua_pushinteger(L, SOLON_UNARY_logical_not);
  lua_pushcclosure(L, array_unm, 1);
  lua_setfield(L, -2, "__bnot");
  lua_pop(L, 1);
}
