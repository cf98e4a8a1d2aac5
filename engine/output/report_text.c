/* report_text.c - see report_text.h.
 *
 * The page in order: NPS (or the scale's mean), the base, sentiment, the table of themes, the drivers with a
 * quote each. Words in both languages stand in one table, so that a sentence and its twin are seen together.
 */
#include "output/report_text.h"
#include "aggregate/ratio.h"
#include "aggregate/state.h"
#include "base/status.h"
#include "output/page.h"
#include "output/quote_text.h"
#include "output/report_page.h"

enum { SCALE_STEPS = 7, TABLE_THEMES = 12, DRIVERS = 2, QUOTE_SHOWN = 80, NAME_COLUMNS = 30 };

typedef struct text_work {
  buf *out;
  const report *report;
  report_view view;
  bool zh;
  uint32_t themes[TABLE_THEMES]; /* those of the table, in its order */
  size_t theme_count;
  const quote **quotes; /* max_quotes */
} text_work;

static void say(const text_work *k, const char *zh, const char *en) { buf_text(k->out, k->zh ? zh : en); }

static impact impact_in(const report_view *v, uint32_t theme) {
  nps_counts c = nps_of_groups(v->themes[theme].by_group);
  return impact_of(&c, &v->impact_base);
}

/* ---- Head ---- */

static void add_interval(const text_work *k, interval i, unsigned decimals, unsigned shown) {
  if (!i.known) return;
  say(k, "（95% 区间 ", " (95% interval ");
  page_fixed(k->out, i.low, decimals, shown);
  say(k, " 至 ", " to ");
  page_fixed(k->out, i.high, decimals, shown);
  say(k, "）", ")");
}

/* "name number" with a mark before it, but for the first. */
static void add_count(const text_work *k, bool first, const char *zh, const char *en, int64_t n) {
  if (!first) say(k, "，", ", ");
  say(k, zh, en);
  buf_byte(k->out, ' ');
  buf_i64(k->out, n);
}

static void add_nps(const text_work *k) {
  const nps_counts *c = &k->view.nps;
  buf_text(k->out, "NPS ");
  if (nps_n(c))
    page_fixed(k->out, nps_centi(c), 2, 1);
  else
    buf_text(k->out, "-");
  add_interval(k, nps_interval(c), 2, 1);
  buf_text(k->out, "  ");
  add_count(k, true, "推荐者", "promoters", c->promoters);
  add_count(k, false, "中立者", "passives", c->passives);
  add_count(k, false, "贬损者", "detractors", c->detractors);
  buf_byte(k->out, '\n');
}

/* Rows by step, where the scale is short enough for one line. */
static void add_steps(const text_work *k) {
  if (k->view.step_count > SCALE_STEPS) return;
  for (int32_t i = 0; i < k->view.step_count; i++) {
    if (i) say(k, "，", ", ");
    buf_i64(k->out, (int64_t)k->view.config->scale_min + i);
    say(k, " 分 ", ": ");
    buf_i64(k->out, k->view.steps[i]);
  }
  buf_byte(k->out, '\n');
}

static void add_score(const text_work *k) {
  const score_tally *t = &k->view.score;
  say(k, "平均分 ", "mean score ");
  if (t->n)
    page_fixed(k->out, score_tally_mean(t), 4, 2);
  else
    buf_text(k->out, "-");
  add_interval(k, mean_interval(t->n, t->sum, t->squares), 4, 2);
  buf_byte(k->out, '\n');
  add_steps(k);
}

static void add_base(const text_work *k) {
  const base_counts *b = &k->view.base;
  add_count(k, true, "答卷", "rows", b->rows);
  add_count(k, false, "有评分", "scored", b->scored);
  add_count(k, false, "有评论", "answered", b->answered);
  if (b->bad) add_count(k, false, "坏行", "bad rows", b->bad);
  buf_byte(k->out, '\n');
  say(k, "评论中 ", "of the answers: ");
  add_count(k, true, "无效回答", "non-answers", b->non_answer);
  add_count(k, false, "重复", "duplicates", b->duplicate);
  if (b->spam) add_count(k, false, "疑似广告", "spam", b->spam);
  if (b->other_language) add_count(k, false, "其他语言", "other languages", b->other_language);
  buf_byte(k->out, '\n');
}

