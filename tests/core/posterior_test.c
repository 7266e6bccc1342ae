/* posterior_test.c - the sampler of hidden votes against rejection sampling from its prior, against
 * the replay of seasons, and by simulation-based calibration (Talts et al. 2018, "Validating
 * Bayesian inference algorithms with simulation-based calibration"). */
#include "core/random/continuous.h"
#include "core/voting/decision.h"
#include "core/voting/posterior.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CONTESTANTS = 4, WEEKS = 4, ROWS = 16 };

/* A season of up to 4 contestants and 4 weeks, as the test describes it. */
typedef struct contest {
  size_t contestants;
  int last[CONTESTANTS], place[CONTESTANTS]; /* last: weeks taken part in */
  double total[WEEKS][CONTESTANTS];
} contest;

/* Everybody in week 1, a week without exit, the fourth out, the third out, a final of two. */
static const contest example = {
    4,
    {4, 4, 3, 2},
    {1, 2, 3, 4},
    {{20, 24, 25, 18}, {21, 22, 27, 23}, {24, 25, 20, 0}, {26, 28, 0, 0}}};

static const solon_vote_prior standard = {1, 0.5, 1, true};

static solon_seasons *build(const contest *c, size_t *bytes) {
  double season[CONTESTANTS], placement[CONTESTANTS], contestant[ROWS], week[ROWS], total[ROWS];
  double judges[ROWS];
  size_t rows = 0;
  for (size_t i = 0; i < c->contestants; i++)
    season[i] = 1, placement[i] = c->place[i];
  for (int t = 0; t < WEEKS; t++)
    for (size_t i = 0; i < c->contestants; i++)
      if (t < c->last[i]) {
        contestant[rows] = (double)i + 1;
        week[rows] = t + 1, total[rows] = c->total[t][i], judges[rows] = 3;
        rows++;
      }
  solon_season_columns columns = {c->contestants, season, placement, NULL, rows, contestant,
                                  week,           total,  judges,    NULL, 0};
  solon_context context = {0};
  int32_t last_week[CONTESTANTS];
  if (solon_seasons_measure(&context, &columns, last_week, bytes) != SOLON_OK) {
    tap_ok(false, "a contest measured: %s", context.detail);
    exit(tap_done());
  }
  solon_seasons *seasons = malloc(*bytes);
  if (solon_seasons_build(&context, &columns, last_week, seasons) != SOLON_OK) {
    tap_ok(false, "a contest built: %s", context.detail);
    exit(tap_done());
  }
  return seasons;
}

static solon_vote_sampler *start(const solon_seasons *seasons, const solon_rule *rule,
                                 uint32_t chain, unsigned char *infeasible) {
  solon_context context = {0};
  void *block = malloc(solon_vote_sampler_bytes(seasons, 0));
  if (solon_vote_sampler_start(&context, seasons, 0, rule, &standard, 3, chain, block,
                               infeasible) != SOLON_OK) {
    tap_ok(false, "a sampler started: %s", context.detail);
    exit(tap_done());
  }
  return block;
}

/* Log-worths of the prior, exponentiated, for those who take part. */
static void draw_prior(const solon_seasons *seasons, solon_stream *stream, double *worth) {
  size_t n = solon_season_field(seasons, 0);
  for (size_t i = 0; i < n; i++) {
    double x = 0;
    for (size_t t = 0; t <= (size_t)seasons->last_week[i]; t++) {
      double z = solon_draw_normal(stream);
      x += z * (t == 0 ? standard.initial_deviation : standard.step_deviation);
      worth[t * n + i] = exp(x);
    }
  }
}

/* Shares row by row; returns how many rows. */
static size_t shares_of(const solon_seasons *seasons, const double *worth, double *share) {
  size_t n = solon_season_field(seasons, 0), rows = 0;
  for (size_t t = 0; t < solon_season_weeks(seasons, 0); t++) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
      sum += (int32_t)t <= seasons->last_week[i] ? worth[t * n + i] : 0;
    for (size_t i = 0; i < n; i++)
      if ((int32_t)t <= seasons->last_week[i])
        share[rows++] = worth[t * n + i] / sum;
  }
  return rows;
}

static double likelihood_of(const solon_decisions *d, const double *worth) {
  double product = 1;
  for (size_t k = 0; k < d->count; k++)
    product *= solon_decision_likelihood(d, worth, d->decision[k].week);
  return product;
}

