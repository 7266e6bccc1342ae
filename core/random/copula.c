/* copula.c - blocks of draws, a column at a time: uniforms, normals, correlation, tails, quantiles.
 */
#include "copula.h"

#include "elementary.h"
#include "philox.h"

#include "core/base/parallel.h"

#include <math.h>

enum {
  ROWS = 256,          /* draws of a block */
  MIXING_LOWEST = -24, /* uniforms from 6e-8 to 1/2 */
  MIXING_OCTAVES = 23,
  TAIL_LOWEST = -10, /* |t| from 0.001 to 4096 */
  TAIL_OCTAVES = 22
};

/* ---- preparing ------------------------------------------------------------------------------- */

static bool mixed(const solon_copula *copula) {
  return copula->nu < INFINITY;
}

static bool dependent(const solon_copula *copula) {
  return copula->correlation != NULL || mixed(copula);
}

/* Student's distribution with 4 degrees of freedom has a closed form. */
static bool tail_tabulated(const solon_copula *copula) {
  return dependent(copula) && copula->nu != 4;
}

static double mixing_lower(const void *law, double p, double *guess) {
  const solon_copula *copula = law;
  return sqrt(copula->nu / (2 * solon_gamma_quantile(&copula->chi_square, p, false, guess)));
}

static double mixing_upper(const void *law, double p, double *guess) {
  const solon_copula *copula = law;
  return sqrt(copula->nu / (2 * solon_gamma_quantile(&copula->chi_square, p, true, guess)));
}

static double log_tail_of(const void *law, double t, double *guess) {
  const solon_copula *copula = law;
  (void)guess;
  return solon_portable_log(mixed(copula) ? solon_student_tail(t, copula->nu)
                                          : solon_normal_tail(t));
}

static size_t table_numbers(const solon_copula *copula) {
  size_t numbers = 0;
  for (size_t j = 0; j < copula->variables; j++)
    if (copula->marginals[j].kind == SOLON_BETA)
      numbers += SOLON_MARGINAL_CELLS;
  if (dependent(copula))
    numbers += solon_octave_table_size(MIXING_OCTAVES);
  if (mixed(copula))
    numbers += 2 * solon_octave_table_size(MIXING_OCTAVES);
  if (tail_tabulated(copula))
    numbers += solon_octave_table_size(TAIL_OCTAVES);
  return numbers;
}

static size_t scramblings(const solon_copula *copula) {
  return copula->scramblings > 1 ? copula->scramblings : 1;
}

size_t solon_copula_size(const solon_copula *copula) {
  size_t d = copula->variables, numbers = table_numbers(copula);
  if (copula->correlation != NULL)
    numbers += d * d;
  return numbers * sizeof(double) +
         (copula->sobol ? scramblings(copula) * (d + 1) * sizeof(solon_sobol) : 0);
}

static solon_status check_correlation(solon_context *context, const double *r, size_t d) {
  const double tolerance = 1e-12;
  for (size_t i = 0; i < d; i++) {
    if (!(fabs(r[i * d + i] - 1) <= tolerance))
      return solon_fail(context, SOLON_BAD_ARGUMENT,
                        "correlation matrix: 1 expected on the diagonal, got %.15g at row %zu",
                        r[i * d + i], i + 1);
    for (size_t j = 0; j < i; j++) {
      if (!(fabs(r[i * d + j]) <= 1))
        return solon_fail(context, SOLON_BAD_ARGUMENT,
                          "correlation matrix: number in [-1, 1] expected, got %.15g at row %zu, "
                          "column %zu",
                          r[i * d + j], i + 1, j + 1);
      if (!(fabs(r[i * d + j] - r[j * d + i]) <= tolerance))
        return solon_fail(context, SOLON_BAD_ARGUMENT,
                          "correlation matrix: symmetric matrix expected, got %.15g at row %zu, "
                          "column %zu and %.15g across",
                          r[i * d + j], i + 1, j + 1, r[j * d + i]);
    }
  }
  return SOLON_OK;
}

/* Cholesky's factor; the square of a pivot is the ratio of two leading minors. */
static solon_status factorise(solon_context *context, const double *r, size_t d, double *l) {
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j <= i; j++) {
      double sum = r[i * d + j];
      for (size_t k = 0; k < j; k++)
        sum -= l[i * d + k] * l[j * d + k];
      if (i == j) {
        if (!(sum > 1e-12))
          return solon_fail(context, SOLON_BAD_ARGUMENT,
                            "correlation matrix: positive definite matrix expected, but its "
                            "leading %zu x %zu part is not (variable %zu is left with variance "
                            "%.3g given those before)",
                            i + 1, i + 1, i + 1, sum);
        l[i * d + i] = sqrt(sum);
      } else {
        l[i * d + j] = sum / l[j * d + j];
      }
    }
    for (size_t j = i + 1; j < d; j++)
      l[i * d + j] = 0;
  }
  return SOLON_OK;
}

