/* voting_replay.c - one rule or mechanism over all seasons, with its report. */
#include "voting.h"

#include <math.h>
#include <string.h>

static const char *const modes[] = {"dynamic", "static", "first_divergence", NULL};
static const char *const decided_by[] = {"score", "tie rule", "judges"};

/* What one call computes before anything is pushed. */
typedef struct report {
  const solon_seasons *seasons;
  const solon_rule *rules; /* NULL: the mechanism */
  solon_mechanism mechanism;
  solon_replay_mode mode;
  solon_batch_options options;
  solon_outcome *outcome; /* [season], draw 0 */
  double (*mean)[4];      /* [season] */
  int32_t *exit_week, *place;
  solon_replay_trace trace;
  int names; /* stack index of the names */
} report;

static const solon_rule *rule_of(const report *r, size_t s) {
  return r->rules != NULL ? &r->rules[s] : NULL;
}

static void run(lua_State *L, report *r) {
  const solon_seasons *seasons = r->seasons;
  const solon_mechanism *m = r->rules != NULL ? NULL : &r->mechanism;
  solon_context *context = solonL_context(L);
  for (size_t s = 0; s < seasons->seasons; s++) {
    solon_tie_draws draws;
    solon_tie_draws_start(&draws, r->options.seed, s, 0);
    solon_replay_season(seasons, s, rule_of(r, s), m, r->mode, &draws, r->exit_week, r->place,
                        &r->trace, &r->outcome[s]);
    if (r->mode == SOLON_REPLAY_DYNAMIC)
      solon_replay_average(seasons, s, rule_of(r, s), m, &r->options, &draws, &r->outcome[s],
                           r->mean[s]);
    else
      r->mean[s][0] = r->mean[s][1] = r->mean[s][2] = NAN, r->mean[s][3] = r->outcome[s].imputed;
    if (solon_context_cancelled(context))
      solonL_check_status(L, SOLON_CANCELLED);
  }
}

/* ---- pushing --------------------------------------------------------------------------------- */

static void set_totals(lua_State *L, const report *r) {
  double total[4] = {0, 0, 0, 0};
  int64_t weeks = 0, reproduced = 0, changed = 0, changed_seasons = 0, ties = 0;
  for (size_t s = 0; s < r->seasons->seasons; s++) {
    for (int j = 0; j < 4; j++)
      total[j] += r->mean[s][j];
    weeks += r->outcome[s].elimination_weeks;
    reproduced += r->outcome[s].reproduced;
    changed += r->outcome[s].changed;
    changed_seasons += r->outcome[s].changed > 0;
    ties += r->outcome[s].tie;
  }
  solon_welfare w = solon_welfare_of(total, r->seasons->seasons, r->options.weight);
  solonL_set_string(L, "mode", modes[r->mode]);
  solonL_set_number(L, "welfare", w.welfare);
  solonL_set_number(L, "engagement", w.engagement);
  solonL_set_number(L, "fairness", w.fairness);
  solonL_set_number(L, "producer", w.producer);
  solonL_set_number(L, "imputed", w.imputed);
  solonL_set_integer(L, "elimination_weeks", weeks);
  solonL_set_integer(L, "reproduced", reproduced);
  solonL_set_integer(L, "changed_contestants", changed);
  solonL_set_integer(L, "changed_seasons", changed_seasons);
  solonL_set_integer(L, "seasons_with_ties", ties);
}

static void set_by_season(lua_State *L, const report *r) {
  size_t n = r->seasons->seasons;
  lua_newtable(L);
  double *season = solonL_set_column(L, "season", n);
  double *utility[4] = {solonL_set_column(L, "engagement", n), solonL_set_column(L, "fairness", n),
                        solonL_set_column(L, "producer", n), solonL_set_column(L, "imputed", n)};
  double *single = solonL_set_column(L, "single_cuts", n);
  double *asked = solonL_set_column(L, "judge_cuts", n);
  double *first = solonL_set_column(L, "first_divergence", n);
  double *weeks = solonL_set_column(L, "elimination_weeks", n);
  double *reproduced = solonL_set_column(L, "reproduced", n);
  double *changed = solonL_set_column(L, "changed", n);
  for (size_t s = 0; s < n; s++) {
    const solon_outcome *o = &r->outcome[s];
    season[s] = r->seasons->number[s];
    for (int j = 0; j < 4; j++)
      utility[j][s] = r->mean[s][j];
    single[s] = o->single_cuts;
    asked[s] = o->asked;
    first[s] = o->first_divergence < 0 ? NAN : o->first_divergence + 1;
    weeks[s] = o->elimination_weeks;
    reproduced[s] = o->reproduced;
    changed[s] = o->changed;
  }
}

static void set_by_contestant(lua_State *L, const report *r) {
  size_t n = r->seasons->contestants;
  lua_newtable(L);
  double *exit_week = solonL_set_column(L, "exit_week", n);
  double *place = solonL_set_column(L, "place", n);
  for (size_t i = 0; i < n; i++) {
    exit_week[i] = r->place[i] > 0 ? r->exit_week[i] + 1 : NAN;
    place[i] = r->place[i] > 0 ? r->place[i] : NAN;
  }
}

static void set_week(lua_State *L, const report *r, size_t s, size_t w) {
  lua_pushinteger(L, r->seasons->number[s]);
  lua_setfield(L, -2, "season");
  lua_pushinteger(L, (lua_Integer)(w - r->seasons->week_start[s]) + 1);
  lua_setfield(L, -2, "week");
}

