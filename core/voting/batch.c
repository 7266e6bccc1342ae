/* batch.c - many mechanisms over all seasons. */
#include "core/voting/batch.h"

#include "core/base/parallel.h"
#include "core/voting/tie_tree.h"

#include <math.h>
#include <string.h>

static void values_of(const solon_outcome *o, double value[4]) {
  value[0] = o->engagement, value[1] = o->fairness;
  value[2] = o->producer, value[3] = o->imputed;
}

/* Keeps of the thresholds that leave `all` as it is those that leave `one` as it is. */
static void narrow(solon_outcome *all, const solon_outcome *one) {
  if (one->save_above > all->save_above)
    all->save_above = one->save_above;
  if (one->save_below < all->save_below)
    all->save_below = one->save_below;
}

void solon_replay_average(const solon_seasons *seasons, size_t s, const solon_rule *rule,
                          const solon_mechanism *mechanism, const solon_batch_options *options,
                          const solon_tie_draws *first_draws, solon_outcome *first,
                          double mean[4]) {
  values_of(first, mean);
  solon_tie_rule ties = rule != NULL ? rule->ties : mechanism->ties;
  if (ties != SOLON_TIE_RANDOM || !first->tie)
    return;
  solon_tie_tree tree;
  solon_tie_tree_start(&tree);
  solon_tie_tree_add(&tree, first_draws, mean);
  for (size_t d = 1; d < options->draws; d++) {
    solon_tie_draws draws;
    solon_tie_draws_start(&draws, options->seed, s, d);
    const double *known = solon_tie_tree_find(&tree, &draws.stream);
    double value[4];
    if (known == NULL) {
      solon_outcome o;
      solon_tie_draws_start(&draws, options->seed, s, d);
      solon_replay_season(seasons, s, rule, mechanism, SOLON_REPLAY_DYNAMIC, &draws, NULL, NULL,
                          NULL, &o);
      values_of(&o, value);
      narrow(first, &o);
      solon_tie_tree_add(&tree, &draws, value);
      known = value;
    }
    for (int j = 0; j < 4; j++)
      mean[j] += known[j];
  }
  for (int j = 0; j < 4; j++)
    mean[j] /= (double)options->draws;
}

void solon_replay_utilities(const solon_seasons *seasons, size_t s,
                            const solon_mechanism *mechanism, const solon_batch_options *options,
                            solon_outcome *first, double mean[4]) {
  solon_tie_draws draws;
  if (mechanism->ties == SOLON_TIE_RANDOM)
    solon_tie_draws_start(&draws, options->seed, s, 0);
  solon_replay_season(seasons, s, NULL, mechanism, SOLON_REPLAY_DYNAMIC, &draws, NULL, NULL, NULL,
                      first);
  solon_replay_average(seasons, s, NULL, mechanism, options, &draws, first, mean);
}

static void add_season(double total[4], const double season[4]) {
  for (int j = 0; j < 4; j++)
    total[j] += season[j];
}

solon_welfare solon_welfare_of(const double total[4], size_t seasons, const double weight[3]) {
  double n = (double)seasons;
  solon_welfare w = {.engagement = total[0] / n,
                     .fairness = total[1] / n,
                     .producer = total[2] / n,
                     .imputed = total[3]};
  w.welfare = weight[0] * w.engagement + weight[1] * w.fairness + weight[2] * w.producer;
  return w;
}

/* ---- a list of mechanisms -------------------------------------------------------------------- */

typedef struct list_job {
  const solon_seasons *seasons;
  const solon_mechanism *mechanism;
  const solon_batch_options *options;
  solon_welfare *out;
} list_job;

static solon_status evaluate_one(void *data, size_t index, int worker) {
  list_job *job = data;
  (void)worker;
  double total[4] = {0, 0, 0, 0};
  for (size_t s = 0; s < job->seasons->seasons; s++) {
    double season[4];
    solon_outcome first;
    solon_replay_utilities(job->seasons, s, &job->mechanism[index], job->options, &first, season);
    add_season(total, season);
  }
  job->out[index] = solon_welfare_of(total, job->seasons->seasons, job->options->weight);
  return SOLON_OK;
}

