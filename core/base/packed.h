/* packed.h - columns of doubles as text of one line that reads back bit for bit.
 *
 * The doubles are taken as bytes, the least significant first on every machine, and the bytes
 * written in base64 (RFC 4648: A-Z a-z 0-9 + /, padded by =): 8 bytes are 10 2/3 characters, all of
 * them safe between quotes.
 */
#ifndef SOLON_BASE_PACKED_H
#define SOLON_BASE_PACKED_H

#include <stdbool.h>
#include <stddef.h>

/* Characters of the text of so many doubles; SIZE_MAX when that exceeds memory. */
size_t solon_packed_length(size_t count);

/* Writes exactly solon_packed_length(count) characters, no terminator. */
void solon_pack_doubles(const double *value, size_t count, char *text);

/* Reads text[0..length) back; false unless it is what solon_pack_doubles writes for `count` doubles
 * (length, letters, padding). */
bool solon_unpack_doubles(const char *text, size_t length, double *value, size_t count);

#endif
