return {
  module = "solon.farm",
  summary = "Tasks on a fixed number of threads, with results that never depend on their number.",
  functions = {
    {
      name = "map",
      signature = "farm.map{module =, call =, tasks = [, jobs =, shared =, progress =, on_result =]} -> results",
      summary = "Calls module.call(task, index) for every task on worker threads and gives the results in task order. "
        .. "Each thread has a Lua universe of its own, in which it requires the module once and, if shared is given, calls "
        .. "module.setup(shared). Tasks, shared and results are copied: nil, booleans, numbers, strings, arrays, result records, "
        .. "frames, JSON lists, ordered objects and null, and tables without a metatable. A call must depend on nothing but its task and shared. When a task raises, no further "
        .. "one begins, and farm.map raises the error of the failed task with the smallest index.",
      arguments = {
        { "options.module", "string", "the module, as require finds it" },
        { "options.call", "string", "name of its function" },
        { "options.tasks", "table", "a sequence, one value for each task" },
        { "options.jobs", "integer", "threads, 1 to 256", default = "farm.cores()" },
        { "options.shared", "any", "given to module.setup in every universe" },
        { "options.progress", "function", "called with the number of tasks done and of all tasks" },
        { "options.on_result", "function", "called with index and result, in task order, as soon as that order allows" },
      },
      returns = { { "table", "results[i] is what the call gave for tasks[i]" } },
      errors = {
        { [[farm.map(1)]], "table of options expected, got number" },
        { [[farm.map{module = "math", call = "sqrt", task = {}}]], "did you mean 'tasks'?" },
        { [[farm.map{module = "math", call = "sqrt", tasks = {print}}]], "tasks[1]: a function cannot be sent" },
        { [[farm.map{module = "math", call = "sqrt", tasks = {1, "x"}}]], "task 2: bad argument #1" },
        { [[farm.map{module = "math", call = "squirt", tasks = {1}}]], "module 'math' has no function 'squirt'" },
      },
      example = [[
local roots = farm.map { module = "math", call = "sqrt", tasks = { 1, 4, 9 }, jobs = 2 }
print(roots[1], roots[2], roots[3])  --> 1.0	2.0	3.0]],
    },
    {
      name = "cores",
      signature = "farm.cores() -> integer",
      summary = "Gives the number of processors this process may use (its affinity, not the machine's size).",
      arguments = {},
      returns = { { "integer", "at least 1" } },
      example = [[print(farm.cores() >= 1)  --> true]],
    },
  },
}
