/* analyse.c - the order of stages. See analyse.h. */
#include "analysis/analyse.h"
#include "analysis/quality.h"

struct analyser {
  mem *mem;
  arena arena;
  const dict *dict;
  const lexicon *lexicon;
  const catalogue *names;
  segmenter *segmenter;
  uint16_t space_id;
  const look *look; /* NULL: none */
  vox_result result;
  segmented words; /* of the result */
  comment prior;   /* of analyse_prior */
  int32_t abstain;
  buf scratch;
};

enum { RECORD_LIMIT = 1 << 30 };

vox_status analyser_new(analyser **out, mem *m, const dict *d, const lexicon *l, const catalogue *names,
                        vox_error *err) {
  analyser *a = mem_array(m, 1, sizeof *a);
  if (!a) return fail_memory(err);
  a->mem = m;
  a->dict = d;
  a->lexicon = l;
  a->names = names;
  a->space_id = charmap_get(dict_charmap(d), ' ').id;
  arena_init(&a->arena, m);
  buf_init(&a->scratch, m, RECORD_LIMIT);
  vox_status status = segmenter_new(&a->segmenter, m, d, err);
  if (status == VOX_OK)
    *out = a;
  else
    analyser_free(a);
  return status;
}

void analyser_free(analyser *a) {
  if (!a) return;
  if (a->segmenter) segmenter_free(a->segmenter);
  buf_free(&a->scratch);
  arena_free(&a->arena);
  mem_put(a->mem, a, sizeof *a);
}

void analyser_own_cutter(analyser *a, segment_own_fn own, void *self) {
  segmenter_own(a->segmenter, own, self);
}

void analyser_abstain(analyser *a, int32_t below) { a->abstain = below; }

/* The sides alone are left open: that a comment takes no side is no less sure for it. */
static void abstain(vox_sentiment *s, int32_t below) {
  bool side = s->label == VOX_LABEL_POSITIVE || s->label == VOX_LABEL_NEGATIVE;
  if (side && s->confidence < below) s->label = VOX_LABEL_NONE;
}

void analyser_look(analyser *a, const look *seen) { a->look = seen; }

/* Tokens to hits of the hand-made lexicon. */
static vox_status find_prior(comment *c) {
  vox_status status = match_entries(c);
  if (status == VOX_OK) status = divide_clauses(c);
  if (status == VOX_OK) status = join_pairs(c);
  if (status == VOX_OK) status = apply_scope(c);
  if (status == VOX_OK) turn_compared(c);
  return status;
}

/* Tokens to hits whose weights are settled. */
static vox_status find_evidence(comment *c) {
  vox_status status = find_prior(c);
  if (status == VOX_OK) status = add_learned(c);
  if (status == VOX_OK) status = damp_repeats(c);
  return status;
}

/* Nothing evaluative is heard in a language that is not ours or in an answer that says nothing; nothing at
 * all in what is no answer. What filler names is nothing that a customer speaks of. */
static void silence(comment *c) {
  hit_list *l = &c->hits[FAMILY_SENTIMENT];
  if (c->lang == LANG_OTHER || c->quality & (QUALITY_NON_ANSWER | QUALITY_UNHEARD))
    for (uint32_t i = 0; i < l->len; i++) l->list[i].dropped = true;
  if (!(c->quality & QUALITY_UNHEARD) && !c->filler) return;
  for (family f = 0; f < FAMILY_COUNT; f++)
    if (f != FAMILY_SENTIMENT || !c->filler) c->hits[f].len = 0;
  c->marks.len = 0;
  if (c->own) memset(c->own, 0, c->seg.token_count * sizeof *c->own); /* learned weights */
}

/* What is read over in a comment, and how far its own words stand from the beginning of the text. */
typedef struct cleaning {
  cut_list cuts;
  size_t shift;
} cleaning;

/* Tokens of the comment without what stands around it and what is read over inside it. */
static vox_status read_text(analyser *a, vox_str text, comment *c, cleaning *out, vox_error *err) {
  *out = (cleaning){.shift = 0};
  if (a->look) {
    vox_str inner = look_unwrap(a->look, text);
    if (inner.len < str_trim(text).len) {
      c->flags |= FLAG_WRAPPER;
      out->shift = (size_t)(inner.ptr - text.ptr);
      text = inner;
    }
  }
  vox_status status = segment_text(a->segmenter, text, &c->seg, err);
  if (status != VOX_OK) return status;
  c->survey = survey_tokens(&c->seg);
  if (find_cuts(c->arena, &c->seg, &c->survey, &out->cuts, &c->flags) != VOX_OK) return fail_memory(err);
  if (!out->cuts.len) return VOX_OK;
  vox_str rest = without_cuts(c->arena, text, &out->cuts);
  if (!rest.ptr) return fail_memory(err);
  status = segment_text(a->segmenter, rest, &c->seg, err);
  if (status == VOX_OK) c->survey = survey_tokens(&c->seg);
  return status;
}

/* Spans of evidence in the bytes of the whole text. */
static void move_spans(const cleaning *k, const vox_result *r) {
  vox_evidence *list = (vox_evidence *)(uintptr_t)r->evidence; /* written by this comment, in its arena */
  if (!k->cuts.len && !k->shift) return;
  for (size_t i = 0; i < r->evidence_count; i++) {
    list[i].span = span_over_cuts(&k->cuts, list[i].span, k->shift);
    if (list[i].scope.begin < list[i].scope.end)
      list[i].scope = span_over_cuts(&k->cuts, list[i].scope, k->shift);
  }
}

