/* partial_read.c - see partial.h. Nothing of the document is believed: every number has bounds, every list
 * a length, every key its order, and what breaks a rule makes the whole document no partial report. */
#include "aggregate/numbers.h"
#include "base/bytes.h"
#include "base/status.h"
#include "output/partial.h"
#include "json/json_read.h"

enum part {
  PART_SCHEMA,
  PART_LEXICON,
  PART_THEMES,
  PART_SCALE,
  PART_BOUNDS,
  PART_OPTIONS,
  PART_ASKS,
  PART_DIGEST,
  PART_ENCODINGS,
  PART_COUNTS,
  PART_THEME_COUNTS,
  PART_HASHES,
  PART_REPEATS,
  PART_QUOTES,
  PART_ALL_THEMES,
  PART_PAIRS,
  PART_TABLES,
  PARTS
};

static const char *const part_names[PARTS] = {
    "schema", "lexicon",      "themes", "scale",   "bounds", "options",    "asks",  "digest", "encodings",
    "counts", "theme_counts", "hashes", "repeats", "quotes", "all_themes", "pairs", "tables"};

typedef struct reading {
  report *r;
  vox_str part[PARTS];
  buf text;       /* of a string with escapes */
  bool no_memory; /* what could not be read was not the document's fault */
  vox_error *err;
} reading;

static vox_status refuse(const reading *k, const char *what) {
  if (k->no_memory) return fail_memory(k->err);
  return fail(k->err, VOX_ERR_SYNTAX, "not a sound partial report: %s", what);
}

/* ---- Values ---- */

static bool read_int(vox_str token, int64_t *out) {
  bool minus = token.len && token.ptr[0] == '-';
  uint64_t n = 0;
  size_t i = minus;
  if (token.len == i || token.len - i > 19) return false;
  for (; i < token.len; i++) {
    if (token.ptr[i] < '0' || token.ptr[i] > '9') return false;
    n = n * 10 + (uint64_t)(token.ptr[i] - '0');
  }
  if (n > (uint64_t)INT64_MAX + minus) return false;
  *out = minus ? (int64_t)(0 - n) : (int64_t)n;
  return true;
}

static bool read_uint(vox_str token, uint64_t *out) {
  *out = 0;
  if (!token.len || token.len > 20) return false;
  for (size_t i = 0; i < token.len; i++) {
    if (token.ptr[i] < '0' || token.ptr[i] > '9') return false;
    uint64_t digit = (uint64_t)(token.ptr[i] - '0');
    if (*out > (UINT64_MAX - digit) / 10) return false;
    *out = *out * 10 + digit;
  }
  return true;
}

static bool next_int(json_walk *walk, int64_t low, int64_t high, int64_t *out) {
  vox_str token;
  return json_next_element(walk, &token) && read_int(token, out) && *out >= low && *out <= high;
}

static bool next_bool(json_walk *walk, bool *out) {
  vox_str token;
  if (!json_next_element(walk, &token) || json_kind_of(token) != JSON_BOOL) return false;
  *out = str_eq(token, STR("true"));
  return true;
}

static bool at_end(json_walk *walk) {
  vox_str token;
  return !json_next_element(walk, &token);
}

/* The text of a string token: a view of it, or in k->text. */
static bool text_of(reading *k, vox_str token, vox_str *out) {
  if (json_kind_of(token) != JSON_STRING) return false;
  if (json_is_plain(token)) return *out = str_sub(token, 1, token.len - 1), true;
  buf_clear(&k->text);
  json_unescape(token, &k->text);
  *out = buf_view(&k->text);
  k->no_memory |= k->text.status == VOX_ERR_MEMORY;
  return k->text.status == VOX_OK;
}

static bool next_text(reading *k, json_walk *walk, vox_str *out) {
  vox_str token;
  return json_next_element(walk, &token) && text_of(k, token, out);
}

