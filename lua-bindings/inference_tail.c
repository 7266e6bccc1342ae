/* inference_tail.c - solon.inference: p-values and critical values for statistics a script has
 * computed itself. */
#include "inference.h"

static int inference_normal_p_value(lua_State *L) {
  static const char *const known[] = {"alternative", NULL};
  static const char *const alternatives[] = {"two_sided", "less", "greater", NULL};
  double z = solonL_check_number(L, 1);
  solonL_check_options(L, 2, known);
  int alternative = solonL_option_choice(L, 2, "alternative", SOLON_TWO_SIDED, alternatives);
  lua_pushnumber(L, solon_normal_p_value(z, (solon_alternative)alternative));
  return 1;
}

static int inference_t_p_value(lua_State *L) {
  static const char *const known[] = {"alternative", NULL};
  static const char *const alternatives[] = {"two_sided", "less", "greater", NULL};
  double t = solonL_check_number(L, 1), df = solonL_check_number(L, 2);
  if (!(df > 0))
    solonL_argument_error(L, 2, "degrees of freedom > 0 expected, got %g", df);
  solonL_check_options(L, 3, known);
  int alternative = solonL_option_choice(L, 3, "alternative", SOLON_TWO_SIDED, alternatives);
  lua_pushnumber(L, solon_student_p_value(t, df, (solon_alternative)alternative));
  return 1;
}

static int inference_t_quantile(lua_State *L) {
  double p = solonL_check_number(L, 1);
  double df = solonL_check_number(L, 2);
  if (!(p > 0 && p < 1))
    solonL_argument_error(L, 1, "number between 0 and 1 expected, got %.15g", p);
  if (!(df > 0))
    solonL_argument_error(L, 2, "number > 0 expected, got %.15g", df);
  lua_pushnumber(L, solon_student_upper_quantile(p, df));
  return 1;
}

const luaL_Reg solonL_inference_tail[] = {{"normal_p_value", inference_normal_p_value},
                                          {"t_p_value", inference_t_p_value},
                                          {"t_quantile", inference_t_quantile},
                                          {NULL, NULL}};
