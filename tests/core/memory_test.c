/* memory_test.c - large blocks: what the system was asked for behind them, what they hold, and that
 * they are counted as any other. */
#include "core/base/memory.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

enum { LARGE = 6 * SOLON_MEMORY_LARGE };

/* Whether the mapping that holds this address was asked to have huge pages: 1, 0, or -1 where the
 * kernel does not tell. */
static int advised(const void *address) {
  FILE *maps = fopen("/proc/self/smaps", "r");
  char line[512];
  bool inside = false;
  int answer = -1;
  while (maps != NULL && answer < 0 && fgets(line, sizeof line, maps) != NULL) {
    unsigned long first, end;
    if (sscanf(line, "%lx-%lx ", &first, &end) == 2)
      inside = (uintptr_t)address >= first && (uintptr_t)address < end;
    else if (inside && strncmp(line, "VmFlags:", 8) == 0)
      answer = strstr(line, " hg") != NULL;
  }
  if (maps != NULL)
    fclose(maps);
  return answer;
}

static bool kernel_has_huge_pages(void) {
  FILE *setting = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "r");
  if (setting != NULL)
    fclose(setting);
  int here = 0;
  return setting != NULL && advised(&here) >= 0;
}

/* The first byte, the middle and the last byte. */
static bool advised_throughout(const unsigned char *block, size_t size) {
  return advised(block) == 1 && advised(block + size / 2) == 1 && advised(block + size - 1) == 1;
}

static void test_advice(void) {
  if (!kernel_has_huge_pages()) {
    tap_skip("this kernel has no transparent huge pages", "large blocks are on huge pages");
    return;
  }
  unsigned char *block = solon_alloc(LARGE), *small = solon_alloc(SOLON_MEMORY_LARGE / 8);
  tap_ok(advised_throughout(block, LARGE), "a large block is advised from end to end");
  tap_ok(advised(small) == 0, "a small one is not");
  small = solon_realloc(small, LARGE);
  tap_ok(advised_throughout(small, LARGE), "one that grows becomes so");
  block = solon_realloc(block, 3 * (size_t)LARGE);
  tap_ok(advised_throughout(block, 3 * (size_t)LARGE), "and one that grows stays so");
  solon_free(block);
  solon_free(small);
  block = solon_alloc_zero(LARGE / 8, 8);
  tap_ok(advised_throughout(block, LARGE), "so is a large block of zeros");
  solon_free(block);
}

/* Every byte of a large block is there, before and after it grows and shrinks. */
static void test_content(void) {
  size_t used = solon_memory_used();
  unsigned char *block = solon_alloc_zero(LARGE, 1);
  bool zero = block != NULL;
  for (size_t i = 0; zero && i < LARGE; i++)
    zero = block[i] == 0;
  tap_ok(zero, "a large block of zeros holds zeros");
  for (size_t i = 0; i < LARGE; i++)
    block[i] = (unsigned char)(i % 251);
  block = solon_realloc(block, 2 * (size_t)LARGE);
  tap_integer((int64_t)(solon_memory_used() - used), 2 * (int64_t)LARGE,
              "it is counted by its size, not by its pages");
  block[2 * (size_t)LARGE - 1] = 1;
  block = solon_realloc(block, LARGE / 2);
  bool kept = true;
  for (size_t i = 0; kept && i < LARGE / 2; i++)
    kept = block[i] == i % 251;
  tap_ok(kept, "what it holds stays when it grows and shrinks");
  tap_integer((int64_t)(solon_memory_used() - used), LARGE / 2, "and so does the count");
  solon_free(block);
  tap_integer((int64_t)(solon_memory_used() - used), 0, "all of it is given back");
  solon_memory_advise(NULL, LARGE); /* nothing to advise on is no error */
}

int main(void) {
  test_advice();
  test_content();
  return tap_done();
}
