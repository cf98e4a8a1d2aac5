/* wants.c - see wants.h. */
#include "analysis/wants.h"
#include "analysis/quantity.h"

static glyphs glyphs_of(const comment *c) { return (glyphs){c->seg.cp, c->seg.len}; }

static bool spells_whole(const comment *c, const token *k, const uint32_t *word) {
  glyphs g = glyphs_of(c);
  return glyphs_match(&g, k->from, word) == k->to - k->from;
}

/* Does token t spell `word` exactly? */
static bool spells(const comment *c, uint32_t t, const uint32_t *word) {
  return t < c->seg.token_count && spells_whole(c, &c->seg.tokens[t], word);
}

/* Of most words the first character tells. */
static bool spells_one(const comment *c, uint32_t t, const uint32_t *const *words) {
  if (t >= c->seg.token_count) return false;
  uint32_t first = token_first(c, t);
  for (; *words; words++)
    if (**words == first && spells_whole(c, &c->seg.tokens[t], *words)) return true;
  return false;
}

/* ---- Questions ---- */

static bool is_last(const comment *c, const hit *h) {
  for (uint32_t t = h->to; t < c->seg.token_count && c->clause[t] == c->clause[h->from]; t++)
    if (!token_is_punctuation(c, t)) return false;
  return true;
}

/* 什么都好, 无论什么时候: whatever it be, nothing is asked. */
static bool is_universal(const comment *c, const hit *h) {
  static const uint32_t *const before[] = {U"无论", U"不管", U"不论", U"不知", U"不知道", U"任何", NULL};
  static const uint32_t *const behind[] = {U"都", U"也", U"全都", U"呢", NULL};
  enum { REACH = 6 };
  for (uint32_t t = h->to;
       t < h->to + REACH && t < c->seg.token_count && c->clause[t] == c->clause[h->to - 1]; t++)
    if (spells_one(c, t, behind)) return true;
  for (uint32_t t = h->from, most = 0; t-- > 0 && most < REACH && c->clause[t] == c->clause[h->from]; most++)
    if (spells_one(c, t, before)) return true;
  return false;
}

/* Hides an intent entry of value 0 the hit? `at` is a cursor over them. */
static bool is_hidden(const comment *c, const hit *h, unsigned wanted, uint32_t *at) {
  const hit_list *l = &c->hits[FAMILY_INTENT];
  while (*at < l->len && l->list[*at].to <= h->from) ++*at;
  for (uint32_t i = *at; i < l->len && l->list[i].from <= h->from; i++)
    if (l->list[i].entry.klass == CLASS_INTENT && l->list[i].entry.weight == 0 &&
        l->list[i].entry.label == wanted && h->to <= l->list[i].to)
      return true;
  return false;
}

/* is it, are there, can i, what is, how do: how an English question begins. */
static bool begins_question(const comment *c, uint32_t t) {
  static const uint32_t *const verbs[] = {U"is",  U"are",   U"am",   U"does",   U"do",    U"did",
                                          U"can", U"could", U"will", U"was",    U"were",  U"would",
                                          U"has", U"have",  U"may",  U"should", U"shall", NULL};
  static const uint32_t *const asked[] = {
      U"i",        U"it",       U"this",      U"that",    U"there",   U"they",    U"we",
      U"you",      U"he",       U"she",       U"my",      U"your",    U"the",     U"these",
      U"those",    U"any",      U"our",       U"anyone",  U"someone", U"anybody", U"somebody",
      U"delivery", U"shipping", U"breakfast", U"parking", U"pets",    NULL};
  static const uint32_t *const words[] = {U"what", U"when", U"where", U"why", U"how", U"who", NULL};
  static const uint32_t *const sizes[] = {U"much", U"many", U"long", U"often", U"far", U"soon", U"old", NULL};
  if (spells_one(c, t, verbs)) return spells_one(c, t + 1, asked) && !spells(c, t, U"have");
  bool relative = t > 0 && c->sentence[t] == c->sentence[t - 1]; /* .., which I would recommend */
  if (!spells_one(c, t, words)) return !relative && spells(c, t, U"which") && spells_one(c, t + 2, verbs);
  bool size = spells(c, t, U"how") && spells_one(c, t + 1, sizes);
  return spells_one(c, t + (size ? 2 : 1), verbs) &&
         (size || spells_one(c, t + 2, asked) || c->seg.token_count < 8);
}

