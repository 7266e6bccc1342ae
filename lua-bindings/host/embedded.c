/* embedded.c - finding an embedded module or script file. */
#include "embedded.h"

#include <stdlib.h>
#include <string.h>

static int compare_name(const void *name, const void *file) {
  return strcmp(name, ((const solon_embedded *)file)->module);
}

const solon_embedded *solon_embedded_find(const char *module) {
  return bsearch(module, solon_embedded_files, solon_embedded_count, sizeof *solon_embedded_files,
                 compare_name);
}

const solon_embedded *solon_script_find(const char *path) {
  return bsearch(path, solon_script_files, solon_script_count, sizeof *solon_script_files,
                 compare_name);
}
