/* packed.c - doubles as base64; see packed.h. */
#include "core/base/packed.h"

#include <stdint.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t solon_packed_length(size_t count) {
  if (count > SIZE_MAX / 16)
    return SIZE_MAX;
  return (8 * count + 2) / 3 * 4;
}

/* The bytes of up to three doubles, the least significant first. */
static void bytes_of(const double *value, size_t count, unsigned char *bytes) {
  for (size_t i = 0; i < count; i++) {
    uint64_t bits;
    memcpy(&bits, &value[i], sizeof bits);
    for (int b = 0; b < 8; b++)
      bytes[8 * i + (size_t)b] = (unsigned char)(bits >> 8 * b);
  }
}

static void doubles_of(const unsigned char *bytes, size_t count, double *value) {
  for (size_t i = 0; i < count; i++) {
    uint64_t bits = 0;
    for (int b = 0; b < 8; b++)
      bits |= (uint64_t)bytes[8 * i + (size_t)b] << 8 * b;
    memcpy(&value[i], &bits, sizeof bits);
  }
}

/* Three doubles are 24 bytes are 32 letters: groups of these need no padding but the last. */
enum { GROUP = 3, GROUP_BYTES = 24 };

void solon_pack_doubles(const double *value, size_t count, char *text) {
  for (size_t done = 0; done < count; done += GROUP) {
    size_t here = count - done < GROUP ? count - done : GROUP;
    unsigned char bytes[GROUP_BYTES + 3] = {0};
    bytes_of(value + done, here, bytes);
    for (size_t b = 0; b < 8 * here; b += 3, text += 4) {
      uint32_t three = (uint32_t)bytes[b] << 16 | (uint32_t)bytes[b + 1] << 8 | bytes[b + 2];
      text[0] = letters[three >> 18];
      text[1] = letters[three >> 12 & 63];
      text[2] = b + 1 < 8 * here ? letters[three >> 6 & 63] : '=';
      text[3] = b + 2 < 8 * here ? letters[three & 63] : '=';
    }
  }
}

/* value_of[c]: 6 bits of a letter, 64 for padding, 255 for anything else. */
static void invert(unsigned char value_of[256]) {
  memset(value_of, 255, 256);
  for (unsigned char i = 0; i < 64; i++)
    value_of[(unsigned char)letters[i]] = i;
  value_of['='] = 64;
}

/* Three bytes from four letters, the last `padding` of them '='; false for others, and where bits
 * that no byte takes are set. */
static bool three_bytes(const unsigned char value_of[256], const char *text, int padding,
                        unsigned char *bytes) {
  uint32_t three = 0;
  for (int i = 0; i < 4; i++) {
    unsigned char v = value_of[(unsigned char)text[i]];
    if (i >= 4 - padding ? v != 64 : v >= 64)
      return false;
    three = three << 6 | (v & 63);
  }
  bytes[0] = (unsigned char)(three >> 16);
  bytes[1] = (unsigned char)(three >> 8);
  bytes[2] = (unsigned char)three;
  return (padding < 1 || bytes[2] == 0) && (padding < 2 || bytes[1] == 0);
}

bool solon_unpack_doubles(const char *text, size_t length, double *value, size_t count) {
  if (length == SIZE_MAX || length != solon_packed_length(count))
    return false;
  unsigned char value_of[256];
  invert(value_of);
  for (size_t done = 0; done < count; done += GROUP) {
    size_t here = count - done < GROUP ? count - done : GROUP, size = 8 * here;
    unsigned char bytes[GROUP_BYTES + 3];
    for (size_t b = 0; b < size; b += 3, text += 4)
      if (!three_bytes(value_of, text, b + 3 > size ? (int)(b + 3 - size) : 0, bytes + b))
        return false;
    doubles_of(bytes, here, value + done);
  }
  return true;
}
