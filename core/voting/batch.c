/* batch.c - many mechanisms over all seasons. */
#include "core/voting/batch.h"

#include "core/base/parallel.h"
#include "core/voting/tie_tree.h"

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
