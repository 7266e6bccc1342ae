/* index_operands.c - solon.index: reading inputs, parameters and options, making output columns. */
#include "index.h"

#include "array_object.h"

#include <math.h>
#include <string.h>

/* ---- operands -------------------------------------------------------------------------------- */

void solonL_index_start(solonL_index_rows *r) {
  *r = (solonL_index_rows){.rows.count = 1};
  for (int i = 0; i < SOLON_INDEX_INPUTS; i++) {
    r->numbers[i] = i == SOLON_INDEX_SIGMA ? 0 : 0.5;
    r->rows.inputs[i].values = &r->numbers[i];
  }
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++) {
    double *number = &r->numbers[SOLON_INDEX_INPUTS + i];
    *number = solon_index_parameter_infos[i].standard;
    r->rows.parameters[i].values = number;
  }
}

/* The numbers of the table on top, in its place. */
static double *replace_table(lua_State *L, int arg, const char *name, size_t *size) {
  int table = lua_gettop(L);
  size_t n = (size_t)luaL_len(L, table);
  solonL_array *a = solonL_push_vector(L, n);
  for (size_t i = 0; i < n; i++) {
    if (lua_geti(L, table, (lua_Integer)i + 1) != LUA_TNUMBER)
      solonL_argument_error(L, arg, "%s: number expected at position %zu, got %s", name, i + 1,
                            luaL_typename(L, -1));
    a->data[i] = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
  lua_replace(L, table);
  *size = n;
  return a->data;
}

void solonL_index_set(lua_State *L, int arg, const char *name, solonL_index_rows *r,
                      solon_index_operand *operand) {
  size_t size;
  luaL_checkstack(L, 8, NULL);
  if (lua_type(L, -1) == LUA_TNUMBER) {
    *(double *)operand->values = lua_tonumber(L, -1);
    return;
  }
  if (solonL_test_array(L, -1) != NULL)
    operand->values = solonL_check_vector(L, -1, &size);
  else if (lua_type(L, -1) == LUA_TTABLE)
    operand->values = replace_table(L, arg, name, &size);
  else
    solonL_argument_error(L, arg, "%s: number, array or table of numbers expected, got %s", name,
                          luaL_typename(L, -1));
  operand->step = 1;
  if (r->has_column && size != r->rows.count)
    solonL_argument_error(L, arg, "%s: length %zu expected (that of %s), got %zu", name,
                          r->rows.count, r->first_name, size);
  if (!r->has_column)
    r->first_name = name;
  r->has_column = true;
  r->rows.count = size;
}

static const char *const parameter_names[] = {"w_C",          "w_T",   "w_V",          "w_loyalty",
                                              "w_skepticism", "k",     "theta",        "epsilon",
                                              "mu",           "scale", "sigma_window", NULL};

static void check_window(lua_State *L, int arg) {
  if (lua_getfield(L, -1, "sigma_window") != LUA_TNIL) {
    double window = lua_tonumber(L, -1);
    if (lua_type(L, -1) != LUA_TNUMBER || !(window >= 2) || window != floor(window))
      solonL_argument_error(L, arg,
                            "parameter 'sigma_window': whole number of at least 2 expected");
  }
  lua_pop(L, 1);
}

void solonL_index_read_parameters(lua_State *L, int arg, solonL_index_rows *r) {
  if (lua_type(L, arg) != LUA_TTABLE || lua_getfield(L, arg, "parameters") == LUA_TNIL)
    return;
  int table = lua_gettop(L);
  if (lua_type(L, table) != LUA_TTABLE)
    solonL_argument_error(L, arg, "parameters: table expected, got %s", luaL_typename(L, table));
  solonL_check_options(L, table, parameter_names);
  check_window(L, arg);
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++) {
    const solon_index_parameter_info *info = &solon_index_parameter_infos[i];
    solon_index_operand *operand = &r->rows.parameters[i];
    if (lua_getfield(L, table, info->name) == LUA_TNIL)
      continue;
    solonL_index_set(L, arg, info->name, r, operand);
    double x = operand->values[0];
    if (operand->step == 0 && !(x >= info->low && x <= info->high))
      solonL_argument_error(L, arg, "parameter '%s': number in [%.15g, %.15g] expected, got %.15g",
                            info->name, info->low, info->high, x);
  }
  const solon_index_operand *l = &r->rows.parameters[SOLON_INDEX_W_LOYALTY],
                            *z = &r->rows.parameters[SOLON_INDEX_W_SKEPTICISM];
  if (l->step == 0 && z->step == 0 && l->values[0] + z->values[0] > 1 + 1e-9)
    solonL_argument_error(L, arg,
                          "parameters 'w_loyalty' and 'w_skepticism': a sum of at most 1 expected, "
                          "got %.15g",
                          l->values[0] + z->values[0]);
}

/* ---- options --------------------------------------------------------------------------------- */

static void read_floors(lua_State *L, int arg, double floors[]) {
  static const char *const names[] = {"capacity", "visibility", "trust", NULL};
  if (lua_getfield(L, arg, "floors") != LUA_TNIL) {
    int table = lua_gettop(L);
    if (lua_type(L, table) != LUA_TTABLE)
      solonL_argument_error(L, arg, "option 'floors': table expected, got %s",
                            luaL_typename(L, table));
    solonL_check_options(L, table, names);
    for (int i = 0; i < SOLON_INDEX_FLOORS; i++)
      floors[i] = solonL_option_range(L, table, names[i], 0, 0, 1);
  }
  lua_pop(L, 1);
}

