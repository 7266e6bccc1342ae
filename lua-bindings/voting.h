/* voting.h - what the files of solon.voting share. */
#ifndef SOLON_LUA_VOTING_H
#define SOLON_LUA_VOTING_H

#include "array_object.h"
#include "core/voting/lattice.h"

#define SOLONL_SEASONS "solon.seasons"

/* The seasons of an argument; user value 1 is the table of names. Raises otherwise. [-0, +0, e] */
const solon_seasons *solonL_check_seasons(lua_State *L, int arg);

/* Pushes the contestants of a set (a mask over season s) as a table of names; `names` is the stack
 * index of the names of all. [-0, +1, m] */
void solonL_push_names(lua_State *L, int names, const solon_seasons *seasons, size_t s,
                       uint64_t set);

/* A rule argument: preset name, list of rule tables, one rule table, or a mechanism (theta).
 * Returns the rules, one per season (scratch memory, pushed), or NULL and fills *mechanism. [-0,
 * +1, e] */
const solon_rule *solonL_check_rule(lua_State *L, int arg, const solon_seasons *seasons,
                                    solon_mechanism *mechanism);

/* The choices of theta2, tie rules and modes, NULL-terminated, in the order of the C enumerations.
 */
extern const char *const solonL_tie_rules[];
extern const char *const solonL_rank_ties[];
extern const char *const solonL_combinations[];

/* Reads weights, seed and draws from an options table. [-0, +0, e] */
void solonL_check_batch_options(lua_State *L, int arg, solon_batch_options *options);

/* Argument 2 of what evaluates points: a table (`expected` names it) with known fields only; reads
 * weights, seed and draws and makes room on the stack for the columns. [-0, +0, e] */
void solonL_check_points(lua_State *L, const char *expected, const char *const known[],
                         solon_batch_options *options);

/* The program's context with options.threads, if given. [-0, +0, e] */
solon_context *solonL_context_with_threads(lua_State *L, int arg);

/* The mechanisms of argument 2, {theta1 = ..., theta5 = ...}: arrays of one length, or numbers.
 * Scratch memory, pushed. [-0, +?, e] */
const solon_mechanism *solonL_check_mechanisms(lua_State *L, size_t *count);

/* The grids of argument 2 (a table), standard ones where absent. Pushes what keeps them alive.
 * [-0, +?, e] */
void solonL_check_lattice(lua_State *L, solon_lattice *lattice);

/* Sets field "grid" of the record on top. [-0, +0, m] */
void solonL_set_grids(lua_State *L, const solon_lattice *lattice);

/* Pushes the seasons at index `from` with other shares, one per row. [-0, +1, e] */
void solonL_push_seasons_with_shares(lua_State *L, int from, const double *share);

/* Sets field `name` of the table on top to a new column and returns its memory. [-0, +0, m] */
double *solonL_set_column(lua_State *L, const char *name, size_t size);

/* The column in field `name` of the table at arg, or NULL when absent; pushes what keeps it alive.
 * [-0, +1, e] */
const double *solonL_field_column(lua_State *L, int arg, const char *name, size_t *size);

/* Each puts its functions into the module table on top, its methods into the metatable of seasons
 * below it. [-0, +0, m] */
void solonL_add_voting_seasons(lua_State *L);
void solonL_add_voting_rules(lua_State *L);
void solonL_add_voting_replay(lua_State *L);
void solonL_add_voting_batch(lua_State *L);
void solonL_add_voting_pieces(lua_State *L);
void solonL_add_voting_infer(lua_State *L);
void solonL_add_voting_margin(lua_State *L);
void solonL_add_voting_ensemble(lua_State *L);

#endif
