/* dict_build.c - gathers words and settles what they cost. See dict_build.h.
 *
 * A word of the base dictionary costs what its frequency says. A word of ours costs that or, if less, one
 * less than its cheapest split, so it is never taken apart. A word of the base dictionary that is dearer than
 * its cheapest split can stand in no cheapest path and is left out: han.c relies on that. */
#include "segment/dict_build.h"
#include "base/map.h"
#include "segment/costs.h"
#include "segment/counted.h"
#include "segment/forms.h"
#include "segment/word_trie.h"
#include "segment/work.h"
#include "text/utf8.h"

enum { SCALARS = 0x110000 };

/* What is known of a word; in the order of the map's entries. */
typedef struct word_info {
  uint64_t count;
  uint32_t cost;
  uint16_t chars;
  bool ours, base, counted, dropped;
  bool adjective, form; /* of the base dictionary's; made by rule */
} word_info;

struct dict_builder {
  mem *mem;
  uint32_t min_count;
  map words; /* folded UTF-8 -> index into infos */
  VEC(word_info) infos;
  folded folded;
  buf key;
  segmenter *atoms; /* cuts what is not Han */
  uint64_t *weight; /* of each code point: how often words with it are used */
  uint64_t total;
  dict_skip_fn skip; /* which forms are none */
  const void *skip_context;
  uint16_t *ids; /* of each code point, once the alphabet is fixed */
  uint32_t id_count;
};

vox_status dict_builder_new(dict_builder **out, mem *m, uint32_t min_count, vox_error *err) {
  dict_builder *b = mem_array(m, 1, sizeof *b);
  if (!b) return fail_memory(err);
  b->mem = m, b->min_count = min_count;
  map_init(&b->words, m);
  folded_init(&b->folded, m);
  buf_init(&b->key, m, 1 << 20);
  b->weight = mem_array(m, SCALARS, sizeof *b->weight);
  vox_status status = b->weight ? segmenter_new(&b->atoms, m, NULL, err) : fail_memory(err);
  if (status != VOX_OK)
    dict_builder_free(b);
  else
    *out = b;
  return status;
}

void dict_builder_free(dict_builder *b) {
  if (!b) return;
  map_free(&b->words);
  vec_free(b->mem, &b->infos);
  folded_free(&b->folded);
  buf_free(&b->key);
  segmenter_free(b->atoms);
  mem_put(b->mem, b->weight, SCALARS * sizeof *b->weight);
  if (b->ids) mem_put(b->mem, b->ids, SCALARS * sizeof *b->ids);
  mem_put(b->mem, b, sizeof *b);
}

/* The word's place in `infos`, made if it is new; false when memory ends. */
static bool word_of(dict_builder *b, vox_str word, word_info **info) {
  map_entry *e = map_put(&b->words, word, b->infos.len);
  if (!e) return false;
  if (e->value == b->infos.len && !vec_push(b->mem, &b->infos, ((word_info){0}))) return false;
  *info = &b->infos.ptr[e->value];
  return true;
}

/* Number of characters; sets whether all are Han. */
static size_t measure(vox_str word, bool *han) {
  size_t chars = 0;
  *han = true;
  for (size_t at = 0; at < word.len; chars++) *han &= char_kind_of(utf8_next(word, &at)) == CHAR_HAN;
  return chars;
}

static void weigh(dict_builder *b, vox_str word, uint64_t count) {
  for (size_t at = 0; at < word.len;) b->weight[utf8_next(word, &at)] += count;
}

enum { GUESS_SHARE = 1000 }; /* one in so many uses of a character is of a given word with it */

uint64_t dict_builder_use(const dict_builder *b, vox_str folded_utf8) {
  const map_entry *found = map_find(&b->words, folded_utf8);
  uint64_t rarest = UINT64_MAX;
  if (found && b->infos.ptr[found->value].count) return b->infos.ptr[found->value].count;
  for (size_t at = 0; at < folded_utf8.len;) {
    uint64_t weight = b->weight[utf8_next(folded_utf8, &at)];
    if (weight < rarest) rarest = weight;
  }
  return rarest == UINT64_MAX ? 0 : rarest / GUESS_SHARE;
}

