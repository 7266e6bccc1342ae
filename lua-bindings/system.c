/* system.c - solon.native.system: files, hashes, journals, clocks and the machine, for the standard
 * library.  Paths and texts are strings; what the operating system refuses returns nil, message,
 * code. */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "aux.h"
#include "modules.h"

#include "core/base/file.h"
#include "core/base/memory.h"
#include "core/base/number.h"
#include "core/base/sha256.h"
#include "core/base/system.h"
#include "core/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CLEANUP_METATABLE "solon.native.cleanup"
#define JOURNAL_METATABLE "solon.native.journal"

/* A path: a string without zero bytes. */
static const char *check_path(lua_State *L, int arg) {
  size_t length;
  const char *path = solonL_check_string(L, arg, &length);
  if (strlen(path) != length)
    solonL_argument_error(L, arg, "a path cannot contain a zero byte");
  return path;
}

static int push_done(lua_State *L, solon_status status) {
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_pushboolean(L, 1);
  return 1;
}

/* ---- whole files ----------------------------------------------------------------------------- */

typedef struct holder {
  char *bytes;
  char **names;
  size_t count;
} holder;

static int holder_release(lua_State *L) {
  holder *h = lua_touserdata(L, 1);
  solon_free(h->bytes);
  solon_directory_list_free(h->names, h->count);
  memset(h, 0, sizeof *h);
  return 0;
}

/* Pushes a userdata that frees core's memory whatever happens. */
static holder *push_holder(lua_State *L) {
  return solonL_push_owner(L, "solon.native.holder", sizeof(holder), holder_release);
}

/* read_file(path [, limit]) -> string; the limit is 1 GiB unless told. */
static int system_read_file(lua_State *L) {
  const char *path = check_path(L, 1);
  int64_t limit =
      lua_isnoneornil(L, 2) ? (int64_t)1 << 30 : solonL_check_integer(L, 2, 0, INT64_MAX);
  holder *h = push_holder(L);
  size_t length;
  solon_status status = solon_file_read(solonL_context(L), path, (size_t)limit, &h->bytes, &length);
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_pushlstring(L, h->bytes, length);
  solon_free(h->bytes);
  h->bytes = NULL;
  return 1;
}

/* write_file(path, text) -> true; whole or not at all. */
static int system_write_file(lua_State *L) {
  size_t length;
  const char *path = check_path(L, 1), *text = solonL_check_string(L, 2, &length);
  return push_done(L, solon_file_write(solonL_context(L), path, text, length));
}

/* replace(temporary, path) -> true; fsync, rename, fsync of the directory. */
static int system_replace(lua_State *L) {
  const char *temporary = check_path(L, 1), *path = check_path(L, 2);
  return push_done(L, solon_file_replace(solonL_context(L), temporary, path));
}

/* make_directory(path) -> true; parents too. */
static int system_make_directory(lua_State *L) {
  return push_done(L, solon_directory_make(solonL_context(L), check_path(L, 1)));
}

