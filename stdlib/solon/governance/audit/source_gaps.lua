-- source_gaps.lua - leave one source out: index points that a week owes to one source, S(x) - S(x with x_i replaced by what
-- the other sources say).  A gap has no threshold; it tells what believing a source is worth.
--
--   C, V, T_loyalty, Z_skepticism   replaced by the prediction of the input from its proxies, as gaming.lua estimates it on
--                                   the weeks before the window, within [0, 1]
--   Sentiment, Search, FX           where trust is T_synthetic of all three: the other two by their weights, scaled to 1
--
-- Both sides have the same volatility.  Where there is nothing to replace a source by - no proxy, no survey that week, a
-- capacity carried forward, one source that would remain - its week is not testable, and why is said.

local array = require "solon.array"
local data_module = require "solon.governance.data.series"
local gaming = require "solon.governance.audit.gaming"
local index = require "solon.index"
local missing = require "solon.governance.data.missing"
local run_module = require "solon.governance.weekly.run"

local source_gaps = {}

local NAN = 0 / 0

-- Input of the data, its field in what was used.
local INPUTS = { { "C", "capacity" }, { "V", "visibility" }, { "T_loyalty", "loyalty" }, { "Z_skepticism", "skepticism" } }

-- The index of the window with one field replaced.
local function index_of(used, first, last, field, values)
  local inputs = { sigma = used.sigma[{ first, last }], parameters = used.parameters, out = { "index" } }
  for _, input in ipairs(INPUTS) do inputs[input[2]] = used[input[2]][{ first, last }] end
  if field then inputs[field] = values end
  return index.evaluate(inputs).index
end

-- ---- inputs ---------------------------------------------------------------------------------------------

-- The proxies an input has unless others were given.
local function proxies_of(name)
  for _, watch in ipairs(gaming.targets) do
    if watch.target == name then return watch.proxies end
  end
end

-- Why an input has no gap at all, or nil and its target in the detection.
local function without_proxy(data, name, detection)
  for _, one in ipairs(detection.targets) do
    if one.target == name then
      if one.predicted and (one.baseline_used or 0) >= gaming.least_baseline then return nil, one end
      return one.reason
    end
  end
  for _, proxy in ipairs(proxies_of(name)) do
    if not data[proxy] then return "no proxy: the data have no column " .. proxy end
  end
  return "not among the targets"
end

-- Why week t has no value of its own, or nil.
local function carried(data, used, name, t)
  if name == "T_loyalty" and used.tier[t] > 0 then return "no survey" end
  local by_hand = name == "C" and data.C_override and data.C_override[t] or NAN
  if data[name][t] ~= data[name][t] and by_hand ~= by_hand then return name == "C" and "C carried forward" or "no " .. name end
end

-- The value that stands for input `name` in each week of the window, or why there is none.
local function input_values(data, used, name, target, first, last)
  local values, why = {}, {}
  for t = first, last do
    local k = t - first + 1
    local predicted = target.predicted[k]
    why[k] = carried(data, used, name, t) or predicted ~= predicted and "a proxy is missing" or nil
    values[k] = why[k] and NAN or math.min(math.max(predicted, 0), 1)
  end
  return values, why
end

-- ---- sources of T_synthetic ------------------------------------------------------------------------------

-- T_synthetic without one source, where all three are there; else why not.
local function without_source(data, used, name, t)
  local tier = used.tier[t]
  if tier == 0 then return nil, "the survey stands above it" end
  if tier > 2 then return nil, "no T_synthetic" end
  if tier == 2 then return nil, data[name][t] == data[name][t] and "one source would remain" or "no " .. name end
  local sum, weight = 0.0, 0.0
  for _, source in ipairs(missing.sources) do
    if source.name ~= name then sum, weight = sum + source.weight * data[source.name][t], weight + source.weight end
  end
  return sum / weight
end

local function source_values(data, used, name, first, last)
  local values, why = {}, {}
  for t = first, last do
    local value, reason = without_source(data, used, name, t)
    values[t - first + 1], why[t - first + 1] = value or NAN, reason
  end
  return values, why
end

-- ---- records --------------------------------------------------------------------------------------------

