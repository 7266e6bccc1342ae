/* interrupt.c - signals, stop flags and the hook they arm. */
#include "interrupt.h"

#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { MOST_WORKERS = 256, GRACE_NANOSECONDS = 50000000 };
enum { HOOK_EVENTS = LUA_MASKCALL | LUA_MASKRET | LUA_MASKCOUNT };

static pthread_t main_thread;
static solonL_state *main_universe;
static atomic_int main_stop;      /* a solonL_stop */
static atomic_int guarded;        /* inside solonL_guarded_call */
static atomic_int heeded;         /* the main universe has met the request */
static atomic_int session;        /* at the prompt: see solonL_interrupt_keep_session */
static struct timespec requested; /* when main_stop was raised; used in the main thread only */
static timer_t grace;             /* fires when a request was not heeded in time */
static bool has_grace;
static _Atomic(solonL_worker_slot *) workers[MOST_WORKERS];
static _Thread_local solonL_state *thread_universe; /* a worker's */

static void raise_stop(lua_State *L, lua_Debug *where, int stop) {
  if (solonL_get(L) == main_universe)
    atomic_store(&heeded, 1);
  lua_createtable(L, 0, 3);
  lua_pushstring(L, stop == SOLONL_STOP_TIME_LIMIT ? "time_limit" : "interrupted");
  lua_setfield(L, -2, "code");
  lua_pushstring(L, stop == SOLONL_STOP_TIME_LIMIT ? "time limit reached" : "interrupted");
  lua_setfield(L, -2, "message");
  /* the nearest function with lines: the hook may have met a call of a C function */
  for (int level = 0; lua_getstack(L, level, where) && lua_getinfo(L, "Sl", where); level++)
    if (where->currentline > 0) {
      lua_pushfstring(L, "%s:%d: ", where->short_src, where->currentline);
      lua_setfield(L, -2, "where");
      break;
    }
  luaL_setmetatable(L, "solon.error");
  lua_error(L);
}

static void stop_hook(lua_State *L, lua_Debug *where) {
  const solon_context *context = &solonL_get(L)->context;
  if (solon_context_cancelled(context))
    raise_stop(L, where, atomic_load(context->cancel));
  else
    lua_sethook(L, NULL, 0, 0); /* a coroutine left armed by a stop that is over */
}

/* Safe in a signal handler of the universe's own thread: lua_sethook only sets fields. */
static void arm(solonL_state *universe) {
  lua_State *running = atomic_load(&universe->running);
  lua_sethook(running, stop_hook, HOOK_EVENTS, 1);
}

void solonL_interrupt_check(lua_State *L) {
  solonL_state *universe = solonL_get(L);
  if (solon_context_cancelled(&universe->context) &&
      (universe != main_universe || atomic_load(&guarded)))
    lua_sethook(L, stop_hook, HOOK_EVENTS, 1);
}

static double seconds_since(const struct timespec *then) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - then->tv_sec) + 1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

static void start_grace(void) {
  const struct itimerspec once = {.it_value = {.tv_nsec = GRACE_NANOSECONDS}};
  atomic_store(&heeded, 0);
  clock_gettime(CLOCK_MONOTONIC, &requested);
  if (has_grace)
    timer_settime(grace, 0, &once, NULL);
}

/* Nothing heeded the request: ends the process without running anything more. */
static void on_grace(int signal_number) {
  (void)signal_number;
  static const char limit[] = "solon: time limit reached in a function that cannot be stopped\n";
  static const char interrupt[] = "solon: interrupted in a function that cannot be stopped\n";
  int reason = atomic_load(&main_stop);
  if (reason == SOLONL_STOP_NONE || atomic_load(&heeded) ||
      (reason == SOLONL_STOP_INTERRUPTED && atomic_load(&session)))
    return;
  bool timed = reason == SOLONL_STOP_TIME_LIMIT;
  ssize_t written = timed ? write(STDERR_FILENO, limit, sizeof limit - 1)
                          : write(STDERR_FILENO, interrupt, sizeof interrupt - 1);
  (void)written;
  _exit(timed ? 124 : 130);
}

static void on_request(int signal_number) {
  if (!pthread_equal(pthread_self(), main_thread)) {
    pthread_kill(main_thread, signal_number);
    return;
  }
  int reason = signal_number == SIGALRM ? SOLONL_STOP_TIME_LIMIT : SOLONL_STOP_INTERRUPTED;
  int none = SOLONL_STOP_NONE;
  if (atomic_compare_exchange_strong(&main_stop, &none, reason)) {
    start_grace();
  } else if (atomic_load(&guarded) && reason == SOLONL_STOP_INTERRUPTED &&
             seconds_since(&requested) >= 0.5) {
    signal(SIGINT, SIG_DFL);
    raise(SIGINT);
  }
  if (!atomic_load(&guarded))
    return;
  arm(main_universe);
  for (int i = 0; i < MOST_WORKERS; i++) {
    solonL_worker_slot *slot = atomic_load(&workers[i]);
    if (slot != NULL)
      solonL_worker_stop(slot, reason);
  }
}

