/* score_test.c - tests of the scores against sums written out, the interval against its definition,
 * weeks without information, and both parameters fitted together against a fine grid. */
#include "core/index/pair.h"
#include "core/index/score.h"
#include "core/random/continuous.h"
#include "core/random/philox.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>

enum { WEEKS = 60, TERMS = 6 };

static double actual[WEEKS], base[WEEKS], gain[WEEKS], sigma[WEEKS], weight[WEEKS];
static double work[(TERMS + 3) * WEEKS];
static solon_turn turns[2 * WEEKS + 2];

/* Weeks with epsilon 0.4 and mu 0.1, some of them clipped, and errors that persist. */
static solon_score_task draw(uint64_t seed, solon_score_parameter parameter) {
  solon_stream stream;
  double error = 0;
  solon_stream_start(&stream, seed, solon_purpose("score test"), 0);
  for (size_t i = 0; i < WEEKS; i++) {
    base[i] = 180 * solon_stream_uniform(&stream);
    gain[i] = base[i] * solon_stream_uniform(&stream);
    sigma[i] = 10 * solon_stream_uniform(&stream);
    weight[i] = floor(3 * solon_stream_uniform(&stream));
    error = 0.6 * error + 20 * (solon_stream_uniform(&stream) - 0.5);
    double model = (base[i] + 0.4 * gain[i]) / (1 + 0.1 * sigma[i]);
    actual[i] = fmin(fmax(fmin(model, 150) + error, 0), 150);
  }
  return (solon_score_task){
      .actual = actual,
      .base = base,
      .gain = gain,
      .sigma = sigma,
      .weeks = WEEKS,
      .scale = 150,
      .terms = TERMS,
      .parameter = parameter,
      .series_limit = 4,
      .phi_limit = 3.84,
  };
}

/* The statistics of one parameter by the formulae of the header, one week and lag at a time. */
static solon_score_test by_definition(const solon_score_task *t, double epsilon, double mu) {
  const double pi = acos(-1);
  double g[WEEKS], r[WEEKS], sum = 0, square = 0, next = 0;
  for (int i = 0; i < WEEKS; i++) {
    double share = 1 + sigma[i] * mu, model = (base[i] + gain[i] * epsilon) / share;
    r[i] = model >= 150 ? 0 : actual[i] - model;
    g[i] = model >= 150                          ? 0
           : t->parameter == SOLON_SCORE_EPSILON ? gain[i] / share
                                                 : -model * sigma[i] / share;
    sum += r[i] > 0 ? g[i] : r[i] < 0 ? -g[i] : 0;
    square += r[i] * r[i];
    next += i > 0 ? r[i] * r[i - 1] : 0;
  }
  solon_score_test test = {.phi = fmin(fmax(next / square, 0), 0.98)};
  double series = 0, signs = 0;
  for (int j = 1; j <= TERMS; j++) {
    double part = 0;
    for (int i = 0; i < WEEKS; i++)
      part += (r[i] > 0 ? g[i] : r[i] < 0 ? -g[i] : 0) * cos(pi * j * (i + 0.5) / WEEKS);
    series += 2.0 / TERMS * part * part;
  }
  for (int i = 0; i < WEEKS; i++)
    for (int k = 0; k < WEEKS; k++) {
      double c = i == k ? 1 : 2 / pi * asin(pow(test.phi, abs(i - k)));
      signs += c < 1e-4 ? 0 : g[i] * g[k] * c;
    }
  test.series = sum * sum / series;
  test.persistence = sum * sum / signs;
  return test;
}

static void statistics(void) {
  for (int parameter = 0; parameter < 2; parameter++) {
    solon_score_task task = draw(1, parameter == 0 ? SOLON_SCORE_EPSILON : SOLON_SCORE_MU);
    solon_score_prepare(&task, work);
    for (int k = 0; k < 3; k++) {
      solon_score_test found, wanted = by_definition(&task, 0.3 + 0.1 * k, 0.1);
      solon_score_at(&task, 0.3 + 0.1 * k, 0.1, work, &found);
      tap_near(found.phi, wanted.phi, 1e-13, 0, "phi");
      tap_near(found.series, wanted.series, 1e-11, 0, "the series' statistic");
      tap_near(found.persistence, wanted.persistence, 1e-11, 0, "that of persistence");
    }
  }
}

/* Both together: never less than either alone, by the same variances; where weeks that tell of one
 * do not tell of the other, the sum of both. */
static void together(void) {
  solon_score_task task = draw(2, SOLON_SCORE_BOTH);
  solon_score_test both, alone;
  solon_score_prepare(&task, work);
  solon_score_at(&task, 0.3, 0.08, work, &both);
  for (int parameter = 0; parameter < 2; parameter++) {
    task.parameter = (solon_score_parameter)parameter;
    solon_score_at(&task, 0.3, 0.08, work, &alone);
    tap_ok(both.series >= alone.series && both.persistence >= alone.persistence,
           "a pair is no more compatible than each of its values");
  }
  for (int i = 0; i < WEEKS; i++) { /* errors of alternating sign have no persistence: c is 0 */
    base[i] = 40 + i;
    gain[i] = i % 4 < 2 ? base[i] : 0;
    sigma[i] = i % 4 < 2 ? 0 : 3;
    actual[i] =
        (base[i] + 0.3 * gain[i]) / (1 + 0.08 * sigma[i]) + (i % 2 == 0 ? 1 : -1) * (1 + i % 3);
  }
  double sum = 0;
  for (int parameter = 0; parameter < 2; parameter++) {
    task.parameter = (solon_score_parameter)parameter;
    solon_score_at(&task, 0.3, 0.08, work, &alone);
    sum += alone.phi == 0 ? alone.persistence : NAN;
  }
  task.parameter = SOLON_SCORE_BOTH;
  solon_score_at(&task, 0.3, 0.08, work, &both);
  tap_near(both.persistence, sum, 1e-12, 0, "what is told apart adds up");
}

