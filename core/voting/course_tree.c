/* course_tree.c - all courses of a season by depth-first search. */
#include "core/voting/course_tree.h"

#include "core/voting/course.h"

#define NONE UINT32_MAX

/* theta4 of one bundle at most: their counts of askings fit one vector. */
enum { GROUP = 16 };

/* Ends of courses with random ties that one season's tree holds. */
enum { ENDS = 8192 };

/* Mechanisms that have taken the same course so far: one theta1, thresholds [low, high) of one
 * group, some rules and, once a random tie was met, some of the draws.  How often the judges were
 * asked may differ between thresholds. */
typedef struct bundle {
  uint8_t asked[GROUP];
  uint64_t alive;               /* who is left: the node it belongs to */
  uint32_t next, tail, sibling; /* the node's list; at its head also its end and the next node */
  uint32_t weight, low, high;
  uint32_t rules;             /* set of positions in slice->rule */
  uint32_t met, first, draws; /* random ties met; then its draws: index[first .. first + draws) */
  int32_t skill, popularity;
} bundle;

/* What somebody's leaving does to a bundle. */
typedef struct departure {
  uint64_t alive;
  int32_t skill, popularity;
  uint32_t child; /* the list it leads to, NONE while there is none */
} departure;

enum { UNTIED, AVERAGED, LEFT_OVER };

typedef struct tree {
  const solon_seasons *seasons;
  size_t s;
  const solon_course_slice *slice;
  const solon_batch_options *options;
  const uint64_t *words; /* of this season; NULL: no draws here */
  double (*value)[4];
  solon_mechanism mechanism;
  course c;
  /* the node being decided */
  size_t week;
  bool final;
  int removals;
  int32_t imputed, single_cuts;
  uint32_t children; /* heads of the lists of its children */
  int members;
  int member[SOLON_SEASON_FIELD];
  double judge[SOLON_SEASON_FIELD], fan[SOLON_SEASON_FIELD], combined[SOLON_SEASON_FIELD];
  int order[SOLON_SEASON_FIELD];
  uint64_t known; /* those whose leaving alone is worked out in `alone` */
  departure alone[SOLON_SEASON_FIELD];
  /* stacks */
  bundle *pool;
  uint32_t used, drawing; /* bundles in use; those of them with met > 0 */
  uint16_t *index;
  uint32_t index_used;
  /* random ties of each (weight, threshold) */
  unsigned char *state;
  uint16_t *end; /* [weight][threshold][draw] where the draw ended */
  double (*end_value)[4];
  uint32_t ends;
} tree;

/* ---- memory ---------------------------------------------------------------------------------- */

static size_t whole_doubles(size_t bytes) {
  return (bytes + 7) / 8 * 8;
}

static bool draws_fit(const solon_course_slice *slice, size_t draws) {
  for (size_t r = 0; r < slice->rules; r++)
    if (slice->rule[r] == SOLON_TIE_RANDOM)
      return draws <= SOLON_COURSE_DRAWS;
  return false;
}

/* Bundles of one level before any random tie, at most. */
static size_t level_bundles(const solon_course_slice *slice) {
  return slice->weights * slice->thresholds * slice->rules;
}

/* Bundles with random ties, and numbers of draws, that the stacks hold. */
static size_t drawing_bundles(const solon_course_slice *slice) {
  return 4 * level_bundles(slice) + 256;
}
static size_t index_size(const solon_course_slice *slice, size_t draws) {
  return (slice->weights + 16) * SOLON_COURSE_TIES * draws;
}

size_t solon_course_words(const solon_course_slice *slice, size_t seasons, size_t draws) {
  return draws_fit(slice, draws) ? seasons * draws * SOLON_COURSE_TIES : 0;
}

void solon_course_fill_words(uint64_t seed, size_t seasons, size_t draws, uint64_t *words) {
  for (size_t s = 0; s < seasons; s++)
    for (size_t d = 0; d < draws; d++, words += SOLON_COURSE_TIES) {
      solon_tie_draws start;
      solon_tie_draws_start(&start, seed, s, d);
      solon_stream_fill_bits64(&start.stream, words, SOLON_COURSE_TIES);
    }
}

