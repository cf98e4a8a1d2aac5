/* lexicon.c - views of the lexicon's sections (grammar: lay.c), every offset and number checked once when
 * opened. */
#include "lexicon/lexicon.h"
#include "base/bytes.h"
#include "lexicon/tables.h"
#include <stdio.h>

enum { THEME_SIZE = 40, PAIR_SIZE = 12, STRING_SIZE = 8, META_SIZE = 48, FORM_SIZE = 16 };

static vox_str string_at(const lexicon *l, const char *ref) {
  return str_sub(l->strings, get_u32(ref), (size_t)get_u32(ref) + get_u32(ref + 4));
}

static bool string_ok(const lexicon *l, const char *ref) {
  return (uint64_t)get_u32(ref) + get_u32(ref + 4) <= l->strings.len;
}

static vox_status corrupt(vox_error *err, const char *what) {
  return fail(err, VOX_ERR_CORRUPT, "the lexicon's %s are damaged", what);
}

/* A section of rows of one size: its bytes and count. */
static vox_status rows(const pack *p, uint32_t tag, size_t size, size_t extra, const char **bytes,
                       uint32_t *count, vox_error *err) {
  const pack_section *s;
  vox_status status = pack_need(p, tag, &s, err);
  if (status != VOX_OK) return status;
  if (s->bytes.len % size || s->bytes.len / size != (size_t)s->count + extra) return corrupt(err, "tables");
  *bytes = s->bytes.ptr;
  *count = s->count;
  return VOX_OK;
}

static vox_status check_strings(const lexicon *l, vox_error *err) {
  for (uint32_t i = 0; i < l->source_count; i++)
    if (!string_ok(l, l->sources + (size_t)STRING_SIZE * i)) return corrupt(err, "sources");
  for (uint32_t i = 0; i < l->form_count; i++) {
    const char *row = l->forms + (size_t)FORM_SIZE * i;
    if (!string_ok(l, row) || !string_ok(l, row + STRING_SIZE)) return corrupt(err, "forms");
  }
  for (uint32_t i = 0; i < l->theme_count; i++) {
    const char *row = l->themes + (size_t)THEME_SIZE * i;
    uint32_t parent = get_u32(row + 32);
    for (int k = 0; k < 4; k++)
      if (!string_ok(l, row + STRING_SIZE * k)) return corrupt(err, "themes");
    if (parent != NO_THEME && parent >= i) return corrupt(err, "themes");
  }
  return VOX_OK;
}

/* Of long tables all rows are looked at, without a branch that cannot be foretold. */
static vox_status check_terms(const lexicon *l, vox_error *err) {
  uint32_t last = 0;
  bool bad = false;
  for (uint32_t i = 0; i <= l->term_count + 1; i++) {
    const char *row = l->terms + (size_t)TERM_SIZE * i;
    uint32_t first = get_u32(row);
    bad |= first < last;
    bad |= !string_ok(l, row + 8);
    last = first;
  }
  return bad || last > l->entry_count ? corrupt(err, "terms") : VOX_OK;
}

entry lexicon_read_entry(const lexicon *l, uint32_t index) {
  const char *at = l->entries + (size_t)ENTRY_SIZE * index;
  return (entry){(uint8_t)at[0], (uint8_t)at[1], get_u16(at + 2), (int16_t)get_u16(at + 4), get_u16(at + 6)};
}

entry_origin lexicon_origin(const lexicon *l, uint32_t index) {
  const char *at = l->entries + (size_t)ENTRY_SIZE * index;
  return (entry_origin){get_u32(at + 8), get_u32(at + 12), get_u32(at + 16)};
}

/* Below which number the labels of each class are; 0: there is no such class. */
static void fill_limits(const lexicon *l, uint32_t limits[256]) {
  for (int k = CLASS_NONE + 1; k < CLASS_COUNT; k++) limits[k] = UINT32_MAX;
  limits[CLASS_EMOTION] = limits[CLASS_EMOTION_WEIGHT] = EMOTION_COUNT;
  limits[CLASS_INTENT] = INTENT_COUNT;
  limits[CLASS_EXPECTATION] = EXPECTATION_COUNT;
  limits[CLASS_THEME] = limits[CLASS_THEME_WEIGHT] = l->theme_count;
  limits[CLASS_RULE] = l->rules.leaf_count;
}

/* The number of a term that is there. */
static bool term_ok(const lexicon *l, const char *number) {
  return get_u32(number) > 0 && get_u32(number) <= l->term_count;
}

static bool entries_ok(const lexicon *l) {
  uint32_t limits[256] = {0};
  bool bad = false;
  fill_limits(l, limits);
  for (uint32_t i = 0; i < l->entry_count; i++) {
    const char *row = l->entries + (size_t)ENTRY_SIZE * i;
    bad |= get_u16(row + 2) >= limits[(unsigned char)row[0]];
    bad |= get_u32(row + 8) - 1 >= l->term_count;
    bad |= get_u32(row + 12) >= l->source_count;
  }
  return !bad;
}

