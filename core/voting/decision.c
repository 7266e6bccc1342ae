/* decision.c - likelihood of recorded exits, and where it can change. */
#include "core/voting/decision.h"

#include "core/random/elementary.h"
#include "core/voting/combine.h"
#include "core/voting/members.h"

#include <math.h>
#include <string.h>

/* ---- listing -------------------------------------------------------------------------------- */

size_t solon_decisions_bytes(const solon_seasons *seasons, size_t s) {
  size_t n = solon_season_field(seasons, s), weeks = solon_season_weeks(seasons, s);
  return weeks * (sizeof(solon_decision) + sizeof(double) * 2 * n + sizeof(double));
}

/* The judges' part of the combination over the window, as the rule makes it. */
static void judge_part(const solon_decisions *d, const solon_decision *decision, double *out) {
  double total[SOLON_SEASON_FIELD] = {0}, equal[SOLON_SEASON_FIELD], fan[SOLON_SEASON_FIELD];
  double combined[SOLON_SEASON_FIELD];
  const solon_seasons *seasons = d->seasons;
  for (size_t t = decision->first_week; t <= decision->week; t++)
    for (size_t i = 0; i < d->contestants; i++)
      total[i] += seasons->score[seasons->cell_start[d->season] + t * d->contestants + i];
  for (size_t i = 0; i < d->contestants; i++)
    equal[i] = 1;
  solon_combine_field(&d->rule, total, equal, decision->field, out, fan, combined);
}

/* The chance that the judges send the recorded exit e home and not i, by i; 1 for e himself. */
static void choices(const solon_decisions *d, const solon_decision *decision, double *out) {
  size_t week = d->seasons->week_start[d->season] + decision->week;
  const double *total =
      d->seasons->score + d->seasons->cell_start[d->season] + decision->week * d->contestants;
  uint64_t e = (uint64_t)__builtin_ctzll(decision->out);
  SOLON_EACH (i, decision->field) {
    double gap = (total[e] - total[i]) / d->seasons->judges[week];
    out[i] = i == e ? 1 : 1 / (1 + solon_portable_exp(d->choice_slope * gap));
  }
}

solon_status solon_decisions_build(solon_context *context, const solon_seasons *seasons, size_t s,
                                   const solon_rule *rule, double choice_slope, bool order_final,
                                   void *block, solon_decisions *d) {
  if (rule->ties != SOLON_TIE_FAN && rule->ties != SOLON_TIE_JUDGE)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "votes are inferred under fan or judge ties only");
  if (!(rule->judge_weight >= 0 && rule->judge_weight < 1))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "judge_weight: number in [0, 1) expected, got %.15g", rule->judge_weight);
  size_t n = solon_season_field(seasons, s), weeks = solon_season_weeks(seasons, s);
  const size_t week0 = seasons->week_start[s];
  *d = (solon_decisions){.seasons = seasons,
                         .season = s,
                         .contestants = n,
                         .weeks = weeks,
                         .rule = *rule,
                         .choice_slope = choice_slope};
  d->judge = block;
  d->choice = d->judge + weeks * n;
  d->decision = (solon_decision *)(d->choice + weeks * n);
  d->of_week = (int32_t *)(d->decision + weeks);
  size_t first = 0;
  for (size_t t = 0; t < weeks; t++) {
    bool final = t + 1 == weeks;
    uint64_t out = seasons->voted_off[week0 + t];
    d->of_week[t] = -1;
    if (final ? !order_final : out == 0)
      continue;
    solon_decision *decision = &d->decision[d->count];
    *decision = (solon_decision){.first_week = rule->carry ? first : t,
                                 .week = t,
                                 .field = seasons->field[week0 + t],
                                 .out = final ? 0 : out,
                                 .final = final,
                                 .feasible = true};
    decision->save = !final && rule->save && (out & (out - 1)) == 0;
    judge_part(d, decision, d->judge + d->count * n);
    if (decision->save)
      choices(d, decision, d->choice + d->count * n);
    for (size_t u = decision->first_week; u <= t; u++)
      d->of_week[u] = (int32_t)d->count;
    first = t + 1;
    d->count++;
  }
  return SOLON_OK;
}

bool solon_decision_joins_weeks(const solon_decisions *d, size_t t) {
  return d->of_week[t] >= 0 &&
         d->decision[d->of_week[t]].first_week < d->decision[d->of_week[t]].week;
}

