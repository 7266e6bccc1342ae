/* frame.c - solon.native.frame: statements through DuckDB, and columns; the stdlib's frame module
 * builds frames from them. */
#include "array_object.h"
#include "column_object.h"
#include "modules.h"

#include "core/base/text.h"
#include "core/data/classify.h"
#include "core/data/connection.h"
#include "core/data/table_writer.h"

#include <math.h>
#include <string.h>

#define CONNECTION "solon.connection"
#define RESULT "solon.result"

/* ---- the universe's connection ----------------------------------------------------------------- */

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
    solon_connection **c = lua_newuserdatauv(L, sizeof *c, 0);
    *c = NULL;
    luaL_setmetatable(L, CONNECTION);
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

/* ---- run --------------------------------------------------------------------------------------- */

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

/* Reading a file, the caller asks that what DuckDB finds wrong with its content be returned, too. */
static int push_run_failure(lua_State *L, solon_status status) {
  lua_getfield(L, 1, "return_failures");
  if (!lua_toboolean(L, -1) || (status != SOLON_BAD_ARGUMENT && status != SOLON_BAD_SYNTAX))
    return solonL_push_failure(L, status);
  luaL_pushfail(L);
  lua_pushstring(L, solonL_get(L)->context.detail);
  lua_pushstring(L, solon_status_name(status));
  return 3;
}

/* run{statement=, query_only=, threads=, return_failures=, parameters={{name=, value=}...}, frames={{name=, rows=,
 * names={...}, columns={...}}...}} -> names, columns, rows, or nil, message, code. */
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
  solon_result **result = lua_newuserdatauv(L, sizeof *result, 0);
  *result = NULL;
  luaL_setmetatable(L, RESULT);
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

/* ---- files ------------------------------------------------------------------------------------- */

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

/* write_csv(path, {names=, columns=, rows=}, delimiter, header, null) -> true or nil, message, code */
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

/* ---- making columns ---------------------------------------------------------------------------- */

/* Marks the rows whose mask element (argument `arg`: nil or numbers, one per row) is not 0. */
static void apply_null_mask(lua_State *L, int arg, solon_column *column) {
  if (lua_isnoneornil(L, arg))
    return;
  const double *mask = solonL_check_vector_of(L, arg, column->rows);
  for (size_t i = 0; i < column->rows; i++)
    column->null[i] = mask[i] != 0;
}

/* numbers(values, null): a column of doubles from an array or a table of numbers. */
static int frame_numbers(lua_State *L) {
  size_t rows;
  lua_settop(L, 2);
  const double *values = solonL_check_vector(L, 1, &rows);
  solon_column *column = solonL_push_column(L, SOLON_COLUMN_NUMBER, rows);
  double *data = column->data;
  if (rows > 0)
    memcpy(data, values, rows * sizeof *data);
  apply_null_mask(L, 2, column);
  for (size_t i = 0; i < rows; i++)
    if (column->null[i])
      data[i] = NAN;
  solonL_finish_column(L, -1);
  return 1;
}

static void integers_from_table(lua_State *L, int table, solon_column *column) {
  int64_t *data = column->data;
  for (size_t i = 0; i < column->rows; i++) {
    int exact;
    lua_geti(L, table, (lua_Integer)i + 1);
    data[i] = lua_tointegerx(L, -1, &exact);
    if (lua_type(L, -1) != LUA_TNUMBER || !exact)
      solonL_argument_error(L, table, "integer expected at position %zu, got %s", i + 1,
                            luaL_tolstring(L, -1, NULL));
    lua_pop(L, 1);
  }
}

/* integers(values, null): 64-bit integers from a table, or from an array of whole numbers. */
static int frame_integers(lua_State *L) {
  lua_settop(L, 2);
  if (lua_type(L, 1) == LUA_TTABLE) {
    solon_column *column = solonL_push_column(L, SOLON_COLUMN_INTEGER, (size_t)luaL_len(L, 1));
    integers_from_table(L, 1, column);
    apply_null_mask(L, 2, column);
    solonL_finish_column(L, -1);
    return 1;
  }
  size_t rows;
  const double *values = solonL_check_vector(L, 1, &rows);
  solon_column *column = solonL_push_column(L, SOLON_COLUMN_INTEGER, rows);
  int64_t *data = column->data;
  apply_null_mask(L, 2, column);
  for (size_t i = 0; i < rows; i++) {
    if (!column->null[i] && !(values[i] == floor(values[i]) && fabs(values[i]) < 0x1p63))
      solonL_argument_error(L, 1, "integer expected at position %zu, got %.17g", i + 1, values[i]);
    data[i] = column->null[i] ? 0 : (int64_t)values[i];
  }
  solonL_finish_column(L, -1);
  return 1;
}

