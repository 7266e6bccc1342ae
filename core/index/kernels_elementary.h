/* kernels_elementary.h - powers, exponentials and logarithms of vectors, for kernels_body.h.
 *
 * Tables of eight entries keep the polynomials short; LOOKUP takes the last three bits of an index.
 * Their numbers come from tests/reference/index_polynomials.py.  The polynomials are in Horner's
 * form: the fewest operations, and the quick loop has rows enough in flight to hide its long chain.
 */

/* ---- powers of two --------------------------------------------------------------------------- */

/* x + ROUNDING has in its last bits the integer nearest to 8 x. */
#define ROUNDING 0x1.8p49

/* The bits of 2^(j / 8) less j 2^49: adding n 2^49 for any n that ends in the bits of j gives those
 * of 2^(n / 8). */
static const uint64_t power_bits[8] = {0x3FF0000000000000, 0x3FEF72B83C7D517B, 0x3FEF06FE0A31B715,
                                       0x3FEEBFDAD5362A27, 0x3FEEA09E667F3BCD, 0x3FEEACE5422AA0DB,
                                       0x3FEEE89F995AD3AD, 0x3FEF5818DCFBA487};

/* 2^(j / 8) / the double nearest to it - 1 */
static const double power_rest[8] = {0,
                                     -0x1.01b15eaa59348p-55,
                                     0x1.34d754db0abb6p-55,
                                     0x1.690cebb7aafb0p-56,
                                     -0x1.3b3efbf5e2228p-54,
                                     0x1.db72fc1f0eab4p-55,
                                     0x1.c1a7792cb3387p-55,
                                     0x1.4a385a63d07a7p-56};

/* 2^x to the nearest eighth, of rounded = x + ROUNDING. */
INLINE VECTOR power_of_eighths(VECTOR rounded) {
  return FROM_BITS(LOOKUP_BITS(power_bits, TO_BITS(rounded)) + (TO_BITS(rounded) << 49));
}

/* (2^r - 1) / r for |r| <= 1/16; error 8e-17. */
INLINE VECTOR power_slope(VECTOR r) {
  VECTOR sum = FMA(SPLAT(0x1.ffd1f6633bd3ap-17), r, SPLAT(0x1.430deca12d584p-13));
  sum = FMA(sum, r, SPLAT(0x1.5d87fe72ac65ep-10));
  sum = FMA(sum, r, SPLAT(0x1.3b2ab6f1f1910p-7));
  sum = FMA(sum, r, SPLAT(0x1.c6b08d704a11fp-5));
  sum = FMA(sum, r, SPLAT(0x1.ebfbdff82c6c5p-3));
  return FMA(sum, r, SPLAT(0x1.62e42fefa39efp-1));
}

/* e^(k t) - 1 with slope = k / ln 2; k t in [0, 200].  The rest of the power keeps the relative
 * error small where the power is near 1. */
INLINE VECTOR expm1_slope(VECTOR slope, VECTOR t) {
  VECTOR rounded = FMA(slope, t, SPLAT(ROUNDING));
  VECTOR r = FMA(slope, t, SPLAT(ROUNDING) - rounded);
  VECTOR power = power_of_eighths(rounded);
  VECTOR change = FMA(r, power_slope(r), LOOKUP(power_rest, TO_BITS(rounded)));
  return FMA(power, change, power - SPLAT(1.0));
}

/* 2^(high + low); the result is larger by 2^lift than it should be. */
INLINE VECTOR power_of(VECTOR high, VECTOR low, double lift) {
  VECTOR rounded = (high + low) + SPLAT(ROUNDING);
  VECTOR nearest = rounded - SPLAT(ROUNDING);
  VECTOR r = (high - nearest) + low;
  if (lift != 0) /* below: nothing is left of it anyway */
    rounded = MAX(nearest + SPLAT(lift), SPLAT(-1020.0)) + SPLAT(ROUNDING);
  VECTOR power = power_of_eighths(rounded);
  return FMA(power, r * power_slope(r), power);
}

/* ---- logarithms ------------------------------------------------------------------------------ */

#define ONE_BITS 0x3FF0000000000000
#define FRACTION_BITS 0x000FFFFFFFFFFFFF

/* The smallest mantissa, 1 - 1/24: of the eight intervals of mantissas from here, equally long in
 * bits, the first has 1 in its middle. */
#define LEAST_BITS 0x3FEEAAAAAAAAAAAB

/* The reciprocals of the middles of the intervals, 1 first, and minus log2 of them. */
static const double reciprocals[8] = {1,
                                      0x1.cfb2b78c13521p-1,
                                      0x1.a08ad8f2fba93p-1,
                                      0x1.7a17a17a17a17p-1,
                                      0x1.5a240e6c2b448p-1,
                                      0x1.3f2b3884fcacep-1,
                                      0x1.2818acb90f6bfp-1,
                                      0x1.142284508a114p-1};
