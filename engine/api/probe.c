/* probe.c - see probe.h. */
#include "api/probe.h"
#include "analysis/stages.h"

vox_status probe_init(probe *p, mem *m, const vox_model *model, vox_error *err) {
  *p = (probe){.model = model, .mem = m};
  folded_init(&p->fold, m);
  buf_init(&p->text, m, 1 << 20);
  vox_status status = segmenter_new(&p->segmenter, m, model->dict, err);
  if (status == VOX_OK)
    status = analyser_new(&p->analyser, m, model->dict, model->lexicon, model->names, err);
  if (status != VOX_OK) probe_free(p);
  return status;
}

void probe_free(probe *p) {
  if (p->analyser) analyser_free(p->analyser);
  if (p->segmenter) segmenter_free(p->segmenter);
  folded_free(&p->fold);
  buf_free(&p->text);
  *p = (probe){0};
}

bool probe_sides(vox_str term, vox_str *left, vox_str *right) {
  for (size_t i = 1; i + 3 < term.len; i++)
    if (memcmp(term.ptr + i, " + ", 3) == 0) {
      *left = str_trim(str_sub(term, 0, i));
      *right = str_trim(str_sub(term, i + 3, term.len));
      return true;
    }
  return false;
}

/* ---- Terms ---- */

vox_status probe_term(probe *p, vox_str written, uint32_t *number) {
  const trie *t = lexicon_trie(p->model->lexicon);
  const charmap *chars = dict_charmap(p->model->dict);
  uint32_t node = 0;
  *number = 0;
  if (written.len > 1 && written.ptr[written.len - 1] == '*') written.len--;
  if (fold_text(&p->fold, str_trim(written)) != VOX_OK) return VOX_ERR_MEMORY;
  size_t from = 0, to = p->fold.len;
  while (to > from && p->fold.cp[to - 1] == ' ') to--;
  while (from < to && p->fold.cp[from] == ' ') from++;
  for (size_t i = from; i < to; i++) {
    if (i && p->fold.cp[i] == ' ' && p->fold.cp[i - 1] == ' ') continue;
    uint16_t id = charmap_get(chars, p->fold.cp[i]).id;
    if (!id || !trie_step(t, &node, id)) return VOX_OK;
  }
  *number = trie_value(t, node);
  return VOX_OK;
}

/* White space between two tokens, as matching takes it. */
static bool step_space(const probe *p, const segmented *s, uint32_t *node, uint32_t next) {
  if (!(s->tokens[next].flags & TOKEN_SPACE)) return true;
  uint16_t space = charmap_get(dict_charmap(p->model->dict), ' ').id;
  if (space && trie_step(lexicon_trie(p->model->lexicon), node, space)) return true;
  return s->tokens[next].kind == VOX_TOKEN_HAN && s->tokens[next - 1].kind == VOX_TOKEN_HAN;
}

static bool step_token(const probe *p, const segmented *s, uint32_t *node, const token *tk) {
  for (uint32_t i = tk->from; i < tk->to; i++)
    if (!s->id[i] || !trie_step(lexicon_trie(p->model->lexicon), node, s->id[i])) return false;
  return true;
}

/* The token that begins at byte `from`; token_count: none does. */
static uint32_t token_at(const segmented *s, size_t from) {
  uint32_t k = 0;
  while (k < s->token_count && s->begin[s->tokens[k].from] != from) k++;
  return k;
}

vox_status probe_stands(probe *p, vox_str text, size_t from, size_t to, uint32_t number, bool *stands,
                        vox_error *err) {
  segmented s;
  uint32_t node = 0;
  *stands = false;
  vox_status status = segment_text(p->segmenter, text, &s, err);
  if (status != VOX_OK) return status;
  uint32_t first = token_at(&s, from);
  for (uint32_t k = first; k < s.token_count && s.begin[s.tokens[k].from] < to; k++) {
    if (k > first && !step_space(p, &s, &node, k)) return VOX_OK;
    if (!step_token(p, &s, &node, &s.tokens[k])) return VOX_OK;
    bool last = k + 1 == s.token_count || s.begin[s.tokens[k + 1].from] >= to;
    if (last)
      *stands = s.begin[s.tokens[k].to] <= to && trie_value(lexicon_trie(p->model->lexicon), node) == number;
  }
  return VOX_OK;
}

vox_status probe_is_token(probe *p, vox_str text, size_t from, size_t to, bool *whole, vox_error *err) {
  segmented s;
  vox_status status = segment_text(p->segmenter, text, &s, err);
  if (status != VOX_OK) return status;
  uint32_t k = token_at(&s, from);
  *whole = k < s.token_count && s.begin[s.tokens[k].to] == to;
  return VOX_OK;
}

/* ---- Hits ---- */

/* What a hit of the line looks like. */
typedef struct wanted {
  uint32_t term;  /* number */
  uint32_t index; /* of a pair's entry */
  vox_str klass;
  bool any_class;
  vox_str theme; /* of class theme */
} wanted;

