/* traceback.c - errors as text. */
#include "traceback.h"

#include "embedded.h"

#include <stdio.h>
#include <string.h>

static bool starts_with(const char *line, const char *prefix) {
  return strncmp(line, prefix, strlen(prefix)) == 0;
}

/* Frames of the machinery that called the script. */
static bool host_frame(const char *line) {
  return starts_with(line, "\t[C]: in ?") || starts_with(line, "\tsolon/command/") ||
         starts_with(line, "\tsolon/repl/");
}

/* Adds the traceback's lines, leaving out the host's; nothing when no frame is left.  What lies
 * below the session's guarded call is the session itself. */
static void add_frames(luaL_Buffer *b, const char *traceback) {
  const char *head = "\nstack traceback:";
  for (const char *line = strchr(traceback, '\n'); line != NULL;) {
    const char *frame = line + 1, *end = strchr(frame, '\n');
    if (starts_with(frame, "\t[C]: in function 'solon.native.session.call'"))
      return;
    if (!host_frame(frame)) {
      luaL_addstring(b, head);
      head = "";
      luaL_addlstring(b, line, end != NULL ? (size_t)(end - line) : strlen(line));
    }
    line = end;
  }
}

/* A module used without require, as the session allows and a script does not: adds how to get it.
 */
static void add_hint(luaL_Buffer *b, const char *message) {
  char name[64], module[96];
  const char *found = strstr(message, "nil value (global '");
  if (found == NULL || sscanf(found, "nil value (global '%63[a-z]')", name) != 1)
    return;
  snprintf(module, sizeof module, "solon.doc.%s", name);
  if (solon_embedded_find(module) == NULL)
    return;
  lua_pushfstring(b->L, "\n  hint: local %s = require \"solon.%s\"", name, name);
  luaL_addvalue(b);
}

int solonL_traceback(lua_State *L) {
  luaL_Buffer b;
  bool stopped = solon_context_cancelled(&solonL_get(L)->context);
  if (lua_isnoneornil(L, 1))
    lua_pushfstring(L, "error with value %s", luaL_typename(L, 1));
  else if (lua_type(L, 1) == LUA_TTABLE && !luaL_getmetafield(L, 1, "__tostring"))
    lua_pushliteral(L, "error with a table as its value");
  else
    luaL_tolstring(L, 1, NULL);
  if (stopped)
    return 1;
  int message = lua_gettop(L);
  luaL_traceback(L, L, NULL, 1);
  luaL_buffinit(L, &b);
  lua_pushvalue(L, message);
  luaL_addvalue(&b);
  add_hint(&b, lua_tostring(L, message));
  add_frames(&b, lua_tostring(L, message + 1));
  luaL_pushresult(&b);
  return 1;
}

const char *solonL_error_text(lua_State *L, solonL_stop stop) {
  const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
  const char *stopped = stop == SOLONL_STOP_TIME_LIMIT ? "time limit reached" : "interrupted";
  if (stop != SOLONL_STOP_NONE) /* the script may have replaced the error by one of its own */
    return text != NULL && strstr(text, stopped) != NULL ? text : stopped;
  return text != NULL ? text : "error";
}
