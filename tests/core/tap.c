/* tap.c - test points, counted; the plan comes last. */
#include "tap.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int points, failures;

static bool report(bool passed, const char *name, va_list arguments) {
  points++;
  failures += !passed;
  printf("%sok %d - ", passed ? "" : "not ", points);
  vprintf(name, arguments);
  putchar('\n');
  return passed;
}

#define REPORT(passed)                                                                             \
  bool good = (passed);                                                                            \
  va_list arguments;                                                                               \
  va_start(arguments, name);                                                                       \
  report(good, name, arguments);                                                                   \
  va_end(arguments)

bool tap_ok(bool passed, const char *name, ...) {
  REPORT(passed);
  return good;
}

bool tap_integer(int64_t got, int64_t want, const char *name, ...) {
  REPORT(got == want);
  if (!good)
    printf("#   got %" PRId64 ", want %" PRId64 "\n", got, want);
  return good;
}

bool tap_string(const char *got, const char *want, const char *name, ...) {
  REPORT(got != NULL && strcmp(got, want) == 0);
  if (!good)
    printf("#   got \"%s\"\n#   want \"%s\"\n", got == NULL ? "(null)" : got, want);
  return good;
}

static uint64_t ordered_bits(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static void note_difference(double got, double want) {
  uint64_t a = ordered_bits(got), b = ordered_bits(want);
  printf("#   got %.17g, want %.17g, relative error %.3g, %" PRIu64 " ulp\n", got, want,
         want != 0 ? fabs(got / want - 1) : fabs(got), a > b ? a - b : b - a);
}

bool tap_near(double got, double want, double relative, double absolute, const char *name, ...) {
  bool close = got == want || (isnan(got) && isnan(want)) ||
               fabs(got - want) <= absolute + relative * fabs(want);
  REPORT(close && !(isinf(want) && got != want));
  if (!good)
    note_difference(got, want);
  return good;
}

bool tap_same(double got, double want, const char *name, ...) {
  REPORT(memcmp(&got, &want, sizeof got) == 0 || (isnan(got) && isnan(want)));
  if (!good)
    note_difference(got, want);
  return good;
}

void tap_note(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("# ", stdout);
  vprintf(format, arguments);
  putchar('\n');
  va_end(arguments);
}

void tap_skip(const char *reason, const char *name) {
  printf("ok %d - %s # SKIP %s\n", ++points, name, reason);
}

int tap_done(void) {
  printf("1..%d\n", points);
  return failures != 0;
}
