/* replay.c - the week loop of a season under another rule. */
#include "core/voting/replay.h"

#include "core/voting/combine.h"
#include "core/voting/course.h"

/* ---- combining ------------------------------------------------------------------------------- */

/* Rules: totals and shares since the last cut (carry) or of this week alone. */
static void accumulate_rule(course *c) {
  double sum = 0;
  for (uint64_t rest = c->field; rest != 0; rest &= rest - 1)
    sum += c->vote[__builtin_ctzll(rest)];
  double n = __builtin_popcountll(c->field);
  for (uint64_t rest = c->field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    c->carried_score[i] += c->score[i];
    c->carried_vote[i] += sum > 0 ? c->vote[i] / sum : 1 / n;
  }
}

/* ---- ties, cuts, places ---------------------------------------------------------------------- */

static uint64_t draw(solon_tie_draws *draws, int size) {
  uint64_t pick = solon_stream_below(&draws->stream, (uint64_t)size);
  if (draws->count < SOLON_TIE_PICKS) {
    draws->size[draws->count] = (unsigned char)size;
    draws->pick[draws->count] = (unsigned char)pick;
  }
  draws->count++;
  return pick;
}

static int break_tie(course *c, uint64_t tied) {
  if (c->ties == SOLON_TIE_RANDOM)
    return pick_from(tied, draw(c->draws, __builtin_popcountll(tied)));
  return break_tie_by(c, c->ties, tied);
}

/* The lowest of a set; ties go to the tie rule. Sets *level to those tied for it (one: no tie). */
static inline int lowest(course *c, uint64_t set, uint64_t *level) {
  *level = level_lowest(c, set);
  return (*level & (*level - 1)) == 0 ? __builtin_ctzll(*level) : break_tie(c, *level);
}

/* Asks the judges about the bottom two; returns who leaves. */
static int judges_choose(course *c, int low, solon_outcome *outcome, solon_replay_cut *cut) {
  uint64_t others = c->field & ~bit(low);
  uint64_t level = 0;
  int other = c->rule != NULL && c->rule->save ? lowest(c, others, &level) : next_lowest(c, others);
  outcome->tie |= (level & (level - 1)) != 0;
  double gap = c->combined[other] - c->combined[low];
  bool asked = c->rule != NULL ? c->rule->save : gap < c->mechanism->save_threshold;
  if (asked && gap > outcome->save_above)
    outcome->save_above = gap;
  if (!asked && gap < outcome->save_below)
    outcome->save_below = gap;
  if (!asked)
    return low;
  outcome->asked++;
  cut->asked = true;
  cut->bottom_two = bit(low) | bit(other);
  return compare_scores(c, other, low) < 0 ? other : low;
}

/* Finds the k who leave, in the order of leaving; returns their set. */
static uint64_t find_cut(course *c, int k, int order[], solon_outcome *outcome,
                         solon_replay_cut *cut) {
  uint64_t left = c->field, out = 0, level;
  for (int r = 0; r < k; r++) {
    order[r] = lowest(c, left, &level);
    if ((level & (level - 1)) != 0) {
      outcome->tie = true;
      if (__builtin_popcountll(level) > k - r) {
        cut->tied |= level;
        cut->decided = SOLON_DECIDED_TIE_RULE;
      }
    }
    left &= ~bit(order[r]);
    out |= bit(order[r]);
  }
  if (k != 1 || left == 0)
    return out;
  outcome->single_cuts++;
  order[0] = judges_choose(c, order[0], outcome, cut);
  if (cut->asked)
    cut->decided = SOLON_DECIDED_JUDGES;
  return bit(order[0]);
}

/* ---- a week ---------------------------------------------------------------------------------- */

static void trace_week(const course *c, const solon_replay_trace *trace, size_t w,
                       const solon_replay_cut *cut) {
  if (trace->cut != NULL)
    trace->cut[c->week + w] = *cut;
  double *columns[3] = {trace->judge, trace->fan, trace->combined};
  const double *values[3] = {c->judge, c->fan, c->combined};
  for (int j = 0; j < 3; j++)
    for (size_t i = 0; i < c->n && columns[j] != NULL; i++)
      columns[j][c->cell + w * c->n + i] = c->field >> i & 1 ? values[j][i] : NAN;
}