static void add_share(const text_work *k, bool first, const char *zh, const char *en, int64_t n) {
  if (!first) say(k, "，", ", ");
  say(k, zh, en);
  buf_byte(k->out, ' ');
  page_share(k->out, n, k->view.share_base);
}

static void add_sentiment(const text_work *k) {
  const score_tally *t = &k->view.sentiment;
  say(k, "情感均值 ", "mean sentiment ");
  if (t->n)
    page_fixed(k->out, score_tally_mean(t), 4, 2);
  else
    buf_text(k->out, "-");
  buf_text(k->out, "  ");
  add_share(k, true, "正面", "positive", t->labels[VOX_LABEL_POSITIVE]);
  add_share(k, false, "负面", "negative", t->labels[VOX_LABEL_NEGATIVE]);
  add_share(k, false, "混合", "mixed", t->labels[VOX_LABEL_MIXED]);
  add_share(k, false, "中性", "neutral", t->labels[VOX_LABEL_NEUTRAL]);
  add_share(k, false, "未表态", "none", t->labels[VOX_LABEL_NONE]);
  buf_byte(k->out, '\n');
  add_share(k, true, "提到主题的", "with a theme", k->view.covered);
  buf_byte(k->out, '\n');
}

/* ---- Which themes ---- */

/* Does theme `a` stand before `b` in the table? By |impact| where there are groups, else by rows. */
static bool stands_before(const report_view *v, uint32_t a, uint32_t b) {
  int64_t x = v->themes[a].n, y = v->themes[b].n;
  if (v->config->is_nps) {
    int64_t p = impact_in(v, a).value, q = impact_in(v, b).value;
    p = p < 0 ? -p : p, q = q < 0 ? -q : q;
    if (p != q) return p > q;
  }
  return x > y;
}

/* A child stands in the same rows and says it more exactly. */
static bool is_told_by_child(const report_view *v, uint32_t theme) {
  for (uint32_t child = theme + 1; child < v->names->theme_count; child++)
    if (v->names->themes[child].parent == theme && v->themes[child].n == v->themes[theme].n) return true;
  return false;
}

/* Enough rows to be told of, and something of its own to tell. */
static bool is_eligible(const report_view *v, uint32_t theme) {
  int64_t least = (v->share_base + 99) / 100 > 5 ? (v->share_base + 99) / 100 : 5;
  if (v->themes[theme].n < least || (v->config->is_nps && !impact_in(v, theme).known)) return false;
  return !is_told_by_child(v, theme);
}

static void choose_themes(text_work *k) {
  for (uint32_t theme = 0; theme < k->view.names->theme_count; theme++) {
    size_t at = k->theme_count;
    if (!is_eligible(&k->view, theme)) continue;
    while (at && stands_before(&k->view, theme, k->themes[at - 1])) at--;
    if (at == TABLE_THEMES) continue;
    if (k->theme_count == TABLE_THEMES) k->theme_count--;
    memmove(&k->themes[at + 1], &k->themes[at], (k->theme_count - at) * sizeof *k->themes);
    k->themes[at] = theme;
    k->theme_count++;
  }
}

/* ---- Table ---- */

/* "客服 / 态度": a theme with its parent, or its id where it has no name. */
static void add_name(const text_work *k, buf *to, uint32_t theme) {
  const theme_info *info = &k->view.names->themes[theme];
  const theme_info *parent = info->parent == NO_THEME ? NULL : &k->view.names->themes[info->parent];
  vox_str name = k->zh ? info->name_zh : info->name_en;
  vox_str above = parent ? (k->zh ? parent->name_zh : parent->name_en) : (vox_str){NULL, 0};
  if (above.len && name.len) buf_str(to, above), buf_text(to, k->zh ? "·" : " / ");
  buf_str(to, name.len ? name : info->id);
}

