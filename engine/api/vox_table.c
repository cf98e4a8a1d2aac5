/* vox_table.c - answers to many comments, column by column. The columns of rows grow together, once a call;
 * those of hits as hits come. */
#include "vox_table.h"
#include "api/handles.h"
#include <string.h>

enum { COLUMNS = VOX_COLUMN_QUANTITY_VALUE + 1 };

typedef struct column {
  char *ptr;
  size_t len, cap; /* members */
} column;

struct vox_table {
  mem mem;
  const vox_model *model;
  size_t rows;
  column columns[COLUMNS];
};

/* What a column holds: one member a row, the beginnings of a row's hits, or the hits. */
typedef enum column_kind { OF_ROW, OF_START, OF_HIT } column_kind;
typedef struct column_shape {
  uint8_t size, kind;
} column_shape;

static const column_shape SHAPES[COLUMNS] = {
    [VOX_COLUMN_STATUS] = {1, OF_ROW},
    [VOX_COLUMN_LANG] = {1, OF_ROW},
    [VOX_COLUMN_LABEL] = {1, OF_ROW},
    [VOX_COLUMN_SCORE] = {4, OF_ROW},
    [VOX_COLUMN_CONFIDENCE] = {4, OF_ROW},
    [VOX_COLUMN_RAW] = {4, OF_ROW},
    [VOX_COLUMN_EFFORT] = {1, OF_ROW},
    [VOX_COLUMN_QUALITY] = {4, OF_ROW},
    [VOX_COLUMN_FLAGS] = {4, OF_ROW},
    [VOX_COLUMN_EMOTION_AT] = {4, OF_START},
    [VOX_COLUMN_EMOTION] = {4, OF_HIT},
    [VOX_COLUMN_EMOTION_SCORE] = {4, OF_HIT},
    [VOX_COLUMN_THEME_AT] = {4, OF_START},
    [VOX_COLUMN_THEME] = {4, OF_HIT},
    [VOX_COLUMN_THEME_LABEL] = {1, OF_HIT},
    [VOX_COLUMN_THEME_SCORE] = {4, OF_HIT},
    [VOX_COLUMN_THEME_CONFIDENCE] = {4, OF_HIT},
    [VOX_COLUMN_INTENT_AT] = {4, OF_START},
    [VOX_COLUMN_INTENT] = {4, OF_HIT},
    [VOX_COLUMN_INTENT_THEME] = {4, OF_HIT},
    [VOX_COLUMN_QUANTITY_AT] = {4, OF_START},
    [VOX_COLUMN_QUANTITY] = {4, OF_HIT},
    [VOX_COLUMN_QUANTITY_VALUE] = {8, OF_HIT},
};
static const size_t MOST = INT32_MAX;

/* ---- Room ---- */

static vox_status grow(vox_table *t, size_t which, size_t need, vox_error *err) {
  column *c = &t->columns[which];
  size_t size = SHAPES[which].size, cap = c->cap ? c->cap : 64;
  if (need <= c->cap) return VOX_OK;
  if (need > MOST) return fail(err, VOX_ERR_LIMIT, "a table holds %zu members a column", MOST);
  while (cap < need) cap += cap / 2;
  char *ptr = mem_grow(&t->mem, c->ptr, c->cap * size, cap * size);
  if (!ptr) return fail_memory(err);
  c->ptr = ptr;
  c->cap = cap;
  return VOX_OK;
}

static vox_status grow_rows(vox_table *t, size_t more, vox_error *err) {
  if (more > MOST - t->rows) return fail(err, VOX_ERR_LIMIT, "a table holds %zu rows", MOST);
  for (size_t i = 0; i < COLUMNS; i++) {
    if (SHAPES[i].kind == OF_HIT) continue;
    vox_status status = grow(t, i, t->rows + more + (SHAPES[i].kind == OF_START), err);
    if (status != VOX_OK) return status;
  }
  return VOX_OK;
}

/* Room for `more` hits in the columns first..last, which are of one kind of hit. */
static vox_status grow_hits(vox_table *t, vox_column_id first, vox_column_id last, size_t more,
                            vox_error *err) {
  for (size_t i = first; i <= (size_t)last; i++) {
    vox_status status = grow(t, i, t->columns[i].len + more, err);
    if (status != VOX_OK) return status;
  }
  return VOX_OK;
}

