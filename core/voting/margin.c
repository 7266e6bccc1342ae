/* margin.c - breakpoints of a cut in the votes of one contestant. */
#include "core/voting/margin.h"

#include "core/voting/fan_value.h"
#include "core/voting/members.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PAIRS = SOLON_SEASON_FIELD * (SOLON_SEASON_FIELD - 1) / 2 };

/* One week's contest and the line of votes looked at: v = share + t direction. */
typedef struct contest {
  const solon_rule *rule;
  const solon_mechanism *mechanism;
  size_t n;
  uint64_t field;
  int k;
  const double *score;
  double share[SOLON_SEASON_FIELD], judge[SOLON_SEASON_FIELD];
  double carried_score[SOLON_SEASON_FIELD], carried_vote[SOLON_SEASON_FIELD];
  double direction[SOLON_SEASON_FIELD], growth; /* growth: sum of direction */
  /* accumulated votes times (1 + growth t): level + t slope */
  double level[SOLON_SEASON_FIELD], slope[SOLON_SEASON_FIELD];
  double outer[2 * PAIRS + SOLON_SEASON_FIELD + 1], inner[3 * PAIRS + 1];
} contest;

size_t solon_margin_workspace(void) {
  return sizeof(contest);
}

static uint64_t bit(uint64_t i) {
  return UINT64_C(1) << i;
}

static uint64_t decide(const contest *c, const double *score, double t) {
  double vote[SOLON_SEASON_FIELD];
  SOLON_EACH (i, c->field)
    vote[i] = c->share[i] + t * c->direction[i];
  return solon_replay_decide(c->rule, c->mechanism, c->n, c->field, c->k, score, vote,
                             c->carried_score, c->carried_vote, NULL);
}

/* ---- breakpoints -------------------------------------------------------------------------------
 */

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Adds the root of level + slope t where it lies within (low, high). */
static void add_root(double *list, size_t *count, double level, double slope, double low,
                     double high) {
  double t = -level / slope;
  if (t > low && t < high) /* false for NaN */
    list[(*count)++] = t;
}

static void add_limit(double *list, size_t *count, double limit) {
  qsort(list, *count, sizeof *list, ascending);
  list[(*count)++] = limit;
}

static bool is_plurality(const contest *c) {
  return c->rule == NULL && c->mechanism->fan_value == SOLON_FAN_PLURALITY;
}

static uint64_t after(uint64_t set, uint64_t i) {
  return set & ~((bit(i) - 1) | bit(i));
}

/* Where votes or accumulated votes are level, or at approval's average. */
static size_t outer_breakpoints(contest *c, double limit) {
  size_t count = 0;
  double n = __builtin_popcountll(c->field);
  SOLON_EACH (a, c->field) {
    SOLON_EACH (b, after(c->field, a)) {
      add_root(c->outer, &count, c->share[a] - c->share[b], c->direction[a] - c->direction[b], 0,
               limit);
      if (c->rule != NULL || is_plurality(c))
        add_root(c->outer, &count, c->level[a] - c->level[b], c->slope[a] - c->slope[b], 0, limit);
    }
    if (c->rule == NULL && c->mechanism->fan_value == SOLON_FAN_APPROVAL)
      add_root(c->outer, &count, n * c->share[a] - 1, n * c->direction[a] - c->growth, 0, limit);
  }
  add_limit(c->outer, &count, limit);
  return count;
}

static double inside(double low, double high) {
  return high == INFINITY ? 2 * low + 1 : low + (high - low) / 2;
}

/* The scale of accumulated votes between two outer breakpoints: their sum, or greatest less least.
 */
static void find_scale(const contest *c, double t, double *level, double *slope) {
  *level = *slope = 0;
  if (c->rule != NULL) {
    SOLON_EACH (i, c->field)
      *level += c->level[i], *slope += c->slope[i];
    return;
  }
  uint64_t top = (uint64_t)__builtin_ctzll(c->field), bottom = top;
  SOLON_EACH (i, c->field) {
    double x = c->level[i] + t * c->slope[i];
    if (x > c->level[top] + t * c->slope[top])
      top = i;
    if (x < c->level[bottom] + t * c->slope[bottom])
      bottom = i;
  }
  *level = c->level[top] - c->level[bottom];
  *slope = c->slope[top] - c->slope[bottom];
}

