/* posterior.c - the sampler of hidden votes: one log-worth at a time, the sweep, start and state.
 */
#include "core/voting/posterior.h"

#include "core/random/elementary.h"
#include "core/voting/members.h"
#include "core/voting/posterior_state.h"

#include <math.h>
#include <string.h>

/* What a sweep does besides drawing every log-worth once: enough that each contestant is part of
 * several moves of several weeks, which a log-worth tied to its neighbours in time cannot do alone.
 */
enum {
  SHIFTS_PER_CONTESTANT = 2, /* random shifts */
  CELLS_PER_SWAP = 2         /* one swap for so many contestant-weeks */
};

/* ---- normal pieces -------------------------------------------------------------------------- */

static double normal_below(double z) {
  return 0.5 * erfc(-z * 0.70710678118654752);
}

/* P(a < Z < b) of a standard normal, without cancellation in either tail. */
static double normal_mass(double a, double b) {
  return a > 0 ? normal_below(-a) - normal_below(-b) : normal_below(b) - normal_below(a);
}

/* Inversion in the lower tail.  Where the probability underflows, beyond 38 deviations, the density
 * falls from b downwards like an exponential of rate -b to a relative error below 1e-3. */
double solon_vote_truncated_normal(solon_stream *stream, double a, double b) {
  if (a + b > 0)
    return -solon_vote_truncated_normal(stream, -b, -a);
  double low = normal_below(a), high = normal_below(b), u = solon_stream_uniform(stream), z;
  double p = low + u * (high - low);
  if (p > 0) {
    z = solon_normal_quantile(p);
  } else {
    double most = 1 - solon_portable_exp(b * (b - a));
    z = b - solon_portable_log1p(-u * most) / b;
  }
  return z < a ? a : z > b ? b : z;
}

void solon_vote_sort(double *value, size_t count) {
  for (size_t i = 1; i < count; i++) {
    double v = value[i];
    size_t j = i;
    for (; j > 0 && value[j - 1] > v; j--)
      value[j] = value[j - 1];
    value[j] = v;
  }
}

/* A point inside the piece (low, high) of a positive half-line; high may be infinite. */
static double point_inside(double low, double high) {
  if (low > 0)
    return isinf(high) ? 2 * low : sqrt(low) * sqrt(high);
  return isinf(high) ? 1 : 0.5 * high;
}

/* ---- one log-worth -------------------------------------------------------------------------- */

/* Mean and deviation of x_it given its neighbours in time. */
static void neighbours(const solon_vote_sampler *s, size_t t, size_t i, double *mean,
                       double *deviation) {
  size_t n = s->contestants;
  double precision = t == 0 ? s->initial_precision : s->step_precision;
  double sum = t == 0 ? 0 : s->step_precision * s->x[(t - 1) * n + i];
  if ((int32_t)t < s->last_week[i]) {
    precision += s->step_precision;
    sum += s->step_precision * s->x[(t + 1) * n + i];
  }
  *mean = sum / precision;
  *deviation = 1 / sqrt(precision);
}

/* Ends of piece k between `count` ascending cuts of the worth, standardised. */
typedef struct piece {
  double a, b;
} piece;

static piece piece_of(const double *cut, size_t count, size_t k, double mean, double deviation) {
  return (piece){
      k == 0 ? -INFINITY : (solon_portable_log(cut[k - 1]) - mean) / deviation,
      k == count ? INFINITY : (solon_portable_log(cut[k]) - mean) / deviation,
  };
}

/* Fills s->cuts with the ascending points at which the likelihood may change with the worth at
 * `cell` of contestant i in week t, and s->pieces with its value between them; returns how many
 * cuts. */
static size_t likelihood_pieces(solon_vote_sampler *s, size_t t, size_t i, size_t cell) {
  if (solon_decision_is_ranked(&s->decisions, t))
    return solon_decision_rank_pieces(&s->decisions, s->worth, t, i, s->cuts, s->pieces);
  double before = s->worth[cell];
  size_t count = solon_decision_breakpoints(&s->decisions, s->worth, t, UINT64_C(1) << i, s->cuts);
  for (size_t k = 0; k < count; k++)
    s->cuts[k] *= before;
  solon_vote_sort(s->cuts, count);
  for (size_t k = 0; k <= count; k++) {
    double low = k == 0 ? 0 : s->cuts[k - 1], high = k == count ? INFINITY : s->cuts[k];
    if (!(low < high))
      continue;
    s->worth[cell] = point_inside(low, high);
    s->pieces[k] = solon_decision_likelihood(&s->decisions, s->worth, t);
  }
  s->worth[cell] = before;
  return count;
}

