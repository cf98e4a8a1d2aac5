/* emotion.c - evidence to emotions.
 *
 * Each emotion has a sum in 1/100: what hand-made entries say (the strongest one, a tenth for each further
 * one; a negated one is not there), and, where weights of it were learned for the language, the weights of
 * the comment's words, each word once, less the emotion's offset. It is there when the sum is above 0 and
 * something speaks for it: a hand-made entry, or words worth the setting emotion_evidence. What hand-made
 * entries say is never taken back wholly: a quarter of it stays. The score is sum / (sum + half), which one
 * step of intensity alone brings to the setting emotion_step. Marks of exclamation and letters drawn out
 * raise all sums alike: they say how strongly something is felt, never what. */
#include "analysis/learned.h"
#include "analysis/stages.h"

enum { FURTHER_HIT = 10, STEP = 100, WHOLE = 10000, LEAST_OF_HAND = 4 };

static bool counts(const hit *h) { return !h->dropped && !(h->rules & RULE_NEGATED); }

void emotions_by_hand(const comment *c, int32_t out[EMOTION_COUNT]) {
  const hit_list *l = &c->hits[FAMILY_EMOTION];
  int32_t further[EMOTION_COUNT] = {0};
  memset(out, 0, EMOTION_COUNT * sizeof *out);
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    unsigned e = h->entry.label;
    if (!counts(h) || h->sum <= 0) continue;
    if (out[e] && further[e] < 3 * STEP) further[e] += FURTHER_HIT;
    if (h->sum > out[e]) out[e] = h->sum;
  }
  for (int e = 0; e < EMOTION_COUNT; e++) out[e] += further[e];
}

/* ---- Learned weights ---- */

enum { LABELS = 16 };

typedef struct sums {
  int64_t sum[LABELS];
  int64_t plus[LABELS]; /* of the learned weights above 0 */
} sums;
_Static_assert((int)EMOTION_COUNT <= (int)LABELS, "each emotion has its place");

/* The words that weigh. Which they are cannot be foretold: no branch. */
typedef struct word_list {
  uint32_t *token;
  uint32_t len;
} word_list;

/* Terms met in this comment: open addressing over term numbers. */
typedef struct met {
  uint32_t *term, mask;
} met;

enum { FEW = 64 /* words that find place in a table on the stack */ };

/* Each term stays at its first place. */
static void drop_met(const comment *c, word_list *l, met m) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->len; i++) {
    uint32_t term = c->own[l->token[i]], at = term * 2654435761u & m.mask;
    while (m.term[at] && m.term[at] != term) at = (at + 1) & m.mask;
    l->token[n] = l->token[i];
    n += m.term[at] == 0; /* which come again cannot be foretold */
    m.term[at] = term;
  }
  l->len = n;
}

static bool drop_repeats(const comment *c, word_list *l) {
  uint32_t few[2 * FEW] = {0}, size = 2 * FEW;
  met m = {few, size - 1};
  if (l->len > FEW) {
    while (size < 2 * l->len) size *= 2;
    m = (met){arena_array(c->arena, size, sizeof *m.term), size - 1};
  }
  if (m.term) drop_met(c, l, m);
  return m.term != NULL;
}

static bool list_words(const comment *c, word_list *l) {
  l->len = 0;
  l->token = arena_get(c->arena, (c->seg.token_count + (size_t)1) * sizeof *l->token);
  if (!l->token) return false;
  for (uint32_t t = 0; t < c->seg.token_count; t++) {
    l->token[l->len] = t;
    l->len += (c->classes[t] >> CLASS_EMOTION_WEIGHT & 1u) & carries_weight(c, t);
  }
  for (uint32_t i = 0; i < l->len; i++) lexicon_expect_entries(c->lexicon, c->own[l->token[i]]);
  return drop_repeats(c, l);
}

/* Which of a term's few entries these are cannot be foretold: the others add nothing. */
static void add_weights(const comment *c, uint32_t term, sums *s) {
  uint32_t first, count = lexicon_entries_of(c->lexicon, term, &first);
  for (uint32_t i = first; i < first + count; i++) {
    entry e = lexicon_entry(c->lexicon, i);
    int32_t weight = e.klass == CLASS_EMOTION_WEIGHT ? e.weight : 0;
    s->sum[e.label % LABELS] += weight;
    s->plus[e.label % LABELS] += weight > 0 ? weight : 0;
  }
}

static vox_status weigh_words(const comment *c, sums *s) {
  word_list l;
  if (!list_words(c, &l)) return VOX_ERR_MEMORY;
  for (uint32_t i = 0; i < l.len; i++) add_weights(c, c->own[l.token[i]], s);
  return VOX_OK;
}

/* ---- The answer ---- */

static const setting OFFSETS[] = {
    [LANG_ZH_HANS] = SETTING_EMOTION_OFFSET_ZH, [LANG_ZH_HANT] = SETTING_EMOTION_OFFSET_ZH,
    [LANG_YUE] = SETTING_EMOTION_OFFSET_ZH,     [LANG_EN] = SETTING_EMOTION_OFFSET_EN,
    [LANG_MIXED] = SETTING_EMOTION_OFFSET_ZH,   [LANG_OTHER] = SETTING_EMOTION_OFFSET_EN};

