/* course.h - one season on its way under a rule: the pieces of a replay (replay.h) that its week
 * loop, the tree of all courses (course_tree.h) and the sweep of theta1 (sweep.h) share, so that
 * they compute every value by the same operations.  Internal to these three.
 */
#ifndef SOLON_VOTING_COURSE_H
#define SOLON_VOTING_COURSE_H

#include "core/voting/fan_value.h"
#include "core/voting/replay.h"

#include <math.h>
#include <string.h>

/* Accumulated fan values no farther apart than this do not tell contestants apart. */
#define FLAT_RANGE 1e-12

/* Everything one season's replay looks at and changes. */
typedef struct course {
  /* the season */
  size_t contestant, week, cell, n, weeks;
  /* the rule */
  const solon_rule *rule;
  const solon_mechanism *mechanism;
  solon_tie_rule ties;
  solon_tie_draws *draws;
  /* this week */
  uint64_t field;
  const double *score, *vote; /* what the tie rule and the judges look at: this week's own */
  /* values of this week, and what is carried from week to week */
  double judge[SOLON_SEASON_FIELD], fan[SOLON_SEASON_FIELD], combined[SOLON_SEASON_FIELD];
  double carried_score[SOLON_SEASON_FIELD], carried_vote[SOLON_SEASON_FIELD];
  /* sums for tau: concordant less discordant pairs so far */
  int32_t skill_balance, popularity_balance;
  uint64_t tied; /* decisive ties of this week */
} course;

static inline uint64_t bit(int i) {
  return UINT64_C(1) << i;
}

static inline void forget(course *c) {
  memset(c->carried_score, 0, c->n * sizeof *c->carried_score);
  memset(c->carried_vote, 0, c->n * sizeof *c->carried_vote);
}

static inline void start_course(course *c, const solon_seasons *seasons, size_t s,
                                const solon_rule *rule, const solon_mechanism *mechanism,
                                solon_tie_draws *draws) {
  c->contestant = seasons->contestant_start[s];
  c->week = seasons->week_start[s];
  c->cell = seasons->cell_start[s];
  c->n = solon_season_field(seasons, s);
  c->weeks = solon_season_weeks(seasons, s);
  c->rule = rule;
  c->mechanism = mechanism;
  c->ties = rule != NULL ? rule->ties : mechanism->ties;
  c->draws = draws;
  c->skill_balance = c->popularity_balance = 0;
  forget(c);
}

/* Sets the field of week w and what is known before it is decided. */
static inline solon_replay_cut begin_week(course *c, const solon_seasons *seasons, size_t w,
                                          uint64_t field) {
  uint64_t recorded = seasons->voted_off[c->week + w];
  int n = __builtin_popcountll(field), k = __builtin_popcountll(recorded);
  c->field = field;
  c->score = seasons->score + c->cell + w * c->n;
  c->vote = seasons->vote + c->cell + w * c->n;
  return (solon_replay_cut){.seen = true,
                            .final = w + 1 == c->weeks,
                            .k = k < n   ? k
                                 : n > 0 ? n - 1
                                         : 0,
                            .field = field,
                            .imputed = field & ~seasons->field[c->week + w],
                            .recorded = recorded};
}

/* ---- values of a mechanism ------------------------------------------------------------------- */

/* A := theta3 A + v; `recorded`: the field is the recorded one, whose values are at hand. */
static inline void accumulate_fans(course *c, const solon_seasons *seasons, size_t w,
                                   bool recorded) {
  const solon_mechanism *m = c->mechanism;
  const double *value = seasons->fan_value[m->fan_value] + c->cell + w * c->n;
  if (!recorded) {
    solon_fan_value_of((int)m->fan_value, c->vote, c->field, c->fan);
    value = c->fan;
  }
  for (uint64_t rest = c->field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    c->carried_vote[i] = m->discount * c->carried_vote[i] + value[i];
  }
}

static inline void value_judges(course *c, const solon_seasons *seasons, size_t w, bool recorded) {
  if (recorded)
    memcpy(c->judge, seasons->judge_value + c->cell + w * c->n, c->n * sizeof(double));
  else
    solon_judge_value(c->score, c->field, c->judge);
}

