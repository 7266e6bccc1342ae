# The exact permutation distribution for scripts/inference/compare-groups: all relabellings of Student's
# sleep data (R's data set `sleep`).  Run: Rscript tests/reference/compare_groups.R
a <- sleep$extra[sleep$group == 1]
b <- sleep$extra[sleep$group == 2]
pooled <- c(a, b)
sums <- combn(20, 10, function(i) sum(pooled[i]))
differences <- sums / 10 - (sum(pooled) - sums) / 10
observed <- mean(a) - mean(b)
cat("difference", format(observed, digits = 15), "\n")
cat("two-sided", sum(abs(differences) >= abs(observed) - 1e-9), "of", length(differences), "\n")
cat("less", sum(differences <= observed + 1e-9), "of", length(differences), "\n")
