/* file_test.c - atomic outputs, reading, directories and journals, with what the system refuses. */
#include "core/base/file.h"
#include "core/base/memory.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static solon_context context;
static char root[] = "/tmp/solon-file-test-XXXXXX";
static char path_text[4][512];

/* root/name; four results live at once */
static const char *at(const char *name) {
  static int next;
  char *text = path_text[next++ % 4];
  snprintf(text, sizeof path_text[0], "%s/%s", root, name);
  return text;
}

static bool holds(const char *path, const char *want) {
  char *bytes;
  size_t length;
  if (solon_file_read(&context, path, 1 << 20, &bytes, &length) != SOLON_OK)
    return false;
  bool same = length == strlen(want) && memcmp(bytes, want, length + 1) == 0;
  solon_free(bytes);
  return same;
}

static size_t entries(const char *directory) {
  char **names;
  size_t count;
  if (solon_directory_list(&context, directory, &names, &count) != SOLON_OK)
    return 999;
  solon_directory_list_free(names, count);
  return count;
}

static bool detail_has(const char *part) {
  bool found = strstr(context.detail, part) != NULL;
  if (!found)
    tap_note("detail: %s", context.detail);
  return found;
}

static void test_output(void) {
  solon_output output;
  tap_ok(solon_file_write(&context, at("a"), "one", 3) == SOLON_OK && holds(at("a"), "one"),
         "a file is written");
  tap_ok(solon_output_open(&context, &output, at("a")) == SOLON_OK, "opened over an old file");
  solon_output_write(&context, &output, "two", 3);
  tap_ok(holds(at("a"), "one"), "the old content stays until commit");
  solon_output_abort(&output);
  tap_ok(holds(at("a"), "one") && entries(root) == 1, "abort leaves no trace");
  solon_output_abort(&output);
  solon_output_open(&context, &output, at("a"));
  char *large = malloc(200000);
  memset(large, 'x', 200000);
  solon_output_write(&context, &output, "y", 1);
  solon_output_write(&context, &output, large, 200000);
  tap_ok(solon_output_commit(&context, &output) == SOLON_OK, "commit");
  uint64_t size = 0;
  tap_ok(solon_file_size(&context, at("a"), &size) == SOLON_OK && size == 200001, "all bytes");
  free(large);
  struct stat info;
  mode_t mask = umask(0);
  umask(mask);
  tap_ok(stat(at("a"), &info) == 0 && (info.st_mode & 0777) == (0666 & ~mask),
         "the mode follows the umask");
  if (symlink("a", at("link")) == 0) {
    tap_ok(solon_file_write(&context, at("link"), "via", 3) == SOLON_OK && holds(at("a"), "via"),
           "a link's target is replaced");
    tap_ok(lstat(at("link"), &info) == 0 && S_ISLNK(info.st_mode), "and the link stays");
    unlink(at("link"));
  }
}

static void test_refused_output(void) {
  solon_output output;
  tap_ok(solon_output_open(&context, &output, "/dev/full") == SOLON_OK, "/dev/full opens");
  solon_output_write(&context, &output, "x", 1);
  tap_ok(solon_output_commit(&context, &output) == SOLON_IO && detail_has("'/dev/full': No space"),
         "a full disk is an error of commit");
  tap_ok(solon_file_write(&context, "/dev/full", path_text, sizeof path_text) == SOLON_IO,
         "a full disk is an error of write");
  tap_ok(solon_file_write(&context, at("no/such/file"), "x", 1) == SOLON_IO &&
             detail_has("no/such/file': No such file"),
         "a missing directory is named");
  tap_ok(solon_file_write(&context, root, "x", 1) == SOLON_IO && detail_has("Is a directory"),
         "a directory is not overwritten");
  tap_ok(solon_file_write(&context, "", "x", 1) == SOLON_BAD_ARGUMENT, "empty path");
  tap_ok(solon_file_write(NULL, at("no/file"), "x", 1) == SOLON_IO, "no context is allowed");
}

static void test_reading(void) {
  char *bytes;
  size_t length;
  solon_file_write(&context, at("r"), "12345", 5);
  tap_ok(solon_file_read(&context, at("r"), 5, &bytes, &length) == SOLON_OK && length == 5,
         "a file as long as the limit");
  solon_free(bytes);
  tap_ok(solon_file_read(&context, at("r"), 4, &bytes, &length) == SOLON_IO &&
             detail_has("more than 4 bytes"),
         "a longer one is refused");
  tap_ok(solon_file_read(&context, "/dev/zero", 100000, &bytes, &length) == SOLON_IO,
         "an endless one is refused");
  tap_ok(solon_file_read(&context, "/dev/null", 0, &bytes, &length) == SOLON_OK && length == 0,
         "an empty one is empty");
  solon_free(bytes);
  tap_ok(solon_file_read(&context, at("absent"), 9, &bytes, &length) == SOLON_IO &&
             detail_has("cannot read"),
         "an absent one is named");
  tap_ok(solon_file_read(&context, root, 9, &bytes, &length) == SOLON_IO, "a directory is refused");
  atomic_int cancel = 1;
  context.cancel = &cancel;
  tap_ok(solon_file_read(&context, at("r"), 9, &bytes, &length) == SOLON_CANCELLED, "cancelled");
  context.cancel = NULL;
}

