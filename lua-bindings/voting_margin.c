/* voting_margin.c - margins of the recorded cuts, cuts that punish support, cuts with clones. */
#include "voting.h"

#include "core/voting/clone.h"
#include "core/voting/margin.h"

#include <math.h>
#include <stddef.h>

/* ---- columns --------------------------------------------------------------------------------- */

typedef enum field_kind {
  SEASON,   /* size_t, position of a season: its number is given */
  POSITION, /* size_t from 0, SIZE_MAX for none: from 1, NaN */
  FLAG,     /* bool */
  NUMBER    /* double */
} field_kind;

/* A field of the results of margin.h and clone.h that becomes a column. */
typedef struct field {
  const char *name;
  size_t offset;
  field_kind kind;
} field;

#define WHERE(type)                                                                                \
  {"season", offsetof(type, season), SEASON}, {"week", offsetof(type, week), POSITION}, {          \
    "contestant", offsetof(type, contestant), POSITION                                             \
  }

static double field_value(const field *f, const solon_seasons *seasons, const void *row) {
  const char *at = (const char *)row + f->offset;
  if (f->kind == NUMBER)
    return *(const double *)(const void *)at;
  if (f->kind == FLAG)
    return *(const bool *)(const void *)at;
  size_t position = *(const size_t *)(const void *)at;
  if (f->kind == SEASON)
    return seasons->number[position];
  return position == SIZE_MAX ? NAN : (double)position + 1;
}

/* Sets a column of the record on top for each field of rows[count], a row `size` bytes. */
static void set_fields(lua_State *L, const field *fields, size_t field_count,
                       const solon_seasons *seasons, const void *rows, size_t size, size_t count) {
  for (size_t f = 0; f < field_count; f++) {
    double *column = solonL_set_column(L, fields[f].name, count);
    for (size_t r = 0; r < count; r++)
      column[r] = field_value(&fields[f], seasons, (const char *)rows + r * size);
  }
}

#define SET_FIELDS(L, fields, seasons, rows, count)                                                \
  set_fields(L, fields, sizeof(fields) / sizeof *(fields), seasons, rows, sizeof *(rows), count)

/* ---- methods --------------------------------------------------------------------------------- */

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
  static const field fields[] = {
      WHERE(solon_margin),
      {"recorded", offsetof(solon_margin, recorded), FLAG},
      {"votes_needed", offsetof(solon_margin, votes_needed), NUMBER},
      {"transfer", offsetof(solon_margin, transfer), NUMBER},
      {"from", offsetof(solon_margin, from), POSITION},
  };
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
  SET_FIELDS(L, fields, seasons, m, count);
  return 1;
}

static int seasons_violations(lua_State *L) {
  static const field fields[] = {
      WHERE(solon_violation),
      {"votes", offsetof(solon_violation, by_votes), FLAG},
      {"less", offsetof(solon_violation, less), FLAG},
      {"change", offsetof(solon_violation, change), NUMBER},
      {"at", offsetof(solon_violation, at), NUMBER},
  };
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
  SET_FIELDS(L, fields, seasons, v, count);
  return 1;
}

static int seasons_clones(lua_State *L) {
  static const field fields[] = {
      WHERE(solon_clone_failure),
      {"leaves", offsetof(solon_clone_failure, leaves), FLAG},
      {"spoiler", offsetof(solon_clone_failure, spoiler), NUMBER},
      {"team", offsetof(solon_clone_failure, team), NUMBER},
      {"crowd", offsetof(solon_clone_failure, crowd), NUMBER},
      {"least", offsetof(solon_clone_failure, least), NUMBER},
  };
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
  SET_FIELDS(L, fields, seasons, f, count);
  lua_createtable(L, (int)count, 0);
  for (size_t r = 0; r < count; r++) {
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