/* Multiplies the likelihoods of the pieces by their prior mass; returns the sum. */
static double weigh_pieces(solon_vote_sampler *s, size_t count, double mean, double deviation) {
  double total = 0;
  for (size_t k = 0; k <= count; k++) {
    double low = k == 0 ? 0 : s->cuts[k - 1], high = k == count ? INFINITY : s->cuts[k];
    if (!(low < high)) {
      s->pieces[k] = 0;
    } else if (s->pieces[k] > 0) {
      piece p = piece_of(s->cuts, count, k, mean, deviation);
      s->pieces[k] *= normal_mass(p.a, p.b);
      total += s->pieces[k];
    }
  }
  return total;
}

/* An index below `count` with probability proportional to its weight; total > 0 is their sum. */
static size_t pick(solon_stream *stream, const double *weight, size_t count, double total) {
  double u = solon_stream_uniform(stream) * total;
  size_t k = 0;
  while (k + 1 < count && (u >= weight[k] || weight[k] == 0))
    u -= weight[k++];
  while (weight[k] == 0)
    k--; /* the sum was rounded up: the last that has any */
  return k;
}

/* Draws x_it from its full conditional.  The breakpoints cut the worth's half-line into pieces of
 * constant likelihood. */
static void draw_worth(solon_vote_sampler *s, size_t t, size_t i) {
  size_t cell = t * s->contestants + i;
  double mean, deviation, before = s->worth[cell];
  neighbours(s, t, i, &mean, &deviation);
  size_t count = likelihood_pieces(s, t, i, cell);
  double total = weigh_pieces(s, count, mean, deviation);
  if (!(total > 0))
    return; /* every allowed piece lies beyond the reach of doubles: stay */
  size_t k = pick(&s->stream, s->pieces, count + 1, total);
  piece p = piece_of(s->cuts, count, k, mean, deviation);
  double x = mean + deviation * solon_vote_truncated_normal(&s->stream, p.a, p.b);
  s->worth[cell] = solon_portable_exp(x);
  if (solon_decision_likelihood(&s->decisions, s->worth, t) > 0)
    s->x[cell] = x;
  else
    s->worth[cell] = before; /* on a breakpoint to the last bit */
}

/* ---- the sweep ------------------------------------------------------------------------------ */

double solon_vote_likelihood(const solon_vote_sampler *s, size_t from, size_t last) {
  double product = 1;
  for (size_t t = from; t <= last && product > 0; t++)
    if (t == last || s->decisions.of_week[t] < 0 ||
        s->decisions.of_week[t] != s->decisions.of_week[t + 1])
      product *= solon_decision_likelihood(&s->decisions, s->worth, t);
  return product;
}

void solon_vote_sampler_sweep(solon_vote_sampler *s) {
  for (size_t t = 0; t < s->weeks; t++)
    SOLON_EACH (i, solon_vote_field(s, t)) {
      draw_worth(s, t, i);
    }
  for (size_t i = 0; i < s->contestants; i++) {
    solon_vote_shift(s, UINT64_C(1) << i, 0, s->weeks - 1);
    for (int k = 0; k < SHIFTS_PER_CONTESTANT; k++)
      solon_vote_random_shift(s);
  }
  for (size_t k = 0; k < s->weeks * s->contestants / CELLS_PER_SWAP; k++)
    solon_vote_random_swap(s);
  for (size_t t = 0; t < s->weeks; t++)
    solon_vote_level(s, t);
}

/* ---- starting ------------------------------------------------------------------------------- */

static bool is_deviation(double value) {
  return value >= SOLON_PRIOR_LEAST_DEVIATION && value <= SOLON_PRIOR_MOST_DEVIATION;
}

static solon_status check_prior(solon_context *context, const solon_vote_prior *prior) {
  if (!is_deviation(prior->initial_deviation) || !is_deviation(prior->step_deviation))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "deviations of the prior in [%g, %g] expected, got %.15g and %.15g",
                      SOLON_PRIOR_LEAST_DEVIATION, SOLON_PRIOR_MOST_DEVIATION,
                      prior->initial_deviation, prior->step_deviation);
  if (!(prior->choice_slope >= 0 && prior->choice_slope <= SOLON_PRIOR_MOST_SLOPE))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "choice_slope: number in [0, %g] expected, got %.15g", SOLON_PRIOR_MOST_SLOPE,
                      prior->choice_slope);
  return SOLON_OK;
}

/* Bytes of the parts of the block, each a multiple of the alignment. */
static size_t whole(size_t bytes) {
  return (bytes + 15) / 16 * 16;
}

enum { CUTS = SOLON_DECISION_BREAKPOINTS, PIECES = SOLON_DECISION_BREAKPOINTS + 1 };

