/* columns.c - see columns.h. */
#include "intake/columns.h"
#include "base/buf.h"
#include "intake/column_names.h"

#define LISTED_NAME 40u /* bytes of one name in a message */

void columns_init(columns *c, mem *m) {
  memset(c, 0, sizeof *c);
  c->mem = m;
  arena_init(&c->arena, m);
}

void columns_free(columns *c) {
  vec_free(c->mem, &c->header);
  vec_free(c->mem, &c->aliases);
  arena_free(&c->arena);
}

/* A trimmed copy of `name` at the end of `list`. */
static bool push_copy(columns *c, name_list *list, vox_str name) {
  vox_str trimmed = str_trim(name), copy = arena_copy(&c->arena, trimmed);
  return (copy.ptr || !trimmed.len) && vec_push(c->mem, list, copy);
}

bool columns_add(columns *c, vox_str name) { return push_copy(c, &c->header, name); }

bool columns_add_alias(columns *c, size_t i, vox_str name) {
  while (c->aliases.len < i) {
    if (!push_copy(c, &c->aliases, (vox_str){NULL, 0})) return false;
  }
  return push_copy(c, &c->aliases, name);
}

bool columns_rename(columns *c, size_t i, vox_str question, vox_str answer) {
  vox_str between = question.len ? STR(" - ") : (vox_str){NULL, 0};
  size_t len = question.len + between.len + answer.len;
  char *name = arena_get(&c->arena, len ? len : 1);
  if (!name) return false;
  if (question.len) memcpy(name, question.ptr, question.len);
  if (between.len) memcpy(name + question.len, between.ptr, between.len);
  if (answer.len) memcpy(name + question.len + between.len, answer.ptr, answer.len);
  vec_at(&c->header, i) = (vox_str){name, len};
  return true;
}

static vox_str alias_of(const columns *c, size_t i) {
  return i < c->aliases.len ? c->aliases.ptr[i] : (vox_str){NULL, 0};
}

size_t columns_find(const columns *c, vox_str name) {
  for (size_t i = 0; i < c->header.len; i++) {
    if (str_eq(c->header.ptr[i], name)) return i;
  }
  for (size_t i = 0; i < c->aliases.len && name.len; i++) {
    if (str_eq(c->aliases.ptr[i], name)) return i;
  }
  return NO_COLUMN;
}

/* ---- Messages: names of columns only, cut, without control characters ---------- */

