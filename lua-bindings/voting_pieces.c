/* voting_pieces.c - ranks, percents, points and cuts of one contest. */
#include "voting.h"

#include "core/voting/combine.h"

#include <math.h>

/* A column of finite numbers (raises otherwise); at least one. */
static const double *check_scores(lua_State *L, int arg, size_t *n) {
  const double *x = solonL_check_vector(L, arg, n);
  if (*n == 0)
    solonL_argument_error(L, arg, "at least one score expected, got none");
  for (size_t i = 0; i < *n; i++)
    if (!isfinite(x[i]))
      solonL_argument_error(L, arg, "finite number expected at position %zu, got %g", i + 1, x[i]);
  return x;
}

/* The same, none negative. */
static const double *check_shares(lua_State *L, int arg, size_t *n) {
  const double *x = check_scores(L, arg, n);
  for (size_t i = 0; i < *n; i++)
    if (x[i] < 0)
      solonL_argument_error(L, arg, "number >= 0 expected at position %zu, got %g", i + 1, x[i]);
  return x;
}

static void check_tolerance(lua_State *L, int arg, double missing, double *tolerance) {
  *tolerance = solonL_option_range(L, arg, "tolerance", missing, 0, HUGE_VAL);
}

static int voting_rank(lua_State *L) {
  static const char *const known[] = {"ties", "tolerance", NULL};
  size_t n;
  double tolerance;
  lua_settop(L, 2);
  const double *x = check_scores(L, 1, &n);
  solonL_check_options(L, 2, known);
  int ties = solonL_option_choice(L, 2, "ties", 0, solonL_rank_ties);
  check_tolerance(L, 2, 0, &tolerance);
  size_t *order = solonL_scratch(L, n * sizeof *order);
  solon_rank_scores(x, n, (solon_rank_ties)ties, tolerance, order, solonL_push_vector(L, n)->data);
  return 1;
}

/* percent and plurality differ in what their argument means, not in arithmetic. */
static int voting_percent(lua_State *L) {
  size_t n;
  const double *x = check_shares(L, 1, &n);
  solon_percent(x, n, solonL_push_vector(L, n)->data);
  return 1;
}

static int voting_borda(lua_State *L) {
  size_t n;
  const double *x = check_scores(L, 1, &n);
  size_t *order = solonL_scratch(L, n * sizeof *order);
  solon_borda(x, n, order, solonL_push_vector(L, n)->data);
  return 1;
}

static int voting_approval(lua_State *L) {
  size_t n;
  const double *x = check_shares(L, 1, &n);
  solon_approval(x, n, solonL_push_vector(L, n)->data);
  return 1;
}

static int voting_combine(lua_State *L) {
  static const char *const known[] = {"combine", "ranks", "judge_weight", "tolerance", NULL};
  size_t n, m;
  lua_settop(L, 3);
  const double *judges = check_scores(L, 1, &n), *fans = check_shares(L, 2, &m);
  if (n != m)
    solonL_argument_error(L, 2, "length %zu expected, got %zu", n, m);
  solonL_check_options(L, 3, known);
  solon_rule rule = {
      .combine = (solon_combination)solonL_option_choice(L, 3, "combine", 0, solonL_combinations),
      .ranks = (solon_rank_ties)solonL_option_choice(L, 3, "ranks", 0, solonL_rank_ties),
      .judge_weight = solonL_option_range(L, 3, "judge_weight", 0.5, 0, 1)};
  double tolerance;
  check_tolerance(L, 3, SOLON_SCORE_TOLERANCE, &tolerance);
  size_t *order = solonL_scratch(L, n * sizeof *order);
  double *parts = solonL_scratch(L, 2 * n * sizeof *parts);
  solon_combine_columns(&rule, tolerance, judges, fans, n, order, parts,
                        solonL_push_vector(L, n)->data);
  return 1;
}

/* An optional column of the options table; NULL unless given. Leaves one value. */
static const double *option_column(lua_State *L, int arg, const char *name, size_t n) {
  size_t size;
  const double *x = solonL_field_column(L, arg, name, &size);
  if (x != NULL && size != n)
    solonL_argument_error(L, arg, "option '%s': length %zu expected, got %zu", name, n, size);
  return x;
}

static void push_positions(lua_State *L, const size_t *position, size_t count) {
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushinteger(L, (lua_Integer)position[i] + 1);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static int voting_cut(lua_State *L) {
  static const char *const known[] = {"ties", "fan", "judge", "tolerance", "seed", "draw", NULL};
  size_t n, tied_count;
  lua_settop(L, 3);
  const double *combined = check_scores(L, 1, &n);
  size_t k = (size_t)solonL_check_integer(L, 2, 1, (int64_t)n);
  solonL_check_options(L, 3, known);
  solon_tie_draws draws;
  solon_cut_options o = {.ties = (solon_tie_rule)solonL_option_choice(
                             L, 3, "ties", SOLON_TIE_POSITION, solonL_tie_rules),
                         .stream = &draws.stream};
  check_tolerance(L, 3, 0, &o.tolerance);
  solon_tie_draws_start(&draws,
                        (uint64_t)solonL_option_integer(L, 3, "seed", 0, INT64_MIN, INT64_MAX), 0,
                        (size_t)solonL_option_integer(L, 3, "draw", 0, 0, UINT32_MAX));
  if (lua_istable(L, 3)) {
    o.fan = option_column(L, 3, "fan", n);
    o.judge = option_column(L, 3, "judge", n);
  }
  if ((o.ties == SOLON_TIE_FAN && o.fan == NULL) || (o.ties == SOLON_TIE_JUDGE && o.judge == NULL))
    solonL_argument_error(L, 3, "ties = \"%s\" needs the option '%s'", solonL_tie_rules[o.ties],
                          solonL_tie_rules[o.ties]);
  unsigned char *gone = solonL_scratch(L, n);
  size_t *out = solonL_scratch(L, n * sizeof *out), *tied = solonL_scratch(L, n * sizeof *tied);
  solon_cut(combined, n, k, &o, gone, out, tied, &tied_count);
  solonL_push_record(L, "cut");
  push_positions(L, out, k);
  solonL_set_value(L, "out");
  push_positions(L, tied, tied_count);
  solonL_set_value(L, "tied");
  solonL_set_string(L, "decided", tied_count > 0 ? solonL_tie_rules[o.ties] : "score");
  return 1;
}

void solonL_add_voting_pieces(lua_State *L) {
  static const luaL_Reg functions[] = {{"rank", voting_rank},         {"percent", voting_percent},
                                       {"plurality", voting_percent}, {"borda", voting_borda},
                                       {"approval", voting_approval}, {"combine", voting_combine},
                                       {"cut", voting_cut},           {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
