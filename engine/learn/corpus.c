/* corpus.c - comments to rows of features. See corpus.h. */
#include "learn/corpus.h"
#include "analysis/learned.h"
#include "learn/common.h"
#include "text/utf8.h"

enum { SCRATCH_LIMIT = 1 << 24 };

vox_status corpus_init(corpus *c, mem *m, const dict *d, const lexicon *l, const catalogue *names,
                       vox_error *err) {
  *c = (corpus){.mem = m};
  arena_init(&c->keep, m);
  map_init(&c->words, m);
  map_init(&c->features, m);
  map_init(&c->texts, m);
  map_init(&c->stop, m);
  buf_init(&c->scratch, m, SCRATCH_LIMIT);
  return analyser_new(&c->analyser, m, d, l, names, err);
}

void corpus_free(corpus *c) {
  analyser_free(c->analyser);
  map_free(&c->words);
  map_free(&c->features);
  map_free(&c->texts);
  map_free(&c->stop);
  vec_free(c->mem, &c->list);
  vec_free(c->mem, &c->samples);
  vec_free(c->mem, &c->hand);
  vec_free(c->mem, &c->cells);
  vec_free(c->mem, &c->spelt);
  vec_free(c->mem, &c->sets);
  vec_free(c->mem, &c->groups);
  buf_free(&c->scratch);
  arena_free(&c->keep);
}

/* Value of a stop word that pairs may hold. */
enum { STOP_ALONE = 1 };

vox_status corpus_stop_words(corpus *c, vox_str lines, vox_error *err) {
  for (vox_str rest = lines; rest.ptr && rest.len;) {
    vox_str line = str_trim(str_cut(&rest, '\n'));
    if (line.len == 0 || line.ptr[0] == '#') continue;
    for (vox_str words = line; words.ptr && words.len;) {
      vox_str word = str_cut(&words, ' ');
      bool alone = word.len > 1 && word.ptr[0] == '~';
      if (alone) word = str_sub(word, 1, word.len);
      map_entry *e = word.len ? map_put(&c->stop, word, 0) : NULL;
      if (word.len && !e) return fail_memory(err);
      if (e && alone) e->value = STOP_ALONE;
    }
  }
  return VOX_OK;
}

unsigned fold_of(vox_str text) {
  uint8_t digest[32];
  sha256(text.ptr, text.len, digest);
  return digest[0] % FOLDS;
}

/* ---- Sets and groups ---- */

uint64_t corpus_set_bit(const corpus *c, vox_str name) {
  for (size_t i = 0; i < c->sets.len; i++)
    if (str_eq(vec_at(&c->sets, i), name)) return (uint64_t)1 << i;
  return 0;
}

static vox_status set_number(corpus *c, vox_str name, uint8_t *out, vox_error *err) {
  for (size_t i = 0; i < c->sets.len; i++)
    if (str_eq(vec_at(&c->sets, i), name)) return *out = (uint8_t)i, VOX_OK;
  if (c->sets.len == SETS_MAX) return fail(err, VOX_ERR_LIMIT, "more than %d sets", SETS_MAX);
  vox_str kept = arena_copy(&c->keep, name);
  if (kept.len != name.len || !vec_push(c->mem, &c->sets, kept)) return fail_memory(err);
  *out = (uint8_t)(c->sets.len - 1);
  sha256_begin(&c->digests[*out]);
  return VOX_OK;
}

static vox_status group_number(corpus *c, uint8_t set, vox_str category, uint8_t *out, vox_error *err) {
  for (size_t i = 0; i < c->groups.len; i++)
    if (vec_at(&c->groups, i).set == set && str_eq(vec_at(&c->groups, i).name, category))
      return *out = (uint8_t)i, VOX_OK;
  if (c->groups.len == GROUPS_MAX) return fail(err, VOX_ERR_LIMIT, "more than %d categories", GROUPS_MAX);
  named_group g = {arena_copy(&c->keep, category), set};
  if (g.name.len != category.len || !vec_push(c->mem, &c->groups, g)) return fail_memory(err);
  *out = (uint8_t)(c->groups.len - 1);
  return VOX_OK;
}

