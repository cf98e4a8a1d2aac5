/* request.c - see request.h. The keys of a request are looked up in one table, which also says what kind of
 * value each takes and which ops know it. */
#include "serve/request.h"
#include "base/status.h"
#include "intake/cell_text.h"
#include "json/json_read.h"
#include "json/json_write.h"

typedef enum key {
  KEY_ID,
  KEY_OP,
  KEY_TEXT,
  KEY_TEXTS,
  KEY_ROLE,
  KEY_ROLES,
  KEY_SCORE,
  KEY_GROUP_NAME,
  KEY_DATE,
  KEY_SEGMENTS,
  KEY_KEEP,
  KEY_EVIDENCE,
  KEY_MODEL,
  KEY_ITEMS,
  KEY_COUNT
} key;

#define OP(name)   (1u << VOX_OP_##name)
#define KIND(name) (1u << JSON_##name)
#define EVERY_OP   0xFFu
#define SCALAR     (KIND(BOOL) | KIND(NUMBER) | KIND(STRING))

/* null is taken for an absent field. */
static const struct {
  const char *name;
  unsigned ops, kinds;
  const char *wrong;
} KEYS[KEY_COUNT] = {
    [KEY_ID] = {"id", EVERY_OP, SCALAR | KIND(ARRAY) | KIND(OBJECT), ""},
    [KEY_OP] = {"op", EVERY_OP, KIND(STRING), "op is not a string"},
    [KEY_TEXT] = {"text", OP(SCORE), SCALAR, "text is not a string"},
    [KEY_TEXTS] = {"texts", OP(SCORE), KIND(OBJECT), "texts is not an object"},
    [KEY_ROLE] = {"role", OP(SCORE), KIND(STRING), "role is not a string"},
    [KEY_ROLES] = {"roles", OP(SCORE), KIND(OBJECT), "roles is not an object"},
    [KEY_SCORE] = {"score", OP(SCORE), SCALAR, "score is neither a number nor a string"},
    [KEY_GROUP_NAME] = {"group_name", OP(SCORE), SCALAR, "group_name is not a string"},
    [KEY_DATE] = {"date", OP(SCORE), SCALAR, "date is not a string"},
    [KEY_SEGMENTS] = {"segments", OP(SCORE), KIND(OBJECT), "segments is not an object"},
    [KEY_KEEP] = {"keep", OP(SCORE), KIND(OBJECT), "keep is not an object"},
    [KEY_EVIDENCE] = {"evidence", OP(SCORE), KIND(BOOL), "evidence is neither true nor false"},
    [KEY_MODEL] = {"model", OP(SCORE) | OP(RELOAD) | OP(SNAPSHOT) | OP(RESET), KIND(STRING),
                   "model is not a string"},
    [KEY_ITEMS] = {"items", OP(BATCH), KIND(ARRAY), "items is not an array"},
};

static const char *const OPS[] = {"score",  "batch",    "ping",  "stats",
                                  "reload", "snapshot", "reset", "shutdown"};
static const char *const ROLES[] = {"other", "reason_neg", "reason_pos", "suggestion", "expectation"};

/* The tokens of a request by key; empty: absent. */
typedef struct tokens {
  vox_str of[KEY_COUNT];
  vox_str stranger; /* the first key that the table lacks */
} tokens;

/* ---- Reader --------------------------------------------------------------------------- */

vox_status request_reader_init(request_reader *r, const vox_request_options *o, vox_error *err) {
  bool named = o->score_scale && *o->score_scale;
  arena_init(&r->arena, &r->mem);
  r->max_text = o->max_text;
  r->has_order = o->date_order != NULL;
  r->order = r->has_order && strcmp(o->date_order, "mdy") == 0 ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
  if (r->has_order && r->order == DATE_DAY_FIRST && strcmp(o->date_order, "dmy") != 0)
    return fail(err, VOX_ERR_ARGUMENT, "no such order of days: dmy or mdy");
  if (!score_scale_of(&r->scale, named ? str_of(o->score_scale) : STR("nps")))
    return fail(err, VOX_ERR_ARGUMENT, "no such scale: nps, stars5, csat5, ces5, ces7 or MIN..MAX");
  return VOX_OK;
}

void request_reader_free(request_reader *r) { arena_free(&r->arena); }

