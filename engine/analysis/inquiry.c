/* inquiry.c - a comment that is one plain question (请问周末几点开门, is there a student discount?) says
 * nothing for or against: what its words mostly go with in other comments is not meant, and praise in it is
 * asked for, not given. Blame of the hand-made lexicon is heard (why is it so slow?), and so are words that
 * mostly blame. */
#include "analysis/quantity.h"
#include "analysis/stages.h"
#include "analysis/wants.h"

/* 1/100: the most that one hand-made word may praise, that all words together may blame, and praise. */
enum { MILD = 50, HINT_BLAME = 25, HINT_PRAISE = 120 };

/* 为什么没有筷子, why is it so slow: asked, and a fault told. */
static bool reproaches(const comment *c) {
  static const uint32_t *const words[] = {U"why",    U"how come", U"since when", U"为什么", U"为啥",
                                          U"为何",   U"为毛",     U"怎么没",     U"怎么不", U"怎么还",
                                          U"怎么会", U"怎么能",   U"怎么就",     U"难道",   U"凭什么",
                                          U"凭啥",   U"不见了",   U"没了",       U"你们",   NULL};
  glyphs g = {c->seg.cp, c->seg.len};
  for (uint32_t t = 0; t < c->seg.token_count; t++)
    for (size_t i = 0; words[i]; i++)
      if (glyphs_match(&g, c->seg.tokens[t].from, words[i])) return true;
  return false;
}

/* An English question has its mark; who, what and when stand in the midst of other sentences as well. */
static vox_status tell_asking(const comment *c, bool *asks) {
  bool *all = find_asking(c);
  if (!all) return VOX_ERR_MEMORY;
  uint32_t last = c->seg.token_count - 1;
  *asks = all[c->clause[last]] && (token_first(c, last) == '?' || !c->survey.latin) && !reproaches(c);
  return VOX_OK;
}

/* One clause, and no word that blames or plainly praises. */
static bool may_be_inquiry(const comment *c) {
  const hit_list *l = &c->hits[FAMILY_SENTIMENT];
  int64_t sum = 0;
  if (!l->len || c->clause[c->seg.token_count - 1]) return false;
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (h->dropped || !h->sum) continue;
    if (!(h->rules & RULE_LEARNED) && (h->sum < 0 || h->sum > MILD)) return false;
    sum += h->sum;
  }
  return sum > -HINT_BLAME && sum < HINT_PRAISE;
}

vox_status silence_inquiry(comment *c) {
  bool asks = false;
  hit_list *l = &c->hits[FAMILY_SENTIMENT];
  if (!may_be_inquiry(c)) return VOX_OK;
  if (tell_asking(c, &asks) != VOX_OK) return VOX_ERR_MEMORY;
  for (uint32_t i = 0; asks && i < l->len; i++) l->list[i].dropped = true;
  return VOX_OK;
}
