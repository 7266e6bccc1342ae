/* block.h - memory from the system for the allocators that count it (memory.h, Lua's): malloc, made
 * fit for columns of many megabytes, whose first writing is page faults more than arithmetic.
 *
 *  - Blocks of at least SOLON_BLOCK_HUGE bytes ask Linux for huge pages (madvise): 40 faults for a
 *    column of 80 MB in place of 20,000.
 *  - Blocks of at least SOLON_BLOCK_KEPT bytes, which malloc would give back to the system one by
 *    one, are kept when they are freed, and serve the next ones that are not larger and more than
 *    half as large: in a loop of temporaries no page is cleared anew.  At most
 *    SOLON_BLOCK_MOST_KEPT bytes are kept, the latest freed; the system is told that it may take
 *    them (MADV_FREE) and does so when memory is short.  Nothing is kept while a memory limit is in
 *    force.
 *
 * Speed only: what a block holds and whether there is memory for it do not change.  Where the
 * system has no such pages or refuses, all goes on without them.  Thread-safe.
 */
#ifndef SOLON_BASE_BLOCK_H
#define SOLON_BASE_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#define SOLON_BLOCK_HUGE ((size_t)4 << 20)
#define SOLON_BLOCK_KEPT ((size_t)32 << 20)
#define SOLON_BLOCK_MOST_KEPT ((size_t)512 << 20)

/* Like malloc (block NULL, old_size 0) or realloc; NULL when there is no memory, and the block
 * stays as it is.  size is not 0. */
void *solon_block_resize_large(void *block, size_t old_size, size_t size);
static inline void *solon_block_resize(void *block, size_t old_size, size_t size) {
  void *result = size < SOLON_BLOCK_HUGE ? realloc(block, size) : NULL;
  return result != NULL ? result : solon_block_resize_large(block, old_size, size);
}

/* Like calloc(1, size). */
void *solon_block_zero(size_t size);

/* Frees a block of `size` bytes, or keeps it; NULL is nothing to do. */
void solon_block_free_large(void *block, size_t size);
static inline void solon_block_free(void *block, size_t size) {
  if (size < SOLON_BLOCK_KEPT)
    free(block);
  else
    solon_block_free_large(block, size);
}

/* Whether freed blocks may be kept from now on (they may at the start); if not, gives back those
 * that are. */
void solon_block_may_keep(bool may);

/* Bytes kept at present. */
size_t solon_block_kept(void);

#endif
