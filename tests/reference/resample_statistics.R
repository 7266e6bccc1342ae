# The named statistics in R, their jackknife estimates, and the standard error by boot's infinitesimal
# jackknife (empinf, type "inf"), for tests/lua/resample_test.lua.
#   Rscript resample_statistics.R > resample_statistics.lua
library(boot)
x <- c(1.2, 0.4, 3.9, 0, 8.7, 0.9, 1.7, 5.3, 2.8, 0, 12.1, 4.4, 3.3)
y <- c(2.0, 1.1, 3.1, 3.9, 7.0, 0.2, 2.9, 4.1, 4.0, 1.6, 8.8, 3.3, 0.5)
n <- length(x)
q <- function(p) function(i) unname(quantile(x[i], p, type = 7))
wm <- function(v, w) sum(w * v) / sum(w)
wv <- function(v, w) wm((v - wm(v, w))^2, w) * n / (n - 1)
wc <- function(a, b, w) wm((a - wm(a, w)) * (b - wm(b, w)), w)
cases <- list(
  list("mean", function(i) mean(x[i]), function(d, w) wm(x, w)),
  list("proportion", function(i) mean(x[i] != 0), function(d, w) wm(x != 0, w)),
  list("median", function(i) median(x[i]), NULL),
  list("quantile", q(0.3), NULL),
  list("variance", function(i) var(x[i]), function(d, w) wv(x, w)),
  list("standard_deviation", function(i) sd(x[i]), function(d, w) sqrt(wv(x, w))),
  list("covariance", function(i) cov(x[i], y[i]), function(d, w) wc(x, y, w) * n / (n - 1)),
  list("correlation", function(i) cor(x[i], y[i]), function(d, w) wc(x, y, w) / sqrt(wc(x, x, w) * wc(y, y, w))),
  list("slope", function(i) unname(coef(lm(y[i] ~ x[i]))[2]), function(d, w) wc(x, y, w) / wc(x, x, w)),
  list("difference_of_means", function(i) mean(x[i]) - mean(y[i]), function(d, w) wm(x - y, w)),
  list("ratio_of_means", function(i) mean(x[i]) / mean(y[i]), function(d, w) wm(x, w) / wm(y, w)),
  list("weighted_mean", function(i) weighted.mean(x[i], y[i]), function(d, w) wm(x, w * y)))
cat("-- Made by resample_statistics.R with R", as.character(getRversion()), "and boot",
    as.character(packageVersion("boot")), "\nreturn {\n")
for (case in cases) {
  stat <- case[[2]]
  values <- sapply(1:n, function(i) stat((1:n)[-i]))
  se <- NaN
  if (!is.null(case[[3]])) {
    # the derivative by a wide step and a narrow one, extrapolated: exact to about 1e-9
    l <- function(eps) empinf(data = x, statistic = case[[3]], stype = "w", type = "inf", eps = eps)
    L <- 2 * l(1e-5) - l(2e-5)
    se <- sqrt(sum(L^2)) / n * sqrt(n / (n - 1))
  }
  cat(sprintf("  { name = \"%s\", value = %.17g, bias = %.17g, jackknife = %.17g, infinitesimal = %s },\n", case[[1]],
      stat(1:n), (n - 1) * (mean(values) - stat(1:n)), sqrt((n - 1) / n * sum((values - mean(values))^2)),
      if (is.nan(se)) "0 / 0" else sprintf("%.17g", se)))
}
cat("}\n")