/* ---- likelihood ----------------------------------------------------------------------------- */

static double sum_over(const double *value, uint64_t set) {
  double sum = 0;
  SOLON_EACH (i, set)
    sum += value[i];
  return sum;
}

/* Votes of the window: the plain worths of one week, or summed shares of several. */
static void window_votes(const solon_decisions *d, const solon_decision *decision,
                         const double *worth, double *vote) {
  size_t n = d->contestants;
  const uint64_t *field = d->seasons->field + d->seasons->week_start[d->season];
  if (decision->first_week == decision->week) {
    memcpy(vote, worth + decision->week * n, n * sizeof *vote);
    return;
  }
  memset(vote, 0, n * sizeof *vote);
  for (size_t t = decision->first_week; t <= decision->week; t++) {
    double scale = 1 / sum_over(worth + t * n, field[t]);
    SOLON_EACH (i, field[t])
      vote[i] += worth[t * n + i] * scale;
  }
}

/* Combined scores of the field; larger is better. */
static void combine(const solon_decisions *d, const solon_decision *decision, const double *judge,
                    const double *vote, double *combined) {
  double fan_weight = 1 - d->rule.judge_weight, judge_weight = d->rule.judge_weight;
  if (d->rule.combine == SOLON_COMBINE_PERCENT) {
    double scale = sum_over(vote, decision->field);
    SOLON_EACH (i, decision->field)
      combined[i] = judge_weight * judge[i] + fan_weight * (vote[i] / scale);
    return;
  }
  double dense[SOLON_SEASON_FIELD];
  size_t n = 0;
  SOLON_EACH (i, decision->field)
    dense[n++] = vote[i];
  size_t lanes = (n + 7) / 8 * 8;
  for (size_t j = n; j < lanes; j++)
    dense[j] = -1; /* below every vote */
  SOLON_EACH (i, decision->field) {
    double above = 1;
    for (size_t j = 0; j < lanes; j += 8)
      for (size_t k = 0; k < 8; k++)
        above += dense[j + k] > vote[i] ? 1.0 : 0.0;
    combined[i] = -(judge_weight * judge[i] + fan_weight * above);
  }
}

typedef struct standing {
  const double *combined, *fan, *total; /* total: the judges' total of the week */
  bool fan_first;
} standing;

/* Whether a leaves before b of equal combined score, by the tie rule. */
static bool leaves_tied(const standing *s, uint64_t a, uint64_t b) {
  double judges = s->total[a] - s->total[b];
  if (fabs(judges) <= SOLON_SCORE_TOLERANCE)
    judges = 0;
  double fans = s->fan[a] - s->fan[b];
  double first = s->fan_first ? fans : judges, second = s->fan_first ? judges : fans;
  return first != 0 ? first < 0 : second != 0 ? second < 0 : a < b;
}

/* Whether a leaves before b: the lower combined score, then the tie rule. */
static inline bool leaves_before(const standing *s, uint64_t a, uint64_t b) {
  double one = s->combined[a], other = s->combined[b];
  return one != other ? one < other : leaves_tied(s, a, b);
}

static double save_likelihood(const solon_decisions *d, const solon_decision *decision,
                              const standing *s) {
  uint64_t e = (uint64_t)__builtin_ctzll(decision->out), other = e;
  int below = 0;
  SOLON_EACH (i, decision->field & ~decision->out) {
    if (leaves_before(s, i, e)) {
      if (++below > 1)
        return 0;
      other = i;
    }
  }
  if (below == 0)
    SOLON_EACH (i, decision->field & ~decision->out)
      if (other == e || leaves_before(s, i, other))
        other = i;
  return d->choice[(size_t)(decision - d->decision) * d->contestants + other];
}

static double final_likelihood(const solon_decisions *d, const solon_decision *decision,
                               const standing *s) {
  const int32_t *placement = d->seasons->placement + d->seasons->contestant_start[d->season];
  SOLON_EACH (a, decision->field)
    for (uint64_t others = decision->field; others != 0; others &= others - 1) {
      uint64_t b = (uint64_t)__builtin_ctzll(others);
      if (placement[a] > placement[b] && !leaves_before(s, a, b))
        return 0;
    }
  return 1;
}

