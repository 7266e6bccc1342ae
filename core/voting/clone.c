/* clone.c - cuts of a week in which one contestant is there twice. */
#include "core/voting/clone.h"

#include "core/voting/fan_value.h"
#include "core/voting/members.h"
#include "core/voting/vote_line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where the points of an earlier week change: the split, and the week. */
typedef struct event {
  double split;
  size_t week;
} event;

enum { EVENTS = SOLON_SEASON_WEEKS * SOLON_SEASON_FIELD };

/* One season with contestant a twice: position a and a + 1, all later ones one further. */
typedef struct twins {
  const solon_seasons *seasons;
  size_t season, n; /* n: contestants without the clone */
  uint64_t a;
  size_t week;  /* the week decided */
  uint64_t out; /* who leaves without cloning */
  /* the week along lambda; its carried columns are rebuilt for Borda and approval */
  solon_vote_line line;
  double score[SOLON_SEASON_FIELD];
  /* votes and points of every week so far, with the clones */
  double vote[SOLON_SEASON_WEEKS][SOLON_SEASON_FIELD];
  double value[SOLON_SEASON_WEEKS][SOLON_SEASON_FIELD];
  event events[EVENTS];
  solon_clone_failure failure;
} twins;

size_t solon_clone_workspace(const solon_seasons *seasons) {
  return sizeof(twins) + seasons->weeks * sizeof(solon_replay_cut);
}

static uint64_t bit(uint64_t i) {
  return UINT64_C(1) << i;
}

/* ---- the enlarged field ---------------------------------------------------------------------- */

static uint64_t with_clone(const twins *c, uint64_t set) {
  uint64_t upto = bit(c->a) | (bit(c->a) - 1);
  return (set & upto) | (set & ~upto) << 1 | (set >> c->a & 1) << (c->a + 1);
}

/* The contestants a set of the enlarged field stands for. */
static uint64_t without_clone(const twins *c, uint64_t set) {
  uint64_t upto = bit(c->a) | (bit(c->a) - 1);
  return (set & upto) | (set >> 1 & ~upto) | (set >> (c->a + 1) & 1) << c->a;
}

static void copy_column(const twins *c, const double *from, double *to) {
  memcpy(to, from, (c->a + 1) * sizeof *to);
  memcpy(to + c->a + 1, from + c->a, (c->n - c->a) * sizeof *to);
}

static uint64_t field_of(const twins *c, size_t w) {
  return c->seasons->field[c->seasons->week_start[c->season] + w];
}

static const double *column_of(const twins *c, const double *cells, size_t w) {
  return cells + c->seasons->cell_start[c->season] + w * c->n;
}

/* Shares of week w, a's at both positions. */
static void copy_shares(const twins *c, size_t w, double *to) {
  double share[SOLON_SEASON_FIELD];
  memset(share, 0, sizeof share);
  solon_fan_value_of(SOLON_FAN_PLURALITY, column_of(c, c->seasons->vote, w), field_of(c, w), share);
  copy_column(c, share, to);
}

/* ---- one split ------------------------------------------------------------------------------- */

static solon_clone_effect effect_at(const twins *c, double split) {
  const solon_vote_line *line = &c->line;
  uint64_t both = bit(c->a) | bit(c->a + 1);
  uint64_t out = solon_vote_line_decide(line, line->k, line->score, split);
  if ((out & both) == both)
    out = solon_vote_line_decide(line, line->k + 1, line->score, split);
  out = without_clone(c, out);
  if (out == c->out)
    return SOLON_CLONE_NONE;
  bool left = c->out >> c->a & 1, leaves = out >> c->a & 1;
  return left == leaves ? SOLON_CLONE_CROWD : leaves ? SOLON_CLONE_SPOILER : SOLON_CLONE_TEAM;
}

static bool look(void *data, double low, double high, double point) {
  twins *c = data;
  solon_clone_failure *f = &c->failure;
  solon_clone_effect effect = effect_at(c, point);
  if (effect == SOLON_CLONE_NONE)
    return true;
  if (low < f->least)
    f->least = low;
  double length = 2 * (high - low); /* and its mirror image */
  *(effect == SOLON_CLONE_SPOILER ? &f->spoiler
    : effect == SOLON_CLONE_TEAM  ? &f->team
                                  : &f->crowd) += length;
  return true;
}

/* ---- Borda points and approval: points of earlier weeks change with the split ---------------- */

