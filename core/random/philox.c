/* philox.c - streams over the Random123 generator. */
#include "philox.h"

#include <Random123/philox.h>
#include <string.h>

void solon_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  philox4x32_ctr_t c = {{counter[0], counter[1], counter[2], counter[3]}};
  philox4x32_key_t k = {{key[0], key[1]}};
  philox4x32_ctr_t r = philox4x32(c, k);
  for (int i = 0; i < 4; i++)
    out[i] = r.v[i];
}

uint32_t solon_purpose(const char *name) {
  uint32_t hash = UINT32_C(2166136261);
  for (; *name != '\0'; name++)
    hash = (hash ^ (unsigned char)*name) * UINT32_C(16777619);
  return hash;
}

void solon_stream_start(solon_stream *stream, uint64_t seed, uint32_t purpose, uint64_t index) {
  stream->key[0] = (uint32_t)seed;
  stream->key[1] = (uint32_t)(seed >> 32);
  stream->high[0] = (uint32_t)index;
  stream->high[1] = purpose ^ (uint32_t)(index >> 32);
  stream->block = 0;
  stream->left = 0;
}

/* One block of a stream. */
static void make_block(const solon_stream *stream, uint64_t block, uint32_t out[4]) {
  uint32_t counter[4] = {(uint32_t)block, (uint32_t)(block >> 32), stream->high[0],
                         stream->high[1]};
  solon_philox4x32(counter, stream->key, out);
}

uint64_t solon_stream_position(const solon_stream *stream) {
  return stream->block * 4 - stream->left;
}

void solon_stream_seek(solon_stream *stream, uint64_t position) {
  stream->block = position / 4;
  stream->left = 0;
  if (position % 4 != 0) {
    make_block(stream, stream->block++, stream->word);
    stream->left = 4 - (uint32_t)(position % 4);
  }
}

void solon_stream_child(const solon_stream *parent, uint32_t name, uint64_t index,
                        solon_stream *child) {
  uint32_t word[4];
  make_block(parent, UINT64_C(0xFFFFFFFF00000000) | name, word);
  solon_stream_start(child, word[0] | (uint64_t)word[1] << 32, name, index);
}

uint32_t solon_stream_bits32(solon_stream *stream) {
  if (stream->left == 0) {
    make_block(stream, stream->block++, stream->word);
    stream->left = 4;
  }
  return stream->word[4 - stream->left--];
}

uint64_t solon_stream_bits64(solon_stream *stream) {
  uint64_t low = solon_stream_bits32(stream);
  return low | (uint64_t)solon_stream_bits32(stream) << 32;
}

/* ---- many blocks at once --------------------------------------------------------------------- */

#if defined(__x86_64__)
#include <immintrin.h>

enum { LANES = 4, WIDE_BLOCKS = 2 * LANES };

/* Four blocks: counter word i of block j in the low half of lane j of c[i].  The multiplication
 * reads only low halves, so the upper ones may hold anything. */
typedef struct four_blocks {
  __m256i c0, c1, c2, c3;
} four_blocks;

#define AVX2 __attribute__((target("avx2"), always_inline)) static inline

AVX2 four_blocks wide_start(const solon_stream *stream, uint64_t block) {
  four_blocks b;
  b.c0 = _mm256_add_epi64(_mm256_set1_epi64x((int64_t)block), _mm256_set_epi64x(3, 2, 1, 0));
  b.c1 = _mm256_srli_epi64(b.c0, 32);
  b.c2 = _mm256_set1_epi64x(stream->high[0]);
  b.c3 = _mm256_set1_epi64x(stream->high[1]);
  return b;
}

AVX2 void wide_round(four_blocks *b, __m256i key0, __m256i key1) {
  __m256i p0 = _mm256_mul_epu32(b->c0, _mm256_set1_epi64x(0xD2511F53));
  __m256i p1 = _mm256_mul_epu32(b->c2, _mm256_set1_epi64x(0xCD9E8D57));
  b->c0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p1, 32), b->c1), key0);
  b->c2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p0, 32), b->c3), key1);
  b->c1 = p1;
  b->c3 = p0;
}

AVX2 void wide_store(const four_blocks *b, uint32_t *out) {
  const __m256i low = _mm256_set1_epi64x(0xFFFFFFFF);
  __m256i c01 = _mm256_or_si256(_mm256_and_si256(b->c0, low), _mm256_slli_epi64(b->c1, 32));
  __m256i c23 = _mm256_or_si256(_mm256_and_si256(b->c2, low), _mm256_slli_epi64(b->c3, 32));
  __m256i even = _mm256_unpacklo_epi64(c01, c23), odd = _mm256_unpackhi_epi64(c01, c23);
  _mm256_storeu_si256((__m256i *)out, _mm256_permute2x128_si256(even, odd, 0x20));
  _mm256_storeu_si256((__m256i *)(out + 8), _mm256_permute2x128_si256(even, odd, 0x31));
}

