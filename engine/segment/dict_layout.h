/* dict_layout.h - how the dictionary lies in sections WTRI and WORD, and the look-ups of the lattice.
 *
 *   WTRI   0   u32 each: cells, ids, PAIR_BITS, longest word in characters; zero up to 64
 *          64  first: a unit (u64) for each character id; zero up to a multiple of 64
 *          .   a filter of pairs: PAIR_BITS bits
 *          .   cells: a unit each
 *   WORD   0   u32 each: words, cost of an unknown character, slots, payloads; zero up to 64
 *          64  a block of 16 bytes for each 64 slots: u64 which of them have a payload,
 *              u32 how many slots before them have one, u32 zero
 *          .   payloads: u32 each, in order of slot
 *
 * A unit stands for a string of characters that begins some word: {label u16, cost u16, base 20 bits,
 * children 12 bits}, from the lowest bit up. The cost's top bit says that the word has a payload;
 * UNIT_NO_WORD: only longer words begin so. `children` is a filter: a character c can follow only if bit
 * unit_bit(c) is set.
 *
 * The unit of a longer string c1 .. ck is the cell base(unit of c1 .. ck-1) + ck, if its label is ck: bases
 * are given out once, so the label alone tells. Ids go by falling frequency, so what common characters ask
 * for lies close together. Slots are numbered: first units, cells.
 *
 * Two characters begin a word only if the filter of pairs has the bit pair_bit(c1, c2). It is small enough to
 * stay near the processor, and two of three pairs of a comment go no further: what they would ask of the
 * cells lies everywhere.
 *
 * When the dictionary is opened, tables are made of it that need fewer look-ups. */
#ifndef SEGMENT_DICT_LAYOUT_H
#define SEGMENT_DICT_LAYOUT_H
#include "base/bytes.h"
#include "segment/segment.h"

#define DICT_HEAD       64u
#define PAIR_BITS       (1u << 20)
#define PAIR_BYTES      (PAIR_BITS / 8)
#define PAIR_FIRST      0x9E3779B1u /* factors of the ids; the top 20 bits of the sum of products count */
#define PAIR_SECOND     0x85EBCA77u
#define PAIR_SHIFT      12
#define WORD_MAX        63u /* characters */
#define UNIT_NO_WORD    0x7FFFu
#define UNIT_PAYLOAD    0x8000u
#define UNIT_FREE       0xFFFFu /* label of a cell that no word uses; ids are smaller */
#define UNIT_BASE_LIMIT (1u << 20)
#define PAYLOAD_LIMIT   (1u << 28)
#define COST_MAX        0x7FFEu
#define ATOM_COST       2560u /* of a token of the other cutters in a mixed lattice: 2 to the -10 */

typedef uint64_t unit;

/* What every pair of a comment and every token asks for; together, since whatever lies apart is waited for
 * apart. `gist`, of cells: {label u16, children 12 bits, ROW_WORD}. `what`: ROW_* and from bit ROW_PAYLOAD up
 * the payload of the word. */
typedef struct cell_row {
  uint32_t gist, what;
} cell_row;
#define ROW_WORD    0x10000000u
#define ROW_UNKNOWN TOKEN_UNKNOWN /* in `what` of a character: it is no word */
#define ROW_MARK    4u            /* an everyday mark that begins nothing longer */
#define ROW_PAYLOAD 4

#define MARKS_REACH 128u

struct dict {
  charmap chars;
  uint32_t *chars_low;   /* by code point below CHARS_LOW: its entry, see char_row_make */
  cell_row *rows;        /* by id: tokens of one character; from id_count on: those of cells */
  const cell_row *cells; /* by cell */
  uint32_t *bases;       /* by id: the base of its unit */
  uint16_t *costs;       /* by id: what a token of this one character costs */
  unsigned char *pairs;  /* the filter */
  const unsigned char *first, *filter, *units, *blocks, *payloads;
  uint32_t id_count, cell_count, word_count, unknown_cost, longest;
  uint8_t marks[MARKS_REACH]; /* by how far an id is from `first_mark`: is it ROW_MARK? */
  uint16_t first_mark;        /* the lowest such id */
  bool marks_near;            /* `marks` has all of them */
  struct added *added;        /* words of user dictionaries (added.h); NULL: none */
};

/* Rows of `chars_low`, from the lowest bit up: {id u16, kind 4 bits, char_way 2 bits, zero, is it a
 * CHAR_MARK?, flags u8}. No text yields a surrogate: their rows have all flags. */
