/* command_line.c - reading the command line. */
#include "command_line.h"

#include "core/base/number.h"
#include "core/base/text.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char solon_command_line_help[] =
    "usage: solon [limits] FILE.lua [argument ...]   run a script\n"
    "       solon [limits] -e CODE [argument ...]    run a piece of code\n"
    "       solon [limits] - [argument ...]          run standard input\n"
    "       solon [limits]                           at a terminal: read, evaluate, print\n"
    "\n"
    "       solon run NAME [--parameter value ...]   run a protocol script\n"
    "       solon info NAME                          what a protocol takes and gives\n"
    "       solon list                               protocols that can be run\n"
    "       solon test NAME                          a protocol's own tests\n"
    "       solon verify DIRECTORY                   run a run again and compare\n"
    "       solon help [NAME]                        documentation of modules and functions\n"
    "       solon doctor                             is everything Solon needs here?\n"
    "       solon repl                               the session, also when not at a terminal\n"
    "\n"
    "limits: --max-memory SIZE   bytes, or with K, M, G (1024): Lua, Solon and DuckDB together\n"
    "        --max-seconds N     wall-clock seconds\n"
    "other:  --version, --help\n"
    "\n"
    "exit status: 0 done, 1 the script failed, 2 the command line is wrong,\n"
    "             124 time limit, 130 interrupted\n";

static const char *const commands[] = {"run",    "info", "list",   "test",
                                       "verify", "help", "doctor", "repl"};
static const char *const options[] = {"--help", "--version", "--max-memory", "--max-seconds", "-e"};
enum { COMMANDS = sizeof commands / sizeof *commands, OPTIONS = sizeof options / sizeof *options };

static bool is_command(const char *word) {
  for (int i = 0; i < COMMANDS; i++)
    if (strcmp(word, commands[i]) == 0)
      return true;
  return false;
}

static bool takes_limits(const char *command) {
  return strcmp(command, "run") == 0 || strcmp(command, "test") == 0 ||
         strcmp(command, "verify") == 0;
}

static bool read_memory(solon_command_line *line, const char *text) {
  size_t length = strlen(text);
  double unit = 1, value = 0;
  if (length > 0) {
    const char *const letters = "KMG";
    const char *letter = strchr(letters, text[length - 1] & ~0x20);
    if (letter != NULL && *letter != '\0') {
      unit = (double)((size_t)1 << (10 * (letter - letters + 1)));
      length--;
    }
  }
  if (!solon_number_parse(text, length, &value) || !(value > 0) || value * unit > 0x1p60) {
    snprintf(line->error, sizeof line->error,
             "--max-memory: a size such as 500M or 2G expected, got '%s'", text);
    return false;
  }
  line->memory_limit = (size_t)(value * unit);
  line->memory_text = text;
  return true;
}

static bool read_seconds(solon_command_line *line, const char *text) {
  double value = 0;
  if (!solon_number_parse(text, strlen(text), &value) || !(value > 0) || value > 1e9) {
    snprintf(line->error, sizeof line->error,
             "--max-seconds: a positive number of seconds expected, got '%s'", text);
    return false;
  }
  line->seconds_limit = value;
  return true;
}

/* If argv[0] is a limit, reads it: the number of words used, 0 when it is none, -1 on an error. */
static int read_limit(solon_command_line *line, int argc, char **argv) {
  static const struct {
    const char *name;
    bool (*read)(solon_command_line *, const char *);
  } limits[] = {{"--max-memory", read_memory}, {"--max-seconds", read_seconds}};
  for (int i = 0; i < 2; i++) {
    size_t length = strlen(limits[i].name);
    if (strncmp(argv[0], limits[i].name, length) != 0)
      continue;
    if (argv[0][length] == '=')
      return limits[i].read(line, argv[0] + length + 1) ? 1 : -1;
    if (argv[0][length] != '\0')
      continue;
    if (argc < 2) {
      snprintf(line->error, sizeof line->error, "%s: a value expected", limits[i].name);
      return -1;
    }
    return limits[i].read(line, argv[1]) ? 2 : -1;
  }
  return 0;
}

/* Takes the limits out of a command's arguments. */
static bool remove_limits(solon_command_line *line) {
  int kept = 0;
  for (int i = 0; i < line->count;) {
    int used = read_limit(line, line->count - i, line->arguments + i);
    if (used < 0)
      return false;
    if (used == 0)
      line->arguments[kept++] = line->arguments[i++];
    i += used;
  }
  line->count = kept;
  return true;
}

static bool unknown(solon_command_line *line, const char *kind, const char *word,
                    const char *const *known, size_t count) {
  const char *nearest = solon_text_nearest(word, known, count);
  snprintf(line->error, sizeof line->error, "%s '%.200s'%s%s%s", kind, word,
           nearest != NULL ? "; did you mean '" : "; `solon --help` lists what there is",
           nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
  return false;
}

/* A word that is neither command nor option: a script, unless it looks like a mistyped command. */
static bool read_file(solon_command_line *line, const char *word) {
  size_t length = strlen(word);
  bool named_as_file =
      strchr(word, '/') != NULL || (length > 4 && strcmp(word + length - 4, ".lua") == 0);
  if (!named_as_file && access(word, F_OK) != 0)
    return unknown(line, "no command or file", word, commands, COMMANDS);
  line->action = SOLON_ACTION_FILE;
  line->subject = word;
  return true;
}

static bool read_subject(solon_command_line *line, int argc, char **argv) {
  const char *word = argv[0];
  line->subject = word;
  line->count = argc - 1;
  line->arguments = argv + 1;
  if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
    line->action = SOLON_ACTION_HELP;
  } else if (strcmp(word, "--version") == 0) {
    line->action = SOLON_ACTION_VERSION;
  } else if (strcmp(word, "-") == 0) {
    line->action = SOLON_ACTION_INPUT;
  } else if (strcmp(word, "-e") == 0) {
    if (argc < 2) {
      snprintf(line->error, sizeof line->error, "-e: a piece of code expected");
      return false;
    }
    line->action = SOLON_ACTION_CODE;
    line->subject = argv[1];
    line->count--;
    line->arguments++;
  } else if (word[0] == '-') {
    return unknown(line, "unknown option", word, options, OPTIONS);
  } else if (is_command(word)) {
    line->action = SOLON_ACTION_COMMAND;
    return !takes_limits(word) || remove_limits(line);
  } else {
    return read_file(line, word);
  }
  return true;
}

bool solon_command_line_read(solon_command_line *line, int argc, char **argv) {
  memset(line, 0, sizeof *line);
  int next = 1;
  while (next < argc) {
    int used = read_limit(line, argc - next, argv + next);
    if (used < 0)
      return false;
    if (used == 0)
      return read_subject(line, argc - next, argv + next);
    next += used;
  }
  line->action = isatty(STDIN_FILENO) ? SOLON_ACTION_REPL : SOLON_ACTION_INPUT;
  line->arguments = argv + argc;
  return true;
}
