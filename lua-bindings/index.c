/* index.c - solon.index: the governance index of whole columns, its steps on their own. */
#include "index.h"

#include "array_object.h"
#include "modules.h"

#include "core/index/gradient.h"

/* ---- the index ------------------------------------------------------------------------------- */

/* Inputs and parameters of the one table that is the argument. */
static void read_rows(lua_State *L, solonL_index_rows *r) {
  solonL_index_start(r);
  for (int i = 0; i < SOLON_INDEX_INPUTS; i++) {
    lua_getfield(L, 1, solon_index_input_names[i]);
    solonL_index_set(L, 1, solon_index_input_names[i], r, &r->rows.inputs[i]);
  }
  solonL_index_read_parameters(L, 1, r);
}

/* What evaluate and gradient have in common: the table of inputs and options read, outputs made. */
typedef struct call {
  solonL_index_rows r;
  solon_index_options options;
  solonL_index_out out[SOLON_INDEX_SLOPES];
  double *columns[SOLON_INDEX_SLOPES];
  solon_index_counts counts;
} call;

_Static_assert((int)SOLON_INDEX_COLUMNS <= (int)SOLON_INDEX_SLOPES, "columns fit into a call");

static void open_call(lua_State *L, call *c, const char *const names[], int count) {
  static const char *const known[] = {"capacity", "visibility", "loyalty", "skepticism",
                                      "sigma",    "parameters", "out",     SOLONL_INDEX_OPTIONS,
                                      NULL};
  if (lua_gettop(L) > 1)
    solonL_argument_error(L, 2,
                          "no second argument expected: options stand in the table of inputs");
  lua_settop(L, 1);
  luaL_checktype(L, 1, LUA_TTABLE);
  solonL_check_options(L, 1, known);
  read_rows(L, &c->r);
  c->options = solonL_index_read_options(L, 1);
  solonL_index_open_out(L, 1, names, count, &c->r, c->out);
  for (int i = 0; i < count; i++)
    c->columns[i] = c->out[i].work;
}

static int close_call(lua_State *L, const call *c, solon_status status, const char *kind,
                      const char *const names[], int count) {
  solonL_index_check_status(L, 1, status);
  solonL_push_record(L, kind);
  solonL_set_integer(L, "rows", (int64_t)c->r.rows.count);
  solonL_index_close_out(L, names, count, &c->r, c->out);
  solonL_set_integer(L, "invalid", (int64_t)c->counts.invalid);
  solonL_set_integer(L, "missing", (int64_t)c->counts.missing);
  return 1;
}

static int index_evaluate(lua_State *L) {
  call c;
  open_call(L, &c, solon_index_column_names, SOLON_INDEX_COLUMNS);
  solon_status status =
      solon_index_evaluate(solonL_context(L), &c.r.rows, &c.options, c.columns, &c.counts);
  return close_call(L, &c, status, "governance index", solon_index_column_names,
                    SOLON_INDEX_COLUMNS);
}

static int index_gradient(lua_State *L) {
  call c;
  open_call(L, &c, solon_index_slope_names, SOLON_INDEX_SLOPES);
  solon_status status =
      solon_index_gradient(solonL_context(L), &c.r.rows, &c.options, c.columns, &c.counts);
  return close_call(L, &c, status, "gradient of the index", solon_index_slope_names,
                    SOLON_INDEX_SLOPES);
}

/* ---- its steps ------------------------------------------------------------------------------- */

/* One step: inputs are the arguments 1 to count, each taken as the input named; options follow. */
static int step(lua_State *L, const solon_index_input inputs[], const char *const names[],
                int count, solon_index_column column, bool trust_given, bool with_options) {
  static const char *const plain[] = {"parameters", "out", NULL};
  static const char *const full[] = {"parameters", "out", "rho", "floors", NULL};
  solonL_index_rows r;
  double *columns[SOLON_INDEX_COLUMNS] = {NULL};
  solon_index_counts counts;
  lua_settop(L, count + 1);
  solonL_check_options(L, count + 1, with_options ? full : plain);
  solonL_index_start(&r);
  for (int i = 0; i < count; i++) {
    lua_pushvalue(L, i + 1);
    solonL_index_set(L, i + 1, names[i], &r, &r.rows.inputs[inputs[i]]);
  }
  solonL_index_read_parameters(L, count + 1, &r);
  static const double one = 1, zero = 0;
  if (trust_given) { /* it stands in loyalty's place */
    r.rows.parameters[SOLON_INDEX_W_LOYALTY] = (solon_index_operand){&one, 0};
    r.rows.parameters[SOLON_INDEX_W_SKEPTICISM] = (solon_index_operand){&zero, 0};
  }
  solon_index_options options = solon_index_default_options;
  if (with_options)
    options = solonL_index_read_options(L, count + 1);
  columns[column] = solonL_push_out(L, count + 1, r.rows.count, NULL);
  solon_status status =
      solon_index_evaluate(solonL_context(L), &r.rows, &options, columns, &counts);
  solonL_index_check_status(L, count + 1, status);
  solonL_finish_out(L);
  if (!r.has_column)
    lua_pushnumber(L, columns[column][0]);
  return 1;
}

static int index_trust(lua_State *L) {
  static const solon_index_input inputs[] = {SOLON_INDEX_LOYALTY, SOLON_INDEX_SKEPTICISM};
  static const char *const names[] = {"loyalty", "skepticism"};
  return step(L, inputs, names, 2, SOLON_INDEX_TRUST, false, false);
}

static int index_potential(lua_State *L) {
  static const solon_index_input inputs[] = {SOLON_INDEX_CAPACITY, SOLON_INDEX_LOYALTY,
                                             SOLON_INDEX_VISIBILITY};
  static const char *const names[] = {"capacity", "trust", "visibility"};
  return step(L, inputs, names, 3, SOLON_INDEX_POTENTIAL, true, true);
}

static int index_gate(lua_State *L) {
  static const solon_index_input inputs[] = {SOLON_INDEX_LOYALTY};
  static const char *const names[] = {"trust"};
  return step(L, inputs, names, 1, SOLON_INDEX_GATE, true, false);
}

static int index_synergy(lua_State *L) {
  static const solon_index_input inputs[] = {SOLON_INDEX_CAPACITY, SOLON_INDEX_LOYALTY};
  static const char *const names[] = {"capacity", "trust"};
  return step(L, inputs, names, 2, SOLON_INDEX_SYNERGY, true, false);
}

static int index_volatility(lua_State *L) {
  static const solon_index_input inputs[] = {SOLON_INDEX_SIGMA};
  static const char *const names[] = {"sigma"};
  return step(L, inputs, names, 1, SOLON_INDEX_VOLATILITY, false, false);
}

static int index_parameters(lua_State *L) {
  lua_settop(L, 0);
  solonL_push_record(L, "index parameters");
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++)
    solonL_set_number(L, solon_index_parameter_infos[i].name,
                      solon_index_parameter_infos[i].standard);
  return 1;
}

static const luaL_Reg functions[] = {{"evaluate", index_evaluate},
                                     {"gradient", index_gradient},
                                     {"trust", index_trust},
                                     {"potential", index_potential},
                                     {"gate", index_gate},
                                     {"synergy", index_synergy},
                                     {"volatility", index_volatility},
                                     {"parameters", index_parameters},
                                     {NULL, NULL}};

int solonL_open_index(lua_State *L) {
  luaL_requiref(L, "solon.array", solonL_open_array, 0); /* the methods of the arrays given out */
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  luaL_setfuncs(L, solonL_index_mean, 0);
  return 1;
}
