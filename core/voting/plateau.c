/* plateau.c - the interval of one parameter on which a replay's course holds. */
#include "core/voting/plateau.h"

#include <math.h>
#include <string.h>

typedef struct search {
  solon_context *context;
  const solon_seasons *seasons;
  const solon_mechanism *mechanism;
  uint64_t seed;
  double low, high;
  /* workspace */
  solon_replay_trace trace;
  int32_t *exit_week, *place, *asked, *other_exit_week, *other_place, *other_asked;
} search;

static size_t whole_doubles(size_t bytes) {
  return (bytes + 7) / 8 * 8;
}

size_t solon_plateau_workspace(const solon_seasons *s) {
  return 3 * s->cells * sizeof(double) + whole_doubles(s->weeks * sizeof(solon_replay_cut)) +
         2 * (2 * s->contestants + s->seasons) * sizeof(int32_t);
}

static void divide_workspace(search *q, void *workspace) {
  const solon_seasons *s = q->seasons;
  q->trace.judge = workspace;
  q->trace.fan = q->trace.judge + s->cells;
  q->trace.combined = q->trace.fan + s->cells;
  char *next = (char *)(q->trace.combined + s->cells);
  q->trace.cut = (solon_replay_cut *)(void *)next;
  int32_t *integer = (int32_t *)(void *)(next + whole_doubles(s->weeks * sizeof *q->trace.cut));
  q->exit_week = integer, q->place = q->exit_week + s->contestants;
  q->asked = q->place + s->contestants;
  q->other_exit_week = q->asked + s->seasons;
  q->other_place = q->other_exit_week + s->contestants;
  q->other_asked = q->other_place + s->contestants;
}

static solon_outcome replay(const search *q, const solon_mechanism *m, size_t s, int32_t *exit_week,
                            int32_t *place, const solon_replay_trace *trace) {
  solon_outcome outcome;
  solon_tie_draws draws;
  solon_tie_draws_start(&draws, q->seed, s, 0);
  solon_replay_season(q->seasons, s, NULL, m, SOLON_REPLAY_DYNAMIC, &draws, exit_week, place, trace,
                      &outcome);
  return outcome;
}

/* ---- theta1 ---------------------------------------------------------------------------------- */

/* The course needs f(x) > 0, with f(theta) = value >= 0 and a slope; at value = 0 a tie rule
 * decided. */
static void need_positive(search *q, double value, double slope) {
  double theta = q->mechanism->judge_weight;
  if (slope == 0)
    return;
  if (value == 0) {
    q->low = q->high = theta;
    return;
  }
  double root = theta - value / slope;
  if (slope < 0 && root < q->high)
    q->high = root;
  if (slope > 0 && root > q->low)
    q->low = root;
}

/* The same for f(x) >= 0. */
static void need_not_negative(search *q, double value, double slope) {
  double theta = q->mechanism->judge_weight;
  double end = value == 0 ? theta : theta - value / slope;
  if (slope < 0 && end < q->high)
    q->high = end;
  if (slope > 0 && end > q->low)
    q->low = end;
}

/* One week's values. */
typedef struct week_values {
  const double *judge, *fan, *combined;
} week_values;

static double slope_of(const week_values *v, int i) {
  return v->judge[i] - v->fan[i];
}

/* j must stay above i. */
static void need_above(search *q, const week_values *v, int j, int i) {
  need_positive(q, v->combined[j] - v->combined[i], slope_of(v, j) - slope_of(v, i));
}

static int lowest_of(const week_values *v, uint64_t set) {
  int low = __builtin_ctzll(set);
  for (uint64_t rest = set; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (v->combined[i] < v->combined[low])
      low = i;
  }
  return low;
}

/* Whoever is lowest of the set must stay so; returns him. */
static int need_lowest(search *q, const week_values *v, uint64_t set) {
  int low = lowest_of(v, set);
  for (uint64_t rest = set & ~(UINT64_C(1) << low); rest != 0; rest &= rest - 1)
    need_above(q, v, __builtin_ctzll(rest), low);
  return low;
}

/* With one to leave: the judges must be asked, or not, as they were. */
static void need_same_save(search *q, const week_values *v, const solon_replay_cut *cut, int low) {
  uint64_t others = cut->field & ~(UINT64_C(1) << low);
  double threshold = q->mechanism->save_threshold;
  if (cut->asked) {
    int other = need_lowest(q, v, others);
    need_positive(q, threshold - (v->combined[other] - v->combined[low]),
                  slope_of(v, low) - slope_of(v, other));
    return;
  }
  for (uint64_t rest = others; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    need_not_negative(q, v->combined[i] - v->combined[low] - threshold,
                      slope_of(v, i) - slope_of(v, low));
  }
}