static vox_status check_entries(const lexicon *l, vox_error *err) {
  if (!entries_ok(l)) return corrupt(err, "entries");
  for (uint32_t i = 0; i < l->pair_count; i++) {
    const char *row = l->pairs + (size_t)PAIR_SIZE * i;
    if (get_u32(row + 8) >= l->entry_count || !term_ok(l, row) || !term_ok(l, row + 4))
      return corrupt(err, "pairs");
    if (i && (get_u32(row) < get_u32(row - PAIR_SIZE) ||
              (get_u32(row) == get_u32(row - PAIR_SIZE) && get_u32(row + 4) <= get_u32(row - PAIR_SIZE + 4))))
      return corrupt(err, "pairs");
  }
  return VOX_OK;
}

/* Every search ends: the table's size is a power of two and a row is free. */
static vox_status check_weights(const lexicon *l, vox_error *err) {
  uint32_t unused = 0;
  for (uint32_t i = 0; i < l->weight_rows; i++) {
    uint32_t number = get_u32(l->weights + (size_t)WEIGHT_ROW * i + 8);
    const char *row = l->weights + (size_t)WEIGHT_ROW * i;
    if (number > l->entry_count || (number && (!term_ok(l, row) || !term_ok(l, row + 4))))
      return corrupt(err, "learned pairs");
    unused += number == 0;
  }
  return unused && !(l->weight_rows & (l->weight_rows - 1)) ? VOX_OK : corrupt(err, "learned pairs");
}

static vox_status open_settings(lexicon *l, const pack *p, vox_error *err) {
  const pack_section *s;
  vox_status status = pack_need(p, PACK_TAG('C', 'O', 'N', 'F'), &s, err);
  if (status != VOX_OK) return status;
  size_t head = 4 + 4 * SETTING_COUNT + 8;
  if (s->bytes.len < head || get_u32(s->bytes.ptr) != SETTING_COUNT) return corrupt(err, "settings");
  for (int i = 0; i < SETTING_COUNT; i++) l->settings[i] = (int32_t)get_u32(s->bytes.ptr + 4 + 4 * i);
  l->first_raw = (int32_t)get_u32(s->bytes.ptr + head - 8);
  l->score_count = get_u32(s->bytes.ptr + head - 4);
  l->scores = s->bytes.ptr + head;
  bool ok = l->score_count > 0 && l->score_count < 1u << 20 &&
            s->bytes.len == head + 2 * (size_t)l->score_count && l->first_raw > -(1 << 20) &&
            l->first_raw <= 0;
  return ok ? VOX_OK : corrupt(err, "settings");
}

static vox_status open_identity(lexicon *l, const pack *p, vox_error *err) {
  const pack_section *s;
  vox_status status = pack_need(p, PACK_TAG('M', 'E', 'T', 'A'), &s, err);
  if (status != VOX_OK) return status;
  if (s->bytes.len != META_SIZE || !string_ok(l, s->bytes.ptr + 32) || !string_ok(l, s->bytes.ptr + 40))
    return corrupt(err, "names");
  hex256((const uint8_t *)s->bytes.ptr, l->identity.sha256);
  l->identity.id = string_at(l, s->bytes.ptr + 32);
  l->identity.version = string_at(l, s->bytes.ptr + 40);
  return VOX_OK;
}

static vox_status open_sections(lexicon *l, const pack *p, vox_error *err) {
  const pack_section *s;
  vox_status status = pack_need(p, PACK_TAG('S', 'T', 'R', 'S'), &s, err);
  if (status != VOX_OK) return status;
  l->strings = s->bytes;
  if ((status = rows(p, PACK_TAG('S', 'R', 'C', 'S'), STRING_SIZE, 0, &l->sources, &l->source_count, err)) ||
      (status = rows(p, PACK_TAG('T', 'H', 'E', 'M'), THEME_SIZE, 0, &l->themes, &l->theme_count, err)) ||
      (status = rows(p, PACK_TAG('E', 'N', 'T', 'R'), ENTRY_SIZE, 0, &l->entries, &l->entry_count, err)) ||
      (status = rows(p, PACK_TAG('T', 'E', 'R', 'M'), TERM_SIZE, 2, &l->terms, &l->term_count, err)) ||
      (status = rows(p, PACK_TAG('P', 'A', 'I', 'R'), PAIR_SIZE, 0, &l->pairs, &l->pair_count, err)) ||
      (status = rows(p, PACK_TAG('W', 'P', 'A', 'R'), WEIGHT_ROW, 0, &l->weights, &l->weight_rows, err)) ||
      (status = rows(p, PACK_TAG('F', 'O', 'R', 'M'), FORM_SIZE, 0, &l->forms, &l->form_count, err)) ||
      (status = pack_need(p, PACK_TAG('R', 'U', 'L', 'E'), &s, err)) ||
      (status = rules_open(&l->rules, s->bytes, l->strings, l->theme_count, l->source_count, err)) ||
      (status = pack_need(p, PACK_TAG('T', 'T', 'R', 'I'), &s, err)) ||
      (status = trie_open(&l->trie, s->bytes, err)) || (status = open_settings(l, p, err)) ||
      (status = open_identity(l, p, err)))
    return status;
  if ((status = check_strings(l, err)) || (status = check_terms(l, err)) || (status = check_weights(l, err)))
    return status;
  return check_entries(l, err);
}

