-- darwin.lua - Darwin's maize: fifteen pairs of plants, one crossed, one self-fertilised, heights in
-- eighths of an inch.  Did crossing help?  Four tests of the same question, side by side.
-- Data: Darwin (1876), as differences in Fisher, The Design of Experiments (1935), section 17.

local array = require "solon.array"
local inference = require "solon.inference"

local differences = array.new { 49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48 }

print("mean difference", differences:mean())
print(inference.sign_flip_test(differences))
print("one-sided", inference.sign_flip_test(differences, { alternative = "greater" }).p_value)