static void put8(vox_table *t, vox_column_id which, int value) {
  column *c = &t->columns[which];
  c->ptr[c->len++] = (char)value;
}

static void put32(vox_table *t, vox_column_id which, int32_t value) {
  column *c = &t->columns[which];
  ((int32_t *)(void *)c->ptr)[c->len++] = value;
}

static void put64(vox_table *t, vox_column_id which, int64_t value) {
  column *c = &t->columns[which];
  ((int64_t *)(void *)c->ptr)[c->len++] = value;
}

/* ---- A row ---- */

static vox_status put_emotions(vox_table *t, const vox_result *r, vox_error *err) {
  vox_status status = grow_hits(t, VOX_COLUMN_EMOTION, VOX_COLUMN_EMOTION_SCORE, r->emotion_count, err);
  for (size_t i = 0; status == VOX_OK && i < r->emotion_count; i++) {
    put32(t, VOX_COLUMN_EMOTION, r->emotion_ids[i]);
    put32(t, VOX_COLUMN_EMOTION_SCORE, r->emotions[i].score);
  }
  return status;
}

static vox_status put_themes(vox_table *t, const vox_result *r, vox_error *err) {
  vox_status status = grow_hits(t, VOX_COLUMN_THEME, VOX_COLUMN_THEME_CONFIDENCE, r->theme_count, err);
  for (size_t i = 0; status == VOX_OK && i < r->theme_count; i++) {
    const vox_sentiment *s = &r->themes[i].sentiment;
    put32(t, VOX_COLUMN_THEME, (int32_t)r->theme_ids[i]);
    put8(t, VOX_COLUMN_THEME_LABEL, (int)s->label);
    put32(t, VOX_COLUMN_THEME_SCORE, s->score);
    put32(t, VOX_COLUMN_THEME_CONFIDENCE, s->confidence);
  }
  return status;
}

static vox_status put_intents(vox_table *t, const vox_result *r, vox_error *err) {
  vox_status status = grow_hits(t, VOX_COLUMN_INTENT, VOX_COLUMN_INTENT_THEME, r->intent_count, err);
  for (size_t i = 0; status == VOX_OK && i < r->intent_count; i++) {
    uint32_t theme = r->intents[i].theme;
    put32(t, VOX_COLUMN_INTENT, r->intents[i].intent);
    put32(t, VOX_COLUMN_INTENT_THEME, theme == NO_THEME ? -1 : (int32_t)theme);
  }
  return status;
}

static vox_status put_quantities(vox_table *t, const vox_result *r, vox_error *err) {
  vox_status status = grow_hits(t, VOX_COLUMN_QUANTITY, VOX_COLUMN_QUANTITY_VALUE, r->quantity_count, err);
  for (size_t i = 0; status == VOX_OK && i < r->quantity_count; i++) {
    put32(t, VOX_COLUMN_QUANTITY, r->quantities[i].kind);
    put64(t, VOX_COLUMN_QUANTITY_VALUE, r->quantities[i].value);
  }
  return status;
}

static void put_starts(vox_table *t) {
  put32(t, VOX_COLUMN_EMOTION_AT, (int32_t)t->columns[VOX_COLUMN_EMOTION].len);
  put32(t, VOX_COLUMN_THEME_AT, (int32_t)t->columns[VOX_COLUMN_THEME].len);
  put32(t, VOX_COLUMN_INTENT_AT, (int32_t)t->columns[VOX_COLUMN_INTENT].len);
  put32(t, VOX_COLUMN_QUANTITY_AT, (int32_t)t->columns[VOX_COLUMN_QUANTITY].len);
}

