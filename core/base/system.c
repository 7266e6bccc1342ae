/* system.c - processor class, clocks, terminal. */
#define _GNU_SOURCE /* sched_getaffinity */
#include "system.h"

#include "cpu.h"

#include <cjson/cJSON.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_version.h>
#include <nettle/version.h>
#include <nlopt.h>
#include <pthread.h>
#include <stdbool.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

/* of OpenBLAS; its header collides with GSL's cblas header */
char *openblas_get_corename(void);
char *openblas_get_config(void);

static char cpu_class[96];
static pthread_once_t cpu_class_once = PTHREAD_ONCE_INIT;

static const char *architecture_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
    return "x86-64-v4";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return "x86-64-v3";
  return "x86-64";
#else
  static struct utsname name;
  return uname(&name) == 0 ? name.machine : "unknown";
#endif
}

static void find_cpu_class(void) {
  const char *kernels = openblas_get_corename();
  bool plain = solon_cpu_level_get() == SOLON_CPU_PLAIN;
  snprintf(cpu_class, sizeof cpu_class, "%s/%s%s", architecture_level(),
           kernels != NULL ? kernels : "unknown", plain ? "/plain" : "");
}

const char *solon_cpu_class(void) {
  pthread_once(&cpu_class_once, find_cpu_class);
  return cpu_class;
}

void solon_quiet_libraries(void) {
  gsl_set_error_handler_off();
}

void solon_libraries(solon_library libraries[SOLON_LIBRARY_COUNT]) {
  static const char *const names[] = {"cjson", "compiler", "gsl", "nettle", "nlopt", "openblas"};
  int major, minor, bugfix;
  for (int i = 0; i < SOLON_LIBRARY_COUNT; i++)
    libraries[i].name = names[i];
  nlopt_version(&major, &minor, &bugfix);
  enum { SIZE = sizeof libraries->version };
  snprintf(libraries[0].version, SIZE, "%s", cJSON_Version());
  snprintf(libraries[1].version, SIZE, "%.31s", __VERSION__);
  snprintf(libraries[2].version, SIZE, "%s", gsl_version);
  snprintf(libraries[3].version, SIZE, "%d.%d", nettle_version_major(), nettle_version_minor());
  snprintf(libraries[4].version, SIZE, "%d.%d.%d", major, minor, bugfix);
  /* "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ..." */
  if (sscanf(openblas_get_config(), "OpenBLAS %31s", libraries[5].version) != 1)
    snprintf(libraries[5].version, SIZE, "unknown");
}

int solon_cpu_count(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

static double clock_seconds(clockid_t clock) {
  struct timespec now;
  if (clock_gettime(clock, &now) != 0)
    return 0;
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double solon_wall_clock(void) {
  return clock_seconds(CLOCK_MONOTONIC);
}

double solon_cpu_clock(void) {
  return clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
}

void solon_host_name(char *name, size_t size) {
  struct utsname system;
  snprintf(name, size, "%s", uname(&system) == 0 ? system.nodename : "");
}

int solon_terminal_width(int descriptor) {
  struct winsize window;
  if (!isatty(descriptor))
    return 0;
  if (ioctl(descriptor, TIOCGWINSZ, &window) != 0 || window.ws_col == 0)
    return 80;
  return window.ws_col;
}