/* ---- rejection ------------------------------------------------------------------------------- */

/* Means of share and share^2 a row, and the squared standard errors of these. */
typedef struct moments {
  double mean[2 * ROWS], error[2 * ROWS];
} moments;

static void by_rejection(const solon_seasons *seasons, const solon_rule *rule, int draws,
                         moments *m) {
  solon_decisions d;
  void *block = malloc(solon_decisions_bytes(seasons, 0));
  solon_decisions_build(NULL, seasons, 0, rule, standard.choice_slope, true, block, &d);
  solon_stream stream;
  solon_stream_start(&stream, 99, solon_purpose("rejection"), 0);
  double weight = 0, squares = 0, fourth[2 * ROWS] = {0};
  memset(m, 0, sizeof *m);
  for (int k = 0; k < draws; k++) {
    double worth[ROWS], share[ROWS];
    draw_prior(seasons, &stream, worth);
    double w = likelihood_of(&d, worth);
    if (!(w > 0))
      continue;
    weight += w, squares += w * w;
    size_t rows = shares_of(seasons, worth, share);
    for (size_t r = 0; r < 2 * rows; r++) {
      double v = r % 2 == 0 ? share[r / 2] : share[r / 2] * share[r / 2];
      m->mean[r] += w * v, fourth[r] += w * v * v;
    }
  }
  for (size_t r = 0; r < 2 * ROWS; r++) {
    m->mean[r] /= weight;
    m->error[r] = (fourth[r] / weight - m->mean[r] * m->mean[r]) * squares / (weight * weight);
  }
  free(block);
}

enum { BATCHES = 50 };

static void by_sampler(const solon_seasons *seasons, const solon_rule *rule, int sweeps,
                       moments *m) {
  unsigned char infeasible[WEEKS];
  solon_vote_sampler *sampler = start(seasons, rule, 0, infeasible);
  double batch[BATCHES][2 * ROWS] = {{0}}, share[ROWS];
  for (int k = 0; k < 200; k++)
    solon_vote_sampler_sweep(sampler);
  size_t rows = solon_vote_sampler_rows(sampler);
  memset(m, 0, sizeof *m);
  for (int k = 0; k < sweeps; k++) {
    solon_vote_sampler_sweep(sampler);
    solon_vote_sampler_shares(sampler, share);
    for (size_t r = 0; r < 2 * rows; r++)
      batch[k / (sweeps / BATCHES)][r] +=
          (r % 2 == 0 ? share[r / 2] : share[r / 2] * share[r / 2]) / (sweeps / BATCHES);
  }
  for (size_t r = 0; r < 2 * rows; r++) {
    for (int b = 0; b < BATCHES; b++)
      m->mean[r] += batch[b][r] / BATCHES;
    for (int b = 0; b < BATCHES; b++)
      m->error[r] +=
          (batch[b][r] - m->mean[r]) * (batch[b][r] - m->mean[r]) / (BATCHES * (BATCHES - 1.0));
  }
  free(sampler);
}

static void test_rejection(void) {
  size_t bytes;
  solon_seasons *seasons = build(&example, &bytes);
  for (int variant = 0; variant < 8; variant++) {
    solon_rule rule = {.combine = (solon_combination)(variant & 1),
                       .ties = SOLON_TIE_FAN,
                       .save = variant >> 1 & 1,
                       .carry = variant >> 2 & 1,
                       .judge_weight = 0.5};
    moments exact, sampled;
    by_rejection(seasons, &rule, 150000, &exact);
    by_sampler(seasons, &rule, 10000, &sampled);
    double worst = 0;
    for (size_t r = 0; r < 2 * seasons->rows; r++) {
      double z = (sampled.mean[r] - exact.mean[r]) / sqrt(sampled.error[r] + exact.error[r]);
      if (!(fabs(z) <= fabs(worst))) /* NaN too */
        worst = z;
    }
    tap_ok(fabs(worst) < 4.5, "%s%s%s: means and squares as by rejection (largest z %.2f)",
           rule.combine == SOLON_COMBINE_RANK ? "rank" : "percent", rule.save ? ", save" : "",
           rule.carry ? ", carry" : "", worst);
  }
  free(seasons);
}

/* ---- against the replay ------------------------------------------------------------------- */

