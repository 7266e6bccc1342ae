/* index_mean.c - solon.index: generalised means and soft minima of columns. */
#include "array_object.h"
#include "index.h"

#include "core/index/mean.h"

#include <stdio.h>

/* Columns read so far, and the mean of them as the result on the stack. */
typedef struct mean {
  solonL_index_rows r; /* counts the rows */
  solon_index_operand *columns;
  double *numbers;
  size_t count;
} mean;

static void start_mean(lua_State *L, mean *m, size_t count) {
  solonL_index_start(&m->r);
  m->count = count;
  m->columns = solonL_scratch(L, (count + 1) * sizeof *m->columns);
  m->numbers = solonL_scratch(L, (count + 1) * sizeof *m->numbers);
  for (size_t i = 0; i < count; i++)
    m->columns[i] = (solon_index_operand){&m->numbers[i], 0};
}

static int finish_mean(lua_State *L, int options, int arg, const mean *m, const double *weights,
                       double rho) {
  double *out = solonL_push_out(L, options, m->r.rows.count, NULL);
  solon_status status = solon_generalised_mean(solonL_context(L), m->columns, weights, m->count,
                                               rho, m->r.rows.count, out);
  if (status == SOLON_BAD_ARGUMENT)
    solonL_argument_error(L, arg, "%s", solonL_get(L)->context.detail);
  solonL_check_status(L, status);
  solonL_finish_out(L);
  if (!m->r.has_column)
    lua_pushnumber(L, out[0]);
  return 1;
}

static int index_ces(lua_State *L) {
  static const char *const known[] = {"out", NULL};
  mean m;
  char name[32];
  size_t weight_count;
  lua_settop(L, 4);
  luaL_checktype(L, 1, LUA_TTABLE);
  size_t count = (size_t)luaL_len(L, 1);
  if (count == 0 || count > 1000)
    solonL_argument_error(L, 1, "1 to 1000 columns expected, got %zu", count);
  const double *weights = solonL_check_vector(L, 2, &weight_count);
  if (weight_count != count)
    solonL_argument_error(L, 2, "a weight for each of %zu columns expected, got %zu", count,
                          weight_count);
  double rho = solonL_check_number(L, 3);
  solonL_check_options(L, 4, known);
  start_mean(L, &m, count);
  for (size_t i = 0; i < count; i++) {
    snprintf(name, sizeof name, "column %zu", i + 1);
    m.r.first_name = "the first";
    lua_geti(L, 1, (lua_Integer)i + 1);
    solonL_index_set(L, 1, name, &m.r, &m.columns[i]);
    if (m.r.has_column)
      m.r.first_name = "those before";
  }
  return finish_mean(L, 4, 2, &m, weights, rho);
}

static int index_soft_minimum(lua_State *L) {
  static const char *const known[] = {"out", NULL};
  static const double weights[] = {1, 1};
  mean m;
  lua_settop(L, 4);
  double power = solonL_check_number(L, 3);
  if (!(power <= -0.01))
    solonL_argument_error(L, 3, "number of at most -0.01 expected, got %.15g", power);
  solonL_check_options(L, 4, known);
  start_mean(L, &m, 2);
  lua_pushvalue(L, 1);
  solonL_index_set(L, 1, "a", &m.r, &m.columns[0]);
  lua_pushvalue(L, 2);
  solonL_index_set(L, 2, "b", &m.r, &m.columns[1]);
  return finish_mean(L, 4, 3, &m, weights, power);
}

const luaL_Reg solonL_index_mean[] = {
    {"ces", index_ces}, {"soft_minimum", index_soft_minimum}, {NULL, NULL}};
