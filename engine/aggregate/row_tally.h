/* row_tally.h - one row while its cells come in: everything that counts once a row is gathered here first.
 *
 * Nothing of it reaches the report before the row is complete, so a row that fails half-way leaves no trace.
 */
#ifndef AGGREGATE_ROW_TALLY_H
#define AGGREGATE_ROW_TALLY_H
#include "aggregate/quotes.h"
#include "aggregate/tally.h"
#include "base/vec.h"

/* What the row says of a theme, its own hits and those of the themes under it. */
typedef struct row_theme {
  int64_t sum, scored;  /* over hits with a sentiment */
  uint64_t rank;        /* best quote rank in the latest cell */
  uint32_t cells;       /* that mention it */
  uint32_t latest;      /* cell, counted from 1 */
  uint8_t labels;       /* bit 1 << vox_label */
  bool touched, direct; /* by a hit; by one of its own */
  bool above;           /* stands above a direct hit of the row: not a leaf */
  int32_t emotions[EMOTION_COUNT];
} row_theme;

/* A quote to enter the lists when the row is complete. */
typedef struct row_quote {
  uint32_t theme;
  quote quote;
} row_quote;

enum { ROW_ROLES = 5 };

/* What the cells of a question role said. */
typedef struct row_role {
  uint32_t cells, non_answers, labels[TALLY_LABELS];
} row_role;

typedef struct row_tally {
  mem *mem;
  const catalogue *names;
  vox_row row; /* views hold until the row ends */
  bool open;
  bool quoted; /* its comments may become quotes: they are ranked */
  uint8_t digest[32];
  uint64_t text_hash;
  uint32_t text_cells; /* cells that are not blank */
  uint32_t seen, non_answers,
      foreign;         /* of those that were analysed: all, non-answers, in no language of ours */
  uint32_t cell;       /* the one being added, counted from 1 */
  bool suspect;        /* a cell was called spam */
  int64_t sum, scored; /* sentiment over cells */
  uint8_t labels;
  int32_t emotions[EMOTION_COUNT];
  int64_t effort, effort_cells; /* sum over cells that speak of it */
  uint32_t quality, flags;      /* of any cell */
  uint64_t intents;             /* bit 1 << intent */
  row_role roles[ROW_ROLES];
  row_theme *themes; /* theme_count */
  uint32_t *touched; /* numbers of the themes that were, in order of arrival */
  uint32_t touched_count;
  VEC(row_quote) quotes;
} row_tally;

vox_status row_tally_init(row_tally *t, mem *m, const catalogue *names, vox_error *err);
void row_tally_free(row_tally *t);
/* Forgets the row before it, complete or not. */
void row_tally_begin(row_tally *t, const vox_row *row);
/* Counts a cell's result. Where quotes are wanted row_tally_touch_cell is to be asked afterwards. */
void row_tally_add(row_tally *t, const vox_result *result, vox_role role);
/* Is it white space and nothing else? */
bool text_is_blank(vox_str text);

/* ---- What the complete row says ---- */
static inline bool row_answered(const row_tally *t) { return t->text_cells > 0; }
static inline bool row_is_non_answer(const row_tally *t) {
  return row_answered(t) && t->seen && t->seen == t->non_answers;
}
static inline bool row_in_share_base(const row_tally *t) { return row_answered(t) && !row_is_non_answer(t); }
/* One label for what several cells or hits said. */
vox_label label_of_bits(uint8_t labels);
/* The mean of `scored` scores, 0 for none. */
int32_t row_mean(int64_t sum, int64_t scored);
#endif
