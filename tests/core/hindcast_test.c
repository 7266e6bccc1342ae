/* hindcast_test.c - fits of epsilon and mu against brute force, the weighted median against its
 * definition, degenerate and cancelled fits. */
#include "core/index/hindcast.h"
#include "core/random/continuous.h"
#include "core/random/philox.h"
#include "tap.h"

#include <math.h>

enum { WEEKS = 60, STEPS = 20000 };

static double actual[WEEKS], base[WEEKS], gain[WEEKS], weight[WEEKS];
static solon_turn work[2 * WEEKS + 2];

/* A hindcast in which some weeks are clipped, recorded at the clip, or do not depend on x. */
static solon_hindcast draw(uint64_t seed) {
  solon_stream stream;
  solon_stream_start(&stream, seed, solon_purpose("hindcast test"), 0);
  for (size_t i = 0; i < WEEKS; i++) {
    base[i] = 200 * solon_stream_uniform(&stream);
    gain[i] = i % 9 == 0 ? 0 : 60 * solon_stream_uniform(&stream);
    double y = base[i] + 0.5 * gain[i] + 40 * (solon_stream_uniform(&stream) - 0.5);
    actual[i] = fmin(fmax(y, 0), 150);
    weight[i] = floor(4 * solon_stream_uniform(&stream));
  }
  return (solon_hindcast){actual, base, gain, seed % 2 == 0 ? weight : NULL, WEEKS, 150};
}

typedef double error_function(const solon_hindcast *, double);

static double best_on_grid(const solon_hindcast *h, error_function *error, double high) {
  double best = INFINITY;
  for (int i = 0; i <= STEPS; i++)
    best = fmin(best, error(h, high * i / STEPS));
  return best;
}

static void fits(void) {
  int synergy = 0, volatility = 0;
  for (uint64_t seed = 1; seed <= 20; seed++) {
    solon_hindcast h = draw(seed);
    solon_least_error found;
    solon_status status = solon_fit_synergy(NULL, &h, 0, 3, work, &found);
    double grid = best_on_grid(&h, solon_synergy_error, 3);
    synergy += status == SOLON_OK && found.error <= grid && found.error > grid - 0.05 &&
               found.error == solon_synergy_error(&h, found.x);
    for (size_t i = 0; i < WEEKS; i++) /* the same columns as sigma and an index to be damped */
      actual[i] /= 2;
    status = solon_fit_volatility(NULL, &h, 0, 1, work, &found);
    grid = best_on_grid(&h, solon_volatility_error, 1);
    volatility += status == SOLON_OK && found.error <= grid * (1 + 1e-12) &&
                  found.error > grid - 0.05 && found.error == solon_volatility_error(&h, found.x);
  }
  tap_integer(synergy, 20, "synergy: no value of a fine grid is better, in 20 hindcasts");
  tap_integer(volatility, 20, "volatility: no value of a fine grid is better, in 20 hindcasts");
}

/* 100 / (1 + 4 mu) stays above 0 and 100 / (1 + mu) below 100: their sum of errors has its minimum
 * at mu = 1/2, where nothing turns; by hand. */
static void between_turns(void) {
  double y[2] = {0, 100}, core[2] = {100, 100}, sigma[2] = {4, 1};
  solon_hindcast h = {y, core, sigma, NULL, 2, 150};
  solon_least_error found;
  solon_fit_volatility(NULL, &h, 0, 10, work, &found);
  tap_near(found.x, 0.5, 0, 1e-5, "a minimum between turns");
  tap_near(found.error, 100.0 / 3, 1e-12, 0, "its error");
  solon_fit_volatility(NULL, &h, 0, 0.25, work, &found);
  tap_ok(found.x == 0.25, "an error that falls to the bound ends there");
}

static void flat_and_degenerate(void) {
  double y[2] = {1, 3}, zero[2] = {0, 0}, one[2] = {1, 1};
  solon_least_error found;
  solon_hindcast median = {y, zero, one, NULL, 2, 150};
  tap_integer(solon_fit_synergy(NULL, &median, 0, 10, work, &found), SOLON_OK, "two weeks");
  tap_ok(found.x == 1 && found.flat == 3 && found.error == 1, "flat from 1 to 3");
  solon_hindcast none = {y, one, zero, NULL, 2, 150};
  tap_integer(solon_fit_synergy(NULL, &none, 0, 1, work, &found), SOLON_DEGENERATE,
              "no week moves");
  tap_ok(found.x == 0 && found.flat == 1 && found.error == 1, "every epsilon is as good");
  tap_integer(solon_fit_volatility(NULL, &none, 0, 1, work, &found), SOLON_DEGENERATE, "no sigma");
  tap_integer(solon_fit_synergy(NULL, &median, 1, 0, work, &found), SOLON_BAD_ARGUMENT,
              "low > high");
  tap_integer(solon_fit_synergy(NULL, &median, NAN, 1, work, &found), SOLON_BAD_ARGUMENT,
              "NaN bound");
  solon_hindcast unweighted = {y, zero, one, zero, 2, 150};
  tap_integer(solon_fit_volatility(NULL, &unweighted, 0, 1, work, &found), SOLON_BAD_ARGUMENT,
              "no weight");
  atomic_int stop = 1;
  solon_context context = {.cancel = &stop};
  tap_integer(solon_fit_synergy(&context, &median, 0, 1, work, &found), SOLON_CANCELLED,
              "cancelled");
}

static void medians(void) {
  double x[5] = {3, 1, 2, 5, 4}, w[5] = {1, 1, 1, 1, 0}, lower, upper;
  solon_weighted_median(x, NULL, 5, work, &lower, &upper);
  tap_ok(lower == 3 && upper == 3, "median of five");
  solon_weighted_median(x, w, 5, work, &lower, &upper);
  tap_ok(lower == 2 && upper == 3, "of four with weight: every value between 2 and 3");
  w[3] = 10;
  solon_weighted_median(x, w, 5, work, &lower, &upper);
  tap_ok(lower == 5 && upper == 5, "the heavy one");
  tap_integer(solon_weighted_median(x, (double[5]){0}, 5, work, &lower, &upper), SOLON_DEGENERATE,
              "no weight");
  tap_ok(isnan(lower) && isnan(upper), "gives NaN");
}

int main(void) {
  fits();
  between_turns();
  flat_and_degenerate();
  medians();
  return tap_done();
}
