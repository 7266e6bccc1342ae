/* result.c - from DuckDB's vectors to typed columns. */
#include "connection_private.h"

#include "core/base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static duckdb_type column_type(const solon_result *r, size_t column) {
  duckdb_logical_type logical = r->duckdb->column_logical_type((duckdb_result *)&r->result, column);
  duckdb_type type = r->duckdb->get_type_id(logical);
  r->duckdb->destroy_logical_type(&logical);
  return type;
}

solon_status solon_result_adopt(const solon_duckdb *duckdb, duckdb_result *raw,
                                solon_result **result) {
  size_t columns = duckdb->column_count(raw);
  solon_result *r = solon_alloc_zero(1, sizeof *r);
  solon_dictionary *dictionaries = solon_alloc_zero(columns + 1, sizeof *dictionaries);
  if (r == NULL || dictionaries == NULL) {
    solon_free(r);
    solon_free(dictionaries);
    duckdb->destroy_result(raw);
    return SOLON_NO_MEMORY;
  }
  r->duckdb = duckdb;
  r->result = *raw;
  r->columns = columns;
  r->rows = duckdb->row_count(&r->result);
  r->dictionaries = dictionaries;
  *result = r;
  return SOLON_OK;
}

void solon_result_free(solon_result *r) {
  if (r == NULL)
    return;
  for (size_t j = 0; j < r->columns; j++)
    solon_dictionary_free(&r->dictionaries[j]);
  solon_free(r->dictionaries);
  r->duckdb->destroy_result(&r->result);
  solon_free(r);
}

size_t solon_result_rows(const solon_result *r) {
  return r->rows;
}

size_t solon_result_columns(const solon_result *r) {
  return r->columns;
}

const char *solon_result_name(const solon_result *r, size_t column) {
  return r->duckdb->column_name((duckdb_result *)&r->result, column);
}

solon_column_type solon_result_type(const solon_result *r, size_t column) {
  switch (column_type(r, column)) {
  case DUCKDB_TYPE_BOOLEAN:
    return SOLON_COLUMN_BOOLEAN;
  case DUCKDB_TYPE_TINYINT:
  case DUCKDB_TYPE_SMALLINT:
  case DUCKDB_TYPE_INTEGER:
  case DUCKDB_TYPE_BIGINT:
  case DUCKDB_TYPE_UTINYINT:
  case DUCKDB_TYPE_USMALLINT:
  case DUCKDB_TYPE_UINTEGER:
  case DUCKDB_TYPE_UBIGINT:
  case DUCKDB_TYPE_HUGEINT:
  case DUCKDB_TYPE_UHUGEINT:
    return SOLON_COLUMN_INTEGER;
  case DUCKDB_TYPE_FLOAT:
  case DUCKDB_TYPE_DOUBLE:
  case DUCKDB_TYPE_DECIMAL:
    return SOLON_COLUMN_NUMBER;
  case DUCKDB_TYPE_DATE:
    return SOLON_COLUMN_DATE;
  case DUCKDB_TYPE_TIMESTAMP:
  case DUCKDB_TYPE_TIMESTAMP_S:
  case DUCKDB_TYPE_TIMESTAMP_MS:
  case DUCKDB_TYPE_TIMESTAMP_NS:
  case DUCKDB_TYPE_TIMESTAMP_TZ:
    return SOLON_COLUMN_TIMESTAMP;
  default:
    return SOLON_COLUMN_TEXT;
  }
}

/* ---- one vector ------------------------------------------------------------------------------ */

typedef struct vector_source {
  const solon_duckdb *duckdb;
  duckdb_type type;          /* of the column */
  duckdb_type internal_type; /* of the stored integers of decimals and enumerations */
  duckdb_logical_type logical;
  double scale; /* 10^scale of a decimal */
  const void *data;
  const uint64_t *validity; /* NULL: every row valid */
  size_t rows;
} vector_source;

static bool row_valid(const vector_source *v, size_t row) {
  return v->validity == NULL || (v->validity[row / 64] >> (row % 64) & 1) != 0;
}

static double hugeint_to_double(duckdb_hugeint value) {
  /* exact halves, one rounding in the addition */
  return ldexp((double)value.upper, 64) + (double)value.lower;
}

