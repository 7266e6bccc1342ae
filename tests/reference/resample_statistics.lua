-- Made by resample_statistics.R with R 4.2.2 and boot 1.3.28.1 
return {
  { name = "mean", value = 3.4384615384615382, bias = 0, jackknife = 0.99708154011251049, infinitesimal = 0.99708154014736239 },
  { name = "proportion", value = 0.84615384615384615, bias = 0, jackknife = 0.10415433852097376, infinitesimal = 0.10415433854593943 },
  { name = "median", value = 2.7999999999999998, bias = -1.9384615384615369, jackknife = 1.3384615384615381, infinitesimal = 0 / 0 },
  { name = "quantile", value = 1.0799999999999998, bias = 0.38769230769230845, jackknife = 0.56549292526141282, infinitesimal = 0 / 0 },
  { name = "variance", value = 12.924230769230768, bias = 0, jackknife = 6.6894756265457405, infinitesimal = 6.132019324818569 },
  { name = "standard_deviation", value = 3.5950286186942613, bias = -0.15375087656896547, jackknife = 1.0504797277874456, infinitesimal = 0.85284708070891346 },
  { name = "covariance", value = 7.532115384615385, bias = 0, jackknife = 4.442987113770335, infinitesimal = 4.072738187887226 },
  { name = "correlation", value = 0.85245821124063803, bias = -0.061127223173015111, jackknife = 0.1575330650213573, infinitesimal = 0.10440938630382751 },
  { name = "slope", value = 0.58279022706305994, bias = -0.03065048014321814, jackknife = 0.098491468747887195, infinitesimal = 0.077477822082719999 },
  { name = "difference_of_means", value = 0.16923076923076907, bias = 1.3322676295501878e-15, jackknife = 0.5477675690150835, infinitesimal = 0.54776756902117463 },
  { name = "ratio_of_means", value = 1.0517647058823529, bias = -0.010572159990006824, jackknife = 0.1690653107008081, infinitesimal = 0.16455692024586974 },
  { name = "weighted_mean", value = 5.5651764705882352, bias = -0.29074263833125968, jackknife = 1.8989858881452155, infinitesimal = 1.6861146744899014 },
}
