/* morris.c - trajectories of Morris and the elementary effects along them. */
#include "morris.h"

#include "core/random/philox.h"

static void shuffle(solon_stream *stream, uint32_t *order, size_t count) {
  for (size_t i = 0; i < count; i++)
    order[i] = (uint32_t)i;
  for (size_t i = count; i > 1; i--) {
    size_t k = (size_t)solon_stream_below(stream, i);
    uint32_t other = order[k];
    order[k] = order[i - 1];
    order[i - 1] = other;
  }
}

static void walk(const solon_morris_design *design, size_t t, double *points, uint32_t *order) {
  const size_t d = design->inputs, rows = design->trajectories * (d + 1), first = t * (d + 1);
  const uint32_t half = design->levels / 2;
  const double last = design->levels - 1;
  solon_stream stream;
  solon_stream_start(&stream, design->seed, solon_purpose("morris"), t);
  shuffle(&stream, order, d);
  for (size_t step = 0; step < d; step++) {
    double *x = points + order[step] * rows + first;
    uint32_t from = (uint32_t)solon_stream_below(&stream, half), to = from + half;
    if (solon_stream_bits32(&stream) & 1) {
      to = from;
      from += half;
    }
    for (size_t row = 0; row <= d; row++)
      x[row] = (row <= step ? from : to) / last;
  }
}

solon_status solon_morris_points(solon_context *context, const solon_morris_design *design,
                                 double *points, uint32_t *order) {
  for (size_t t = 0; t < design->trajectories; t++) {
    if (t % 256 == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    walk(design, t, points, order + t * design->inputs);
  }
  return SOLON_OK;
}

void solon_morris_effects(const solon_morris_design *design, const double *points,
                          const uint32_t *order, const double *values, double *effects) {
  const size_t d = design->inputs, rows = design->trajectories * (d + 1);
  for (size_t t = 0; t < design->trajectories; t++)
    for (size_t step = 0; step < d; step++) {
      size_t input = order[t * d + step], row = t * (d + 1) + step;
      const double *x = points + input * rows;
      effects[input * design->trajectories + t] =
          (values[row + 1] - values[row]) / (x[row + 1] - x[row]);
    }
}
