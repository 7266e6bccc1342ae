/* connection.h - a private in-memory DuckDB database: queries in, typed columns out.
 *
 * Settings of every connection: no extension is installed or loaded on its own and none from
 * outside is allowed, so there is no network; files may be read; rows keep the order of their
 * source (preserve_insertion_order); nothing is spilled to disk; DuckDB's memory counts against
 * what solon_memory_limit() leaves.  Statements run with one thread unless told otherwise: DuckDB's
 * floating aggregates add in an order that depends on its threads, and only with one are they
 * repeatable.
 *
 * A connection belongs to one thread at a time.
 */
#ifndef SOLON_DATA_CONNECTION_H
#define SOLON_DATA_CONNECTION_H

#include "column.h"
#include "core/base/context.h"

typedef struct solon_connection solon_connection;
typedef struct solon_result solon_result;

/* A value for $name or for the position'th ? or $1 of a statement. */
typedef struct solon_parameter {
  const char *name; /* NULL: by position */
  enum {
    SOLON_PARAMETER_NULL,
    SOLON_PARAMETER_BOOLEAN,
    SOLON_PARAMETER_INTEGER,
    SOLON_PARAMETER_NUMBER,
    SOLON_PARAMETER_TEXT
  } kind;
  bool boolean;
  int64_t integer;
  double number;
  const char *text;
  size_t length;
} solon_parameter;

/* Columns that a statement can read as the table `name`; they are read in place.  Column names must
 * differ by more than the case of ASCII letters. */
typedef struct solon_frame_source {
  const char *name;
  const solon_column *columns;
  const char *const *names;
  size_t count; /* columns, at least 1 */
  size_t rows;
} solon_frame_source;

typedef struct solon_query {
  const char *statement;
  bool query_only; /* refuse everything but a SELECT (also written WITH, FROM, VALUES ...) */
  const solon_parameter *parameters;
  size_t parameter_count;
  const solon_frame_source *frames;
  size_t frame_count;
} solon_query;

/* Loads the library if need be.  SOLON_UNAVAILABLE without it, SOLON_NO_MEMORY. */
solon_status solon_connection_open(solon_context *context, solon_connection **connection);
void solon_connection_close(solon_connection *connection);

/* Runs one statement on context->threads threads and gives its whole result, which must be freed
 * with solon_result_free.  The cancel flag is polled while it runs.
 * Fails with SOLON_BAD_SYNTAX (does not parse, more than one statement), SOLON_BAD_ARGUMENT
 * (unknown names, types that do not fit, parameters missing or left over, a value that cannot be
 * converted), SOLON_IO, SOLON_NO_MEMORY, SOLON_CANCELLED; the detail is DuckDB's message on one
 * line. */
solon_status solon_connection_run(solon_context *context, solon_connection *connection,
                                  const solon_query *query, solon_result **result);

/* DuckDB's version. */
const char *solon_connection_library_version(const solon_connection *connection);

/* ---- results --------------------------------------------------------------------------------- */

size_t solon_result_rows(const solon_result *result);
size_t solon_result_columns(const solon_result *result);
const char *solon_result_name(const solon_result *result, size_t column);

/* The type of a column as solon_result_fill will give it (an integer column whose values do not fit
 * 64 bits becomes a number column).  Whole numbers of any width are integers; floats and decimals
 * are numbers; strings and enumerations are text. */
solon_column_type solon_result_type(const solon_result *result, size_t column);

/* Moves the rows into columns.  For each column the caller gives data and null of the size that its
 * type and the rows need; type, rows and the dictionary are set here, and the dictionary's memory
 * belongs to the result.  May be called once.  SOLON_BAD_ARGUMENT for a type that has no column
 * (lists, structures, blobs, times ...): the detail names the column and says to CAST. */
solon_status solon_result_fill(solon_context *context, solon_result *result, solon_column *columns);

/* Accepts NULL. */
void solon_result_free(solon_result *result);

#endif
