/* gather.c - choosing elements by a mask or by position. */
#include "gather.h"

#include <math.h>

static bool stop(solon_context *context, size_t i) {
  return i % SOLON_CHUNK == 0 && solon_context_cancelled(context);
}

solon_status solon_count_nonzero(solon_context *context, const double *mask, size_t size,
                                 size_t *count, size_t *nan_at) {
  *count = 0;
  *nan_at = size;
  for (size_t i = 0; i < size; i++) {
    if (stop(context, i))
      return SOLON_CANCELLED;
    if (isnan(mask[i])) {
      *nan_at = i;
      return SOLON_OK;
    }
    *count += mask[i] != 0;
  }
  return SOLON_OK;
}

solon_status solon_select(solon_context *context, const double *x, const double *mask, size_t size,
                          double *out) {
  for (size_t i = 0; i < size; i++) {
    if (stop(context, i))
      return SOLON_CANCELLED;
    if (mask[i] != 0)
      *out++ = x[i];
  }
  return SOLON_OK;
}

solon_status solon_positions(solon_context *context, const double *mask, size_t size, double *out) {
  for (size_t i = 0; i < size; i++) {
    if (stop(context, i))
      return SOLON_CANCELLED;
    if (mask[i] != 0)
      *out++ = (double)i + 1;
  }
  return SOLON_OK;
}

solon_status solon_take(solon_context *context, const double *x, size_t size,
                        const double *positions, size_t count, double *out, size_t *bad) {
  double n = (double)size;
  for (size_t i = 0; i < count; i++) {
    if (stop(context, i))
      return SOLON_CANCELLED;
    double position = positions[i], magnitude = fabs(position);
    if (!(magnitude >= 1 && magnitude <= n && magnitude == floor(magnitude))) {
      *bad = i;
      return SOLON_BAD_ARGUMENT;
    }
    out[i] = x[(size_t)(position > 0 ? position - 1 : n + position)];
  }
  return SOLON_OK;
}
