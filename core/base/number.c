/* number.c - shortest round-trip writing and strict reading of doubles.
 *
 * The C locale stays "C" for LC_NUMERIC in every Solon program, so printf and strtod are safe here;
 * they are correctly rounded in glibc. */
#include "number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Adds one to the last digit of a mantissa as printf wrote it.  False when it is all nines. */
static bool increment_last_digit(char *text) {
  for (size_t i = strcspn(text, "e"); i-- > 0;) {
    if (text[i] < '0' || text[i] > '9')
      continue;
    if (text[i] < '9') {
      text[i]++;
      return true;
    }
    text[i] = '0';
  }
  return false;
}

/* At a power of two the gap above is twice the gap below, so that the nearest decimal of 16 digits
 * may lie below and read back as the neighbour, while the next one up reads back as the value. */
static bool format_rounded_up(double value, char text[SOLON_NUMBER_SIZE]) {
  snprintf(text, SOLON_NUMBER_SIZE, "%.15e", fabs(value));
  if (!increment_last_digit(text) || strtod(text, NULL) != fabs(value))
    return false;
  if (value < 0) {
    memmove(text + 1, text, strlen(text) + 1);
    text[0] = '-';
  }
  return true;
}

static void format_shortest(double value, char text[SOLON_NUMBER_SIZE]) {
  int mantissa_exponent;
  int digits = fabs(value) < DBL_MIN ? 1 : 15; /* subnormals have fewer digits to tell apart */
  for (; digits <= 17; digits++) {
    if (digits == 17 && fabs(frexp(value, &mantissa_exponent)) == 0.5 &&
        format_rounded_up(value, text))
      return;
    snprintf(text, SOLON_NUMBER_SIZE, "%.*g", digits, value);
    if (strtod(text, NULL) == value)
      return;
  }
}

size_t solon_number_format(double value, bool float_mark, char text[SOLON_NUMBER_SIZE]) {
  if (isnan(value))
    return (size_t)snprintf(text, SOLON_NUMBER_SIZE, "nan");
  if (isinf(value))
    return (size_t)snprintf(text, SOLON_NUMBER_SIZE, value > 0 ? "inf" : "-inf");
  format_shortest(value, text);
  size_t length = strlen(text);
  if (float_mark && strspn(text, "-0123456789") == length) {
    memcpy(text + length, ".0", 3);
    length += 2;
  }
  return length;
}

static bool is_number_character(char c) {
  return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

bool solon_number_parse(const char *text, size_t length, double *value) {
  char copy[512];
  if (length == 0 || length >= sizeof copy || memchr(text, '\0', length) != NULL)
    return false;
  memcpy(copy, text, length);
  copy[length] = '\0';
  if (strcmp(copy, "nan") == 0) {
    *value = NAN;
    return true;
  }
  if (strcmp(copy, "inf") == 0 || strcmp(copy, "-inf") == 0) {
    *value = copy[0] == '-' ? -INFINITY : INFINITY;
    return true;
  }
  for (size_t i = 0; i < length; i++)
    if (!is_number_character(copy[i]))
      return false;
  char *end;
  double parsed = strtod(copy, &end);
  if (end != copy + length)
    return false;
  *value = parsed;
  return true;
}
