/* sha256_test.c - the published examples of FIPS 180-4 (NIST, "SHA-256 examples"). */
#define _DEFAULT_SOURCE /* mkstemp */
#include "core/base/sha256.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  static const char a_million[] =
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
  char digest[SOLON_SHA256_SIZE];
  solon_context context = {0};
  solon_sha256_bytes("abc", 3, digest);
  tap_string(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc");
  solon_sha256_bytes(two_blocks, strlen(two_blocks), digest);
  tap_string(digest, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
             "two blocks");
  solon_sha256_bytes(NULL, 0, digest);
  tap_string(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "empty");

  static char block[1000];
  solon_sha256 hash;
  memset(block, 'a', sizeof block);
  solon_sha256_start(&hash);
  for (int i = 0; i < 1000; i++)
    solon_sha256_update(&hash, block, sizeof block);
  solon_sha256_finish(&hash, digest);
  tap_string(digest, a_million, "a million letters, streamed");

  char path[] = "/tmp/solon-sha256-test-XXXXXX";
  int descriptor = mkstemp(path);
  ssize_t written = 0;
  for (int i = 0; i < 1000; i++)
    written += write(descriptor, block, sizeof block);
  close(descriptor);
  tap_integer(written, 1000000, "the file is written");
  solon_sha256_file(&context, path, digest);
  tap_string(digest, a_million, "the same from a file");
  unlink(path);
  tap_ok(solon_sha256_file(&context, path, digest) == SOLON_IO &&
             strstr(context.detail, path) != NULL,
         "an absent file is named");
  return tap_done();
}