/* booleans(values, null): from a table of booleans. */
static int frame_booleans(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  solon_column *column = solonL_push_column(L, SOLON_COLUMN_BOOLEAN, (size_t)luaL_len(L, 1));
  uint8_t *data = column->data;
  for (size_t i = 0; i < column->rows; i++) {
    if (lua_geti(L, 1, (lua_Integer)i + 1) != LUA_TBOOLEAN)
      solonL_argument_error(L, 1, "boolean expected at position %zu, got %s", i + 1,
                            luaL_typename(L, -1));
    data[i] = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
  }
  apply_null_mask(L, 2, column);
  for (size_t i = 0; i < column->rows; i++)
    data[i] = data[i] && !column->null[i];
  solonL_finish_column(L, -1);
  return 1;
}

static int dictionary_gc(lua_State *L) {
  solon_dictionary_free(luaL_checkudata(L, 1, "solon.dictionary"));
  return 0;
}

static int32_t text_code(lua_State *L, solon_dictionary *dictionary, size_t row) {
  size_t length;
  if (lua_type(L, -1) != LUA_TSTRING)
    solonL_argument_error(L, 1, "string or false expected at position %zu, got %s", row + 1,
                          luaL_typename(L, -1));
  const char *text = lua_tolstring(L, -1, &length);
  if (!solon_text_is_utf8(text, length) || memchr(text, '\0', length) != NULL)
    solonL_argument_error(L, 1, "the text at position %zu is not UTF-8 or holds a zero byte",
                          row + 1);
  int32_t code = solon_dictionary_code(dictionary, text, length);
  if (code < 0)
    solonL_check_status(L, SOLON_NO_MEMORY);
  return code;
}

/* texts(values, null, kind): from a table of strings; false is missing; kind is "text" (default),
 * "date" or "timestamp". */
static int frame_texts(lua_State *L) {
  static const char *const kinds[] = {"text", "date", "timestamp", NULL};
  luaL_checktype(L, 1, LUA_TTABLE);
  int kind = lua_isnoneornil(L, 3) ? 0 : solonL_check_choice(L, 3, kinds);
  lua_settop(L, 3);
  solon_column *column = solonL_push_column(
      L, (solon_column_type)(SOLON_COLUMN_TEXT + (unsigned)kind), (size_t)luaL_len(L, 1));
  solon_dictionary *dictionary = solonL_scratch_zero(L, 1, sizeof *dictionary);
  luaL_setmetatable(L, "solon.dictionary");
  apply_null_mask(L, 2, column);
  int32_t *codes = column->data;
  for (size_t i = 0; i < column->rows; i++) {
    codes[i] = -1;
    lua_geti(L, 1, (lua_Integer)i + 1);
    if (lua_type(L, -1) == LUA_TBOOLEAN && !lua_toboolean(L, -1))
      column->null[i] = 1;
    if (!column->null[i])
      codes[i] = text_code(L, dictionary, i);
    lua_pop(L, 1);
  }
  solonL_copy_dictionary(L, 4, dictionary->count, dictionary->offsets, dictionary->bytes);
  solon_dictionary_free(dictionary);
  lua_settop(L, 4);
  solonL_finish_column(L, 4);
  return 1;
}

/* positions(mask): the 1-based positions of elements that are not 0. */
static int frame_positions(lua_State *L) {
  size_t size, count = 0;
  const double *mask = solonL_check_vector(L, 1, &size);
  for (size_t i = 0; i < size; i++) {
    if (isnan(mask[i]))
      solonL_argument_error(L, 1, "the mask is NaN at position %zu", i + 1);
    count += mask[i] != 0;
  }
  double *out = solonL_push_vector(L, count)->data;
  for (size_t i = 0; i < size; i++)
    if (mask[i] != 0)
      *out++ = (double)(i + 1);
  return 1;
}

/* ---- columns as objects ------------------------------------------------------------------------ */

static int column_type(lua_State *L) {
  lua_pushstring(L, solon_column_type_name(solonL_check_column(L, 1)->type));
  return 1;
}

static int column_rows(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)solonL_check_column(L, 1)->rows);
  return 1;
}

