/* differential_evolution.h - a search for the best point of a box by differential evolution (Storn
 * and Price, Journal of Global Optimization 11, 1997, 341-359), by asking and telling: the caller
 * evaluates a whole generation at once, in any order and on any number of threads.
 *
 *   solon_de_start(&options, workspace, &de)
 *   do points = solon_de_ask(&de), then values[k] = f(point k)
 *   while (solon_de_tell(&de, values) == SOLON_DE_SEARCHING)
 *
 * The first generation is a latin hypercube: of each coordinate's `population` equal cells every
 * one is used once.  Afterwards each member i is challenged by a trial: with three other members a,
 * b, c drawn without repetition
 *
 *   mutant = base + F (b - c),  base = the best member (best1) or a (rand1),
 *   F uniform on [weight_low, weight_high], drawn for each trial (dither),
 *
 * of which each coordinate is taken with probability `crossover`, and one drawn coordinate always;
 * the others are the member's own (binomial crossover).  Coordinates outside the box are reflected
 * at its faces.  A trial that is as good as the member or better takes its place, when the whole
 * generation has been told; so ties move on, which carries the search over plateaus.
 *
 * Work is done in coordinates u of [0, 1]: x = low + u (high - low), and for integer coordinates
 * x = low + floor(u (high - low + 1)).  The search is therefore the same in a box that is moved or
 * stretched, up to the rounding of x, and no point that is asked ever lies outside the box.  A
 * coordinate that a trial keeps, keeps its bits.
 *
 * Randomness: trial i of generation g >= 1 draws from stream (seed, "differential evolution",
 * g * population + i), coordinate j of the latin hypercube from (seed, "differential evolution
 * start", j).  The points asked depend on options and values alone.
 *
 * Values: smaller is better, larger with `maximize`.  NaN counts as worst, equal to an infinity of
 * the bad side.  An infinity of the good side is accepted as any value.
 */
#ifndef SOLON_OPTIMIZE_DIFFERENTIAL_EVOLUTION_H
#define SOLON_OPTIMIZE_DIFFERENTIAL_EVOLUTION_H

#include "core/base/context.h"

#include <stdint.h>

typedef enum solon_de_strategy { SOLON_DE_BEST1, SOLON_DE_RAND1 } solon_de_strategy;

/* Why a search ended; the first that applies, UNDEFINED before all others. */
typedef enum solon_de_state {
  SOLON_DE_SEARCHING,
  SOLON_DE_TARGET,    /* the best value has reached `target` */
  SOLON_DE_CONVERGED, /* x_spread <= x_tolerance or value_spread <= value_tolerance */
  SOLON_DE_STALLED,   /* no better best value in `patience` generations */
  SOLON_DE_LIMIT,     /* `generations` generations */
  SOLON_DE_UNDEFINED  /* it ended without any value that is better than NaN */
} solon_de_state;

/* The bounds of the population: three others for a trial; and a generation that is made before
 * anybody would wait for it, since ask and tell do not look at a cancel flag. */
enum { SOLON_DE_LEAST_POPULATION = 4, SOLON_DE_MOST_POPULATION = 100000 };

typedef struct solon_de_options {
  size_t dimensions;            /* d >= 1 */
  const double *low, *high;     /* [d] finite, low <= high, high - low finite */
  const unsigned char *integer; /* [d] 1: whole numbers only, with whole bounds; NULL: none */
  size_t population;            /* members, between the bounds above */
  size_t generations;           /* at most so many after the first, >= 0 */
  solon_de_strategy strategy;
  double weight_low, weight_high; /* 0 < low <= high <= 2 */
  double crossover;               /* [0, 1] */
  double x_tolerance;     /* >= 0; x_spread: the largest over the coordinates of the range of
                             the members divided by high - low (0 where low = high) */
  double value_tolerance; /* value_spread: worst less best value; negative: does not stop */
  size_t patience;        /* generations; 0: does not stop */
  double target;          /* NaN: does not stop */
  bool maximize;
  uint64_t seed;
  const double
      *points;  /* [count * d] inside the box: the first members, instead of the hypercube's */
  size_t count; /* 0 .. population */
} solon_de_options;

/* A search; its pointers lead into the caller's workspace. */
typedef struct solon_de {
  solon_de_options options;
  double *unit, *point, *value;     /* the members: [i * d + j] in [0, 1], in the box; [i] */
  double *trial_unit, *trial_point; /* the generation that was asked last */
  size_t generation;                /* told so far, less one: the latin hypercube is number 0 */
  size_t evaluations;               /* values told */
  size_t best;                      /* member with the best value, the first that reached it */
  size_t stale;                     /* generations since the best value improved */
  double x_spread, value_spread;    /* of the members; value_spread is infinite with a bad value */
  solon_de_state state;
  bool told; /* the first generation has its values */
} solon_de;

/* Bytes of workspace: (4 d + 1) population doubles; 0 when that is beyond memory. */
size_t solon_de_workspace(const solon_de_options *options);

/* Starts a search.  SOLON_BAD_ARGUMENT, with a detail that names the field, when an option is
 * outside its domain.  `workspace` and what the options point to must outlive the search. */
solon_status solon_de_start(solon_context *context, const solon_de_options *options,
                            void *workspace, solon_de *de);

/* The generation to be evaluated, population x d, row-major; valid until the next tell.  Asking
 * again gives the same points.  O(population * d). */
const double *solon_de_ask(solon_de *de);

/* Takes the values of the points asked, in their order.  Members, best and spreads are then those
 * of the new generation.  Telling after the end changes nothing. */
solon_de_state solon_de_tell(solon_de *de, const double *values);

/* "searching", "target", "converged", "stalled", "limit", "undefined"; static storage. */
const char *solon_de_state_name(solon_de_state state);

#endif
