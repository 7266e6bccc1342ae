/* correlation_interval.h - Fisher's z interval, shared by the correlation tests. */
#ifndef SOLON_INFERENCE_CORRELATION_INTERVAL_H
#define SOLON_INFERENCE_CORRELATION_INTERVAL_H

#include "tail.h"

/* tanh(atanh r -+ z sqrt(variance / information)), information = n - 3 for Pearson; [NaN, NaN] when
 * information <= 0, [r, r] when |r| = 1.  One-sided: the other end is -1 or 1. */
void solon_correlation_interval(double r, double information, double variance, double confidence,
                                solon_alternative alternative, double *lower, double *upper);

#endif
