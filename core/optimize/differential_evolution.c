/* differential_evolution.c - see differential_evolution.h. */
#include "core/optimize/differential_evolution.h"

#include "core/random/philox.h"

#include <math.h>
#include <string.h>

const char *solon_de_state_name(solon_de_state state) {
  static const char *const names[] = {"searching", "target", "converged",
                                      "stalled",   "limit",  "undefined"};
  return names[state];
}

/* ---- start ----------------------------------------------------------------------------------- */

size_t solon_de_workspace(const solon_de_options *options) {
  size_t most = SIZE_MAX / 2 / sizeof(double);
  if (options->dimensions > most / 8 || options->population > most / (4 * options->dimensions + 1))
    return 0;
  return (4 * options->dimensions + 1) * options->population * sizeof(double);
}

static bool is_integer(const solon_de_options *o, size_t j) {
  return o->integer != NULL && o->integer[j] != 0;
}

static solon_status check_box(solon_context *context, const solon_de_options *o) {
  if (o->dimensions < 1)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "at least one coordinate expected");
  for (size_t j = 0; j < o->dimensions; j++) {
    double low = o->low[j], high = o->high[j];
    if (!(low <= high && isfinite(high - low)))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "coordinate %zu: finite bounds low <= high expected, got %.15g and %.15g",
                        j + 1, low, high);
    if (is_integer(o, j) &&
        (low != floor(low) || high != floor(high) || fabs(low) > 0x1p52 || fabs(high) > 0x1p52))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "coordinate %zu is an integer: whole bounds expected, got %.15g and %.15g",
                        j + 1, low, high);
  }
  return SOLON_OK;
}

static solon_status check_points(solon_context *context, const solon_de_options *o) {
  if (o->count > o->population)
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "at most population = %zu points expected, got %zu", o->population, o->count);
  for (size_t k = 0; k < o->count; k++)
    for (size_t j = 0; j < o->dimensions; j++) {
      double x = o->points[k * o->dimensions + j];
      if (!(x >= o->low[j] && x <= o->high[j]) || (is_integer(o, j) && x != floor(x)))
        return solon_fail(context, SOLON_BAD_ARGUMENT,
                          "coordinate %zu of point %zu: %s in [%.15g, %.15g] expected, got %.15g",
                          j + 1, k + 1, is_integer(o, j) ? "integer" : "number", o->low[j],
                          o->high[j], x);
    }
  return SOLON_OK;
}

static solon_status check_options(solon_context *context, const solon_de_options *o) {
  solon_status status = check_box(context, o);
  if (status != SOLON_OK)
    return status;
  if (o->population < SOLON_DE_LEAST_POPULATION || o->population > SOLON_DE_MOST_POPULATION)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "population in [%d, %d] expected, got %zu",
                      SOLON_DE_LEAST_POPULATION, SOLON_DE_MOST_POPULATION, o->population);
  if (!(o->weight_low > 0 && o->weight_low <= o->weight_high && o->weight_high <= 2))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "weights 0 < low <= high <= 2 expected, got %.15g and %.15g", o->weight_low,
                      o->weight_high);
  if (!(o->crossover >= 0 && o->crossover <= 1))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "crossover in [0, 1] expected, got %.15g",
                      o->crossover);
  if (!(o->x_tolerance >= 0) || isnan(o->value_tolerance))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "tolerances >= 0 expected, got %.15g and %.15g",
                      o->x_tolerance, o->value_tolerance);
  return check_points(context, o);
}

/* The coordinate of the box that belongs to u in [0, 1]. */
static double place(const solon_de_options *o, size_t j, double u) {
  double low = o->low[j], high = o->high[j];
  double x = is_integer(o, j) ? low + floor(u * (high - low + 1)) : low + u * (high - low);
  return x < low ? low : x > high ? high : x;
}

/* A u that belongs to x: for an integer the middle of its cell. */
static double unplace(const solon_de_options *o, size_t j, double x) {
  double low = o->low[j], width = o->high[j] - low;
  if (is_integer(o, j))
    return (x - low + 0.5) / (width + 1);
  return width > 0 ? (x - low) / width : 0.5;
}

/* Puts the latin hypercube, and over it the given points, where the first generation is asked. */
static void make_first_generation(solon_de *de) {
  const solon_de_options *o = &de->options;
  size_t d = o->dimensions, n = o->population;
  for (size_t j = 0; j < d; j++) {
    double *column = de->trial_unit + j;
    solon_stream stream;
    solon_stream_start(&stream, o->seed, solon_purpose("differential evolution start"), j);
    for (size_t i = 0; i < n; i++)
      column[i * d] = ((double)i + solon_stream_uniform(&stream)) / (double)n;
    for (size_t left = n; left > 1; left--) {
      size_t other = (size_t)solon_stream_below(&stream, left);
      double last = column[(left - 1) * d];
      column[(left - 1) * d] = column[other * d];
      column[other * d] = last;
    }
    for (size_t i = 0; i < o->count; i++)
      column[i * d] = unplace(o, j, o->points[i * d + j]);
    for (size_t i = 0; i < n; i++)
      de->trial_point[i * d + j] = i < o->count ? o->points[i * d + j] : place(o, j, column[i * d]);
  }
}

solon_status solon_de_start(solon_context *context, const solon_de_options *options,
                            void *workspace, solon_de *de) {
  solon_status status = check_options(context, options);
  if (status != SOLON_OK)
    return status;
  size_t cells = options->population * options->dimensions;
  double *block = workspace;
  *de = (solon_de){.options = *options,
                   .unit = block,
                   .point = block + cells,
                   .trial_unit = block + 2 * cells,
                   .trial_point = block + 3 * cells,
                   .value = block + 4 * cells,
                   .x_spread = INFINITY,
                   .value_spread = INFINITY};
  make_first_generation(de);
  return SOLON_OK;
}