static vox_status put_row(vox_table *t, const vox_result *r, vox_status read, vox_error *err) {
  vox_status status = put_emotions(t, r, err);
  if (status == VOX_OK) status = put_themes(t, r, err);
  if (status == VOX_OK) status = put_intents(t, r, err);
  if (status == VOX_OK) status = put_quantities(t, r, err);
  if (status != VOX_OK) return status;
  put8(t, VOX_COLUMN_STATUS, (int)read);
  put8(t, VOX_COLUMN_LANG, (int)r->lang);
  put8(t, VOX_COLUMN_LABEL, (int)r->sentiment.label);
  put32(t, VOX_COLUMN_SCORE, r->sentiment.score);
  put32(t, VOX_COLUMN_CONFIDENCE, r->sentiment.confidence);
  put32(t, VOX_COLUMN_RAW, r->sentiment.raw);
  put8(t, VOX_COLUMN_EFFORT, r->has_effort ? r->effort : VOX_NO_EFFORT);
  put32(t, VOX_COLUMN_QUALITY, (int32_t)r->quality);
  put32(t, VOX_COLUMN_FLAGS, (int32_t)r->flags);
  put_starts(t);
  t->rows++;
  return VOX_OK;
}

/* ---- The texts ---- */

static int64_t text_at(const vox_texts *x, size_t i) { return x->at32 ? x->at32[i] : x->at64[i]; }

static vox_status check_texts(const vox_texts *x, vox_error *err) {
  if ((x->at32 != NULL) == (x->at64 != NULL))
    return fail(err, VOX_ERR_ARGUMENT, "one list of offsets is needed, of 32 or of 64 bits");
  int64_t last = text_at(x, 0);
  for (size_t i = 0; i < x->count; i++) {
    int64_t next = text_at(x, i + 1);
    if (last < 0 || next < last || (uint64_t)next > SIZE_MAX)
      return fail(err, VOX_ERR_ARGUMENT, "the offsets of text %zu do not rise", i);
    last = next;
  }
  return last && !x->bytes ? fail(err, VOX_ERR_ARGUMENT, "offsets without bytes") : VOX_OK;
}

static vox_status score_one(vox_table *t, vox_ctx *ctx, vox_str text, vox_role role, vox_error *err) {
  const vox_result *result = NULL;
  vox_status read = vox_analyse(&result, ctx, text, role, err);
  vox_status status = read;
  if (read == VOX_ERR_LIMIT) status = vox_analyse(&result, ctx, (vox_str){"", 0}, role, err);
  return status == VOX_OK ? put_row(t, result, read, err) : status;
}

static void set_lengths(vox_table *t, const size_t *lengths) {
  for (size_t i = 0; i < COLUMNS; i++) t->columns[i].len = lengths[i];
}

vox_status vox_table_score(vox_table *t, vox_ctx *ctx, const vox_texts *x, vox_role role, vox_error *err) {
  size_t lengths[COLUMNS], rows;
  vox_error local = {0};
  if (!t || !ctx || !x || ctx->model != t->model)
    return fail(err, VOX_ERR_ARGUMENT, "no table, no texts, or no context of the table's model");
  vox_status status = check_texts(x, err);
  if (status == VOX_OK) status = grow_rows(t, x->count, err);
  if (status != VOX_OK) return status;
  rows = t->rows;
  for (size_t i = 0; i < COLUMNS; i++) lengths[i] = t->columns[i].len;
  for (size_t i = 0; status == VOX_OK && i < x->count; i++) {
    size_t begin = (size_t)text_at(x, i), end = (size_t)text_at(x, i + 1);
    vox_str text = {x->bytes ? x->bytes + begin : "", end - begin};
    status = score_one(t, ctx, text, role, &local);
  }
  if (status == VOX_OK) return VOX_OK;
  set_lengths(t, lengths);
  t->rows = rows;
  if (err) *err = local;
  return status;
}

/* ---- Another table's rows ---- */

/* The column of hits that a column of beginnings counts. */
static vox_column_id hits_of(size_t starts) {
  return (vox_column_id)(starts + 1); /* as vox_table.h lists them */
}

static vox_status grow_all(vox_table *t, const vox_table *more, vox_error *err) {
  vox_status status = grow_rows(t, more->rows, err);
  for (size_t i = 0; status == VOX_OK && i < COLUMNS; i++)
    if (SHAPES[i].kind == OF_HIT) status = grow(t, i, t->columns[i].len + more->columns[i].len, err);
  return status;
}

/* The first beginning stands there already, as the end of the row before. */
static void append_starts(vox_table *t, const vox_table *from, size_t which, int32_t before) {
  const int32_t *at = (const int32_t *)(const void *)from->columns[which].ptr;
  for (size_t i = 1; i < from->columns[which].len; i++) put32(t, (vox_column_id)which, before + at[i]);
}

