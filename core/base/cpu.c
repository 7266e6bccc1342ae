/* cpu.c - detection of the instruction set, once. */
#include "cpu.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"plain", "baseline", "avx2", "avx512"};

const char *solon_cpu_level_name(solon_cpu_level level) {
  return names[level];
}

static solon_cpu_level best_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("fma"))
    return SOLON_CPU_PLAIN;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return SOLON_CPU_AVX512;
  return __builtin_cpu_supports("avx2") ? SOLON_CPU_AVX2 : SOLON_CPU_BASELINE;
#else
  return SOLON_CPU_PLAIN;
#endif
}

static solon_cpu_level choose_level(void) {
  solon_cpu_level best = best_level();
  const char *wanted = getenv("SOLON_CPU_LEVEL");
  if (wanted != NULL)
    for (int level = SOLON_CPU_PLAIN; level <= (int)best; level++)
      if (strcmp(wanted, names[level]) == 0)
        return (solon_cpu_level)level;
  return best;
}

solon_cpu_level solon_cpu_level_get(void) {
  static atomic_int known = -1; /* two threads that race store the same value */
  int level = atomic_load_explicit(&known, memory_order_relaxed);
  if (level < 0) {
    level = (int)choose_level();
    atomic_store_explicit(&known, level, memory_order_relaxed);
  }
  return (solon_cpu_level)level;
}
