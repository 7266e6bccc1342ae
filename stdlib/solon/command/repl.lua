-- repl.lua - `solon repl`, and `solon` alone at a terminal.

return function(arguments)
  if arguments[1] == "--help" then
    print("usage: solon repl\nStarts the session, also when standard input is not a terminal; `solon help session` describes it.")
    return 0
  end
  if #arguments > 0 then
    io.stderr:write("solon repl: takes no arguments, got '", arguments[1], "'\n")
    return 2
  end
  return require("solon.repl").main()
end