/* ---- Words ---- */

static bool is_chinese(const comment *m, const token *k) {
  if (k->kind == VOX_TOKEN_HAN || k->kind == VOX_TOKEN_EMOJI || m->seg.cp[k->from] == '[') return true;
  for (uint32_t i = k->from; i < k->to; i++)
    if (m->seg.cp[i] >= 0x2E80) return true;
  return false;
}

/* A surface that a line of a lexicon can hold. */
static bool is_writable(const comment *m, const token *k) {
  for (uint32_t i = k->from; i < k->to; i++)
    if (m->seg.kind[i] == CHAR_SPACE || m->seg.kind[i] == CHAR_NEWLINE || m->seg.cp[i] == 0xFFFD)
      return false;
  return m->seg.cp[k->to - 1] != '*';
}

#define WORD_CHINESE 1u
#define WORD_SIGN    2u
#define WORD_JUDGES  4u

/* Entries of an opinion, of what changes one, of a wish, a question or an intent: no mere thing. */
#define JUDGING                                                                                              \
  (1u << CLASS_SENTIMENT | ((1u << (CLASS_COMPARISON + 1)) - (1u << CLASS_NEGATOR)) | 1u << CLASS_INTENT |   \
   1u << CLASS_EXPECTATION | 1u << CLASS_EFFORT)

static uint64_t word_bits(const comment *m, uint32_t t) {
  const token *k = &m->seg.tokens[t];
  bool sign = k->kind == VOX_TOKEN_EMOJI || k->kind == VOX_TOKEN_EMOTICON;
  bool judges = m->own[t] && lexicon_classes_of(m->lexicon, m->own[t]) & JUDGING;
  return (is_chinese(m, k) ? WORD_CHINESE : 0) | (sign ? WORD_SIGN : 0) | (judges ? WORD_JUDGES : 0);
}

/* Word numbers begin at 1; the value of the map's entry holds their bits. */
static bool spell(corpus *c, const comment *m, uint32_t t, uint32_t *out) {
  const token *k = &m->seg.tokens[t];
  *out = 0;
  if (!carries_weight(m, t) || !is_writable(m, k)) return true;
  buf_clear(&c->scratch);
  for (uint32_t i = k->from; i < k->to; i++) {
    char bytes[4];
    buf_add(&c->scratch, bytes, utf8_put(m->seg.cp[i], bytes));
  }
  const map_entry *e =
      c->scratch.status == VOX_OK ? map_put(&c->words, buf_view(&c->scratch), word_bits(m, t)) : NULL;
  if (!e) return false;
  *out = (uint32_t)(e - c->words.list) + 1;
  return true;
}

static bool word_is_chinese(const corpus *c, uint32_t word) {
  return c->words.list[word - 1].value & WORD_CHINESE;
}

static bool wanted(const corpus *c, uint32_t left, uint32_t right) {
  bool chinese = word_is_chinese(c, left) || (right && word_is_chinese(c, right));
  return chinese ? c->chinese : c->english;
}

/* ---- Features ---- */

static bool add_feature(corpus *c, size_t first, feature f) {
  char key[9];
  if (!wanted(c, f.left, f.right)) return true;
  key[0] = (char)f.kind;
  put_u32(key + 1, f.left);
  put_u32(key + 5, f.right);
  size_t before = c->features.len;
  map_entry *e = map_put(&c->features, (vox_str){key, sizeof key}, before);
  if (!e) return false;
  f.sign = f.kind == FEATURE_WORD && c->words.list[f.left - 1].value & WORD_SIGN;
  if (c->features.len > before && !vec_push(c->mem, &c->list, f)) return false;
  uint32_t cell = (uint32_t)e->value << 1;
  for (size_t i = first; i < c->cells.len; i++)
    if ((c->cells.ptr[i] | CELL_REPEATED) == (cell | CELL_REPEATED))
      return c->cells.ptr[i] |= CELL_REPEATED, true;
  return vec_push(c->mem, &c->cells, cell);
}

