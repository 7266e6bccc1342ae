/* rank_distribution.h - exact null distributions of rank sums, with ties as they are.
 *
 * Ranks are given as integers: ranks, or twice the midranks where a rank is not whole.
 */
#ifndef SOLON_INFERENCE_RANK_DISTRIBUTION_H
#define SOLON_INFERENCE_RANK_DISTRIBUTION_H

#include <stddef.h>
#include <stdint.h>

enum { SOLON_SIGNED_RANK_MASS = 2 * 49 * 50 / 2 + 1 }; /* doubled ranks of 49 values */

/* The distribution of the sum of a random half of n < 50 ranks (each in or out with probability
 * 1/2): mass[s] = P(sum = s), s = 0 .. the sum of all, which is returned.  Exact: multiples of
 * 2^-n. */
int64_t solon_signed_rank_mass(const int64_t *rank, size_t n, double mass[SOLON_SIGNED_RANK_MASS]);

/* The distribution of the sum of k of total ranks (ascending), all choices equally likely: mass[s]
 * = P(sum - unit k (k + 1) / 2 = s), s = 0 .. unit k (total - k), which is returned; unit is 2 for
 * doubled ranks.  mass holds (k + 1) times that number plus one; the result is its first row. */
int64_t solon_rank_sum_mass(const int64_t *rank, size_t total, size_t k, int64_t unit,
                            double *mass);

/* P(S <= s) and P(S >= s) of such a mass over 0 .. largest; sums from the small end. */
double solon_mass_lower(const double *mass, int64_t largest, int64_t s);
double solon_mass_upper(const double *mass, int64_t largest, int64_t s);

#endif
