/* base_library.c - functions of Lua's own libraries as Solon has them; base_library.h says which,
 * and how they differ. */
#include "base_library.h"

#include "aux.h"

#include "core/base/number.h"

#include <stdio.h>
#include <string.h>

/* ---- writing values -------------------------------------------------------------------------- */

static bool is_float(lua_State *L, int arg) {
  return lua_type(L, arg) == LUA_TNUMBER && !lua_isinteger(L, arg);
}

/* Pushes the text of the value at index `arg`, as tostring gives it. [-0, +1, e] */
static const char *push_text(lua_State *L, int arg, size_t *length) {
  if (!is_float(L, arg))
    return luaL_tolstring(L, arg, length);
  char text[SOLON_NUMBER_SIZE];
  size_t size = solon_number_format(lua_tonumber(L, arg), true, text);
  lua_pushlstring(L, text, size);
  return lua_tolstring(L, -1, length);
}

static int base_tostring(lua_State *L) {
  luaL_checkany(L, 1);
  push_text(L, 1, NULL);
  return 1;
}

static int base_print(lua_State *L) {
  int count = lua_gettop(L);
  for (int i = 1; i <= count; i++) {
    size_t length;
    const char *text = push_text(L, i, &length);
    if (i > 1)
      fputc('\t', stdout);
    fwrite(text, 1, length, stdout);
    lua_pop(L, 1);
  }
  fputc('\n', stdout);
  fflush(stdout);
  return 0;
}

/* Writes the arguments from `first` on; the file is on top of the stack, and is returned. */
static int write_arguments(lua_State *L, luaL_Stream *stream, int first) {
  int last = lua_gettop(L) - 1;
  if (stream->closef == NULL)
    return luaL_error(L, "attempt to use a closed file");
  for (int i = first; i <= last; i++) {
    char number[SOLON_NUMBER_SIZE];
    size_t length;
    const char *text;
    if (is_float(L, i)) {
      length = solon_number_format(lua_tonumber(L, i), true, number);
      text = number;
    } else {
      text = luaL_checklstring(L, i, &length);
    }
    if (fwrite(text, 1, length, stream->f) != length)
      return luaL_fileresult(L, 0, NULL);
  }
  return 1;
}

/* io.write(...); upvalue 1 is io.output */
static int io_write(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_call(L, 0, 1);
  return write_arguments(L, luaL_checkudata(L, lua_gettop(L), LUA_FILEHANDLE), 1);
}

/* file:write(...) */
static int file_write(lua_State *L) {
  luaL_Stream *stream = luaL_checkudata(L, 1, LUA_FILEHANDLE);
  lua_pushvalue(L, 1);
  return write_arguments(L, stream, 2);
}

/* string.format(...): a float for %s is replaced by its text before Lua's own function (upvalue 1)
 * gets it.  That is called protected, so that its errors name this function and its caller. */