/* Eight blocks: two groups hide each other's latency and their eight vectors fit the registers. */
__attribute__((target("avx2"))) static void make_wide(const solon_stream *stream, uint64_t block,
                                                      uint32_t *out) {
  four_blocks a = wide_start(stream, block), b = wide_start(stream, block + LANES);
  uint32_t k0 = stream->key[0], k1 = stream->key[1];
  for (int round = 0; round < 10; round++) {
    const __m256i key0 = _mm256_set1_epi64x(k0), key1 = _mm256_set1_epi64x(k1);
    wide_round(&a, key0, key1);
    wide_round(&b, key0, key1);
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  wide_store(&a, out);
  wide_store(&b, out + 4 * LANES);
}

/* Whole groups of blocks; returns how many words were written. */
static size_t fill_wide(solon_stream *stream, uint32_t *out, size_t count) {
  if (!__builtin_cpu_supports("avx2"))
    return 0;
  size_t done = 0;
  for (; count - done >= 4 * WIDE_BLOCKS; done += 4 * WIDE_BLOCKS) {
    make_wide(stream, stream->block, out + done);
    stream->block += WIDE_BLOCKS;
  }
  return done;
}
#else
static size_t fill_wide(solon_stream *stream, uint32_t *out, size_t count) {
  (void)stream, (void)out, (void)count;
  return 0;
}
#endif

void solon_stream_fill_bits32(solon_stream *stream, uint32_t *out, size_t count) {
  size_t i = 0;
  while (i < count && stream->left > 0)
    out[i++] = solon_stream_bits32(stream);
  i += fill_wide(stream, out + i, count - i);
  for (; count - i >= 4; i += 4)
    make_block(stream, stream->block++, out + i);
  while (i < count)
    out[i++] = solon_stream_bits32(stream);
}

enum {
  BATCH = 512
}; /* words drawn at a time by what follows: they stay in the first-level cache */

void solon_stream_fill_bits64(solon_stream *stream, uint64_t *out, size_t count) {
  uint32_t words[BATCH];
  while (count > 0) {
    size_t n = count < BATCH / 2 ? count : BATCH / 2;
    solon_stream_fill_bits32(stream, words, 2 * n);
    for (size_t i = 0; i < n; i++)
      out[i] = words[2 * i] | (uint64_t)words[2 * i + 1] << 32;
    out += n;
    count -= n;
  }
}

/* ---- uniform numbers ------------------------------------------------------------------------- */

double solon_stream_uniform(solon_stream *stream) {
  /* 52 bits and a half: every value is exact, so neither end can be reached by rounding. */
  return ((double)(int64_t)(solon_stream_bits64(stream) >> 12) + 0.5) * 0x1p-52;
}

uint64_t solon_stream_below(solon_stream *stream, uint64_t bound) {
  /* Wide multiplication; the few low products that would favour small results are drawn again. */
  uint64_t result;
  while (!solon_below_of_bits(solon_stream_bits64(stream), bound, &result))
    continue;
  return result;
}

/* Maps `count` words to 0 .. bound-1, keeping only those that favour nobody; returns how many. */
static size_t map_words(const uint32_t *words, size_t count, uint32_t bound, uint32_t threshold,
                        uint32_t *out) {
  size_t i = 0, kept;
  for (; count - i >= 8;
       i += 8) { /* a group without a rejected word, nearly every one, is mapped whole */
    uint32_t mapped[8], rejected = 0;
    for (int j = 0; j < 8; j++) {
      uint64_t product = (uint64_t)words[i + (size_t)j] * bound;
      mapped[j] = (uint32_t)(product >> 32);
      rejected |= (uint32_t)product < threshold;
    }
    if (rejected)
      break;
    memcpy(out + i, mapped, sizeof mapped);
  }
  for (kept = i; i < count; i++) {
    uint64_t product = (uint64_t)words[i] * bound;
    out[kept] = (uint32_t)(product >> 32);
    kept += (uint32_t)product >= threshold;
  }
  return kept;
}

void solon_stream_fill_below(solon_stream *stream, uint32_t bound, uint32_t *out, size_t count) {
  uint32_t words[BATCH];
  uint32_t threshold = (0 - bound) % bound;
  while (count > 0) {
    size_t n = count < BATCH ? count : BATCH;
    solon_stream_fill_bits32(stream, words, n);
    size_t kept = map_words(words, n, bound, threshold, out);
    out += kept;
    count -= kept;
  }
}
