-- gaming.lua - is an input reported higher than its independent proxies say?
--
-- For each target a regression on its proxies is fitted over a baseline; in the weeks that follow an exponentially
-- weighted moving average (EWMA) of the standardised residuals raises an alarm above a limit (core/index/monitor.h).  The
-- limit is the quantile of the largest statistic of bootstrapped windows in which nothing happens, at the wanted
-- false-alarm rate; the rate it really has is measured on windows the limit has not seen, with its standard error.
--
-- None of it needs the synergy that the source text's gaming score is made of.  What an input's deviation is worth in index
-- points is source_gaps.lua's to say.

local arguments = require "solon.mechanism.arguments"
local array = require "solon.array"
local check = require "solon.frame.check"
local native = require "solon.native.governance"

local gaming = {}

--- Targets and their proxies, which are the source text's quality checks (section 13): loyalty against the sources of
--- T_synthetic, capacity against payroll, visibility against a third party, skepticism against a consensus of models.
--- Unless others are asked for, loyalty is always watched, the rest where the data have the proxy.
gaming.targets = {
  { target = "C", proxies = { "C_payroll" } },
  { target = "V", proxies = { "V_third_party" } },
  { target = "T_loyalty", proxies = { "Sentiment", "Search", "FX" } },
  { target = "Z_skepticism", proxies = { "Z_consensus" } },
}

gaming.option_names = { "targets", "window", "baseline", "lambda", "limit", "false_alarm", "two_sided", "block", "replicates",
  "seed" }

-- Fewest baseline weeks and window weeks that say anything.
gaming.least_baseline, gaming.least_window = 20, 8
local LEAST_BASELINE, LEAST_WINDOW = gaming.least_baseline, gaming.least_window

local function read_options(options, name)
  options = arguments.options(options, gaming.option_names, 2, name)
  local number, integer = arguments.readers(options, 2, name)
  return {
    targets = options.targets, window = integer("window", 26, 2, 10000),
    baseline = integer("baseline", nil, 2, 1000000), lambda = number("lambda", 0.25, 0.001, 1),
    limit = number("limit", nil, 0, 1e6), false_alarm = number("false_alarm", 0.05, 0.0001, 0.5),
    two_sided = options.two_sided == true, block = integer("block", nil, 1, 10000),
    replicates = integer("replicates", 20000, 100, 10000000), seed = integer("seed", 0, math.mininteger, math.maxinteger),
  }
end

