/* intent.c - complaint, suggestion, churn ... with the theme they are about; effort. A negated intent is not
 * there. */
#include "analysis/stages.h"

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

static void gather(const comment *c, intent_found found[INTENT_COUNT], int32_t *effort, int32_t *efforts) {
  const hit_list *l = &c->hits[FAMILY_INTENT], *f = &c->hits[FAMILY_FUNCTION];
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (h->dropped || h->rules & RULE_NEGATED) continue;
    if (h->entry.klass == CLASS_INTENT) note(c, &found[h->entry.label], h->from);
    if (h->entry.klass == CLASS_EFFORT) *effort += h->entry.weight, ++*efforts;
  }
  for (uint32_t i = 0; i < f->len && !found[INTENT_SUGGESTION].present; i++)
    if (!f->list[i].dropped && f->list[i].entry.klass == CLASS_WISH)
      note(c, &found[INTENT_SUGGESTION], f->list[i].from);
}

/* The mean of hundredths as a whole number, rounded away from zero. */
static int8_t mean_effort(int32_t sum, int32_t n) {
  int32_t size = (sum < 0 ? -sum : sum) / n, whole = (size + 50) / 100;
  return (int8_t)(sum < 0 ? -whole : whole);
}

vox_status answer_intents(const comment *c, vox_result *r) {
  intent_found found[INTENT_COUNT] = {{false, NO_THEME}};
  int32_t effort = 0, efforts = 0;
  result_intent *list = arena_array(c->arena, INTENT_COUNT, sizeof *list);
  if (!list) return VOX_ERR_MEMORY;
  gather(c, found, &effort, &efforts);
  r->intents = list;
  r->intent_count = 0;
  for (int i = 0; i < INTENT_COUNT; i++)
    if (found[i].present) list[r->intent_count++] = (result_intent){(uint8_t)i, found[i].theme};
  r->has_effort = efforts > 0;
  r->effort = efforts ? mean_effort(effort, efforts) : 0;
  return VOX_OK;
}
