/* aux.c - state record, errors, argument checks, options, result records. */
#include "aux.h"

#include "core/base/number.h"
#include "core/base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ERROR_METATABLE "solon.error"
#define RECORD_METATABLE "solon.record"

static const char state_key = 's';

/* ---- state ----------------------------------------------------------------------------------- */

solonL_state *solonL_get(lua_State *L) {
  return *(solonL_state **)lua_getextraspace(L);
}

solon_context *solonL_context(lua_State *L) {
  solonL_state *state = solonL_get(L);
  state->context.detail[0] = '\0';
  state->context.threads = state->threads;
  return &state->context;
}

/* ---- errors ---------------------------------------------------------------------------------- */

static _Noreturn void raise_error(lua_State *L, const char *code, const char *hint, int level) {
  /* the message is on top */
  lua_createtable(L, 0, 4);
  lua_insert(L, -2);
  lua_setfield(L, -2, "message");
  lua_pushstring(L, code);
  lua_setfield(L, -2, "code");
  if (hint != NULL) {
    lua_pushstring(L, hint);
    lua_setfield(L, -2, "hint");
  }
  luaL_where(L, level);
  lua_setfield(L, -2, "where");
  luaL_setmetatable(L, ERROR_METATABLE);
  lua_error(L);
  __builtin_unreachable();
}

static void push_vformat(lua_State *L, const char *format, va_list arguments) {
  char text[1024];
  vsnprintf(text, sizeof text, format, arguments);
  lua_pushstring(L, text);
}

void solonL_error(lua_State *L, const char *code, const char *hint, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  push_vformat(L, format, arguments);
  va_end(arguments);
  raise_error(L, code, hint, 1);
}

/* Pushes the name under which a loaded module holds the running function, as in "sum"; false with
 * nothing pushed when none does.  Needed where the caller has no name for it, as under pcall. */
static bool push_function_name(lua_State *L, lua_Debug *where) {
  int top = lua_gettop(L);
  lua_getinfo(L, "f", where); /* top + 1 */
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  for (lua_pushnil(L); lua_next(L, top + 2); lua_pop(L, 1)) {
    if (!lua_istable(L, -1))
      continue;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
      if (lua_type(L, -2) == LUA_TSTRING && lua_rawequal(L, -1, top + 1)) {
        lua_pushvalue(L, -2);
        lua_replace(L, top + 1);
        lua_settop(L, top + 1);
        return true;
      }
    }
  }
  lua_settop(L, top);
  return false;
}

void solonL_argument_error(lua_State *L, int arg, const char *format, ...) {
  va_list arguments;
  lua_Debug where;
  const char *name = "?";
  arg = lua_absindex(L, arg);
  luaL_checkstack(L, 8, NULL);
  if (lua_getstack(L, 0, &where)) {
    lua_getinfo(L, "n", &where);
    if (where.name != NULL)
      name = where.name;
    else if (push_function_name(L, &where))
      name = lua_tostring(L, -1);
    if (strcmp(where.namewhat, "method") == 0)
      arg--;
  }
  va_start(arguments, format);
  push_vformat(L, format, arguments);
  va_end(arguments);
  if (arg == 0)
    lua_pushfstring(L, "calling '%s' on bad self (%s)", name, lua_tostring(L, -1));
  else
    lua_pushfstring(L, "bad argument #%d to '%s' (%s)", arg, name, lua_tostring(L, -1));
  raise_error(L, "bad_argument", NULL, 1);
}

void solonL_type_error(lua_State *L, int arg, const char *expected) {
  const char *actual;
  if (luaL_getmetafield(L, arg, "__name") == LUA_TSTRING)
    actual = lua_tostring(L, -1);
  else if (lua_type(L, arg) == LUA_TLIGHTUSERDATA)
    actual = "light userdata";
  else
    actual = lua_type(L, arg) == LUA_TNONE ? "no value" : luaL_typename(L, arg);
  solonL_argument_error(L, arg, "%s expected, got %s", expected, actual);
}

static const char *status_message(lua_State *L, solon_status status) {
  const char *detail = solonL_get(L)->context.detail;
  return detail[0] != '\0' ? detail : solon_status_text(status);
}

