/* column.c - making columns and what Lua can do with one; for the stdlib's frame module. */
#include "array_object.h"
#include "column_object.h"

#include "core/base/text.h"
#include "core/data/classify.h"

#include <math.h>
#include <string.h>

#define DICTIONARY "solon.dictionary"

/* ---- making columns -------------------------------------------------------------------------- */

/* Marks the rows whose mask element (argument `arg`: nil or numbers, one per row) is not 0. */
static void apply_null_mask(lua_State *L, int arg, solon_column *column) {
  if (lua_isnoneornil(L, arg))
    return;
  const double *mask = solonL_check_vector_of(L, arg, column->rows);
  for (size_t i = 0; i < column->rows; i++)
    column->null[i] = mask[i] != 0;
}

/* numbers(values, null): a column of doubles from an array or a table of numbers. */
static int make_numbers(lua_State *L) {
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
static int make_integers(lua_State *L) {
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
static int make_booleans(lua_State *L) {
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
  solon_dictionary_free(luaL_checkudata(L, 1, DICTIONARY));
  return 0;
}

static solon_dictionary *push_dictionary(lua_State *L) {
  return solonL_push_owner(L, DICTIONARY, sizeof(solon_dictionary), dictionary_gc);
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
static int make_texts(lua_State *L) {
  static const char *const kinds[] = {"text", "date", "timestamp", NULL};
  luaL_checktype(L, 1, LUA_TTABLE);
  int kind = lua_isnoneornil(L, 3) ? 0 : solonL_check_choice(L, 3, kinds);
  lua_settop(L, 3);
  solon_column *column = solonL_push_column(
      L, (solon_column_type)(SOLON_COLUMN_TEXT + (unsigned)kind), (size_t)luaL_len(L, 1));
  solon_dictionary *dictionary = push_dictionary(L);
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
static int find_positions(lua_State *L) {
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

/* ---- columns as objects ---------------------------------------------------------------------- */

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

/* kind(mark) -> the name of the narrowest type for all texts of the column, or nil when every row
 * is missing. */
static int column_kind(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  const char *mark = lua_isnoneornil(L, 2) ? "." : solonL_check_string(L, 2, NULL);
  if (column->values == 0)
    return 0;
  lua_pushstring(L,
                 solon_column_type_name(solon_narrowest_type(solon_column_kinds(column, mark[0]))));
  return 1;
}

/* The conversions below return a column of the exact type, in which elements that do not fit are
 * missing, and the positions of those elements (an array; nil when all fit). */

/* The converted column is on top: copies the missing values of `from`, adds the misfits, pushes
 * their positions. */
static int push_converted(lua_State *L, const solon_column *from, solon_column *to,
                          const uint8_t *misfit, size_t misfits) {
  int column = lua_gettop(L);
  double *positions = misfits > 0 ? solonL_push_vector(L, misfits)->data : NULL;
  for (size_t i = 0; i < from->rows; i++) {
    to->null[i] = solon_column_is_null(from, i) || misfit[i];
    if (misfit[i])
      *positions++ = (double)(i + 1);
  }
  solonL_finish_column(L, column);
  if (misfits == 0)
    lua_pushnil(L);
  return 2;
}

/* to_integers(), of a number or text column. */
static int column_to_integers(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  uint8_t *misfit = solonL_scratch_zero(L, column->rows, 1);
  solon_column *integers = solonL_push_column(L, SOLON_COLUMN_INTEGER, column->rows);
  size_t misfits = solon_column_is_text(column->type)
                       ? solon_texts_to_integers(column, integers->data, misfit)
                       : solon_numbers_to_integers(column, integers->data, misfit);
  return push_converted(L, column, integers, misfit, misfits);
}

/* to_booleans(), of a text column. */
static int column_to_booleans(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  uint8_t *misfit = solonL_scratch_zero(L, column->rows, 1);
  solon_column *booleans = solonL_push_column(L, SOLON_COLUMN_BOOLEAN, column->rows);
  size_t misfits = solon_texts_to_booleans(column, booleans->data, misfit);
  return push_converted(L, column, booleans, misfit, misfits);
}

/* to_dates(), of a timestamp column. */
static int column_to_dates(lua_State *L) {
  const solon_column *column = solonL_check_column(L, 1);
  uint8_t *misfit = solonL_scratch_zero(L, column->rows, 1);
  size_t misfits = solon_timestamps_not_dates(column, misfit);
  solon_dictionary *dictionary = push_dictionary(L);
  solon_column *dates = solonL_push_column(L, SOLON_COLUMN_DATE, column->rows);
  int32_t *codes = dates->data;
  for (size_t i = 0; i < column->rows; i++) {
    size_t length;
    codes[i] = -1;
    if (solon_column_is_null(column, i) || misfit[i])
      continue;
    const char *text = solon_column_text(column, i, &length);
    codes[i] = solon_dictionary_code(dictionary, text, length - SOLON_MIDNIGHT_LENGTH);
    if (codes[i] < 0)
      solonL_check_status(L, SOLON_NO_MEMORY);
  }
  solonL_copy_dictionary(L, -1, dictionary->count, dictionary->offsets, dictionary->bytes);
  solon_dictionary_free(dictionary);
  return push_converted(L, column, dates, misfit, misfits);
}

/* ---- module ---------------------------------------------------------------------------------- */

void solonL_add_column_functions(lua_State *L) {
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
  static const luaL_Reg functions[] = {{"numbers", make_numbers},     {"integers", make_integers},
                                       {"booleans", make_booleans},   {"texts", make_texts},
                                       {"positions", find_positions}, {NULL, NULL}};
  luaL_newmetatable(L, SOLONL_COLUMN);
  lua_pushliteral(L, "column");
  lua_setfield(L, -2, "__name");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  luaL_setfuncs(L, functions, 0);
}
