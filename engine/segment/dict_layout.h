/* dict_layout.h - how the dictionary lies in sections WTRI and WORD, and the look-ups of the lattice.
 *
 *   WTRI   0   u32 each: cells, ids, PAIR_SIDE, longest word in characters, pairs; zero up to 64
 *          64  first: a unit (u64) for each character id; zero up to a multiple of 64
 *          .   groups of pairs: 16 bytes each
 *          .   units of pairs, then cells
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
 * Pairs of characters (most of all look-ups) are found by a bit each. A group holds PAIR_GROUP bits for one
 * first character and neighbouring second ones, {u32 pairs before it, bits}, and the unit's number is the
 * count of bits before it. Ids go by falling frequency and groups of the same second characters lie together,
 * so what common characters ask for is little and lies close. Ids from PAIR_SIDE on have no bit: such pairs
 * are cells.
 *
 * The unit of a longer string c1 .. ck is the cell base(unit of c1 .. ck-1) + ck, if its label is ck: bases
 * are given out once, so the label alone tells. Slots are numbered: first units, pairs, cells. */
#ifndef SEGMENT_DICT_LAYOUT_H
#define SEGMENT_DICT_LAYOUT_H
#include "base/bytes.h"
#include "segment/segment.h"

#define DICT_HEAD       64u
#define PAIR_SIDE       4096u
#define PAIR_GROUP      96u
#define PAIR_GROUPS     (PAIR_SIDE * ((PAIR_SIDE + PAIR_GROUP - 1) / PAIR_GROUP))
#define PAIR_BYTES      (16u * PAIR_GROUPS)
#define WORD_MAX        63u /* characters */
#define UNIT_NO_WORD    0x7FFFu
#define UNIT_PAYLOAD    0x8000u
#define UNIT_FREE       0xFFFFu /* label of a cell that no word uses; ids are smaller */
#define UNIT_BASE_LIMIT (1u << 20)
#define COST_MAX        0x7FFEu
#define ATOM_COST       2560u /* of a token of the other cutters in a mixed lattice: 2 to the -10 */

struct dict {
  charmap chars;
  uint8_t *single; /* by id: what a token of this one character is (SINGLE_*) */
  const unsigned char *first, *pairs, *units, *blocks, *payloads;
  uint32_t id_count, pair_count, cell_count, word_count, unknown_cost, longest;
  struct added *added; /* words of user dictionaries (added.h); NULL: none */
};

/* A token of one character, by its id: bits of TOKEN_UNKNOWN are as in tokens. */
#define SINGLE_UNKNOWN TOKEN_UNKNOWN
#define SINGLE_MARK                                                                                          \
  4u /* an everyday mark that begins nothing longer; else a Han character or of no interest */
#define SINGLE_PAYLOAD 8u
/* The table may be read by fours. */
#define SINGLE_BYTES(ids) (((size_t)(ids) + 3) / 4 * 4)

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
/* `at` counts pairs, then cells. */
static inline unit dict_unit(const dict *d, uint32_t at) { return get_u64(d->units + 8 * (size_t)at); }
/* Where the unit of `u` with `id` behind it lies, if there is one: its label is `id` then. */
static inline uint32_t dict_child(const dict *d, unit u, uint32_t id) {
  return d->pair_count + unit_base(u) + id;
}

/* The unit behind `u` by character `id`: true and `*at`, `*next`, or false. */
static inline bool dict_step(const dict *d, unit u, uint32_t id, uint32_t *at, unit *next) {
  if (!unit_may(u, id)) return false;
  *at = dict_child(d, u, id);
  *next = dict_unit(d, *at);
  return unit_label(*next) == id;
}

/* The group of a pair, and its bit there. The product is exact for all ids below PAIR_SIDE. */
static inline uint32_t pair_group(uint32_t a, uint32_t b) { return (b * 43691u >> 22) * PAIR_SIDE + a; }
static inline uint32_t pair_bit(uint32_t b) { return b - (b * 43691u >> 22) * PAIR_GROUP; }

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
  uint32_t low_a = a & (PAIR_SIDE - 1), low_b = b & (PAIR_SIDE - 1), bit = pair_bit(low_b);
  const unsigned char *group = d->pairs + 16 * (size_t)pair_group(low_a, low_b);
  return (group[4 + (bit >> 3)] >> (bit & 7) & 1) | ((a | b) >= PAIR_SIDE);
}

static inline uint32_t bits_in(uint64_t x) {
#if defined(__POPCNT__) || !defined(__x86_64__)
  return (uint32_t)__builtin_popcountll(x);
#else /* without the instruction a call would be made */
  x -= x >> 1 & 0x5555555555555555u;
  x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
  return (uint32_t)(((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
#endif
}

/* The same of 96 bits, in little more than the time of 64. */
static inline uint32_t bits_in_96(uint64_t low, uint32_t high) {
#if defined(__POPCNT__) || !defined(__x86_64__)
  return bits_in(low) + bits_in(high);
#else
  low -= low >> 1 & 0x5555555555555555u, high -= high >> 1 & 0x55555555u;
  low = (low & 0x3333333333333333u) + (low >> 2 & 0x3333333333333333u);
  low += (high & 0x33333333u) + (high >> 2 & 0x33333333u);
  low = (low & 0x0F0F0F0F0F0F0F0Fu) + (low >> 4 & 0x0F0F0F0F0F0F0F0Fu);
  return (uint32_t)(low * 0x0101010101010101u >> 56);
#endif
}

/* The number of a pair whose bit is set; both ids below PAIR_SIDE. */
static inline uint32_t dict_pair(const dict *d, uint32_t a, uint32_t b) {
  const unsigned char *group = d->pairs + 16 * (size_t)pair_group(a, b);
  uint32_t bit = pair_bit(b), beyond = 0u - (bit >= 64);
  uint64_t before = ((uint64_t)1 << bit % 64) - 1;
  uint64_t low = get_u64(group + 4) & (before | (0u - (uint64_t)(beyond & 1)));
  return get_u32(group) + bits_in_96(low, get_u32(group + 12) & (uint32_t)before & beyond);
}

/* Where the unit of a, b lies, if dict_pair_may; its label tells whether it does. */
static inline uint32_t dict_second(const dict *d, uint32_t a, uint32_t b) {
  if ((a | b) < PAIR_SIDE) return dict_pair(d, a, b);
  return dict_child(d, dict_first(d, a), b);
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
