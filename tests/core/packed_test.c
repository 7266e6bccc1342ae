/* packed_test.c - doubles as text: RFC 4648 letters, every bit back, damage noticed. */
#include "core/base/packed.h"
#include "tap.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void test_letters(void) {
  /* python3 -c "import struct,base64;print(base64.b64encode(struct.pack('<2d',1,-0.1)).decode())"
   */
  const double value[] = {1, -0.1};
  char text[25] = {0};
  tap_integer((int64_t)solon_packed_length(2), 24, "length of two");
  solon_pack_doubles(value, 2, text);
  tap_string(text, "AAAAAAAA8D+amZmZmZm5vw==", "as Python's struct and base64 write it");
}

static void test_round_trip(void) {
  static const double odd[] = {0.0,
                               -0.0,
                               1,
                               -1,
                               DBL_MIN,
                               DBL_TRUE_MIN,
                               DBL_MAX,
                               -DBL_MAX,
                               INFINITY,
                               -INFINITY,
                               0x1.23456789abcdep-7,
                               3};
  for (size_t count = 0; count <= sizeof odd / sizeof *odd; count++) {
    size_t length = solon_packed_length(count);
    char *text = malloc(length + 1);
    double back[16];
    solon_pack_doubles(odd, count, text);
    tap_ok(solon_unpack_doubles(text, length, back, count) &&
               memcmp(back, odd, count * sizeof *odd) == 0,
           "%zu doubles come back bit for bit", count);
    free(text);
  }
}

static void test_damage(void) {
  const double value[] = {1, 2};
  double back[2];
  char text[24];
  solon_pack_doubles(value, 2, text);
  tap_ok(!solon_unpack_doubles(text, 23, back, 2), "too short");
  tap_ok(!solon_unpack_doubles(text, 24, back, 1), "another count");
  for (int i = 0; i < 24; i++) {
    char kept = text[i];
    text[i] = '"';
    tap_ok(!solon_unpack_doubles(text, 24, back, 2), "no letter at %d", i);
    text[i] = kept == '=' ? 'A' : '=';
    tap_ok(!solon_unpack_doubles(text, 24, back, 2), "padding exchanged at %d", i);
    text[i] = kept;
  }
  text[21] = '/';
  tap_ok(!solon_unpack_doubles(text, 24, back, 2), "bits behind the last byte");
  tap_ok(solon_packed_length(SIZE_MAX / 8) == SIZE_MAX, "more than memory");
}

int main(void) {
  test_letters();
  test_round_trip();
  test_damage();
  return tap_done();
}
