/* permutation_test.c - the permutation kernels: eight streams at once are the eight streams, vector
 * and plain code agree, threads and partial groups change nothing, cancelling stops. */
#include "core/base/cpu.h"
#include "core/inference/permutation.h"
#include "core/inference/permutation_kernel.h"
#include "core/random/philox.h"
#include "tap.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

enum { VALUES = 2100 };

static double values[VALUES], workspace[2 * VALUES + 1 + SOLON_SIGN_FLIP_TABLE];
static size_t positions[VALUES];

static void test_lanes(void) {
  uint64_t words[3 * 4 * SOLON_LANES];
  static const uint64_t indexes[] = {0, 8, 0xFFFFFFF8, 0x100000000, 0x7FFFFFFFFFFFFFF8};
  for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++) {
    int wrong = 0;
    solon_philox_lanes(0xFEDCBA9876543210, 77, indexes[i], 0, 3, words);
    for (uint64_t lane = 0; lane < SOLON_LANES; lane++) {
      solon_stream stream;
      solon_stream_start(&stream, 0xFEDCBA9876543210, 77, indexes[i] + lane);
      for (int word = 0; word < 12; word++)
        wrong += solon_stream_bits32(&stream) != words[word * SOLON_LANES + (int)lane];
    }
    tap_integer(wrong, 0, "streams from %llx: the words of eight streams",
                (unsigned long long)indexes[i]);
  }
}

/* Straight from the definitions in permutation_kernel.h, one stream at a time. */
static double flipped_sum(const solon_permutation_job *job, uint64_t index) {
  solon_stream stream;
  uint32_t word = 0;
  double sum = 0;
  solon_stream_start(&stream, job->seed, job->purpose, index);
  for (size_t j = 0; j < job->total; j++) {
    if (j % 32 == 0)
      word = solon_stream_bits32(&stream);
    sum += word >> j % 32 & 1 ? -job->values[j] : job->values[j];
  }
  return sum;
}

static double chosen_sum(const solon_permutation_job *job, uint64_t index, size_t *taken) {
  solon_stream stream;
  double sum = 0;
  size_t places = job->chosen;
  solon_stream_start(&stream, job->seed, job->purpose, index);
  for (size_t j = 0; j < job->total; j++) {
    unsigned __int128 number = solon_stream_bits32(&stream);
    if (number * (job->total - j) < (unsigned __int128)places << 32) {
      sum += job->values[j];
      places--;
    }
  }
  *taken = job->chosen - places;
  return sum;
}

static void test_kernels(size_t total, size_t chosen) {
  enum { COUNT = 203 }; /* not a multiple of eight */
  solon_permutation_job job = {values, total, chosen, 9, 42, 0.3, -0.2, 0.5};
  solon_tail_counts got = {0, 0, 0}, want = {0, 0, 0};
  solon_sign_flip_kernel(&job, 0, 8, &got);
  solon_sign_flip_kernel(&job, 8, COUNT, &got);
  for (uint64_t i = 0; i < COUNT; i++)
    solon_count_tails(&job, flipped_sum(&job, i), &want);
  tap_ok(memcmp(&got, &want, sizeof got) == 0, "sign flips of %zu values follow their streams",
         total);
  got = want = (solon_tail_counts){0, 0, 0};
  size_t wrong = 0, taken;
  solon_two_sample_kernel(&job, 0, 96, &got);
  solon_two_sample_kernel(&job, 96, COUNT, &got);
  for (uint64_t i = 0; i < COUNT; i++) {
    solon_count_tails(&job, chosen_sum(&job, i, &taken), &want);
    wrong += taken != chosen;
  }
  tap_ok(memcmp(&got, &want, sizeof got) == 0, "choices of %zu of %zu values follow their streams",
         chosen, total);
  tap_integer((int64_t)wrong, 0, "each takes exactly %zu", chosen);
}

/* Every value must be chosen equally often: 20,000 draws of 3 of 9, chi-square with 8 degrees of
 * freedom (times 9/6 for drawing without replacement) below its 1e-6 quantile, 42.7. */
