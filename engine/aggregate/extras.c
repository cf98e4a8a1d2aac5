/* extras.c - see extras.h. Life and merging; a row's way in: extras_row.c. */
#include "aggregate/extras.h"
#include "aggregate/ratio.h"
#include "aggregate/row_words.h"
#include "base/status.h"

enum {
  SLICES_MAX = 4096,
  MATRIX_MAX = 4096,
  CHOICES_MAX = 1024,
  COMMENTS_MAX = 65536,
  WORDS_LIMIT = 1 << 30
};

static void init_tables(extras *x, uint32_t max_terms) {
  mem *m = x->mem;
  for (int i = TABLE_SEGMENT; i <= TABLE_ARM; i++)
    ledger_init(&x->tables[i], m, S_FIELDS, T_FIELDS, SLICES_MAX);
  ledger_init(&x->tables[TABLE_MATRIX], m, X_FIELDS, 0, MATRIX_MAX);
  ledger_init(&x->tables[TABLE_CHOICE], m, 1, 1, CHOICES_MAX);
  ledger_init(&x->tables[TABLE_TERM], m, W_FIELDS + x->plan.arm_count, 0, max_terms);
  ledger_init(&x->tables[TABLE_COMMENT], m, C_FIELDS, 0, COMMENTS_MAX);
  x->tables[TABLE_COMMENT].by_head = true;
}

static size_t hint_count(const extras *x) { return (size_t)x->names->theme_count * x->names->theme_count; }

static bool init_hints(extras *x) {
  if (x->names->theme_count > HINTED) return true;
  x->theme_hints = mem_array(x->mem, x->names->theme_count, sizeof *x->theme_hints);
  x->pair_hints = mem_array(x->mem, hint_count(x), sizeof *x->pair_hints);
  return x->theme_hints && x->pair_hints;
}

vox_status extras_init(extras *x, mem *m, const catalogue *names, const vox_str *asks, size_t ask_count,
                       bool is_nps, uint32_t max_terms, vox_error *err) {
  *x = (extras){.mem = m, .names = names, .is_nps = is_nps};
  buf_init(&x->key, m, WORDS_LIMIT);
  buf_init(&x->words, m, WORDS_LIMIT);
  vox_status status = plan_make(&x->plan, m, asks, ask_count, is_nps, err);
  init_tables(x, max_terms);
  if (status != VOX_OK) return status;
  x->pairs = mem_array(m, names->theme_count, sizeof *x->pairs);
  x->drivers = mem_array(m, (size_t)names->theme_count * D_FIELDS, sizeof *x->drivers);
  x->places = theme_places(m, names);
  return x->pairs && x->drivers && x->places && init_hints(x) ? VOX_OK : fail_memory(err);
}

void extras_free(extras *x) {
  mem *m = x->mem;
  if (!m) return;
  uint32_t n = x->names->theme_count;
  for (int i = 0; i < TABLES; i++) ledger_free(&x->tables[i]);
  for (uint32_t i = 0; x->pairs && i < n; i++) sparse_free(m, &x->pairs[i], PAIR_FIELDS);
  mem_put(m, x->pairs, n * sizeof *x->pairs);
  mem_put(m, x->drivers, (size_t)n * D_FIELDS * sizeof *x->drivers);
  mem_put(m, x->places, n * sizeof *x->places);
  mem_put(m, x->theme_hints, n * sizeof *x->theme_hints);
  mem_put(m, x->pair_hints, hint_count(x) * sizeof *x->pair_hints);
  sparse_free(m, &x->all_themes, T_FIELDS);
  buf_free(&x->key);
  row_words_free(x);
  vec_free(m, &x->ticks);
  plan_free(&x->plan, m);
}

/* ---- Merging ---- */

bool extras_reserve_merge(extras *into, const extras *from) {
  for (int i = 0; i < TABLES; i++)
    if (!ledger_reserve_merge(&into->tables[i], &from->tables[i])) return false;
  for (uint32_t i = 0; i < into->names->theme_count; i++)
    if (!sparse_reserve_merge(into->mem, &into->pairs[i], PAIR_FIELDS, &from->pairs[i])) return false;
  return sparse_reserve_merge(into->mem, &into->all_themes, T_FIELDS, &from->all_themes);
}

static void add_all(int64_t *into, const int64_t *from, size_t n) {
  for (size_t i = 0; i < n; i++) into[i] = add_wrapped(into[i], from[i]);
}

void extras_merge(extras *into, const extras *from) {
  size_t n = into->names->theme_count;
  for (int i = 0; i < TABLES; i++) ledger_merge(&into->tables[i], &from->tables[i]);
  for (size_t i = 0; i < n; i++) sparse_merge(&into->pairs[i], PAIR_FIELDS, &from->pairs[i]);
  sparse_merge(&into->all_themes, T_FIELDS, &from->all_themes);
  add_all(into->all, from->all, S_FIELDS);
  add_all(into->drivers, from->drivers, n * D_FIELDS);
  add_all(into->outcome, from->outcome, 3);
  for (int i = 0; i < ROW_ROLES; i++) add_all(into->roles[i], from->roles[i], R_FIELDS);
  add_all(into->quality, from->quality, BITS);
  add_all(into->flags, from->flags, BITS);
  add_all(into->langs, from->langs, LANGS);
  for (int i = 0; i < INTENT_COUNT; i++) add_all(into->intents[i], from->intents[i], REPORT_GROUPS);
  into->group_conflicts += from->group_conflicts;
}
