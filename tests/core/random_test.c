/* random_test.c - Philox against the published known-answer vectors. */
#include "core/random/philox.h"
#include "tap.h"

/* kat_vectors of Random123 1.14, philox4x32 with 10 rounds: counter, key, result. */
static const uint32_t known[3][10] = {
    {0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
    {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e,
     0xa20bc7c6, 0x6d5451fd},
    {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb,
     0x5001e420, 0x24126ea1},
};

int main(void) {
  for (int i = 0; i < 3; i++) {
    uint32_t out[4];
    solon_philox4x32(known[i], known[i] + 4, out);
    for (int j = 0; j < 4; j++)
      tap_integer(out[j], known[i][6 + j], "published vector %d, word %d", i, j);
  }
  solon_stream a, b;
  solon_stream_start(&a, 7, solon_purpose("test"), 1);
  solon_stream_start(&b, 7, solon_purpose("test"), 2);
  tap_ok(solon_stream_bits64(&a) != solon_stream_bits64(&b), "streams of two indexes differ");
  for (int i = 0; i < 1000; i++)
    if (solon_stream_below(&a, 3) > 2)
      return tap_ok(false, "below stays below"), tap_done();
  tap_ok(true, "below stays below");
  return tap_done();
}