/* Whether a replay week by week under these shares sends home who was sent home. */
static bool replay_agrees(const solon_seasons *seasons, size_t bytes, const solon_rule *rule,
                          const double *share, void *block) {
  solon_outcome outcome;
  if (solon_seasons_with_shares(NULL, seasons, bytes, share, block) != SOLON_OK)
    return false;
  solon_replay_season(block, 0, rule, NULL, SOLON_REPLAY_STATIC, NULL, NULL, NULL, NULL, &outcome);
  return outcome.reproduced == outcome.elimination_weeks;
}

static void test_replay(void) {
  size_t bytes;
  solon_seasons *seasons = build(&example, &bytes);
  void *other = malloc(bytes), *block = malloc(solon_decisions_bytes(seasons, 0));
  for (int variant = 0; variant < 8; variant++) {
    solon_rule rule = {.combine = (solon_combination)(variant & 1),
                       .carry = variant >> 1 & 1,
                       .ties = variant >> 2 & 1 ? SOLON_TIE_JUDGE : SOLON_TIE_FAN,
                       .judge_weight = 0.4};
    solon_decisions d;
    solon_stream stream;
    solon_decisions_build(NULL, seasons, 0, &rule, 1, false, block, &d);
    solon_stream_start(&stream, 5, solon_purpose("replay"), (uint64_t)variant);
    int agree = 0, explained = 0, reproduced = 0, finite = 0;
    double worth[ROWS], share[ROWS];
    for (int k = 0; k < 2000; k++) {
      draw_prior(seasons, &stream, worth);
      shares_of(seasons, worth, share);
      bool likely = likelihood_of(&d, worth) > 0;
      agree += likely == replay_agrees(seasons, bytes, &rule, share, other);
      explained += likely;
    }
    tap_ok(agree == 2000 && explained > 100 && explained < 1900,
           "variant %d: 2000 prior draws, likelihood and replay agree (%d explain)", variant,
           explained);
    unsigned char infeasible[WEEKS];
    solon_vote_sampler *sampler = start(seasons, &rule, 0, infeasible);
    for (int k = 0; k < 1000; k++) {
      solon_vote_sampler_sweep(sampler);
      solon_vote_sampler_shares(sampler, share);
      reproduced += replay_agrees(seasons, bytes, &rule, share, other);
      finite += isfinite(solon_vote_sampler_log_density(sampler)) != 0;
    }
    tap_ok(reproduced == 1000 && finite == 1000,
           "variant %d: 1000 draws reproduce every exit (%d), density finite (%d)", variant,
           reproduced, finite);
    free(sampler);
  }
  free(block), free(other), free(seasons);
}

/* ---- infeasible decisions ----------------------------------------------------------------- */

/* The judges' clear favourite is out in week 1, and more than the fans can have made up for. */
static void test_infeasible(void) {
  const contest favourite = {
      4, {1, 3, 3, 2}, {4, 1, 2, 3}, {{30, 12, 11, 10}, {0, 20, 19, 12}, {0, 20, 19, 0}}};
  const contest far = {3, {1, 2, 2}, {3, 1, 2}, {{30, 1, 1}, {0, 20, 20}}};
  size_t bytes;
  for (int variant = 0; variant < 2; variant++) {
    solon_seasons *seasons = build(variant == 0 ? &favourite : &far, &bytes);
    solon_rule rule = {.combine = variant == 0 ? SOLON_COMBINE_RANK : SOLON_COMBINE_PERCENT,
                       .judge_weight = variant == 0 ? 0.7 : 0.5};
    const char *name = variant == 0 ? "rank" : "percent";
    unsigned char infeasible[WEEKS] = {9, 9, 9, 9};
    solon_vote_sampler *sampler = start(seasons, &rule, 0, infeasible);
    tap_integer(infeasible[0], 1, "%s: the judges' favourite cannot have gone", name);
    for (size_t t = 1; t < solon_season_weeks(seasons, 0); t++)
      tap_integer(infeasible[t], 0, "%s: week %zu can be explained", name, t + 1);
    bool finite = true;
    for (int k = 0; k < 200; k++) {
      solon_vote_sampler_sweep(sampler);
      finite = finite && isfinite(solon_vote_sampler_log_density(sampler));
    }
    tap_ok(finite, "%s: the other decisions hold in every draw", name);
    free(sampler), free(seasons);
  }
}