static vox_status add_base(dict_builder *b, vox_str word, uint64_t count, vox_str tag, vox_error *err) {
  bool han = false;
  word_info *info;
  if (fold_text(&b->folded, word) != VOX_OK) return fail_memory(err);
  buf_clear(&b->key);
  fold_to_utf8(&b->folded, &b->key);
  vox_str folded_word = buf_view(&b->key);
  if (b->key.status != VOX_OK) return fail_memory(err);
  if (measure(folded_word, &han) > WORD_MAX || !han || !folded_word.len) return VOX_OK;
  if (!word_of(b, folded_word, &info)) return fail_memory(err);
  info->count += count, info->base = true;
  info->counted |= counted_is(folded_word, tag);
  info->adjective |= tag.len && tag.ptr[0] == 'a';
  info->chars = (uint16_t)b->folded.len;
  b->total += count;
  weigh(b, folded_word, count);
  return VOX_OK;
}

/* Decimal digits below 2^40; false for anything else. */
static bool read_count(vox_str digits, uint64_t *count) {
  *count = 0;
  for (size_t i = 0; i < digits.len; i++) {
    if (digits.ptr[i] < '0' || digits.ptr[i] > '9' || *count >> 40) return false;
    *count = *count * 10 + (uint64_t)(digits.ptr[i] - '0');
  }
  return digits.len > 0 && !(*count >> 40);
}

/* Cuts the last field off; it is empty when there is no space. */
static vox_str cut_last(vox_str *line) {
  size_t at = line->len;
  while (at > 0 && line->ptr[at - 1] != ' ') at--;
  vox_str field = str_sub(*line, at, line->len);
  *line = at ? str_trim(str_sub(*line, 0, at)) : (vox_str){line->ptr, 0};
  return field;
}

vox_status dict_builder_base(dict_builder *b, vox_str file, vox_error *err) {
  const char *start = file.ptr;
  for (uint64_t number = 1; file.ptr && file.len; number++) {
    uint64_t count, offset = (uint64_t)(file.ptr - start);
    vox_str line = str_trim(str_cut(&file, '\n'));
    if (!line.len) continue;
    vox_str tag = cut_last(&line), digits = cut_last(&line);
    if (!line.len || !read_count(digits, &count))
      return fail_row(err, VOX_ERR_SYNTAX, "bad_row", number, offset, "line %llu is not: word count tag",
                      (unsigned long long)number);
    if (count < b->min_count) continue;
    vox_status status = add_base(b, line, count, tag, err);
    if (status != VOX_OK) return status;
  }
  return VOX_OK;
}

vox_status dict_builder_list(const dict_builder *b, buf *out, vox_error *err) {
  uint32_t *order = map_sorted(&b->words, b->mem);
  if (!order) return fail_memory(err);
  for (size_t i = 0; i < b->words.len; i++) {
    const map_entry *e = &b->words.list[order[i]];
    const word_info *w = &b->infos.ptr[e->value];
    if (!w->base) continue;
    buf_str(out, e->key);
    buf_byte(out, ' ');
    buf_u64(out, w->count);
    buf_text(out, w->counted ? " m\n" : w->adjective ? " a\n" : " x\n"); /* as add_base asks for */
  }
  mem_put(b->mem, order, b->words.len * sizeof *order);
  return out->status == VOX_OK ? VOX_OK
                               : fail(err, out->status, "the base dictionary does not fit into memory");
}

/* The word cut by the other cutters; its Han characters stand alone. */
static vox_status cut_atoms(dict_builder *b, vox_str word, segmented *out, vox_error *err) {
  return segment_text(b->atoms, word, out, err);
}

vox_status dict_builder_word(dict_builder *b, vox_str word, vox_error *err) {
  segmented cut;
  word_info *info;
  vox_status status = cut_atoms(b, word, &cut, err);
  if (status != VOX_OK) return status;
  if (cut.token_count == 0 || cut.len > WORD_MAX)
    return fail(err, VOX_ERR_LIMIT, "a word must have 1 to %u characters", WORD_MAX);
  for (uint32_t i = 0; i < cut.len; i++)
    if (cut.kind[i] == CHAR_SPACE || cut.kind[i] == CHAR_NEWLINE)
      return fail(err, VOX_ERR_ARGUMENT, "a word must hold no white space");
  if (cut.token_count == 1 && cut.tokens[0].kind != VOX_TOKEN_HAN) return VOX_OK; /* whole without us */
  if (!word_of(b, word, &info)) return fail_memory(err);
  info->ours = true, info->chars = (uint16_t)cut.len;
  weigh(b, word, 1);
  return VOX_OK;
}