-- "3 of 26 weeks: no survey; 1: no sigma", in the order they appear.
local function told_reasons(why, count)
  local seen, order = {}, {}
  for k = 1, count do
    if why[k] then
      if not seen[why[k]] then order[#order + 1] = why[k] end
      seen[why[k]] = (seen[why[k]] or 0) + 1
    end
  end
  if #order == 0 then return nil end
  for i, reason in ipairs(order) do order[i] = string.format("%d of %d weeks: %s", seen[reason], count, reason) end
  return table.concat(order, "; ")
end

-- The gap of a source from the values that replace its field; why[k] says what a week lacks.
local function measure(record, used, field, values, why, first, last)
  local official = index_of(used, first, last)
  record.used, record.replaced = used[field][{ first, last }]:copy(), array.new(values)
  record.gap = official - index_of(used, first, last, field, record.replaced)
  record.tested, record.largest, record.largest_week, record.mean = 0, NAN, nil, NAN
  local sum = 0.0
  for k, gap in ipairs(record.gap) do
    if gap == gap then
      record.tested, sum = record.tested + 1, sum + gap
      if not (record.largest >= gap) then record.largest, record.largest_week = gap, record.weeks[k] end
    elseif not why[k] then
      local sigma = used.sigma[first + k - 1]
      why[k] = sigma ~= sigma and "no sigma" or "another input is missing"
    end
  end
  record.reason = told_reasons(why, last - first + 1)
  if record.tested > 0 then record.verdict, record.mean = "tested", sum / record.tested end
  return record
end

local function record_of(source, replaced_by, weeks)
  return { source = source, replaced_by = replaced_by, weeks = weeks, verdict = "not testable", tested = 0 }
end

local function input_record(data, used, detection, input, weeks, first, last)
  local name, field = input[1], input[2]
  local reason, target = without_proxy(data, name, detection)
  local record = record_of(name, target and target.proxies or proxies_of(name), weeks)
  if not target then
    record.reason = reason
    return record
  end
  local values, why = input_values(data, used, name, target, first, last)
  return measure(record, used, field, values, why, first, last)
end

local function source_record(data, used, name, weeks, first, last)
  local others = {}
  for _, source in ipairs(missing.sources) do
    if source.name ~= name then others[#others + 1] = source.name end
  end
  local record = record_of(name, others, weeks)
  if not data[name] then
    record.reason = "the data have no column " .. name
    return record
  end
  local values, why = source_values(data, used, name, first, last)
  return measure(record, used, "loyalty", values, why, first, last)
end

-- Per week the largest gap over the sources, and whose it is.
local function largest_by_week(records, weeks)
  local rows = {}
  for k, week in ipairs(weeks) do
    rows[k] = { week = week, gap = NAN }
    for _, one in ipairs(records) do
      local gap = one.gap and one.gap[k] or NAN
      if gap == gap and not (rows[k].gap >= gap) then rows[k].gap, rows[k].source = gap, one.source end
    end
  end
  return rows
end

local function describe(one)
  if one.verdict ~= "tested" then return string.format("%s: not testable (%s)", one.source, one.reason) end
  return string.format("%s replaced by %s: at most %.2f pp (%s), mean %.2f, in %d of %d weeks%s", one.source,
    table.concat(one.replaced_by, ", "), one.largest, one.largest_week, one.mean, one.tested, #one.weeks,
    one.reason and " (" .. one.reason .. ")" or "")
end

local Gaps = { __name = "gaps of sources" }

function Gaps:__tostring() return table.concat(self.lines, "\n") end

--- The gaps of the weeks a detection watched.  used: capacity, visibility, loyalty, skepticism, sigma, tier (arrays by week)
--- and parameters.
function source_gaps.of(data, used, detection)
  local last = data.count
  local first = math.max(1, last - detection.window + 1)
  local weeks, records, lines = {}, {}, {}
  for t = first, last do weeks[#weeks + 1] = data.weeks[t] end
  for _, input in ipairs(INPUTS) do records[#records + 1] = input_record(data, used, detection, input, weeks, first, last) end
  for _, source in ipairs(missing.sources) do records[#records + 1] = source_record(data, used, source.name, weeks, first, last) end
  for i, one in ipairs(records) do lines[i] = describe(one) end
  return setmetatable({ records = records, weeks = largest_by_week(records, weeks), lines = lines }, Gaps)
end

--- The gaps of a weekly run of the data.
function source_gaps.run(data, run, detection)
  local function refuse(position, wanted, got)
    error(string.format("bad argument #%d to 'source_gaps' (%s expected, got %s)", position, wanted, type(got)), 3)
  end
  if not data_module.is(data) then refuse(1, "weekly data", data) end
  if not run_module.is(run) then refuse(2, "weekly run", run) end
  if not gaming.is(detection) then refuse(3, "gaming detection", detection) end
  if run.count ~= data.count then
    error(string.format("bad argument #2 to 'source_gaps' (run of these %d weeks expected, got one of %d)", data.count, run.count), 2)
  end
  return source_gaps.of(data, run, detection)
end

return source_gaps
