/* tie_tree.h - what a season gives for every course of its random ties met so far.
 *
 * Many draws of one season take the same course: the first tie, its pick, the next tie that this
 * pick leads to, and so on, form a tree with few leaves.  Averaging walks each draw down the tree
 * and replays the season only where it leaves the known part; the sum is over draws in order, so it
 * has the bits of replaying them all.
 */
#ifndef SOLON_VOTING_TIE_TREE_H
#define SOLON_VOTING_TIE_TREE_H

#include "core/voting/replay.h"

enum { SOLON_TREE_NODES = 512, SOLON_TREE_LEAVES = 128 };

typedef struct solon_tie_node {
  unsigned char size,
      pick; /* contestants in the tie met here (0: none, a leaf); the pick leading here */
  int16_t child, sibling, leaf; /* -1: none */
} solon_tie_node;

typedef struct solon_tie_tree {
  int nodes, leaves;
  solon_tie_node node[SOLON_TREE_NODES];
  double value[SOLON_TREE_LEAVES][4];
} solon_tie_tree;

/* An empty tree; nothing else needs setting. */
void solon_tie_tree_start(solon_tie_tree *tree);

/* Remembers the values of the course that `draws` took; forgets it when the tree is full. */
void solon_tie_tree_add(solon_tie_tree *tree, const solon_tie_draws *draws, const double value[4]);

/* The values of the course a freshly started stream takes, or NULL when it is not known; consumes
 * from the stream either way. */
const double *solon_tie_tree_find(const solon_tie_tree *tree, solon_stream *stream);

#endif
