/* kernels_scalar.h - a vector of one element, for kernels_body.h. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define WIDTH 1
#define VECTOR double
#define BITS uint64_t
#define MASK int
#define LOAD(p) (*(p))
#define STORE(p, v) (*(p) = (v))
#define SPLAT(x) ((double)(x))
#define SPLAT_BITS(x) ((uint64_t)(x))
#define FMA(a, b, c) fma((a), (b), (c))
/* as the vector instructions: the second where the two do not compare */
#define MIN(a, b) scalar_min((a), (b))
#define MAX(a, b) scalar_max((a), (b))
#define LESS(a, b) ((a) < (b))
#define LESS_EQUAL(a, b) ((a) <= (b))
#define AND(a, b) ((a) & (b))
#define OR(a, b) ((a) | (b))
#define SELECT(m, a, b) ((m) ? (a) : (b))
#define COUNT(m) ((size_t)(m))
#define TO_BITS(x) scalar_bits(x)
/* the binary exponent of a positive normal number given by its bits */
#define EXPONENT(bits)                                                                             \
  (FROM_BITS(((bits) >> 52) | SPLAT_BITS(0x4330000000000000)) - SPLAT(0x1p52 + 1023))
#define FROM_BITS(x) scalar_from_bits(x)
/* entry index mod 8 of a table */
#define LOOKUP(table, index) ((table)[(index)&7])
#define LOOKUP_BITS(table, index) ((table)[(index)&7])

/* no && and no minimum: they would become jumps, which random rows make mispredicted */
#define IS_USUAL(c, v, l, z, t, s)                                                                 \
  (((c) >= SOLON_USUAL_LEAST) & ((v) >= SOLON_USUAL_LEAST) & ((t) >= SOLON_USUAL_LEAST) &          \
   ((l) >= 0) & ((z) >= 0) & ((c) <= 1) & ((v) <= 1) & ((l) <= 1) & ((z) <= 1) & ((s) >= 0) &      \
   ((s) < SOLON_USUAL_LARGE))

static inline double scalar_min(double a, double b) {
  return a < b ? a : b;
}

static inline double scalar_max(double a, double b) {
  return a > b ? a : b;
}

static inline uint64_t scalar_bits(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline double scalar_from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
