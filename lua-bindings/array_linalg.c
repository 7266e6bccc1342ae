/* array_linalg.c - solon.array: products of matrices, linear systems, factors, eigenvalues. */
#include "array_module.h"

#include "core/array/reduce.h"
#include "core/linalg/linalg.h"

#include <math.h>

/* An argument that is a column or a matrix, contiguous. */
typedef struct factor {
  const double *data;
  size_t rows, columns;
  bool matrix;
} factor;

static factor check_factor(lua_State *L, int arg) {
  size_t size;
  factor f = {.data = solonL_check_vector(L, arg, &size)};
  const solonL_array *a = solonL_check_array(L, arg);
  f.rows = a->rows;
  f.columns = a->columns;
  f.matrix = a->dimensions == 2;
  return f;
}

static const double *check_square(lua_State *L, int arg, size_t *n) {
  size_t rows, columns;
  const double *a = solonL_check_matrix(L, arg, &rows, &columns);
  if (rows != columns)
    solonL_argument_error(L, arg, "square matrix expected, got %zu x %zu", rows, columns);
  *n = rows;
  return a;
}

static const double *check_symmetric(lua_State *L, int arg, size_t *n) {
  const double *a = check_square(L, arg, n);
  size_t at = solon_asymmetry(a, *n);
  if (at < *n * *n) {
    size_t i = at / *n, j = at % *n;
    solonL_argument_error(
        L, arg, "symmetric matrix expected, but (%zu, %zu) is %.17g and (%zu, %zu) is %.17g", i + 1,
        j + 1, a[at], j + 1, i + 1, a[j * *n + i]);
  }
  return a;
}

/* Results beyond the first: the status by name; strict raises instead. */
static void push_status(lua_State *L, solon_status status, bool strict) {
  if (strict && status > 0)
    solonL_error(L, solon_status_name(status), NULL, "%s", solon_status_text(status));
  lua_pushstring(L, solon_status_name(status));
}

static int array_dot(lua_State *L) {
  size_t size;
  const double *x = solonL_check_vector(L, 1, &size), *y = solonL_check_vector_of(L, 2, size);
  double result;
  solonL_check_status(L, solon_dot(solonL_context(L), x, y, size, &result));
  lua_pushnumber(L, result);
  return 1;
}

/* A column counts as n x 1 on the right and as 1 x n on the left; the result loses that dimension.
 */
static int array_matmul(lua_State *L) {
  factor a = check_factor(L, 1), b = check_factor(L, 2);
  solonL_check_options(L, 3, solonL_out_option);
  if (!a.matrix && !b.matrix)
    solonL_argument_error(L, 2, "matrix expected for one of the two; dot multiplies columns");
  if (!a.matrix) {
    a.columns = a.rows;
    a.rows = 1;
  }
  if (a.columns != b.rows)
    solonL_argument_error(L, 2, "%zu rows expected, got %zu", a.columns, b.rows);
  solonL_array shape = {.dimensions = a.matrix && b.matrix ? 2 : 1};
  shape.rows = a.matrix ? a.rows : b.columns;
  shape.columns = shape.dimensions == 2 ? b.columns : 1;
  /* BLAS reads its inputs while it writes */
  double *out = solonL_push_separate_out(L, 3, 0, &shape, a.data, a.rows * a.columns, b.data,
                                         b.rows * b.columns);
  solonL_check_status(
      L, solon_matmul(solonL_context(L), a.data, b.data, a.rows, a.columns, b.columns, out));
  solonL_finish_out(L);
  return 1;
}

static int array_outer(lua_State *L) {
  size_t rows, columns;
  const double *x = solonL_check_vector(L, 1, &rows), *y = solonL_check_vector(L, 2, &columns);
  double *out = solonL_push_matrix(L, rows, columns)->data;
  solonL_check_status(L, solon_matmul(solonL_context(L), x, y, rows, 1, columns, out));
  return 1;
}

/* Where the solution of the n equations with matrix a goes; pushes two values. */
static double *push_solution(lua_State *L, const double *a, size_t n, const factor *b) {
  if (b->rows != n)
    solonL_argument_error(L, 2, "%zu rows expected, got %zu", n, b->rows);
  solonL_array shape = {.rows = b->rows, .columns = b->columns, .dimensions = b->matrix ? 2 : 1};
  return solonL_push_separate_out(L, 3, 0, &shape, a, n * n, b->data, b->rows * b->columns);
}

static const char *const solve_options[] = {"out", "strict", NULL};

static int array_solve(lua_State *L) {
  size_t n;
  const double *a = check_square(L, 1, &n);
  factor b = check_factor(L, 2);
  solonL_check_options(L, 3, solve_options);
  bool strict = solonL_option_boolean(L, 3, "strict", false);
  double *work = solonL_scratch(L, (n * n + 3 * n) * sizeof *work);
  size_t *pivots = solonL_scratch(L, n * sizeof *pivots);
  double *x = push_solution(L, a, n, &b), condition;
  solon_status status = solonL_check_status(
      L, solon_solve(solonL_context(L), a, n, b.data, b.columns, work, pivots, x, &condition));
  solonL_finish_out(L);
  push_status(L, status, strict);
  lua_pushnumber(L, condition);
  return 3;
}

static int array_cholesky(lua_State *L) {
  size_t n;
  const double *a = check_symmetric(L, 1, &n);
  solonL_check_options(L, 2, solve_options);
  bool strict = solonL_option_boolean(L, 2, "strict", false);
  solonL_array shape = {.rows = n, .columns = n, .dimensions = 2};
  double *out = solonL_push_separate_out(L, 2, 0, &shape, a, n * n, NULL, 0);
  solon_status status = solonL_check_status(L, solon_cholesky(solonL_context(L), a, n, out));
  solonL_finish_out(L);
  push_status(L, status, strict);
  return 2;
}

static int array_cholesky_solve(lua_State *L) {
  size_t n;
  const double *l = check_square(L, 1, &n);
  factor b = check_factor(L, 2);
  solonL_check_options(L, 3, solonL_out_option);
  double *x = push_solution(L, l, n, &b);
  solonL_check_status(L, solon_cholesky_solve(solonL_context(L), l, n, b.data, b.columns, x));
  solonL_finish_out(L);
  return 1;
}

static int array_eigen_symmetric(lua_State *L) {
  static const char *const known[] = {"vectors", "strict", NULL};
  size_t n;
  const double *a = check_symmetric(L, 1, &n);
  solonL_check_options(L, 2, known);
  bool with_vectors = solonL_option_boolean(L, 2, "vectors", true);
  bool strict = solonL_option_boolean(L, 2, "strict", false);
  double *work = solonL_scratch(L, (n * n + 3 * n) * sizeof *work);
  double *values = solonL_push_vector(L, n)->data, *vectors = NULL;
  if (with_vectors)
    vectors = solonL_push_matrix(L, n, n)->data;
  else
    lua_pushnil(L);
  solon_status status =
      solonL_check_status(L, solon_eigen_symmetric(solonL_context(L), a, n, work, values, vectors));
  push_status(L, status, strict);
  return 3;
}

void solonL_add_array_linalg(lua_State *L) {
  static const luaL_Reg functions[] = {{"dot", array_dot},
                                       {"matmul", array_matmul},
                                       {"outer", array_outer},
                                       {"solve", array_solve},
                                       {"cholesky", array_cholesky},
                                       {"cholesky_solve", array_cholesky_solve},
                                       {"eigen_symmetric", array_eigen_symmetric},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
