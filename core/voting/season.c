/* season.c - checks the rows of a contest and lays them out as columns. */
#include "core/voting/season.h"

#include "core/voting/fan_value.h"

#include <math.h>
#include <string.h>

/* ---- looking over the columns ---------------------------------------------------------------- */

static bool is_integer_in(double value, double low, double high) {
  return value >= low && value <= high && value == floor(value);
}

static solon_status check_contestants(solon_context *context, const solon_season_columns *c) {
  size_t in_season = 0;
  for (size_t i = 0; i < c->contestants; i++) {
    if (!is_integer_in(c->season[i], -1e9, 1e9))
      return solon_fail(context, SOLON_BAD_ARGUMENT, "season[%zu]: integer expected, got %.15g",
                        i + 1, c->season[i]);
    if (i > 0 && c->season[i] < c->season[i - 1])
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "season[%zu]: seasons in ascending order expected, got %.15g after %.15g",
                        i + 1, c->season[i], c->season[i - 1]);
    if (!is_integer_in(c->placement[i], 1, 1e6))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "placement[%zu]: integer >= 1 expected, got %.15g", i + 1, c->placement[i]);
    if (c->withdrew != NULL && c->withdrew[i] != 0 && c->withdrew[i] != 1)
      return solon_fail(context, SOLON_BAD_ARGUMENT, "withdrew[%zu]: 0 or 1 expected, got %.15g",
                        i + 1, c->withdrew[i]);
    in_season = i > 0 && c->season[i] == c->season[i - 1] ? in_season + 1 : 1;
    if (in_season > SOLON_SEASON_FIELD)
      return solon_fail(context, SOLON_BAD_SHAPE, "season %.15g has more than %d contestants",
                        c->season[i], SOLON_SEASON_FIELD);
  }
  if (c->contestants == 0)
    return solon_fail(context, SOLON_BAD_SHAPE, "no contestants");
  return SOLON_OK;
}

static solon_status check_share(solon_context *context, double share, size_t row) {
  if (share >= 0 && share <= 1e300)
    return SOLON_OK;
  return solon_fail(context, SOLON_BAD_ARGUMENT, "share[%zu]: number >= 0 expected, got %.15g",
                    row + 1, share);
}

static solon_status check_row(solon_context *context, const solon_season_columns *c, size_t r) {
  if (!is_integer_in(c->contestant[r], 1, (double)c->contestants))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "contestant[%zu]: position in 1 .. %zu expected, got %.15g", r + 1,
                      c->contestants, c->contestant[r]);
  if (!is_integer_in(c->week[r], 1, SOLON_SEASON_WEEKS))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "week[%zu]: integer in 1 .. %d expected, got %.15g", r + 1,
                      SOLON_SEASON_WEEKS, c->week[r]);
  if (!(fabs(c->total[r]) <= 1e12))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "total[%zu]: finite number expected, got %.15g",
                      r + 1, c->total[r]);
  if (!is_integer_in(c->judges[r], 1, 1000))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "judges[%zu]: integer in 1 .. 1000 expected, got %.15g", r + 1, c->judges[r]);
  return c->share == NULL ? SOLON_OK : check_share(context, c->share[r], r);
}

/* ---- layout of the block --------------------------------------------------------------------- */

typedef struct counts {
  size_t seasons, contestants, weeks, cells, rows;
} counts;

static void count_up(const solon_season_columns *c, const int32_t *last_week, counts *n) {
  *n = (counts){.contestants = c->contestants, .rows = c->rows};
  for (size_t start = 0, end; start < c->contestants; start = end) {
    size_t weeks = 0;
    for (end = start; end < c->contestants && c->season[end] == c->season[start]; end++)
      if ((size_t)last_week[end] + 1 > weeks)
        weeks = (size_t)last_week[end] + 1;
    n->seasons++;
    n->weeks += weeks;
    n->cells += weeks * (end - start);
  }
}

/* Takes `count` items of `size` bytes, aligned for double, from a block that begins at base. */
static void *take(char *base, size_t *used, size_t count, size_t size) {
  void *here = base == NULL ? NULL : base + *used;
  *used += (count * size + 7) / 8 * 8;
  return here;
}

