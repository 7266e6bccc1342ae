/* kernels_baseline.c - the rows one by one, compiled for a CPU with fused multiply-add. */
#if defined(__x86_64__)
/* see core/array/kernels_baseline.c */
#define FP_FAST_FMA
#define FP_FAST_FMAF
#include <sleef.h>

#define TABLE solon_index_kernels_baseline
#define SLEEF(name) Sleef_finz_##name##d1_u10purecfma

#include "kernels_scalar.h"

#include "kernels_body.h"
#else
typedef int solon_no_baseline_index_kernels;
#endif
