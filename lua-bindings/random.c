/* random.c - solon.random: named streams of random numbers and the distributions drawn from them.
 */
#include "random.h"

#include "array_object.h"
#include "modules.h"

#include "core/random/continuous.h"
#include "core/random/discrete.h"
#include "core/random/philox.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define STREAM "random.stream"

static const int64_t LARGEST_EXACT = INT64_C(1) << 53;
static const double LARGEST_SHAPE = 1e15;

typedef struct stream_object {
  solon_stream stream;
  uint64_t seed, index; /* the stream's name, for printing and restoring */
  uint32_t purpose;
} stream_object;

/* ---- streams --------------------------------------------------------------------------------- */

static stream_object *push_stream(lua_State *L) {
  stream_object *object = lua_newuserdatauv(L, sizeof *object, 0);
  memset(object, 0, sizeof *object);
  luaL_setmetatable(L, STREAM);
  return object;
}

static stream_object *check_object(lua_State *L) {
  stream_object *object = luaL_testudata(L, 1, STREAM);
  if (object == NULL)
    solonL_type_error(L, 1, STREAM);
  return object;
}

static solon_stream *check_stream(lua_State *L) {
  return &check_object(L)->stream;
}

static void start(stream_object *object, uint64_t seed, uint32_t purpose, uint64_t index) {
  object->seed = seed;
  object->purpose = purpose;
  object->index = index;
  solon_stream_start(&object->stream, seed, purpose, index);
}

static int random_stream(lua_State *L) {
  uint64_t seed = (uint64_t)solonL_check_integer(L, 1, INT64_MIN, INT64_MAX);
  const char *purpose = lua_isnoneornil(L, 2) ? "stream" : solonL_check_string(L, 2, NULL);
  int64_t index = lua_isnoneornil(L, 3) ? 0 : solonL_check_integer(L, 3, 0, INT64_MAX);
  start(push_stream(L), seed, solon_purpose(purpose), (uint64_t)index);
  return 1;
}

enum { STREAM_TEXT_SIZE = 160 };

static void write_text(const stream_object *object, char text[STREAM_TEXT_SIZE]) {
  snprintf(text, STREAM_TEXT_SIZE,
           "random.stream philox4x32-10 seed=%" PRId64 " purpose=0x%08" PRIx32 " index=%" PRId64
           " position=%" PRIu64,
           (int64_t)object->seed, object->purpose, (int64_t)object->index,
           solon_stream_position(&object->stream));
}

static int stream_tostring(lua_State *L) {
  char text[STREAM_TEXT_SIZE];
  write_text(check_object(L), text);
  lua_pushstring(L, text);
  return 1;
}

/* Reads what tostring writes, and nothing that tostring would write otherwise. */
static int random_restore(lua_State *L) {
  size_t length;
  const char *text = solonL_check_string(L, 1, &length);
  int64_t seed, index, position;
  uint32_t purpose;
  stream_object *object = push_stream(L);
  bool good = sscanf(text,
                     "random.stream philox4x32-10 seed=%" SCNd64 " purpose=%" SCNx32
                     " index=%" SCNd64 " position=%" SCNd64,
                     &seed, &purpose, &index, &position) == 4 &&
              index >= 0 && position >= 0;
  if (good) {
    char again[STREAM_TEXT_SIZE];
    start(object, (uint64_t)seed, purpose, (uint64_t)index);
    solon_stream_seek(&object->stream, (uint64_t)position);
    write_text(object, again);
    good = strlen(again) == length && memcmp(text, again, length) == 0;
  }
  if (!good)
    solonL_argument_error(L, 1, "text of a stream expected, got '%.60s'", text);
  return 1;
}

static int stream_clone(lua_State *L) {
  const stream_object *object = check_object(L);
  *push_stream(L) = *object;
  return 1;
}

static int push_child(lua_State *L, const char *name, int64_t index) {
  const stream_object *parent = check_object(L);
  stream_object *child = push_stream(L);
  child->purpose = solon_purpose(name);
  child->index = (uint64_t)index;
  solon_stream_child(&parent->stream, child->purpose, child->index, &child->stream);
  child->seed = child->stream.key[0] | (uint64_t)child->stream.key[1] << 32;
  return 1;
}

