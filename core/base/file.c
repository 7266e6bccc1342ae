/* file.c - atomic outputs, whole-file reading, directories, journals. */
#define _DEFAULT_SOURCE /* realpath, flock */
#include "file.h"

#include "memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_SIZE = 65536, DEEPEST_TREE = 200 };

static solon_status fail_errno(solon_context *context, const char *operation, const char *path,
                               int error) {
  char reason[128];
  if (strerror_r(error, reason, sizeof reason) != 0)
    snprintf(reason, sizeof reason, "error %d", error);
  return solon_fail(context, error == ENOMEM ? SOLON_NO_MEMORY : SOLON_IO, "cannot %s '%s': %s",
                    operation, path, reason);
}

static solon_status check_path(solon_context *context, const char *path) {
  return path[0] == '\0' ? solon_fail(context, SOLON_BAD_ARGUMENT, "the path is empty") : SOLON_OK;
}

/* "a/b" -> "a", "b" -> ".", "/b" -> "/"; NULL without memory. */
static char *parent_directory(const char *path) {
  const char *slash = strrchr(path, '/');
  if (slash == NULL)
    return solon_string_copy(".");
  char *parent = solon_string_copy(path);
  if (parent != NULL)
    parent[slash == path ? 1 : slash - path] = '\0';
  return parent;
}

/* Some file systems and devices do not know fsync and say EINVAL or EROFS: nothing is lost there.
 */
static int sync_descriptor(int descriptor) {
  while (fsync(descriptor) != 0) {
    if (errno == EINVAL || errno == EROFS || errno == ENOTSUP)
      return 0;
    if (errno != EINTR)
      return errno;
  }
  return 0;
}

static solon_status sync_directory_of(solon_context *context, const char *path) {
  char *parent = parent_directory(path);
  if (parent == NULL)
    return SOLON_NO_MEMORY;
  int descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int error = descriptor < 0 ? errno : sync_descriptor(descriptor);
  if (descriptor >= 0)
    close(descriptor);
  solon_status status = SOLON_OK;
  if (error != 0 && error != EACCES) /* a directory may allow writing and forbid reading */
    status = fail_errno(context, "sync directory", parent, error);
  solon_free(parent);
  return status;
}

static int write_all(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t done = write(descriptor, bytes, length);
    if (done < 0 && errno != EINTR)
      return errno;
    if (done > 0) {
      bytes += done;
      length -= (size_t)done;
    }
  }
  return 0;
}

/* ---- atomic output --------------------------------------------------------------------------- */

/* The name DIRECTORY/.BASE.PROCESS.NUMBER.tmp; a left-over of the same name makes open fail with
 * EEXIST, and the next number is tried. */
static int open_temporary(const char *path, char **temporary) {
  static atomic_uint counter;
  const char *slash = strrchr(path, '/');
  int prefix = slash == NULL ? 0 : (int)(slash + 1 - path);
  size_t size = strlen(path) + 48;
  *temporary = solon_alloc(size);
  if (*temporary == NULL) {
    errno = ENOMEM;
    return -1;
  }
  for (int attempt = 0; attempt < 1000; attempt++) {
    snprintf(*temporary, size, "%.*s.%s.%ld.%u.tmp", prefix, path, path + prefix, (long)getpid(),
             atomic_fetch_add(&counter, 1));
    int descriptor = open(*temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST)
      return descriptor;
  }
  return -1;
}

static void output_release(solon_output *output) {
  solon_free(output->path);
  solon_free(output->temporary);
  solon_free(output->buffer);
  *output = (solon_output){.descriptor = -1};
}

static int open_output(solon_output *output) {
  struct stat info;
  if (stat(output->path, &info) == 0 && !S_ISREG(info.st_mode)) {
    if (S_ISDIR(info.st_mode)) {
      errno = EISDIR;
      return -1;
    }
    return open(output->path, O_WRONLY | O_CLOEXEC);
  }
  return open_temporary(output->path, &output->temporary);
}

