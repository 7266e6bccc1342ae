/* design.c - drawing rows, clusters and blocks. */
#include "design.h"

#include <math.h>

/* ---- clusters -------------------------------------------------------------------------------- */

solon_status solon_design_clusters(const double *label, size_t rows, solon_order_item *work,
                                   size_t *order, size_t *start, solon_design *design) {
  for (size_t i = 0; i < rows; i++)
    if (isnan(label[i]))
      return SOLON_BAD_ARGUMENT;
  solon_order(NULL, label, rows, false, work); /* stable: rows keep their order within a cluster */
  for (size_t i = 0; i < rows; i++)
    order[i] = work[i].position;
  size_t groups = 0, longest = 0;
  for (size_t i = 0; i < rows; i++)
    if (i == 0 || label[order[i]] != label[order[i - 1]])
      start[groups++] = i;
  start[groups] = rows;
  for (size_t g = 0; g < groups; g++)
    if (start[g + 1] - start[g] > longest)
      longest = start[g + 1] - start[g];
  *design = (solon_design){
      .kind = SOLON_CLUSTERS, .rows = rows, .groups = groups, .start = start, .longest = longest};
  return SOLON_OK;
}

size_t solon_design_capacity(const solon_design *design) {
  return design->kind == SOLON_CLUSTERS ? design->groups * design->longest : design->rows;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static size_t draw_below(solon_stream *stream, size_t bound) {
  uint32_t value;
  solon_stream_fill_below(stream, (uint32_t)bound, &value, 1);
  return value;
}

/* Where a group starts; calls without group_start record nothing. */
static void record(size_t *group_start, size_t group, size_t position) {
  if (group_start != NULL)
    group_start[group] = position;
}

static size_t draw_clusters(const solon_design *design, solon_stream *stream, uint32_t *index,
                            size_t *group_start) {
  size_t count = 0;
  for (size_t g = 0; g < design->groups; g++) {
    size_t cluster = draw_below(stream, design->groups);
    record(group_start, g, count);
    for (size_t place = design->start[cluster]; place < design->start[cluster + 1]; place++)
      index[count++] = (uint32_t)place;
  }
  record(group_start, design->groups, count);
  return count;
}

static size_t draw_blocks(const solon_design *design, solon_stream *stream, uint32_t *index,
                          size_t *group_start) {
  size_t rows = design->rows, groups = 0;
  size_t starts = design->kind == SOLON_MOVING ? rows - design->block + 1 : rows;
  for (size_t count = 0; count < rows; groups++) {
    size_t place = draw_below(stream, starts);
    record(group_start, groups, count);
    for (size_t j = 0; j < design->block && count < rows; j++) {
      index[count++] = (uint32_t)place;
      place = place + 1 == rows ? 0 : place + 1;
    }
  }
  record(group_start, groups, rows);
  return groups;
}

static size_t draw_stationary(const solon_design *design, solon_stream *stream, uint32_t *index,
                              size_t *group_start) {
  size_t rows = design->rows, groups = 0, place = 0;
  double stop = 1 / (double)design->block;
  for (size_t count = 0; count < rows; count++) {
    if (count == 0 || solon_stream_uniform(stream) < stop) {
      place = draw_below(stream, rows);
      record(group_start, groups++, count);
    } else {
      place = place + 1 == rows ? 0 : place + 1;
    }
    index[count] = (uint32_t)place;
  }
  record(group_start, groups, rows);
  return groups;
}

size_t solon_design_draw(const solon_design *design, solon_stream *stream, uint32_t *index,
                         size_t *group_start, size_t *groups) {
  if (design->rows == 0) {
    record(group_start, 0, 0);
    return *groups = 0;
  }
  switch (design->kind) {
  case SOLON_CLUSTERS:
    *groups = design->groups;
    return draw_clusters(design, stream, index, group_start);
  case SOLON_MOVING:
  case SOLON_CIRCULAR:
    *groups = draw_blocks(design, stream, index, group_start);
    return design->rows;
  case SOLON_STATIONARY:
    *groups = draw_stationary(design, stream, index, group_start);
    return design->rows;
  default:
    solon_stream_fill_below(stream, (uint32_t)design->rows, index, design->rows);
    return *groups = design->rows;
  }
}

/* ---- units ----------------------------------------------------------------------------------- */

size_t solon_design_units(const solon_design *design) {
  if (design->kind == SOLON_CLUSTERS)
    return design->groups;
  if (design->kind == SOLON_ROWS)
    return design->rows;
  return (design->rows + design->block - 1) / design->block;
}

void solon_design_unit(const solon_design *design, size_t unit, size_t *from, size_t *to) {
  if (design->kind == SOLON_CLUSTERS) {
    *from = design->start[unit];
    *to = design->start[unit + 1];
    return;
  }
  size_t length = design->kind == SOLON_ROWS ? 1 : design->block;
  *from = unit * length;
  *to = *from + length < design->rows ? *from + length : design->rows;
}
