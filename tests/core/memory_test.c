/* memory_test.c - large blocks: what the system was asked for behind them, what they hold, that
 * they are counted as any other, and which are kept when they are freed. */
#include "core/base/block.h"
#include "core/base/memory.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

enum { LARGE = 24 << 20 };

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
  unsigned char *block = solon_alloc(LARGE), *small = solon_alloc(SOLON_BLOCK_HUGE / 8);
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
}

static void fill(unsigned char *block, size_t size, int value) {
  if (block != NULL)
    memset(block, value, size);
}

/* Freed blocks of 32 MB and more serve the next requests that fit, and no other. */
static void test_keeping(void) {
  enum { BIG = 48 << 20 };
  size_t used = solon_memory_used();
  unsigned char *first = solon_alloc(BIG), *second = solon_alloc(BIG);
  fill(first, BIG, 1);
  fill(second, BIG, 2);
  tap_integer((int64_t)solon_block_kept(), 0, "nothing is kept before something is freed");
  solon_free(first);
  size_t kept = solon_block_kept();
  tap_ok(kept >= BIG && kept < BIG + 100, "a big freed block is kept");
  tap_integer((int64_t)(solon_memory_used() - used), BIG, "and not counted as in use");
  unsigned char *small = solon_alloc(BIG / 3), *larger = solon_alloc(BIG + 4096);
  tap_integer((int64_t)solon_block_kept(), (int64_t)kept, "it serves nothing small or larger");
  solon_free(small);
  unsigned char *again = solon_alloc(BIG - (8 << 20));
  tap_integer((int64_t)solon_block_kept(), 0, "it serves what fits");
  fill(again, BIG - (8 << 20), 3);
  bool apart = true;
  for (size_t i = 0; apart && i < BIG; i++)
    apart = second[i] == 2;
  tap_ok(apart && again[0] == 3 && again[BIG - (8 << 20) - 1] == 3, "and is nobody else's");
  solon_free(again);
  unsigned char *zero = solon_alloc_zero(BIG - (8 << 20), 1);
  bool clean = zero != NULL;
  for (size_t i = 0; clean && i < BIG - (8 << 20); i++)
    clean = zero[i] == 0;
  tap_ok(clean, "zeros are zeros while a block that held something is kept");
  solon_free(zero);
  solon_free(second);
  solon_free(larger);
  tap_integer((int64_t)(solon_memory_used() - used), 0, "all of it is given back");
}

/* Never more than the most, and nothing under a limit. */
static void test_keeping_ends(void) {
  enum { BIG = 40 << 20, COUNT = 20 };
  void *blocks[COUNT];
  for (int i = 0; i < COUNT; i++)
    blocks[i] = solon_alloc(BIG);
  size_t most = 0;
  for (int i = 0; i < COUNT; i++) {
    solon_free(blocks[i]);
    most = solon_block_kept() > most ? solon_block_kept() : most;
  }
  tap_ok(most > SOLON_BLOCK_MOST_KEPT - 2 * (size_t)BIG && most <= SOLON_BLOCK_MOST_KEPT,
         "at most %zu bytes are kept", SOLON_BLOCK_MOST_KEPT);
  size_t before = solon_block_kept();
  solon_free(solon_alloc(SOLON_BLOCK_MOST_KEPT + 1));
  tap_ok(solon_block_kept() == before, "what is larger than all that is not");
  solon_memory_set_limit((size_t)1 << 40);
  tap_integer((int64_t)solon_block_kept(), 0, "a limit gives back what is kept");
  solon_free(solon_alloc(BIG));
  tap_integer((int64_t)solon_block_kept(), 0, "and nothing is kept under it");
  solon_memory_set_limit(0);
  solon_free(solon_alloc(BIG));
  tap_ok(solon_block_kept() >= BIG, "without it, blocks are kept again");
}

int main(void) {
  test_advice();
  test_content();
  test_keeping();
  test_keeping_ends();
  return tap_done();
}