static int stream_split(lua_State *L) {
  check_object(L);
  return push_child(L, "split", solonL_check_integer(L, 2, 0, INT64_MAX));
}

static int stream_substream(lua_State *L) {
  check_object(L);
  const char *name = solonL_check_string(L, 2, NULL);
  return push_child(L, name, lua_isnoneornil(L, 3) ? 0 : solonL_check_integer(L, 3, 0, INT64_MAX));
}

static int stream_position(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)solon_stream_position(check_stream(L)));
  return 1;
}

static int stream_seek(lua_State *L) {
  solon_stream *stream = check_stream(L);
  solon_stream_seek(stream, (uint64_t)solonL_check_integer(L, 2, 0, INT64_C(1) << 62));
  lua_settop(L, 1);
  return 1;
}

static int stream_bits(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)solon_stream_bits64(check_stream(L)));
  return 1;
}

static void check_words(lua_State *L, int arg, int count, uint32_t *words) {
  if (lua_type(L, arg) != LUA_TTABLE)
    solonL_type_error(L, arg, "table of 32-bit words");
  if (luaL_len(L, arg) != count)
    solonL_argument_error(L, arg, "%d words expected, got %lld", count,
                          (long long)luaL_len(L, arg));
  for (int i = 0; i < count; i++) {
    int exact;
    lua_geti(L, arg, i + 1);
    lua_Integer word = lua_tointegerx(L, -1, &exact);
    if (!exact || lua_type(L, -1) != LUA_TNUMBER || word < 0 || word > UINT32_MAX)
      solonL_argument_error(L, arg, "integer in [0, 4294967295] expected at position %d", i + 1);
    words[i] = (uint32_t)word;
    lua_pop(L, 1);
  }
}

