/* cpu.h - which instruction set the kernels use.
 *
 * Kernels compiled for several levels give the same bits at every level that has fused
 * multiply-add (all but SOLON_CPU_PLAIN), so the level is a matter of speed; a CPU without it is
 * another CPU class, whose exp, log and the like may differ in the last bit.
 */
#ifndef SOLON_BASE_CPU_H
#define SOLON_BASE_CPU_H

typedef enum solon_cpu_level {
  SOLON_CPU_PLAIN,    /* x86-64 of any age, or another architecture; no fused multiply-add */
  SOLON_CPU_BASELINE, /* scalar code on a CPU with fused multiply-add */
  SOLON_CPU_AVX2,     /* 256-bit vectors */
  SOLON_CPU_AVX512    /* 512-bit vectors */
} solon_cpu_level;

/* The level in force: the best the CPU has, or less when the environment variable SOLON_CPU_LEVEL
 * asks for it (plain, baseline, avx2, avx512; a level the CPU lacks and an unknown word are
 * ignored).  Read once, at the first call; thread-safe. */
solon_cpu_level solon_cpu_level_get(void);

/* "plain", "baseline", "avx2" or "avx512". */
const char *solon_cpu_level_name(solon_cpu_level level);

#endif
