/* file.h - files and directories: outputs that appear whole or not at all, whole-file reading,
 * journals.
 *
 * Every function that can fail takes the context first and, on failure, leaves in context->detail
 * one line "cannot OPERATION 'PATH': REASON".  Statuses: SOLON_IO when the operating system
 * refuses, SOLON_NO_MEMORY, SOLON_BAD_ARGUMENT for an empty path.  Paths are bytes; relative ones
 * start at the working directory.  Functions are thread-safe; an object belongs to one thread at a
 * time.
 */
#ifndef SOLON_BASE_FILE_H
#define SOLON_BASE_FILE_H

#include "context.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- atomic output -----------------------------------------------------------------------------
 * An output is written to a hidden temporary file in the directory of its path, and takes its place
 * by rename when it is committed, after fsync of the file and before fsync of the directory.  Until
 * then, and after an abort or a kill, the path keeps its old content (or stays absent).  A path
 * that leads through symbolic links replaces the file they lead to.  A path that is neither absent
 * nor a regular file (a terminal, a pipe, /dev/full) is written directly. */
typedef struct solon_output {
  char *path;      /* where the content will be */
  char *temporary; /* where it is now; NULL when written directly */
  char *buffer;
  size_t used; /* bytes waiting in buffer */
  int descriptor;
} solon_output;

/* Opens; on failure *output is closed and needs no abort. */
solon_status solon_output_open(solon_context *context, solon_output *output, const char *path);

/* Appends bytes (buffered).  After a failure only abort makes sense. */
solon_status solon_output_write(solon_context *context, solon_output *output, const void *bytes,
                                size_t length);

/* Flushes, fsyncs, closes, renames.  Whatever it returns the output is closed and, on failure, the
 * temporary file is gone. */
solon_status solon_output_commit(solon_context *context, solon_output *output);

/* Closes and removes the temporary file; does nothing to a closed output. */
void solon_output_abort(solon_output *output);

/* A whole file at once: open, write, commit. */
solon_status solon_file_write(solon_context *context, const char *path, const void *bytes,
                              size_t length);

/* The last two steps for a temporary file that something else wrote: fsync, rename to path, fsync
 * of the directory.  Both must lie on one file system. */
solon_status solon_file_replace(solon_context *context, const char *temporary, const char *path);

/* ---- reading --------------------------------------------------------------------------------- */

/* Reads a whole file (or pipe) of at most `limit` bytes; a longer one fails with SOLON_IO and reads
 * nothing beyond the limit.  *bytes is followed by a zero byte and belongs to the caller
 * (solon_free). */
solon_status solon_file_read(solon_context *context, const char *path, size_t limit, char **bytes,
                             size_t *length);

/* Size of a regular file in bytes. */
solon_status solon_file_size(solon_context *context, const char *path, uint64_t *size);

/* Whether something is there; whether it is a directory.  Symbolic links are followed. */
bool solon_file_exists(const char *path);
bool solon_file_is_directory(const char *path);

/* ---- making and removing --------------------------------------------------------------------- */

/* Makes a directory and its parents; an existing directory is success. */
solon_status solon_directory_make(solon_context *context, const char *path);

/* The names in a directory, without "." and "..", in byte order.  Free with
 * solon_directory_list_free. */
solon_status solon_directory_list(solon_context *context, const char *path, char ***names,
                                  size_t *count);
void solon_directory_list_free(char **names, size_t count);

/* Removes a file, or a directory with all its content (symbolic links are removed, not followed).
 * What is absent already is success. */
solon_status solon_file_remove(solon_context *context, const char *path);

/* The absolute path without symbolic links of something that exists; solon_free. */
solon_status solon_file_real_path(solon_context *context, const char *path, char **real);

/* ---- journals ----------------------------------------------------------------------------------
 * A journal is a file of lines that only grows.  Opening it takes an exclusive lock (held until
 * close, released by a kill) and cuts off a last line without its newline, which a kill or a full
 * disk left behind. */
typedef struct solon_journal {
  char *path;
  int descriptor;
  uint64_t size;
} solon_journal;

/* Opens or creates; SOLON_IO naming the path when another process holds the lock. */
solon_status solon_journal_open(solon_context *context, solon_journal *journal, const char *path);

/* Keeps the first `size` bytes (a caller that met a damaged line cuts from there). */
solon_status solon_journal_truncate(solon_context *context, solon_journal *journal, uint64_t size);

/* Appends a line and its newline in one write; on failure the journal keeps its old content.  The
 * line is safe from a kill of this process; with `sync` also from a power failure. */
solon_status solon_journal_append(solon_context *context, solon_journal *journal, const char *line,
                                  size_t length, bool sync);

/* Syncs and closes; does nothing to a closed journal. */
void solon_journal_close(solon_journal *journal);

#endif