static int by_split(const void *x, const void *y) {
  const event *a = x, *b = y;
  return a->split != b->split ? (a->split > b->split) - (a->split < b->split)
                              : (a->week > b->week) - (a->week < b->week);
}

/* A clone's votes reach `target` of a's `votes`, at a split in (0, 1/2) or by its mirror image. */
static void add_event(twins *c, size_t *count, double target, double votes, size_t w) {
  double split = target / votes;
  split = split > 0.5 ? 1 - split : split;
  if (split > 0 && split < 0.5) /* false for NaN */
    c->events[(*count)++] = (event){split, w};
}

static size_t list_events(twins *c) {
  size_t count = 0;
  const solon_mechanism *m = c->line.mechanism;
  for (size_t w = m->discount > 0 ? 0 : c->week; w <= c->week; w++) {
    uint64_t field = field_of(c, w);
    double votes = c->vote[w][c->a];
    bool approval = m->fan_value == SOLON_FAN_APPROVAL;
    if (approval)
      add_event(c, &count, 1.0 / (__builtin_popcountll(field) + 1), votes, w);
    if (!approval || w == c->week) /* votes of the week itself break ties */
      SOLON_EACH (j, with_clone(c, field & ~bit(c->a)))
        add_event(c, &count, c->vote[w][j], votes, w);
  }
  qsort(c->events, count, sizeof *c->events, by_split);
  c->events[count++] = (event){0.5, c->week};
  return count;
}

/* The points of week w at a split. */
static void value_week(twins *c, size_t w, double split) {
  double vote[SOLON_SEASON_FIELD];
  memcpy(vote, c->vote[w], (c->n + 1) * sizeof *vote);
  vote[c->a] = split * c->vote[w][c->a];
  vote[c->a + 1] = c->vote[w][c->a] - vote[c->a];
  solon_fan_value_of((int)c->line.mechanism->fan_value, vote, with_clone(c, field_of(c, w)),
                     c->value[w]);
}

static void carry_points(twins *c) {
  double *carried = c->line.carried_vote;
  memset(carried, 0, sizeof c->line.carried_vote);
  for (size_t w = 0; w < c->week; w++)
    SOLON_EACH (i, c->line.field)
      carried[i] = c->line.mechanism->discount * carried[i] + c->value[w][i];
}

static void value_all(twins *c, double split) {
  for (size_t w = 0; w < c->week; w++)
    value_week(c, w, split);
  carry_points(c);
}

static void walk_points(twins *c) {
  size_t count = list_events(c), next = 0;
  double low = 0;
  value_all(c, c->events[0].split / 2);
  for (size_t e = 0; e < count; e++) {
    double high = c->events[e].split, point = low + (high - low) / 2;
    if (high - low <= SOLON_MARGIN_WIDTH)
      continue;
    for (; next < e; next++)
      if (c->events[next].week < c->week)
        value_week(c, c->events[next].week, point);
    if (e > 0)
      carry_points(c);
    look(c, low, high, point);
    low = high;
  }
  value_all(c, 0.5);
}

/* ---- a week with its clones ------------------------------------------------------------------ */

static bool has_points(const solon_vote_line *line) {
  return line->rule == NULL && line->mechanism->fan_value != SOLON_FAN_PLURALITY;
}

/* Puts the split of what clones share into level and slope: a's x at both positions. */
static void split_column(const twins *c, double *level, double *slope) {
  double x = level[c->a];
  memset(slope, 0, SOLON_SEASON_FIELD * sizeof *slope);
  level[c->a] = 0, slope[c->a] = x;
  slope[c->a + 1] = -x;
}

/* Sets this week's line; the carried columns are sums of unsplit shares. */
static void begin_week(twins *c, size_t w) {
  solon_vote_line *line = &c->line;
  const solon_seasons *seasons = c->seasons;
  uint64_t field = field_of(c, w);
  int n = __builtin_popcountll(field),
      k = __builtin_popcountll(seasons->voted_off[seasons->week_start[c->season] + w]);
  c->week = w;
  line->field = with_clone(c, field);
  line->k = k < n ? k : n - 1;
  line->depth = line->k + 2; /* both clones among the k lowest: one more leaves */
  copy_column(c, column_of(c, seasons->score, w), c->score);
  line->score = c->score;
  copy_shares(c, w, c->vote[w]);
}

