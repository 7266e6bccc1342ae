/* elementary.h - exp, log, log1p and the normal quantile with the same bits on every CPU.
 *
 * The C library chooses variants of exp and log by CPU (with or without fused multiply-add) that
 * differ in the last bit, and a sampler that compares such a value with a uniform would then branch
 * differently on two machines.  These functions use only + - * / and comparisons of IEEE 754
 * doubles, compiled without contraction, so their results are fixed by the standard: the samplers
 * of this folder give the same bits on every conforming machine, compiler and optimisation level.
 * (sqrt is used beside them: IEEE 754 requires it to be correctly rounded.)
 */
#ifndef SOLON_RANDOM_ELEMENTARY_H
#define SOLON_RANDOM_ELEMENTARY_H

#include <stdbool.h>

/* e^x.  Error below 1 unit in the last place for normal results; overflow gives inf, underflow a
 * subnormal or 0; NaN gives NaN.  Argument reduction by ln 2 in two parts and the Taylor
 * polynomial of degree 13 on [-ln 2 / 2, ln 2 / 2], whose remainder is below 2^-57. */
double solon_portable_exp(double x);

/* Natural logarithm.  Error below 1 unit in the last place; log(0) = -inf, log(x < 0) = NaN,
 * log(inf) = inf, NaN gives NaN.  x = 2^k m with m in [sqrt(1/2), sqrt(2)) and the series of
 * 2 artanh((m - 1) / (m + 1)) to the 21st power. */
double solon_portable_log(double x);

/* log(1 + x) without loss near 0.  Error below 1 unit in the last place for x in (-0.29, 0.41),
 * below 3 units elsewhere; log1p(-1) = -inf, x < -1 gives NaN. */
double solon_portable_log1p(double x);

/* log(1 - p) if of_complement, else log(p), for normal p in (0, 1/2]: the same bits as log1p(-p)
 * and log(p), without a branch on which it is (in an inversion that would be mispredicted half the
 * time). */
double solon_portable_log_complement(double p, bool of_complement);

/* The standard normal quantile z with P(Z <= z) = p, relative error about 1e-15 over all doubles
 * p in (0, 1): algorithm AS 241 (PPND16) of Wichura, Applied Statistics 37 (1988) 477-484.
 * p = 0 gives -inf, p = 1 gives inf, outside [0, 1] and NaN give NaN. */
double solon_normal_quantile(double p);

#endif
