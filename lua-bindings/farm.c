/* farm.c - solon.farm: tasks on a fixed number of threads, each with a Lua universe of its own.
 *
 * Nothing is shared between universes: tasks and results travel as bytes (transfer.h).  Threads
 * take tasks in order, and the calling thread hands out results in order, so what a caller sees
 * does not depend on the number of threads.  When task k fails no further task is begun; every task
 * before k was begun already and is finished, so the failure reported is always that of the
 * smallest index. */
#include "aux.h"
#include "modules.h"
#include "state.h"
#include "transfer.h"

#include "core/base/memory.h"
#include "core/base/system.h"
#include "lua-bindings/host/interrupt.h"

#include <pthread.h>
#include <string.h>

#define FARM "solon.farm"

enum { MOST_JOBS = 256 };

typedef struct result {
  solonL_bytes bytes; /* the value; after a failure its message, not encoded */
  bool done, failed;
} result;

typedef struct worker {
  solonL_worker_slot slot;
  struct farm *farm;
} worker;

typedef struct farm {
  const char *module, *call, *directory; /* kept alive by the caller's stack and registry */
  solonL_bytes shared;                   /* empty: none given */
  size_t count;
  solonL_bytes *tasks;
  result *results;
  worker *workers;
  int started;
  pthread_mutex_t lock; /* guards everything below, and results */
  pthread_cond_t changed;
  size_t next, completed;
  int running;                /* threads not yet ended */
  bool stopping;              /* no further task is begun */
  solonL_bytes start_failure; /* a worker's message when it could not begin */
} farm;

/* ---- a worker thread ------------------------------------------------------------------------- */

static const char function_key = 'f';

/* Message handler: any error value as text. */
static int error_text(lua_State *L) {
  luaL_tolstring(L, 1, NULL);
  return 1;
}

/* prepare(farm): loads the module, calls its setup, keeps the function to call. */
static int prepare_worker(lua_State *L) {
  const farm *f = lua_touserdata(L, 1);
  solonL_set_script_directory(L, f->directory);
  lua_getglobal(L, "require");
  lua_pushstring(L, f->module);
  lua_call(L, 1, 1);
  if (!lua_istable(L, -1))
    return luaL_error(L, "module '%s' returned a %s, not a table", f->module, luaL_typename(L, -1));
  if (lua_getfield(L, -1, f->call) != LUA_TFUNCTION)
    return luaL_error(L, "module '%s' has no function '%s'", f->module, f->call);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &function_key);
  if (f->shared.size == 0)
    return 0;
  if (lua_getfield(L, -1, "setup") != LUA_TFUNCTION)
    return luaL_error(L, "module '%s' has no function 'setup' to take options.shared", f->module);
  solonL_decode(L, &f->shared);
  lua_call(L, 1, 0);
  return 0;
}

typedef struct one_task {
  const farm *farm;
  size_t index;
  solonL_bytes out;
} one_task;

/* run(one_task): the call, its result encoded. */
static int run_task(lua_State *L) {
  one_task *task = lua_touserdata(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &function_key);
  solonL_decode(L, &task->farm->tasks[task->index]);
  lua_pushinteger(L, (lua_Integer)task->index + 1);
  lua_call(L, 2, 1);
  solonL_encode(L, -1, "the result", &task->out);
  return 0;
}

/* Calls function(argument) with error_text below it; the stack is empty afterwards but for the
 * message of a failure. */
static bool call_protected(lua_State *L, lua_CFunction function, void *argument) {
  lua_settop(L, 0);
  lua_pushcfunction(L, error_text);
  lua_pushcfunction(L, function);
  lua_pushlightuserdata(L, argument);
  return lua_pcall(L, 1, 0, 1) == LUA_OK;
}

/* The message on top as bytes; none when memory is out. */
static solonL_bytes message_bytes(lua_State *L) {
  solonL_bytes bytes = {NULL, 0, 0};
  size_t length = 0;
  const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : NULL;
  bytes.data = text != NULL ? solon_alloc(length + 1) : NULL;
  if (bytes.data != NULL) {
    memcpy(bytes.data, text, length + 1);
    bytes.size = bytes.capacity = length + 1;
  }
  return bytes;
}

static bool take_task(farm *f, const worker *me, size_t *index) {
  pthread_mutex_lock(&f->lock);
  bool taken = !f->stopping && f->next < f->count && atomic_load(&me->slot.stop) == 0;
  if (taken)
    *index = f->next++;
  pthread_mutex_unlock(&f->lock);
  return taken;
}

static void give_result(farm *f, size_t index, solonL_bytes bytes, bool failed) {
  pthread_mutex_lock(&f->lock);
  f->results[index] = (result){bytes, true, failed};
  f->completed++;
  f->stopping = f->stopping || failed;
  pthread_cond_signal(&f->changed);
  pthread_mutex_unlock(&f->lock);
}