/* Where combined scores are level or theta4 apart, within one outer interval. */
static size_t inner_breakpoints(contest *c, double low, double high) {
  size_t count = 0;
  bool percent = c->rule != NULL && c->rule->combine == SOLON_COMBINE_PERCENT;
  if (percent || is_plurality(c)) {
    double weight = percent ? c->rule->judge_weight : c->mechanism->judge_weight;
    double apart = percent || c->k != 1 ? 0 : c->mechanism->save_threshold, level, slope;
    find_scale(c, inside(low, high), &level, &slope);
    SOLON_EACH (a, c->field)
      SOLON_EACH (b, after(c->field, a)) {
        double judges = weight * (c->judge[a] - c->judge[b]);
        double fans = (1 - weight) * (c->level[a] - c->level[b]);
        double change = (1 - weight) * (c->slope[a] - c->slope[b]);
        for (int side = apart > 0 ? -1 : 0; side <= (apart > 0); side++)
          add_root(c->inner, &count, (judges - side * apart) * level + fans,
                   (judges - side * apart) * slope + change, low, high);
      }
  }
  add_limit(c->inner, &count, high);
  return count;
}

/* The first interval within (0, limit) in which i leaves, or stays; its lower end, and a point in
 * it.  Infinite when there is none. */
static double first_change(contest *c, uint64_t i, bool leaves, double limit, double *point) {
  double low = 0;
  size_t outer = outer_breakpoints(c, limit);
  for (size_t r = 0; r < outer; r++) {
    double start = low;
    size_t inner = c->outer[r] > low ? inner_breakpoints(c, start, c->outer[r]) : 0;
    for (size_t q = 0; q < inner; q++) {
      double high = c->inner[q];
      if (high - low <= SOLON_MARGIN_WIDTH * (1 + low))
        continue; /* rounding told equal places apart; the next interval begins at low */
      *point = inside(low, high);
      if ((decide(c, c->score, *point) >> i & 1) == leaves)
        return low;
      low = high;
    }
  }
  return INFINITY;
}

/* Sets the line: votes for i, taken from `from` (SIZE_MAX: added). */
static void set_line(contest *c, uint64_t i, size_t from) {
  memset(c->direction, 0, sizeof c->direction);
  c->direction[i] = 1;
  c->growth = 1;
  if (from != SIZE_MAX)
    c->direction[from] = -1, c->growth = 0;
  double kept = c->rule != NULL ? 1 : c->mechanism->discount;
  SOLON_EACH (j, c->field) {
    c->level[j] = kept * c->carried_vote[j] + c->share[j];
    c->slope[j] = kept * c->carried_vote[j] * c->growth + c->direction[j];
  }
}

/* ---- the weeks ---------------------------------------------------------------------------------
 */

static void begin_season(contest *c, const solon_seasons *seasons, size_t s,
                         const solon_rule *rules, const solon_mechanism *mechanism) {
  memset(c, 0, sizeof *c);
  c->rule = rules != NULL ? &rules[s] : NULL;
  c->mechanism = mechanism;
  c->n = solon_season_field(seasons, s);
}

static void begin_week(contest *c, const solon_seasons *seasons, size_t s, size_t w) {
  size_t week = seasons->week_start[s] + w, cell = seasons->cell_start[s] + w * c->n;
  c->field = seasons->field[week];
  int n = __builtin_popcountll(c->field), k = __builtin_popcountll(seasons->voted_off[week]);
  c->k = k < n ? k : n - 1;
  c->score = seasons->score + cell;
  solon_fan_value_of(SOLON_FAN_PLURALITY, seasons->vote + cell, c->field, c->share);
  memset(c->direction, 0, sizeof c->direction);
  if (c->rule == NULL) {
    solon_judge_value(c->score, c->field, c->judge);
    return;
  }
  double sum = 0;
  SOLON_EACH (i, c->field)
    sum += c->carried_score[i] + c->score[i];
  SOLON_EACH (i, c->field)
    c->judge[i] = sum > 0 ? (c->carried_score[i] + c->score[i]) / sum : 1.0 / n;
}

