/* json.h - strict reading of JSON (RFC 8259).
 *
 * cJSON builds the tree, but it is lax (it takes 01, lone surrogates, control characters and bytes
 * that are not UTF-8) and keeps every number as a double only.  So the text is checked first, by a
 * scanner that also lists the numbers; a walk over the tree in document order (an object's or
 * array's children in their order) meets them in the order of that list.
 */
#ifndef SOLON_DATA_JSON_H
#define SOLON_DATA_JSON_H

#include "core/base/context.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SOLON_JSON_MOST_DEPTH = 512 };

typedef struct solon_json_number {
  bool is_integer; /* spelled without fraction and exponent, and fits 64 bits */
  union {
    int64_t integer;
    double number;
  } value;
} solon_json_number;

typedef struct solon_json {
  cJSON *root;
  solon_json_number *numbers;
  size_t number_count;
} solon_json;

/* Reads exactly one value, blanks around it (and a byte-order mark in front) allowed.  Refused with
 * SOLON_BAD_SYNTAX and a detail "line L, column C: ..." (columns count bytes from 1):
 *   everything RFC 8259 refuses, text after the value, ill-formed UTF-8, lone surrogates;
 *   \u0000, which a C string cannot hold;
 *   arrays and objects nested deeper than `most_depth` (1 .. SOLON_JSON_MOST_DEPTH);
 *   an integer beyond 64 bits that is no double either, a number beyond the range of doubles, a
 *   number of more than 63 characters.
 * Repeated keys are left to the caller, who builds the objects.
 * SOLON_NO_MEMORY.  Time and memory are proportional to the length. */
solon_status solon_json_parse(solon_context *context, const char *text, size_t length,
                              int most_depth, solon_json *json);

/* Frees the tree and the list; accepts a zeroed one. */
void solon_json_free(solon_json *json);

#endif
