/* json.c - checked text to a cJSON tree. */
#include "json.h"

#include "core/base/memory.h"
#include "json_scan.h"

#include <pthread.h>
#include <string.h>

static _Thread_local bool refused; /* whether cJSON was refused memory */

static void *allocate(size_t size) {
  void *block = solon_alloc(size);
  refused = refused || block == NULL;
  return block;
}

static void set_hooks(void) {
  cJSON_Hooks hooks = {allocate, solon_free};
  cJSON_InitHooks(&hooks);
}

solon_status solon_json_parse(solon_context *context, const char *text, size_t length,
                              int most_depth, solon_json *json) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, set_hooks);
  *json = (solon_json){0};
  solon_status status =
      solon_json_scan(context, text, length, most_depth, &json->numbers, &json->number_count);
  if (status != SOLON_OK)
    return status;
  /* cJSON skips a byte-order mark too, but only before two bytes or more */
  size_t mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  refused = false;
  json->root = cJSON_ParseWithLengthOpts(text + mark, length - mark, NULL, 0);
  if (json->root != NULL)
    return SOLON_OK;
  solon_json_free(json);
  if (refused)
    return SOLON_NO_MEMORY;
  return solon_fail(context, SOLON_BAD_SYNTAX, "cJSON refuses the text");
}

void solon_json_free(solon_json *json) {
  cJSON_Delete(json->root);
  solon_free(json->numbers);
  *json = (solon_json){0};
}