/* What the week leaves to the next. */
static void end_week(contest *c) {
  if (c->rule != NULL && (c->k > 0 || !c->rule->carry)) {
    memset(c->carried_score, 0, sizeof c->carried_score);
    memset(c->carried_vote, 0, sizeof c->carried_vote);
    return;
  }
  double value[SOLON_SEASON_FIELD];
  int kind = c->rule != NULL ? SOLON_FAN_PLURALITY : (int)c->mechanism->fan_value;
  double kept = c->rule != NULL ? 1 : c->mechanism->discount;
  solon_fan_value_of(kind, c->share, c->field, value);
  SOLON_EACH (i, c->field) {
    c->carried_vote[i] = kept * c->carried_vote[i] + value[i];
    c->carried_score[i] += c->score[i];
  }
}

static solon_margin margin_of(contest *c, uint64_t i, uint64_t out) {
  double point;
  solon_margin m = {.transfer = INFINITY, .from = SIZE_MAX};
  set_line(c, i, SIZE_MAX);
  m.votes_needed = first_change(c, i, false, INFINITY, &point);
  SOLON_EACH (j, c->field & ~out) {
    set_line(c, i, j);
    double least = first_change(c, i, false, c->share[j], &point);
    if (least < m.transfer)
      m.transfer = least, m.from = j;
  }
  return m;
}

solon_status solon_margins(solon_context *context, const solon_seasons *seasons,
                           const solon_rule *rules, const solon_mechanism *mechanism,
                           void *workspace, solon_margin *out, size_t *count) {
  contest *c = workspace;
  *count = 0;
  for (size_t s = 0; s < seasons->seasons; s++) {
    begin_season(c, seasons, s, rules, mechanism);
    for (size_t w = 0; w + 1 < solon_season_weeks(seasons, s); w++) {
      if (solon_context_cancelled(context))
        return SOLON_CANCELLED;
      begin_week(c, seasons, s, w);
      uint64_t gone = c->k > 0 ? decide(c, c->score, 0) : 0;
      SOLON_EACH (i, gone) {
        solon_margin m = margin_of(c, i, gone);
        m.season = s, m.week = w, m.contestant = seasons->contestant_start[s] + i;
        m.recorded = seasons->voted_off[seasons->week_start[s] + w] >> i & 1;
        if (m.from != SIZE_MAX)
          m.from += seasons->contestant_start[s];
        out[(*count)++] = m;
      }
      end_week(c);
    }
  }
  return SOLON_OK;
}

/* The least multiple of step, up to `most` in all, with which i leaves; infinite: none. */
static double raised_score(const contest *c, uint64_t i, double step, double most) {
  double score[SOLON_SEASON_FIELD];
  memcpy(score, c->score, c->n * sizeof *score);
  for (double r = 1; c->score[i] + r * step <= most + SOLON_SCORE_TOLERANCE; r++) {
    score[i] = c->score[i] + r * step;
    if (decide(c, score, 0) >> i & 1)
      return r * step;
  }
  return INFINITY;
}

static void add_violation(solon_violation *out, size_t *count, solon_violation v) {
  if (v.raise < INFINITY)
    out[(*count)++] = v;
}

solon_status solon_violations(solon_context *context, const solon_seasons *seasons,
                              const solon_rule *rules, const solon_mechanism *mechanism,
                              double step, double most, void *workspace, solon_violation *out,
                              size_t *count) {
  contest *c = workspace;
  *count = 0;
  for (size_t s = 0; s < seasons->seasons; s++) {
    begin_season(c, seasons, s, rules, mechanism);
    for (size_t w = 0; w + 1 < solon_season_weeks(seasons, s); w++) {
      if (solon_context_cancelled(context))
        return SOLON_CANCELLED;
      begin_week(c, seasons, s, w);
      uint64_t stay = c->k > 0 ? c->field & ~decide(c, c->score, 0) : 0;
      SOLON_EACH (i, stay) {
        solon_violation v = {
            .season = s, .week = w, .contestant = seasons->contestant_start[s] + i};
        memset(c->direction, 0, sizeof c->direction);
        v.raise = v.out =
            raised_score(c, i, step, most * seasons->judges[seasons->week_start[s] + w]);
        add_violation(out, count, v);
        v.by_votes = true;
        set_line(c, i, SIZE_MAX);
        v.raise = first_change(c, i, true, INFINITY, &v.out);
        add_violation(out, count, v);
      }
      end_week(c);
    }
  }
  return SOLON_OK;
}
