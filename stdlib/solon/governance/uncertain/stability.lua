-- stability.lua - what becomes of an index that is divided by the deviation of its own past.
--
-- With B the index before volatility and clip, the published recursion S = min(scale, B / (1 + mu sd(last n S))) has the
-- fixed point S = B.  core/index/feedback.h shows when a disturbance grows: if and only if mu B exceeds a threshold that
-- depends on n alone.  Verdicts, from the safest:
--
--   contracts            mu min(B, scale) times the bound of the deviation is below 1: every past is forgotten
--   no growing solution  mu B is at most the threshold: a disturbance dies out, after it has grown `amplification`-fold, which
--                        near the threshold is a lot (566,000 at mu B = 4)
--   held by the clip     B > scale: the clip absorbs disturbances until sigma exceeds `release`
--   unstable             mu B is above the threshold: the smallest disturbance grows by `growth` a week
--
-- The same volatility taken from the core, which does not depend on S, cannot feed on itself: "feed-forward".

local arguments = require "solon.mechanism.arguments"
local array = require "solon.array"
local check = require "solon.frame.check"
local index = require "solon.index"
local native = require "solon.native.governance"
local parameters = require "solon.governance.parameters"
local random = require "solon.random"
local records = require "solon.frame.records"

local stability = {}

local CONTRACTS, QUIET, HELD, UNSTABLE = "contracts", "no growing solution", "held by the clip", "unstable"
stability.verdicts = { CONTRACTS, QUIET, HELD, UNSTABLE }

local NAN = 0 / 0

local function read_ddof(options, position, name)
  return arguments.integer(options.ddof == nil and 1 or options.ddof, 0, 1, position, name, "option 'ddof'")
end

local function limits_of(window, ddof)
  local threshold, growth = native.threshold(window, ddof)
  return { threshold = threshold, growth = growth, bound = native.deviation_bound(window, ddof), window = window, ddof = ddof }
end

--- The threshold of mu B for a window: { threshold, growth, bound, window, ddof }.
function stability.threshold(window, options)
  window = arguments.integer(window == nil and 24 or window, 2, 100000, 1, "feedback_threshold")
  options = arguments.options(options, { "ddof" }, 2, "feedback_threshold")
  return limits_of(window, read_ddof(options, 2, "feedback_threshold"))
end

-- Columns of the inputs by the names of solon.index.
local COLUMNS = { capacity = "C", visibility = "V", loyalty = "T_loyalty", skepticism = "Z_skepticism" }

--- The index before volatility and clip: of inputs { C, V, T_loyalty, Z_skepticism } or { core = B }, as an array.
function stability.core(inputs, values, position, name)
  if type(inputs) ~= "table" then
    check.fail(position, name, "table with core, or with C, V, T_loyalty and Z_skepticism, expected, got " .. type(inputs), 3)
  end
  local request = { sigma = 0.0, parameters = values, out = { "unclipped" } }
  if inputs.core ~= nil then
    return array.is_array(inputs.core) and inputs.core or array.new(type(inputs.core) == "table" and inputs.core or { inputs.core })
  end
  for long, short in pairs(COLUMNS) do
    if inputs[short] == nil then check.fail(position, name, "'" .. short .. "' is missing", 3) end
    request[long] = inputs[short]
  end
  local core = index.evaluate(request).unclipped
  return array.is_array(core) and core or array.new { core }
end

-- Weeks over which the growth of a disturbance that dies out is followed.
local TRANSIENT = 3000

-- Verdict, growth, release and amplification of one core.
local function judge(core, values, limits)
  local gain, scale = values.mu * core, values.scale
  if core ~= core then return "not testable", NAN, NAN, NAN end
  if values.mu * math.min(core, scale) * limits.bound < 1 then return CONTRACTS, NAN, NAN, 1.0 end
  if core > scale then return HELD, NAN, (core / scale - 1) / values.mu, NAN end
  if gain <= limits.threshold then
    return QUIET, NAN, NAN, math.max(1.0, native.amplification(gain, limits.window, limits.ddof, TRANSIENT))
  end
  return UNSTABLE, native.growth(gain, limits.window, limits.ddof), NAN, math.huge
end

local Stability = { __name = "stability" }

function Stability:__tostring() return table.concat(self.lines, "\n") end

