/* frame.c - solon.native.frame: statements through DuckDB, and columns; the stdlib's frame module
 * builds frames from them. */
#include "column_object.h"
#include "modules.h"

#include "core/data/connection.h"
#include "core/data/table_writer.h"

#define CONNECTION "solon.connection"
#define RESULT "solon.result"

/* ---- the universe's connection --------------------------------------------------------------- */

static const char connection_key = 'c';

static int connection_gc(lua_State *L) {
  solon_connection **c = luaL_checkudata(L, 1, CONNECTION);
  solon_connection_close(*c);
  *c = NULL;
  return 0;
}

/* The connection, opened by the first call. */
static solon_status get_connection(lua_State *L, solon_connection **connection) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &connection_key) != LUA_TUSERDATA) {
    lua_pop(L, 1);
    solonL_push_owner(L, CONNECTION, sizeof(solon_connection *), connection_gc);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &connection_key);
  }
  solon_connection **c = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (*c == NULL) {
    solon_status status = solon_connection_open(solonL_context(L), c);
    if (status != SOLON_OK)
      return status;
  }
  *connection = *c;
  return SOLON_OK;
}

/* ---- run ------------------------------------------------------------------------------------- */

static int result_gc(lua_State *L) {
  solon_result **r = luaL_checkudata(L, 1, RESULT);
  solon_result_free(*r);
  *r = NULL;
  return 0;
}

/* Entry `name` of the table at `table`, or an empty table; stays on the stack. */
static size_t push_list(lua_State *L, int table, const char *name) {
  if (lua_getfield(L, table, name) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
  }
  return (size_t)lua_rawlen(L, -1);
}

static void read_parameter(lua_State *L, solon_parameter *p) {
  lua_getfield(L, -1, "name");
  p->name = lua_tostring(L, -1); /* held by the caller's table */
  lua_pop(L, 1);
  switch (lua_getfield(L, -1, "value")) {
  case LUA_TNIL:
    p->kind = SOLON_PARAMETER_NULL;
    break;
  case LUA_TBOOLEAN:
    p->kind = SOLON_PARAMETER_BOOLEAN;
    p->boolean = lua_toboolean(L, -1) != 0;
    break;
  case LUA_TNUMBER:
    p->kind = lua_isinteger(L, -1) ? SOLON_PARAMETER_INTEGER : SOLON_PARAMETER_NUMBER;
    p->integer = lua_tointeger(L, -1);
    p->number = lua_tonumber(L, -1);
    break;
  case LUA_TSTRING:
    p->kind = SOLON_PARAMETER_TEXT;
    p->text = lua_tolstring(L, -1, &p->length);
    break;
  default:
    solonL_error(L, "bad_argument", NULL, "a %s cannot be a parameter of a query",
                 luaL_typename(L, -1));
  }
  lua_pop(L, 1);
}

/* Pushes scratch memory; the strings in it are held by the table at `query`. */
static void read_parameters(lua_State *L, int query, solon_query *q) {
  q->parameter_count = push_list(L, query, "parameters");
  solon_parameter *parameters = solonL_scratch_zero(L, q->parameter_count, sizeof *parameters);
  q->parameters = parameters;
  for (size_t i = 0; i < q->parameter_count; i++) {
    lua_rawgeti(L, -2, (lua_Integer)i + 1);
    read_parameter(L, &parameters[i]);
    lua_pop(L, 1);
  }
}

/* One {name, names, columns, rows}; two blocks of scratch memory stay on the stack. */
static void read_frame(lua_State *L, int table, solon_frame_source *f) {
  lua_getfield(L, table, "name");
  f->name = lua_tostring(L, -1);
  lua_getfield(L, table, "rows");
  f->rows = (size_t)lua_tointeger(L, -1);
  lua_pop(L, 2);
  f->count = push_list(L, table, "columns");
  int list = lua_gettop(L);
  lua_getfield(L, table, "names");
  solon_column *columns = solonL_scratch_zero(L, f->count, sizeof *columns);
  const char **names = solonL_scratch_zero(L, f->count, sizeof *names);
  for (size_t j = 0; j < f->count; j++) {
    lua_rawgeti(L, list, (lua_Integer)j + 1);
    columns[j] = *solonL_check_column(L, -1);
    lua_rawgeti(L, list + 1, (lua_Integer)j + 1);
    names[j] = lua_tostring(L, -1);
    lua_pop(L, 2);
  }
  f->columns = columns;
  f->names = names;
}

static void read_frames(lua_State *L, int query, solon_query *q) {
  q->frame_count = push_list(L, query, "frames");
  int list = lua_gettop(L);
  solon_frame_source *frames = solonL_scratch_zero(L, q->frame_count, sizeof *frames);
  q->frames = frames;
  for (size_t i = 0; i < q->frame_count; i++) {
    luaL_checkstack(L, 12, "too many frames in a query");
    lua_rawgeti(L, list, (lua_Integer)i + 1);
    read_frame(L, lua_gettop(L), &frames[i]);
  }
}

