/* context.c - error detail. */
#include "context.h"

#include <stdarg.h>
#include <stdio.h>

solon_status solon_fail(solon_context *context, solon_status status, const char *format, ...) {
  if (context != NULL) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(context->detail, sizeof context->detail, format, arguments);
    va_end(arguments);
  }
  return status;
}
