/* text.c - trimming of Unicode blanks, nearest names. */
#include "text.h"

#include <stdint.h>
#include <string.h>

enum { LONGEST_NAME = 63 };

/* Table 3-7 of the Unicode standard. */
size_t solon_text_character_length(const char *text, size_t length) {
  const unsigned char *s = (const unsigned char *)text;
  if (s[0] < 0x80)
    return 1;
  size_t size = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
  if (s[0] < 0xC2 || s[0] > 0xF4 || size > length)
    return 0;
  for (size_t i = 1; i < size; i++)
    if ((s[i] & 0xC0) != 0x80)
      return 0;
  if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
      (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
    return 0;
  return size;
}

bool solon_text_is_utf8(const char *text, size_t length) {
  for (size_t i = 0; i < length;) {
    size_t used = solon_text_character_length(text + i, length - i);
    if (used == 0)
      return false;
    i += used;
  }
  return true;
}

/* Decodes one UTF-8 character of up to three bytes, where all blanks are; a longer one and an
 * ill-formed byte (overlong forms too) are some character that is not blank. */
static uint32_t decode(const unsigned char *s, size_t length, size_t *used) {
  size_t size = solon_text_character_length((const char *)s, length);
  *used = size == 0 ? 1 : size;
  switch (size) {
  case 1:
    return s[0];
  case 2:
    return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
  case 3:
    return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
  default:
    return 0xFFFD;
  }
}

static int is_blank(uint32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

size_t solon_text_trim(const char *text, size_t length, const char **start) {
  const unsigned char *s = (const unsigned char *)text;
  size_t from = 0, to = 0, used;
  while (from < length && is_blank(decode(s + from, length - from, &used)))
    from += used;
  for (size_t i = to = from; i < length; i += used)
    if (!is_blank(decode(s + i, length - i, &used)))
      to = i + used;
  *start = text + from;
  return to - from;
}

static size_t smallest(size_t a, size_t b, size_t c) {
  size_t least = a < b ? a : b;
  return least < c ? least : c;
}

size_t solon_text_distance(const char *a, const char *b) {
  size_t la = strnlen(a, LONGEST_NAME), lb = strnlen(b, LONGEST_NAME);
  size_t rows[3][LONGEST_NAME + 1];
  for (size_t j = 0; j <= lb; j++)
    rows[0][j] = j;
  for (size_t i = 1; i <= la; i++) {
    size_t *row = rows[i % 3], *above = rows[(i - 1) % 3], *two_above = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= lb; j++) {
      row[j] = smallest(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
          two_above[j - 2] + 1 < row[j])
        row[j] = two_above[j - 2] + 1;
    }
  }
  return rows[la % 3][lb];
}

const char *solon_text_nearest(const char *name, const char *const *names, size_t count) {
  const char *nearest = NULL;
  size_t length = strnlen(name, LONGEST_NAME);
  size_t best = (length < 3 ? 1 : length / 3) + 1;
  for (size_t i = 0; i < count; i++) {
    size_t distance = solon_text_distance(name, names[i]);
    if (distance < best) {
      best = distance;
      nearest = names[i];
    }
  }
  return nearest;
}
