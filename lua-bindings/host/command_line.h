/* command_line.h - what the words after `solon` ask for. */
#ifndef SOLON_HOST_COMMAND_LINE_H
#define SOLON_HOST_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum solon_action {
  SOLON_ACTION_HELP,    /* --help */
  SOLON_ACTION_VERSION, /* --version */
  SOLON_ACTION_CODE,    /* -e CODE */
  SOLON_ACTION_FILE,    /* FILE.lua */
  SOLON_ACTION_INPUT,   /* -, or nothing when standard input is no terminal */
  SOLON_ACTION_COMMAND, /* run, info, ... */
  SOLON_ACTION_REPL     /* nothing, at a terminal */
} solon_action;

typedef struct solon_command_line {
  solon_action action;
  const char *subject; /* the code, the file or the command's name */
  int count;           /* arguments after the subject */
  char **arguments;
  size_t memory_limit;     /* bytes; 0: none */
  const char *memory_text; /* as it was written */
  double seconds_limit;    /* 0: none */
  char error[512];         /* why the words could not be understood */
} solon_command_line;

/* Reads the command line.  Limits come before the subject or, for `run`, `test` and `verify`,
 * anywhere after it (they are then removed from the arguments: argv is changed).  False: see error.
 */
bool solon_command_line_read(solon_command_line *line, int argc, char **argv);

/* The text of --help. */
extern const char solon_command_line_help[];

#endif
