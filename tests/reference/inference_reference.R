# Reference values of tests/lua/inference_test.lua by R; writes tests/reference/inference_values.lua.
# Run from the project root:  Rscript tests/reference/inference_reference.R
options(digits = 17)
column <- function(n, step, shift = 0) ((1:n) * step + shift) %% 1
i <- 1:40
data <- list(
  x30 = list(column(30, 0.6180339887498949), column(30, 0.7548776662466927)),
  x12 = list(column(12, 0.6180339887498949), column(12, 0.4142135623730951)),
  seven = list(1:7, c(1, 3, 2, 4, 6, 5, 7)),
  tied = list((i * 7) %% 11, ((i * 5) %% 13 + i %% 11) %/% 2)
)
sides <- c("two.sided", "less", "greater")
out <- file("tests/reference/inference_values.lua", "w")
number <- function(x) if (is.finite(x)) sprintf("%.17g", x) else if (is.na(x)) "0/0" else if (x > 0) "1/0" else "-1/0"
row <- function(...) {
  fields <- list(...)
  text <- sapply(names(fields), function(name) {
    value <- fields[[name]]
    if (is.character(value)) sprintf('%s = "%s"', name, sub("two.sided", "two_sided", value, fixed = TRUE))
    else sprintf("%s = %s", name, number(value))
  })
  cat("    { ", paste(text, collapse = ", "), " },\n", sep = "", file = out)
}
cat("-- Made by tests/reference/inference_reference.R (", R.version.string, ").\nreturn {\n  correlations = {\n", sep = "", file = out)
for (name in names(data)) for (side in sides) {
  x <- data[[name]][[1]]; y <- data[[name]][[2]]
  r <- cor.test(x, y, alternative = side)
  row(test = "pearson", data = name, alternative = side, estimate = unname(r$estimate), p_value = r$p.value,
      lower = r$conf.int[1], upper = r$conf.int[2])
  exact <- name != "tied"
  r <- suppressWarnings(cor.test(x, y, alternative = side, method = "kendall", exact = exact))
  row(test = "kendall", data = name, alternative = side, method = if (exact) "exact" else "auto",
      estimate = unname(r$estimate), p_value = r$p.value)
  r <- suppressWarnings(cor.test(x, y, alternative = side, method = "kendall", exact = FALSE))
  row(test = "kendall", data = name, alternative = side, method = "asymptotic",
      estimate = unname(r$estimate), p_value = r$p.value)
  # Spearman: R's exact p up to n = 9; otherwise Student's t with the same rho
  if (name == "seven") {
    r <- cor.test(x, y, alternative = side, method = "spearman", exact = TRUE)
    row(test = "spearman", data = name, alternative = side, method = "exact", estimate = unname(r$estimate), p_value = r$p.value)
  }
  rho <- cor(rank(x), rank(y)); df <- length(x) - 2; s <- rho * sqrt(df / (1 - rho^2))
  p <- switch(side, two.sided = 2 * pt(-abs(s), df), less = pt(s, df), greater = pt(s, df, lower.tail = FALSE))
  row(test = "spearman", data = name, alternative = side, method = "asymptotic", estimate = rho, p_value = p)
}
cat("  },\n  samples = {\n", file = out)