solon_status solon_replay_evaluate(solon_context *context, const solon_seasons *seasons,
                                   size_t count, const solon_mechanism *mechanism,
                                   const solon_batch_options *options, solon_welfare *out) {
  list_job job = {seasons, mechanism, options, out};
  return solon_parallel_for(context, count, evaluate_one, &job);
}

/* ---- a lattice ------------------------------------------------------------------------------- */

typedef struct lattice_job {
  const solon_seasons *seasons;
  const solon_lattice *lattice;
  const solon_batch_options *options;
  double *workspace;
  solon_welfare *out;
} lattice_job;

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

size_t solon_first_best(const solon_welfare *welfare, size_t count) {
  size_t best = 0;
  for (size_t i = 1; i < count; i++)
    if (welfare[i].welfare > welfare[best].welfare || isnan(welfare[best].welfare))
      best = i;
  return best;
}

size_t solon_lattice_workspace(const solon_lattice *l, int threads) {
  return (size_t)(threads > 1 ? threads : 1) * (l->count[4] + 1) * l->count[3] * 4;
}

/* One season for all theta4 at one (theta1, theta2, theta3, theta5).  theta4 acts only through
 * "gap < theta4", so a course holds for every theta4 between the gaps it has seen.  Returns whether
 * any course met a tie. */
static bool sweep_threshold(const lattice_job *job, size_t s, solon_mechanism *m,
                            double (*season)[4]) {
  const solon_lattice *l = job->lattice;
  solon_outcome first = {.save_above = INFINITY};
  bool tie = false;
  for (size_t i = 0; i < l->count[3]; i++) {
    m->save_threshold = l->grid[3][i];
    bool holds =
        i > 0 && m->save_threshold > first.save_above && m->save_threshold <= first.save_below;
    if (holds)
      memcpy(season[i], season[i - 1], sizeof season[i]);
    else
      solon_replay_utilities(job->seasons, s, m, job->options, &first, season[i]);
    tie |= first.tie;
  }
  return tie;
}

/* All theta4 and theta5 at one (theta2, theta3, theta1). A season without ties is the same under
 * every theta5. */
static solon_status lattice_item(void *data, size_t index, int worker) {
  lattice_job *job = data;
  const solon_lattice *l = job->lattice;
  size_t n1 = l->count[0], n3 = l->count[2], n4 = l->count[3], n5 = l->count[4];
  size_t i1 = index % n1, i3 = index / n1 % n3, i2 = index / n1 / n3;
  double *workspace = job->workspace + (size_t)worker * (n5 + 1) * n4 * 4;
  double(*season)[4] = (double(*)[4])(void *)workspace;
  double(*total)[4] = season + n4;
  memset(total, 0, n5 * n4 * sizeof *total);
  solon_mechanism m = {.judge_weight = l->grid[0][i1],
                       .fan_value = (solon_fan_value)l->grid[1][i2],
                       .discount = l->grid[2][i3]};
  for (size_t s = 0; s < job->seasons->seasons; s++) {
    bool tie = true;
    for (size_t i5 = 0; i5 < n5; i5++) {
      m.ties = (solon_tie_rule)l->grid[4][i5];
      if (tie)
        tie = sweep_threshold(job, s, &m, season);
      for (size_t i = 0; i < n4; i++)
        add_season(total[i5 * n4 + i], season[i]);
    }
  }
  for (size_t i5 = 0; i5 < n5; i5++)
    for (size_t i4 = 0; i4 < n4; i4++)
      job->out[(((i2 * n5 + i5) * n4 + i4) * n3 + i3) * n1 + i1] =
          solon_welfare_of(total[i5 * n4 + i4], job->seasons->seasons, job->options->weight);
  return SOLON_OK;
}

solon_status solon_replay_lattice(solon_context *context, const solon_seasons *seasons,
                                  const solon_lattice *lattice, const solon_batch_options *options,
                                  double *workspace, solon_welfare *out) {
  lattice_job job = {seasons, lattice, options, workspace, out};
  return solon_parallel_for(context, lattice->count[0] * lattice->count[1] * lattice->count[2],
                            lattice_item, &job);
}
