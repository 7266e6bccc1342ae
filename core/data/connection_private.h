/* connection_private.h - what the files of the connection share. */
#ifndef SOLON_DATA_CONNECTION_PRIVATE_H
#define SOLON_DATA_CONNECTION_PRIVATE_H

#include "connection.h"
#include "dictionary.h"
#include "duckdb_library.h"

struct solon_connection {
  const solon_duckdb *duckdb;
  duckdb_database database;
  duckdb_connection handle;
  int threads;                      /* DuckDB's present setting */
  size_t memory_limit;              /* the same, in bytes; 0: DuckDB's own */
  const solon_frame_source *frames; /* of the running statement: solon_frame(k) reads frames[k] */
  size_t frame_count;
};

struct solon_result {
  const solon_duckdb *duckdb;
  duckdb_result result;
  size_t columns, rows;
  solon_dictionary *dictionaries; /* one per column, used by text columns */
};

/* Registers the table function solon_frame. */
bool solon_register_frame_scan(solon_connection *connection);

/* The statement that makes frames[number] visible under its name; dates and timestamps, which the
 * scan gives as text, get their types.  NULL without memory; free with solon_free. */
char *solon_frame_view_statement(const solon_frame_source *frame, size_t number);

/* The statement that removes the view. */
char *solon_frame_drop_statement(const solon_frame_source *frame);

/* Takes over a finished DuckDB result; SOLON_NO_MEMORY (the DuckDB result is then destroyed). */
solon_status solon_result_adopt(const solon_duckdb *duckdb, duckdb_result *raw,
                                solon_result **result);

#endif
