/* ensemble.c - welfare over many draws of the votes. */
#include "core/voting/ensemble.h"

#include "core/base/parallel.h"

/* ---- the draws ------------------------------------------------------------------------------- */

static size_t whole_doubles(size_t bytes) {
  return (bytes + 7) / 8 * 8;
}

size_t solon_ensemble_size(const solon_seasons *base, size_t draws) {
  size_t one = sizeof(solon_seasons) + whole_doubles(solon_seasons_overlay_size(base));
  if (draws > (SIZE_MAX / 4 - whole_doubles(sizeof(solon_ensemble))) / one)
    return SIZE_MAX;
  return whole_doubles(sizeof(solon_ensemble)) + draws * one;
}

solon_status solon_ensemble_build(solon_context *context, const solon_seasons *base, size_t draws,
                                  const double *share, void *block) {
  solon_ensemble *e = block;
  e->base = base, e->draws = draws;
  solon_seasons *draw = (solon_seasons *)(void *)((char *)block + whole_doubles(sizeof *e));
  char *columns = (char *)(draw + draws);
  e->draw = draw;
  size_t bytes = whole_doubles(solon_seasons_overlay_size(base));
  for (size_t d = 0; d < draws; d++) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    solon_context inner = {0};
    solon_status status =
        solon_seasons_overlay(&inner, base, share + d * base->rows, columns + d * bytes, &draw[d]);
    if (status != SOLON_OK)
      return solon_fail(context, status, "draw %zu: %s", d + 1, inner.detail);
  }
  return SOLON_OK;
}

/* ---- a list of mechanisms -------------------------------------------------------------------- */

/* Values of one block of points: [point][season][draw][4]. */
enum { BLOCK_DOUBLES = 1 << 19 };

static size_t doubles_of_point(const solon_ensemble *e) {
  return e->base->seasons * e->draws * 4;
}

static size_t points_in_block(const solon_ensemble *e, size_t count) {
  size_t points = BLOCK_DOUBLES / doubles_of_point(e);
  points = points > 0 ? points : 1;
  return points < count ? points : count;
}

size_t solon_ensemble_workspace(const solon_ensemble *e, size_t count) {
  return points_in_block(e, count) * doubles_of_point(e);
}

typedef struct list_job {
  const solon_ensemble *ensemble;
  const solon_mechanism *mechanism;
  const solon_batch_options *options;
  double (*value)[4];
} list_job;

/* One season of one point, in every draw. */
static solon_status evaluate_season(void *data, size_t index, int worker) {
  list_job *job = data;
  (void)worker;
  const solon_ensemble *e = job->ensemble;
  size_t point = index / e->base->seasons, s = index % e->base->seasons;
  for (size_t d = 0; d < e->draws; d++) {
    solon_outcome first;
    solon_replay_utilities(&e->draw[d], s, &job->mechanism[point], job->options, &first,
                           job->value[index * e->draws + d]);
  }
  return SOLON_OK;
}

void solon_ensemble_add_draw(const solon_ensemble *e, const double total[4],
                             const solon_batch_options *options, size_t point, size_t d,
                             const solon_ensemble_out *out) {
  solon_welfare w = solon_welfare_of(total, e->base->seasons, options->weight);
  double one[5] = {w.welfare, w.engagement, w.fairness, w.producer, w.imputed};
  for (int j = 0; j < 5; j++)
    out->mean[j][point] = d == 0 ? one[j] : out->mean[j][point] + one[j];
  for (int j = 0; j < 4; j++)
    if (out->by_draw[j] != NULL)
      out->by_draw[j][point * e->draws + d] = one[j];
}

void solon_ensemble_divide(const solon_ensemble *e, size_t point, const solon_ensemble_out *out) {
  double draws = (double)e->draws;
  size_t seasons = e->base->seasons;
  for (int j = 0; j < 5; j++)
    out->mean[j][point] /= draws;
  for (int j = 0; j < 3; j++)
    for (size_t s = 0; s < seasons && out->by_season[j] != NULL; s++)
      out->by_season[j][point * seasons + s] /= draws;
}

/* Means of one point from value[season][draw]. */
static void average_point(const solon_ensemble *e, const double (*value)[4],
                          const solon_batch_options *options, size_t point,
                          const solon_ensemble_out *out) {
  size_t seasons = e->base->seasons;
  for (size_t d = 0; d < e->draws; d++) {
    double total[4] = {0, 0, 0, 0};
    for (size_t s = 0; s < seasons; s++)
      for (int j = 0; j < 4; j++)
        total[j] += value[s * e->draws + d][j];
    solon_ensemble_add_draw(e, total, options, point, d, out);
  }
  for (int j = 0; j < 3; j++)
    for (size_t s = 0; s < seasons && out->by_season[j] != NULL; s++) {
      double total = 0;
      for (size_t d = 0; d < e->draws; d++)
        total += value[s * e->draws + d][j];
      out->by_season[j][point * seasons + s] = total;
    }
  solon_ensemble_divide(e, point, out);
}

solon_status solon_ensemble_evaluate(solon_context *context, const solon_ensemble *e, size_t count,
                                     const solon_mechanism *mechanism,
                                     const solon_batch_options *options, double *workspace,
                                     const solon_ensemble_out *out) {
  list_job job = {.ensemble = e, .options = options, .value = (double(*)[4])(void *)workspace};
  size_t seasons = e->base->seasons, block = points_in_block(e, count);
  for (size_t start = 0, points; start < count; start += points) {
    points = count - start < block ? count - start : block;
    job.mechanism = mechanism + start;
    solon_status status = solon_parallel_for(context, points * seasons, evaluate_season, &job);
    if (status != SOLON_OK)
      return status;
    for (size_t p = 0; p < points; p++)
      average_point(e, job.value + p * seasons * e->draws, options, start + p, out);
  }
  return SOLON_OK;
}
