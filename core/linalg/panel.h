/* panel.h - c = alpha a b + beta c in panels, for products that can be interrupted; private to
 * core/linalg. */
#ifndef SOLON_LINALG_PANEL_H
#define SOLON_LINALG_PANEL_H

#include "core/base/context.h"

/* Multiplications between two looks at the cancel flag: some 20 ms. */
#define SOLON_LINALG_SLICE 5e8

/* a: rows x inner, b: inner x columns, c: rows x columns, each with its own distance between rows.
 * The panels depend on the shape only.  Errors: SOLON_CANCELLED. */
solon_status solon_panel_product(solon_context *context, size_t rows, size_t inner, size_t columns,
                                 double alpha, const double *a, size_t a_stride, const double *b,
                                 size_t b_stride, double beta, double *c, size_t c_stride);

#endif
