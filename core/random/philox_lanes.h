/* philox_lanes.h - the words of eight neighbouring streams at once.
 *
 * Eight streams (seed, purpose, index + 0 .. 7) of philox.h are drawn together in vector registers:
 * where each of many small tasks has a stream of its own, this is several times faster than one
 * stream after the other, and gives the same words.
 */
#ifndef SOLON_RANDOM_PHILOX_LANES_H
#define SOLON_RANDOM_PHILOX_LANES_H

#include <stddef.h>
#include <stdint.h>

enum { SOLON_LANES = 8 };

/* Writes blocks first_block .. first_block + blocks - 1 (four words each) of the eight streams:
 * words[(4 * block + word) * SOLON_LANES + lane], each 32-bit word in the low half of 64 bits, as
 * the kernels that consume it want it.  index is a multiple of 8.  Vector and plain code give the
 * same words; solon_cpu_level_get() decides. */
void solon_philox_lanes(uint64_t seed, uint32_t purpose, uint64_t index, uint64_t first_block,
                        size_t blocks, uint64_t *restrict words);

#endif