/* The error of the line at hand; `at` is a view into it. */
static vox_status refuse(const request_reader *r, vox_error *err, const char *code, vox_str at,
                         const char *reason) {
  uint64_t offset = at.ptr ? (uint64_t)(at.ptr - r->line.ptr) : 0;
  return fail_row(err, strcmp(code, "too_long") == 0 ? VOX_ERR_LIMIT : VOX_ERR_SYNTAX, code, 0, offset, "%s",
                  reason);
}

/* The text of a token as a cell of an export would hold it. */
static vox_status take_text(request_reader *r, vox_str token, bool as_token, vox_str *out, vox_error *err) {
  cell value = {token, false};
  buf room = {.mem = &r->mem};
  *out = (vox_str){NULL, 0};
  if (!as_token && token.len && (json_kind_of(token) != JSON_STRING || !json_is_plain(token))) {
    room.cap = room.ceiling = token.len + JSONL_MORE;
    room.ptr = arena_get(&r->arena, room.cap);
    if (!room.ptr) return fail_memory(err);
  }
  if (!jsonl_convert(&value, as_token, &room))
    return refuse(r, err, "bad_field", token, "an object or array where a text is due");
  *out = value.text;
  return VOX_OK;
}

static bool is_absent(vox_str token) { return !token.len || json_kind_of(token) == JSON_NULL; }

/* ---- Keys and op ------------------------------------------------------------------------ */

static key key_of(vox_str token) {
  for (int k = 0; k < KEY_COUNT; k++)
    if (json_string_is(token, str_of(KEYS[k].name))) return (key)k;
  return KEY_COUNT;
}

/* Where a key stands twice the last one counts. */
static void find_tokens(vox_str object, tokens *t) {
  vox_str name, value;
  json_walk walk = json_walk_of(object);
  while (json_next_member(&walk, &name, &value)) {
    key k = key_of(name);
    if (k < KEY_COUNT)
      t->of[k] = value;
    else if (!t->stranger.ptr)
      t->stranger = name;
  }
}

static int name_in(vox_str token, const char *const *names, int count) {
  for (int i = 0; i < count; i++)
    if (json_string_is(token, str_of(names[i]))) return i;
  return -1;
}

static vox_status check_fields(const request_reader *r, const tokens *t, vox_op op, vox_error *err) {
  if (t->stranger.ptr) return refuse(r, err, "bad_field", t->stranger, "an unknown field");
  for (int k = 0; k < KEY_COUNT; k++) {
    if (is_absent(t->of[k])) continue;
    if (!(KEYS[k].ops & 1u << op))
      return refuse(r, err, "bad_field", t->of[k], "a field that this op does not know");
    if (!(KEYS[k].kinds & 1u << json_kind_of(t->of[k])))
      return refuse(r, err, "bad_field", t->of[k], KEYS[k].wrong);
  }
  return VOX_OK;
}

static vox_status read_op(const request_reader *r, const tokens *t, vox_request *out, vox_error *err) {
  vox_str token = t->of[KEY_OP];
  int op = VOX_OP_SCORE;
  if (!is_absent(token)) {
    if (json_kind_of(token) != JSON_STRING) return refuse(r, err, "bad_op", token, KEYS[KEY_OP].wrong);
    op = name_in(token, OPS, (int)(sizeof OPS / sizeof *OPS));
    if (op < 0) return refuse(r, err, "bad_op", token, "an unknown op");
  }
  out->op = (vox_op)op;
  return check_fields(r, t, out->op, err);
}

/* ---- Texts and fields ---------------------------------------------------------------------- */

static vox_status read_role(const request_reader *r, vox_str token, vox_role *role, vox_error *err) {
  if (is_absent(token)) return VOX_OK;
  int found = json_kind_of(token) == JSON_STRING ? name_in(token, ROLES, 5) : -1;
  if (found < 0)
    return refuse(r, err, "bad_field", token,
                  "no such role: reason_neg, reason_pos, suggestion, expectation, other");
  *role = (vox_role)found;
  return VOX_OK;
}

static vox_status add_cell(request_reader *r, vox_str question, vox_str token, vox_row *row, vox_error *err) {
  vox_cell *c = &r->cells[row->cell_count];
  *c = (vox_cell){question, VOX_ROLE_OTHER, {NULL, 0}};
  vox_status status = take_text(r, token, false, &c->text, err);
  if (status != VOX_OK) return status;
  if (c->text.len > r->max_text) return refuse(r, err, "too_long", token, "a text is longer than allowed");
  row->cell_count++;
  return VOX_OK;
}

