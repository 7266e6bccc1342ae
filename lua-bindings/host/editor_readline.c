/* editor_readline.c - line editing by GNU readline, opened on first use. */
#ifdef SOLON_WITH_READLINE

#include "editor.h"
#include "interrupt.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

enum { HISTORY_LENGTH = 10000 };

/* Functions are called, and variables reached, through addresses found in the library. */
#define READLINE_NAMES(X)                                                                          \
  X(rl_callback_handler_install)                                                                   \
  X(rl_callback_handler_remove)                                                                    \
  X(rl_callback_read_char)                                                                         \
  X(rl_callback_sigcleanup)                                                                        \
  X(rl_check_signals)                                                                              \
  X(rl_free_line_state)                                                                            \
  X(rl_cleanup_after_signal)                                                                       \
  X(rl_completion_matches)                                                                         \
  X(rl_attempted_completion_function)                                                              \
  X(rl_attempted_completion_over)                                                                  \
  X(rl_completer_word_break_characters)                                                            \
  X(rl_completion_append_character)                                                                \
  X(rl_catch_signals)                                                                              \
  X(rl_readline_name)                                                                              \
  X(rl_line_buffer)                                                                                \
  X(using_history)                                                                                 \
  X(stifle_history)                                                                                \
  X(add_history)                                                                                   \
  X(read_history)                                                                                  \
  X(write_history)                                                                                 \
  X(history_comment_char)                                                                          \
  X(history_write_timestamps)

static struct {
#define MEMBER(name) __typeof__(name) *name;
  READLINE_NAMES(MEMBER)
#undef MEMBER
} lib;

static solonL_completer completer;
static void *completer_data;
static char **candidates; /* of the completion under way */
static char *line_read;
static bool line_done;

static bool find_names(void *library) {
#define FIND(name)                                                                                 \
  {                                                                                                \
    void *address = dlsym(library, #name);                                                         \
    if (address == NULL)                                                                           \
      return false;                                                                                \
    memcpy(&lib.name, &address, sizeof address);                                                   \
  }
  READLINE_NAMES(FIND)
#undef FIND
  return true;
}

/* Gives the candidates one by one; readline frees the strings. */
static char *next_candidate(const char *text, int state) {
  static size_t next;
  (void)text;
  if (state == 0)
    next = 0;
  return candidates != NULL ? candidates[next++] : NULL;
}

static char **complete(const char *text, int start, int end) {
  *lib.rl_attempted_completion_over = 1; /* never fall back to file names */
  *lib.rl_completion_append_character = '\0';
  if (completer == NULL)
    return NULL;
  candidates = completer(completer_data, *lib.rl_line_buffer, (size_t)start, (size_t)end);
  char **matches = candidates != NULL ? lib.rl_completion_matches(text, next_candidate) : NULL;
  free(candidates);
  candidates = NULL;
  return matches;
}

static bool readline_open(void) {
  static int state; /* 0 not tried, 1 there, -1 not there */
  if (state == 0) {
    void *library = dlopen("libreadline.so.8", RTLD_NOW | RTLD_LOCAL);
    state = library != NULL && find_names(library) ? 1 : -1;
  }
  if (state != 1)
    return false;
  *lib.rl_readline_name = "solon"; /* for conditions in the user's inputrc */
  *lib.rl_catch_signals = 0;
  *lib.rl_completer_word_break_characters = " \t\n\"\\'`@$><=;|&{(+-*/%^#~,[]";
  *lib.rl_attempted_completion_function = complete;
  *lib.history_comment_char = '#'; /* with time stamps, inputs of several lines stay together */
  *lib.history_write_timestamps = 1;
  lib.using_history();
  lib.stifle_history(HISTORY_LENGTH);
  return true;
}

static void take_line(char *line) {
  line_read = line;
  line_done = true;
  lib.rl_callback_handler_remove();
}

/* Waits for a key; false when a stop was requested.  Ctrl-C and the time limit are blocked except
 * while waiting, so none is missed between looking and waiting; other signals (the window's size)
 * are readline's. */
static bool wait_for_key(const sigset_t *unblocked) {
  while (!solonL_interrupt_pending()) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(STDIN_FILENO, &set);
    if (pselect(STDIN_FILENO + 1, &set, NULL, NULL, NULL, unblocked) >= 0 || errno != EINTR)
      return true;
    lib.rl_check_signals();
  }
  return false;
}

static void drop_line(void) {
  fputs("^C", stdout); /* while the cursor is still behind the line */
  fflush(stdout);
  lib.rl_free_line_state();
  lib.rl_callback_sigcleanup();
  lib.rl_cleanup_after_signal();
  lib.rl_callback_handler_remove();
  fputc('\n', stdout);
}

static solonL_read readline_read(const char *prompt, char **line) {
  sigset_t blocked, before;
  bool interrupted = false;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGINT);
  sigaddset(&blocked, SIGALRM);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  line_done = false;
  line_read = NULL;
  lib.rl_callback_handler_install(prompt, take_line);
  while (!line_done && !interrupted) {
    if (wait_for_key(&before))
      lib.rl_callback_read_char();
    else
      interrupted = true;
  }
  if (interrupted)
    drop_line();
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  *line = line_read;
  return interrupted         ? SOLONL_READ_INTERRUPTED
         : line_read != NULL ? SOLONL_READ_LINE
                             : SOLONL_READ_END;
}

static void readline_set_completer(solonL_completer function, void *data) {
  completer = function;
  completer_data = data;
}

static void readline_add_history(const char *line) {
  lib.add_history(line);
}

static void readline_load_history(const char *file) {
  lib.read_history(file);
}

static void readline_save_history(const char *file) {
  lib.write_history(file);
}

const solonL_editor solonL_editor_readline = {.open = readline_open,
                                              .read = readline_read,
                                              .set_completer = readline_set_completer,
                                              .add_history = readline_add_history,
                                              .load_history = readline_load_history,
                                              .save_history = readline_save_history};

#endif