static bool begins_sentence(const comment *c, uint32_t t) {
  return t == 0 || c->sentence[t] != c->sentence[t - 1] ||
         (c->clause[t] != c->clause[t - 1] && token_is_punctuation(c, t - 1));
}

static void hear_words(const comment *c, bool *asks) {
  const hit_list *f = &c->hits[FAMILY_FUNCTION], *l = &c->hits[FAMILY_INTENT];
  uint32_t at = 0;
  for (uint32_t i = 0; i < f->len; i++) {
    const hit *h = &f->list[i];
    if (h->entry.klass != CLASS_QUESTION || (h->entry.flags & ENTRY_END && !is_last(c, h))) continue;
    if (!is_universal(c, h) && !is_hidden(c, h, INTENT_QUESTION, &at)) asks[c->clause[h->from]] = true;
  }
  for (uint32_t i = 0; i < l->len; i++) {
    const hit *h = &l->list[i];
    if (h->entry.klass == CLASS_INTENT && h->entry.label == INTENT_QUESTION && h->entry.weight > 0 &&
        !(h->rules & RULE_NEGATED) && !is_universal(c, h))
      asks[c->clause[h->from]] = true;
  }
}

bool *find_asking(const comment *c) {
  bool *asks = arena_array(c->arena, c->clause_count + (size_t)1, sizeof *asks);
  if (!asks) return NULL;
  hear_words(c, asks);
  for (uint32_t t = 0; (c->survey.asks || c->survey.latin) && t < c->seg.token_count; t++) {
    if (token_first(c, t) == '?' && token_is_punctuation(c, t)) asks[c->clause[t]] = true;
    if (is_letter_az(token_first(c, t)) && begins_sentence(c, t) && begins_question(c, t))
      asks[c->clause[t]] = true;
  }
  return asks;
}

/* ---- Suggestions ---- */

static bool begins_with(const comment *c, const hit *h, const uint32_t *const *words) {
  glyphs g = glyphs_of(c);
  for (; *words; words++)
    if (glyphs_match(&g, c->seg.tokens[h->from].from, *words)) return true;
  return false;
}

bool is_wished(const comment *c, const hit *h) {
  static const uint32_t *const words[] = {
      U"希望",   U"期",   U"盼",    U"但愿", U"要是", U"如",    U"若",     U"就好",  U"就更", U"就完",
      U"那就",   U"真希", U"真心",  U"衷心", U"唯一", U"会更",  U"再便宜", U"wish",  U"hop",  U"i hop",
      U"i wish", U"if ",  U"would", U"it'd", U"id l", U"i'd l", U"we'd",   U"nicer", NULL};
  return begins_with(c, h, words);
}

/* 服务最好, 新鲜最好啦: nothing follows that could be better. */
static bool is_superlative(const comment *c, const hit *h) {
  static const uint32_t *const ends[] = {U"的", U"了", U"啦", U"哒", U"呀", U"啊", NULL};
  if (!spells(c, h->from, U"最好")) return false;
  return is_last(c, h) || spells_one(c, h->to, ends);
}

/* 该手机号, 该酒店: this one. */
static bool is_demonstrative(const comment *c, const hit *h) {
  static const uint32_t *const named[] = {U"手机", U"手机号", U"号码", U"软件", U"酒店", U"店",
                                          U"app",  U"应用",   U"产品", U"用户", U"银行", U"公司",
                                          U"商品", U"功能",   U"版本", U"商家", U"店铺", U"卡",
                                          U"账号", U"系统",   U"设备", U"平台", U"员工", NULL};
  return spells(c, h->from, U"该") && spells_one(c, h->to, named);
}

