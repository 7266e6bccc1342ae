-- topics.lua - pages of documentation that belong to no module: the language, limits, the session.

return {
  {
    name = "language",
    summary = "What is Lua 5.4 here and what differs.",
    text = [[
Solon runs Lua 5.4 (https://www.lua.org/manual/5.4/). It differs in these points:

- tostring, print, io.write, file:write, string.format's %s and table.concat give a float with the
  fewest digits that read back as the same number: 0.1 + 0.2 prints 0.30000000000000004, 2^53
  prints 9007199254740992.0. Only the operator .. is inside Lua and keeps its 14 digits: write
  "x = " .. tostring(x) where digits matter.
- load, loadfile and dofile take text, never precompiled chunks.
- require looks in the standard library inside the program first, so nothing shadows it; then
  beside the running script (or in the working directory for -e, standard input and the session);
  then in $XDG_DATA_HOME/solon/lua, which is ~/.local/share/solon/lua unless set. LUA_PATH,
  LUA_CPATH and LUA_INIT have no effect, and C modules are not loaded.
- The locale of numbers stays "C": os.setlocale cannot change it.
- Errors raised by Solon are tables with the fields code, message, where and hint; tostring gives
  their text, so error handling by text goes on to work. Files and networks do not raise: such
  functions return nil, a message and a code.

The order of pairs changes from run to run: what is printed or written must come from a sorted
list. Random numbers come from solon.random, whose streams are named and repeatable.]],
  },
  {
    name = "limits",
    summary = "Ctrl-C, --max-seconds, --max-memory, and what they cannot do.",
    text = [[
Ctrl-C stops Lua code, Solon's kernels, the threads of solon.farm and DuckDB's queries. The script
ends with status 130 and a message that says where it was; a pcall in the script cannot hold it
up. In the session, Ctrl-C ends the input and the session goes on.

--max-seconds N does the same after N seconds of wall-clock time, with status 124; it ends a
session too.

--max-memory SIZE (bytes, or with K, M or G) bounds what Lua, Solon and DuckDB allocate together.
A script that meets the limit sees the error "not enough memory", which it may catch; uncaught it
ends the script with status 1.

Some functions do not look whether they should stop: Lua's own string functions (a pattern such as
("a*"):rep(30) .. "b" can run for years), single long operations inside DuckDB, finalizers,
os.execute while its child runs. A script that is inside one of these 50 ms after the request is
ended at once: files written by Solon are then still whole, since outputs are renamed into place,
but text that io.write has not passed on is lost. The session is never ended that way; there, a
second Ctrl-C half a second later ends the program.]],
  },
  {
    name = "session",
    summary = "The prompt: printing, variables, help, completion, history.",
    text = [[
solon alone at a terminal, or solon repl anywhere, reads an input, evaluates it and prints what it
gives. An input that is not complete goes on in the next line; a pasted block is one input.

  1 + 1             prints the value, which _ then names; a ; at the end keeps it quiet
  local x = 1       lives on: the next inputs see x, and closures keep the x they captured
  array.sum{1, 2}   documented modules need no require in the session (scripts do)
  ?array.sum        documentation; of a variable: what it is
  ??bootstrap       searches names, summaries and texts
  exit, Ctrl-D      leave

Tab completes variables, fields, methods, module names and the options inside a function's braces.
The history is kept in $XDG_STATE_HOME/solon/history (~/.local/state/solon/history). Without GNU
readline, or away from a terminal, lines are read as they come, and there is neither banner nor
prompt; then the exit status is 1 if an input failed. NO_COLOR switches colour off.]],
  },
}
