/* system.h - what a run manifest says about the machine, and clocks. */
#ifndef SOLON_BASE_SYSTEM_H
#define SOLON_BASE_SYSTEM_H

#include <stddef.h>

/* The libraries results may depend on, with the versions found at run time, sorted by name. */
typedef struct solon_library {
  const char *name;
  char version[32];
} solon_library;

enum { SOLON_LIBRARY_COUNT = 6 };
void solon_libraries(solon_library libraries[SOLON_LIBRARY_COUNT]);

/* Keeps libraries from ending the process on bad numbers (GSL's default): Solon looks at statuses
 * and NaN instead.  Call it once before any other function of core that uses GSL. */
void solon_quiet_libraries(void);

/* The class of this processor as far as results can depend on it: which variants of the
 * mathematical functions the C library and OpenBLAS choose.  "x86-64-v4" (AVX-512), "x86-64-v3"
 * (AVX2 and FMA), "x86-64" or the architecture's name, then a slash and the name of OpenBLAS's
 * kernels, as in "x86-64-v3/Haswell"; "/plain" follows where Solon's own kernels do without fused
 * multiply-add (cpu.h).  Two runs on one class give the same bits.  Static storage. */
const char *solon_cpu_class(void);

/* Processors this process may use (its affinity, not the machine's size), at least 1. */
int solon_cpu_count(void);

/* Seconds since an arbitrary point, never running backwards; processor seconds used by all threads
 * of this process. */
double solon_wall_clock(void);
double solon_cpu_clock(void);

/* This machine's name, at most size - 1 bytes; "" when unknown. */
void solon_host_name(char *name, size_t size);

/* Columns of the terminal behind a descriptor; 0 when it is not a terminal. */
int solon_terminal_width(int descriptor);

#endif