static vox_str label_of(const hit *h) {
  if (h->entry.klass == CLASS_EMOTION) return str_of(emotion_name((emotion)h->entry.label));
  if (h->entry.klass == CLASS_INTENT) return str_of(intent_name((intent)h->entry.label));
  if (h->entry.klass == CLASS_EXPECTATION) return str_of(expectation_name(h->entry.label));
  if (h->entry.klass == CLASS_JUNK) return str_of(junk_name((junk)h->entry.label));
  return STR("");
}

/* "emotion.anger" names class and label. */
static bool is_class(const hit *h, vox_str klass) {
  vox_str name = str_of(entry_class_name((entry_class)h->entry.klass)), label = label_of(h);
  if (!label.len) return str_eq(name, klass);
  return klass.len == name.len + 1 + label.len && str_starts(klass, name) &&
         str_eq(str_sub(klass, name.len + 1, klass.len), label);
}

static bool is_wanted(const comment *c, const hit *h, const wanted *w) {
  if (h->dropped || h->term != w->term) return false;
  if (w->any_class) return true;
  if (!is_class(h, w->klass)) return false;
  if (h->entry.klass == CLASS_PAIR) return h->index == w->index;
  return h->entry.klass != CLASS_THEME || str_eq(lexicon_theme(c->lexicon, h->entry.label).id, w->theme);
}

static bool has_hit(const comment *c, const wanted *w) {
  for (family f = 0; f < FAMILY_COUNT; f++) {
    if (f == FAMILY_PAIR_LEFT || f == FAMILY_PAIR_RIGHT) continue;
    for (uint32_t i = 0; i < c->hits[f].len; i++)
      if (is_wanted(c, &c->hits[f].list[i], w)) return true;
  }
  return false;
}

static vox_status find_token(probe *p, vox_str word, vox_str text, bool *found, vox_error *err) {
  *found = false;
  for (size_t at = 0; at + word.len <= text.len && !*found; at++) {
    if (memcmp(text.ptr + at, word.ptr, word.len) != 0) continue;
    vox_status status = probe_is_token(p, text, at, at + word.len, found, err);
    if (status != VOX_OK) return status;
  }
  return VOX_OK;
}

static vox_status find_pair(probe *p, const source_line *l, wanted *w) {
  vox_str left, right;
  uint32_t other;
  if (!probe_sides(l->term, &left, &right)) return VOX_OK;
  vox_status status = probe_term(p, left, &w->term);
  if (status == VOX_OK) status = probe_term(p, right, &other);
  if (status == VOX_OK && !lexicon_pair(p->model->lexicon, w->term, other, &w->index)) w->term = 0;
  return status;
}

/* Did this rule find its theme, or raise its alert? */
static vox_status ask_rule(probe *p, const source_line *l, vox_str text, bool *speaks, vox_error *err) {
  const vox_result *r;
  vox_status status = analyse(p->analyser, text, VOX_ROLE_OTHER, true, &r, err);
  if (status != VOX_OK) return status;
  for (size_t i = 0; i < r->alert_count; i++)
    *speaks |= str_eq(l->klass, STR("alert")) && str_eq(r->alerts[i].id, l->term);
  for (size_t i = 0; i < r->evidence_count; i++)
    *speaks |= str_eq(l->klass, STR("rule")) && str_eq(r->evidence[i].id, l->term) &&
               str_eq(r->evidence[i].term, l->value);
  return VOX_OK;
}

static bool has_mark(const comment *c, uint32_t term) {
  for (uint32_t i = 0; i < c->marks.len; i++)
    if (c->marks.list[i].term == term) return true;
  return false;
}

vox_status probe_speaks(probe *p, const source_line *l, vox_str text, bool *speaks, vox_error *err) {
  const comment *c;
  int32_t prior;
  const vox_result *result;
  wanted w = {.klass = l->klass, .theme = l->value, .any_class = str_eq(l->klass, STR("alias"))};
  *speaks = false;
  if (is_rule_class(l->klass)) return ask_rule(p, l, text, speaks, err);
  if (str_eq(l->klass, STR("word"))) return find_token(p, l->term, text, speaks, err);
  if (str_eq(l->klass, STR("non_answer"))) {
    vox_status status = analyse(p->analyser, text, VOX_ROLE_OTHER, false, &result, err);
    if (status == VOX_OK) *speaks = result->quality & QUALITY_NON_ANSWER;
    return status;
  }
  vox_status status = str_eq(l->klass, STR("pair")) ? find_pair(p, l, &w) : probe_term(p, l->term, &w.term);
  if (status != VOX_OK) return fail_memory(err);
  if (!w.term) return VOX_OK;
  status = analyse_prior(p->analyser, text, &c, &prior, err);
  if (status != VOX_OK) return status;
  *speaks = str_eq(l->klass, STR("theme.weight")) ? has_mark(c, w.term) : has_hit(c, &w);
  return status;
}
