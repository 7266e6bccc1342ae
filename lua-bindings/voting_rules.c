/* voting_rules.c - rules per season as Lua data: presets, and reading them back. */
#include "voting.h"

#include <math.h>
#include <string.h>

const char *const solonL_tie_rules[] = {"fan", "judge", "random", "position", NULL};
const char *const solonL_rank_ties[] = {"competition", "average", "dense", NULL};
const char *const solonL_combinations[] = {"rank", "percent", NULL};
static const char *const fan_values[] = {"plurality", "borda", "approval", NULL};
static const char *const presets[] = {"historical", "comap", "broadcast", NULL};

/* ---- presets --------------------------------------------------------------------------------- */

static void add_rule(lua_State *L, double from, double to, const char *combine, bool save,
                     bool carry) {
  lua_createtable(L, 0, 8);
  lua_pushnumber(L, from);
  lua_setfield(L, -2, "from");
  lua_pushnumber(L, to);
  lua_setfield(L, -2, "to");
  lua_pushstring(L, combine);
  lua_setfield(L, -2, "combine");
  lua_pushboolean(L, save);
  lua_setfield(L, -2, "save");
  lua_pushboolean(L, carry);
  lua_setfield(L, -2, "carry");
  lua_pushstring(L, "fan");
  lua_setfield(L, -2, "ties");
  lua_pushstring(L, "competition");
  lua_setfield(L, -2, "ranks");
  lua_pushnumber(L, 0.5);
  lua_setfield(L, -2, "judge_weight");
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/* What differs between the presets, by season: see the documentation of voting.rules. */
static void push_rules(lua_State *L, const char *preset, int preset_arg, int options) {
  static const char *const known[] = {"late", "carry", NULL};
  int which = 0;
  while (presets[which] != NULL && strcmp(preset, presets[which]) != 0)
    which++;
  if (presets[which] == NULL) {
    lua_pushstring(L, preset);
    lua_replace(L, preset_arg);
    which = solonL_check_choice(L, preset_arg, presets); /* raises and suggests */
  }
  bool broadcast = which == 2;
  int late = SOLON_COMBINE_RANK;
  bool carry = broadcast;
  if (options != 0) {
    solonL_check_options(L, options, known);
    late = solonL_option_choice(L, options, "late", late, solonL_combinations);
    carry = solonL_option_boolean(L, options, "carry", carry);
  }
  lua_newtable(L);
  add_rule(L, 1, 2, "rank", false, carry);
  add_rule(L, 3, 27, "percent", false, carry);
  add_rule(L, 28, 31, solonL_combinations[late], which != 0, carry);
  add_rule(L, 32, HUGE_VAL, solonL_combinations[late], which == 1, carry);
}

static int voting_rules(lua_State *L) {
  lua_settop(L, 2);
  const char *preset = presets[solonL_check_choice(L, 1, presets)];
  push_rules(L, preset, 1, 2);
  return 1;
}

/* ---- reading rules --------------------------------------------------------------------------- */

/* Reads the rule table on top of the stack, entry `position` of argument arg.  While it is read it
 * lies in the argument's place: that is the number an error about a field names. */
static void read_rule(lua_State *L, int arg, int position, solon_rule *rule, double *from,
                      double *to) {
  static const char *const known[] = {"from", "to",    "combine",      "save", "carry",
                                      "ties", "ranks", "judge_weight", NULL};
  if (lua_type(L, -1) != LUA_TTABLE)
    solonL_argument_error(L, arg, "rule %d: table expected, got %s", position,
                          luaL_typename(L, -1));
  lua_pushvalue(L, arg);
  lua_pushvalue(L, -2);
  lua_replace(L, arg);
  solonL_check_options(L, arg, known);
  *from = solonL_option_number(L, arg, "from", -HUGE_VAL);
  *to = solonL_option_number(L, arg, "to", HUGE_VAL);
  if (!(*from <= *to))
    solonL_argument_error(L, arg, "rule %d: from season %.15g to season %.15g covers none",
                          position, *from, *to);
  if (!solonL_option_given(L, arg, "combine"))
    solonL_argument_error(L, arg, "rule %d: combine = \"rank\" or \"percent\" expected", position);
  rule->combine =
      (solon_combination)solonL_option_choice(L, arg, "combine", 0, solonL_combinations);
  rule->ranks = (solon_rank_ties)solonL_option_choice(L, arg, "ranks", 0, solonL_rank_ties);
  rule->ties = (solon_tie_rule)solonL_option_choice(L, arg, "ties", 0, solonL_tie_rules);
  rule->save = solonL_option_boolean(L, arg, "save", false);
  rule->carry = solonL_option_boolean(L, arg, "carry", false);
  rule->judge_weight = solonL_option_range(L, arg, "judge_weight", 0.5, 0, 1);
  lua_replace(L, arg);
}

/* Assigns to every season the first rule of the list that covers it. */
static void read_rule_list(lua_State *L, int arg, int list, const solon_seasons *seasons,
                           solon_rule *rules) {
  bool *covered = solonL_scratch_zero(L, seasons->seasons, sizeof *covered);
  lua_Integer count = luaL_len(L, list);
  for (lua_Integer i = 1; i <= count; i++) {
    solon_rule rule;
    double from, to;
    lua_geti(L, list, i);
    read_rule(L, arg, (int)i, &rule, &from, &to);
    lua_pop(L, 1);
    for (size_t s = 0; s < seasons->seasons; s++)
      if (!covered[s] && seasons->number[s] >= from && seasons->number[s] <= to) {
        rules[s] = rule;
        covered[s] = true;
      }
  }
  for (size_t s = 0; s < seasons->seasons; s++)
    if (!covered[s])
      solonL_argument_error(L, arg, "no rule covers season %d", (int)seasons->number[s]);
  lua_pop(L, 1);
}

/* ---- reading a mechanism --------------------------------------------------------------------- */

/* Pushes theta `k` of the table at arg, by name or by position. */
static void push_theta(lua_State *L, int arg, int k) {
  char name[] = "theta0";
  name[5] = (char)('0' + k);
  if (lua_getfield(L, arg, name) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_geti(L, arg, k);
  }
}

static double theta_number(lua_State *L, int arg, int k, double low, double high) {
  push_theta(L, arg, k);
  double value = lua_tonumber(L, -1);
  if (lua_type(L, -1) != LUA_TNUMBER)
    solonL_argument_error(L, arg, "theta%d: number expected, got %s", k, luaL_typename(L, -1));
  if (!(value >= low && value <= high))
    solonL_argument_error(L, arg, "theta%d: number in [%.15g, %.15g] expected, got %.15g", k, low,
                          high, value);
  lua_pop(L, 1);
  return value;
}

/* A category, by its number or its name. */
static int theta_choice(lua_State *L, int arg, int k, const char *const names[], int count) {
  push_theta(L, arg, k);
  int found = -1;
  if (lua_type(L, -1) == LUA_TSTRING) {
    for (int i = 0; i < count; i++)
      if (strcmp(lua_tostring(L, -1), names[i]) == 0)
        found = i;
  } else if (lua_type(L, -1) == LUA_TNUMBER) {
    double value = lua_tonumber(L, -1);
    for (int i = 0; i < count; i++)
      if (value == i)
        found = i;
  }
  if (found < 0)
    solonL_argument_error(L, arg, "theta%d: 0, 1, 2 or \"%s\", \"%s\", \"%s\" expected, got %s", k,
                          names[0], names[1], names[2], luaL_tolstring(L, -1, NULL));
  lua_pop(L, 1);
  return found;
}

static void read_mechanism(lua_State *L, int arg, solon_mechanism *m) {
  static const char *const known[] = {"theta1", "theta2", "theta3", "theta4", "theta5", NULL};
  if (lua_geti(L, arg, 1) == LUA_TNIL)
    solonL_check_options(L, arg, known);
  lua_pop(L, 1);
  m->judge_weight = theta_number(L, arg, 1, 0, 1);
  m->fan_value = (solon_fan_value)theta_choice(L, arg, 2, fan_values, 3);
  m->discount = theta_number(L, arg, 3, 0, 1);
  m->save_threshold = theta_number(L, arg, 4, 0, 1e6);
  m->ties = (solon_tie_rule)theta_choice(L, arg, 5, solonL_tie_rules, 3);
}

const solon_rule *solonL_check_rule(lua_State *L, int arg, const solon_seasons *seasons,
                                    solon_mechanism *mechanism) {
  int type = lua_type(L, arg);
  if (type != LUA_TSTRING && type != LUA_TTABLE)
    solonL_type_error(L, arg, "preset name, rules or theta");
  if (type == LUA_TTABLE) {
    int first = lua_geti(L, arg, 1), theta = lua_getfield(L, arg, "theta1");
    lua_pop(L, 2);
    if (first == LUA_TNUMBER || theta != LUA_TNIL) {
      read_mechanism(L, arg, mechanism);
      lua_pushnil(L);
      return NULL;
    }
  }
  solon_rule *rules = solonL_scratch(L, seasons->seasons * sizeof *rules);
  if (type == LUA_TSTRING) {
    push_rules(L, lua_tostring(L, arg), arg, 0);
  } else if (lua_getfield(L, arg, "combine") != LUA_TNIL) { /* one rule for all */
    lua_pop(L, 1);
    lua_createtable(L, 1, 0);
    lua_pushvalue(L, arg);
    lua_rawseti(L, -2, 1);
  } else {
    lua_pop(L, 1);
    lua_pushvalue(L, arg);
  }
  read_rule_list(L, arg, lua_gettop(L), seasons, rules);
  lua_pop(L, 1);
  return rules;
}

void solonL_add_voting_rules(lua_State *L) {
  lua_pushcfunction(L, voting_rules);
  lua_setfield(L, -2, "rules");
}
