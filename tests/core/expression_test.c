/* expression_test.c - random expressions: none may crash the compiler, and what compiles gives the
 * same bits for numbers (folded before the loop), for columns (blocks), and in place. */
#include "core/array/expression.h"
#include "core/random/philox.h"
#include "tap.h"

#include <math.h>
#include <string.h>

enum { SIZE = 1500, WORK = 64 * SOLON_EXPRESSION_BLOCK };

static const char *const tokens[] = {"a",
                                     "b",
                                     "c",
                                     "1",
                                     "2",
                                     "0.5",
                                     "1e3",
                                     "(",
                                     ")",
                                     ",",
                                     "+",
                                     "-",
                                     "*",
                                     "/",
                                     "//",
                                     "%",
                                     "^",
                                     "<",
                                     "<=",
                                     ">",
                                     ">=",
                                     "==",
                                     "~=",
                                     "and",
                                     "or",
                                     "not",
                                     "exp",
                                     "log",
                                     "sin",
                                     "sqrt",
                                     "abs",
                                     "where",
                                     "clip",
                                     "pi",
                                     "nan",
                                     "inf",
                                     "(a",
                                     "b)",
                                     "a+",
                                     "*(",
                                     "a*b",
                                     "-a",
                                     "exp(a)",
                                     "minimum(a,b)",
                                     "where(a,b,c)",
                                     "1..",
                                     "$",
                                     "power"};
enum { TOKENS = sizeof tokens / sizeof *tokens };

static solon_expression expression;
static double columns[3][SIZE], out[SIZE], work[WORK];
static const double numbers[3] = {0.75, -2.5, 3};

static size_t random_text(solon_stream *stream, char *text, size_t capacity) {
  size_t length = 0, count = 1 + (size_t)solon_stream_below(stream, 14);
  for (size_t i = 0; i < count; i++) {
    const char *token = tokens[solon_stream_below(stream, TOKENS)];
    if (length + strlen(token) + 2 > capacity)
      break;
    memcpy(text + length, token, strlen(token));
    length += strlen(token);
    text[length++] = ' ';
  }
  return length;
}

static bool same(double x, double y) {
  return memcmp(&x, &y, sizeof x) == 0 || (isnan(x) && isnan(y));
}

static int name_index(const char *name) {
  return name[1] == '\0' && name[0] >= 'a' && name[0] <= 'c' ? name[0] - 'a' : -1;
}

/* Runs the compiled expression on numbers, on columns and in place; true when all agree. */
static bool agree(void) {
  solon_expression_value as_numbers[3], as_columns[3];
  for (int i = 0; i < expression.variable_count; i++) {
    int k = name_index(expression.variables[i]);
    if (k < 0)
      return true; /* a function's name without a call is a variable nobody gave */
    as_numbers[i] = (solon_expression_value){&numbers[k], 0};
    as_columns[i] = (solon_expression_value){columns[k], 1};
    for (int j = 0; j < SIZE; j++)
      columns[k][j] = numbers[k];
  }
  double number;
  if (expression.block_count * SOLON_EXPRESSION_BLOCK > WORK)
    return false;
  solon_expression_run(NULL, &expression, as_numbers, 1, work, &number);
  if (!solon_expression_is_column(&expression, as_columns))
    return true;
  solon_expression_run(NULL, &expression, as_columns, SIZE, work, out);
  bool good = same(out[0], number) && same(out[SIZE - 1], number);
  double *target = columns[name_index(expression.variables[0])];
  solon_expression_run(NULL, &expression, as_columns, SIZE, work, target);
  return good && same(target[0], number) && same(target[SIZE - 1], number);
}

int main(void) {
  enum { RUNS = 60000 };
  char text[256];
  solon_stream stream;
  solon_stream_start(&stream, 11, solon_purpose("expression fuzz"), 0);
  int compiled = 0, wrong = 0;
  for (int run = 0; run < RUNS; run++) {
    size_t length = random_text(&stream, text, sizeof text);
    if (run % 3 == 0) /* some arbitrary bytes too */
      text[solon_stream_below(&stream, length)] = (char)solon_stream_bits64(&stream);
    solon_context context = {.threads = 1};
    solon_status status = solon_expression_compile(&context, text, length, &expression);
    if (status == SOLON_OK) {
      compiled++;
      if (!agree() && wrong++ == 0)
        tap_note("differs: %.*s", (int)length, text);
    } else if (status != SOLON_BAD_SYNTAX || context.detail[0] == '\0') {
      wrong++;
    }
  }
  tap_ok(wrong == 0, "numbers, columns and in place agree; refusals say why");
  tap_ok(compiled > RUNS / 100, "%d of %d random texts are expressions", compiled, RUNS);
  return tap_done();
}
