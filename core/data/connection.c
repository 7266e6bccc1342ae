/* connection.c - opening, settings, running statements. */
#include "connection_private.h"

#include "core/base/memory.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *solon_connection_library_version(const solon_connection *connection) {
  return connection->duckdb->library_version();
}

/* ---- opening --------------------------------------------------------------------------------- */

static const char *const settings[][2] = {
    {"threads", "1"},
    {"autoinstall_known_extensions", "false"},
    {"autoload_known_extensions", "false"},
    {"allow_community_extensions", "false"},
    {"allow_unsigned_extensions", "false"},
    {"preserve_insertion_order", "true"},
    {"temp_directory", ""},
};

static bool open_database(solon_connection *c, char **message) {
  const solon_duckdb *duckdb = c->duckdb;
  duckdb_config config;
  if (duckdb->create_config(&config) == DuckDBError)
    return false;
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
    duckdb->set_config(config, settings[i][0], settings[i][1]);
  duckdb_state state = duckdb->open_ext(NULL, &c->database, config, message);
  duckdb->destroy_config(&config);
  if (state == DuckDBError)
    return false;
  if (duckdb->connect(c->database, &c->handle) == DuckDBError) {
    duckdb->close(&c->database);
    return false;
  }
  return true;
}

solon_status solon_connection_open(solon_context *context, solon_connection **connection) {
  const solon_duckdb *duckdb;
  solon_status status = solon_duckdb_load(context, &duckdb);
  if (status != SOLON_OK)
    return status;
  solon_connection *c = solon_alloc_zero(1, sizeof *c);
  if (c == NULL)
    return SOLON_NO_MEMORY;
  c->duckdb = duckdb;
  c->threads = 1;
  char *message = NULL;
  if (!open_database(c, &message)) {
    status = solon_fail(context, SOLON_UNAVAILABLE, "DuckDB cannot open a database: %s",
                        message != NULL ? message : "no reason given");
    duckdb->free(message);
    solon_free(c);
    return status;
  }
  if (!solon_register_frame_scan(c)) {
    solon_connection_close(c);
    return solon_fail(context, SOLON_UNAVAILABLE, "DuckDB refused the table function solon_frame");
  }
  *connection = c;
  return SOLON_OK;
}

void solon_connection_close(solon_connection *connection) {
  if (connection == NULL)
    return;
  connection->duckdb->disconnect(&connection->handle);
  connection->duckdb->close(&connection->database);
  solon_free(connection);
}

/* ---- errors ---------------------------------------------------------------------------------- */

/* DuckDB starts each message with the kind of error; prepared statements tell the kind in no other
 * way. */
static solon_status classify(const char *message) {
  static const struct {
    const char *prefix;
    solon_status status;
  } kinds[] = {
      {"INTERRUPT", SOLON_CANCELLED},
      {"Out of Memory", SOLON_NO_MEMORY},
      {"IO Error", SOLON_IO},
      {"Permission", SOLON_IO},
      {"HTTP", SOLON_IO},
      {"Missing Extension", SOLON_IO},
      {"Parser", SOLON_BAD_SYNTAX},
      {"Syntax", SOLON_BAD_SYNTAX},
  };
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (strncmp(message, kinds[i].prefix, strlen(kinds[i].prefix)) == 0)
      return kinds[i].status;
  return SOLON_BAD_ARGUMENT;
}

/* The message on one line: runs of blanks and line ends become one blank. */
static solon_status fail_with(solon_context *context, const char *message) {
  char line[SOLON_DETAIL_SIZE];
  size_t used = 0;
  if (message == NULL)
    message = "DuckDB gave no reason";
  for (const char *c = message; *c != '\0' && used + 1 < sizeof line; c++) {
    bool blank = *c == '\n' || *c == '\r' || *c == '\t' || *c == ' ';
    if (!blank)
      line[used++] = *c;
    else if (used > 0 && line[used - 1] != ' ')
      line[used++] = ' ';
  }
  line[used] = '\0';
  return solon_fail(context, classify(message), "%s", line);
}

/* ---- parameters ------------------------------------------------------------------------------ */

/* The value for parameter `index` (from 1) with DuckDB's name for it, which is the number itself
 * for positional ones. */
static const solon_parameter *find_parameter(const solon_parameter *parameters, size_t count,
                                             size_t index, const char *name) {
  for (size_t i = 0; i < count; i++)
    if (parameters[i].name != NULL && name != NULL && strcmp(parameters[i].name, name) == 0)
      return &parameters[i];
  return index <= count && parameters[index - 1].name == NULL ? &parameters[index - 1] : NULL;
}

