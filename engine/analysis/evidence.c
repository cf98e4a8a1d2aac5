/* evidence.c - every hit that counted, with its bytes, its entry and the rules that changed it. */
#include "analysis/stages.h"

static const char *const RULES[RULE_BITS] = {
    "negated", "double_negation", "degree", "wish", "repeated", "learned", "rule", "weighted", "compared"};

/* "negated,degree": names of the bits, in the arena. */
static vox_str rule_names(arena *a, uint32_t rules) {
  char text[128];
  size_t n = 0;
  for (unsigned i = 0; i < RULE_BITS; i++) {
    if (!(rules & 1u << i)) continue;
    vox_str name = str_of(RULES[i]);
    if (n) text[n++] = ',';
    memcpy(text + n, name.ptr, name.len);
    n += name.len;
  }
  return n ? arena_copy(a, (vox_str){text, n}) : STR("");
}

static vox_span span_of(const comment *c, uint32_t from, uint32_t to) {
  if (from == to) return (vox_span){0, 0};
  return segmented_span(&c->seg, c->seg.tokens[from].from, c->seg.tokens[to - 1].to);
}

/* What a rule found: "churn" of intent.churn; of rivals and of effort as entries have it. */
static vox_str frame_id(const hit *h) {
  vox_str rest = rule_frame_name(h->entry.label);
  if (h->entry.klass == CLASS_EFFORT) return STR("");
  vox_str kind = str_cut(&rest, '.');
  if (h->entry.klass == CLASS_ENTITY) return kind;
  return h->entry.label == FRAME_WISHED ? str_of(intent_name(INTENT_SUGGESTION)) : rest;
}

static vox_str label_id(const comment *c, const hit *h) {
  if (h->rules & RULE_BY_RULE && h->entry.klass != CLASS_THEME) return frame_id(h);
  switch (h->entry.klass) {
  case CLASS_EMOTION:
  case CLASS_EMOTION_WEIGHT:
    return str_of(emotion_name((emotion)h->entry.label));
  case CLASS_INTENT:
    return str_of(intent_name((intent)h->entry.label));
  case CLASS_EXPECTATION:
    return str_of(expectation_name(h->entry.label));
  case CLASS_ENTITY:
    return STR("competitor");
  case CLASS_THEME:
    return lexicon_theme(c->lexicon, h->entry.label).id;
  default:
    return STR("");
  }
}

static bool speaks_of_sentiment(const hit *h) {
  return h->entry.klass == CLASS_SENTIMENT || h->entry.klass == CLASS_PAIR ||
         (h->entry.klass >= CLASS_WEIGHT && h->entry.klass <= CLASS_WEIGHT_PAIR);
}

static bool counts(const hit *h) {
  if (h->dropped) return false;
  if (speaks_of_sentiment(h)) return h->entry.weight != 0;
  bool hides = (h->entry.klass == CLASS_EMOTION || h->entry.klass == CLASS_INTENT) && h->entry.weight == 0;
  return h->entry.klass == CLASS_THEME || (!hides && !(h->rules & RULE_NEGATED));
}

/* A rule by its beginning: those of intents are long lists. */
static vox_str rule_text(const comment *c, const hit *h) {
  enum { LONG = 60 };
  char text[LONG + 4];
  vox_str rule = rules_row(lexicon_rules(c->lexicon), h->index).text;
  size_t n = LONG;
  if (h->entry.klass == CLASS_THEME || rule.len <= LONG) return rule;
  while (n && ((unsigned char)rule.ptr[n] & 0xC0) == 0x80) n--;
  memcpy(text, rule.ptr, n);
  memcpy(text + n, "...", 3);
  return arena_copy(c->arena, (vox_str){text, n + 3});
}

