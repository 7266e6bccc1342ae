/* classify.h - what kind of value a text of a CSV file spells, and the narrowest column type that
 * holds every text of a column. */
#ifndef SOLON_DATA_CLASSIFY_H
#define SOLON_DATA_CLASSIFY_H

#include "column.h"

/* Kinds of one text, as bits so that the kinds of many texts can be united.  Blanks around a value
 * other than text are ignored.
 *   integer    [+-]digits that fits 64 bits; no needless leading zero ("007" is a code, so text)
 *   number     a decimal fraction or power of ten with the given decimal mark; nan, inf, infinity
 *   boolean    true or false in any case
 *   date       YYYY-MM-DD, a day of the Gregorian calendar
 *   timestamp  YYYY-MM-DD hh:mm[:ss[.f...]], also with T in the middle; no zone
 *   text       everything else */
enum {
  SOLON_SPELLS_INTEGER = 1,
  SOLON_SPELLS_NUMBER = 2,
  SOLON_SPELLS_BOOLEAN = 4,
  SOLON_SPELLS_DATE = 8,
  SOLON_SPELLS_TIMESTAMP = 16,
  SOLON_SPELLS_TEXT = 32
};
unsigned solon_classify(const char *text, size_t length, char decimal_mark);

/* The narrowest type for texts of the given kinds: integers and numbers make a number column, dates
 * and timestamps a timestamp column, any other mixture text; 0 (no text at all) is text, too. */
solon_column_type solon_narrowest_type(unsigned kinds);

/* The kinds of all values in the dictionary of a text column, united. */
unsigned solon_column_kinds(const solon_column *column, char decimal_mark);

/* Reads the whole of a text (blanks around it allowed) as a 64-bit decimal integer; exact. */
bool solon_integer_parse(const char *text, size_t length, int64_t *value);

/* Conversions of a loosely read column.  Each returns how many elements do not fit; they get
 * misfit[i] = 1 (all others 0) and out[i] = 0.  Missing elements fit and give 0.  out and misfit
 * have room for column->rows.
 *
 * A number column to integers: fits what is whole and smaller than 2^53 in size (beyond, a double
 * may stand for several integers); NaN does not fit. */
size_t solon_numbers_to_integers(const solon_column *column, int64_t *out, uint8_t *misfit);

/* A text column to integers, by solon_integer_parse. */
size_t solon_texts_to_integers(const solon_column *column, int64_t *out, uint8_t *misfit);

/* A text column to booleans: true, false, 1, 0, in any case. */
size_t solon_texts_to_booleans(const solon_column *column, uint8_t *out, uint8_t *misfit);

/* A timestamp column to dates: fits what has the time of day 00:00:00; the date is the text without
 * its last SOLON_MIDNIGHT_LENGTH bytes. */
enum { SOLON_MIDNIGHT_LENGTH = 9 };
size_t solon_timestamps_not_dates(const solon_column *column, uint8_t *misfit);

#endif
