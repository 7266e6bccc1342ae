/* column.c - typed columns. */
#include "column.h"

#include <math.h>
#include <string.h>

static const struct {
  const char *name;
  size_t element_size;
} types[] = {
    [SOLON_COLUMN_NUMBER] = {"number", sizeof(double)},
    [SOLON_COLUMN_INTEGER] = {"integer", sizeof(int64_t)},
    [SOLON_COLUMN_BOOLEAN] = {"boolean", sizeof(uint8_t)},
    [SOLON_COLUMN_TEXT] = {"text", sizeof(int32_t)},
    [SOLON_COLUMN_DATE] = {"date", sizeof(int32_t)},
    [SOLON_COLUMN_TIMESTAMP] = {"timestamp", sizeof(int32_t)},
};

const char *solon_column_type_name(solon_column_type type) {
  return types[type].name;
}

size_t solon_column_element_size(solon_column_type type) {
  return types[type].element_size;
}

bool solon_column_is_text(solon_column_type type) {
  return type >= SOLON_COLUMN_TEXT;
}

const char *solon_column_text(const solon_column *column, size_t row, size_t *length) {
  int32_t code = ((const int32_t *)column->data)[row];
  *length = (size_t)(column->offsets[code + 1] - column->offsets[code]);
  return column->bytes + column->offsets[code];
}

size_t solon_column_null_count(const solon_column *column) {
  size_t count = 0;
  if (column->null != NULL)
    for (size_t i = 0; i < column->rows; i++)
      count += column->null[i] != 0;
  return count;
}

void solon_column_numbers(const solon_column *column, double *out) {
  size_t n = column->rows;
  if (n == 0)
    return;
  if (column->type == SOLON_COLUMN_NUMBER) {
    memcpy(out, column->data, n * sizeof *out);
    return;
  }
  const int64_t *integers = column->data;
  const uint8_t *booleans = column->data;
  if (column->type == SOLON_COLUMN_INTEGER)
    for (size_t i = 0; i < n; i++)
      out[i] = (double)integers[i];
  else
    for (size_t i = 0; i < n; i++)
      out[i] = booleans[i];
  if (column->null != NULL)
    for (size_t i = 0; i < n; i++)
      if (column->null[i])
        out[i] = NAN;
}

/* The value a missing element has in data. */
static void set_missing(solon_column *column, size_t row) {
  switch (column->type) {
  case SOLON_COLUMN_NUMBER:
    ((double *)column->data)[row] = NAN;
    break;
  case SOLON_COLUMN_INTEGER:
    ((int64_t *)column->data)[row] = 0;
    break;
  case SOLON_COLUMN_BOOLEAN:
    ((uint8_t *)column->data)[row] = 0;
    break;
  default:
    ((int32_t *)column->data)[row] = -1;
  }
  column->null[row] = 1;
}

void solon_column_take(const solon_column *from, const int64_t *index, size_t count,
                       solon_column *to) {
  size_t size = types[from->type].element_size;
  to->type = from->type;
  to->rows = count;
  to->values = from->values;
  to->offsets = from->offsets;
  to->bytes = from->bytes;
  for (size_t i = 0; i < count; i++) {
    if (index[i] < 0 || solon_column_is_null(from, (size_t)index[i])) {
      set_missing(to, i);
      continue;
    }
    memcpy((char *)to->data + i * size, (const char *)from->data + (size_t)index[i] * size, size);
    if (to->null != NULL)
      to->null[i] = 0;
  }
}
