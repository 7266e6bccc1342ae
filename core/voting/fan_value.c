/* fan_value.c - judge and fan values of one week within a field. */
#include "core/voting/fan_value.h"

#include "core/voting/replay.h"

void solon_judge_value(const double *score, uint64_t field, double *out) {
  double low = 0, high = 0;
  for (uint64_t rest = field; rest != 0; rest &= rest - 1) {
    double x = score[__builtin_ctzll(rest)];
    if (rest == field || x < low)
      low = x;
    if (rest == field || x > high)
      high = x;
  }
  double range = high - low;
  for (uint64_t rest = field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    out[i] = range <= SOLON_SCORE_TOLERANCE ? 0.5 : (score[i] - low) / range;
  }
}

void solon_share_of_field(const double *x, uint64_t field, double *out) {
  double sum = 0;
  for (uint64_t rest = field; rest != 0; rest &= rest - 1)
    sum += x[__builtin_ctzll(rest)];
  for (uint64_t rest = field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    out[i] = sum > 0 ? x[i] / sum : 1.0 / __builtin_popcountll(field);
  }
}

/* To the nearest multiple of 2^-44: sums of such values over weeks are exact, so that with theta3 =
 * 1 contestants whose points have equal sums are tied, in whatever order they got them. */
static double on_grid(double x) {
  return (x + 0x1.8p8) - 0x1.8p8;
}

static void borda(const double *vote, uint64_t field, double *out) {
  int n = __builtin_popcountll(field);
  for (uint64_t rest = field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest), twice_points = -1; /* he is level with himself */
    for (uint64_t other = field; other != 0; other &= other - 1) {
      double x = vote[__builtin_ctzll(other)];
      twice_points += 2 * (x < vote[i]) + (x == vote[i]);
    }
    out[i] = n > 1 ? on_grid(twice_points / (2.0 * (n - 1))) : 1.0;
  }
}

static void approval(const double *vote, uint64_t field, double *out) {
  solon_share_of_field(vote, field, out);
  double n = __builtin_popcountll(field);
  for (uint64_t rest = field; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    out[i] = out[i] * n >= 1 - 1e-12 ? 1 : 0;
  }
}

void solon_fan_value_of(int kind, const double *vote, uint64_t field, double *out) {
  switch (kind) {
  case SOLON_FAN_BORDA:
    borda(vote, field, out);
    break;
  case SOLON_FAN_APPROVAL:
    approval(vote, field, out);
    break;
  default:
    solon_share_of_field(vote, field, out);
  }
}