solon_status solonL_check_status(lua_State *L, solon_status status) {
  if (status >= 0)
    return status;
  if (status == SOLON_NO_MEMORY) {
    /* the same value Lua raises, so that scripts and tests meet one kind of memory error */
    lua_pushstring(L, "not enough memory");
    lua_error(L);
  }
  solonL_error(L, solon_status_name(status), NULL, "%s", status_message(L, status));
}

int solonL_push_failure(lua_State *L, solon_status status) {
  if (status != SOLON_IO && status != SOLON_UNAVAILABLE)
    solonL_check_status(L, status);
  luaL_pushfail(L);
  lua_pushstring(L, status_message(L, status));
  lua_pushstring(L, solon_status_name(status));
  return 3;
}

static int error_tostring(lua_State *L) {
  lua_getfield(L, 1, "where");
  lua_getfield(L, 1, "message");
  lua_pushfstring(L, "%s%s", lua_isstring(L, -2) ? lua_tostring(L, -2) : "",
                  lua_isstring(L, -1) ? lua_tostring(L, -1) : "?");
  if (lua_getfield(L, 1, "hint") == LUA_TSTRING) {
    lua_pushfstring(L, "%s\n  hint: %s", lua_tostring(L, -2), lua_tostring(L, -1));
  } else {
    lua_pop(L, 1);
  }
  return 1;
}

/* ---- arguments ------------------------------------------------------------------------------- */

double solonL_check_number(lua_State *L, int arg) {
  if (lua_type(L, arg) != LUA_TNUMBER)
    solonL_type_error(L, arg, "number");
  return lua_tonumber(L, arg);
}

double solonL_check_finite(lua_State *L, int arg) {
  double value = solonL_check_number(L, arg);
  if (!isfinite(value))
    solonL_argument_error(L, arg, "finite number expected, got %g", value);
  return value;
}

double solonL_check_range(lua_State *L, int arg, double low, double high) {
  double value = solonL_check_number(L, arg);
  if (!(value >= low && value <= high))
    solonL_argument_error(L, arg, "number in [%.15g, %.15g] expected, got %.15g", low, high, value);
  return value;
}

int64_t solonL_check_integer(lua_State *L, int arg, int64_t low, int64_t high) {
  int exact;
  if (lua_type(L, arg) != LUA_TNUMBER)
    solonL_type_error(L, arg, "integer");
  lua_Integer value = lua_tointegerx(L, arg, &exact);
  if (!exact)
    solonL_argument_error(L, arg, "integer expected, got %.17g", lua_tonumber(L, arg));
  if (value < low || value > high) {
    if (high == INT64_MAX)
      solonL_argument_error(L, arg, "integer >= %lld expected, got %lld", (long long)low,
                            (long long)value);
    solonL_argument_error(L, arg, "integer in [%lld, %lld] expected, got %lld", (long long)low,
                          (long long)high, (long long)value);
  }
  return value;
}

const char *solonL_check_string(lua_State *L, int arg, size_t *length) {
  if (lua_type(L, arg) != LUA_TSTRING)
    solonL_type_error(L, arg, "string");
  return lua_tolstring(L, arg, length);
}

bool solonL_check_boolean(lua_State *L, int arg) {
  if (lua_type(L, arg) != LUA_TBOOLEAN)
    solonL_type_error(L, arg, "boolean");
  return lua_toboolean(L, arg) != 0;
}

static size_t list_length(const char *const list[]) {
  size_t count = 0;
  while (list[count] != NULL)
    count++;
  return count;
}

/* Pushes "one of a, b, c" and, when near, "; did you mean 'x'?" */
static const char *push_suggestion(lua_State *L, const char *name, const char *const list[]) {
  size_t count = list_length(list);
  const char *nearest = solon_text_nearest(name, list, count);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t i = 0; i < count; i++) {
    luaL_addstring(&b, i == 0 ? "" : ", ");
    luaL_addstring(&b, list[i]);
  }
  if (nearest != NULL) {
    luaL_addstring(&b, "; did you mean '");
    luaL_addstring(&b, nearest);
    luaL_addstring(&b, "'?");
  }
  luaL_pushresult(&b);
  return lua_tostring(L, -1);
}

static int find_choice(const char *name, const char *const choices[]) {
  for (int i = 0; choices[i] != NULL; i++)
    if (strcmp(name, choices[i]) == 0)
      return i;
  return -1;
}

