-- sensitivity.lua - the protocol index-sensitivity: registry and parameters in, tables, claims and lines out.

local distributions = require "solon.governance.uncertain.distributions"
local records = require "solon.frame.records"
local registry = require "solon.governance.data.registry"
local sensitivity = require "solon.governance.uncertain.sensitivity"
local uncertainty = require "solon.governance.uncertain.uncertainty"

local run_sensitivity = {}

local TABLES = { "sobol", "shapley", "morris", "one_way", "two_way" }
local PARAMETERS = { "epsilon", "mu", "k", "theta" }

-- Columns as plain tables: arrays become sequences, what is only for the program is left out.
local function plain(value)
  if type(value) == "userdata" then return value:totable() end
  if type(value) ~= "table" then return value end
  local out = {}
  for key, part in pairs(value) do out[key] = plain(part) end
  return out
end

local function data_of(study)
  local out = { converged = study.converged, change = study.change, seed = study.seed, ranges = {}, base = {} }
  for _, input in ipairs(study.inputs) do out.ranges[input.name] = { input.low, input.high } end
  for _, pair in ipairs(study.base) do out.base[pair[1]] = pair[2] end
  for _, name in ipairs(TABLES) do out[name] = plain(study[name]) end
  return out
end

-- The parameter with the largest (sign 1) or smallest (sign -1) of some values by name.
local function extreme(values, sign)
  local best
  for _, name in ipairs(PARAMETERS) do
    if values[name] and (not best or sign * values[name] > sign * values[best]) then best = name end
  end
  return best
end

local function check_claims(ctx, study)
  local half, total = {}, {}
  for _, row in ipairs(study.one_way.rows) do half[row.name] = row.half_range end
  for i, name in ipairs(study.sobol.names) do total[name] = study.sobol.total and study.sobol.total[i] end
  ctx.claim("most-sensitive", extreme(half, 1))
  ctx.claim("least-sensitive", extreme(half, -1))
  if total.mu then ctx.claim("most-important", extreme(total, 1)) end
  for _, name in ipairs { "epsilon", "mu", "k" } do
    -- the table is about changes of 10 %
    if study.change == 0.1 and half[name] then ctx.claim(name .. "-half-range", half[name]) end
  end
  local near = study.two_way[3]
  for i, id in ipairs { "near-optimum-low", "near-optimum-middle", "near-optimum-high" } do ctx.claim(id, near.values:get(i, 3)) end
end

local QUANTILES = { "q05", "q25", "q50", "q75", "q95", "mean" }

-- The distribution of the index at the base point and for the source text's population, both readings of its sigma.
local function uncertainties(ctx, parameters)
  local p = ctx.params
  local function options(n_eff)
    return { n_eff = n_eff, nu = p.nu, rho = p.rho, rho_sigma = p.rho_sigma, draws = p.draws, seed = ctx.seed, parameters = parameters }
  end
  local measured = { capacity = p.capacity, visibility = p.visibility, loyalty = p.trust, skepticism = "loyalty", sigma = p.sigma }
  return {
    { "base point", uncertainty.run(measured, options(p.n_eff)) },
    { "population, sigma of rate 0.15", uncertainty.run(distributions.population { sigma_rate = 0.15 }, options()) },
    { "population, sigma of mean 0.15", uncertainty.run(distributions.population { sigma_scale = 0.15 }, options()) },
  }
end

local function uncertainty_frame(list)
  local columns, rows = { "case", "index" }, {}
  for _, name in ipairs(QUANTILES) do table.move({ name, name .. "_error" }, 1, 2, #columns + 1, columns) end
  for i, case in ipairs(list) do
    local row, found = { case = case[1] }, case[2]
    for k = 2, #columns do row[columns[k]] = found[columns[k]] end
    for level = 0, 3 do row["level" .. level] = found.probability[level] end
    rows[i] = row
  end
  return records.frame(rows, table.move({ "level0", "level1", "level2", "level3" }, 1, 4, #columns + 1, columns))
end

local function print_uncertainties(ctx, list)
  for _, case in ipairs(list) do
    ctx.print("")
    ctx.print("Uncertainty: " .. case[1])
    for _, line in ipairs(case[2].lines) do ctx.print("  " .. line) end
  end
end

function run_sensitivity.run(ctx)
  local p = ctx.params
  local wrong = distributions.no_correlation(p.rho, p.rho_sigma)
  if wrong then error(string.format("--rho %.6g, --rho-sigma %.6g: %s", p.rho, p.rho_sigma, wrong), 0) end
  local read, message = registry.load(ctx.inputs.registry.path)
  if not read then error(message, 0) end
  local fits, option, problem = sensitivity.interval { n = p.points, interval = p.interval, scramblings = p.scramblings, bootstrap = p.bootstrap }
  if not fits then error(string.format("--%s: %s", option, problem), 0) end
  local study = sensitivity.run {
    parameters = read, n = p.points, first = p.first, total = p.total, interval = p.interval, scramblings = p.scramblings,
    bootstrap = p.bootstrap, trajectories = p.trajectories, outer = p.outer,
    rho = p.rho, rho_sigma = p.rho_sigma, nu = p.nu, change = p.change, confidence = p.confidence, tolerance = p.tolerance, seed = ctx.seed,
    base = { C = p.capacity, V = p.visibility, T = p.trust, sigma = p.sigma }, threads = ctx.jobs,
  }
  for _, name in ipairs(TABLES) do ctx.write_frame(name .. ".csv", study:frame(name)) end
  ctx.write_json("sensitivity.json", data_of(study))
  check_claims(ctx, study)
  for _, line in ipairs(study.lines) do ctx.print(line) end
  local list = uncertainties(ctx, read)
  ctx.write_frame("uncertainty.csv", uncertainty_frame(list))
  print_uncertainties(ctx, list)
  return study
end

return run_sensitivity
