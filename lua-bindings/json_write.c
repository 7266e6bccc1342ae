/* json_write.c - writing Lua values as JSON.
 *
 * Numbers are written with the fewest digits that read back as the same double, floats recognisably
 * so (1.0); keys are sorted by their bytes unless the object is ordered: equal values give equal
 * bytes. */
#include "array_object.h"
#include "json_object.h"

#include "core/base/file.h"
#include "core/base/number.h"
#include "core/base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 512 };

/* Where the value being written lies: for messages and to find cycles. */
typedef struct place {
  const struct place *parent;
  const void *table; /* identity of the list or object */
  const char *key;   /* of the value inside it; NULL in a list */
  lua_Integer index;
} place;

typedef struct writer {
  lua_State *L;
  int slot; /* stack slot of the userdata that holds the text, so that errors leak nothing */
  char *text;
  size_t used, room;
  int indent;
  bool null_for_nan;
} writer;

static void add(writer *w, const char *bytes, size_t length) {
  if (w->used + length > w->room) {
    size_t room = (w->used + length) * 2;
    char *bigger = solonL_scratch(w->L, room);
    memcpy(bigger, w->text, w->used);
    lua_replace(w->L, w->slot);
    w->text = bigger;
    w->room = room;
  }
  memcpy(w->text + w->used, bytes, length);
  w->used += length;
}

static void add_text(writer *w, const char *text) {
  add(w, text, strlen(text));
}

static void new_line(writer *w, int depth) {
  if (w->indent == 0)
    return;
  add_text(w, "\n");
  for (int i = 0; i < depth * w->indent; i++)
    add_text(w, " ");
}

/* Pushes "$.a[3]": the value itself is $. */
static void push_path(lua_State *L, const place *p) {
  if (p == NULL) {
    lua_pushliteral(L, "$");
    return;
  }
  push_path(L, p->parent);
  if (p->key != NULL)
    lua_pushfstring(L, "%s.%s", lua_tostring(L, -1), p->key);
  else
    lua_pushfstring(L, "%s[%I]", lua_tostring(L, -1), (LUAI_UACINT)p->index);
  lua_remove(L, -2);
}

static _Noreturn void refuse(writer *w, const place *p, const char *reason) {
  luaL_checkstack(w->L, 8, NULL);
  push_path(w->L, p);
  solonL_error(w->L, "bad_argument", NULL, "json: cannot write %.300s: %.200s",
               lua_tostring(w->L, -1), reason);
}

/* ---- scalars --------------------------------------------------------------------------------- */

static void write_double(writer *w, double value, const place *p) {
  char text[SOLON_NUMBER_SIZE];
  if (isfinite(value)) {
    add(w, text, solon_number_format(value, true, text));
    return;
  }
  if (!w->null_for_nan || isinf(value))
    refuse(w, p, isnan(value) ? "NaN (options.nan = \"null\" writes null)" : "an infinite number");
  add_text(w, "null");
}

static void write_integer(writer *w, lua_Integer value) {
  char text[32];
  add(w, text, (size_t)snprintf(text, sizeof text, "%" PRId64, (int64_t)value));
}

static void write_string(writer *w, const char *text, size_t length, const place *p) {
  static const char escapes[][3] = {['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f",
                                    ['\n'] = "\\n", ['\r'] = "\\r",  ['\t'] = "\\t"};
  if (!solon_text_is_utf8(text, length))
    refuse(w, p, "a string that is not UTF-8");
  if (memchr(text, '\0', length) != NULL)
    refuse(w, p, "a string with a zero byte");
  add_text(w, "\"");
  size_t from = 0;
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c >= 0x20 && c != '"' && c != '\\')
      continue;
    add(w, text + from, i - from);
    from = i + 1;
    if (c < sizeof escapes / sizeof *escapes && escapes[c][0] != '\0') {
      add_text(w, escapes[c]);
    } else {
      char code[8];
      add(w, code, (size_t)snprintf(code, sizeof code, "\\u%04x", c));
    }
  }
  add(w, text + from, length - from);
  add_text(w, "\"");
}

/* ---- lists and objects ----------------------------------------------------------------------- */

static void write_value(writer *w, int index, const place *p, int depth);

static void write_array_row(writer *w, const double *data, size_t count, ptrdiff_t stride,
                            const place *parent, const void *table, int depth) {
  add_text(w, "[");
  for (size_t i = 0; i < count; i++) {
    place here = {parent, table, NULL, (lua_Integer)i + 1};
    add_text(w, i == 0 ? "" : ",");
    new_line(w, depth + 1);
    write_double(w, data[(ptrdiff_t)i * stride], &here);
  }
  if (count > 0)
    new_line(w, depth);
  add_text(w, "]");
}

