/* embedded.h - the Lua standard library and the protocol scripts inside the executable, as text. */
#ifndef SOLON_HOST_EMBEDDED_H
#define SOLON_HOST_EMBEDDED_H

#include <stddef.h>

typedef struct solon_embedded {
  const char *module; /* "solon.frame"; of a script file its path, "inference/compare-groups.lua" */
  const char *chunk_name; /* "@solon/frame.lua", the name in tracebacks */
  const char *text;
  size_t length;
} solon_embedded;

/* The modules of stdlib/, sorted by name; generated at build time. */
extern const solon_embedded solon_embedded_files[];
extern const size_t solon_embedded_count;

/* The files in the folders of scripts/ (protocols, their data), sorted by path; generated too. */
extern const solon_embedded solon_script_files[];
extern const size_t solon_script_count;

/* NULL when there is no such module; no such script file. */
const solon_embedded *solon_embedded_find(const char *module);
const solon_embedded *solon_script_find(const char *path);

#endif