/* The last of those who left must leave before the first of those who stayed. */
static double cut_likelihood(const solon_decision *decision, const standing *s) {
  uint64_t last_out = (uint64_t)__builtin_ctzll(decision->out), first_in = 64;
  SOLON_EACH (i, decision->out)
    if (leaves_before(s, last_out, i))
      last_out = i;
  SOLON_EACH (i, decision->field & ~decision->out)
    if (first_in == 64 || leaves_before(s, i, first_in))
      first_in = i;
  return first_in == 64 || leaves_before(s, last_out, first_in) ? 1 : 0;
}

/* Likelihood from the combined scores; fan: anything in the order of this week's votes. */
static double likelihood_of(const solon_decisions *d, const solon_decision *decision,
                            const double *combined, const double *fan) {
  standing s = {combined, fan,
                d->seasons->score + d->seasons->cell_start[d->season] +
                    decision->week * d->contestants,
                d->rule.ties == SOLON_TIE_FAN};
  if (decision->final)
    return final_likelihood(d, decision, &s);
  return decision->save ? save_likelihood(d, decision, &s) : cut_likelihood(decision, &s);
}

double solon_decision_likelihood(const solon_decisions *d, const double *worth, size_t t) {
  if (d->of_week[t] < 0 || !d->decision[d->of_week[t]].feasible)
    return 1;
  const solon_decision *decision = &d->decision[d->of_week[t]];
  double vote[SOLON_SEASON_FIELD], combined[SOLON_SEASON_FIELD];
  size_t n = d->contestants;
  window_votes(d, decision, worth, vote);
  combine(d, decision, d->judge + (size_t)d->of_week[t] * n, vote, combined);
  return likelihood_of(d, decision, combined, worth + decision->week * n);
}

/* ---- all values of one worth ---------------------------------------------------------------- */

bool solon_decision_is_ranked(const solon_decisions *d, size_t t) {
  return d->rule.combine == SOLON_COMBINE_RANK && d->of_week[t] >= 0 &&
         d->decision[d->of_week[t]].feasible && !solon_decision_joins_weeks(d, t);
}

/* The members of a set by rising value. */
static size_t order_rising(uint64_t set, const double *value, uint64_t *order) {
  size_t n = 0;
  SOLON_EACH (j, set) {
    size_t k = n++;
    for (; k > 0 && value[order[k - 1]] > value[j]; k--)
      order[k] = order[k - 1];
    order[k] = j;
  }
  return n;
}

/* The contestant starts below all others and passes them one by one; two scores change with each.
 */
size_t solon_decision_rank_pieces(const solon_decisions *d, const double *worth, size_t t, size_t i,
                                  double *cut, double *likelihood) {
  const solon_decision *decision = &d->decision[d->of_week[t]];
  const double *judge = d->judge + (size_t)d->of_week[t] * d->contestants;
  const double *now = worth + t * d->contestants;
  double fan_weight = 1 - d->rule.judge_weight, judge_weight = d->rule.judge_weight;
  double combined[SOLON_SEASON_FIELD] = {0};
  double fan[SOLON_SEASON_FIELD] = {0}; /* minus the rank, 1 the best */
  uint64_t others[SOLON_SEASON_FIELD];
  size_t n = order_rising(decision->field & ~(UINT64_C(1) << i), now, others);
  for (size_t k = n; k-- > 0;) {
    cut[k] = now[others[k]];
    bool tied = k + 1 < n && cut[k] == cut[k + 1];
    fan[others[k]] = tied ? fan[others[k + 1]] : -(double)(n - k);
  }
  fan[i] = -(double)(n + 1);
  SOLON_EACH (j, decision->field)
    combined[j] = -(judge_weight * judge[j] - fan_weight * fan[j]);
  likelihood[0] = likelihood_of(d, decision, combined, fan);
  for (size_t k = 0; k < n; k++) {
    size_t j = others[k];
    fan[j]--, fan[i]++;
    combined[j] = -(judge_weight * judge[j] - fan_weight * fan[j]);
    combined[i] = -(judge_weight * judge[i] - fan_weight * fan[i]);
    likelihood[k + 1] = likelihood_of(d, decision, combined, fan);
  }
  return n;
}

/* ---- breakpoints ---------------------------------------------------------------------------- */

/* What changes when the worths of a group are multiplied by a factor f in week t: votes are
 *     V_j = c_j + w_j f^[j in group] / (f inside + outside),
 * where c_j are the shares of the window's other weeks. */