static int hex_digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hex(vox_str text, uint8_t *out, size_t bytes) {
  if (text.len != 2 * bytes) return false;
  for (size_t i = 0; i < bytes; i++) {
    int high = hex_digit(text.ptr[2 * i]), low = hex_digit(text.ptr[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    out[i] = (uint8_t)(high << 4 | low);
  }
  return true;
}

static bool is_list(vox_str token) { return json_kind_of(token) == JSON_ARRAY; }

/* ---- Head ---- */

static vox_status find_parts(reading *k, vox_str document) {
  vox_str key, value;
  if (json_kind_of(document) != JSON_OBJECT) return refuse(k, "no object");
  json_walk walk = json_walk_of(document);
  while (json_next_member(&walk, &key, &value))
    for (int i = 0; i < PARTS; i++)
      if (json_string_is(key, str_of(part_names[i]))) k->part[i] = value;
  if (!k->part[PART_SCHEMA].len || json_kind_of(k->part[PART_SCHEMA]) != JSON_STRING)
    return refuse(k, "it names no schema");
  vox_str schema = str_sub(k->part[PART_SCHEMA], 1, k->part[PART_SCHEMA].len - 1);
  if (!str_starts(schema, STR("voxpop.partial/"))) return refuse(k, "its schema is another");
  if (!str_eq(schema, STR("voxpop.partial/1")))
    return fail(k->err, VOX_ERR_VERSION, "the partial report is of another version of voxpop.partial");
  for (int i = 0; i < PARTS; i++)
    if (!k->part[i].len)
      return fail(k->err, VOX_ERR_SYNTAX, "not a sound partial report: no %s", part_names[i]);
  return VOX_OK;
}

static vox_status check_lexicon(reading *k, const catalogue *names) {
  vox_str key, value, sha = {NULL, 0};
  int64_t themes;
  if (json_kind_of(k->part[PART_LEXICON]) != JSON_OBJECT) return refuse(k, "lexicon");
  json_walk walk = json_walk_of(k->part[PART_LEXICON]);
  while (json_next_member(&walk, &key, &value))
    if (json_string_is(key, STR("sha256")) && json_kind_of(value) == JSON_STRING)
      sha = str_sub(value, 1, value.len - 1);
  if (sha.len != 64) return refuse(k, "lexicon");
  if (!read_int(k->part[PART_THEMES], &themes)) return refuse(k, "themes");
  if (!str_eq(sha, str_of(names->identity.sha256)) || themes != names->theme_count)
    return fail(k->err, VOX_ERR_ARGUMENT, "made with another lexicon (%.12s..., here it is %.12s...)",
                sha.ptr, names->identity.sha256);
  return VOX_OK;
}

static bool read_config(reading *k, report_config *c) {
  int64_t low, high, quotes, texts, terms;
  if (!is_list(k->part[PART_SCALE]) || !is_list(k->part[PART_BOUNDS]) || !is_list(k->part[PART_ASKS]))
    return false;
  json_walk scale = json_walk_of(k->part[PART_SCALE]), bounds = json_walk_of(k->part[PART_BOUNDS]);
  if (!next_bool(&scale, &c->is_nps) || !next_int(&scale, -100000, 100000, &low) ||
      !next_int(&scale, low, low + 100000, &high))
    return false;
  if (!next_int(&bounds, 0, QUOTES_MAX, &quotes) || !next_int(&bounds, 0, 1 << 28, &texts) ||
      !next_int(&bounds, 0, 1 << 24, &terms))
    return false;
  c->scale_min = (int32_t)low, c->scale_max = (int32_t)high;
  c->max_quotes = (uint32_t)quotes;
  c->max_duplicates = (uint32_t)texts;
  c->max_terms = (uint32_t)terms;
  c->options_json = k->part[PART_OPTIONS];
  return json_kind_of(c->options_json) == JSON_OBJECT;
}

/* An empty report with the document's options and questions. */
static vox_status make_report(reading *k, mem *m, const catalogue *names, const report_config *config) {
  report_config own = *config;
  vox_str asks[PLAN_ASKS], text, token;
  size_t n = 0;
  buf all;
  if (!read_config(k, &own)) return refuse(k, "scale, bounds, options or questions");
  buf_init(&all, m, (size_t)1 << 20);
  json_walk walk = json_walk_of(k->part[PART_ASKS]);
  while (json_next_element(&walk, &token) && n < PLAN_ASKS && text_of(k, token, &text)) {
    asks[n++] = (vox_str){(const char *)(uintptr_t)all.len, text.len};
    buf_str(&all, text);
  }
  for (size_t i = 0; i < n; i++) asks[i].ptr = all.ptr + (uintptr_t)asks[i].ptr;
  own.asks = asks, own.ask_count = n;
  vox_status status = all.status != VOX_OK ? fail_memory(k->err) : VOX_OK;
  if (status == VOX_OK) status = report_new(&k->r, m, names, &own, k->err);
  buf_free(&all);
  return status;
}

/* ---- Numbers ---- */

static bool read_block(const number_block *b, vox_str token) {
  size_t i = 0;
  if (!is_list(token)) return false;
  json_walk walk = json_walk_of(token);
  for (vox_str value; json_next_element(&walk, &value); i++)
    if (i == b->n || !read_int(value, &b->at[i]) || !number_fits(b->shape, i, b->at[i])) return false;
  return i == b->n;
}

static vox_status read_counts(reading *k) {
  number_block blocks[REPORT_BLOCKS];
  bool seen[REPORT_BLOCKS] = {false};
  size_t n = report_blocks(k->r, blocks), met = 0;
  vox_str key, value;
  if (json_kind_of(k->part[PART_COUNTS]) != JSON_OBJECT) return refuse(k, "counts");
  json_walk walk = json_walk_of(k->part[PART_COUNTS]);
  while (json_next_member(&walk, &key, &value))
    for (size_t i = 0; i < n; i++) {
      if (seen[i] || !json_string_is(key, str_of(blocks[i].name))) continue;
      if (!read_block(&blocks[i], value))
        return fail(k->err, VOX_ERR_SYNTAX, "not a sound partial report: %s", blocks[i].name);
      seen[i] = true, met++;
    }
  return met == n ? VOX_OK : refuse(k, "a count is missing");
}

static vox_status read_themes(reading *k) {
  vox_str row;
  int64_t theme, last = -1;
  if (!is_list(k->part[PART_THEME_COUNTS])) return refuse(k, "theme_counts");
  json_walk walk = json_walk_of(k->part[PART_THEME_COUNTS]);
  while (json_next_element(&walk, &row)) {
    if (!is_list(row)) return refuse(k, "theme_counts");
    json_walk own = json_walk_of(row);
    if (!next_int(&own, last + 1, (int64_t)k->r->names->theme_count - 1, &theme))
      return refuse(k, "theme_counts");
    int64_t *words = (int64_t *)(void *)&k->r->themes[last = theme];
    for (size_t i = 0; i < THEME_WORDS; i++)
      if (!next_int(&own, INT64_MIN, INT64_MAX, &words[i]) || !theme_word_fits(i, words[i]))
        return refuse(k, "theme_counts");
    if (!at_end(&own)) return refuse(k, "theme_counts");
  }
  return VOX_OK;
}

/* Rows of an id and `width` numbers, ids ascending from `first`. */
static bool read_sparse(reading *k, vox_str token, sparse *to, uint32_t width, number_shape shape,
                        uint32_t first) {
  vox_str row;
  int64_t id, last = (int64_t)first - 1;
  if (!is_list(token)) return false;
  json_walk walk = json_walk_of(token);
  while (json_next_element(&walk, &row)) {
    if (!is_list(row)) return false;
    json_walk own = json_walk_of(row);
    if (!next_int(&own, last + 1, (int64_t)k->r->names->theme_count - 1, &id)) return false;
    int64_t *v = sparse_take(k->r->mem, to, width, (uint32_t)(last = id));
    if (!v) return k->no_memory = true, false;
    for (uint32_t i = 0; i < width; i++)
      if (!next_int(&own, INT64_MIN, INT64_MAX, &v[i]) || !number_fits(shape, i, v[i]))
        return v[i] = 0, false;
    if (!at_end(&own)) return false;
  }
  return true;
}

static vox_status read_pairs(reading *k) {
  extras *x = &k->r->extras;
  vox_str row, list;
  int64_t theme, last = -1;
  if (!read_sparse(k, k->part[PART_ALL_THEMES], &x->all_themes, T_FIELDS, SHAPE_SLICE_THEME, 0))
    return refuse(k, "all_themes");
  if (!is_list(k->part[PART_PAIRS])) return refuse(k, "pairs");
  json_walk walk = json_walk_of(k->part[PART_PAIRS]);
  while (json_next_element(&walk, &row)) {
    if (!is_list(row)) return refuse(k, "pairs");
    json_walk own = json_walk_of(row);
    if (!next_int(&own, last + 1, (int64_t)k->r->names->theme_count - 1, &theme) ||
        !json_next_element(&own, &list) || !at_end(&own) ||
        !read_sparse(k, list, &x->pairs[theme], PAIR_FIELDS, SHAPE_COUNTS, (uint32_t)theme))
      return refuse(k, "pairs");
    last = theme;
  }
  return VOX_OK;
}

/* ---- Tables ---- */

static bool read_row(reading *k, extras_table table, vox_str row) {
  ledger *l = &k->r->extras.tables[table];
  vox_str key, numbers, sub;
  bool beyond;
  if (!is_list(row)) return false;
  json_walk walk = json_walk_of(row);
  if (!next_text(k, &walk, &key) || !json_next_element(&walk, &numbers)) return false;
  if (table == TABLE_TERM && memchr(key.len ? key.ptr : "", 0, key.len)) return false;
  if (l->len >= l->max) return false;
  size_t before = l->len;
  tally_cell *e = ledger_reserve(l, 1) ? ledger_take(l, key, &beyond) : NULL;
  k->no_memory |= !e;
  if (!e || l->len == before) return false; /* the key came twice */
  number_block block = {NULL, table_shape(table), e->v, l->width};
  if (!read_block(&block, numbers)) return false;
  if (l->sub_width &&
      !(json_next_element(&walk, &sub) &&
        read_sparse(k, sub, &e->sub, l->sub_width, table <= TABLE_ARM ? SHAPE_SLICE_THEME : SHAPE_COUNTS, 0)))
    return false;
  return at_end(&walk);
}

static bool read_table(reading *k, extras_table table, vox_str token) {
  vox_str key, value;
  ledger *l = &k->r->extras.tables[table];
  bool dropped = false;
  if (json_kind_of(token) != JSON_OBJECT) return false;
  json_walk walk = json_walk_of(token);
  while (json_next_member(&walk, &key, &value)) {
    if (json_string_is(key, STR("bounded"))) dropped = str_eq(value, STR("true"));
    if (!json_string_is(key, STR("rows")) || !is_list(value)) continue;
    json_walk rows = json_walk_of(value);
    for (vox_str row; json_next_element(&rows, &row);)
      if (!read_row(k, table, row)) return false;
  }
  if (dropped) ledger_mark_bounded(l);
  return true;
}

static vox_status read_tables(reading *k) {
  vox_str key, value;
  bool seen[TABLES] = {false};
  if (json_kind_of(k->part[PART_TABLES]) != JSON_OBJECT) return refuse(k, "tables");
  json_walk walk = json_walk_of(k->part[PART_TABLES]);
  while (json_next_member(&walk, &key, &value))
    for (int i = 0; i < TABLES; i++) {
      if (seen[i] || !json_string_is(key, str_of(table_names[i]))) continue;
      if (!read_table(k, (extras_table)i, value)) return refuse(k, table_names[i]);
      seen[i] = true;
    }
  return VOX_OK;
}

/* ---- Duplicates, quotes, input ---- */

static vox_status read_duplicates(reading *k) {
  duplicates *d = &k->r->duplicates;
  vox_str hashes = k->part[PART_HASHES], row;
  int64_t at, count;
  uint8_t bytes[8];
  if (json_kind_of(hashes) != JSON_STRING || (hashes.len - 2) % 16) return refuse(k, "hashes");
  for (size_t i = 1; i + 1 < hashes.len; i += 16) {
    uint64_t hash = 0;
    if (!read_hex(str_sub(hashes, i, i + 16), bytes, 8)) return refuse(k, "hashes");
    for (int b = 0; b < 8; b++) hash = hash << 8 | bytes[b];
    if (d->len >= d->max || (d->len && hash <= d->hashes[d->len - 1])) return refuse(k, "hashes");
    if (!duplicates_append(d, hash, 1)) return fail_memory(k->err);
  }
  if (!is_list(k->part[PART_REPEATS])) return refuse(k, "repeats");
  json_walk walk = json_walk_of(k->part[PART_REPEATS]);
  while (json_next_element(&walk, &row)) {
    json_walk own = json_walk_of(is_list(row) ? row : STR("[]"));
    if (!next_int(&own, 0, (int64_t)d->len - 1, &at) || !next_int(&own, 2, UINT32_MAX, &count))
      return refuse(k, "repeats");
    d->counts[at] = (uint32_t)count;
  }
  return VOX_OK;
}

/* The parts of a quote: theme, group, rank, key, is_cut, id_is_json, id, text. */
static bool read_quote(reading *k, vox_str row) {
  report *r = k->r;
  int64_t theme, group;
  uint64_t rank;
  vox_str token, id, text, raw;
  uint8_t key[32];
  bool is_cut, is_json, nothing = true;
  json_walk walk = json_walk_of(is_list(row) ? row : STR("[]"));
  if (!next_int(&walk, 0, (int64_t)r->names->theme_count - 1, &theme) ||
      !next_int(&walk, 0, REPORT_GROUPS - 1, &group) || !json_next_element(&walk, &token) ||
      !read_uint(token, &rank) || !next_text(k, &walk, &id) || !read_hex(id, key, sizeof key) ||
      !next_bool(&walk, &is_cut) || !next_bool(&walk, &is_json) || !json_next_element(&walk, &raw) ||
      !json_next_element(&walk, &token) || !at_end(&walk))
    return false;
  json_kind kind = json_kind_of(raw);
  if (kind != JSON_STRING && !(is_json && kind != JSON_ARRAY && kind != JSON_OBJECT)) return false;
  buf copy;
  buf_init(&copy, r->mem, (size_t)1 << 24);
  if (is_json && !(raw.len == 2 && raw.ptr[0] == '"'))
    buf_str(&copy, raw);
  else if (text_of(k, raw, &id))
    buf_str(&copy, id);
  vox_field field = {.value = buf_view(&copy), .is_json = is_json};
  quote_body *body = NULL;
  if (copy.status == VOX_OK && text_of(k, token, &text) && text.len <= 16 * QUOTE_CHARACTERS)
    body = quote_body_new(r->mem, &field, text, text, &nothing);
  k->no_memory |= copy.status == VOX_ERR_MEMORY || (copy.status == VOX_OK && !body && !nothing);
  buf_free(&copy);
  if (!body) return false;
  memcpy(body->key, key, sizeof key);
  body->is_cut = is_cut;
  quote_list *list = report_quote_list(r, (uint32_t)theme, (vox_group)group);
  bool good = list->len < report_candidates(r) && quotes_reserve(r->mem, list, report_candidates(r));
  if (good) quotes_add(r->mem, list, report_candidates(r), (quote){rank, body});
  k->no_memory |= !good && list->cap < report_candidates(r);
  quote_body_drop(r->mem, body);
  return good;
}

static vox_status read_rest(reading *k) {
  vox_str token, text;
  if (!text_of(k, k->part[PART_DIGEST], &text) || !read_hex(text, k->r->digest, sizeof k->r->digest))
    return refuse(k, "digest");
  if (!is_list(k->part[PART_ENCODINGS]) || !is_list(k->part[PART_QUOTES]))
    return refuse(k, "encodings, quotes");
  json_walk walk = json_walk_of(k->part[PART_ENCODINGS]);
  while (json_next_element(&walk, &token)) {
    if (!text_of(k, token, &text) || text.len > 256) return refuse(k, "encodings");
    vox_status status = report_input(k->r, text, k->err);
    if (status != VOX_OK) return status;
  }
  walk = json_walk_of(k->part[PART_QUOTES]);
  while (json_next_element(&walk, &token))
    if (!read_quote(k, token)) return refuse(k, "quotes");
  return VOX_OK;
}

vox_status partial_read(report **out, mem *m, const catalogue *names, const report_config *config,
                        vox_str text, vox_error *err) {
  reading k = {.err = err};
  json_fault fault;
  if (json_gate(text, &fault) != VOX_OK)
    return fail(err, VOX_ERR_SYNTAX, "not a partial report: byte %zu: %s", fault.offset, fault.reason);
  buf_init(&k.text, m, (size_t)1 << 24);
  vox_status status = find_parts(&k, json_token(text));
  if (status == VOX_OK) status = check_lexicon(&k, names);
  if (status == VOX_OK) status = make_report(&k, m, names, config);
  if (status == VOX_OK) status = read_counts(&k);
  if (status == VOX_OK) status = read_themes(&k);
  if (status == VOX_OK) status = read_pairs(&k);
  if (status == VOX_OK) status = read_tables(&k);
  if (status == VOX_OK) status = read_duplicates(&k);
  if (status == VOX_OK) status = read_rest(&k);
  buf_free(&k.text);
  if (status == VOX_OK)
    *out = k.r;
  else
    report_free(k.r);
  return status;
}
