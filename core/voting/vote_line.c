/* vote_line.c - breakpoints of a cut along a line of votes. */
#include "core/voting/vote_line.h"

#include "core/voting/fan_value.h"
#include "core/voting/members.h"

#include <math.h>
#include <stdlib.h>

static uint64_t bit(uint64_t i) {
  return UINT64_C(1) << i;
}

static bool is_plurality(const solon_vote_line *line) {
  return line->rule == NULL && line->mechanism->fan_value == SOLON_FAN_PLURALITY;
}

static bool is_percent(const solon_vote_line *line) {
  return line->rule != NULL && line->rule->combine == SOLON_COMBINE_PERCENT;
}

void solon_vote_line_judge(solon_vote_line *line) {
  if (line->rule == NULL) {
    solon_judge_value(line->score, line->field, line->judge);
    return;
  }
  double sum = 0;
  SOLON_EACH (i, line->field)
    sum += line->carried_score[i] + line->score[i];
  SOLON_EACH (i, line->field)
    line->judge[i] = sum > 0 ? (line->carried_score[i] + line->score[i]) / sum
                             : 1.0 / __builtin_popcountll(line->field);
}

void solon_vote_line_aim(solon_vote_line *line) {
  double kept = line->rule != NULL ? 1 : line->mechanism->discount;
  line->growth = 0;
  SOLON_EACH (i, line->field)
    line->growth += line->direction[i];
  SOLON_EACH (i, line->field) {
    line->level[i] = kept * line->carried_vote[i] + line->share[i];
    line->slope[i] =
        kept * (line->carried_vote[i] * line->growth + line->carried_slope[i]) + line->direction[i];
  }
}

uint64_t solon_vote_line_decide(const solon_vote_line *line, int k, const double *score, double t) {
  double vote[SOLON_SEASON_FIELD], carried[SOLON_SEASON_FIELD];
  for (size_t i = 0; i < line->n; i++) {
    vote[i] = line->share[i] + t * line->direction[i];
    carried[i] = line->carried_vote[i] + t * line->carried_slope[i];
  }
  return solon_replay_decide(line->rule, line->mechanism, line->n, line->field, k, score, vote,
                             line->carried_score, carried, NULL);
}

/* ---- breakpoints ----------------------------------------------------------------------------- */

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

static uint64_t after(uint64_t set, uint64_t i) {
  return set & ~((bit(i) - 1) | bit(i));
}

/* The greatest (sign 1) or least (-1) accumulated vote at t; level ones by their slopes. */
static uint64_t extreme(const solon_vote_line *line, double t, int sign) {
  uint64_t best = (uint64_t)__builtin_ctzll(line->field);
  SOLON_EACH (i, line->field) {
    double gain =
        sign * (line->level[i] + t * line->slope[i] - line->level[best] - t * line->slope[best]);
    if (gain > 0 || (gain == 0 && sign * (line->slope[i] - line->slope[best]) > 0))
      best = i;
  }
  return best;
}

/* Where the greatest or least accumulated vote passes to another; at most n - 1 places, since each
 * line leads once. */
static void add_leaders(const solon_vote_line *line, double *list, size_t *count, int sign,
                        double limit) {
  double t = 0;
  uint64_t leader = extreme(line, 0, sign);
  for (int changes = __builtin_popcountll(line->field); changes > 1; changes--) {
    double next = limit;
    uint64_t follower = leader;
    SOLON_EACH (i, line->field) {
      double steeper = sign * (line->slope[i] - line->slope[leader]);
      if (!(steeper > 0))
        continue;
      double root = sign * (line->level[leader] - line->level[i]) / steeper;
      root = root > t ? root : t; /* rounding: he is ahead already */
      if (root < next ||
          (root == next && sign * (line->slope[i] - line->slope[follower]) > 0 && next < limit))
        next = root, follower = i;
    }
    if (!(next < limit))
      return;
    if (next > 0)
      list[(*count)++] = next;
    t = next, leader = follower;
  }
}

static double judge_weight(const solon_vote_line *line) {
  return line->rule != NULL ? line->rule->judge_weight : line->mechanism->judge_weight;
}

/* Where votes or accumulated votes are level, or at approval's average.  Combined scores linear in
 * votes are level all along a stretch only if the fans have no weight; otherwise this week's votes
 * matter at single points alone, where a tie rule looks at them. */
