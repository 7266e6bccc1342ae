-- voting_test.lua - replays against the published contest and against figures computed elsewhere.
require "solon.array"
local tap = require "solon.tap"
local voting = require "solon.voting"
local t = tap.new()

-- ---- the real contest, where it is at hand ---------------------------------------------------------

local folder = "../shared/data/dwts/"

-- Splits one line of CSV; doubled quotes inside quoted fields.
local function split(line)
  local fields, at = {}, 1
  while at <= #line + 1 do
    if line:sub(at, at) == '"' then
      local field, from = "", at + 1
      while true do
        local quote = line:find('"', from, true)
        field = field .. line:sub(from, quote - 1)
        if line:sub(quote + 1, quote + 1) ~= '"' then at = quote + 2 break end
        field, from = field .. '"', quote + 2
      end
      fields[#fields + 1] = field
    else
      local comma = line:find(",", at, true) or #line + 1
      fields[#fields + 1] = line:sub(at, comma - 1)
      at = comma + 1
    end
  end
  return fields
end

local function read(name)
  local file = io.open(folder .. name, "rb")
  if not file then return nil end
  local text = file:read("a"):gsub("^\xEF\xBB\xBF", ""):gsub("\r", ""):gsub("\xC2\xA0", " ")
  file:close()
  local rows, header = {}, nil
  for line in text:gmatch("[^\n]+") do
    local fields = split(line)
    if not header then header = fields else
      local row = {}
      for i, name_of in ipairs(header) do row[name_of] = fields[i] end
      row.celebrity_name = row.celebrity_name:match("^%s*(.-)%s*$")
      rows[#rows + 1] = row
    end
  end
  return rows
end

local function real_columns()
  local contest, votes = read("2026_MCM_Problem_C_Data.csv"), read("fan_votes_a.csv")
  if not contest or not votes then return nil end
  local share = {}
  for _, v in ipairs(votes) do share[v.season .. "|" .. v.week .. "|" .. v.celebrity_name] = tonumber(v.f_mean) end
  local c = { name = {}, season = {}, placement = {}, withdrew = {}, contestant = {}, week = {}, total = {}, judges = {}, share = {} }
  for i, row in ipairs(contest) do
    c.name[i], c.season[i], c.placement[i] = row.celebrity_name, tonumber(row.season), tonumber(row.placement)
    c.withdrew[i] = row.results == "Withdrew" and 1 or 0
    for week = 1, 11 do
      local total, judges = 0, 0
      for judge = 1, 4 do
        local score = tonumber(row["week" .. week .. "_judge" .. judge .. "_score"])
        if score then total, judges = total + score, judges + 1 end
      end
      if total > 0 then
        local r = #c.week + 1
        c.contestant[r], c.week[r], c.total[r], c.judges[r] = i, week, total, judges
        c.share[r] = share[row.season .. "|" .. week .. "|" .. row.celebrity_name]
      end
    end
  end
  return c
end

local columns = real_columns()
if columns then
  local seasons = voting.seasons(columns)
  local info = seasons:info()
  t:same({ info.contestants, info.seasons, info.season_weeks, info.contestant_weeks, info.elimination_weeks },
    { 421, 34, 335, 2777, 260 }, "real contest: size")
  t:same({ info.single, info.double, info.more, info.no_elimination, info.withdrawals }, { 228, 31, 1, 41, 10 },
    "real contest: kinds of weeks")
  t:equal(seasons:replay("historical", { mode = "static" }).reproduced, 256, "historical rules reproduce 256 of 260 weeks")
  t:equal(seasons:replay("comap", { mode = "static" }).reproduced, 250, "with the save 250")
  -- figures of the study that set the definitions, to the digits it prints
  local digits = "%.4f %.4f/%.4f/%.4f %d"
  local function summary(theta)
    local r = seasons:replay(theta)
    return digits:format(r.welfare, r.engagement, r.fairness, r.producer, math.tointeger(r.imputed))
  end
  t:equal(summary { 0.5, 0, 1.0, 0.15, 0 }, "0.6962 0.7964/0.5325/0.7264 101", "status quo of the source text")
  t:equal(summary { 0.35, 1, 0.85, 0.08, 1 }, "0.6327 0.8072/0.3491/0.6837 202", "optimum of the source text")
  t:equal(summary { 0.60, 0, 0.56, 0, 0 }, "0.7852 0.7608/0.6030/1.0000 80", "best lattice point")
  columns.snap = 0
  t:equal(voting.seasons(columns):replay("historical", { mode = "static" }).reproduced, 256, "the same with totals as read")
else
  t:skip("no ../shared/data/dwts", "the real contest")
end

t:done()