/* Pushes the list of names and the list of columns. */
static solon_status push_columns(lua_State *L, solon_result *result) {
  size_t count = solon_result_columns(result);
  lua_createtable(L, (int)count, 0);
  lua_createtable(L, (int)count, 0);
  int names = lua_gettop(L) - 1, list = names + 1;
  solon_column *columns = solonL_scratch_zero(L, count, sizeof *columns);
  for (size_t j = 0; j < count; j++) {
    lua_pushstring(L, solon_result_name(result, j));
    lua_rawseti(L, names, (lua_Integer)j + 1);
    columns[j] = *solonL_push_column(L, solon_result_type(result, j), solon_result_rows(result));
    lua_rawseti(L, list, (lua_Integer)j + 1);
  }
  solon_status status = solon_result_fill(solonL_context(L), result, columns);
  for (size_t j = 0; j < count && status == SOLON_OK; j++) {
    lua_rawgeti(L, list, (lua_Integer)j + 1);
    solon_column *column = lua_touserdata(L, -1);
    column->type = columns[j].type;
    if (solon_column_is_text(column->type))
      solonL_copy_dictionary(L, -1, columns[j].values, columns[j].offsets, columns[j].bytes);
    solonL_finish_column(L, -1);
    lua_pop(L, 1);
  }
  lua_settop(L, list);
  return status;
}

/* Reading a file, the caller asks that what DuckDB finds wrong with its content be returned, too.
 */
static int push_run_failure(lua_State *L, solon_status status) {
  lua_getfield(L, 1, "return_failures");
  if (!lua_toboolean(L, -1) || (status != SOLON_BAD_ARGUMENT && status != SOLON_BAD_SYNTAX))
    return solonL_push_failure(L, status);
  luaL_pushfail(L);
  lua_pushstring(L, solonL_get(L)->context.detail);
  lua_pushstring(L, solon_status_name(status));
  return 3;
}

/* run{statement=, query_only=, threads=, return_failures=, parameters={{name=, value=}...},
 * frames={{name=, rows=, names={...}, columns={...}}...}} -> names, columns, rows, or nil, message,
 * code. */
static int frame_run(lua_State *L) {
  solon_query query = {0};
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_getfield(L, 1, "statement");
  query.statement = solonL_check_string(L, -1, NULL);
  lua_getfield(L, 1, "query_only");
  query.query_only = lua_toboolean(L, -1) != 0;
  lua_getfield(L, 1, "threads");
  int threads = (int)luaL_optinteger(L, -1, 1);
  read_parameters(L, 1, &query);
  read_frames(L, 1, &query);
  solon_result **result = solonL_push_owner(L, RESULT, sizeof *result, result_gc);
  solon_connection *connection;
  solon_status status = get_connection(L, &connection);
  if (status == SOLON_OK) {
    solon_context *context = solonL_context(L);
    context->threads = threads;
    status = solon_connection_run(context, connection, &query, result);
  }
  if (status == SOLON_OK)
    status = push_columns(L, *result);
  if (status != SOLON_OK)
    return push_run_failure(L, status);
  lua_pushinteger(L, (lua_Integer)solon_result_rows(*result));
  solon_result_free(*result);
  *result = NULL;
  return 3;
}

/* ---- files ----------------------------------------------------------------------------------- */

/* {names, columns, rows} as a table for the writers. */
static solon_table read_table(lua_State *L, int table) {
  solon_frame_source f;
  luaL_checktype(L, table, LUA_TTABLE);
  read_frame(L, table, &f);
  return (solon_table){f.columns, f.names, f.count, f.rows};
}

static int push_written(lua_State *L, solon_status status) {
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_pushboolean(L, 1);
  return 1;
}

/* write_csv(path, {names=, columns=, rows=}, delimiter, header, null) -> true or nil, message, code
 */
static int frame_write_csv(lua_State *L) {
  const char *path = solonL_check_string(L, 1, NULL);
  solon_csv_style style = {*solonL_check_string(L, 3, NULL), solonL_check_boolean(L, 4),
                           solonL_check_string(L, 5, NULL)};
  solon_table table = read_table(L, 2);
  return push_written(L, solon_table_write_csv(solonL_context(L), path, &table, &style));
}

/* write_json_lines(path, {names=, columns=, rows=}, null_for_nan) -> true or nil, message, code */
static int frame_write_json_lines(lua_State *L) {
  const char *path = solonL_check_string(L, 1, NULL);
  bool null_for_nan = solonL_check_boolean(L, 3);
  solon_table table = read_table(L, 2);
  return push_written(L,
                      solon_table_write_json_lines(solonL_context(L), path, &table, null_for_nan));
}

/* ---- module ---------------------------------------------------------------------------------- */

/* register_class(metatable): the metatable of frames, so that C recognises them. */
static int frame_register_class(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_setfield(L, LUA_REGISTRYINDEX, SOLONL_FRAME);
  return 0;
}

static int frame_library_version(lua_State *L) {
  solon_connection *connection;
  solon_status status = get_connection(L, &connection);
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_pushstring(L, solon_connection_library_version(connection));
  return 1;
}

int solonL_open_frame(lua_State *L) {
  static const luaL_Reg functions[] = {{"run", frame_run},
                                       {"write_csv", frame_write_csv},
                                       {"write_json_lines", frame_write_json_lines},
                                       {"register_class", frame_register_class},
                                       {"library_version", frame_library_version},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
  solonL_add_column_functions(L);
  return 1;
}
