/* lattice.c - welfare on the product of five grids. */
#include "core/voting/lattice.h"

#include "core/base/parallel.h"
#include "core/voting/course_tree.h"

#include <math.h>
#include <string.h>

/* ---- grids ----------------------------------------------------------------------------------- */

size_t solon_lattice_size(const solon_lattice *l) {
  size_t size = 1;
  for (int j = 0; j < 5; j++) {
    if (l->count[j] != 0 && size > SIZE_MAX / 64 / l->count[j])
      return SIZE_MAX;
    size *= l->count[j];
  }
  return size;
}

size_t solon_standard_grid(int k, double *grid) {
  static const int first[6] = {0, 10, 0, 50, 0, 0}, step[6] = {0, 1, 100, 2, 1, 100};
  static const size_t count[6] = {0, 81, 3, 26, 21, 3};
  for (size_t i = 0; i < count[k]; i++)
    grid[i] = (first[k] + step[k] * (int)i) / 100.0; /* the nearest double to the decimal */
  return count[k];
}

void solon_lattice_indices(const solon_lattice *l, size_t point, size_t index[5]) {
  static const int fastest_first[5] = {0, 2, 3, 4, 1};
  for (int j = 0; j < 5; j++) {
    int k = fastest_first[j];
    index[k] = point % l->count[k];
    point /= l->count[k];
  }
}

size_t solon_first_best(const double *welfare, size_t count) {
  size_t best = 0;
  for (size_t i = 1; i < count; i++)
    if (welfare[i] > welfare[best] || isnan(welfare[best]))
      best = i;
  return best;
}

/* ---- pieces of work --------------------------------------------------------------------------
 *
 * A piece is one theta2, one theta3 and a run of theta1, with all theta4 and theta5, over all draws
 * and seasons.  Its size bounds the workspace of a thread, and there are enough pieces for a few
 * threads; the results do not depend on it.
 */

enum { PIECE_POINTS = 4096, LEAST_PIECES = 16 };

typedef struct job {
  const solon_ensemble *ensemble;
  const solon_lattice *lattice;
  const solon_batch_options *options;
  const solon_ensemble_out *out;
  solon_context *context;
  size_t run, runs;         /* theta1 of a piece at most; pieces of one (theta2, theta3) */
  solon_course_slice slice; /* what all pieces share: theta4 in order, and the rules */
  size_t slot[3];           /* of each tie rule in slice.rule */
  size_t weeks;             /* of the longest season */
  /* memory */
  double *threshold;
  size_t *rank; /* of each theta4 in its order */
  uint64_t *words;
  char *workers;
  size_t worker_bytes, tree_bytes;
} job;

static void choose_runs(job *j) {
  const size_t *count = j->lattice->count;
  size_t weights = count[0], slices = count[1] * count[2];
  size_t most = PIECE_POINTS / (3 * count[3]);
  size_t wanted = (LEAST_PIECES + slices - 1) / slices;
  j->run = (weights + wanted - 1) / wanted;
  if (j->run > most)
    j->run = most;
  if (j->run == 0)
    j->run = 1;
  j->runs = (weights + j->run - 1) / j->run;
}

static void choose_rules(job *j) {
  const double *rule = j->lattice->grid[4];
  for (size_t r = 0; r < 3; r++) {
    bool wanted = false;
    for (size_t i = 0; i < j->lattice->count[4]; i++)
      wanted |= rule[i] == (double)r;
    j->slot[r] = j->slice.rules;
    if (wanted)
      j->slice.rule[j->slice.rules++] = (solon_tie_rule)r;
  }
}

static size_t whole_doubles(size_t bytes) {
  return (bytes + 7) / 8 * 8;
}

static size_t piece_points(const job *j) {
  return j->run * j->slice.thresholds * j->slice.rules;
}

/* Sets up the job; base NULL: only counts.  Returns the bytes needed. */
static size_t prepare(job *j, int threads, char *base) {
  const solon_seasons *seasons = j->ensemble->base;
  size_t thresholds = j->lattice->count[3];
  j->slice = (solon_course_slice){.thresholds = thresholds};
  choose_runs(j);
  choose_rules(j);
  j->slice.weights = j->run;
  j->weeks = 0;
  for (size_t s = 0; s < seasons->seasons; s++)
    if (solon_season_weeks(seasons, s) > j->weeks)
      j->weeks = solon_season_weeks(seasons, s);
  j->tree_bytes = whole_doubles(solon_course_workspace(&j->slice, j->weeks, j->options->draws));
  j->worker_bytes = j->tree_bytes + 8 * piece_points(j) * sizeof(double);
  size_t words = solon_course_words(&j->slice, seasons->seasons, j->options->draws);
  size_t shared = whole_doubles(thresholds * (sizeof(double) + sizeof(size_t)));
  if (base != NULL) {
    j->threshold = (double *)(void *)base;
    j->rank = (size_t *)(void *)(j->threshold + thresholds);
    j->words = (uint64_t *)(void *)(base + shared);
    j->workers = base + shared + words * sizeof(uint64_t);
    if (words > 0)
      solon_course_fill_words(j->options->seed, seasons->seasons, j->options->draws, j->words);
  }
  return shared + words * sizeof(uint64_t) + (size_t)threads * j->worker_bytes;
}

