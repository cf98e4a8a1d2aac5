/* theme.c - evidence to themes and to the sentiment of each.
 *
 * A sentiment hit speaks of the nearest theme of its clause: in Chinese of the one before it (物流很慢), in
 * spaced text of the nearer one on either side (slow delivery). A theme with no opinion in its clause takes
 * that of the next clause of its sentence, then of the one before, if no theme stands there (服务呢,
 * 真的不错). Themes that rules and weighted terms found look for their opinions by themselves: what a
 * customer adds takes none away from the others. */
#include "analysis/stages.h"

typedef struct theme_sum {
  int64_t positive, negative;
  bool any, present;
} theme_sum;

typedef struct theme_work {
  comment *c;
  hit_list *hits;
  const catalogue *names;
  theme_sum *sums;   /* of each hit of the family */
  theme_sum *all;    /* of each theme that is named, in order of the text */
  uint32_t *present; /* theme numbers, ascending */
  uint32_t *place;   /* of each theme number: 1 + its place in `all`; 0: it is not named */
  size_t present_count;
  bool rules_found; /* some hits are of rules or weights */
  bool ruled;       /* which hits opinions are looked for: those of rules and weights, or of plain terms */
} theme_work;

/* A weak term counts beside another place that speaks of the same branch. */
static bool has_company(const hit_list *l, const uint32_t *roots, uint32_t i) {
  const hit *h = &l->list[i];
  for (uint32_t k = 0; k < l->len; k++) {
    const hit *other = &l->list[k];
    if (roots[k] == roots[i] && other->from != h->from && other->term != h->term &&
        !(other->entry.flags & ENTRY_HIDES))
      return true;
  }
  return false;
}

enum {
  COMPANY_HITS = 64
}; /* weak terms of very long comments are not checked against each other: linear time */

/* Lonely weak terms, and terms that are listed only to hide others. */
static void drop_lonely(theme_work *w) {
  uint32_t roots[COMPANY_HITS];
  hit_list *l = w->hits;
  bool weak = false;
  for (uint32_t i = 0; i < l->len; i++) {
    weak |= (l->list[i].entry.flags & ENTRY_WEAK) != 0;
    if (l->list[i].entry.flags & ENTRY_HIDES) l->list[i].dropped = true;
  }
  for (uint32_t i = 0; weak && i < l->len && l->len <= COMPANY_HITS; i++)
    roots[i] = w->names->roots[l->list[i].entry.label];
  for (uint32_t i = 0; weak && i < l->len; i++)
    if (l->list[i].entry.flags & ENTRY_WEAK && (l->len > COMPANY_HITS || !has_company(l, roots, i)))
      l->list[i].dropped = true;
}

static uint32_t distance(const hit *theme, const hit *h) {
  if (theme->to <= h->from) return h->from - theme->to;
  return theme->from >= h->to ? theme->from - h->to : 0;
}

/* Of the theme hits a (before h) and b (behind it), does `h` speak of a? */
static bool earlier_is_meant(const comment *c, const hit *a, const hit *b, const hit *h) {
  bool spaced = c->seg.tokens[h->from].kind == VOX_TOKEN_WORD;
  if (b->from < h->to) return false; /* 一直闪退 is said of 闪退 */
  return !spaced || distance(a, h) < distance(b, h);
}

static bool is_ruled(const hit *h) { return (h->rules & (RULE_BY_RULE | RULE_BY_WEIGHT)) != 0; }

static bool is_overall(const theme_work *w, uint32_t i) {
  return w->names->overall[w->hits->list[i].entry.label];
}

static bool same_span(const hit *a, const hit *b) { return a->from == b->from && a->to == b->to; }

/* A hit that opinions may speak of. */
typedef struct candidate {
  uint32_t hit, from, clause;
} candidate;

typedef struct candidates {
  candidate *list; /* in order of the text */
  uint32_t len;
} candidates;

static bool is_candidate(const theme_work *w, uint32_t i) {
  const hit *h = &w->hits->list[i];
  return ((unsigned)h->dropped | (unsigned)(is_ruled(h) != w->ruled) | (unsigned)is_overall(w, i)) == 0;
}