/* Sets every column pointer (NULL base: only counts); returns the bytes needed. */
static size_t lay_out(solon_seasons *s, const counts *n, char *base) {
  size_t used = (sizeof *s + 7) / 8 * 8;
  double **per_cell[] = {&s->total,       &s->share,        &s->score,        &s->vote,
                         &s->judge_value, &s->fan_value[0], &s->fan_value[1], &s->fan_value[2]};
  for (size_t i = 0; i < sizeof per_cell / sizeof *per_cell; i++)
    *per_cell[i] = take(base, &used, n->cells, sizeof(double));
  s->skill = take(base, &used, n->contestants, sizeof(double));
  s->popularity = take(base, &used, n->contestants, sizeof(double));
  s->skill_pairs = take(base, &used, n->seasons, sizeof(double));
  s->popularity_pairs = take(base, &used, n->seasons, sizeof(double));
  uint64_t **per_contestant[] = {&s->skill_above, &s->skill_below, &s->popularity_above,
                                 &s->popularity_below};
  for (size_t i = 0; i < 4; i++)
    *per_contestant[i] = take(base, &used, n->contestants, sizeof(uint64_t));
  s->never_withdrew = take(base, &used, n->seasons, sizeof(uint64_t));
  s->field = take(base, &used, n->weeks, sizeof(uint64_t));
  s->voted_off = take(base, &used, n->weeks, sizeof(uint64_t));
  s->withdrawn = take(base, &used, n->weeks, sizeof(uint64_t));
  s->contestant_start = take(base, &used, n->seasons + 1, sizeof(size_t));
  s->week_start = take(base, &used, n->seasons + 1, sizeof(size_t));
  s->cell_start = take(base, &used, n->seasons + 1, sizeof(size_t));
  s->number = take(base, &used, n->seasons, sizeof(int32_t));
  s->last_week = take(base, &used, n->contestants, sizeof(int32_t));
  s->placement = take(base, &used, n->contestants, sizeof(int32_t));
  s->judges = take(base, &used, n->weeks, sizeof(int32_t));
  s->row_cell = take(base, &used, n->rows, sizeof(uint32_t));
  s->seasons = n->seasons, s->contestants = n->contestants, s->weeks = n->weeks;
  s->cells = n->cells, s->rows = n->rows;
  return used;
}

solon_status solon_seasons_measure(solon_context *context, const solon_season_columns *c,
                                   int32_t *last_week, size_t *bytes) {
  solon_status status = check_contestants(context, c);
  if (status != SOLON_OK)
    return status;
  if (!(c->snap >= 0 && c->snap <= 1e6))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "snap: number in [0, 1e6] expected, got %.15g",
                      c->snap);
  for (size_t i = 0; i < c->contestants; i++)
    last_week[i] = -1;
  for (size_t r = 0; r < c->rows; r++) {
    status = check_row(context, c, r);
    if (status != SOLON_OK)
      return status;
    int32_t *last = &last_week[(size_t)c->contestant[r] - 1];
    if ((int32_t)c->week[r] - 1 > *last)
      *last = (int32_t)c->week[r] - 1;
  }
  for (size_t i = 0; i < c->contestants; i++)
    if (last_week[i] < 0)
      return solon_fail(context, SOLON_BAD_ARGUMENT, "contestant %zu (season %.15g) has no row",
                        i + 1, c->season[i]);
  counts n;
  count_up(c, last_week, &n);
  if (n.cells > UINT32_MAX)
    return solon_fail(context, SOLON_BAD_SHAPE, "too many contestant-weeks");
  solon_seasons s;
  *bytes = lay_out(&s, &n, NULL);
  return SOLON_OK;
}

/* ---- filling it ------------------------------------------------------------------------------ */

static void fill_contestants(solon_seasons *s, const solon_season_columns *c,
                             const int32_t *last_week) {
  size_t season = 0;
  s->contestant_start[0] = s->week_start[0] = s->cell_start[0] = 0;
  for (size_t start = 0, end; start < c->contestants; start = end, season++) {
    size_t weeks = 0;
    s->number[season] = (int32_t)c->season[start];
    s->never_withdrew[season] = 0;
    for (end = start; end < c->contestants && c->season[end] == c->season[start]; end++) {
      if ((size_t)last_week[end] + 1 > weeks)
        weeks = (size_t)last_week[end] + 1;
      s->last_week[end] = last_week[end];
      s->placement[end] = (int32_t)c->placement[end];
      if (c->withdrew == NULL || c->withdrew[end] == 0)
        s->never_withdrew[season] |= UINT64_C(1) << (end - start);
    }
    s->contestant_start[season + 1] = end;
    s->week_start[season + 1] = s->week_start[season] + weeks;
    s->cell_start[season + 1] = s->cell_start[season] + weeks * (end - start);
  }
}