solon_index_options solonL_index_read_options(lua_State *L, int arg) {
  solon_index_options options = solon_index_default_options;
  if (lua_isnoneornil(L, arg))
    return options;
  options.rho = solonL_option_number(L, arg, "rho", options.rho);
  options.power = solonL_option_number(L, arg, "power", options.power);
  options.normalised = solonL_option_boolean(L, arg, "normalised", false);
  read_floors(L, arg, options.floors);
  return options;
}

void solonL_index_check_status(lua_State *L, int arg, solon_status status) {
  if (status == SOLON_BAD_ARGUMENT)
    solonL_argument_error(L, arg, "option %s", solonL_get(L)->context.detail);
  solonL_check_status(L, status);
}

/* ---- outputs --------------------------------------------------------------------------------- */

static int find_name(const char *name, const char *const names[], int count) {
  for (int i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

/* The column named by the string at index -1. */
static int check_name(lua_State *L, int arg, const char *const names[], int count) {
  int column = lua_type(L, -1) == LUA_TSTRING ? find_name(lua_tostring(L, -1), names, count) : -1;
  if (column < 0)
    solonL_argument_error(L, arg, "option 'out': unknown column '%s'", luaL_tolstring(L, -1, NULL));
  return column;
}

/* Which columns the value of `out` on top names; given arrays are left to push_column. */
static void read_wanted(lua_State *L, int arg, const char *const names[], int count, bool *wanted) {
  int value = lua_gettop(L), type = lua_type(L, value);
  if (type == LUA_TSTRING) {
    wanted[check_name(L, arg, names, count)] = true;
  } else if (type == LUA_TTABLE) {
    lua_pushnil(L);
    while (lua_next(L, value)) {
      if (lua_type(L, -2) != LUA_TSTRING) {
        wanted[check_name(L, arg, names, count)] = true;
        lua_pop(L, 1);
      } else {
        lua_pop(L, 1); /* the key is a name */
        wanted[check_name(L, arg, names, count)] = true;
      }
    }
  } else if (type != LUA_TNIL) {
    solonL_argument_error(L, arg,
                          "option 'out': table of column names or of arrays expected, got %s",
                          luaL_typename(L, value));
  }
  for (int i = 0; type == LUA_TNIL && i < count; i++)
    wanted[i] = true;
}

/* Raises where the column overlaps an input, a parameter or an earlier column. */
static void check_apart(lua_State *L, int arg, const char *name, const solonL_index_rows *r,
                        const solonL_index_out *out, int column) {
  size_t n = r->rows.count;
  const double *work = out[column].work;
  bool apart = true;
  for (int i = 0; i < SOLON_INDEX_INPUTS + SOLON_INDEX_PARAMETERS; i++) {
    const solon_index_operand *o =
        i < SOLON_INDEX_INPUTS ? &r->rows.inputs[i] : &r->rows.parameters[i - SOLON_INDEX_INPUTS];
    apart &= o->step == 0 || work + n <= o->values || o->values + n <= work;
  }
  for (int i = 0; i < column; i++)
    apart &= out[i].work == NULL || work + n <= out[i].work || out[i].work + n <= work;
  if (!apart && n > 0)
    solonL_argument_error(L, arg,
                          "option 'out': %s lies in the memory of an input or of another "
                          "column",
                          name);
}

void solonL_index_open_out(lua_State *L, int arg, const char *const names[], int count,
                           const solonL_index_rows *r, solonL_index_out *out) {
  bool wanted[SOLON_INDEX_INPUTS + SOLON_INDEX_PARAMETERS] = {false};
  luaL_checkstack(L, 2 * count + 8, NULL);
  if (lua_type(L, arg) == LUA_TTABLE)
    lua_getfield(L, arg, "out");
  else
    lua_pushnil(L);
  int value = lua_gettop(L);
  read_wanted(L, arg, names, count, wanted);
  lua_newtable(L); /* options as solonL_push_out reads them */
  int options = lua_gettop(L);
  for (int i = 0; i < count; i++) {
    out[i] = (solonL_index_out){0};
    if (!wanted[i])
      continue;
    if (lua_type(L, value) == LUA_TTABLE)
      lua_getfield(L, value, names[i]);
    else
      lua_pushnil(L);
    lua_setfield(L, options, "out");
    out[i].slot = lua_gettop(L) + 1;
    out[i].work = solonL_push_out(L, options, r->rows.count, NULL);
    check_apart(L, arg, names[i], r, out, i);
  }
}

void solonL_index_close_out(lua_State *L, const char *const names[], int count,
                            const solonL_index_rows *r, const solonL_index_out *out) {
  for (int i = 0; i < count; i++) {
    if (out[i].work == NULL)
      continue;
    lua_pushvalue(L, out[i].slot);
    lua_pushvalue(L, out[i].slot + 1);
    solonL_finish_out(L);
    if (r->has_column) {
      solonL_set_value(L, names[i]);
    } else {
      lua_pop(L, 1);
      solonL_set_number(L, names[i], out[i].work[0]);
    }
  }
}
