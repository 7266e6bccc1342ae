return {
  module = "solon.protocol",
  summary = "Protocols: Lua files with a declared head that anyone can run, check and run again.",
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
        { "reason", "string", "why it could not be computed, or a remark" },
      },
      returns = {
        { "verdict", "string", "agrees, differs, impossible (stated outside the range of the quantity) or not_computable" },
        { "difference", "number", "computed - stated, where both are numbers" },
        { "stated, computed, reason, id, quantity, source", "any", "as given" },
      },
      errors = { { [[protocol.claim(1)]], "table with field 'stated' expected, got number" }, { [[protocol.claim({})]], "field 'stated' is missing" } },
      example = [[
print(protocol.claim({ stated = 0.82, tolerance = 0.005 }, 0.8202).verdict)  --> agrees
print(protocol.claim({ stated = 1.35, possible = { 0, 1 } }, 0.9).verdict)   --> impossible
print(protocol.claim({ stated = 3 }, nil, "no data").reason)                 --> no data]],
    },
  },
}