static void append_column(vox_table *t, const vox_table *from, size_t which) {
  column *to = &t->columns[which];
  const column *c = &from->columns[which];
  size_t size = SHAPES[which].size;
  if (c->len) memcpy(to->ptr + to->len * size, c->ptr, c->len * size);
  to->len += c->len;
}

vox_status vox_table_append(vox_table *into, const vox_table *from, vox_error *err) {
  if (!into || !from || into == from || into->model != from->model)
    return fail(err, VOX_ERR_ARGUMENT, "no two tables of one model");
  vox_status status = grow_all(into, from, err);
  if (status != VOX_OK) return status;
  for (size_t i = 0; i < COLUMNS; i++) /* beginnings before the hits that they count */
    if (SHAPES[i].kind == OF_START)
      append_starts(into, from, i, (int32_t)into->columns[hits_of(i)].len);
    else
      append_column(into, from, i);
  into->rows += from->rows;
  return VOX_OK;
}

/* ---- The handle ---- */

vox_status vox_table_new(vox_table **out, const vox_model *model, vox_error *err) {
  mem first;
  if (!out || !model) return fail(err, VOX_ERR_ARGUMENT, "no place for the table, or no model");
  *out = NULL;
  mem_init(&first, model->allocator, 0);
  vox_table *t = mem_array(&first, 1, sizeof *t);
  if (!t) return fail_memory(err);
  t->mem = first;
  t->model = model;
  vox_status status = grow_rows(t, 0, err);
  if (status != VOX_OK) {
    vox_table_free(t);
    return status;
  }
  vox_table_clear(t);
  *out = t;
  return VOX_OK;
}

void vox_table_clear(vox_table *t) {
  static const size_t none[COLUMNS] = {0};
  set_lengths(t, none);
  t->rows = 0;
  put_starts(t);
}

void vox_table_free(vox_table *t) {
  if (!t) return;
  for (size_t i = 0; i < COLUMNS; i++)
    mem_put(&t->mem, t->columns[i].ptr, t->columns[i].cap * SHAPES[i].size);
  mem last = t->mem;
  mem_put(&last, t, sizeof *t);
}

int vox_table_column(const vox_table *t, vox_column_id which, vox_column_view *out) {
  if ((size_t)which >= COLUMNS) return 0;
  *out = (vox_column_view){t->columns[which].ptr, t->columns[which].len, SHAPES[which].size};
  return 1;
}

/* ---- Names ---- */

static int name_of(vox_str *out, const char *name) {
  if (!name) return 0;
  *out = (vox_str){name, strlen(name)};
  return 1;
}

static int theme_name(const catalogue *names, size_t i, vox_str *out) {
  if (i >= names->theme_count) return 0;
  *out = names->themes[i].id;
  return 1;
}

int vox_table_name(const vox_table *t, vox_column_id which, size_t i, vox_str *out) {
  const catalogue *names = t->model->names;
  switch (which) {
  case VOX_COLUMN_LANG:
    return i <= LANG_OTHER && name_of(out, lang_name((result_lang)i));
  case VOX_COLUMN_LABEL:
  case VOX_COLUMN_THEME_LABEL:
    return i <= VOX_LABEL_MIXED && name_of(out, label_name((vox_label)i));
  case VOX_COLUMN_QUALITY:
    return i < QUALITY_BITS && name_of(out, quality_name((unsigned)i));
  case VOX_COLUMN_FLAGS:
    return i < FLAG_BITS && name_of(out, flag_name((unsigned)i));
  case VOX_COLUMN_EMOTION:
    return i < EMOTION_COUNT && (*out = names->emotions[i], 1);
  case VOX_COLUMN_INTENT:
    return i < INTENT_COUNT && (*out = names->intents[i], 1);
  case VOX_COLUMN_THEME:
  case VOX_COLUMN_INTENT_THEME:
    return theme_name(names, i, out);
  case VOX_COLUMN_QUANTITY:
    return i <= QUANTITY_MONEY_CNY && name_of(out, quantity_name((quantity_kind)i));
  default:
    return 0;
  }
}
