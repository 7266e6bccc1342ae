/* transfer.c - Lua values as bytes and back. */
#include "transfer.h"

#include "array_object.h"
#include "column_object.h"
#include "json_object.h"

#include "core/base/memory.h"

#include <stdio.h>
#include <string.h>

enum { DEPTH = 100, PATH = 200 };

/* One byte says what follows. */
enum tag {
  TAG_NIL,
  TAG_FALSE,
  TAG_TRUE,
  TAG_INTEGER,
  TAG_FLOAT,
  TAG_STRING,
  TAG_TABLE,
  TAG_END,
  TAG_RECORD,
  TAG_VECTOR,
  TAG_MATRIX,
  TAG_JSON_LIST,
  TAG_JSON_OBJECT,
  TAG_JSON_NULL,
  TAG_FRAME,
  TAG_COLUMN
};

/* ---- writing --------------------------------------------------------------------------------- */

typedef struct writer {
  lua_State *L;
  solonL_bytes *bytes;
  int depth;
  size_t path_length;
  char path[PATH];
} writer;

void solonL_bytes_free(solonL_bytes *bytes) {
  solon_free(bytes->data);
  *bytes = (solonL_bytes){NULL, 0, 0};
}

static void put(writer *w, const void *data, size_t size) {
  solonL_bytes *bytes = w->bytes;
  if (size > bytes->capacity - bytes->size) {
    size_t capacity = bytes->capacity + bytes->capacity / 2;
    if (capacity < bytes->size + size)
      capacity = bytes->size + size + 64;
    unsigned char *grown = solon_realloc(bytes->data, capacity);
    if (grown == NULL)
      solonL_check_status(w->L, SOLON_NO_MEMORY);
    bytes->data = grown;
    bytes->capacity = capacity;
  }
  if (size > 0)
    memcpy(bytes->data + bytes->size, data, size);
  bytes->size += size;
}

static void put_tag(writer *w, enum tag tag) {
  unsigned char byte = (unsigned char)tag;
  put(w, &byte, 1);
}

static void put_size(writer *w, size_t size) {
  put(w, &size, sizeof size);
}

static void put_string(writer *w, int index) {
  size_t length;
  const char *text = lua_tolstring(w->L, index, &length);
  put_tag(w, TAG_STRING);
  put_size(w, length);
  put(w, text, length);
}

static _Noreturn void refuse(writer *w, const char *why) {
  solonL_error(w->L, "bad_argument", NULL, "%s: %s cannot be sent to another thread", w->path, why);
}

/* Lengthens the path by a key; a name longer than the room is cut. */
static void extend_path(writer *w, int key) {
  char *end = w->path + w->path_length;
  size_t room = sizeof w->path - w->path_length;
  int added;
  if (lua_type(w->L, key) == LUA_TSTRING)
    added = snprintf(end, room, ".%s", lua_tostring(w->L, key));
  else if (lua_isinteger(w->L, key))
    added = snprintf(end, room, "[%lld]", (long long)lua_tointeger(w->L, key));
  else
    added = snprintf(end, room, "[%s]", luaL_typename(w->L, key));
  w->path_length += (size_t)added < room ? (size_t)added : room - 1;
}

static void put_value(writer *w, int index);

/* Key by key, each followed by its value. */
static void put_pairs(writer *w, int index) {
  size_t length = w->path_length;
  lua_pushnil(w->L);
  while (lua_next(w->L, index)) {
    int value = lua_gettop(w->L);
    extend_path(w, value - 1);
    put_value(w, value - 1);
    put_value(w, value);
    lua_settop(w->L, value - 1);
    w->path_length = length;
    w->path[length] = '\0';
  }
  put_tag(w, TAG_END);
}

/* True when the metatable on top is the one registered under that name. */
static bool is_metatable(lua_State *L, const char *name) {
  luaL_getmetatable(L, name);
  bool same = lua_rawequal(L, -2, -1) != 0;
  lua_pop(L, 1);
  return same;
}

/* The fields of an ordered object in their order. */
static void put_ordered(writer *w, int index) {
  lua_State *L = w->L;
  if (!solonL_push_order(L, index))
    return;
  int order = lua_gettop(L);
  size_t length = w->path_length;
  lua_Integer count = (lua_Integer)lua_rawlen(L, order);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, order, i);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, index) != LUA_TNIL) {
      extend_path(w, order + 1);
      put_value(w, order + 1);
      put_value(w, order + 2);
    }
    lua_settop(L, order);
    w->path_length = length;
    w->path[length] = '\0';
  }
  put_tag(w, TAG_END);
  lua_pop(L, 1);
}

