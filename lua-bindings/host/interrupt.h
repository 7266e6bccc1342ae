/* interrupt.h - stopping running code: Ctrl-C, the time limit, and a farm that ends early.
 *
 * No hook is installed while code runs undisturbed.  A signal handler raises the universe's stop
 * flag, which kernels poll through solon_context, and arms a debug hook on the coroutine that is
 * running; the hook raises an error with code "interrupted" (or "time_limit").  The hook stays
 * armed, and coroutine.resume arms the coroutine it returns to, so a script's pcall cannot swallow
 * the error: only solonL_guarded_call, the outermost frame, disarms.
 *
 * What cannot be stopped so: Lua's own C string functions (a pathological string.find pattern), one
 * long operation inside DuckDB, finalizers (__gc), an xpcall handler entered by the stop itself,
 * and os.execute while its child runs.  When nothing has heeded a request for 50 ms, the process
 * ends at once, with the same status and a message that says so: files are whole because outputs
 * are renamed into place, but what io.write still buffered is lost.  A session at the prompt is not
 * ended that way: there Ctrl-C waits, and a second one half a second later ends the process.
 */
#ifndef SOLON_HOST_INTERRUPT_H
#define SOLON_HOST_INTERRUPT_H

#include "lua-bindings/aux.h"

#include <pthread.h>
#include <stdatomic.h>

typedef enum solonL_stop {
  SOLONL_STOP_NONE = 0,
  SOLONL_STOP_INTERRUPTED = 1, /* Ctrl-C */
  SOLONL_STOP_TIME_LIMIT = 2,  /* --max-seconds */
  SOLONL_STOP_FARM = 3         /* the farm that runs this worker has ended */
} solonL_stop;

/* Installs the handlers for the calling (main) thread and its universe.  An ignored SIGINT (nohup,
 * a shell's background job) stays ignored. */
void solonL_interrupt_install(lua_State *L);

/* Stops the main universe when `seconds` of wall-clock time have passed. */
void solonL_interrupt_after(double seconds);

/* A session at the prompt outlives Ctrl-C: unheeded requests do not end the process. */
void solonL_interrupt_keep_session(void);

/* lua_pcall as an outermost frame: only inside it does a stop request raise.  Returns the status of
 * lua_pcall; *stop says whether a stop was requested meanwhile, whatever the status. */
int solonL_guarded_call(lua_State *L, int arguments, int results, int handler, solonL_stop *stop);

/* A request outside every guarded call: whether there is one; and which it is, forgetting it. */
bool solonL_interrupt_pending(void);
solonL_stop solonL_interrupt_take(void);

/* Arms the hook on L if its universe was asked to stop; for whoever switches coroutines. */
void solonL_interrupt_check(lua_State *L);

/* ---- worker threads --------------------------------------------------------------------------
 * A slot connects a thread, its universe and its stop flag.  The main thread enlists a worker after
 * creating it and delists it before joining it; the worker enters when its universe exists and
 * leaves before closing it. */
typedef struct solonL_worker_slot {
  pthread_t thread;
  atomic_int stop; /* a solonL_stop */
} solonL_worker_slot;

bool solonL_worker_enlist(solonL_worker_slot *slot); /* false: too many workers */
void solonL_worker_delist(solonL_worker_slot *slot);
void solonL_worker_stop(solonL_worker_slot *slot, solonL_stop reason);
void solonL_worker_enter(lua_State *L, solonL_worker_slot *slot);
void solonL_worker_leave(void);
bool solonL_in_worker(void);

#endif
