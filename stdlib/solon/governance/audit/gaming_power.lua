-- gaming_power.lua - how often gaming of a given size is found: simulated weeks, watched by gaming.lua's monitor and by
-- the source text's own audit.
--
-- A latent trust is an AR(1) around `level`; the survey and each proxy see it with independent normal errors.  In the
-- window the survey is reported `shift` too high.  The same weeks serve every shift, so that differences between shifts
-- are not noise.

local arguments = require "solon.mechanism.arguments"
local array = require "solon.array"
local gaming = require "solon.governance.audit.gaming"
local index = require "solon.index"
local native = require "solon.native.governance"
local parameters = require "solon.governance.parameters"
local random = require "solon.random"

local power = {}

local OPTIONS = { "shifts", "studies", "baseline", "window", "lambda", "limit", "false_alarm", "replicates", "seed", "level",
  "deviation", "persistence", "noise", "proxy_noise", "proxies", "two_sided", "parameters" }

local function read_options(options, name)
  options = arguments.options(options, OPTIONS, 1, name)
  local number, integer = arguments.readers(options, 1, name)
  return {
    shifts = arguments.type(options.shifts or { 0.0, 0.02, 0.05, 0.10 }, "table", 1, name),
    studies = integer("studies", 2000, 10, 1000000), baseline = integer("baseline", 78, 20, 100000),
    window = integer("window", 26, 2, 10000), lambda = number("lambda", 0.25, 0.001, 1),
    limit = number("limit", nil, 0, 1e6), false_alarm = number("false_alarm", 0.05, 0.0001, 0.5),
    replicates = integer("replicates", 999, 99, 1000000), seed = integer("seed", 0, math.mininteger, math.maxinteger),
    level = number("level", 0.6, 0.1, 0.9), deviation = number("deviation", 0.05, 0, 0.2),
    persistence = number("persistence", 0.9, 0, 0.999), noise = number("noise", 0.02, 1e-6, 0.2),
    proxy_noise = number("proxy_noise", 0.03, 1e-6, 0.5), proxies = integer("proxies", 3, 1, 20),
    two_sided = options.two_sided == true, parameters = parameters.from(options.parameters, 1, name),
  }
end

-- The latent trust of one study, its survey and its proxies.
local function draw(settings, study)
  local weeks = settings.baseline + settings.window
  local stream = random.stream(settings.seed, "gaming power", study)
  local step = settings.deviation * math.sqrt(1 - settings.persistence ^ 2)
  local innovations, latent, state = stream:normal(weeks), {}, settings.deviation * stream:normal()
  for t = 1, weeks do
    latent[t] = settings.level + state
    state = settings.persistence * state + step * innovations[t]
  end
  latent = array.new(latent)
  local proxies = array.zeros(weeks, settings.proxies)
  for j = 1, settings.proxies do proxies:column(j):assign(latent + stream:normal(weeks) * settings.proxy_noise) end
  return latent + stream:normal(weeks) * settings.noise, proxies
end

-- Whether the monitor raises an alarm at each shift.  The limit comes from the window as reported: it depends on the
-- baseline and on the proxies, not on the shift.
local function watch(settings, survey, proxies, study, shifted, found)
  local base = { weight = settings.lambda, two_sided = settings.two_sided }
  local limit = settings.limit or gaming.limit(function(block, first)
    return native.follow(survey, proxies, settings.baseline, { weight = settings.lambda, two_sided = settings.two_sided, block = block,
      seed = settings.seed, replicates = settings.replicates, first = study * settings.replicates + first }).bootstrap
  end, settings.false_alarm, nil, settings.window, settings.baseline)
  for k = 1, #settings.shifts do
    if native.follow(shifted[k], proxies, settings.baseline, base).maximum > limit then found[k] = found[k] + 1 end
  end
  return limit
end

local function shifted_surveys(settings, survey)
  local list = {}
  for k, shift in ipairs(settings.shifts) do
    list[k] = survey:copy()
    local window = list[k][{ settings.baseline + 1, #survey }]
    window:assign(array.clip(window + shift, 0, 1))
  end
  return list
end

-- Correlation and mean gap of two series, and the source text's verdict on them.
local function published_flags(index_series, resilience, scale)
  local a, b = index_series - index_series:mean(), resilience - resilience:mean()
  local correlation = array.dot(a, b) / math.sqrt(array.dot(a, a) * array.dot(b, b))
  local gap = (index_series - resilience):mean()
  local score = (index_series - resilience):max() / scale
  return { correlation = correlation, gap = gap, score = score, flagged = not (correlation > 0.85) or not (gap < 20) or score > 0.30 }
end

-- The source text's audit of the window: capacity and visibility at the level, skepticism too, sigma 0.
local function published(settings, shifted, flagged)
  local level = settings.level
  for k, survey in ipairs(shifted) do
    local made = index.evaluate { capacity = level, visibility = level, skepticism = level, sigma = 0.0,
      loyalty = survey[{ settings.baseline + 1, #survey }], parameters = settings.parameters, out = { "index", "resilience" } }
    if published_flags(made.index, made.resilience, settings.parameters.scale).flagged then flagged[k] = flagged[k] + 1 end
  end
end

local function rate(count, studies)
  local p = count / studies
  return p, math.sqrt(p * (1 - p) / studies)
end

--- Detection rates: { rows = { { shift, detected, detected_error, as_published, as_published_error } }, mean_limit, … }.
function power.run(options)
  local settings = read_options(options, "gaming_power")
  local found, flagged, limits = {}, {}, 0.0
  for k = 1, #settings.shifts do found[k], flagged[k] = 0, 0 end
  for study = 1, settings.studies do
    local survey, proxies = draw(settings, study)
    local shifted = shifted_surveys(settings, survey)
    limits = limits + watch(settings, survey, proxies, study, shifted, found)
    published(settings, shifted, flagged)
  end
  local result = { rows = {}, mean_limit = limits / settings.studies, limit_from = settings.limit and "given" or "bootstrap",
    studies = settings.studies, window = settings.window, baseline = settings.baseline, lines = {} }
  for k, shift in ipairs(settings.shifts) do
    local row = { shift = shift }
    row.detected, row.detected_error = rate(found[k], settings.studies)
    row.as_published, row.as_published_error = rate(flagged[k], settings.studies)
    result.rows[k] = row
    result.lines[k] = string.format("shift %+.3f: found %.1f %% +- %.1f, by the published audit %.1f %%", shift, 100 * row.detected,
      100 * row.detected_error, 100 * row.as_published)
  end
  return result
end

return power
