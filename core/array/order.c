/* order.c - radix sort on the bits of doubles, and what follows from it. */
#include "order.h"

#include <math.h>
#include <string.h>

enum { DIGITS = 8, BUCKETS = 256, FEW = 40 };

/* Unsigned keys in the order of the doubles: flip all bits of negatives, the sign of the others. */
static uint64_t key_of(double value, bool descending) {
  if (isnan(value))
    return UINT64_MAX;
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint64_t key = bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
  return descending ? ~key : key;
}

static double value_of(uint64_t key, bool descending) {
  if (key == UINT64_MAX)
    return NAN;
  if (descending)
    key = ~key;
  uint64_t bits = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/* One radix sort for two kinds of item.  The sorted items end in `a`; `b` is as large.  Digits that
 * all items share cost no pass. */
#define RADIX_SORT(name, item, KEY)                                                                \
  static void few_##name(item *a, size_t size) {                                                   \
    for (size_t i = 1; i < size; i++) {                                                            \
      item moving = a[i];                                                                          \
      size_t j = i;                                                                                \
      for (; j > 0 && KEY(a[j - 1]) > KEY(moving); j--)                                            \
        a[j] = a[j - 1];                                                                           \
      a[j] = moving;                                                                               \
    }                                                                                              \
  }                                                                                                \
  static solon_status name(solon_context *context, item *a, item *b, size_t size) {                \
    if (size <= FEW) {                                                                             \
      few_##name(a, size);                                                                         \
      return SOLON_OK;                                                                             \
    }                                                                                              \
    size_t counts[DIGITS][BUCKETS] = {{0}};                                                        \
    for (size_t i = 0; i < size; i++) {                                                            \
      if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))                                \
        return SOLON_CANCELLED;                                                                    \
      for (int digit = 0; digit < DIGITS; digit++)                                                 \
        counts[digit][KEY(a[i]) >> (8 * digit) & 255]++;                                           \
    }                                                                                              \
    item *from = a, *to = b;                                                                       \
    for (int digit = 0; digit < DIGITS; digit++) {                                                 \
      size_t *start = counts[digit], next = 0;                                                     \
      if (start[KEY(from[0]) >> (8 * digit) & 255] == size)                                        \
        continue;                                                                                  \
      for (int bucket = 0; bucket < BUCKETS; bucket++) {                                           \
        size_t count = start[bucket];                                                              \
        start[bucket] = next;                                                                      \
        next += count;                                                                             \
      }                                                                                            \
      for (size_t i = 0; i < size; i++) {                                                          \
        if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))                              \
          return SOLON_CANCELLED;                                                                  \
        to[start[KEY(from[i]) >> (8 * digit) & 255]++] = from[i];                                  \
      }                                                                                            \
      item *swap = from;                                                                           \
      from = to;                                                                                   \
      to = swap;                                                                                   \
    }                                                                                              \
    if (from != a)                                                                                 \
      memcpy(a, from, size * sizeof *a);                                                           \
    return SOLON_OK;                                                                               \
  }
#define PLAIN_KEY(item) (item)
#define ITEM_KEY(item) ((item).key)

RADIX_SORT(sort_keys, uint64_t, PLAIN_KEY)
RADIX_SORT(sort_items, solon_order_item, ITEM_KEY)

solon_status solon_sort(solon_context *context, const double *x, size_t size, bool descending,
                        uint64_t *work, double *out) {
  for (size_t i = 0; i < size; i++)
    work[i] = key_of(x[i], descending);
  solon_status status = sort_keys(context, work, work + size, size);
  if (status != SOLON_OK)
    return status;
  for (size_t i = 0; i < size; i++)
    out[i] = value_of(work[i], descending);
  return SOLON_OK;
}

solon_status solon_order(solon_context *context, const double *x, size_t size, bool descending,
                         solon_order_item *work) {
  for (size_t i = 0; i < size; i++) {
    /* adding 0 makes -0 the same key as 0 */
    work[i] = (solon_order_item){key_of(x[i] + 0.0, descending), i};
  }
  return sort_items(context, work, work + size, size);
}

/* ---- order statistics without sorting -------------------------------------------------------- */

enum { SELECT_BITS = 11, SELECT_BUCKETS = 1 << SELECT_BITS, SELECT_FEW = 512 };

/* The window of SELECT_BITS bits that starts at the highest bit in which keys differ. */
static int select_shift(uint64_t differing) {
  int highest = 63 - __builtin_clzll(differing);
  return highest >= SELECT_BITS ? highest - SELECT_BITS + 1 : 0;
}

/* Bits in which the keys differ from the first. */
static uint64_t differing_bits(const uint64_t *keys, size_t size) {
  uint64_t differing = 0;
  for (size_t i = 0; i < size; i++)
    differing |= keys[i] ^ keys[0];
  return differing;
}

/* Keeps the keys of one bucket; their number. */
static size_t keep_bucket(const uint64_t *keys, size_t size, int shift, size_t bucket,
                          uint64_t *out) {
  size_t kept = 0;
  for (size_t i = 0; i < size; i++) {
    out[kept] = keys[i];
    kept += (keys[i] >> shift & (SELECT_BUCKETS - 1)) == bucket;
  }
  return kept;
}

