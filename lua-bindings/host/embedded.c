/* embedded.c - finding an embedded module. */
#include "embedded.h"

#include <stdlib.h>
#include <string.h>

static int compare_module(const void *name, const void *file) {
  return strcmp(name, ((const solon_embedded *)file)->module);
}

const solon_embedded *solon_embedded_find(const char *module) {
  return bsearch(module, solon_embedded_files, solon_embedded_count, sizeof *solon_embedded_files,
                 compare_module);
}
