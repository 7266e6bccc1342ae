/* voting_margin.c - margins of the recorded cuts, cuts that punish support, cuts with clones. */
#include "voting.h"

#include "core/voting/clone.h"
#include "core/voting/margin.h"

#include <math.h>

/* The rule argument without random ties, which have no margin. Pushes one value. */
static const solon_rule *check_settled_rule(lua_State *L, const solon_seasons *seasons,
                                            solon_mechanism *mechanism) {
  const solon_rule *rules = solonL_check_rule(L, 2, seasons, mechanism);
  bool random = rules == NULL && mechanism->ties == SOLON_TIE_RANDOM;
  for (size_t s = 0; rules != NULL && s < seasons->seasons; s++)
    random |= rules[s].ties == SOLON_TIE_RANDOM;
  if (random)
    solonL_argument_error(L, 2, "ties by fan, judge or position expected, got random");
  return rules;
}

static int seasons_margins(lua_State *L) {
  solon_mechanism mechanism;
  size_t count;
  const solon_seasons *seasons = solonL_check_seasons(L, 1);
  lua_settop(L, 2);
  const solon_rule *rules = check_settled_rule(L, seasons, &mechanism);
  void *workspace = solonL_scratch(L, solon_margin_workspace());
  solon_margin *m = solonL_scratch(L, seasons->rows * sizeof *m);
  solonL_check_status(
      L, solon_margins(solonL_context(L), seasons, rules, &mechanism, workspace, m, &count));
  int64_t saved = 0;
  for (size_t r = 0; r < count; r++)
    saved += m[r].votes_needed < HUGE_VAL;
  solonL_push_record(L, "margins");
  solonL_set_integer(L, "exits", (int64_t)count);
  solonL_set_integer(L, "possible", saved);
  solonL_set_integer(L, "impossible", (int64_t)count - saved);
  double *season = solonL_set_column(L, "season", count);
  double *week = solonL_set_column(L, "week", count);
  double *contestant = solonL_set_column(L, "contestant", count);
  double *recorded = solonL_set_column(L, "recorded", count);
  double *needed = solonL_set_column(L, "votes_needed", count);
  double *transfer = solonL_set_column(L, "transfer", count);
  double *from = solonL_set_column(L, "from", count);
  for (size_t r = 0; r < count; r++) {
    season[r] = seasons->number[m[r].season];
    week[r] = (double)m[r].week + 1;
    contestant[r] = (double)m[r].contestant + 1;
    recorded[r] = m[r].recorded;
    needed[r] = m[r].votes_needed;
    transfer[r] = m[r].transfer;
    from[r] = m[r].from == SIZE_MAX ? NAN : (double)m[r].from + 1;
  }
  return 1;
}

static int seasons_violations(lua_State *L) {
  static const char *const known[] = {"step", "least", "most", NULL};
  solon_mechanism mechanism;
  size_t count;
  const solon_seasons *seasons = solonL_check_seasons(L, 1);
  lua_settop(L, 3);
  solonL_check_options(L, 3, known);
  double step = solonL_option_range(L, 3, "step", 1, 0.01, 1000);
  double least = solonL_option_range(L, 3, "least", 1, 0, 1000);
  double most = solonL_option_range(L, 3, "most", 10, 0, 1000);
  const solon_rule *rules = check_settled_rule(L, seasons, &mechanism);
  void *workspace = solonL_scratch(L, solon_margin_workspace());
  solon_violation *v = solonL_scratch(L, 2 * seasons->rows * sizeof *v);
  solonL_check_status(L, solon_violations(solonL_context(L), seasons, rules, &mechanism, step,
                                          least, most, workspace, v, &count));
  int64_t number[4] = {0}; /* more points, more votes, fewer points, fewer votes */
  for (size_t r = 0; r < count; r++)
    number[2 * v[r].less + v[r].by_votes]++;
  solonL_push_record(L, "monotonicity violations");
  solonL_set_integer(L, "by_votes", number[1]);
  solonL_set_integer(L, "by_score", number[0]);
  solonL_set_integer(L, "by_fewer_votes", number[3]);
  solonL_set_integer(L, "by_lower_score", number[2]);
  double *season = solonL_set_column(L, "season", count);
  double *week = solonL_set_column(L, "week", count);
  double *contestant = solonL_set_column(L, "contestant", count);
  double *votes = solonL_set_column(L, "votes", count);
  double *less = solonL_set_column(L, "less", count);
  double *change = solonL_set_column(L, "change", count);
  double *at = solonL_set_column(L, "at", count);
  for (size_t r = 0; r < count; r++) {
    season[r] = seasons->number[v[r].season];
    week[r] = (double)v[r].week + 1;
    contestant[r] = (double)v[r].contestant + 1;
    votes[r] = v[r].by_votes;
    less[r] = v[r].less;
    change[r] = v[r].change;
    at[r] = v[r].at;
  }
  return 1;
}

static int seasons_clones(lua_State *L) {
  static const char *const effects[] = {"none", "spoiler", "team", "crowd"};
  solon_mechanism mechanism;
  size_t count, tested;
  const solon_seasons *seasons = solonL_check_seasons(L, 1);
  lua_settop(L, 2);
  const solon_rule *rules = check_settled_rule(L, seasons, &mechanism);
  void *workspace = solonL_scratch(L, solon_clone_workspace(seasons));
  solon_clone_failure *f = solonL_scratch(L, seasons->rows * sizeof *f);
  solonL_check_status(L, solon_clones(solonL_context(L), seasons, rules, &mechanism, workspace, f,
                                      &count, &tested));
  int64_t even[4] = {0};
  for (size_t r = 0; r < count; r++)
    even[f[r].even]++;
  solonL_push_record(L, "clones");
  solonL_set_integer(L, "tested", (int64_t)tested);
  solonL_set_integer(L, "fails", (int64_t)count);
  solonL_set_integer(L, "fails_even", (int64_t)count - even[SOLON_CLONE_NONE]);
  double *season = solonL_set_column(L, "season", count);
  double *week = solonL_set_column(L, "week", count);
  double *contestant = solonL_set_column(L, "contestant", count);
  double *leaves = solonL_set_column(L, "leaves", count);
  double *spoiler = solonL_set_column(L, "spoiler", count);
  double *team = solonL_set_column(L, "team", count);
  double *crowd = solonL_set_column(L, "crowd", count);
  double *least = solonL_set_column(L, "least", count);
  lua_createtable(L, (int)count, 0);
  for (size_t r = 0; r < count; r++) {
    season[r] = seasons->number[f[r].season];
    week[r] = (double)f[r].week + 1;
    contestant[r] = (double)f[r].contestant + 1;
    leaves[r] = f[r].leaves;
    spoiler[r] = f[r].spoiler;
    team[r] = f[r].team;
    crowd[r] = f[r].crowd;
    least[r] = f[r].least;
    lua_pushstring(L, effects[f[r].even]);
    lua_rawseti(L, -2, (lua_Integer)r + 1);
  }
  solonL_set_value(L, "even");
  return 1;
}

void solonL_add_voting_margin(lua_State *L) {
  lua_getfield(L, -2, "__index");
  lua_pushcfunction(L, seasons_margins);
  lua_setfield(L, -2, "margins");
  lua_pushcfunction(L, seasons_violations);
  lua_setfield(L, -2, "violations");
  lua_pushcfunction(L, seasons_clones);
  lua_setfield(L, -2, "clones");
  lua_pop(L, 1);
}
