/* fuzz_test.c - the fuzz targets over mutations of their corpora, the same ones in every run. */
#include "core/base/file.h"
#include "core/random/philox.h"
#include "tap.h"
#include "tests/fuzz/targets.h"

#include <stdio.h>

enum { MUTATIONS = 20000, LARGEST = 1024, MOST_SEEDS = 16 };

typedef struct seed {
  uint8_t bytes[LARGEST];
  size_t size;
} seed;

static size_t read_corpus(const char *directory, seed seeds[MOST_SEEDS]) {
  solon_context context = {0};
  char **names, path[512];
  size_t count, kept = 0;
  if (solon_directory_list(&context, directory, &names, &count) != SOLON_OK) {
    tap_note("%s", context.detail);
    return 0;
  }
  for (size_t i = 0; i < count && kept < MOST_SEEDS; i++) {
    char *bytes;
    snprintf(path, sizeof path, "%s/%s", directory, names[i]);
    if (solon_file_read(&context, path, LARGEST, &bytes, &seeds[kept].size) != SOLON_OK)
      continue;
    memcpy(seeds[kept].bytes, bytes, seeds[kept].size);
    kept++;
    solon_free(bytes);
  }
  solon_directory_list_free(names, count);
  return kept;
}

/* One to six edits: a byte changed, inserted, removed, a stretch doubled or taken from another
 * seed. */
static void mutate(solon_stream *s, const seed *seeds, size_t count, seed *out) {
  static const char likely[] = "\"\\{}[],:.-+eE0123456789untf \n\r;\x80\xC3\xEF\xFF";
  *out = seeds[solon_stream_below(s, count)];
  for (uint64_t edits = 1 + solon_stream_below(s, 6); edits > 0; edits--) {
    size_t at = (size_t)solon_stream_below(s, out->size + 1);
    uint8_t byte = (uint8_t)(solon_stream_below(s, 4) == 0
                                 ? solon_stream_below(s, 256)
                                 : (uint8_t)likely[solon_stream_below(s, sizeof likely - 1)]);
    switch (solon_stream_below(s, 4)) {
    case 0:
      if (at < out->size)
        out->bytes[at] = byte;
      break;
    case 1:
      if (out->size < LARGEST) {
        memmove(out->bytes + at + 1, out->bytes + at, out->size - at);
        out->bytes[at] = byte;
        out->size++;
      }
      break;
    case 2:
      out->size = at; /* cut off */
      break;
    default: {
      const seed *other = &seeds[solon_stream_below(s, count)];
      size_t from = (size_t)solon_stream_below(s, other->size + 1);
      size_t length = other->size - from;
      if (at + length > LARGEST)
        length = LARGEST - at;
      memcpy(out->bytes + at, other->bytes + from, length);
      out->size = at + length;
    }
    }
  }
}

static void fuzz(const char *name, const char *directory,
                 const char *(*target)(const uint8_t *, size_t)) {
  static seed seeds[MOST_SEEDS], input;
  size_t count = read_corpus(directory, seeds);
  if (!tap_ok(count > 0, "%s: the corpus has %zu seeds", name, count))
    return;
  size_t used = solon_memory_used();
  const char *violated = NULL;
  for (size_t i = 0; i < count && violated == NULL; i++)
    violated = target(seeds[i].bytes, seeds[i].size);
  solon_stream stream;
  for (uint64_t i = 0; i < MUTATIONS && violated == NULL; i++) {
    solon_stream_start(&stream, 20240131, solon_purpose(name), i);
    mutate(&stream, seeds, count, &input);
    violated = target(input.bytes, input.size);
  }
  tap_ok(violated == NULL, "%s: %d mutations", name, MUTATIONS);
  if (violated != NULL)
    tap_note("%s: %.*s", violated, (int)input.size, (const char *)input.bytes);
  tap_integer((int64_t)solon_memory_used(), (int64_t)used, "%s: nothing leaks", name);
}

int main(void) {
  fuzz("json", "tests/fuzz/corpus/json", fuzz_json);
  fuzz("number", "tests/fuzz/corpus/number", fuzz_number);
  fuzz("cells", "tests/fuzz/corpus/csv", fuzz_cells);
  return tap_done();
}
