/* json_scan.c - a recursive-descent check of RFC 8259. */
#include "json_scan.h"

#include "core/base/memory.h"
#include "core/base/number.h"
#include "core/base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* cJSON cuts off what is longer. */
enum { LONGEST_NUMBER = 63 };

typedef struct scanner {
  solon_context *context;
  const char *text;
  size_t length, at;
  int depth, most_depth;
  solon_json_number *numbers;
  size_t count, room;
} scanner;

/* A detail with line and column of the byte at s->at. */
static solon_status refuse(scanner *s, const char *reason) {
  size_t line = 1, start = 0;
  for (size_t i = 0; i < s->at && i < s->length; i++)
    if (s->text[i] == '\n') {
      line++;
      start = i + 1;
    }
  return solon_fail(s->context, SOLON_BAD_SYNTAX, "line %zu, column %zu: %s", line,
                    s->at - start + 1, reason);
}

/* "expected WHAT, got ..." */
static solon_status refuse_here(scanner *s, const char *what) {
  char reason[128];
  unsigned char c = s->at < s->length ? (unsigned char)s->text[s->at] : 0;
  if (s->at >= s->length)
    snprintf(reason, sizeof reason, "%s expected, got the end of the text", what);
  else if (c > 0x20 && c < 0x7F)
    snprintf(reason, sizeof reason, "%s expected, got '%c'", what, c);
  else
    snprintf(reason, sizeof reason, "%s expected, got byte 0x%02X", what, c);
  return refuse(s, reason);
}

static void skip_blanks(scanner *s) {
  while (s->at < s->length && (s->text[s->at] == ' ' || s->text[s->at] == '\n' ||
                               s->text[s->at] == '\r' || s->text[s->at] == '\t'))
    s->at++;
}