static int column_nulls(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)solon_column_null_count(solonL_check_column(L, 1)));
  return 1;
}

/* numbers() -> array of float64, missing as NaN; nil for text. */
static int column_numbers(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  if (solon_column_is_text(column->type))
    return 0;
  solon_column_numbers(column, solonL_push_vector(L, column->rows)->data);
  return 1;
}

/* is_null() -> array of 0 and 1. */
static int column_is_null(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  double *out = solonL_push_vector(L, column->rows)->data;
  for (size_t i = 0; i < column->rows; i++)
    out[i] = solon_column_is_null(column, i);
  return 1;
}

/* element(i) -> value or nil; i from 1. */
static int column_element(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  solonL_push_element(L, column, (size_t)solonL_check_integer(L, 2, 1, (int64_t)column->rows) - 1);
  return 1;
}

/* A Lua table of all elements; argument 2 stands for missing ones.  Each dictionary value is made a
 * Lua string once. */
static int column_values(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  lua_settop(L, 2);
  lua_createtable(L, (int)column->rows, 0);
  if (!solon_column_is_text(column->type)) {
    for (size_t i = 0; i < column->rows; i++) {
      if (solon_column_is_null(column, i))
        lua_pushvalue(L, 2);
      else
        solonL_push_element(L, column, i);
      lua_rawseti(L, 3, (lua_Integer)i + 1);
    }
    return 1;
  }
  lua_newtable(L); /* code -> string */
  for (size_t i = 0; i < column->rows; i++) {
    lua_Integer code = ((const int32_t *)column->data)[i];
    if (code < 0) {
      lua_pushvalue(L, 2);
    } else if (lua_rawgeti(L, 4, code) == LUA_TNIL) {
      lua_pop(L, 1);
      solonL_push_element(L, column, i);
      lua_pushvalue(L, -1);
      lua_rawseti(L, 4, code);
    }
    lua_rawseti(L, 3, (lua_Integer)i + 1);
  }
  lua_settop(L, 3);
  return 1;
}

/* codes() -> array of 1-based positions in dictionary(), NaN where missing. */
static int column_codes(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  if (!solon_column_is_text(column->type))
    return 0;
  double *out = solonL_push_vector(L, column->rows)->data;
  for (size_t i = 0; i < column->rows; i++) {
    int32_t code = ((const int32_t *)column->data)[i];
    out[i] = code < 0 ? NAN : code + 1.0;
  }
  return 1;
}

