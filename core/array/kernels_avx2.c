/* kernels_avx2.c - the loops with 256-bit vectors. */
#if defined(__x86_64__)
#include <sleef.h>

#define TABLE solon_kernels_avx2
#define WIDTH 4
#define VECTOR __m256d
#define LOAD(p) _mm256_loadu_pd(p)
#define STORE(p, v) _mm256_storeu_pd((p), (v))
#define SPLAT(x) _mm256_set1_pd(x)
#define SLEEF(name, accuracy) Sleef_finz_##name##d4_##accuracy##avx2

#include "kernels_body.h"
#else
typedef int solon_no_avx2_kernels;
#endif
