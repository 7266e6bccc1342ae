/* column.h - one typed column of a frame, and the operations on a column that need no SQL.
 *
 * The memory belongs to the caller (in Lua: to userdata); a column only points at it.
 *
 *   type       data        a missing value (NULL)
 *   number     double      NaN in data and null[i] = 1; a NaN that was in the data has null[i] = 0
 *   integer    int64_t     0 and null[i] = 1
 *   boolean    uint8_t     0 and null[i] = 1
 *   text       int32_t     -1 and null[i] = 1; otherwise a code: an index into the dictionary
 *   date       int32_t     as text; the values are "YYYY-MM-DD"
 *   timestamp  int32_t     as text; the values are "YYYY-MM-DD HH:MM:SS[.ffffff]"
 *
 * null == NULL means that nothing is missing.  Value k of the dictionary is the bytes
 * [offsets[k], offsets[k + 1]) of `bytes`, UTF-8, in the order of first appearance; a dictionary
 * may hold values that no row uses.
 */
#ifndef SOLON_DATA_COLUMN_H
#define SOLON_DATA_COLUMN_H

#include "core/base/context.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum solon_column_type {
  SOLON_COLUMN_NUMBER,
  SOLON_COLUMN_INTEGER,
  SOLON_COLUMN_BOOLEAN,
  SOLON_COLUMN_TEXT,
  SOLON_COLUMN_DATE,
  SOLON_COLUMN_TIMESTAMP
} solon_column_type;

typedef struct solon_column {
  solon_column_type type;
  size_t rows;
  void *data;
  uint8_t *null;
  size_t values; /* size of the dictionary; 0 for the first three types */
  const uint64_t *offsets;
  const char *bytes;
} solon_column;

/* "number", "integer", ...; static storage. */
const char *solon_column_type_name(solon_column_type type);

/* Bytes of one element of data. */
size_t solon_column_element_size(solon_column_type type);

/* True for the types that have a dictionary. */
bool solon_column_is_text(solon_column_type type);

static inline bool solon_column_is_null(const solon_column *column, size_t row) {
  return column->null != NULL && column->null[row] != 0;
}

/* The bytes of a text value that is not missing. */
const char *solon_column_text(const solon_column *column, size_t row, size_t *length);

size_t solon_column_null_count(const solon_column *column);

/* Numbers of a number, integer or boolean column as doubles, missing ones as NaN; integers beyond
 * 2^53 round to nearest. */
void solon_column_numbers(const solon_column *column, double *out);

/* Copies row index[i] (0-based, in range; a negative index gives NULL) to row i of `to`, whose data
 * and null have room for `count` rows; the dictionary is shared.  `to->null` must not be NULL if
 * the source can miss values or an index is negative. */
void solon_column_take(const solon_column *from, const int64_t *index, size_t count,
                       solon_column *to);

#endif