/* ---- Forms ---- */

static bool of_base_characters(const dict_builder *b, vox_str word) {
  for (size_t at = 0, from = 0; at < word.len; from = at) {
    utf8_next(word, &at);
    const map_entry *e = map_find(&b->words, str_sub(word, from, at));
    if (!e || !b->infos.ptr[e->value].base) return false;
  }
  return true;
}

static vox_status take_form(void *self, vox_str form, vox_error *err) {
  dict_builder *b = self;
  bool han;
  word_info *info;
  if (!of_base_characters(b, form)) return VOX_OK;
  if (!word_of(b, form, &info)) return fail_memory(err);
  info->form = !info->ours, info->chars = (uint16_t)measure(form, &han);
  return VOX_OK;
}

vox_status dict_builder_forms(dict_builder *b, dict_skip_fn skip, const void *context, vox_error *err) {
  size_t known = b->infos.len;
  b->skip = skip, b->skip_context = context;
  vox_status status = forms_each(take_form, b, err);
  for (size_t i = 0; i < known && status == VOX_OK; i++)
    if (b->infos.ptr[i].adjective) status = forms_of_adjective(b->words.list[i].key, take_form, b, err);
  return status;
}

vox_status dict_builder_alphabet(dict_builder *b, const uint32_t *cps, size_t count, vox_error *err) {
  for (size_t i = 0; i < count; i++) {
    if (cps[i] == 0 || cps[i] >= SCALARS) return fail(err, VOX_ERR_ARGUMENT, "no character of an alphabet");
    if (!b->weight[cps[i]]) b->weight[cps[i]] = 1;
  }
  return VOX_OK;
}

/* ---- The alphabet ---- */

/* What every comment is full of gets a small id too, so that pairs with it are known to begin no word. */
static bool is_everyday(uint32_t cp) {
  return (cp >= ' ' && cp < 0x7F && !(cp >= 'A' && cp <= 'Z')) || (cp >= 0x3001 && cp <= 0x3011) ||
         (cp >= 0x2013 && cp <= 0x2026);
}

/* Heap order: heavier first, then the smaller code point. */
static bool before(const dict_builder *b, uint32_t x, uint32_t y) {
  return b->weight[x] != b->weight[y] ? b->weight[x] > b->weight[y] : x < y;
}

static void sift(const dict_builder *b, uint32_t *list, size_t root, size_t n) {
  for (size_t child; (child = 2 * root + 1) < n; root = child) {
    if (child + 1 < n && before(b, list[child], list[child + 1])) child++;
    if (!before(b, list[root], list[child])) return;
    uint32_t swap = list[root];
    list[root] = list[child], list[child] = swap;
  }
}

static void sort_by_weight(const dict_builder *b, uint32_t *list, size_t count) {
  for (size_t i = count / 2; i-- > 0;) sift(b, list, i, count);
  for (size_t n = count; n > 1; n--) {
    uint32_t top = list[0];
    list[0] = list[n - 1], list[n - 1] = top;
    sift(b, list, 0, n - 1);
  }
}

enum { EVERYDAY_RANK = 1024 }; /* they lie behind the commonest Chinese characters */

static bool rank_alphabet(dict_builder *b, uint32_t **list, size_t *count, size_t *cap) {
  size_t n = 0, heavy = 0;
  for (uint32_t cp = 1; cp < SCALARS; cp++) n += b->weight[cp] || is_everyday(cp);
  *cap = n;
  if (!(*list = mem_array(b->mem, n, sizeof **list))) return false;
  for (uint32_t cp = 1; cp < SCALARS; cp++)
    if (b->weight[cp] && !is_everyday(cp)) (*list)[heavy++] = cp;
  sort_by_weight(b, *list, heavy);
  size_t at = heavy < EVERYDAY_RANK ? heavy : EVERYDAY_RANK, everyday = n - heavy;
  memmove(*list + at + everyday, *list + at, (heavy - at) * sizeof **list);
  for (uint32_t cp = 1; cp < SCALARS; cp++)
    if (is_everyday(cp)) (*list)[at++] = cp;
  *count = n;
  return true;
}