size_t solon_vote_sampler_bytes(const solon_seasons *seasons, size_t season) {
  size_t cells = solon_season_field(seasons, season) * solon_season_weeks(seasons, season);
  return whole(sizeof(solon_vote_sampler)) + whole((3 * cells + CUTS + PIECES) * sizeof(double)) +
         whole(solon_decisions_bytes(seasons, season));
}

/* Lays the sampler and its columns out in the block; returns where the decisions' columns go. */
static void *lay_out(void *block, const solon_seasons *seasons, size_t season,
                     const solon_vote_prior *prior) {
  solon_vote_sampler *s = block;
  size_t n = solon_season_field(seasons, season), weeks = solon_season_weeks(seasons, season);
  *s = (solon_vote_sampler){.contestants = n, .weeks = weeks, .prior = *prior};
  s->initial_precision = 1 / (prior->initial_deviation * prior->initial_deviation);
  s->step_precision = 1 / (prior->step_deviation * prior->step_deviation);
  s->last_week = seasons->last_week + seasons->contestant_start[season];
  char *columns = (char *)block + whole(sizeof *s);
  s->x = (double *)columns;
  s->worth = s->x + n * weeks;
  s->kept = s->worth + n * weeks;
  s->cuts = s->kept + n * weeks;
  s->pieces = s->cuts + CUTS;
  memset(s->x, 0, 3 * n * weeks * sizeof *s->x);
  return columns + whole((3 * n * weeks + CUTS + PIECES) * sizeof(double));
}

solon_status solon_vote_sampler_start(solon_context *context, const solon_seasons *seasons,
                                      size_t season, const solon_rule *rule,
                                      const solon_vote_prior *prior, uint64_t seed, uint32_t chain,
                                      void *block, unsigned char *infeasible) {
  solon_status status = check_prior(context, prior);
  if (status == SOLON_OK && chain >= SOLON_VOTE_CHAINS)
    status = solon_fail(context, SOLON_BAD_ARGUMENT, "chain below %d expected, got %lu",
                        SOLON_VOTE_CHAINS, (unsigned long)chain);
  if (status != SOLON_OK)
    return status;
  solon_vote_sampler *s = block;
  void *columns = lay_out(block, seasons, season, prior);
  status = solon_decisions_build(context, seasons, season, rule, prior->choice_slope,
                                 prior->order_final, columns, &s->decisions);
  if (status != SOLON_OK)
    return status;
  solon_decisions_start(&s->decisions, s->worth);
  memset(infeasible, 0, s->weeks);
  for (size_t k = 0; k < s->decisions.count; k++)
    infeasible[s->decisions.decision[k].week] = !s->decisions.decision[k].feasible;
  for (size_t t = 0; t < s->weeks; t++)
    SOLON_EACH (i, solon_vote_field(s, t)) {
      size_t cell = t * s->contestants + i;
      s->x[cell] = solon_portable_log(s->worth[cell]);
      s->worth[cell] = solon_portable_exp(s->x[cell]);
      s->rows++;
    }
  solon_stream_start(&s->stream, seed, solon_purpose("posterior"),
                     (uint64_t)(uint32_t)seasons->number[season] << 16 | chain);
  return SOLON_OK;
}

/* ---- reading -------------------------------------------------------------------------------- */

size_t solon_vote_sampler_rows(const solon_vote_sampler *s) {
  return s->rows;
}

void solon_vote_sampler_shares(const solon_vote_sampler *s, double *share) {
  for (size_t t = 0; t < s->weeks; t++) {
    const double *worth = s->worth + t * s->contestants;
    double sum = 0;
    SOLON_EACH (i, solon_vote_field(s, t)) {
      sum += worth[i];
    }
    SOLON_EACH (i, solon_vote_field(s, t)) {
      *share++ = worth[i] / sum;
    }
  }
}

double solon_vote_step_density(const solon_vote_sampler *s, size_t t, size_t i) {
  size_t n = s->contestants;
  double z = t == 0 ? s->x[i] / s->prior.initial_deviation
                    : (s->x[t * n + i] - s->x[(t - 1) * n + i]) / s->prior.step_deviation;
  return -0.5 * z * z;
}

double solon_vote_sampler_log_density(const solon_vote_sampler *s) {
  double sum = 0;
  for (size_t t = 0; t < s->weeks; t++)
    SOLON_EACH (i, solon_vote_field(s, t)) {
      sum += solon_vote_step_density(s, t, i);
    }
  /* decision by decision: a product of many small probabilities might underflow */
  for (size_t t = 0; t < s->weeks; t++)
    if (t + 1 == s->weeks || s->decisions.of_week[t] != s->decisions.of_week[t + 1])
      sum += log(solon_decision_likelihood(&s->decisions, s->worth, t));
  return sum;
}