static void need_same_week(search *q, const week_values *v, const solon_replay_cut *cut) {
  uint64_t left = cut->field;
  int decisions = cut->final ? __builtin_popcountll(left) - 1 : cut->k;
  for (int r = 0; r < decisions; r++) {
    int low = need_lowest(q, v, left);
    if (!cut->final && cut->k == 1)
      need_same_save(q, v, cut, low);
    left &= ~(UINT64_C(1) << low);
  }
}

static void bound_weight(search *q) {
  const solon_seasons *s = q->seasons;
  for (size_t k = 0; k < s->seasons; k++) {
    replay(q, q->mechanism, k, NULL, NULL, &q->trace);
    size_t n = solon_season_field(s, k);
    for (size_t w = 0; w < solon_season_weeks(s, k); w++) {
      size_t cell = s->cell_start[k] + w * n;
      week_values v = {q->trace.judge + cell, q->trace.fan + cell, q->trace.combined + cell};
      need_same_week(q, &v, &q->trace.cut[s->week_start[k] + w]);
    }
  }
}

/* ---- theta3 and theta4 ----------------------------------------------------------------------- */

static void bound_threshold(search *q) {
  for (size_t k = 0; k < q->seasons->seasons; k++) {
    solon_outcome o = replay(q, q->mechanism, k, NULL, NULL, NULL);
    q->low = o.save_above > q->low ? o.save_above : q->low;
    q->high = o.save_below < q->high ? o.save_below : q->high;
  }
}

static void record_course(const search *q, const solon_mechanism *m, int32_t *exit_week,
                          int32_t *place, int32_t *asked) {
  for (size_t k = 0; k < q->seasons->seasons; k++)
    asked[k] = replay(q, m, k, exit_week, place, NULL).asked;
}

static bool course_holds(const search *q, double discount) {
  solon_mechanism m = *q->mechanism;
  m.discount = discount;
  record_course(q, &m, q->other_exit_week, q->other_place, q->other_asked);
  size_t n = q->seasons->contestants;
  return memcmp(q->exit_week, q->other_exit_week, n * sizeof(int32_t)) == 0 &&
         memcmp(q->place, q->other_place, n * sizeof(int32_t)) == 0 &&
         memcmp(q->asked, q->other_asked, q->seasons->seasons * sizeof(int32_t)) == 0;
}

/* The last value towards `end` at which the course still holds. */
static double walk(const search *q, double start, double end) {
  double step = end > start ? SOLON_PLATEAU_STEP : -SOLON_PLATEAU_STEP, inside = start;
  while (inside != end) {
    if (solon_context_cancelled(q->context))
      return inside;
    double next = fabs(end - inside) <= SOLON_PLATEAU_STEP ? end : inside + step;
    if (course_holds(q, next)) {
      inside = next;
      continue;
    }
    while (fabs(next - inside) > 1e-12) {
      double middle = inside + (next - inside) / 2;
      if (course_holds(q, middle))
        inside = middle;
      else
        next = middle;
    }
    break;
  }
  return inside;
}

static void bound_discount(search *q) {
  record_course(q, q->mechanism, q->exit_week, q->place, q->asked);
  double theta = q->mechanism->discount;
  q->low = walk(q, theta, q->low);
  q->high = walk(q, theta, q->high);
}

solon_status solon_plateau(solon_context *context, const solon_seasons *seasons,
                           const solon_mechanism *mechanism, int coordinate, double least,
                           double greatest, uint64_t seed, void *workspace, double *low,
                           double *high) {
  double value = coordinate == 1   ? mechanism->judge_weight
                 : coordinate == 3 ? mechanism->discount
                                   : mechanism->save_threshold;
  if (coordinate != 1 && coordinate != 3 && coordinate != 4)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "coordinate 1, 3 or 4 expected, got %d",
                      coordinate);
  if (!(value >= least && value <= greatest))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "theta%d = %.15g lies outside [%.15g, %.15g]",
                      coordinate, value, least, greatest);
  search q = {.context = context,
              .seasons = seasons,
              .mechanism = mechanism,
              .seed = seed,
              .low = least,
              .high = greatest};
  divide_workspace(&q, workspace);
  if (coordinate == 1)
    bound_weight(&q);
  else if (coordinate == 3)
    bound_discount(&q);
  else
    bound_threshold(&q);
  *low = q.low > least ? q.low : least;
  *high = q.high < greatest ? q.high : greatest;
  return solon_context_cancelled(context) ? SOLON_CANCELLED : SOLON_OK;
}