static vox_status read_roles(request_reader *r, vox_str object, const vox_row *row, vox_error *err) {
  vox_str name, value;
  size_t count = 0;
  vox_status status = VOX_OK;
  if (is_absent(object)) return VOX_OK;
  json_walk walk = json_walk_of(object);
  while (status == VOX_OK && json_next_member(&walk, &name, &value)) {
    bool known = false;
    if (count++ == REQUEST_FIELDS) return refuse(r, err, "bad_field", name, "too many roles");
    for (size_t i = 0; i < row->cell_count && status == VOX_OK; i++) {
      vox_str question = row->cells[i].question;
      if (!json_string_is(name, question)) continue;
      known = true;
      status = read_role(r, value, &r->cells[i].role, err);
    }
    if (!known) return refuse(r, err, "bad_field", name, "a role for a question that is not in texts");
  }
  return status;
}

/* Members of an object into a list of fields. */
static vox_status read_fields(request_reader *r, vox_str object, bool as_token, vox_field *list,
                              size_t *count, vox_error *err) {
  vox_str name, value;
  vox_status status = VOX_OK;
  *count = 0;
  if (is_absent(object)) return VOX_OK;
  json_walk walk = json_walk_of(object);
  while (status == VOX_OK && json_next_member(&walk, &name, &value)) {
    if (*count == REQUEST_FIELDS) return refuse(r, err, "bad_field", name, "too many fields");
    vox_field *f = &list[*count];
    *f = (vox_field){.is_json = as_token};
    status = take_text(r, name, false, &f->name, err);
    if (status == VOX_OK) status = take_text(r, value, as_token, &f->value, err);
    ++*count;
  }
  return status;
}

static vox_status read_texts(request_reader *r, vox_str object, vox_row *row, vox_error *err) {
  vox_str name, value, question;
  vox_status status = VOX_OK;
  json_walk walk = json_walk_of(object);
  while (status == VOX_OK && json_next_member(&walk, &name, &value)) {
    if (row->cell_count == REQUEST_FIELDS) return refuse(r, err, "bad_field", name, "too many texts");
    status = take_text(r, name, false, &question, err);
    if (status == VOX_OK) status = add_cell(r, question, value, row, err);
  }
  return status;
}

/* An empty answer is no answer. */
static void drop_blank_cells(request_reader *r, vox_row *row) {
  size_t kept = 0;
  for (size_t i = 0; i < row->cell_count; i++)
    if (!cell_is_blank(r->cells[i].text)) r->cells[kept++] = r->cells[i];
  row->cell_count = kept;
}

static vox_status read_cells(request_reader *r, const tokens *t, vox_request *out, vox_error *err) {
  vox_row *row = &out->row;
  out->many = !is_absent(t->of[KEY_TEXTS]);
  bool one = t->of[KEY_TEXT].ptr && (!out->many || !is_absent(t->of[KEY_TEXT]));
  row->cells = r->cells;
  if (one == (out->many != 0))
    return refuse(r, err, "bad_field", t->of[KEY_TEXTS], "a request to score has either text or texts");
  vox_status status = one ? add_cell(r, (vox_str){NULL, 0}, t->of[KEY_TEXT], row, err)
                          : read_texts(r, t->of[KEY_TEXTS], row, err);
  if (status == VOX_OK && one) status = read_role(r, t->of[KEY_ROLE], &r->cells[0].role, err);
  if (status == VOX_OK && !one && !is_absent(t->of[KEY_ROLE]))
    return refuse(r, err, "bad_field", t->of[KEY_ROLE], "role goes with text, roles with texts");
  if (status == VOX_OK && one && !is_absent(t->of[KEY_ROLES]))
    return refuse(r, err, "bad_field", t->of[KEY_ROLES], "role goes with text, roles with texts");
  if (status == VOX_OK) status = read_roles(r, t->of[KEY_ROLES], row, err);
  drop_blank_cells(r, row);
  return status;
}

/* ---- Score, group, day ------------------------------------------------------------------------ */

static vox_status read_judgement(request_reader *r, const tokens *t, vox_row *row, vox_error *err) {
  vox_reader_info counts = {.rows = 0};
  vox_str score, group;
  vox_status status = take_text(r, t->of[KEY_SCORE], false, &score, err);
  if (status == VOX_OK) status = take_text(r, t->of[KEY_GROUP_NAME], false, &group, err);
  if (status == VOX_OK) row_judge(&r->scale, t->of[KEY_SCORE].ptr ? &score : NULL, group, row, &counts);
  return status;
}

