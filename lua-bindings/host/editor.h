/* editor.h - reading lines from a person: the interface that GNU readline and plain standard input
 * both fill. */
#ifndef SOLON_HOST_EDITOR_H
#define SOLON_HOST_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

typedef enum solonL_read { SOLONL_READ_LINE, SOLONL_READ_END, SOLONL_READ_INTERRUPTED } solonL_read;

/* Finds what could stand at line[start..end): returns the candidates as a NULL-terminated list of
 * strings, list and strings from malloc; NULL when there is none. */
typedef char **(*solonL_completer)(void *data, const char *line, size_t start, size_t end);

typedef struct solonL_editor {
  /* Gets ready; false when this editor cannot be had here. */
  bool (*open)(void);
  /* Shows the prompt and reads one input, which may hold several lines when it was pasted.  *line
   * is from malloc and has no newline at its end. */
  solonL_read (*read)(const char *prompt, char **line);
  void (*set_completer)(solonL_completer completer, void *data);
  void (*add_history)(const char *line);
  /* A file that cannot be read or written is no error: history is a convenience. */
  void (*load_history)(const char *file);
  void (*save_history)(const char *file);
} solonL_editor;

/* The best editor for standard input as it is: readline at a terminal if the library is there. */
const solonL_editor *solonL_editor_find(void);

#ifdef SOLON_WITH_READLINE
extern const solonL_editor solonL_editor_readline;
#endif

#endif
