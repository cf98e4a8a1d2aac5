/* dict.c - opens the dictionary of an artefact: its structure is verified here, once, in linear time. */
#include "segment/added.h"
#include "segment/dict_layout.h"

static vox_status corrupt(vox_error *err, const char *what) {
  return fail(err, VOX_ERR_CORRUPT, "the compiled lexicon is damaged: %s", what);
}

static size_t to_64(size_t n) { return (n + 63) / 64 * 64; }

/* Every step from a unit stays among the cells, whatever character follows. */
static bool units_sound(const dict *d, const unsigned char *units, size_t count) {
  uint32_t last = d->cell_count - d->id_count;
  bool sound = true;
  for (size_t i = 0; i < count; i++) sound &= unit_base(get_u64(units + 8 * i)) <= last;
  return sound;
}

static vox_status open_trie(dict *d, const pack_section *s, vox_error *err) {
  const unsigned char *at = (const unsigned char *)s->bytes.ptr;
  size_t size = s->bytes.len;
  if (size < DICT_HEAD) return corrupt(err, "word trie");
  d->cell_count = get_u32(at), d->id_count = get_u32(at + 4);
  d->longest = get_u32(at + 12);
  if (d->id_count != d->chars.id_count || get_u32(at + 8) != PAIR_BITS || d->longest > WORD_MAX ||
      d->cell_count < d->id_count || d->cell_count > 2 * UNIT_BASE_LIMIT)
    return corrupt(err, "head of the word trie");
  size_t pairs = to_64(DICT_HEAD + 8 * (size_t)d->id_count), units = pairs + PAIR_BYTES;
  if (size != units + 8 * (size_t)d->cell_count) return corrupt(err, "size of the word trie");
  d->first = at + DICT_HEAD, d->filter = at + pairs, d->units = at + units;
  if (!units_sound(d, d->first, d->id_count) || !units_sound(d, d->units, d->cell_count))
    return corrupt(err, "a word");
  return VOX_OK;
}

/* Ranks of the blocks add up to the number of payloads. */
static bool blocks_sound(const dict *d, size_t block_count, uint32_t payload_count) {
  uint32_t before = 0;
  for (size_t i = 0; i < block_count; i++) {
    if (get_u32(d->blocks + 16 * i + 8) != before) return false;
    before += bits_in(get_u64(d->blocks + 16 * i));
  }
  return before == payload_count;
}

static vox_status open_words(dict *d, const pack_section *s, vox_error *err) {
  const unsigned char *at = (const unsigned char *)s->bytes.ptr;
  size_t size = s->bytes.len;
  if (size < DICT_HEAD) return corrupt(err, "words");
  uint32_t slots = get_u32(at + 8), payload_count = get_u32(at + 12);
  d->word_count = get_u32(at), d->unknown_cost = get_u32(at + 4);
  if (slots != d->id_count + d->cell_count || d->unknown_cost > COST_MAX)
    return corrupt(err, "head of the words");
  size_t block_count = ((size_t)slots + 63) / 64;
  if (size != DICT_HEAD + 16 * block_count + 4 * (size_t)payload_count)
    return corrupt(err, "size of the words");
  d->blocks = at + DICT_HEAD, d->payloads = d->blocks + 16 * block_count;
  for (uint32_t i = 0; i < payload_count; i++)
    if (get_u32(d->payloads + 4 * (size_t)i) >= PAYLOAD_LIMIT) return corrupt(err, "payload of a word");
  return blocks_sound(d, block_count, payload_count) ? VOX_OK : corrupt(err, "payloads of the words");
}

/* Marks that begin no emoticon, link or number, whatever follows. */
static bool is_plain_mark(uint32_t cp) {
  static const uint32_t marks[] = U",!?\")]\u3001\u3002\u201C\u201D\u300A\u300B\u3010\u3011\u300C\u300D";
  for (size_t i = 0; marks[i]; i++)
    if (marks[i] == cp) return true;
  return false;
}

/* Payloads lie in the order of their slots: `*next` is the next one that comes. */
static void fill_row(dict *d, uint32_t slot, unit u, const unsigned char **next) {
  uint32_t has = (uint32_t)(get_u64(d->blocks + 16 * (size_t)(slot / 64)) >> slot % 64) & 1;
  uint32_t payload = get_u32(*next) & (0u - (has & unit_has_payload(u)));
  *next += 4 * has;
  d->rows[slot] = (cell_row){gist_make(u), payload << ROW_PAYLOAD};
}