static size_t divide_workspace(tree *t, const solon_course_slice *slice, size_t weeks, size_t draws,
                               char *base) {
  size_t points = slice->weights * slice->thresholds;
  bool fit = draws_fit(slice, draws);
  size_t bytes[5] = {whole_doubles(fit ? points * draws * sizeof *t->end : 0),
                     whole_doubles(((weeks + 1) * level_bundles(slice) + drawing_bundles(slice)) *
                                   sizeof *t->pool),
                     whole_doubles(fit ? index_size(slice, draws) * sizeof *t->index : 0),
                     whole_doubles(points), fit ? ENDS * sizeof *t->end_value : 0};
  if (base != NULL) {
    t->end = (uint16_t *)(void *)base;
    t->pool = (bundle *)(void *)(base += bytes[0]);
    t->index = (uint16_t *)(void *)(base += bytes[1]);
    t->state = (unsigned char *)(base += bytes[2]);
    t->end_value = (double(*)[4])(void *)(base + bytes[3]);
  }
  return bytes[0] + bytes[1] + bytes[2] + bytes[3] + bytes[4];
}

size_t solon_course_workspace(const solon_course_slice *slice, size_t weeks, size_t draws) {
  return divide_workspace(NULL, slice, weeks, draws, NULL);
}

/* ---- ends ------------------------------------------------------------------------------------ */

static size_t point_of(const tree *t, const bundle *b) {
  return b->weight * t->slice->thresholds;
}

/* The bundle's mechanisms are left to ordinary replays. */
static void leave_over(tree *t, const bundle *b) {
  memset(t->state + point_of(t, b) + b->low, LEFT_OVER, b->high - b->low);
}

/* The value of those who were asked as often as the threshold at `from`; *to: the end of its run.
 */
static void value_of_run(const tree *t, const bundle *b, uint32_t from, uint32_t *to,
                         double value[4]) {
  uint8_t asked = b->asked[from % GROUP];
  for (*to = from + 1; *to < b->high && b->asked[*to % GROUP] == asked;)
    ++*to;
  value[2] = producer_of(asked, t->single_cuts);
}

/* Some draws' course is complete. */
static void end_draws(tree *t, const bundle *b, double value[4]) {
  for (uint32_t from = b->low, to; from < b->high; from = to) {
    if (t->ends == ENDS) {
      leave_over(t, b);
      return;
    }
    value_of_run(t, b, from, &to, value);
    memcpy(t->end_value[t->ends], value, sizeof *t->end_value);
    for (size_t i = point_of(t, b) + from; i < point_of(t, b) + to; i++) {
      if (t->state[i] == UNTIED)
        t->state[i] = AVERAGED;
      uint16_t *end = t->end + i * t->options->draws;
      for (size_t k = 0; k < b->draws; k++)
        end[t->index[b->first + k]] = (uint16_t)t->ends;
    }
    t->ends++;
  }
}

/* A bundle's course is complete. */
static void end_course(tree *t, const bundle *b) {
  const solon_course_slice *slice = t->slice;
  double value[4] = {engagement_of(t->seasons, t->s, b->popularity),
                     fairness_of(t->seasons, t->s, b->skill), 0, t->imputed};
  if (b->met > 0) {
    end_draws(t, b, value);
    return;
  }
  for (uint32_t from = b->low, to; from < b->high; from = to) {
    value_of_run(t, b, from, &to, value);
    for (size_t r = 0; r < slice->rules; r++) {
      double(*out)[4] = t->value + r * slice->weights * slice->thresholds + point_of(t, b);
      for (uint32_t i = from; i < to && (b->rules >> r & 1); i++)
        memcpy(out[i], value, sizeof value);
    }
  }
}

/* ---- leaving --------------------------------------------------------------------------------- */

/* Those in t->order leave, and in a week before the final those who withdrew. */
static departure work_out(const tree *t) {
  const solon_seasons *seasons = t->seasons;
  uint64_t counted = seasons->never_withdrew[t->s], out = 0;
  for (int r = 0; r < t->removals; r++)
    out |= bit(t->order[r]);
  uint64_t withdrawn = t->final ? 0 : seasons->withdrawn[t->c.week + t->week];
  departure d = {.alive = t->c.field & ~(withdrawn & ~out), .child = NONE};
  for (int r = 0; r < t->removals; r++) {
    int i = t->order[r];
    d.alive &= ~bit(i);
    if (counted >> i & 1)
      count_pairs(seasons, t->c.contestant, i, d.alive, &d.skill, &d.popularity);
  }
  return d;
}

/* Contestant i leaves alone. */
static departure *leave_alone(tree *t, int i) {
  if (!(t->known >> i & 1)) {
    t->order[0] = i;
    t->alone[i] = work_out(t);
    t->known |= bit(i);
  }
  return &t->alone[i];
}

