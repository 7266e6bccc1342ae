return protocol {
  name = "governance-index",
  version = "1.0.0",
  api = 1,
  title = "The governance index, week by week",
  description = [[
Computes the index of every week from capacity C, visibility V, loyalty T and skepticism Z, fills what is missing and says
so, takes the volatility from the weeks before, and gives the crisis level.

  T_comp   w_loyalty T_loyalty + w_skepticism Z_skepticism
  S_pot    C^w_C T_comp^w_T V^w_V
  F_gate   logistic of k (T_comp - theta), scaled to 0 at 0 and 1 at 1
  F_syn    1 + epsilon C T_comp
  F_vol    1 / (1 + mu sigma_hist)
  S_KPI    scale min(S_pot, F_gate) F_syn F_vol, at most scale

Data (--data), one row a week without gaps; an empty cell is a missing value, anything else outside its range an error:

  week            2026-W02, or the date of its Monday, 2026-01-05
  C, V, T_loyalty, Z_skepticism   in [0, 1]
  Sentiment, Search, FX           optional, in [0, 1]: the sources of T_synthetic
  S_KPI_official, sigma_hist      optional: what was published

Registry (--registry): Parameter, Value, Class (A to D), Source, Update.  --deployed FILE holds the values in use; a value that
is not the same decimal stops the run.

Volatility (--sigma): standard deviation with n - 1 over the sigma_window weeks before, of
  core       scale min(S_pot, F_gate) F_syn / (1 + epsilon), which does not depend on sigma
  published  the index itself, S_KPI_official where given: the source text's rule, which feeds back; before
             there are so many weeks sigma_hist of the data is used where given
  reported   nothing: sigma_hist of the data is taken
Until there are so many weeks sigma and index are missing and the row says warm-up.  Above --sigma-cap sigma is cut and
flagged.

Missing trust: tier 1 is T_synthetic = 0.4 Sentiment + 0.3 Search + 0.3 FX; tier 2 two of them by their weights; tier 3 the
last survey, decaying towards --prior-trust (or to zero: --decay published) at --lambda a day; tier 4, no survey within
--survey-days: the index is frozen and the steering committee alerted.  Missing C is the last known value, flagged.
Missing V or Z freezes the index.

Levels: 3 below 30, 2 below 80, 1 below 120, 0 above, of the index rounded to 1e-9.  A worse level holds at once; a better
one needs --hysteresis points above its edge and --dwell weeks at the level before.

Outliers are flagged, never changed: more than 5 deviations (1.4826 MAD, at least 0.01) from the median of the 12 weeks
before.]],
  authors = { "Solon's authors" },
  license = "GPL-3.0-or-later",
  categories = { "governance", "index" },
  seed = 1,
  params = {
    sigma = { type = "enum", values = { "core", "published", "reported" }, default = "core", doc = "what the volatility is taken from" },
    sigma_cap = { type = "number", min = 0, max = 1000000, default = 50, unit = "pp", doc = "largest volatility that counts" },
    decay = { type = "enum", values = { "prior", "published" }, default = "prior", doc = "where an old survey decays to: the prior, or zero" },
    lambda = { type = "number", min = 0, max = 10, default = 0.005, unit = "1/day", doc = "rate of that decay" },
    prior_trust = { type = "number", min = 0, max = 1, default = 0.625, doc = "trust when nothing is known: the mean of Beta(5, 3)" },
    survey_days = { type = "number", min = 0, max = 1000000, default = 140, unit = "days", doc = "age beyond which a survey counts no longer" },
    hysteresis = { type = "number", min = 0, max = 1000, default = 0, unit = "pp", doc = "above the edge before a level is left for a better one" },
    dwell = { type = "integer", min = 1, max = 520, default = 1, unit = "weeks", doc = "that a level stands before a better one" },
    gaming_threshold = { type = "number", min = 0, max = 1, default = 0.30, doc = "gaming score above which a week is flagged" },
  },
  inputs = {
    data = { format = "csv", default = "../fixtures/weekly.csv", doc = "the weekly measurements" },
    registry = { format = "csv", default = "../fixtures/2026-01-09_SG-v4.0_Parameters.csv", doc = "the registry of parameters" },
    deployed = { format = "csv", optional = true, doc = "Parameter and Value of what is in use, compared with the registry" },
  },
  outputs = {
    ["metrics.csv"] = { format = "csv", tolerance = 1e-9, doc = "every week: inputs as used, components, index, level, flags",
      columns = { week = "string", date = "date", C = "number?", V = "number?", T_loyalty = "number?", Z_skepticism = "number?",
        tier = "integer", T_comp = "number?", S_pot = "number?", F_gate = "number?", F_syn = "number?", F_vol = "number?",
        core = "number?", sigma_hist = "number?", S_KPI = "number?", S_resilience = "number?", gaming_score = "number?",
        level = "integer?", status = "string", flags = "string?" } },
    ["{week}_Raw_Data.csv"] = { format = "csv", tolerance = 0, doc = "the last week as given, {week} such as 2026-Q1-Week1" },
    ["{week}_Computed_Metrics.csv"] = { format = "csv", tolerance = 1e-9, doc = "the last week as in metrics.csv" },
    ["{week}_Audit_Report.txt"] = { format = "text", tolerance = 1e-6, doc = "the last week explained: inputs, components, parameters, alerts" },
    ["report.html"] = { format = "html", tolerance = 1e-6, doc = "all of it on one page, with figures" },
  },
  tests = {
    bundled = { golden = { ["metrics.csv"] = "metrics.csv", ["2026-Q1-Week1_Audit_Report.txt"] = "audit_report.txt" } },
    published = { params = { sigma = "published", decay = "published" }, golden = { ["metrics.csv"] = "published.csv" } },
  },
  run = function(ctx) require("solon.governance.run_study").run(ctx) end,
}
