/* members.h - walking through a set of contestants kept as a 64-bit mask. */
#ifndef SOLON_VOTING_MEMBERS_H
#define SOLON_VOTING_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>

/* A loop over the members i (uint64_t) of a set, from the smallest:  SOLON_EACH(i, field) { ... }
 */
#define SOLON_EACH(i, set)                                                                         \
  for (uint64_t i = 0, rest_of_##i = (set);                                                        \
       rest_of_##i != 0 && (i = (uint64_t)__builtin_ctzll(rest_of_##i), true);                     \
       rest_of_##i &= rest_of_##i - 1)

#endif
