# Sobol points of SciPy (scipy.stats.qmc.Sobol, unscrambled, 30 bits) for tests/core/sobol_test.c: one checksum per
# dimension over the first 2^12 points, and some points in full.  Argument "table" prints the rows of
# core/random/sobol_table.c from the numbers of Joe and Kuo (2008) as SciPy carries them.
import os
import sys

import numpy as np
import scipy
from scipy.stats import qmc

DIMENSIONS = 128

if len(sys.argv) > 1 and sys.argv[1] == "table":
    file = np.load(os.path.join(os.path.dirname(scipy.__file__), "stats/_sobol_direction_numbers.npz"))
    for polynomial, initial in zip(file["poly"][1:DIMENSIONS], file["vinit"][1:DIMENSIONS]):
        row = [int(polynomial)] + [int(m) for m in initial[: int(polynomial).bit_length() - 1]]
        print("    {%s}," % ", ".join(map(str, row)))
    sys.exit()

points = qmc.Sobol(DIMENSIONS, scramble=False).random(1 << 12)
whole = (points * 2**30).astype(np.uint64)
assert (whole.astype(float) == points * 2**30).all()
sums = np.zeros(DIMENSIONS, dtype=np.uint64)
for row in whole:
    sums = sums * np.uint64(6364136223846793005) + row
for start in range(0, DIMENSIONS, 4):
    print("    " + ", ".join("UINT64_C(%d)" % s for s in sums[start:start + 4]) + ",")