/* ---- ask ------------------------------------------------------------------------------------- */

/* Folds the line into [0, 1] by reflection at 0 and 1. */
static double reflect(double u) {
  if (u >= 0 && u <= 1)
    return u;
  u = fmod(fabs(u), 2);
  return u > 1 ? 2 - u : u;
}

/* A member that is none of the `count` in `taken`; adds it to them. */
static size_t draw_other(solon_stream *stream, size_t population, size_t *taken, size_t count) {
  for (;;) {
    size_t member = (size_t)solon_stream_below(stream, population), k = 0;
    while (k < count && taken[k] != member)
      k++;
    if (k == count)
      return taken[count] = member;
  }
}

static void make_trial(solon_de *de, size_t i) {
  const solon_de_options *o = &de->options;
  size_t d = o->dimensions, taken[4] = {i};
  solon_stream stream;
  solon_stream_start(&stream, o->seed, solon_purpose("differential evolution"),
                     (uint64_t)(de->generation + 1) * o->population + i);
  size_t a = draw_other(&stream, o->population, taken, 1);
  size_t b = draw_other(&stream, o->population, taken, 2);
  size_t c = draw_other(&stream, o->population, taken, 3);
  double weight = o->weight_low + (o->weight_high - o->weight_low) * solon_stream_uniform(&stream);
  size_t always = (size_t)solon_stream_below(&stream, d);
  const double *base = de->unit + (o->strategy == SOLON_DE_BEST1 ? de->best : a) * d;
  const double *plus = de->unit + b * d, *minus = de->unit + c * d;
  memcpy(de->trial_unit + i * d, de->unit + i * d, d * sizeof(double));
  memcpy(de->trial_point + i * d, de->point + i * d, d * sizeof(double));
  for (size_t j = 0; j < d; j++) {
    bool crosses = solon_stream_uniform(&stream) < o->crossover;
    if (!crosses && j != always)
      continue;
    double u = reflect(base[j] + weight * (plus[j] - minus[j]));
    de->trial_unit[i * d + j] = u;
    de->trial_point[i * d + j] = place(o, j, u);
  }
}

const double *solon_de_ask(solon_de *de) {
  if (de->told && de->state == SOLON_DE_SEARCHING)
    for (size_t i = 0; i < de->options.population; i++)
      make_trial(de, i);
  return de->trial_point;
}

/* ---- tell ------------------------------------------------------------------------------------ */

/* Smaller is better, NaN worst. */
static double score(const solon_de *de, double value) {
  return isnan(value) ? INFINITY : de->options.maximize ? -value : value;
}

static void accept(solon_de *de, size_t i, double value) {
  size_t d = de->options.dimensions;
  memcpy(de->unit + i * d, de->trial_unit + i * d, d * sizeof(double));
  memcpy(de->point + i * d, de->trial_point + i * d, d * sizeof(double));
  de->value[i] = value;
}

static double range_of_points(const solon_de *de, size_t j) {
  size_t d = de->options.dimensions;
  double least = INFINITY, largest = -INFINITY;
  for (size_t i = 0; i < de->options.population; i++) {
    double x = de->point[i * d + j];
    least = x < least ? x : least;
    largest = x > largest ? x : largest;
  }
  return largest - least;
}

/* Finds the best member and the spreads. */
static void take_stock(solon_de *de) {
  const solon_de_options *o = &de->options;
  double worst = -INFINITY;
  for (size_t i = 0; i < o->population; i++) {
    if (score(de, de->value[i]) < score(de, de->value[de->best]))
      de->best = i;
    worst = fmax(worst, score(de, de->value[i]));
  }
  de->value_spread = isinf(worst) ? INFINITY : worst - score(de, de->value[de->best]);
  de->x_spread = 0;
  for (size_t j = 0; j < o->dimensions; j++) {
    double width = o->high[j] - o->low[j];
    if (width > 0)
      de->x_spread = fmax(de->x_spread, range_of_points(de, j) / width);
  }
}

static solon_de_state judge(const solon_de *de) {
  const solon_de_options *o = &de->options;
  double best = score(de, de->value[de->best]);
  if (!isnan(o->target) && best < INFINITY && best <= score(de, o->target))
    return SOLON_DE_TARGET;
  if (de->x_spread <= o->x_tolerance || de->value_spread <= o->value_tolerance)
    return SOLON_DE_CONVERGED;
  if (o->patience > 0 && de->stale >= o->patience)
    return SOLON_DE_STALLED;
  return de->generation >= o->generations ? SOLON_DE_LIMIT : SOLON_DE_SEARCHING;
}

solon_de_state solon_de_tell(solon_de *de, const double *values) {
  if (de->state != SOLON_DE_SEARCHING)
    return de->state;
  size_t n = de->options.population;
  double before = de->told ? score(de, de->value[de->best]) : INFINITY;
  for (size_t i = 0; i < n; i++)
    if (!de->told || score(de, values[i]) <= score(de, de->value[i]))
      accept(de, i, values[i]);
  if (de->told)
    de->generation++;
  else
    de->best = 0;
  de->told = true;
  de->evaluations += n;
  take_stock(de);
  double best = score(de, de->value[de->best]);
  de->stale = best < before || de->generation == 0 ? 0 : de->stale + 1;
  de->state = judge(de);
  if (de->state != SOLON_DE_SEARCHING && best == INFINITY)
    de->state = SOLON_DE_UNDEFINED;
  return de->state;
}