/* A stored integer as int64_t; false when it does not fit, then *wide has it as a double. */
static bool stored_integer(duckdb_type type, const void *data, size_t row, int64_t *value,
                           double *wide) {
  switch (type) {
  case DUCKDB_TYPE_TINYINT:
    *value = ((const int8_t *)data)[row];
    return true;
  case DUCKDB_TYPE_SMALLINT:
    *value = ((const int16_t *)data)[row];
    return true;
  case DUCKDB_TYPE_INTEGER:
    *value = ((const int32_t *)data)[row];
    return true;
  case DUCKDB_TYPE_BIGINT:
    *value = ((const int64_t *)data)[row];
    return true;
  case DUCKDB_TYPE_UTINYINT:
    *value = ((const uint8_t *)data)[row];
    return true;
  case DUCKDB_TYPE_USMALLINT:
    *value = ((const uint16_t *)data)[row];
    return true;
  case DUCKDB_TYPE_UINTEGER:
    *value = ((const uint32_t *)data)[row];
    return true;
  case DUCKDB_TYPE_UBIGINT: {
    uint64_t u = ((const uint64_t *)data)[row];
    *value = (int64_t)u;
    *wide = (double)u;
    return u <= INT64_MAX;
  }
  case DUCKDB_TYPE_HUGEINT: {
    duckdb_hugeint h = ((const duckdb_hugeint *)data)[row];
    *value = (int64_t)h.lower;
    *wide = hugeint_to_double(h);
    return (h.upper == 0 && h.lower <= INT64_MAX) || (h.upper == -1 && h.lower > INT64_MAX);
  }
  default: {
    duckdb_uhugeint h = ((const duckdb_uhugeint *)data)[row];
    *value = (int64_t)h.lower;
    *wide = ldexp((double)h.upper, 64) + (double)h.lower;
    return h.upper == 0 && h.lower <= INT64_MAX;
  }
  }
}

static double stored_number(const vector_source *v, size_t row) {
  int64_t integer;
  double wide = 0;
  if (v->type == DUCKDB_TYPE_DOUBLE)
    return ((const double *)v->data)[row];
  if (v->type == DUCKDB_TYPE_FLOAT)
    return ((const float *)v->data)[row];
  bool fits = stored_integer(v->internal_type, v->data, row, &integer, &wide);
  return (fits ? (double)integer : wide) / v->scale;
}

static void fill_numbers(const vector_source *v, double *out, uint8_t *null) {
  if (v->type == DUCKDB_TYPE_DOUBLE && v->validity == NULL) {
    memcpy(out, v->data, v->rows * sizeof *out);
    return;
  }
  for (size_t i = 0; i < v->rows; i++) {
    null[i] = !row_valid(v, i);
    out[i] = null[i] ? NAN : stored_number(v, i);
  }
}

/* From the first integer that does not fit on, the whole column holds doubles. */
static void turn_into_numbers(solon_column *column, size_t filled) {
  const int64_t *integers = column->data;
  double *numbers = column->data;
  for (size_t i = 0; i < filled; i++) {
    int64_t integer = integers[i];
    double number = column->null[i] ? NAN : (double)integer;
    memcpy(&numbers[i], &number, sizeof number);
  }
  column->type = SOLON_COLUMN_NUMBER;
}

static void fill_integers(const vector_source *v, solon_column *column, size_t start) {
  int64_t *out = column->data;
  uint8_t *null = column->null;
  if (v->type == DUCKDB_TYPE_BIGINT && v->validity == NULL) {
    memcpy(out + start, v->data, v->rows * sizeof *out);
    return;
  }
  for (size_t i = 0; i < v->rows; i++) {
    int64_t value = 0;
    double wide = 0;
    bool valid = row_valid(v, i), fits = true;
    null[start + i] = !valid;
    if (valid)
      fits = stored_integer(v->type, v->data, i, &value, &wide);
    if (!fits) {
      turn_into_numbers(column, start + i);
      vector_source rest = *v;
      rest.internal_type = v->type;
      rest.scale = 1;
      double *numbers = column->data;
      for (size_t k = i; k < v->rows; k++) {
        null[start + k] = !row_valid(v, k);
        numbers[start + k] = null[start + k] ? NAN : stored_number(&rest, k);
      }
      return;
    }
    out[start + i] = value;
  }
}

static void fill_booleans(const vector_source *v, uint8_t *out, uint8_t *null) {
  for (size_t i = 0; i < v->rows; i++) {
    null[i] = !row_valid(v, i);
    out[i] = !null[i] && ((const bool *)v->data)[i];
  }
}