/* The list of bundles with this field; NONE: there is none. */
static uint32_t find_child(const tree *t, uint64_t alive) {
  uint32_t child = t->children;
  while (child != NONE && t->pool[child].alive != alive)
    child = t->pool[child].sibling;
  return child;
}

/* Puts a copy of a bundle into the list a departure leads to; NULL when there is no room. */
static bundle *append(tree *t, const bundle *b, departure *d) {
  if (b->met > 0 && t->drawing == drawing_bundles(t->slice)) {
    leave_over(t, b);
    return NULL;
  }
  uint32_t at = t->used++;
  bundle *to = &t->pool[at];
  *to = *b;
  to->alive = d->alive;
  to->next = NONE;
  t->drawing += b->met > 0;
  if (d->child == NONE)
    d->child = find_child(t, d->alive);
  if (d->child == NONE) {
    to->tail = at;
    to->sibling = t->children;
    d->child = t->children = at;
  } else {
    bundle *head = &t->pool[d->child];
    t->pool[head->tail].next = at;
    head->tail = at;
  }
  return to;
}

static void depart(tree *t, const bundle *b, departure *d) {
  if (!t->final) {
    bundle *to = append(t, b, d);
    if (to != NULL)
      to->skill += d->skill, to->popularity += d->popularity;
    return;
  }
  bundle end = *b;
  end.skill += d->skill, end.popularity += d->popularity;
  end_course(t, &end);
}

/* How many of all thresholds the gap is not below. */
static uint32_t split_at(const tree *t, double gap) {
  uint32_t split = 0;
  for (size_t i = 0; i < t->slice->thresholds; i++)
    split += !(gap < t->slice->threshold[i]);
  return split;
}

/* One is to leave: low, unless the judges, asked by the thresholds from split on, choose the other.
 */
static void ask_judges(tree *t, const bundle *b, int low, int other, uint32_t split) {
  bundle part = *b;
  if (split <= b->low)
    split = b->low;
  for (uint32_t i = split; i < b->high; i++)
    part.asked[i % GROUP]++;
  if (split >= b->high || compare_scores(&t->c, other, low) >= 0) {
    depart(t, &part, leave_alone(t, low));
    return;
  }
  if (split > b->low) {
    part.high = split;
    depart(t, &part, leave_alone(t, low));
    part.high = b->high;
  }
  part.low = split;
  depart(t, &part, leave_alone(t, other));
}

/* ---- deciding -------------------------------------------------------------------------------- */

static void take(tree *t, bundle b, int r, uint64_t left);

/* The draws of a bundle part by whom of `level` they pick. */
static void part_draws(tree *t, bundle b, int r, uint64_t left, uint64_t level) {
  size_t draws = t->options->draws, size = (size_t)__builtin_popcountll(level);
  if (b.met == 0)
    b.first = 0, b.draws = (uint32_t)draws; /* all of them */
  if (t->words == NULL || b.met == SOLON_COURSE_TIES ||
      t->index_used + b.draws > index_size(t->slice, draws)) {
    leave_over(t, &b);
    return;
  }
  unsigned char pick[SOLON_COURSE_DRAWS];
  uint32_t count[SOLON_SEASON_FIELD + 1] = {0}, start[SOLON_SEASON_FIELD];
  for (size_t k = 0; k < b.draws; k++) {
    uint64_t picked;
    size_t word = t->index[b.first + k] * (size_t)SOLON_COURSE_TIES + b.met;
    if (!solon_below_of_bits(t->words[word], size, &picked)) {
      leave_over(t, &b);
      return;
    }
    pick[k] = (unsigned char)picked;
    count[picked]++;
  }
  start[0] = t->index_used;
  for (size_t p = 1; p < size; p++)
    start[p] = start[p - 1] + count[p - 1];
  t->index_used += b.draws;
  uint32_t at[SOLON_SEASON_FIELD];
  memcpy(at, start, size * sizeof *at);
  for (size_t k = 0; k < b.draws; k++)
    t->index[at[pick[k]]++] = t->index[b.first + k];
  b.met++;
  for (size_t p = 0; p < size; p++) {
    if (count[p] == 0)
      continue;
    b.first = start[p], b.draws = count[p];
    t->order[r] = pick_from(level, p);
    take(t, b, r + 1, left & ~bit(t->order[r]));
  }
}

