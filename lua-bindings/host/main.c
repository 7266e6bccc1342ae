/* main.c - the solon executable: command line in, exit status out. */
#include "command_line.h"
#include "interrupt.h"
#include "traceback.h"

#include "lua-bindings/aux.h"
#include "lua-bindings/state.h"

#include "core/base/memory.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FAILED = 1, MISUSED = 2, OUT_OF_TIME = 124, INTERRUPTED = 130 };

/* Output that never reached its file must not pass for success.  Registered by atexit, so that it
 * also holds for os.exit. */
static void check_output(void) {
  bool failed = ferror(stdout) != 0;
  errno = 0;
  if (fclose(stdout) != 0 || failed) {
    fprintf(stderr, "solon: standard output: %s\n", errno != 0 ? strerror(errno) : "write error");
    fflush(stderr);
    _exit(FAILED);
  }
}

/* The global `arg`: the subject at 0, its arguments from 1. */
static void set_arg(lua_State *L, const solon_command_line *line, const char *name) {
  lua_createtable(L, line->count, 1);
  lua_pushstring(L, name);
  lua_rawseti(L, -2, 0);
  for (int i = 0; i < line->count; i++) {
    lua_pushstring(L, line->arguments[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setglobal(L, "arg");
}

/* Modules are searched beside the script; beside nothing in particular means the working directory.
 */
static void set_directory(lua_State *L, const char *file) {
  const char *slash = file != NULL ? strrchr(file, '/') : NULL;
  if (slash == NULL)
    lua_pushliteral(L, ".");
  else
    lua_pushlstring(L, file, slash == file ? 1 : (size_t)(slash - file));
  solonL_set_script_directory(L, lua_tostring(L, -1));
  lua_pop(L, 1);
}

/* Pushes the function to run and its arguments; the number of arguments, or -1 with an error value
 * pushed. */
static int push_chunk(lua_State *L, const solon_command_line *line) {
  int status;
  set_directory(L, line->action == SOLON_ACTION_FILE ? line->subject : NULL);
  if (line->action == SOLON_ACTION_CODE) {
    set_arg(L, line, "-e");
    status = luaL_loadbufferx(L, line->subject, strlen(line->subject), "=(-e)", "t");
  } else if (line->action == SOLON_ACTION_FILE) {
    set_arg(L, line, line->subject);
    status = luaL_loadfilex(L, line->subject, "t");
  } else {
    set_arg(L, line, "-");
    status = luaL_loadfilex(L, NULL, "t");
  }
  if (status != LUA_OK)
    return -1;
  luaL_checkstack(L, line->count + LUA_MINSTACK, "too many arguments");
  for (int i = 0; i < line->count; i++)
    lua_pushstring(L, line->arguments[i]);
  return line->count;
}

/* The same for a command: the function that module solon.command.NAME returns, with a list. */
static int push_command(lua_State *L, const solon_command_line *line) {
  set_directory(L, NULL);
  set_arg(L, line, line->action == SOLON_ACTION_REPL ? "repl" : line->subject);
  lua_getglobal(L, "require");
  lua_pushfstring(L, "solon.command.%s",
                  line->action == SOLON_ACTION_REPL ? "repl" : line->subject);
  lua_call(L, 1, 1);
  lua_createtable(L, line->count, 0);
  for (int i = 0; i < line->count; i++) {
    lua_pushstring(L, line->arguments[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

static bool is_command(const solon_command_line *line) {
  return line->action == SOLON_ACTION_COMMAND || line->action == SOLON_ACTION_REPL;
}

/* A command answers with its exit status: an integer, or a boolean for done and failed. */
static int command_status(lua_State *L) {
  if (lua_isboolean(L, -1))
    return lua_toboolean(L, -1) ? EXIT_SUCCESS : FAILED;
  return lua_isinteger(L, -1) ? (int)lua_tointeger(L, -1) : EXIT_SUCCESS;
}

/* run(line) -> exit status; everything that may raise before and after the script itself. */
static int prepare(lua_State *L) {
  const solon_command_line *line = lua_touserdata(L, 1);
  lua_settop(L, 0);
  int arguments = is_command(line) ? push_command(L, line) : push_chunk(L, line);
  if (arguments < 0)
    return lua_error(L);
  return lua_gettop(L);
}

/* The error value is on top. */
static void report(lua_State *L, const solon_command_line *line, solonL_stop stop) {
  static const char no_memory[] = "not enough memory";
  const char *text = solonL_error_text(L, stop);
  fflush(stdout);
  if (line->memory_limit != 0 && strncmp(text, no_memory, sizeof no_memory - 1) == 0)
    fprintf(stderr, "solon: %s (--max-memory %s)\n", no_memory, line->memory_text);
  else
    fprintf(stderr, "solon: %s\n", text);
}

static int run(lua_State *L, solon_command_line *line) {
  solonL_stop stop = SOLONL_STOP_NONE;
  bool repl = line->action == SOLON_ACTION_REPL ||
              (line->action == SOLON_ACTION_COMMAND && strcmp(line->subject, "repl") == 0);
  lua_pushcfunction(L, solonL_traceback);
  lua_pushcfunction(L, prepare);
  lua_pushlightuserdata(L, line);
  int status = solonL_guarded_call(L, 1, LUA_MULTRET, 1, &stop);
  if (status == LUA_OK && stop == SOLONL_STOP_NONE) {
    int arguments = lua_gettop(L) - 2, results = is_command(line) ? 1 : 0;
    if (repl)
      solonL_interrupt_keep_session();
    /* the session guards each of its evaluations by itself */
    status = repl ? lua_pcall(L, arguments, results, 1)
                  : solonL_guarded_call(L, arguments, results, 1, &stop);
  }
  if (status != LUA_OK || stop != SOLONL_STOP_NONE) {
    report(L, line, stop);
    return stop == SOLONL_STOP_TIME_LIMIT ? OUT_OF_TIME
           : stop != SOLONL_STOP_NONE     ? INTERRUPTED
                                          : FAILED;
  }
  return is_command(line) ? command_status(L) : EXIT_SUCCESS;
}

int main(int argc, char **argv) {
  solon_command_line line;
  setlocale(LC_CTYPE, ""); /* never LC_NUMERIC: numbers are read and written one way everywhere */
  atexit(check_output);
  if (!solon_command_line_read(&line, argc, argv)) {
    fprintf(stderr, "solon: %s\n", line.error);
    return MISUSED;
  }
  if (line.action == SOLON_ACTION_HELP || line.action == SOLON_ACTION_VERSION) {
    fputs(line.action == SOLON_ACTION_HELP ? solon_command_line_help : "Solon " SOLON_VERSION "\n",
          stdout);
    return EXIT_SUCCESS;
  }
  solon_memory_set_limit(line.memory_limit);
  lua_State *L = solonL_new_state();
  if (L == NULL) {
    fputs("solon: not enough memory\n", stderr);
    return FAILED;
  }
  solonL_interrupt_install(L);
  if (line.seconds_limit > 0)
    solonL_interrupt_after(line.seconds_limit);
  int status = run(L, &line);
  lua_close(L);
  return status;
}
