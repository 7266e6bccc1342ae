/* json_fuzz.c - entry for libFuzzer; built by hand, with the sources under core/base and core/data:
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -I. -isystem DUCKDB tests/fuzz/json_fuzz.c \
 *     core/base/*.c core/data/*.c -lcjson -lnettle -lm -o json_fuzz && ./json_fuzz
 * tests/fuzz/corpus/json
 */
#include "targets.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *violated = fuzz_json(data, size);
  if (violated != NULL) {
    fprintf(stderr, "%s\n", violated);
    abort();
  }
  return 0;
}