/* Tests a in this week; true when some split fails. */
static bool test_week(twins *c, uint64_t out) {
  solon_vote_line *line = &c->line;
  double carried[SOLON_SEASON_FIELD];
  memcpy(carried, line->carried_vote, sizeof carried);
  c->out = out;
  c->failure = (solon_clone_failure){.leaves = out >> c->a & 1, .least = 0.5};
  memcpy(line->share, c->vote[c->week], sizeof line->share);
  split_column(c, line->share, line->direction);
  memset(line->carried_slope, 0, sizeof line->carried_slope);
  solon_vote_line_judge(line);
  if (has_points(line)) {
    walk_points(c);
  } else {
    split_column(c, line->carried_vote, line->carried_slope);
    solon_vote_line_aim(line);
    solon_vote_line_walk(line, 0.5, look, c);
  }
  c->failure.even = effect_at(c, 0.5);
  memcpy(line->carried_vote, carried, sizeof carried);
  return c->failure.least < 0.5 || c->failure.even != SOLON_CLONE_NONE;
}

/* What the week leaves to the next, not yet split. */
static void end_week(twins *c) {
  solon_vote_line *line = &c->line;
  if (line->rule != NULL && (line->k > 0 || !line->rule->carry)) {
    memset(line->carried_score, 0, sizeof line->carried_score);
    memset(line->carried_vote, 0, sizeof line->carried_vote);
    return;
  }
  double kept = line->rule != NULL ? 1 : line->mechanism->discount;
  SOLON_EACH (i, line->field) {
    line->carried_vote[i] = kept * line->carried_vote[i] + c->vote[c->week][i];
    line->carried_score[i] += line->score[i];
  }
}

static void begin_season(twins *c, const solon_seasons *seasons, size_t s, uint64_t a,
                         const solon_rule *rules, const solon_mechanism *mechanism) {
  c->seasons = seasons, c->season = s, c->a = a;
  c->n = solon_season_field(seasons, s);
  solon_vote_line *line = &c->line;
  memset(line->carried_score, 0, sizeof line->carried_score);
  memset(line->carried_vote, 0, sizeof line->carried_vote);
  line->rule = rules != NULL ? &rules[s] : NULL;
  line->mechanism = mechanism;
  line->n = c->n + 1;
}

static int in_order(const void *x, const void *y) {
  const solon_clone_failure *a = x, *b = y;
  if (a->season != b->season)
    return (a->season > b->season) - (a->season < b->season);
  if (a->week != b->week)
    return (a->week > b->week) - (a->week < b->week);
  return (a->contestant > b->contestant) - (a->contestant < b->contestant);
}

/* The exits of every week without cloning. */
static void plain_cuts(const solon_seasons *seasons, const solon_rule *rules,
                       const solon_mechanism *mechanism, solon_replay_cut *cut) {
  solon_outcome outcome;
  solon_replay_trace trace = {.cut = cut};
  for (size_t s = 0; s < seasons->seasons; s++)
    solon_replay_season(seasons, s, rules != NULL ? &rules[s] : NULL, mechanism,
                        SOLON_REPLAY_STATIC, NULL, NULL, NULL, &trace, &outcome);
}

solon_status solon_clones(solon_context *context, const solon_seasons *seasons,
                          const solon_rule *rules, const solon_mechanism *mechanism,
                          void *workspace, solon_clone_failure *out, size_t *count,
                          size_t *tested) {
  twins *c = workspace;
  solon_replay_cut *cut = (solon_replay_cut *)(c + 1);
  memset(c, 0, sizeof *c);
  *count = *tested = 0;
  plain_cuts(seasons, rules, rules != NULL ? NULL : mechanism, cut);
  for (size_t s = 0; s < seasons->seasons; s++) {
    size_t n = solon_season_field(seasons, s), first = seasons->contestant_start[s];
    if (n >= SOLON_SEASON_FIELD)
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "season %d has %zu contestants, which leaves no room for a clone",
                        seasons->number[s], n);
    for (size_t a = 0; a < n; a++) {
      if (solon_context_cancelled(context))
        return SOLON_CANCELLED;
      begin_season(c, seasons, s, a, rules, mechanism);
      size_t final = solon_season_weeks(seasons, s) - 1;
      for (size_t w = 0; w < final && field_of(c, w) >> a & 1; w++) {
        begin_week(c, w);
        *tested += c->line.k > 0;
        if (c->line.k > 0 && test_week(c, cut[seasons->week_start[s] + w].out)) {
          c->failure.season = s, c->failure.week = w, c->failure.contestant = first + a;
          out[(*count)++] = c->failure;
        }
        end_week(c);
      }
    }
  }
  qsort(out, *count, sizeof *out, in_order);
  return SOLON_OK;
}