static double minus_normal_quantile(const void *law, double p, double *guess) {
  (void)law, (void)guess;
  return -solon_normal_quantile(p);
}

static double *prepare_tables(solon_copula *copula, double *numbers) {
  if (dependent(copula)) {
    solon_octave_table_build(&copula->normal, minus_normal_quantile, NULL, false, MIXING_LOWEST,
                             MIXING_OCTAVES, numbers);
    numbers += solon_octave_table_size(MIXING_OCTAVES);
  }
  if (mixed(copula)) {
    copula->chi_square = solon_gamma_prepare(copula->nu / 2);
    solon_octave_table_build(&copula->mixing[0], mixing_lower, copula, false, MIXING_LOWEST,
                             MIXING_OCTAVES, numbers);
    numbers += solon_octave_table_size(MIXING_OCTAVES);
    solon_octave_table_build(&copula->mixing[1], mixing_upper, copula, false, MIXING_LOWEST,
                             MIXING_OCTAVES, numbers);
    numbers += solon_octave_table_size(MIXING_OCTAVES);
  }
  if (tail_tabulated(copula)) {
    solon_octave_table_build(&copula->tail, log_tail_of, copula, true, TAIL_LOWEST, TAIL_OCTAVES,
                             numbers);
    numbers += solon_octave_table_size(TAIL_OCTAVES);
  }
  return numbers;
}

solon_status solon_copula_prepare(solon_context *context, solon_copula *copula, void *memory) {
  size_t d = copula->variables;
  if (d < 1 || d > SOLON_COPULA_VARIABLES)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "1 to %d variables expected, got %zu",
                      SOLON_COPULA_VARIABLES, d);
  if (!((copula->nu >= 0.5 && copula->nu <= 1e6) || copula->nu == INFINITY))
    return solon_fail(context, SOLON_BAD_ARGUMENT,
                      "'nu': number in [0.5, 1e6] or infinity expected, got %.15g", copula->nu);
  double *numbers = memory;
  copula->factor = NULL;
  if (copula->correlation != NULL) {
    solon_status status = check_correlation(context, copula->correlation, d);
    if (status == SOLON_OK)
      status = factorise(context, copula->correlation, d, numbers);
    if (status != SOLON_OK)
      return status;
    copula->factor = numbers;
    numbers += d * d;
  }
  for (size_t j = 0; j < d; j++) {
    solon_context inner = {0};
    solon_status status = solon_marginal_prepare(&inner, &copula->marginals[j], numbers);
    if (status != SOLON_OK)
      return solon_fail(context, status, "marginal %zu: %s", j + 1, inner.detail);
    if (copula->marginals[j].kind == SOLON_BETA)
      numbers += SOLON_MARGINAL_CELLS;
  }
  numbers = prepare_tables(copula, numbers);
  copula->points = NULL;
  if (copula->sobol) {
    copula->points = (solon_sobol *)(void *)numbers;
    for (size_t s = 0; s < scramblings(copula); s++) {
      solon_stream stream; /* each scrambling has a seed of its own */
      solon_stream_start(&stream, copula->seed, solon_purpose("copula scrambling"), s);
      uint64_t seed = solon_stream_bits64(&stream);
      for (size_t j = 0; j <= d; j++)
        solon_sobol_prepare(&copula->points[s * (d + 1) + j], j, true, seed);
    }
  }
  return SOLON_OK;
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* What a thread needs for a block of draws. */
typedef struct block {
  double *normal; /* variables x ROWS */
  double *scale, *value, *tail;
  unsigned char *upper;
} block;

static size_t block_bytes(const solon_copula *copula) {
  return ((copula->variables + 3) * sizeof(double) + sizeof(double)) * ROWS;
}

size_t solon_copula_workspace(const solon_context *context, const solon_copula *copula) {
  return (size_t)solon_context_threads(context) * block_bytes(copula);
}

static block block_of(const solon_copula *copula, void *workspace, int worker) {
  block b;
  b.normal = (double *)(void *)((char *)workspace + (size_t)worker * block_bytes(copula));
  b.scale = b.normal + copula->variables * ROWS;
  b.value = b.scale + ROWS;
  b.tail = b.value + ROWS;
  b.upper = (unsigned char *)(b.tail + ROWS);
  return b;
}

/* Coordinate j of draws first .., which may lie in several scramblings. */
static void sobol_uniforms(const solon_copula *copula, size_t j, uint64_t first, size_t count,
                           double *out) {
  uint64_t each = copula->block > 0 ? copula->block : SOLON_SOBOL_POINTS;
  while (count > 0) {
    uint64_t from = first % each;
    size_t n = count < each - from ? count : (size_t)(each - from);
    const solon_sobol *points = copula->points + first / each * (copula->variables + 1);
    solon_sobol_column(&points[j], from, n, 1, out);
    first += n;
    out += n;
    count -= n;
  }
}