/* A season with totals and exits at random. */
static contest random_contest(solon_stream *stream) {
  contest c = {.contestants = 4};
  int order[CONTESTANTS] = {0, 1, 2, 3};
  for (int k = 3; k > 0; k--) {
    int j = (int)solon_stream_below(stream, (uint64_t)k + 1), kept = order[k];
    order[k] = order[j], order[j] = kept;
  }
  int two = (int)solon_stream_below(stream, 2); /* two exits in week 1, or one in each of two */
  for (int k = 0; k < 4; k++) {
    c.last[order[k]] = k < 2 ? 3 - two : k == 2 ? 2 - two : 1;
    c.place[order[k]] = k + 1;
  }
  for (int t = 0; t < WEEKS; t++)
    for (size_t i = 0; i < 4; i++)
      c.total[t][i] = 1 + (double)solon_stream_below(stream, 30);
  return c;
}

/* What is called infeasible is satisfied by no draw of a wide search, and what is called feasible
 * has a start that satisfies it. */
static void test_feasibility(void) {
  int infeasible_seen = 0, wrong = 0, bad_start = 0;
  solon_stream stream;
  solon_stream_start(&stream, 8, solon_purpose("feasible"), 0);
  for (int k = 0; k < 300; k++) {
    contest c = random_contest(&stream);
    size_t bytes;
    solon_seasons *seasons = build(&c, &bytes);
    solon_rule rule = {.combine = (solon_combination)(k & 1),
                       .save = k >> 1 & 1,
                       .ties = k >> 2 & 1 ? SOLON_TIE_JUDGE : SOLON_TIE_FAN,
                       .judge_weight = 0.3 + 0.1 * (k % 5)};
    solon_decisions open, d;
    void *first = malloc(solon_decisions_bytes(seasons, 0));
    void *second = malloc(solon_decisions_bytes(seasons, 0));
    solon_decisions_build(NULL, seasons, 0, &rule, 1, true, first, &open);
    solon_decisions_build(NULL, seasons, 0, &rule, 1, true, second, &d);
    double worth[ROWS] = {0};
    solon_decisions_start(&d, worth);
    for (size_t j = 0; j < d.count; j++) {
      infeasible_seen += !d.decision[j].feasible;
      double likelihood = solon_decision_likelihood(&open, worth, d.decision[j].week);
      bad_start += d.decision[j].feasible && !(likelihood > 0);
    }
    for (int draw = 0; draw < 300; draw++) {
      for (int i = 0; i < ROWS; i++)
        worth[i] = exp(2 * solon_draw_normal(&stream));
      for (size_t j = 0; j < d.count; j++)
        wrong += !d.decision[j].feasible &&
                 solon_decision_likelihood(&open, worth, d.decision[j].week) > 0;
    }
    free(first), free(second), free(seasons);
  }
  tap_ok(infeasible_seen > 20, "random seasons have decisions that nothing explains (%d)",
         infeasible_seen);
  tap_integer(wrong, 0, "no search finds shares for one called infeasible");
  tap_integer(bad_start, 0, "every start satisfies the decisions called feasible");
}

/* The likelihood by ranks, passed one by one, is the likelihood in every piece. */
static void test_rank_pieces(void) {
  int pieces = 0, wrong = 0, miscounted = 0;
  solon_stream stream;
  solon_stream_start(&stream, 9, solon_purpose("pieces"), 0);
  for (int k = 0; k < 200; k++) {
    contest c = random_contest(&stream);
    size_t bytes;
    solon_seasons *seasons = build(&c, &bytes);
    solon_rule rule = {.combine = SOLON_COMBINE_RANK,
                       .save = k & 1,
                       .ties = k >> 1 & 1 ? SOLON_TIE_JUDGE : SOLON_TIE_FAN,
                       .judge_weight = k % 3 == 0 ? 0.3 : 0.5};
    solon_decisions d;
    void *block = malloc(solon_decisions_bytes(seasons, 0));
    solon_decisions_build(NULL, seasons, 0, &rule, 1, true, block, &d);
    double worth[ROWS], cut[CONTESTANTS], likelihood[CONTESTANTS + 1];
    for (int i = 0; i < ROWS; i++)
      worth[i] = exp(solon_draw_normal(&stream));
    for (size_t t = 0; t < d.weeks; t++)
      for (size_t i = 0; i < d.contestants; i++) {
        uint64_t field = seasons->field[t];
        if (!(field >> i & 1) || !solon_decision_is_ranked(&d, t))
          continue;
        size_t count = solon_decision_rank_pieces(&d, worth, t, i, cut, likelihood);
        miscounted += count + 1 != (size_t)__builtin_popcountll(field);
        double *own = &worth[t * d.contestants + i], before = *own;
        for (size_t j = 0; j <= count; j++) {
          *own = j == 0 ? cut[0] / 2 : j == count ? 2 * cut[j - 1] : (cut[j - 1] + cut[j]) / 2;
          wrong += solon_decision_likelihood(&d, worth, t) != likelihood[j];
          pieces++;
        }
        *own = before;
      }
    free(block), free(seasons);
  }
  tap_ok(wrong == 0 && miscounted == 0 && pieces > 2000,
         "ranks passed one by one: the likelihood of every piece (%d pieces, %d wrong)", pieces,
         wrong);
}