static void add_name(buf *out, vox_str name) {
  size_t n = name.len < LISTED_NAME ? name.len : LISTED_NAME;
  while (n && n < name.len && ((unsigned char)name.ptr[n] & 0xC0) == 0x80) n--;
  for (size_t i = 0; i < n; i++)
    buf_byte(out, (unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7F ? ' ' : name.ptr[i]);
  if (n < name.len) buf_text(out, "...");
}

/* The header's columns, or those that `pick` is 1 for; as many as fit a message. */
static void add_names(buf *out, const columns *c, const uint8_t *pick) {
  bool first = true;
  for (size_t i = 0; i < c->header.len; i++) {
    if (pick && !pick[i]) continue;
    if (!first) buf_text(out, ", ");
    first = false;
    if (out->len + LISTED_NAME > 180) {
      buf_text(out, "...");
      return;
    }
    add_name(out, c->header.ptr[i]);
  }
}

static vox_status fail_names(columns *c, const char *what, vox_str name, const uint8_t *pick,
                             vox_error *err) {
  buf text;
  buf_init(&text, c->mem, 1024);
  buf_text(&text, what);
  if (name.len) buf_text(&text, " \""), add_name(&text, name), buf_text(&text, "\"");
  buf_text(&text, pick ? "; candidates: " : "; columns: ");
  add_names(&text, c, pick);
  vox_status status = text.status == VOX_OK ? fail(err, VOX_ERR_NOT_FOUND, "%.*s", (int)text.len, text.ptr)
                                            : fail_memory(err);
  if (status == VOX_ERR_NOT_FOUND) fail_column(err, name);
  buf_free(&text);
  return status;
}

/* Marks the names nearest to `name`; false when none is near. */
static bool mark_nearest(const columns *c, vox_str name, uint8_t *pick) {
  unsigned best = 64;
  size_t compared = c->header.len < 1024 ? c->header.len : 1024;
  for (size_t i = 0; i < compared; i++) {
    unsigned d = column_name_distance(name, c->header.ptr[i]);
    if (d < best) best = d;
  }
  for (size_t i = 0; i < compared; i++) pick[i] = column_name_distance(name, c->header.ptr[i]) == best;
  return best <= 1 + name.len / 4;
}

static vox_status fail_missing(columns *c, vox_str name, vox_error *err) {
  uint8_t *pick = mem_array(c->mem, c->header.len, 1);
  if (!pick) return fail_memory(err);
  bool near = mark_nearest(c, name, pick);
  vox_status status =
      fail_names(c, near ? "no such column; near to it" : "no such column", name, near ? pick : NULL, err);
  mem_put(c->mem, pick, c->header.len);
  return status;
}

/* ---- Slots --------------------------------------------------------------------- */

/* The columns whose names rank highest for a meaning; gives how many share that rank, the first in `*column`.
 */
static size_t best_ranked(const columns *c, column_meaning meaning, size_t *column, uint8_t *pick) {
  unsigned best = 0;
  size_t count = 0;
  for (size_t i = 0; i < c->header.len; i++) {
    unsigned rank = column_name_rank(c->header.ptr[i], meaning),
             other = column_name_rank(alias_of(c, i), meaning);
    if (other > rank) rank = other;
    if (rank > best) best = rank, count = 0, memset(pick, 0, c->header.len), *column = i;
    if (rank && rank == best) pick[i] = 1, count++;
  }
  return count;
}

/* Guesses the column of one meaning. None there: the slot stays empty. */
static vox_status guess_column(columns *c, column_slot *slot, column_meaning meaning, const char *what,
                               vox_error *err) {
  uint8_t *pick = mem_array(c->mem, c->header.len, 1);
  if (!pick) return fail_memory(err);
  size_t column = NO_COLUMN, count = best_ranked(c, meaning, &column, pick);
  vox_status status = VOX_OK;
  if (count > 1 && meaning != COLUMN_DATE && meaning != COLUMN_ID) {
    status = fail_names(c, what, (vox_str){NULL, 0}, pick, err);
  } else if (count) {
    slot->column = column;
    slot->name = c->header.ptr[column];
  }
  mem_put(c->mem, pick, c->header.len);
  return status;
}

/* A slot for a column that the caller named. */
static vox_status name_column(columns *c, column_slot *slot, const char *name, vox_error *err) {
  if (!name || !*name) return VOX_OK;
  slot->column = columns_find(c, str_trim(str_of(name)));
  if (slot->column == NO_COLUMN) return fail_missing(c, str_of(name), err);
  slot->name = c->header.ptr[slot->column];
  return VOX_OK;
}

static vox_status fill_single(columns *c, size_t slot, const char *name, column_meaning meaning,
                              const char *what, vox_error *err) {
  return name ? name_column(c, &c->slots[slot], name, err)
              : guess_column(c, &c->slots[slot], meaning, what, err);
}

static vox_status fill_texts(columns *c, const vox_reader_options *o, vox_error *err) {
  for (size_t i = 0; i < o->text_count; i++) {
    vox_status status = name_column(c, &c->slots[i], o->texts[i].column, err);
    if (status != VOX_OK) return status;
    c->slots[i].role = o->texts[i].role;
  }
  if (o->text_count) return VOX_OK;
  vox_status status =
      guess_column(c, &c->slots[0], COLUMN_TEXT, "several columns may hold the comments", err);
  if (status != VOX_OK || c->slots[0].column != NO_COLUMN) return status;
  return fail_names(c, "no column of comments can be told by its name", (vox_str){NULL, 0}, NULL, err);
}

static bool has_nameless(const columns *c) {
  for (size_t i = 0; i < c->text_count + c->segment_count + c->keep_count; i++) {
    if (c->slots[i].column == NO_COLUMN) return true;
  }
  return false;
}

static vox_status fill_lists(columns *c, const vox_reader_options *o, vox_error *err) {
  vox_status status = VOX_OK;
  for (size_t i = 0; i < o->segment_count && status == VOX_OK; i++) {
    status = name_column(c, &c->slots[c->text_count + i], o->segment_columns[i], err);
  }
  for (size_t i = 0; i < o->keep_count && status == VOX_OK; i++) {
    column_slot *slot = &c->slots[c->text_count + c->segment_count + i];
    slot->as_token = true;
    status = name_column(c, slot, o->keep_columns[i], err);
  }
  return status == VOX_OK && has_nameless(c) ? fail(err, VOX_ERR_ARGUMENT, "a column was given an empty name")
                                             : status;
}

static vox_status fill_score(columns *c, const vox_reader_options *o, vox_error *err) {
  const char *what = "several columns may hold the score";
  vox_status status = fill_single(c, c->score, o->score_column, COLUMN_SCORE, what, err);
  bool named_scale = o->score_scale && *o->score_scale && !str_eq(str_of(o->score_scale), STR("nps"));
  if (status != VOX_OK || o->score_column || !named_scale || c->slots[c->score].column != NO_COLUMN)
    return status;
  return guess_column(c, &c->slots[c->score], COLUMN_RATING, what, err);
}

vox_status columns_resolve(columns *c, const vox_reader_options *o, vox_error *err) {
  c->text_count = o->text_count ? o->text_count : 1;
  c->segment_count = o->segment_count;
  c->keep_count = o->keep_count;
  size_t singles = c->text_count + c->segment_count + c->keep_count;
  c->id = singles, c->score = singles + 1, c->group_name = singles + 2, c->date = singles + 3;
  c->slot_count = singles + 4;
  c->slots = arena_array(&c->arena, c->slot_count, sizeof *c->slots);
  if (!c->slots) return fail_memory(err);
  for (size_t i = 0; i < c->slot_count; i++) c->slots[i].column = NO_COLUMN;
  c->slots[c->id].as_token = true;

  vox_status status = fill_texts(c, o, err);
  if (status == VOX_OK) status = fill_lists(c, o, err);
  if (status == VOX_OK) status = fill_single(c, c->id, o->id_column, COLUMN_ID, "", err);
  if (status == VOX_OK) status = fill_score(c, o, err);
  if (status == VOX_OK)
    status = fill_single(c, c->group_name, o->group_name_column, COLUMN_GROUP_NAME,
                         "several columns may hold the group's name", err);
  if (status == VOX_OK) status = fill_single(c, c->date, o->date_column, COLUMN_DATE, "", err);
  return status;
}
