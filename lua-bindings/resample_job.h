/* resample_job.h - what the functions of solon.resample share: reading the data, the statistic and
 * the design from the arguments, and calling a statistic written in Lua. */
#ifndef SOLON_LUA_RESAMPLE_JOB_H
#define SOLON_LUA_RESAMPLE_JOB_H

#include "aux.h"

#include "core/resample/bootstrap.h"

enum { SOLONL_MOST_COLUMNS = 16 };

#define SOLONL_MOST_ROWS INT64_C(4294967295)

/* One call: the data, what is computed and how rows are drawn.  Everything it points to lies on the
 * Lua stack above the arguments, where Lua's collector sees it. */
typedef struct solonL_job {
  int columns;
  const double *column[SOLONL_MOST_COLUMNS]; /* arranged as the design says */
  size_t rows[SOLONL_MOST_COLUMNS];
  bool paired;
  solon_design design; /* of the first column, and of all when paired */
  const size_t *order; /* the row of each place; NULL: places are rows */
  bool callback, gives_indices;
  solon_statistic statistic;
  double probability;
  uint64_t seed;
} solonL_job;

/* Reads data (argument 1), statistic (argument 2: a name, or a function where it may be one) and
 * options.paired, probability and indices (argument 3). [-0, +several, e] */
void solonL_read_data(lua_State *L, solonL_job *job);
void solonL_read_statistic(lua_State *L, solonL_job *job, bool may_be_function);

/* Reads options clusters, block and block_kind at argument `options`, and arranges the columns.
 * [-0, +several, e] */
void solonL_read_design(lua_State *L, int options, solonL_job *job);

/* options.seed, 0 when absent. [-0, +0, e] */
uint64_t solonL_read_seed(lua_State *L, int options);

/* The kernel's description of the job. */
solon_bootstrap solonL_job_task(const solonL_job *job);

/* Which rows a statistic gets: all, those drawn from a stream, or all but one unit of one sample.
 */
typedef struct solonL_choice {
  solon_stream *stream;
  bool without;
  int sample; /* of which the unit is left out; all columns when paired */
  size_t unit;
} solonL_choice;

/* Values of `index` that the largest resample needs. */
size_t solonL_largest_resample(const solonL_job *job);

/* Pushes the chosen rows of one column, or their 1-based numbers when the job gives indices; draws
 * them first unless they are those of the column before. [-0, +1, m] */
void solonL_push_rows(lua_State *L, const solonL_job *job, const solonL_choice *what, int column,
                      uint32_t *index, size_t *count);

/* Calls the function at argument 2; its first result, and its second when `standard_error` is
 * wanted. An error in it passes through: no library frame lies between. [-0, +0, e] */
double solonL_call_statistic(lua_State *L, const solonL_job *job, const solonL_choice *what,
                             uint32_t *index, double *standard_error);

#endif
