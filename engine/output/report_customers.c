/* report_customers.c - comments of a customer in the order of time: who changed group. Kept are the comments
 * of the customers with the smallest hashes, up to the table's bound; then `bounded` says so. */
#include "output/report_sections.h"

enum { CUSTOMERS_SHOWN = 100 };

typedef struct history {
  const tally_cell **list;
  size_t count;
} history;

/* What is parted by U+001F in a comment's key: customer, date, hash of the row, kind and text of the id. */
static vox_str part_of(const tally_cell *e, int part) {
  vox_str rest = e->key;
  for (int i = 1; i < part; i++) str_cut(&rest, '\x1f');
  return part == 4 ? rest : str_cut(&rest, '\x1f');
}

static vox_str customer_of(const tally_cell *e) { return part_of(e, 1); }

static int64_t field_of(const tally_cell *e, int field) { return e->v[field] / e->v[C_N]; }

static vox_group group_of(const tally_cell *e) {
  int64_t g = field_of(e, C_GROUP);
  return g > 0 && g < REPORT_GROUPS ? (vox_group)g : VOX_GROUP_NONE;
}

/* The first and the last group that are known. */
static void ends_of(const history *h, vox_group *first, vox_group *last) {
  *first = *last = VOX_GROUP_NONE;
  for (size_t i = 0; i < h->count; i++) {
    vox_group g = group_of(h->list[i]);
    if (g == VOX_GROUP_NONE) continue;
    if (*first == VOX_GROUP_NONE) *first = g;
    *last = g;
  }
}

static void add_group(json_writer *w, const char *key, vox_group g) {
  json_key(w, key), json_text(w, part_group_names[g]);
}

static void add_comment(telling_work *k, const tally_cell *e) {
  json_writer *w = k->w;
  vox_str date = part_of(e, 2), id = part_of(e, 4);
  int64_t label = field_of(e, C_LABEL), theme = field_of(e, C_THEME) - 1;
  bool is_json = id.len > 1 && id.ptr[0] == 'j';
  json_object_begin(w);
  json_key(w, "date"), date.len ? json_string(w, date) : json_null(w);
  json_key(w, "id");
  if (id.len < 2)
    json_null(w);
  else
    is_json ? json_raw(w, str_sub(id, 1, id.len)) : json_string(w, str_sub(id, 1, id.len));
  add_group(w, "group", group_of(e));
  json_key(w, "sentiment"),
      json_text(w, label >= 0 && label < TALLY_LABELS ? label_name((vox_label)label) : NULL);
  json_key(w, "negative_theme");
  theme >= 0 && theme < (int64_t)k->v->names->theme_count ? json_string(w, k->v->names->themes[theme].id)
                                                          : json_null(w);
  json_object_end(w);
}

static void add_customer(telling_work *k, const history *h) {
  json_writer *w = k->w;
  vox_group first, last;
  ends_of(h, &first, &last);
  json_object_begin(w);
  json_key(w, "customer"), json_string(w, customer_of(h->list[0]));
  json_key(w, "comments"), json_int(w, (int64_t)h->count);
  add_group(w, "first", first);
  add_group(w, "last", last);
  json_key(w, "history"), json_array_begin(w);
  for (size_t i = 0; i < h->count; i++) add_comment(k, h->list[i]);
  json_array_end(w);
  json_object_end(w);
}

static bool next_history(const tally_cell **list, size_t count, size_t *at, history *out) {
  if (*at >= count) return false;
  out->list = list + *at;
  for (out->count = 1; *at + out->count < count; out->count++)
    if (!str_eq(customer_of(list[*at + out->count]), customer_of(list[*at]))) break;
  *at += out->count;
  return true;
}

static void add_moves(telling_work *k, int64_t moves[REPORT_GROUPS][REPORT_GROUPS]) {
  json_writer *w = k->w;
  json_key(w, "moves"), json_array_begin(w);
  for (int a = 1; a < REPORT_GROUPS; a++)
    for (int b = 1; b < REPORT_GROUPS; b++) {
      bool hidden = moves[a][b] > 0 && moves[a][b] < k->r->telling.min_n;
      json_object_begin(w);
      json_key(w, "from"), json_text(w, part_group_names[a]);
      json_key(w, "to"), json_text(w, part_group_names[b]);
      json_key(w, "n"), hidden ? json_null(w) : json_int(w, moves[a][b]);
      json_object_end(w);
    }
  json_array_end(w);
}

/* Those beyond the bound's last hash may be incomplete and are left out. */
static size_t keep_whole(const ledger *l, const tally_cell **list, size_t count) {
  uint64_t last = 0;
  size_t kept = 0;
  if (!ledger_bounded(l)) return count;
  for (size_t i = 0; i < count; i++)
    if (list[i]->rank > last) last = list[i]->rank;
  for (size_t i = 0; i < count; i++)
    if (list[i]->rank < last) list[kept++] = list[i];
  return kept;
}

/* One is listed who changed group; where small cells are to be hidden, no one is. */
static void add_list(telling_work *k, const tally_cell **list, size_t count) {
  history h;
  vox_group first, last;
  size_t shown = 0;
  json_key(k->w, "list"), json_array_begin(k->w);
  for (size_t at = 0;
       k->r->telling.min_n < 2 && shown < CUSTOMERS_SHOWN && next_history(list, count, &at, &h);) {
    ends_of(&h, &first, &last);
    if (first == last) continue;
    add_customer(k, &h);
    shown++;
  }
  json_array_end(k->w);
}

void section_customers(telling_work *k) {
  const ledger *l = &k->r->extras.tables[TABLE_COMMENT];
  size_t count;
  int64_t customers = 0, repeat = 0, moves[REPORT_GROUPS][REPORT_GROUPS] = {{0}};
  json_key(k->w, "customers");
  if (!k->r->extras.plan.per.len) {
    json_null(k->w);
    return;
  }
  const tally_cell **list = cells_of(k, TABLE_COMMENT, &count);
  if (list) count = keep_whole(l, list, count);
  history h;
  vox_group first, last;
  for (size_t at = 0; list && next_history(list, count, &at, &h); customers++) {
    ends_of(&h, &first, &last);
    repeat += h.count > 1;
    if (h.count > 1) moves[first][last]++;
  }
  json_object_begin(k->w);
  json_key(k->w, "comments"), json_int(k->w, (int64_t)count);
  json_key(k->w, "customers"), json_int(k->w, customers);
  json_key(k->w, "repeat"), json_int(k->w, repeat);
  json_key(k->w, "bounded"), json_bool(k->w, ledger_bounded(l));
  add_moves(k, moves);
  if (list) add_list(k, list, count);
  json_object_end(k->w);
  cells_done(k, TABLE_COMMENT, list);
}