darwin <- c(49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48)
long <- column(60, 0.6180339887498949, 0.3) - 0.4
a <- c(1, 2, 3.5, 4, 9, 10); b <- c(3, 5, 8, 11, 12.5)
many_a <- column(55, 0.7548776662466927); many_b <- column(60, 0.5698402909980532) * 1.2
tied_a <- c(1, 2, 2, 3, 5, 5, 8); tied_b <- c(2, 3, 4, 5, 5, 9)
one <- list(darwin = darwin, long = long, zeros = c(0, 0, 1, -1, 2, 3, 4, 5.5, 5.5, -2))
two <- list(small = list(a, b), many = list(many_a, many_b), ties = list(tied_a, tied_b))
sample_row <- function(test, data, side, r, ..., interval = TRUE) {
  if (interval) row(test = test, data = data, alternative = side, statistic = unname(r$statistic), p_value = r$p.value,
                    lower = r$conf.int[1], upper = r$conf.int[2], ...)
  else row(test = test, data = data, alternative = side, statistic = unname(r$statistic), p_value = r$p.value, ...)
}
for (side in sides) {
  for (name in names(one)) {
    x <- one[[name]]
    sample_row("one_sample_t_test", name, side, t.test(x, alternative = side, mu = 0.25), null_value = 0.25)
    r <- binom.test(sum(x > 0), sum(x != 0), alternative = side)
    sample_row("sign_test", name, side, r)
    # R's exact interval and estimate without ties; its other intervals are roots, not order statistics
    r <- suppressWarnings(wilcox.test(x, alternative = side, conf.int = TRUE))
    if (name == "darwin") row(test = "wilcoxon_signed_rank", data = name, alternative = side, statistic = unname(r$statistic),
      p_value = r$p.value, lower = r$conf.int[1], upper = r$conf.int[2], estimate = unname(r$estimate))
    else sample_row("wilcoxon_signed_rank", name, side, r, interval = FALSE)
    r <- suppressWarnings(wilcox.test(x, alternative = side, exact = FALSE))
    sample_row("wilcoxon_signed_rank", name, side, r, method = "asymptotic", interval = FALSE)
  }
  for (name in names(two)) {
    x <- two[[name]][[1]]; y <- two[[name]][[2]]
    sample_row("two_sample_t_test", name, side, t.test(x, y, alternative = side), method = "welch")
    sample_row("two_sample_t_test", name, side, t.test(x, y, alternative = side, var.equal = TRUE, mu = 0.1), method = "pooled", null_value = 0.1)
    r <- suppressWarnings(wilcox.test(x, y, alternative = side, conf.int = TRUE))
    if (name == "small") row(test = "wilcoxon_rank_sum", data = name, alternative = side, statistic = unname(r$statistic),
      p_value = r$p.value, lower = r$conf.int[1], upper = r$conf.int[2], estimate = unname(r$estimate))
    else sample_row("wilcoxon_rank_sum", name, side, r, interval = FALSE)
  }
  n <- length(many_a)
  sample_row("paired_t_test", "many", side, t.test(many_a, many_b[1:n], paired = TRUE, alternative = side))
}
vector_text <- function(x) paste0("{ ", paste(sapply(x, number), collapse = ", "), " }")
cat("  },\n  regressions = {\n", file = out)
model_row <- function(name, fit) {
  s <- summary(fit); f <- s$fstatistic; ci <- confint(fit)
  cat(sprintf("    %s = { coefficients = %s, standard_errors = %s, t_values = %s, p_values = %s, lower = %s, upper = %s,\n",
    name, vector_text(s$coefficients[, 1]), vector_text(s$coefficients[, 2]), vector_text(s$coefficients[, 3]),
    vector_text(s$coefficients[, 4]), vector_text(ci[, 1]), vector_text(ci[, 2])), file = out)
  cat(sprintf("      residual_sd = %s, r_squared = %s, adjusted_r_squared = %s, f_statistic = %s, f_p_value = %s },\n",
    number(s$sigma), number(s$r.squared), number(s$adj.r.squared), number(f[1]),
    number(pf(f[1], f[2], f[3], lower.tail = FALSE))), file = out)
}
x1 <- column(25, 0.6180339887498949); x2 <- column(25, 0.7548776662466927); y <- 2 + x1 - 3 * x2 + column(25, 0.4142135623730951)
model_row("plain", lm(y ~ x1 + x2))
model_row("origin", lm(y ~ x1 + x2 - 1))
cat("  },\n  adjusted = {\n", file = out)
p <- c(0.01, 0.04, 0.03, NaN, 0.005, 0.04, 0.9, 0.0001)
cat("    p = ", vector_text(p), ",\n    holm = ", vector_text(p.adjust(p, "holm")), ",\n    benjamini_hochberg = ",
    vector_text(p.adjust(p, "BH")), ",\n  },\n}\n", sep = "", file = out)
close(out)
