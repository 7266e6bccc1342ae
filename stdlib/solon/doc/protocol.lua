return {
  module = "solon.protocol",
  summary = "Protocols: Lua files with a declared head that anyone can run, check and run again.",
  guide = [==[
Writing a protocol: a file NAME.lua that returns protocol { … }.

  return protocol {
    name = "count-words", version = "1.0.0", api = 1,          -- the name is that of the file
    title = "Words in a text", description = [[What it does, for --help.]],
    authors = { "You" }, license = "GPL-3.0-or-later", categories = { "example" },
    params = {                          -- types: number, integer, string, boolean, enum (with values = { … })
      longest = { type = "integer", min = 1, default = 20, doc = "Words beyond this length are not counted." },
    },                                  -- without a default a parameter is required, unless optional = true
    inputs = {                          -- formats: csv, json, jsonl, parquet, table (csv, parquet or jsonl by extension), text
      text = { format = "text", doc = "The text.", default = "sample.txt" },      -- default: a file in NAME/
    },
    outputs = {                         -- tolerance: relative, between classes of processor (absent: 0)
      ["words.csv"] = { format = "csv", columns = { words = "integer" }, doc = "One row.", tolerance = 1e-12 },
    },
    claims = { { id = "words", quantity = "words of the sample", stated = 120, source = "its title page" } },
    tests = { sample = { params = { longest = 20 }, golden = { ["words.csv"] = "sample.csv" } } },
    run = function(ctx)
      local count = 0
      for word in ctx.read_text("text"):gmatch("%a+") do
        if #word <= ctx.params.longest then count = count + 1 end
      end
      ctx.write("words.csv", "words\n" .. count .. "\n")
      ctx.claim("words", count)
      ctx.print("words:", count)
    end,
  }

The head is data: it is read where nothing but `protocol` exists.  In NAME/ beside the file lie its own modules
(require "NAME.part"), bundled inputs, fixtures and golden outputs.  An input with default_with = "other" has its
default only while the input `other` has its own.

What run receives:
  ctx.params, ctx.seed, ctx.jobs         values of the run; jobs (threads) must never change a result
  ctx.defaults                           the values that params have unless others are given
  ctx.inputs.NAME                        { path, sha256, bytes, bundled }; nil for an optional one not given
  ctx.read_frame(name [, options])       a frame, its columns checked; ctx.read_text(name), ctx.read_json(name)
  ctx.write(name, text)                  outputs by their declared names (a declared "{week}.csv" is any name with
                                         letters, digits, - and . there): also ctx.write_json(name, value),
                                         ctx.write_frame(name, frame), and ctx.output(name), a path to write to
  ctx.random(purpose [, index])          the stream of (seed, purpose, index); see solon.random
  ctx.once(key, compute)                 compute(), or its value from the journal if a killed run had it
  ctx.map { key =, module =, call =, tasks = [, shared =, text =] }
                                         module.call(task) for every task on all threads (module.setup(shared)
                                         first), finished ones from the journal; results in the order of tasks
  ctx.claim(id, computed [, reason])     judges a claim of the head; all are in claims.json and the summary
                                         (a table of more than 40 lines is in claims.txt instead);
                                         reason: words, or { impossible = words } where the stated value cannot be
  ctx.print(…)                           the summary: standard output and summary.txt
  ctx.progress(fraction, text)           a bar on a terminal, lines elsewhere
  ctx.log(format, …)                     log.txt and standard error
  ctx.read_file(path), ctx.write_file(path, text)    within permissions.read and permissions.write of the head
Values that ctx.once and ctx.map keep are plain data: booleans, numbers, strings, tables of these; an array comes
back as a table.

In a protocol there is no io, os, debug or package; math.random raises; pairs goes in the order of the keys; require
finds solon.* and the protocol's own folder.  This guards against accidents, not against a hostile author: Lua's string
functions can still run long.  --max-seconds and --max-memory bound a run.

  solon run FILE.lua | NAME [--PARAMETER VALUE …] [--out DIR] [--seed N] [--jobs N]; solon info, list, test, verify]==],
  functions = {
    {
      name = "names",
      signature = "protocol.names() -> table",
      summary = "Gives the names of the protocols inside Solon, sorted.",
      arguments = {},
      returns = { { "table", "a sequence of strings" } },
      example = [[
local found = false
for _, name in ipairs(protocol.names()) do found = found or name == "compare-groups" end
print(found)  --> true]],
    },
    {
      name = "load",
      signature = "protocol.load(name) -> protocol | nil, message, code",
      summary = "Finds a protocol and checks its head, without running any of its code: the head is read in a Lua universe "
        .. "of its own that holds nothing but the function `protocol`, under limits of instructions and memory.",
      arguments = { { "name", "string", "name of a protocol inside Solon, or path of a file (with a slash or .lua)" } },
      returns = {
        { "head", "table", "name, version, title, params, inputs, outputs, claims, tests and the other fields of the head" },
        { "source", "table", "name, path, text and hash (SHA-256 over the file and the Lua files in its folder)" },
      },
      notes = "Codes: unknown (no such protocol), bad_head (the message lists every missing, ill-typed and unknown field), io.",
      errors = { { [[protocol.load(1)]], "string expected, got number" } },
      example = [[
local p = protocol.load "compare-groups"
print(p.head.version, p.head.params.permutations.default)  --> 1.0.0	9999
local _, message = protocol.load "compare-group"
print(message)  --> no protocol 'compare-group'; `solon list` shows all; did you mean 'compare-groups'?]],
    },
    {
      name = "run",
      signature = "protocol.run(protocol [, options]) -> result | nil, message, code",
      summary = "Runs a protocol into a run directory: its outputs, summary.txt, claims.json and manifest.json appear "
        .. "together when the run has succeeded. A directory of the same run is resumed from its journal, one of another run refused.",
      arguments = {
        { "protocol", "string or protocol", "a name or path, or what protocol.load gave" },
        { "options.params", "table", "values by name of the parameter; the rest have their defaults" },
        { "options.inputs", "table", "paths by name of the input" },
        { "options.seed", "integer", "seed of every random stream", default = "the head's, else 1" },
        { "options.jobs", "integer", "threads; never changes a result", default = "all processors" },
        { "options.out", "string", "the run directory", default = "runs/DATE-NAME-HASH" },
        { "options.quiet", "boolean", "no progress and no log on standard error", default = false },
        { "options.print", "function", "takes each line of the summary", default = "writes it to standard output" },
      },
      returns = {
        { "directory", "string", "the run directory" },
        { "state", "string", "new, resume, or complete when the same run was there already" },
        { "manifest", "table", "what manifest.json holds" },
        { "claims", "table", "the records of the claims, or nil when the head has none" },
        { "summary", "table", "the lines the protocol printed" },
      },
      notes = "Codes: bad_argument (parameters or inputs), exists (the directory holds something else), io, bad_output, failed "
        .. "(the protocol raised; a fourth value is the traceback).",
      errors = {
        { [[protocol.run(1)]], "protocol or its name expected, got number" },
        { [[protocol.run("compare-groups", { jbos = 2 })]], "did you mean 'jobs'?" },
        { [[protocol.run("compare-groups", { seed = "x" })]], "option 'seed': number expected, got string" },
      },
      -- each run syncs a dozen files, which a sweep would repeat hundreds of times
      sweep = false,
      example = [[
local system = require "solon.native.system"
local place = assert(system.temporary_directory())
local cleanup <close> = system.cleanup(place)
local result = assert(protocol.run("compare-groups", { out = place .. "/run", quiet = true, print = print }))
print(result.state, result.manifest.outputs["comparison.csv"].rows)
--> first drug (n = 10) minus second drug (n = 10): difference -1.58, p = 0.0782 (two-sided, 9999 permutations)
-->
--> verdict                stated       computed  quantity
--> agrees                  -1.58          -1.58  difference of the means of the bundled table
--> agrees               0.081448         0.0782  exact two-sided p value of the bundled table
--> new	1]],
    },
    {
      name = "verify",
      signature = "protocol.verify(directory [, options]) -> result | nil, message, code",
      summary = "Runs a finished run again in a temporary directory and compares every output: byte by byte on the same class "
        .. "of processor, within the tolerance each output declares on another.",
      arguments = {
        { "directory", "string", "a run directory" },
        { "options.inputs", "table", "where inputs lie now, by name, if they moved" },
        { "options.jobs", "integer", "threads", default = "all processors" },
        { "options.quiet", "boolean", "no progress on standard error", default = false },
      },
      returns = {
        { "passed", "boolean", "whether every output is the same, or within its tolerance" },
        { "outputs", "table", "a sequence of { name, verdict, detail }; verdicts: same, within tolerance, differs, altered, missing" },
        { "same_class", "boolean", "whether the run was made on this class of processor" },
        { "cpu_class", "string", "the class of processor the run was made on" },
      },
      notes = "Codes: absent, bad_syntax, incomplete (no finished run there), changed (the protocol or an input has changed), io.",
      errors = { { [[protocol.verify(1)]], "string expected, got number" }, { [[protocol.verify("x", { job = 1 })]], "did you mean 'jobs'?" } },
      sweep = false,
      example = [[
local system = require "solon.native.system"
local place = assert(system.temporary_directory())
local cleanup <close> = system.cleanup(place)
assert(protocol.run("compare-groups", { params = { permutations = 99 }, out = place .. "/run", quiet = true, print = function() end }))
local result = assert(protocol.verify(place .. "/run", { quiet = true }))
print(result.passed, result.outputs[2].name, result.outputs[2].verdict)  --> true	comparison.csv	same
local _, message = protocol.verify "/nowhere"
print(message)  --> '/nowhere' has no manifest.json]],
    },
    {
      name = "test",
      signature = "protocol.test(protocol, counter) -> true | nil, message, code",
      summary = "Runs the tests in a protocol's head: each with one worker and with two, which must give the same bytes, and "
        .. "compares the outputs with the golden files in the protocol's folder.",
      arguments = {
        { "protocol", "string or protocol", "a name or path, or what protocol.load gave" },
        { "counter", "test", "of solon.tap" },
      },
      returns = { { "boolean", "true when the tests ran, passed or not" } },
      errors = { { [[protocol.test("compare-groups")]], "counter of solon.tap expected, got nil" } },
      sweep = false,
      example = [[
local counter = require("solon.tap").new { output = function() end }
print(protocol.test("compare-groups", counter), counter.failures)  --> true	0]],
    },
    {
      name = "claim",
      signature = "protocol.claim(claim [, computed [, reason]]) -> record",
      summary = "Judges what a text states by what was computed.",
      arguments = {
        { "claim", "table", "stated (number, string or boolean); also id, quantity, source; tolerance (absolute, default 0); "
          .. "possible = {low, high}, the range of the quantity" },
        { "computed", "any", "the computed value; nil, NaN and infinite: not computable" },
        { "reason", "string or table", "why it could not be computed, or a remark; { impossible = why no data could give what is stated }" },
      },
      returns = {
        { "verdict", "string", "agrees, differs, impossible (stated outside the range of the quantity, or shown to be so by the reason) or not_computable" },
        { "difference", "number", "computed - stated, where both are numbers" },
        { "stated, computed, reason, id, quantity, source", "any", "as given" },
      },
      errors = { { [[protocol.claim(1)]], "table with field 'stated' expected, got number" }, { [[protocol.claim({})]], "field 'stated' is missing" } },
      example = [[
print(protocol.claim({ stated = 0.82, tolerance = 0.005 }, 0.8202).verdict)  --> agrees
print(protocol.claim({ stated = 1.35, possible = { 0, 1 } }, 0.9).verdict)   --> impossible
print(protocol.claim({ stated = 3 }, nil, "no data").reason)                 --> no data
print(protocol.claim({ stated = 2.5 }, 2, { impossible = "a count is whole" }).verdict)  --> impossible]],
    },
  },
}