static void intervals(void) {
  int right = 0, cases = 0, wide = 0;
  for (uint64_t seed = 1; seed <= 20; seed++)
    for (int parameter = 0; parameter < 2; parameter++) {
      solon_score_task task = draw(seed, parameter == 0 ? SOLON_SCORE_EPSILON : SOLON_SCORE_MU);
      solon_hindcast h = {actual, base, gain, NULL, WEEKS, 150};
      double x[2] = {0.4, 0.1}, low_high[2], columns[2][WEEKS];
      for (int i = 0; i < WEEKS; i++) {
        columns[0][i] = parameter == 0 ? base[i] / (1 + 0.1 * sigma[i]) : base[i] + 0.4 * gain[i];
        columns[1][i] = parameter == 0 ? gain[i] / (1 + 0.1 * sigma[i]) : sigma[i];
      }
      h.base = columns[0];
      h.gain = columns[1];
      solon_least_error best;
      if (parameter == 0)
        solon_fit_synergy(NULL, &h, 0, 3, turns, &best);
      else
        solon_fit_volatility(NULL, &h, 0, 3, turns, &best);
      x[parameter] = best.x;
      solon_score_prepare(&task, work);
      solon_score_interval(NULL, &task, x, 0, 3, work, turns, low_high);
      bool good = low_high[0] <= best.x && best.x <= low_high[1];
      for (int k = 1; k < 20; k++) { /* inside nothing is rejected: turns are where it may begin */
        double at = low_high[0] + (low_high[1] - low_high[0]) * k / 20;
        solon_score_test test;
        solon_score_at(&task, parameter == 0 ? at : 0.4, parameter == 1 ? at : 0.1, work, &test);
        good = good && (!test.rejected || parameter == 1);
      }
      for (int side = 0; side < 2; side++) { /* just outside both reject */
        double at = low_high[side] + (side ? 1e-9 : -1e-9);
        if (at <= 0 || at >= 3)
          continue;
        solon_score_test test;
        solon_score_at(&task, parameter == 0 ? at : 0.4, parameter == 1 ? at : 0.1, work, &test);
        wide += !test.rejected;
      }
      right += good;
      cases++;
    }
  tap_integer(right, cases, "intervals hold the estimate, and what is inside is not rejected");
  tap_ok(wide <= 2, "just outside both tests reject");
}

static void degenerate(void) {
  solon_score_task task = draw(3, SOLON_SCORE_EPSILON);
  double x[2] = {0.4, 0.1}, low_high[2];
  for (int i = 0; i < WEEKS; i++)
    gain[i] = 0;
  solon_score_prepare(&task, work);
  tap_integer(solon_score_interval(NULL, &task, x, 0, 1, work, turns, low_high), SOLON_OK,
              "no week depends on it");
  tap_ok(low_high[0] == 0 && low_high[1] == 1, "every value is compatible");
  x[0] = 1;
  solon_score_interval(NULL, &task, x, 0, 1, work, turns, low_high);
  tap_ok(low_high[0] == 0 && low_high[1] == 1, "also from a bound");
  atomic_int stop = 1;
  solon_context context = {.cancel = &stop};
  tap_integer(solon_score_interval(&context, &task, x, 0, 1, work, turns, low_high),
              SOLON_CANCELLED, "cancelled");
}

static double pair_error(double epsilon, double mu, const double *w) {
  double sum = 0, total = 0;
  for (int i = 0; i < WEEKS; i++) {
    double model = fmin(150, (base[i] + gain[i] * epsilon) / (1 + sigma[i] * mu));
    sum += (w ? w[i] : 1) * fabs(actual[i] - model);
    total += w ? w[i] : 1;
  }
  return sum / total;
}

static void pairs(void) {
  int best = 0;
  double columns[2 * WEEKS];
  for (uint64_t seed = 1; seed <= 10; seed++) {
    draw(seed, SOLON_SCORE_EPSILON);
    const double *w = seed % 2 == 0 ? weight : NULL;
    solon_pair_task task = {actual, base, gain, sigma, w, WEEKS, 150, 1, 0, 1, 60, 1e-9};
    solon_pair found;
    solon_fit_pair(NULL, &task, columns, turns, &found);
    double least = INFINITY;
    for (int i = 0; i <= 200; i++)
      for (int k = 0; k <= 200; k++)
        least = fmin(least, pair_error(i / 200.0, k / 400.0, w));
    best += found.error <= least + 1e-9 &&
            fabs(found.error - pair_error(found.epsilon, found.mu, w)) < 1e-12;
  }
  tap_integer(best, 10, "no pair of a fine grid is better, in 10 hindcasts");
  solon_pair_task task = {actual, base, gain, sigma, NULL, WEEKS, 150, 1, 0, 1, 60, 1e-9};
  solon_pair found;
  for (int i = 0; i < WEEKS; i++)
    actual[i] = fmin(150, (base[i] + 0.3 * gain[i]) / (1 + 0.07 * sigma[i]));
  solon_fit_pair(NULL, &task, columns, turns, &found);
  tap_near(found.epsilon, 0.3, 0, 1e-5, "without errors epsilon is found again");
  tap_near(found.mu, 0.07, 0, 1e-6, "and mu");
  atomic_int stop = 1;
  solon_context context = {.cancel = &stop};
  tap_integer(solon_fit_pair(&context, &task, columns, turns, &found), SOLON_CANCELLED,
              "cancelled");
}

int main(void) {
  statistics();
  together();
  intervals();
  degenerate();
  pairs();
  return tap_done();
}
