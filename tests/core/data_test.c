/* data_test.c - dictionaries, kinds of texts, columns, and statements through DuckDB: types, frames
 * read in place, parameters, stopping, memory limits, refused memory. */
#include "core/base/memory.h"
#include "core/data/classify.h"
#include "core/data/connection.h"
#include "core/data/dictionary.h"
#include "tap.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void test_dictionary(void) {
  solon_dictionary d = {0};
  char text[32];
  bool same = true;
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < 50000; i++) {
      int length = snprintf(text, sizeof text, "%x", i * 2654435761u);
      same = same && solon_dictionary_code(&d, text, (size_t)length) == i;
    }
  tap_ok(same && d.count == 50000, "50,000 strings keep their codes");
  tap_integer(solon_dictionary_code(&d, "", 0), 50000, "the empty string is a string");
  tap_integer(solon_dictionary_code(&d, "a\0b", 3), 50001, "zero bytes count");
  tap_integer(solon_dictionary_code(&d, "a\0c", 3), 50002, "and differ behind them");
  solon_dictionary_free(&d);
  tap_integer((int64_t)solon_memory_used(), 0, "everything is given back");
  for (int n = 0; n < 8; n++) {
    solon_memory_fail_after(n);
    int32_t code = 0;
    for (int i = 0; i < 300 && code >= 0; i++) {
      int length = snprintf(text, sizeof text, "%d", i);
      code = solon_dictionary_code(&d, text, (size_t)length);
    }
    solon_memory_fail_never();
    solon_dictionary_free(&d);
    if (solon_memory_failed() && code != -1)
      tap_ok(false, "allocation %d refused is reported", n);
  }
  tap_integer((int64_t)solon_memory_used(), 0, "refused memory leaks nothing");
}

