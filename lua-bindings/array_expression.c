/* array_expression.c - array.eval: a text over columns, compiled and run in blocks. */
#include "array_module.h"

#include "core/array/expression.h"

#include <string.h>

/* Blocks of workspace taken from the C stack: what lies in Lua's heap is garbage a moment later. */
enum { MOST_THREADS = 256, STACK_BLOCKS = 32 };

/* Pushes the value of a variable (so that it stays alive) and describes it. */
static void push_variable(lua_State *L, const char *name, solonL_operand *operand) {
  if (lua_getfield(L, 2, name) == LUA_TNIL)
    solonL_argument_error(L, 2, "variable '%s' of the expression is missing", name);
  int type = lua_type(L, -1);
  if (type != LUA_TNUMBER && type != LUA_TTABLE && solonL_test_array(L, -1) == NULL)
    solonL_argument_error(L, 2, "variable '%s': number, array or table of numbers expected, got %s",
                          name, luaL_typename(L, -1));
  solonL_check_operand(L, lua_gettop(L), operand);
}

/* The shape all columns share; raises naming two variables that differ. */
static const solonL_operand *common_shape(lua_State *L, const solon_expression *e,
                                          const solonL_operand *operands) {
  int first = -1;
  for (int i = 0; i < e->variable_count; i++) {
    if (operands[i].step == 0)
      continue;
    if (first < 0)
      first = i;
    const solonL_array *a = &operands[first].shape, *b = &operands[i].shape;
    if (a->rows != b->rows || a->columns != b->columns || a->dimensions != b->dimensions)
      solonL_argument_error(L, 2, "variable '%s' has %zu elements, '%s' has %zu",
                            e->variables[first], solonL_array_size(a), e->variables[i],
                            solonL_array_size(b));
  }
  return first < 0 ? NULL : &operands[first];
}

static int array_eval(lua_State *L) {
  static const char *const known[] = {"out", "threads", NULL};
  size_t length;
  const char *text = solonL_check_string(L, 1, &length);
  if (lua_isnone(L, 2))
    lua_settop(L, 2);
  if (!lua_isnil(L, 2) && lua_type(L, 2) != LUA_TTABLE)
    solonL_type_error(L, 2, "table of variables");
  solonL_check_options(L, 3, known);
  lua_settop(L, 3);
  int threads =
      (int)solonL_option_integer(L, 3, "threads", solonL_get(L)->threads, 1, MOST_THREADS);
  solon_expression expression, *e = &expression;
  solonL_check_status(L, solon_expression_compile(solonL_context(L), text, length, e));
  if (lua_isnil(L, 2)) {
    lua_newtable(L);
    lua_replace(L, 2);
  }
  luaL_checkstack(L, e->variable_count + 8, "too many variables");
  solonL_operand operands[SOLON_EXPRESSION_VARIABLES];
  solon_expression_value values[SOLON_EXPRESSION_VARIABLES];
  for (int i = 0; i < e->variable_count; i++) {
    push_variable(L, e->variables[i], &operands[i]);
    values[i] = (solon_expression_value){operands[i].data, operands[i].step};
  }
  const solonL_operand *like = common_shape(L, e, operands);
  _Alignas(64) double few[STACK_BLOCKS * SOLON_EXPRESSION_BLOCK], *work = few;
  if (threads * e->block_count > STACK_BLOCKS)
    work = solonL_scratch(L, (size_t)(threads * e->block_count) * SOLON_EXPRESSION_BLOCK *
                                 sizeof *work);
  solon_context *context = solonL_context(L);
  context->threads = threads;
  if (like == NULL || !solon_expression_is_column(e, values)) {
    if (solonL_option_given(L, 3, "out"))
      solonL_argument_error(L, 3, "option 'out' needs an expression with an array");
    double result;
    solonL_check_status(L, solon_expression_run(context, e, values, 1, work, &result));
    lua_pushnumber(L, result);
    return 1;
  }
  double *out = solonL_push_elementwise_out(L, 3, like, operands, e->variable_count);
  solonL_check_status(
      L, solon_expression_run(context, e, values, solonL_array_size(&like->shape), work, out));
  solonL_finish_out(L);
  return 1;
}

void solonL_add_array_expression(lua_State *L) {
  static const luaL_Reg functions[] = {{"eval", array_eval}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