typedef struct scaled_group {
  const double *worth; /* of week t */
  const double *other; /* c_j */
  uint64_t group;
  double inside, outside;             /* sums of w over week t's field, in the group and not */
  double field_inside, field_outside; /* the same over the decision's field */
  double other_sum;                   /* sum of c over the decision's field */
} scaled_group;

/* The f at which `difference` + (V_a - V_b) / (sum of V over the decision's field) is 0; not
 * positive or not finite when there is none.  Times (f inside + outside) the equation is linear in
 * f. */
static double crossing(const scaled_group *g, double difference, uint64_t a, uint64_t b) {
  double c = g->other[a] - g->other[b];
  double slope = difference * (g->other_sum * g->inside + g->field_inside) + c * g->inside;
  double level = difference * (g->other_sum * g->outside + g->field_outside) + c * g->outside;
  *(g->group >> a & 1 ? &slope : &level) += g->worth[a];
  *(g->group >> b & 1 ? &slope : &level) -= g->worth[b];
  return -level / slope;
}

/* Judges' difference in units of shares, or 0 in rank rules, where only the order of votes counts.
 */
static double judge_difference(const solon_decisions *d, const double *judge, uint64_t a,
                               uint64_t b) {
  if (d->rule.combine == SOLON_COMBINE_RANK)
    return 0;
  return d->rule.judge_weight / (1 - d->rule.judge_weight) * (judge[a] - judge[b]);
}

static void prepare_group(const solon_decisions *d, const solon_decision *decision,
                          const double *worth, size_t t, uint64_t group, double *other,
                          scaled_group *g) {
  size_t n = d->contestants;
  const uint64_t *field = d->seasons->field + d->seasons->week_start[d->season];
  memset(other, 0, n * sizeof *other);
  for (size_t u = decision->first_week; u <= decision->week; u++) {
    if (u == t)
      continue;
    double scale = 1 / sum_over(worth + u * n, field[u]);
    SOLON_EACH (j, field[u])
      other[j] += worth[u * n + j] * scale;
  }
  const double *now = worth + t * n;
  *g = (scaled_group){.worth = now,
                      .other = other,
                      .group = group,
                      .inside = sum_over(now, field[t] & group),
                      .outside = sum_over(now, field[t] & ~group),
                      .other_sum = sum_over(other, decision->field),
                      .field_inside = sum_over(now, decision->field & field[t] & group),
                      .field_outside = sum_over(now, decision->field & field[t] & ~group)};
}

/* Those whose order against a may matter to the decision, each pair named once. */
static uint64_t rivals_of(const solon_decision *decision, bool rank, uint64_t a) {
  uint64_t stay = decision->field & ~decision->out, later = ~((UINT64_C(2) << a) - 1);
  if (rank || decision->final)
    return decision->field & later;
  if (decision->out >> a & 1)
    return stay;
  return decision->save ? stay & later : 0; /* who the second of the bottom two is */
}

size_t solon_decision_breakpoints(const solon_decisions *d, const double *worth, size_t t,
                                  uint64_t group, double *out) {
  if (d->of_week[t] < 0 || !d->decision[d->of_week[t]].feasible)
    return 0;
  const solon_decision *decision = &d->decision[d->of_week[t]];
  const double *judge = d->judge + (size_t)d->of_week[t] * d->contestants;
  bool rank = d->rule.combine == SOLON_COMBINE_RANK, joins = decision->first_week < decision->week;
  double other[SOLON_SEASON_FIELD];
  scaled_group g;
  prepare_group(d, decision, worth, t, group, other, &g);
  size_t count = 0;
  SOLON_EACH (a, decision->field)
    SOLON_EACH (b, rivals_of(decision, rank, a)) {
      bool apart = (group >> a & 1) != (group >> b & 1);
      if (rank && !joins && !apart)
        continue; /* within one week their order does not depend on f */
      double f = crossing(&g, judge_difference(d, judge, a, b), a, b);
      if (f > 0 && f < 1e300)
        out[count++] = f;
      if (rank && joins && apart && t == decision->week) /* tied sums look at this week's votes */
        out[count++] = group >> a & 1 ? g.worth[b] / g.worth[a] : g.worth[a] / g.worth[b];
    }
  return count;
}
