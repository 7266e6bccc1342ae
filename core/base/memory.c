/* memory.c - counted allocation with a limit and injected failures. */
#include "memory.h"

#include "block.h"

#include <stdatomic.h>
#include <string.h>

/* Every block carries its size in front, so that free can give the bytes back.  16 bytes keep the
 * alignment malloc gives. */
enum { HEADER = 16 };

static atomic_size_t limit, used, peak;
static _Thread_local int64_t failing_in = -1; /* < 0: no injection */
static _Thread_local bool failed;

void solon_memory_set_limit(size_t bytes) {
  atomic_store(&limit, bytes);
  solon_block_may_keep(bytes == 0);
}

size_t solon_memory_limit(void) {
  return atomic_load(&limit);
}

size_t solon_memory_used(void) {
  return atomic_load(&used);
}

size_t solon_memory_peak(void) {
  return atomic_load(&peak);
}

bool solon_memory_reserve(size_t bytes) {
  if (failing_in >= 0) {
    if (failing_in == 0) {
      failed = true;
      return false;
    }
    failing_in--;
  }
  if (bytes > PTRDIFF_MAX) /* no such block exists, and counting it would wrap around */
    return false;
  size_t now = atomic_fetch_add_explicit(&used, bytes, memory_order_relaxed) + bytes;
  size_t most = atomic_load_explicit(&limit, memory_order_relaxed);
  if (most != 0 && now > most) {
    atomic_fetch_sub_explicit(&used, bytes, memory_order_relaxed);
    return false;
  }
  size_t highest = atomic_load_explicit(&peak, memory_order_relaxed);
  while (now > highest && !atomic_compare_exchange_weak_explicit(
                              &peak, &highest, now, memory_order_relaxed, memory_order_relaxed)) {
  }
  return true;
}

void solon_memory_release(size_t bytes) {
  atomic_fetch_sub_explicit(&used, bytes, memory_order_relaxed);
}

void solon_memory_fail_after(int64_t count) {
  failed = false;
  failing_in = count;
}

void solon_memory_fail_never(void) {
  failing_in = -1;
}

bool solon_memory_failed(void) {
  return failed;
}

static void *block_finish(unsigned char *block, size_t size) {
  memcpy(block, &size, sizeof size);
  return block + HEADER;
}

static size_t block_size(const void *pointer) {
  size_t size;
  memcpy(&size, (const unsigned char *)pointer - HEADER, sizeof size);
  return size;
}

void *solon_alloc(size_t size) {
  if (size > SIZE_MAX - HEADER || !solon_memory_reserve(size))
    return NULL;
  unsigned char *block = solon_block_resize(NULL, 0, size + HEADER);
  if (block == NULL) {
    solon_memory_release(size);
    return NULL;
  }
  return block_finish(block, size);
}

void *solon_alloc_zero(size_t count, size_t size) {
  if (size != 0 && count > (SIZE_MAX - HEADER) / size)
    return NULL;
  size_t bytes = count * size;
  if (!solon_memory_reserve(bytes))
    return NULL;
  unsigned char *block = solon_block_zero(bytes + HEADER);
  if (block == NULL) {
    solon_memory_release(bytes);
    return NULL;
  }
  return block_finish(block, bytes);
}

void *solon_realloc(void *pointer, size_t size) {
  if (pointer == NULL)
    return solon_alloc(size);
  size_t old = block_size(pointer);
  if (size > SIZE_MAX - HEADER || !solon_memory_reserve(size))
    return NULL;
  unsigned char *block =
      solon_block_resize((unsigned char *)pointer - HEADER, old + HEADER, size + HEADER);
  if (block == NULL) {
    solon_memory_release(size);
    return NULL;
  }
  solon_memory_release(old);
  return block_finish(block, size);
}

void solon_free(void *pointer) {
  if (pointer == NULL)
    return;
  size_t size = block_size(pointer);
  solon_memory_release(size);
  solon_block_free((unsigned char *)pointer - HEADER, size + HEADER);
}

char *solon_string_copy(const char *text) {
  if (text == NULL)
    return NULL;
  size_t size = strlen(text) + 1;
  char *copy = solon_alloc(size);
  if (copy != NULL)
    memcpy(copy, text, size);
  return copy;
}
