/* random_points.c - solon.random: whole samples of points, by low-discrepancy sequences. */
#include "random.h"

#include "array_object.h"

#include "core/random/sobol.h"

static const int64_t LARGEST_SKIP = (int64_t)SOLON_SOBOL_POINTS;

int solonL_random_sobol(lua_State *L) {
  static const char *const known[] = {"seed", "scramble", "skip", NULL};
  lua_settop(L, 3);
  size_t count = (size_t)solonL_check_integer(L, 1, 0, LARGEST_SKIP);
  size_t dimensions = (size_t)solonL_check_integer(L, 2, 1, SOLON_SOBOL_DIMENSIONS);
  solonL_check_options(L, 3, known);
  bool scrambled = solonL_option_boolean(L, 3, "scramble", true);
  if (scrambled && !solonL_option_given(L, 3, "seed"))
    solonL_argument_error(L, 3, "option 'seed': integer expected for a scrambled sequence");
  if (!scrambled && solonL_option_given(L, 3, "seed"))
    solonL_argument_error(L, 3, "option 'seed': has no effect where option 'scramble' is false");
  int64_t seed = solonL_option_integer(L, 3, "seed", 0, INT64_MIN, INT64_MAX);
  int64_t skip = solonL_option_integer(L, 3, "skip", 0, 0, LARGEST_SKIP);
  solonL_array *points = solonL_push_matrix(L, count, dimensions);
  solon_sobol *sobol = solonL_scratch(L, dimensions * sizeof *sobol);
  for (size_t d = 0; d < dimensions; d++)
    solonL_check_status(L, solon_sobol_prepare(&sobol[d], d, scrambled, (uint64_t)seed));
  solonL_check_status(L, solon_sobol_points(solonL_context(L), sobol, dimensions, (uint64_t)skip,
                                            count, points->data));
  lua_pop(L, 1);
  return 1;
}
