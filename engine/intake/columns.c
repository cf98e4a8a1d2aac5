/* columns.c - see columns.h. */
#include "intake/columns.h"
#include "intake/cell_text.h"
#include "intake/column_guess.h"
#include <stdio.h>

void columns_init(columns *c, mem *m) {
  memset(c, 0, sizeof *c);
  c->mem = m;
  arena_init(&c->arena, m);
}

void columns_free(columns *c) {
  vec_free(c->mem, &c->header);
  vec_free(c->mem, &c->aliases);
  mem_put(c->mem, c->facts, c->fact_count * sizeof *c->facts);
  arena_free(&c->arena);
}

/* A trimmed copy of `name` at the end of `list`. */
static bool push_copy(columns *c, name_list *list, vox_str name) {
  vox_str trimmed = cell_trim(name), copy = arena_copy(&c->arena, trimmed);
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
  c->renamed = true;
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

vox_str columns_alias(const columns *c, size_t i) {
  return i < c->aliases.len ? c->aliases.ptr[i] : (vox_str){NULL, 0};
}

/* Is `name` the question or the answer of "question - answer"? */
static bool is_part(vox_str whole, vox_str name) {
  const vox_str between = STR(" - ");
  if (!name.len || whole.len < name.len + between.len) return false;
  vox_str rest = str_sub(whole, name.len, whole.len);
  if (str_starts(whole, name) && str_starts(rest, between)) return true;
  rest = str_sub(whole, whole.len - name.len - between.len, whole.len);
  return str_starts(rest, between) && str_eq(str_sub(rest, between.len, rest.len), name);
}

/* The only column of which `name` is a part; NO_COLUMN: none, or several. */
static size_t find_part(const columns *c, vox_str name) {
  size_t found = NO_COLUMN;
  for (size_t i = 0; i < c->header.len; i++) {
    if (!is_part(c->header.ptr[i], name)) continue;
    if (found != NO_COLUMN) return NO_COLUMN;
    found = i;
  }
  return found;
}

size_t columns_find(const columns *c, vox_str name) {
  for (size_t i = 0; i < c->header.len; i++) {
    if (str_eq(c->header.ptr[i], name)) return i;
  }
  for (size_t i = 0; i < c->aliases.len && name.len; i++) {
    if (str_eq(c->aliases.ptr[i], name)) return i;
  }
  return c->renamed ? find_part(c, name) : NO_COLUMN;
}

/* `NAME#2` is the second of the columns called NAME: those that share a name are told apart so. */
static size_t find_numbered(const columns *c, vox_str name) {
  size_t digits = name.len, number = 0;
  while (digits && name.len - digits < 5 && name.ptr[digits - 1] >= '0' && name.ptr[digits - 1] <= '9')
    digits--;
  if (digits == name.len || !digits || name.ptr[digits - 1] != '#') return NO_COLUMN;
  for (size_t i = digits; i < name.len; i++) number = number * 10 + (size_t)(name.ptr[i] - '0');
  vox_str shared = cell_trim(str_sub(name, 0, digits - 1));
  for (size_t i = 0; i < c->header.len; i++) {
    if (str_eq(c->header.ptr[i], shared) && number-- == 1) return i;
  }
  return NO_COLUMN;
}

size_t columns_find_asked(const columns *c, vox_str name) {
  size_t column = columns_find(c, name);
  return column == NO_COLUMN ? find_numbered(c, name) : column;
}

bool columns_begin_facts(columns *c) {
  size_t count = c->header.len < FACTS_COLUMNS ? c->header.len : FACTS_COLUMNS;
  c->facts = mem_array(c->mem, count, sizeof *c->facts);
  c->fact_count = c->facts ? count : 0;
  return c->facts != NULL;
}

const column_facts *columns_facts(const columns *c, size_t i) {
  static const column_facts none = {0};
  return i < c->fact_count ? &c->facts[i] : &none;
}

void columns_tell(columns *c, size_t i, vox_use use, bool guessed, const char *reason) {
  if (c->told[i].use != VOX_USE_NONE) return;
  c->told[i].use = use;
  c->told[i].guessed = guessed;
  c->told[i].reason = reason;
}

/* ---- Slots --------------------------------------------------------------------- */

/* The column that the caller named, into `*column`; an empty name: none. */
static vox_status find_named(columns *c, const char *name, vox_use use, size_t *column, vox_error *err) {
  *column = NO_COLUMN;
  if (!name || !*name) return VOX_OK;
  vox_str asked = cell_trim(str_of(name));
  *column = columns_find_asked(c, asked);
  if (*column == NO_COLUMN) return columns_fail_missing(c, str_of(name), err);
  for (size_t i = *column + 1; i < c->header.len; i++) {
    if (!str_eq(c->header.ptr[i], asked)) continue; /* a number or a second name tells them apart */
    fail(
        err, VOX_ERR_NOT_FOUND,
        "columns %zu and %zu have the same name: add #1 to the name for the first of them, #2 for the second",
        *column + 1, i + 1);
    fail_column(err, c->header.ptr[i]);
    return VOX_ERR_NOT_FOUND;
  }
  columns_tell(c, *column, use, false, "named by the caller");
  return VOX_OK;
}

/* The header's name, with its number where other columns share it; no name: out of memory. */
static vox_str own_name(columns *c, size_t column) {
  vox_str name = c->header.ptr[column];
  size_t same = 0, before = 0;
  for (size_t i = 0; i < c->header.len; i++) {
    if (!str_eq(c->header.ptr[i], name)) continue;
    same++;
    before += i < column;
  }
  if (same < 2 || !name.len) return name;
  char *numbered = arena_get(&c->arena, name.len + 24);
  if (!numbered) return (vox_str){NULL, 0};
  memcpy(numbered, name.ptr, name.len);
  int digits = snprintf(numbered + name.len, 24, "#%zu", before + 1);
  return (vox_str){numbered, name.len + (size_t)digits};
}

static bool fill(columns *c, size_t slot, size_t column) {
  c->slots[slot].column = column;
  if (column == NO_COLUMN) return true;
  c->slots[slot].name = own_name(c, column);
  return c->slots[slot].name.ptr || !c->header.ptr[column].len;
}

static bool make_slots(columns *c, const vox_reader_options *o, size_t texts, size_t filters) {
  c->text_count = texts;
  c->segment_count = o->segment_count;
  c->keep_count = o->keep_count;
  c->filter_count = filters;
  size_t singles = c->text_count + c->segment_count + c->keep_count;
  c->id = singles, c->score = singles + 1, c->group_name = singles + 2, c->date = singles + 3;
  c->filters = singles + 4;
  c->slot_count = singles + 4 + filters;
  c->slots = arena_array(&c->arena, c->slot_count, sizeof *c->slots);
  if (!c->slots) return false;
  for (size_t i = 0; i < c->slot_count; i++) c->slots[i].column = NO_COLUMN;
  c->slots[c->id].as_token = true;
  return true;
}

/* The columns of the four single meanings, NO_COLUMN where there is none. */
typedef struct singles {
  size_t id, score, group_name, date;
} singles;

static vox_status find_singles(columns *c, const vox_reader_options *o, singles *s, vox_error *err) {
  vox_status status = find_named(c, o->id_column, VOX_USE_ID, &s->id, err);
  if (status == VOX_OK) status = find_named(c, o->score_column, VOX_USE_SCORE, &s->score, err);
  if (status == VOX_OK) status = find_named(c, o->group_name_column, VOX_USE_GROUP_NAME, &s->group_name, err);
  return status == VOX_OK ? find_named(c, o->date_column, VOX_USE_DATE, &s->date, err) : status;
}

static vox_status guess_score(columns *c, const vox_reader_options *o, size_t *column, vox_error *err) {
  vox_status status = guess_single(c, COLUMN_SCORE, column, err);
  bool other_scale = o->score_scale && *o->score_scale && !str_eq(str_of(o->score_scale), STR("nps"));
  if (status == VOX_OK && *column == NO_COLUMN && other_scale)
    status = guess_single(c, COLUMN_RATING, column, err);
  return status;
}

/* What the caller said nothing of. The id comes last: its names are the least telling. */
static vox_status guess_singles(columns *c, const vox_reader_options *o, singles *s, vox_error *err) {
  vox_status status = VOX_OK;
  if (!o->score_column) status = guess_score(c, o, &s->score, err);
  if (status == VOX_OK && !o->group_name_column)
    status = guess_single(c, COLUMN_GROUP_NAME, &s->group_name, err);
  if (status == VOX_OK && !o->date_column) status = guess_single(c, COLUMN_DATE, &s->date, err);
  if (status == VOX_OK && !o->id_column) status = guess_single(c, COLUMN_ID, &s->id, err);
  return status;
}

static vox_status find_texts(columns *c, const vox_reader_options *o, text_picks *picks, vox_error *err) {
  for (size_t i = 0; i < o->text_count; i++) {
    text_pick one = {NO_COLUMN, o->texts[i].role};
    vox_status status = find_named(c, o->texts[i].column, VOX_USE_TEXT, &one.column, err);
    if (status != VOX_OK) return status;
    if (one.column == NO_COLUMN) return fail(err, VOX_ERR_ARGUMENT, "a column was given an empty name");
    if (!vec_push(c->mem, picks, one)) return fail_memory(err);
  }
  return VOX_OK;
}

static vox_status fill_list(columns *c, size_t slot, const char *const *names, size_t count, vox_use use,
                            vox_error *err) {
  for (size_t i = 0; i < count; i++, slot++) {
    size_t column;
    vox_status status = find_named(c, names[i], use, &column, err);
    if (status != VOX_OK) return status;
    if (column == NO_COLUMN) return fail(err, VOX_ERR_ARGUMENT, "a column was given an empty name");
    if (!fill(c, slot, column)) return fail_memory(err);
    c->slots[slot].as_token = use == VOX_USE_KEEP;
  }
  return VOX_OK;
}

static vox_status fill_filters(columns *c, const name_list *filters, vox_error *err) {
  for (size_t i = 0; i < filters->len; i++) {
    size_t column = columns_find_asked(c, filters->ptr[i]);
    if (column == NO_COLUMN) return columns_fail_missing(c, filters->ptr[i], err);
    if (!fill(c, c->filters + i, column)) return fail_memory(err);
  }
  return VOX_OK;
}

static vox_status fill_slots(columns *c, const vox_reader_options *o, const name_list *filters,
                             const text_picks *picks, const singles *s, vox_error *err) {
  if (!make_slots(c, o, picks->len, filters->len)) return fail_memory(err);
  for (size_t i = 0; i < picks->len; i++) {
    if (!fill(c, i, picks->ptr[i].column)) return fail_memory(err);
    c->slots[i].role = picks->ptr[i].role;
    c->told[picks->ptr[i].column].role = picks->ptr[i].role;
  }
  if (!fill(c, c->id, s->id) || !fill(c, c->score, s->score) || !fill(c, c->group_name, s->group_name) ||
      !fill(c, c->date, s->date))
    return fail_memory(err);
  vox_status status = fill_list(c, picks->len, o->segment_columns, o->segment_count, VOX_USE_SEGMENT, err);
  if (status == VOX_OK)
    status = fill_list(c, picks->len + o->segment_count, o->keep_columns, o->keep_count, VOX_USE_KEEP, err);
  return status == VOX_OK ? fill_filters(c, filters, err) : status;
}

vox_status columns_resolve(columns *c, const vox_reader_options *o, const name_list *filters,
                           vox_error *err) {
  text_picks picks = {0};
  singles s = {NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN};
  c->told = arena_array(&c->arena, c->header.len, sizeof *c->told);
  if (!c->told) return fail_memory(err);
  vox_status status = find_texts(c, o, &picks, err);
  if (status == VOX_OK) status = find_singles(c, o, &s, err);
  if (status == VOX_OK && !picks.len) status = guess_texts(c, &picks, err);
  if (status == VOX_OK) status = guess_singles(c, o, &s, err);
  if (status == VOX_OK) status = fill_slots(c, o, filters, &picks, &s, err);
  guess_rest(c);
  vec_free(c->mem, &picks);
  return status;
}

void columns_drop_date(columns *c) {
  column_slot *slot = &c->slots[c->date];
  c->told[slot->column].use = VOX_USE_NONE;
  c->told[slot->column].reason = "days that can be read day first or month first";
  *slot = (column_slot){{NULL, 0}, NO_COLUMN, VOX_ROLE_OTHER, false};
}

bool columns_give_up(columns *c) {
  static const vox_reader_options nothing = VOX_READER_OPTIONS_INIT;
  for (size_t i = 0; i < c->header.len; i++) c->told[i].use = VOX_USE_NONE;
  return make_slots(c, &nothing, 0, 0);
}