/* ---- text ------------------------------------------------------------------------------------ */

static int format_date(char *text, size_t size, duckdb_date_struct date) {
  return snprintf(text, size, "%04d-%02d-%02d", (int)date.year, (int)date.month, (int)date.day);
}

static size_t format_timestamp(const solon_duckdb *duckdb, char *text, size_t size,
                               int64_t micros) {
  if (micros == INT64_MAX || micros == -INT64_MAX)
    return (size_t)snprintf(text, size, micros > 0 ? "infinity" : "-infinity");
  duckdb_timestamp_struct t = duckdb->from_timestamp((duckdb_timestamp){micros});
  int length = format_date(text, size, t.date);
  length += snprintf(text + length, size - (size_t)length, " %02d:%02d:%02d", (int)t.time.hour,
                     (int)t.time.min, (int)t.time.sec);
  if (t.time.micros == 0)
    return (size_t)length;
  length += snprintf(text + length, size - (size_t)length, ".%06d", (int)t.time.micros);
  while (text[length - 1] == '0')
    text[--length] = '\0';
  return (size_t)length;
}

static size_t format_days(const solon_duckdb *duckdb, char *text, size_t size, int32_t days) {
  if (days == INT32_MAX || days == -INT32_MAX)
    return (size_t)snprintf(text, size, days > 0 ? "infinity" : "-infinity");
  return (size_t)format_date(text, size, duckdb->from_date((duckdb_date){days}));
}

enum { STAMP_SIZE = 64 };

/* The text of a valid row; strings are used where they lie, dates are formatted into `room`. */
static const char *row_text(const vector_source *v, size_t row, char room[STAMP_SIZE],
                            size_t *length) {
  const int64_t *wide = v->data;
  switch (v->type) {
  case DUCKDB_TYPE_DATE:
    *length = format_days(v->duckdb, room, STAMP_SIZE, ((const int32_t *)v->data)[row]);
    return room;
  case DUCKDB_TYPE_TIMESTAMP:
  case DUCKDB_TYPE_TIMESTAMP_TZ:
    *length = format_timestamp(v->duckdb, room, STAMP_SIZE, wide[row]);
    return room;
  case DUCKDB_TYPE_TIMESTAMP_S:
    *length = format_timestamp(v->duckdb, room, STAMP_SIZE, wide[row] * 1000000);
    return room;
  case DUCKDB_TYPE_TIMESTAMP_MS:
    *length = format_timestamp(v->duckdb, room, STAMP_SIZE, wide[row] * 1000);
    return room;
  case DUCKDB_TYPE_TIMESTAMP_NS:
    *length = format_timestamp(v->duckdb, room, STAMP_SIZE, wide[row] / 1000);
    return room;
  default: {
    const duckdb_string_t *s = (const duckdb_string_t *)v->data + row;
    *length = s->value.inlined.length;
    return *length <= sizeof s->value.inlined.inlined ? s->value.inlined.inlined
                                                      : s->value.pointer.ptr;
  }
  }
}

static solon_status fill_text(const vector_source *v, solon_dictionary *dictionary, int32_t *out,
                              uint8_t *null) {
  char room[STAMP_SIZE];
  for (size_t i = 0; i < v->rows; i++) {
    null[i] = !row_valid(v, i);
    out[i] = -1;
    if (null[i])
      continue;
    size_t length;
    const char *text = row_text(v, i, room, &length);
    out[i] = solon_dictionary_code(dictionary, text, length);
    if (out[i] < 0)
      return SOLON_NO_MEMORY;
  }
  return SOLON_OK;
}

static solon_status fill_enumeration(const vector_source *v, solon_dictionary *dictionary,
                                     int32_t *out, uint8_t *null) {
  for (size_t i = 0; i < v->rows; i++) {
    null[i] = !row_valid(v, i);
    out[i] = -1;
    if (null[i])
      continue;
    int64_t index;
    double wide;
    stored_integer(v->internal_type, v->data, i, &index, &wide);
    char *text = v->duckdb->enum_dictionary_value(v->logical, (idx_t)index);
    out[i] = solon_dictionary_code(dictionary, text, strlen(text));
    v->duckdb->free(text);
    if (out[i] < 0)
      return SOLON_NO_MEMORY;
  }
  return SOLON_OK;
}