/* The week sets of every season from last_week and the withdrawals. */
static void fill_weeks(solon_seasons *s) {
  memset(s->field, 0, s->weeks * sizeof *s->field);
  memset(s->voted_off, 0, s->weeks * sizeof *s->voted_off);
  memset(s->withdrawn, 0, s->weeks * sizeof *s->withdrawn);
  memset(s->judges, 0, s->weeks * sizeof *s->judges);
  for (size_t season = 0; season < s->seasons; season++) {
    size_t weeks = solon_season_weeks(s, season), first = s->week_start[season];
    for (size_t i = s->contestant_start[season]; i < s->contestant_start[season + 1]; i++) {
      uint64_t bit = UINT64_C(1) << (i - s->contestant_start[season]);
      size_t last = (size_t)s->last_week[i];
      for (size_t w = 0; w <= last; w++)
        s->field[first + w] |= bit;
      if (last + 1 < weeks && (s->never_withdrew[season] & bit))
        s->voted_off[first + last] |= bit;
      if (!(s->never_withdrew[season] & bit))
        s->withdrawn[first + last] |= bit;
    }
  }
}

static double snapped(double total, double denominator) {
  if (denominator == 0)
    return total;
  double nearest = round(total * denominator) / denominator;
  return fabs(nearest - total) <= SOLON_SCORE_TOLERANCE ? nearest : total;
}

/* The season that holds contestant i: seasons are few and rows mostly in order, so look near the
 * last. */
static size_t season_of(const solon_seasons *s, size_t i, size_t guess) {
  while (i < s->contestant_start[guess])
    guess--;
  while (i >= s->contestant_start[guess + 1])
    guess++;
  return guess;
}

static solon_status fill_rows(solon_context *context, solon_seasons *s,
                              const solon_season_columns *c) {
  for (size_t cell = 0; cell < s->cells; cell++)
    s->total[cell] = s->share[cell] = NAN;
  size_t season = 0;
  for (size_t r = 0; r < c->rows; r++) {
    size_t i = (size_t)c->contestant[r] - 1, w = (size_t)c->week[r] - 1;
    season = season_of(s, i, season);
    size_t n = solon_season_field(s, season);
    size_t cell = s->cell_start[season] + w * n + (i - s->contestant_start[season]);
    int32_t *judges = &s->judges[s->week_start[season] + w];
    if (!isnan(s->total[cell]))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "season %d week %zu: two rows for contestant %zu (row %zu)",
                        (int)s->number[season], w + 1, i + 1, r + 1);
    if (*judges != 0 && *judges != (int32_t)c->judges[r])
      return solon_fail(context, SOLON_BAD_ARGUMENT, "season %d week %zu: %d judges and %d judges",
                        (int)s->number[season], w + 1, (int)*judges, (int)c->judges[r]);
    *judges = (int32_t)c->judges[r];
    s->row_cell[r] = (uint32_t)cell;
    s->total[cell] = snapped(c->total[r], c->snap);
    s->share[cell] = c->share == NULL ? 1.0 : c->share[r];
  }
  return SOLON_OK;
}

/* Every contestant has a row in each week up to his last. */
static solon_status check_runs(solon_context *context, const solon_seasons *s) {
  for (size_t season = 0; season < s->seasons; season++) {
    size_t n = solon_season_field(s, season);
    for (size_t i = 0; i < n; i++)
      for (size_t w = 0; w <= (size_t)s->last_week[s->contestant_start[season] + i]; w++)
        if (isnan(s->total[s->cell_start[season] + w * n + i]))
          return solon_fail(context, SOLON_BAD_ARGUMENT,
                            "season %d week %zu: contestant %zu has no row but has later ones",
                            (int)s->number[season], w + 1, s->contestant_start[season] + i + 1);
  }
  return SOLON_OK;
}

/* ---- derived columns ------------------------------------------------------------------------- */

/* One season's slice of the columns. */
typedef struct slice {
  size_t n, weeks, contestant, week, cell;
} slice;

static slice slice_of(const solon_seasons *s, size_t season) {
  return (slice){solon_season_field(s, season), solon_season_weeks(s, season),
                 s->contestant_start[season], s->week_start[season], s->cell_start[season]};
}

