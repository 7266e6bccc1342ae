-- compare-groups.lua - a permutation test of the difference between the means of two groups.

return protocol {
  name = "compare-groups",
  version = "1.0.0",
  api = 1,
  title = "Permutation test of two groups in a table",
  description = [[
Reads a table with one row per observation, takes the difference between the two groups' means, and asks how often a random
relabelling of the observations gives a difference at least as large. The p value is (count + 1) / (permutations + 1), which
is never zero and never too small.

Permutation i is drawn from the random stream (seed, "permutation", i), so the result does not depend on the number of
threads. Groups are named in the order in which they appear in the table.]],
  authors = { "The Solon authors" },
  license = "GPL-3.0-or-later",
  categories = { "example", "inference" },

  params = {
    permutations = { type = "integer", min = 1, max = 10000000, default = 9999, doc = "Number of random relabellings." },
    alternative = {
      type = "enum", values = { "two-sided", "greater", "less" }, default = "two-sided",
      doc = "Which differences (first group minus second) count as at least as large.",
    },
  },
  inputs = {
    data = {
      format = "csv", columns = { group = "string", value = "number" }, default = "sleep.csv",
      doc = "The observations; exactly two different groups. Bundled: extra hours of sleep under two drugs (Student, 1908).",
    },
  },
  outputs = {
    ["comparison.csv"] = {
      format = "csv", doc = "One row with the result.", tolerance = 1e-12,
      columns = {
        group_1 = "string", group_2 = "string", n_1 = "integer", n_2 = "integer", mean_1 = "number", mean_2 = "number",
        difference = "number", p_value = "number", permutations = "integer",
      },
    },
  },
  claims = {
    {
      id = "difference", quantity = "difference of the means of the bundled table", stated = -1.58, tolerance = 1e-9,
      source = "Student (1908), The probable error of a mean, Biometrika 6",
    },
    {
      -- all choose(20, 10) relabellings counted by tests/reference/compare_groups.R; the tolerance is four
      -- standard errors of 9,999 draws
      id = "p-value", quantity = "exact two-sided p value of the bundled table", stated = 15048 / 184756,
      tolerance = 0.011, possible = { 0, 1 }, source = "complete enumeration in R",
    },
  },
  tests = {
    bundled = { params = { permutations = 999 }, golden = { ["comparison.csv"] = "bundled.csv" } },
    one_sided = { params = { permutations = 999, alternative = "less" }, seed = 7, golden = { ["comparison.csv"] = "one_sided.csv" } },
    tiny = { params = { permutations = 99 }, inputs = { data = "tiny.csv" }, golden = { ["comparison.csv"] = "tiny_result.csv" } },
  },

  run = function(ctx)
    local sample = require "compare-groups.sample"
    local frame = ctx.read_frame "data"
    local groups = sample.split(frame:strings "group", frame:values "value")
    local params = ctx.params

    local size = 1000 -- permutations in a work unit; fixed, so that units are the same for any number of threads
    local tasks = {}
    for first = 1, params.permutations, size do
      tasks[#tasks + 1] = { first = first, last = math.min(first + size - 1, params.permutations) }
    end
    local counts = ctx.map {
      key = "permutations", module = "compare-groups.sample", call = "count", tasks = tasks,
      shared = { groups = groups, seed = ctx.seed, alternative = params.alternative },
    }
    local count = 0
    for _, n in ipairs(counts) do count = count + n end

    local p_value = (count + 1) / (params.permutations + 1)
    local difference = groups[1].mean - groups[2].mean
    ctx.write("comparison.csv", sample.csv_row {
      { "group_1", groups[1].name }, { "group_2", groups[2].name }, { "n_1", #groups[1].values }, { "n_2", #groups[2].values },
      { "mean_1", groups[1].mean }, { "mean_2", groups[2].mean }, { "difference", difference },
      { "p_value", p_value }, { "permutations", params.permutations },
    })
    ctx.print(string.format("%s (n = %d) minus %s (n = %d): difference %.6g, p = %.4g (%s, %d permutations)", groups[1].name,
      #groups[1].values, groups[2].name, #groups[2].values, difference, p_value, params.alternative, params.permutations))
    -- the claims are about the bundled table; of another one they stay not computable
    if ctx.inputs.data.bundled then
      ctx.claim("difference", difference)
      if params.alternative == "two-sided" then ctx.claim("p-value", p_value) end
    end
  end,
}
