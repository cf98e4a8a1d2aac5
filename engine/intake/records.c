/* records.c - see records.h. */
#include "intake/records.h"

void records_init(records *r, mem *m, vox_read_fn read, void *payload, encoding declared, size_t max_record) {
  memset(r, 0, sizeof *r);
  r->max_record = max_record;
  r->line = r->next_line = 1;
  source_init(&r->source, m, read, payload, declared);
  records_cut_rows(r, m, (csv_dialect){CSV_NONE, CSV_NONE, CSV_NONE});
}

void records_free(records *r) {
  csv_free(&r->csv);
  source_free(&r->source);
}

void records_cut_rows(records *r, mem *m, csv_dialect dialect) { csv_init(&r->csv, m, dialect); }

void records_cut_values(records *r) { r->values = true; }

/* The part of the window that the scanner may see: one record of the greatest length and its line end. What
 * the scanner says then depends on the text alone, not on how it was read. */
static vox_str visible(const records *r) {
  vox_str window = source_window(&r->source);
  if (window.len > r->max_record + 2) window.len = r->max_record + 2;
  return window;
}

static bool is_last(const records *r, vox_str window) {
  return r->source.ended && window.len == r->source.end - r->source.begin;
}

static void let_go(records *r) {
  source_skip(&r->source, r->pending);
  r->pending = 0;
  r->line = r->next_line;
}

static void take(records *r, size_t bytes, size_t text_end, uint64_t lines) {
  r->pending = bytes;
  r->text_end = text_end;
  r->next_line = r->line + lines;
}

/* One step of whichever scanner is at work. */
static csv_step step_on(records *r, vox_str window) {
  static const csv_step as_csv[] = {
      [SPLIT_RECORD] = CSV_ROW, [SPLIT_MORE] = CSV_MORE, [SPLIT_OPEN] = CSV_OPEN, [SPLIT_END] = CSV_END};
  bool last = is_last(r, window);
  csv_step step =
      r->values ? as_csv[json_split_next(&r->split, window, last)] : csv_next(&r->csv, window, last);
  if (step != CSV_ROW) return step;
  if (r->values)
    take(r, r->split.used, r->split.text_end, r->split.lines);
  else
    take(r, r->csv.used, r->csv.text_end, r->csv.lines);
  return step;
}

/* Lets go what the scanner has seen of a record that is too long. */
static void drop_seen(records *r) {
  size_t seen = r->values ? r->split.at : r->csv.at;
  if (r->values)
    json_split_drop(&r->split, source_window(&r->source));
  else
    csv_drop(&r->csv);
  source_skip(&r->source, seen);
}

/* The input ends inside a record: all that is left belongs to it. */
static void take_rest(records *r) {
  take(r, visible(r).len, 0, 1);
  csv_restart(&r->csv);
  r->split = (json_split){.finished = true};
}

/* The record is longer than the limit: its end is looked for, the rest is read over. */
static vox_status skip_long(records *r, vox_error *err) {
  uint64_t line = r->line, offset = r->source.offset;
  csv_step step = CSV_MORE;
  while (step == CSV_MORE) {
    drop_seen(r);
    /* Two bytes, because a CR waits for the byte behind it. */
    vox_status status = source_want(&r->source, 2, err);
    if (status != VOX_OK) return status;
    step = step_on(r, visible(r));
  }
  if (step == CSV_MEMORY) return fail_memory(err);
  if (step != CSV_ROW) take_rest(r);
  return fail_row(err, VOX_ERR_LIMIT, "too_long", line, offset, "a row longer than %zu bytes", r->max_record);
}

/* The record's end is not within the limit. A quote that is not closed there is taken for a stray one if rows
 * seem to follow: the row is given up at the end of its first line, so that it does not swallow them. */
static vox_status give_up(records *r, vox_error *err) {
  vox_str window = visible(r);
  bool last = is_last(r, window);
  if (r->values && last) {
    take_rest(r);
    return records_fail(r, VOX_ERR_SYNTAX, "bad_json", window.len, "the input ends inside a value", err);
  }
  bool endless = r->values || !csv_is_open(&r->csv) || (!last && !csv_holds_rows(&r->csv, window));
  if (endless || !csv_give_up(&r->csv, window, last)) return skip_long(r, err);
  take(r, r->csv.used, r->csv.text_end, 1);
  return records_fail(r, VOX_ERR_SYNTAX, "bad_row", 0, "a quote is never closed", err);
}

static bool is_blank(const records *r) { return r->text_end == 0 && (r->values || r->csv.field_count == 1); }

vox_status records_next(records *r, vox_error *err) {
  let_go(r);
  for (;;) {
    vox_str window = visible(r);
    switch (step_on(r, window)) {
    case CSV_ROW:
      if (r->text_end > r->max_record) {
        return fail_row(err, VOX_ERR_LIMIT, "too_long", r->line, r->source.offset,
                        "a row longer than %zu bytes", r->max_record);
      }
      if (!is_blank(r)) return VOX_OK;
      let_go(r);
      continue;
    case CSV_MORE:
      if (window.len <= r->max_record + 1) {
        vox_status status = source_more(&r->source, err);
        if (status != VOX_OK) return status;
        continue;
      }
      return give_up(r, err);
    case CSV_OPEN:
      return give_up(r, err);
    case CSV_END:
      return VOX_DONE;
    case CSV_MEMORY:
      return fail_memory(err);
    }
  }
}

vox_status records_fail(const records *r, vox_status status, const char *code, size_t at, const char *reason,
                        vox_error *err) {
  return fail_row(err, status, code, r->line, r->source.offset + at, "%s", reason);
}
