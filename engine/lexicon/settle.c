/* settle.c - once every source is read: themes find their parents, aliases copy entries, entries get an order
 * that depends on no file's place, duplicates go. */
#include "lexicon/draft.h"
#include <stdlib.h>

static vox_str path_of(const lexicon_compiler *c, uint32_t src) { return vec_at(&c->sources, src).path; }

static void note_override(lexicon_compiler *c, uint32_t src, uint32_t line, uint32_t lower,
                          uint32_t lower_line) {
  vox_str below = path_of(c, lower);
  diagnose(c->tell, VOX_NOTE, path_of(c, src), line, "overrides", "replaces %.*s:%u", (int)below.len,
           below.ptr, lower_line);
}

/* ---- Themes ---- */

#define ORDER(x, y)                                                                                          \
  if ((x) != (y)) return (x) < (y) ? -1 : 1

static int by_id(const void *left, const void *right) {
  const draft_theme *a = left, *b = right;
  int order = str_cmp(a->id, b->id);
  if (order) return order;
  ORDER(b->layer, a->layer);
  ORDER(a->source, b->source);
  ORDER(a->line, b->line);
  return 0;
}

/* Index of a theme id in the sorted list; -1. */
static long theme_at(const lexicon_compiler *c, vox_str id) {
  size_t low = 0, high = c->themes.len;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    int order = str_cmp(vec_at(&c->themes, mid).id, id);
    if (order == 0) return (long)mid;
    if (order < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return -1;
}

static vox_str parent_id(vox_str id) {
  size_t n = id.len;
  while (n && id.ptr[n - 1] != '.') n--;
  return n ? str_sub(id, 0, n - 1) : (vox_str){NULL, 0};
}

/* A theme that a layer above defines anew. */
static void drop_lower_themes(lexicon_compiler *c) {
  size_t kept = 0;
  for (size_t i = 0; i < c->themes.len; i++) {
    draft_theme *t = &vec_at(&c->themes, i), *last = kept ? &vec_at(&c->themes, kept - 1) : NULL;
    if (last && str_eq(last->id, t->id) && last->layer > t->layer)
      note_override(c, last->source, last->line, t->source, t->line);
    else
      c->themes.ptr[kept++] = *t;
  }
  c->themes.len = kept;
}

void settle_themes(lexicon_compiler *c) {
  if (c->themes.len) qsort(c->themes.ptr, c->themes.len, sizeof *c->themes.ptr, by_id);
  drop_lower_themes(c);
  for (size_t i = 0; i < c->themes.len; i++) {
    const draft_theme *t = &vec_at(&c->themes, i);
    vox_str parent = parent_id(t->id);
    if (i && str_eq(vec_at(&c->themes, i - 1).id, t->id))
      diagnose(c->tell, VOX_ERROR, path_of(c, t->source), t->line, "repeated-theme",
               "the theme is defined twice");
    if (parent.ptr && theme_at(c, parent) < 0)
      diagnose(c->tell, VOX_ERROR, path_of(c, t->source), t->line, "unknown-parent",
               "the theme's parent is not defined");
  }
  for (size_t i = 0; i < c->entries.len; i++) {
    draft_entry *e = &vec_at(&c->entries, i);
    if (e->klass != CLASS_THEME && e->klass != CLASS_THEME_WEIGHT) continue;
    long at = theme_at(c, e->theme);
    e->label = (uint16_t)(at < 0 ? 0 : at);
    if (at < 0)
      diagnose(c->tell, VOX_ERROR, path_of(c, e->source), e->line, "unknown-theme", "no such theme");
  }
}

/* ---- Order and duplicates ---- */

static int same_thing(const draft_entry *a, const draft_entry *b) {
  ORDER(a->term, b->term);
  ORDER(a->klass, b->klass);
  ORDER(a->label, b->label);
  ORDER(a->flags & ENTRY_PREFIX, b->flags & ENTRY_PREFIX);
  return 0;
}

static int by_place(const void *left, const void *right) {
  const draft_entry *a = left, *b = right;
  int order = same_thing(a, b);
  if (order) return order;
  ORDER(b->layer, a->layer);
  ORDER(a->source, b->source);
  ORDER(a->line, b->line);
  return 0;
}

/* The term as its line writes it; empty for an entry of the artefact below. */
static vox_str written_of(const lexicon_compiler *c, const draft_entry *e) {
  const source *s = &vec_at(&c->sources, e->source);
  size_t low = 0, high = s->lines.len;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (vec_at(&s->lines, mid).line < e->line)
      low = mid + 1;
    else
      high = mid;
  }
  return low < s->lines.len ? vec_at(&s->lines, low).term : STR("");
}

