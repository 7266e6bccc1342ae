/* tap.h - a small producer of the Test Anything Protocol for C tests. */
#ifndef SOLON_TESTS_TAP_H
#define SOLON_TESTS_TAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One test point each; `name` is a printf format for what follows. All return whether it passed. */
bool tap_ok(bool passed, const char *name, ...) __attribute__((format(printf, 2, 3)));
bool tap_integer(int64_t got, int64_t want, const char *name, ...)
    __attribute__((format(printf, 3, 4)));
bool tap_string(const char *got, const char *want, const char *name, ...)
    __attribute__((format(printf, 3, 4)));

/* |got - want| <= absolute + relative * |want|; two NaNs agree, equal infinities agree.  A failure
 * prints got, want, relative error and the distance in units in the last place. */
bool tap_near(double got, double want, double relative, double absolute, const char *name, ...)
    __attribute__((format(printf, 5, 6)));

/* The same bits (so 0 and -0 differ, NaNs agree). */
bool tap_same(double got, double want, const char *name, ...) __attribute__((format(printf, 3, 4)));

/* A comment line for the reader. */
void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Counts one point as skipped, loudly. */
void tap_skip(const char *reason, const char *name);

/* Prints the plan; the value for main to return: 0 if all points passed. */
int tap_done(void);

#endif