/* Uniform j of draws first .. as tails: tail[i] in (0, 1/2] and whether of the upper tail. */
static void uniform_tails(const solon_copula *copula, size_t j, uint64_t first, size_t count,
                          double *tail, unsigned char *upper) {
  if (copula->sobol) {
    sobol_uniforms(copula, j, first, count, tail);
  } else {
    uint64_t bits[ROWS];
    solon_stream stream;
    solon_stream_start(&stream, copula->seed, solon_purpose("copula"), j);
    solon_stream_seek(&stream, 2 * first);
    solon_stream_fill_bits64(&stream, bits, count);
    for (size_t i = 0; i < count; i++)
      tail[i] = ((double)(int64_t)(bits[i] >> 12) + 0.5) * 0x1p-52;
  }
  for (size_t i = 0; i < count; i++) {
    double u = tail[i];
    upper[i] = u > 0.5;
    tail[i] = u > 0.5 ? 1 - u : u;
  }
}

/* value[i] of Student's or the normal distribution as tails. */
static void value_tails(const solon_copula *copula, const block *b, size_t count) {
  for (size_t i = 0; i < count; i++)
    b->upper[i] = b->value[i] > 0;
  if (tail_tabulated(copula)) {
    for (size_t i = 0; i < count; i++)
      b->tail[i] = solon_portable_exp(solon_octave_table_value(&copula->tail, fabs(b->value[i])));
  } else {
    for (size_t i = 0; i < count; i++)
      b->tail[i] = solon_student_tail_of_4(fabs(b->value[i]));
  }
}

/* b->value = row j of L times the normals, times the scale. */
static void correlate(const solon_copula *copula, const block *b, size_t j, size_t count) {
  const double *row = copula->factor == NULL ? NULL : copula->factor + j * copula->variables;
  const double *own = b->normal + j * ROWS;
  double diagonal = row == NULL ? 1 : row[j];
  for (size_t i = 0; i < count; i++)
    b->value[i] = diagonal * own[i];
  for (size_t k = 0; row != NULL && k < j; k++) {
    const double *other = b->normal + k * ROWS;
    double weight = row[k];
    for (size_t i = 0; i < count; i++)
      b->value[i] += weight * other[i];
  }
  if (mixed(copula))
    for (size_t i = 0; i < count; i++)
      b->value[i] *= b->scale[i];
}

static void draw_block(const solon_copula *copula, const block *b, uint64_t first, size_t count,
                       double *out) {
  size_t d = copula->variables;
  if (!dependent(copula)) {
    for (size_t j = 0; j < d; j++) {
      uniform_tails(copula, j, first, count, b->tail, b->upper);
      solon_marginal_quantiles(&copula->marginals[j], b->tail, b->upper, count, d, out + j);
    }
    return;
  }
  for (size_t j = 0; j < d; j++) {
    uniform_tails(copula, j, first, count, b->tail, b->upper);
    for (size_t i = 0; i < count; i++)
      b->normal[j * ROWS + i] =
          (2 * b->upper[i] - 1) * solon_octave_table_value(&copula->normal, b->tail[i]);
  }
  if (mixed(copula)) {
    uniform_tails(copula, d, first, count, b->tail, b->upper);
    for (size_t i = 0; i < count; i++)
      b->scale[i] = solon_octave_table_value(&copula->mixing[b->upper[i]], b->tail[i]);
  }
  for (size_t j = 0; j < d; j++) {
    correlate(copula, b, j, count);
    value_tails(copula, b, count);
    solon_marginal_quantiles(&copula->marginals[j], b->tail, b->upper, count, d, out + j);
  }
}

typedef struct job {
  const solon_copula *copula;
  uint64_t first;
  size_t count;
  void *workspace;
  double *out;
} job;

enum { JOB_ROWS = 16 * ROWS }; /* between two looks at the cancel flag */

static solon_status draw_rows(void *data, size_t index, int worker) {
  const job *j = data;
  block b = block_of(j->copula, j->workspace, worker);
  size_t from = index * JOB_ROWS, end = from + JOB_ROWS < j->count ? from + JOB_ROWS : j->count;
  for (; from < end; from += ROWS)
    draw_block(j->copula, &b, j->first + from, end - from < ROWS ? end - from : ROWS,
               j->out + from * j->copula->variables);
  return SOLON_OK;
}

solon_status solon_copula_draws(solon_context *context, const solon_copula *copula, uint64_t first,
                                size_t count, void *workspace, double *restrict out) {
  if (first > SOLON_SOBOL_POINTS || count > SOLON_SOBOL_POINTS - first)
    return solon_fail(context, SOLON_BAD_ARGUMENT, "draws beyond 2^52 of a copula");
  if (copula->sobol && copula->block > 0 && count > 0 &&
      (first + count - 1) / copula->block >= scramblings(copula))
    return solon_fail(context, SOLON_BAD_ARGUMENT, "draws beyond the last scrambling of a copula");
  job j = {copula, first, count, workspace, out};
  return solon_parallel_for(context, (count + JOB_ROWS - 1) / JOB_ROWS, draw_rows, &j);
}
