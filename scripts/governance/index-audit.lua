return protocol {
  name = "index-audit",
  version = "1.0.0",
  api = 1,
  title = "The quarterly audit of the governance index",
  description = [[
Audits what was published: four steps, each with the tolerances of the source text and with exact ones.

  1 parameters     --deployed against --registry, as numbers and as exact decimals; sealed hashes of the
                   files, where given
  2 reproduction   the index of the last 13 weeks from its inputs: with the sigma reported (0.5 pp), and
                   with sigma derived anew from the history (1e-9 pp)
  3 gaming         over 26 weeks correlation > 0.85, average gap < 20 pp, gaming score <= 0.30; and
                   loyalty monitored against Sentiment, Search and FX (below)
  4 volatility     sigma of the last week from the 24 weeks before (0.1 pp), and of all 13 (1e-9 pp)

Verdicts are pass, fail and not testable: too few weeks, a missing value, an index held by the clip, an undefined
correlation, or a threshold nothing can cross.  Not testable is never a pass.  For every threshold the report says whether
any inputs can cross it: the gaming score is at most epsilon / (1 + epsilon), 0.259, and never reaches 0.30.

Where all published values are rounded to d decimals, the exact tolerance is what half a unit of the last can do.

Monitoring: regression of the input on its proxies over all weeks before the window; in the window an exponentially
weighted moving average (--ewma-weight) of standardised residuals; an alarm where it leaves --limit standard errors.
Without --limit the limit is set by block bootstrap for --false-alarm in a window without gaming; the rate it has is
measured on windows it has not seen.  --power-studies simulated series show how often gaming of 0.02, 0.05 and 0.10 is
found, and how often the source text's audit finds it.  C, V and Z_skepticism are watched where the data have C_payroll,
V_third_party and Z_consensus.

Leaving one source out: index points that the week owes to it, when an input is replaced by what its proxies say, or one of
Sentiment, Search and FX by the other two.  Where nothing can replace it, it is not testable, and why is said.

Capacity set by hand (C_override, C_override_reason) must follow the source text's rules: C unavailable, or level 3 the week
before; and have a reason.

Stability: with sigma from the published index, S = B / (1 + mu sigma) is unstable where mu B > 4.0655987 (24 weeks), B
being the index before volatility and clip; the verdict of every week and a simulation are printed.

What is audited is declared by --sigma (published: from the index's own past; core) and by --decay, --survey-decay,
--prior-trust, --survey-days (the filling of missing values, as in governance-index).]],
  authors = { "Solon's authors" },
  license = "GPL-3.0-or-later",
  categories = { "governance", "audit" },
  seed = 1,
  params = {
    sigma = { type = "enum", values = { "published", "core" }, default = "published", doc = "what the published volatility is declared to come from" },
    sigma_cap = { type = "number", min = 0, max = 1000000, default = 50, unit = "pp", doc = "largest volatility that counts" },
    weeks = { type = "integer", min = 1, max = 10000, default = 13, unit = "weeks", doc = "reproduced" },
    gaming_weeks = { type = "integer", min = 2, max = 10000, default = 26, unit = "weeks", doc = "watched for gaming" },
    ewma_weight = { type = "number", min = 0.001, max = 1, default = 0.25, doc = "of the newest residual" },
    limit = { type = "number", min = 0, max = 1000000, optional = true, doc = "of the moving average, in standard errors, such as 3.6" },
    false_alarm = { type = "number", min = 0.0001, max = 0.5, default = 0.05, doc = "wanted chance of an alarm in a window without gaming" },
    two_sided = { type = "boolean", default = false, doc = "look for deflation too" },
    replicates = { type = "integer", min = 100, max = 10000000, default = 20000, doc = "bootstrapped windows" },
    power_studies = { type = "integer", min = 0, max = 1000000, default = 500, doc = "simulated series; 0: none" },
    decay = { type = "enum", values = { "published", "prior" }, default = "published", doc = "where an old survey decays to: zero, or the prior" },
    survey_decay = { type = "number", min = 0, max = 10, default = 0.005, unit = "1/day", doc = "rate of that decay" },
    prior_trust = { type = "number", min = 0, max = 1, default = 0.625, doc = "trust when nothing is known: the mean of Beta(5, 3)" },
    survey_days = { type = "number", min = 0, max = 1000000, default = 140, unit = "days", doc = "age beyond which a survey counts no longer" },
    data_sha256 = { type = "string", optional = true, doc = "sealed hash of the data" },
    registry_sha256 = { type = "string", optional = true, doc = "sealed hash of the registry" },
  },
  inputs = {
    data = { format = "csv", default = "../fixtures/weekly.csv", doc = "weekly measurements with S_KPI_official and sigma_hist, as for governance-index" },
    registry = { format = "csv", default = "../fixtures/2026-01-09_SG-v4.0_Parameters.csv", doc = "the registry of parameters" },
    deployed = { format = "csv", optional = true, doc = "Parameter and Value of what is in use" },
  },
  outputs = {
    ["audit.json"] = { format = "json", tolerance = 1e-6, doc = "verdicts, checks, reproduced weeks, thresholds, gaming, stability" },
    ["{week}_Audit_Report.txt"] = { format = "text", tolerance = 1e-6, doc = "the audit in words, {week} such as 2026-Q1-Week1" },
    ["gaming.csv"] = { format = "csv", tolerance = 1e-9, doc = "watched weeks: reported, predicted, statistic, limit",
      columns = { week = "string", target = "string", reported = "number?", predicted = "number?", residual = "number?",
        statistic = "number?", limit = "number?", alarm = "integer" } },
    ["source_gaps.csv"] = { format = "csv", tolerance = 1e-9, doc = "watched weeks by source that can be tested: the input used, what it is without the source, the gap in points",
      columns = { week = "string", source = "string", used = "number?", replaced = "number?", gap = "number?" } },
    ["stability.csv"] = { format = "csv", tolerance = 1e-9,
      doc = "every week: B, mu B, verdict, growth a week, amplification before a disturbance dies out, sigma that releases the clip",
      columns = { week = "string", core = "number?", mu_core = "number?", verdict = "string", growth = "number?",
        amplification = "number?", release = "number?" } },
  },
  tests = {
    bundled = { params = { replicates = 2000, power_studies = 50 },
      golden = { ["audit.json"] = "audit.json", ["2026-Q1-Week1_Audit_Report.txt"] = "audit_report.txt", ["gaming.csv"] = "gaming.csv",
        ["source_gaps.csv"] = "source_gaps.csv", ["stability.csv"] = "stability.csv" } },
    core = { params = { sigma = "core", decay = "prior", limit = 3.6, power_studies = 0, replicates = 2000 },
      golden = { ["audit.json"] = "core.json" } },
  },
  run = function(ctx) require("solon.governance.study.audit").run(ctx) end,
}
