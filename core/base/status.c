/* status.c - texts of the outcomes. */
#include "status.h"

#include <stddef.h>

static const struct {
  solon_status status;
  const char *name, *text;
} outcomes[] = {
    {SOLON_OK, "ok", "success"},
    {SOLON_BAD_ARGUMENT, "bad_argument", "a value lies outside its domain"},
    {SOLON_BAD_SHAPE, "bad_shape", "lengths or dimensions do not fit"},
    {SOLON_BAD_SYNTAX, "bad_syntax", "the text does not parse"},
    {SOLON_NO_MEMORY, "no_memory", "not enough memory"},
    {SOLON_CANCELLED, "cancelled", "interrupted"},
    {SOLON_IO, "io", "the operating system refused"},
    {SOLON_UNAVAILABLE, "unavailable", "an optional library is not available"},
    {SOLON_SINGULAR, "singular", "the matrix is singular or not positive definite"},
    {SOLON_NOT_CONVERGED, "not_converged", "the iteration did not converge"},
    {SOLON_DEGENERATE, "degenerate", "the data carry no information for this computation"},
};

static size_t outcome_index(solon_status status) {
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
    if (outcomes[i].status == status)
      return i;
  return 0;
}

const char *solon_status_text(solon_status status) {
  return outcomes[outcome_index(status)].text;
}

const char *solon_status_name(solon_status status) {
  return outcomes[outcome_index(status)].name;
}
