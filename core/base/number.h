/* number.h - numbers as text, both ways, independent of the locale. */
#ifndef SOLON_BASE_NUMBER_H
#define SOLON_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { SOLON_NUMBER_SIZE = 32 };

/* Writes the shortest of 15, 16 or 17 significant digits that reads back as the same double, always
 * recognisable as a float where `float_mark` is true (1 becomes "1.0").  NaN, inf and -inf are
 * written "nan", "inf", "-inf".  Returns the length without the final zero byte. */
size_t solon_number_format(double value, bool float_mark, char text[SOLON_NUMBER_SIZE]);

/* Reads the whole of text[0..length) as a decimal floating number (C syntax without hexadecimal,
 * no blanks, "nan", "inf", "-inf" allowed).  False when anything else is there; *value then keeps
 * its content. */
bool solon_number_parse(const char *text, size_t length, double *value);

#endif
