/* text.h - small helpers for names and labels in UTF-8. */
#ifndef SOLON_BASE_TEXT_H
#define SOLON_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* True when text[0..length) is well-formed UTF-8 (no overlong forms, no surrogates, at most
 * U+10FFFF). */
bool solon_text_is_utf8(const char *text, size_t length);

/* Bytes of the well-formed UTF-8 character that text[0..length) starts with (length >= 1), 0 if it
 * is ill-formed. */
size_t solon_text_character_length(const char *text, size_t length);

/* Finds the part of text[0..length) without leading and trailing Unicode blanks (White_Space, plus
 * zero-width space, word joiner and byte-order mark).  Sets *start and returns the new length. */
size_t solon_text_trim(const char *text, size_t length, const char **start);

/* Edit distance (insert, delete, replace, swap of neighbours all cost 1) of two short names; names
 * longer than 63 bytes are compared by their first 63. */
size_t solon_text_distance(const char *a, const char *b);

/* The nearest of `count` names to `name`, or NULL when none is near enough to suggest (more than
 * a third of its letters would change). */
const char *solon_text_nearest(const char *name, const char *const *names, size_t count);

#endif
