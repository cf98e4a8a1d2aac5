/* numbers.h - every whole number of a report by name, for whoever carries it elsewhere (output/partial_*).
 *
 * Counts are 0 .. NUMBER_COUNT_MAX, sums are within +-NUMBER_SUM_MAX: within these bounds no figure of a
 * report leaves 64 bits, whatever a partial report says. */
#ifndef AGGREGATE_NUMBERS_H
#define AGGREGATE_NUMBERS_H
#include "aggregate/state.h"

#define NUMBER_COUNT_MAX ((int64_t)1 << 36)
#define NUMBER_SUM_MAX   ((int64_t)1 << 62)

/* Which numbers of a row are sums; the others are counts. */
typedef enum number_shape {
  SHAPE_COUNTS,
  SHAPE_SUMS,
  SHAPE_TALLY,       /* a score_tally: n, sum, squares in two words of any bits, labels */
  SHAPE_EMOTION,     /* an emotion_tally */
  SHAPE_SLICE,       /* slice_field */
  SHAPE_SLICE_THEME, /* slice_theme_field */
  SHAPE_MATRIX,
  SHAPE_DRIVER,
  SHAPE_OUTCOME
} number_shape;

enum { TALLY_WORDS = 4 + TALLY_LABELS, EMOTION_WORDS = 2 + REPORT_GROUPS };

/* May number `i` of such a row be `value`? Rows of a shape repeat. */
bool number_fits(number_shape shape, size_t i, int64_t value);

typedef struct number_block {
  const char *name;
  number_shape shape;
  int64_t *at;
  size_t n;
} number_block;

enum { REPORT_BLOCKS = 26 };
/* The blocks of fixed length, in their order; how many. */
size_t report_blocks(report *r, number_block out[REPORT_BLOCKS]);

/* A theme's tally as one row of words. */
enum { THEME_WORDS = sizeof(theme_tally) / sizeof(int64_t) };
bool theme_word_fits(size_t i, int64_t value);

/* Names of the tables, and what their rows hold. */
extern const char *const table_names[TABLES];
number_shape table_shape(extras_table table);
#endif