/* Which they are cannot be foretold: no branch. ptr NULL: memory ended. */
static candidates list_candidates(const theme_work *w) {
  candidates all = {arena_get(w->c->arena, (w->hits->len + (size_t)1) * sizeof *all.list), 0};
  for (uint32_t i = 0; all.list && i < w->hits->len; i++) {
    uint32_t from = w->hits->list[i].from;
    all.list[all.len] = (candidate){i, from, w->c->clause[from]};
    all.len += is_candidate(w, i);
  }
  return all;
}

/* The theme hit that `h` speaks of; hits->len: none. `*behind` is the first candidate that begins behind what
 * this was last asked of: it only moves on. */
static uint32_t nearest(const theme_work *w, const candidates *all, const hit *h, uint32_t *behind) {
  uint32_t clause = w->c->clause[h->from], none = w->hits->len;
  while (*behind < all->len && all->list[*behind].from <= h->from) ++*behind;
  uint32_t a = none, b = none;
  if (*behind && all->list[*behind - 1].clause == clause) a = all->list[*behind - 1].hit;
  if (*behind < all->len && all->list[*behind].clause == clause) b = all->list[*behind].hit;
  if (a == none || b == none) return a == none ? b : a;
  return earlier_is_meant(w->c, &w->hits->list[a], &w->hits->list[b], h) ? a : b;
}

static void add_opinion(theme_sum *s, const hit *h) {
  s->any = true;
  if (h->sum > 0) s->positive += h->sum;
  if (h->sum < 0) s->negative -= h->sum;
}

enum { GIVEN_THEMES = 16, PARTNER_HITS = 8 };

/* The themes that an opinion was given to. */
typedef struct given_themes {
  uint32_t list[GIVEN_THEMES], len;
} given_themes;

static bool was_given(const given_themes *g, uint32_t len, uint32_t label) {
  for (uint32_t k = 0; k < len; k++)
    if (g->list[k] == label) return true;
  return false;
}

/* To every theme that the chosen hit's term names, and that does not have it. */
static void give_here(theme_work *w, uint32_t i, const hit *h, given_themes *g) {
  const hit *chosen = &w->hits->list[i];
  uint32_t before = g->len;
  while (i && same_span(&w->hits->list[i - 1], chosen)) i--;
  for (; i < w->hits->len && same_span(&w->hits->list[i], chosen); i++) {
    uint32_t label = w->hits->list[i].entry.label;
    if (is_ruled(&w->hits->list[i]) != w->ruled || was_given(g, before, label)) continue;
    add_opinion(&w->sums[i], h);
    if (g->len < GIVEN_THEMES) g->list[g->len++] = label;
  }
}

/* A rule that found 物流 NEAR 慢 says what 慢 is said of: the other themes of 物流 get it as well. */
static void give(theme_work *w, uint32_t i, const hit *h) {
  given_themes g = {.len = 0};
  give_here(w, i, h, &g);
  uint32_t own = g.len, clause = w->c->clause[w->hits->list[i].from];
  uint32_t from = i > PARTNER_HITS ? i - PARTNER_HITS : 0;
  for (uint32_t k = from; w->ruled && k < w->hits->len && k <= i + PARTNER_HITS; k++) {
    const hit *o = &w->hits->list[k];
    if (is_ruled(o) && !same_span(o, &w->hits->list[i]) && w->c->clause[o->from] == clause &&
        was_given(&g, own, o->entry.label))
      give_here(w, k, h, &g);
  }
}

/* The sentiment that a term itself carries in the lexicon; 0: none. */
static int32_t own_weight(const lexicon *l, uint32_t term) {
  uint32_t first, count = lexicon_entries_of(l, term, &first);
  for (uint32_t i = 0; i < count; i++) {
    entry e = lexicon_entry(l, first + i);
    if (e.klass == CLASS_SENTIMENT) return e.weight;
  }
  return 0;
}

/* The opinion that an overall theme's own words state: a sentiment hit over them that nothing turned round
 * and that does not say the contrary of the words alone. `*cursor`: no sentiment hit before it ends behind
 * the theme's beginning. */
