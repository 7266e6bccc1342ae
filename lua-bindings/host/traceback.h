/* traceback.h - errors as text for a person: message and the script's own frames. */
#ifndef SOLON_HOST_TRACEBACK_H
#define SOLON_HOST_TRACEBACK_H

#include "interrupt.h"

/* Message handler: replaces the error value by its text and a traceback without the frames of the
 * host.  A stop request gets no traceback: its message says where. [-1, +1, m] */
int solonL_traceback(lua_State *L);

/* The text to show for the error value on top, or for the stop if there was one.  Never raises;
 * valid as long as the value stays on the stack. [-0, +0, -] */
const char *solonL_error_text(lua_State *L, solonL_stop stop);

#endif