int solonL_check_choice(lua_State *L, int arg, const char *const choices[]) {
  const char *name = solonL_check_string(L, arg, NULL);
  int found = find_choice(name, choices);
  if (found < 0)
    solonL_argument_error(L, arg, "unknown choice '%s'; known: %s", name,
                          push_suggestion(L, name, choices));
  return found;
}

/* ---- options --------------------------------------------------------------------------------- */

void solonL_check_options(lua_State *L, int arg, const char *const known[]) {
  if (lua_isnoneornil(L, arg))
    return;
  if (lua_type(L, arg) != LUA_TTABLE)
    solonL_type_error(L, arg, "table of options");
  lua_pushnil(L);
  while (lua_next(L, arg)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING)
      solonL_argument_error(L, arg, "option names are strings, got a %s", luaL_typename(L, -1));
    const char *name = lua_tostring(L, -1);
    if (find_choice(name, known) < 0)
      solonL_argument_error(L, arg, "unknown option '%s'; known: %s", name,
                            push_suggestion(L, name, known));
  }
}

/* Pushes the option's value; false (nothing pushed) when absent. */
static bool push_option(lua_State *L, int arg, const char *name) {
  if (lua_type(L, arg) != LUA_TTABLE)
    return false;
  lua_getfield(L, arg, name);
  if (!lua_isnil(L, -1))
    return true;
  lua_pop(L, 1);
  return false;
}

bool solonL_option_given(lua_State *L, int arg, const char *name) {
  bool given = push_option(L, arg, name);
  if (given)
    lua_pop(L, 1);
  return given;
}

static _Noreturn void option_type_error(lua_State *L, int arg, const char *name,
                                        const char *expected) {
  solonL_argument_error(L, arg, "option '%s': %s expected, got %s", name, expected,
                        luaL_typename(L, -1));
}

double solonL_option_number(lua_State *L, int arg, const char *name, double missing) {
  if (!push_option(L, arg, name))
    return missing;
  if (lua_type(L, -1) != LUA_TNUMBER)
    option_type_error(L, arg, name, "number");
  double value = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return value;
}

double solonL_option_range(lua_State *L, int arg, const char *name, double missing, double low,
                           double high) {
  double value = solonL_option_number(L, arg, name, missing);
  if (solonL_option_given(L, arg, name) && !(value >= low && value <= high))
    solonL_argument_error(L, arg, "option '%s': number in [%.15g, %.15g] expected, got %.15g", name,
                          low, high, value);
  return value;
}

int64_t solonL_option_integer(lua_State *L, int arg, const char *name, int64_t missing, int64_t low,
                              int64_t high) {
  if (!push_option(L, arg, name))
    return missing;
  int exact;
  lua_Integer value = lua_tointegerx(L, -1, &exact);
  if (lua_type(L, -1) != LUA_TNUMBER || !exact)
    option_type_error(L, arg, name, "integer");
  lua_pop(L, 1);
  if (value < low || value > high)
    solonL_argument_error(L, arg, "option '%s': integer in [%lld, %lld] expected, got %lld", name,
                          (long long)low, (long long)high, (long long)value);
  return value;
}

bool solonL_option_boolean(lua_State *L, int arg, const char *name, bool missing) {
  if (!push_option(L, arg, name))
    return missing;
  if (lua_type(L, -1) != LUA_TBOOLEAN)
    option_type_error(L, arg, name, "boolean");
  bool value = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return value;
}

int solonL_option_choice(lua_State *L, int arg, const char *name, int missing,
                         const char *const choices[]) {
  const char *value = solonL_option_string(L, arg, name, NULL);
  if (value == NULL)
    return missing;
  int found = find_choice(value, choices);
  if (found < 0)
    solonL_argument_error(L, arg, "option '%s': unknown choice '%s'; known: %s", name, value,
                          push_suggestion(L, value, choices));
  return found;
}

const char *solonL_option_string(lua_State *L, int arg, const char *name, const char *missing) {
  if (!push_option(L, arg, name))
    return missing;
  if (lua_type(L, -1) != LUA_TSTRING)
    option_type_error(L, arg, name, "string");
  const char *value = lua_tostring(L, -1);
  lua_pop(L, 1); /* the options table still holds it */
  return value;
}