static void test_uniform(void) {
  double indicator[9], square = 0;
  for (size_t value = 0; value < 9; value++) {
    solon_tail_counts counts = {0, 0, 0};
    memset(indicator, 0, sizeof indicator);
    indicator[value] = 1;
    solon_permutation_job job = {indicator, 9, 3, 5, 12345, 0.5, -1, 2};
    solon_two_sample_kernel(&job, 0, 20000, &counts);
    double excess = (double)counts.upper - 20000.0 / 3;
    square += excess * excess / (20000.0 / 3);
  }
  tap_ok(square * 9 / 6 * 8 / 9 < 42.7 && square > 0.1, "each value is chosen equally often (%.1f)",
         square);
}

static void test_threads(void) {
  solon_permutation_options options = {
      SOLON_PERMUTATION_MONTE_CARLO, SOLON_TWO_SIDED, SOLON_TWO_SIDED_ABSOLUTE, 50003, 1 << 20, 8};
  solon_permutation_result one, many;
  for (int threads = 2; threads <= 4; threads++) {
    solon_context context = {.threads = threads};
    solon_sign_flip_test(NULL, values, 50, &options, workspace, &one);
    solon_sign_flip_test(&context, values, 50, &options, workspace, &many);
    tap_same(many.p_value, one.p_value, "sign flips on %d threads", threads);
    solon_two_sample_permutation_test(NULL, values, 20, values + 20, 31, &options, workspace,
                                      positions, &one);
    solon_two_sample_permutation_test(&context, values, 20, values + 20, 31, &options, workspace,
                                      positions, &many);
    tap_same(many.p_value, one.p_value, "two samples on %d threads", threads);
  }
}

static void test_cancel(void) {
  atomic_int cancel = 1;
  solon_context context = {.cancel = &cancel};
  solon_permutation_options options = {
      SOLON_PERMUTATION_AUTOMATIC, SOLON_TWO_SIDED, SOLON_TWO_SIDED_ABSOLUTE, 1000000, 1 << 20, 8};
  solon_permutation_result result;
  tap_integer(solon_sign_flip_test(&context, values, 20, &options, workspace, &result),
              SOLON_CANCELLED, "exact sign flips stop");
  tap_integer(solon_sign_flip_test(&context, values, 40, &options, workspace, &result),
              SOLON_CANCELLED, "simulated sign flips stop");
  tap_integer(solon_two_sample_permutation_test(&context, values, 10, values + 10, 11, &options,
                                                workspace, positions, &result),
              SOLON_CANCELLED, "visited choices stop");
  tap_integer(solon_two_sample_permutation_test(&context, values, 50, values + 50, 50, &options,
                                                workspace, positions, &result),
              SOLON_CANCELLED, "simulated choices stop");
}

static void test_options(void) {
  solon_permutation_options options = {
      SOLON_PERMUTATION_AUTOMATIC, SOLON_TWO_SIDED, SOLON_TWO_SIDED_ABSOLUTE, 0, 1 << 20, 8};
  solon_permutation_result result;
  tap_integer(solon_sign_flip_test(NULL, values, 5, &options, workspace, &result),
              SOLON_BAD_ARGUMENT, "no permutations");
  options.permutations = 10;
  tap_integer(solon_two_sample_permutation_test(NULL, values, SOLON_PERMUTATION_MOST_VALUES, values,
                                                1, &options, workspace, positions, &result),
              SOLON_BAD_SHAPE, "too many values are refused before they are read");
}

int main(void) {
  gsl_set_error_handler_off();
  solon_stream stream;
  solon_stream_start(&stream, 1, solon_purpose("test"), 0);
  for (size_t i = 0; i < VALUES; i++)
    values[i] = solon_stream_uniform(&stream) - 0.5;
  tap_note("instruction level %s", solon_cpu_level_name(solon_cpu_level_get()));
  test_lanes();
  test_kernels(5, 2);
  test_kernels(64, 31);
  test_kernels(68, 34);
  test_kernels(VALUES, 1000);
  test_uniform();
  test_threads();
  test_cancel();
  test_options();
  return tap_done();
}