static void combine_rule(course *c) {
  solon_combine_field(c->rule, c->carried_score, c->carried_vote, c->field, c->judge, c->fan,
                      c->combined);
}

/* Values, accumulation and combination of week w. `needed`: a decision or a trace wants C. */
static inline void combine_week(course *c, const solon_seasons *seasons, size_t w, bool needed) {
  bool recorded = c->field == seasons->field[c->week + w];
  if (c->rule != NULL) {
    accumulate_rule(c);
    if (needed)
      combine_rule(c);
    return;
  }
  accumulate_fans(c, seasons, w, recorded);
  if (needed) {
    value_judges(c, seasons, w, recorded);
    combine_mechanism(c);
  }
}

/* Where the result of leaving goes. */
typedef struct leaving {
  const solon_seasons *seasons;
  uint64_t counted; /* never withdrew */
  int32_t *exit_week, *place;
} leaving;

static inline void leave(course *c, const leaving *to, int i, size_t w, uint64_t left) {
  if (to->counted >> i & 1)
    count_pairs(to->seasons, c->contestant, i, left, &c->skill_balance, &c->popularity_balance);
  if (to->exit_week != NULL)
    to->exit_week[c->contestant + (size_t)i] = (int32_t)w;
  if (to->place != NULL)
    to->place[c->contestant + (size_t)i] = __builtin_popcountll(left) + 1;
}

/* Those in `out` leave, first the withdrawn (in order of position), then `order`. */
static uint64_t remove_from(course *c, const leaving *to, uint64_t alive, uint64_t withdrawn,
                            const int order[], int k, size_t w) {
  for (uint64_t rest = withdrawn; rest != 0; rest &= rest - 1) {
    alive &= ~(rest & -rest);
    leave(c, to, __builtin_ctzll(rest), w, alive);
  }
  for (int r = 0; r < k; r++) {
    alive &= ~bit(order[r]);
    leave(c, to, order[r], w, alive);
  }
  return alive;
}

/* Orders the final from worst to best. */
static void order_final(course *c, const leaving *to, size_t w, solon_outcome *outcome,
                        solon_replay_cut *cut) {
  uint64_t left = c->field, level;
  while (left != 0) {
    int i = lowest(c, left, &level);
    if ((level & (level - 1)) != 0) {
      outcome->tie = true;
      cut->tied |= level;
      cut->decided = SOLON_DECIDED_TIE_RULE;
    }
    left &= ~bit(i);
    leave(c, to, i, w, left);
  }
}

static int32_t count_changed(const solon_seasons *seasons, const course *c, size_t w,
                             uint64_t left) {
  /* those who leave in week w (or are in the final) without having their last recorded week there
   */
  int32_t changed = 0;
  for (uint64_t rest = left; rest != 0; rest &= rest - 1)
    changed += (size_t)seasons->last_week[c->contestant + (size_t)__builtin_ctzll(rest)] != w;
  return changed;
}

static void compare_with_record(solon_outcome *outcome, uint64_t out, uint64_t recorded, size_t w) {
  outcome->elimination_weeks++;
  if (out == recorded)
    outcome->reproduced++;
  else if (outcome->first_divergence < 0)
    outcome->first_divergence = (int32_t)w;
}

static void finish(const solon_seasons *seasons, size_t s, const course *c, bool places,
                   solon_outcome *outcome) {
  outcome->engagement = outcome->fairness = outcome->producer = NAN;
  if (!places)
    return;
  outcome->fairness = fairness_of(seasons, s, c->skill_balance);
  outcome->engagement = engagement_of(seasons, s, c->popularity_balance);
  outcome->producer = producer_of(outcome->asked, outcome->single_cuts);
}