/* I should have gone, wish I had: about oneself; I would like to thank them: said, not wished for. */
static bool is_own_regret(const comment *c, const hit *h) {
  static const uint32_t *const selves[] = {U"i", U"we", NULL};
  static const uint32_t *const past[] = {U"had",      U"bought", U"knew", U"got",  U"found",   U"would",
                                         U"would've", U"hadn't", U"was",  U"were", U"ordered", NULL};
  static const uint32_t *const wanted[] = {U"see", U"have", U"be", U"get", NULL};
  static const uint32_t *const shoulds[] = {U"should", U"should've", NULL};
  static const uint32_t *const likes[] = {U"like", U"love", NULL};
  if (spells_one(c, h->from, shoulds)) return h->from && spells_one(c, h->from - 1, selves);
  if (spells(c, h->to - 1, U"wish") && spells_one(c, h->to, selves)) return spells_one(c, h->to + 1, past);
  return spells_one(c, h->to - 1, likes) && spells(c, h->to, U"to") && !spells_one(c, h->to + 1, wanted);
}

/* I thought it would be perfect, hoping it would work: what was expected then is wished of nobody now. */
static bool is_past_thought(const comment *c, const hit *h) {
  enum { NEAR = 6 };
  static const uint32_t *const thoughts[] = {
      U"thought",  U"knew",    U"figured", U"assumed", U"expected", U"hoped", U"hoping", U"believed",
      U"imagined", U"worried", U"afraid",  U"sure",    U"guess",    U"said",  U"told",   NULL};
  for (uint32_t t = h->from; t-- > 0 && h->from - t <= NEAR && c->clause[t] == c->clause[h->from];)
    if (spells_one(c, t, thoughts)) return true;
  return false;
}

/* I hope they open another; but not hope to come again, much hope, I hope you enjoy it. */
static bool is_hope_of_others(const comment *c, const hit *h) {
  static const uint32_t *const others[] = {U"they", U"you", U"management", NULL};
  static const uint32_t *const kind[] = {U"enjoy", U"have", U"find", U"all", U"like", U"love", U"are", NULL};
  uint32_t t = spells_one(c, h->to - 1, others) ? h->to - 1 : h->to;
  return spells_one(c, t, others) && !spells_one(c, t + 1, kind);
}

/* I'd need to size up, you need to be tall; it should fit most people. */
static bool is_own_need(const comment *c, const hit *h) {
  static const uint32_t *const needs[] = {U"need", U"needs", NULL};
  static const uint32_t *const owners[] = {U"i",    U"i'd",  U"i'll", U"you",   U"you'll", U"you'd",
                                           U"we",   U"we'd", U"will", U"would", U"may",    U"might",
                                           U"also", U"not",  U"to",   NULL};
  static const uint32_t *const guesses[] = {U"fit", U"work", U"last", U"arrive",  U"hold", U"know",
                                            U"do",  U"fine", U"note", U"mention", U"say",  NULL};
  if (spells_one(c, h->from, needs)) return h->from && spells_one(c, h->from - 1, owners);
  return spells(c, h->to - 1, U"should") && spells_one(c, h->to, guesses);
}

/* I suggest sizing down, I would not suggest it; the desire to please: no request. */
static bool is_for_others(const comment *c, const hit *h) {
  static const uint32_t *const doings[] = {U"going",  U"sizing",  U"ordering", U"buying",
                                           U"trying", U"getting", U"wearing",  U"xs",
                                           U"xxs",    U"size",    NULL};
  static const uint32_t *const nots[] = {U"not", U"wouldn't", U"don't", U"can't", NULL};
  if (h->from && spells(c, h->from, U"suggest") && spells_one(c, h->from - 1, nots)) return true;
  if (spells(c, h->to - 1, U"suggest")) return spells_one(c, h->to, doings);
  if (!spells(c, h->from, U"please")) return false;
  return spells(c, h->from + 1, U"with") || (h->from && spells(c, h->from - 1, U"to"));
}

