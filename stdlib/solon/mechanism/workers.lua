-- workers.lua - what runs the tasks of a search, an inference or a study outside a protocol.

local farm = require "solon.farm"

local workers = {}

--- As ctx.map of a protocol, on a farm of `jobs` workers without a journal.
function workers.map(jobs)
  return function(work)
    return farm.map { module = work.module, call = work.call, tasks = work.tasks, shared = work.shared, jobs = jobs }
  end
end

return workers
