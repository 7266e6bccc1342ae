/* margin.c - breakpoints of a cut in the votes of one contestant. */
#include "core/voting/margin.h"

#include "core/voting/fan_value.h"
#include "core/voting/members.h"
#include "core/voting/vote_line.h"

#include <math.h>
#include <string.h>

size_t solon_margin_workspace(void) {
  return sizeof(solon_vote_line);
}

static uint64_t bit(uint64_t i) {
  return UINT64_C(1) << i;
}

static uint64_t decide(const solon_vote_line *line, const double *score) {
  return solon_vote_line_decide(line, line->k, score, 0);
}

/* ---- one line -------------------------------------------------------------------------------- */

typedef struct change {
  const solon_vote_line *line;
  uint64_t contestant;
  bool leaves;       /* looked for: he leaves; else he stays */
  double low, point; /* the first such interval's lower end, and a point in it */
} change;

static bool find_change(void *data, double low, double high, double point) {
  (void)high;
  change *c = data;
  const solon_vote_line *line = c->line;
  if ((solon_vote_line_decide(line, line->k, line->score, point) >> c->contestant & 1) != c->leaves)
    return true;
  c->low = low, c->point = point;
  return false;
}

/* The first interval within (0, limit) in which i leaves, or stays; its lower end, and a point in
 * it.  Infinite when there is none. */
static double first_change(solon_vote_line *line, uint64_t i, bool leaves, double limit,
                           double *point) {
  change c = {line, i, leaves, INFINITY, INFINITY};
  solon_vote_line_walk(line, limit, find_change, &c);
  *point = c.point;
  return c.low;
}

/* Sets the line: votes for i (sign -1: votes less), taken from `from` (SIZE_MAX: added). */
static void set_line(solon_vote_line *line, uint64_t i, int sign, size_t from) {
  memset(line->direction, 0, sizeof line->direction);
  line->direction[i] = sign;
  line->watched = bit(i);
  if (from != SIZE_MAX)
    line->direction[from] = -1;
  solon_vote_line_aim(line);
}

/* ---- the weeks ------------------------------------------------------------------------------- */

static void begin_season(solon_vote_line *line, const solon_seasons *seasons, size_t s,
                         const solon_rule *rules, const solon_mechanism *mechanism) {
  memset(line, 0, sizeof *line);
  line->rule = rules != NULL ? &rules[s] : NULL;
  line->mechanism = mechanism;
  line->n = solon_season_field(seasons, s);
}

static void begin_week(solon_vote_line *line, const solon_seasons *seasons, size_t s, size_t w) {
  size_t week = seasons->week_start[s] + w, cell = seasons->cell_start[s] + w * line->n;
  line->field = seasons->field[week];
  int n = __builtin_popcountll(line->field), k = __builtin_popcountll(seasons->voted_off[week]);
  line->k = k < n ? k : n - 1;
  line->depth = line->k + 1;
  line->score = seasons->score + cell;
  solon_fan_value_of(SOLON_FAN_PLURALITY, seasons->vote + cell, line->field, line->share);
  memset(line->direction, 0, sizeof line->direction);
  solon_vote_line_judge(line);
}

/* What the week leaves to the next. */
static void end_week(solon_vote_line *line) {
  if (line->rule != NULL && (line->k > 0 || !line->rule->carry)) {
    memset(line->carried_score, 0, sizeof line->carried_score);
    memset(line->carried_vote, 0, sizeof line->carried_vote);
    return;
  }
  double value[SOLON_SEASON_FIELD];
  int kind = line->rule != NULL ? SOLON_FAN_PLURALITY : (int)line->mechanism->fan_value;
  double kept = line->rule != NULL ? 1 : line->mechanism->discount;
  solon_fan_value_of(kind, line->share, line->field, value);
  SOLON_EACH (i, line->field) {
    line->carried_vote[i] = kept * line->carried_vote[i] + value[i];
    line->carried_score[i] += line->score[i];
  }
}

