-- source.lua - what the session must know of a piece of source: its tokens, whether it is complete,
-- and how top-level locals become variables of the session.

local source = {}

local opens = { ["function"] = true, ["do"] = true, ["if"] = true, ["repeat"] = true }
local closes = { ["end"] = true, ["until"] = true }

-- The end of a long bracket that begins at `first`, or nil when none begins there.
local function long_bracket(code, first)
  local level = code:match("^%[(=*)%[", first)
  if not level then return nil end
  local _, last = code:find("]" .. level .. "]", first, true)
  return last or #code
end

local function string_end(code, first)
  local quote, position = code:sub(first, first), first + 1
  while position <= #code do
    local character = code:sub(position, position)
    if character == quote or character == "\n" then return position end
    position = position + (character == "\\" and 2 or 1)
  end
  return #code
end

local function comment_end(code, first)
  local last = long_bracket(code, first + 2)
  if last then return last end
  return (code:find("\n", first, true) or #code + 1) - 1
end

--- The tokens of a piece of code as { kind, text, first, last }, without blanks and comments; kinds
--- are "name" (keywords too), "number", "string" and "symbol".  Never fails: what is no token of Lua
--- comes as symbols.
function source.tokens(code)
  local tokens, position = {}, 1
  local function add(kind, last)
    tokens[#tokens + 1] = { kind = kind, text = code:sub(position, last), first = position, last = last }
    position = last + 1
  end
  while true do
    position = code:find("%S", position)
    if not position then return tokens end
    if code:find("^%-%-", position) then
      position = comment_end(code, position) + 1
    elseif code:find("^[%a_]", position) then
      add("name", select(2, code:find("^[%w_]+", position)))
    elseif code:find("^%.?%d", position) then
      local last = select(2, code:find("^0[xX][%x.]*[pP][+-]?%d+", position))
        or select(2, code:find("^0[xX][%x.]+", position))
        or select(2, code:find("^[%d.]+[eE][+-]?%d+", position)) or select(2, code:find("^[%d.]+", position))
      add("number", last)
    elseif code:find("^[\"']", position) then
      add("string", string_end(code, position))
    elseif long_bracket(code, position) then
      add("string", long_bracket(code, position))
    else
      add("symbol", position)
    end
  end
end

--- The positions in `tokens` of the word "local" outside every block.
local function top_level_locals(tokens)
  local depth, found = 0, {}
  for i, token in ipairs(tokens) do
    if token.kind == "name" then
      if opens[token.text] then depth = depth + 1 end
      if closes[token.text] then depth = depth - 1 end
      if token.text == "local" and depth == 0 then found[#found + 1] = i end
    end
  end
  return found
end

-- Reads the names after "local" at tokens[i]: the names, the ranges of their attributes, the index
-- of the token after them.  Nil where a to-be-closed variable stands: it needs its block.
local function names_after(tokens, i)
  local names, attributes = {}, {}
  repeat
    i = i + 1
    if not tokens[i] or tokens[i].kind ~= "name" then return nil end
    names[#names + 1] = tokens[i].text
    i = i + 1
    if tokens[i] and tokens[i].text == "<" then
      if tokens[i + 1].text == "close" then return nil end
      attributes[#attributes + 1] = { tokens[i].first, tokens[i + 2].last }
      i = i + 3
    end
  until not (tokens[i] and tokens[i].text == ",")
  return names, attributes, i
end

--- Rewrites the top-level `local` statements of valid code into assignments: the new code, with
--- every token on its old line, and the names declared, in order.
function source.session_variables(code)
  local tokens, edits, declared = source.tokens(code), {}, {}
  for _, i in ipairs(top_level_locals(tokens)) do
    local token = tokens[i]
    if tokens[i + 1] and tokens[i + 1].text == "function" then
      edits[#edits + 1] = { token.first, token.last, "     " }
      declared[#declared + 1] = tokens[i + 2].text
    else
      local names, attributes, after = names_after(tokens, i)
      if names then
        edits[#edits + 1] = { token.first, token.last, "     " }
        for _, range in ipairs(attributes) do edits[#edits + 1] = { range[1], range[2], "" } end
        if not (tokens[after] and tokens[after].text == "=") then
          local last = tokens[after - 1].last
          edits[#edits + 1] = { last + 1, last, " = nil" }
        end
        table.move(names, 1, #names, #declared + 1, declared)
      end
    end
  end
  table.sort(edits, function(a, b) return a[1] < b[1] end)
  local parts, position = {}, 1
  for _, edit in ipairs(edits) do
    parts[#parts + 1] = code:sub(position, edit[1] - 1)
    parts[#parts + 1] = edit[3]
    position = edit[2] + 1
  end
  parts[#parts + 1] = code:sub(position)
  return table.concat(parts), declared
end

--- The names used in a piece of code, as a set.
function source.names(code)
  local set = {}
  for _, token in ipairs(source.tokens(code)) do
    if token.kind == "name" then set[token.text] = true end
  end
  return set
end

--- Whether a syntax error only says that the code goes on.
function source.incomplete(message)
  return message:find("<eof>", -5, true) ~= nil
end

return source
