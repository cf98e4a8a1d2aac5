/* intent.c - complaint, suggestion, churn ... with the theme they are about; effort. A negated intent is not
 * there. */
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

static void gather(const comment *c, const bool *asks, intent_found *found, int32_t *effort,
                   int32_t *efforts) {
  const hit_list *l = &c->hits[FAMILY_INTENT];
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (!counts(c, h, asks)) continue;
    if (h->entry.klass == CLASS_INTENT && h->entry.label != INTENT_QUESTION &&
        h->entry.label != INTENT_SUGGESTION)
      note(c, &found[h->entry.label], h->from);
    if (h->entry.klass == CLASS_EFFORT) *effort += h->entry.weight, ++*efforts;
  }
}

/* What rules found; a suggestion is explicit. */
static void note_framed(comment *c, const bool *asks, intent_found *found) {
  for (unsigned i = 0; i < INTENT_COUNT; i++) {
    if (!c->framed[i] || (asks[c->clause[c->framed[i] - 1]] && is_own_doing(i))) continue;
    if (i == INTENT_SUGGESTION && !(c->flags & FLAG_SUGGESTION_WISHED)) c->flags |= FLAG_SUGGESTION_EXPLICIT;
    note(c, &found[i], c->framed[i] - 1);
  }
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
  if (advises && c->framed[INTENT_WARN_OTHERS]) advises[c->clause[c->framed[INTENT_WARN_OTHERS] - 1]] = true;
  if (advises && c->framed[INTENT_RECOMMEND]) advises[c->clause[c->framed[INTENT_RECOMMEND] - 1]] = true;
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

static void judge(const comment *c, const vox_sentiment *said, intent_found *found) {
  uint32_t token_number;
  int plain = plain_intent(c, said, &token_number);
  for (unsigned i = 0; i < INTENT_COUNT; i++)
    if (!goes_with(c, i, said)) found[i].present = false;
  if (plain >= 0) note(c, &found[plain], token_number);
}

/* The mean of hundredths as a whole number, rounded away from zero. */
static int8_t mean_effort(int32_t sum, int32_t n) {
  int32_t size = (sum < 0 ? -sum : sum) / n, whole = (size + 50) / 100;
  return (int8_t)(sum < 0 ? -whole : whole);
}

vox_status answer_intents(comment *c, vox_result *r) {
  intent_found found[INTENT_COUNT] = {{false, NO_THEME}};
  int32_t effort = 0, efforts = 0;
  result_intent *list = arena_array(c->arena, INTENT_COUNT, sizeof *list);
  bool *asks = find_asking(c), *advises = find_advice(c);
  if (!list || !asks || !advises) return VOX_ERR_MEMORY;
  gather(c, asks, found, &effort, &efforts);
  note_questions(c, asks, found);
  note_suggestions(c, advises, &found[INTENT_SUGGESTION]);
  note_framed(c, asks, found);
  judge(c, &r->sentiment, found);
  r->intents = list;
  r->intent_count = 0;
  for (int i = 0; i < INTENT_COUNT; i++)
    if (found[i].present) list[r->intent_count++] = (result_intent){(uint8_t)i, found[i].theme};
  r->has_effort = efforts > 0;
  r->effort = efforts ? mean_effort(effort, efforts) : 0;
  return VOX_OK;
}