static solon_margin margin_of(solon_vote_line *line, uint64_t i, uint64_t out) {
  double point;
  solon_margin m = {.transfer = INFINITY, .from = SIZE_MAX};
  set_line(line, i, 1, SIZE_MAX);
  m.votes_needed = first_change(line, i, false, INFINITY, &point);
  SOLON_EACH (j, line->field & ~out) {
    set_line(line, i, 1, j);
    double limit = line->share[j] < m.transfer ? line->share[j] : m.transfer;
    double least = first_change(line, i, false, limit, &point);
    if (least < m.transfer)
      m.transfer = least, m.from = j;
  }
  return m;
}

solon_status solon_margins(solon_context *context, const solon_seasons *seasons,
                           const solon_rule *rules, const solon_mechanism *mechanism,
                           void *workspace, solon_margin *out, size_t *count) {
  solon_vote_line *line = workspace;
  *count = 0;
  for (size_t s = 0; s < seasons->seasons; s++) {
    begin_season(line, seasons, s, rules, mechanism);
    for (size_t w = 0; w + 1 < solon_season_weeks(seasons, s); w++) {
      if (solon_context_cancelled(context))
        return SOLON_CANCELLED;
      begin_week(line, seasons, s, w);
      uint64_t gone = line->k > 0 ? decide(line, line->score) : 0;
      SOLON_EACH (i, gone) {
        solon_margin m = margin_of(line, i, gone);
        m.season = s, m.week = w, m.contestant = seasons->contestant_start[s] + i;
        m.recorded = seasons->voted_off[seasons->week_start[s] + w] >> i & 1;
        if (m.from != SIZE_MAX)
          m.from += seasons->contestant_start[s];
        out[(*count)++] = m;
      }
      end_week(line);
    }
  }
  return SOLON_OK;
}

/* What violations are looked for with. */
typedef struct search {
  double step, least, most; /* points; least and most of a total */
  solon_violation *out;
  size_t *count;
} search;

/* The least multiple of step, within the bounds, with which i's fate changes; infinite: none. */
static double changed_score(const solon_vote_line *line, uint64_t i, bool leaves,
                            const search *find) {
  double score[SOLON_SEASON_FIELD];
  memcpy(score, line->score, line->n * sizeof *score);
  double step = leaves ? -find->step : find->step;
  for (double r = 1;; r++) {
    score[i] = line->score[i] + r * step;
    if (score[i] > find->most + SOLON_SCORE_TOLERANCE ||
        score[i] < find->least - SOLON_SCORE_TOLERANCE)
      return INFINITY;
    if ((decide(line, score) >> i & 1) != leaves)
      return r * find->step;
  }
}

static void add_violation(const search *find, solon_violation v) {
  if (v.change < INFINITY)
    find->out[(*find->count)++] = v;
}

static void find_violations(solon_vote_line *line, solon_violation v, uint64_t i,
                            const search *find) {
  v.change = v.at = changed_score(line, i, v.less, find);
  add_violation(find, v);
  v.by_votes = true;
  set_line(line, i, v.less ? -1 : 1, SIZE_MAX);
  v.change = first_change(line, i, !v.less, v.less ? line->share[i] : INFINITY, &v.at);
  add_violation(find, v);
}

solon_status solon_violations(solon_context *context, const solon_seasons *seasons,
                              const solon_rule *rules, const solon_mechanism *mechanism,
                              double step, double least, double most, void *workspace,
                              solon_violation *out, size_t *count) {
  solon_vote_line *line = workspace;
  *count = 0;
  for (size_t s = 0; s < seasons->seasons; s++) {
    begin_season(line, seasons, s, rules, mechanism);
    for (size_t w = 0; w + 1 < solon_season_weeks(seasons, s); w++) {
      if (solon_context_cancelled(context))
        return SOLON_CANCELLED;
      begin_week(line, seasons, s, w);
      double judges = seasons->judges[seasons->week_start[s] + w];
      search find = {step, least * judges, most * judges, out, count};
      uint64_t gone = line->k > 0 ? decide(line, line->score) : 0;
      SOLON_EACH (i, line->k > 0 ? line->field : 0) {
        solon_violation v = {.season = s,
                             .week = w,
                             .contestant = seasons->contestant_start[s] + i,
                             .less = gone >> i & 1};
        find_violations(line, v, i, &find);
      }
      end_week(line);
    }
  }
  return SOLON_OK;
}
