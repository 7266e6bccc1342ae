/* gradient.c - derivatives of the index, row by row from its computed parts. */
#include "gradient.h"

#include "portable.h"

const char *const solon_index_slope_names[SOLON_INDEX_SLOPES] = {
    "capacity",  "visibility",   "loyalty", "skepticism", "sigma",   "w_C", "w_T",  "w_V",
    "w_loyalty", "w_skepticism", "k",       "theta",      "epsilon", "mu",  "scale"};

/* A point, its parts and what they give. */
typedef struct point {
  double x[SOLON_INDEX_INPUTS], p[SOLON_INDEX_PARAMETERS];
  const solon_index_options *options;
  double trust, potential /* without floors */, gate, raw, saturated;
} point;

enum { PILLARS = 3 }; /* capacity, visibility, trust */

/* ---- small pieces ---------------------------------------------------------------------------- */

/* Zero where one factor is zero, whatever the other. */
static double times(double a, double b) {
  return a == 0 || b == 0 ? 0 : a * b;
}

/* ---- the potential --------------------------------------------------------------------------- */

typedef struct potential_slopes {
  double value; /* with floors */
  double by_pillar[PILLARS], by_weight[PILLARS];
} potential_slopes;

typedef struct pillars {
  double x[PILLARS], w[PILLARS], sum; /* values, weights, the weights' sum */
} pillars;

/* Slope at 0 of slope * x^exponent, for x >= 0. */
static double slope_at_zero(double slope, double exponent) {
  if (fabs(exponent - 1) < 1e-12)
    return slope;
  return exponent < 1 && slope > 0 ? INFINITY : 0;
}

/* The product of powers of all pillars but one. */
static double others(const pillars *a, int one) {
  double product = 1;
  for (int i = 0; i < PILLARS; i++)
    if (i != one)
      product *= portable_power(a->x[i], a->w[i]);
  return product;
}

static void product_slopes(const pillars *a, double value, potential_slopes *s) {
  for (int i = 0; i < PILLARS; i++) {
    double x = a->x[i], w = a->w[i];
    if (w == 0)
      s->by_pillar[i] = 0;
    else
      s->by_pillar[i] = x == 0 ? slope_at_zero(others(a, i), w) : w * value / x;
    s->by_weight[i] = times(value, x == 0 ? -INFINITY : solon_portable_log(x));
  }
}

/* The generalised mean of all pillars but one, each with its share of the whole weight; -1 if there
 * is none with a weight. */
static double mean_without(const pillars *a, double rho, int one) {
  double sum = 0;
  bool any = false;
  for (int i = 0; i < PILLARS; i++) {
    if (i == one || a->w[i] == 0)
      continue;
    if (a->x[i] == 0 && rho < 0)
      return 0;
    any = true;
    sum += a->w[i] / a->sum * portable_power(a->x[i], rho);
  }
  return any ? portable_power(sum, 1 / rho) : -1;
}

/* Slope of M^W at a pillar of 0, for finite rho. */
static double mean_slope_at_zero(const pillars *a, double rho, int i) {
  double rest = mean_without(a, rho, i), share = a->w[i] / a->sum;
  if (rho < 0 && rest == 0)
    return 0;
  if (rho < 0 || rest <= 0) /* M is x share^(1 / rho) near 0 */
    return slope_at_zero(portable_power(share, a->sum / rho), a->sum);
  return slope_at_zero(a->w[i] * portable_power(rest, a->sum - rho), rho);
}

static int extreme_pillar(const pillars *a, double rho) {
  int best = -1;
  for (int i = 0; i < PILLARS; i++)
    if (a->w[i] > 0 && (best < 0 || (rho < 0 ? a->x[i] < a->x[best] : a->x[i] > a->x[best])))
      best = i;
  return best;
}

/* P = M^W; value is P. */
static void mean_slopes(const pillars *a, double rho, double value, potential_slopes *s) {
  int extreme = extreme_pillar(a, rho);
  double log_mean = value > 0 && a->sum > 0 ? solon_portable_log(value) / a->sum : 0;
  for (int i = 0; i < PILLARS; i++) {
    double x = a->x[i], ratio = x == 0 ? 0 : solon_portable_log(x) - log_mean;
    s->by_pillar[i] = 0;
    s->by_weight[i] = times(value, log_mean);
    if (isinf(rho)) {
      if (i == extreme)
        s->by_pillar[i] = x == 0 ? slope_at_zero(1, a->sum) : a->sum * value / x;
      continue;
    }
    if (a->w[i] > 0 && x == 0)
      s->by_pillar[i] = mean_slope_at_zero(a, rho, i);
    else if (a->w[i] > 0 && value > 0)
      s->by_pillar[i] = a->w[i] * solon_portable_exp(rho * ratio) * value / x;
    if (x == 0)
      s->by_weight[i] += times(value, rho > 0 ? -1 / rho : -INFINITY);
    else
      s->by_weight[i] += times(value, portable_expm1(rho * ratio) / rho);
  }
}

