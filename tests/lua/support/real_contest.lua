-- real_contest.lua - the published contest and votes A as columns for voting.seasons; nil where
-- ../shared/data/dwts is absent.  A reader of its own: tests of the replay should not rest on the loader.

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

-- One entry per contestant, one per contestant-week with a positive total.
local function columns()
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

return columns()