static duckdb_state bind_one(const solon_duckdb *duckdb, duckdb_prepared_statement prepared,
                             idx_t index, const solon_parameter *p) {
  switch (p->kind) {
  case SOLON_PARAMETER_NULL:
    return duckdb->bind_null(prepared, index);
  case SOLON_PARAMETER_BOOLEAN:
    return duckdb->bind_boolean(prepared, index, p->boolean);
  case SOLON_PARAMETER_INTEGER:
    return duckdb->bind_int64(prepared, index, p->integer);
  case SOLON_PARAMETER_NUMBER:
    return duckdb->bind_double(prepared, index, p->number);
  default:
    return duckdb->bind_varchar_length(prepared, index, p->text, p->length);
  }
}

static solon_status bind_all(solon_context *context, const solon_duckdb *duckdb,
                             duckdb_prepared_statement prepared, const solon_parameter *parameters,
                             size_t count) {
  size_t wanted = duckdb->nparams(prepared);
  for (size_t i = 1; i <= wanted; i++) {
    const char *name = duckdb->parameter_name(prepared, i);
    const solon_parameter *p = find_parameter(parameters, count, i, name);
    solon_status status = SOLON_OK;
    if (p == NULL)
      status = solon_fail(context, SOLON_BAD_ARGUMENT, "parameter $%s of the query has no value",
                          name != NULL ? name : "?");
    else if (bind_one(duckdb, prepared, i, p) == DuckDBError)
      status = fail_with(context, duckdb->prepare_error(prepared));
    duckdb->free((void *)(uintptr_t)name);
    if (status != SOLON_OK)
      return status;
  }
  if (count > wanted)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "%zu parameters given, the query has places for %zu", count, wanted);
  return SOLON_OK;
}

/* ---- running --------------------------------------------------------------------------------- */

static void wait_a_little(void) {
  struct timespec pause = {0, 50000};
  nanosleep(&pause, NULL);
}

/* DuckDB's own limit does not cover the rows of a result.  Under a limit the growth of the process
 * since the start of the statement is looked at every few milliseconds. */
typedef struct memory_watch {
  size_t start, most; /* bytes resident at the start; how many more are allowed; 0: no limit */
  double next_look;   /* seconds */
} memory_watch;

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static size_t resident_bytes(void) {
  unsigned long size = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL)
    return 0;
  if (fscanf(file, "%lu %lu", &size, &resident) != 2)
    resident = 0;
  fclose(file);
  return resident * (size_t)sysconf(_SC_PAGESIZE);
}

static memory_watch start_watch(void) {
  size_t limit = solon_memory_limit(), used = solon_memory_used();
  memory_watch watch = {0};
  if (limit != 0) {
    watch.start = resident_bytes();
    watch.most = limit > used ? limit - used : 1;
  }
  return watch;
}

static bool grown_too_large(memory_watch *watch) {
  if (watch->most == 0)
    return false;
  double now = seconds_now();
  if (now < watch->next_look)
    return false;
  watch->next_look = now + 0.005;
  return resident_bytes() > watch->start + watch->most;
}

/* Executes task after task so that the cancel flag is seen between two. */
static solon_status run_pending(solon_context *context, solon_connection *c,
                                duckdb_pending_result pending, solon_result **result) {
  const solon_duckdb *duckdb = c->duckdb;
  memory_watch watch = start_watch();
  bool asked_to_stop = false, too_large = false;
  for (;;) {
    too_large = too_large || grown_too_large(&watch);
    if (!asked_to_stop && (too_large || solon_context_cancelled(context))) {
      duckdb->interrupt(c->handle);
      asked_to_stop = true;
    }
    duckdb_pending_state state = duckdb->pending_execute_task(pending);
    if (state == DUCKDB_PENDING_ERROR)
      return too_large ? SOLON_NO_MEMORY : fail_with(context, duckdb->pending_error(pending));
    if (state == DUCKDB_PENDING_RESULT_READY)
      break;
    if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE)
      wait_a_little(); /* other threads hold the remaining tasks */
  }
  duckdb_result raw;
  if (duckdb->execute_pending(pending, &raw) == DuckDBError) {
    solon_status status = fail_with(context, duckdb->result_error(&raw));
    duckdb->destroy_result(&raw);
    return status;
  }
  return solon_result_adopt(duckdb, &raw, result);
}

