/* number.h - numbers as text, both ways, independent of the locale. */
#ifndef SOLON_BASE_NUMBER_H
#define SOLON_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { SOLON_NUMBER_SIZE = 32 };

/* Writes the fewest significant digits that read back as the same double (15 at least are tried for
 * normal numbers, with trailing zeros left out, so 0.1 stays 0.1), always recognisable as a float
 * where `float_mark` is true (1 becomes "1.0").  NaN, inf and -inf are written "nan", "inf",
 * "-inf".  Returns the length without the final zero byte. */
size_t solon_number_format(double value, bool float_mark, char text[SOLON_NUMBER_SIZE]);

/* Reads the whole of text[0..length) as a decimal floating number (C syntax without hexadecimal,
 * no blanks, at most 511 bytes, "nan", "inf", "-inf" allowed; too large gives an infinity, too
 * small a zero, as strtod does).  False when anything else is there; *value then keeps its content.
 */
bool solon_number_parse(const char *text, size_t length, double *value);

#endif
