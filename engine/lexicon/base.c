/* base.c - a compiled lexicon back to drafts, so that sources can be laid over it.
 *
 * Entries that came by an alias are left out: the aliases themselves are taken over, and copy again what then
 * stands. */
#include "lexicon/draft.h"

typedef struct importer {
  lexicon_compiler *c;
  const lexicon *from;
  uint32_t *source; /* its sources -> ours */
  uint32_t *term;   /* its terms -> 1 + ours; 0: not taken over yet */
} importer;

/* Our term for one of the artefact's. A star behind the written form is its entries', not the term's. */
static bool take_term(importer *im, uint32_t number, uint32_t *index) {
  lexicon_compiler *c = im->c;
  if (!im->term[number]) {
    static const uint32_t sides = 1u << CLASS_PAIR_LEFT | 1u << CLASS_PAIR_RIGHT;
    vox_str written = lexicon_term_text(im->from, number), surface = written;
    bool own = lexicon_classes_of(im->from, number) & ~sides;
    if (own && draft_ends_open(surface)) surface.len--;
    vox_str key = draft_fold(c, surface);
    if (!key.ptr || !draft_intern(c, key, written, index)) return false;
    im->term[number] = *index + 1;
  }
  *index = im->term[number] - 1;
  return true;
}

/* Steps of polarity again: the smallest value that scale_steps brings to the same weight. */
static int16_t unscaled(const importer *im, int16_t weight) {
  int32_t step = lexicon_setting(im->from, SETTING_PRIOR_STEP), size = weight < 0 ? -weight : weight;
  if (step <= 0) return weight;
  int32_t value = (size * 100 + step - 1) / step;
  return (int16_t)(weight < 0 ? -value : value);
}

static draft_entry draft_of(const importer *im, uint32_t index, uint32_t term) {
  entry e = lexicon_entry(im->from, index);
  entry_origin o = lexicon_origin(im->from, index);
  bool steps = e.klass == CLASS_SENTIMENT || e.klass == CLASS_PAIR;
  bool themed = e.klass == CLASS_THEME || e.klass == CLASS_THEME_WEIGHT;
  return (draft_entry){.klass = e.klass,
                       .flags = e.flags,
                       .label = e.label,
                       .reach = e.reach,
                       .weight = steps ? unscaled(im, e.weight) : e.weight,
                       .term = term,
                       .source = im->source[o.source],
                       .line = o.line,
                       .theme = themed ? lexicon_theme(im->from, e.label).id : STR("")};
}

static bool take_entries(importer *im) {
  for (uint32_t t = 1; t <= lexicon_term_count(im->from); t++) {
    uint32_t first, index, count = lexicon_entries_of(im->from, t, &first);
    for (uint32_t i = 0; i < count; i++) {
      entry e = lexicon_entry(im->from, first + i);
      if (e.flags & ENTRY_COPY || e.klass == CLASS_RULE) continue;
      if (!take_term(im, t, &index)) return false;
      if (!vec_push(im->c->mem, &im->c->entries, draft_of(im, first + i, index))) return false;
    }
  }
  return true;
}

static bool take_pair(importer *im, draft_pairs *to, pair_row row) {
  draft_pair p = {0};
  if (!take_term(im, row.left, &p.left) || !take_term(im, row.right, &p.right)) return false;
  p.entry = draft_of(im, row.index, p.left);
  return vec_push(im->c->mem, to, p);
}

static bool take_pairs(importer *im) {
  pair_row row;
  bool ok = true;
  for (uint32_t i = 0; ok && i < lexicon_pair_count(im->from); i++)
    ok = take_pair(im, &im->c->pairs, lexicon_pair_row(im->from, i));
  for (uint32_t i = 0; ok && i < lexicon_weight_rows(im->from); i++)
    if (lexicon_weight_row(im->from, i, &row)) ok = take_pair(im, &im->c->weight_pairs, row);
  return ok;
}

static bool take_forms(importer *im) {
  lexicon_compiler *c = im->c;
  bool ok = true;
  for (uint32_t i = 0; ok && i < lexicon_form_count(im->from); i++) {
    word_form f = lexicon_form(im->from, i);
    if (f.canonical.len)
      ok = vec_push(c->mem, &c->aliases,
                    ((draft_alias){f.form, f.form, f.canonical, im->source[0], 0, false}));
    else
      ok = map_put(&c->words, f.form, 0) != NULL;
  }
  return ok;
}

static bool take_themes(importer *im) {
  lexicon_compiler *c = im->c;
  for (uint32_t i = 0; i < lexicon_theme_count(im->from); i++) {
    theme_info t = lexicon_theme(im->from, i);
    draft_theme d = {t.id, t.name_zh, t.name_en, t.facets, im->source[0], 0, 0};
    if (!vec_push(c->mem, &c->themes, d)) return false;
  }
  return true;
}

static void take_settings(importer *im) {
  for (int i = 0; i < SETTING_COUNT; i++) {
    im->c->settings[i] = lexicon_setting(im->from, (setting)i);
    im->c->has_setting[i] = true;
  }
}

static void find_sources(importer *im) {
  for (uint32_t i = 0; i < im->c->sources.len; i++)
    if (vec_at(&im->c->sources, i).base) im->source[vec_at(&im->c->sources, i).base - 1] = i;
}

vox_status draft_base(lexicon_compiler *c) {
  size_t sources = lexicon_source_count(c->base), terms = (size_t)lexicon_term_count(c->base) + 1;
  if (!sources) return VOX_OK; /* then it holds nothing either: an entry names its source */
  importer im = {c, c->base, mem_array(c->mem, sources, sizeof(uint32_t)),
                 mem_array(c->mem, terms, sizeof(uint32_t))};
  bool ok = im.source && im.term;
  if (ok) find_sources(&im);
  if (ok) take_settings(&im);
  ok = ok && take_entries(&im) && take_pairs(&im) && take_forms(&im) && take_themes(&im) &&
       draft_base_rules(c, im.source) == VOX_OK;
  mem_put(c->mem, im.source, sources * sizeof(uint32_t));
  mem_put(c->mem, im.term, terms * sizeof(uint32_t));
  return ok ? VOX_OK : VOX_ERR_MEMORY;
}
