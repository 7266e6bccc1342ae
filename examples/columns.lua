-- columns.lua - whole columns at a time: views, masks, expressions.

local array = require "solon.array"

local x = array.linspace(0, 1, 11)
local y = array.eval("a * x + b / (1 + exp(-c * (x - 0.5)))", { a = 2, b = 3, c = 10, x = x })

print("y      ", y)
print("every other", y[{ 1, -1, 2 }])
print("above the mean", y:select(y:gt(y:mean())))
print("quartiles", y:quantile(0.25), y:quantile(0.5), y:quantile(0.75))

-- a matrix, and a least-squares line through the normal equations
local n = #x
local design = array.ones(n, 2)
design:column(2):assign(x)
local transposed = design:transpose()
print("line", (array.solve(transposed:matmul(design), transposed:matmul(y))))
