-- draws.lua - draws of the votes as a table: one row per draw and contestant-week, in Parquet.
--
-- Columns chain, draw (of the chain, from 1), season, week, celebrity_name, share.  Rows go draw by draw, within a
-- draw in the order of replay.columns (seasons, contestants, weeks); readers do not rely on it.

local array = require "solon.array"
local frame = require "solon.frame"
local problem = require "solon.mechanism.data.problem"

local draws = {}

-- Positions 1 … n as often as asked; or each of 1 … n so often.
local function cycles(n, times)
  local positions, one = array.zeros(times, n), array.range(1, n)
  for k = 1, times do positions[k] = one end
  return positions:reshape(n * times)
end

local function repeats(n, times)
  local positions = array.zeros(n, times)
  for k = 1, n do positions[k] = array.full(k, times) end
  return positions:reshape(n * times)
end

--- The frame of draws.parquet.  shares: matrix of chains * count draws, chain by chain; summary: what each of its
--- columns is ({ season, week, celebrity_name }).
function draws.frame(shares, chains, summary)
  local total, columns = shares:shape()
  local count = total // chains
  local season, week, name, chain, draw = {}, {}, {}, {}, {}
  for r, row in ipairs(summary) do season[r], week[r], name[r] = row.season, row.week, row.celebrity_name end
  for k = 1, total do chain[k], draw[k] = (k - 1) // count + 1, (k - 1) % count + 1 end
  local each = repeats(total, columns)
  local function of_draw(values)
    return frame.new { { name = "x", values = values } }:take(each):column("x")
  end
  local cells = frame.new { { name = "season", values = season }, { name = "week", values = week },
    { name = "celebrity_name", values = name } }:take(cycles(columns, total))
  return cells:with_column("share", shares:reshape(total * columns))
    :with_column("chain", of_draw(chain), { type = "integer" }):with_column("draw", of_draw(draw), { type = "integer" })
    :select { "chain", "draw", "season", "week", "celebrity_name", "share" }
end

-- ---- reading -----------------------------------------------------------------------------------------------

local function quote(path) return "'" .. path:gsub("'", "''") .. "'" end

local function must(path, value, message)
  if value == nil then problem.raise({ path = path }, "%s", (message:gsub("%s+LINE %d+:.*", ""))) end
  return value
end

-- A query over the file.  The queries here are fixed, so what is wrong with one is wrong with the file.
local function query(path, ...)
  local done, value, message = pcall(frame.sql, ...)
  if done then return must(path, value, message) end
  local reason = tostring(value):match("%(([%w ]+ Error: .-)%s+LINE %d+:") or tostring(value)
  problem.raise({ path = path }, "not a table of draws in Parquet: %s", reason)
end

local NEEDED = { "chain", "draw", "season", "week", "celebrity_name", "share" }

-- Chain and draw of those to read, numbered, and how many draws the file holds.
local function choose(path, source, count)
  local head = query(path, "SELECT * FROM " .. source .. " LIMIT 0", { unordered = true })
  for _, name in ipairs(NEEDED) do
    if not head:has(name) then
      problem.raise({ path = path }, "no column '%s'; draws have %s", name, table.concat(NEEDED, ", "))
    end
  end
  local known = query(path, "SELECT DISTINCT chain, draw FROM " .. source .. " ORDER BY chain, draw")
  local total = known:rows()
  count = math.min(total, count)
  if total == 0 then problem.raise({ path = path }, "holds no draws") end
  local positions = {}
  for k = 1, count do positions[k] = (2 * k - 1) * total // (2 * count) + 1 end
  local chosen = known:take(positions)
  return chosen:with_column("k", array.range(1, count), { type = "integer" }), total
end

-- season, week and name of every contestant-week, and its number.
local function contest_cells(contest)
  local season, week, name, number = {}, {}, {}, {}
  for _, one in ipairs(contest.seasons) do
    for _, person in ipairs(one.contestants) do
      for w = 1, person.last_week do
        local n = #season + 1
        season[n], week[n], name[n], number[n] = one.season, w, person.name, n
      end
    end
  end
  return frame.new { { name = "season", values = season }, { name = "week", values = week },
    { name = "celebrity_name", values = name }, { name = "cell", values = number } }, season, week, name
end

-- Names what is missing or doubled in the rows of one draw.
local function check_rows(path, rows, cell, count, columns, season, week, name)
  for k = 1, count do
    for c = 1, columns do
      local at = (k - 1) * columns + c
      if at > rows or cell[at] ~= c then
        local doubled = at <= rows and at > 1 and cell[at] == cell[at - 1]
        local r = doubled and math.tointeger(cell[at]) or c
        problem.raise({ path = path }, "draw %d of those read: season %d week %d %s %s", k, season[r], week[r], name[r],
          doubled and "stands twice" or "has no share")
      end
    end
  end
end

-- Every share positive, every week of every draw with sum 1.
local function check_shares(path, matrix, season, week, name)
  local count, columns = matrix:shape()
  local sums = {}
  for c = 1, columns do
    local column = matrix:column(c):copy()
    if not (array.min(column) > 0 and array.max(column) <= 1) then
      problem.raise({ path = path }, "season %d week %d %s: shares in (0, 1] expected, got %s … %s", season[c], week[c], name[c],
        array.min(column), array.max(column))
    end
    local key = season[c] << 20 | week[c]
    sums[key] = sums[key] and sums[key] + column or column
  end
  for c = 1, columns do
    local key = season[c] << 20 | week[c]
    local sum = sums[key]
    if sum and not (array.max(sum) < 1 + 1e-9 and array.min(sum) > 1 - 1e-9) then
      problem.raise({ path = path }, "shares of season %d week %d sum to %s … %s over the draws, not to 1", season[c], week[c],
        array.min(sum), array.max(sum))
    end
    sums[key] = nil
  end
  return count
end

--- Reads `count` draws (all if the file has fewer), evenly spaced over chains and draws: a matrix with a row a
--- draw and a column a contestant-week of the contest, and how many draws the file holds.  Rows of seasons that are
--- not in the contest are ignored.  Raises problems.
function draws.read(path, contest, count)
  local source = "read_parquet(" .. quote(path) .. ")"
  local chosen, total = choose(path, source, count)
  local cells, season, week, name = contest_cells(contest)
  local found = query(path, "SELECT chosen.k AS k, cells.cell AS cell, d.share AS share FROM " .. source .. [[ d
    JOIN chosen ON d.chain = chosen.chain AND d.draw = chosen.draw
    JOIN cells ON d.season = cells.season AND d.week = cells.week AND d.celebrity_name = cells.celebrity_name
    ORDER BY k, cell]], { tables = { chosen = chosen, cells = cells } })
  local rows, cell = found:rows(), found:column("cell")
  count = chosen:rows()
  check_rows(path, rows, cell, count, #season, season, week, name)
  if rows ~= count * #season then problem.raise({ path = path }, "%d shares too many", rows - count * #season) end
  local matrix = found:column("share"):reshape(count, #season)
  check_shares(path, matrix, season, week, name)
  return matrix, total
end

return draws