static void add_table_head(const text_work *k) {
  page_left(k->out, k->zh ? str_of("主题") : str_of("theme"), NAME_COLUMNS);
  page_right(k->out, k->zh ? str_of("提及") : str_of("n"), 7);
  page_right(k->out, k->zh ? str_of("占比") : str_of("share"), 8);
  if (k->view.config->is_nps) {
    page_right(k->out, k->zh ? str_of("贬损者") : str_of("detr."), 8);
    page_right(k->out, k->zh ? str_of("中立者") : str_of("pass."), 8);
    page_right(k->out, k->zh ? str_of("推荐者") : str_of("prom."), 8);
  } else {
    page_right(k->out, k->zh ? str_of("平均分") : str_of("score"), 8);
  }
  page_right(k->out, k->zh ? str_of("情感") : str_of("sentiment"), 11);
  if (k->view.config->is_nps) page_right(k->out, k->zh ? str_of("影响") : str_of("impact"), 9);
  buf_byte(k->out, '\n');
}

/* A figure that may be missing, to the right of its column. */
static void add_figure(const text_work *k, bool known, int64_t value, unsigned decimals, unsigned shown,
                       size_t columns) {
  char bytes[32];
  buf cell = {bytes, 0, sizeof bytes, sizeof bytes, k->out->mem, VOX_OK};
  if (known)
    page_fixed(&cell, value, decimals, shown);
  else
    buf_byte(&cell, '-');
  page_right(k->out, buf_view(&cell), columns);
}

static void add_table_row(const text_work *k, uint32_t theme) {
  const theme_tally *t = &k->view.themes[theme];
  buf name;
  buf_init(&name, k->out->mem, 4096);
  add_name(k, &name, theme);
  page_left(k->out, buf_view(&name), NAME_COLUMNS);
  buf_free(&name);
  add_figure(k, true, t->n, 0, 0, 7);
  add_figure(k, true, ratio_round(10000 * t->n, k->view.share_base), 2, 1, 7);
  buf_byte(k->out, '%');
  if (k->view.config->is_nps) {
    add_figure(k, true, t->by_group[VOX_GROUP_DETRACTOR], 0, 0, 8);
    add_figure(k, true, t->by_group[VOX_GROUP_PASSIVE], 0, 0, 8);
    add_figure(k, true, t->by_group[VOX_GROUP_PROMOTER], 0, 0, 8);
  } else {
    add_figure(k, t->score.n > 0, t->score.n ? score_tally_mean(&t->score) : 0, 4, 2, 8);
  }
  add_figure(k, t->sentiment.n > 0, t->sentiment.n ? score_tally_mean(&t->sentiment) : 0, 4, 2, 11);
  if (k->view.config->is_nps) add_figure(k, true, impact_in(&k->view, theme).value, 2, 1, 9);
  buf_byte(k->out, '\n');
}

static void add_table(const text_work *k) {
  if (!k->theme_count) return;
  buf_byte(k->out, '\n');
  add_table_head(k);
  for (size_t i = 0; i < k->theme_count; i++) add_table_row(k, k->themes[i]);
}

/* ---- Drivers ---- */

static bool is_above(const catalogue *names, uint32_t above, uint32_t theme) {
  while (theme != NO_THEME && theme != above) theme = names->themes[theme].parent;
  return theme == above;
}

static bool is_related(const catalogue *names, uint32_t a, uint32_t b) {
  return is_above(names, a, b) || is_above(names, b, a);
}

/* The theme that pulls NPS the most in this direction and is not above or under one of the drivers; the
 * general ones are no drivers. NO_THEME: there is none. */
