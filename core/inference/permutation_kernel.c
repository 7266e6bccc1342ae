/* permutation_kernel.c - eight permutations at a time, one in each lane.
 *
 * Every lane adds the values in the same order with the same operations at every instruction level,
 * so the sums, and with them the counts, have the same bits everywhere.
 */
#include "permutation_kernel.h"

#include "core/base/cpu.h"

#include <string.h>

/* Four lanes; compilers lower it to what the function's target has. */
typedef double lanes __attribute__((vector_size(32)));
typedef int64_t lane_bits __attribute__((vector_size(32)));

enum { WORDS = 64 }; /* words per lane drawn at once: 4 KB on the stack */

/* Vectors go through pointers: by value their calling convention would depend on the target. */
static inline __attribute__((always_inline)) void load_words(const uint64_t *words,
                                                             lane_bits *value) {
  memcpy(value, words, sizeof *value);
}

static inline __attribute__((always_inline)) void count_lanes(const solon_permutation_job *job,
                                                              const lanes *left, const lanes *right,
                                                              int64_t used,
                                                              solon_tail_counts *counts) {
  double sums[SOLON_LANES];
  memcpy(sums, left, sizeof *left);
  memcpy(sums + 4, right, sizeof *right);
  for (int64_t lane = 0; lane < used; lane++)
    solon_count_tails(job, sums[lane], counts);
}

/* Adds the value to four sums, negated where the word's bit `63 - shift` is set. */
static inline __attribute__((always_inline)) void add_signed(const uint64_t *words, int shift,
                                                             double value, lanes *sum) {
  const lane_bits sign = {INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN};
  const lanes shared = {value, value, value, value};
  lane_bits bits;
  load_words(words, &bits);
  *sum += (lanes)((lane_bits)shared ^ ((bits << shift) & sign));
}

static inline __attribute__((always_inline)) void sign_flips(const solon_permutation_job *job,
                                                             int64_t first, int64_t last,
                                                             solon_tail_counts *counts) {
  uint64_t words[WORDS * SOLON_LANES];
  for (int64_t index = first; index < last; index += SOLON_LANES) {
    lanes left = {0}, right = {0};
    for (size_t start = 0; start < job->total; start += 32 * WORDS) {
      size_t end = job->total - start < 32 * WORDS ? job->total : start + 32 * WORDS;
      solon_philox_lanes(job->seed, job->purpose, (uint64_t)index, start / 128,
                         (end - start + 127) / 128, words);
      for (size_t j = start; j < end; j++) {
        const uint64_t *word = words + (j - start) / 32 * SOLON_LANES;
        int shift = 63 - (int)(j % 32);
        add_signed(word, shift, job->values[j], &left);
        add_signed(word + 4, shift, job->values[j], &right);
      }
    }
    count_lanes(job, &left, &right, last - index < SOLON_LANES ? last - index : SOLON_LANES,
                counts);
  }
}

/* One step of selection sampling in four lanes; places is scaled by 2^32.  A word below 2^32 joins
 * the mantissa of 2^52 to become a double; all products are exact (total <= 2^20). */
static inline __attribute__((always_inline)) void
select_value(const uint64_t *word, double value, double values_left, lanes *places, lanes *sum) {
  const int64_t mantissa = INT64_C(0x4330000000000000);
  const lanes unit = {0x1p32, 0x1p32, 0x1p32, 0x1p32}, shared = {value, value, value, value};
  lane_bits bits;
  load_words(word, &bits);
  lanes number = (lanes)(bits | mantissa) - 0x1p52;
  lane_bits taken = number * values_left < *places;
  *sum += (lanes)((lane_bits)shared & taken);
  *places -= (lanes)((lane_bits)unit & taken);
}

static inline __attribute__((always_inline)) void two_samples(const solon_permutation_job *job,
                                                              int64_t first, int64_t last,
                                                              solon_tail_counts *counts) {
  uint64_t words[WORDS * SOLON_LANES];
  for (int64_t index = first; index < last; index += SOLON_LANES) {
    lanes left = {0}, right = {0};
    lanes places_left = left + (double)job->chosen * 0x1p32, places_right = places_left;
    for (size_t start = 0; start < job->total; start += WORDS) {
      size_t end = job->total - start < WORDS ? job->total : start + WORDS;
      solon_philox_lanes(job->seed, job->purpose, (uint64_t)index, start / 4, (end - start + 3) / 4,
                         words);
      for (size_t j = start; j < end; j++) {
        const uint64_t *word = words + (j - start) * SOLON_LANES;
        double values_left = (double)(job->total - j);
        select_value(word, job->values[j], values_left, &places_left, &left);
        select_value(word + 4, job->values[j], values_left, &places_right, &right);
      }
    }
    count_lanes(job, &left, &right, last - index < SOLON_LANES ? last - index : SOLON_LANES,
                counts);
  }
}

#if defined(__x86_64__)
static __attribute__((target("avx2"))) void sign_flips_avx2(const solon_permutation_job *job,
                                                            int64_t first, int64_t last,
                                                            solon_tail_counts *counts) {
  sign_flips(job, first, last, counts);
}

static __attribute__((target("avx2"))) void two_samples_avx2(const solon_permutation_job *job,
                                                             int64_t first, int64_t last,
                                                             solon_tail_counts *counts) {
  two_samples(job, first, last, counts);
}
#endif

void solon_sign_flip_kernel(const solon_permutation_job *job, int64_t first, int64_t last,
                            solon_tail_counts *counts) {
#if defined(__x86_64__)
  if (solon_cpu_level_get() >= SOLON_CPU_AVX2) {
    sign_flips_avx2(job, first, last, counts);
    return;
  }
#endif
  sign_flips(job, first, last, counts);
}

void solon_two_sample_kernel(const solon_permutation_job *job, int64_t first, int64_t last,
                             solon_tail_counts *counts) {
#if defined(__x86_64__)
  if (solon_cpu_level_get() >= SOLON_CPU_AVX2) {
    two_samples_avx2(job, first, last, counts);
    return;
  }
#endif
  two_samples(job, first, last, counts);
}