solon_status solon_output_open(solon_context *context, solon_output *output, const char *path) {
  *output = (solon_output){.descriptor = -1};
  solon_status status = check_path(context, path);
  if (status != SOLON_OK)
    return status;
  char *real = realpath(path, NULL); /* a link is kept, the file it leads to is replaced */
  output->path = solon_string_copy(real != NULL ? real : path);
  free(real);
  output->buffer = solon_alloc(BUFFER_SIZE);
  if (output->path == NULL || output->buffer == NULL) {
    output_release(output);
    return SOLON_NO_MEMORY;
  }
  output->descriptor = open_output(output);
  if (output->descriptor < 0) {
    status = fail_errno(context, "write", path, errno);
    output_release(output);
  }
  return status;
}

static solon_status flush(solon_context *context, solon_output *output) {
  int error = write_all(output->descriptor, output->buffer, output->used);
  output->used = 0;
  return error == 0 ? SOLON_OK : fail_errno(context, "write", output->path, error);
}

solon_status solon_output_write(solon_context *context, solon_output *output, const void *bytes,
                                size_t length) {
  if (length > BUFFER_SIZE - output->used) {
    solon_status status = flush(context, output);
    if (status != SOLON_OK)
      return status;
    if (length >= BUFFER_SIZE) {
      int error = write_all(output->descriptor, bytes, length);
      return error == 0 ? SOLON_OK : fail_errno(context, "write", output->path, error);
    }
  }
  if (length > 0)
    memcpy(output->buffer + output->used, bytes, length);
  output->used += length;
  return SOLON_OK;
}

solon_status solon_output_commit(solon_context *context, solon_output *output) {
  solon_status status = flush(context, output);
  int error;
  if (status == SOLON_OK && (error = sync_descriptor(output->descriptor)) != 0)
    status = fail_errno(context, "sync", output->path, error);
  int closed = close(output->descriptor);
  output->descriptor = -1;
  if (status == SOLON_OK && closed != 0 && errno != EINTR)
    status = fail_errno(context, "write", output->path, errno);
  if (output->temporary != NULL) {
    if (status == SOLON_OK && rename(output->temporary, output->path) != 0)
      status = fail_errno(context, "write", output->path, errno);
    if (status == SOLON_OK)
      status = sync_directory_of(context, output->path);
    else
      unlink(output->temporary);
  }
  output_release(output);
  return status;
}

void solon_output_abort(solon_output *output) {
  if (output->descriptor < 0)
    return;
  close(output->descriptor);
  if (output->temporary != NULL)
    unlink(output->temporary);
  output_release(output);
}

solon_status solon_file_write(solon_context *context, const char *path, const void *bytes,
                              size_t length) {
  solon_output output;
  solon_status status = solon_output_open(context, &output, path);
  if (status != SOLON_OK)
    return status;
  status = solon_output_write(context, &output, bytes, length);
  if (status == SOLON_OK)
    return solon_output_commit(context, &output);
  solon_output_abort(&output);
  return status;
}

