/* sobol_table.h - primitive polynomials and initial direction numbers; private to core/random. */
#ifndef SOLON_RANDOM_SOBOL_TABLE_H
#define SOLON_RANDOM_SOBOL_TABLE_H

#include "sobol.h"

/* Row d describes dimension d + 1 (dimension 0 needs no polynomial): the polynomial over two
 * elements as a binary number, leading and constant term included, then m_1 .. m_degree, each odd
 * and below 2^i, the rest 0. */
enum { SOLON_SOBOL_ROW = 11 };
extern const unsigned short solon_sobol_table[SOLON_SOBOL_DIMENSIONS - 1][SOLON_SOBOL_ROW];

#endif
