/* frame_scan.c - the table function solon_frame(k): DuckDB reads a frame's columns in place.
 *
 * The scan runs on one thread, so rows keep their order; the columns are only read. */
#include "connection_private.h"

#include "core/base/memory.h"

#include <stdio.h>
#include <string.h>

/* Which rows come next, and which columns the query wants. */
typedef struct scan_state {
  const solon_frame_source *source;
  size_t next_row;
  size_t column_count;
  size_t columns[];
} scan_state;

static duckdb_type scan_type(solon_column_type type) {
  switch (type) {
  case SOLON_COLUMN_NUMBER:
    return DUCKDB_TYPE_DOUBLE;
  case SOLON_COLUMN_INTEGER:
    return DUCKDB_TYPE_BIGINT;
  case SOLON_COLUMN_BOOLEAN:
    return DUCKDB_TYPE_BOOLEAN;
  default:
    return DUCKDB_TYPE_VARCHAR;
  }
}

/* Callbacks get no user pointer but the extra info; the init callback alone cannot see it, so the
 * functions are found through the one library of the process. */
static const solon_duckdb *library(void) {
  const solon_duckdb *duckdb;
  solon_duckdb_load(NULL, &duckdb); /* it is loaded: a query is running in it */
  return duckdb;
}

static void scan_bind(duckdb_bind_info info) {
  const solon_duckdb *duckdb = library();
  const solon_connection *connection = duckdb->bind_get_extra_info(info);
  duckdb_value value = duckdb->bind_get_parameter(info, 0);
  int64_t number = duckdb->get_int64(value);
  duckdb->destroy_value(&value);
  if (number < 0 || (uint64_t)number >= connection->frame_count) {
    duckdb->bind_set_error(info, "solon_frame: no such frame");
    return;
  }
  const solon_frame_source *source = &connection->frames[number];
  for (size_t j = 0; j < source->count; j++) {
    duckdb_logical_type type = duckdb->create_logical_type(scan_type(source->columns[j].type));
    duckdb->bind_add_result_column(info, source->names[j], type);
    duckdb->destroy_logical_type(&type);
  }
  duckdb->bind_set_cardinality(info, source->rows, true);
  duckdb->bind_set_bind_data(info, (void *)(uintptr_t)source, NULL);
}

static void scan_init(duckdb_init_info info) {
  const solon_duckdb *duckdb = library();
  size_t count = duckdb->init_get_column_count(info);
  scan_state *state = solon_alloc_zero(1, sizeof *state + count * sizeof state->columns[0]);
  if (state == NULL) {
    duckdb->init_set_error(info, "Out of Memory Error: solon_frame");
    return;
  }
  state->source = duckdb->init_get_bind_data(info);
  state->column_count = count;
  for (size_t j = 0; j < count; j++)
    state->columns[j] = duckdb->init_get_column_index(info, j);
  duckdb->init_set_init_data(info, state, solon_free);
  duckdb->init_set_max_threads(info, 1);
}

static void copy_texts(const solon_duckdb *duckdb, duckdb_vector vector, const solon_column *column,
                       size_t start, size_t rows) {
  for (size_t i = 0; i < rows; i++) {
    if (solon_column_is_null(column, start + i))
      continue;
    size_t length;
    const char *text = solon_column_text(column, start + i, &length);
    duckdb->vector_assign_string_element_len(vector, i, text, length);
  }
}

static void copy_rows(const solon_duckdb *duckdb, duckdb_vector vector, const solon_column *column,
                      size_t start, size_t rows) {
  if (solon_column_is_text(column->type)) {
    copy_texts(duckdb, vector, column, start, rows);
  } else {
    size_t size = solon_column_element_size(column->type);
    memcpy(duckdb->vector_get_data(vector), (const char *)column->data + start * size, rows * size);
  }
  if (column->null == NULL)
    return;
  duckdb->vector_ensure_validity_writable(vector);
  uint64_t *validity = duckdb->vector_get_validity(vector);
  for (size_t i = 0; i < rows; i++)
    if (column->null[start + i])
      validity[i / 64] &= ~((uint64_t)1 << (i % 64));
}

