# hindcast_blocks.R - moving blocks of 13 weeks by boot::tsboot on the bundled weeks: standard errors of epsilon alone, of
# epsilon and mu together, and their correlation.
#
#   Rscript tests/reference/hindcast_blocks.R
library(boot)
weeks <- na.omit(read.csv("scripts/governance/fixtures/hindcast.csv", comment.char = "#")[, -1])
g <- function(x) 1 / (1 + exp(-x))
trust <- 0.6 * weeks$T_loyalty + 0.4 * weeks$Z_skepticism
gate <- (g(2 * (trust - 0.85)) - g(-1.7)) / (g(0.3) - g(-1.7))
core <- 150 * pmin(weeks$C^0.25 * trust^0.4 * weeks$V^0.35, gate)
series <- cbind(y = weeks$S_KPI_official, a = core, b = core * weeks$C * trust, s = weeks$sigma_hist)
miss <- function(d, epsilon, mu) mean(abs(d[, "y"] - pmin(150, (d[, "a"] + d[, "b"] * epsilon) / (1 + d[, "s"] * mu))))
# The error turns where a model meets its y or the clip: the least is at one of these.
best_epsilon <- function(d, mu = 0.1) {
  share <- 1 + d[, "s"] * mu
  at <- c((d[, "y"] * share - d[, "a"]) / d[, "b"], (150 * share - d[, "a"]) / d[, "b"], 0, 1)
  at <- unique(at[at >= 0 & at <= 1])
  at[which.min(vapply(at, function(x) miss(d, x, mu), 0))]
}
best_pair <- function(d) {
  found <- optimize(function(mu) miss(d, best_epsilon(d, mu), mu), c(0.02, 0.25), tol = 1e-4)
  c(best_epsilon(d, found$minimum), found$minimum)
}
set.seed(1)
alone <- tsboot(series, best_epsilon, R = 2000, l = 13, sim = "fixed", endcorr = FALSE)
cat(sprintf("epsilon %.6f, standard error %.4f, 2.5 and 97.5 %% %.4f %.4f\n", alone$t0, sd(alone$t), quantile(alone$t, .025), quantile(alone$t, .975)))
both <- tsboot(series, best_pair, R = 400, l = 13, sim = "fixed", endcorr = FALSE)
cat(sprintf("both %.4f %.4f, standard errors %.4f %.5f, correlation %.3f\n", both$t0[1], both$t0[2], sd(both$t[, 1]), sd(both$t[, 2]), cor(both$t)[1, 2]))