/* Multiplies by the smallest of 1 and x / floor. */
static void floor_slopes(const pillars *a, const double floors[], double value,
                         potential_slopes *s) {
  double factor = 1;
  int binding = -1;
  for (int i = 0; i < PILLARS; i++)
    if (floors[i] > 0 && a->x[i] / floors[i] < factor) {
      factor = a->x[i] / floors[i];
      binding = i;
    }
  for (int i = 0; i < PILLARS; i++) {
    s->by_pillar[i] = times(factor, s->by_pillar[i]);
    s->by_weight[i] = times(factor, s->by_weight[i]);
  }
  if (binding >= 0)
    s->by_pillar[binding] += value / floors[binding];
  s->value = value * factor;
}

static potential_slopes slopes_of_potential(const point *q) {
  potential_slopes s;
  const double *p = q->p;
  pillars a = {{q->x[SOLON_INDEX_CAPACITY], q->x[SOLON_INDEX_VISIBILITY], q->trust},
               {p[SOLON_INDEX_W_C], p[SOLON_INDEX_W_V], p[SOLON_INDEX_W_T]},
               (p[SOLON_INDEX_W_C] + p[SOLON_INDEX_W_T]) + p[SOLON_INDEX_W_V]};
  if (fabs(q->options->rho) < 1e-12)
    product_slopes(&a, q->potential, &s);
  else
    mean_slopes(&a, q->options->rho, q->potential, &s);
  floor_slopes(&a, q->options->floors, q->potential, &s);
  return s;
}

/* ---- the gate -------------------------------------------------------------------------------- */

typedef struct gate_slopes {
  double by_trust, by_k, by_theta;
} gate_slopes;