/* V: the accumulated fan value between its least and its greatest in the field. */
static inline void value_fans(course *c) {
  const double *a = c->carried_vote;
  double low = INFINITY, high = -INFINITY;
  for (uint64_t rest = c->field; rest != 0; rest &= rest - 1) {
    double x = a[__builtin_ctzll(rest)];
    low = x < low ? x : low;
    high = x > high ? x : high;
  }
  double range = high - low;
  bool flat = range <= FLAT_RANGE;
  for (uint64_t rest = c->field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    c->fan[i] = flat ? 0.5 : (a[i] - low) / range;
  }
}

/* C of one contestant. */
static inline double combine(double weight, double judge, double fan) {
  return weight * judge + (1 - weight) * fan;
}

static inline void combine_mechanism(course *c) {
  value_fans(c);
  double weight = c->mechanism->judge_weight;
  for (uint64_t rest = c->field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    c->combined[i] = combine(weight, c->judge[i], c->fan[i]);
  }
}

/* ---- who is lowest --------------------------------------------------------------------------- */

/* Negative when i should leave rather than j. */
static inline int compare_scores(const course *c, int i, int j) {
  double d = c->score[i] - c->score[j];
  return fabs(d) <= SOLON_SCORE_TOLERANCE ? 0 : d < 0 ? -1 : 1;
}
static inline int compare_votes(const course *c, int i, int j) {
  return c->vote[i] < c->vote[j] ? -1 : c->vote[i] > c->vote[j];
}

/* Who of the tied leaves by a rule that draws nothing. */
static inline int break_tie_by(const course *c, solon_tie_rule rule, uint64_t tied) {
  int chosen = __builtin_ctzll(tied);
  if (rule == SOLON_TIE_POSITION)
    return chosen;
  for (uint64_t rest = tied & (tied - 1); rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    int by_fans = compare_votes(c, i, chosen), by_judges = compare_scores(c, i, chosen);
    int first = rule == SOLON_TIE_FAN ? by_fans : by_judges;
    int second = rule == SOLON_TIE_FAN ? by_judges : by_fans;
    if (first < 0 || (first == 0 && second < 0))
      chosen = i;
  }
  return chosen;
}

/* The pick-th (from 0, by position) of a set. */
static inline int pick_from(uint64_t set, uint64_t pick) {
  for (; pick > 0; pick--)
    set &= set - 1;
  return __builtin_ctzll(set);
}

/* Those of a set whose C is its least. */
static inline uint64_t level_lowest(const course *c, uint64_t set) {
  double low = INFINITY;
  uint64_t tied = 0;
  for (uint64_t rest = set; rest != 0; rest &= rest - 1) {
    double x = c->combined[__builtin_ctzll(rest)];
    uint64_t this = rest & -rest;
    tied = x < low ? this : x == low ? tied | this : tied;
    low = x < low ? x : low;
  }
  return tied;
}

/* The lowest C, the earlier position where equal: the second of the bottom two. */
static inline int next_lowest(const course *c, uint64_t set) {
  int chosen = __builtin_ctzll(set);
  for (uint64_t rest = set & (set - 1); rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (c->combined[i] < c->combined[chosen])
      chosen = i;
  }
  return chosen;
}

/* ---- results --------------------------------------------------------------------------------- */

/* Contestant i (of those who count) leaves while `left` remain: adds his pairs with them, all of
 * whom place better. */
static inline void count_pairs(const solon_seasons *seasons, size_t first, int i, uint64_t left,
                               int32_t *skill, int32_t *popularity) {
  size_t k = first + (size_t)i;
  *skill += __builtin_popcountll(seasons->skill_above[k] & left) -
            __builtin_popcountll(seasons->skill_below[k] & left);
  *popularity += __builtin_popcountll(seasons->popularity_above[k] & left) -
                 __builtin_popcountll(seasons->popularity_below[k] & left);
}

static inline double tau(int32_t balance, double pairs) {
  return pairs > 0 ? balance / pairs : 0;
}

static inline double engagement_of(const solon_seasons *seasons, size_t s, int32_t balance) {
  return (1 + tau(balance, seasons->popularity_pairs[s])) / 2;
}
static inline double fairness_of(const solon_seasons *seasons, size_t s, int32_t balance) {
  return tau(balance, seasons->skill_pairs[s]);
}
static inline double producer_of(int32_t asked, int32_t single_cuts) {
  return single_cuts > 0 ? 1 - (double)asked / single_cuts : 1;
}

#endif
