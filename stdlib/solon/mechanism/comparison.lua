-- comparison.lua - tests of the difference between two mechanisms replayed on the same seasons.
--
-- The seasons are the same under both, so everything is paired:
--   permutation  signs of the season differences of fairness are flipped (exact for few seasons, else
--                seeded draws counted as (count + 1)/(draws + 1))
--   mcnemar      in each elimination week: is everybody voted off among the k lowest judge totals (equal
--                totals included)?  Exact McNemar test of the weeks in which one mechanism does so and
--                the other not; weeks of a season hang together, so the differences are also tested
--                season by season with flipped signs (p_value_by_season)
--   fisher_z     skill (mean weekly z score of the judges' total) against finishing order under either
--                mechanism: two correlations that share a variable, over contestants standardised and
--                pooled within seasons; Steiger's z, with Williams's t and Zou's interval beside it
-- All three look at one question on one set of seasons, so `significant` refers to Holm's adjustment.
-- What cannot be tested (no seasons, no weekly outcomes, no places) has p_value 1 and is never significant.

local arguments = require "solon.mechanism.arguments"
local inference = require "solon.inference"
local welfare = require "solon.mechanism.welfare"

local comparison = {}

local ALPHA = 0.05
local names = { "mcnemar", "fisher_z", "permutation" }

-- Whether any entry differs from 0: without one there is nothing to flip.
local function flips(differences, seed)
  return inference.sign_flip_test(differences, { seed = seed })
end

local function sign_flips(sq, opt, seed)
  local differences = {}
  for i = 1, #sq do differences[i] = opt[i].fairness_score - sq[i].fairness_score end
  local test = flips(differences, seed)
  return { observed_diff = welfare.mean(opt, "fairness_score") - welfare.mean(sq, "fairness_score"),
    p_value = test.p_value, permutations = test.permutations, n = #sq }
end

-- Weeks both mechanisms decided, in order.
local function shared_weeks(a, b)
  local weeks = {}
  for week in pairs(a or {}) do
    if b and b[week] ~= nil then weeks[#weeks + 1] = week end
  end
  table.sort(weeks)
  return weeks
end

local function mcnemar(sq, opt, seed)
  local both, neither, b, c, differences = 0, 0, 0, 0, {}
  for i = 1, #sq do
    local before, after, difference = sq[i].weekly, opt[i].weekly, 0
    for _, week in ipairs(shared_weeks(before, after)) do
      if before[week] and after[week] then both = both + 1
      elseif after[week] then b, difference = b + 1, difference + 1
      elseif before[week] then c, difference = c + 1, difference - 1
      else neither = neither + 1 end
    end
    differences[i] = difference
  end
  local test = inference.mcnemar(b, c, { method = "exact" })
  return { chi2 = b + c > 0 and (b - c) ^ 2 / (b + c) or 0.0, p_value = test.p_value,
    p_value_by_season = flips(differences, seed).p_value,
    b = b, c = c, both = both, neither = neither, weeks = b + c + both + neither,
    outcome = "everybody voted off in the week is among the k lowest judge totals" }
end

local function standardise_into(target, values)
  local n, mean, square = #values, 0.0, 0.0
  for i = 1, n do mean = mean + values[i] end
  mean = mean / n
  for i = 1, n do square = square + (values[i] - mean) ^ 2 end
  local deviation = math.sqrt(square / n)
  for i = 1, n do target[#target + 1] = deviation > 0 and (values[i] - mean) / deviation or 0.0 end
end

-- Skill and the two finishing orders (larger is better), standardised within seasons; and the number of
-- seasons that gave any.
local function pooled(sq, opt)
  local skill, before, after, seasons = {}, {}, {}, 0
  for i = 1, #sq do
    if sq[i].ranking and opt[i].ranking then
      local other = {}
      for _, person in ipairs(opt[i].ranking) do other[person.name] = person.place end
      local part = { {}, {}, {} }
      for _, person in ipairs(sq[i].ranking) do
        if other[person.name] then
          table.insert(part[1], person.skill)
          table.insert(part[2], -person.place)
          table.insert(part[3], -other[person.name])
        end
      end
      standardise_into(skill, part[1])
      standardise_into(before, part[2])
      standardise_into(after, part[3])
      seasons = seasons + 1
    end
  end
  return skill, before, after, seasons
end

local function dependent(sq, opt)
  local skill, before, after, seasons = pooled(sq, opt)
  -- every season has given up its own mean: that many observations carry no information
  local n = #skill - seasons + 1
  if seasons == 0 or n <= 3 then return { z = 0 / 0, p_value = 1.0, n = math.max(n, 0) } end
  local r_sq, r_opt = inference.pearson(skill, before).estimate, inference.pearson(skill, after).estimate
  local r_between = inference.pearson(before, after).estimate
  local result = { r_status_quo = r_sq, r_proposed = r_opt, r_between = r_between, n = n }
  if r_between >= 1 - 1e-12 then -- the same finishing orders: no difference to test
    result.z, result.p_value = 0.0, 1.0
    return result
  end
  local steiger = inference.dependent_correlations(r_opt, r_sq, r_between, n, { method = "steiger" })
  local williams = inference.dependent_correlations(r_opt, r_sq, r_between, n, { method = "williams" })
  result.z, result.p_value = steiger.statistic, steiger.p_value
  result.williams_t, result.williams_p_value = williams.statistic, williams.p_value
  result.difference, result.difference_low, result.difference_high = steiger.estimate, steiger.lower, steiger.upper
  return result
end

--- The three tests of two lists of season results.  options: seed of the drawn sign flips.
function comparison.run_statistical_tests(sq_results, opt_results, options)
  local name = "run_statistical_tests"
  welfare.check_pair(sq_results, opt_results, name)
  options = arguments.options(options, { "seed" }, 3, name)
  local seed = arguments.integer(options.seed or 0, 0, math.maxinteger, 3, name, "seed")
  local tests = {
    mcnemar = mcnemar(sq_results, opt_results, seed),
    fisher_z = dependent(sq_results, opt_results),
    permutation = sign_flips(sq_results, opt_results, seed),
  }
  local p = {}
  for i, test in ipairs(names) do p[i] = tests[test].p_value end
  local adjusted = inference.holm(p)
  for i, test in ipairs(names) do
    tests[test].p_value_holm = adjusted[i]
    tests[test].significant = adjusted[i] < ALPHA
  end
  return tests
end

return comparison