vox_status dict_builder_charmap(dict_builder *b, buf *out, vox_error *err) {
  uint32_t *list = NULL;
  size_t count = 0, cap = 0;
  if (!b->ids) b->ids = mem_array(b->mem, SCALARS, sizeof *b->ids);
  if (!b->ids || !rank_alphabet(b, &list, &count, &cap)) return fail_memory(err);
  vox_status status = charmap_build(out, list, count, err);
  if (status == VOX_OK) {
    for (size_t i = 0; i < count; i++) b->ids[list[i]] = (uint16_t)(i + 1);
    b->id_count = (uint32_t)count + 1;
  }
  mem_put(b->mem, list, cap * sizeof *list);
  return status;
}

/* ---- Costs ---- */

/* Which words may be parts of another one. */
typedef enum parts { PARTS_ANY, PARTS_OF_BASE } parts;

static bool is_part(const word_info *w, parts allowed) {
  return !w->dropped && (allowed == PARTS_ANY || (w->base && !w->ours));
}

/* The cheapest way to cut something into two or more pieces. */
typedef struct split {
  uint64_t cost, edges; /* a bit for each character: does a piece begin with it? */
} split;

/* Costs go before numbers of pieces. */
static uint64_t piece_cost(uint32_t cost) { return (uint64_t)cost << 8 | 1; }

/* Pieces: words, unknown Han characters, tokens of the other cutters. */
static split cheapest_split(const dict_builder *b, const segmented *cut, uint32_t unknown, parts allowed) {
  uint64_t best[WORD_MAX + 1];
  uint8_t first[WORD_MAX + 1];
  bool edge[WORD_MAX + 1] = {false};
  for (uint32_t k = 0; k < cut->token_count; k++) edge[cut->tokens[k].from] = true;
  edge[cut->len] = true;
  best[cut->len] = 0;
  for (uint32_t at = cut->len; at-- > 0;) {
    if (!edge[at]) continue;
    uint32_t end = at + 1;
    while (!edge[end]) end++;
    bool loose = cut->kind[at] == CHAR_HAN && end == at + 1;
    best[at] = best[end] + piece_cost(loose ? unknown : ATOM_COST), first[at] = (uint8_t)end;
    for (; end <= cut->len; end++) {
      if (!edge[end] || end - at == cut->len) continue;
      vox_str piece = str_sub(cut->text, cut->begin[at], cut->begin[end]);
      const map_entry *e = map_find(&b->words, piece);
      if (!e || !is_part(&b->infos.ptr[e->value], allowed)) continue;
      uint64_t sum = best[end] + piece_cost(b->infos.ptr[e->value].cost);
      if (sum < best[at]) best[at] = sum, first[at] = (uint8_t)end;
    }
  }
  split found = {best[0] >> 8, 0};
  for (uint32_t at = 0; at < cut->len; at = first[at]) found.edges |= (uint64_t)1 << at;
  return found;
}

static vox_status find_split(dict_builder *b, vox_str word, uint32_t unknown, parts allowed, split *found,
                             vox_error *err) {
  segmented cut;
  vox_status status = cut_atoms(b, word, &cut, err);
  if (status == VOX_OK) *found = cheapest_split(b, &cut, unknown, allowed);
  return status;
}

static vox_status settle_ours(dict_builder *b, size_t i, uint32_t unknown, vox_error *err) {
  word_info *w = &b->infos.ptr[i];
  split found = {0};
  vox_status status = find_split(b, b->words.list[i].key, unknown, PARTS_ANY, &found, err);
  if (status != VOX_OK || w->chars < 2) return status;
  uint64_t most = found.cost > 1 ? found.cost - 1 : 0;
  if (w->cost > most) w->cost = most > COST_MAX ? COST_MAX : (uint32_t)most;
  return VOX_OK;
}

