/* design.h - what is drawn with replacement: rows, whole clusters, or blocks of neighbouring rows.
 *
 * Rows are addressed by their place in the arranged data: for clusters the rows of one cluster lie
 * together, clusters in increasing order of their labels (solon_design_clusters gives the order);
 * otherwise places are the rows themselves.
 */
#ifndef SOLON_RESAMPLE_DESIGN_H
#define SOLON_RESAMPLE_DESIGN_H

#include "core/array/order.h"
#include "core/random/philox.h"

#include <stddef.h>
#include <stdint.h>

typedef enum solon_resampling {
  SOLON_ROWS,     /* n rows, independently */
  SOLON_CLUSTERS, /* as many clusters as there are, all rows of each: sizes of resamples vary */
  SOLON_MOVING,   /* blocks of `block` rows that lie wholly inside (Kunsch 1989), cut at n rows */
  SOLON_CIRCULAR, /* the same with the ends joined (Politis and Romano 1992): rows equally likely */
  SOLON_STATIONARY /* blocks of geometric length with mean `block`, ends joined (1994) */
} solon_resampling;

typedef struct solon_design {
  solon_resampling kind;
  size_t rows;         /* below 2^32 */
  size_t block;        /* 1 .. rows, for the three kinds of blocks */
  size_t groups;       /* for clusters: their number */
  const size_t *start; /* for clusters: groups + 1 places */
  size_t longest;      /* for clusters: rows of the largest */
} solon_design;

/* Arranges rows by cluster: order[place] = row, start[g] .. start[g+1]-1 the places of cluster g.
 * `order` holds `rows` values, `start` rows + 1, `work` 2 * rows.  Fills design (kind, rows,
 * groups, start, longest).  SOLON_BAD_ARGUMENT when a label is NaN.  About 30 ns a row. */
solon_status solon_design_clusters(const double *label, size_t rows, solon_order_item *work,
                                   size_t *order, size_t *start, solon_design *design);

/* The largest number of rows a resample can have. */
size_t solon_design_capacity(const solon_design *design);

/* Draws one resample: places in index[0..returned), at most the capacity.  When group_start is not
 * NULL it gets the first position of each drawn cluster or block, and the end (`groups` + 1 values,
 * at most capacity + 1); for single rows nothing is written to it and *groups is the number of
 * rows. */
size_t solon_design_draw(const solon_design *design, solon_stream *stream, uint32_t *index,
                         size_t *group_start, size_t *groups);

/* The units that are left out by a jackknife and whose influence is summed: rows, clusters, or the
 * neighbouring blocks of `block` rows (the last may be shorter). */
size_t solon_design_units(const solon_design *design);
void solon_design_unit(const solon_design *design, size_t unit, size_t *from, size_t *to);

#endif