static void set_names(lua_State *L, const report *r, size_t s, const char *field, uint64_t set) {
  solonL_push_names(L, r->names, r->seasons, s, set);
  lua_setfield(L, -2, field);
}

/* Weeks whose set of exits is not the recorded one, in order. */
static void push_misses(lua_State *L, const report *r) {
  lua_newtable(L);
  lua_Integer count = 0;
  for (size_t s = 0; s < r->seasons->seasons; s++)
    for (size_t w = r->seasons->week_start[s]; w < r->seasons->week_start[s + 1]; w++) {
      const solon_replay_cut *cut = &r->trace.cut[w];
      if (!cut->seen || cut->final || cut->out == cut->recorded)
        continue;
      lua_createtable(L, 0, 4);
      set_week(L, r, s, w);
      set_names(L, r, s, "out", cut->out);
      set_names(L, r, s, "recorded", cut->recorded);
      lua_rawseti(L, -2, ++count);
    }
}

/* The values of the field of week w, in the order of the field's names. */
static void set_values(lua_State *L, const char *name, const double *column, uint64_t field) {
  double *out = solonL_set_column(L, name, (size_t)__builtin_popcountll(field));
  for (uint64_t rest = field; rest != 0; rest &= rest - 1)
    *out++ = column[__builtin_ctzll(rest)];
}

static void push_cut(lua_State *L, const report *r, size_t s, size_t w) {
  const solon_replay_cut *cut = &r->trace.cut[w];
  size_t cell = r->seasons->cell_start[s] +
                (w - r->seasons->week_start[s]) * solon_season_field(r->seasons, s);
  lua_createtable(L, 0, 16);
  set_week(L, r, s, w);
  lua_pushinteger(L, cut->k);
  lua_setfield(L, -2, "k");
  lua_pushboolean(L, cut->final);
  lua_setfield(L, -2, "final");
  lua_pushboolean(L, cut->asked);
  lua_setfield(L, -2, "save");
  lua_pushstring(L, decided_by[cut->decided]);
  lua_setfield(L, -2, "decided");
  set_names(L, r, s, "field", cut->field);
  set_names(L, r, s, "imputed", cut->imputed);
  set_names(L, r, s, "tied", cut->tied);
  set_names(L, r, s, "bottom_two", cut->bottom_two);
  set_names(L, r, s, "out", cut->out);
  set_names(L, r, s, "recorded", cut->recorded);
  set_values(L, "judge", r->trace.judge + cell, cut->field);
  set_values(L, "fan", r->trace.fan + cell, cut->field);
  set_values(L, "combined", r->trace.combined + cell, cut->field);
}

static void push_trace(lua_State *L, const report *r) {
  lua_newtable(L);
  lua_Integer count = 0;
  for (size_t s = 0; s < r->seasons->seasons; s++)
    for (size_t w = r->seasons->week_start[s]; w < r->seasons->week_start[s + 1]; w++)
      if (r->trace.cut[w].seen) {
        push_cut(L, r, s, w);
        lua_rawseti(L, -2, ++count);
      }
}

/* ---- the method ------------------------------------------------------------------------------ */

static void take_memory(lua_State *L, report *r, bool with_values) {
  const solon_seasons *s = r->seasons;
  r->outcome = solonL_scratch_zero(L, s->seasons, sizeof *r->outcome);
  r->mean = solonL_scratch_zero(L, s->seasons, sizeof *r->mean);
  r->exit_week = solonL_scratch_zero(L, s->contestants, sizeof *r->exit_week);
  r->place = solonL_scratch_zero(L, s->contestants, sizeof *r->place);
  r->trace.cut = solonL_scratch_zero(L, s->weeks, sizeof *r->trace.cut);
  if (!with_values)
    return;
  r->trace.judge = solonL_scratch_zero(L, s->cells, sizeof(double));
  r->trace.fan = solonL_scratch_zero(L, s->cells, sizeof(double));
  r->trace.combined = solonL_scratch_zero(L, s->cells, sizeof(double));
}

static int seasons_replay(lua_State *L) {
  static const char *const known[] = {"mode", "weights", "seed", "draws", "trace", NULL};
  report r = {.seasons = solonL_check_seasons(L, 1)};
  lua_settop(L, 3);
  solonL_check_options(L, 3, known);
  r.mode = (solon_replay_mode)solonL_option_choice(L, 3, "mode", 0, modes);
  solonL_check_batch_options(L, 3, &r.options);
  bool trace = solonL_option_boolean(L, 3, "trace", false);
  lua_getiuservalue(L, 1, 1);
  r.names = lua_gettop(L);
  r.rules = solonL_check_rule(L, 2, r.seasons, &r.mechanism);
  take_memory(L, &r, trace);
  run(L, &r);
  solonL_push_record(L, "season replay");
  set_totals(L, &r);
  set_by_season(L, &r);
  lua_setfield(L, -2, "by_season");
  if (r.mode == SOLON_REPLAY_DYNAMIC) {
    set_by_contestant(L, &r);
    lua_setfield(L, -2, "by_contestant");
  }
  push_misses(L, &r);
  lua_setfield(L, -2, "misses");
  if (trace) {
    push_trace(L, &r);
    lua_setfield(L, -2, "trace");
  }
  return 1;
}

void solonL_add_voting_replay(lua_State *L) {
  lua_getfield(L, -2, "__index");
  lua_pushcfunction(L, seasons_replay);
  lua_setfield(L, -2, "replay");
  lua_pop(L, 1);
}
