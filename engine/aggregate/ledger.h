/* ledger.h - a bounded table: text keys, whole numbers under each that add up in any order.
 *
 * At most `max` keys are kept: those with the smallest hash. A key that belongs to the smallest of all rows
 * belongs to the smallest of every part of them, so its numbers are complete wherever the rows were cut, and
 * tables merge to what one run would have kept. The table may hold up to twice as many keys between two
 * clearings; ledger_settle brings it to its bound. */
#ifndef AGGREGATE_LEDGER_H
#define AGGREGATE_LEDGER_H
#include "aggregate/sparse.h"
#include "base/span.h"

typedef struct tally_cell {
  uint64_t rank;   /* hash of the key, the same on every machine */
  uint64_t slot;   /* hash of the key under this table's own seed */
  vox_str key;     /* behind the numbers */
  sparse sub;      /* numbers by theme */
  uint64_t number; /* what else the table's owner knows it by */
  uint64_t stamp;  /* the row that last asked for it: for counting once a row */
  int64_t v[];     /* width */
} tally_cell;

/* A place of the table: a cell and its hash, so that other cells are not looked at. */
typedef struct ledger_slot {
  uint64_t hash;
  tally_cell *cell; /* NULL: free */
} ledger_slot;

typedef struct ledger {
  mem *mem;
  uint32_t width, sub_width;
  size_t max;
  bool by_head;      /* keys that agree up to U+001F have the same rank: they stay or go together */
  tally_cell **list; /* in no order */
  size_t len, cap;
  ledger_slot *slots;
  size_t slot_count;
  uint64_t seed;
  uint64_t drops; /* cells that are no more: a pointer to one may hold as long as this stays */
  bool dropped;   /* more than max keys were seen; those above `last` are not taken any more */
  uint64_t last;
} ledger;

void ledger_init(ledger *c, mem *m, uint32_t width, uint32_t sub_width, size_t max);
void ledger_free(ledger *c);
/* Room for `more` new keys without a clearing, so that cells taken meanwhile stay. False: memory ends. */
bool ledger_reserve(ledger *c, size_t more);
/* The cell of `key`, made with zeros when it is new. NULL: *beyond tells whether the key lies beyond the
 * bound; otherwise memory ended. */
tally_cell *ledger_take(ledger *c, vox_str key, bool *beyond);
/* The same in steps, for many keys at once: the hash, what its look-up will read, the cell. */
uint64_t ledger_hash(const ledger *c, vox_str key);
void ledger_expect_slot(const ledger *c, uint64_t hash);
void ledger_expect_cell(const ledger *c, uint64_t hash);
tally_cell *ledger_take_hashed(ledger *c, vox_str key, uint64_t hash, bool *beyond);
tally_cell *ledger_find(const ledger *c, vox_str key);
/* Exactly the `max` smallest. */
void ledger_settle(ledger *c);
/* The table is what a bounded one left: keys beyond its greatest rank are not taken any more. */
void ledger_mark_bounded(ledger *c);
bool ledger_reserve_merge(ledger *into, const ledger *from); /* all that may fail */
void ledger_merge(ledger *into, const ledger *from);
/* The kept cells whose first number is not 0, in order of their keys; *count of them, `list` has room for
 * c->len. */
void ledger_in_order(const ledger *c, const tally_cell **list, size_t *count);
/* Were there more keys than are kept? */
static inline bool ledger_bounded(const ledger *c) { return c->dropped || c->len > c->max; }
#endif