/* The r-th to leave is one of `level`: the rules part. */
static void break_tie(tree *t, bundle b, int r, uint64_t left, uint64_t level) {
  for (uint32_t rules = b.rules; rules != 0; rules &= rules - 1) {
    bundle part = b;
    int position = __builtin_ctz(rules);
    part.rules = UINT32_C(1) << position;
    solon_tie_rule rule = t->slice->rule[position];
    if (rule == SOLON_TIE_RANDOM) {
      part_draws(t, part, r, left, level);
      continue;
    }
    t->order[r] = break_tie_by(&t->c, rule, level);
    take(t, part, r + 1, left & ~bit(t->order[r]));
  }
}

/* Takes the rest, from the r-th, of those who leave: the lowest of `left` one after the other. */
static void take(tree *t, bundle b, int r, uint64_t left) {
  for (; r < t->removals; r++) {
    uint64_t level = level_lowest(&t->c, left);
    if ((level & (level - 1)) != 0) {
      break_tie(t, b, r, left, level);
      return;
    }
    t->order[r] = __builtin_ctzll(level);
    left &= ~level;
  }
  if (t->final || t->removals != 1) {
    departure d = work_out(t);
    depart(t, &b, &d);
    return;
  }
  int low = t->order[0], other = next_lowest(&t->c, left);
  ask_judges(t, &b, low, other, split_at(t, t->c.combined[other] - t->c.combined[low]));
}

/* All who leave, when nobody is tied: sets t->order. */
static bool take_untied(tree *t) {
  uint64_t left = t->c.field;
  for (int r = 0; r < t->removals; r++) {
    uint64_t level = level_lowest(&t->c, left);
    if ((level & (level - 1)) != 0)
      return false;
    t->order[r] = __builtin_ctzll(level);
    left &= ~level;
  }
  return true;
}

/* The two lowest C of one theta1 (positions among the members); false if the lowest is tied. */
static bool find_two(const tree *t, int *low, int *other) {
  int first = 0, second = -1;
  bool tied = false;
  for (int m = 1; m < t->members; m++) {
    double x = t->combined[m];
    if (x < t->combined[first]) {
      second = first, first = m, tied = false;
    } else {
      tied |= x == t->combined[first];
      if (second < 0 || x < t->combined[second])
        second = m;
    }
  }
  *low = first, *other = second;
  return !tied;
}

/* Decides the bundles from `at` on that have one theta1; returns the next one. */
static uint32_t decide_weight(tree *t, uint32_t at) {
  uint32_t weight = t->pool[at].weight;
  double theta = t->slice->weight[weight];
  for (int m = 0; m < t->members; m++)
    t->combined[m] = combine(theta, t->judge[m], t->fan[m]);
  int low, other;
  if (t->removals == 1 && !t->final && find_two(t, &low, &other)) {
    uint32_t split = split_at(t, t->combined[other] - t->combined[low]);
    for (; at != NONE && t->pool[at].weight == weight; at = t->pool[at].next)
      ask_judges(t, &t->pool[at], t->member[low], t->member[other], split);
    return at;
  }
  for (int m = 0; m < t->members; m++)
    t->c.combined[t->member[m]] = t->combined[m];
  if ((t->final || t->removals > 1) && take_untied(t)) {
    departure d = work_out(t);
    for (; at != NONE && t->pool[at].weight == weight; at = t->pool[at].next)
      depart(t, &t->pool[at], &d);
    return at;
  }
  for (; at != NONE && t->pool[at].weight == weight; at = t->pool[at].next)
    take(t, t->pool[at], 0, t->c.field);
  return at;
}

/* Values of the week to be decided, one after the other. */
static void gather_members(tree *t) {
  t->members = 0;
  for (uint64_t rest = t->c.field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest), m = t->members++;
    t->member[m] = i;
    t->judge[m] = t->c.judge[i];
    t->fan[m] = t->c.fan[i];
  }
}