static void fill_rows(dict *d) {
  const unsigned char *next = d->payloads;
  for (uint32_t id = 0; id < d->id_count; id++) {
    unit u = dict_first(d, id);
    d->bases[id] = unit_base(u);
    d->costs[id] = (uint16_t)(unit_is_word(u) ? unit_cost(u) : d->unknown_cost);
    fill_row(d, id, u, &next);
    if (!unit_is_word(u)) d->rows[id].what |= ROW_UNKNOWN;
    if (id && is_plain_mark(get_u32(d->chars.folded + 4 * (size_t)id))) d->rows[id].what = ROW_MARK;
  }
  for (uint32_t i = 0; i < d->cell_count; i++) fill_row(d, d->id_count + i, dict_unit(d, i), &next);
}

static void fill_marks(dict *d) {
  uint32_t last = 0;
  d->first_mark = UINT16_MAX;
  for (uint32_t id = 1; id < d->id_count; id++) {
    if (d->rows[id].what != ROW_MARK) continue;
    if (d->first_mark == UINT16_MAX) d->first_mark = (uint16_t)id;
    last = id;
    if (id - d->first_mark < MARKS_REACH) d->marks[id - d->first_mark] = 1;
  }
  d->marks_near = last && last - d->first_mark < MARKS_REACH;
}

/* How the folded form follows from a code point, most simply. */
static char_way way_of(uint32_t cp, uint32_t to) {
  if (to == cp) return WAY_SAME;
  if (to == cp - WAY_NARROW_BY) return WAY_NARROW;
  return to == cp + WAY_LOWER_BY ? WAY_LOWER : WAY_ASK;
}

static void fill_chars(dict *d) {
  for (uint32_t cp = 0; cp < CHARS_LOW; cp++) {
    char_entry e = charmap_get(&d->chars, cp);
    uint32_t to = e.id ? get_u32(d->chars.folded + 4 * (size_t)e.id) : char_fold(cp);
    d->chars_low[cp] = char_row_make(e, way_of(cp, to));
    if (cp - 0xD800 < 0x800) d->chars_low[cp] = ~(uint32_t)0;
  }
}

/* Tables that make look-ups denser than the artefact has them. */
static bool fill_tables(dict *d, mem *m) {
  if (!(d->chars_low = mem_get(m, TABLE_BYTES(d)))) return false;
  d->pairs = (unsigned char *)(d->chars_low + CHARS_LOW);
  d->rows = (cell_row *)(void *)(d->pairs + PAIR_BYTES), d->cells = d->rows + d->id_count;
  d->bases = (uint32_t *)(void *)(d->rows + d->id_count + d->cell_count);
  d->costs = (uint16_t *)(void *)(d->bases + d->id_count);
  memcpy(d->pairs, d->filter, PAIR_BYTES);
  fill_chars(d);
  fill_rows(d);
  fill_marks(d);
  return true;
}

vox_status dict_open(dict **out, mem *m, const pack *p, vox_error *err) {
  const pack_section *chars, *trie, *words;
  dict d = {0};
  vox_status status = VOX_OK;
  if (p->fold_version != FOLD_VERSION || strcmp(p->unicode, CHARS_UNICODE) != 0)
    return fail(err, VOX_ERR_VERSION, "the compiled lexicon was folded by other rules than this program's");
  if ((status = pack_need(p, PACK_TAG('C', 'H', 'A', 'R'), &chars, err)) != VOX_OK ||
      (status = pack_need(p, PACK_TAG('W', 'T', 'R', 'I'), &trie, err)) != VOX_OK ||
      (status = pack_need(p, PACK_TAG('W', 'O', 'R', 'D'), &words, err)) != VOX_OK ||
      (status = charmap_open(&d.chars, chars->bytes, err)) != VOX_OK ||
      (status = open_trie(&d, trie, err)) != VOX_OK || (status = open_words(&d, words, err)) != VOX_OK)
    return status;
  dict *opened = fill_tables(&d, m) ? mem_get(m, sizeof d) : NULL;
  if (!opened) {
    mem_put(m, d.chars_low, d.chars_low ? TABLE_BYTES(&d) : 0);
    return fail_memory(err);
  }
  *opened = d, *out = opened;
  return VOX_OK;
}

void dict_free(dict *d, mem *m) {
  if (!d) return;
  added_free(d->added);
  mem_put(m, d->chars_low, TABLE_BYTES(d));
  mem_put(m, d, sizeof *d);
}

void dict_extend(dict *d, added *a) { d->added = a; }

const charmap *dict_charmap(const dict *d) { return &d->chars; }
uint32_t dict_word_count(const dict *d) { return d->word_count; }
