/* json_scan.h - the check of a JSON text before cJSON sees it. */
#ifndef SOLON_DATA_JSON_SCAN_H
#define SOLON_DATA_JSON_SCAN_H

#include "json.h"

/* Checks text[0..length) as json.h says and lists its numbers in *numbers (solon_free). */
solon_status solon_json_scan(solon_context *context, const char *text, size_t length,
                             int most_depth, solon_json_number **numbers, size_t *count);

#endif