vox_status lexicon_open(lexicon **out, mem *m, const pack *p, vox_error *err) {
  lexicon *l = mem_array(m, 1, sizeof *l);
  if (!l) return fail_memory(err);
  vox_status status = open_sections(l, p, err);
  if (status == VOX_OK) status = lexicon_tables_open(l, p, m, err);
  if (status != VOX_OK) {
    lexicon_free(l, m);
    return status;
  }
  *out = l;
  return VOX_OK;
}

void lexicon_free(lexicon *l, mem *m) {
  lexicon_tables_free(l, m);
  mem_put(m, l, sizeof *l);
}

uint32_t lexicon_term_count(const lexicon *l) { return l->term_count; }
uint32_t lexicon_entry_count(const lexicon *l) { return l->entry_count; }
uint32_t lexicon_theme_count(const lexicon *l) { return l->theme_count; }
lexicon_identity lexicon_identity_of(const lexicon *l) { return l->identity; }

vox_str lexicon_term_text(const lexicon *l, uint32_t term) {
  return term > l->term_count ? STR("") : string_at(l, l->terms + (size_t)TERM_SIZE * term + 8);
}

bool lexicon_pair(const lexicon *l, uint32_t left, uint32_t right, uint32_t *index) {
  uint32_t low = 0, high = lexicon_may_be_pair(l, left, right) ? l->pair_count : 0;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    const char *row = l->pairs + (size_t)PAIR_SIZE * mid;
    uint32_t a = get_u32(row), b = get_u32(row + 4);
    if (a == left && b == right) return *index = get_u32(row + 8), true;
    if (a < left || (a == left && b < right))
      low = mid + 1;
    else
      high = mid;
  }
  return false;
}

uint32_t lexicon_source_count(const lexicon *l) { return l->source_count; }

vox_str lexicon_source_id(const lexicon *l, uint32_t source) {
  return string_at(l, l->sources + (size_t)STRING_SIZE * source);
}

uint32_t lexicon_pair_count(const lexicon *l) { return l->pair_count; }

pair_row lexicon_pair_row(const lexicon *l, uint32_t i) {
  const char *row = l->pairs + (size_t)PAIR_SIZE * i;
  return (pair_row){get_u32(row), get_u32(row + 4), get_u32(row + 8)};
}

uint32_t lexicon_weight_rows(const lexicon *l) { return l->weight_rows; }

bool lexicon_weight_row(const lexicon *l, uint32_t i, pair_row *out) {
  const char *row = l->weights + (size_t)WEIGHT_ROW * i;
  uint32_t number = get_u32(row + 8);
  *out = (pair_row){get_u32(row), get_u32(row + 4), number - 1};
  return number != 0;
}

uint32_t lexicon_form_count(const lexicon *l) { return l->form_count; }

word_form lexicon_form(const lexicon *l, uint32_t i) {
  const char *row = l->forms + (size_t)FORM_SIZE * i;
  return (word_form){string_at(l, row), string_at(l, row + STRING_SIZE)};
}

static size_t cite(const lexicon *l, uint32_t source, uint32_t line, char out[96]) {
  vox_str id = lexicon_source_id(l, source);
  int n = snprintf(out, 96, "%.*s:%u", (int)(id.len < 80 ? id.len : 80), id.ptr, line);
  return n < 0 ? 0 : (size_t)n;
}

size_t lexicon_cite(const lexicon *l, uint32_t index, char out[96]) {
  entry_origin e = lexicon_origin(l, index);
  return cite(l, e.source, e.line, out);
}

size_t lexicon_cite_rule(const lexicon *l, uint32_t rule, char out[96]) {
  rule_row row = rules_row(&l->rules, rule);
  return cite(l, row.source, row.line, out);
}

theme_info lexicon_theme(const lexicon *l, uint32_t theme) {
  const char *row = l->themes + (size_t)THEME_SIZE * theme;
  return (theme_info){string_at(l, row),      string_at(l, row + 8), string_at(l, row + 16),
                      string_at(l, row + 24), get_u32(row + 32),     get_u32(row + 36) != 0};
}
