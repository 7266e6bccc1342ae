-- paired.lua - tests of the difference between two mechanisms replayed on the same seasons, over one or
-- several draws of the votes.
--
-- A draw holds two lists of season results, { sq =, opt = }.  The seasons are the same under both, so
-- everything is paired, and the season is what is exchanged: weeks and contestants of one hang together.
--   permutation...  signs of the season differences (their means over draws) are flipped: exact for few
--                   seasons, else seeded draws counted as (count + 1)/(draws + 1); the exact sign test and
--                   Wilcoxon's, which drop seasons without a difference, stand beside
--   mcnemar         in each elimination week: is everybody voted off among the k lowest judge totals (equal
--                   totals included)?  b weeks in which the proposal alone does so, c in which the status
--                   quo alone does.  p_value flips the signs of the seasons' differences; p_value_exact is
--                   McNemar's exact test, which takes weeks for independent
--   fisher_z        skill (mean weekly z score of the judges' total) against finishing order under either
--                   mechanism: two correlations that share a variable, over contestants standardised and
--                   pooled within seasons; Steiger's z, with Williams's t and Zou's interval beside it.
--                   Over draws by Rubin's rules: variance within + (1 + 1/D) variance between, Student's t
-- All look at one question on one set of seasons, so `significant` refers to Holm's adjustment.  What
-- cannot be tested (no seasons, no weekly outcomes, no places, no difference) has p_value 1 and is never
-- significant.

local array = require "solon.array"
local inference = require "solon.inference"

local paired = {}

local ALPHA = 0.05
local PERMUTATIONS = 100000 -- where 2^n patterns are too many: p-values down to 1e-5

--- The tests in the order in which they are reported.
paired.names = { "permutation_welfare", "permutation", "permutation_engagement", "mcnemar", "fisher_z" }

local function utilities(weights)
  return {
    permutation_welfare = function(r)
      return weights.omega_fan * r.engagement_score + weights.omega_judge * r.fairness_score
        + weights.omega_producer * r.producer_score
    end,
    permutation = function(r) return r.fairness_score end,
    permutation_engagement = function(r) return r.engagement_score end,
  }
end

local function direction(difference)
  return difference > 0 and "proposal" or difference < 0 and "status quo" or "neither"
end

-- Season by season the mean over draws of value(opt) - value(sq).
local function differences_of(draws, value)
  local differences = {}
  for s = 1, #draws[1].sq do
    local sum = 0.0
    for _, draw in ipairs(draws) do sum = sum + (value(draw.opt[s]) - value(draw.sq[s])) end
    differences[s] = sum / #draws
  end
  return differences
end

local function mean(values)
  local sum = 0.0
  for _, value in ipairs(values) do sum = sum + value end
  return sum / #values
end

local function flip(differences, options)
  return inference.sign_flip_test(differences, { seed = options.seed, permutations = options.permutations or PERMUTATIONS })
end

-- Signs flipped over seasons; the Monte Carlo error of p_value is standard_error.
local function sign_flip(differences, options)
  local test = flip(differences, options)
  local up, down = 0, 0
  for _, difference in ipairs(differences) do
    if difference > 0 then up = up + 1 elseif difference < 0 then down = down + 1 end
  end
  local observed = mean(differences)
  return { observed_diff = observed, p_value = test.p_value, standard_error = test.standard_error,
    permutations = test.permutations, n = #differences, seasons_up = up, seasons_down = down,
    seasons_equal = #differences - up - down, favours = direction(observed),
    sign_test_p_value = inference.sign_test(differences).p_value,
    wilcoxon_p_value = inference.wilcoxon_signed_rank(differences).p_value }
end

-- ---- weekly outcomes -----------------------------------------------------------------------------------

-- Weeks both mechanisms decided, in order.
local function shared_weeks(a, b)
  local weeks = {}
  for week in pairs(a or {}) do
    if b and b[week] ~= nil then weeks[#weeks + 1] = week end
  end
  table.sort(weeks)
  return weeks
end

-- Adds the shared weeks of one season to the counts; gives its b - c.
local function count_weeks(counts, before, after)
  local difference = 0
  for _, week in ipairs(shared_weeks(before, after)) do
    if before[week] and after[week] then counts.both = counts.both + 1
    elseif after[week] then counts.b, difference = counts.b + 1, difference + 1
    elseif before[week] then counts.c, difference = counts.c + 1, difference - 1
    else counts.neither = counts.neither + 1 end
  end
  return difference
end

-- The median of the exact p-values of each draw: no draw's weeks are another's.
local function exact_p_value(list)
  local values = {}
  for i, counts in ipairs(list) do values[i] = inference.mcnemar(counts.b, counts.c, { method = "exact" }).p_value end
  return array.median(values)
end

local function mcnemar(draws, options)
  local seasons, list = {}, {}
  for s = 1, #draws[1].sq do seasons[s] = 0.0 end
  for d, draw in ipairs(draws) do
    list[d] = { b = 0, c = 0, both = 0, neither = 0 }
    for s = 1, #seasons do
      seasons[s] = seasons[s] + count_weeks(list[d], draw.sq[s].weekly, draw.opt[s].weekly) / #draws
    end
  end
  local result = { outcome = "everybody voted off in the week is among the k lowest judge totals" }
  for _, field in ipairs { "b", "c", "both", "neither" } do
    local sum = 0
    for _, counts in ipairs(list) do sum = sum + counts[field] end
    result[field] = #draws == 1 and sum or sum / #draws
  end
  local b, c = result.b, result.c
  local flips = flip(seasons, options)
  result.ties, result.weeks = result.both + result.neither, b + c + result.both + result.neither
  result.chi2 = b + c > 0 and (b - c) ^ 2 / (b + c) or 0.0
  result.p_value, result.standard_error, result.permutations = flips.p_value, flips.standard_error, flips.permutations
  result.p_value_exact = exact_p_value(list)
  result.favours = direction(b - c)
  return result
end

-- ---- dependent correlations ------------------------------------------------------------------------------

local function standardise_into(target, values)
  local n, centre, square = #values, mean(values), 0.0
  for i = 1, n do square = square + (values[i] - centre) ^ 2 end
  local deviation = math.sqrt(square / n)
  for i = 1, n do target[#target + 1] = deviation > 0 and (values[i] - centre) / deviation or 0.0 end
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
      if #part[1] > 0 then
        standardise_into(skill, part[1])
        standardise_into(before, part[2])
        standardise_into(after, part[3])
        seasons = seasons + 1
      end
    end
  end
  return skill, before, after, seasons
end

local function fisher(r) return 0.5 * math.log((1 + r) / (1 - r)) end

-- Variance of the difference of two z that share a variable (Steiger 1980, eq. 14, pooled r).
local function variance(r1, r2, between, n)
  local square = ((r1 + r2) / 2) ^ 2
  local covariance = between * (1 - 2 * square) - 0.5 * square * (1 - 2 * square - between ^ 2)
  return (2 - 2 * covariance / (1 - square) ^ 2) / (n - 3)
end

-- The three correlations of one draw, with their difference of z and its variance; only n where they do not
-- exist or are +-1.
local function correlations(draw)
  local skill, before, after, seasons = pooled(draw.sq, draw.opt)
  -- every season has given up its own mean: that many observations carry no information
  local n = #skill - seasons + 1
  if seasons == 0 or n <= 3 then return { n = math.max(n, 0) } end
  local entry = { n = n, r_status_quo = inference.pearson(skill, before).estimate,
    r_proposed = inference.pearson(skill, after).estimate, r_between = inference.pearson(before, after).estimate }
  if not (math.abs(entry.r_status_quo) < 1 and math.abs(entry.r_proposed) < 1) then return { n = n } end
  entry.same = entry.r_between >= 1 - 1e-12 -- the same finishing orders: no difference to test
  entry.difference_of_z = entry.same and 0.0 or fisher(entry.r_proposed) - fisher(entry.r_status_quo)
  entry.variance = entry.same and 0.0 or variance(entry.r_proposed, entry.r_status_quo, entry.r_between, n)
  return entry
end

-- One draw: Steiger's test as it is.
local function one_draw(entry)
  local result = { r_status_quo = entry.r_status_quo, r_proposed = entry.r_proposed, r_between = entry.r_between,
    n = entry.n, difference = entry.r_proposed - entry.r_status_quo }
  result.favours = direction(result.difference)
  if entry.same then
    result.z, result.p_value = 0.0, 1.0
    return result
  end
  local function test(method)
    return inference.dependent_correlations(entry.r_proposed, entry.r_status_quo, entry.r_between, entry.n, { method = method })
  end
  local steiger, williams = test "steiger", test "williams"
  result.z, result.p_value = steiger.statistic, steiger.p_value
  result.williams_t, result.williams_p_value = williams.statistic, williams.p_value
  result.difference_low, result.difference_high = steiger.lower, steiger.upper
  return result
end

-- Several draws are imputations of votes nobody has seen: Rubin's rules.
local function many_draws(entries)
  local count, result = #entries, { n = entries[1].n }
  local function average(field)
    local values = {}
    for i, entry in ipairs(entries) do values[i] = entry[field] end
    return mean(values)
  end
  for _, field in ipairs { "r_status_quo", "r_proposed", "r_between" } do result[field] = average(field) end
  result.difference = result.r_proposed - result.r_status_quo
  local centre, within, between = average("difference_of_z"), average("variance"), 0.0
  for _, entry in ipairs(entries) do between = between + (entry.difference_of_z - centre) ^ 2 / (count - 1) end
  local added = (1 + 1 / count) * between
  local total = within + added
  result.favours, result.draws = direction(centre), count
  if total == 0 then
    result.z, result.p_value = 0.0, 1.0
    return result
  end
  result.z = centre / math.sqrt(total)
  result.share_of_variance_from_votes = added / total
  if added > 0 then
    result.degrees_of_freedom = (count - 1) * (total / added) ^ 2
    result.p_value = inference.t_p_value(result.z, result.degrees_of_freedom)
  else
    result.p_value = inference.normal_p_value(result.z)
  end
  return result
end

local function fisher_z(draws)
  local entries, n = {}, 0
  for _, draw in ipairs(draws) do
    local entry = correlations(draw)
    n = math.max(n, entry.n)
    if entry.difference_of_z then entries[#entries + 1] = entry end
  end
  if #entries == 0 then return { z = 0 / 0, p_value = 1.0, n = n, favours = "neither" } end
  return #entries == 1 and one_draw(entries[1]) or many_draws(entries)
end

-- ---- the family --------------------------------------------------------------------------------------------

--- The five tests by name.  draws: a sequence of { sq =, opt = }, at least one; options: weights, seed,
--- permutations (drawn where 2^n patterns are too many).
function paired.tests(draws, options)
  local tests, p = { mcnemar = mcnemar(draws, options), fisher_z = fisher_z(draws) }, {}
  for name, value in pairs(utilities(options.weights)) do
    tests[name] = sign_flip(differences_of(draws, value), options)
  end
  for i, name in ipairs(paired.names) do p[i] = tests[name].p_value end
  local adjusted = inference.holm(p)
  for i, name in ipairs(paired.names) do
    tests[name].p_value_holm = adjusted[i]
    tests[name].significant = adjusted[i] < ALPHA
  end
  return tests
end

--- The number each test is about, signed: above 0 the proposal does better.
function paired.effect(name, test)
  if name == "mcnemar" then return test.b - test.c end
  if name == "fisher_z" then return test.difference or 0.0 end
  return test.observed_diff
end

-- ---- what draws alone would have shown -----------------------------------------------------------------------

local function spread(values)
  local q = array.quantile(array.new(values), { 0.05, 0.5, 0.95 })
  return { low = q[1], median = q[2], high = q[3] }
end

--- What each draw alone would have shown, test by test: effect and p_value with their 5%, median and 95%, the share
--- of draws that favour the status quo, the share with p below 0.05; nil for one draw.
function paired.over_draws(draws, options)
  if #draws == 1 then return nil end
  options = { seed = options.seed, weights = options.weights, permutations = 10000 }
  local effects, p = {}, {}
  for _, name in ipairs(paired.names) do effects[name], p[name] = {}, {} end
  for d, draw in ipairs(draws) do
    local tests = paired.tests({ draw }, options)
    for _, name in ipairs(paired.names) do
      effects[name][d], p[name][d] = paired.effect(name, tests[name]), tests[name].p_value
    end
  end
  local result = { draws = #draws }
  for _, name in ipairs(paired.names) do
    local entry, below, significant = { effect = spread(effects[name]), p_value = spread(p[name]) }, 0, 0
    for d = 1, #draws do
      if effects[name][d] < 0 then below = below + 1 end
      if p[name][d] < 0.05 then significant = significant + 1 end
    end
    entry.share_favouring_status_quo, entry.share_below_0_05 = below / #draws, significant / #draws
    result[name] = entry
  end
  return result
end

--- Positions of `count` draws evenly spaced over `total`.
function paired.subsample(total, count)
  count = math.min(total, count)
  local list = {}
  for k = 1, count do list[k] = count == 1 and 1 or 1 + ((k - 1) * (total - 1) + (count - 1) // 2) // (count - 1) end
  return list
end

return paired
