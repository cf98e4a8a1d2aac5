/* rule_scan.h - a rule's text to words. Full-width letters, marks and quotes count as their ASCII forms. */
#ifndef LEXICON_RULE_SCAN_H
#define LEXICON_RULE_SCAN_H
#include "lexicon/rule.h"

typedef enum rule_word_kind {
  WORD_END,
  WORD_OPEN,
  WORD_CLOSE,
  WORD_TERM,     /* text: as written */
  WORD_PHRASE,   /* text: between the quotes */
  WORD_THEME,    /* text: the id behind # */
  WORD_MACRO,    /* text: the name behind @ */
  WORD_TEST,     /* text: between the braces */
  WORD_OPERATOR, /* op, reach */
  WORD_BAD       /* problem */
} rule_word_kind;

typedef struct rule_word {
  rule_word_kind kind;
  rule_op op;
  uint16_t reach;
  size_t at; /* its first byte in the rule's text */
  vox_str text;
  const char *problem;
} rule_word;

/* The word at `*at`, which moves behind it. */
rule_word rule_scan(vox_str rule, size_t *at);
/* The condition between braces; the words of `out` lie in `text`. NULL, or what is wrong with it. */
const char *rule_read_test(vox_str text, rule_test *out);
#endif