/* Decides week w; returns who are left after it (in static mode `alive` as it was). */
static uint64_t decide_week(course *c, const leaving *to, size_t w, uint64_t alive, bool follows,
                            solon_outcome *outcome, solon_replay_cut *cut) {
  int order[SOLON_SEASON_FIELD];
  if (cut->final) {
    if (follows) {
      outcome->changed += count_changed(to->seasons, c, w, c->field);
      order_final(c, to, w, outcome, cut);
    }
    return 0;
  }
  if (cut->k > 0)
    cut->out = find_cut(c, cut->k, order, outcome, cut);
  if (cut->recorded != 0)
    compare_with_record(outcome, cut->out, cut->recorded, w);
  if (!follows)
    return alive;
  uint64_t withdrawn = to->seasons->withdrawn[c->week + w] & alive & ~cut->out;
  outcome->changed += count_changed(to->seasons, c, w, cut->out | withdrawn);
  return remove_from(c, to, alive, withdrawn, order, cut->k, w);
}

void solon_replay_season(const solon_seasons *seasons, size_t s, const solon_rule *rule,
                         const solon_mechanism *mechanism, solon_replay_mode mode,
                         solon_tie_draws *draws, int32_t *exit_week, int32_t *place,
                         const solon_replay_trace *trace, solon_outcome *outcome) {
  course c;
  start_course(&c, seasons, s, rule, mechanism, draws);
  leaving to = {seasons, seasons->never_withdrew[s], exit_week, place};
  *outcome = (solon_outcome){.first_divergence = -1, .save_above = -1, .save_below = INFINITY};
  bool follows = mode != SOLON_REPLAY_STATIC, stopped = false;
  uint64_t alive = UINT64_MAX >> (64 - c.n);
  for (size_t w = 0; w < c.weeks && !stopped; w++) {
    solon_replay_cut cut = begin_week(&c, seasons, w, follows ? alive : seasons->field[c.week + w]);
    outcome->imputed += __builtin_popcountll(cut.imputed);
    combine_week(&c, seasons, w, cut.k > 0 || cut.final || trace != NULL);
    alive = decide_week(&c, &to, w, alive, follows, outcome, &cut);
    stopped = mode == SOLON_REPLAY_FIRST_DIVERGENCE && outcome->first_divergence >= 0;
    if (rule != NULL && (cut.k > 0 || !rule->carry))
      forget(&c);
    if (trace != NULL)
      trace_week(&c, trace, w, &cut);
  }
  finish(seasons, s, &c, follows && !stopped, outcome);
}

uint64_t solon_replay_decide(const solon_rule *rule, const solon_mechanism *mechanism, size_t n,
                             uint64_t field, int k, const double *score, const double *vote,
                             const double *carried_score, const double *carried_vote,
                             solon_tie_draws *draws) {
  course c;
  c.n = n, c.rule = rule, c.mechanism = mechanism, c.draws = draws, c.field = field;
  c.ties = rule != NULL ? rule->ties : mechanism->ties;
  c.score = score, c.vote = vote;
  memcpy(c.carried_score, carried_score, n * sizeof(double));
  memcpy(c.carried_vote, carried_vote, n * sizeof(double));
  if (rule != NULL) {
    accumulate_rule(&c);
    combine_rule(&c);
  } else {
    solon_fan_value_of((int)mechanism->fan_value, vote, field, c.fan);
    for (uint64_t rest = field; rest != 0; rest &= rest - 1) {
      int i = __builtin_ctzll(rest);
      c.carried_vote[i] = mechanism->discount * c.carried_vote[i] + c.fan[i];
    }
    solon_judge_value(score, field, c.judge);
    combine_mechanism(&c);
  }
  int order[SOLON_SEASON_FIELD];
  solon_outcome outcome = {.save_above = -1, .save_below = INFINITY};
  solon_replay_cut cut = {.seen = true};
  return find_cut(&c, k, order, &outcome, &cut);
}

void solon_tie_draws_start(solon_tie_draws *draws, uint64_t seed, size_t s, size_t d) {
  solon_stream_start(&draws->stream, seed, solon_purpose("voting tie"), (uint64_t)s << 32 | d);
  draws->count = 0;
}
