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

/* The groups count their pairs in order, and all of them have a unit. */
static bool pairs_sound(const dict *d) {
  uint32_t before = 0;
  bool sound = true;
  for (size_t i = 0; i < PAIR_GROUPS; i++) {
    const unsigned char *group = d->pairs + 16 * i;
    sound &= get_u32(group) == before;
    before += bits_in(get_u64(group + 4)) + bits_in(get_u32(group + 12));
  }
  return sound && before == d->pair_count;
}

static vox_status open_trie(dict *d, const pack_section *s, vox_error *err) {
  const unsigned char *at = (const unsigned char *)s->bytes.ptr;
  size_t size = s->bytes.len;
  if (size < DICT_HEAD) return corrupt(err, "word trie");
  d->cell_count = get_u32(at), d->id_count = get_u32(at + 4);
  d->longest = get_u32(at + 12), d->pair_count = get_u32(at + 16);
  if (d->id_count != d->chars.id_count || get_u32(at + 8) != PAIR_SIDE || d->longest > WORD_MAX ||
      d->cell_count < d->id_count || d->cell_count > 2 * UNIT_BASE_LIMIT ||
      d->pair_count > PAIR_SIDE * PAIR_SIDE)
    return corrupt(err, "head of the word trie");
  size_t pairs = to_64(DICT_HEAD + 8 * (size_t)d->id_count), units = pairs + PAIR_BYTES;
  size_t unit_count = (size_t)d->pair_count + d->cell_count;
  if (size != units + 8 * unit_count) return corrupt(err, "size of the word trie");
  d->first = at + DICT_HEAD, d->pairs = at + pairs, d->units = at + units;
  if (!units_sound(d, d->first, d->id_count) || !units_sound(d, d->units, unit_count) || !pairs_sound(d))
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
  if (slots != d->id_count + d->pair_count + d->cell_count || d->unknown_cost > COST_MAX)
    return corrupt(err, "head of the words");
  size_t block_count = ((size_t)slots + 63) / 64;
  if (size != DICT_HEAD + 16 * block_count + 4 * (size_t)payload_count)
    return corrupt(err, "size of the words");
  d->blocks = at + DICT_HEAD, d->payloads = d->blocks + 16 * block_count;
  return blocks_sound(d, block_count, payload_count) ? VOX_OK : corrupt(err, "payloads of the words");
}

/* Marks that begin no emoticon, link or number, whatever follows. */
static bool is_plain_mark(uint32_t cp) {
  static const uint32_t marks[] = U",!?\")]\u3001\u3002\u201C\u201D\u300A\u300B\u3010\u3011\u300C\u300D";
  for (size_t i = 0; marks[i]; i++)
    if (marks[i] == cp) return true;
  return false;
}

static bool fill_single(dict *d, mem *m) {
  if (!(d->single = mem_get(m, SINGLE_BYTES(d->id_count)))) return false;
  for (uint32_t id = 0; id < d->id_count; id++) {
    unit u = dict_first(d, id);
    uint8_t what = unit_is_word(u) ? 0 : SINGLE_UNKNOWN;
    if (unit_has_payload(u)) what |= SINGLE_PAYLOAD;
    if (id && is_plain_mark(get_u32(d->chars.folded + 4 * (size_t)id))) what = SINGLE_MARK;
    d->single[id] = what;
  }
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
  dict *opened = fill_single(&d, m) ? mem_get(m, sizeof d) : NULL;
  if (!opened) {
    mem_put(m, d.single, d.single ? SINGLE_BYTES(d.id_count) : 0);
    return fail_memory(err);
  }
  *opened = d, *out = opened;
  return VOX_OK;
}

void dict_free(dict *d, mem *m) {
  if (!d) return;
  added_free(d->added);
  mem_put(m, d->single, SINGLE_BYTES(d->id_count));
  mem_put(m, d, sizeof *d);
}

void dict_extend(dict *d, added *a) { d->added = a; }

const charmap *dict_charmap(const dict *d) { return &d->chars; }
uint32_t dict_word_count(const dict *d) { return d->word_count; }
