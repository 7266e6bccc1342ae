/* dictionary.h - distinct strings numbered in the order of their first appearance. */
#ifndef SOLON_DATA_DICTIONARY_H
#define SOLON_DATA_DICTIONARY_H

#include <stddef.h>
#include <stdint.h>

/* Zero-initialise; memory comes from solon_alloc. */
typedef struct solon_dictionary {
  size_t count;      /* strings */
  size_t used;       /* bytes of all strings */
  char *bytes;       /* the strings, one after the other */
  uint64_t *offsets; /* count + 1 positions in bytes; NULL while count is 0 */
  /* private */
  size_t byte_room, offset_room, slot_count;
  int32_t *slots;   /* hash table of codes, -1 empty */
  uint64_t *hashes; /* of each string */
} solon_dictionary;

/* The code of a string, which is added when it is new; -1 when there is no memory or already 2^31 -
 * 1 strings.  Amortised O(length). */
int32_t solon_dictionary_code(solon_dictionary *dictionary, const char *text, size_t length);

/* Frees everything and empties the dictionary. */
void solon_dictionary_free(solon_dictionary *dictionary);

#endif
