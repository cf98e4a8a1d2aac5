/* extras.h - what a report counts beside its first figures: slices, terms, pairs of themes, roles, customers.
 *
 * All of it is whole numbers in tables (ledger.h), so it merges; which columns are asked is the plan's.
 *
 *   slices   all rows; by segment, node of a hierarchy, period, side of a comparison (slice.h)
 *   matrix   stage x touchpoint x driver: rows, groups, sentiment of what was said of the cell
 *   choices  ticked drivers, and the themes that the same rows mention
 *   terms    words and the rows that hold them: all, by group, untagged, by side
 *   comments of customers, as keys: customer, date, hash of the row, id (with U+001F between)
 *   pairs    of leaf themes by sign of sentiment (none, positive, negative): X'X of the drivers */
#ifndef AGGREGATE_EXTRAS_H
#define AGGREGATE_EXTRAS_H
#include "aggregate/ledger.h"
#include "aggregate/plan.h"
#include "base/buf.h"

typedef enum extras_table {
  TABLE_SEGMENT,
  TABLE_NODE,
  TABLE_PERIOD,
  TABLE_ARM,
  TABLE_MATRIX,
  TABLE_CHOICE,
  TABLE_TERM,
  TABLE_COMMENT,
  TABLES
} extras_table;

enum matrix_field { X_N, X_GROUPS, X_SENTIMENT_N = 4, X_SENTIMENT_SUM, X_SENTIMENT_SQUARES, X_FIELDS };
enum term_field { W_N, W_GROUPS, W_UNTAGGED = 4, W_ARMS, W_FIELDS = W_ARMS };
enum comment_field { C_N, C_GROUP, C_LABEL, C_THEME, C_FIELDS }; /* all but C_N: times C_N */
enum role_field { R_CELLS, R_NON_ANSWERS, R_LABELS, R_FIELDS = R_LABELS + TALLY_LABELS };
enum driver_field { D_N, D_SUM = 3, D_FIELDS = 6 }; /* by sign; sums of y */

enum {
  SIGNS = 3,
  PAIR_FIELDS = SIGNS * SIGNS,
  BITS = 32,
  LANGS = 6,
  LEAVES_MAX = 16,
  HINTED = 512,
  ROW_CELLS = PLAN_SEGMENTS + 1 + PLAN_ARMS + PLAN_LEVELS + 8
};

/* A cell of the matrix that the row speaks of. */
typedef struct row_matrix {
  tally_cell *cell;
  int64_t sum, scored;
  uint8_t labels;
} row_matrix;

/* Where a theme belongs in the matrix. */
typedef struct theme_place {
  vox_str stage, touchpoint, driver;
} theme_place;

typedef struct extras {
  mem *mem;
  const catalogue *names;
  theme_place *places; /* of each theme */
  plan plan;
  bool is_nps;
  int64_t all[S_FIELDS];
  sparse all_themes;
  ledger tables[TABLES];
  sparse *pairs; /* of theme a with themes b >= a */
  /* Where themes stand in `all_themes`, where b stands in the pairs of a: hints (sparse.h). NULL: there are
   * more themes than HINTED. */
  uint16_t *theme_hints, *pair_hints;
  int64_t *drivers;   /* theme_count * D_FIELDS */
  int64_t outcome[3]; /* rows, sum and squares of y: -1, 0, 1 or the score in 1/100 */
  int64_t roles[ROW_ROLES][R_FIELDS];
  int64_t quality[BITS], flags[BITS], langs[LANGS]; /* rows; rows; ledger */
  int64_t intents[INTENT_COUNT][4];                 /* rows by vox_group */
  int64_t group_conflicts;
  tally_cell **known; /* by number of a term: the cell of its word; NULL: not known */
  size_t known_room;
  uint64_t known_drops; /* how many cells the table of words had dropped then */
  /* the row at hand */
  uint64_t serial;
  uint32_t row_langs[LANGS];
  buf key, words;             /* words: by their text, each ends in NUL */
  VEC(uint32_t) word_numbers; /* of these: their terms, 0: none */
  VEC(uint32_t) known_words;  /* by their terms */
  VEC(tally_cell *) word_cells;
  tally_cell *slices[ROW_CELLS];
  uint32_t slice_count;
  row_matrix matrix[LEAVES_MAX];
  uint32_t matrix_count;
  VEC(tally_cell *) ticks; /* the first: all rows with a tick */
  tally_cell *comment;
} extras;

vox_status extras_init(extras *x, mem *m, const catalogue *names, const vox_str *asks, size_t ask_count,
                       bool is_nps, uint32_t max_terms, vox_error *err);
void extras_free(extras *x);
void extras_begin_row(extras *x);
/* Words and language of a cell that is no non-answer. */
void extras_note_cell(extras *x, const vox_result *result);
/* All that may fail, then all that counts. */
bool extras_reserve_row(extras *x, const row_tally *t);
void extras_count_row(extras *x, const row_tally *t);
bool extras_reserve_merge(extras *into, const extras *from);
void extras_merge(extras *into, const extras *from);

/* The leaves among the touched themes, in the catalogue's order, at most LEAVES_MAX. */
uint32_t row_leaves(const row_tally *t, uint32_t leaves[LEAVES_MAX]);
/* The places of all themes; NULL: memory ended. */
theme_place *theme_places(mem *m, const catalogue *names);
/* The value of "stage" in "stage=delivery touchpoint=courier"; empty: none. */
vox_str facet_of(const theme_info *theme, vox_str name);
#endif
