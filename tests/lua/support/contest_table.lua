-- contest_table.lua - small contest tables in the published wide format, for tests.
--
--   contest_table.write(path, { weeks = 3, judges = 4, rows = {
--     { "Ann", "1st Place", 1, "777", "888", "999" },     -- name, results, placement, one cell per week:
--   } })                                                  -- a digit per judge, "0" out, "-" no such judge;
--                                                         -- or a list of tokens { "7.5", "8", "N/A" }
-- Fields beside these come from row.season, row.partner, row.industry.

local contest_table = {}

local function quoted(s)
  s = tostring(s)
  if s:find('[",]') then return '"' .. s:gsub('"', '""') .. '"' end
  return s
end

local function tokens(cell, judges)
  local out = {}
  if type(cell) == "table" then
    for j = 1, judges do out[j] = cell[j] or "N/A" end
  else
    for j = 1, judges do
      local c = (cell or ""):sub(j, j)
      out[j] = (c == "" or c == "-") and "N/A" or c
    end
  end
  return out
end

function contest_table.text(spec)
  local judges, eol = spec.judges or 4, spec.crlf and "\r\n" or "\n"
  local header = { "celebrity_name", "ballroom_partner", "celebrity_industry", "celebrity_homestate",
    "celebrity_homecountry/region", "celebrity_age_during_season", "season", "results", "placement" }
  for week = 1, spec.weeks do
    for judge = 1, judges do header[#header + 1] = string.format("week%d_judge%d_score", week, judge) end
  end
  local lines = { table.concat(header, ",") }
  for _, row in ipairs(spec.rows) do
    local cells = { row[1], row.partner or "Pat Partner", row.industry or "Athlete", "", "United States", row.age or 30,
      row.season or 1, row[2], row[3] }
    for week = 1, spec.weeks do
      for _, token in ipairs(tokens(row[3 + week], judges)) do cells[#cells + 1] = token end
    end
    for i, cell in ipairs(cells) do cells[i] = quoted(cell) end
    lines[#lines + 1] = table.concat(cells, ",")
  end
  return (spec.bom and "\u{FEFF}" or "") .. table.concat(lines, eol) .. (spec.no_final_newline and "" or eol)
end

function contest_table.write(path, spec)
  local file = assert(io.open(path, "wb"))
  file:write(type(spec) == "string" and spec or contest_table.text(spec))
  file:close()
  return path
end

--- Votes for every contestant-week: rows of { season, week, name, share }.
function contest_table.votes_text(rows, column)
  local lines = { "contestant_id,celebrity_name,season,week," .. (column or "f_mean") }
  for i, row in ipairs(rows) do
    lines[#lines + 1] = string.format("%d,%s,%s,%s,%s", i, quoted(row[3]), row[1], row[2], row[4])
  end
  return table.concat(lines, "\n") .. "\n"
end

--- A name for a temporary file that does not exist; the caller removes it.
function contest_table.temporary()
  local path = os.tmpname()
  return path
end

return contest_table
