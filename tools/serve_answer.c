/* serve_answer.c - see serve_answer.h. */
#include "serve_answer.h"
#include <string.h>

/* A comment or a line beyond this leaves buffers behind that are not kept. */
enum { LARGE = 256 * 1024, ROOM = 4096 };

vox_status answerer_init(answerer *a, unsigned seat, const vox_request_options *options, vox_error *err) {
  *a = (answerer){.seat = seat, .options = options};
  return vox_request_reader_new(&a->reader, options, err);
}

void answerer_free(answerer *a) { vox_request_reader_free(a->reader); }

static void renew_reader(answerer *a) {
  vox_request_reader *fresh = NULL;
  if (vox_request_reader_new(&fresh, a->options, NULL) != VOX_OK) return;
  vox_request_reader_free(a->reader);
  a->reader = fresh;
}

/* ---- Pieces of an answer ---- */

static int add(bytes *out, const char *text) { return bytes_add(out, text, strlen(text)); }

static int add_view(bytes *out, vox_str view) { return bytes_add(out, view.ptr, view.len); }

/* Back to what stood before; the failure is dealt with by whoever takes back. */
static void take_back(bytes *out, size_t len) {
  out->len = len;
  out->broken = 0;
}

int answer_make_room(bytes *out) { return bytes_room(out, ROOM); }

int answer_error(bytes *out, const vox_request *request, const vox_error *what) {
  size_t len = out->len;
  if (vox_request_write_error(request, what, bytes_write, out, NULL) == VOX_OK && add(out, "\n")) return 1;
  take_back(out, len);
  return 0;
}

/* ---- Records ---- */

typedef struct scoring {
  const answerer *who;
  answer_work *work;
  loaded *model;
  model_seat *seat;
} scoring;

static vox_status score_cell(const scoring *s, const vox_request *q, size_t cell, vox_error *err) {
  const vox_result *result;
  vox_status status = vox_analyse_cell(&result, s->seat->ctx, &q->row, cell, err);
  if (status == VOX_OK)
    status = vox_result_write_json(result, &q->row, cell, bytes_write, &s->work->out, err);
  if (status == VOX_OK) s->work->out.len--; /* the line's end is ours to write */
  if (status == VOX_OK && s->seat->report) status = vox_report_add(s->seat->report, cell, result, err);
  return status;
}

static vox_status score_cells(const scoring *s, const vox_request *q, vox_error *err) {
  bytes *out = &s->work->out;
  int list = q->many || !q->row.cell_count;
  vox_status status = VOX_OK;
  if (s->seat->report) status = vox_report_begin(s->seat->report, &q->row, err);
  if (list) add(out, "{\"id\":"), add_view(out, q->id), add(out, ",\"records\":[");
  for (size_t i = 0; i < q->row.cell_count && status == VOX_OK; i++) {
    if (i) add(out, ",");
    status = score_cell(s, q, i, err);
  }
  if (list) add(out, "]}");
  /* Room for the line's end too: what is counted below is also answered. */
  if (status == VOX_OK && (out->broken || !bytes_room(out, 1))) status = VOX_ERR_MEMORY;
  if (status == VOX_OK && s->seat->report) status = vox_report_end(s->seat->report, err);
  return status;
}

static vox_status no_model(vox_error *err) {
  *err = (vox_error){.status = VOX_ERR_NOT_FOUND, .code = "bad_field", .message = "no model of that name"};
  return err->status;
}

/* The record or the list of them, without LF. */
static vox_status score(const answerer *a, answer_work *work, const vox_request *q, vox_error *err) {
  loaded *l = model_set_find(work->set, q->model);
  size_t longest = 0;
  if (!l) return no_model(err);
  scoring s = {a, work, l, &l->seats[a->seat]};
  vox_ctx_want(s.seat->ctx, q->evidence ? VOX_WANT_EVIDENCE : 0);
  pthread_mutex_lock(&s.seat->lock);
  vox_status status = score_cells(&s, q, err);
  pthread_mutex_unlock(&s.seat->lock);
  for (size_t i = 0; i < q->row.cell_count; i++)
    if (q->row.cells[i].text.len > longest) longest = q->row.cells[i].text.len;
  if (longest > LARGE) loaded_renew(l, a->seat);
  if (status == VOX_OK) work->counts.records += q->row.cell_count;
  return status;
}

