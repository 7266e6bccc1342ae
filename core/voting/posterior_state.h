/* posterior_state.h - the sampler of posterior.h from inside: its state, and what its moves share.
 */
#ifndef SOLON_VOTING_POSTERIOR_STATE_H
#define SOLON_VOTING_POSTERIOR_STATE_H

#include "core/voting/decision.h"
#include "core/voting/posterior.h"

struct solon_vote_sampler {
  size_t contestants, weeks, rows;
  solon_vote_prior prior;
  double initial_precision, step_precision; /* 1 / deviation^2 */
  solon_stream stream;
  solon_decisions decisions;
  const int32_t *last_week; /* [contestant] */
  double *x, *worth;        /* [week * contestants + contestant] log-worth; its exponential */
  double *kept;             /* workspace of that size: log-worths before a move */
  double *cuts;             /* workspace for breakpoints */
  double *pieces;           /* workspace for one more: weights of the pieces between them */
};

/* The set of those who take part in week t. */
static inline uint64_t solon_vote_field(const solon_vote_sampler *s, size_t t) {
  return s->decisions.seasons->field[s->decisions.seasons->week_start[s->decisions.season] + t];
}

/* A standard normal given that it lies in (a, b), a < b. */
double solon_vote_truncated_normal(solon_stream *stream, double a, double b);

/* Sorts a few values, ascending. */
void solon_vote_sort(double *value, size_t count);

/* The likelihood of the decisions that weeks from..last belong to, each taken once. */
double solon_vote_likelihood(const solon_vote_sampler *s, size_t from, size_t last);

/* -z^2 / 2 of the prior's step into week t (from nothing when t = 0) of contestant i. */
double solon_vote_step_density(const solon_vote_sampler *s, size_t t, size_t i);

/* The moves of several log-worths (posterior.h).  A stretch ends with each contestant's own last
 * week when that comes first; the group takes part in its first week. */
void solon_vote_shift(solon_vote_sampler *s, uint64_t group, size_t from, size_t to);
void solon_vote_random_shift(solon_vote_sampler *s);
void solon_vote_random_swap(solon_vote_sampler *s);
void solon_vote_level(solon_vote_sampler *s, size_t t);

#endif
