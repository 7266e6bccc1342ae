/* expression_compile.c - from text to instructions: recursive descent, one function per precedence.
 */
#include "expression.h"

#include "core/array/elementwise.h"
#include "core/base/number.h"
#include "core/base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_DEPTH = 100 };

typedef solon_expression_operand operand;

typedef struct parser {
  solon_context *context;
  const char *text;
  size_t length, at;
  solon_expression *expression;
  int depth;
  bool failed;
} parser;

static const operand nothing = {SOLON_OPERAND_CONSTANT, 0};

/* ---- errors and tokens ----------------------------------------------------------------------- */

static operand fail(parser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static operand fail(parser *p, const char *format, ...) {
  if (!p->failed) {
    char message[SOLON_DETAIL_SIZE - 64];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    solon_fail(p->context, SOLON_BAD_SYNTAX, "expression, column %zu: %s", p->at + 1, message);
  }
  p->failed = true;
  return nothing;
}

static void skip_blanks(parser *p) {
  while (p->at < p->length && isspace((unsigned char)p->text[p->at]))
    p->at++;
}

/* The next character, or -1 at the end. */
static int peek(parser *p) {
  skip_blanks(p);
  return p->at < p->length ? (unsigned char)p->text[p->at] : -1;
}

/* What stands here instead of what was expected. */
static operand fail_here(parser *p, const char *expected) {
  int c = peek(p);
  if (c < 0)
    return fail(p, "%s expected at the end", expected);
  return fail(p, isprint(c) ? "%s expected near '%c'" : "%s expected near byte %d", expected, c);
}

/* Takes a symbol of one or two characters. */
static bool accept(parser *p, const char *symbol) {
  size_t size = strlen(symbol);
  skip_blanks(p);
  if (p->failed || p->length - p->at < size || memcmp(p->text + p->at, symbol, size) != 0)
    return false;
  p->at += size;
  return true;
}

static bool is_name_character(int c) {
  return isalnum(c) || c == '_';
}

static size_t name_length(parser *p) {
  int first = peek(p);
  if (!isalpha(first) && first != '_')
    return 0;
  size_t end = p->at;
  while (end < p->length && is_name_character((unsigned char)p->text[end]))
    end++;
  return end - p->at;
}

/* Takes a word operator (and, or, not). */
static bool accept_word(parser *p, const char *word) {
  size_t size = name_length(p);
  if (p->failed || size != strlen(word) || memcmp(p->text + p->at, word, size) != 0)
    return false;
  p->at += size;
  return true;
}

static void expect(parser *p, const char *symbol) {
  char quoted[8];
  if (p->failed || accept(p, symbol))
    return;
  snprintf(quoted, sizeof quoted, "'%s'", symbol);
  fail_here(p, quoted);
}

/* ---- emitting -------------------------------------------------------------------------------- */

static operand constant(parser *p, double value) {
  solon_expression *e = p->expression;
  if (e->constant_count == SOLON_EXPRESSION_CONSTANTS)
    return fail(p, "more than %d constants", SOLON_EXPRESSION_CONSTANTS);
  e->constants[e->constant_count] = value;
  return (operand){SOLON_OPERAND_CONSTANT, e->constant_count++};
}

static bool same_operand(const solon_expression *e, operand a, operand b) {
  if (a.kind != b.kind)
    return false;
  if (a.kind == SOLON_OPERAND_CONSTANT) /* by bits, so that 0 and -0 stay apart */
    return memcmp(&e->constants[a.index], &e->constants[b.index], sizeof *e->constants) == 0;
  return a.index == b.index;
}

/* Adds an instruction, or finds the one that computes the same already. */
static operand emit(parser *p, solon_expression_instruction new) {
  solon_expression *e = p->expression;
  if (p->failed)
    return nothing;
  for (int i = 0; i < e->instruction_count; i++) {
    const solon_expression_instruction *old = &e->instructions[i];
    if (old->kind == new.kind &&
        old->operation == new.operation &&same_operand(e, old->operands[0], new.operands[0]) &&
        same_operand(e, old->operands[1], new.operands[1]) &&
        same_operand(e, old->operands[2], new.operands[2]))
      return (operand){SOLON_OPERAND_RESULT, i};
  }
  if (e->instruction_count == SOLON_EXPRESSION_INSTRUCTIONS)
    return fail(p, "more than %d operations", SOLON_EXPRESSION_INSTRUCTIONS);
  e->instructions[e->instruction_count] = new;
  return (operand){SOLON_OPERAND_RESULT, e->instruction_count++};
}

/* Operands an instruction does not have repeat the first, which is harmless everywhere. */
static operand emit_unary(parser *p, solon_unary_operation operation, operand a) {
  return emit(
      p, (solon_expression_instruction){SOLON_INSTRUCTION_UNARY, (int)operation, {a, a, a}, 0});
}

static operand emit_binary(parser *p, solon_binary_operation operation, operand a, operand b) {
  return emit(
      p, (solon_expression_instruction){SOLON_INSTRUCTION_BINARY, (int)operation, {a, b, a}, 0});
}

/* ---- grammar --------------------------------------------------------------------------------- */

static operand parse_or(parser *p);

static operand parse_number(parser *p) {
  size_t end = p->at;
  while (end < p->length && (isdigit((unsigned char)p->text[end]) || p->text[end] == '.'))
    end++;
  if (end < p->length && (p->text[end] == 'e' || p->text[end] == 'E')) {
    end++;
    if (end < p->length && (p->text[end] == '+' || p->text[end] == '-'))
      end++;
    while (end < p->length && isdigit((unsigned char)p->text[end]))
      end++;
  }
  double value;
  if ((end < p->length && is_name_character((unsigned char)p->text[end])) ||
      !solon_number_parse(p->text + p->at, end - p->at, &value))
    return fail(p, "malformed number near '%.*s'", (int)(end - p->at), p->text + p->at);
  p->at = end;
  return constant(p, value);
}

static int find_name(const char *const *names, int count, const char *name) {
  for (int i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

static operand unknown_function(parser *p, const char *name) {
  enum { COUNT = SOLON_UNARY_COUNT + SOLON_BINARY_COUNT + 2 };
  const char *names[COUNT];
  for (int i = 0; i < SOLON_UNARY_COUNT; i++)
    names[i] = solon_unary_names[i];
  for (int i = 0; i < SOLON_BINARY_COUNT; i++)
    names[SOLON_UNARY_COUNT + i] = solon_binary_names[i];
  names[COUNT - 2] = "where";
  names[COUNT - 1] = "clip";
  const char *nearest = solon_text_nearest(name, names, COUNT);
  if (nearest == NULL)
    return fail(p, "unknown function '%s'", name);
  return fail(p, "unknown function '%s'; did you mean '%s'?", name, nearest);
}

/* Arguments of a call after '(': how many, at most 3 are kept. */
static int parse_arguments(parser *p, operand arguments[3]) {
  int count = 0;
  if (accept(p, ")"))
    return 0;
  do {
    operand a = parse_or(p);
    if (count < 3)
      arguments[count] = a;
    count++;
  } while (accept(p, ","));
  expect(p, ")");
  return count;
}

static operand parse_call(parser *p, const char *name) {
  operand a[3] = {nothing, nothing, nothing};
  int unary = find_name(solon_unary_names, SOLON_UNARY_COUNT, name);
  int binary = find_name(solon_binary_names, SOLON_BINARY_COUNT, name);
  bool where = strcmp(name, "where") == 0, clip = strcmp(name, "clip") == 0;
  int wanted = unary >= 0 ? 1 : binary >= 0 ? 2 : 3;
  if (unary < 0 && binary < 0 && !where && !clip)
    return unknown_function(p, name);
  int count = parse_arguments(p, a);
  if (p->failed)
    return nothing;
  if (count != wanted)
    return fail(p, "%s takes %d argument%s, got %d", name, wanted, wanted == 1 ? "" : "s", count);
  if (unary >= 0)
    return emit_unary(p, (solon_unary_operation)unary, a[0]);
  if (binary >= 0)
    return emit_binary(p, (solon_binary_operation)binary, a[0], a[1]);
  if (where)
    return emit(p,
                (solon_expression_instruction){SOLON_INSTRUCTION_WHERE, 0, {a[0], a[1], a[2]}, 0});
  return emit_binary(p, SOLON_BINARY_minimum, emit_binary(p, SOLON_BINARY_maximum, a[0], a[1]),
                     a[2]);
}

static operand variable(parser *p, const char *name) {
  solon_expression *e = p->expression;
  for (int i = 0; i < e->variable_count; i++)
    if (strcmp(e->variables[i], name) == 0)
      return (operand){SOLON_OPERAND_VARIABLE, i};
  if (e->variable_count == SOLON_EXPRESSION_VARIABLES)
    return fail(p, "more than %d variables", SOLON_EXPRESSION_VARIABLES);
  strcpy(e->variables[e->variable_count], name);
  return (operand){SOLON_OPERAND_VARIABLE, e->variable_count++};
}

static operand parse_name(parser *p, size_t size) {
  static const char *const reserved[] = {"and", "or", "not"};
  char name[SOLON_EXPRESSION_NAME];
  if (size >= sizeof name)
    return fail(p, "a name has at most %d letters", SOLON_EXPRESSION_NAME - 1);
  memcpy(name, p->text + p->at, size);
  name[size] = '\0';
  if (find_name(reserved, 3, name) >= 0)
    return fail(p, "a value expected near '%s'", name);
  p->at += size;
  if (accept(p, "("))
    return parse_call(p, name);
  if (strcmp(name, "pi") == 0)
    return constant(p, 3.14159265358979323846);
  if (strcmp(name, "inf") == 0)
    return constant(p, INFINITY);
  if (strcmp(name, "nan") == 0)
    return constant(p, NAN);
  return variable(p, name);
}

static operand parse_value(parser *p) {
  int c = peek(p);
  if (p->failed)
    return nothing;
  if (isdigit(c) || c == '.')
    return parse_number(p);
  size_t size = name_length(p);
  if (size > 0)
    return parse_name(p, size);
  if (accept(p, "(")) {
    operand inner = parse_or(p);
    expect(p, ")");
    return inner;
  }
  return fail_here(p, "a value");
}

static operand parse_unary(parser *p);

static operand parse_power(parser *p) {
  operand base = parse_value(p);
  if (accept(p, "^"))
    return emit_binary(p, SOLON_BINARY_power, base, parse_unary(p));
  return base;
}

static operand parse_unary(parser *p) {
  operand result;
  if (++p->depth > MOST_DEPTH)
    return fail(p, "nested more than %d deep", MOST_DEPTH);
  if (accept(p, "-"))
    result = emit_unary(p, SOLON_UNARY_negate, parse_unary(p));
  else if (accept_word(p, "not"))
    result = emit_unary(p, SOLON_UNARY_logical_not, parse_unary(p));
  else
    result = parse_power(p);
  p->depth--;
  return result;
}

static operand parse_product(parser *p) {
  operand left = parse_unary(p);
  for (;;) {
    if (accept(p, "*"))
      left = emit_binary(p, SOLON_BINARY_multiply, left, parse_unary(p));
    else if (accept(p, "//"))
      left = emit_binary(p, SOLON_BINARY_floor_divide, left, parse_unary(p));
    else if (accept(p, "/"))
      left = emit_binary(p, SOLON_BINARY_divide, left, parse_unary(p));
    else if (accept(p, "%"))
      left = emit_binary(p, SOLON_BINARY_modulo, left, parse_unary(p));
    else
      return left;
  }
}

static operand parse_sum(parser *p) {
  operand left = parse_product(p);
  for (;;) {
    if (accept(p, "+"))
      left = emit_binary(p, SOLON_BINARY_add, left, parse_product(p));
    else if (accept(p, "-"))
      left = emit_binary(p, SOLON_BINARY_subtract, left, parse_product(p));
    else
      return left;
  }
}

static int accept_comparison(parser *p) {
  static const struct {
    const char *symbol;
    int operation;
  } comparisons[] = {{"<=", SOLON_BINARY_le}, {">=", SOLON_BINARY_ge}, {"==", SOLON_BINARY_eq},
                     {"~=", SOLON_BINARY_ne}, {"<", SOLON_BINARY_lt},  {">", SOLON_BINARY_gt}};
  for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
    if (accept(p, comparisons[i].symbol))
      return comparisons[i].operation;
  return -1;
}

static operand parse_comparison(parser *p) {
  operand left = parse_sum(p);
  int operation = accept_comparison(p);
  if (operation < 0)
    return left;
  left = emit_binary(p, (solon_binary_operation)operation, left, parse_sum(p));
  if (accept_comparison(p) >= 0)
    return fail(p, "comparisons do not chain; write 'a < b and b < c'");
  return left;
}

static operand parse_and(parser *p) {
  operand left = parse_comparison(p);
  while (accept_word(p, "and"))
    left = emit_binary(p, SOLON_BINARY_logical_and, left, parse_comparison(p));
  return left;
}

static operand parse_or(parser *p) {
  operand left = parse_and(p);
  while (accept_word(p, "or"))
    left = emit_binary(p, SOLON_BINARY_logical_or, left, parse_and(p));
  return left;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/* Gives every result a block, reused after the last instruction that reads it; that instruction may
 * itself write there, as all operations work in place. */
static void assign_blocks(solon_expression *e) {
  int last_use[SOLON_EXPRESSION_INSTRUCTIONS] = {0};
  bool taken[SOLON_EXPRESSION_INSTRUCTIONS] = {false};
  for (int i = 0; i < e->instruction_count; i++)
    for (int k = 0; k < 3; k++)
      if (e->instructions[i].operands[k].kind == SOLON_OPERAND_RESULT)
        last_use[e->instructions[i].operands[k].index] = i;
  e->block_count = 1;
  for (int i = 0; i < e->instruction_count; i++) {
    solon_expression_instruction *instruction = &e->instructions[i];
    for (int k = 0; k < 3; k++) {
      operand o = instruction->operands[k];
      if (o.kind == SOLON_OPERAND_RESULT && last_use[o.index] == i)
        taken[e->instructions[o.index].block] = false;
    }
    int block = 0;
    while (taken[block])
      block++;
    taken[block] = true;
    instruction->block = block;
    if (block >= e->block_count)
      e->block_count = block + 1;
  }
}

solon_status solon_expression_compile(solon_context *context, const char *text, size_t length,
                                      solon_expression *expression) {
  parser p = {.context = context, .text = text, .length = length, .expression = expression};
  expression->instruction_count = expression->constant_count = expression->variable_count = 0;
  operand result = parse_or(&p);
  if (!p.failed && peek(&p) >= 0)
    fail_here(&p, "operator");
  if (p.failed)
    return SOLON_BAD_SYNTAX;
  expression->result = result;
  assign_blocks(expression);
  return SOLON_OK;
}