/* dictionary() -> list of the distinct strings. */
static int column_dictionary(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  lua_createtable(L, (int)column->values, 0);
  for (size_t k = 0; k < column->values; k++) {
    lua_pushlstring(L, column->bytes + column->offsets[k],
                    (size_t)(column->offsets[k + 1] - column->offsets[k]));
    lua_rawseti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

/* take(positions) -> column; positions from 1, 0 gives a missing value. */
static int column_take(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  size_t count;
  const double *positions = solonL_check_vector(L, 2, &count);
  int64_t *index = solonL_scratch_zero(L, count, sizeof *index);
  for (size_t i = 0; i < count; i++) {
    if (!(positions[i] >= 0 && positions[i] <= (double)column->rows &&
          positions[i] == floor(positions[i])))
      solonL_argument_error(L, 2, "position %zu: row number in [0, %zu] expected, got %.17g", i + 1,
                            column->rows, positions[i]);
    index[i] = (int64_t)positions[i] - 1;
  }
  solon_column *taken = solonL_push_column(L, column->type, count);
  solon_column_take(column, index, count, taken);
  solonL_share_dictionary(L, 1, -1);
  solonL_finish_column(L, -1);
  return 1;
}

/* kind(mark) -> the name of the narrowest type for all texts of the column, or nil when every row is
 * missing. */
static int column_kind(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  const char *mark = lua_isnoneornil(L, 2) ? "." : solonL_check_string(L, 2, NULL);
  if (column->values == 0)
    return 0;
  lua_pushstring(L, solon_column_type_name(solon_narrowest_type(solon_column_kinds(column, mark[0]))));
  return 1;
}

/* Pushes nil and the position of the row that does not fit. */
static int push_misfit(lua_State *L, size_t row) {
  luaL_pushfail(L);
  lua_pushinteger(L, (lua_Integer)row + 1);
  return 2;
}

/* to_integers() -> integer column; or nil, the position of the first element that is not a 64-bit
 * integer (in a number column: not a whole number of at most 2^53). */
static int column_to_integers(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  bool text = solon_column_is_text(column->type);
  solon_column *integers = solonL_push_column(L, SOLON_COLUMN_INTEGER, column->rows);
  size_t row;
  if (!(text ? solon_texts_to_integers(column, integers->data, &row)
             : solon_numbers_to_integers(column, integers->data, &row)))
    return push_misfit(L, row);
  for (size_t i = 0; i < column->rows; i++)
    integers->null[i] = solon_column_is_null(column, i);
  solonL_finish_column(L, -1);
  return 1;
}

/* to_booleans() -> boolean column of a text column; or nil, the position of the first element that is
 * none of true, false, 1, 0. */
static int column_to_booleans(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  solon_column *booleans = solonL_push_column(L, SOLON_COLUMN_BOOLEAN, column->rows);
  size_t row;
  if (!solon_texts_to_booleans(column, booleans->data, &row))
    return push_misfit(L, row);
  for (size_t i = 0; i < column->rows; i++)
    booleans->null[i] = solon_column_is_null(column, i);
  solonL_finish_column(L, -1);
  return 1;
}

/* to_dates() -> date column of a timestamp column; or nil, the position of the first element that is
 * not midnight. */
static int column_to_dates(lua_State *L) {
  enum { TIME_LENGTH = 9 }; /* " 00:00:00" */
  const solon_column *column = solonL_check_column(L, 1);
  size_t row;
  if (!solon_timestamps_are_dates(column, &row))
    return push_misfit(L, row);
  solon_column *dates = solonL_push_column(L, SOLON_COLUMN_DATE, column->rows);
  solon_dictionary *dictionary = solonL_scratch_zero(L, 1, sizeof *dictionary);
  luaL_setmetatable(L, "solon.dictionary");
  int32_t *codes = dates->data;
  for (size_t i = 0; i < column->rows; i++) {
    size_t length;
    codes[i] = -1;
    dates->null[i] = solon_column_is_null(column, i);
    if (dates->null[i])
      continue;
    const char *text = solon_column_text(column, i, &length);
    codes[i] = solon_dictionary_code(dictionary, text, length - TIME_LENGTH);
    if (codes[i] < 0)
      solonL_check_status(L, SOLON_NO_MEMORY);
  }
  solonL_copy_dictionary(L, -2, dictionary->count, dictionary->offsets, dictionary->bytes);
  solon_dictionary_free(dictionary);
  lua_pop(L, 1);
  solonL_finish_column(L, -1);
  return 1;
}

/* ---- module ------------------------------------------------------------------------------------ */

static int frame_library_version(lua_State *L) {
  solon_connection *connection;
  solon_status status = get_connection(L, &connection);
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_pushstring(L, solon_connection_library_version());
  return 1;
}

static void new_finalized_type(lua_State *L, const char *name, lua_CFunction finalizer) {
  luaL_newmetatable(L, name);
  lua_pushcfunction(L, finalizer);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}

int solonL_open_frame(lua_State *L) {
  static const luaL_Reg methods[] = {{"type", column_type},
                                     {"rows", column_rows},
                                     {"nulls", column_nulls},
                                     {"numbers", column_numbers},
                                     {"is_null", column_is_null},
                                     {"element", column_element},
                                     {"values", column_values},
                                     {"codes", column_codes},
                                     {"dictionary", column_dictionary},
                                     {"take", column_take},
                                     {"kind", column_kind},
                                     {"to_integers", column_to_integers},
                                     {"to_booleans", column_to_booleans},
                                     {"to_dates", column_to_dates},
                                     {NULL, NULL}};
  static const luaL_Reg functions[] = {{"run", frame_run},
                                       {"write_csv", frame_write_csv},
                                       {"write_json_lines", frame_write_json_lines},
                                       {"numbers", frame_numbers},
                                       {"integers", frame_integers},
                                       {"booleans", frame_booleans},
                                       {"texts", frame_texts},
                                       {"positions", frame_positions},
                                       {"library_version", frame_library_version},
                                       {NULL, NULL}};
  new_finalized_type(L, CONNECTION, connection_gc);
  new_finalized_type(L, RESULT, result_gc);
  new_finalized_type(L, "solon.dictionary", dictionary_gc);
  luaL_newmetatable(L, SOLONL_COLUMN);
  lua_pushliteral(L, "column");
  lua_setfield(L, -2, "__name");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}