static feature word_feature(const comment *m, uint32_t t, uint32_t word, bool negated) {
  return (feature){.kind = negated ? FEATURE_NEGATED : FEATURE_WORD,
                   .known = (int16_t)weight_of_token(m, t, negated),
                   .known_neutral = neutral_of_token(m, t, negated),
                   .left = word};
}

static feature pair_feature(const comment *m, uint32_t t, uint32_t next, const uint32_t *spelt) {
  return (feature){.kind = FEATURE_PAIR,
                   .known = (int16_t)weight_of_pair(m, t, next),
                   .known_neutral = neutral_of_pair(m, t, next),
                   .left = spelt[t],
                   .right = spelt[next]};
}

/* In the order in which the features are met; long comments cost the square of their length, so a limit. */
enum { TOKENS_MAX = 1500 };

static bool add_features(corpus *c, const comment *m, size_t first) {
  uint32_t n = m->seg.token_count < TOKENS_MAX ? m->seg.token_count : TOKENS_MAX;
  negation *negations = find_negations(m);
  if (!negations) return false;
  vec_clear(&c->spelt);
  for (uint32_t t = 0; t < m->seg.token_count; t++) {
    uint32_t word;
    if (!spell(c, m, t, &word) || !vec_push(c->mem, &c->spelt, word)) return false;
  }
  for (uint32_t t = 0; t < n; t++) {
    uint32_t word = c->spelt.ptr[t], next;
    if (!word) continue;
    bool alone = !negations[t].phrase;
    if (alone && !add_feature(c, first, word_feature(m, t, word, false))) return false;
    if (alone && negations[t].count % 2 && !add_feature(c, first, word_feature(m, t, word, true)))
      return false;
    if ((next = pair_partner(m, t)) && c->spelt.ptr[next] &&
        (alone || negations[t].phrase != negations[next].phrase) &&
        !add_feature(c, first, pair_feature(m, t, next, c->spelt.ptr)))
      return false;
  }
  return true;
}

/* ---- Rows ---- */

static void note_digest(corpus *c, uint8_t set, const labelled_text *row) {
  char sign = row->label > 0 ? '+' : row->label < 0 ? '-' : '0';
  sha256_add(&c->digests[set], (vox_str){&sign, 1});
  if (c->emotions) {
    char bits[4];
    put_u32(bits, row->emotions);
    sha256_add(&c->digests[set], (vox_str){bits, sizeof bits});
  }
  sha256_add(&c->digests[set], row->whole);
  sha256_add(&c->digests[set], STR("\n"));
  c->rows[set]++;
}

/* A double adds its folds and sets; if only it may be learned from, its label counts. */
static void join_double(sample *kept, const sample *s) {
  kept->folds |= s->folds;
  kept->sets |= s->sets;
  if (!s->label || (kept->label && (kept->learn || !s->learn))) return;
  kept->label = s->label;
  kept->learn = s->learn;
  kept->set = s->set;
  kept->group = s->group;
  kept->emotions = s->emotions;
}

static bool note_hand(corpus *c, const comment *m) {
  int32_t sums[EMOTION_COUNT];
  hand_sums kept;
  if (!c->emotions) return true;
  emotions_by_hand(m, sums);
  for (int e = 0; e < EMOTION_COUNT; e++) kept.of[e] = (int16_t)(sums[e] < INT16_MAX ? sums[e] : INT16_MAX);
  return vec_push(c->mem, &c->hand, kept);
}

