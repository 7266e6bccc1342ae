# Reference quantiles of the standard normal for tests/core/random_test.c, by mpmath with 40 digits.
import mpmath as mp

mp.mp.dps = 40
for p in ["1e-300", "1e-100", "1e-20", "1e-10", "1e-5", "0.001", "0.02425", "0.07", "0.075", "0.1", "0.25",
          "0.4999", "0.6", "0.9249", "0.975", "0.9999"]:
    exact = mp.mpf(float(p))  # the double nearest to p
    start = -mp.sqrt(-2 * mp.log(exact)) if exact < 0.05 else mp.mpf(0.1)
    z = mp.findroot(lambda t: mp.log(mp.ncdf(t)) - mp.log(exact), start)
    print("      {%s, %s}," % (p, mp.nstr(z, 20)))
