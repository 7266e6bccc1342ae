/* chain_test.c - R-hat and effective sample size against NumPy; their limits. */
#include "core/inference/chain.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>

/* From tests/reference/chain_reference.py (NumPy): chains, draws, slope, offset, seed; R-hat, ESS.
 */
static const struct {
  int chains, draws;
  double slope, offset;
  uint64_t seed;
  double r_hat, size;
} known[] = {
    {4, 1000, 0, 0, 1, 0.999554825710169, 4054.73730666378},
    {4, 1000, 0.9, 0, 2, 1.01059334429208, 259.535160347061},
    {2, 501, 0.5, 0.3, 3, 1.136527125584, 11.3738918277586},
    {1, 400, 0.99, 0, 4, 2.46084691345818, 1.24636565963916},
    {3, 200, -0.8, 0, 5, 0.995243632041617, 1666.89075023019},
    {4, 4, 0.2, 0, 6, 1.0454665317322, 19.2659197224948},
};

/* The script's chains, into every `stride`-th place. */
static void make_draws(size_t k, size_t stride, double *out) {
  uint64_t state = known[k].seed;
  for (int c = 0; c < known[k].chains; c++) {
    double x = 0;
    for (int i = 0; i < known[k].draws; i++) {
      state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
      x = known[k].slope * x + ((double)(state >> 33) / 2147483648.0 - 0.5);
      out[(size_t)(c * known[k].draws + i) * stride] = x + known[k].offset * c;
    }
  }
}

static double draw[3 * 4000], workspace[4100];

static void test_known(void) {
  for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
    size_t chains = (size_t)known[k].chains, draws = (size_t)known[k].draws;
    solon_chain_summary one, wide;
    make_draws(k, 1, draw);
    tap_ok(solon_chain_workspace(chains, draws) <= sizeof workspace / sizeof *workspace &&
               solon_chain_diagnose(draw, chains, draws, 1, workspace, &one) == SOLON_OK,
           "case %zu runs", k);
    tap_near(one.r_hat, known[k].r_hat, 1e-12, 0, "case %zu: R-hat", k);
    tap_near(one.effective_size, known[k].size, 1e-10, 0, "case %zu: effective size", k);
    make_draws(k, 3, draw);
    solon_chain_diagnose(draw, chains, draws, 3, workspace, &wide);
    tap_same(wide.r_hat, one.r_hat, "case %zu: a column of a matrix, R-hat", k);
    tap_same(wide.effective_size, one.effective_size, "case %zu: a column, effective size", k);
  }
}

static void test_degenerate(void) {
  solon_chain_summary r;
  for (size_t i = 0; i < 40; i++)
    draw[i] = 2;
  tap_integer(solon_chain_diagnose(draw, 4, 10, 1, workspace, &r), SOLON_DEGENERATE,
              "constant chains say nothing");
  tap_ok(isnan(r.r_hat) && isnan(r.effective_size), "and give NaN");
  make_draws(0, 1, draw);
  draw[17] = NAN;
  tap_integer(solon_chain_diagnose(draw, 4, 1000, 1, workspace, &r), SOLON_DEGENERATE, "NaN");
  draw[17] = INFINITY;
  tap_integer(solon_chain_diagnose(draw, 4, 1000, 1, workspace, &r), SOLON_DEGENERATE, "infinity");
  for (size_t i = 0; i < 40; i++)
    draw[i] = i % 2 == 0 ? 1 : -1;
  solon_chain_diagnose(draw, 4, 10, 1, workspace, &r);
  tap_near(r.effective_size, 40 * log10(40), 1e-14, 0, "alternating chains meet the bound");
}

int main(void) {
  test_known();
  test_degenerate();
  return tap_done();
}
