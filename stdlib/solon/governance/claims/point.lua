-- point.lua - the index at a point, as numbers, for the claims.

local index = require "solon.index"

local point = {}

--- All results at one point with loyalty = skepticism = trust; parameters as in index.evaluate.
function point.at(capacity, visibility, trust, sigma, parameters)
  local columns = index.evaluate { capacity = { capacity }, visibility = { visibility }, loyalty = { trust }, skepticism = { trust },
    sigma = { sigma or 0.0 }, parameters = parameters }
  return setmetatable({}, { __index = function(_, name) return columns[name][1] end })
end

--- The index there.
function point.index(...) return point.at(...).index end

--- The means of the source text's marginals: Beta(4, 2), Beta(3, 2), Beta(5, 3).
point.mean = { capacity = 4 / 6, visibility = 3 / 5, trust = 5 / 8 }

--- The index at those means.
function point.at_means(sigma, parameters)
  return point.index(point.mean.capacity, point.mean.visibility, point.mean.trust, sigma, parameters)
end

return point
