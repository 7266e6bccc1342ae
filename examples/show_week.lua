-- show_week.lua - one week of a judged and voted contest under two rules: who leaves?
-- Made-up totals and shares of four dancers.

local voting = require "solon.voting"

local names = { "Jennie", "Helio", "Mel", "Marie" }
local judges = { 60, 57, 60, 51 }
local fans = { 0.06, 0.36, 0.30, 0.28 }

for _, rule in ipairs { "percent", "rank" } do
  local combined = voting.combine(judges, fans, { combine = rule })
  local cut = voting.cut(combined, 1, { ties = "fan", fan = fans })
  print(rule, combined, "leaves: " .. names[cut.out[1]])
end
