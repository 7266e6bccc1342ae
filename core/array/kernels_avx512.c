/* kernels_avx512.c - the loops with 512-bit vectors. */
#if defined(__x86_64__)
#include <sleef.h>

#define TABLE solon_kernels_avx512
#define WIDTH 8
#define VECTOR __m512d
#define LOAD(p) _mm512_loadu_pd(p)
#define STORE(p, v) _mm512_storeu_pd((p), (v))
#define SPLAT(x) _mm512_set1_pd(x)
#define SLEEF(name, accuracy) Sleef_finz_##name##d8_##accuracy##avx512f

#include "kernels_body.h"
#else
typedef int solon_no_avx512_kernels;
#endif
