/* row_tally.c - see row_tally.h. */
#include "aggregate/row_tally.h"
#include "aggregate/ratio.h"
#include "aggregate/row_digest.h"
#include "base/bytes.h"
#include "base/status.h"

vox_status row_tally_init(row_tally *t, mem *m, const catalogue *names, vox_error *err) {
  *t = (row_tally){.mem = m, .names = names};
  t->themes = mem_array(m, names->theme_count, sizeof *t->themes);
  t->touched = mem_array(m, names->theme_count, sizeof *t->touched);
  return t->themes && t->touched ? VOX_OK : fail_memory(err);
}

static void forget(row_tally *t) {
  for (uint32_t i = 0; i < t->touched_count; i++) t->themes[t->touched[i]] = (row_theme){0};
  t->touched_count = 0;
  for (size_t i = 0; i < t->quotes.len; i++) quote_body_drop(t->mem, t->quotes.ptr[i].quote.body);
  vec_clear(&t->quotes);
  t->open = t->suspect = false;
  t->seen = t->non_answers = t->foreign = t->cell = 0;
  t->sum = t->scored = 0;
  t->labels = 0;
  t->effort = t->effort_cells = 0;
  t->quality = t->flags = 0;
  t->intents = 0;
  memset(t->roles, 0, sizeof t->roles);
  memset(t->emotions, 0, sizeof t->emotions);
}

void row_tally_free(row_tally *t) {
  if (!t->mem) return;
  if (t->themes) forget(t);
  vec_free(t->mem, &t->quotes);
  mem_put(t->mem, t->themes, t->names->theme_count * sizeof *t->themes);
  mem_put(t->mem, t->touched, t->names->theme_count * sizeof *t->touched);
}

bool text_is_blank(vox_str text) { return text_without_space(text).len == 0; }

void row_tally_begin(row_tally *t, const vox_row *row) {
  forget(t);
  t->row = *row;
  t->open = true;
  t->text_cells = 0;
  for (size_t i = 0; i < row->cell_count; i++) t->text_cells += !text_is_blank(row->cells[i].text);
  row_digest(row, t->digest);
  t->text_hash = row_text_hash(row);
}

static void add_sentiment(row_tally *t, vox_sentiment s) {
  if (s.label == VOX_LABEL_NONE) return;
  t->sum += s.score;
  t->scored++;
  t->labels |= (uint8_t)(1u << s.label);
}

static void raise_emotions(int32_t *to, const vox_result *result) {
  for (size_t i = 0; i < result->emotion_count; i++) {
    int32_t *own = &to[result->emotion_ids[i]];
    if (result->emotions[i].score > *own) *own = result->emotions[i].score;
  }
}

/* The row's account of a theme, opened when it is first mentioned, in the row and in the cell. */
static row_theme *touch(row_tally *t, uint32_t theme, const vox_result *result) {
  row_theme *own = &t->themes[theme];
  if (!own->touched) t->touched[t->touched_count++] = theme;
  own->touched = true;
  if (own->latest == t->cell) return own;
  own->latest = t->cell;
  own->cells++;
  own->rank = UINT64_MAX;
  raise_emotions(own->emotions, result);
  return own;
}

static void add_theme(row_tally *t, const vox_result *result, uint32_t hit, uint64_t rank) {
  vox_sentiment s = result->themes[hit].sentiment;
  uint32_t theme = result->theme_ids[hit];
  for (uint32_t up = theme; up != NO_THEME; up = t->names->themes[up].parent) {
    row_theme *own = touch(t, up, result);
    if (up == theme)
      own->direct = true;
    else
      own->above = true;
    if (rank < own->rank) own->rank = rank;
    if (s.label == VOX_LABEL_NONE) continue;
    own->sum += s.score;
    own->scored++;
    own->labels |= (uint8_t)(1u << s.label);
  }
}

/* Bytes that go on with a character are 10xxxxxx; eight are looked at at once. */
static size_t character_count(vox_str s) {
  size_t n = s.len, at = 0;
  for (; at + 8 <= s.len; at += 8) {
    uint64_t w = get_u64(s.ptr + at);
    n -= (size_t)__builtin_popcountll(w & ~(w << 1) & 0x8080808080808080u);
  }
  for (; at < s.len; at++) n -= ((unsigned char)s.ptr[at] & 0xC0) == 0x80;
  return n;
}

static void add_themes(row_tally *t, const vox_result *result, vox_group group) {
  quote_merits merits = {.group = group, .themes = result->theme_count};
  if (!result->theme_count) return;
  if (t->quoted) {
    merits.characters = character_count(result->text);
    merits.suspect = (result->quality & (QUALITY_SPAM | QUALITY_GIBBERISH)) != 0;
    merits.text_hash = hash64(result->text.ptr, result->text.len, 0);
  }
  for (uint32_t i = 0; i < result->theme_count; i++) {
    merits.sentiment = result->themes[i].sentiment;
    add_theme(t, result, i, quote_rank(&merits));
  }
}

/* What is noted of a cell whether it says something or not. */
static void note_cell(row_tally *t, const vox_result *result, vox_role role) {
  row_role *own = &t->roles[(unsigned)role < ROW_ROLES ? (unsigned)role : 0];
  own->cells++;
  own->non_answers += (result->quality & QUALITY_NON_ANSWER) != 0;
  if (!(result->quality & QUALITY_NON_ANSWER)) own->labels[result->sentiment.label]++;
  t->quality |= result->quality;
  t->flags |= result->flags;
  if (result->quality & QUALITY_NON_ANSWER) return;
  for (size_t i = 0; i < result->intent_count; i++) t->intents |= UINT64_C(1) << result->intents[i].intent;
  if (result->has_effort) t->effort += result->effort, t->effort_cells++;
}

void row_tally_add(row_tally *t, const vox_result *result, vox_role role) {
  vox_group group = t->row.group;
  t->cell++;
  t->seen++;
  note_cell(t, result, role);
  if (result->quality & QUALITY_SPAM) t->suspect = true;
  if (result->quality & QUALITY_NON_ANSWER) {
    t->non_answers++;
    return;
  }
  if (result->lang == LANG_OTHER) t->foreign++;
  add_sentiment(t, result->sentiment);
  raise_emotions(t->emotions, result);
  add_themes(t, result, group);
}

vox_label label_of_bits(uint8_t labels) {
  bool positive = labels & 1u << VOX_LABEL_POSITIVE, negative = labels & 1u << VOX_LABEL_NEGATIVE;
  if (!labels) return VOX_LABEL_NONE;
  if (labels & 1u << VOX_LABEL_MIXED || (positive && negative)) return VOX_LABEL_MIXED;
  return positive ? VOX_LABEL_POSITIVE : negative ? VOX_LABEL_NEGATIVE : VOX_LABEL_NEUTRAL;
}

int32_t row_mean(int64_t sum, int64_t scored) { return scored ? (int32_t)ratio_round(sum, scored) : 0; }
