/* kernels_avx512.c - eight rows at a time. */
#if defined(__x86_64__)
#include "kernels.h"

#include <sleef.h>

#include <stdint.h>

#define TABLE solon_index_kernels_avx512
#define SLEEF(name) Sleef_finz_##name##d8_u10avx512f
#define WIDTH 8
#define VECTOR __m512d
typedef uint64_t bits_512 __attribute__((vector_size(64)));
#define BITS bits_512
#define MASK __mmask8
#define LOAD(p) _mm512_loadu_pd(p)
#define STORE(p, v) _mm512_storeu_pd((p), (v))
#define SPLAT(x) _mm512_set1_pd(x)
#define SPLAT_BITS(x) ((bits_512)_mm512_set1_epi64((int64_t)(x)))
#define FMA(a, b, c) _mm512_fmadd_pd((a), (b), (c))
#define MIN(a, b) _mm512_min_pd((a), (b))
#define MAX(a, b) _mm512_max_pd((a), (b))
#define LESS(a, b) _mm512_cmp_pd_mask((a), (b), _CMP_LT_OQ)
#define LESS_EQUAL(a, b) _mm512_cmp_pd_mask((a), (b), _CMP_LE_OQ)
#define AND(a, b) ((__mmask8)((a) & (b)))
#define OR(a, b) ((__mmask8)((a) | (b)))
#define SELECT(m, a, b) _mm512_mask_blend_pd((m), (b), (a))
#define COUNT(m) ((size_t)__builtin_popcount(m))
#define TO_BITS(x) ((bits_512)(x))
/* the binary exponent of a positive normal number given by its bits */
#define EXPONENT(bits) _mm512_getexp_pd((__m512d)(bits))
#define FROM_BITS(x) ((__m512d)(x))
/* entry index mod 8 of a table */
#define LOOKUP(table, index) _mm512_permutexvar_pd((__m512i)(index), _mm512_loadu_pd(table))
#define LOOKUP_BITS(table, index)                                                                  \
  ((bits_512)_mm512_permutexvar_epi64((__m512i)(index), _mm512_loadu_si512(table)))

/* By the bits: seen as unsigned integers, numbers below 0 and NaN lie above those in [0, 1]. */
#define IS_USUAL(c, v, l, z, t, s) is_usual_bits((c), (v), (l), (z), (t), (s))
static inline __mmask8 is_usual_bits(__m512d c, __m512d v, __m512d l, __m512d z, __m512d t,
                                     __m512d s) {
  const __m512i one = (__m512i)SPLAT(1.0), large = (__m512i)SPLAT(SOLON_USUAL_LARGE);
  __m512i high = _mm512_max_epu64(_mm512_max_epu64((__m512i)c, (__m512i)v),
                                  _mm512_max_epu64((__m512i)l, (__m512i)z));
  __m512d low = _mm512_min_pd(_mm512_min_pd(c, v), t);
  __mmask8 inside = _mm512_cmple_epu64_mask(high, one);
  inside = _mm512_mask_cmplt_epu64_mask(inside, (__m512i)s, large);
  return _mm512_mask_cmp_pd_mask(inside, low, SPLAT(SOLON_USUAL_LEAST), _CMP_GE_OQ);
}

#include "kernels_body.h"
#else
typedef int solon_no_avx512_index_kernels;
#endif