-- Columns of the target and its proxies, or the reason why there are none.
local function columns_of(data, watch, first, last)
  if not data[watch.target] then return nil, "no column " .. watch.target end
  local present, missing = {}, {}
  for _, name in ipairs(watch.proxies) do table.insert(data[name] and present or missing, name) end
  if #present == 0 then return nil, "no proxy: " .. table.concat(missing, ", ") end
  local rows = last - first + 1
  local proxies = array.zeros(rows, #present)
  for j, name in ipairs(present) do proxies:column(j):assign(array.new(data[name])[{ first, last }]) end
  return array.new(data[watch.target])[{ first, last }]:copy(), proxies, present
end

-- Lengths of blocks tried: single weeks, half a window, a window.  Short blocks miss slow residuals, long ones of a short
-- baseline are few; the largest limit of the three is kept, for a false alarm costs an investigation.
local function block_lengths(given, window, used)
  if given then return { math.min(given, used) } end
  return { 1, math.max(1, math.min(window // 2, used // 2)), math.max(1, math.min(window, used // 2)) }
end

--- The limit for a false-alarm rate, and the blocks it comes from.  windows(block, first) gives largest statistics.
function gaming.limit(windows, false_alarm, given, window, used)
  local limit, blocks = -math.huge, block_lengths(given, window, used)
  for _, block in ipairs(blocks) do limit = math.max(limit, array.quantile(windows(block, 0), 1 - false_alarm)) end
  return limit, blocks
end

-- The limit, and the false-alarm rate measured on fresh windows: the largest over the blocks.
local function calibrate(follow, settings, used, result)
  local function windows(block, first)
    return follow { weight = settings.lambda, two_sided = settings.two_sided, block = block, seed = settings.seed,
      replicates = settings.replicates, first = first }.bootstrap
  end
  local limit, blocks = gaming.limit(windows, settings.false_alarm, settings.block, settings.window, used)
  result.limit, result.limit_from = settings.limit or limit, settings.limit and "given" or "bootstrap"
  local rate = 0.0
  for _, block in ipairs(blocks) do
    rate = math.max(rate, array.count(array.gt(windows(block, settings.replicates), result.limit)) / settings.replicates)
  end
  result.false_alarm, result.false_alarm_error = rate, math.sqrt(rate * (1 - rate) / settings.replicates)
  result.false_alarm_wanted = not settings.limit and settings.false_alarm or nil
  result.blocks, result.replicates = blocks, settings.replicates
end

local function not_testable(result, reason)
  result.verdict, result.reason = "not testable", reason
  return result
end

local function judge(result)
  if result.window_used < LEAST_WINDOW then
    return not_testable(result, string.format("only %d weeks of the window have data; %d are needed", result.window_used, LEAST_WINDOW))
  end
  result.alarms, result.first_alarm = 0, nil
  for i, value in ipairs(result.statistic:totable()) do
    if value > result.limit then
      result.alarms = result.alarms + 1
      result.first_alarm = result.first_alarm or result.weeks[i]
    end
  end
  result.verdict = result.alarms > 0 and "fail" or "pass"
  result.reason = string.format("largest statistic %.3f, limit %.3f", result.maximum, result.limit)
  return result
end

local function watch_target(data, watch, settings, last)
  local first_window = last - settings.window + 1
  local first = settings.baseline and math.max(1, first_window - settings.baseline) or 1
  local baseline = first_window - first
  local result = { target = watch.target, proxies = watch.proxies, weeks = {}, lambda = settings.lambda,
    two_sided = settings.two_sided, window = settings.window, baseline = math.max(baseline, 0) }
  if baseline < LEAST_BASELINE then
    return not_testable(result, string.format("only %d weeks before the window; %d are needed", math.max(baseline, 0), LEAST_BASELINE))
  end
  for i = first_window, last do result.weeks[#result.weeks + 1] = data.weeks and data.weeks[i] or i end
  local value, proxies, present = columns_of(data, watch, first, last)
  if not value then return not_testable(result, proxies) end
  result.proxies = present
  local function follow(options) return native.follow(value, proxies, baseline, options) end
  local found = follow { weight = settings.lambda, two_sided = settings.two_sided }
  result.baseline_used, result.window_used, result.rank = found.used, found.window_used, found.rank
  result.residual_sd, result.maximum, result.statistic, result.predicted = found.residual_sd, found.maximum, found.statistic, found.predicted
  result.residual = value[{ baseline + 1, #value }] - found.predicted
  if found.used < LEAST_BASELINE then
    return not_testable(result, string.format("only %d baseline weeks have data; %d are needed", found.used, LEAST_BASELINE))
  elseif found.status ~= "ok" then
    return not_testable(result, "the baseline's residuals are only rounding: their deviation says nothing")
  end
  if found.window_used > 0 then calibrate(follow, settings, found.used, result) end
  return judge(result)
end

local Detection = { __name = "gaming detection" }

function Detection:__tostring() return table.concat(self.lines, "\n") end

--- True for a detection made here.
function gaming.is(value) return getmetatable(value) == Detection end

local function percent(x) return string.format("%.2f %%", 100 * x) end

local function describe(one)
  local head = string.format("%s against %s: %s", one.target, table.concat(one.proxies, ", "), one.verdict)
  if not one.limit then return head .. " (" .. one.reason .. ")" end
  local alarm = one.first_alarm and string.format("; alarm first in %s", tostring(one.first_alarm)) or ""
  return string.format("%s (%s%s; false alarms %s +- %s in %d weeks without gaming)", head, one.reason, alarm,
    percent(one.false_alarm), percent(one.false_alarm_error), one.window_used)
end

--- The worst of verdicts: fail before not testable before pass; "not testable" of none.
function gaming.worst(verdicts)
  local seen = {}
  for _, verdict in ipairs(verdicts) do seen[verdict] = true end
  return seen.fail and "fail" or (seen["not testable"] or not seen.pass) and "not testable" or "pass"
end

local function check_targets(targets, name)
  arguments.type(targets, "table", 2, name)
  for _, watch in ipairs(targets) do
    if type(watch) ~= "table" or type(watch.target) ~= "string" or type(watch.proxies) ~= "table" or #watch.proxies == 0 then
      check.fail(2, name, "option 'targets': a list of { target = name, proxies = { names } } expected", 3)
    end
  end
end

-- For governance.report: standardised residuals and statistics against the limit.
local function charts_of(targets)
  local charts = {}
  for _, one in ipairs(targets) do
    if one.limit then
      charts[#charts + 1] = { name = string.format("%s against %s", one.target, table.concat(one.proxies, ", ")), weeks = one.weeks,
        ewma = one.statistic, residual = one.residual / one.residual_sd, high = one.limit, low = one.two_sided and -one.limit or nil,
        lambda = one.lambda, width = one.limit, false_alarm_rate = one.false_alarm, note = one.verdict }
    end
  end
  return charts
end

-- Loyalty, and what the data have a proxy of.
local function watched(data)
  local list = {}
  for _, watch in ipairs(gaming.targets) do
    local known = watch.target == "T_loyalty"
    for _, proxy in ipairs(watch.proxies) do known = known or data[proxy] ~= nil end
    if known then list[#list + 1] = watch end
  end
  return list
end

--- Watches the last weeks of weekly data.
function gaming.detect(data, options)
  local name = "detect_gaming"
  arguments.type(data, "table", 1, name)
  local settings = read_options(options, name)
  if settings.targets then check_targets(settings.targets, name) else settings.targets = watched(data) end
  if type(data.T_loyalty) == "nil" then check.fail(1, name, "weekly data expected, with columns C, V, T_loyalty and Z_skepticism", 2) end
  local result = setmetatable({ targets = {}, lines = {}, window = settings.window }, Detection)
  local verdicts, last = {}, data.count or #data.T_loyalty
  for i, watch in ipairs(settings.targets) do
    local one = watch_target(data, watch, settings, last)
    result.targets[i], verdicts[i], result.lines[i] = one, one.verdict, describe(one)
  end
  result.verdict = gaming.worst(verdicts)
  result.charts = charts_of(result.targets)
  return result
end

return gaming
