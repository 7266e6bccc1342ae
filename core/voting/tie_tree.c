/* tie_tree.c - known courses of random ties. */
#include "core/voting/tie_tree.h"

#include <string.h>

static int new_node(solon_tie_tree *tree, unsigned char pick) {
  tree->node[tree->nodes] = (solon_tie_node){.pick = pick, .child = -1, .sibling = -1, .leaf = -1};
  return tree->nodes++;
}

void solon_tie_tree_start(solon_tie_tree *tree) {
  tree->nodes = tree->leaves = 0;
  new_node(tree, 0);
}

static int find_child(const solon_tie_tree *tree, int at, unsigned char pick) {
  int child = tree->node[at].child;
  while (child >= 0 && tree->node[child].pick != pick)
    child = tree->node[child].sibling;
  return child;
}

void solon_tie_tree_add(solon_tie_tree *tree, const solon_tie_draws *draws, const double value[4]) {
  if (draws->count > SOLON_TIE_PICKS || tree->leaves == SOLON_TREE_LEAVES ||
      tree->nodes + (int)draws->count > SOLON_TREE_NODES)
    return;
  int at = 0;
  for (size_t k = 0; k < draws->count; k++) {
    tree->node[at].size = draws->size[k];
    int child = find_child(tree, at, draws->pick[k]);
    if (child < 0) {
      child = new_node(tree, draws->pick[k]);
      tree->node[child].sibling = tree->node[at].child;
      tree->node[at].child = (int16_t)child;
    }
    at = child;
  }
  if (tree->node[at].leaf >= 0)
    return;
  memcpy(tree->value[tree->leaves], value, sizeof tree->value[0]);
  tree->node[at].leaf = (int16_t)tree->leaves++;
}

const double *solon_tie_tree_find(const solon_tie_tree *tree, solon_stream *stream) {
  int at = 0;
  while (at >= 0 && tree->node[at].size > 0) {
    unsigned char pick = (unsigned char)solon_stream_below(stream, tree->node[at].size);
    at = find_child(tree, at, pick);
  }
  return at < 0 || tree->node[at].leaf < 0 ? NULL : tree->value[tree->node[at].leaf];
}