static uint32_t strongest(const report_view *v, int direction, const uint32_t *drivers, size_t count) {
  uint32_t best = NO_THEME;
  int64_t best_pull = 0;
  for (uint32_t theme = 0; theme < v->names->theme_count; theme++) {
    if (v->names->themes[theme].overall || !is_eligible(v, theme)) continue;
    impact found = impact_in(v, theme);
    int64_t pull = found.value * direction;
    /* An interval that holds zero does not say which way the theme pulls. */
    if (found.ci95.low <= 0 && found.ci95.high >= 0) continue;
    size_t d = 0;
    while (d < count && !is_related(v->names, drivers[d], theme)) d++;
    if (d == count && pull > best_pull) best = theme, best_pull = pull;
  }
  return best;
}

static size_t choose_drivers(const report_view *v, int direction, uint32_t drivers[DRIVERS]) {
  size_t n = 0;
  while (n < DRIVERS && (drivers[n] = strongest(v, direction, drivers, n)) != NO_THEME) n++;
  return n;
}

static void add_quote(const text_work *k, uint32_t theme, vox_group group) {
  const telling *told = &k->report->telling;
  int64_t rows = k->view.themes[theme].by_group[group];
  if (rows < told->min_quotes || rows < told->min_n) return;
  if (!report_quotes(k->report, theme, group, k->quotes)) return;
  size_t from = k->out->len;
  buf_text(k->out, k->zh ? "    「" : "    \"");
  size_t text = k->out->len;
  quote_text(k->out, k->quotes[0], QUOTE_SHOWN);
  page_one_line(k->out, text);
  page_fit(k->out, text, PAGE_COLUMNS - 8);
  if (k->out->len == text) {
    k->out->len = from;
    return;
  }
  buf_text(k->out, k->zh ? "」\n" : "\"\n");
}

static void add_drivers(const text_work *k, int direction, const char *zh, const char *en) {
  uint32_t drivers[DRIVERS];
  size_t n = choose_drivers(&k->view, direction, drivers);
  if (!n) return;
  buf_byte(k->out, '\n');
  say(k, zh, en);
  buf_byte(k->out, '\n');
  for (size_t i = 0; i < n; i++) {
    impact driver = impact_in(&k->view, drivers[i]);
    buf_text(k->out, "  ");
    add_name(k, k->out, drivers[i]);
    buf_text(k->out, "  ");
    page_signed(k->out, driver.value, 2, 1);
    add_interval(k, driver.ci95, 2, 1);
    buf_byte(k->out, '\n');
    add_quote(k, drivers[i], direction < 0 ? VOX_GROUP_DETRACTOR : VOX_GROUP_PROMOTER);
  }
}

static void add_quality(const text_work *k) {
  const int64_t *all = k->report->extras.all;
  if (!all[S_CONFLICT_N]) return;
  say(k, "评分与文字相反 ", "score against text ");
  page_share(k->out, all[S_CONFLICT], all[S_CONFLICT_N]);
  buf_byte(k->out, '\n');
}

vox_status report_text(buf *out, const report *r, vox_text_lang lang, vox_error *err) {
  text_work k = {.out = out, .report = r, .zh = lang == VOX_TEXT_ZH};
  report_view_of(r, &k.view);
  size_t max = k.view.config->max_quotes;
  k.quotes = mem_array(out->mem, max, sizeof *k.quotes);
  if (!k.quotes) return fail_memory(err);
  bool is_nps = k.view.config->is_nps;
  is_nps ? add_nps(&k) : add_score(&k);
  add_base(&k);
  add_sentiment(&k);
  if (is_nps) add_quality(&k);
  choose_themes(&k);
  add_table(&k);
  if (is_nps) {
    add_drivers(&k, -1, "拉低 NPS 最多的主题", "themes that pull NPS down the most");
    add_drivers(&k, 1, "拉高 NPS 最多的主题", "themes that lift NPS the most");
  }
  report_page_slices(out, r, k.zh);
  mem_put(out->mem, k.quotes, max * sizeof *k.quotes);
  return out->status == VOX_OK ? VOX_OK : fail(err, out->status, "the page does not fit into memory");
}
