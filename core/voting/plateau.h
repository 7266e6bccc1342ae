/* plateau.h - how far one parameter of a mechanism moves before any decision changes.
 *
 * Welfare is a step function of theta1, theta3 and theta4: along one of them, the others fixed, it
 * is constant as long as nobody's exit, place, or appearance before the judges changes.
 * Derivatives are 0 almost everywhere and say nothing; the width of the step is the honest
 * statement.
 *
 *   theta1  C_i - C_j = V_i - V_j + theta1 ((J_i - V_i) - (J_j - V_j)) is affine as long as the
 *           course holds, so every comparison the course rests on gives an end of the interval:
 *           exact to rounding.
 *   theta4  enters only as gap < theta4: exact; low < theta4 <= high.
 *   theta3  no closed form: the course is replayed in steps of SOLON_PLATEAU_STEP away from theta3
 *           until it differs, and the end then bisected to 1e-12.  A change and its reversal within
 *           one step go unnoticed.
 *
 * Where C of two contestants with different values are equal, so that a tie rule decides, the
 * plateau of theta1 is that point alone: low = high = theta1.
 */
#ifndef SOLON_VOTING_PLATEAU_H
#define SOLON_VOTING_PLATEAU_H

#include "core/voting/batch.h"

#define SOLON_PLATEAU_STEP 1e-3

/* Bytes of workspace, aligned for double. */
size_t solon_plateau_workspace(const solon_seasons *seasons);

/* The interval around the mechanism's own value of theta1, theta3 or theta4 (coordinate 1, 3, 4),
 * cut to [least, greatest]. Ties that a random rule breaks are those of draw 0.  SOLON_BAD_ARGUMENT
 * for another coordinate or a value outside [least, greatest]; SOLON_CANCELLED. */
solon_status solon_plateau(solon_context *context, const solon_seasons *seasons,
                           const solon_mechanism *mechanism, int coordinate, double least,
                           double greatest, uint64_t seed, void *workspace, double *low,
                           double *high);

#endif