static const double logarithms[8] = {0,
                                     0x1.24c723c3a3210p-3,
                                     0x1.30d32b7444b0ap-2,
                                     0x1.bfe72d9dd3783p-2,
                                     0x1.212b7315eb0b6p-1,
                                     0x1.5d180a62a0aeap-1,
                                     0x1.9484f6a4b935ap-1,
                                     0x1.c813209b42f98p-1};

/* log2 x = exponent + fraction, of which the first is whole. */
typedef struct logarithm {
  VECTOR exponent, fraction;
} logarithm;

/* Of positive normal x; absolute error of the fraction 4e-16, and both are 0 for 1. */
INLINE logarithm log2_of(VECTOR x) {
  BITS bits = TO_BITS(x) + SPLAT_BITS(ONE_BITS - LEAST_BITS), interval = bits >> 49;
  VECTOR m = FROM_BITS((bits & SPLAT_BITS(FRACTION_BITS)) + SPLAT_BITS(LEAST_BITS));
  VECTOR r = FMA(m, LOOKUP(reciprocals, interval), SPLAT(-1.0)); /* |r| <= 0.0566 */
  VECTOR sum = FMA(SPLAT(0x1.4a3cceb5ab543p-3), r, SPLAT(-0x1.7377ee6c7d404p-3));
  sum = FMA(sum, r, SPLAT(0x1.a616301386ba6p-3));
  sum = FMA(sum, r, SPLAT(-0x1.ec6f4c8e0f9a4p-3));
  sum = FMA(sum, r, SPLAT(0x1.2776c531eb8c0p-2));
  sum = FMA(sum, r, SPLAT(-0x1.7154767927af1p-2));
  sum = FMA(sum, r, SPLAT(0x1.ec709dc39e197p-2));
  sum = FMA(sum, r, SPLAT(-0x1.71547652b7013p-1));
  sum = FMA(sum, r, SPLAT(0x1.71547652b82fep+0));
  return (logarithm){EXPONENT(bits), FMA(sum, r, LOOKUP(logarithms, interval))};
}

/* ---- products of powers ---------------------------------------------------------------------- */

/* log2 of a product of powers: high + low, where high is exact, so that exponents of any size cost
 * no accuracy. */
typedef struct log2_sum {
  VECTOR high, low;
} log2_sum;

/* Adds weight times l; the weight is also given as high + low, high of 36 bits at most. */
INLINE log2_sum add_logarithm(log2_sum sum, VECTOR weight, VECTOR high, VECTOR low, logarithm l) {
  sum.low = FMA(weight, l.fraction, FMA(low, l.exponent, sum.low));
  sum.high = FMA(high, l.exponent, sum.high);
  return sum;
}

/* The twentieth root: weights that are multiples of 1/20 need one logarithm, of
 * product_of_powers(), instead of three. */
INLINE log2_sum log2_of_root(logarithm l) {
  const VECTOR zero = SPLAT(0.0);
  return add_logarithm((log2_sum){zero, zero}, SPLAT(0.05), SPLAT(0x1.9999999a00000p-5),
                       SPLAT(-0x1.999999999999ap-39), l);
}

/* c^a t^b v^d for whole a, b, d in [0, 31], squared and multiplied from the highest bit on.  In
 * unrolled code with constant exponents seven multiplications are left for 5, 8, 7. */
INLINE VECTOR product_of_powers(VECTOR c, VECTOR t, VECTOR v, const int exponents[]) {
  VECTOR product = SPLAT(1.0);
#pragma GCC unroll 5
  for (int bit = 16; bit > 0; bit /= 2) {
    VECTOR factor = SPLAT(1.0);
    product *= product;
    if (exponents[0] & bit)
      factor *= c;
    if (exponents[1] & bit)
      factor *= t;
    if (exponents[2] & bit)
      factor *= v;
    product *= factor;
  }
  return product;
}

/* The same, bit for bit, with exponents that are numbers row by row. */
INLINE VECTOR product_of_row_powers(VECTOR c, VECTOR t, VECTOR v, const VECTOR exponents[]) {
  const VECTOR x[3] = {c, t, v};
  VECTOR rest[3] = {exponents[0], exponents[1], exponents[2]}, product = SPLAT(1.0);
  for (double bit = 16; bit >= 1; bit /= 2) {
    VECTOR factor = SPLAT(1.0);
    product *= product;
    for (int i = 0; i < 3; i++) {
      MASK set = LESS_EQUAL(SPLAT(bit), rest[i]);
      factor *= SELECT(set, x[i], SPLAT(1.0));
      rest[i] -= SELECT(set, SPLAT(bit), SPLAT(0.0));
    }
    product *= factor;
  }
  return product;
}
