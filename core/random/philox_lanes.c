/* philox_lanes.c - Philox4x32-10 on eight counters, four to a 256-bit register.
 *
 * Each 32-bit word lives in the low half of a 64-bit lane: the widening multiply reads only low
 * halves, so its product serves as low word as it is and, shifted, as high word.
 */
#include "philox_lanes.h"

#include "philox.h"

#include "core/base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static void lanes_plain(uint64_t seed, uint32_t purpose, uint64_t index, uint64_t first_block,
                        size_t blocks, uint64_t *restrict words) {
  const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
  for (size_t b = 0; b < blocks; b++) {
    uint64_t block = first_block + b;
    for (uint64_t lane = 0; lane < SOLON_LANES; lane++) {
      uint64_t stream = index + lane;
      uint32_t counter[4] = {(uint32_t)block, (uint32_t)(block >> 32), (uint32_t)stream,
                             purpose ^ (uint32_t)(stream >> 32)};
      uint32_t out[4];
      solon_philox4x32(counter, key, out);
      for (int word = 0; word < 4; word++)
        words[(4 * b + (size_t)word) * SOLON_LANES + lane] = out[word];
    }
  }
}

#if defined(__x86_64__)

typedef struct lane_block {
  __m256i word[4];
} lane_block;

static inline __attribute__((always_inline, target("avx2"))) void philox_rounds(lane_block *c,
                                                                                uint64_t seed) {
  const __m256i multiplier0 = _mm256_set1_epi64x(0xD2511F53);
  const __m256i multiplier1 = _mm256_set1_epi64x(0xCD9E8D57);
  uint32_t key0 = (uint32_t)seed, key1 = (uint32_t)(seed >> 32);
  for (int round = 0; round < 10; round++) {
    __m256i product0 = _mm256_mul_epu32(c->word[0], multiplier0);
    __m256i product1 = _mm256_mul_epu32(c->word[2], multiplier1);
    __m256i k0 = _mm256_set1_epi64x(key0), k1 = _mm256_set1_epi64x(key1);
    c->word[0] =
        _mm256_xor_si256(_mm256_srli_epi64(product1, 32), _mm256_xor_si256(c->word[1], k0));
    c->word[2] =
        _mm256_xor_si256(_mm256_srli_epi64(product0, 32), _mm256_xor_si256(c->word[3], k1));
    c->word[1] = product1;
    c->word[3] = product0;
    key0 += 0x9E3779B9; /* the Weyl sequence of the key schedule */
    key1 += 0xBB67AE85;
  }
}

static __attribute__((target("avx2"))) void lanes_avx2(uint64_t seed, uint32_t purpose,
                                                       uint64_t index, uint64_t first_block,
                                                       size_t blocks, uint64_t *restrict words) {
  const __m256i low_half = _mm256_set1_epi64x(0xFFFFFFFF);
  const __m256i lane = _mm256_set_epi64x(3, 2, 1, 0);
  /* index is a multiple of 8, so the eight lanes share its high word */
  __m256i high = _mm256_set1_epi64x(purpose ^ (uint32_t)(index >> 32));
  __m256i stream = _mm256_add_epi64(_mm256_set1_epi64x((uint32_t)index), lane);
  for (size_t b = 0; b < blocks; b++) {
    uint64_t block = first_block + b;
    lane_block left, right;
    left.word[0] = right.word[0] = _mm256_set1_epi64x((uint32_t)block);
    left.word[1] = right.word[1] = _mm256_set1_epi64x((uint32_t)(block >> 32));
    left.word[2] = stream;
    right.word[2] = _mm256_add_epi64(stream, _mm256_set1_epi64x(4));
    left.word[3] = right.word[3] = high;
    philox_rounds(&left, seed);
    philox_rounds(&right, seed);
    for (int word = 0; word < 4; word++) {
      __m256i *out = (__m256i *)(words + (4 * b + (size_t)word) * SOLON_LANES);
      _mm256_storeu_si256(out, _mm256_and_si256(left.word[word], low_half));
      _mm256_storeu_si256(out + 1, _mm256_and_si256(right.word[word], low_half));
    }
  }
}

#endif

void solon_philox_lanes(uint64_t seed, uint32_t purpose, uint64_t index, uint64_t first_block,
                        size_t blocks, uint64_t *restrict words) {
#if defined(__x86_64__)
  if (solon_cpu_level_get() >= SOLON_CPU_AVX2) {
    lanes_avx2(seed, purpose, index, first_block, blocks, words);
    return;
  }
#endif
  lanes_plain(seed, purpose, index, first_block, blocks, words);
}
