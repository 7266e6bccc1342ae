/* targets.h - what is done with one fuzzed input.  Each returns a text naming the property that was
 * violated, or NULL; a crash or a sanitizer report is a failure, too.  Used by the libFuzzer
 * entries beside this file and by tests/core/fuzz_test.c, which mutates the corpus with a fixed
 * seed. */
#ifndef SOLON_TESTS_FUZZ_TARGETS_H
#define SOLON_TESTS_FUZZ_TARGETS_H

#include "core/base/memory.h"
#include "core/base/number.h"
#include "core/base/text.h"
#include "core/data/classify.h"
#include "core/data/dictionary.h"
#include "core/data/json.h"

#include <math.h>
#include <string.h>

static inline size_t count_json_numbers(const cJSON *item) {
  size_t count = 0;
  for (; item != NULL; item = item->next)
    count += cJSON_IsNumber(item) ? 1 : count_json_numbers(item->child);
  return count;
}

/* What the scanner takes, cJSON takes; both see the same numbers; a refusal has a place. */
static inline const char *fuzz_json(const uint8_t *data, size_t size) {
  solon_context context = {0};
  solon_json json;
  solon_status status =
      solon_json_parse(&context, (const char *)data, size, SOLON_JSON_MOST_DEPTH, &json);
  if (status != SOLON_OK)
    return strncmp(context.detail, "line ", 5) == 0 ? NULL : "a refusal without a place";
  bool same = count_json_numbers(json.root) == json.number_count;
  solon_json_free(&json);
  if (!same)
    return "scanner and tree disagree on the numbers";
  return solon_text_is_utf8((const char *)data, size) ? NULL : "ill-formed UTF-8 was taken";
}

/* What is a number reads back from its own text to the same bits. */
static inline const char *fuzz_number(const uint8_t *data, size_t size) {
  double value, again;
  char text[SOLON_NUMBER_SIZE];
  if (!solon_number_parse((const char *)data, size, &value))
    return NULL;
  size_t length = solon_number_format(value, true, text);
  if (length >= sizeof text || text[length] != '\0')
    return "a number's text has the wrong length";
  if (!solon_number_parse(text, length, &again))
    return "a number's text is no number";
  return memcmp(&value, &again, sizeof value) == 0 || (isnan(value) && isnan(again))
             ? NULL
             : "a number changed";
}

static inline const char *check_cell(const char *cell, size_t length, solon_dictionary *cells) {
  int64_t integer;
  unsigned kind = solon_classify(cell, length, '.');
  if (kind == 0 || (kind & (kind - 1)) != 0 || kind > SOLON_SPELLS_TEXT)
    return "a cell has not exactly one kind";
  if (kind == SOLON_SPELLS_INTEGER && !solon_integer_parse(cell, length, &integer))
    return "a cell spells an integer that does not parse";
  int32_t code = solon_dictionary_code(cells, cell, length);
  if (code < 0 || cells->offsets[code + 1] - cells->offsets[code] != length ||
      (length > 0 && memcmp(cells->bytes + cells->offsets[code], cell, length) != 0))
    return "a cell is not found again";
  return NULL;
}

/* The input cut into cells at commas and line ends: kinds and dictionary. */
static inline const char *fuzz_cells(const uint8_t *data, size_t size) {
  solon_dictionary cells = {0};
  const char *violated = NULL;
  size_t from = 0;
  for (size_t i = 0; i <= size && violated == NULL; i++)
    if (i == size || data[i] == ',' || data[i] == '\n') {
      violated = check_cell((const char *)data + from, i - from, &cells);
      from = i + 1;
    }
  solon_dictionary_free(&cells);
  return violated;
}

#endif
