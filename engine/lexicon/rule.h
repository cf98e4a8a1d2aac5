/* rule.h - the language of theme rules and alerts: what a compiled rule is made of.
 *
 *   rule  := and { OR and }          and := not { [AND] not }     (NOT may follow without AND)
 *   not   := NOT not | place         place := item { NEAR/n | BEFORE/n | NOTNEAR/n | CLAUSE | SENTENCE  item
 * } item  := term | "phrase" | #theme.id | @macro | {field=value} | ( rule )
 *
 * Compiled to steps in postfix order: the operands of a step stand before it. Every step yields whether it
 * holds and the places that speak for it, intervals of tokens in order of the text, at most RULE_PLACES:
 *
 *   TERM, THEME  where the term, the theme or one below it stands
 *   TEST         holds by what is known of the comment; no places
 *   OR, AND      the places of both sides that hold; AND only if both do
 *   NOT          no places
 *   NEAR n       two places of one sentence that share no token, at most n tokens between them; BEFORE: in
 *                this order; CLAUSE, SENTENCE: in the same one. Places: all that have a partner
 *   NOTNEAR n    the places of the left side that are NEAR n to none of the right and lie over none */
#ifndef LEXICON_RULE_H
#define LEXICON_RULE_H
#include "lexicon/classes.h"

typedef enum rule_op {
  OP_TERM,  /* arg: leaf */
  OP_LIST,  /* arg: list; of branches alone, which have no TERM. reach: 1 where its places do not matter */
  OP_THEME, /* arg: theme; reach: how many themes behind it lie below it */
  OP_TEST,  /* arg: test */
  OP_NOT,
  OP_AND,
  OP_OR,
  OP_NEAR, /* reach: tokens between; so of BEFORE, NOTNEAR */
  OP_BEFORE,
  OP_NOTNEAR,
  OP_CLAUSE,
  OP_SENTENCE,
  OP_COUNT
} rule_op;

enum {
  RULE_PLACES = 128, /* of an operand that are looked at */
  RULE_STEPS = 1024, /* of one rule, macros written out */
  RULE_DEPTH = 64,   /* operands that wait for their step */
  RULE_REACH = 99,
  RULE_REACH_STANDARD = 5
};

typedef struct rule_step {
  uint8_t op; /* rule_op */
  uint16_t reach;
  uint32_t arg;
} rule_step;

/* A step of a branch. The left side of AND, NEAR and
 * the like tells how many steps lead to that operator: where the side does not hold, neither does the
 * operator, and the right side need not be looked at. 0: it is no such side. */
typedef struct quick_step {
  rule_step step;
  uint32_t jump;
} quick_step;

/* What a {condition} asks for. */
typedef enum test_field {
  TEST_GROUP,
  TEST_SCORE,
  TEST_SENTIMENT,
  TEST_LANGUAGE,
  TEST_QUESTION,
  TEST_ROLE,
  TEST_SEGMENT, /* name: the column */
  TEST_FIELDS
} test_field;

typedef enum test_relation {
  RELATION_EQUAL,
  RELATION_UNEQUAL,
  RELATION_BELOW,
  RELATION_AT_MOST,
  RELATION_ABOVE,
  RELATION_AT_LEAST,
  RELATION_COUNT
} test_relation;

typedef struct rule_test {
  uint8_t field, relation;
  bool numeric;        /* `number` is what the value says */
  int32_t number;      /* 1/10000 */
  vox_str name, value; /* value: alternatives between | */
} rule_test;

/* What a rule may find that is no theme: the intents, and behind them */
typedef enum rule_frame {
  FRAME_BELOW = INTENT_COUNT, /* expectation.below, .met, .above */
  FRAME_MET,
  FRAME_ABOVE,
  FRAME_RIVAL_WINS, /* competitor.wins, .loses, .open */
  FRAME_RIVAL_LOSES,
  FRAME_RIVAL_OPEN,
  FRAME_WISHED, /* suggestion.wished: a suggestion that is only wished for */
  FRAME_HARD,   /* effort.hard, .easy */
  FRAME_EASY,
  FRAME_WAIT,  /* effort.wait: somebody waits; a duration in the clause says how hard that was */
  FRAME_AGAIN, /* effort.again: somebody tries; how often, a count says */
  FRAME_COUNT
} rule_frame;

typedef enum rule_severity {
  SEVERITY_LOW,
  SEVERITY_MEDIUM,
  SEVERITY_HIGH,
  SEVERITY_CRITICAL,
  SEVERITY_COUNT
} rule_severity;

static inline bool op_takes_two(uint8_t op) { return op >= OP_AND; }
static inline bool op_is_operand(uint8_t op) { return op <= OP_TEST; }
const char *rule_op_name(rule_op op);
const char *severity_name(rule_severity s); /* "low" .. "critical" */
int severity_by_name(vox_str name);         /* -1: none */
/* A decimal with up to four places as 1/10000; false: it is no number. */
bool rule_number(vox_str s, int32_t *out);
/* The target `intent.churn` of a rule as a number below FRAME_COUNT: an intent or a rule_frame; -1: neither.
 * The reverse, of static memory. */
int rule_frame_of(vox_str target);
vox_str rule_frame_name(uint32_t i);
#endif
