/* kernels_avx2.c - four rows at a time. */
#if defined(__x86_64__)
#include "kernels.h"

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
#define LOOKUP(table, index) ((__m256d)lookup_halves(table, (__m256i)(index)))
#define LOOKUP_BITS(table, index) ((bits_256)lookup_halves(table, (__m256i)(index)))

/* Entry index mod 8 of a table of 64-bit values: its low and its high halves are looked up in one
 * vector each. */
static inline __m256i lookup_halves(const void *table, __m256i index) {
  const __m256i order = _mm256_setr_epi32(0, 1, 4, 5, 2, 3, 6, 7);
  __m256 first = _mm256_loadu_ps(table), second = _mm256_loadu_ps((const float *)table + 8);
  __m256i low = _mm256_castps_si256(_mm256_shuffle_ps(first, second, 0x88));
  __m256i high = _mm256_castps_si256(_mm256_shuffle_ps(first, second, 0xDD));
  low = _mm256_permutevar8x32_epi32(low, order);
  high = _mm256_permutevar8x32_epi32(high, order);
  index = _mm256_shuffle_epi32(index, 0xA0); /* the low half of each index, twice */
  low = _mm256_permutevar8x32_epi32(low, index);
  high = _mm256_permutevar8x32_epi32(high, index);
  return _mm256_blend_epi32(low, high, 0xAA);
}

#define IS_USUAL(c, v, l, z, t, s) is_usual_vector((c), (v), (l), (z), (t), (s))
/* The minimum and maximum give the second operand where one is NaN; the order is such that no NaN
 * is lost. */
static inline __m256d is_usual_vector(__m256d c, __m256d v, __m256d l, __m256d z, __m256d t,
                                      __m256d s) {
  const __m256d zero = SPLAT(0.0), one = SPLAT(1.0);
  __m256d low = MIN(t, MIN(c, v)), low_trust = MIN(l, z);
  __m256d high = MAX(v, c), high_trust = MAX(z, l);
  __m256d inside = AND(AND(LESS_EQUAL(SPLAT(SOLON_USUAL_LEAST), low), LESS_EQUAL(zero, low_trust)),
                       AND(LESS_EQUAL(high, one), LESS_EQUAL(high_trust, one)));
  return AND(inside, AND(LESS_EQUAL(zero, s), LESS(s, SPLAT(SOLON_USUAL_LARGE))));
}

#include "kernels_body.h"
#else
typedef int solon_no_avx2_index_kernels;
#endif