/* ---- whole results --------------------------------------------------------------------------- */

static solon_status fill_vector(solon_result *r, size_t j, vector_source *v, solon_column *column,
                                size_t start) {
  uint8_t *null = column->null + start;
  switch (column->type) {
  case SOLON_COLUMN_NUMBER:
    fill_numbers(v, (double *)column->data + start, null);
    return SOLON_OK;
  case SOLON_COLUMN_INTEGER:
    fill_integers(v, column, start);
    return SOLON_OK;
  case SOLON_COLUMN_BOOLEAN:
    fill_booleans(v, (uint8_t *)column->data + start, null);
    return SOLON_OK;
  default:
    if (v->type == DUCKDB_TYPE_ENUM)
      return fill_enumeration(v, &r->dictionaries[j], (int32_t *)column->data + start, null);
    return fill_text(v, &r->dictionaries[j], (int32_t *)column->data + start, null);
  }
}

/* What is the same for all vectors of a column.  False for a type that has no column here. */
static bool describe_column(solon_result *r, size_t j, vector_source *v) {
  const solon_duckdb *duckdb = r->duckdb;
  *v = (vector_source){.duckdb = duckdb, .scale = 1};
  v->logical = duckdb->column_logical_type(&r->result, j);
  v->type = v->internal_type = duckdb->get_type_id(v->logical);
  if (v->type == DUCKDB_TYPE_DECIMAL) {
    v->internal_type = duckdb->decimal_internal_type(v->logical);
    for (int i = 0; i < duckdb->decimal_scale(v->logical); i++)
      v->scale *= 10; /* exact up to 10^22 */
  } else if (v->type == DUCKDB_TYPE_ENUM) {
    v->internal_type = duckdb->enum_internal_type(v->logical);
  }
  return solon_result_type(r, j) != SOLON_COLUMN_TEXT || v->type == DUCKDB_TYPE_VARCHAR ||
         v->type == DUCKDB_TYPE_ENUM;
}

static solon_status fill_chunks(solon_context *context, solon_result *r, vector_source *sources,
                                solon_column *columns) {
  const solon_duckdb *duckdb = r->duckdb;
  size_t start = 0;
  for (;;) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    duckdb_data_chunk chunk = duckdb->fetch_chunk(r->result);
    if (chunk == NULL)
      return SOLON_OK;
    solon_status status = SOLON_OK;
    size_t rows = duckdb->data_chunk_get_size(chunk);
    for (size_t j = 0; j < r->columns && status == SOLON_OK; j++) {
      duckdb_vector vector = duckdb->data_chunk_get_vector(chunk, j);
      sources[j].data = duckdb->vector_get_data(vector);
      sources[j].validity = duckdb->vector_get_validity(vector);
      sources[j].rows = rows;
      status = fill_vector(r, j, &sources[j], &columns[j], start);
    }
    start += rows;
    duckdb->destroy_data_chunk(&chunk);
    if (status != SOLON_OK)
      return status;
  }
}

solon_status solon_result_fill(solon_context *context, solon_result *r, solon_column *columns) {
  vector_source *sources = solon_alloc_zero(r->columns + 1, sizeof *sources);
  solon_status status = SOLON_OK;
  if (sources == NULL)
    return SOLON_NO_MEMORY;
  for (size_t j = 0; j < r->columns; j++) {
    if (!describe_column(r, j, &sources[j]) && status == SOLON_OK)
      status = solon_fail(context, SOLON_BAD_ARGUMENT,
                          "column '%s' has a type that a frame cannot hold (a list, structure, "
                          "blob, time ...); CAST it to VARCHAR, DOUBLE, BIGINT, DATE or TIMESTAMP",
                          solon_result_name(r, j));
    columns[j].type = solon_result_type(r, j);
    columns[j].rows = r->rows;
    if (r->rows > 0)
      memset(columns[j].null, 0, r->rows);
  }
  if (status == SOLON_OK)
    status = fill_chunks(context, r, sources, columns);
  for (size_t j = 0; j < r->columns; j++) {
    columns[j].values = r->dictionaries[j].count;
    columns[j].offsets = r->dictionaries[j].offsets;
    columns[j].bytes = r->dictionaries[j].bytes;
    r->duckdb->destroy_logical_type(&sources[j].logical);
  }
  solon_free(sources);
  return status;
}
