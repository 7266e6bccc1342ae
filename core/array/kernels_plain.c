/* kernels_plain.c - the loops for CPUs without fused multiply-add. */
#include <sleef.h>

#define TABLE solon_kernels_plain
#define WIDTH 1
#define VECTOR double
#define LOAD(p) (*(p))
#define STORE(p, v) (*(p) = (v))
#define SPLAT(x) (x)
#define SLEEF(name, accuracy) Sleef_cinz_##name##d1_##accuracy##purec

#include "kernels_body.h"
