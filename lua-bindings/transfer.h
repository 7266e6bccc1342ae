/* transfer.h - Lua values as bytes, to carry them from one Lua universe to another in one process.
 *
 * Carried: nil, booleans, integers, floats (bit for bit), strings, arrays (as contiguous copies),
 * tables without a metatable, result records, frames, and what json gives (lists, ordered objects,
 * null).  A table that is reached twice arrives as two
 * tables.  Refused, naming where in the value: functions, coroutines, other userdata, tables with a
 * metatable of their own, tables that contain themselves (or nest deeper than 100).
 */
#ifndef SOLON_LUA_TRANSFER_H
#define SOLON_LUA_TRANSFER_H

#include "aux.h"

typedef struct solonL_bytes {
  unsigned char *data; /* from solon_alloc; NULL when empty */
  size_t size, capacity;
} solonL_bytes;

void solonL_bytes_free(solonL_bytes *bytes);

/* Appends the value at index `arg`; `name` begins the path in messages.  Raises with the path of
 * what cannot be carried; the bytes then hold a part, and the caller frees them. [-0, +0, e] */
void solonL_encode(lua_State *L, int arg, const char *name, solonL_bytes *bytes);

/* Pushes the value that was encoded into exactly these bytes. [-0, +1, m] */
void solonL_decode(lua_State *L, const solonL_bytes *bytes);

#endif