/* A record's metatable holds its kind and the order of its fields; a plain table has none. */
static void put_table(writer *w, int index) {
  lua_State *L = w->L;
  if (++w->depth > DEPTH)
    refuse(w, "a table that contains itself or nests deeper than 100");
  luaL_checkstack(L, 8, "table nested too deeply");
  if (solonL_push_order(L, index)) {
    lua_pop(L, 1);
    put_tag(w, TAG_JSON_OBJECT);
    put_ordered(w, index);
    w->depth--;
    return;
  }
  if (!lua_getmetatable(L, index)) {
    put_tag(w, TAG_TABLE);
  } else if (is_metatable(L, SOLONL_JSON_ARRAY) || is_metatable(L, SOLONL_FRAME)) {
    put_tag(w, is_metatable(L, SOLONL_FRAME) ? TAG_FRAME : TAG_JSON_LIST);
    lua_pop(L, 1);
  } else {
    int metatable = lua_gettop(L);
    lua_getfield(L, metatable, "fields");
    lua_getfield(L, metatable, "__name");
    if (!lua_istable(L, -2) || lua_type(L, -1) != LUA_TSTRING)
      refuse(w, "a table with a metatable");
    put_tag(w, TAG_RECORD);
    put_string(w, metatable + 2);
    put_pairs(w, metatable + 1);
    lua_settop(L, metatable - 1);
  }
  put_pairs(w, index);
  w->depth--;
}

static void put_column(writer *w, const solon_column *column) {
  unsigned char type = (unsigned char)column->type, missing = column->null != NULL;
  put_tag(w, TAG_COLUMN);
  put(w, &type, 1);
  put_size(w, column->rows);
  put(w, column->data, column->rows * solon_column_element_size(column->type));
  put(w, &missing, 1);
  if (missing)
    put(w, column->null, column->rows);
  if (!solon_column_is_text(column->type))
    return;
  put_size(w, column->values);
  put(w, column->offsets, (column->values + 1) * sizeof *column->offsets);
  put(w, column->bytes, (size_t)column->offsets[column->values]);
}

static void put_userdata(writer *w, int index) {
  const solonL_array *a = solonL_test_array(w->L, index);
  if (a == NULL && solonL_test_column(w->L, index) != NULL) {
    put_column(w, solonL_test_column(w->L, index));
    return;
  }
  if (a == NULL && luaL_testudata(w->L, index, SOLONL_JSON_NULL) != NULL) {
    put_tag(w, TAG_JSON_NULL);
    return;
  }
  if (a == NULL)
    refuse(w, "a userdata");
  put_tag(w, a->dimensions == 2 ? TAG_MATRIX : TAG_VECTOR);
  put_size(w, a->rows);
  put_size(w, a->columns);
  if (solonL_array_contiguous(a)) {
    put(w, a->data, solonL_array_size(a) * sizeof(double));
    return;
  }
  for (size_t i = 0; i < a->rows; i++)
    for (size_t j = 0; j < a->columns; j++)
      put(w, a->data + (ptrdiff_t)i * a->row_stride + (ptrdiff_t)j * a->column_stride,
          sizeof(double));
}

static void put_number(writer *w, int index) {
  if (lua_isinteger(w->L, index)) {
    lua_Integer value = lua_tointeger(w->L, index);
    put_tag(w, TAG_INTEGER);
    put(w, &value, sizeof value);
  } else {
    lua_Number value = lua_tonumber(w->L, index);
    put_tag(w, TAG_FLOAT);
    put(w, &value, sizeof value);
  }
}

static void put_value(writer *w, int index) {
  switch (lua_type(w->L, index)) {
  case LUA_TNIL:
    put_tag(w, TAG_NIL);
    break;
  case LUA_TBOOLEAN:
    put_tag(w, lua_toboolean(w->L, index) ? TAG_TRUE : TAG_FALSE);
    break;
  case LUA_TNUMBER:
    put_number(w, index);
    break;
  case LUA_TSTRING:
    put_string(w, index);
    break;
  case LUA_TTABLE:
    put_table(w, index);
    break;
  case LUA_TFUNCTION:
    refuse(w, "a function");
  case LUA_TTHREAD:
    refuse(w, "a coroutine");
  default:
    put_userdata(w, index);
  }
}

void solonL_encode(lua_State *L, int arg, const char *name, solonL_bytes *bytes) {
  writer w = {.L = L, .bytes = bytes};
  w.path_length = (size_t)snprintf(w.path, sizeof w.path, "%s", name);
  if (w.path_length >= sizeof w.path)
    w.path_length = sizeof w.path - 1;
  put_value(&w, lua_absindex(L, arg));
}

/* ---- reading ------------------------------------------------------------------------------------
 * The bytes come from the writer above, in this process: their form is not in doubt. */

typedef struct reader {
  lua_State *L;
  const unsigned char *next;
} reader;

