/* table_writer.c - formatting cells into a solon_output. */
#include "table_writer.h"

#include "core/base/file.h"
#include "core/base/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* An output and its first failure: after one, writing does nothing. */
typedef struct sink {
  solon_context *context;
  solon_output output;
  solon_status status;
} sink;

static void put(sink *s, const char *bytes, size_t length) {
  if (s->status == SOLON_OK)
    s->status = solon_output_write(s->context, &s->output, bytes, length);
}

static void put_text(sink *s, const char *text) {
  put(s, text, strlen(text));
}

static void put_number(sink *s, double value) {
  char text[SOLON_NUMBER_SIZE];
  put(s, text, solon_number_format(value, true, text));
}

static void put_integer(sink *s, int64_t value) {
  char text[SOLON_NUMBER_SIZE];
  put(s, text, (size_t)snprintf(text, sizeof text, "%" PRId64, value));
}

/* The value of a column that has no dictionary. */
static void put_scalar(sink *s, const solon_column *column, size_t row) {
  if (column->type == SOLON_COLUMN_NUMBER)
    put_number(s, ((const double *)column->data)[row]);
  else if (column->type == SOLON_COLUMN_INTEGER)
    put_integer(s, ((const int64_t *)column->data)[row]);
  else
    put_text(s, ((const uint8_t *)column->data)[row] ? "true" : "false");
}

/* Opens, calls `line` for line 0 (the header) and one line per row, commits. */
static solon_status write_lines(sink *s, const char *path, const solon_table *table,
                                const void *style,
                                void (*line)(sink *, const solon_table *, const void *, size_t)) {
  s->status = solon_output_open(s->context, &s->output, path);
  if (s->status != SOLON_OK)
    return s->status;
  for (size_t i = 0; i <= table->rows && s->status == SOLON_OK; i++) {
    if (i % SOLON_CHUNK == 0 && solon_context_cancelled(s->context))
      s->status = SOLON_CANCELLED;
    line(s, table, style, i);
  }
  if (s->status == SOLON_OK)
    return solon_output_commit(s->context, &s->output);
  solon_output_abort(&s->output);
  return s->status;
}

/* ---- CSV ------------------------------------------------------------------------------------- */

static bool needs_quotes(const char *text, size_t length, const solon_csv_style *style) {
  if (length == 0 || text[0] == ' ' || text[length - 1] == ' ' || text[0] == '\t' ||
      text[length - 1] == '\t')
    return true;
  if (length == strlen(style->null) && memcmp(text, style->null, length) == 0)
    return true;
  for (size_t i = 0; i < length; i++)
    if (text[i] == style->delimiter || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
      return true;
  return false;
}

static void put_csv_text(sink *s, const char *text, size_t length, const solon_csv_style *style) {
  if (!needs_quotes(text, length, style)) {
    put(s, text, length);
    return;
  }
  put(s, "\"", 1);
  for (size_t from = 0; from < length;) {
    const char *quote = memchr(text + from, '"', length - from);
    size_t to = quote == NULL ? length : (size_t)(quote - text) + 1;
    put(s, text + from, to - from);
    if (quote != NULL)
      put(s, "\"", 1);
    from = to;
  }
  put(s, "\"", 1);
}

static void put_csv_cell(sink *s, const solon_column *column, size_t row,
                         const solon_csv_style *style) {
  if (solon_column_is_null(column, row)) {
    put_text(s, style->null);
  } else if (solon_column_is_text(column->type)) {
    size_t length;
    const char *text = solon_column_text(column, row, &length);
    put_csv_text(s, text, length, style);
  } else {
    put_scalar(s, column, row);
  }
}

static void csv_line(sink *s, const solon_table *table, const void *data, size_t line) {
  const solon_csv_style *style = data;
  if (line == 0 && !style->header)
    return;
  for (size_t j = 0; j < table->count; j++) {
    if (j > 0)
      put(s, &style->delimiter, 1);
    if (line == 0)
      put_csv_text(s, table->names[j], strlen(table->names[j]), style);
    else
      put_csv_cell(s, &table->columns[j], line - 1, style);
  }
  put(s, "\n", 1);
}

solon_status solon_table_write_csv(solon_context *context, const char *path,
                                   const solon_table *table, const solon_csv_style *style) {
  sink s = {.context = context};
  return write_lines(&s, path, table, style, csv_line);
}

/* ---- JSON lines ------------------------------------------------------------------------------ */

static void put_json_text(sink *s, const char *text, size_t length) {
  char escape[8];
  put(s, "\"", 1);
  size_t from = 0;
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c >= 0x20 && c != '"' && c != '\\')
      continue;
    put(s, text + from, i - from);
    from = i + 1;
    if (c == '"' || c == '\\')
      put(s, escape, (size_t)snprintf(escape, sizeof escape, "\\%c", c));
    else
      put(s, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", c));
  }
  put(s, text + from, length - from);
  put(s, "\"", 1);
}

static void put_json_cell(sink *s, const solon_column *column, size_t row) {
  bool missing = solon_column_is_null(column, row) || (column->type == SOLON_COLUMN_NUMBER &&
                                                       isnan(((const double *)column->data)[row]));
  if (missing) {
    put_text(s, "null");
  } else if (solon_column_is_text(column->type)) {
    size_t length;
    const char *text = solon_column_text(column, row, &length);
    put_json_text(s, text, length);
  } else {
    put_scalar(s, column, row);
  }
}

static void json_line(sink *s, const solon_table *table, const void *style, size_t line) {
  (void)style;
  if (line == 0)
    return;
  for (size_t j = 0; j < table->count; j++) {
    put(s, j == 0 ? "{" : ",", 1);
    put_json_text(s, table->names[j], strlen(table->names[j]));
    put(s, ":", 1);
    put_json_cell(s, &table->columns[j], line - 1);
  }
  put(s, "}\n", 2);
}

/* The first number that JSON cannot hold. */
static solon_status check_json_numbers(solon_context *context, const solon_table *table,
                                       bool null_for_nan) {
  for (size_t j = 0; j < table->count; j++) {
    const solon_column *column = &table->columns[j];
    const double *numbers = column->data;
    for (size_t i = 0; i < table->rows && column->type == SOLON_COLUMN_NUMBER; i++)
      if (!isfinite(numbers[i]) && !solon_column_is_null(column, i) &&
          !(null_for_nan && isnan(numbers[i])))
        return solon_fail(context, SOLON_BAD_ARGUMENT,
                          "column '%s', row %zu holds %s, which JSON cannot", table->names[j],
                          i + 1, isnan(numbers[i]) ? "NaN" : "an infinite number");
  }
  return SOLON_OK;
}

solon_status solon_table_write_json_lines(solon_context *context, const char *path,
                                          const solon_table *table, bool null_for_nan) {
  sink s = {.context = context};
  solon_status status = check_json_numbers(context, table, null_for_nan);
  if (status != SOLON_OK)
    return status;
  return write_lines(&s, path, table, NULL, json_line);
}