solon_status solon_file_replace(solon_context *context, const char *temporary, const char *path) {
  int descriptor = open(temporary, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return fail_errno(context, "read", temporary, errno);
  int error = sync_descriptor(descriptor);
  close(descriptor);
  if (error != 0)
    return fail_errno(context, "sync", temporary, error);
  if (rename(temporary, path) != 0)
    return fail_errno(context, "write", path, errno);
  return sync_directory_of(context, path);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* The buffer has room for one byte more than the limit: filling that byte tells that the file is
 * too long. */
static solon_status read_descriptor(solon_context *context, int descriptor, const char *path,
                                    size_t limit, char **bytes, size_t *length) {
  struct stat info;
  size_t size = 0, most = limit < SIZE_MAX / 4 ? limit + 1 : SIZE_MAX / 4;
  size_t room = BUFFER_SIZE;
  if (fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0)
    room = (size_t)info.st_size + 1;
  room = room < most ? room : most;
  char *buffer = solon_alloc(room + 1);
  while (buffer != NULL) {
    ssize_t got = read(descriptor, buffer + size, room - size);
    int error = got < 0 ? errno : 0;
    if ((error != 0 && error != EINTR) || solon_context_cancelled(context)) {
      solon_free(buffer);
      return error != 0 && error != EINTR ? fail_errno(context, "read", path, error)
                                          : SOLON_CANCELLED;
    }
    if (got == 0) {
      buffer[size] = '\0';
      *bytes = buffer;
      *length = size;
      return SOLON_OK;
    }
    size += got > 0 ? (size_t)got : 0;
    if (size == most) {
      solon_free(buffer);
      return solon_fail(context, SOLON_IO, "cannot read '%s': more than %zu bytes", path, limit);
    }
    if (size == room) {
      room = room > most / 2 ? most : 2 * room;
      char *larger = solon_realloc(buffer, room + 1);
      if (larger == NULL)
        solon_free(buffer);
      buffer = larger;
    }
  }
  return SOLON_NO_MEMORY;
}

solon_status solon_file_read(solon_context *context, const char *path, size_t limit, char **bytes,
                             size_t *length) {
  solon_status status = check_path(context, path);
  if (status != SOLON_OK)
    return status;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return fail_errno(context, "read", path, errno);
  status = read_descriptor(context, descriptor, path, limit, bytes, length);
  close(descriptor);
  return status;
}

solon_status solon_file_size(solon_context *context, const char *path, uint64_t *size) {
  struct stat info;
  if (stat(path, &info) != 0)
    return fail_errno(context, "read", path, errno);
  if (!S_ISREG(info.st_mode))
    return solon_fail(context, SOLON_IO, "cannot read '%s': not a regular file", path);
  *size = (uint64_t)info.st_size;
  return SOLON_OK;
}

bool solon_file_exists(const char *path) {
  struct stat info;
  return stat(path, &info) == 0;
}

bool solon_file_is_directory(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* ---- making and removing --------------------------------------------------------------------- */

solon_status solon_directory_make(solon_context *context, const char *path) {
  solon_status status = check_path(context, path);
  if (status != SOLON_OK)
    return status;
  char *prefix = solon_string_copy(path);
  if (prefix == NULL)
    return SOLON_NO_MEMORY;
  int error = 0;
  for (char *end = prefix + 1; error == 0; end++) {
    char kept = *end;
    if (kept != '/' && kept != '\0')
      continue;
    *end = '\0';
    if (mkdir(prefix, 0777) != 0 && !solon_file_is_directory(prefix))
      error = errno == EEXIST ? ENOTDIR : errno;
    *end = kept;
    if (kept == '\0')
      break;
  }
  solon_free(prefix);
  return error == 0 ? SOLON_OK : fail_errno(context, "make directory", path, error);
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

void solon_directory_list_free(char **names, size_t count) {
  for (size_t i = 0; i < count; i++)
    solon_free(names[i]);
  solon_free(names);
}

/* Appends a copy of name; false without memory. */
static bool add_name(char ***names, size_t *count, size_t *room, const char *name) {
  if (*count == *room) {
    size_t larger_room = *room == 0 ? 16 : 2 * *room;
    char **larger = solon_realloc(*names, larger_room * sizeof *larger);
    if (larger == NULL)
      return false;
    *names = larger;
    *room = larger_room;
  }
  (*names)[*count] = solon_string_copy(name);
  if ((*names)[*count] == NULL)
    return false;
  (*count)++;
  return true;
}

solon_status solon_directory_list(solon_context *context, const char *path, char ***names,
                                  size_t *count) {
  DIR *directory = opendir(path);
  if (directory == NULL)
    return fail_errno(context, "read directory", path, errno);
  size_t room = 0;
  bool enough = true;
  struct dirent *entry;
  *names = NULL;
  *count = 0;
  errno = 0;
  while (enough && (entry = readdir(directory)) != NULL) {
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
      enough = add_name(names, count, &room, entry->d_name);
    errno = 0;
  }
  int error = enough ? errno : ENOMEM;
  closedir(directory);
  if (error != 0) {
    solon_directory_list_free(*names, *count);
    *names = NULL;
    *count = 0;
    return fail_errno(context, "read directory", path, error);
  }
  if (*count > 1)
    qsort(*names, *count, sizeof **names, compare_names);
  return SOLON_OK;
}

static solon_status remove_tree(solon_context *context, const char *path, int depth) {
  struct stat info;
  if (lstat(path, &info) != 0)
    return errno == ENOENT ? SOLON_OK : fail_errno(context, "remove", path, errno);
  if (!S_ISDIR(info.st_mode))
    return unlink(path) == 0 || errno == ENOENT ? SOLON_OK
                                                : fail_errno(context, "remove", path, errno);
  if (depth > DEEPEST_TREE)
    return solon_fail(context, SOLON_IO, "cannot remove '%s': directories nested too deep", path);
  char **names;
  size_t count;
  solon_status status = solon_directory_list(context, path, &names, &count);
  if (status != SOLON_OK)
    return status;
  for (size_t i = 0; i < count && status == SOLON_OK; i++) {
    size_t size = strlen(path) + strlen(names[i]) + 2;
    char *inner = solon_alloc(size);
    if (inner == NULL) {
      status = SOLON_NO_MEMORY;
      break;
    }
    snprintf(inner, size, "%s/%s", path, names[i]);
    status = remove_tree(context, inner, depth + 1);
    solon_free(inner);
  }
  solon_directory_list_free(names, count);
  if (status == SOLON_OK && rmdir(path) != 0 && errno != ENOENT)
    status = fail_errno(context, "remove", path, errno);
  return status;
}

solon_status solon_file_remove(solon_context *context, const char *path) {
  solon_status status = check_path(context, path);
  return status == SOLON_OK ? remove_tree(context, path, 0) : status;
}

solon_status solon_file_real_path(solon_context *context, const char *path, char **real) {
  char *found = realpath(path, NULL);
  if (found == NULL)
    return fail_errno(context, "find", path, errno);
  *real = solon_string_copy(found);
  free(found);
  return *real == NULL ? SOLON_NO_MEMORY : SOLON_OK;
}

/* ---- journals -------------------------------------------------------------------------------- */

/* The length of the part of the file that ends with its last newline. */
static int complete_length(int descriptor, uint64_t *size) {
  char block[4096];
  off_t end = lseek(descriptor, 0, SEEK_END);
  while (end > 0) {
    off_t start = end > (off_t)sizeof block ? end - (off_t)sizeof block : 0;
    ssize_t got = pread(descriptor, block, (size_t)(end - start), start);
    if (got < 0)
      return errno;
    for (ssize_t i = got; i > 0; i--)
      if (block[i - 1] == '\n') {
        *size = (uint64_t)(start + i);
        return 0;
      }
    end = start;
  }
  *size = 0;
  return end < 0 ? errno : 0;
}

solon_status solon_journal_open(solon_context *context, solon_journal *journal, const char *path) {
  *journal = (solon_journal){.descriptor = -1};
  solon_status status = check_path(context, path);
  if (status != SOLON_OK)
    return status;
  journal->path = solon_string_copy(path);
  if (journal->path == NULL)
    return SOLON_NO_MEMORY;
  journal->descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  int error = 0;
  if (journal->descriptor < 0 || flock(journal->descriptor, LOCK_EX | LOCK_NB) != 0)
    error = errno;
  if (journal->descriptor >= 0 && error == EWOULDBLOCK)
    status = solon_fail(context, SOLON_IO, "cannot open '%s': another process is using it", path);
  else if (error != 0 || (error = complete_length(journal->descriptor, &journal->size)) != 0)
    status = fail_errno(context, "open", path, error);
  else
    status = solon_journal_truncate(context, journal, journal->size);
  if (status == SOLON_OK)
    status = sync_directory_of(context, path);
  if (status != SOLON_OK)
    solon_journal_close(journal);
  return status;
}

solon_status solon_journal_truncate(solon_context *context, solon_journal *journal, uint64_t size) {
  if (ftruncate(journal->descriptor, (off_t)size) != 0)
    return fail_errno(context, "write", journal->path, errno);
  journal->size = size;
  return SOLON_OK;
}

solon_status solon_journal_append(solon_context *context, solon_journal *journal, const char *line,
                                  size_t length, bool sync) {
  char *text = solon_alloc(length + 1);
  if (text == NULL)
    return SOLON_NO_MEMORY;
  memcpy(text, line, length);
  text[length] = '\n';
  int error = write_all(journal->descriptor, text, length + 1);
  solon_free(text);
  if (error == 0 && sync)
    error = sync_descriptor(journal->descriptor);
  if (error != 0) {
    /* should this fail too, the next open cuts the unfinished line off */
    int ignored = ftruncate(journal->descriptor, (off_t)journal->size);
    (void)ignored;
    return fail_errno(context, "write", journal->path, error);
  }
  journal->size += length + 1;
  return SOLON_OK;
}

void solon_journal_close(solon_journal *journal) {
  if (journal->descriptor >= 0) {
    sync_descriptor(journal->descriptor);
    close(journal->descriptor);
  }
  solon_free(journal->path);
  *journal = (solon_journal){.descriptor = -1};
}
