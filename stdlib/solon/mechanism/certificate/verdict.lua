-- verdict.lua - answers with three values, and how an estimate with a standard error earns one.
--
--   satisfied       the one-sided limit of the estimate lies within tolerance
--   violated        it lies beyond tolerance even at the other limit, where that limit is the wider the more questions
--                   of the kind are asked, so that one false alarm among them all is as rare as a single one
--   no information  neither
--
-- So a wrong "satisfied" and a wrong "violated" are each as rare as 1 - confidence, however noisy the estimate: noise
-- makes answers fewer, not worse.  (A rule that passes an estimate below tolerance plus two errors passes everything
-- once the noise is large.)

local verdict = {}

local SATISFIED, VIOLATED, UNKNOWN = "satisfied", "violated", "no information"
verdict.SATISFIED, verdict.VIOLATED, verdict.UNKNOWN = SATISFIED, VIOLATED, UNKNOWN

--- Whether a quantity that should be at most `limit` is.  sure, suspicious: standard errors that "satisfied" and
--- "violated" take.
function verdict.at_most(estimate, se, limit, sure, suspicious)
  if se > 0 and estimate - suspicious * se > limit or se == 0 and estimate > limit then return VIOLATED end
  return estimate + (se > 0 and sure * se or 0.0) <= limit and SATISFIED or UNKNOWN
end

--- The worst of two answers.
function verdict.both(a, b)
  if a == VIOLATED or b == VIOLATED then return VIOLATED end
  return (a == UNKNOWN or b == UNKNOWN) and UNKNOWN or SATISFIED
end

return verdict
