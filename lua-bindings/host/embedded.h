/* embedded.h - the Lua standard library inside the executable, as source text. */
#ifndef SOLON_HOST_EMBEDDED_H
#define SOLON_HOST_EMBEDDED_H

#include <stddef.h>

typedef struct solon_embedded {
  const char *module;     /* "solon.frame" */
  const char *chunk_name; /* "@solon/frame.lua", the name in tracebacks */
  const char *text;
  size_t length;
} solon_embedded;

/* The list is sorted by module name; generated at build time from stdlib/. */
extern const solon_embedded solon_embedded_files[];
extern const size_t solon_embedded_count;

/* NULL when there is no such module. */
const solon_embedded *solon_embedded_find(const char *module);

#endif