#define CHARS_LOW 0x10000u
typedef enum char_way { WAY_SAME, WAY_NARROW, WAY_LOWER, WAY_ASK } char_way; /* ASK: char_fold knows */
#define WAY_NARROW_BY 0xFEE0u
#define WAY_LOWER_BY  32u
#define ROW_MARKS     0x800000u
static inline uint32_t char_row_make(char_entry e, char_way way) {
  uint32_t row = e.id | (uint32_t)e.kind << 16 | (uint32_t)way << 20 | (uint32_t)e.flags << 24;
  return e.kind == CHAR_MARK ? row | ROW_MARKS : row;
}

#define ROW_FLAGS 0x1000000u /* rows from here on have some flag */
static inline uint8_t row_kind(uint32_t row) { return row >> 16 & 15; }
static inline uint32_t row_way(uint32_t row) { return row >> 20 & 3; }

static inline unsigned unit_bit(uint32_t id) { return (id & 255) * 3 >> 6; }
static inline unit unit_make(uint32_t label, uint32_t cost, uint32_t base, uint32_t children) {
  return label | (uint64_t)cost << 16 | (uint64_t)base << 32 | (uint64_t)children << 52;
}
static inline uint32_t unit_label(unit u) { return (uint32_t)u & 0xFFFF; }
static inline uint32_t unit_cost(unit u) { return (uint32_t)u >> 16 & 0x7FFF; }
static inline bool unit_is_word(unit u) { return unit_cost(u) != UNIT_NO_WORD; }
static inline bool unit_has_payload(unit u) { return (uint32_t)u >> 31; }
static inline uint32_t unit_base(unit u) { return (uint32_t)(u >> 32) & (UNIT_BASE_LIMIT - 1); }
static inline bool unit_may(unit u, uint32_t id) { return u >> 52 >> unit_bit(id) & 1; }

static inline uint32_t gist_make(unit u) {
  uint32_t gist = unit_label(u) | (uint32_t)(u >> 52) << 16;
  return gist | (unit_is_word(u) ? ROW_WORD : 0);
}
static inline uint32_t gist_label(uint32_t gist) { return gist & 0xFFFF; }
static inline uint32_t gist_may(uint32_t gist, uint32_t id) { return gist >> (16 + unit_bit(id)) & 1; }

/* The tables lie in one block, which lies on large pages as far as these go. */
#define TABLE_BYTES(d)                                                                                       \
  (4 * (size_t)CHARS_LOW + PAIR_BYTES + 6 * (size_t)(d)->id_count +                                          \
   sizeof(cell_row) * ((size_t)(d)->id_count + (d)->cell_count))

static inline unit dict_first(const dict *d, uint32_t id) { return get_u64(d->first + 8 * (size_t)id); }
static inline unit dict_unit(const dict *d, uint32_t at) { return get_u64(d->units + 8 * (size_t)at); }
/* The cell of the unit of `u` with `id` behind it, if there is one: its label is `id` then. */
static inline uint32_t dict_child(unit u, uint32_t id) { return unit_base(u) + id; }

/* The unit behind `u` by character `id`: true and `*at`, `*next`, or false. */
static inline bool dict_step(const dict *d, unit u, uint32_t id, uint32_t *at, unit *next) {
  if (!unit_may(u, id)) return false;
  *at = dict_child(u, id);
  *next = dict_unit(d, *at);
  return unit_label(*next) == id;
}

static inline uint32_t pair_bit(uint32_t a, uint32_t b) {
  return (a * PAIR_FIRST + b * PAIR_SECOND) >> PAIR_SHIFT;
}

/* Memory that will be read soon: look-ups lie far apart, and waiting for them is most of the work. */
static inline void fetch_ahead(const void *at) {
#ifdef __GNUC__
  __builtin_prefetch(at);
#else
  (void)at;
#endif
}

/* False: no word begins with a, b. */
static inline bool dict_pair_may(const dict *d, uint32_t a, uint32_t b) {
  uint32_t bit = pair_bit(a, b);
  return d->pairs[bit >> 3] >> (bit & 7) & 1;
}

/* The cell of a, b; its label tells whether it is. */
static inline uint32_t dict_second(const dict *d, uint32_t a, uint32_t b) { return d->bases[a] + b; }

static inline uint32_t bits_in(uint64_t x) {
#if defined(__POPCNT__) || !defined(__x86_64__)
  return (uint32_t)__builtin_popcountll(x);
#else /* without the instruction a call would be made */
  x -= x >> 1 & 0x5555555555555555u;
  x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
  return (uint32_t)(((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
#endif
}

/* The payload stored for a slot; 0: none. */
static inline uint32_t dict_payload(const dict *d, uint32_t slot) {
  const unsigned char *block = d->blocks + 16 * (size_t)(slot / 64);
  uint64_t bits = get_u64(block), mine = (uint64_t)1 << slot % 64;
  if (!(bits & mine)) return 0;
  uint32_t before = get_u32(block + 8) + bits_in(bits & (mine - 1));
  return get_u32(d->payloads + 4 * (size_t)before);
}
#endif
