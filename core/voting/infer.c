/* infer.c - chains over seasons; see infer.h. */
#include "core/voting/infer.h"

#include "core/base/parallel.h"
#include "core/inference/chain.h"
#include "core/voting/members.h"

#include <math.h>
#include <string.h>

typedef struct job {
  solon_context *context;
  const solon_seasons *seasons;
  const solon_rule *rule;
  const solon_infer_options *options;
  const solon_infer_result *result;
  size_t columns, block_bytes;
  char *blocks;        /* [worker] sampler, and behind it one draw; or workspace of diagnosis */
  uint32_t *column_of; /* [cell] */
} job;

static size_t whole(size_t bytes) {
  return (bytes + 63) / 64 * 64;
}

/* Rows of season s, which are the cells of its fields. */
static size_t rows_of(const solon_seasons *seasons, size_t s) {
  size_t rows = 0;
  for (size_t w = seasons->week_start[s]; w < seasons->week_start[s + 1]; w++)
    rows += (size_t)__builtin_popcountll(seasons->field[w]);
  return rows;
}

size_t solon_infer_columns(const solon_seasons *seasons, const solon_infer_options *options) {
  size_t columns = 0;
  for (size_t s = options->first_season; s <= options->last_season; s++)
    columns += rows_of(seasons, s);
  return columns;
}

/* Bytes of the sampler part of a worker's block, and of the whole block. */
static size_t sampler_bytes(const solon_seasons *seasons, const solon_infer_options *options) {
  size_t most = 0;
  for (size_t s = options->first_season; s <= options->last_season; s++) {
    size_t bytes = solon_vote_sampler_bytes(seasons, s);
    most = bytes > most ? bytes : most;
  }
  return whole(most);
}

static size_t block_bytes(const solon_seasons *seasons, const solon_infer_options *options) {
  size_t draw = (size_t)SOLON_SEASON_FIELD * SOLON_SEASON_WEEKS * sizeof(double);
  size_t sampling = sampler_bytes(seasons, options) + draw;
  size_t diagnosis = solon_chain_workspace(options->chains, options->draws) * sizeof(double);
  return whole(sampling > diagnosis ? sampling : diagnosis);
}

size_t solon_infer_workspace(const solon_seasons *seasons, const solon_infer_options *options,
                             int threads) {
  return block_bytes(seasons, options) * (size_t)(threads > 1 ? threads : 1) +
         whole(seasons->cells * sizeof(uint32_t));
}

/* ---- columns --------------------------------------------------------------------------------- */

size_t solon_number_columns(const solon_seasons *seasons, size_t first_season, size_t last_season,
                            uint32_t *column_of, size_t *row) {
  size_t first = seasons->cell_start[first_season], last = seasons->cell_start[last_season + 1];
  size_t columns = 0;
  for (size_t r = 0; r < seasons->rows; r++) {
    uint32_t cell = seasons->row_cell[r];
    if (cell < first || cell >= last)
      continue;
    column_of[cell] = (uint32_t)columns;
    if (row != NULL)
      row[columns] = r;
    columns++;
  }
  return columns;
}

/* Writes one draw of season s, week by week, where its columns are. */
static void put_draw(const job *j, size_t s, const double *share, double *out) {
  size_t n = solon_season_field(j->seasons, s), cell = j->seasons->cell_start[s];
  for (size_t w = j->seasons->week_start[s]; w < j->seasons->week_start[s + 1]; w++, cell += n)
    SOLON_EACH (i, j->seasons->field[w]) {
      out[j->column_of[cell + i]] = *share++;
    }
}

/* ---- chains ---------------------------------------------------------------------------------- */

/* Starts chain 0 of every season on the caller's thread, which finds whatever is wrong and which
 * decisions are infeasible: the same for all chains. */
static solon_status check_seasons(const job *j) {
  memset(j->result->infeasible, 0, j->seasons->weeks);
  for (size_t s = j->options->first_season; s <= j->options->last_season; s++) {
    solon_status status = solon_vote_sampler_start(
        j->context, j->seasons, s, &j->rule[s], &j->options->prior, j->options->seed, 0, j->blocks,
        j->result->infeasible + j->seasons->week_start[s]);
    if (status != SOLON_OK)
      return status;
  }
  return SOLON_OK;
}

static solon_status run_chain(void *data, size_t index, int worker) {
  const job *j = data;
  const solon_infer_options *o = j->options;
  size_t chain = index % o->chains, s = o->first_season + index / o->chains;
  void *sampler = j->blocks + (size_t)worker * j->block_bytes;
  double *share = (double *)((char *)sampler + sampler_bytes(j->seasons, o));
  unsigned char infeasible[SOLON_SEASON_WEEKS];
  solon_status status = solon_vote_sampler_start(NULL, j->seasons, s, &j->rule[s], &o->prior,
                                                 o->seed, (uint32_t)chain, sampler, infeasible);
  if (status != SOLON_OK)
    return status;
  size_t sweeps = o->warmup + o->draws * o->thin;
  double *out = j->result->share + chain * o->draws * j->columns;
  for (size_t k = 1; k <= sweeps; k++) {
    if (solon_context_cancelled(j->context))
      return SOLON_CANCELLED;
    solon_vote_sampler_sweep(sampler);
    if (k <= o->warmup || (k - o->warmup) % o->thin != 0)
      continue;
    solon_vote_sampler_shares(sampler, share);
    put_draw(j, s, share, out);
    out += j->columns;
  }
  return SOLON_OK;
}

static solon_status diagnose_column(void *data, size_t column, int worker) {
  const job *j = data;
  double *workspace = (double *)(j->blocks + (size_t)worker * j->block_bytes);
  solon_chain_summary summary;
  solon_chain_diagnose(j->result->share + column, j->options->chains, j->options->draws, j->columns,
                       workspace, &summary);
  j->result->r_hat[column] = summary.r_hat;
  j->result->effective_size[column] = summary.effective_size;
  return SOLON_OK;
}

solon_status solon_infer_votes(solon_context *context, const solon_seasons *seasons,
                               const solon_rule *rule, const solon_infer_options *options,
                               void *workspace, const solon_infer_result *result) {
  job j = {.context = context,
           .seasons = seasons,
           .rule = rule,
           .options = options,
           .result = result,
           .block_bytes = block_bytes(seasons, options),
           .blocks = workspace};
  j.column_of = (uint32_t *)(j.blocks + j.block_bytes * (size_t)solon_context_threads(context));
  j.columns = solon_number_columns(seasons, options->first_season, options->last_season,
                                   j.column_of, result->row);
  solon_status status = check_seasons(&j);
  size_t seasons_chosen = options->last_season + 1 - options->first_season;
  if (status == SOLON_OK)
    status = solon_parallel_for(context, seasons_chosen * options->chains, run_chain, &j);
  if (status == SOLON_OK)
    status = solon_parallel_for(context, j.columns, diagnose_column, &j);
  return status;
}