static vox_status read_date(request_reader *r, vox_str token, vox_row *row, vox_error *err) {
  vox_str text;
  char other[11];
  vox_status status = take_text(r, token, false, &text, err);
  if (status != VOX_OK || !dates_read(text, r->order, r->date)) return status;
  if (!r->has_order && dates_read(text, DATE_MONTH_FIRST, other) && memcmp(other, r->date, sizeof other) != 0)
    return refuse(r, err, "bad_field", token,
                  "a day that can be read day first or month first: --date-order");
  row->date = (vox_str){r->date, 10};
  return VOX_OK;
}

static vox_status read_row(request_reader *r, const tokens *t, vox_request *out, vox_error *err) {
  vox_row *row = &out->row;
  row->id = (vox_field){{NULL, 0}, out->id, 1};
  row->segments = r->segments;
  row->keep = r->keep;
  vox_status status = read_cells(r, t, out, err);
  if (status == VOX_OK) status = read_judgement(r, t, row, err);
  if (status == VOX_OK) status = read_date(r, t->of[KEY_DATE], row, err);
  if (status == VOX_OK)
    status = read_fields(r, t->of[KEY_SEGMENTS], false, r->segments, &row->segment_count, err);
  return status == VOX_OK ? read_fields(r, t->of[KEY_KEEP], true, r->keep, &row->keep_count, err) : status;
}

/* ---- Requests ------------------------------------------------------------------------------------ */

static vox_status read_object(request_reader *r, vox_str token, vox_request *out, vox_error *err) {
  tokens t = {.stranger = {NULL, 0}};
  if (json_kind_of(token) != JSON_OBJECT)
    return refuse(r, err, "bad_field", token, "a request is a JSON object");
  find_tokens(token, &t);
  if (t.of[KEY_ID].ptr) out->id = t.of[KEY_ID];
  vox_status status = read_op(r, &t, out, err);
  if (status == VOX_OK && !is_absent(t.of[KEY_MODEL]))
    status = take_text(r, t.of[KEY_MODEL], false, &out->model, err);
  if (status != VOX_OK) return status;
  out->evidence = !is_absent(t.of[KEY_EVIDENCE]) && t.of[KEY_EVIDENCE].ptr[0] == 't';
  out->items = t.of[KEY_ITEMS];
  if (out->op == VOX_OP_BATCH && is_absent(out->items))
    return refuse(r, err, "bad_field", (vox_str){NULL, 0}, "a batch has items");
  return out->op == VOX_OP_SCORE ? read_row(r, &t, out, err) : VOX_OK;
}

static void begin_request(request_reader *r, vox_request *out) {
  arena_reset(&r->arena);
  *out = (vox_request){.id = STR("null")};
}

vox_status request_read(request_reader *r, vox_str line, vox_request *out, vox_error *err) {
  json_fault fault;
  r->line = line;
  begin_request(r, out);
  vox_status status = json_gate(line, &fault);
  if (status != VOX_OK) return fail_row(err, status, fault.code, 0, fault.offset, "%s", fault.reason);
  return read_object(r, json_token(line), out, err);
}

vox_status request_next_item(request_reader *r, vox_str *rest, vox_request *out, vox_error *err) {
  /* What is left behind an element begins with white space, a comma or the end, never with a bracket. */
  json_walk walk = {*rest, rest->len && rest->ptr[0] == '[' ? 1u : 0u};
  vox_str item;
  begin_request(r, out);
  if (!json_next_element(&walk, &item)) return VOX_DONE;
  *rest = str_sub(*rest, walk.at, rest->len);
  vox_status status = read_object(r, item, out, err);
  if (status == VOX_OK && out->op != VOX_OP_SCORE)
    return refuse(r, err, "bad_op", item, "a batch holds requests to score");
  return status;
}

void request_error_tail(buf *out, const vox_error *what) {
  const char *code = what->code ? what->code : what->status == VOX_ERR_MEMORY ? "no_memory" : "failed";
  buf_text(out, ",\"error\":{\"code\":\"");
  buf_text(out, code);
  buf_text(out, "\",\"message\":");
  json_escape(out, str_of(what->message));
  buf_text(out, ",\"offset\":");
  buf_u64(out, what->offset);
  buf_text(out, "}}");
}
