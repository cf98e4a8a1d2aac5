/* intent.c - complaint, suggestion, churn ... with the theme they are about. A negated intent is not there.
 */
#include "analysis/stages.h"
#include "analysis/wants.h"

typedef struct intent_found {
  bool present;
  uint32_t theme;
} intent_found;

/* The first theme named in the clause of token t; NO_THEME. */
static uint32_t theme_near(const comment *c, uint32_t t) {
  const hit_list *l = &c->hits[FAMILY_THEME];
  for (uint32_t i = 0; i < l->len && c->clause[l->list[i].from] <= c->clause[t]; i++)
    if (!l->list[i].dropped && c->clause[l->list[i].from] == c->clause[t]) return l->list[i].entry.label;
  return NO_THEME;
}

static void note(const comment *c, intent_found *found, uint32_t token_number) {
  if (found->present) return;
  found->present = true;
  found->theme = theme_near(c, token_number);
}

/* Not there where it is only asked. */
static bool is_own_doing(unsigned wanted) {
  return wanted == INTENT_CHURN || wanted == INTENT_REPURCHASE || wanted == INTENT_RECOMMEND ||
         wanted == INTENT_PRAISE;
}

/* Hits that intend nothing: entries of value 0, negated ones, and what is only asked. */
static bool counts(const comment *c, const hit *h, const bool *asks) {
  if (h->dropped || h->rules & RULE_NEGATED || h->entry.weight == 0) return false;
  return !asks[c->clause[h->from]] || h->entry.klass != CLASS_INTENT || !is_own_doing(h->entry.label);
}

static void gather(const comment *c, const bool *asks, intent_found *found) {
  const hit_list *l = &c->hits[FAMILY_INTENT];
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (h->entry.klass == CLASS_INTENT && h->entry.label != INTENT_QUESTION &&
        h->entry.label != INTENT_SUGGESTION && counts(c, h, asks))
      note(c, &found[h->entry.label], h->from);
  }
}

/* The intent that a rule found; INTENT_COUNT: it found something else. */
static unsigned framed(const hit *h) {
  if (h->entry.label == FRAME_WISHED) return INTENT_SUGGESTION;
  return h->entry.label < INTENT_COUNT ? h->entry.label : INTENT_COUNT;
}

/* What rules found. A suggestion is explicit where nothing says that it is wished for. */
static void note_framed(comment *c, const bool *asks, const bool *advises, intent_found *found) {
  hit_list *l = &c->hits[FAMILY_FRAME];
  bool explicit = false, wished = false;
  for (uint32_t i = 0; i < l->len; i++) {
    hit *h = &l->list[i];
    unsigned wanted = framed(h);
    h->dropped = wanted < INTENT_COUNT && ((asks[c->clause[h->from]] && is_own_doing(wanted)) ||
                                           (advises[c->clause[h->from]] && wanted == INTENT_SUGGESTION));
    if (h->dropped || wanted == INTENT_COUNT) continue;
    note(c, &found[wanted], h->from);
    explicit |= h->entry.label == INTENT_SUGGESTION;
    wished |= h->entry.label == FRAME_WISHED;
  }
  if (c->flags & (FLAG_SUGGESTION_EXPLICIT | FLAG_SUGGESTION_WISHED)) return;
  c->flags |= wished ? FLAG_SUGGESTION_WISHED : explicit ? FLAG_SUGGESTION_EXPLICIT : 0;
}

static void note_questions(const comment *c, const bool *asks, intent_found *found) {
  uint32_t t = 0;
  if (!c->seg.token_count || !memchr(asks, true, c->clause_count * sizeof *asks)) return;
  while (!asks[c->clause[t]]) t++;
  note(c, &found[INTENT_QUESTION], t);
}

/* Is the hit hidden by an intent of value 0 that holds it? */
static bool is_hidden(const comment *c, const hit *h, uint32_t *at) {
  const hit_list *l = &c->hits[FAMILY_INTENT];
  while (*at < l->len && l->list[*at].to <= h->from) ++*at;
  if (*at == l->len || l->list[*at].from > h->from) return false;
  return l->list[*at].entry.weight == 0 && l->list[*at].entry.klass == CLASS_INTENT;
}

