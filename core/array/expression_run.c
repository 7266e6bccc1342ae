/* expression_run.c - instructions over blocks, on one or more threads. */
#include "expression.h"

#include "core/array/kernels.h"
#include "core/base/parallel.h"

/* Blocks between two hand-outs of work to threads. */
enum { SLAB = 512 * SOLON_EXPRESSION_BLOCK };

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

/* A number, the start of a column, or a block of the workspace `blocks`. */
static const double *operand_data(const evaluation *e, operand o, const double *blocks) {
  switch (o.kind) {
  case SOLON_OPERAND_VARIABLE:
    return e->values[o.index].data;
  case SOLON_OPERAND_RESULT:
    if (e->is_number[o.index])
      return &e->numbers[o.index];
    return blocks + (size_t)e->expression->instructions[o.index].block * SOLON_EXPRESSION_BLOCK;
  case SOLON_OPERAND_CONSTANT:
    break;
  }
  return &e->expression->constants[o.index];
}

/* One instruction made ready for a run of blocks: its loop, and where its operands lie; a column of
 * the caller moves with the block, a number and a block of workspace stay. */
typedef struct step {
  solon_unary_kernel unary; /* one of the two is set; neither for where */
  solon_binary_kernel binary;
  const double *data[3];
  int step[3]; /* 0 for numbers */
  size_t moves[3], out_moves;
  double *out;
} step;

static step make_step(const evaluation *e, int index, double *blocks) {
  const solon_expression_instruction *instruction = &e->expression->instructions[index];
  step s = {.out = blocks + (size_t)instruction->block * SOLON_EXPRESSION_BLOCK};
  for (int k = 0; k < 3; k++) {
    operand o = instruction->operands[k];
    s.data[k] = operand_data(e, o, blocks);
    s.step[k] = operand_is_number(e, o) ? 0 : 1;
    s.moves[k] = o.kind == SOLON_OPERAND_VARIABLE && s.step[k] == 1;
  }
  const solon_kernels *kernels = solon_kernels_get();
  int operation = instruction->operation;
  if (instruction->kind == SOLON_INSTRUCTION_UNARY)
    s.unary = kernels->unary[operation];
  else if (instruction->kind == SOLON_INSTRUCTION_BINARY &&
           solon_is_square((solon_binary_operation)operation, s.data[1], s.step[1]))
    s.unary = kernels->unary[SOLON_UNARY_square];
  else if (instruction->kind == SOLON_INSTRUCTION_BINARY)
    s.binary = kernels->binary[operation][solon_binary_form(s.step[0], s.step[1])];
  return s;
}

static void run_step(const step *s, size_t start, size_t size) {
  const double *x = s->data[0] + s->moves[0] * start, *y = s->data[1] + s->moves[1] * start;
  double *out = s->out + s->out_moves * start;
  if (s->unary != NULL)
    s->unary(x, size, out);
  else if (s->binary != NULL)
    s->binary(x, y, size, out);
  else
    solon_where(NULL, x, s->step[0], y, s->step[1], s->data[2] + s->moves[2] * start, s->step[2],
                size, out);
}

/* Finds the instructions whose operands are all numbers, and computes them. */
static void fold_numbers(evaluation *e) {
  const solon_expression *x = e->expression;
  for (int i = 0; i < x->instruction_count; i++) {
    const solon_expression_instruction *instruction = &x->instructions[i];
    e->is_number[i] = operand_is_number(e, instruction->operands[0]) &&
                      operand_is_number(e, instruction->operands[1]) &&
                      operand_is_number(e, instruction->operands[2]);
    if (!e->is_number[i])
      continue;
    step s = make_step(e, i, e->work);
    s.out = &e->numbers[i];
    run_step(&s, 0, 1);
  }
}

/* The instructions that are left, made ready for the workspace `blocks`; how many.  All of them
 * feed the result, so the last one is the result, and the only one that writes to out, which may be
 * a column that others read. */
static int make_steps(const evaluation *e, double *blocks, step *steps) {
  int count = 0;
  for (int i = 0; i < e->expression->instruction_count; i++)
    if (!e->is_number[i])
      steps[count++] = make_step(e, i, blocks);
  if (count > 0) {
    steps[count - 1].out = e->out;
    steps[count - 1].out_moves = 1;
  }
  return count;
}

/* The result of an expression without instructions on columns: a variable or a number. */
static void copy_result(const evaluation *e, size_t start, size_t end) {
  const double *result = operand_data(e, e->expression->result, NULL);
  bool number = operand_is_number(e, e->expression->result);
  for (size_t i = start; i < end; i++)
    e->out[i] = result[number ? 0 : i];
}

static solon_status run_slab(void *data, size_t index, int worker) {
  const evaluation *e = data;
  step steps[SOLON_EXPRESSION_INSTRUCTIONS];
  double *blocks =
      e->work + (size_t)worker * (size_t)e->expression->block_count * SOLON_EXPRESSION_BLOCK;
  int count = make_steps(e, blocks, steps);
  size_t start = index * SLAB, end = e->size - start < SLAB ? e->size : start + SLAB;
  for (size_t i = start; i < end; i += SOLON_EXPRESSION_BLOCK) {
    if (solon_context_cancelled(e->context))
      return SOLON_CANCELLED;
    size_t size = end - i < SOLON_EXPRESSION_BLOCK ? end - i : SOLON_EXPRESSION_BLOCK;
    for (int k = 0; k < count; k++)
      run_step(&steps[k], i, size);
    if (count == 0)
      copy_result(e, i, i + size);
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
