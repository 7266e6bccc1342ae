/* resample_job.c - data, statistic and design of a resampling from Lua's arguments. */
#include "resample_job.h"

#include "array_object.h"

#include "core/random/philox.h"

#include <math.h>

/* ---- arguments ------------------------------------------------------------------------------- */

/* The value on top as a column, replaced there by an array if it is a table. */
static const double *read_column(lua_State *L, int number, size_t *size) {
  int at = lua_gettop(L);
  solonL_array *given = solonL_test_array(L, at);
  if (given != NULL && given->dimensions != 1)
    solonL_argument_error(L, 1, "column %d: array of one dimension expected, got %zu x %zu", number,
                          given->rows, given->columns);
  if (given != NULL)
    return solonL_check_vector(L, at, size);
  if (lua_type(L, at) != LUA_TTABLE)
    solonL_argument_error(L, 1, "column %d: array or table of numbers expected, got %s", number,
                          luaL_typename(L, at));
  size_t count = (size_t)luaL_len(L, at);
  double *data = solonL_push_vector(L, count)->data;
  for (size_t i = 0; i < count; i++) {
    lua_geti(L, at, (lua_Integer)i + 1);
    if (lua_type(L, -1) != LUA_TNUMBER)
      solonL_argument_error(L, 1, "column %d: number expected at position %zu, got %s", number,
                            i + 1, luaL_typename(L, -1));
    data[i] = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
  lua_replace(L, at);
  *size = count;
  return data;
}

/* True when argument 1 is a table of columns and not a column itself. */
static bool has_several_columns(lua_State *L) {
  if (lua_type(L, 1) != LUA_TTABLE)
    return false;
  int type = lua_geti(L, 1, 1);
  lua_pop(L, 1);
  return type == LUA_TTABLE || type == LUA_TUSERDATA;
}

static void read_columns(lua_State *L, solonL_job *j) {
  if (solonL_test_array(L, 1) == NULL && lua_type(L, 1) != LUA_TTABLE)
    solonL_type_error(L, 1, "array, table of numbers or table of columns");
  bool several = has_several_columns(L);
  lua_Integer count = several ? luaL_len(L, 1) : 1;
  if (count > SOLONL_MOST_COLUMNS)
    solonL_argument_error(L, 1, "at most %d columns expected, got %lld", SOLONL_MOST_COLUMNS,
                          (long long)count);
  j->columns = (int)count;
  for (int c = 0; c < j->columns; c++) {
    if (several)
      lua_geti(L, 1, c + 1);
    else
      lua_pushvalue(L, 1);
    j->column[c] = read_column(L, c + 1, &j->rows[c]);
    if ((int64_t)j->rows[c] > SOLONL_MOST_ROWS)
      solonL_argument_error(L, 1, "column %d: at most %lld rows expected", c + 1,
                            (long long)SOLONL_MOST_ROWS);
  }
}

static void read_paired(lua_State *L, solonL_job *j) {
  j->paired = solonL_option_boolean(L, 3, "paired", true);
  for (int c = 1; j->paired && c < j->columns; c++)
    if (j->rows[c] != j->rows[0])
      solonL_argument_error(L, 1,
                            "columns of one length expected, got %zu and %zu; independent samples "
                            "need paired = false",
                            j->rows[0], j->rows[c]);
}

void solonL_read_data(lua_State *L, solonL_job *j) {
  luaL_checkstack(L, 3 * SOLONL_MOST_COLUMNS + 40, NULL);
  read_columns(L, j);
  read_paired(L, j);
}

void solonL_read_statistic(lua_State *L, solonL_job *j, bool may_be_function) {
  if (may_be_function && lua_type(L, 2) == LUA_TFUNCTION) {
    j->callback = true;
    j->gives_indices = solonL_option_boolean(L, 3, "indices", false);
    return;
  }
  if (lua_type(L, 2) != LUA_TSTRING)
    solonL_type_error(L, 2,
                      may_be_function ? "name of a statistic or function" : "name of a statistic");
  j->statistic = (solon_statistic)solonL_check_choice(L, 2, solon_statistic_names);
  const char *name = solon_statistic_names[j->statistic];
  int columns = solon_statistic_columns(j->statistic);
  if (j->columns != columns)
    solonL_argument_error(L, 1, "%s of '%s' expected, got %d",
                          columns == 1 ? "one column" : "two columns", name, j->columns);
  if (!j->paired && !solon_statistic_independent(j->statistic))
    solonL_argument_error(L, 3, "option 'paired': the %s has no independent samples", name);
  if (solonL_option_boolean(L, 3, "indices", false))
    solonL_argument_error(L, 3, "option 'indices': only a function takes indices");
  if (j->statistic == SOLON_QUANTILE && !solonL_option_given(L, 3, "probability"))
    solonL_argument_error(
        L, 3, "option 'probability': number in [0, 1] expected for a quantile, got nil");
  if (j->statistic != SOLON_QUANTILE && solonL_option_given(L, 3, "probability"))
    solonL_argument_error(L, 3, "option 'probability': only the quantile takes it, not the %s",
                          name);
  j->probability = solonL_option_range(L, 3, "probability", 0.5, 0, 1);
  for (size_t i = 0; j->statistic == SOLON_WEIGHTED_MEAN && i < j->rows[1]; i++)
    if (j->column[1][i] < 0)
      solonL_argument_error(L, 1, "column 2: weights >= 0 expected, got %.15g at position %zu",
                            j->column[1][i], i + 1);
}

/* Pushes numbers that tell the clusters apart: the labels themselves, or for strings their place by
 * first appearance. */
static const double *read_labels(lua_State *L, int options, size_t rows) {
  lua_getfield(L, options, "clusters");
  int at = lua_gettop(L);
  solonL_array *given = solonL_test_array(L, at);
  if (given == NULL && lua_type(L, at) != LUA_TTABLE)
    solonL_argument_error(L, options,
                          "option 'clusters': array or table of labels expected, got %s",
                          luaL_typename(L, at));
  size_t count = given != NULL ? solonL_array_size(given) : (size_t)luaL_len(L, at);
  if (count != rows)
    solonL_argument_error(L, options, "option 'clusters': %zu labels expected, got %zu", rows,
                          count);
  if (given != NULL)
    return solonL_check_vector(L, at, &count);
  double *label = solonL_push_vector(L, count)->data;
  lua_newtable(L);
  int seen = lua_gettop(L);
  lua_Integer names = 0;
  for (size_t i = 0; i < count; i++) {
    int type = lua_geti(L, at, (lua_Integer)i + 1);
    if (type == LUA_TNUMBER) {
      label[i] = lua_tonumber(L, -1);
    } else if (type == LUA_TSTRING) {
      lua_pushvalue(L, -1);
      if (lua_rawget(L, seen) == LUA_TNIL) {
        lua_pushvalue(L, -2);
        lua_pushinteger(L, names++);
        lua_rawset(L, seen);
        label[i] = (double)(names - 1);
      } else {
        label[i] = lua_tonumber(L, -1);
      }
      lua_pop(L, 1);
    } else {
      solonL_argument_error(L, options,
                            "option 'clusters': number or string expected at position %zu, got %s",
                            i + 1, luaL_typename(L, -1));
    }
    lua_pop(L, 1);
  }
  return label;
}

static void read_clusters(lua_State *L, int options, solonL_job *j) {
  size_t rows = j->rows[0];
  const double *label = read_labels(L, options, rows);
  size_t *order = solonL_scratch_zero(L, rows, sizeof *order);
  size_t *start = solonL_scratch_zero(L, rows + 1, sizeof *start);
  solon_order_item *work = solonL_scratch_zero(L, 2 * rows, sizeof *work);
  if (solon_design_clusters(label, rows, work, order, start, &j->design) < 0)
    solonL_argument_error(L, options, "option 'clusters': a label is NaN");
  lua_pop(L, 1);
  j->order = order;
  for (int c = 0; c < j->columns; c++) {
    double *arranged = solonL_push_vector(L, rows)->data;
    for (size_t i = 0; i < rows; i++)
      arranged[i] = j->column[c][order[i]];
    j->column[c] = arranged;
  }
}

void solonL_read_design(lua_State *L, int options, solonL_job *j) {
  static const char *const kinds[] = {"moving", "circular", "stationary", NULL};
  j->design = (solon_design){.kind = SOLON_ROWS, .rows = j->rows[0]};
  bool clusters = solonL_option_given(L, options, "clusters");
  bool blocks = solonL_option_given(L, options, "block");
  int kind = solonL_option_choice(L, options, "block_kind", 0, kinds);
  if (!blocks && solonL_option_given(L, options, "block_kind"))
    solonL_argument_error(L, options, "option 'block_kind': needs option 'block'");
  if (clusters && blocks)
    solonL_argument_error(L, options, "option 'block': excludes option 'clusters'");
  if ((clusters || blocks) && !j->paired)
    solonL_argument_error(L, options,
                          "option 'paired': independent samples have no clusters or blocks");
  if (clusters)
    read_clusters(L, options, j);
  if (blocks) {
    if (j->rows[0] == 0)
      solonL_argument_error(L, 1, "at least one row expected");
    j->design.kind = (solon_resampling)(SOLON_MOVING + kind);
    j->design.block = (size_t)solonL_option_integer(L, options, "block", 1, 1, (int64_t)j->rows[0]);
  }
}

uint64_t solonL_read_seed(lua_State *L, int options) {
  return (uint64_t)solonL_option_integer(L, options, "seed", 0, INT64_MIN, INT64_MAX);
}

solon_bootstrap solonL_job_task(const solonL_job *j) {
  return (solon_bootstrap){.statistic = j->statistic,
                           .probability = j->probability,
                           .sample = {j->column[0], j->columns == 2 ? j->column[1] : NULL,
                                      j->rows[0], j->columns == 2 ? j->rows[1] : 0, j->paired},
                           .design = j->design,
                           .seed = j->seed,
                           .purpose = solon_purpose("bootstrap")};
}

/* ---- choosing rows and calling --------------------------------------------------------------- */

size_t solonL_largest_resample(const solonL_job *j) {
  size_t largest = solon_design_capacity(&j->design);
  for (int c = 0; c < j->columns; c++)
    largest = j->rows[c] > largest ? j->rows[c] : largest;
  return largest;
}

static solon_design design_of(const solonL_job *j, int column) {
  return j->paired || column == 0 ? j->design
                                  : (solon_design){.kind = SOLON_ROWS, .rows = j->rows[column]};
}

/* Writes the places of one column's rows; returns how many. */
static size_t choose_rows(const solonL_job *j, const solonL_choice *what, int column,
                          uint32_t *index) {
  solon_design design = design_of(j, column);
  size_t from = 0, to = 0, count = 0, groups;
  if (what->stream != NULL)
    return solon_design_draw(&design, what->stream, index, NULL, &groups);
  if (what->without && (j->paired || column == what->sample))
    solon_design_unit(&design, what->unit, &from, &to);
  for (size_t place = 0; place < j->rows[column]; place++)
    if (place < from || place >= to)
      index[count++] = (uint32_t)place;
  return count;
}

void solonL_push_rows(lua_State *L, const solonL_job *j, const solonL_choice *what, int column,
                      uint32_t *index, size_t *count) {
  if (column == 0 || !j->paired)
    *count = choose_rows(j, what, column, index);
  double *out = solonL_push_vector(L, *count)->data;
  for (size_t i = 0; i < *count; i++) {
    size_t row = j->order != NULL ? j->order[index[i]] : index[i];
    out[i] = j->gives_indices ? (double)(row + 1) : j->column[column][index[i]];
  }
}

double solonL_call_statistic(lua_State *L, const solonL_job *j, const solonL_choice *what,
                             uint32_t *index, double *standard_error) {
  size_t count = 0;
  int arguments = j->gives_indices && j->paired ? 1 : j->columns;
  if (solon_context_cancelled(solonL_context(L)))
    solonL_check_status(L, SOLON_CANCELLED);
  lua_pushvalue(L, 2);
  for (int c = 0; c < arguments; c++)
    solonL_push_rows(L, j, what, c, index, &count);
  lua_call(L, arguments, 2);
  if (lua_type(L, -2) != LUA_TNUMBER)
    solonL_argument_error(L, 2, "function that returns a number expected, it returned %s",
                          luaL_typename(L, -2));
  double value = lua_tonumber(L, -2);
  if (standard_error != NULL) {
    if (lua_type(L, -1) != LUA_TNUMBER)
      solonL_argument_error(L, 2,
                            "function that returns a statistic and its standard error expected, "
                            "the second result is %s",
                            luaL_typename(L, -1));
    *standard_error = lua_tonumber(L, -1);
  }
  lua_pop(L, 2);
  return value;
}
