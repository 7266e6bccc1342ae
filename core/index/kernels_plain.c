/* kernels_plain.c - the rows one by one, for any machine: fma() of the C library is a fused
 * multiply-add everywhere, in software where the CPU has none. */
#include <sleef.h>

#define TABLE solon_index_kernels_plain
#define SLEEF(name) Sleef_cinz_##name##d1_u10purec

#include "kernels_scalar.h"

#include "kernels_body.h"
