/* number.c - shortest round-trip writing and strict reading of doubles.
 *
 * The C locale stays "C" for LC_NUMERIC in every Solon program, so printf and strtod are safe here;
 * they are correctly rounded in glibc. */
#include "number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t solon_number_format(double value, bool float_mark, char text[SOLON_NUMBER_SIZE]) {
  if (isnan(value))
    return (size_t)snprintf(text, SOLON_NUMBER_SIZE, "nan");
  if (isinf(value))
    return (size_t)snprintf(text, SOLON_NUMBER_SIZE, value > 0 ? "inf" : "-inf");
  int length = 0;
  for (int digits = 15; digits <= 17; digits++) {
    length = snprintf(text, SOLON_NUMBER_SIZE, "%.*g", digits, value);
    if (strtod(text, NULL) == value)
      break;
  }
  if (float_mark && strspn(text, "-0123456789") == (size_t)length) {
    memcpy(text + length, ".0", 3);
    length += 2;
  }
  return (size_t)length;
}

static bool is_number_character(char c) {
  return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

bool solon_number_parse(const char *text, size_t length, double *value) {
  char copy[512];
  if (length == 0 || length >= sizeof copy)
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
