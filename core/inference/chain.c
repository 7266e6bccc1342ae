/* chain.c - split R-hat and effective sample size; see chain.h. */
#include "core/inference/chain.h"

#include <math.h>

/* The half chains, one after the other, each less its mean. */
typedef struct halves {
  size_t count, length;
  double *value;   /* [half * length + i] */
  double *mean;    /* [half] */
  double within;   /* W */
  double variance; /* V */
} halves;

size_t solon_chain_workspace(size_t chains, size_t draws) {
  return 2 * chains * (draws / 2 + 1);
}

/* Copies half chain j and centres it; returns its variance. */
static double take_half(halves *h, size_t j, const double *first, size_t stride) {
  double *value = h->value + j * h->length, sum = 0, squares = 0;
  for (size_t i = 0; i < h->length; i++)
    sum += value[i] = first[i * stride];
  h->mean[j] = sum / (double)h->length;
  for (size_t i = 0; i < h->length; i++) {
    value[i] -= h->mean[j];
    squares += value[i] * value[i];
  }
  return squares / (double)(h->length - 1);
}

static void take_halves(halves *h, const double *draw, size_t draws, size_t stride) {
  double count = (double)h->count, n = (double)h->length, mean = 0, between = 0;
  for (size_t j = 0; j < h->count; j++) {
    size_t start = j / 2 * draws + (j % 2 == 0 ? 0 : draws - h->length);
    h->within += take_half(h, j, draw + start * stride, stride) / count;
    mean += h->mean[j] / count;
  }
  for (size_t j = 0; j < h->count; j++)
    between += (h->mean[j] - mean) * (h->mean[j] - mean) / (count - 1);
  h->variance = (n - 1) / n * h->within + between;
}

static double rho(const halves *h, size_t lag) {
  double sum = 0;
  for (size_t j = 0; j < h->count; j++) {
    const double *value = h->value + j * h->length;
    for (size_t i = 0; i + lag < h->length; i++)
      sum += value[i] * value[i + lag];
  }
  return 1 - (h->within - sum / (double)(h->count * h->length)) / h->variance;
}

static double effective_size(const halves *h) {
  double total = (double)(h->count * h->length), sum = 0, last = INFINITY;
  for (size_t lag = 0; lag + 1 < h->length; lag += 2) {
    double pair = (lag == 0 ? 1 : rho(h, lag)) + rho(h, lag + 1);
    if (!(pair > 0))
      break;
    last = fmin(last, pair);
    sum += last;
  }
  double size = total / (2 * sum - 1), most = total * log10(total);
  return size > 0 && size < most ? size : most;
}

solon_status solon_chain_diagnose(const double *restrict draw, size_t chains, size_t draws,
                                  size_t stride, double *restrict workspace,
                                  solon_chain_summary *result) {
  halves h = {.count = 2 * chains, .length = draws / 2, .mean = workspace};
  h.value = workspace + h.count;
  take_halves(&h, draw, draws, stride);
  *result = (solon_chain_summary){NAN, NAN};
  if (!(h.within > 0 && isfinite(h.variance)))
    return SOLON_DEGENERATE;
  result->r_hat = sqrt(h.variance / h.within);
  result->effective_size = effective_size(&h);
  return SOLON_OK;
}
