/* random_test.c - Philox against the published vectors; streams: bulk against single draws,
 * seeking, children; the portable elementary functions against wider arithmetic and published
 * quantiles. */
#include "core/random/elementary.h"
#include "core/random/philox.h"
#include "tap.h"

#include <math.h>
#include <string.h>

/* kat_vectors of Random123 1.14, philox4x32 with 10 rounds: counter, key, result. */
static const uint32_t known[3][10] = {
    {0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
    {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e,
     0xa20bc7c6, 0x6d5451fd},
    {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb,
     0x5001e420, 0x24126ea1},
};

static void test_vectors(void) {
  for (int i = 0; i < 3; i++) {
    uint32_t out[4];
    solon_philox4x32(known[i], known[i] + 4, out);
    for (int j = 0; j < 4; j++)
      tap_integer(out[j], known[i][6 + j], "published vector %d, word %d", i, j);
  }
}

static void test_names(void) {
  solon_stream a, b;
  solon_stream_start(&a, 7, solon_purpose("test"), 1);
  solon_stream_start(&b, 7, solon_purpose("test"), 2);
  tap_ok(solon_stream_bits64(&a) != solon_stream_bits64(&b), "streams of two indexes differ");
  solon_stream_start(&a, 7, solon_purpose("test"), 1);
  solon_stream_start(&b, 7, solon_purpose("tests"), 1);
  tap_ok(solon_stream_bits64(&a) != solon_stream_bits64(&b), "streams of two purposes differ");
  solon_stream_start(&a, 7, solon_purpose("test"), UINT64_C(1) << 40);
  solon_stream_start(&b, 7, solon_purpose("test"), 0);
  tap_ok(solon_stream_bits64(&a) != solon_stream_bits64(&b), "the upper half of an index counts");
  tap_integer(solon_purpose("a"), 0xe40c292c, "purposes are FNV-1a (published value of \"a\")");
  tap_integer(solon_purpose("foobar"), 0xbf9cf968, "purposes are FNV-1a (\"foobar\")");
}

enum { MANY = 5000 };

static void test_bulk(void) {
  static uint32_t words[MANY];
  static uint64_t doubles[MANY];
  int wrong = 0;
  for (size_t skip = 0; skip < 6; skip++)
    for (size_t count = 0; count < 700; count += skip + 1) {
      solon_stream bulk, single;
      solon_stream_start(&bulk, 11, 12, 13 + (UINT64_C(5) << 32));
      single = bulk;
      for (size_t i = 0; i < skip; i++)
        wrong += solon_stream_bits32(&bulk) != solon_stream_bits32(&single);
      solon_stream_fill_bits32(&bulk, words, count);
      for (size_t i = 0; i < count; i++)
        wrong += words[i] != solon_stream_bits32(&single);
      solon_stream_fill_bits64(&bulk, doubles, count);
      for (size_t i = 0; i < count; i++)
        wrong += doubles[i] != solon_stream_bits64(&single);
      wrong += solon_stream_position(&bulk) != solon_stream_position(&single);
    }
  tap_integer(wrong, 0, "bulk draws are the single draws, from every offset");
  solon_stream bulk, single;
  solon_stream_start(&bulk, 1, 2, 3);
  solon_stream_seek(&bulk,
                    4 * (UINT64_C(0xFFFFFFFF) - 5)); /* the low counter word overflows inside */
  single = bulk;
  solon_stream_fill_bits32(&bulk, words, MANY);
  wrong = 0;
  for (size_t i = 0; i < MANY; i++)
    wrong += words[i] != solon_stream_bits32(&single);
  tap_integer(wrong, 0, "bulk draws carry into the second counter word");
}

static void test_seek(void) {
  uint32_t words[40];
  solon_stream s, t;
  solon_stream_start(&s, 3, 4, 5);
  solon_stream_fill_bits32(&s, words, 40);
  int wrong = 0;
  for (size_t i = 0; i < 40; i++) {
    solon_stream_start(&t, 3, 4, 5);
    solon_stream_seek(&t, i);
    wrong += solon_stream_position(&t) != i;
    wrong += solon_stream_bits32(&t) != words[i];
  }
  tap_integer(wrong, 0, "seeking to any position continues from there");
}

static void test_children(void) {
  solon_stream parent, used, a, b, c;
  solon_stream_start(&parent, 3, 4, 5);
  used = parent;
  solon_stream_bits64(&used);
  solon_stream_child(&parent, 9, 1, &a);
  solon_stream_child(&used, 9, 1, &b);
  tap_ok(memcmp(&a, &b, sizeof a) == 0 || solon_stream_bits64(&a) == solon_stream_bits64(&b),
         "a child does not depend on what was drawn from its parent");
  solon_stream_child(&parent, 9, 1, &a);
  solon_stream_child(&parent, 9, 2, &b);
  solon_stream_child(&parent, 10, 1, &c);
  uint64_t x = solon_stream_bits64(&a), y = solon_stream_bits64(&b), z = solon_stream_bits64(&c);
  tap_ok(x != y && y != z && x != z && x != solon_stream_bits64(&parent),
         "children of other index and name differ");
}

static void test_below(void) {
  static uint32_t out[MANY];
  static const uint32_t bounds[] = {1, 2, 3, 1000, 0x80000001, 0xFFFFFFFF};
  for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {
    solon_stream bulk, single;
    solon_stream_start(&bulk, 8, 8, b);
    single = bulk;
    solon_stream_fill_below(&bulk, bounds[b], out, MANY);
    int wrong = 0;
    for (size_t i = 0; i < MANY; i++) {
      uint64_t product;
      do
        product = (uint64_t)solon_stream_bits32(&single) * bounds[b];
      while ((uint32_t)product < (UINT64_C(1) << 32) % bounds[b]);
      wrong += out[i] != product >> 32 || out[i] >= bounds[b];
    }
    tap_ok(wrong == 0 && solon_stream_position(&bulk) == solon_stream_position(&single),
           "bulk integers below %u follow the definition", bounds[b]);
  }
  solon_stream s;
  solon_stream_start(&s, 7, 1, 1);
  int wrong = 0;
  for (int i = 0; i < 1000; i++)
    wrong += solon_stream_below(&s, 3) > 2 || solon_stream_below(&s, 1) != 0;
  tap_integer(wrong, 0, "below stays below");
}

static double units(double got, long double want) {
  double nearest = fabs((double)want);
  return (double)(fabsl((long double)got - want) / (nextafter(nearest, INFINITY) - nearest));
}

static void test_elementary_accuracy(void) {
  solon_stream s;
  solon_stream_start(&s, 1, 2, 3);
  double worst_exp = 0, worst_log = 0, worst_log1p = 0, worst_log1p_far = 0;
  for (int i = 0; i < 300000; i++) {
    double u = solon_stream_uniform(&s) - 0.5, x = u * 1410, v = expf((float)(u * 170));
    worst_exp = fmax(worst_exp, units(solon_portable_exp(x), expl(x)));
    worst_exp = fmax(worst_exp, units(solon_portable_exp(u), expl(u)));
    worst_log = fmax(worst_log, units(solon_portable_log(v), logl(v)));
    worst_log = fmax(worst_log, units(solon_portable_log(1 + u), logl(1 + u)));
    double *worst = u * 1.99 > -0.29 && u * 1.99 < 0.41 ? &worst_log1p : &worst_log1p_far;
    *worst = fmax(*worst, units(solon_portable_log1p(u * 1.99), log1pl(u * 1.99)));
  }
  tap_ok(worst_exp < 1, "exp is within 1 ulp (worst %.3f)", worst_exp);
  tap_ok(worst_log < 1, "log is within 1 ulp (worst %.3f)", worst_log);
  tap_ok(worst_log1p < 1, "log1p near 0 is within 1 ulp (worst %.3f)", worst_log1p);
  tap_ok(worst_log1p_far < 3, "log1p is within 3 ulp (worst %.3f)", worst_log1p_far);
}

static void test_elementary_ends(void) {
  tap_same(solon_portable_exp(0), 1, "exp(0)");
  tap_same(solon_portable_exp(INFINITY), INFINITY, "exp(inf)");
  tap_same(solon_portable_exp(-INFINITY), 0, "exp(-inf)");
  tap_same(solon_portable_exp(NAN), NAN, "exp(nan)");
  tap_same(solon_portable_exp(710), INFINITY, "exp overflows");
  tap_near(solon_portable_exp(709.75), exp(709.75), 1e-15, 0, "exp near the largest double");
  tap_same(solon_portable_exp(-746), 0, "exp underflows");
  tap_same(solon_portable_exp(-745), 0x1p-1074, "exp reaches the smallest double");
  tap_near(solon_portable_exp(-715), exp(-715), 1e-12, 0x1p-1074, "exp of a subnormal result");
  tap_same(solon_portable_log(0), -INFINITY, "log(0)");
  tap_same(solon_portable_log(-1), NAN, "log(-1)");
  tap_same(solon_portable_log(NAN), NAN, "log(nan)");
  tap_same(solon_portable_log(INFINITY), INFINITY, "log(inf)");
  tap_same(solon_portable_log(1), 0, "log(1)");
  tap_near(solon_portable_log(0x1p-1074), log(0x1p-1074), 1e-15, 0, "log of the smallest double");
  tap_same(solon_portable_log1p(-1), -INFINITY, "log1p(-1)");
  tap_same(solon_portable_log1p(1e-20), 1e-20, "log1p(1e-20)");
  tap_same(solon_portable_log1p(-2), NAN, "log1p(-2)");
}

static void test_quantile(void) {
  /* mpmath, 40 digits: sqrt(2) erfinv(2 p - 1) by root finding; tests/reference/normal_quantile.py
   */
  static const double values[][2] = {
      {1e-300, -37.047096299361199237},  {1e-100, -21.273453560965324294},
      {1e-20, -9.2623400897984075796},   {1e-10, -6.3613409024040561991},
      {1e-5, -4.2648907939228246102},    {0.001, -3.0902323061678135354},
      {0.02425, -1.9729610513118848376}, {0.07, -1.4757910281791706856},
      {0.075, -1.4395314709384559349},   {0.1, -1.2815515655446004353},
      {0.25, -0.6744897501960817432},    {0.4999, -0.00025066283008800749239},
      {0.6, 0.25334710313579974132},     {0.9249, 1.4388253927525403742},
      {0.975, 1.9599639845400538556},    {0.9999, 3.7190164854557083867},
  };
  for (size_t i = 0; i < sizeof values / sizeof *values; i++)
    tap_near(solon_normal_quantile(values[i][0]), values[i][1], 2e-15, 0, "normal quantile at %g",
             values[i][0]);
  tap_same(solon_normal_quantile(0.5), 0, "normal quantile at 0.5");
  tap_same(solon_normal_quantile(0), -INFINITY, "normal quantile at 0");
  tap_same(solon_normal_quantile(1), INFINITY, "normal quantile at 1");
  tap_same(solon_normal_quantile(-0.1), NAN, "normal quantile below 0");
  tap_same(solon_normal_quantile(1.1), NAN, "normal quantile above 1");
  tap_same(solon_normal_quantile(NAN), NAN, "normal quantile of nan");
}

int main(void) {
  test_vectors();
  test_names();
  test_bulk();
  test_seek();
  test_children();
  test_below();
  test_elementary_accuracy();
  test_elementary_ends();
  test_quantile();
  return tap_done();
}