static bool written_alike(const lexicon_compiler *c, const draft_entry *a, const draft_entry *b) {
  return str_eq(written_of(c, a), written_of(c, b));
}

/* A second entry that says the same is dropped with a warning; one that says something else as well, loudly.
 */
static bool repeats(lexicon_compiler *c, const draft_entry *kept, const draft_entry *e) {
  if (same_thing(kept, e) != 0) return false;
  if (kept->source == e->source && kept->line == e->line) return true;
  if (kept->layer > e->layer) {
    note_override(c, kept->source, kept->line, e->source, e->line);
    return true;
  }
  bool same = kept->weight == e->weight && kept->flags == e->flags && kept->reach == e->reach;
  vox_str first = path_of(c, kept->source);
  const char *code = !same                       ? "contradiction"
                     : written_alike(c, kept, e) ? "duplicate-entry"
                                                 : "folded-double";
  diagnose(c->tell, VOX_WARNING, path_of(c, e->source), e->line, code, "%s in %.*s:%u; this line is left out",
           same ? "stands already" : "has another value", (int)first.len, first.ptr, kept->line);
  return true;
}

void settle_entries(lexicon_compiler *c) {
  if (!c->entries.len) return;
  qsort(c->entries.ptr, c->entries.len, sizeof *c->entries.ptr, by_place);
  size_t kept = 1;
  for (size_t i = 1; i < c->entries.len; i++)
    if (!repeats(c, &vec_at(&c->entries, kept - 1), &vec_at(&c->entries, i)))
      c->entries.ptr[kept++] = vec_at(&c->entries, i);
  c->entries.len = kept;
}

static int by_sides(const void *left, const void *right) {
  const draft_pair *a = left, *b = right;
  ORDER(a->left, b->left);
  ORDER(a->right, b->right);
  return by_place(&a->entry, &b->entry);
}

static void settle_pair_list(lexicon_compiler *c, draft_pairs *pairs) {
  if (!pairs->len) return;
  qsort(pairs->ptr, pairs->len, sizeof *pairs->ptr, by_sides);
  size_t kept = 1;
  for (size_t i = 1; i < pairs->len; i++) {
    const draft_pair *last = &vec_at(pairs, kept - 1), *p = &vec_at(pairs, i);
    if (last->right != p->right || !repeats(c, &last->entry, &p->entry)) pairs->ptr[kept++] = *p;
  }
  pairs->len = kept;
}

void settle_pairs(lexicon_compiler *c) {
  settle_pair_list(c, &c->pairs);
  settle_pair_list(c, &c->weight_pairs);
}

/* ---- Aliases ---- */

static int by_alias(const void *left, const void *right) {
  const draft_alias *a = left, *b = right;
  int order = str_cmp(a->folded, b->folded);
  return order ? order : str_cmp(a->canonical, b->canonical);
}

/* The pairs of bytes of a text as a set: a text holds another one only if it holds its pairs. */
static uint64_t pairs_of(vox_str s) {
  uint64_t set = 0;
  for (size_t i = 0; i + 1 < s.len; i++)
    set |= (uint64_t)1 << (((unsigned char)s.ptr[i] * 7u + (unsigned char)s.ptr[i + 1] * 13u) & 63);
  return set;
}

static bool is_letter(char k) { return (k >= 'a' && k <= 'z') || (k >= '0' && k <= '9'); }

/* Where `needle` begins in `hay`, never inside a Latin word (phone is not found in headphone); hay.len when
 * it does not occur. */
static size_t found_at(vox_str hay, vox_str needle) {
  for (size_t i = 0; i + needle.len <= hay.len; i++) {
    size_t end = i + needle.len;
    if (memcmp(hay.ptr + i, needle.ptr, needle.len) != 0) continue;
    bool inside = (i && is_letter(hay.ptr[i - 1]) && is_letter(hay.ptr[i])) ||
                  (end < hay.len && is_letter(hay.ptr[end - 1]) && is_letter(hay.ptr[end]));
    if (!inside) return i;
  }
  return hay.len;
}

