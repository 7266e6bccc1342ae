-- calibration.lua - claims of the source text's section 7: epsilon from a hindcast, mu from experts.

local calibrate = require "solon.governance.calibrate"
local parameters = require "solon.governance.parameters"
local point = require "solon.governance.claims.point"
local simulate = require "solon.governance.calibrate.simulate"

local calibration = {}

-- The share of simulated hindcasts of 208 weeks whose grid search picks 0.35, the epsilon they were made with.
local function share_found(count, persistence)
  local found = 0
  for i = 1, count do
    local data = simulate.hindcast { weeks = 208, epsilon = 0.35, error = 8.5, persistence = persistence, seed = i }
    if calibrate.grid(data).epsilon == 0.35 then found = found + 1 end
  end
  return found / count
end

--- Computes them; claim as ctx.claim of a protocol.
function calibration.compute(claim)
  claim("registry-parameters", #parameters.names, "the weights of the composite trust, 0.6 and 0.4, are not in it")
  local unpublished = "its 208 observations are not published"
  claim("epsilon-best", nil, unpublished)
  claim("epsilon-best-mae", nil, unpublished)
  local independent, persistent = share_found(200, 0), share_found(200, 0.9)
  claim("epsilon-grid-identifies", independent >= 0.9 and persistent >= 0.9, string.format(
    "%.0f %% of 200 simulated hindcasts with independent errors, %.0f %% where each error keeps 0.9 of the last",
    100 * independent, 100 * persistent))
  claim("hindcast-observations", 52 * 4)
  claim("hindcast-weeks", 52 * (2024 - 2020 + 1), "2020-2024 are five years")
  claim("hindcast-target", nil, "about data, no number; the text defines the index by its formula alone")
  claim("mu-consensus", (0.05 + 0.15) / 2)
  claim("mu-basel-precedent", 0.0010 / 0.10)
  claim("mu-20pp-drop", 100 * (1 - point.at(1, 1, 1, 20).volatility / point.at(1, 1, 1, 0).volatility),
    "33 % is what is left of it; a drop of 33 % as sigma rises by 20 needs a sigma of 30.6 before")
end

return calibration