/* A form that is a word of the base dictionary too never costs more than that. */
static vox_status settle_form(dict_builder *b, size_t i, uint32_t unknown, vox_error *err) {
  word_info *w = &b->infos.ptr[i];
  vox_str form = b->words.list[i].key;
  split found = {0};
  vox_status status = find_split(b, form, unknown, PARTS_OF_BASE, &found, err);
  bool skipped = b->skip && b->skip(b->skip_context, form, found.edges);
  if (status != VOX_OK || (w->base && (skipped || w->cost < found.cost))) return status;
  w->cost = found.cost < COST_MAX ? (uint32_t)found.cost : COST_MAX;
  w->dropped = skipped || found.cost > COST_MAX;
  return status;
}

/* Shorter words of ours first: splits of longer ones may use them. */
static vox_status settle_costs(dict_builder *b, uint32_t unknown, vox_error *err) {
  vox_status status = VOX_OK;
  for (size_t i = 0; i < b->infos.len; i++) {
    word_info *w = &b->infos.ptr[i];
    w->cost = w->base ? cost_of_count(w->count, b->total ? b->total : 1) : unknown;
    w->dropped = w->counted && !w->ours;
  }
  for (size_t i = 0; i < b->infos.len && status == VOX_OK; i++)
    if (b->infos.ptr[i].form) status = settle_form(b, i, unknown, err);
  for (uint32_t chars = 1; chars <= WORD_MAX; chars++)
    for (size_t i = 0; status == VOX_OK && i < b->infos.len; i++)
      if (b->infos.ptr[i].ours && b->infos.ptr[i].chars == chars) status = settle_ours(b, i, unknown, err);
  for (size_t i = 0; status == VOX_OK && i < b->infos.len; i++) {
    word_info *w = &b->infos.ptr[i];
    split found = {0};
    if (w->ours || w->dropped || w->chars < 2) continue;
    status = find_split(b, b->words.list[i].key, unknown, PARTS_ANY, &found, err);
    w->dropped = found.cost <
                 w->cost; /* its parts stay, or what they are made of, so splits found before still hold */
  }
  return status;
}

/* ---- Laying ---- */

typedef struct layout {
  lattice_word *words;
  uint16_t *ids;
  size_t count, forms, id_total;
} layout;

static bool layout_make(dict_builder *b, layout *l) {
  for (size_t i = 0; i < b->infos.len; i++) l->id_total += b->infos.ptr[i].chars;
  l->words = mem_array(b->mem, b->infos.len, sizeof *l->words);
  l->ids = mem_array(b->mem, l->id_total, sizeof *l->ids);
  return l->words && l->ids;
}

static void layout_free(dict_builder *b, layout *l) {
  mem_put(b->mem, l->words, b->infos.len * sizeof *l->words);
  mem_put(b->mem, l->ids, l->id_total * sizeof *l->ids);
}

static void layout_fill(dict_builder *b, layout *l, dict_payload_fn payload, void *context) {
  uint16_t *ids = l->ids;
  for (size_t i = 0; i < b->infos.len; i++) {
    const word_info *w = &b->infos.ptr[i];
    vox_str text = b->words.list[i].key;
    if (w->dropped) continue;
    uint32_t number = payload ? payload(context, text) : 0;
    l->forms += w->form && !w->base;
    l->words[l->count++] = (lattice_word){ids, w->chars, w->cost, number};
    for (size_t at = 0; at < text.len;) *ids++ = b->ids[utf8_next(text, &at)];
  }
}

vox_status dict_builder_lay(dict_builder *b, dict_payload_fn payload, void *context, buf *words,
                            uint32_t *word_count, buf *trie, vox_error *err) {
  layout l = {0};
  uint32_t unknown = cost_of_count(0, b->total ? b->total : 1);
  if (!b->ids) return fail(err, VOX_ERR_ARGUMENT, "the alphabet must be fixed before words are laid");
  vox_status status = settle_costs(b, unknown, err);
  if (status != VOX_OK) return status;
  if (layout_make(b, &l)) {
    layout_fill(b, &l, payload, context);
    *word_count = (uint32_t)(l.count - l.forms);
    status = word_trie_build(l.words, l.count, *word_count, b->id_count, unknown, trie, words, err);
  } else {
    status = fail_memory(err);
  }
  layout_free(b, &l);
  return status;
}
