/* kernels.c - the table of loops for this CPU. */
#include "kernels.h"

#include "core/base/cpu.h"

const solon_kernels *solon_kernels_get(void) {
#if defined(__x86_64__)
  switch (solon_cpu_level_get()) {
  case SOLON_CPU_AVX512:
    return &solon_kernels_avx512;
  case SOLON_CPU_AVX2:
    return &solon_kernels_avx2;
  case SOLON_CPU_BASELINE:
    return &solon_kernels_baseline;
  case SOLON_CPU_PLAIN:
    break;
  }
#endif
  return &solon_kernels_plain;
}