static void scan_rows(duckdb_function_info info, duckdb_data_chunk output) {
  const solon_duckdb *duckdb = library();
  scan_state *state = duckdb->function_get_init_data(info);
  const solon_frame_source *source = state->source;
  size_t rows = source->rows - state->next_row, most = duckdb->vector_size();
  if (rows > most)
    rows = most;
  for (size_t j = 0; j < state->column_count && rows > 0; j++)
    if (state->columns[j] < source->count) /* beyond: DuckDB's row identifier, never read */
      copy_rows(duckdb, duckdb->data_chunk_get_vector(output, j),
                &source->columns[state->columns[j]], state->next_row, rows);
  state->next_row += rows;
  duckdb->data_chunk_set_size(output, rows);
}

/* ---- views ----------------------------------------------------------------------------------- */

/* Text that grows; `length` without the final zero byte.  Appending to a failed text does nothing.
 */
typedef struct text_buffer {
  char *text;
  size_t length, room;
  bool failed;
} text_buffer;

static void append(text_buffer *b, const char *text, size_t length) {
  if (b->failed)
    return;
  if (b->length + length + 1 > b->room) {
    size_t room = (b->length + length + 1) * 2;
    char *bigger = solon_realloc(b->text, room);
    if (bigger == NULL) {
      b->failed = true;
      return;
    }
    b->text = bigger;
    b->room = room;
  }
  memcpy(b->text + b->length, text, length);
  b->length += length;
  b->text[b->length] = '\0';
}

static void append_text(text_buffer *b, const char *text) {
  append(b, text, strlen(text));
}

/* An identifier in double quotes. */
static void append_name(text_buffer *b, const char *name) {
  append_text(b, "\"");
  for (; *name != '\0'; name++)
    append(b, *name == '"' ? "\"\"" : name, *name == '"' ? 2 : 1);
  append_text(b, "\"");
}

static char *finish(text_buffer *b) {
  if (!b->failed)
    return b->text;
  solon_free(b->text);
  return NULL;
}

char *solon_frame_view_statement(const solon_frame_source *frame, size_t number) {
  text_buffer b = {0};
  char call[64];
  append_text(&b, "CREATE OR REPLACE TEMP VIEW ");
  append_name(&b, frame->name);
  append_text(&b, " AS SELECT ");
  for (size_t j = 0; j < frame->count; j++) {
    solon_column_type type = frame->columns[j].type;
    append_text(&b, j == 0 ? "" : ", ");
    if (type == SOLON_COLUMN_DATE || type == SOLON_COLUMN_TIMESTAMP) {
      append_text(&b, "CAST(");
      append_name(&b, frame->names[j]);
      append_text(&b, type == SOLON_COLUMN_DATE ? " AS DATE) AS " : " AS TIMESTAMP) AS ");
    }
    append_name(&b, frame->names[j]);
  }
  snprintf(call, sizeof call, " FROM solon_frame(%zu)", number);
  append_text(&b, call);
  return finish(&b);
}

char *solon_frame_drop_statement(const solon_frame_source *frame) {
  text_buffer b = {0};
  append_text(&b, "DROP VIEW IF EXISTS ");
  append_name(&b, frame->name);
  return finish(&b);
}

bool solon_register_frame_scan(solon_connection *connection) {
  const solon_duckdb *duckdb = connection->duckdb;
  duckdb_table_function function = duckdb->create_table_function();
  duckdb_logical_type number = duckdb->create_logical_type(DUCKDB_TYPE_BIGINT);
  duckdb->table_function_set_name(function, "solon_frame");
  duckdb->table_function_add_parameter(function, number);
  duckdb->table_function_set_extra_info(function, connection, NULL);
  duckdb->table_function_set_bind(function, scan_bind);
  duckdb->table_function_set_init(function, scan_init);
  duckdb->table_function_set_function(function, scan_rows);
  duckdb->table_function_supports_projection_pushdown(function, true);
  duckdb_state state = duckdb->register_table_function(connection->handle, function);
  duckdb->destroy_logical_type(&number);
  duckdb->destroy_table_function(&function);
  return state == DuckDBSuccess;
}