/* Of a word of wishing in English. */
static bool is_idle_wish(const comment *c, const hit *h) {
  static const uint32_t *const hopes[] = {U"hop", U"i hop", U"we hop", NULL};
  static const uint32_t *const woulds[] = {U"would", U"should", U"it'd", U"i'd", U"could", NULL};
  static const uint32_t *const guesses[] = {U"it might be", U"fingers crossed", U"imagine if", U"i'd rather",
                                            NULL};
  if (begins_with(c, h, hopes)) return !is_hope_of_others(c, h);
  return begins_with(c, h, guesses) || is_own_need(c, h) ||
         (begins_with(c, h, woulds) && is_past_thought(c, h));
}

bool is_suggestion(const comment *c, const hit *h) {
  static const uint32_t *const conditions[] = {
      U"如果",     U"假",        U"倘",       U"若",       U"要是",     U"if",   U"as long", U"provid",
      U"assuming", U"supposing", U"meant to", U"was supp", U"supposed", U"不然", NULL};
  static const uint32_t *const nouns[] = {U"建议", U"提议", U"希望", NULL};
  static const uint32_t *const owners[] = {U"的", U"没",   U"没有", U"什么", U"没什么", U"抱",
                                           U"着", U"抱着", U"听",   U"听了", NULL};
  static const uint32_t *const guesses[] = {U"是", U"会", U"算", U"不错", U"没", U"不会", U"比",
                                            U"挺", U"很", U"蛮", U"还",   U"也", U"不是", NULL};
  static const uint32_t *const wishes[] = {U"要是能", U"要是有", U"要是再", U"要是可",
                                           U"如果能", U"如果可", U"如果再", NULL};
  if (begins_with(c, h, wishes)) return true;
  if (begins_with(c, h, conditions)) return false;
  if (h->from && begins_with(c, h, nouns) && spells_one(c, h->from - 1, owners)) return false;
  if (is_superlative(c, h) || is_demonstrative(c, h) || is_own_regret(c, h)) return false;
  if (is_letter_az(token_first(c, h->from)) && (is_for_others(c, h) || is_idle_wish(c, h))) return false;
  return !(spells(c, h->from, U"应该") && spells_one(c, h->to, guesses));
}

/* ---- What goes together ---- */

enum { PLAIN = 45, STRONG = 80, OPPOSED = 150 };

static bool is_for(const vox_sentiment *s, int32_t least) {
  return s->label == VOX_LABEL_POSITIVE && s->raw >= least;
}
static bool is_against(const vox_sentiment *s, int32_t least) {
  return s->label == VOX_LABEL_NEGATIVE && s->raw <= -least;
}

bool goes_with(const comment *c, unsigned wanted, const vox_sentiment *said) {
  (void)c;
  switch (wanted) {
  case INTENT_PRAISE:
  case INTENT_REPURCHASE:
  case INTENT_RECOMMEND:
    return !is_against(said, OPPOSED);
  case INTENT_COMPLAINT:
  case INTENT_CHURN:
  case INTENT_WARN_OTHERS:
    return !is_for(said, OPPOSED);
  default:
    return true;
  }
}

int plain_intent(const comment *c, const vox_sentiment *said, uint32_t *token_number) {
  const hit_list *l = &c->hits[FAMILY_SENTIMENT];
  int sign = is_for(said, STRONG) ? 1 : is_against(said, PLAIN) ? -1 : 0;
  int32_t most = 0;
  *token_number = 0;
  for (uint32_t i = 0; i < l->len && sign; i++)
    if (!l->list[i].dropped && sign * l->list[i].sum > most)
      most = sign * l->list[i].sum, *token_number = l->list[i].from;
  return sign > 0 ? INTENT_PRAISE : sign < 0 ? INTENT_COMPLAINT : -1;
}
