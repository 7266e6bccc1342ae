/* memory.h - the allocator of everything Solon allocates outside Lua's heap, and the memory limit
 * that Lua's heap shares with it.
 *
 * Kernels do not allocate; this is for parsers, loaders and threads.  All functions are
 * thread-safe. Tests inject failures with solon_memory_fail_after().
 */
#ifndef SOLON_BASE_MEMORY_H
#define SOLON_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Like malloc, calloc, realloc and free; NULL when refused by the system, the limit or a test.
 * Zero sizes return a unique pointer. */
void *solon_alloc(size_t size) __attribute__((malloc, alloc_size(1)));
void *solon_alloc_zero(size_t count, size_t size) __attribute__((malloc, alloc_size(1, 2)));
void *solon_realloc(void *pointer, size_t size) __attribute__((alloc_size(2)));
void solon_free(void *pointer);

/* A copy of a string (or NULL). */
char *solon_string_copy(const char *text) __attribute__((malloc));

/* The limit in bytes over all of Solon's and Lua's allocations; 0 means none (the default). */
void solon_memory_set_limit(size_t bytes);
size_t solon_memory_limit(void);

/* Bytes in use, and the largest value seen. */
size_t solon_memory_used(void);
size_t solon_memory_peak(void);

/* Accounting for allocators that bring their own blocks (Lua's): asks for bytes, false when the
 * limit or an injected failure refuses; gives bytes back. */
bool solon_memory_reserve(size_t bytes);
void solon_memory_release(size_t bytes);

/* Test hook: the next `count` requests of this thread succeed, then every one fails until
 * solon_memory_fail_never().  Returns nothing; solon_memory_failed() tells if one was refused. */
void solon_memory_fail_after(int64_t count);
void solon_memory_fail_never(void);
bool solon_memory_failed(void);

#endif