static void test_directories(void) {
  tap_ok(solon_directory_make(&context, at("d/e/f/")) == SOLON_OK, "parents are made");
  tap_ok(solon_directory_make(&context, at("d/e/f")) == SOLON_OK, "an existing one is success");
  tap_ok(solon_directory_make(&context, at("r/x")) == SOLON_IO && detail_has("Not a directory"),
         "a file in the way is an error");
  solon_file_write(&context, at("d/lock"), "x", 1);
  solon_file_write(&context, at("d/Z"), "", 0);
  solon_file_write(&context, at("d/a"), "", 0);
  char **names;
  size_t count;
  tap_ok(solon_directory_list(&context, at("d"), &names, &count) == SOLON_OK && count == 4 &&
             strcmp(names[0], "Z") == 0 && strcmp(names[1], "a") == 0 &&
             strcmp(names[3], "lock") == 0,
         "names come in byte order");
  solon_directory_list_free(names, count);
  tap_ok(symlink(root, at("d/up")) == 0 && solon_file_remove(&context, at("d")) == SOLON_OK &&
             !solon_file_exists(at("d")) && solon_file_exists(at("r")),
         "a tree is removed, links in it are not followed");
  tap_ok(solon_file_remove(&context, at("d")) == SOLON_OK, "removing what is absent is success");
  tap_ok(solon_directory_list(&context, at("d"), &names, &count) == SOLON_IO, "absent directory");
}

static void test_journal(void) {
  solon_journal journal, second;
  tap_ok(solon_journal_open(&context, &journal, at("j")) == SOLON_OK && journal.size == 0, "new");
  tap_ok(solon_journal_append(&context, &journal, "one", 3, true) == SOLON_OK &&
             solon_journal_append(&context, &journal, "two", 3, false) == SOLON_OK &&
             holds(at("j"), "one\ntwo\n"),
         "lines are appended");
  tap_ok(solon_journal_open(&context, &second, at("j")) == SOLON_IO &&
             detail_has("another process"),
         "a second opener is refused");
  solon_journal_close(&second);
  tap_ok(holds(at("j"), "one\ntwo\n") && solon_journal_open(&context, &second, at("j")) == SOLON_IO,
         "reading the file does not drop the lock");
  solon_journal_close(&journal);
  FILE *file = fopen(at("j"), "a");
  fputs("torn", file);
  fclose(file);
  tap_ok(solon_journal_open(&context, &journal, at("j")) == SOLON_OK && journal.size == 8 &&
             holds(at("j"), "one\ntwo\n"),
         "an unfinished line is cut off");
  tap_ok(solon_journal_truncate(&context, &journal, 4) == SOLON_OK &&
             solon_journal_append(&context, &journal, "new", 3, false) == SOLON_OK &&
             holds(at("j"), "one\nnew\n"),
         "truncate and go on");
  solon_journal_close(&journal);
  solon_journal_close(&journal);
  tap_ok(solon_journal_open(&context, &journal, at("no/j")) == SOLON_IO, "a directory is missing");
}

/* Every allocation of a write, a list and a read refused in turn: a clean status and no trace. */
static void test_no_memory(void) {
  bool clean = true;
  for (int64_t n = 0; n < 12; n++) {
    char **names, *bytes;
    size_t count, length;
    solon_memory_fail_after(n);
    solon_status status = solon_file_write(&context, at("m"), "x", 1);
    if (status == SOLON_OK)
      status = solon_directory_list(&context, root, &names, &count);
    if (status == SOLON_OK) {
      solon_directory_list_free(names, count);
      status = solon_file_read(&context, at("m"), 9, &bytes, &length);
      if (status == SOLON_OK)
        solon_free(bytes);
    }
    solon_memory_fail_never();
    clean = clean && (status == SOLON_OK || status == SOLON_NO_MEMORY);
  }
  tap_ok(clean, "refused memory gives a clean status");
  tap_integer((int64_t)solon_memory_used(), 0, "and leaks nothing");
}

int main(void) {
  if (mkdtemp(root) == NULL)
    return 1;
  test_output();
  test_refused_output();
  test_reading();
  test_directories();
  test_journal();
  test_no_memory();
  tap_ok(solon_file_remove(&context, root) == SOLON_OK && !solon_file_exists(root), "cleaned up");
  return tap_done();
}
