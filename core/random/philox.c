/* philox.c - streams over the Random123 generator. */
#include "philox.h"

#include <Random123/philox.h>

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

uint32_t solon_stream_bits32(solon_stream *stream) {
  if (stream->left == 0) {
    uint32_t counter[4] = {(uint32_t)stream->block, (uint32_t)(stream->block >> 32),
                           stream->high[0], stream->high[1]};
    solon_philox4x32(counter, stream->key, stream->word);
    stream->block++;
    stream->left = 4;
  }
  return stream->word[4 - stream->left--];
}

uint64_t solon_stream_bits64(solon_stream *stream) {
  uint64_t low = solon_stream_bits32(stream);
  return low | (uint64_t)solon_stream_bits32(stream) << 32;
}

double solon_stream_uniform(solon_stream *stream) {
  /* 52 bits and a half: every value is exact, so neither end can be reached by rounding. */
  return ((double)(solon_stream_bits64(stream) >> 12) + 0.5) * 0x1p-52;
}

uint64_t solon_stream_below(solon_stream *stream, uint64_t bound) {
  /* Wide multiplication; the few low products that would favour small results are drawn again. */
  uint64_t bits = solon_stream_bits64(stream);
  unsigned __int128 product = (unsigned __int128)bits * bound;
  if ((uint64_t)product < bound) {
    uint64_t threshold = (0 - bound) % bound;
    while ((uint64_t)product < threshold) {
      bits = solon_stream_bits64(stream);
      product = (unsigned __int128)bits * bound;
    }
  }
  return (uint64_t)(product >> 64);
}