static vox_status add_sample(corpus *c, const comment *m, sample *s, vox_error *err) {
  uint8_t key[32];
  corpus_key(m, key);
  size_t before = c->texts.len;
  map_entry *e = map_put(&c->texts, (vox_str){(const char *)key, sizeof key}, c->samples.len);
  if (!e) return fail_memory(err);
  if (c->texts.len == before) return join_double(&vec_at(&c->samples, e->value), s), VOX_OK;
  s->first = c->cells.len;
  if (!add_features(c, m, s->first) || !note_hand(c, m)) return fail_memory(err);
  s->count = (uint32_t)(c->cells.len - s->first);
  return vec_push(c->mem, &c->samples, *s) ? VOX_OK : fail_memory(err);
}

/* The model's own answer in the place of a label, where it is sure of itself. */
static vox_status label_by_model(corpus *c, vox_str text, sample *s, vox_error *err) {
  const vox_result *r;
  vox_status status = analyse(c->analyser, text, VOX_ROLE_OTHER, false, &r, err);
  if (status != VOX_OK) return status;
  s->prior = r->sentiment.raw;
  s->label = (int8_t)((s->prior >= c->sure) - (s->prior <= -c->sure));
  s->learn = s->label != 0;
  return VOX_OK;
}

static void sum_sides(const comment *m, int32_t sides[2]) {
  const hit_list *l = &m->hits[FAMILY_SENTIMENT];
  for (uint32_t i = 0; i < l->len; i++) {
    int32_t sum = l->list[i].dropped ? 0 : l->list[i].sum;
    sides[sum < 0] += sum < 0 ? -sum : sum;
  }
}

vox_status corpus_add(corpus *c, const labelled_text *row, vox_error *err) {
  const comment *m;
  sample s = {.label = row->label,
              .learn = row->learn,
              .emotions = row->emotions,
              .folds = (uint8_t)(1u << fold_of(row->whole))};
  vox_status status = set_number(c, row->set, &s.set, err);
  if (status == VOX_OK) status = group_number(c, s.set, row->category, &s.group, err);
  int32_t prior = 0;
  if (status == VOX_OK && c->sure) status = label_by_model(c, row->text, &s, err);
  if (status == VOX_OK) status = analyse_prior(c->analyser, row->text, &m, &prior, err);
  if (status != VOX_OK) return status;
  if (!c->sure) s.prior = prior;
  sum_sides(m, s.sides);
  s.sets = (uint64_t)1 << s.set;
  if (s.learn) note_digest(c, s.set, row);
  return add_sample(c, m, &s, err);
}

/* ---- Writing ---- */

static void add_escaped(buf *out, vox_str s, bool first) {
  if (first && s.len && s.ptr[0] == '#') buf_byte(out, '\\');
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] == '\\') buf_byte(out, '\\');
    buf_byte(out, s.ptr[i]);
  }
}

void feature_term(const corpus *c, const feature *f, buf *out) {
  add_escaped(out, c->words.list[f->left - 1].key, true);
  if (f->kind != FEATURE_PAIR) return;
  buf_text(out, " + ");
  add_escaped(out, c->words.list[f->right - 1].key, false);
}

/* A word, negated or not, or a pair of two of which neither is left out by itself only. */
bool feature_is_stopped(const corpus *c, const feature *f) {
  const map_entry *left = map_find(&c->stop, c->words.list[f->left - 1].key);
  if (f->kind != FEATURE_PAIR || !left) return left != NULL;
  const map_entry *right = map_find(&c->stop, c->words.list[f->right - 1].key);
  return right && left->value != STOP_ALONE && right->value != STOP_ALONE;
}

static bool word_judges(const corpus *c, uint32_t word) {
  return c->words.list[word - 1].value & WORD_JUDGES;
}

bool feature_judges(const corpus *c, const feature *f) {
  return word_judges(c, f->left) || (f->kind == FEATURE_PAIR && word_judges(c, f->right));
}