/* From week w on, with `alive` left, the bundles of the list at `head`. */
static void visit(tree *t, size_t w, uint64_t alive, uint32_t head, int32_t imputed,
                  int32_t single_cuts) {
  solon_replay_cut cut;
  for (;; w++) {
    cut = begin_week(&t->c, t->seasons, w, alive);
    imputed += __builtin_popcountll(cut.imputed);
    bool recorded = alive == t->seasons->field[t->c.week + w];
    accumulate_fans(&t->c, t->seasons, w, recorded);
    if (cut.k > 0 || cut.final) {
      value_judges(&t->c, t->seasons, w, recorded);
      break;
    }
    alive &= ~t->seasons->withdrawn[t->c.week + w];
  }
  value_fans(&t->c);
  gather_members(t);
  t->week = w, t->final = cut.final;
  t->removals = cut.final ? t->members : cut.k;
  t->imputed = imputed, t->single_cuts = single_cuts += !cut.final && cut.k == 1;
  t->children = NONE, t->known = 0;
  uint32_t used = t->used, drawing = t->drawing, index_used = t->index_used;
  while (head != NONE)
    head = decide_weight(t, head);
  double carried[SOLON_SEASON_FIELD];
  memcpy(carried, t->c.carried_vote, t->c.n * sizeof *carried);
  for (uint32_t child = t->children; child != NONE; child = t->pool[child].sibling) {
    memcpy(t->c.carried_vote, carried, t->c.n * sizeof *carried);
    visit(t, w + 1, t->pool[child].alive, child, imputed, single_cuts);
  }
  t->used = used, t->drawing = drawing, t->index_used = index_used;
}

/* ---- the season ------------------------------------------------------------------------------ */

/* Mean over the draws in their order. */
static void average_draws(const tree *t, size_t point, double mean[4]) {
  const uint16_t *end = t->end + point * t->options->draws;
  double sum[4];
  memcpy(sum, t->end_value[end[0]], sizeof sum);
  for (size_t d = 1; d < t->options->draws; d++)
    for (int j = 0; j < 4; j++)
      sum[j] += t->end_value[end[d]][j];
  for (int j = 0; j < 4; j++)
    mean[j] = sum[j] / (double)t->options->draws;
}

/* The points whose draws part, under the random rule at position r. */
static void finish_random(tree *t, size_t r) {
  const solon_course_slice *slice = t->slice;
  size_t points = slice->weights * slice->thresholds, row = t->options->draws * sizeof *t->end;
  double(*value)[4] = t->value + r * points;
  for (size_t i = 0; i < points; i++) {
    if (t->state[i] == LEFT_OVER) {
      solon_outcome first;
      solon_mechanism m = t->mechanism;
      m.judge_weight = slice->weight[i / slice->thresholds];
      m.save_threshold = slice->threshold[i % slice->thresholds];
      m.ties = SOLON_TIE_RANDOM;
      solon_replay_utilities(t->seasons, t->s, &m, t->options, &first, value[i]);
    } else if (t->state[i] == AVERAGED) {
      bool same =
          i > 0 && t->state[i - 1] == AVERAGED &&
          memcmp(t->end + i * t->options->draws, t->end + (i - 1) * t->options->draws, row) == 0;
      if (same)
        memcpy(value[i], value[i - 1], sizeof value[i]);
      else
        average_draws(t, i, value[i]);
    }
  }
}

void solon_course_tree(const solon_seasons *seasons, size_t s, const solon_course_slice *slice,
                       const solon_batch_options *options, const uint64_t *words, void *workspace,
                       double (*value)[4]) {
  tree t;
  t.seasons = seasons, t.s = s, t.slice = slice, t.options = options, t.value = value;
  t.mechanism = (solon_mechanism){.fan_value = slice->fan_value, .discount = slice->discount};
  bool fit = draws_fit(slice, options->draws);
  t.words = fit ? words + s * options->draws * SOLON_COURSE_TIES : NULL;
  divide_workspace(&t, slice, solon_season_weeks(seasons, s), options->draws, workspace);
  start_course(&t.c, seasons, s, NULL, &t.mechanism, NULL);
  memset(t.state, UNTIED, slice->weights * slice->thresholds);
  t.used = t.drawing = t.index_used = t.ends = 0;
  for (size_t d = 0; d < options->draws && fit; d++)
    t.index[t.index_used++] = (uint16_t)d;
  uint32_t thresholds = (uint32_t)slice->thresholds;
  for (uint32_t k = 0; k < slice->weights; k++)
    for (uint32_t low = 0; low < thresholds; low += GROUP, t.used++)
      t.pool[t.used] = (bundle){.next = t.used + 1,
                                .weight = k,
                                .low = low,
                                .high = low + GROUP < thresholds ? low + GROUP : thresholds,
                                .rules = (UINT32_C(1) << slice->rules) - 1};
  t.pool[t.used - 1].next = NONE;
  visit(&t, 0, UINT64_MAX >> (64 - t.c.n), 0, 0, 0);
  for (size_t r = 0; r < slice->rules; r++)
    if (slice->rule[r] == SOLON_TIE_RANDOM)
      finish_random(&t, r);
}