/* Of each clause: does it warn others or recommend? 建议大家别买 is no suggestion. NULL when memory ends. */
static bool *find_advice(const comment *c) {
  const hit_list *l = &c->hits[FAMILY_INTENT];
  bool *advises = arena_array(c->arena, c->clause_count + (size_t)1, sizeof *advises);
  for (uint32_t i = 0; i < l->len && advises; i++) {
    const hit *h = &l->list[i];
    if (h->entry.klass == CLASS_INTENT &&
        (h->entry.label == INTENT_WARN_OTHERS || h->entry.label == INTENT_RECOMMEND))
      advises[c->clause[h->from]] = true;
  }
  const hit_list *f = &c->hits[FAMILY_FRAME];
  for (uint32_t i = 0; i < f->len && advises; i++)
    if (f->list[i].entry.label == INTENT_WARN_OTHERS || f->list[i].entry.label == INTENT_RECOMMEND)
      advises[c->clause[f->list[i].from]] = true;
  return advises;
}

typedef struct suggesting {
  comment *c;
  const bool *advises; /* of each clause */
  intent_found *found;
  bool explicit, wished;
} suggesting;

static void note_suggestion(suggesting *s, const hit *h) {
  if (s->advises[s->c->clause[h->from]] || !is_suggestion(s->c, h)) return;
  note(s->c, s->found, h->from);
  *(is_wished(s->c, h) ? &s->wished : &s->explicit) = true;
}

/* Wishes are suggestions as well; which kind it is, the flags tell. */
static void note_suggestions(comment *c, const bool *advises, intent_found *found) {
  const hit_list *f = &c->hits[FAMILY_FUNCTION], *l = &c->hits[FAMILY_INTENT];
  suggesting s = {c, advises, found, false, false};
  uint32_t at = 0;
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    bool suggests = h->entry.klass == CLASS_INTENT && h->entry.label == INTENT_SUGGESTION;
    if (suggests && h->entry.weight > 0 && !(h->rules & RULE_NEGATED)) note_suggestion(&s, h);
  }
  for (uint32_t i = 0; i < f->len; i++)
    if (!f->list[i].dropped && f->list[i].entry.klass == CLASS_WISH && !is_hidden(c, &f->list[i], &at))
      note_suggestion(&s, &f->list[i]);
  c->flags |= s.explicit ? FLAG_SUGGESTION_EXPLICIT : s.wished ? FLAG_SUGGESTION_WISHED : 0;
}

/* Who was made to work and does not praise complains. */
static void note_effort(const comment *c, const vox_result *r, intent_found *found) {
  static const family families[] = {FAMILY_INTENT, FAMILY_FRAME};
  if (!r->has_effort || r->effort <= 0 || r->sentiment.label == VOX_LABEL_POSITIVE) return;
  for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
    const hit_list *l = &c->hits[families[f]];
    for (uint32_t i = 0; i < l->len; i++)
      if (l->list[i].entry.klass == CLASS_EFFORT && l->list[i].entry.weight > 0 && !l->list[i].dropped)
        note(c, &found[INTENT_COMPLAINT], l->list[i].from);
  }
}

static void judge(const comment *c, const vox_sentiment *said, intent_found *found) {
  uint32_t token_number;
  int plain = plain_intent(c, said, &token_number);
  for (unsigned i = 0; i < INTENT_COUNT; i++)
    if (!goes_with(c, i, said)) found[i].present = false;
  if (plain >= 0) note(c, &found[plain], token_number);
}

/* Evidence tells of no intent that is not there. */
static void drop_judged(comment *c, const intent_found *found) {
  hit_list *l = &c->hits[FAMILY_FRAME];
  for (uint32_t i = 0; i < l->len; i++) {
    unsigned wanted = framed(&l->list[i]);
    if (wanted < INTENT_COUNT && !found[wanted].present) l->list[i].dropped = true;
  }
}

vox_status answer_intents(comment *c, vox_result *r) {
  intent_found found[INTENT_COUNT] = {{false, NO_THEME}};
  result_intent *list = arena_array(c->arena, INTENT_COUNT, sizeof *list);
  bool *asks = find_asking(c), *advises = find_advice(c);
  if (!list || !asks || !advises) return VOX_ERR_MEMORY;
  gather(c, asks, found);
  note_questions(c, asks, found);
  note_suggestions(c, advises, &found[INTENT_SUGGESTION]);
  note_framed(c, asks, advises, found);
  answer_effort(c, r);
  note_effort(c, r, found);
  judge(c, &r->sentiment, found);
  drop_judged(c, found);
  r->intents = list;
  r->intent_count = 0;
  for (int i = 0; i < INTENT_COUNT; i++)
    if (found[i].present) list[r->intent_count++] = (result_intent){(uint8_t)i, found[i].theme};
  return VOX_OK;
}