/* An array as a list of numbers, a matrix as a list of its rows. */
static void write_array(writer *w, const solonL_array *a, const place *p, int depth) {
  if (a->dimensions == 1) {
    write_array_row(w, a->data, a->rows, a->row_stride, p, a, depth);
    return;
  }
  add_text(w, "[");
  for (size_t i = 0; i < a->rows; i++) {
    place here = {p, a, NULL, (lua_Integer)i + 1};
    add_text(w, i == 0 ? "" : ",");
    new_line(w, depth + 1);
    write_array_row(w, a->data + (ptrdiff_t)i * a->row_stride, a->columns, a->column_stride, &here,
                    a, depth + 1);
  }
  if (a->rows > 0)
    new_line(w, depth);
  add_text(w, "]");
}

static void write_list(writer *w, int table, const place *p, int depth) {
  lua_Integer count = (lua_Integer)lua_rawlen(w->L, table);
  add_text(w, "[");
  for (lua_Integer i = 1; i <= count; i++) {
    place here = {p, lua_topointer(w->L, table), NULL, i};
    add_text(w, i == 1 ? "" : ",");
    new_line(w, depth + 1);
    lua_rawgeti(w->L, table, i);
    write_value(w, lua_gettop(w->L), &here, depth + 1);
    lua_pop(w->L, 1);
  }
  if (count > 0)
    new_line(w, depth);
  add_text(w, "]");
}

typedef struct key {
  const char *text; /* held by the table */
  size_t length;
} key;

static int compare_keys(const void *a, const void *b) {
  const key *x = a, *y = b;
  int order = memcmp(x->text, y->text, x->length < y->length ? x->length : y->length);
  return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

/* Pushes scratch memory with the keys in the order in which they are written. */
static const key *push_keys(writer *w, int table, size_t count) {
  lua_State *L = w->L;
  key *keys = solonL_scratch(L, (count + 1) * sizeof *keys);
  size_t i = 0;
  if (solonL_push_order(L, table)) {
    lua_Integer known = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer k = 1; k <= known && i < count; k++) {
      lua_rawgeti(L, -1, k);
      keys[i].text = lua_tolstring(L, -1, &keys[i].length);
      if (lua_rawget(L, table) != LUA_TNIL)
        i++;
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return keys;
  }
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pop(L, 1);
    keys[i].text = lua_tolstring(L, -1, &keys[i].length);
    i++;
  }
  qsort(keys, count, sizeof *keys, compare_keys);
  return keys;
}

static void write_object(writer *w, int table, size_t count, const place *p, int depth) {
  const key *keys = push_keys(w, table, count);
  add_text(w, "{");
  for (size_t i = 0; i < count; i++) {
    place here = {p, lua_topointer(w->L, table), keys[i].text, 0};
    add_text(w, i == 0 ? "" : ",");
    new_line(w, depth + 1);
    write_string(w, keys[i].text, keys[i].length, &here);
    add_text(w, w->indent > 0 ? ": " : ":");
    lua_pushlstring(w->L, keys[i].text, keys[i].length);
    lua_rawget(w->L, table);
    write_value(w, lua_gettop(w->L), &here, depth + 1);
    lua_pop(w->L, 1);
  }
  if (count > 0)
    new_line(w, depth);
  add_text(w, "}");
  lua_pop(w->L, 1);
}

typedef struct contents {
  size_t strings, positions, others; /* keys that are strings, 1..#table, anything else */
} contents;

static contents count_keys(lua_State *L, int table) {
  contents found = {0};
  lua_Integer length = (lua_Integer)lua_rawlen(L, table);
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) == LUA_TSTRING)
      found.strings++;
    else if (lua_isinteger(L, -1) && lua_tointeger(L, -1) >= 1 && lua_tointeger(L, -1) <= length)
      found.positions++;
    else
      found.others++;
  }
  return found;
}

/* True for the metatable of lists. */
static bool is_marked_list(lua_State *L, int table) {
  if (!lua_getmetatable(L, table))
    return false;
  luaL_getmetatable(L, SOLONL_JSON_ARRAY);
  bool same = lua_rawequal(L, -1, -2) != 0;
  lua_pop(L, 2);
  return same;
}

/* Objects of other modules (a frame, a stream) are not data: their fields are private.  Result
 * records and ordered objects are. */