static void give_start_failure(farm *f, solonL_bytes message) {
  pthread_mutex_lock(&f->lock);
  f->stopping = true;
  if (f->start_failure.data == NULL)
    f->start_failure = message;
  else
    solonL_bytes_free(&message);
  pthread_mutex_unlock(&f->lock);
}

static void work(worker *me, lua_State *L) {
  farm *f = me->farm;
  one_task task = {.farm = f};
  while (take_task(f, me, &task.index)) {
    task.out = (solonL_bytes){NULL, 0, 0};
    bool ok = call_protected(L, run_task, &task);
    if (!ok) {
      solonL_bytes_free(&task.out);
      if (atomic_load(&me->slot.stop) != 0)
        return; /* stopped from outside: no result */
      task.out = message_bytes(L);
    }
    give_result(f, task.index, task.out, !ok);
  }
}

static void *worker_run(void *argument) {
  worker *me = argument;
  farm *f = me->farm;
  lua_State *L = solonL_new_state();
  if (L == NULL) {
    give_start_failure(f, (solonL_bytes){NULL, 0, 0});
  } else {
    solonL_worker_enter(L, &me->slot);
    if (call_protected(L, prepare_worker, f))
      work(me, L);
    else
      give_start_failure(f, message_bytes(L));
    solonL_worker_leave();
    lua_close(L);
  }
  pthread_mutex_lock(&f->lock);
  f->running--;
  pthread_cond_signal(&f->changed);
  pthread_mutex_unlock(&f->lock);
  return NULL;
}

/* ---- the calling thread ---------------------------------------------------------------------- */

/* Ends the threads and frees everything, on every way out. */
static int farm_close(lua_State *L) {
  farm *f = luaL_checkudata(L, 1, FARM);
  pthread_mutex_lock(&f->lock);
  f->stopping = true;
  pthread_mutex_unlock(&f->lock);
  for (int i = 0; i < f->started; i++)
    solonL_worker_stop(&f->workers[i].slot, SOLONL_STOP_FARM);
  for (int i = 0; i < f->started; i++) {
    solonL_worker_delist(&f->workers[i].slot);
    pthread_join(f->workers[i].slot.thread, NULL);
  }
  f->started = 0;
  for (size_t i = 0; i < f->count; i++) {
    solonL_bytes_free(&f->tasks[i]);
    solonL_bytes_free(&f->results[i].bytes);
  }
  f->count = 0;
  solonL_bytes_free(&f->shared);
  solonL_bytes_free(&f->start_failure);
  solon_free(f->tasks);
  solon_free(f->results);
  solon_free(f->workers);
  f->tasks = NULL;
  f->results = NULL;
  f->workers = NULL;
  return 0;
}

static void *zeroed(lua_State *L, size_t count, size_t size) {
  void *block = solon_alloc_zero(count, size);
  if (block == NULL)
    solonL_check_status(L, SOLON_NO_MEMORY);
  return block;
}

/* Pushes an empty farm that is closed when the calling function ends. */
static farm *push_farm(lua_State *L) {
  farm *f = solonL_push_owner(L, FARM, sizeof *f, farm_close);
  pthread_mutex_init(&f->lock, NULL);
  pthread_cond_init(&f->changed, NULL);
  lua_toclose(L, -1);
  return f;
}

/* Pushes the table of tasks. */
static void encode_tasks(lua_State *L, farm *f, int options) {
  char name[32];
  if (lua_getfield(L, options, "tasks") != LUA_TTABLE)
    solonL_argument_error(L, options, "option 'tasks': table expected, got %s",
                          luaL_typename(L, -1));
  int tasks = lua_gettop(L);
  size_t count = (size_t)lua_rawlen(L, tasks);
  f->tasks = zeroed(L, count, sizeof *f->tasks);
  f->results = zeroed(L, count, sizeof *f->results);
  f->count = count;
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, tasks, (lua_Integer)i + 1);
    snprintf(name, sizeof name, "tasks[%zu]", i + 1);
    solonL_encode(L, -1, name, &f->tasks[i]);
    lua_pop(L, 1);
  }
}

static const char *required_string(lua_State *L, int options, const char *name) {
  const char *value = solonL_option_string(L, options, name, NULL);
  if (value == NULL)
    solonL_argument_error(L, options, "option '%s': string expected, got nil", name);
  return value;
}

/* Pushes a function option, or nil when there is none; whether there is one. */
static bool push_function(lua_State *L, int options, const char *name) {
  int type = lua_getfield(L, options, name);
  if (type != LUA_TNIL && type != LUA_TFUNCTION)
    solonL_argument_error(L, options, "option '%s': function expected, got %s", name,
                          luaL_typename(L, -1));
  return type == LUA_TFUNCTION;
}

