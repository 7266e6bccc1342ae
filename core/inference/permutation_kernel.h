/* permutation_kernel.h - the inner loops of Monte Carlo permutation tests (private to permutation.c
 * and its tests). */
#ifndef SOLON_INFERENCE_PERMUTATION_KERNEL_H
#define SOLON_INFERENCE_PERMUTATION_KERNEL_H

#include "core/random/philox_lanes.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>

typedef struct solon_permutation_job {
  const double *values; /* differences, or the pooled sample centred on its mean */
  size_t total;         /* how many */
  size_t chosen;        /* size of the first sample */
  uint32_t purpose;
  uint64_t seed;
  /* a statistic T counts as upper, lower, extreme when T >= upper, T <= lower, |T| >= extreme */
  double upper, lower, extreme;
} solon_permutation_job;

typedef struct solon_tail_counts {
  int64_t lower, upper, extreme;
} solon_tail_counts;

static inline void solon_count_tails(const solon_permutation_job *job, double statistic,
                                     solon_tail_counts *counts) {
  counts->lower += statistic <= job->lower;
  counts->upper += statistic >= job->upper;
  counts->extreme += fabs(statistic) >= job->extreme;
}

/* Adds to counts the permutations first .. last - 1; first is a multiple of SOLON_LANES. */
typedef void (*solon_permutation_kernel)(const solon_permutation_job *job, int64_t first,
                                         int64_t last, solon_tail_counts *counts);

/* The sum of the differences with random signs: bit j mod 32 of word j / 32 of the stream, set =
 * minus. */
void solon_sign_flip_kernel(const solon_permutation_job *job, int64_t first, int64_t last,
                            solon_tail_counts *counts);

/* The sum of `chosen` values: value j is taken when word_j * (values left) < (places left) * 2^32.
 */
void solon_two_sample_kernel(const solon_permutation_job *job, int64_t first, int64_t last,
                             solon_tail_counts *counts);

#endif
