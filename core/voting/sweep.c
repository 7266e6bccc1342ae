/* sweep.c - a season on a whole interval of theta1. */
#include "core/voting/sweep.h"

#include "core/base/parallel.h"
#include "core/voting/course.h"

/* A part of the interval, and what its mechanisms have gone through. */
typedef struct span {
  double low, high;
  int32_t skill, popularity, asked;
  uint32_t met, first, draws; /* random ties met; then its draws: index[first .. first + draws) */
} span;

/* One season of one draw. */
typedef struct run {
  const solon_sweep *sweep;
  const solon_seasons *seasons;
  size_t s;
  solon_mechanism mechanism;
  uint32_t *index, index_used;
  /* the steps */
  solon_sweep_step *step; /* NULL: they are only counted */
  size_t steps;
  /* the last span that ended, not yet written */
  span open;
  double value[3];
  double share; /* of the draws; 0: none is open */
} run;

/* One week of it. */
typedef struct node {
  run *q;
  course c;
  size_t week;
  bool final;
  int removals;
  int32_t single_cuts;
  int order[SOLON_SEASON_FIELD];
} node;

static void visit(run *q, const course *from, size_t w, uint64_t alive, span p,
                  int32_t single_cuts);

/* ---- steps ----------------------------------------------------------------------------------- */

static void write_step(run *q, double at, double sign) {
  if (q->step != NULL)
    q->step[q->steps] = (solon_sweep_step){.from = at,
                                           .engagement = sign * q->share * q->value[0],
                                           .fairness = sign * q->share * q->value[1],
                                           .producer = sign * q->share * q->value[2]};
  q->steps++;
}

static void write_open(run *q) {
  if (q->share == 0)
    return;
  write_step(q, q->open.low, 1);
  write_step(q, q->open.high, -1);
  q->share = 0;
}

