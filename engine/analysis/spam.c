/* spam.c - advertising, and contacts put where people look. Words of class junk.spam add their weights, each
 * entry once; a contact that is announced (加微信, QQ) and stands there adds two, a link one. At three the
 * comment is spam; at four where it complains, for people write about advertising too. Filler that hides an
 * advertisement from filters is known by its breath: no customer writes so many characters without a mark.
 * What it names is no theme. */
#include "analysis/quality.h"

enum {
  SPAM_FROM = 300,
  CONTACT_WEIGHT = 200,
  LINK_WEIGHT = 100,
  ANNOUNCED_WITHIN = 12,
  COMPLAINT_WEIGHT = 100,
  BREATH_LONGEST = 400 /* Chinese characters */
};

static bool is_new(const hit_list *l, uint32_t i) {
  uint32_t from = i > 64 ? i - 64 : 0; /* bounded: a hostile comment may hold any number */
  while (from < i && l->list[from].index != l->list[i].index) from++;
  return from == i;
}

static bool is_plain(uint32_t cp) {
  return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') || cp == '_' || cp == '-';
}

/* Does an account or number begin within a few characters behind token `t`? Five or more signs of which one
 * is a figure. */
static bool has_account(const comment *c, uint32_t t) {
  const segmented *s = &c->seg;
  uint32_t from = s->tokens[t].to, end = from + ANNOUNCED_WITHIN < s->len ? from + ANNOUNCED_WITHIN : s->len;
  while (from < end && !is_plain(s->cp[from])) from++;
  uint32_t n = 0, digits = 0;
  for (; from + n < s->len && n < 32 && is_plain(s->cp[from + n]); n++)
    digits += s->cp[from + n] >= '0' && s->cp[from + n] <= '9';
  return n >= 5 && digits;
}

static bool has_link(const comment *c) {
  for (uint32_t i = 0; i < c->seg.token_count; i++) {
    const token *t = &c->seg.tokens[i];
    if (t->kind == VOX_TOKEN_LINK && c->seg.cp[t->from] != '@') return true;
  }
  return false;
}

static bool complains(const comment *c) {
  int64_t sum = 0;
  for (uint32_t i = 0; i < c->hits[FAMILY_SENTIMENT].len; i++)
    if (!c->hits[FAMILY_SENTIMENT].list[i].dropped) sum += c->hits[FAMILY_SENTIMENT].list[i].sum;
  return sum < -COMPLAINT_WEIGHT;
}

/* Does the character stand among the few before it? 好好好 and 很好很好 are praise, not filler. */
static bool comes_again(const segmented *s, uint32_t at) {
  enum { BEFORE = 8 };
  for (uint32_t i = at > BEFORE ? at - BEFORE : 0; i < at; i++)
    if (s->cp[i] == s->cp[at]) return true;
  return false;
}

bool is_breathless(const comment *c) {
  const segmented *s = &c->seg;
  uint32_t run = 0;
  for (uint32_t t = 0; s->len > BREATH_LONGEST && t < s->token_count && run <= BREATH_LONGEST; t++) {
    const token *k = &s->tokens[t];
    if (k->kind != VOX_TOKEN_HAN) run = 0;
    for (uint32_t i = k->from; i < k->to && k->kind == VOX_TOKEN_HAN; i++) run += !comes_again(s, i);
  }
  return run > BREATH_LONGEST;
}

bool is_spam(const comment *c) {
  const hit_list *l = &c->hits[FAMILY_JUNK];
  int32_t sum = 0;
  bool announced = false;
  for (uint32_t i = 0; i < l->len && sum < 10 * SPAM_FROM; i++) {
    const hit *h = &l->list[i];
    if (h->entry.label == JUNK_MASH || !is_new(l, i)) continue;
    sum += h->entry.weight;
    announced |= h->entry.label == JUNK_CONTACT && has_account(c, h->to - 1);
  }
  if (announced) sum += CONTACT_WEIGHT;
  if (sum && has_link(c)) sum += LINK_WEIGHT;
  return sum >= SPAM_FROM && (sum > SPAM_FROM || !complains(c));
}
