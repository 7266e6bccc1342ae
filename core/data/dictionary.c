/* dictionary.c - open addressing with linear probing, at most half full. */
#include "dictionary.h"

#include "core/base/memory.h"

#include <string.h>

/* FNV-1a over eight bytes at a time, with a final mix: texts here are short and trusted not to be
 * chosen against the hash (a bad case costs time, never a wrong answer). */
static uint64_t hash_text(const char *text, size_t length) {
  uint64_t hash = 0xcbf29ce484222325u ^ length;
  while (length >= 8) {
    uint64_t word;
    memcpy(&word, text, 8);
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
    text += 8;
    length -= 8;
  }
  for (size_t i = 0; i < length; i++)
    hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3u;
  hash ^= hash >> 29;
  hash *= 0xbf58476d1ce4e5b9u;
  return hash ^ (hash >> 32);
}

/* Doubles *block (elements of `size` bytes) until it has room for `need` elements. */
static int make_room(void *block, size_t *room, size_t need, size_t size) {
  if (need <= *room)
    return 1;
  size_t grown = *room < 64 ? 64 : *room;
  while (grown < need)
    grown *= 2;
  void *old, *bigger;
  memcpy(&old, block, sizeof old);
  bigger = solon_realloc(old, grown * size);
  if (bigger == NULL)
    return 0;
  memcpy(block, &bigger, sizeof bigger);
  *room = grown;
  return 1;
}

static int grow_slots(solon_dictionary *d) {
  size_t slots = d->slot_count == 0 ? 256 : d->slot_count * 2;
  int32_t *table = solon_alloc(slots * sizeof *table);
  if (table == NULL)
    return 0;
  memset(table, -1, slots * sizeof *table);
  for (size_t i = 0; i < d->count; i++) {
    size_t at = d->hashes[i] & (slots - 1);
    while (table[at] >= 0)
      at = (at + 1) & (slots - 1);
    table[at] = (int32_t)i;
  }
  solon_free(d->slots);
  d->slots = table;
  d->slot_count = slots;
  return 1;
}

static int32_t add_text(solon_dictionary *d, const char *text, size_t length, uint64_t hash,
                        size_t slot) {
  size_t hash_room = d->offset_room;
  if (d->count >= INT32_MAX || !make_room(&d->bytes, &d->byte_room, d->used + length, 1) ||
      !make_room(&d->hashes, &hash_room, d->count + 2, sizeof *d->hashes) ||
      !make_room(&d->offsets, &d->offset_room, d->count + 2, sizeof *d->offsets))
    return -1;
  if (length > 0)
    memcpy(d->bytes + d->used, text, length);
  d->offsets[0] = 0;
  d->used += length;
  d->hashes[d->count] = hash;
  d->offsets[d->count + 1] = d->used;
  d->slots[slot] = (int32_t)d->count;
  return (int32_t)d->count++;
}

int32_t solon_dictionary_code(solon_dictionary *d, const char *text, size_t length) {
  if (d->count * 2 >= d->slot_count && !grow_slots(d))
    return -1;
  uint64_t hash = hash_text(text, length);
  size_t at = hash & (d->slot_count - 1);
  for (; d->slots[at] >= 0; at = (at + 1) & (d->slot_count - 1)) {
    size_t code = (size_t)d->slots[at];
    if (d->hashes[code] == hash && d->offsets[code + 1] - d->offsets[code] == length &&
        (length == 0 || memcmp(d->bytes + d->offsets[code], text, length) == 0))
      return (int32_t)code;
  }
  return add_text(d, text, length, hash, at);
}

void solon_dictionary_free(solon_dictionary *d) {
  solon_free(d->bytes);
  solon_free(d->offsets);
  solon_free(d->hashes);
  solon_free(d->slots);
  *d = (solon_dictionary){0};
}