local function describe(result)
  local parts = {}
  for _, verdict in ipairs(stability.verdicts) do
    local count = result.counts[verdict]
    if count > 0 then parts[#parts + 1] = string.format("%s %d", verdict, count) end
  end
  if result.counts["not testable"] > 0 then parts[#parts + 1] = "not testable " .. result.counts["not testable"] end
  local lines = {
    string.format("sigma from the published index feeds back: unstable where mu B > %.7f (window %d, ddof %d), %s", result.threshold, result.window,
      result.ddof, result.critical_core < math.huge and string.format("that is B > %.4g pp", result.critical_core) or "which mu = 0 never is"),
    string.format("weeks: %s", table.concat(parts, ", ")),
  }
  if result.last.core == result.last.core then
    local grows = ""
    if result.last.verdict == UNSTABLE then
      grows = string.format(": a disturbance grows %.3g-fold a week", result.last.growth)
    elseif result.last.verdict == QUIET then
      grows = string.format(": a disturbance dies out after growing %.3g-fold", result.last.amplification)
    end
    lines[3] = string.format("last week: B = %.4g pp, mu B = %.4g: %s%s", result.last.core, result.last.gain, result.last.verdict, grows)
  end
  return lines
end

--- The verdict for every week's core.
function stability.judge(inputs, options)
  options = arguments.options(options, { "parameters", "ddof" }, 2, "stability")
  local values = parameters.from(options.parameters, 2, "stability")
  local limits = limits_of(math.tointeger(values.sigma_window), read_ddof(options, 2, "stability"))
  local core = stability.core(inputs, values, 1, "stability")
  local result = setmetatable({ core = core, gain = core * values.mu, verdicts = {}, growth = {}, release = {}, amplification = {}, counts = {},
    critical_core = limits.threshold / values.mu, critical_mu = limits.threshold / values.scale,
    contracting_mu = 1 / (values.scale * limits.bound) }, Stability)
  for name, value in pairs(limits) do if name ~= "growth" then result[name] = value end end
  result.growth_at_threshold = limits.growth
  result.counts["not testable"] = 0
  for _, verdict in ipairs(stability.verdicts) do result.counts[verdict] = 0 end
  for i, value in ipairs(core:totable()) do
    local verdict, growth, release, amplification = judge(value, values, limits)
    result.verdicts[i], result.growth[i], result.release[i], result.amplification[i] = verdict, growth, release, amplification
    result.counts[verdict] = result.counts[verdict] + 1
  end
  for _, name in ipairs { "growth", "release", "amplification" } do result[name] = array.new(result[name]) end
  local n = #core
  result.last = { core = core[n], gain = result.gain[n], verdict = result.verdicts[n], growth = result.growth[n],
    amplification = result.amplification[n] }
  result.verdict = result.last.verdict
  result.lines = describe(result)
  return result
end

-- ---- simulation ---------------------------------------------------------------------------------

local SIMULATION = { "weeks", "disturbance", "past", "parameters", "ddof", "sigma_from", "settled_within" }

-- The past: given, or `start` throughout with a disturbance of the last value.
local function past_of(options, start, window, name)
  if options.past ~= nil then
    local past = array.new(options.past)
    if #past ~= window then check.fail(2, name, string.format("option 'past': %d values expected, got %d", window, #past), 3) end
    return past
  end
  local past = array.full(start, window)
  local disturbance = options.disturbance == nil and 0.0 or options.disturbance
  past[window] = start + arguments.number(disturbance, -1e6, 1e6, 2, name, "option 'disturbance'")
  return past
end

local function feed_back(core, options, values, ddof, name)
  local window, weeks = values.sigma_window, #core
  local past = past_of(options, math.min(core[1], values.scale), window, name)
  local path = native.feedback(past:reshape(window, 1), core:reshape(weeks, 1), weeks, values.mu, values.scale, ddof)
  return path:column(1)[{ window + 1, window + weeks }]:copy(), past
end

-- sigma from the core without synergy's headroom, B / (1 + epsilon), whose past is what was disturbed.
local function feed_forward(core, options, values, ddof, name)
  local own = core / (1 + values.epsilon)
  local past = past_of(options, own[1], values.sigma_window, name)
  local sigma = native.trailing_deviation(array.concatenate(past, own), #past, ddof)[{ #past + 1, #past + #core }]
  return array.clip(core / (sigma * values.mu + 1), 0, values.scale), past
end

-- The first week from which the index stays within `within` of where it belongs; nil when it never does.
local function settled(path, target, within)
  for week = #path, 1, -1 do
    if not (math.abs(path[week] - target[week]) <= within) then return week < #path and week + 1 or nil end
  end
  return 1
end

--- Runs the recursion on from a past: constant inputs for `weeks` weeks, or a column of inputs.
function stability.simulate(inputs, options)
  local name = "simulate_feedback"
  options = arguments.options(options, SIMULATION, 2, name)
  local values = parameters.from(options.parameters, 2, name)
  local ddof = read_ddof(options, 2, name)
  local from = arguments.choice(options.sigma_from or "published", { "published", "core" }, 2, name, "option 'sigma_from'")
  local within = arguments.number(options.settled_within or 1.0, 0, 1e6, 2, name, "option 'settled_within'")
  local core = stability.core(inputs, values, 1, name)
  if #core == 1 then
    core = array.full(core[1], arguments.integer(options.weeks or 60, 1, 10000000, 2, name, "option 'weeks'"))
  elseif options.weeks ~= nil then
    check.fail(2, name, "option 'weeks': only for constant inputs", 2)
  end
  local run = from == "core" and feed_forward or feed_back
  local path, past = run(core, options, values, ddof, name)
  local target = array.clip(core, 0, values.scale)
  local gaps = (path - target):abs()
  local lowest = path:argmin()
  return { index = path, core = core, past = past, sigma_from = from, minimum = path[lowest], minimum_week = lowest,
    final = path[#path], excursion = gaps:max(), settled_week = settled(path, target, within) }
end

-- ---- the population the source text draws from --------------------------------------------------

--- The share of a population of constant inputs whose index is unstable (above the threshold and not held by the clip): independent draws of capacity, visibility and
--- trust from the Beta marginals of the source text's appendix D.
function stability.population(options)
  local name = "stability_population"
  options = arguments.options(options, { "draws", "seed", "parameters", "ddof" }, 1, name)
  local values = parameters.from(options.parameters, 1, name)
  local draws = arguments.integer(options.draws or 100000, 1, 100000000, 1, name, "option 'draws'")
  local seed = arguments.integer(options.seed or 0, math.mininteger, math.maxinteger, 1, name, "option 'seed'")
  local limits = limits_of(math.tointeger(values.sigma_window), read_ddof(options, 1, name))
  local function beta(purpose, a, b) return random.stream(seed, "stability " .. purpose):beta(a, b, draws) end
  local trust = beta("trust", 5, 3)
  local core = stability.core({ C = beta("capacity", 4, 2), V = beta("visibility", 3, 2), T_loyalty = trust, Z_skepticism = trust },
    values, 1, name)
  local above = array.count(array.gt(core, limits.threshold / values.mu)) / draws
  local held = array.count(array.gt(core, math.max(values.scale, limits.threshold / values.mu))) / draws
  local share = above - held
  return { draws = draws, threshold = limits.threshold, critical_core = limits.threshold / values.mu, above_threshold = above,
    held_by_clip = held, unstable = share, unstable_error = math.sqrt(share * (1 - share) / draws), mean_core = core:mean() }
end

-- ---- a study ------------------------------------------------------------------------------------

-- The last core with a number, at which the recursion is run on.
local function last_core(core)
  for t = #core, 1, -1 do
    if core[t] == core[t] then return core[t] end
  end
end

local function simulated(result, core, options)
  local function path(from)
    return stability.simulate({ core = core }, { parameters = options.parameters, sigma_from = from, weeks = 60,
      disturbance = -(options.disturbance or 1e-9) })
  end
  local feed_back, feed_forward = path "published", path "core"
  result.paths = { { name = "sigma from the published index", values = feed_back.index },
    { name = "sigma from the core", values = feed_forward.index } }
  result.feed_back, result.feed_forward = feed_back, feed_forward
  result.paths_caption = string.format("The index with the inputs of the last week for ever (B = %.4g pp) after a disturbance of %g pp.",
    core, options.disturbance or 1e-9)
  result.lines[#result.lines + 1] = string.format(
    "simulated: constant inputs, %g pp of disturbance: %.1f falls to %.1f within 60 weeks; with sigma from the core at least %.1f",
    options.disturbance or 1e-9, math.min(core, options.parameters.scale), feed_back.minimum, feed_forward.minimum)
end

--- The verdicts of a series of cores with a simulation from its last: what stability.judge gives, and weeks, product,
--- paths, for governance.report.
function stability.study(weeks, core, options)
  options = arguments.options(options, { "parameters", "disturbance" }, 3, "stability_study")
  arguments.type(weeks, "table", 1, "stability_study")
  local values = parameters.from(options.parameters, 3, "stability_study")
  local disturbance = options.disturbance ~= nil
    and arguments.number(options.disturbance, 0, 1e6, 3, "stability_study", "option 'disturbance'") or nil
  local column = stability.core({ core = core }, values, 2, "stability_study")
  if #column ~= #weeks then
    check.fail(2, "stability_study", string.format("%d values expected, one a week, got %d", #weeks, #column), 2)
  end
  local result = stability.judge({ core = column }, { parameters = values })
  result.weeks, result.product = weeks, result.gain
  local last = last_core(column)
  if last then simulated(result, last, { parameters = values, disturbance = disturbance }) end
  return result
end

--- The weeks of a study as a frame of week, core, mu_core, verdict and growth, in the long one also amplification and release.
function stability.frame(study, long)
  local rows = {}
  for i, week in ipairs(study.weeks) do
    rows[i] = { week = week, core = study.core[i], mu_core = study.gain[i], verdict = study.verdicts[i], growth = study.growth[i],
      amplification = study.amplification[i], release = study.release[i] }
  end
  local columns = { { "week", "text" }, { "core", "number" }, { "mu_core", "number" }, { "verdict", "text" }, { "growth", "number" } }
  if long then table.move({ { "amplification", "number" }, { "release", "number" } }, 1, 2, #columns + 1, columns) end
  return records.frame(rows, columns, records.not_finite)
end

return stability