static void refuse_foreign_objects(writer *w, int table, const place *p) {
  lua_State *L = w->L;
  if (!lua_getmetatable(L, table))
    return;
  bool record = lua_getfield(L, -1, "fields") == LUA_TTABLE;
  bool ordered = lua_getfield(L, -2, "order") == LUA_TTABLE;
  bool named = lua_getfield(L, -3, "__name") == LUA_TSTRING;
  if (named && !record && !ordered) {
    char reason[96];
    snprintf(reason, sizeof reason, "a %.60s is no JSON value", lua_tostring(L, -1));
    refuse(w, p, reason);
  }
  lua_pop(L, 4);
}

static void write_table(writer *w, int table, const place *p, int depth) {
  lua_State *L = w->L;
  const void *identity = lua_topointer(L, table);
  for (const place *above = p; above != NULL; above = above->parent)
    if (above->table == identity)
      refuse(w, p, "a table that contains itself");
  bool list = is_marked_list(L, table);
  if (!list)
    refuse_foreign_objects(w, table, p);
  contents found = count_keys(L, table);
  if (found.others > 0 || (found.strings > 0 && found.positions > 0) ||
      (list && found.strings > 0) || found.positions != lua_rawlen(L, table))
    refuse(w, p, "keys must be all strings, or 1..n without holes (use json.null in a hole)");
  if (list || found.positions > 0)
    write_list(w, table, p, depth);
  else
    write_object(w, table, found.strings, p, depth);
}

static void write_userdata(writer *w, int index, const place *p, int depth) {
  const solonL_array *array = solonL_test_array(w->L, index);
  if (array != NULL)
    write_array(w, array, p, depth);
  else if (luaL_testudata(w->L, index, SOLONL_JSON_NULL) != NULL)
    add_text(w, "null");
  else
    refuse(w, p, "a userdata that is no array");
}

static void write_value(writer *w, int index, const place *p, int depth) {
  lua_State *L = w->L;
  size_t length;
  if (depth > DEEPEST)
    refuse(w, NULL, "it is nested too deep");
  luaL_checkstack(L, 12, "JSON nested too deep");
  switch (lua_type(L, index)) {
  case LUA_TBOOLEAN:
    add_text(w, lua_toboolean(L, index) ? "true" : "false");
    return;
  case LUA_TNUMBER:
    if (lua_isinteger(L, index))
      write_integer(w, lua_tointeger(L, index));
    else
      write_double(w, lua_tonumber(L, index), p);
    return;
  case LUA_TSTRING: {
    const char *text = lua_tolstring(L, index, &length);
    write_string(w, text, length, p);
    return;
  }
  case LUA_TTABLE:
    write_table(w, index, p, depth);
    return;
  case LUA_TUSERDATA:
    write_userdata(w, index, p, depth);
    return;
  case LUA_TNIL:
    refuse(w, p, "nil (null is json.null)");
  default: {
    char reason[64];
    snprintf(reason, sizeof reason, "a %s", luaL_typename(L, index));
    refuse(w, p, reason);
  }
  }
}

/* ---- module functions ------------------------------------------------------------------------ */

/* Writes the argument; the userdata that holds the text stays on top. */
static writer write_argument(lua_State *L, int value, int options) {
  static const char *const known[] = {"indent", "nan", NULL};
  static const char *const nan_choices[] = {"error", "null", NULL};
  enum { FIRST_ROOM = 256 };
  solonL_check_options(L, options, known);
  writer w = {.L = L};
  w.indent = (int)solonL_option_integer(L, options, "indent", 0, 0, 16);
  w.null_for_nan = solonL_option_choice(L, options, "nan", 0, nan_choices) == 1;
  w.text = solonL_scratch(L, FIRST_ROOM);
  w.room = FIRST_ROOM;
  w.slot = lua_gettop(L);
  write_value(&w, value, NULL, 0);
  return w;
}

int solonL_json_write(lua_State *L) {
  if (lua_isnone(L, 1))
    solonL_type_error(L, 1, "value");
  lua_settop(L, 2);
  writer w = write_argument(L, 1, 2);
  lua_pushlstring(L, w.text, w.used);
  return 1;
}

int solonL_json_write_file(lua_State *L) {
  const char *path = solonL_check_string(L, 1, NULL);
  if (lua_isnone(L, 2))
    solonL_type_error(L, 2, "value");
  lua_settop(L, 3);
  writer w = write_argument(L, 2, 3);
  add_text(&w, "\n");
  solon_status status = solon_file_write(solonL_context(L), path, w.text, w.used);
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_pushboolean(L, 1);
  return 1;
}