static const hit *own_opinion(const comment *c, const hit *theme, uint32_t *cursor) {
  const hit_list *s = &c->hits[FAMILY_SENTIMENT];
  int32_t own = own_weight(c->lexicon, theme->term);
  while (*cursor < s->len && s->list[*cursor].to <= theme->from) ++*cursor;
  for (uint32_t i = *cursor; i < s->len && s->list[i].from < theme->to; i++) {
    const hit *h = &s->list[i];
    bool contrary = (own > 0 && h->entry.weight < 0) || (own < 0 && h->entry.weight > 0);
    /* A learned weight speaks for words that have none by hand; 好 of 好半天 is not one of them. */
    bool own_word = !(h->rules & RULE_LEARNED) || own == 0;
    if (!h->dropped && h->entry.weight != 0 && own_word && !contrary && !(h->rules & RULE_NEGATED)) return h;
  }
  return NULL;
}

/* A theme that names a certain thing or side: it has a theme above it, and a place where customers meet it.
 */
static bool names_thing(const theme_info *t) {
  const char *facets = t->facets.ptr, key[] = "touchpoint=";
  if (t->parent == NO_THEME || t->overall) return false;
  for (size_t i = 0; i + sizeof key - 1 <= t->facets.len; i++)
    if (memcmp(facets + i, key, sizeof key - 1) == 0) return true;
  return false;
}

/* Characters between two hits of one clause. */
static uint32_t gap(const comment *c, const hit *a, const hit *b) {
  return c->seg.tokens[b->from].from - c->seg.tokens[a->to - 1].to;
}

enum { SUBJECT_HITS = 8, SUBJECT_HAN = 4, SUBJECT_SPACED = 12 };

/* Praise or blame close behind a named thing is of that thing: 味道还不错, "the driver was great". What is
 * said of 整体 or 总的 is of the whole. */
static bool has_subject(const theme_work *w, uint32_t i) {
  const hit *list = w->hits->list, *h = &list[i];
  uint32_t most = w->c->seg.tokens[h->from].kind == VOX_TOKEN_WORD ? SUBJECT_SPACED : SUBJECT_HAN;
  for (uint32_t k = i; k-- > 0 && i - k <= SUBJECT_HITS;) {
    const hit *o = &list[k];
    const theme_info *t = &w->names->themes[o->entry.label];
    if (w->c->clause[o->from] != w->c->clause[h->from]) break;
    if (o->to > h->from) continue;
    if (gap(w->c, o, h) > most || (t->overall && t->parent == NO_THEME)) break;
    if (!o->dropped && names_thing(t)) return true;
  }
  return false;
}

/* Overall praise and blame are there only where they say so themselves, and of no named thing: the 好 of
 * 好论尽 or 没有比较好 praises nothing. */
static void judge_overall(theme_work *w) {
  uint32_t cursor = 0;
  for (uint32_t i = 0; i < w->hits->len; i++) {
    hit *t = &w->hits->list[i];
    if (t->dropped || !is_overall(w, i) || is_ruled(t)) continue;
    const hit *own = own_opinion(w->c, t, &cursor);
    if (own && !has_subject(w, i))
      add_opinion(&w->sums[i], own);
    else
      t->dropped = true;
  }
}

static bool speaks(const hit *h) { return !h->dropped && h->entry.weight != 0; }

static vox_status attribute(theme_work *w) {
  const hit_list *s = &w->c->hits[FAMILY_SENTIMENT];
  candidates all = list_candidates(w);
  uint32_t behind = 0;
  for (uint32_t i = 0; all.len && i < s->len; i++) {
    if (!speaks(&s->list[i])) continue;
    uint32_t t = nearest(w, &all, &s->list[i], &behind);
    if (t < w->hits->len) give(w, t, &s->list[i]);
  }
  return all.list ? VOX_OK : VOX_ERR_MEMORY;
}

/* ---- Themes whose clause holds no opinion ---- */

typedef struct clause_sum {
  int64_t positive, negative;
  uint32_t sentence;
  bool any, has_theme;
} clause_sum;