static int random_philox(lua_State *L) {
  uint32_t counter[4], key[2], out[4];
  check_words(L, 1, 4, counter);
  check_words(L, 2, 2, key);
  solon_philox4x32(counter, key, out);
  lua_createtable(L, 4, 0);
  for (int i = 0; i < 4; i++) {
    lua_pushinteger(L, out[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

/* ---- one value or a column ------------------------------------------------------------------- */

/* Writes `count` values of a distribution with parameters p. */
typedef void (*sampler)(solon_stream *stream, const double *p, double *out, size_t count);

static size_t check_count(lua_State *L, int arg) {
  return (size_t)solonL_check_integer(L, arg, 0, LARGEST_EXACT);
}

static void poll_cancel(lua_State *L) {
  if (solon_context_cancelled(solonL_context(L)))
    solonL_check_status(L, SOLON_CANCELLED);
}

/* The results of a method whose count is argument `arg` and whose options follow: a number (an
 * integer where `whole`) when there is no count, else an array. */
static int push_draws(lua_State *L, solon_stream *stream, int arg, sampler draw, const double *p,
                      bool whole) {
  if (lua_isnoneornil(L, arg)) {
    double value;
    draw(stream, p, &value, 1);
    if (whole)
      lua_pushinteger(L, (lua_Integer)value);
    else
      lua_pushnumber(L, value);
    return 1;
  }
  size_t count = check_count(L, arg);
  double *out = solonL_push_out(L, arg + 1, count, NULL);
  for (size_t from = 0; from < count; from += SOLON_CHUNK) {
    draw(stream, p, out + from, count - from < SOLON_CHUNK ? count - from : SOLON_CHUNK);
    poll_cancel(L);
  }
  solonL_finish_out(L);
  return 1;
}

static double check_positive(lua_State *L, int arg, double high) {
  double value = solonL_check_number(L, arg);
  if (!(value > 0 && value <= high))
    solonL_argument_error(L, arg, "number in (0, %.15g] expected, got %.15g", high, value);
  return value;
}

static double option_finite(lua_State *L, int arg, const char *name, double missing) {
  double value = solonL_option_number(L, arg, name, missing);
  if (!isfinite(value))
    solonL_argument_error(L, arg, "option '%s': finite number expected, got %g", name, value);
  return value;
}

static double option_positive(lua_State *L, int arg, const char *name) {
  double value = option_finite(L, arg, name, 1);
  if (value <= 0)
    solonL_argument_error(L, arg, "option '%s': number above 0 expected, got %.15g", name, value);
  return value;
}

/* ---- continuous ------------------------------------------------------------------------------ */

static const char *const only_out[] = {"out", NULL};

static void fill_uniform(solon_stream *stream, const double *p, double *out, size_t count) {
  solon_fill_uniform(stream, p[0], p[1], out, count);
}

static int stream_uniform(lua_State *L) {
  static const char *const known[] = {"low", "high", "out", NULL};
  solon_stream *stream = check_stream(L);
  lua_settop(L, 3);
  solonL_check_options(L, 3, known);
  double p[2] = {option_finite(L, 3, "low", 0), option_finite(L, 3, "high", 1)};
  if (!(p[0] < p[1] && isfinite(p[1] - p[0])))
    solonL_argument_error(L, 3, "option 'high': number above low = %.15g expected, got %.15g", p[0],
                          p[1]);
  return push_draws(L, stream, 2, fill_uniform, p, false);
}

static void fill_normal(solon_stream *stream, const double *p, double *out, size_t count) {
  solon_fill_normal(stream, p[0], p[1], out, count);
}

static int stream_normal(lua_State *L) {
  static const char *const known[] = {"mean", "standard_deviation", "out", NULL};
  solon_stream *stream = check_stream(L);
  lua_settop(L, 3);
  solonL_check_options(L, 3, known);
  double p[2] = {option_finite(L, 3, "mean", 0), option_finite(L, 3, "standard_deviation", 1)};
  if (p[1] < 0)
    solonL_argument_error(L, 3, "option 'standard_deviation': number >= 0 expected, got %.15g",
                          p[1]);
  return push_draws(L, stream, 2, fill_normal, p, false);
}

static void fill_exponential(solon_stream *stream, const double *p, double *out, size_t count) {
  solon_fill_exponential(stream, p[0], out, count);
}

static int stream_exponential(lua_State *L) {
  static const char *const known[] = {"mean", "out", NULL};
  solon_stream *stream = check_stream(L);
  lua_settop(L, 3);
  solonL_check_options(L, 3, known);
  double p[1] = {option_positive(L, 3, "mean")};
  return push_draws(L, stream, 2, fill_exponential, p, false);
}

static void fill_gamma(solon_stream *stream, const double *p, double *out, size_t count) {
  solon_fill_gamma(stream, p[0], p[1], out, count);
}

static void fill_log_gamma(solon_stream *stream, const double *p, double *out, size_t count) {
  for (size_t i = 0; i < count; i++)
    out[i] = solon_draw_log_gamma(stream, p[0]);
}

static int stream_gamma(lua_State *L) {
  static const char *const known[] = {"scale", "log", "out", NULL};
  solon_stream *stream = check_stream(L);
  lua_settop(L, 4);
  solonL_check_options(L, 4, known);
  double p[2] = {check_positive(L, 2, LARGEST_SHAPE), option_positive(L, 4, "scale")};
  bool logarithm = solonL_option_boolean(L, 4, "log", false);
  if (logarithm && solonL_option_given(L, 4, "scale"))
    solonL_argument_error(L, 4, "option 'log': excludes option 'scale'");
  return push_draws(L, stream, 3, logarithm ? fill_log_gamma : fill_gamma, p, false);
}

static void fill_beta(solon_stream *stream, const double *p, double *out, size_t count) {
  solon_fill_beta(stream, p[0], p[1], out, count);
}

static int stream_beta(lua_State *L) {
  solon_stream *stream = check_stream(L);
  lua_settop(L, 5);
  solonL_check_options(L, 5, only_out);
  double p[2] = {check_positive(L, 2, LARGEST_SHAPE), check_positive(L, 3, LARGEST_SHAPE)};
  return push_draws(L, stream, 4, fill_beta, p, false);
}

static const double *check_alpha(lua_State *L, int arg, size_t *size) {
  const double *alpha = solonL_check_vector(L, arg, size);
  bool positive = false;
  for (size_t i = 0; i < *size; i++) {
    if (!(alpha[i] >= 0 && alpha[i] <= LARGEST_SHAPE))
      solonL_argument_error(L, arg, "number in [0, %.15g] expected at position %zu, got %.15g",
                            LARGEST_SHAPE, i + 1, alpha[i]);
    positive = positive || alpha[i] > 0;
  }
  if (!positive)
    solonL_argument_error(L, arg, "at least one number above 0 expected");
  return alpha;
}

static int stream_dirichlet(lua_State *L) {
  solon_stream *stream = check_stream(L);
  size_t size;
  const double *alpha = check_alpha(L, 2, &size);
  if (lua_isnoneornil(L, 3)) {
    solon_draw_dirichlet(stream, alpha, size, solonL_push_vector(L, size)->data);
    return 1;
  }
  size_t count = check_count(L, 3);
  double *out = solonL_push_matrix(L, count, size)->data;
  for (size_t i = 0; i < count; i++) {
    solon_draw_dirichlet(stream, alpha, size, out + i * size);
    poll_cancel(L);
  }
  return 1;
}

/* ---- discrete -------------------------------------------------------------------------------- */

static void fill_binomial(solon_stream *stream, const double *p, double *out, size_t count) {
  for (size_t i = 0; i < count; i++)
    out[i] = (double)solon_draw_binomial(stream, (int64_t)p[0], p[1]);
}

static int stream_binomial(lua_State *L) {
  solon_stream *stream = check_stream(L);
  lua_settop(L, 5);
  solonL_check_options(L, 5, only_out);
  double p[2] = {(double)solonL_check_integer(L, 2, 0, INT64_C(1) << 40),
                 solonL_check_range(L, 3, 0, 1)};
  return push_draws(L, stream, 4, fill_binomial, p, true);
}

static void fill_poisson(solon_stream *stream, const double *p, double *out, size_t count) {
  for (size_t i = 0; i < count; i++)
    out[i] = (double)solon_draw_poisson(stream, p[0]);
}

static int stream_poisson(lua_State *L) {
  solon_stream *stream = check_stream(L);
  lua_settop(L, 4);
  solonL_check_options(L, 4, only_out);
  double p[1] = {solonL_check_range(L, 2, 0, 0x1p50)};
  return push_draws(L, stream, 3, fill_poisson, p, true);
}

static void fill_integer(solon_stream *stream, const double *p, double *out, size_t count) {
  for (size_t i = 0; i < count; i++)
    out[i] = p[0] + (double)solon_stream_below(stream, (uint64_t)p[1]);
}

static int stream_integer(lua_State *L) {
  solon_stream *stream = check_stream(L);
  lua_settop(L, 5);
  solonL_check_options(L, 5, only_out);
  int64_t low = solonL_check_integer(L, 2, -LARGEST_EXACT / 2, LARGEST_EXACT / 2);
  int64_t high = solonL_check_integer(L, 3, low, LARGEST_EXACT / 2);
  double p[2] = {(double)low, (double)(high - low + 1)};
  return push_draws(L, stream, 4, fill_integer, p, true);
}

/* An alias table over the weights at `arg`; its memory stays on the stack. */
static solon_alias push_alias(lua_State *L, int arg) {
  solon_alias table;
  const double *weights = solonL_check_vector(L, arg, &table.size);
  /* one block, so that the caller's stack grows by one */
  char *block =
      solonL_scratch_zero(L, table.size, sizeof(uint64_t) + sizeof(double) + 2 * sizeof(uint32_t));
  table.keep = (uint64_t *)(void *)block;
  double *scaled = (double *)(void *)(block + table.size * sizeof(uint64_t));
  table.other = (uint32_t *)(void *)(scaled + table.size);
  solon_status status = solon_alias_prepare(&table, weights, table.other + table.size, scaled);
  if (status == SOLON_BAD_SHAPE)
    solonL_argument_error(L, arg, "weights of 1 to 2147483648 categories expected, got %zu",
                          table.size);
  if (status < 0)
    solonL_argument_error(L, arg, "finite weights >= 0 with a positive sum expected");
  return table;
}

static int stream_categorical(lua_State *L) {
  solon_stream *stream = check_stream(L);
  lua_settop(L, 4);
  solonL_check_options(L, 4, only_out);
  solon_alias table = push_alias(L, 2);
  if (lua_isnoneornil(L, 3)) {
    lua_pushinteger(L, (lua_Integer)solon_draw_category(stream, &table) + 1);
    return 1;
  }
  size_t count = check_count(L, 3);
  double *out = solonL_push_out(L, 4, count, NULL);
  for (size_t i = 0; i < count; i++) {
    out[i] = (double)solon_draw_category(stream, &table) + 1;
    if (i % SOLON_CHUNK == 0)
      poll_cancel(L);
  }
  solonL_finish_out(L);
  return 1;
}

/* ---- permutations and samples ---------------------------------------------------------------- */

static double *push_counting(lua_State *L, size_t count) {
  double *out = solonL_push_vector(L, count)->data;
  for (size_t i = 0; i < count; i++) {
    out[i] = (double)(i + 1);
    if (i % SOLON_CHUNK == 0)
      poll_cancel(L);
  }
  return out;
}

static int stream_permutation(lua_State *L) {
  solon_stream *stream = check_stream(L);
  size_t count = check_count(L, 2);
  double *places = push_counting(L, count);
  solonL_check_status(L, solon_shuffle(solonL_context(L), stream, places, count));
  return 1;
}

/* A new table or array of the members of `population` at the 1-based places of the array on top. */
static int push_members(lua_State *L, int population) {
  const solonL_array *places = lua_touserdata(L, -1);
  if (lua_type(L, population) == LUA_TTABLE) {
    lua_createtable(L, (int)places->rows, 0);
    for (size_t i = 0; i < places->rows; i++) {
      lua_geti(L, population, (lua_Integer)places->data[i]);
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
  }
  size_t size;
  const double *values = solonL_check_vector(L, population, &size);
  double *out = solonL_push_vector(L, places->rows)->data;
  for (size_t i = 0; i < places->rows; i++)
    out[i] = values[(size_t)places->data[i] - 1];
  return 1;
}

/* How many members a population has: an array, a sequence, or its number itself. */
static size_t population_size(lua_State *L, int arg) {
  const solonL_array *array = solonL_test_array(L, arg);
  if (array != NULL)
    return solonL_array_size(array);
  if (lua_type(L, arg) == LUA_TTABLE)
    return (size_t)luaL_len(L, arg);
  if (lua_type(L, arg) != LUA_TNUMBER)
    solonL_type_error(L, arg, "array, table or number of members");
  return check_count(L, arg);
}

static int stream_shuffle(lua_State *L) {
  solon_stream *stream = check_stream(L);
  if (lua_type(L, 2) == LUA_TNUMBER)
    solonL_type_error(L, 2, "array or table");
  size_t count = population_size(L, 2);
  double *places = push_counting(L, count);
  solonL_check_status(L, solon_shuffle(solonL_context(L), stream, places, count));
  return push_members(L, 2);
}

static void sample_uniform(lua_State *L, solon_stream *stream, size_t size, size_t taken,
                           bool replace, double *out) {
  if (replace) {
    for (size_t i = 0; i < taken; i++) {
      out[i] = (double)solon_stream_below(stream, size);
      if (i % SOLON_CHUNK == 0)
        poll_cancel(L);
    }
    return;
  }
  size_t work = solon_sample_workspace(size, taken);
  uint64_t *moved = solonL_scratch_zero(L, work, sizeof *moved);
  solonL_check_status(L, solon_sample(solonL_context(L), stream, size, taken, moved, out));
  lua_pop(L, 1);
}

/* The weights stand in the place of the options they came with, argument 4. */
static void sample_by_weights(lua_State *L, solon_stream *stream, size_t size, size_t taken,
                              bool replace, double *out) {
  const double *weights = solonL_check_vector_of(L, 4, size);
  solon_alias table = push_alias(L, 4); /* checks the weights in both cases */
  if (replace) {
    for (size_t i = 0; i < taken; i++) {
      out[i] = (double)solon_draw_category(stream, &table);
      if (i % SOLON_CHUNK == 0)
        poll_cancel(L);
    }
    return;
  }
  size_t positive = 0;
  for (size_t i = 0; i < size; i++)
    positive += weights[i] > 0;
  if (taken > positive)
    solonL_argument_error(L, 3, "at most %zu members have weight above 0, got %zu to choose",
                          positive, taken);
  double *work = solonL_scratch_zero(L, size, 2 * sizeof(double));
  solon_sample_weighted(stream, weights, size, taken, work, out);
}

static int stream_choice(lua_State *L) {
  static const char *const known[] = {"replace", "weights", NULL};
  solon_stream *stream = check_stream(L);
  lua_settop(L, 4);
  solonL_check_options(L, 4, known);
  bool single = lua_isnoneornil(L, 3), replace = solonL_option_boolean(L, 4, "replace", false);
  size_t size = population_size(L, 2), taken = single ? 1 : check_count(L, 3);
  if (size == 0 && taken > 0)
    solonL_argument_error(L, 2, "at least one member expected, got none");
  if (!replace && taken > size)
    solonL_argument_error(L, 3, "at most %zu members to choose without replacement, got %zu", size,
                          taken);
  solonL_array *places = solonL_push_vector(L, taken); /* 5 */
  if (taken > 0 && solonL_option_given(L, 4, "weights")) {
    lua_getfield(L, 4, "weights");
    lua_replace(L, 4);
    sample_by_weights(L, stream, size, taken, replace, places->data);
  } else {
    sample_uniform(L, stream, size, taken, replace, places->data);
  }
  lua_settop(L, 5);
  for (size_t i = 0; i < taken; i++)
    places->data[i] += 1;
  if (lua_type(L, 2) != LUA_TNUMBER)
    push_members(L, 2);
  if (!single)
    return 1;
  if (lua_type(L, 2) == LUA_TTABLE)
    lua_geti(L, -1, 1);
  else if (lua_type(L, 2) == LUA_TNUMBER)
    lua_pushinteger(L, (lua_Integer)places->data[0]);
  else
    lua_pushnumber(L, ((solonL_array *)lua_touserdata(L, -1))->data[0]);
  return 1;
}

/* ---- opening --------------------------------------------------------------------------------- */

int solonL_open_random(lua_State *L) {
  static const luaL_Reg functions[] = {{"stream", random_stream},
                                       {"restore", random_restore},
                                       {"philox", random_philox},
                                       {"sobol", solonL_random_sobol},
                                       {"copula", solonL_random_copula},
                                       {"quantile", solonL_random_quantile},
                                       {NULL, NULL}};
  static const luaL_Reg methods[] = {{"clone", stream_clone},
                                     {"split", stream_split},
                                     {"substream", stream_substream},
                                     {"position", stream_position},
                                     {"seek", stream_seek},
                                     {"bits", stream_bits},
                                     {"uniform", stream_uniform},
                                     {"normal", stream_normal},
                                     {"exponential", stream_exponential},
                                     {"gamma", stream_gamma},
                                     {"beta", stream_beta},
                                     {"dirichlet", stream_dirichlet},
                                     {"binomial", stream_binomial},
                                     {"poisson", stream_poisson},
                                     {"integer", stream_integer},
                                     {"categorical", stream_categorical},
                                     {"permutation", stream_permutation},
                                     {"shuffle", stream_shuffle},
                                     {"choice", stream_choice},
                                     {NULL, NULL}};
  luaL_requiref(L, "solon.array", solonL_open_array, 0); /* the methods of the arrays given out */
  lua_pop(L, 1);
  luaL_newmetatable(L, STREAM);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, stream_tostring);
  lua_setfield(L, -2, "__tostring");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}