static int string_format(lua_State *L) {
  size_t length;
  const char *next = luaL_checklstring(L, 1, &length), *end = next + length;
  for (int arg = 2; (next = memchr(next, '%', (size_t)(end - next))) != NULL; next++) {
    next += 1 + strspn(next + 1, "-+ #0123456789.");
    if (*next == 's' && is_float(L, arg)) {
      push_text(L, arg, NULL);
      lua_replace(L, arg);
    }
    if (next >= end)
      break;
    arg += *next != '%';
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  if (lua_pcall(L, lua_gettop(L) - 1, 1, 0) == LUA_OK)
    return 1;
  if (lua_type(L, -1) != LUA_TSTRING || strcmp(lua_tostring(L, -1), "not enough memory") == 0)
    return lua_error(L);
  return luaL_error(L, "%s", luaL_gsub(L, lua_tostring(L, -1), "to '?'", "to 'format'"));
}

/* Adds element i of the table at index 1, a string or a number. */
static void add_element(lua_State *L, luaL_Buffer *b, lua_Integer i) {
  char number[SOLON_NUMBER_SIZE];
  lua_geti(L, 1, i);
  if (is_float(L, -1)) {
    size_t size = solon_number_format(lua_tonumber(L, -1), true, number);
    lua_pop(L, 1);
    luaL_addlstring(b, number, size);
  } else if (lua_isstring(L, -1)) {
    luaL_addvalue(b);
  } else {
    luaL_error(L, "invalid value (at index %I) in table for 'concat'", (LUAI_UACINT)i);
  }
}

/* A table, or what can be read like one: an array. */
static void check_list(lua_State *L, int arg) {
  int top = lua_gettop(L);
  if (luaL_getmetafield(L, arg, "__index") == LUA_TNIL ||
      luaL_getmetafield(L, arg, "__len") == LUA_TNIL)
    luaL_checktype(L, arg, LUA_TTABLE);
  lua_settop(L, top);
}

/* table.concat(list [, separator [, i [, j]]]) */
static int table_concat(lua_State *L) {
  size_t length;
  check_list(L, 1);
  const char *separator = luaL_optlstring(L, 2, "", &length);
  lua_Integer first = luaL_optinteger(L, 3, 1);
  lua_Integer last = lua_isnoneornil(L, 4) ? luaL_len(L, 1) : luaL_checkinteger(L, 4);
  luaL_Buffer b;
  lua_settop(L, 2);
  luaL_buffinit(L, &b);
  for (lua_Integer i = first; i <= last; i++) {
    add_element(L, &b, i);
    if (i == last)
      break; /* the largest integer has no successor */
    luaL_addlstring(&b, separator, length);
  }
  luaL_pushresult(&b);
  return 1;
}

/* ---- loading text ---------------------------------------------------------------------------- */

/* Calls Lua's own function (upvalue 1) with its mode, argument number `mode`, set to "t". */
static int load_as_text(lua_State *L, int mode) {
  if (lua_gettop(L) < mode)
    lua_settop(L, mode);
  const char *asked = luaL_optstring(L, mode, "t");
  if (strchr(asked, 't') == NULL) {
    luaL_pushfail(L);
    lua_pushfstring(L, "mode '%s': Solon loads text chunks only", asked);
    return 2;
  }
  lua_pushliteral(L, "t");
  lua_replace(L, mode);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

/* load(chunk [, name [, mode [, env]]]) */
static int base_load(lua_State *L) {
  if (lua_type(L, 1) != LUA_TSTRING)
    luaL_checktype(L, 1, LUA_TFUNCTION);
  return load_as_text(L, 3);
}

/* loadfile([file [, mode [, env]]]) */
static int base_loadfile(lua_State *L) {
  luaL_optstring(L, 1, NULL);
  return load_as_text(L, 2);
}

static int dofile_continue(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  return lua_gettop(L) - 1;
}

static int base_dofile(lua_State *L) {
  const char *file = luaL_optstring(L, 1, NULL);
  lua_settop(L, 1);
  if (luaL_loadfilex(L, file, "t") != LUA_OK)
    return lua_error(L);
  lua_callk(L, 0, LUA_MULTRET, 0, dofile_continue);
  return dofile_continue(L, 0, 0);
}

/* ---- locale ---------------------------------------------------------------------------------- */

/* os.setlocale([locale [, category]]): asking is free; setting "all" or "numeric" to anything but
 * "C" fails (nil), since reading and writing numbers must not depend on the user's locale. */
static int os_setlocale(lua_State *L) {
  const char *locale = luaL_optstring(L, 1, NULL);
  const char *category = luaL_optstring(L, 2, "all");
  if (locale != NULL && strcmp(locale, "C") != 0 &&
      (strcmp(category, "all") == 0 || strcmp(category, "numeric") == 0)) {
    luaL_pushfail(L);
    return 1;
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

/* ---- putting them in place ------------------------------------------------------------------- */

/* In the table on top: the named field becomes `function` with the table's `upvalue` as upvalue 1.
 */
static void wrap_field(lua_State *L, const char *name, const char *upvalue,
                       lua_CFunction function) {
  lua_getfield(L, -1, upvalue);
  lua_pushcclosure(L, function, 1);
  lua_setfield(L, -2, name);
}

void solonL_replace_base(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"tostring", base_tostring}, {"print", base_print}, {"dofile", base_dofile}, {NULL, NULL}};
  int top = lua_gettop(L);
  lua_pushglobaltable(L);
  luaL_setfuncs(L, functions, 0);
  wrap_field(L, "load", "load", base_load);
  wrap_field(L, "loadfile", "loadfile", base_loadfile);
  lua_getfield(L, -1, "io");
  wrap_field(L, "write", "output", io_write);
  lua_getfield(L, -2, "string");
  wrap_field(L, "format", "format", string_format);
  lua_getfield(L, -3, "table");
  lua_pushcfunction(L, table_concat);
  lua_setfield(L, -2, "concat");
  lua_getfield(L, -4, "os");
  wrap_field(L, "setlocale", "setlocale", os_setlocale);
  luaL_getmetatable(L, LUA_FILEHANDLE);
  lua_getfield(L, -1, "__index");
  lua_pushcfunction(L, file_write);
  lua_setfield(L, -2, "write");
  lua_settop(L, top);
}