static size_t outer_breakpoints(solon_vote_line *line, double limit) {
  size_t count = 0;
  double n = __builtin_popcountll(line->field);
  bool ranks = line->rule != NULL && !is_percent(line);
  bool ordered = judge_weight(line) < 1 && (is_percent(line) || is_plurality(line));
  SOLON_EACH (a, line->field) {
    SOLON_EACH (b, ordered ? 0 : after(line->field, a)) {
      double level = line->share[a] - line->share[b],
             slope = line->direction[a] - line->direction[b];
      add_root(line->outer, &count, level, slope, 0, limit);
      if (ranks)
        add_root(line->outer, &count, line->level[a] - line->level[b],
                 line->slope[a] - line->slope[b], 0, limit);
    }
    if (line->rule == NULL && line->mechanism->fan_value == SOLON_FAN_APPROVAL)
      add_root(line->outer, &count, n * line->share[a] - 1, n * line->direction[a] - line->growth,
               0, limit);
  }
  if (is_plurality(line)) {
    add_leaders(line, line->outer, &count, 1, limit);
    add_leaders(line, line->outer, &count, -1, limit);
  }
  add_limit(line->outer, &count, limit);
  return count;
}

static double inside(double low, double high) {
  return high == INFINITY ? 2 * low + 1 : low + (high - low) / 2;
}

/* Combined scores between two outer breakpoints, times scale and (1 + growth t): all linear. */
typedef struct stretch {
  double low, high;
  double scale_level, scale_slope; /* sum of accumulated votes, or greatest less least */
  double level[SOLON_SEASON_FIELD], slope[SOLON_SEASON_FIELD];
} stretch;

static void find_scale(const solon_vote_line *line, stretch *s) {
  s->scale_level = s->scale_slope = 0;
  if (line->rule != NULL) {
    SOLON_EACH (i, line->field)
      s->scale_level += line->level[i], s->scale_slope += line->slope[i];
    return;
  }
  double t = inside(s->low, s->high);
  uint64_t top = extreme(line, t, 1), bottom = extreme(line, t, -1);
  s->scale_level = line->level[top] - line->level[bottom];
  s->scale_slope = line->slope[top] - line->slope[bottom];
}

/* Those who may be among the `depth` lowest somewhere on the stretch. */
static uint64_t near_the_cut(const solon_vote_line *line, const stretch *s) {
  if (s->high == INFINITY)
    return line->field;
  double start[SOLON_SEASON_FIELD], end[SOLON_SEASON_FIELD], bound = -INFINITY;
  SOLON_EACH (i, line->field) {
    start[i] = s->level[i] + s->low * s->slope[i];
    end[i] = s->level[i] + s->high * s->slope[i];
  }
  uint64_t rest = line->field, near = 0;
  for (int r = 0; r < line->depth && rest != 0; r++) {
    uint64_t lowest = (uint64_t)__builtin_ctzll(rest);
    SOLON_EACH (i, rest)
      if (start[i] < start[lowest])
        lowest = i;
    rest &= ~bit(lowest);
    double most = start[lowest] > end[lowest] ? start[lowest] : end[lowest];
    bound = most > bound ? most : bound;
  }
  double scale = fabs(s->scale_level + s->high * s->scale_slope) + s->scale_level;
  bound += 1e-9 * (fabs(bound) + fabs(scale)); /* rounding must not lose anybody */
  SOLON_EACH (i, line->field)
    if (start[i] <= bound || end[i] <= bound)
      near |= bit(i);
  return near;
}

/* Where combined scores are level or theta4 apart, within one outer interval. */
static size_t inner_breakpoints(solon_vote_line *line, double low, double high) {
  size_t count = 0;
  if (is_percent(line) || is_plurality(line)) {
    stretch s = {.low = low, .high = high};
    double weight = judge_weight(line);
    double apart = line->rule != NULL || line->k != 1 ? 0 : line->mechanism->save_threshold;
    find_scale(line, &s);
    SOLON_EACH (i, line->field) {
      s.level[i] = weight * line->judge[i] * s.scale_level + (1 - weight) * line->level[i];
      s.slope[i] = weight * line->judge[i] * s.scale_slope + (1 - weight) * line->slope[i];
    }
    uint64_t near = near_the_cut(line, &s);
    if (line->watched != 0 && (near & line->watched) == 0)
      near = 0; /* nothing here tells about them: they stay */
    SOLON_EACH (a, near)
      SOLON_EACH (b, after(near, a))
        for (int side = apart > 0 ? -1 : 0; side <= (apart > 0); side++)
          add_root(line->inner, &count, s.level[a] - s.level[b] - side * apart * s.scale_level,
                   s.slope[a] - s.slope[b] - side * apart * s.scale_slope, low, high);
  }
  add_limit(line->inner, &count, high);
  return count;
}

void solon_vote_line_walk(solon_vote_line *line, double limit, solon_vote_line_visitor *visit,
                          void *data) {
  double low = 0;
  size_t outer = outer_breakpoints(line, limit);
  for (size_t r = 0; r < outer; r++) {
    size_t inner = line->outer[r] > low ? inner_breakpoints(line, low, line->outer[r]) : 0;
    for (size_t q = 0; q < inner; q++) {
      double high = line->inner[q];
      if (high - low <= SOLON_MARGIN_WIDTH * (1 + low))
        continue; /* rounding told equal places apart; the next interval begins at low */
      if (!visit(data, low, high, inside(low, high)))
        return;
      low = high;
    }
  }
}
