/* fan_value.h - one week's judge and fan values within a field: the inner pieces of every replay.
 *
 * A field is a set of contestants as a 64-bit mask; columns hold one entry per contestant of the
 * season, entries outside the field are neither read nor written.  Definitions in replay.h.
 */
#ifndef SOLON_VOTING_FAN_VALUE_H
#define SOLON_VOTING_FAN_VALUE_H

#include <stdint.h>

/* (score - min) / (max - min); 0.5 for all when the range is at most SOLON_SCORE_TOLERANCE. */
void solon_judge_value(const double *score, uint64_t field, double *out);

/* x over its sum in the field; equal shares when that is not positive. */
void solon_share_of_field(const double *x, uint64_t field, double *out);

/* kind 0 plurality, 1 Borda (to 2^-44), 2 approval (solon_fan_value).  A field whose votes are all
 * 0 counts as equal shares. */
void solon_fan_value_of(int kind, const double *vote, uint64_t field, double *out);

#endif