/* Fewer threads than asked for do the same work; none at all is an error. */
static void start_workers(lua_State *L, farm *f, int jobs) {
  f->workers = zeroed(L, (size_t)jobs, sizeof *f->workers);
  for (int i = 0; i < jobs; i++) {
    worker *w = &f->workers[i];
    w->farm = f;
    pthread_mutex_lock(&f->lock);
    bool created = pthread_create(&w->slot.thread, NULL, worker_run, w) == 0;
    f->running += created;
    pthread_mutex_unlock(&f->lock);
    if (!created)
      break;
    f->started++;
    solonL_worker_enlist(&w->slot);
  }
  if (f->started == 0)
    solonL_error(L, "unavailable", NULL, "no thread could be started");
}

/* Waits until something was completed beyond `seen`, or result `index` is there, or all threads
 * have ended.  Returns the number completed; *ready tells about the result. */
static size_t wait_for(farm *f, size_t index, size_t seen, bool *ready) {
  pthread_mutex_lock(&f->lock);
  while (!f->results[index].done && f->completed == seen && f->running > 0)
    pthread_cond_wait(&f->changed, &f->lock);
  *ready = f->results[index].done;
  size_t completed = f->completed;
  bool ended = f->running == 0;
  pthread_mutex_unlock(&f->lock);
  return *ready || !ended ? completed : SIZE_MAX;
}

/* All threads ended without the result: a worker that could not begin, or a stop from outside. */
static _Noreturn void raise_ended(lua_State *L, const farm *f) {
  solonL_check_status(L, solon_context_cancelled(&solonL_get(L)->context) ? SOLON_CANCELLED
                         : f->start_failure.data == NULL                  ? SOLON_NO_MEMORY
                                                                          : SOLON_OK);
  solonL_error(L, "task_failed", NULL, "a worker could not start: %s",
               (const char *)f->start_failure.data);
}

/* Pushes the value of a finished task, or raises its failure. */
static void push_result(lua_State *L, farm *f, size_t index) {
  result *r = &f->results[index];
  if (r->failed)
    solonL_error(L, "task_failed", NULL, "task %zu: %s", index + 1,
                 r->bytes.data != NULL ? (const char *)r->bytes.data : "not enough memory");
  solonL_decode(L, &r->bytes);
  solonL_bytes_free(&r->bytes);
}

enum { PROGRESS = 2, ON_RESULT, RESULTS };

/* Hands out the results in order; stack slots as in the enum above. */
static void collect(lua_State *L, farm *f) {
  bool progress = !lua_isnil(L, PROGRESS), on_result = !lua_isnil(L, ON_RESULT), ready;
  size_t seen = 0;
  for (size_t i = 0; i < f->count;) {
    size_t completed = wait_for(f, i, seen, &ready);
    if (completed == SIZE_MAX)
      raise_ended(L, f);
    if (progress && completed != seen) {
      lua_pushvalue(L, PROGRESS);
      lua_pushinteger(L, (lua_Integer)completed);
      lua_pushinteger(L, (lua_Integer)f->count);
      lua_call(L, 2, 0);
    }
    seen = completed;
    if (!ready)
      continue;
    push_result(L, f, i++);
    if (on_result) {
      lua_pushvalue(L, ON_RESULT);
      lua_pushinteger(L, (lua_Integer)i);
      lua_pushvalue(L, -3);
      lua_call(L, 2, 0);
    }
    lua_rawseti(L, RESULTS, (lua_Integer)i);
  }
}

/* map{jobs=, module=, call=, shared=, tasks=, progress=, on_result=} -> results in task order */
static int farm_map(lua_State *L) {
  static const char *const known[] = {"jobs",  "module",   "call",      "shared",
                                      "tasks", "progress", "on_result", NULL};
  if (lua_type(L, 1) != LUA_TTABLE)
    solonL_type_error(L, 1, "table of options");
  lua_settop(L, 1);
  solonL_check_options(L, 1, known);
  if (solonL_in_worker())
    solonL_error(L, "bad_argument", NULL, "a farm cannot be started by a task of a farm");
  int64_t jobs = solonL_option_integer(L, 1, "jobs", solon_cpu_count(), 1, MOST_JOBS);
  push_function(L, 1, "progress");
  push_function(L, 1, "on_result");
  lua_newtable(L);
  farm *f = push_farm(L);
  f->module = required_string(L, 1, "module");
  f->call = required_string(L, 1, "call");
  f->directory = solonL_script_directory(L);
  if (lua_getfield(L, 1, "shared") != LUA_TNIL)
    solonL_encode(L, -1, "shared", &f->shared);
  encode_tasks(L, f, 1);
  if (f->count > 0) {
    start_workers(L, f, (size_t)jobs < f->count ? (int)jobs : (int)f->count);
    collect(L, f);
  }
  lua_settop(L, RESULTS);
  return 1;
}

/* cores() -> number of processors this process may use */
static int farm_cores(lua_State *L) {
  lua_pushinteger(L, solon_cpu_count());
  return 1;
}

int solonL_open_farm(lua_State *L) {
  static const luaL_Reg functions[] = {{"map", farm_map}, {"cores", farm_cores}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
