/* expression.h - arithmetic on columns written as text, evaluated block by block.
 *
 * "a*x + b/(1 + exp(-c*x))" over columns of any length touches memory once: the text is compiled to
 * a short list of instructions, and each instruction runs over a block of 128 elements that stays
 * in the first-level cache.  Blocks are that short because the processor fetches ahead along all
 * columns of an expression only if it comes back to each soon: five columns of 1e6 elements are
 * added twice as fast as in blocks of 1,024.  Every instruction is an operation of elementwise.h,
 * so the result has the same bits as the same operations on whole columns, and the same NaN rules.
 *
 * Grammar (Lua's, with Lua's precedence; from loosest):
 *   or   and   < <= > >= == ~= (do not chain)   + -   * / // %   not -   ^ (to the right)
 *   numbers, names of variables, pi, inf, nan, ( ), and calls: every name of elementwise.h,
 *   where(mask, a, b), clip(x, low, high).
 * Comparisons give 0 or 1; and, or, not are the logical operations of elementwise.h.
 */
#ifndef SOLON_ARRAY_EXPRESSION_H
#define SOLON_ARRAY_EXPRESSION_H

#include "core/base/context.h"

#include <stdint.h>

enum {
  SOLON_EXPRESSION_BLOCK = 128,
  SOLON_EXPRESSION_INSTRUCTIONS = 256,
  SOLON_EXPRESSION_CONSTANTS = 128,
  SOLON_EXPRESSION_VARIABLES = 64,
  SOLON_EXPRESSION_NAME = 64
};

/* Where an instruction finds an operand. */
typedef struct solon_expression_operand {
  enum { SOLON_OPERAND_CONSTANT, SOLON_OPERAND_VARIABLE, SOLON_OPERAND_RESULT } kind;
  int index; /* of the constant, the variable, or the instruction whose result it is */
} solon_expression_operand;

typedef struct solon_expression_instruction {
  enum { SOLON_INSTRUCTION_UNARY, SOLON_INSTRUCTION_BINARY, SOLON_INSTRUCTION_WHERE } kind;
  int operation; /* of elementwise.h */
  solon_expression_operand operands[3];
  int block; /* where the result is kept */
} solon_expression_instruction;

/* A compiled expression; plain data, may be copied and used by several threads at once. */
typedef struct solon_expression {
  int instruction_count, constant_count, variable_count, block_count;
  solon_expression_instruction instructions[SOLON_EXPRESSION_INSTRUCTIONS];
  double constants[SOLON_EXPRESSION_CONSTANTS];
  char variables[SOLON_EXPRESSION_VARIABLES][SOLON_EXPRESSION_NAME];
  solon_expression_operand result;
} solon_expression;

/* The value of a variable: a column (step 1) or one number (step 0). */
typedef struct solon_expression_value {
  const double *data;
  int step;
} solon_expression_value;

/* Compiles text[0 .. length).  SOLON_BAD_SYNTAX with a detail that names the column (from 1) and
 * what was expected.  Afterwards variables[0 .. variable_count) are the names whose values are
 * needed. */
solon_status solon_expression_compile(solon_context *context, const char *text, size_t length,
                                      solon_expression *expression);

/* True when the result is a column: some column takes part in it. */
bool solon_expression_is_column(const solon_expression *expression,
                                const solon_expression_value *values);

/* Evaluates `size` elements into out (size 1 when the result is a number).  Columns hold `size`
 * elements; out may be one of them but must not overlap one partially.  Runs on the context's
 * threads; work: threads * block_count * SOLON_EXPRESSION_BLOCK doubles.  Elements do not depend on
 * the number of threads.  Errors: SOLON_CANCELLED, polled at every block. */
solon_status solon_expression_run(solon_context *context, const solon_expression *expression,
                                  const solon_expression_value *values, size_t size, double *work,
                                  double *out);

#endif
