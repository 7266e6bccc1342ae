/* kernels_baseline.c - scalar elementary functions with fused multiply-add; the rest as plain. */
#if defined(__x86_64__)
/* sleef.h declares its scalar functions with fused operations only where these macros say that the
 * compiler's target has them; here they are called after a test of the CPU at run time. */
#define FP_FAST_FMA
#define FP_FAST_FMAF
#include <sleef.h>

#define TABLE solon_kernels_baseline
#define WIDTH 1
#define VECTOR double
#define LOAD(p) (*(p))
#define STORE(p, v) (*(p) = (v))
#define SPLAT(x) (x)
#define SLEEF(name, accuracy) Sleef_finz_##name##d1_##accuracy##purecfma

#include "kernels_body.h"
#else
typedef int solon_no_baseline_kernels;
#endif