/* ---- Batches ---- */

/* An item's answer, its record or its error; VOX_ERR_MEMORY when not even that fits. */
static vox_status add_item(const answerer *a, answer_work *work, const vox_request *item, vox_status status,
                           vox_error *err) {
  size_t len = work->out.len;
  if (status == VOX_OK) status = score(a, work, item, err);
  if (status == VOX_OK) return VOX_OK;
  take_back(&work->out, len);
  work->counts.errors++;
  return vox_request_write_error(item, err, bytes_write, &work->out, NULL);
}

static vox_status answer_batch(const answerer *a, answer_work *work, const vox_request *q, vox_error *err) {
  bytes *out = &work->out;
  vox_str rest = q->items;
  vox_status status = VOX_OK;
  add(out, "{\"id\":"), add_view(out, q->id), add(out, ",\"records\":[");
  for (int first = 1; status == VOX_OK; first = 0) {
    vox_request item;
    *err = (vox_error){.status = VOX_OK};
    status = vox_request_next_item(a->reader, &rest, &item, err);
    if (status == VOX_DONE) break;
    if (!first) add(out, ",");
    status = add_item(a, work, &item, status, err);
  }
  add(out, "]}");
  return status == VOX_DONE && !out->broken ? VOX_OK : VOX_ERR_MEMORY;
}

/* ---- Lines ---- */

static vox_status answer_request(const answerer *a, answer_work *work, const vox_request *q, vox_error *err) {
  bytes *out = &work->out;
  switch (q->op) {
  case VOX_OP_SCORE:
    return score(a, work, q, err);
  case VOX_OP_BATCH:
    return answer_batch(a, work, q, err);
  default: /* a ping: the main thread keeps the others to itself */
    add(out, "{\"id\":"), add_view(out, q->id);
    return add(out, ",\"pong\":true}") ? VOX_OK : VOX_ERR_MEMORY;
  }
}

/* 0: there is no room for the answer, and nothing was done. */
static int answer_line(answerer *a, answer_work *work, vox_str line) {
  size_t len = work->out.len;
  answer_counts before = work->counts;
  vox_request request;
  vox_error err = {.status = VOX_OK};
  vox_status status = vox_request_read(a->reader, line, &request, &err);
  if (status == VOX_OK) status = answer_request(a, work, &request, &err);
  if (status == VOX_OK && (work->out.broken || !add(&work->out, "\n"))) status = VOX_ERR_MEMORY;
  work->counts.requests++;
  if (status == VOX_OK) return 1;
  take_back(&work->out, len);
  work->counts = before;
  work->counts.requests++;
  work->counts.errors++;
  if (status == VOX_ERR_MEMORY)
    err = (vox_error){.status = status, .code = "no_memory", .message = "out of memory"};
  if (answer_error(&work->out, &request, &err)) return 1;
  /* An id of megabytes where memory has ended: the line is answered without it. */
  request.id = (vox_str){"null", 4};
  if (len == 0 && answer_error(&work->out, &request, &err)) return 1;
  work->counts = before;
  return 0;
}

void answer_lines(answerer *a, answer_work *work) {
  int large = 0;
  while (work->next < work->in.len) {
    const char *at = work->in.ptr + work->next;
    const char *end = memchr(at, '\n', work->in.len - work->next);
    vox_str line = {at, end ? (size_t)(end - at) : work->in.len - work->next};
    if (!answer_line(a, work, line)) break;
    large |= line.len > LARGE;
    work->next += line.len + (end != NULL);
  }
  if (large) renew_reader(a);
}
