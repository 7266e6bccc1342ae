/* expression_run.c - instructions over blocks, on one or more threads. */
#include "expression.h"

#include "core/array/elementwise.h"
#include "core/base/parallel.h"

/* Blocks between two hand-outs of work to threads. */
enum { SLAB = 64 * SOLON_EXPRESSION_BLOCK };

typedef solon_expression_operand operand;

/* Instructions on numbers alone are computed once, before the loop over blocks. */
typedef struct evaluation {
  solon_context *context;
  const solon_expression *expression;
  const solon_expression_value *values;
  size_t size;
  double *work, *out;
  bool is_number[SOLON_EXPRESSION_INSTRUCTIONS];
  double numbers[SOLON_EXPRESSION_INSTRUCTIONS];
} evaluation;

static bool operand_is_number(const evaluation *e, operand o) {
  switch (o.kind) {
  case SOLON_OPERAND_VARIABLE:
    return e->values[o.index].step == 0;
  case SOLON_OPERAND_RESULT:
    return e->is_number[o.index];
  case SOLON_OPERAND_CONSTANT:
    break;
  }
  return true;
}

/* The elements of an operand for the block that starts at `start`. */
static const double *operand_data(const evaluation *e, operand o, size_t start,
                                  const double *blocks) {
  switch (o.kind) {
  case SOLON_OPERAND_VARIABLE:
    return e->values[o.index].data + (e->values[o.index].step == 0 ? 0 : start);
  case SOLON_OPERAND_RESULT:
    if (e->is_number[o.index])
      return &e->numbers[o.index];
    return blocks + (size_t)e->expression->instructions[o.index].block * SOLON_EXPRESSION_BLOCK;
  case SOLON_OPERAND_CONSTANT:
    break;
  }
  return &e->expression->constants[o.index];
}

static solon_status run_instruction(const evaluation *e,
                                    const solon_expression_instruction *instruction, size_t start,
                                    size_t size, const double *blocks, double *out) {
  const double *data[3];
  int step[3];
  for (int k = 0; k < 3; k++) {
    data[k] = operand_data(e, instruction->operands[k], start, blocks);
    step[k] = operand_is_number(e, instruction->operands[k]) ? 0 : 1;
  }
  switch (instruction->kind) {
  case SOLON_INSTRUCTION_UNARY:
    return solon_unary(NULL, (solon_unary_operation)instruction->operation, data[0], size, out);
  case SOLON_INSTRUCTION_BINARY:
    return solon_binary(NULL, (solon_binary_operation)instruction->operation, data[0], step[0],
                        data[1], step[1], size, out);
  case SOLON_INSTRUCTION_WHERE:
    break;
  }
  return solon_where(NULL, data[0], step[0], data[1], step[1], data[2], step[2], size, out);
}

/* Finds the instructions whose operands are all numbers, and computes them. */
static void fold_numbers(evaluation *e) {
  const solon_expression *x = e->expression;
  for (int i = 0; i < x->instruction_count; i++) {
    const solon_expression_instruction *instruction = &x->instructions[i];
    e->is_number[i] = operand_is_number(e, instruction->operands[0]) &&
                      operand_is_number(e, instruction->operands[1]) &&
                      operand_is_number(e, instruction->operands[2]);
    if (e->is_number[i])
      run_instruction(e, instruction, 0, 1, NULL, &e->numbers[i]);
  }
}

static solon_status run_block(const evaluation *e, size_t start, size_t size, double *blocks) {
  const solon_expression *x = e->expression;
  for (int i = 0; i < x->instruction_count; i++) {
    if (e->is_number[i])
      continue;
    bool last = x->result.kind == SOLON_OPERAND_RESULT && x->result.index == i;
    /* out may be a column that later instructions read: only the last one writes there */
    last = last && i == x->instruction_count - 1;
    double *target =
        last ? e->out + start : blocks + (size_t)x->instructions[i].block * SOLON_EXPRESSION_BLOCK;
    solon_status status = run_instruction(e, &x->instructions[i], start, size, blocks, target);
    if (status != SOLON_OK)
      return status;
    if (last)
      return SOLON_OK;
  }
  const double *result = operand_data(e, x->result, start, blocks);
  bool number = operand_is_number(e, x->result);
  for (size_t i = 0; i < size; i++)
    e->out[start + i] = result[number ? 0 : i];
  return SOLON_OK;
}

static solon_status run_slab(void *data, size_t index, int worker) {
  const evaluation *e = data;
  double *blocks =
      e->work + (size_t)worker * (size_t)e->expression->block_count * SOLON_EXPRESSION_BLOCK;
  size_t start = index * SLAB, end = e->size - start < SLAB ? e->size : start + SLAB;
  for (size_t i = start; i < end; i += SOLON_EXPRESSION_BLOCK) {
    if (solon_context_cancelled(e->context))
      return SOLON_CANCELLED;
    size_t size = end - i < SOLON_EXPRESSION_BLOCK ? end - i : SOLON_EXPRESSION_BLOCK;
    solon_status status = run_block(e, i, size, blocks);
    if (status != SOLON_OK)
      return status;
  }
  return SOLON_OK;
}

static bool is_column(const solon_expression_value *values, operand o, const bool *columns) {
  return o.kind == SOLON_OPERAND_VARIABLE ? values[o.index].step == 1
                                          : o.kind == SOLON_OPERAND_RESULT && columns[o.index];
}

bool solon_expression_is_column(const solon_expression *expression,
                                const solon_expression_value *values) {
  bool columns[SOLON_EXPRESSION_INSTRUCTIONS];
  for (int i = 0; i < expression->instruction_count; i++) {
    columns[i] = false;
    for (int k = 0; k < 3; k++)
      columns[i] |= is_column(values, expression->instructions[i].operands[k], columns);
  }
  return is_column(values, expression->result, columns);
}

solon_status solon_expression_run(solon_context *context, const solon_expression *expression,
                                  const solon_expression_value *values, size_t size, double *work,
                                  double *out) {
  evaluation e = {.context = context,
                  .expression = expression,
                  .values = values,
                  .size = size,
                  .work = work,
                  .out = out};
  fold_numbers(&e);
  return solon_parallel_for(context, (size + SLAB - 1) / SLAB, run_slab, &e);
}