/* ---- calibration -------------------------------------------------------------------------- */

/* Combined scores of a field, larger is better, from the words of the rules. */
static void score(const solon_rule *rule, const double *total, const double *worth, const bool *in,
                  double *out) {
  double totals = 0, worths = 0;
  for (int i = 0; i < CONTESTANTS; i++)
    if (in[i])
      totals += total[i], worths += worth[i];
  for (int i = 0; i < CONTESTANTS; i++) {
    int better_total = 0, better_vote = 0;
    for (int j = 0; j < CONTESTANTS; j++)
      better_total += in[j] && total[j] > total[i], better_vote += in[j] && worth[j] > worth[i];
    out[i] = rule->combine == SOLON_COMBINE_RANK
                 ? -(better_total + better_vote) - 1e-3 * better_vote /* fans break ties */
                 : total[i] / totals + worth[i] / worths;
    out[i] = in[i] ? out[i] : INFINITY;
  }
}

static int lowest(const double *value) {
  int least = 0;
  for (int i = 1; i < CONTESTANTS; i++)
    least = value[i] < value[least] ? i : least;
  return least;
}

/* A season simulated from prior and rule: four contestants, an exit in each of two weeks, a final.
 */
static contest simulate(const solon_rule *rule, solon_stream *stream,
                        double (*worth)[CONTESTANTS]) {
  contest c = {.contestants = 4};
  bool in[CONTESTANTS] = {true, true, true, true};
  double x[CONTESTANTS] = {0}, combined[CONTESTANTS];
  for (int t = 0; t < 3; t++) {
    for (int i = 0; i < CONTESTANTS; i++) {
      x[i] += solon_draw_normal(stream) *
              (t == 0 ? standard.initial_deviation : standard.step_deviation);
      worth[t][i] = exp(x[i]);
      c.total[t][i] = 15 + (double)solon_stream_below(stream, 16);
      c.last[i] += in[i];
    }
    score(rule, c.total[t], worth[t], in, combined);
    int out = lowest(combined);
    if (rule->save && t < 2) {
      double kept = combined[out];
      combined[out] = INFINITY;
      int other = lowest(combined);
      combined[out] = kept;
      double gap = (c.total[t][out] - c.total[t][other]) / 3;
      if (solon_stream_uniform(stream) > 1 / (1 + exp(standard.choice_slope * gap)))
        out = other;
    }
    in[out] = false;
    c.place[out] = 4 - t;
  }
  for (int i = 0; i < CONTESTANTS; i++)
    c.place[i] = in[i] ? 1 : c.place[i];
  return c;
}

enum { SEASONS = 250, RANKS = 64, BINS = 8 };

/* Ranks of two true shares among 63 draws each: the first contestant's in week 1, and the last
 * finalist's. */