static int32_t offset_of(const comment *c, unsigned e) {
  return lexicon_setting(c->lexicon, OFFSETS[c->lang] + e);
}

static bool is_learned(const comment *c, unsigned e) {
  return c->lang != LANG_OTHER && offset_of(c, e) != NOT_LEARNED;
}

static bool any_learned(const comment *c) {
  for (unsigned e = 0; e < EMOTION_COUNT; e++)
    if (is_learned(c, e)) return true;
  return false;
}

static vox_status sum_up(const comment *c, sums *s) {
  int32_t hand[EMOTION_COUNT];
  int32_t enough = lexicon_setting(c->lexicon, SETTING_EMOTION_EVIDENCE);
  *s = (sums){{0}, {0}};
  if (any_learned(c) && weigh_words(c, s) != VOX_OK) return VOX_ERR_MEMORY;
  emotions_by_hand(c, hand);
  for (unsigned e = 0; e < EMOTION_COUNT; e++) {
    bool learned = is_learned(c, e), speaks = hand[e] > 0 || (learned && s->plus[e] >= enough);
    int64_t sum = hand[e] + (learned ? s->sum[e] - offset_of(c, e) : 0);
    s->sum[e] = !speaks ? 0 : sum > hand[e] / LEAST_OF_HAND ? sum : hand[e] / LEAST_OF_HAND;
  }
  return VOX_OK;
}

static vox_score score_of(const comment *c, int64_t sum) {
  int64_t step = lexicon_setting(c->lexicon, SETTING_EMOTION_STEP);
  if (step <= 0) return 0;
  return (vox_score)(WHOLE * step * sum / (step * sum + STEP * (WHOLE - step)));
}

/* ！！！, 啊啊啊, soooo: one for each mark and each letter drawn out, up to RAISED_MOST. */
enum { RAISED_MOST = 3, DRAWN_OUT = 3, TENTHS = 10 };

/* The third of a run of one letter. */
static bool is_third(const segmented *s, uint32_t i) {
  bool letter = s->kind[i] == CHAR_HAN || s->kind[i] == CHAR_LATIN;
  return letter && i + 1 >= DRAWN_OUT && s->cp[i] == s->cp[i - 1] && s->cp[i] == s->cp[i - 2] &&
         (i < DRAWN_OUT || s->cp[i] != s->cp[i - DRAWN_OUT]);
}

/* Tenths that the comment's emotions are raised to; all that is there for most of it are other letters. */
static int64_t raised_tenths(const segmented *s) {
  int64_t raised = 0;
  for (uint32_t i = 0, before = 0; i < s->len && raised < RAISED_MOST; i++) {
    uint32_t cp = s->cp[i];
    if ((cp == '!') | (cp == before)) raised += cp == '!' || is_third(s, i);
    before = cp;
  }
  return TENTHS + raised;
}

static bool note_word(comment *c, uint32_t t, uint32_t present) {
  uint32_t first, count = lexicon_entries_of(c->lexicon, c->own[t], &first);
  for (uint32_t i = first; i < first + count; i++) {
    entry e = lexicon_entry(c->lexicon, i);
    if (e.klass != CLASS_EMOTION_WEIGHT || !(present >> e.label & 1)) continue;
    hit *h = hit_new(c, FAMILY_EMOTION);
    if (!h) return false;
    *h = (hit){.from = t,
               .to = t + 1,
               .anchor = t,
               .term = c->own[t],
               .index = i,
               .entry = e,
               .sum = e.weight,
               .rules = RULE_LEARNED};
  }
  return true;
}

/* The weights of the emotions that are there, as hits among the hand-made ones: evidence tells them. */
static vox_status note_weights(comment *c, uint32_t present) {
  uint32_t own = c->hits[FAMILY_EMOTION].len;
  word_list l;
  if (!list_words(c, &l)) return VOX_ERR_MEMORY;
  for (uint32_t i = 0; i < l.len; i++)
    if (!note_word(c, l.token[i], present)) return VOX_ERR_MEMORY;
  return merge_hits(c, &c->hits[FAMILY_EMOTION], own);
}

vox_status answer_emotions(comment *c, vox_result *r) {
  sums s;
  uint32_t learned = 0;
  if (sum_up(c, &s) != VOX_OK) return VOX_ERR_MEMORY;
  vox_named_score *list = arena_array(c->arena, EMOTION_COUNT, sizeof *list);
  uint8_t *ids = arena_array(c->arena, EMOTION_COUNT, sizeof *ids);
  if (!list || !ids) return VOX_ERR_MEMORY;
  r->emotions = list;
  r->emotion_ids = ids;
  r->emotion_count = 0;
  int64_t tenths = 0;
  for (unsigned e = 0; e < EMOTION_COUNT; e++) {
    if (s.sum[e] <= 0 || score_of(c, s.sum[e]) <= 0) continue;
    if (!tenths) tenths = raised_tenths(&c->seg);
    vox_score score = score_of(c, s.sum[e] * tenths / TENTHS);
    if (is_learned(c, e)) learned |= 1u << e;
    list[r->emotion_count] = (vox_named_score){r->names->emotions[e], score};
    ids[r->emotion_count++] = (uint8_t)e;
  }
  return learned && r->has_evidence ? note_weights(c, learned) : VOX_OK;
}