static void get(reader *r, void *data, size_t size) {
  if (size > 0)
    memcpy(data, r->next, size);
  r->next += size;
}

static size_t get_size(reader *r) {
  size_t size;
  get(r, &size, sizeof size);
  return size;
}

static bool push_value(reader *r);

static void fill_pairs(reader *r) {
  while (push_value(r)) {
    push_value(r);
    lua_rawset(r->L, -3);
  }
}

static void push_plain_table(reader *r) {
  luaL_checkstack(r->L, 8, "table nested too deeply");
  lua_newtable(r->L);
  fill_pairs(r);
}

static void push_record(reader *r) {
  push_value(r); /* its kind */
  solonL_push_record(r->L, lua_tostring(r->L, -1));
  lua_remove(r->L, -2);
  lua_getmetatable(r->L, -1);
  push_plain_table(r);
  lua_setfield(r->L, -2, "fields");
  lua_pop(r->L, 1);
  fill_pairs(r);
}

static void push_array(reader *r, enum tag tag) {
  size_t rows = get_size(r), columns = get_size(r);
  solonL_array *a =
      tag == TAG_MATRIX ? solonL_push_matrix(r->L, rows, columns) : solonL_push_vector(r->L, rows);
  get(r, a->data, rows * columns * sizeof(double));
}

static void push_ordered(reader *r) {
  luaL_checkstack(r->L, 8, "table nested too deeply");
  lua_newtable(r->L);
  solonL_make_ordered(r->L);
  while (push_value(r)) {
    push_value(r);
    lua_settable(r->L, -3);
  }
}

static void push_column(reader *r) {
  unsigned char type, missing;
  get(r, &type, 1);
  size_t rows = get_size(r);
  solon_column *column = solonL_push_column(r->L, (solon_column_type)type, rows);
  get(r, column->data, rows * solon_column_element_size(column->type));
  get(r, &missing, 1);
  if (missing)
    get(r, column->null, rows);
  solonL_finish_column(r->L, -1);
  if (!solon_column_is_text(column->type))
    return;
  size_t values = get_size(r);
  uint64_t *offsets = solonL_scratch(r->L, (values + 1) * sizeof *offsets);
  get(r, offsets, (values + 1) * sizeof *offsets);
  solonL_copy_dictionary(r->L, -2, values, offsets, (const char *)r->next);
  r->next += offsets[values];
  lua_pop(r->L, 1);
}

/* Loads the module that registers a metatable, if this universe has not met it yet. */
static void need_module(lua_State *L, const char *metatable, const char *module) {
  if (luaL_getmetatable(L, metatable) == LUA_TNIL) {
    lua_getglobal(L, "require");
    lua_pushstring(L, module);
    lua_call(L, 1, 0);
  }
  lua_pop(L, 1);
}

/* False, with nothing pushed, at the end of a table. */
static bool push_value(reader *r) {
  lua_Integer integer;
  lua_Number number;
  size_t length;
  enum tag tag = (enum tag) * r->next++;
  switch (tag) {
  case TAG_NIL:
    lua_pushnil(r->L);
    break;
  case TAG_FALSE:
  case TAG_TRUE:
    lua_pushboolean(r->L, tag == TAG_TRUE);
    break;
  case TAG_INTEGER:
    get(r, &integer, sizeof integer);
    lua_pushinteger(r->L, integer);
    break;
  case TAG_FLOAT:
    get(r, &number, sizeof number);
    lua_pushnumber(r->L, number);
    break;
  case TAG_STRING:
    length = get_size(r);
    lua_pushlstring(r->L, (const char *)r->next, length);
    r->next += length;
    break;
  case TAG_TABLE:
    push_plain_table(r);
    break;
  case TAG_RECORD:
    push_record(r);
    break;
  case TAG_VECTOR:
  case TAG_MATRIX:
    push_array(r, tag);
    break;
  case TAG_JSON_LIST:
    need_module(r->L, SOLONL_JSON_ARRAY, "solon.json");
    push_plain_table(r);
    luaL_setmetatable(r->L, SOLONL_JSON_ARRAY);
    break;
  case TAG_JSON_OBJECT:
    push_ordered(r);
    break;
  case TAG_JSON_NULL:
    need_module(r->L, SOLONL_JSON_ARRAY, "solon.json");
    solonL_push_json_null(r->L);
    break;
  case TAG_FRAME:
    need_module(r->L, SOLONL_FRAME, "solon.frame");
    push_plain_table(r);
    luaL_setmetatable(r->L, SOLONL_FRAME);
    break;
  case TAG_COLUMN:
    push_column(r);
    break;
  case TAG_END:
    return false;
  }
  return true;
}

void solonL_decode(lua_State *L, const solonL_bytes *bytes) {
  reader r = {L, bytes->data};
  push_value(&r);
}