/* The course of a span is complete. */
static void end_course(node *n, const span *p) {
  run *q = n->q;
  double value[3] = {engagement_of(q->seasons, q->s, p->popularity),
                     fairness_of(q->seasons, q->s, p->skill),
                     producer_of(p->asked, n->single_cuts)};
  double share = p->met > 0 ? (double)p->draws / (double)q->sweep->options->draws : 1;
  bool goes_on = q->share == share && p->low >= q->open.high &&
                 p->low - q->open.high <= SOLON_SWEEP_WIDTH &&
                 memcmp(value, q->value, sizeof value) == 0;
  if (goes_on) {
    q->open.high = p->high;
    return;
  }
  write_open(q);
  q->open = *p, q->share = share;
  memcpy(q->value, value, sizeof value);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static double middle_of(const span *p) {
  return p->low + (p->high - p->low) / 2;
}

static double combined_at(const node *n, double theta, int i) {
  return combine(theta, n->c.judge[i], n->c.fan[i]);
}

/* C_j - C_i - offset as a function of theta1. */
typedef struct line {
  double value, slope; /* at the middle */
  bool level;          /* 0 all along the span */
} line;

static line difference(const node *n, const span *p, int j, int i, double offset) {
  double low = combined_at(n, p->low, j) - combined_at(n, p->low, i) - offset;
  double high = combined_at(n, p->high, j) - combined_at(n, p->high, i) - offset;
  return (line){.value = n->c.combined[j] - n->c.combined[i] - offset,
                .slope = (n->c.judge[j] - n->c.fan[j]) - (n->c.judge[i] - n->c.fan[i]),
                .level = fabs(low) <= SOLON_SWEEP_LEVEL && fabs(high) <= SOLON_SWEEP_LEVEL};
}

/* Whether a span is too narrow to part: its middle decides. */
static bool narrow(const span *p) {
  return p->high - p->low <= SOLON_SWEEP_WIDTH / 16;
}

/* The lowest of a set in the middle of a span, and in *part where they are the lowest; empty when
 * others cross them right in the middle. */
static uint64_t lowest_in(node *n, uint64_t set, const span *p, span *part) {
  double middle = middle_of(p);
  for (uint64_t rest = set; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    n->c.combined[i] = combined_at(n, middle, i);
  }
  uint64_t lowest = level_lowest(&n->c, set);
  int i = __builtin_ctzll(lowest);
  *part = *p;
  for (uint64_t rest = narrow(p) ? 0 : set & ~bit(i); rest != 0; rest &= rest - 1) {
    int j = __builtin_ctzll(rest);
    line d = difference(n, p, j, i, 0);
    if (d.level || d.slope == 0)
      continue;
    double root = middle - d.value / d.slope;
    if (d.slope > 0 || d.value == 0)
      part->low = fmax(part->low, root);
    if (d.slope < 0 || d.value == 0)
      part->high = fmin(part->high, root);
  }
  return lowest;
}

/* What lies left and right of the part around the middle. */
static span left_of(const span *p, const span *part) {
  span outer = *p;
  outer.high = part->low;
  return outer;
}
static span right_of(const span *p, const span *part) {
  span outer = *p;
  outer.low = part->high;
  return outer;
}
static bool empty(const span *p) {
  return !(p->high > p->low);
}

/* ---- deciding -------------------------------------------------------------------------------- */

/* Those in n->order leave, and in a week before the final those who withdrew. */
static void depart(node *n, span p) {
  const solon_seasons *seasons = n->q->seasons;
  uint64_t counted = seasons->never_withdrew[n->q->s], out = 0;
  for (int r = 0; r < n->removals; r++)
    out |= bit(n->order[r]);
  uint64_t withdrawn = n->final ? 0 : seasons->withdrawn[n->c.week + n->week];
  uint64_t alive = n->c.field & ~(withdrawn & ~out);
  for (int r = 0; r < n->removals; r++) {
    int i = n->order[r];
    alive &= ~bit(i);
    if (counted >> i & 1)
      count_pairs(seasons, n->c.contestant, i, alive, &p.skill, &p.popularity);
  }
  if (n->final)
    end_course(n, &p);
  else
    visit(n->q, &n->c, n->week + 1, alive, p, n->single_cuts);
}

/* One is to leave: low, unless the judges are asked and choose the other. */
static void choose(node *n, span p, int low, int other, bool asked) {
  p.asked += asked;
  n->order[0] = asked && compare_scores(&n->c, other, low) < 0 ? other : low;
  depart(n, p);
}

/* The judges are asked where the gap is below theta4. */
static void ask_judges(node *n, span p, int low, int other) {
  double threshold = n->q->mechanism.save_threshold, middle = middle_of(&p);
  n->c.combined[low] = combined_at(n, middle, low);
  n->c.combined[other] = combined_at(n, middle, other);
  line d = difference(n, &p, other, low, threshold);
  bool asked = n->c.combined[other] - n->c.combined[low] < threshold;
  double root = d.slope == 0 || d.level || narrow(&p) ? p.high : middle - d.value / d.slope;
  if (!(root > p.low && root < p.high)) {
    choose(n, p, low, other, asked);
    return;
  }
  span first = p, second = p;
  first.high = second.low = root;
  choose(n, first, low, other, d.slope > 0);
  choose(n, second, low, other, d.slope < 0);
}

/* The lowest is known; finds the next of the others everywhere in the span. */
static void find_other(node *n, span p, int low) {
  span part;
  int other = __builtin_ctzll(lowest_in(n, n->c.field & ~bit(low), &p, &part));
  span before = left_of(&p, &part), after = right_of(&p, &part);
  if (!empty(&before))
    find_other(n, before, low);
  if (!empty(&part))
    ask_judges(n, part, low, other);
  if (!empty(&after))
    find_other(n, after, low);
}

static void take(node *n, span p, int r, uint64_t left);

/* The draws of a span part by whom of `level` they pick. */
static void part_draws(node *n, span p, int r, uint64_t left, uint64_t level) {
  run *q = n->q;
  const solon_batch_options *options = q->sweep->options;
  uint64_t size = (uint64_t)__builtin_popcountll(level);
  if (p.met == 0)
    p.first = 0, p.draws = (uint32_t)options->draws; /* all of them */
  uint32_t first = p.first, draws = p.draws, used = q->index_used;
  for (uint64_t k = 0; k < size; k++) {
    uint32_t start = q->index_used;
    for (uint32_t d = first; d < first + draws; d++) {
      solon_tie_draws tie;
      uint64_t picked;
      solon_tie_draws_start(&tie, options->seed, q->s, q->index[d]);
      solon_stream_seek(&tie.stream, 2 * (uint64_t)p.met);
      solon_below_of_bits(solon_stream_bits64(&tie.stream), size, &picked);
      if (picked == k)
        q->index[q->index_used++] = q->index[d];
    }
    span part = p;
    part.first = start, part.draws = q->index_used - start, part.met++;
    n->order[r] = pick_from(level, k);
    if (part.draws > 0)
      take(n, part, r + 1, left & ~bit(n->order[r]));
    q->index_used = used;
  }
}

/* Takes the rest, from the r-th, of those who leave: the lowest of `left` one after the other. */
static void take(node *n, span p, int r, uint64_t left) {
  if (r == n->removals) {
    if (n->final || n->removals != 1)
      depart(n, p);
    else
      find_other(n, p, n->order[0]);
    return;
  }
  span part;
  uint64_t level = lowest_in(n, left, &p, &part);
  span before = left_of(&p, &part), after = right_of(&p, &part);
  if (!empty(&before))
    take(n, before, r, left);
  if (!empty(&part)) {
    bool tied = (level & (level - 1)) != 0;
    if (tied && n->q->mechanism.ties == SOLON_TIE_RANDOM) {
      part_draws(n, part, r, left, level);
    } else {
      n->order[r] =
          tied ? break_tie_by(&n->c, n->q->mechanism.ties, level) : __builtin_ctzll(level);
      take(n, part, r + 1, left & ~bit(n->order[r]));
    }
  }
  if (!empty(&after))
    take(n, after, r, left);
}

/* From week w on, with `alive` left. */
static void visit(run *q, const course *from, size_t w, uint64_t alive, span p,
                  int32_t single_cuts) {
  node n = {.q = q, .c = *from};
  solon_replay_cut cut;
  for (;; w++) {
    cut = begin_week(&n.c, q->seasons, w, alive);
    bool recorded = alive == q->seasons->field[n.c.week + w];
    accumulate_fans(&n.c, q->seasons, w, recorded);
    if (cut.k > 0 || cut.final) {
      value_judges(&n.c, q->seasons, w, recorded);
      break;
    }
    alive &= ~q->seasons->withdrawn[n.c.week + w];
  }
  value_fans(&n.c);
  n.week = w, n.final = cut.final;
  n.removals = cut.final ? __builtin_popcountll(alive) : cut.k;
  n.single_cuts = single_cuts + (!cut.final && cut.k == 1);
  take(&n, p, 0, alive);
}

/* ---- all seasons ----------------------------------------------------------------------------- */

typedef struct job {
  const solon_sweep *sweep;
  solon_context *context;
  uint32_t *index; /* [worker] */
  size_t index_size;
  size_t *count;
  solon_sweep_step *step; /* NULL: count */
} job;

/* A course has at most as many ties as contestants; each part of the draws is no larger than the
 * whole. */
static size_t index_size(const solon_sweep *sweep) {
  return sweep->mechanism->ties == SOLON_TIE_RANDOM
             ? (SOLON_SEASON_FIELD + 1) * sweep->options->draws
             : 0;
}

size_t solon_sweep_workspace(const solon_sweep *sweep, int threads) {
  return (size_t)(threads > 1 ? threads : 1) * index_size(sweep) * sizeof(uint32_t);
}

static solon_status sweep_draw(void *data, size_t d, int worker) {
  const job *j = data;
  const solon_sweep *sweep = j->sweep;
  const solon_seasons *seasons = &sweep->ensemble->draw[d];
  run q = {.sweep = sweep, .seasons = seasons, .mechanism = *sweep->mechanism};
  q.index = j->index + (size_t)worker * j->index_size;
  for (size_t k = 0; k < d && j->step != NULL; k++)
    q.steps += j->count[k];
  q.step = j->step;
  for (uint32_t k = 0; j->index_size > 0 && k < sweep->options->draws; k++)
    q.index[q.index_used++] = k;
  for (q.s = 0; q.s < seasons->seasons; q.s++) {
    if (solon_context_cancelled(j->context))
      return SOLON_CANCELLED;
    course c;
    memset(&c, 0, sizeof c);
    start_course(&c, seasons, q.s, NULL, &q.mechanism, NULL);
    visit(&q, &c, 0, UINT64_MAX >> (64 - c.n), (span){.low = sweep->low, .high = sweep->high}, 0);
    write_open(&q);
  }
  if (j->step == NULL)
    j->count[d] = q.steps;
  return SOLON_OK;
}

solon_status solon_sweep_count(solon_context *context, const solon_sweep *sweep, void *workspace,
                               size_t *count) {
  job j = {sweep, context, workspace, index_size(sweep), count, NULL};
  return solon_parallel_for(context, sweep->ensemble->draws, sweep_draw, &j);
}

solon_status solon_sweep_steps(solon_context *context, const solon_sweep *sweep, void *workspace,
                               size_t *count, solon_sweep_step *step) {
  job j = {sweep, context, workspace, index_size(sweep), count, step};
  return solon_parallel_for(context, sweep->ensemble->draws, sweep_draw, &j);
}

/* ---- merging --------------------------------------------------------------------------------- */

/* The end of the ascending run that begins at `start`. */
static size_t run_end(const solon_sweep_step *step, size_t start, size_t n) {
  while (start + 1 < n && step[start].from <= step[start + 1].from)
    start++;
  return start < n ? start + 1 : n;
}

/* Merges pairs of runs from one array into the other; returns the number of pairs. */
static size_t merge_runs(const solon_sweep_step *from, size_t n, solon_sweep_step *to) {
  size_t pairs = 0;
  for (size_t start = 0; start < n; pairs++) {
    size_t middle = run_end(from, start, n), end = run_end(from, middle, n);
    size_t a = start, b = middle;
    for (size_t k = start; k < end; k++)
      to[k] = b == end || (a < middle && from[a].from <= from[b].from) ? from[a++] : from[b++];
    start = end;
  }
  return pairs;
}

/* A sum as an unevaluated pair of doubles. */
typedef struct exact_sum {
  double high, low;
} exact_sum;

static void add_to(exact_sum *sum, double x) {
  double total = sum->high + x, part = total - sum->high;
  sum->low += (sum->high - (total - part)) + (x - part);
  sum->high = total;
}

typedef struct sums {
  exact_sum engagement, fairness, producer;
} sums;

/* The interval from `from` on. */
static solon_sweep_step interval(const solon_sweep *sweep, const sums *t, double from) {
  size_t seasons = sweep->ensemble->base->seasons;
  double draws = (double)sweep->ensemble->draws;
  double total[4] = {(t->engagement.high + t->engagement.low) / draws,
                     (t->fairness.high + t->fairness.low) / draws,
                     (t->producer.high + t->producer.low) / draws, 0};
  solon_welfare w = solon_welfare_of(total, seasons, sweep->options->weight);
  return (solon_sweep_step){from, w.welfare, w.engagement, w.fairness, w.producer};
}

static bool same_utilities(const solon_sweep_step *a, const solon_sweep_step *b) {
  return a->engagement == b->engagement && a->fairness == b->fairness && a->producer == b->producer;
}

size_t solon_sweep_merge(const solon_sweep *sweep, solon_sweep_step *step, size_t n,
                         solon_sweep_step *other) {
  solon_sweep_step *from = step, *to = other;
  while (merge_runs(from, n, to) > 1) {
    solon_sweep_step *swap = from;
    from = to, to = swap;
  }
  /* sorted in `to`; the intervals overwrite steps that were read */
  sums t = {{0, 0}, {0, 0}, {0, 0}};
  size_t count = 0;
  for (size_t i = 0; i < n;) {
    double at = to[i].from, last = at;
    for (; i < n && to[i].from - last <= SOLON_SWEEP_WIDTH; i++) {
      last = to[i].from;
      add_to(&t.engagement, to[i].engagement);
      add_to(&t.fairness, to[i].fairness);
      add_to(&t.producer, to[i].producer);
    }
    if (sweep->high - last <= SOLON_SWEEP_WIDTH)
      break;
    solon_sweep_step next = interval(sweep, &t, at);
    if (count == 0 || !same_utilities(&step[count - 1], &next))
      step[count++] = next;
  }
  return count;
}