/* ---- results --------------------------------------------------------------------------------- */

void *solonL_scratch(lua_State *L, size_t bytes) {
  return lua_newuserdatauv(L, bytes, 0);
}

void *solonL_scratch_zero(lua_State *L, size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / 2 / size)
    solonL_check_status(L, SOLON_NO_MEMORY);
  void *block = lua_newuserdatauv(L, count * size, 0);
  memset(block, 0, count * size);
  return block;
}

void *solonL_push_owner(lua_State *L, const char *type, size_t size, lua_CFunction release) {
  void *owner = solonL_scratch_zero(L, 1, size);
  luaL_newmetatable(L, type);
  lua_pushcfunction(L, release); /* each time: memory may have ended while the type was made */
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, release);
  lua_setfield(L, -2, "__close");
  lua_setmetatable(L, -2);
  return owner;
}

/* A record keeps the order of its fields in its own metatable's "fields" list, so that printing
 * does not depend on table order and pairs() over the record sees results only. */
void solonL_push_record(lua_State *L, const char *kind) {
  lua_newtable(L);
  lua_createtable(L, 0, 4);
  lua_pushstring(L, kind);
  lua_setfield(L, -2, "__name");
  lua_newtable(L);
  lua_setfield(L, -2, "fields");
  luaL_getmetatable(L, RECORD_METATABLE);
  lua_getfield(L, -1, "__tostring");
  lua_setfield(L, -3, "__tostring");
  lua_pop(L, 1);
  lua_setmetatable(L, -2);
}

void solonL_set_value(lua_State *L, const char *name) {
  lua_setfield(L, -2, name);
  if (lua_getmetatable(L, -1)) {
    if (lua_getfield(L, -1, "fields") == LUA_TTABLE) {
      lua_pushstring(L, name);
      lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
    lua_pop(L, 2);
  }
}

void solonL_set_number(lua_State *L, const char *name, double value) {
  lua_pushnumber(L, value);
  solonL_set_value(L, name);
}

void solonL_set_integer(lua_State *L, const char *name, int64_t value) {
  lua_pushinteger(L, value);
  solonL_set_value(L, name);
}

void solonL_set_string(lua_State *L, const char *name, const char *value) {
  lua_pushstring(L, value);
  solonL_set_value(L, name);
}

static void add_value_text(lua_State *L, luaL_Buffer *b, int value) {
  char text[SOLON_NUMBER_SIZE];
  if (lua_type(L, value) == LUA_TNUMBER && !lua_isinteger(L, value)) {
    solon_number_format(lua_tonumber(L, value), true, text);
    lua_pushstring(L, text);
  } else {
    luaL_tolstring(L, value, NULL);
  }
  luaL_addvalue(b);
}

static int record_tostring(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  if (!lua_getmetatable(L, 1))
    return 0;
  lua_getfield(L, 2, "fields"); /* 3 */
  lua_pushnil(L);               /* 4: the value being printed */
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  lua_getfield(L, 2, "__name");
  luaL_addvalue(&b);
  lua_Integer count = (lua_Integer)lua_rawlen(L, 3);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, 3, i);
    const char *name = lua_tostring(L, -1);
    lua_getfield(L, 1, name);
    lua_replace(L, 4);
    lua_pop(L, 1);
    luaL_addstring(&b, "\n  ");
    luaL_addstring(&b, name);
    luaL_addstring(&b, " = ");
    add_value_text(L, &b, 4);
  }
  luaL_pushresult(&b);
  return 1;
}

/* ---- opening --------------------------------------------------------------------------------- */

void solonL_open_aux(lua_State *L) {
  solonL_state *state = lua_newuserdatauv(L, sizeof *state, 0);
  memset(state, 0, sizeof *state);
  state->threads = 1;
  lua_rawsetp(L, LUA_REGISTRYINDEX, &state_key);
  *(solonL_state **)lua_getextraspace(L) = state;
  atomic_store(&state->running, L);

  luaL_newmetatable(L, ERROR_METATABLE);
  lua_pushcfunction(L, error_tostring);
  lua_setfield(L, -2, "__tostring");
  luaL_newmetatable(L, RECORD_METATABLE);
  lua_pushcfunction(L, record_tostring);
  lua_setfield(L, -2, "__tostring");
  lua_pop(L, 2);
}
