/* editor.c - choosing the line editor, and the plain one. */
#include "editor.h"

#include "interrupt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool plain_open(void) {
  return true;
}

static solonL_read plain_read(const char *prompt, char **line) {
  size_t capacity = 0;
  *line = NULL;
  if (solonL_interrupt_pending())
    return SOLONL_READ_INTERRUPTED;
  if (isatty(STDIN_FILENO)) {
    fputs(prompt, stdout);
    fflush(stdout);
  }
  errno = 0;
  ssize_t length = getline(line, &capacity, stdin);
  if (length >= 0) {
    if (length > 0 && (*line)[length - 1] == '\n')
      (*line)[length - 1] = '\0';
    return SOLONL_READ_LINE;
  }
  bool interrupted = errno == EINTR && solonL_interrupt_pending();
  free(*line);
  *line = NULL;
  clearerr(stdin);
  return interrupted ? SOLONL_READ_INTERRUPTED : SOLONL_READ_END;
}

static void plain_set_completer(solonL_completer completer, void *data) {
  (void)completer;
  (void)data;
}

static void plain_text(const char *text) {
  (void)text;
}

static const solonL_editor plain_editor = {.open = plain_open,
                                           .read = plain_read,
                                           .set_completer = plain_set_completer,
                                           .add_history = plain_text,
                                           .load_history = plain_text,
                                           .save_history = plain_text};

const solonL_editor *solonL_editor_find(void) {
#ifdef SOLON_WITH_READLINE
  const char *terminal = getenv("TERM");
  if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && terminal != NULL &&
      strcmp(terminal, "dumb") != 0 && solonL_editor_readline.open())
    return &solonL_editor_readline;
#endif
  return &plain_editor;
}
