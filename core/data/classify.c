/* classify.c - kinds of texts. */
#include "classify.h"

#include <math.h>
#include <string.h>

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static void trim_blanks(const char **text, size_t *length) {
  while (*length > 0 && ((*text)[0] == ' ' || (*text)[0] == '\t')) {
    (*text)++;
    (*length)--;
  }
  while (*length > 0 && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t'))
    (*length)--;
}

/* Compares without regard to the case of ASCII letters; `word` is in lower case. */
static bool is_word(const char *text, size_t length, const char *word) {
  if (strlen(word) != length)
    return false;
  for (size_t i = 0; i < length; i++) {
    char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
    if (c != word[i])
      return false;
  }
  return true;
}

bool solon_integer_parse(const char *text, size_t length, int64_t *value) {
  trim_blanks(&text, &length);
  bool negative = length > 0 && text[0] == '-';
  size_t i = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX, size = 0;
  if (i == length)
    return false;
  for (; i < length; i++) {
    if (!is_digit(text[i]))
      return false;
    uint64_t digit = (uint64_t)(text[i] - '0');
    if (size > (limit - digit) / 10)
      return false;
    size = size * 10 + digit;
  }
  *value = negative ? (int64_t)(0 - size) : (int64_t)size;
  return true;
}

/* "007" or "-01". */
static bool has_needless_zero(const char *text, size_t length) {
  size_t i = text[0] == '-' || text[0] == '+' ? 1 : 0;
  return length > i + 1 && text[i] == '0' && is_digit(text[i + 1]);
}

static bool is_all_digits(const char *text, size_t length) {
  size_t i = text[0] == '-' || text[0] == '+' ? 1 : 0;
  while (i < length && is_digit(text[i]))
    i++;
  return i == length;
}

static bool is_number(const char *text, size_t length, char mark) {
  size_t i = text[0] == '-' || text[0] == '+' ? 1 : 0, digits = 0;
  if (is_word(text + i, length - i, "inf") || is_word(text + i, length - i, "infinity") ||
      is_word(text + i, length - i, "nan"))
    return true;
  for (; i < length && is_digit(text[i]); i++)
    digits++;
  if (i < length && text[i] == mark)
    for (i++; i < length && is_digit(text[i]); i++)
      digits++;
  if (digits == 0)
    return false;
  if (i == length)
    return true;
  if (text[i] != 'e' && text[i] != 'E')
    return false;
  i++;
  if (i < length && (text[i] == '-' || text[i] == '+'))
    i++;
  size_t exponent = i;
  while (i < length && is_digit(text[i]))
    i++;
  return i == length && i > exponent;
}

/* Two digits as a number in [0, 99], or -1. */
static int two_digits(const char *text) {
  return is_digit(text[0]) && is_digit(text[1]) ? (text[0] - '0') * 10 + text[1] - '0' : -1;
}

static bool is_date(const char *text) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int century = two_digits(text), year = two_digits(text + 2), month = two_digits(text + 5),
      day = two_digits(text + 8);
  if (century < 0 || year < 0 || text[4] != '-' || text[7] != '-' || month < 1 || month > 12)
    return false;
  bool leap = year != 0 ? year % 4 == 0 : century % 4 == 0;
  return day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

/* What follows a date and one separator. */
static bool is_time(const char *text, size_t length) {
  if (length < 5 || text[2] != ':')
    return false;
  int hour = two_digits(text), minute = two_digits(text + 3);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return false;
  if (length == 5)
    return true;
  if (length < 8 || text[5] != ':')
    return false;
  int second = two_digits(text + 6);
  if (second < 0 || second > 59)
    return false;
  if (length == 8)
    return true;
  if (text[8] != '.' || length == 9)
    return false;
  for (size_t i = 9; i < length; i++)
    if (!is_digit(text[i]))
      return false;
  return true;
}

unsigned solon_classify(const char *text, size_t length, char decimal_mark) {
  int64_t integer;
  trim_blanks(&text, &length);
  if (length == 0)
    return SOLON_SPELLS_TEXT;
  if (solon_integer_parse(text, length, &integer))
    return has_needless_zero(text, length) ? SOLON_SPELLS_TEXT : SOLON_SPELLS_INTEGER;
  if (is_number(text, length, decimal_mark)) /* digits alone: an integer beyond 64 bits */
    return is_all_digits(text, length) ? SOLON_SPELLS_TEXT : SOLON_SPELLS_NUMBER;
  if (is_word(text, length, "true") || is_word(text, length, "false"))
    return SOLON_SPELLS_BOOLEAN;
  if (length >= 10 && is_date(text)) {
    if (length == 10)
      return SOLON_SPELLS_DATE;
    if ((text[10] == ' ' || text[10] == 'T') && is_time(text + 11, length - 11))
      return SOLON_SPELLS_TIMESTAMP;
  }
  return SOLON_SPELLS_TEXT;
}

solon_column_type solon_narrowest_type(unsigned kinds) {
  switch (kinds) {
  case SOLON_SPELLS_INTEGER:
    return SOLON_COLUMN_INTEGER;
  case SOLON_SPELLS_NUMBER:
  case SOLON_SPELLS_NUMBER | SOLON_SPELLS_INTEGER:
    return SOLON_COLUMN_NUMBER;
  case SOLON_SPELLS_BOOLEAN:
    return SOLON_COLUMN_BOOLEAN;
  case SOLON_SPELLS_DATE:
    return SOLON_COLUMN_DATE;
  case SOLON_SPELLS_TIMESTAMP:
  case SOLON_SPELLS_TIMESTAMP | SOLON_SPELLS_DATE:
    return SOLON_COLUMN_TIMESTAMP;
  default:
    return SOLON_COLUMN_TEXT;
  }
}

unsigned solon_column_kinds(const solon_column *column, char decimal_mark) {
  unsigned kinds = 0;
  for (size_t k = 0; k < column->values && (kinds & SOLON_SPELLS_TEXT) == 0; k++)
    kinds |= solon_classify(column->bytes + column->offsets[k],
                            (size_t)(column->offsets[k + 1] - column->offsets[k]), decimal_mark);
  return kinds;
}

size_t solon_numbers_to_integers(const solon_column *column, int64_t *out, uint8_t *misfit) {
  const double *numbers = column->data;
  size_t misfits = 0;
  for (size_t i = 0; i < column->rows; i++) {
    double value = solon_column_is_null(column, i) ? 0 : numbers[i];
    bool fits = value == floor(value) && fabs(value) < 0x1p53;
    out[i] = fits ? (int64_t)value : 0;
    misfits += misfit[i] = !fits;
  }
  return misfits;
}

size_t solon_texts_to_integers(const solon_column *column, int64_t *out, uint8_t *misfit) {
  size_t misfits = 0, length;
  for (size_t i = 0; i < column->rows; i++) {
    out[i] = 0;
    misfit[i] = 0;
    if (solon_column_is_null(column, i))
      continue;
    const char *text = solon_column_text(column, i, &length);
    misfits += misfit[i] = !solon_integer_parse(text, length, &out[i]);
  }
  return misfits;
}

size_t solon_texts_to_booleans(const solon_column *column, uint8_t *out, uint8_t *misfit) {
  size_t misfits = 0, length;
  for (size_t i = 0; i < column->rows; i++) {
    out[i] = 0;
    misfit[i] = 0;
    if (solon_column_is_null(column, i))
      continue;
    const char *text = solon_column_text(column, i, &length);
    trim_blanks(&text, &length);
    out[i] = is_word(text, length, "true") || is_word(text, length, "1");
    misfits += misfit[i] =
        !out[i] && !is_word(text, length, "false") && !is_word(text, length, "0");
  }
  return misfits;
}

size_t solon_timestamps_not_dates(const solon_column *column, uint8_t *misfit) {
  static const char midnight[SOLON_MIDNIGHT_LENGTH + 1] = " 00:00:00";
  size_t misfits = 0, length;
  for (size_t i = 0; i < column->rows; i++) {
    misfit[i] = 0;
    if (solon_column_is_null(column, i))
      continue;
    const char *text = solon_column_text(column, i, &length);
    misfits += misfit[i] =
        length <= SOLON_MIDNIGHT_LENGTH ||
        memcmp(text + length - SOLON_MIDNIGHT_LENGTH, midnight, SOLON_MIDNIGHT_LENGTH) != 0;
  }
  return misfits;
}