static vox_str replaced(lexicon_compiler *c, vox_str hay, size_t at, const draft_alias *a) {
  buf_clear(&c->scratch);
  buf_str(&c->scratch, str_sub(hay, 0, at));
  buf_str(&c->scratch, a->folded);
  buf_str(&c->scratch, str_sub(hay, at + a->canonical.len, hay.len));
  return c->scratch.status == VOX_OK ? arena_copy(&c->keep, buf_view(&c->scratch)) : (vox_str){NULL, 0};
}

/* The entry again under the other form, unless that form has an entry of its class already. One ideograph
 * (three bytes) is replaced only where it is the whole term: inside longer terms it means too many things.
 * `goes_on`: the entry before was of the same term and class and goes the same way, for a term may have
 * several themes; `*copied` keeps which way that was. */
static vox_status copy_entry(lexicon_compiler *c, draft_entry e, draft_alias *a, bool goes_on, bool *copied) {
  if (e.klass >= CLASS_WEIGHT && e.klass <= CLASS_EMOTION_WEIGHT)
    return VOX_OK; /* a learned weight speaks of the form it was learned on */
  vox_str surface = vec_at(&c->terms, e.term).folded;
  size_t at =
      a->canonical.len > 3 || surface.len == a->canonical.len ? found_at(surface, a->canonical) : surface.len;
  if (at == surface.len) return VOX_OK;
  a->used = true;
  vox_str other = replaced(c, surface, at, a);
  draft_term *t = other.ptr ? draft_intern(c, other, other, &e.term) : NULL;
  if (!t) return VOX_ERR_MEMORY;
  if (!goes_on) *copied = e.klass == CLASS_RULE || !(t->mask & 1u << e.klass);
  if (!*copied) return VOX_OK;
  e.flags |= ENTRY_COPY;
  t->mask |= 1u << e.klass | (e.flags & ENTRY_PREFIX ? TERM_PREFIX : 0);
  return vec_push(c->mem, &c->entries, e) ? VOX_OK : VOX_ERR_MEMORY;
}

static vox_status copy_entries(lexicon_compiler *c, const uint64_t *pairs, size_t own) {
  bool copied = false;
  for (size_t a = 0; a < c->aliases.len; a++) {
    uint64_t wanted = pairs_of(vec_at(&c->aliases, a).canonical);
    for (size_t i = 0; i < own; i++) {
      if (wanted & ~pairs[i]) continue;
      draft_entry e = vec_at(&c->entries, i), before = vec_at(&c->entries, i ? i - 1 : 0);
      bool goes_on = i && before.term == e.term && before.klass == e.klass;
      vox_status status = copy_entry(c, e, &vec_at(&c->aliases, a), goes_on, &copied);
      if (status != VOX_OK) return status;
    }
  }
  return VOX_OK;
}

vox_status settle_aliases(lexicon_compiler *c) {
  if (!c->aliases.len) return VOX_OK;
  qsort(c->aliases.ptr, c->aliases.len, sizeof *c->aliases.ptr, by_alias);
  size_t own = c->entries.len;
  uint64_t *pairs = mem_array(c->mem, own, sizeof *pairs);
  for (size_t i = 0; pairs && i < own; i++)
    pairs[i] = pairs_of(vec_at(&c->terms, vec_at(&c->entries, i).term).folded);
  vox_status status = pairs ? copy_entries(c, pairs, own) : VOX_ERR_MEMORY;
  mem_put(c->mem, pairs, own * sizeof *pairs);
  return status;
}

/* ---- Settings ---- */

void settle_settings(lexicon_compiler *c) {
  for (int i = SETTING_EMOTION_OFFSET_ZH; i < SETTING_COUNT; i++)
    if (!c->has_setting[i]) c->settings[i] = NOT_LEARNED;
  for (int i = 0; i < SETTING_EMOTION_OFFSET_ZH; i++)
    if (!c->has_setting[i])
      diagnose(c->tell, VOX_ERROR, STR("settings"), 0, "missing-setting", "the setting %s is not given",
               setting_name((setting)i));
}