static vox_status answer(comment *c, vox_result *r, bool want_evidence) {
  answer_sentiment(c, r);
  c->said = r->sentiment;
  vox_status status = answer_emotions(c, r);
  if (status == VOX_OK) status = answer_themes(c, r);
  tell_measured(c);
  if (status == VOX_OK) status = answer_quantities(c, r);
  if (status == VOX_OK) status = answer_intents(c, r);
  if (status == VOX_OK && want_evidence) status = list_evidence(c, r);
  r->lang = c->lang;
  r->quality = c->quality;
  r->flags = c->flags | (r->sentiment.label == VOX_LABEL_MIXED ? FLAG_MIXED : 0);
  return status;
}

/* `c` is made anew; it holds as long as the result. */
static vox_status analyse_into(analyser *a, comment *c, const vox_row *row, const vox_cell *cell,
                               bool want_evidence, vox_error *err) {
  arena_reset(&a->arena);
  *c = (comment){.arena = &a->arena, .lexicon = a->lexicon, .role = cell->role, .space_id = a->space_id};
  c->row = row;
  c->cell = cell;
  a->result = (vox_result){
      .names = a->names, .text = cell->text, .has_evidence = want_evidence, .scratch = &a->scratch};
  cleaning k;
  vox_status status = read_text(a, cell->text, c, &k, err);
  if (status != VOX_OK) return status;
  tell_language(c);
  status = find_evidence(c);
  tell_quality(c, a->look);
  /* Emoji alone belong to every language. */
  if (c->lang == LANG_OTHER && !c->foreign && c->hits[FAMILY_SENTIMENT].len) c->lang = LANG_MIXED;
  silence(c);
  if (status == VOX_OK) status = silence_inquiry(c);
  if (status == VOX_OK) status = answer(c, &a->result, want_evidence);
  if (status != VOX_OK) return fail_memory(err);
  a->words = c->seg;
  a->result.words = &a->words;
  abstain(&a->result.sentiment, a->abstain);
  move_spans(&k, &a->result);
  return VOX_OK;
}

vox_status analyse_cell(analyser *a, const vox_row *row, const vox_cell *cell, bool want_evidence,
                        const vox_result **out, vox_error *err) {
  comment c;
  vox_status status = analyse_into(a, &c, row, cell, want_evidence, err);
  if (status == VOX_OK) *out = &a->result;
  return status;
}

vox_status analyse(analyser *a, vox_str text, vox_role role, bool want_evidence, const vox_result **out,
                   vox_error *err) {
  vox_cell cell = {.role = role, .text = text};
  return analyse_cell(a, NULL, &cell, want_evidence, out, err);
}

vox_status analyse_why(analyser *a, const vox_row *row, const vox_cell *cell, vox_str id,
                       const vox_why_node **list, size_t *count, vox_error *err) {
  comment c;
  vox_status status = analyse_into(a, &c, row, cell, false, err);
  if (status != VOX_OK) return status;
  status = tell_why(&c, &a->result, id, list, count);
  if (status == VOX_ERR_NOT_FOUND)
    return fail(err, status, "the lexicon has no such theme, no such alert and no such intent");
  return status == VOX_OK ? VOX_OK : fail_memory(err);
}

vox_status analyse_prior(analyser *a, vox_str text, const comment **out, int32_t *prior, vox_error *err) {
  comment *c = &a->prior;
  arena_reset(&a->arena);
  *c = (comment){.arena = &a->arena, .lexicon = a->lexicon, .space_id = a->space_id};
  vox_status status = segment_text(a->segmenter, text, &c->seg, err);
  if (status != VOX_OK) return status;
  if (find_prior(c) != VOX_OK || damp_repeats(c) != VOX_OK) return fail_memory(err);
  int64_t sum = 0;
  for (uint32_t i = 0; i < c->hits[FAMILY_SENTIMENT].len; i++)
    if (!c->hits[FAMILY_SENTIMENT].list[i].dropped) sum += c->hits[FAMILY_SENTIMENT].list[i].sum;
  *prior = (int32_t)(sum > INT32_MAX ? INT32_MAX : sum < INT32_MIN ? INT32_MIN : sum);
  *out = c;
  return VOX_OK;
}

static vox_token token_of(const segmented *s, const token *t) {
  vox_span span = segmented_span(s, t->from, t->to);
  bool measured = t->figure && t->figure < t->to - t->from;
  return (vox_token){span, (vox_token_kind)t->kind, measured ? s->begin[t->from + t->figure] : span.end};
}

vox_status analyser_tokens(analyser *a, vox_str text, const vox_token **out, size_t *count, vox_error *err) {
  segmented s;
  arena_reset(&a->arena);
  vox_status status = segment_text(a->segmenter, text, &s, err);
  if (status != VOX_OK) return status;
  vox_token *list = arena_get(&a->arena, (s.token_count + (size_t)1) * sizeof *list);
  if (!list) return fail_memory(err);
  for (uint32_t i = 0; i < s.token_count; i++) list[i] = token_of(&s, &s.tokens[i]);
  *out = list;
  *count = s.token_count;
  return VOX_OK;
}