/* Last of one bucket and first of a later one: the neighbours across the gap. */
static void across_buckets(const uint64_t *keys, size_t size, int shift, size_t first,
                           size_t second, uint64_t *at, uint64_t *next) {
  *at = 0;
  *next = UINT64_MAX;
  for (size_t i = 0; i < size; i++) {
    size_t bucket = keys[i] >> shift & (SELECT_BUCKETS - 1);
    if (bucket == first && keys[i] > *at)
      *at = keys[i];
    if (bucket == second && keys[i] < *next)
      *next = keys[i];
  }
}

/* Both ranks lie in `keys`; `spare` is as large. */
static solon_status select_keys(solon_context *context, uint64_t *keys, uint64_t *spare,
                                size_t size, size_t rank, size_t next_rank, uint64_t *at,
                                uint64_t *next) {
  while (size > SELECT_FEW) {
    if (solon_context_cancelled(context))
      return SOLON_CANCELLED;
    uint64_t differing = differing_bits(keys, size);
    if (differing == 0) {
      *at = *next = keys[0];
      return SOLON_OK;
    }
    int shift = select_shift(differing);
    size_t counts[SELECT_BUCKETS] = {0}, first = 0, before = 0, second;
    for (size_t i = 0; i < size; i++)
      counts[keys[i] >> shift & (SELECT_BUCKETS - 1)]++;
    while (before + counts[first] <= rank)
      before += counts[first++];
    second = first;
    if (next_rank >= before + counts[first])
      for (second++; counts[second] == 0; second++) {
      }
    if (second != first) {
      across_buckets(keys, size, shift, first, second, at, next);
      return SOLON_OK;
    }
    /* the highest differing bit is in the window, so the bucket holds less than all */
    size = keep_bucket(keys, size, shift, first, spare);
    rank -= before;
    next_rank -= before;
    uint64_t *swap = keys;
    keys = spare;
    spare = swap;
  }
  solon_status status = sort_keys(context, keys, spare, size);
  *at = keys[rank];
  *next = keys[next_rank];
  return status;
}

solon_status solon_order_statistics(solon_context *context, const double *x, size_t size,
                                    size_t rank, uint64_t *work, double *at, double *next) {
  for (size_t i = 0; i < size; i++) {
    if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    work[i] = key_of(x[i], false);
  }
  uint64_t first = 0, second = 0;
  size_t next_rank = rank + 1 < size ? rank + 1 : rank;
  solon_status status =
      select_keys(context, work, work + size, size, rank, next_rank, &first, &second);
  *at = value_of(first, false);
  *next = value_of(second, false);
  return status;
}

/* ---- ranks and positions --------------------------------------------------------------------- */

/* The rank of the tied items first .. last (positions in sorted order, from 0); `group` counts the
 * groups before it. */
static double tied_rank(solon_ties ties, size_t first, size_t last, size_t group) {
  switch (ties) {
  case SOLON_TIES_MIN:
    return (double)first + 1;
  case SOLON_TIES_MAX:
    return (double)last + 1;
  case SOLON_TIES_DENSE:
    return (double)group + 1;
  case SOLON_TIES_AVERAGE:
  case SOLON_TIES_ORDINAL:
    break;
  }
  return ((double)first + (double)last) / 2 + 1;
}

solon_status solon_rank(solon_context *context, const double *x, size_t size, bool descending,
                        solon_ties ties, solon_order_item *work, double *out) {
  solon_status status = solon_order(context, x, size, descending, work);
  if (status != SOLON_OK)
    return status;
  size_t group = 0;
  for (size_t first = 0, last; first < size; first = last + 1, group++) {
    for (last = first; last + 1 < size && work[last + 1].key == work[first].key; last++) {
    }
    bool missing = work[first].key == UINT64_MAX;
    for (size_t i = first; i <= last; i++)
      out[work[i].position] = missing                      ? (double)NAN
                              : ties == SOLON_TIES_ORDINAL ? (double)i + 1
                                                           : tied_rank(ties, first, last, group);
  }
  return SOLON_OK;
}

/* Order with NaN above everything. */
static bool less(double a, double b) {
  return a < b || (!isnan(a) && isnan(b));
}

solon_status solon_search(solon_context *context, const double *sorted, size_t size,
                          const double *values, size_t value_count, bool right, double *out) {
  for (size_t i = 0; i < value_count; i++) {
    if (i % SOLON_CHUNK == 0 && solon_context_cancelled(context))
      return SOLON_CANCELLED;
    double value = values[i];
    size_t low = 0, high = size;
    while (low < high) {
      size_t middle = low + (high - low) / 2;
      if (right ? !less(value, sorted[middle]) : less(sorted[middle], value))
        low = middle + 1;
      else
        high = middle;
    }
    out[i] = (double)low;
  }
  return SOLON_OK;
}

size_t solon_unique_sorted(const double *sorted, size_t size, double *values, double *counts) {
  size_t found = 0;
  for (size_t i = 0, end; i < size; i = end) {
    double value = sorted[i];
    for (end = i + 1; end < size && (sorted[end] == value || (isnan(value) && isnan(sorted[end])));
         end++) {
    }
    if (counts != NULL)
      counts[found] = (double)(end - i);
    values[found++] = value;
  }
  return found;
}
