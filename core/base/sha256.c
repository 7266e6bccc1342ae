/* sha256.c - SHA-256 through nettle. */
#include "sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void solon_sha256_start(solon_sha256 *hash) {
  sha256_init(hash);
}

void solon_sha256_update(solon_sha256 *hash, const void *bytes, size_t length) {
  if (length > 0)
    sha256_update(hash, length, bytes);
}

void solon_sha256_finish(solon_sha256 *hash, char digest[SOLON_SHA256_SIZE]) {
  static const char digits[] = "0123456789abcdef";
  uint8_t raw[SHA256_DIGEST_SIZE];
  sha256_digest(hash, sizeof raw, raw);
  for (size_t i = 0; i < sizeof raw; i++) {
    digest[2 * i] = digits[raw[i] >> 4];
    digest[2 * i + 1] = digits[raw[i] & 15];
  }
  digest[2 * sizeof raw] = '\0';
}

void solon_sha256_bytes(const void *bytes, size_t length, char digest[SOLON_SHA256_SIZE]) {
  solon_sha256 hash;
  solon_sha256_start(&hash);
  solon_sha256_update(&hash, bytes, length);
  solon_sha256_finish(&hash, digest);
}

static solon_status read_failure(solon_context *context, const char *path, int error) {
  char reason[128];
  if (strerror_r(error, reason, sizeof reason) != 0)
    reason[0] = '\0';
  return solon_fail(context, SOLON_IO, "cannot read '%s': %s", path, reason);
}

solon_status solon_sha256_file(solon_context *context, const char *path,
                               char digest[SOLON_SHA256_SIZE]) {
  unsigned char block[65536];
  solon_sha256 hash;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return read_failure(context, path, errno);
  solon_sha256_start(&hash);
  for (;;) {
    ssize_t got = read(descriptor, block, sizeof block);
    if (got == 0)
      break;
    if (solon_context_cancelled(context)) {
      close(descriptor);
      return SOLON_CANCELLED;
    }
    if (got > 0) {
      solon_sha256_update(&hash, block, (size_t)got);
    } else if (errno != EINTR) {
      int error = errno;
      close(descriptor);
      return read_failure(context, path, error);
    }
  }
  close(descriptor);
  solon_sha256_finish(&hash, digest);
  return SOLON_OK;
}
