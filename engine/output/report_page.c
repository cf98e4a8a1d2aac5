/* report_page.c - see report_page.h. */
#include "output/report_page.h"
#include "aggregate/state.h"
#include "aggregate/suppress.h"
#include "output/page.h"

enum { LINES_SHOWN = 12, NAME_COLUMNS = 30 };

typedef struct page_work {
  buf *out;
  const report *r;
  bool zh;
} page_work;

static void say(const page_work *k, const char *zh, const char *en) { buf_text(k->out, k->zh ? zh : en); }

static void add_name(const page_work *k, vox_str key) {
  buf name;
  buf_init(&name, k->out->mem, 4096);
  while (key.len) {
    buf_str(&name, str_cut(&key, '\x1f'));
    if (key.len) buf_text(&name, " = ");
  }
  page_one_line(&name, 0);
  buf_text(k->out, "  ");
  page_left(k->out, buf_view(&name), NAME_COLUMNS);
  buf_free(&name);
}

static void add_line(const page_work *k, const tally_cell *e, bool hidden) {
  nps_counts c = groups_at(e->v + S_GROUPS);
  interval i = nps_interval(&c);
  add_name(k, e->key);
  if (hidden) {
    say(k, "  （样本过少，不显示）\n", "  (too few to show)\n");
    return;
  }
  buf_text(k->out, "  n ");
  buf_i64(k->out, e->v[S_ROWS]);
  if (nps_n(&c) > 0 && i.known) {
    buf_text(k->out, "  NPS ");
    page_fixed(k->out, nps_centi(&c), 2, 1);
    buf_text(k->out, "  [");
    page_fixed(k->out, i.low, 2, 1);
    buf_text(k->out, ", ");
    page_fixed(k->out, i.high, 2, 1);
    buf_byte(k->out, ']');
  }
  if (e->v[S_SENTIMENT_N] > 0) {
    score_tally t = {.n = e->v[S_SENTIMENT_N], .sum = e->v[S_SENTIMENT_SUM]};
    say(k, "  情感 ", "  sentiment ");
    page_fixed(k->out, score_tally_mean(&t), 4, 2);
  }
  buf_byte(k->out, '\n');
}

static bool same_column(const tally_cell *a, const tally_cell *b) {
  vox_str x = a->key, y = b->key, u = str_cut(&x, '\x1f'), v = str_cut(&y, '\x1f');
  return !x.ptr || !y.ptr || str_eq(u, v);
}

/* Lines of cells that add up: list[0, count). */
static void add_lines(const page_work *k, const tally_cell **list, size_t count, mem *m) {
  int64_t *n = mem_array(m, count, sizeof *n);
  bool *hidden = mem_array(m, count, sizeof *hidden);
  if (!n || !hidden) k->out->status = VOX_ERR_MEMORY;
  for (size_t i = 0; k->out->status == VOX_OK && i < count; i++) n[i] = list[i]->v[S_ROWS];
  if (k->out->status == VOX_OK) suppress(n, hidden, count, k->r->telling.min_n);
  size_t from = count > LINES_SHOWN ? count - LINES_SHOWN : 0;
  for (size_t i = from; k->out->status == VOX_OK && i < count; i++) add_line(k, list[i], hidden[i]);
  mem_put(m, n, count * sizeof *n);
  mem_put(m, hidden, count * sizeof *hidden);
}

static void add_table(const page_work *k, extras_table table, const char *zh, const char *en) {
  const ledger *l = &k->r->extras.tables[table];
  mem *m = k->out->mem;
  const tally_cell **list = mem_array(m, l->len, sizeof *list);
  size_t count = 0;
  if (!list) {
    k->out->status = VOX_ERR_MEMORY;
    return;
  }
  ledger_in_order(l, list, &count);
  if (count) buf_byte(k->out, '\n'), say(k, zh, en);
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && same_column(list[from], list[to]);) to++;
    add_lines(k, list + from, to - from, m);
  }
  mem_put(m, list, l->len * sizeof *list);
}

void report_page_slices(buf *out, const report *r, bool zh) {
  page_work k = {out, r, zh};
  add_table(&k, TABLE_SEGMENT, "分组\n", "segments\n");
  add_table(&k, TABLE_PERIOD, "走势（最近各期）\n", "trend (the latest periods)\n");
}
