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
number <- function(x) if (is.finite(x)) sprintf("%.17g", x) else if (is.nan(x)) "0/0" else if (x > 0) "1/0" else "-1/0"
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
cat("  },\n}\n", file = out)
close(out)