static void on_worker_signal(int signal_number) {
  (void)signal_number;
  if (thread_universe != NULL && solon_context_cancelled(&thread_universe->context))
    arm(thread_universe);
}

/* Without SA_RESTART a blocked read returns, and the code after it meets the armed hook. */
static void set_handler(int signal_number, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, NULL);
}

void solonL_interrupt_install(lua_State *L) {
  main_thread = pthread_self();
  main_universe = solonL_get(L);
  main_universe->context.cancel = &main_stop;
  struct sigaction before;
  if (sigaction(SIGINT, NULL, &before) != 0 || before.sa_handler != SIG_IGN)
    set_handler(SIGINT, on_request);
  set_handler(SIGALRM, on_request);
  set_handler(SIGUSR1, on_worker_signal);
  set_handler(SIGUSR2, on_grace);
  struct sigevent event;
  memset(&event, 0, sizeof event);
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGUSR2;
  has_grace = timer_create(CLOCK_MONOTONIC, &event, &grace) == 0;
}

void solonL_interrupt_keep_session(void) {
  atomic_store(&session, 1);
}

void solonL_interrupt_after(double seconds) {
  struct itimerval timer;
  double whole = (double)(time_t)seconds;
  timer.it_value.tv_sec = (time_t)whole;
  timer.it_value.tv_usec = (suseconds_t)((seconds - whole) * 1e6);
  if (timer.it_value.tv_sec == 0 && timer.it_value.tv_usec == 0)
    timer.it_value.tv_usec = 1; /* zero would switch the timer off */
  timer.it_interval.tv_sec = 0;
  timer.it_interval.tv_usec = 0;
  setitimer(ITIMER_REAL, &timer, NULL);
}

int solonL_guarded_call(lua_State *L, int arguments, int results, int handler, solonL_stop *stop) {
  int outer = atomic_exchange(&guarded, 1);
  solonL_interrupt_check(L);
  int status = lua_pcall(L, arguments, results, handler);
  atomic_store(&guarded, outer);
  *stop = (solonL_stop)atomic_load(&main_stop);
  atomic_store(&heeded, 1);
  if (!outer && *stop != SOLONL_STOP_NONE) {
    lua_sethook(L, NULL, 0, 0);
    atomic_store(&main_universe->running, L);
    atomic_store(&main_stop, SOLONL_STOP_NONE);
  }
  return status;
}

bool solonL_interrupt_pending(void) {
  return atomic_load(&main_stop) != SOLONL_STOP_NONE;
}

solonL_stop solonL_interrupt_take(void) {
  atomic_store(&heeded, 1);
  return (solonL_stop)atomic_exchange(&main_stop, SOLONL_STOP_NONE);
}

/* ---- workers --------------------------------------------------------------------------------- */

bool solonL_worker_enlist(solonL_worker_slot *slot) {
  for (int i = 0; i < MOST_WORKERS; i++) {
    solonL_worker_slot *none = NULL;
    if (atomic_compare_exchange_strong(&workers[i], &none, slot)) {
      int reason = atomic_load(&main_stop);
      if (reason != SOLONL_STOP_NONE) /* a signal came before the worker was on the list */
        solonL_worker_stop(slot, (solonL_stop)reason);
      return true;
    }
  }
  return false;
}

void solonL_worker_delist(solonL_worker_slot *slot) {
  for (int i = 0; i < MOST_WORKERS; i++) {
    solonL_worker_slot *mine = slot;
    if (atomic_compare_exchange_strong(&workers[i], &mine, NULL))
      return;
  }
}

void solonL_worker_stop(solonL_worker_slot *slot, solonL_stop reason) {
  atomic_store(&slot->stop, (int)reason);
  pthread_kill(slot->thread, SIGUSR1);
}

void solonL_worker_enter(lua_State *L, solonL_worker_slot *slot) {
  solonL_state *universe = solonL_get(L);
  universe->context.cancel = &slot->stop;
  thread_universe = universe;
  atomic_signal_fence(memory_order_seq_cst);
  if (solon_context_cancelled(&universe->context))
    arm(universe);
}

void solonL_worker_leave(void) {
  thread_universe = NULL;
  atomic_signal_fence(memory_order_seq_cst);
}

bool solonL_in_worker(void) {
  return thread_universe != NULL;
}