static void test_calibration(void) {
  for (int variant = 0; variant < 4; variant++) {
    solon_rule rule = {
        .combine = (solon_combination)(variant & 1), .save = variant >> 1, .judge_weight = 0.5};
    int bin[2][BINS] = {{0}};
    for (uint64_t k = 0; k < SEASONS; k++) {
      solon_stream stream;
      solon_stream_start(&stream, 21, solon_purpose("calibration"), (uint64_t)variant << 32 | k);
      double worth[WEEKS][CONTESTANTS], share[ROWS], truth[ROWS];
      contest c = simulate(&rule, &stream, worth);
      size_t bytes, rank[2] = {0, 0};
      solon_seasons *seasons = build(&c, &bytes);
      size_t rows = shares_of(seasons, worth[0], truth), row[2] = {0, rows - 1};
      unsigned char infeasible[WEEKS];
      solon_vote_sampler *sampler = start(seasons, &rule, (uint32_t)k, infeasible);
      for (int draw = -6; draw < RANKS - 1; draw++) {
        for (int thin = 0; thin < 5; thin++)
          solon_vote_sampler_sweep(sampler);
        solon_vote_sampler_shares(sampler, share);
        for (int j = 0; j < 2; j++)
          rank[j] += draw >= 0 && share[row[j]] < truth[row[j]];
      }
      for (int j = 0; j < 2; j++)
        bin[j][rank[j] / (RANKS / BINS)]++;
      free(sampler), free(seasons);
    }
    for (int j = 0; j < 2; j++) {
      double chi_square = 0, expected = (double)SEASONS / BINS;
      for (int b = 0; b < BINS; b++)
        chi_square += (bin[j][b] - expected) * (bin[j][b] - expected) / expected;
      tap_ok(chi_square < 24.32, "%s%s, share %d: ranks uniform (chi-square %.1f, 0.999 at 24.3)",
             rule.combine == SOLON_COMBINE_RANK ? "rank" : "percent", rule.save ? ", save" : "", j,
             chi_square);
    }
  }
}

/* ---- chains and arguments ----------------------------------------------------------------- */

static void test_chains(void) {
  size_t bytes;
  solon_seasons *seasons = build(&example, &bytes);
  solon_rule rule = {.combine = SOLON_COMBINE_PERCENT, .save = true, .judge_weight = 0.5};
  unsigned char infeasible[WEEKS];
  double alone[ROWS], among[ROWS], other[ROWS];
  solon_vote_sampler *chain = start(seasons, &rule, 1, infeasible);
  for (int k = 0; k < 50; k++)
    solon_vote_sampler_sweep(chain);
  solon_vote_sampler_shares(chain, alone);
  solon_vote_sampler *zero = start(seasons, &rule, 0, infeasible);
  solon_vote_sampler *one = start(seasons, &rule, 1, infeasible);
  for (int k = 0; k < 50; k++)
    solon_vote_sampler_sweep(zero), solon_vote_sampler_sweep(one);
  solon_vote_sampler_shares(one, among);
  solon_vote_sampler_shares(zero, other);
  size_t size = solon_vote_sampler_rows(one) * sizeof *alone;
  tap_integer((int64_t)solon_vote_sampler_rows(one), (int64_t)seasons->rows, "one share a row");
  tap_ok(memcmp(alone, among, size) == 0, "a chain has the same bits whatever else runs");
  tap_ok(memcmp(other, among, size) != 0, "another chain has others");
  free(chain), free(zero), free(one), free(seasons);
}

static void refuses(const solon_seasons *seasons, const solon_rule *rule, solon_vote_prior prior,
                    uint32_t chain, const char *what) {
  solon_context context = {0};
  unsigned char infeasible[WEEKS];
  void *block = malloc(solon_vote_sampler_bytes(seasons, 0));
  tap_ok(solon_vote_sampler_start(&context, seasons, 0, rule, &prior, 1, chain, block,
                                  infeasible) == SOLON_BAD_ARGUMENT &&
             context.detail[0] != 0,
         "refused: %s (%s)", what, context.detail);
  free(block);
}

static void test_arguments(void) {
  size_t bytes;
  solon_seasons *seasons = build(&example, &bytes);
  solon_rule rule = {.combine = SOLON_COMBINE_PERCENT, .judge_weight = 0.5}, odd = rule;
  refuses(seasons, &rule, (solon_vote_prior){0, 1, 1, true}, 0, "no deviation");
  refuses(seasons, &rule, (solon_vote_prior){1, NAN, 1, true}, 0, "NaN as deviation");
  refuses(seasons, &rule, (solon_vote_prior){1, 11, 1, true}, 0, "a deviation too large");
  refuses(seasons, &rule, (solon_vote_prior){1, 1, -1, true}, 0, "a negative slope");
  refuses(seasons, &rule, standard, SOLON_VOTE_CHAINS, "too many chains");
  odd.judge_weight = 1;
  refuses(seasons, &odd, standard, 0, "judges alone");
  odd.judge_weight = 0.5, odd.ties = SOLON_TIE_RANDOM;
  refuses(seasons, &odd, standard, 0, "random ties");
  free(seasons);
}

int main(void) {
  test_rejection();
  test_replay();
  test_infeasible();
  test_feasibility();
  test_rank_pieces();
  test_calibration();
  test_chains();
  test_arguments();
  return tap_done();
}
