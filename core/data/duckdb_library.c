/* duckdb_library.c - finding, opening and resolving DuckDB. */
#include "duckdb_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static solon_duckdb table;
static bool loaded;

/* Adds "; FILE: REASON" to the text, as much as fits. */
static void note_refusal(char *refusals, size_t size, const char *file, const char *reason) {
  size_t used = strlen(refusals);
  /* dlopen repeats the file's name before the reason */
  size_t length = strlen(file);
  if (reason != NULL && strncmp(reason, file, length) == 0 && reason[length] == ':')
    reason += length + 1 + (reason[length + 1] == ' ');
  snprintf(refusals + used, size - used, "%s%s: %s", used == 0 ? "" : "; ", file,
           reason != NULL ? reason : "cannot be opened");
}

static bool resolve(void *handle, const char **missing) {
  solon_duckdb found;
#define FIND(function)                                                                             \
  {                                                                                                \
    void *symbol = dlsym(handle, "duckdb_" #function);                                             \
    if (symbol == NULL) {                                                                          \
      *missing = "it lacks the function duckdb_" #function;                                        \
      return false;                                                                                \
    }                                                                                              \
    memcpy(&found.function, &symbol, sizeof symbol);                                               \
  }
  SOLON_DUCKDB_FUNCTIONS(FIND)
#undef FIND
  table = found;
  return true;
}

static bool try_file(const char *file, char *refusals, size_t size) {
  void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    note_refusal(refusals, size, file, dlerror());
    return false;
  }
  const char *missing;
  if (resolve(handle, &missing))
    return true; /* never closed: its threads may outlive any caller */
  note_refusal(refusals, size, file, missing);
  dlclose(handle);
  return false;
}

/* Tries DIRECTORY-OF-THE-EXECUTABLE/relative when there is such a file. */
static bool try_beside_executable(const char *relative, char *refusals, size_t size) {
  char executable[PATH_SIZE], file[PATH_SIZE + 64];
  ssize_t length = readlink("/proc/self/exe", executable, sizeof executable - 1);
  if (length <= 0)
    return false;
  executable[length] = '\0';
  char *slash = strrchr(executable, '/');
  if (slash == NULL)
    return false;
  *slash = '\0';
  snprintf(file, sizeof file, "%s/%s", executable, relative);
  return try_file(file, refusals, size);
}

static bool find_library(char *refusals, size_t size) {
  const char *named = getenv("SOLON_DUCKDB_LIBRARY");
  if (named != NULL && named[0] != '\0')
    return try_file(named, refusals, size);
  if (try_beside_executable("libduckdb.so", refusals, size) ||
      try_beside_executable("../lib/solon/libduckdb.so", refusals, size))
    return true;
#ifdef SOLON_DUCKDB_LIBRARY
  if (try_file(SOLON_DUCKDB_LIBRARY, refusals, size))
    return true;
#endif
  return try_file("libduckdb.so", refusals, size);
}

solon_status solon_duckdb_load(solon_context *context, const solon_duckdb **functions) {
  char refusals[SOLON_DETAIL_SIZE] = "";
  pthread_mutex_lock(&lock);
  if (!loaded)
    loaded = find_library(refusals, sizeof refusals);
  bool success = loaded;
  pthread_mutex_unlock(&lock);
  *functions = &table;
  if (success)
    return SOLON_OK;
  return solon_fail(context, SOLON_UNAVAILABLE, "DuckDB cannot be loaded (%s)", refusals);
}