static solon_status run_prepared(solon_context *context, solon_connection *c,
                                 duckdb_prepared_statement prepared, const solon_query *query,
                                 solon_result **result) {
  const solon_duckdb *duckdb = c->duckdb;
  if (query->query_only &&
      duckdb->prepared_statement_type(prepared) != DUCKDB_STATEMENT_TYPE_SELECT)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "only queries (SELECT, WITH, FROM, VALUES) are allowed here");
  solon_status status =
      bind_all(context, duckdb, prepared, query->parameters, query->parameter_count);
  if (status != SOLON_OK)
    return status;
  duckdb_pending_result pending = NULL;
  if (duckdb->pending_prepared(prepared, &pending) == DuckDBError)
    status = fail_with(context, duckdb->pending_error(pending));
  else
    status = run_pending(context, c, pending, result);
  duckdb->destroy_pending(&pending);
  return status;
}

static solon_status prepare_and_run(solon_context *context, solon_connection *c,
                                    const solon_query *query, solon_result **result) {
  const solon_duckdb *duckdb = c->duckdb;
  duckdb_extracted_statements extracted = NULL;
  idx_t statements = duckdb->extract_statements(c->handle, query->statement, &extracted);
  solon_status status;
  if (statements == 0) {
    const char *message = duckdb->extract_statements_error(extracted);
    status = message != NULL ? fail_with(context, message)
                             : solon_fail(context, SOLON_BAD_SYNTAX, "the query is empty");
  } else if (statements > 1) {
    status = solon_fail(context, SOLON_BAD_SYNTAX, "one statement expected, got %zu",
                        (size_t)statements);
  } else {
    duckdb_prepared_statement prepared = NULL;
    if (duckdb->prepare_extracted_statement(c->handle, extracted, 0, &prepared) == DuckDBError)
      status = fail_with(context, duckdb->prepare_error(prepared));
    else
      status = run_prepared(context, c, prepared, query, result);
    duckdb->destroy_prepare(&prepared);
  }
  duckdb->destroy_extracted(&extracted);
  return status;
}

static solon_status execute(solon_context *context, solon_connection *c, const char *statement) {
  solon_result *result = NULL;
  solon_status status =
      prepare_and_run(context, c, &(solon_query){.statement = statement}, &result);
  solon_result_free(result);
  return status;
}

/* Brings DuckDB's settings in line with the context and the memory limit. */
static solon_status apply_settings(solon_context *context, solon_connection *c) {
  char statement[96];
  int threads = solon_context_threads(context);
  size_t limit = solon_memory_limit();
  if (threads != c->threads) {
    snprintf(statement, sizeof statement, "SET threads = %d", threads);
    solon_status status = execute(context, c, statement);
    if (status != SOLON_OK)
      return status;
    c->threads = threads;
  }
  if (limit == 0 && c->memory_limit == 0)
    return SOLON_OK;
  enum { LEAST = 1 << 20 }; /* DuckDB then says that it is out of memory */
  size_t used = solon_memory_used(), left = limit > used + LEAST ? limit - used : LEAST;
  if (limit == 0)
    snprintf(statement, sizeof statement, "RESET memory_limit");
  else
    snprintf(statement, sizeof statement, "SET memory_limit = '%zuB'", left);
  c->memory_limit = limit;
  return execute(context, c, statement);
}

/* Runs a statement made by one of the solon_frame_..._statement functions. */
static solon_status execute_and_free(solon_context *context, solon_connection *c, char *statement) {
  if (statement == NULL)
    return SOLON_NO_MEMORY;
  solon_status status = execute(context, c, statement);
  solon_free(statement);
  return status;
}

static solon_status show_frames(solon_context *context, solon_connection *c,
                                const solon_query *query) {
  c->frames = query->frames;
  c->frame_count = query->frame_count;
  for (size_t i = 0; i < query->frame_count; i++) {
    solon_status status =
        execute_and_free(context, c, solon_frame_view_statement(&query->frames[i], i));
    if (status != SOLON_OK)
      return status;
  }
  return SOLON_OK;
}

/* A view that stays behind for want of memory reads no frame: it is refused when it is used. */
static void hide_frames(solon_connection *c) {
  for (size_t i = 0; i < c->frame_count; i++)
    execute_and_free(NULL, c, solon_frame_drop_statement(&c->frames[i]));
  c->frames = NULL;
  c->frame_count = 0;
}

solon_status solon_connection_run(solon_context *context, solon_connection *connection,
                                  const solon_query *query, solon_result **result) {
  *result = NULL;
  solon_status status = apply_settings(context, connection);
  if (status == SOLON_OK)
    status = show_frames(context, connection, query);
  if (status == SOLON_OK)
    status = prepare_and_run(context, connection, query, result);
  hide_frames(connection);
  return status;
}