/* list_directory(path) -> sequence of names in byte order. */
static int system_list_directory(lua_State *L) {
  const char *path = check_path(L, 1);
  holder *h = push_holder(L);
  solon_status status = solon_directory_list(solonL_context(L), path, &h->names, &h->count);
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_createtable(L, (int)h->count, 0);
  for (size_t i = 0; i < h->count; i++) {
    lua_pushstring(L, h->names[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int system_exists(lua_State *L) {
  lua_pushboolean(L, solon_file_exists(check_path(L, 1)));
  return 1;
}

static int system_is_directory(lua_State *L) {
  lua_pushboolean(L, solon_file_is_directory(check_path(L, 1)));
  return 1;
}

/* file_size(path) -> bytes. */
static int system_file_size(lua_State *L) {
  uint64_t size;
  solon_status status = solon_file_size(solonL_context(L), check_path(L, 1), &size);
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_pushinteger(L, (lua_Integer)size);
  return 1;
}

/* remove(path) -> true; a directory with its content. */
static int system_remove(lua_State *L) {
  return push_done(L, solon_file_remove(solonL_context(L), check_path(L, 1)));
}

/* real_path(path) -> absolute path without links. */
static int system_real_path(lua_State *L) {
  const char *path = check_path(L, 1);
  holder *h = push_holder(L);
  solon_status status = solon_file_real_path(solonL_context(L), path, &h->bytes);
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_pushstring(L, h->bytes);
  return 1;
}

/* temporary_directory() -> path of a fresh directory under TMPDIR or /tmp. */
static int system_temporary_directory(lua_State *L) {
  const char *parent = getenv("TMPDIR");
  char path[4096];
  int length = snprintf(path, sizeof path, "%s/solon-XXXXXX",
                        parent != NULL && parent[0] == '/' ? parent : "/tmp");
  solon_context *context = solonL_context(L);
  if (length >= (int)sizeof path || mkdtemp(path) == NULL)
    return solonL_push_failure(
        L, solon_fail(context, SOLON_IO, "cannot make directory '%s': %s", path, strerror(errno)));
  lua_pushstring(L, path);
  return 1;
}

/* ---- hashes ---------------------------------------------------------------------------------- */

static int system_sha256(lua_State *L) {
  char digest[SOLON_SHA256_SIZE];
  size_t length;
  const char *text = solonL_check_string(L, 1, &length);
  solon_sha256_bytes(text, length, digest);
  lua_pushstring(L, digest);
  return 1;
}

static int system_sha256_file(lua_State *L) {
  char digest[SOLON_SHA256_SIZE];
  solon_status status = solon_sha256_file(solonL_context(L), check_path(L, 1), digest);
  if (status != SOLON_OK)
    return solonL_push_failure(L, status);
  lua_pushstring(L, digest);
  return 1;
}

/* ---- journals -------------------------------------------------------------------------------- */

static solon_journal *check_journal(lua_State *L) {
  solon_journal *journal = luaL_checkudata(L, 1, JOURNAL_METATABLE);
  if (journal->descriptor < 0)
    solonL_argument_error(L, 1, "the journal is closed");
  return journal;
}

/* journal(path) -> journal, locked, with complete lines only. */
static int system_journal(lua_State *L) {
  const char *path = check_path(L, 1);
  solon_journal *journal = lua_newuserdatauv(L, sizeof *journal, 0);
  *journal = (solon_journal){.descriptor = -1};
  luaL_setmetatable(L, JOURNAL_METATABLE);
  solon_status status = solon_journal_open(solonL_context(L), journal, path);
  return status == SOLON_OK ? 1 : solonL_push_failure(L, status);
}

/* journal:append(line [, sync]) -> true; the line has no newline of its own. */
static int journal_append(lua_State *L) {
  solon_journal *journal = check_journal(L);
  size_t length;
  const char *line = solonL_check_string(L, 2, &length);
  bool sync = !lua_isnoneornil(L, 3) && solonL_check_boolean(L, 3);
  if (memchr(line, '\n', length) != NULL)
    solonL_argument_error(L, 2, "a line of a journal cannot contain a newline");
  return push_done(L, solon_journal_append(solonL_context(L), journal, line, length, sync));
}

/* journal:truncate(size) -> true. */
static int journal_truncate(lua_State *L) {
  solon_journal *journal = check_journal(L);
  int64_t size = solonL_check_integer(L, 2, 0, (int64_t)journal->size);
  return push_done(L, solon_journal_truncate(solonL_context(L), journal, (uint64_t)size));
}

static int journal_close(lua_State *L) {
  solon_journal_close(luaL_checkudata(L, 1, JOURNAL_METATABLE));
  return 0;
}

/* ---- cleanup: a path that is removed when the program, or a block, ends ---------------------- */

/* cleanup(path) -> object; removes the path with its content at close(), at the end of a block that
 * declares it <close>, or when Lua ends however it ends; release() calls that off. */
static int system_cleanup(lua_State *L) {
  check_path(L, 1);
  lua_newuserdatauv(L, 1, 1);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  luaL_setmetatable(L, CLEANUP_METATABLE);
  return 1;
}

static int cleanup_release(lua_State *L) {
  luaL_checkudata(L, 1, CLEANUP_METATABLE);
  lua_pushnil(L);
  lua_setiuservalue(L, 1, 1);
  return 0;
}

static int cleanup_close(lua_State *L) {
  luaL_checkudata(L, 1, CLEANUP_METATABLE);
  if (lua_getiuservalue(L, 1, 1) == LUA_TSTRING)
    solon_file_remove(NULL, lua_tostring(L, -1)); /* nobody is left to tell of a failure */
  lua_pushnil(L);
  lua_setiuservalue(L, 1, 1);
  return 0;
}

/* threads([n]) -> the number of threads that core functions used so far; sets it. */
static int system_threads(lua_State *L) {
  solonL_state *state = solonL_get(L);
  int before = state->threads;
  if (!lua_isnoneornil(L, 1))
    state->threads = (int)solonL_check_integer(L, 1, 1, 1024);
  lua_pushinteger(L, before);
  return 1;
}

/* ---- the machine ----------------------------------------------------------------------------- */

static int system_wall_clock(lua_State *L) {
  lua_pushnumber(L, solon_wall_clock());
  return 1;
}

static int system_cpu_clock(lua_State *L) {
  lua_pushnumber(L, solon_cpu_clock());
  return 1;
}

/* date(format) -> text of the current UTC time by strftime. */
static int system_date(lua_State *L) {
  char text[128];
  struct tm fields;
  time_t now = time(NULL);
  size_t length =
      strftime(text, sizeof text, solonL_check_string(L, 1, NULL), gmtime_r(&now, &fields));
  lua_pushlstring(L, text, length);
  return 1;
}

static int system_host_name(lua_State *L) {
  char name[256];
  solon_host_name(name, sizeof name);
  lua_pushstring(L, name);
  return 1;
}

static int system_cpu_class(lua_State *L) {
  lua_pushstring(L, solon_cpu_class());
  return 1;
}

static int system_cpu_count(lua_State *L) {
  lua_pushinteger(L, solon_cpu_count());
  return 1;
}

/* environment(name) -> value or nil. */
static int system_environment(lua_State *L) {
  const char *value = getenv(solonL_check_string(L, 1, NULL));
  if (value == NULL)
    luaL_pushfail(L);
  else
    lua_pushstring(L, value);
  return 1;
}

/* terminal_width(stream) -> columns of the terminal behind "stdin", "stdout", "stderr"; 0: none. */
static int system_terminal_width(lua_State *L) {
  static const char *const streams[] = {"stdin", "stdout", "stderr", NULL};
  lua_pushinteger(L, solon_terminal_width(solonL_check_choice(L, 1, streams)));
  return 1;
}

static void push_library(lua_State *L, const char *name, const char *version) {
  lua_createtable(L, 0, 2);
  lua_pushstring(L, name);
  lua_setfield(L, -2, "name");
  lua_pushstring(L, version);
  lua_setfield(L, -2, "version");
}

/* libraries() -> sequence of {name, version}. */
static int system_libraries(lua_State *L) {
  solon_library libraries[SOLON_LIBRARY_COUNT];
  solon_libraries(libraries);
  lua_createtable(L, SOLON_LIBRARY_COUNT + 1, 0);
  for (int i = 0; i < SOLON_LIBRARY_COUNT; i++) {
    push_library(L, libraries[i].name, libraries[i].version);
    lua_rawseti(L, -2, i + 1);
  }
  push_library(L, "lua", LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE);
  lua_rawseti(L, -2, SOLON_LIBRARY_COUNT + 1);
  return 1;
}

/* nearest(name, names) -> the name to suggest, or nil. */
static int system_nearest(lua_State *L) {
  const char *name = solonL_check_string(L, 1, NULL), *best = NULL;
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_Integer count = (lua_Integer)lua_rawlen(L, 2);
  luaL_checkstack(L, 3, NULL);
  lua_settop(L, 2);
  const char **names = solonL_scratch(L, (size_t)(count + 1) * sizeof *names);
  for (lua_Integer i = 1; i <= count; i++) {
    if (lua_rawgeti(L, 2, i) != LUA_TSTRING)
      solonL_argument_error(L, 2, "a sequence of strings expected");
    names[i - 1] = lua_tostring(L, -1);
    lua_pop(L, 1); /* the table keeps it */
  }
  best = solon_text_nearest(name, names, (size_t)count);
  if (best == NULL)
    luaL_pushfail(L);
  else
    lua_pushstring(L, best);
  return 1;
}

/* trim(s) -> the text without Unicode blanks at both ends; bytes that are not UTF-8 stay. */
static int system_trim(lua_State *L) {
  size_t length;
  const char *text = solonL_check_string(L, 1, &length), *start;
  size_t kept = solon_text_trim(text, length, &start);
  lua_pushlstring(L, start, kept);
  return 1;
}

/* number_text(value [, float_mark]) -> the shortest text that reads back as the same double. */
static int system_number_text(lua_State *L) {
  char text[SOLON_NUMBER_SIZE];
  double value = solonL_check_number(L, 1);
  bool mark = !lua_isnoneornil(L, 2) && solonL_check_boolean(L, 2);
  lua_pushlstring(L, text, solon_number_format(value, mark, text));
  return 1;
}

static int system_process_id(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)getpid());
  return 1;
}

/* ---- opening --------------------------------------------------------------------------------- */

static void make_class(lua_State *L, const char *name, const luaL_Reg *methods,
                       lua_CFunction release) {
  luaL_newmetatable(L, name);
  lua_pushcfunction(L, release);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, release);
  lua_setfield(L, -2, "__close");
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

int solonL_open_system(lua_State *L) {
  static const luaL_Reg journal_methods[] = {{"append", journal_append},
                                             {"truncate", journal_truncate},
                                             {"close", journal_close},
                                             {NULL, NULL}};
  static const luaL_Reg cleanup_methods[] = {
      {"release", cleanup_release}, {"close", cleanup_close}, {NULL, NULL}};
  static const luaL_Reg functions[] = {{"read_file", system_read_file},
                                       {"write_file", system_write_file},
                                       {"replace", system_replace},
                                       {"make_directory", system_make_directory},
                                       {"list_directory", system_list_directory},
                                       {"exists", system_exists},
                                       {"is_directory", system_is_directory},
                                       {"file_size", system_file_size},
                                       {"remove", system_remove},
                                       {"real_path", system_real_path},
                                       {"temporary_directory", system_temporary_directory},
                                       {"sha256", system_sha256},
                                       {"sha256_file", system_sha256_file},
                                       {"journal", system_journal},
                                       {"cleanup", system_cleanup},
                                       {"threads", system_threads},
                                       {"wall_clock", system_wall_clock},
                                       {"cpu_clock", system_cpu_clock},
                                       {"date", system_date},
                                       {"host_name", system_host_name},
                                       {"cpu_class", system_cpu_class},
                                       {"cpu_count", system_cpu_count},
                                       {"environment", system_environment},
                                       {"terminal_width", system_terminal_width},
                                       {"libraries", system_libraries},
                                       {"nearest", system_nearest},
                                       {"trim", system_trim},
                                       {"number_text", system_number_text},
                                       {"process_id", system_process_id},
                                       {NULL, NULL}};
  make_class(L, CLEANUP_METATABLE, cleanup_methods, cleanup_close);
  make_class(L, JOURNAL_METATABLE, journal_methods, journal_close);
  luaL_newlib(L, functions);
  lua_pushliteral(L, SOLON_VERSION);
  lua_setfield(L, -2, "version");
  return 1;
}
