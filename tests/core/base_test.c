/* base_test.c - numbers as text both ways on random bit patterns, trimming over all of Unicode,
 * names, and the counted allocator with its limit and injected failures. */
#include "core/base/memory.h"
#include "core/base/number.h"
#include "core/base/text.h"
#include "core/random/philox.h"
#include "tap.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static solon_stream random_bits(uint64_t index) {
  solon_stream s;
  solon_stream_start(&s, 99, solon_purpose("base test"), index);
  return s;
}

static double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static bool same_bits(double a, double b) {
  return memcmp(&a, &b, sizeof a) == 0;
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* The significant digits of a decimal text, without zeros before and behind. */
static size_t significant_digits(const char *text, char digits[64]) {
  size_t count = 0;
  for (; *text != '\0' && *text != 'e'; text++)
    if (isdigit((unsigned char)*text) && (count > 0 || *text != '0') && count < 63)
      digits[count++] = *text;
  while (count > 0 && digits[count - 1] == '0')
    count--;
  digits[count] = '\0';
  return count;
}

static void test_golden_digits(void) {
  /* made by tests/reference/number_repr.py: the digits of Python's repr are the shortest */
  static const struct {
    uint64_t bits;
    const char *text;
  } golden[] = {
      {UINT64_C(0x0000000000000001), "5e-324"},
      {UINT64_C(0x0000000000000002), "1e-323"},
      {UINT64_C(0x0000000000000003), "1.5e-323"},
      {UINT64_C(0x000fffffffffffff), "2.225073858507201e-308"},
      {UINT64_C(0x0010000000000000), "2.2250738585072014e-308"},
      {UINT64_C(0x7fefffffffffffff), "1.7976931348623157e+308"},
      {UINT64_C(0x3ff0000000000000), "1.0"},
      {UINT64_C(0x3fb999999999999a), "0.1"},
      {UINT64_C(0x4340000000000000), "9007199254740992.0"},
      {UINT64_C(0x4340000000000001), "9007199254740994.0"},
      {UINT64_C(0x433fffffffffffff), "9007199254740991.0"},
      {UINT64_C(0x0410000000000000), "4.1045368012983762e-289"},
      {UINT64_C(0x04d0000000000000), "1.681218273811815e-285"},
      {UINT64_C(0x3fd5555555555555), "0.3333333333333333"},
      {UINT64_C(0x8000000000000001), "-5e-324"},
      {UINT64_C(0xc09c7ccccccccccd), "-1823.2"},
      {UINT64_C(0x4415af1d78b58c40), "1e+20"},
      {UINT64_C(0xf2a74de452e6b438), "-1.989032661366619e+244"},
      {UINT64_C(0x6503270e269e0d37), "3.8805588161425205e+178"},
      {UINT64_C(0x0c4c7fd0a6a3a450), "1.9902491793487935e-249"},
      {UINT64_C(0xd22f0824128b2f33), "-7.716417708670279e+87"},
      {UINT64_C(0x1808e811892f902b), "6.823792259378784e-193"},
      {UINT64_C(0x9521985d5d9dc9f8), "-6.850567808936544e-207"},
      {UINT64_C(0xe8e25d940ed90475), "-1.7160537630466207e+197"},
      {UINT64_C(0x36e675cc81e74ef5), "3.147337620597693e-44"},
      {UINT64_C(0x1600a35a099950d8), "1.0613447212142254e-202"},
      {UINT64_C(0x6b0d549b6f03675a), "4.708325160387546e+207"},
      {UINT64_C(0x3d8c172411e20b8f), "3.1935080792567816e-12"},
      {UINT64_C(0x8d016ece1738f7d9), "-4.986565189284367e-246"},
      {UINT64_C(0x0f21ddb66cad4a26), "8.779753225680271e-236"},
      {UINT64_C(0x90c192cfd3ac94af), "-5.795503248498993e-228"},
      {UINT64_C(0xf28c105d1fb17c23), "-5.988180159386011e+243"},
      {UINT64_C(0xa160b33839263059), "-6.53026194263898e-148"},
      {UINT64_C(0x952f48f1a09f76b5), "-1.2180588497424205e-206"},
      {UINT64_C(0x0fc630f1f29d0da9), "1.116693499575087e-232"},
      {UINT64_C(0x95e60af593bd04cf), "-3.51527970626667e-203"},
      {UINT64_C(0x0ca1e29c658cda14), "7.993690920516442e-248"},
      {UINT64_C(0x3888d190f9ebdacc), "2.3339316590906048e-36"},
      {UINT64_C(0x8e81973e0becd7b0), "-8.441872792105456e-239"},
      {UINT64_C(0x2207beaddbc496cb), "9.507828700398311e-145"},
      {UINT64_C(0x0500000000000000), "1.344974619049452e-284"},
      {UINT64_C(0x0710000000000000), "1.155324400553491e-274"},
      {UINT64_C(0x0ae0000000000000), "2.6639966923902686e-256"},
      {UINT64_C(0x15f0000000000000), "5.103203814961955e-203"},
      {UINT64_C(0x3840000000000000), "9.4039548065783e-38"},
      {UINT64_C(0x44c0000000000000), "1.5111572745182865e+23"},
      {UINT64_C(0x5dc0000000000000), "3.9021856878949903e+143"},
      {UINT64_C(0x7d00000000000000), "1.2773377981022207e+294"},
  };
  for (size_t i = 0; i < sizeof golden / sizeof *golden; i++) {
    double value = from_bits(golden[i].bits), back = 0;
    char text[SOLON_NUMBER_SIZE], got[64], want[64];
    solon_number_format(value, true, text);
    significant_digits(text, got);
    significant_digits(golden[i].text, want);
    tap_string(got, want, "%s: the shortest digits", golden[i].text);
    tap_ok(solon_number_parse(golden[i].text, strlen(golden[i].text), &back) &&
               same_bits(back, value),
           "%s reads as its bits", golden[i].text);
  }
}

static void test_round_trip(void) {
  solon_stream s = random_bits(1);
  int lost = 0, unmarked = 0, overlong = 0;
  for (int i = 0; i < 200000; i++) {
    uint64_t bits = solon_stream_bits64(&s);
    if (i % 4 == 0)
      bits &= UINT64_C(0x800FFFFFFFFFFFFF); /* subnormal */
    if (i % 4 == 1)
      bits &= UINT64_C(0xFFF0000000000000); /* a power of two */
    double value = from_bits(bits), back = 0;
    if (!isfinite(value))
      continue;
    char text[SOLON_NUMBER_SIZE], digits[64];
    size_t length = solon_number_format(value, true, text);
    lost += !solon_number_parse(text, length, &back) || !same_bits(back, value);
    unmarked += strpbrk(text, ".e") == NULL;
    overlong += length != strlen(text) || significant_digits(text, digits) > 17;
    solon_number_format(value, false, text);
    lost += strtod(text, NULL) != value;
  }
  tap_integer(lost, 0, "every double reads back as itself");
  tap_integer(unmarked, 0, "every float is recognisable as one");
  tap_integer(overlong, 0, "no text is longer than 17 digits");
}

static void test_special_numbers(void) {
  static const struct {
    double value;
    const char *marked, *plain;
  } cases[] = {{0, "0.0", "0"},
               {-0.0, "-0.0", "-0"},
               {1, "1.0", "1"},
               {-12, "-12.0", "-12"},
               {0.1, "0.1", "0.1"},
               {1e15, "1e+15", "1e+15"},
               {1e300, "1e+300", "1e+300"},
               {0.5, "0.5", "0.5"},
               {NAN, "nan", "nan"},
               {INFINITY, "inf", "inf"},
               {-INFINITY, "-inf", "-inf"},
               {5e-324, "5e-324", "5e-324"},
               {123456789, "123456789.0", "123456789"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[SOLON_NUMBER_SIZE];
    double back = 7;
    solon_number_format(cases[i].value, true, text);
    tap_string(text, cases[i].marked, "%s with its mark", cases[i].marked);
    tap_ok(solon_number_parse(text, strlen(text), &back) &&
               (isnan(back) || same_bits(back, cases[i].value)),
           "%s reads back", text);
    solon_number_format(cases[i].value, false, text);
    tap_string(text, cases[i].plain, "%s without a mark", cases[i].plain);
  }
}

/* [+-] digits [. digits] [e [+-] digits], at least one digit before the exponent. */
static bool is_decimal(const char *s) {
  s += *s == '+' || *s == '-';
  size_t whole = strspn(s, "0123456789"), part = 0;
  s += whole;
  if (*s == '.') {
    part = strspn(s + 1, "0123456789");
    s += 1 + part;
  }
  if (whole + part == 0)
    return false;
  if (*s == 'e' || *s == 'E') {
    s++;
    s += *s == '+' || *s == '-';
    size_t exponent = strspn(s, "0123456789");
    if (exponent == 0)
      return false;
    s += exponent;
  }
  return *s == '\0';
}

static void test_parse_fuzz(void) {
  static const char alphabet[] = "0123456789012345..eE+-- naifxp,";
  solon_stream s = random_bits(2);
  int wrong = 0, accepted = 0;
  for (int i = 0; i < 300000; i++) {
    char text[16] = {0};
    size_t length = (size_t)solon_stream_below(&s, 10);
    for (size_t j = 0; j < length; j++)
      text[j] = alphabet[solon_stream_below(&s, sizeof alphabet - 1)];
    double value = 12345;
    bool good = solon_number_parse(text, length, &value);
    bool want = is_decimal(text) || strcmp(text, "nan") == 0 || strcmp(text, "inf") == 0 ||
                strcmp(text, "-inf") == 0;
    accepted += good;
    if (good != want || (!good && value != 12345) ||
        (good && !isnan(value) && !same_bits(value, strtod(text, NULL)))) {
      wrong++;
      tap_note("wrong: \"%s\"", text);
    }
  }
  tap_ok(wrong == 0 && accepted > 1000, "300,000 random texts are numbers exactly by the grammar");
}

static void test_parse_ends(void) {
  double value = 3;
  tap_ok(!solon_number_parse("nan\0x", 5, &value) && !solon_number_parse("1\0", 2, &value) &&
             value == 3,
         "a zero byte is no part of a number");
  tap_ok(solon_number_parse("12345", 3, &value) && value == 123,
         "the length counts, not a zero byte");
  tap_ok(solon_number_parse("1e400", 5, &value) && value == INFINITY, "too large is an infinity");
  tap_ok(solon_number_parse("-1e-400", 7, &value) && same_bits(value, -0.0), "too small is a zero");
  char text[600];
  memset(text, '0', sizeof text);
  text[0] = '1';
  text[1] = '.';
  tap_ok(solon_number_parse(text, 511, &value) && value == 1, "511 bytes are read");
  tap_ok(!solon_number_parse(text, 512, &value), "512 bytes are refused");
  tap_ok(!solon_number_parse("", 0, &value), "nothing is no number");
}

/* ---- text ------------------------------------------------------------------------------------ */

static size_t encode(uint32_t c, char *out) {
  if (c < 0x80) {
    out[0] = (char)c;
    return 1;
  }
  size_t size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t i = size; i-- > 1; c >>= 6)
    out[i] = (char)(0x80 | (c & 0x3F));
  out[0] = (char)((size == 2 ? 0xC0 : size == 3 ? 0xE0 : 0xF0) | c);
  return size;
}

/* White_Space of PropList.txt (Unicode 15), then the three that the header adds. */
static bool is_blank(uint32_t c) {
  static const uint32_t ranges[][2] = {
      {0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},     {0x1680, 0x1680},
      {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000},
      {0x200B, 0x200B}, {0x2060, 0x2060}, {0xFEFF, 0xFEFF}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    if (c >= ranges[i][0] && c <= ranges[i][1])
      return true;
  return false;
}

static void test_all_characters(void) {
  int wrong_trim = 0, wrong_form = 0, blanks = 0;
  for (uint32_t c = 0; c <= 0x10FFFF; c++) {
    char text[16];
    size_t size = encode(c, text);
    text[size] = 'x';
    memcpy(text + size + 1, text, size);
    const char *start;
    size_t length = solon_text_trim(text, 2 * size + 1, &start);
    bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    blanks += is_blank(c);
    wrong_trim +=
        is_blank(c) ? length != 1 || start != text + size : length != 2 * size + 1 || start != text;
    wrong_form += solon_text_is_utf8(text, 2 * size + 1) == surrogate ||
                  solon_text_character_length(text, 2 * size + 1) != (surrogate ? 0 : size);
  }
  tap_integer(blanks, 28, "25 White_Space characters and three more");
  tap_integer(wrong_trim, 0, "trimming takes exactly the blanks among all characters");
  tap_integer(wrong_form, 0, "all characters but the surrogates are well-formed");
}

static void test_trim_cases(void) {
  static const struct {
    const char *text, *want;
  } cases[] = {{"", ""},
               {" \t\r\n", ""},
               {"\xC2\xA0 Ann\xE2\x80\x89Lee\xE3\x80\x80\n", "Ann\xE2\x80\x89Lee"},
               {"\xEF\xBB\xBFname", "name"},
               {"\xE0\x80\xA0x", "\xE0\x80\xA0x"}, /* an overlong blank is none */
               {"\xC0\xA0x", "\xC0\xA0x"},
               {"x\xC2", "x\xC2"},
               {"\xA0x", "\xA0x"}, /* the byte of a no-break space in Latin-1 */
               {" \xF0\x9F\x98\x85 ", "\xF0\x9F\x98\x85"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *start;
    size_t length = solon_text_trim(cases[i].text, strlen(cases[i].text), &start);
    tap_ok(length == strlen(cases[i].want) && memcmp(start, cases[i].want, length) == 0,
           "trimming case %zu", i + 1);
  }
}

static void test_trim_fuzz(void) {
  /* bytes that make blanks, their fragments and overlong forms likely */
  static const unsigned char bytes[] = {' ',  'x',  0xC2, 0xA0, 0x85, 0xE2, 0x80, 0x81, 0x8B, 0xE3,
                                        0xEF, 0xBB, 0xBF, 0xE0, 0xF0, 0xFF, 0x09, 0x9A, 0xE1};
  solon_stream s = random_bits(3);
  int outside = 0, unstable = 0;
  for (int i = 0; i < 300000; i++) {
    char text[12];
    size_t length = (size_t)solon_stream_below(&s, sizeof text + 1);
    for (size_t j = 0; j < length; j++)
      text[j] = (char)bytes[solon_stream_below(&s, sizeof bytes)];
    const char *start, *again;
    size_t kept = solon_text_trim(text, length, &start);
    outside += start < text || start + kept > text + length;
    unstable += kept > 0 && (solon_text_trim(start, kept, &again) != kept || again != start);
  }
  tap_integer(outside, 0, "what trimming keeps lies inside any bytes");
  tap_integer(unstable, 0, "trimming twice is trimming once");
}

static void test_ill_formed(void) {
  static const char *const ill[] = {"\x80",
                                    "\xC0\x80",
                                    "\xC1\xBF",
                                    "\xE0\x9F\xBF",
                                    "\xED\xA0\x80",
                                    "\xF0\x8F\xBF\xBF",
                                    "\xF4\x90\x80\x80",
                                    "\xF5\x80\x80\x80",
                                    "\xE2\x82",
                                    "\xFF",
                                    "a\xCC"};
  for (size_t i = 0; i < sizeof ill / sizeof *ill; i++)
    tap_ok(!solon_text_is_utf8(ill[i], strlen(ill[i])), "ill-formed text %zu is refused", i + 1);
  tap_ok(solon_text_is_utf8("", 0) && solon_text_is_utf8("\0", 1),
         "nothing and a zero byte are text");
}

static void test_names(void) {
  static const struct {
    const char *a, *b;
    int64_t distance;
  } cases[] = {
      {"", "", 0},      {"", "abc", 3},      {"kitten", "sitting", 3},        {"ab", "ba", 1},
      {"ca", "abc", 3}, {"flaw", "lawn", 2}, {"replicates", "replicates", 0}, {"a", "b", 1}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    tap_integer((int64_t)solon_text_distance(cases[i].a, cases[i].b), cases[i].distance,
                "distance of '%s' and '%s'", cases[i].a, cases[i].b);
  solon_stream s = random_bits(4);
  int wrong = 0;
  for (int i = 0; i < 20000; i++) {
    char name[3][8] = {{0}};
    for (int k = 0; k < 3; k++)
      for (size_t j = 0, n = (size_t)solon_stream_below(&s, 7); j < n; j++)
        name[k][j] = (char)('a' + solon_stream_below(&s, 3));
    size_t there = solon_text_distance(name[0], name[1]),
           back = solon_text_distance(name[1], name[0]);
    size_t la = strlen(name[0]), lb = strlen(name[1]);
    wrong += there != back || (there == 0) != (strcmp(name[0], name[1]) == 0) ||
             there > (la > lb ? la : lb) || there < (la > lb ? la - lb : lb - la);
  }
  tap_integer(wrong, 0, "distances are symmetric, 0 for equal names only, within their bounds");
  static const char *const known[] = {"mean", "median", "variance"};
  tap_string(solon_text_nearest("medain", known, 3), "median", "the nearest name");
  tap_ok(solon_text_nearest("kurtosis", known, 3) == NULL, "no name is near");
  tap_ok(solon_text_nearest("x", known, 0) == NULL, "no names");
  char longer[200];
  memset(longer, 'q', sizeof longer - 1);
  longer[sizeof longer - 1] = '\0';
  tap_ok(solon_text_distance(longer, "q") == 62, "long names are compared by their first 63 bytes");
}

/* ---- memory ---------------------------------------------------------------------------------- */

static void test_allocator(void) {
  size_t before = solon_memory_used();
  unsigned char *zero = solon_alloc_zero(100, 10), *block = solon_alloc(0), *other = solon_alloc(0);
  bool clean = zero != NULL;
  for (size_t i = 0; clean && i < 1000; i++)
    clean = zero[i] == 0;
  tap_ok(clean && (uintptr_t)zero % 16 == 0, "zeroed memory is zero and aligned");
  tap_ok(block != NULL && other != NULL && block != other, "empty blocks are blocks");
  tap_integer((int64_t)(solon_memory_used() - before), 1000, "bytes in use are counted");
  memset(zero, 42, 1000);
  zero = solon_realloc(zero, 100000);
  bool kept = zero != NULL;
  for (size_t i = 0; kept && i < 1000; i++)
    kept = zero[i] == 42;
  tap_ok(kept && solon_memory_used() - before == 100000, "growing keeps the content and the count");
  tap_ok(solon_memory_peak() >= before + 100000, "the peak has seen it");
  solon_free(zero);
  solon_free(block);
  solon_free(other);
  solon_free(NULL);
  char *copy = solon_string_copy("text");
  tap_string(copy, "text", "a copied text");
  solon_free(copy);
  tap_ok(solon_string_copy(NULL) == NULL, "a copy of nothing");
  tap_integer((int64_t)(solon_memory_used() - before), 0, "all bytes are given back");
}

static void test_limit(void) {
  size_t before = solon_memory_used(), peak = solon_memory_peak();
  solon_memory_set_limit(before + 1000);
  tap_integer((int64_t)solon_memory_limit(), (int64_t)before + 1000, "the limit is set");
  char *block = solon_alloc(900);
  tap_ok(block != NULL && solon_alloc(101) == NULL, "the limit refuses what goes beyond it");
  memset(block, 7, 900);
  tap_ok(solon_realloc(block, 2000) == NULL && block[899] == 7,
         "a refused growth leaves the block");
  char *rest = solon_alloc(100);
  tap_ok(rest != NULL, "the last byte may be used");
  tap_ok(!solon_memory_reserve(1), "Lua's blocks count against the same limit");
  solon_free(rest);
  tap_ok(solon_memory_reserve(50), "what was freed may be reserved");
  solon_memory_release(50);
  solon_free(block);
  solon_memory_set_limit(0);
  volatile size_t most = SIZE_MAX; /* volatile: the compiler knows that these requests are mad */
  tap_ok(solon_alloc(most) == NULL && solon_alloc(most - 100) == NULL &&
             solon_alloc_zero(most / 2, 3) == NULL && !solon_memory_reserve(most - 5),
         "impossible sizes are refused");
  block = solon_alloc(10);
  tap_ok(solon_realloc(block, most - 3) == NULL, "impossible growth is refused");
  solon_free(block);
  tap_integer((int64_t)(solon_memory_used() - before), 0, "refusals leave the count alone");
  tap_ok(solon_memory_peak() < peak + 10000, "refusals leave the peak alone");
}

static void test_injected_failures(void) {
  size_t before = solon_memory_used();
  solon_memory_fail_after(2);
  void *a = solon_alloc(1), *b = solon_alloc(1), *c = solon_alloc(1), *d = solon_alloc_zero(1, 1);
  bool refused = solon_memory_failed();
  solon_memory_fail_never();
  void *e = solon_alloc(1);
  tap_ok(a != NULL && b != NULL && c == NULL && d == NULL && e != NULL && refused,
         "two requests succeed, then all fail until told otherwise");
  solon_free(a);
  solon_free(b);
  solon_free(e);
  solon_memory_fail_after(5);
  solon_memory_fail_never();
  tap_ok(!solon_memory_failed(), "no request, no refusal");
  tap_integer((int64_t)(solon_memory_used() - before), 0,
              "injected failures leave the count alone");
}

int main(void) {
  test_golden_digits();
  test_round_trip();
  test_special_numbers();
  test_parse_fuzz();
  test_parse_ends();
  test_all_characters();
  test_trim_cases();
  test_trim_fuzz();
  test_ill_formed();
  test_names();
  test_allocator();
  test_limit();
  test_injected_failures();
  return tap_done();
}
