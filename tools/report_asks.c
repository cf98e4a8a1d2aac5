/* report_asks.c - see report_asks.h. */
#include "report_asks.h"
#include "exit.h"
#include <stdlib.h>
#include <string.h>

int report_baseline_is_days(const char *baseline) {
  return baseline && strstr(baseline, "..") && strspn(baseline, "0123456789-.") == strlen(baseline);
}

/* Until report_asks_make is done a question's ptr is its offset in the text. */
static int add(report_asks *a, const char *name, const char *value) {
  if (!value) return 1;
  vox_str *list = realloc(a->list, (a->count + 1) * sizeof *list);
  if (!list) return 0;
  a->list = list;
  size_t at = a->text.len;
  if (!bytes_add(&a->text, name, strlen(name)) || !bytes_add(&a->text, value, strlen(value))) return 0;
  list[a->count++] = (vox_str){(const char *)(uintptr_t)at, a->text.len - at};
  return 1;
}

static int add_list(report_asks *a, const char *name, const opt_list *values) {
  for (size_t i = 0; i < values->count; i++)
    if (!add(a, name, values->items[i])) return 0;
  return 1;
}

/* The reader reads `name` too; it is kept in a->columns, whose memory is reserved. */
static int read_column(report_asks *a, const command *c, input_options *in, const char *name, size_t len) {
  for (size_t i = 0; i < in->segment_columns.count; i++)
    if (strlen(in->segment_columns.items[i]) == len && memcmp(in->segment_columns.items[i], name, len) == 0)
      return 0;
  if (in->segment_columns.count == OPT_MAX)
    return complain(c, EXIT_USE, "more than %d columns to group by", OPT_MAX);
  if (len + 1 > a->columns.cap - a->columns.len) return complain(c, EXIT_IO, "out of memory");
  char *own = a->columns.ptr + a->columns.len;
  memcpy(own, name, len);
  own[len] = 0;
  a->columns.len += len + 1;
  in->segment_columns.items[in->segment_columns.count++] = own;
  return 0;
}

static int read_whole(report_asks *a, const command *c, input_options *in, const char *name) {
  return name ? read_column(a, c, in, name, strlen(name)) : 0;
}

static int read_levels(report_asks *a, const command *c, input_options *in) {
  int code = 0;
  for (const char *at = a->rollup; at && *at && !code;) {
    size_t n = strcspn(at, "/");
    if (n) code = read_column(a, c, in, at, n);
    at += n + (at[n] == '/');
  }
  return code;
}

/* What stands between the first and the last colon. */
static int read_measures(report_asks *a, const command *c, input_options *in) {
  int code = 0;
  for (size_t i = 0; i < a->measures.count && !code; i++) {
    const char *first = strchr(a->measures.items[i], ':'), *last = strrchr(a->measures.items[i], ':');
    if (first && last > first + 1) code = read_column(a, c, in, first + 1, (size_t)(last - first - 1));
  }
  return code;
}

static int read_compares(report_asks *a, const command *c, input_options *in) {
  int code = 0;
  for (size_t i = 0; i < a->compares.count && !code; i++) {
    const char *item = a->compares.items[i], *last = strrchr(item, ':');
    if (!last || strncmp(item, "group:", 6) == 0 || strncmp(item, "date:", 5) == 0) continue;
    code = read_column(a, c, in, item, (size_t)(last - item));
  }
  return code;
}

static int read_columns(report_asks *a, const command *c, input_options *in) {
  const char *single[] = {a->weight, a->stage, a->touchpoint, a->choice, a->per};
  int code = 0;
  for (size_t i = 0; i < sizeof single / sizeof *single && !code; i++) code = read_whole(a, c, in, single[i]);
  if (!code) code = read_levels(a, c, in);
  if (!code) code = read_measures(a, c, in);
  return code ? code : read_compares(a, c, in);
}

/* So many bytes can the names of columns take at most: each option's text once. */
static int reserve_columns(report_asks *a) {
  const char *all[] = {a->rollup, a->weight, a->stage, a->touchpoint, a->choice, a->per};
  size_t n = 64;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) n += all[i] ? 2 * strlen(all[i]) + 2 : 0;
  for (size_t i = 0; i < a->measures.count; i++) n += strlen(a->measures.items[i]) + 1;
  for (size_t i = 0; i < a->compares.count; i++) n += strlen(a->compares.items[i]) + 1;
  a->columns.ptr = malloc(n);
  a->columns.cap = n;
  return a->columns.ptr != NULL;
}

int report_asks_make(report_asks *a, const command *c, input_options *in) {
  const char *days = report_baseline_is_days(a->baseline) ? a->baseline : NULL;
  if (!add_list(a, "segment=", &in->segment_columns) || !add(a, "rollup=", a->rollup) ||
      !add(a, "by=", a->by) || !add(a, "weight=", a->weight) || !add_list(a, "measure=", &a->measures) ||
      !add(a, "stage=", a->stage) || !add(a, "touchpoint=", a->touchpoint) || !add(a, "choice=", a->choice) ||
      !add(a, "per=", a->per) || !add_list(a, "compare=", &a->compares) || !add(a, "baseline=", days) ||
      !reserve_columns(a))
    return complain(c, EXIT_IO, "out of memory");
  for (size_t i = 0; i < a->count; i++) a->list[i].ptr = a->text.ptr + (uintptr_t)a->list[i].ptr;
  return read_columns(a, c, in);
}

void report_asks_free(report_asks *a) {
  free(a->list);
  bytes_free(&a->text);
  bytes_free(&a->columns);
}