static gate_slopes slopes_of_gate(const point *q) {
  const double k = q->p[SOLON_INDEX_K], theta = q->p[SOLON_INDEX_THETA], t = q->trust;
  double a = solon_portable_exp(k * t), e = portable_expm1(k * t);
  double g = solon_portable_exp(k), e1 = portable_expm1(k);
  double threshold = solon_portable_exp(k * theta), d = threshold + 1;
  double c = (d + e1) / e1, sum = d + e, full = d + e1;
  double rise = a * c * d / sum / sum;
  double below = -a * portable_expm1(k * (1 - t)); /* E - E1 */
  double shift = q->gate * threshold * below / full / sum;
  return (gate_slopes){.by_trust = k * rise,
                       .by_k = t * rise - q->gate * g * d / (e1 * full) + theta * shift,
                       .by_theta = k * shift};
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The aggregate of potential and gate and its derivatives by them. */
typedef struct aggregate {
  double value, by_potential, by_gate;
} aggregate;

static aggregate aggregate_of(double potential, double gate, double exponent) {
  bool potential_low = potential <= gate;
  double low = potential_low ? potential : gate, high = potential_low ? gate : potential;
  if (isinf(exponent)) {
    bool follow = potential - gate <= 1e-12;
    return (aggregate){low, follow ? 1 : 0, follow ? 0 : 1};
  }
  double ratio = high > 0 ? low / high : 1;
  double mean =
      portable_power((1 + portable_power(ratio, -exponent)) / 2, 1 / exponent); /* divided by low */
  double by_low = portable_power(mean, 1 - exponent) / 2;
  double by_high = by_low * portable_power(ratio, 1 - exponent);
  return (aggregate){low * mean, potential_low ? by_low : by_high,
                     potential_low ? by_high : by_low};
}

static void clipped(double *slopes) {
  for (int i = 0; i < SOLON_INDEX_SLOPES; i++)
    slopes[i] = i == SOLON_INDEX_INPUTS + SOLON_INDEX_SCALE ? 1 : 0;
}

static void slopes_of_point(const point *q, double *slopes) {
  const double *x = q->x, *p = q->p;
  double *by_parameter = slopes + SOLON_INDEX_INPUTS;
  if (q->saturated > 0) {
    clipped(slopes);
    return;
  }
  potential_slopes of_potential = slopes_of_potential(q);
  gate_slopes of_gate = slopes_of_gate(q);
  aggregate m = aggregate_of(of_potential.value, q->gate, q->options->power);
  double c = x[SOLON_INDEX_CAPACITY], scale = p[SOLON_INDEX_SCALE],
         epsilon = p[SOLON_INDEX_EPSILON];
  double volatility = 1 / (1 + p[SOLON_INDEX_MU] * x[SOLON_INDEX_SIGMA]);
  double most = q->options->normalised ? 1 + epsilon : 1;
  double outer = scale * volatility / most, synergy = 1 + epsilon * c * q->trust;
  double by_potential = outer * synergy * m.by_potential, by_gate = outer * synergy * m.by_gate;
  double of_synergy = outer * m.value; /* scale dR / dS */
  double by_trust = times(by_potential, of_potential.by_pillar[2]) + by_gate * of_gate.by_trust +
                    of_synergy * epsilon * c;

  slopes[SOLON_INDEX_CAPACITY] =
      times(by_potential, of_potential.by_pillar[0]) + of_synergy * epsilon * q->trust;
  slopes[SOLON_INDEX_VISIBILITY] = times(by_potential, of_potential.by_pillar[1]);
  slopes[SOLON_INDEX_LOYALTY] = times(p[SOLON_INDEX_W_LOYALTY], by_trust);
  slopes[SOLON_INDEX_SKEPTICISM] = times(p[SOLON_INDEX_W_SKEPTICISM], by_trust);
  slopes[SOLON_INDEX_SIGMA] = -scale * q->raw * p[SOLON_INDEX_MU] * volatility;
  by_parameter[SOLON_INDEX_W_C] = times(by_potential, of_potential.by_weight[0]);
  by_parameter[SOLON_INDEX_W_V] = times(by_potential, of_potential.by_weight[1]);
  by_parameter[SOLON_INDEX_W_T] = times(by_potential, of_potential.by_weight[2]);
  by_parameter[SOLON_INDEX_W_LOYALTY] = times(x[SOLON_INDEX_LOYALTY], by_trust);
  by_parameter[SOLON_INDEX_W_SKEPTICISM] = times(x[SOLON_INDEX_SKEPTICISM], by_trust);
  by_parameter[SOLON_INDEX_K] = by_gate * of_gate.by_k;
  by_parameter[SOLON_INDEX_THETA] = by_gate * of_gate.by_theta;
  /* normalised: d ((1 + e CT) / (1 + e)) / de = (CT - 1) / (1 + e)^2 */
  by_parameter[SOLON_INDEX_EPSILON] =
      of_synergy * (q->options->normalised ? (c * q->trust - 1) / most : c * q->trust);
  by_parameter[SOLON_INDEX_MU] = -scale * q->raw * x[SOLON_INDEX_SIGMA] * volatility;
  by_parameter[SOLON_INDEX_SCALE] = q->raw;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

enum { BLOCK = 512 };

typedef struct parts {
  double trust[BLOCK], potential[BLOCK], gate[BLOCK], raw[BLOCK], saturated[BLOCK];
} parts;

static solon_index_rows slice(const solon_index_rows *rows, size_t from, size_t size) {
  solon_index_rows part = *rows;
  part.count = size;
  for (int i = 0; i < SOLON_INDEX_INPUTS; i++)
    part.inputs[i].values += from * part.inputs[i].step;
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++)
    part.parameters[i].values += from * part.parameters[i].step;
  return part;
}

static solon_status compute_parts(solon_context *context, const solon_index_rows *rows,
                                  const solon_index_options *options, parts *of,
                                  solon_index_counts *counts) {
  double *const whole[SOLON_INDEX_COLUMNS] = {
      [SOLON_INDEX_RAW] = of->raw, [SOLON_INDEX_SATURATED] = of->saturated};
  double *const pieces[SOLON_INDEX_COLUMNS] = {[SOLON_INDEX_TRUST] = of->trust,
                                               [SOLON_INDEX_POTENTIAL] = of->potential,
                                               [SOLON_INDEX_GATE] = of->gate};
  solon_index_options without_floors = *options;
  for (int i = 0; i < SOLON_INDEX_FLOORS; i++)
    without_floors.floors[i] = 0;
  solon_status status = solon_index_evaluate(context, rows, options, whole, counts);
  if (status != SOLON_OK)
    return status;
  return solon_index_evaluate(context, rows, &without_floors, pieces, counts);
}

static void row_slopes(const solon_index_rows *rows, const solon_index_options *options,
                       const parts *of, size_t row, double *slopes) {
  point q = {.options = options,
             .trust = of->trust[row],
             .potential = of->potential[row],
             .gate = of->gate[row],
             .raw = of->raw[row],
             .saturated = of->saturated[row]};
  for (int i = 0; i < SOLON_INDEX_INPUTS; i++)
    q.x[i] = rows->inputs[i].values[row * rows->inputs[i].step];
  for (int i = 0; i < SOLON_INDEX_PARAMETERS; i++)
    q.p[i] = rows->parameters[i].values[row * rows->parameters[i].step];
  if (isnan(q.raw)) {
    for (int i = 0; i < SOLON_INDEX_SLOPES; i++)
      slopes[i] = NAN;
  } else {
    slopes_of_point(&q, slopes);
  }
}

solon_status solon_index_gradient(solon_context *context, const solon_index_rows *rows,
                                  const solon_index_options *options,
                                  double *const out[SOLON_INDEX_SLOPES],
                                  solon_index_counts *counts) {
  parts of;
  double slopes[SOLON_INDEX_SLOPES];
  *counts = (solon_index_counts){0};
  for (size_t from = 0; from < rows->count; from += BLOCK) {
    size_t size = rows->count - from < BLOCK ? rows->count - from : BLOCK;
    solon_index_rows part = slice(rows, from, size);
    solon_index_counts here;
    solon_status status = compute_parts(context, &part, options, &of, &here);
    if (status != SOLON_OK)
      return status;
    counts->invalid += here.invalid;
    counts->missing += here.missing;
    for (size_t row = 0; row < size; row++) {
      row_slopes(&part, options, &of, row, slopes);
      for (int i = 0; i < SOLON_INDEX_SLOPES; i++)
        if (out[i] != NULL)
          out[i][from + row] = slopes[i];
    }
  }
  return SOLON_OK;
}