static void test_kinds(void) {
  static const struct {
    const char *text;
    unsigned kind;
  } cases[] = {
      {"0", SOLON_SPELLS_INTEGER},
      {"-12", SOLON_SPELLS_INTEGER},
      {" 7 ", SOLON_SPELLS_INTEGER},
      {"9223372036854775807", SOLON_SPELLS_INTEGER},
      {"-9223372036854775808", SOLON_SPELLS_INTEGER},
      {"9223372036854775808", SOLON_SPELLS_TEXT},
      {"007", SOLON_SPELLS_TEXT},
      {"-", SOLON_SPELLS_TEXT},
      {"", SOLON_SPELLS_TEXT},
      {"+", SOLON_SPELLS_TEXT},
      {"1.", SOLON_SPELLS_NUMBER},
      {".", SOLON_SPELLS_TEXT},
      {"1e", SOLON_SPELLS_TEXT},
      {"1e5", SOLON_SPELLS_NUMBER},
      {"1e+", SOLON_SPELLS_TEXT},
      {"NaN", SOLON_SPELLS_NUMBER},
      {"-Infinity", SOLON_SPELLS_NUMBER},
      {"1.2.3", SOLON_SPELLS_TEXT},
      {"tRuE", SOLON_SPELLS_BOOLEAN},
      {"truer", SOLON_SPELLS_TEXT},
      {"2024-02-29", SOLON_SPELLS_DATE},
      {"1900-02-29", SOLON_SPELLS_TEXT},
      {"2000-02-29", SOLON_SPELLS_DATE},
      {"2024-13-01", SOLON_SPELLS_TEXT},
      {"2024-00-01", SOLON_SPELLS_TEXT},
      {"2024-01-32", SOLON_SPELLS_TEXT},
      {"2024-01-01 23:59", SOLON_SPELLS_TIMESTAMP},
      {"2024-01-01T23:59:59.123", SOLON_SPELLS_TIMESTAMP},
      {"2024-01-01 24:00", SOLON_SPELLS_TEXT},
      {"2024-01-01 10:00:00.", SOLON_SPELLS_TEXT},
      {"2024-01-01 10:00Z", SOLON_SPELLS_TEXT},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    tap_integer(solon_classify(cases[i].text, strlen(cases[i].text), '.'), cases[i].kind,
                "kind of \"%s\"", cases[i].text);
  tap_integer(solon_classify("1,5", 3, ','), SOLON_SPELLS_NUMBER, "decimal comma");
  tap_integer(solon_narrowest_type(SOLON_SPELLS_INTEGER | SOLON_SPELLS_DATE), SOLON_COLUMN_TEXT,
              "integers and dates make text");
}

static void test_take(void) {
  double numbers[] = {1, 2, 3}, out[4];
  uint8_t null[] = {0, 1, 0}, out_null[4];
  solon_column from = {.type = SOLON_COLUMN_NUMBER, .rows = 3, .data = numbers, .null = null};
  solon_column to = {.data = out, .null = out_null};
  solon_column_take(&from, (const int64_t[]){2, 1, -1, 0}, 4, &to);
  tap_ok(out[0] == 3 && isnan(out[1]) && isnan(out[2]) && out[3] == 1, "values taken");
  tap_ok(!out_null[0] && out_null[1] && out_null[2] && !out_null[3], "missing values taken");
  tap_integer((int64_t)solon_column_null_count(&to), 2, "missing values counted");
}

/* ---- DuckDB ---------------------------------------------------------------------------------- */

enum { MOST_COLUMNS = 4, MOST_ROWS = 16 };

/* Runs a query of at most MOST_COLUMNS x MOST_ROWS into static columns. */
static solon_status run(solon_context *context, solon_connection *connection,
                        const solon_query *query, solon_column columns[MOST_COLUMNS]) {
  static int64_t data[MOST_COLUMNS][MOST_ROWS];
  static uint8_t null[MOST_COLUMNS][MOST_ROWS];
  solon_result *result;
  solon_status status = solon_connection_run(context, connection, query, &result);
  if (status == SOLON_OK) {
    for (size_t j = 0; j < MOST_COLUMNS; j++)
      columns[j] = (solon_column){.data = data[j], .null = null[j]};
    status = solon_result_fill(context, result, columns);
  }
  solon_result_free(result);
  return status;
}

static void test_queries(solon_connection *connection) {
  solon_context context = {0};
  solon_column c[MOST_COLUMNS];
  double x[] = {1.5, NAN, 3};
  uint8_t null[] = {0, 0, 1};
  solon_column column = {.type = SOLON_COLUMN_NUMBER, .rows = 3, .data = x, .null = null};
  const char *const names[] = {"x"};
  solon_frame_source frame = {"t \"odd\"", &column, names, 1, 3};
  solon_query query = {.statement =
                           "SELECT x, x IS NULL FROM \"t \"\"odd\"\"\" ORDER BY x DESC NULLS LAST",
                       .query_only = true,
                       .frames = &frame,
                       .frame_count = 1};
  tap_integer(run(&context, connection, &query, c), SOLON_OK, "a frame is read in place");
  const double *numbers = c[0].data;
  tap_ok(isnan(numbers[0]) && numbers[1] == 1.5 && c[0].null[2] && !c[0].null[0],
         "NaN and NULL stay apart");
  query = (solon_query){.statement = "SELECT * FROM \"t \"\"odd\"\"\""};
  tap_integer(run(&context, connection, &query, c), SOLON_BAD_ARGUMENT,
              "the frame is gone afterwards");
  solon_parameter p[] = {{.name = "b", .kind = SOLON_PARAMETER_TEXT, .text = "o'k", .length = 3},
                         {.name = "a", .kind = SOLON_PARAMETER_INTEGER, .integer = INT64_MAX}};
  query =
      (solon_query){.statement = "SELECT $a, length($b)", .parameters = p, .parameter_count = 2};
  tap_integer(run(&context, connection, &query, c), SOLON_OK, "named parameters");
  tap_integer(((int64_t *)c[0].data)[0], INT64_MAX, "the largest integer passes");
  tap_integer(((int64_t *)c[1].data)[0], 3, "a text passes");
  query = (solon_query){.statement = "SELECT 1; SELECT 2"};
  tap_integer(run(&context, connection, &query, c), SOLON_BAD_SYNTAX, "two statements");
  query = (solon_query){.statement = "SELECT FROM"};
  tap_integer(run(&context, connection, &query, c), SOLON_BAD_SYNTAX, "no syntax");
  tap_ok(strstr(context.detail, "Parser Error") != NULL && strchr(context.detail, '\n') == NULL,
         "the detail is one line: %s", context.detail);
  query = (solon_query){.statement = "SELECT * FROM 'no/such.csv'"};
  tap_integer(run(&context, connection, &query, c), SOLON_IO, "no such file");
}

static atomic_int stop;

static void *stop_by_flag(void *data) {
  struct timespec pause = {0, 100000000};
  nanosleep(&pause, NULL);
  atomic_store(&stop, 1);
  return data;
}

/* Queries that run for minutes, stopped after 0.1 s by the flag. */
static void test_stopping(solon_connection *connection) {
  static const char *const slow[] = {
      "SELECT sum(a.i * b.i) FROM range(3000000) a(i), range(3000000) b(i)",
      "SELECT count(*) FROM (SELECT hash(i) AS h FROM range(400000000) r(i) ORDER BY h)",
      "SELECT count(DISTINCT hash(i)) FROM range(1000000000) r(i)",
  };
  for (size_t i = 0; i < sizeof slow / sizeof *slow; i++) {
    solon_context context = {.cancel = &stop, .threads = 2};
    solon_result *result;
    pthread_t thread;
    atomic_store(&stop, 0);
    pthread_create(&thread, NULL, stop_by_flag, NULL);
    double start = seconds();
    solon_status status =
        solon_connection_run(&context, connection, &(solon_query){.statement = slow[i]}, &result);
    double waited = seconds() - start;
    pthread_join(thread, NULL);
    solon_result_free(result);
    tap_integer(status, SOLON_CANCELLED, "slow query %zu is stopped", i + 1);
    tap_note("stopped %.0f ms after the start (asked after 100 ms)", waited * 1e3);
    tap_ok(waited < 2, "and soon");
  }
  solon_context context = {0};
  solon_column c[MOST_COLUMNS];
  tap_integer(run(&context, connection, &(solon_query){.statement = "SELECT 1"}, c), SOLON_OK,
              "a stop does not hit the next query");
}

static void test_memory(solon_connection *connection) {
  solon_context context = {0};
  solon_result *result;
  solon_memory_set_limit((size_t)64 << 20);
  solon_status status = solon_connection_run(
      &context, connection,
      &(solon_query){.statement = "SELECT hash(i) AS h FROM range(100000000) r(i)"}, &result);
  solon_memory_set_limit(0);
  tap_integer(status, SOLON_NO_MEMORY, "the memory limit holds for DuckDB");
  solon_result_free(result);
  solon_column c[MOST_COLUMNS];
  tap_integer(run(&context, connection, &(solon_query){.statement = "SELECT 1"}, c), SOLON_OK,
              "and goes with it");
  size_t used = solon_memory_used();
  solon_query query = {.statement = "SELECT 'a', 1, true, 2.5"};
  bool done = false;
  for (int n = 0; n < 100 && !done; n++) {
    solon_memory_fail_after(n);
    status = run(&context, connection, &query, c);
    solon_memory_fail_never();
    done = !solon_memory_failed();
    if (!done && status != SOLON_NO_MEMORY)
      tap_ok(false, "allocation %d refused gives %s", n, solon_status_text(status));
  }
  tap_ok(done, "refused memory is reported at every point");
  tap_integer((int64_t)solon_memory_used(), (int64_t)used, "and leaks nothing");
}

int main(void) {
  test_dictionary();
  test_kinds();
  test_take();
  solon_context context = {0};
  solon_connection *connection;
  solon_status status = solon_connection_open(&context, &connection);
  if (status == SOLON_UNAVAILABLE) {
    tap_skip(context.detail, "queries");
    return tap_done();
  }
  tap_integer(status, SOLON_OK, "a connection opens");
  tap_ok(solon_connection_library_version(connection) != NULL, "DuckDB %s",
         solon_connection_library_version(connection));
  test_queries(connection);
  test_stopping(connection);
  test_memory(connection);
  solon_connection_close(connection);
  tap_integer((int64_t)solon_memory_used(), 0, "closing gives everything back");
  return tap_done();
}
