/* kernels_avx2.c - four rows at a time. */
#if defined(__x86_64__)
#include <sleef.h>

#include <stdint.h>

#define TABLE solon_index_kernels_avx2
#define SLEEF(name) Sleef_finz_##name##d4_u10avx2
#define WIDTH 4
#define VECTOR __m256d
typedef uint64_t bits_256 __attribute__((vector_size(32)));
#define BITS bits_256
#define MASK __m256d
#define LOAD(p) _mm256_loadu_pd(p)
#define STORE(p, v) _mm256_storeu_pd((p), (v))
#define SPLAT(x) _mm256_set1_pd(x)
#define SPLAT_BITS(x) ((bits_256)_mm256_set1_epi64x((int64_t)(x)))
#define FMA(a, b, c) _mm256_fmadd_pd((a), (b), (c))
#define MIN(a, b) _mm256_min_pd((a), (b))
#define MAX(a, b) _mm256_max_pd((a), (b))
#define LESS(a, b) _mm256_cmp_pd((a), (b), _CMP_LT_OQ)
#define LESS_EQUAL(a, b) _mm256_cmp_pd((a), (b), _CMP_LE_OQ)
#define AND(a, b) _mm256_and_pd((a), (b))
#define OR(a, b) _mm256_or_pd((a), (b))
#define SELECT(m, a, b) _mm256_blendv_pd((b), (a), (m))
#define COUNT(m) ((size_t)__builtin_popcount((unsigned)_mm256_movemask_pd(m)))
#define TO_BITS(x) ((bits_256)(x))
/* the binary exponent of a positive normal number given by its bits */
#define EXPONENT(bits)                                                                             \
  (FROM_BITS(((bits) >> 52) | SPLAT_BITS(0x4330000000000000)) - SPLAT(0x1p52 + 1023))
#define FROM_BITS(x) ((__m256d)(x))

#include "kernels_body.h"
#else
typedef int solon_no_avx2_index_kernels;
#endif