static void sum_clauses(const theme_work *w, clause_sum *sums) {
  const comment *c = w->c;
  const hit_list *s = &c->hits[FAMILY_SENTIMENT];
  for (uint32_t t = 0; t < c->seg.token_count; t++) sums[c->clause[t]].sentence = c->sentence[t];
  for (uint32_t i = 0; i < w->hits->len; i++)
    if (!w->hits->list[i].dropped) sums[c->clause[w->hits->list[i].from]].has_theme = true;
  for (uint32_t i = 0; i < s->len; i++) {
    const hit *h = &s->list[i];
    clause_sum *k = &sums[c->clause[h->from]];
    if (!speaks(h)) continue;
    k->any = true;
    if (h->sum > 0)
      k->positive += h->sum;
    else
      k->negative -= h->sum;
  }
}

static bool take(theme_sum *to, const clause_sum *from) {
  to->any = from->any;
  to->positive = from->positive;
  to->negative = from->negative;
  return from->any;
}

static bool borrow(theme_sum *to, const clause_sum *from, uint32_t sentence) {
  return from->any && !from->has_theme && from->sentence == sentence && take(to, from);
}

/* What a rule says of the whole was given no opinion yet: it has all those of its clause, once. */
static vox_status judge_ruled_overall(theme_work *w, const clause_sum *sums) {
  uint32_t *seen = NULL; /* of each theme: 1 + the last clause whose opinions it has */
  for (uint32_t i = 0; i < w->hits->len; i++) {
    const hit *h = &w->hits->list[i];
    uint32_t clause = w->c->clause[h->from];
    if (w->sums[i].any || !sums[clause].any || h->dropped || !is_ruled(h) || !is_overall(w, i)) continue;
    if (!seen) seen = arena_array(w->c->arena, w->names->theme_count + (size_t)1, sizeof *seen);
    if (!seen) return VOX_ERR_MEMORY;
    if (seen[h->entry.label] != clause + 1) take(&w->sums[i], &sums[clause]);
    seen[h->entry.label] = clause + 1;
  }
  return VOX_OK;
}

/* Does any named theme lack an opinion? */
static bool wants_opinion(const theme_work *w) {
  for (uint32_t i = 0; i < w->hits->len; i++)
    if (!w->sums[i].any && !w->hits->list[i].dropped) return true;
  return false;
}

static vox_status borrow_opinions(theme_work *w) {
  const comment *c = w->c;
  if (!wants_opinion(w)) return VOX_OK;
  clause_sum *sums = arena_array(c->arena, c->clause_count, sizeof *sums);
  if (!sums) return VOX_ERR_MEMORY;
  sum_clauses(w, sums);
  if (w->rules_found && judge_ruled_overall(w, sums) != VOX_OK) return VOX_ERR_MEMORY;
  for (uint32_t i = 0; i < w->hits->len; i++) {
    uint32_t clause = c->clause[w->hits->list[i].from], sentence = sums[clause].sentence;
    if (w->sums[i].any || sums[clause].any) continue;
    if (clause + 1 < c->clause_count && borrow(&w->sums[i], &sums[clause + 1], sentence)) continue;
    if (clause) borrow(&w->sums[i], &sums[clause - 1], sentence);
  }
  return VOX_OK;
}

/* ---- The list of the record ---- */

/* A bare answer to "why would you not recommend us?" blames what it names. */
static void apply_role(const comment *c, theme_sum *s) {
  int32_t step = lexicon_setting(c->lexicon, SETTING_PRIOR_STEP);
  if (s->any || c->quality & QUALITY_NON_ANSWER) return;
  if (c->role == VOX_ROLE_REASON_NEG) s->any = true, s->negative = step;
  if (c->role == VOX_ROLE_REASON_POS) s->any = true, s->positive = step;
}

/* Keeps `list` of `len` theme numbers in order with one more. The list is short: themes of one comment. */
static void insert_theme(uint32_t *list, size_t len, uint32_t theme) {
  for (; len && list[len - 1] > theme; len--) list[len] = list[len - 1];
  list[len] = theme;
}

/* The sum of a theme, made when it is named for the first time. */
static theme_sum *sum_of(theme_work *w, uint32_t theme) {
  if (!w->place[theme]) {
    insert_theme(w->present, w->present_count++, theme);
    w->place[theme] = (uint32_t)w->present_count;
    w->all[w->present_count - 1] = (theme_sum){.present = true};
  }
  return &w->all[w->place[theme] - 1];
}

