/* philox.h - counter-based random bits: Philox4x32-10 of Salmon et al., "Parallel random numbers:
 * as easy as 1, 2, 3" (SC11), by way of the Random123 library.
 *
 * A stream is named by (seed, purpose, index).  Two streams with different names are independent,
 * so work item i draws from stream (seed, purpose, i) and results never depend on the number of
 * workers or the order in which items run.  A stream holds 2^64 blocks of four 32-bit words.
 *
 * The layout is fixed for ever: key = the 64-bit seed (low word first), counter words 0,1 = the
 * block number, counter word 2 = index modulo 2^32, counter word 3 = purpose xor (index >> 32).
 */
#ifndef SOLON_RANDOM_PHILOX_H
#define SOLON_RANDOM_PHILOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct solon_stream {
  uint32_t key[2];
  uint32_t high[2]; /* counter words 2 and 3: index and purpose */
  uint64_t block;   /* the next block to make */
  uint32_t word[4]; /* the current block, and how many of its words are left */
  uint32_t left;
} solon_stream;

/* A purpose is a 32-bit number made from a short name (FNV-1a), so that two uses of one seed inside
 * a protocol never share bits: solon_purpose("bootstrap"). */
uint32_t solon_purpose(const char *name);

/* Starts stream (seed, purpose, index) at its first block. */
void solon_stream_start(solon_stream *stream, uint64_t seed, uint32_t purpose, uint64_t index);

/* The next 32 or 64 uniform bits; 64 bits are two words of the stream, the low one first. */
uint32_t solon_stream_bits32(solon_stream *stream);
uint64_t solon_stream_bits64(solon_stream *stream);

/* Fills out[0..count) with what `count` calls of solon_stream_bits32 or _bits64 would give, several
 * blocks at a time (about 0.7 ns a word with AVX2, 1.5 ns without; the same bits). */
void solon_stream_fill_bits32(solon_stream *stream, uint32_t *out, size_t count);
void solon_stream_fill_bits64(solon_stream *stream, uint64_t *out, size_t count);

/* How many 32-bit words have been drawn, and the way back: seeking to a position makes the stream
 * continue from there.  Positions are below 2^62. */
uint64_t solon_stream_position(const solon_stream *stream);
void solon_stream_seek(solon_stream *stream, uint64_t position);

/* Starts `child` as stream `index` of the family `name` below `parent`.  It depends on the name of
 * the parent and not on how much was drawn from it.  The family's seed is two words of the parent's
 * block 2^64 - 2^32 + name, which no stream reaches; the child is stream (that seed, name, index).
 */
void solon_stream_child(const solon_stream *parent, uint32_t name, uint64_t index,
                        solon_stream *child);

/* Uniform on the open interval (0, 1): (k + 1/2) / 2^52 with k of 52 bits, exact; never 0 or 1. */
double solon_stream_uniform(solon_stream *stream);

/* Uniform integer on 0 .. bound-1 without bias (Lemire 2019); bound >= 1. */
uint64_t solon_stream_below(solon_stream *stream, uint64_t bound);

/* What 64 bits of the stream give for solon_stream_below; false: they would favour small results,
 * and the next 64 are taken (probability below bound / 2^64). */
static inline bool solon_below_of_bits(uint64_t bits, uint64_t bound, uint64_t *result) {
  unsigned __int128 product = (unsigned __int128)bits * bound;
  *result = (uint64_t)(product >> 64);
  return (uint64_t)product >= bound || (uint64_t)product >= (0 - bound) % bound;
}

/* Fills out[0..count) with uniform integers on 0 .. bound-1, each from one 32-bit word (Lemire
 * 2019; a word that would favour small results is skipped); bound >= 1.  Other bits than calls of
 * solon_stream_below, which takes 64-bit draws.  About 1 ns each. */
void solon_stream_fill_below(solon_stream *stream, uint32_t bound, uint32_t *out, size_t count);

/* Philox4x32-10 itself, for the published known-answer vectors. */
void solon_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

#endif