/* theta4 in order: rank[i] is where the i-th of the grid went, equal ones in their order. */
static void sort_thresholds(job *j) {
  const double *grid = j->lattice->grid[3];
  for (size_t i = 0; i < j->slice.thresholds; i++) {
    j->rank[i] = 0;
    for (size_t k = 0; k < j->slice.thresholds; k++)
      j->rank[i] += grid[k] < grid[i] || (grid[k] == grid[i] && k < i);
    j->threshold[j->rank[i]] = grid[i];
  }
  j->slice.threshold = j->threshold;
}

/* One piece at work. */
typedef struct piece {
  const job *job;
  solon_course_slice slice;
  size_t i2, i3, first; /* first: position of its first theta1 */
  double (*value)[4], (*total)[4];
} piece;

static size_t entry_of(const piece *p, size_t i5, size_t i4, size_t i1) {
  size_t slot = p->job->slot[(size_t)p->job->lattice->grid[4][i5]];
  return (slot * p->slice.weights + i1) * p->slice.thresholds + p->job->rank[i4];
}

static size_t lattice_point(const piece *p, size_t i5, size_t i4, size_t i1) {
  const size_t *n = p->job->lattice->count;
  return (((p->i2 * n[4] + i5) * n[3] + i4) * n[2] + p->i3) * n[0] + p->first + i1;
}

/* Adds season s of draw d to the sums of the season. */
static void add_to_season(const piece *p, size_t s, size_t d) {
  const solon_ensemble_out *out = p->job->out;
  size_t seasons = p->job->ensemble->base->seasons;
  for (size_t i5 = 0; i5 < p->job->lattice->count[4]; i5++)
    for (size_t i4 = 0; i4 < p->slice.thresholds; i4++)
      for (size_t i1 = 0; i1 < p->slice.weights; i1++) {
        const double *value = p->value[entry_of(p, i5, i4, i1)];
        size_t at = lattice_point(p, i5, i4, i1) * seasons + s;
        for (int j = 0; j < 3; j++)
          out->by_season[j][at] = d == 0 ? value[j] : out->by_season[j][at] + value[j];
      }
}

/* One draw: its totals over the seasons, and those to the sums over the draws. */
static void run_draw(const piece *p, size_t d, void *memory) {
  const job *j = p->job;
  const solon_ensemble *e = j->ensemble;
  size_t points = p->slice.rules * p->slice.weights * p->slice.thresholds;
  memset(p->total, 0, points * sizeof *p->total);
  for (size_t s = 0; s < e->base->seasons; s++) {
    solon_course_tree(&e->draw[d], s, &p->slice, j->options, j->words, memory, p->value);
    for (size_t i = 0; i < points; i++)
      for (int k = 0; k < 4; k++)
        p->total[i][k] += p->value[i][k];
    if (j->out->by_season[0] != NULL)
      add_to_season(p, s, d);
  }
  for (size_t i5 = 0; i5 < j->lattice->count[4]; i5++)
    for (size_t i4 = 0; i4 < p->slice.thresholds; i4++)
      for (size_t i1 = 0; i1 < p->slice.weights; i1++) {
        size_t point = lattice_point(p, i5, i4, i1);
        solon_ensemble_add_draw(e, p->total[entry_of(p, i5, i4, i1)], j->options, point, d, j->out);
        if (d + 1 == e->draws)
          solon_ensemble_divide(e, point, j->out);
      }
}

static solon_status run_piece(void *data, size_t index, int worker) {
  const job *j = data;
  const solon_ensemble *e = j->ensemble;
  char *memory = j->workers + (size_t)worker * j->worker_bytes;
  size_t run = index % j->runs, slice = index / j->runs;
  piece p = {.job = j, .slice = j->slice, .first = run * j->run};
  p.i3 = slice % j->lattice->count[2], p.i2 = slice / j->lattice->count[2];
  p.slice.fan_value = (solon_fan_value)j->lattice->grid[1][p.i2];
  p.slice.discount = j->lattice->grid[2][p.i3];
  p.slice.weight = j->lattice->grid[0] + p.first;
  if (p.first + j->run > j->lattice->count[0])
    p.slice.weights = j->lattice->count[0] - p.first;
  p.value = (double(*)[4])(void *)(memory + j->tree_bytes);
  p.total = p.value + piece_points(j);
  for (size_t d = 0; d < e->draws; d++) {
    if (solon_context_cancelled(j->context))
      return SOLON_CANCELLED;
    run_draw(&p, d, memory);
  }
  return SOLON_OK;
}

/* ---- public ---------------------------------------------------------------------------------- */

size_t solon_lattice_workspace(const solon_ensemble *e, const solon_lattice *lattice,
                               const solon_batch_options *options, int threads) {
  job j = {.ensemble = e, .lattice = lattice, .options = options};
  return prepare(&j, threads > 1 ? threads : 1, NULL);
}

solon_status solon_lattice_evaluate(solon_context *context, const solon_ensemble *e,
                                    const solon_lattice *lattice,
                                    const solon_batch_options *options, void *workspace,
                                    const solon_ensemble_out *out) {
  job j = {.ensemble = e, .lattice = lattice, .options = options, .out = out, .context = context};
  prepare(&j, solon_context_threads(context), workspace);
  sort_thresholds(&j);
  return solon_parallel_for(context, j.runs * lattice->count[1] * lattice->count[2], run_piece, &j);
}
