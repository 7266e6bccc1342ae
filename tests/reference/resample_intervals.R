# Intervals of R's boot package for tests/lua/resample_test.lua: writes replicates, jackknife values and
# the five intervals as a Lua table.   Rscript resample_intervals.R > resample_intervals.lua
library(boot)
set.seed(1)
num <- function(v) paste0("{ ", paste(sprintf("%.17g", v), collapse = ", "), " }")
# irregular digits, so that no two resamples have the same mean: R counts ties with the estimate as not below
x <- c(1.2137, 0.4419, 3.9233, 2.2071, 8.7559, 0.9021, 1.7913, 5.3407, 2.8061, 0.3803, 12.1477, 4.4951)
y <- c(2.0, 1.1, 3.1, 3.9, 7.0, 0.2, 2.9, 4.1, 4.0, 1.6, 8.8, 3.3)
jack <- function(stat, n) sapply(1:n, function(i) stat((1:n)[-i]))
case <- function(name, stat, variance, R, conf) {
  n <- length(x)
  b <- boot(x, function(d, i) c(stat(i), variance(i)), R = R)
  values <- jack(stat, n)
  L <- (n - 1) * (mean(values) - values)
  ci <- boot.ci(b, conf = conf, type = c("norm", "basic", "stud", "perc", "bca"), L = L)
  last <- function(m) { k <- length(m); num(m[c(k - 1, k)]) }
  cat(sprintf("  { name = %s, confidence = %.17g, estimate = %.17g, standard_error = %.17g,\n", dQuote(name, FALSE),
      conf, b$t0[1], sqrt(b$t0[2])))
  cat("    jackknife = ", num(values), ",\n", sep = "")
  cat("    replicates = ", num(b$t[, 1]), ",\n", sep = "")
  cat("    standard_errors = ", num(sqrt(b$t[, 2])), ",\n", sep = "")
  cat(sprintf("    acceleration = %.17g,\n", sum(L^3) / (6 * sum(L^2)^1.5)))
  cat("    normal = ", last(ci$normal), ", basic = ", last(ci$basic), ", percentile = ", last(ci$percent),
      ",\n    studentized = ", last(ci$student), ", bca = ", last(ci$bca), " },\n", sep = "")
}
cat("-- Made by resample_intervals.R with R", as.character(getRversion()), "and boot",
    as.character(packageVersion("boot")), "\nreturn {\n")
case("mean", function(i) mean(x[i]), function(i) var(x[i]) / length(i), 199, 0.9)
case("correlation", function(i) cor(x[i], y[i]), function(i) (1 - cor(x[i], y[i])^2)^2 / length(i), 240, 0.95)
case("log variance", function(i) log(var(x[i])), function(i) 2 / length(i) + var(x[i]) / 100, 400, 0.8)
cat("}\n")
