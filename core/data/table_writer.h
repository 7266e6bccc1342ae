/* table_writer.h - columns to CSV and JSON-lines files.
 *
 * The file appears whole or keeps its old content (core/base/file.h).  The same columns give the
 * same bytes on every machine: numbers are written by solon_number_format with the float mark
 * (1.0), so they read back to the bit and as the same type; lines end in one LF.
 */
#ifndef SOLON_DATA_TABLE_WRITER_H
#define SOLON_DATA_TABLE_WRITER_H

#include "column.h"
#include "core/base/context.h"

typedef struct solon_table {
  const solon_column *columns;
  const char *const *names;
  size_t count, rows;
} solon_table;

typedef struct solon_csv_style {
  char delimiter;
  bool header;
  const char *null; /* the text of a missing value; "" for nothing between the delimiters */
} solon_csv_style;

/* A text is quoted where it holds the delimiter, a quote or a line end, starts or ends with a
 * blank, is empty, or equals style->null: so it differs from a missing value.  NaN is nan,
 * infinities are inf and -inf.  SOLON_IO, SOLON_NO_MEMORY, SOLON_CANCELLED. */
solon_status solon_table_write_csv(solon_context *context, const char *path,
                                   const solon_table *table, const solon_csv_style *style);

/* One object a line, keys in column order; missing values are null.  NaN and infinities, which JSON
 * cannot hold, fail with SOLON_BAD_ARGUMENT before anything is written, unless null_for_nan (then
 * NaN, but never an infinity, becomes null). */
solon_status solon_table_write_json_lines(solon_context *context, const char *path,
                                          const solon_table *table, bool null_for_nan);

#endif
