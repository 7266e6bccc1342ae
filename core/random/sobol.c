/* sobol.c - direction numbers, Gray-code stepping, scrambling by a keyed hash. */
#include "sobol.h"

#include "philox.h"
#include "sobol_table.h"

static uint64_t reverse_bits(uint64_t x) {
  const uint64_t odd = UINT64_C(0x5555555555555555), pairs = UINT64_C(0x3333333333333333),
                 nibbles = UINT64_C(0x0F0F0F0F0F0F0F0F);
  x = (x >> 1 & odd) | (x & odd) << 1;
  x = (x >> 2 & pairs) | (x & pairs) << 2;
  x = (x >> 4 & nibbles) | (x & nibbles) << 4;
  return __builtin_bswap64(x);
}

/* Directions of a dimension beyond the first, the first digit as the highest bit:
 * v_j = a_1 v_(j-1) + .. + a_(s-1) v_(j-s+1) + v_(j-s) + v_(j-s) / 2^s, sums modulo two. */
static void recurrence(const unsigned short *row, uint64_t direction[SOLON_SOBOL_BITS]) {
  unsigned polynomial = row[0];
  int degree = 31 - __builtin_clz(polynomial);
  for (int j = 0; j < SOLON_SOBOL_BITS; j++) {
    if (j < degree) {
      direction[j] = (uint64_t)row[j + 1] << (63 - j);
      continue;
    }
    uint64_t v = direction[j - degree] ^ direction[j - degree] >> degree;
    for (int k = 1; k < degree; k++)
      if (polynomial >> (degree - k) & 1)
        v ^= direction[j - k];
    direction[j] = v;
  }
}

/* The random function of a dimension: a word of random bits for each first eight digits, in which
 * the flip of one of these digits is replaced by the one that all with the same digits before it
 * share. */
static void prepare_scrambling(solon_sobol *sobol, uint64_t seed, size_t dimension) {
  solon_stream stream;
  uint64_t word[SOLON_SOBOL_FLIPS];
  solon_stream_start(&stream, seed, solon_purpose("sobol"), dimension);
  solon_stream_fill_bits64(&stream, sobol->key, SOLON_SOBOL_KEYS);
  solon_stream_fill_bits64(&stream, word, SOLON_SOBOL_FLIPS);
  for (uint64_t p = 0; p < SOLON_SOBOL_FLIPS; p++) {
    sobol->flip[p] = word[p] & ~(uint64_t)0xFF;
    for (int j = 0; j < 8; j++)
      sobol->flip[p] |= word[p & ((UINT64_C(1) << j) - 1)] & UINT64_C(1) << j;
  }
}

solon_status solon_sobol_prepare(solon_sobol *sobol, size_t dimension, bool scrambled,
                                 uint64_t seed) {
  if (dimension >= SOLON_SOBOL_DIMENSIONS)
    return SOLON_BAD_ARGUMENT;
  if (dimension == 0) {
    for (int j = 0; j < SOLON_SOBOL_BITS; j++)
      sobol->direction[j] = UINT64_C(1) << (63 - j);
  } else {
    recurrence(solon_sobol_table[dimension - 1], sobol->direction);
  }
  for (int j = 0; j < SOLON_SOBOL_BITS; j++)
    sobol->direction[j] = reverse_bits(sobol->direction[j]);
  sobol->scrambled = scrambled;
  if (scrambled)
    prepare_scrambling(sobol, seed, dimension);
  return SOLON_OK;
}

/* Bit i of the result is bit i of x flipped by a function of the bits of x below i: adding a key,
 * multiplying by an odd number, and x xor (even number times x) carry upward only. */
static inline uint64_t scramble(uint64_t x, const solon_sobol *sobol) {
  const uint64_t *key = sobol->key;
  uint64_t flip = sobol->flip[x & 0xFF];
  x += key[0];
  x ^= x * (key[1] << 1);
  x = x * (key[2] | 1) + key[3];
  x ^= x * (key[4] << 1);
  x = x * (key[5] | 1) + key[6];
  return x ^ flip;
}

static inline uint64_t gray(uint64_t i) {
  return i ^ i >> 1;
}

void solon_sobol_column(const solon_sobol *sobol, uint64_t first, size_t count, size_t stride,
                        double *restrict out) {
  uint64_t x = 0;
  for (uint64_t code = gray(first); code != 0; code &= code - 1)
    x ^= sobol->direction[__builtin_ctzll(code)];
  if (sobol->scrambled) {
    for (size_t i = 0; i < count; i++) {
      uint64_t digits = reverse_bits(scramble(x, sobol));
      out[i * stride] = ((double)(int64_t)(digits >> 12) + 0.5) * 0x1p-52;
      x ^= sobol->direction[__builtin_ctzll(first + i + 1)];
    }
  } else {
    for (size_t i = 0; i < count; i++) {
      out[i * stride] = (double)(int64_t)(reverse_bits(x) >> 11) * 0x1p-53;
      x ^= sobol->direction[__builtin_ctzll(first + i + 1)];
    }
  }
}

solon_status solon_sobol_points(solon_context *context, const solon_sobol *sobol, size_t dimensions,
                                uint64_t first, size_t count, double *restrict out) {
  if (first > SOLON_SOBOL_POINTS || count > SOLON_SOBOL_POINTS - first)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "points beyond 2^52 of the Sobol sequence");
  enum { ROWS = 256 }; /* a block of rows stays in the cache while its columns are written */
  for (size_t from = 0; from < count; from += ROWS) {
    size_t rows = count - from < ROWS ? count - from : ROWS;
    for (size_t d = 0; d < dimensions; d++)
      solon_sobol_column(&sobol[d], first + from, rows, dimensions, out + from * dimensions + d);
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
  }
  return SOLON_OK;
}