static double field_mean(const solon_seasons *s, const slice *k, size_t w, double *deviation) {
  double sum = 0, squares = 0, count = 0;
  const double *total = s->total + k->cell + w * k->n;
  for (size_t i = 0; i < k->n; i++)
    if (!isnan(total[i])) {
      sum += total[i] / s->judges[k->week + w];
      count++;
    }
  double mean = sum / count;
  for (size_t i = 0; i < k->n; i++)
    if (!isnan(total[i])) {
      double d = total[i] / s->judges[k->week + w] - mean;
      squares += d * d;
    }
  *deviation = sqrt(squares / count);
  return mean;
}

static double field_range(const double *total, size_t n) {
  double low = INFINITY, high = -INFINITY;
  for (size_t i = 0; i < n; i++) {
    if (total[i] < low)
      low = total[i];
    if (total[i] > high)
      high = total[i];
  }
  return high - low;
}

/* score, skill: mean and deviation of every week first, then every contestant. */
static void derive_scores(solon_seasons *s, const slice *k) {
  double mean[SOLON_SEASON_WEEKS], deviation[SOLON_SEASON_WEEKS];
  for (size_t w = 0; w < k->weeks; w++) {
    mean[w] = field_mean(s, k, w, &deviation[w]);
    if (field_range(s->total + k->cell + w * k->n, k->n) <= SOLON_SCORE_TOLERANCE)
      deviation[w] = 0;
  }
  for (size_t i = 0; i < k->n; i++) {
    size_t last = (size_t)s->last_week[k->contestant + i];
    double sum = 0, from_mean = 0;
    for (size_t w = 0; w < k->weeks; w++) {
      size_t cell = k->cell + w * k->n + i;
      if (w <= last) {
        from_mean = s->total[cell] / s->judges[k->week + w] - mean[w];
        sum += deviation[w] > 0 ? from_mean / deviation[w] : 0;
        s->score[cell] = s->total[cell];
      } else {
        s->score[cell] = s->judges[k->week + w] * (mean[w] + from_mean);
      }
    }
    s->skill[k->contestant + i] = sum / (double)(last + 1);
  }
}

static solon_status derive_votes(solon_context *context, solon_seasons *s, const slice *k,
                                 int32_t number) {
  double sum[SOLON_SEASON_WEEKS];
  double count[SOLON_SEASON_WEEKS];
  for (size_t w = 0; w < k->weeks; w++) {
    sum[w] = count[w] = 0;
    for (size_t i = 0; i < k->n; i++)
      if (w <= (size_t)s->last_week[k->contestant + i]) {
        sum[w] += s->share[k->cell + w * k->n + i];
        count[w]++;
      }
    if (!(sum[w] > 0 && sum[w] <= 1e300))
      return solon_fail(context, SOLON_BAD_ARGUMENT, "season %d week %zu: shares sum to %.15g",
                        (int)number, w + 1, sum[w]);
  }
  for (size_t i = 0; i < k->n; i++) {
    size_t last = (size_t)s->last_week[k->contestant + i];
    double relative = 0;
    for (size_t w = 0; w < k->weeks; w++) {
      size_t cell = k->cell + w * k->n + i;
      s->vote[cell] = s->share[w <= last ? cell : k->cell + last * k->n + i];
      if (w <= last)
        relative += s->share[cell] / sum[w] * count[w];
    }
    s->popularity[k->contestant + i] = relative / (double)(last + 1);
  }
  return SOLON_OK;
}

/* The values of replay.h over the recorded field. */
static void derive_judge_values(solon_seasons *s, const slice *k) {
  for (size_t w = 0; w < k->weeks; w++) {
    size_t first = k->cell + w * k->n;
    solon_judge_value(s->score + first, s->field[k->week + w], s->judge_value + first);
  }
}

static void derive_fan_values(solon_seasons *s, const slice *k) {
  for (size_t w = 0; w < k->weeks; w++) {
    size_t first = k->cell + w * k->n;
    for (int kind = 0; kind < 3; kind++)
      solon_fan_value_of(kind, s->vote + first, s->field[k->week + w], s->fan_value[kind] + first);
  }
}

/* Sets of larger and smaller values among those who never withdrew, and tau_b's denominator. */
static double derive_order(const slice *k, const double *value, uint64_t counted, uint64_t *above,
                           uint64_t *below) {
  double pairs = 0, untied = 0;
  for (size_t i = 0; i < k->n; i++) {
    above[i] = below[i] = 0;
    for (size_t j = 0; j < k->n; j++) {
      if (!(counted >> j & 1) || i == j)
        continue;
      if (value[j] > value[i])
        above[i] |= UINT64_C(1) << j;
      else if (value[j] < value[i])
        below[i] |= UINT64_C(1) << j;
      if (j < i && (counted >> i & 1)) {
        pairs++;
        untied += value[j] != value[i];
      }
    }
  }
  return sqrt(pairs * untied);
}

