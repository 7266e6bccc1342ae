/* block.c - huge pages behind large blocks, and a few freed ones kept for the next. */
#define _DEFAULT_SOURCE /* madvise */
#include "block.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Freed blocks, the oldest first. */
enum { MOST_BLOCKS = 16 };
typedef struct kept_block {
  void *block;
  size_t size;
} kept_block;
static kept_block kept[MOST_BLOCKS];
static int kept_count;
static size_t kept_bytes;
static bool may_keep = true;
static pthread_mutex_t kept_lock = PTHREAD_MUTEX_INITIALIZER;

size_t solon_block_kept(void) {
  pthread_mutex_lock(&kept_lock);
  size_t bytes = kept_bytes;
  pthread_mutex_unlock(&kept_lock);
  return bytes;
}

/* Takes one out of the list; under the lock. */
static void *take_at(int index) {
  void *block = kept[index].block;
  kept_bytes -= kept[index].size;
  kept_count--;
  memmove(&kept[index], &kept[index + 1], (size_t)(kept_count - index) * sizeof *kept);
  return block;
}

/* The smallest kept block that serves `size` bytes, cut down to them; NULL when none does. */
static void *take(size_t size) {
  int best = -1;
  pthread_mutex_lock(&kept_lock);
  for (int i = 0; i < kept_count; i++)
    if (kept[i].size >= size && kept[i].size / 2 < size &&
        (best < 0 || kept[i].size < kept[best].size))
      best = i;
  void *block = best < 0 ? NULL : take_at(best);
  pthread_mutex_unlock(&kept_lock);
  if (block == NULL)
    return NULL;
  void *cut = realloc(block, size);
  return cut != NULL ? cut : block;
}

/* Gives the oldest back until at most `most` bytes and `count` blocks are kept; under the lock. */
static void drop(size_t most, int count) {
  while (kept_bytes > most || kept_count > count)
    free(take_at(0));
}

static bool drop_all(void) {
  pthread_mutex_lock(&kept_lock);
  bool any = kept_count > 0;
  drop(0, 0);
  pthread_mutex_unlock(&kept_lock);
  return any;
}

void solon_block_may_keep(bool may) {
  pthread_mutex_lock(&kept_lock);
  may_keep = may;
  if (!may)
    drop(0, 0);
  pthread_mutex_unlock(&kept_lock);
}

static void advise_huge(void *block, size_t size) {
#if defined(MADV_HUGEPAGE)
  if (block == NULL || size < SOLON_BLOCK_HUGE)
    return;
  /* from the page of the first byte to that of the last: neighbours then join into one mapping,
   * and the huge page across their border is not lost */
  size_t page = (size_t)sysconf(_SC_PAGESIZE), before = (uintptr_t)block % page;
  madvise((unsigned char *)block - before, before + size, MADV_HUGEPAGE); /* may be refused */
#else
  (void)block, (void)size;
#endif
}

/* Lets the system have the pages that lie in the block alone, if it needs them. */
static void advise_free(void *block, size_t size) {
#if defined(MADV_FREE)
  size_t page = (size_t)sysconf(_SC_PAGESIZE), before = (page - (uintptr_t)block % page) % page;
  madvise((unsigned char *)block + before, (size - before) / page * page, MADV_FREE);
#else
  (void)block, (void)size;
#endif
}

void *solon_block_resize_large(void *block, size_t old_size, size_t size) {
  void *result = block == NULL && size >= SOLON_BLOCK_KEPT ? take(size) : NULL;
  if (result != NULL)
    return result;
  result = realloc(block, size);
  if (result == NULL && drop_all())
    result = realloc(block, size);
  if (size > old_size)
    advise_huge(result, size);
  return result;
}

void *solon_block_zero(size_t size) {
  void *block = calloc(1, size);
  if (block == NULL && drop_all())
    block = calloc(1, size);
  advise_huge(block, size);
  return block;
}

void solon_block_free_large(void *block, size_t size) {
  pthread_mutex_lock(&kept_lock);
  bool keep = may_keep && size <= SOLON_BLOCK_MOST_KEPT;
  if (keep) {
    advise_free(block, size);
    drop(SOLON_BLOCK_MOST_KEPT - size, MOST_BLOCKS - 1);
    kept[kept_count++] = (kept_block){block, size};
    kept_bytes += size;
  }
  pthread_mutex_unlock(&kept_lock);
  if (!keep)
    free(block);
}