/* The present themes' sums, and their numbers in order. */
static vox_status sum_themes(theme_work *w) {
  size_t most = w->names->theme_count < w->hits->len ? w->names->theme_count : w->hits->len;
  w->all = arena_get(w->c->arena, (most + 1) * sizeof *w->all);
  w->present = arena_get(w->c->arena, (most + 1) * sizeof *w->present);
  w->place = arena_array(w->c->arena, w->names->theme_count + (size_t)1, sizeof *w->place);
  if (!w->all || !w->present || !w->place) return VOX_ERR_MEMORY;
  for (uint32_t i = 0; i < w->hits->len; i++) {
    const hit *h = &w->hits->list[i];
    const theme_sum *from = &w->sums[i];
    if (h->dropped) continue;
    theme_sum *to = sum_of(w, h->entry.label);
    to->any |= from->any;
    to->positive += from->positive;
    to->negative += from->negative;
  }
  return VOX_OK;
}

/* Only the most specific themes are listed: an ancestor of a present one is not. */
static void drop_ancestors(theme_work *w) {
  for (size_t i = 0; i < w->present_count; i++)
    for (uint32_t p = w->names->themes[w->present[i]].parent; p != NO_THEME; p = w->names->themes[p].parent)
      if (w->place[p]) w->all[w->place[p] - 1].present = false;
}

static vox_status list_themes(theme_work *w, vox_result *r) {
  vox_theme_hit *list = arena_get(w->c->arena, (w->present_count + 1) * sizeof *list);
  uint32_t *ids = arena_get(w->c->arena, (w->present_count + 1) * sizeof *ids);
  if (!list || !ids) return VOX_ERR_MEMORY;
  for (size_t i = 0; i < w->present_count; i++) {
    uint32_t t = w->present[i];
    theme_sum *s = &w->all[w->place[t] - 1];
    if (!s->present) continue;
    apply_role(w->c, s);
    evidence_sum sum = {.positive = s->positive, .negative = s->negative, .any = s->any};
    list[r->theme_count] = (vox_theme_hit){w->names->themes[t].id, sentiment_of(w->c->lexicon, &sum)};
    ids[r->theme_count++] = t;
  }
  r->themes = list;
  r->theme_ids = ids;
  return VOX_OK;
}

static bool open_sums(theme_work *w) {
  w->sums = arena_array(w->c->arena, w->hits->len + (size_t)1, sizeof *w->sums);
  return w->sums != NULL;
}

/* Themes that rules and weights find stand among the others from here on. */
static vox_status add_ruled(theme_work *w, vox_result *r) {
  uint32_t before = w->hits->len;
  vox_status status = find_ruled(w->c, r);
  if (status != VOX_OK || w->hits->len == before) return status;
  if (!open_sums(w)) return VOX_ERR_MEMORY;
  w->ruled = w->rules_found = true;
  judge_overall(w);
  return VOX_OK;
}

/* What advertising names is nothing that a customer speaks of; its alerts have been raised by now. */
static void drop_advertised(theme_work *w) {
  for (uint32_t i = 0; w->c->quality & QUALITY_SPAM && i < w->hits->len; i++) w->hits->list[i].dropped = true;
}

vox_status answer_themes(comment *c, vox_result *r) {
  theme_work w = {.c = c, .hits = &c->hits[FAMILY_THEME], .names = r->names};
  r->theme_count = 0;
  if (!w.hits->len && !has_rules(c)) return VOX_OK;
  if (!open_sums(&w)) return VOX_ERR_MEMORY;
  drop_lonely(&w);
  judge_overall(&w);
  if (has_rules(c) && add_ruled(&w, r) != VOX_OK) return VOX_ERR_MEMORY;
  if (!w.hits->len) return VOX_OK;
  drop_advertised(&w);
  if (attribute(&w) != VOX_OK) return VOX_ERR_MEMORY;
  if (w.ruled) {
    w.ruled = false;
    if (attribute(&w) != VOX_OK) return VOX_ERR_MEMORY;
  }
  if (borrow_opinions(&w) != VOX_OK) return VOX_ERR_MEMORY;
  if (sum_themes(&w) != VOX_OK) return VOX_ERR_MEMORY;
  drop_ancestors(&w);
  return list_themes(&w, r);
}
