-- sensitivity.lua - solon.sensitivity: which inputs of a function its output depends on, and how sure that
-- is.  This is the list of public functions; each lies in the file of its subject.

local morris = require "solon.sensitivity.morris"
local shapley = require "solon.sensitivity.shapley"
local sobol = require "solon.sensitivity.sobol"
local steps = require "solon.sensitivity.steps"

return {
  sobol = sobol.run,
  morris = morris.run,
  one_way = steps.one_way,
  two_way = steps.two_way,
  shapley = shapley.run,
}
