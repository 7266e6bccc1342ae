/* elementwise.c - whole columns in chunks, through the kernels of this CPU. */
#include "elementwise.h"

#include "kernels.h"

#define NAME(name) #name,
const char *const solon_unary_names[SOLON_UNARY_COUNT] = {SOLON_UNARY_OPERATIONS(NAME)};
const char *const solon_binary_names[SOLON_BINARY_COUNT] = {SOLON_BINARY_OPERATIONS(NAME)};

static size_t chunk_at(size_t start, size_t size) {
  return size - start < SOLON_CHUNK ? size - start : SOLON_CHUNK;
}

solon_status solon_unary(solon_context *context, solon_unary_operation operation, const double *x,
                         size_t size, double *out) {
  solon_unary_kernel kernel = solon_kernels_get()->unary[operation];
  for (size_t i = 0; i < size; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    kernel(x + i, chunk_at(i, size), out + i);
  }
  return SOLON_OK;
}

solon_status solon_binary(solon_context *context, solon_binary_operation operation, const double *x,
                          int x_step, const double *y, int y_step, size_t size, double *out) {
  if (solon_is_square(operation, y, y_step))
    return solon_unary(context, SOLON_UNARY_square, x, size, out);
  if (x_step == 0 && y_step == 0 && size > 1)
    return SOLON_BAD_ARGUMENT;
  solon_binary_kernel kernel =
      solon_kernels_get()->binary[operation][solon_binary_form(x_step, y_step)];
  for (size_t i = 0; i < size; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    kernel(x_step ? x + i : x, y_step ? y + i : y, chunk_at(i, size), out + i);
  }
  return SOLON_OK;
}

solon_status solon_axpy(solon_context *context, double alpha, const double *x, size_t size,
                        double *y) {
  const solon_kernels *kernels = solon_kernels_get();
  for (size_t i = 0; i < size; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    kernels->axpy(alpha, x + i, chunk_at(i, size), y + i);
  }
  return SOLON_OK;
}

solon_status solon_clip(solon_context *context, const double *x, double low, double high,
                        size_t size, double *out) {
  const solon_kernels *kernels = solon_kernels_get();
  for (size_t i = 0; i < size; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    kernels->clip(x + i, low, high, chunk_at(i, size), out + i);
  }
  return SOLON_OK;
}

solon_status solon_where(solon_context *context, const double *mask, int mask_step, const double *a,
                         int a_step, const double *b, int b_step, size_t size, double *out) {
  const solon_kernels *kernels = solon_kernels_get();
  double constant[SOLON_CHUNK];
  if (mask_step == 0)
    for (size_t i = 0; i < SOLON_CHUNK && i < size; i++)
      constant[i] = mask[0];
  for (size_t i = 0; i < size; i += SOLON_CHUNK) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    kernels->where(mask_step ? mask + i : constant, a_step ? a + i : a, a_step, b_step ? b + i : b,
                   b_step, chunk_at(i, size), out + i);
  }
  return SOLON_OK;
}

void solon_range(double from, double step, size_t size, double *out) {
  for (size_t i = 0; i < size; i++)
    out[i] = from + step * (double)i;
}
