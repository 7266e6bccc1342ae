/* sha256.h - SHA-256 (FIPS 180-4) of bytes and files, in lower-case hexadecimal, by way of nettle.
 */
#ifndef SOLON_BASE_SHA256_H
#define SOLON_BASE_SHA256_H

#include "context.h"

#include <nettle/sha2.h>
#include <stddef.h>

enum { SOLON_SHA256_SIZE = 65 }; /* 64 digits and a zero byte */

/* Streaming: start, update any number of times, finish once. */
typedef struct sha256_ctx solon_sha256;

void solon_sha256_start(solon_sha256 *hash);
void solon_sha256_update(solon_sha256 *hash, const void *bytes, size_t length);
void solon_sha256_finish(solon_sha256 *hash, char digest[SOLON_SHA256_SIZE]);

/* All at once. */
void solon_sha256_bytes(const void *bytes, size_t length, char digest[SOLON_SHA256_SIZE]);

/* A whole file, read in blocks; SOLON_IO with path and reason in the detail, SOLON_CANCELLED. */
solon_status solon_sha256_file(solon_context *context, const char *path,
                               char digest[SOLON_SHA256_SIZE]);

#endif