static vox_evidence tell(const comment *c, const hit *h) {
  char cite[96];
  bool ruled = h->rules & RULE_BY_RULE;
  size_t n = ruled ? lexicon_cite_rule(c->lexicon, h->index, cite) : lexicon_cite(c->lexicon, h->index, cite);
  entry_class kind = speaks_of_sentiment(h)                   ? CLASS_SENTIMENT
                     : h->entry.klass == CLASS_EMOTION_WEIGHT ? CLASS_EMOTION
                                                              : (entry_class)h->entry.klass;
  return (vox_evidence){.span = span_of(c, h->from, h->to),
                        .scope = span_of(c, h->scope_from, h->scope_to),
                        .kind = str_of(entry_class_name(kind)),
                        .id = label_id(c, h),
                        .entry = arena_copy(c->arena, (vox_str){cite, n}),
                        .term = ruled ? rule_text(c, h) : lexicon_term_text(c->lexicon, h->term),
                        .rule = rule_names(c->arena, h->rules),
                        .weight = h->entry.weight,
                        .sum = h->sum};
}

/* The one of two that counts: against praise or against blame, whichever weighs more. */
static int32_t against(const comment *c, neutral_weights n) { return c->said.raw < 0 ? n.blamed : n.praised; }

/* The second thing that a learned hit says: how much it speaks for the middle. */
static vox_evidence tell_neutral(const comment *c, const hit *h) {
  vox_evidence e = tell(c, h);
  e.kind = STR("neutral");
  e.weight = against(c, entry_neutral(&h->entry));
  e.sum = against(c, h->neutral);
  return e;
}

static bool stands_before(const vox_evidence *a, const vox_evidence *b) {
  if (a->span.begin != b->span.begin) return a->span.begin < b->span.begin;
  return a->span.end < b->span.end;
}

/* Merges two lists that are in order; equal spans keep the order of families. */
static void merge_lists(vox_evidence *out, const vox_evidence *a, size_t na, const vox_evidence *b,
                        size_t nb) {
  size_t i = 0, k = 0, n = 0;
  while (i < na || k < nb) {
    bool from_b = i == na || (k < nb && stands_before(&b[k], &a[i]));
    out[n++] = from_b ? b[k++] : a[i++];
  }
}

static bool is_told(const vox_evidence *e) { return e->entry.ptr && e->rule.ptr && e->term.ptr; }

/* The counted hits of one family into `to`; false when memory ends while one is told. */
static bool tell_family(const comment *c, const hit_list *l, vox_evidence *to, size_t *count) {
  size_t n = 0;
  bool ok = true;
  for (uint32_t i = 0; i < l->len && ok; i++) {
    const hit *h = &l->list[i];
    if (counts(h)) to[n] = tell(c, h), ok = is_told(&to[n++]);
    if (ok && against(c, h->neutral) && !h->dropped) to[n] = tell_neutral(c, h), ok = is_told(&to[n++]);
  }
  *count = n;
  return ok;
}

vox_status list_evidence(const comment *c, vox_result *r) {
  static const family families[] = {FAMILY_SENTIMENT, FAMILY_EMOTION, FAMILY_THEME,
                                    FAMILY_INTENT,    FAMILY_ENTITY,  FAMILY_FRAME};
  enum { FAMILIES = sizeof families / sizeof *families };
  size_t most = 1 + c->hits[FAMILY_SENTIMENT].len, count = 0, n; /* a hit of sentiment may be told twice */
  for (size_t f = 0; f < FAMILIES; f++) most += c->hits[families[f]].len;
  vox_evidence *all = arena_array(c->arena, most, sizeof *all);
  vox_evidence *one = arena_array(c->arena, most, sizeof *one);
  vox_evidence *merged = arena_array(c->arena, most, sizeof *merged);
  if (!all || !one || !merged) return VOX_ERR_MEMORY;
  for (size_t f = 0; f < FAMILIES; f++) {
    if (!tell_family(c, &c->hits[families[f]], one, &n)) return VOX_ERR_MEMORY;
    merge_lists(merged, all, count, one, n);
    count += n;
    memcpy(all, merged, count * sizeof *all);
  }
  r->evidence = all;
  r->evidence_count = count;
  return VOX_OK;
}
