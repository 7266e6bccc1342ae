/* pair.c - epsilon and mu together: the exact epsilon of every mu, mu by scan, then by sections. */
#include "pair.h"

#include <math.h>

/* The best epsilon given mu; kept in *best where it is better. */
static solon_status profile(solon_context *context, const solon_pair_task *task, double mu,
                            double *work, solon_turn *turns, double *error, solon_pair *best) {
  double *base = work, *gain = work + task->weeks;
  for (size_t i = 0; i < task->weeks; i++) {
    double share = 1 / (1 + task->sigma[i] * mu);
    base[i] = task->base[i] * share;
    gain[i] = task->gain[i] * share;
  }
  solon_hindcast hindcast = {task->actual, base, gain, task->weight, task->weeks, task->scale};
  solon_least_error found;
  solon_status status = solon_fit_synergy(context, &hindcast, 0, task->epsilon_high, turns, &found);
  if (status != SOLON_OK && status != SOLON_DEGENERATE)
    return status;
  *error = found.error;
  if (found.error < best->error)
    *best = (solon_pair){found.x, mu, found.error};
  return SOLON_OK;
}

solon_status solon_fit_pair(solon_context *context, const solon_pair_task *task, double *work,
                            solon_turn *turns, solon_pair *result) {
  const double golden = 0.61803398874989485,
               step = (task->mu_high - task->mu_low) / (double)task->scan;
  *result = (solon_pair){NAN, NAN, INFINITY};
  double error;
  solon_status status = SOLON_OK;
  for (size_t k = 0; k <= task->scan && status == SOLON_OK; k++)
    status = profile(context, task, fmin(task->mu_low + step * (double)k, task->mu_high), work,
                     turns, &error, result);
  if (status != SOLON_OK)
    return status;
  double low = fmax(task->mu_low, result->mu - step), high = fmin(task->mu_high, result->mu + step);
  double x[2] = {high - golden * (high - low), low + golden * (high - low)}, f[2];
  for (int k = 0; k < 2 && status == SOLON_OK; k++)
    status = profile(context, task, x[k], work, turns, &f[k], result);
  while (status == SOLON_OK && high - low > task->tolerance && x[0] < x[1]) {
    int worse = f[0] <= f[1];
    *(worse ? &high : &low) = x[worse];
    x[worse] = x[!worse];
    f[worse] = f[!worse];
    x[!worse] = worse ? high - golden * (high - low) : low + golden * (high - low);
    status = profile(context, task, x[!worse], work, turns, &f[!worse], result);
  }
  return status;
}
