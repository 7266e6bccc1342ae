/* philox.h - counter-based random bits: Philox4x32-10 of Salmon et al., "Parallel random numbers: as
 * easy as 1, 2, 3" (SC11), by way of the Random123 library.
 *
 * A stream is named by (seed, purpose, index).  Two streams with different names are independent, so
 * work item i draws from stream (seed, purpose, i) and results never depend on the number of workers
 * or the order in which items run.  A stream holds 2^64 blocks of four 32-bit words.
 *
 * The layout is fixed for ever: key = the 64-bit seed (low word first), counter words 0,1 = the block
 * number, counter word 2 = index modulo 2^32, counter word 3 = purpose xor (index >> 32).
 */
#ifndef SOLON_RANDOM_PHILOX_H
#define SOLON_RANDOM_PHILOX_H

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

/* The next 32 or 64 uniform bits. */
uint32_t solon_stream_bits32(solon_stream *stream);
uint64_t solon_stream_bits64(solon_stream *stream);

/* Uniform on the open interval (0, 1): (k + 1/2) / 2^52 with k of 52 bits, exact; never 0 or 1. */
double solon_stream_uniform(solon_stream *stream);

/* Uniform integer on 0 .. bound-1 without bias (Lemire 2019); bound >= 1. */
uint64_t solon_stream_below(solon_stream *stream, uint64_t bound);

/* Philox4x32-10 itself, for the published known-answer vectors. */
void solon_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

#endif