/* What rests on scores and the record alone. */
static void derive_from_scores(solon_seasons *s) {
  for (size_t season = 0; season < s->seasons; season++) {
    slice k = slice_of(s, season);
    derive_scores(s, &k);
    derive_judge_values(s, &k);
    s->skill_pairs[season] =
        derive_order(&k, s->skill + k.contestant, s->never_withdrew[season],
                     s->skill_above + k.contestant, s->skill_below + k.contestant);
  }
}

/* What rests on the shares. */
static solon_status derive_from_shares(solon_context *context, solon_seasons *s) {
  for (size_t season = 0; season < s->seasons; season++) {
    slice k = slice_of(s, season);
    solon_status status = derive_votes(context, s, &k, s->number[season]);
    if (status != SOLON_OK)
      return status;
    derive_fan_values(s, &k);
    s->popularity_pairs[season] =
        derive_order(&k, s->popularity + k.contestant, s->never_withdrew[season],
                     s->popularity_above + k.contestant, s->popularity_below + k.contestant);
  }
  return SOLON_OK;
}

static solon_status fill_shares(solon_context *context, solon_seasons *s, const double *share) {
  for (size_t r = 0; r < s->rows; r++) {
    solon_status status = check_share(context, share[r], r);
    if (status != SOLON_OK)
      return status;
    s->share[s->row_cell[r]] = share[r];
  }
  return derive_from_shares(context, s);
}

/* ---- public ---------------------------------------------------------------------------------- */

solon_status solon_seasons_build(solon_context *context, const solon_season_columns *c,
                                 const int32_t *last_week, void *block) {
  counts n;
  count_up(c, last_week, &n);
  solon_seasons *s = block;
  lay_out(s, &n, block);
  fill_contestants(s, c, last_week);
  fill_weeks(s);
  solon_status status = fill_rows(context, s, c);
  if (status == SOLON_OK)
    status = check_runs(context, s);
  if (status != SOLON_OK)
    return status;
  derive_from_scores(s);
  return derive_from_shares(context, s);
}

solon_status solon_seasons_with_shares(solon_context *context, const solon_seasons *from,
                                       size_t bytes, const double *share, void *block) {
  counts n = {from->seasons, from->contestants, from->weeks, from->cells, from->rows};
  solon_seasons *s = block;
  memcpy(block, from, bytes);
  lay_out(s, &n, block);
  return fill_shares(context, s, share);
}

/* Sets the pointers to the columns that shares change; returns the bytes they need. */
static size_t lay_out_overlay(solon_seasons *s, const solon_seasons *from, char *base) {
  size_t used = 0;
  s->vote = take(base, &used, from->cells, sizeof(double));
  for (int kind = 0; kind < 3; kind++)
    s->fan_value[kind] = take(base, &used, from->cells, sizeof(double));
  s->popularity = take(base, &used, from->contestants, sizeof(double));
  s->popularity_above = take(base, &used, from->contestants, sizeof(uint64_t));
  s->popularity_below = take(base, &used, from->contestants, sizeof(uint64_t));
  s->popularity_pairs = take(base, &used, from->seasons, sizeof(double));
  return used;
}

size_t solon_seasons_overlay_size(const solon_seasons *from) {
  solon_seasons unused;
  return lay_out_overlay(&unused, from, NULL);
}

solon_status solon_seasons_overlay(solon_context *context, const solon_seasons *from,
                                   const double *share, void *block, solon_seasons *out) {
  *out = *from;
  lay_out_overlay(out, from, block);
  out->share = out->vote; /* the same in recorded weeks: each vote is made where its share lies */
  solon_status status = fill_shares(context, out, share);
  out->share = NULL;
  return status;
}

void solon_seasons_count(const solon_seasons *seasons, solon_season_counts *out) {
  *out = (solon_season_counts){0};
  for (size_t s = 0; s < seasons->seasons; s++) {
    size_t first = seasons->week_start[s], last = seasons->week_start[s + 1];
    for (size_t w = first; w < last; w++) {
      int k = __builtin_popcountll(seasons->voted_off[w]);
      out->withdrawals += __builtin_popcountll(seasons->withdrawn[w]);
      if (w + 1 == last)
        continue;
      out->none += k == 0;
      out->single += k == 1;
      out->two += k == 2;
      out->more += k > 2;
    }
  }
}
