/* dict_layout.h - how the dictionary lies in sections WTRI and WORD, and the look-ups of the lattice.
 *
 *   WTRI   0   cell_count, id_count, pair side (PAIR_SIDE), longest word in characters: u32 each; zero up to
 * 64 64  first: a unit (u64) for each character id: what begins with it and what it costs alone; to 64 .
 * pairs: a bit for each pair (a, b) of ids below PAIR_SIDE, at a * PAIR_SIDE + b: some word begins so .
 * cells: cell_count units WORD   0   words, cost of an unknown character, slots, payloads: u32 each; zero up
 * to 64 64  a block of 16 bytes for each 64 slots: u64 which of them have a payload, u32 how many have one
 * before them, u32 zero .   payloads: u32 each, in order of slot
 *
 * A unit is {label u16, cost u16, base 20 bits, children 12 bits}. The unit of the word c1 c2 .. ck is the
 * cell base(unit of c1 .. ck-1) + ck, if its label is ck: bases are given out once, so the label alone tells.
 * `children` is a filter: a character c can follow only if bit UNIT_BIT(c) is set. The cost's top bit says
 * that the word has a payload; UNIT_NO_WORD: only longer words begin so. Slots: first units by id, then
 * cells. Ids go by falling frequency, so the busy corner of the pairs fits a near cache. */
#ifndef SEGMENT_DICT_LAYOUT_H
#define SEGMENT_DICT_LAYOUT_H
#include "base/bytes.h"
#include "segment/segment.h"

#define DICT_HEAD       64u
#define PAIR_SIDE       4096u
#define PAIR_BYTES      (PAIR_SIDE * PAIR_SIDE / 8)
#define WORD_MAX        63u /* characters */
#define UNIT_NO_WORD    0x7FFFu
#define UNIT_PAYLOAD    0x8000u
#define UNIT_FREE       0xFFFFu /* label of a cell that no word uses; ids are smaller */
#define UNIT_BASE_LIMIT (1u << 20)
#define COST_MAX        0x7FFEu
#define ATOM_COST       2560u /* of a token of the other cutters in a mixed lattice: 2 to the -10 */

struct dict {
  charmap chars;
  const unsigned char *first, *pairs, *cells, *blocks, *payloads;
  uint32_t id_count, cell_count, word_count, unknown_cost, longest;
};

typedef uint64_t unit;

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

static inline unit dict_first(const dict *d, uint32_t id) { return get_u64(d->first + 8 * (size_t)id); }
static inline unit dict_cell(const dict *d, uint32_t cell) { return get_u64(d->cells + 8 * (size_t)cell); }

/* The cell behind unit `u` by character `id`: true and `*cell`, `*next`, or false. */
static inline bool dict_step(const dict *d, unit u, uint32_t id, uint32_t *cell, unit *next) {
  if (!unit_may(u, id)) return false;
  *cell = unit_base(u) + id;
  *next = dict_cell(d, *cell);
  return unit_label(*next) == id;
}

/* False: no word begins with a, b. */
static inline bool dict_pair_may(const dict *d, uint32_t a, uint32_t b) {
  if ((a | b) >= PAIR_SIDE) return true;
  size_t at = (size_t)a * PAIR_SIDE + b;
  return d->pairs[at >> 3] >> (at & 7) & 1;
}

/* The payload stored for a slot; 0: none. */
uint32_t dict_payload(const dict *d, uint32_t slot);
#endif