static bool next_is(const scanner *s, char c) {
  return s->at < s->length && s->text[s->at] == c;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static size_t skip_digits(scanner *s) {
  size_t from = s->at;
  while (s->at < s->length && s->text[s->at] >= '0' && s->text[s->at] <= '9')
    s->at++;
  return s->at - from;
}

static solon_json_number *new_number(scanner *s) {
  if (s->count == s->room) {
    size_t room = s->room == 0 ? 64 : s->room * 2;
    solon_json_number *bigger = solon_realloc(s->numbers, room * sizeof *bigger);
    if (bigger == NULL)
      return NULL;
    s->numbers = bigger;
    s->room = room;
  }
  return &s->numbers[s->count++];
}

/* Digits of an integer, sign in front, as a 64-bit integer; false when it does not fit. */
static bool integer_value(const char *text, size_t length, int64_t *value) {
  bool negative = text[0] == '-';
  uint64_t limit = (uint64_t)INT64_MAX + negative, size = 0;
  for (size_t i = negative; i < length; i++) {
    uint64_t digit = (uint64_t)(text[i] - '0');
    if (size > (limit - digit) / 10)
      return false;
    size = size * 10 + digit;
  }
  *value = negative ? (int64_t)(0 - size) : (int64_t)size;
  return true;
}

/* Whether a double is exactly the integer that the digits spell. */
static bool spells_exactly(double value, const char *text, size_t length) {
  char digits[400]; /* the largest double has 309 digits */
  int written = snprintf(digits, sizeof digits, "%.0f", value);
  return (size_t)written == length && memcmp(digits, text, length) == 0;
}

static solon_status scan_number(scanner *s) {
  size_t start = s->at;
  bool integer = true;
  if (next_is(s, '-'))
    s->at++;
  size_t first = s->at;
  if (skip_digits(s) == 0)
    return refuse_here(s, "digit");
  if (s->text[first] == '0' && s->at - first > 1) {
    s->at = first;
    return refuse(s, "a number has a needless leading zero");
  }
  if (next_is(s, '.')) {
    integer = false;
    s->at++;
    if (skip_digits(s) == 0)
      return refuse_here(s, "digit");
  }
  if (next_is(s, 'e') || next_is(s, 'E')) {
    integer = false;
    s->at++;
    if (next_is(s, '-') || next_is(s, '+'))
      s->at++;
    if (skip_digits(s) == 0)
      return refuse_here(s, "digit");
  }
  solon_json_number *number = new_number(s);
  if (number == NULL)
    return SOLON_NO_MEMORY;
  const char *text = s->text + start;
  size_t length = s->at - start;
  number->is_integer = integer && integer_value(text, length, &number->value.integer);
  if (number->is_integer)
    return SOLON_OK;
  s->at = start;
  if (length > LONGEST_NUMBER)
    return refuse(s, "a number has more than 63 characters");
  if (!solon_number_parse(text, length, &number->value.number))
    return refuse(s, "not a number");
  if (isinf(number->value.number))
    return refuse(s, "a number lies beyond the range of doubles");
  if (integer && !spells_exactly(number->value.number, text, length))
    return refuse(s, "an integer fits neither 64 bits nor a double");
  s->at = start + length;
  return SOLON_OK;
}

/* ---- strings --------------------------------------------------------------------------------- */

/* Four hexadecimal digits at s->at, or -1. */
static int32_t hexadecimal(const scanner *s) {
  int32_t value = 0;
  if (s->at + 4 > s->length)
    return -1;
  for (size_t i = s->at; i < s->at + 4; i++) {
    char c = s->text[i];
    int digit = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
    if (digit < 0)
      return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* What follows "\u". */
static solon_status scan_code_point(scanner *s) {
  int32_t code = hexadecimal(s);
  if (code < 0)
    return refuse(s, "four hexadecimal digits expected after \\u");
  if (code == 0)
    return refuse(s, "\\u0000 cannot be held");
  if (code >= 0xDC00 && code <= 0xDFFF)
    return refuse(s, "a low surrogate stands alone");
  s->at += 4;
  if (code < 0xD800 || code > 0xDBFF)
    return SOLON_OK;
  if (s->at + 6 > s->length || s->text[s->at] != '\\' || s->text[s->at + 1] != 'u')
    return refuse(s, "a high surrogate stands alone");
  s->at += 2;
  int32_t low = hexadecimal(s);
  if (low < 0xDC00 || low > 0xDFFF)
    return refuse(s, "a high surrogate stands alone");
  s->at += 4;
  return SOLON_OK;
}

static solon_status scan_escape(scanner *s) {
  s->at++;
  if (s->at >= s->length)
    return refuse_here(s, "escape");
  char c = s->text[s->at];
  if (c == 'u') {
    s->at++;
    return scan_code_point(s);
  }
  if (c == '\0' || strchr("\"\\/bfnrt", c) == NULL)
    return refuse(s, "unknown escape after \\");
  s->at++;
  return SOLON_OK;
}

static solon_status scan_string(scanner *s) {
  for (s->at++; s->at < s->length;) {
    unsigned char c = (unsigned char)s->text[s->at];
    if (c == '"') {
      s->at++;
      return SOLON_OK;
    }
    if (c == '\\') {
      solon_status status = scan_escape(s);
      if (status != SOLON_OK)
        return status;
    } else if (c < 0x20) {
      return refuse(s, "a control character in a string must be escaped");
    } else {
      size_t used = solon_text_character_length(s->text + s->at, s->length - s->at);
      if (used == 0)
        return refuse(s, "ill-formed UTF-8");
      s->at += used;
    }
  }
  return refuse_here(s, "'\"'");
}

/* ---- values ---------------------------------------------------------------------------------- */

static solon_status scan_value(scanner *s);

static solon_status scan_member(scanner *s) {
  skip_blanks(s);
  if (!next_is(s, '"'))
    return refuse_here(s, "a key in double quotes");
  solon_status status = scan_string(s);
  if (status != SOLON_OK)
    return status;
  skip_blanks(s);
  if (!next_is(s, ':'))
    return refuse_here(s, "':'");
  s->at++;
  return scan_value(s);
}

/* The inside of an array or object, whose opening bracket is at s->at. */
static solon_status scan_container(scanner *s, char close, solon_status (*item)(scanner *),
                                   const char *expected) {
  if (++s->depth > s->most_depth)
    return refuse(s, "arrays and objects are nested too deep");
  s->at++;
  skip_blanks(s);
  if (!next_is(s, close)) {
    for (;;) {
      solon_status status = item(s);
      if (status != SOLON_OK)
        return status;
      skip_blanks(s);
      if (!next_is(s, ','))
        break;
      s->at++;
    }
    if (!next_is(s, close))
      return refuse_here(s, expected);
  }
  s->at++;
  s->depth--;
  return SOLON_OK;
}

static solon_status scan_value(scanner *s) {
  static const char *const words[] = {"true", "false", "null"};
  skip_blanks(s);
  char c = s->at < s->length ? s->text[s->at] : '\0';
  if (c == '{')
    return scan_container(s, '}', scan_member, "',' or '}'");
  if (c == '[')
    return scan_container(s, ']', scan_value, "',' or ']'");
  if (c == '"')
    return scan_string(s);
  if (c == '-' || (c >= '0' && c <= '9'))
    return scan_number(s);
  for (size_t i = 0; i < 3; i++) {
    size_t length = strlen(words[i]);
    if (s->at + length <= s->length && memcmp(s->text + s->at, words[i], length) == 0) {
      s->at += length;
      return SOLON_OK;
    }
  }
  return refuse_here(s, "a value");
}

solon_status solon_json_scan(solon_context *context, const char *text, size_t length,
                             int most_depth, solon_json_number **numbers, size_t *count) {
  scanner s = {.context = context, .text = text, .length = length, .most_depth = most_depth};
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
    s.at = 3;
  solon_status status = scan_value(&s);
  if (status == SOLON_OK) {
    skip_blanks(&s);
    if (s.at < length)
      status = refuse_here(&s, "the end of the text");
  }
  if (status != SOLON_OK) {
    solon_free(s.numbers);
    return status;
  }
  *numbers = s.numbers;
  *count = s.count;
  return SOLON_OK;
}
