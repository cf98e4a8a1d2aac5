/* column_guess.c - see column_guess.h. */
#include "intake/column_guess.h"

static const char BY_NAME[] = "its name", BY_QUESTION[] = "words of its name",
                  BY_BOTH[] = "its name and its cells", BY_CELLS[] = "free text";

typedef struct candidate {
  unsigned rank; /* 0: none */
  question_kind kind;
  const char *reason;
} candidate;

static bool is_taken(const columns *c, size_t i) { return c->told[i].use != VOX_USE_NONE; }

static unsigned rank_of(const columns *c, size_t i, column_meaning meaning) {
  unsigned rank = column_name_rank(c->header.ptr[i], meaning),
           other = column_name_rank(columns_alias(c, i), meaning);
  return rank > other ? rank : other;
}

static question_kind kind_of(const columns *c, size_t i) {
  question_kind kind = column_name_question(c->header.ptr[i]);
  return kind != QUESTION_NONE ? kind : column_name_question(columns_alias(c, i));
}

/* ---- Texts ------------------------------------------------------------------------ */

/* Two names that say the same thing are ambiguous; two questions are two questions. */
static candidate judge_text(const columns *c, size_t i) {
  const column_facts *f = columns_facts(c, i);
  unsigned rank = rank_of(c, i, COLUMN_TEXT);
  question_kind kind = kind_of(c, i);
  bool numbers = facts_are_numbers(f) || facts_are_dates(f) || facts_are_groups(f);
  if (rank >= NAME_CLEAR) return (candidate){numbers && f->filled >= 5 ? 0 : 3, QUESTION_COMMENT, BY_NAME};
  if (rank && kind == QUESTION_NONE) kind = QUESTION_COMMENT;
  if (rank) return (candidate){numbers || facts_are_choices(f) ? 0 : 2, kind, BY_NAME};
  if (kind == QUESTION_NONE || (f->filled && !facts_are_text(f))) return (candidate){0, kind, NULL};
  return (candidate){1, kind, f->filled ? BY_BOTH : BY_QUESTION};
}

static vox_role role_of(question_kind kind) {
  static const vox_role roles[] = {[QUESTION_REASON_NEG] = VOX_ROLE_REASON_NEG,
                                   [QUESTION_REASON_POS] = VOX_ROLE_REASON_POS,
                                   [QUESTION_SUGGESTION] = VOX_ROLE_SUGGESTION,
                                   [QUESTION_EXPECTATION] = VOX_ROLE_EXPECTATION};
  return roles[kind];
}

/* Marks the columns of comments by their names; `*twice`: two of them are named for the same thing. */
static size_t mark_named(columns *c, uint8_t *pick, bool *twice) {
  unsigned best = 0;
  size_t count = 0, same = 0;
  for (size_t i = 0; i < c->header.len; i++) {
    candidate one = judge_text(c, i);
    if (one.kind == QUESTION_COMMENT && one.rank > best) best = one.rank;
  }
  for (size_t i = 0; i < c->header.len; i++) {
    candidate one = judge_text(c, i);
    bool comment = one.kind == QUESTION_COMMENT;
    pick[i] = one.rank && (!comment || one.rank == best) && !is_taken(c, i);
    if (pick[i]) c->told[i].reason = one.reason;
    count += pick[i];
    same += pick[i] && comment;
  }
  *twice = same > 1 && best > 1;
  return count;
}

/* Free text under a name that says nothing. */
static bool may_be_text(const columns *c, size_t i) {
  const column_facts *f = columns_facts(c, i);
  bool other = rank_of(c, i, COLUMN_ID) || rank_of(c, i, COLUMN_DATE) || rank_of(c, i, COLUMN_SCORE);
  return !is_taken(c, i) && !other && facts_are_text(f) && facts_mean_chars(f) >= 4;
}

/* Marks the columns of free text: one alone where it is by far the longest. */
static size_t mark_free_text(columns *c, uint8_t *pick) {
  uint32_t longest = 0, second = 0;
  size_t count = 0;
  for (size_t i = 0; i < c->header.len; i++) {
    if (!may_be_text(c, i)) continue;
    uint32_t chars = facts_mean_chars(columns_facts(c, i));
    second = chars > longest ? longest : chars > second ? chars : second;
    if (chars > longest) longest = chars;
  }
  for (size_t i = 0; i < c->header.len; i++) {
    uint32_t chars = facts_mean_chars(columns_facts(c, i));
    pick[i] = may_be_text(c, i) && (chars == longest || longest < 3 * second);
    if (pick[i]) c->told[i].reason = BY_CELLS;
    count += pick[i];
  }
  return count;
}

static vox_status take_texts(columns *c, const uint8_t *pick, text_picks *picks, vox_error *err) {
  for (size_t i = 0; i < c->header.len; i++) {
    if (!pick[i]) continue;
    text_pick one = {i, role_of(judge_text(c, i).kind)};
    if (!vec_push(c->mem, picks, one)) return fail_memory(err);
    columns_tell(c, i, VOX_USE_TEXT, true, c->told[i].reason);
  }
  return VOX_OK;
}

vox_status guess_texts(columns *c, text_picks *picks, vox_error *err) {
  const vox_str none = {NULL, 0};
  uint8_t *pick = mem_array(c->mem, c->header.len, 1);
  if (!pick) return fail_memory(err);
  bool twice;
  size_t count = mark_named(c, pick, &twice);
  if (!count) count = mark_free_text(c, pick), twice = count > 1;
  vox_status status = twice ? columns_fail(c, "several columns may hold the comments", none, pick, true, err)
                      : !count ? columns_fail(c, "no column of comments can be told by its name or its cells",
                                              none, NULL, false, err)
                               : take_texts(c, pick, picks, err);
  mem_put(c->mem, pick, c->header.len);
  return status;
}

/* ---- One column each --------------------------------------------------------------- */

typedef struct judgement {
  unsigned rank;
  const char *reason;
} judgement;

static judgement judge_score(const columns *c, size_t i, unsigned rank) {
  const column_facts *f = columns_facts(c, i);
  bool other = f->filled && !f->scores;
  if (rank) return (judgement){other ? 0 : rank + 1, f->filled ? BY_BOTH : BY_NAME};
  bool asked = column_name_recommends(c->header.ptr[i]) || column_name_recommends(columns_alias(c, i));
  return (judgement){asked && facts_are_nps(f), BY_BOTH};
}

static judgement judge_group(const columns *c, size_t i, unsigned rank) {
  const column_facts *f = columns_facts(c, i);
  bool other = f->filled && !f->groups;
  if (rank) return (judgement){other ? 0 : rank + 1, BY_NAME};
  return (judgement){facts_are_groups(f), "its cells name groups"};
}

static judgement judge_date(const columns *c, size_t i, unsigned rank) {
  const column_facts *f = columns_facts(c, i);
  bool other = f->filled && f->dates * 2 < f->filled;
  return (judgement){other ? 0 : rank, f->filled ? BY_BOTH : BY_NAME};
}

static judgement judge_id(const columns *c, size_t i, unsigned rank) {
  const column_facts *f = columns_facts(c, i);
  if (rank) return (judgement){rank + 1, BY_NAME};
  bool id = column_name_ends_in_id(c->header.ptr[i]) && facts_are_keys(f) && f->filled > 1;
  return (judgement){id, "its name, and every cell is another one"};
}

static judgement judge(const columns *c, size_t i, column_meaning meaning) {
  unsigned rank = rank_of(c, i, meaning);
  switch (meaning) {
  case COLUMN_ID:
    return judge_id(c, i, rank);
  case COLUMN_GROUP_NAME:
    return judge_group(c, i, rank);
  case COLUMN_DATE:
    return judge_date(c, i, rank);
  case COLUMN_RATING:
    return (judgement){rank, BY_NAME};
  default:
    return judge_score(c, i, rank);
  }
}

/* A column whose cells are days stands in where no name says so, if it is the only one. */
static size_t only_days(const columns *c) {
  size_t found = NO_COLUMN;
  for (size_t i = 0; i < c->header.len; i++) {
    if (is_taken(c, i) || !facts_are_dates(columns_facts(c, i))) continue;
    if (found != NO_COLUMN) return NO_COLUMN;
    found = i;
  }
  return found;
}

static vox_status tell_single(columns *c, column_meaning meaning, size_t column, const char *reason) {
  static const vox_use uses[] = {[COLUMN_ID] = VOX_USE_ID,
                                 [COLUMN_SCORE] = VOX_USE_SCORE,
                                 [COLUMN_RATING] = VOX_USE_SCORE,
                                 [COLUMN_GROUP_NAME] = VOX_USE_GROUP_NAME,
                                 [COLUMN_DATE] = VOX_USE_DATE};
  if (column != NO_COLUMN) columns_tell(c, column, uses[meaning], true, reason);
  return VOX_OK;
}

static vox_status fail_ambiguous(columns *c, column_meaning meaning, unsigned best, vox_error *err) {
  static const char *const what[] = {[COLUMN_ID] = "several columns may hold the id",
                                     [COLUMN_SCORE] = "several columns may hold the score",
                                     [COLUMN_RATING] = "several columns may hold the score",
                                     [COLUMN_GROUP_NAME] = "several columns may hold the group's name",
                                     [COLUMN_DATE] = "several columns may hold the date"};
  uint8_t *pick = mem_array(c->mem, c->header.len, 1);
  if (!pick) return fail_memory(err);
  for (size_t i = 0; i < c->header.len; i++) {
    judgement j = judge(c, i, meaning);
    pick[i] = j.rank == best && !is_taken(c, i);
    if (pick[i]) c->told[i].reason = j.reason;
  }
  vox_status status = columns_fail(c, what[meaning], (vox_str){NULL, 0}, pick, true, err);
  mem_put(c->mem, pick, c->header.len);
  return status;
}

vox_status guess_single(columns *c, column_meaning meaning, size_t *column, vox_error *err) {
  judgement best = {0, NULL};
  size_t count = 0;
  *column = NO_COLUMN;
  for (size_t i = 0; i < c->header.len; i++) {
    judgement j = is_taken(c, i) ? (judgement){0, NULL} : judge(c, i, meaning);
    if (j.rank > best.rank) best = j, count = 0, *column = i;
    count += j.rank && j.rank == best.rank;
  }
  if (count > 1 && meaning != COLUMN_ID) return fail_ambiguous(c, meaning, best.rank, err);
  if (!count && meaning == COLUMN_DATE) *column = only_days(c), best.reason = "its cells are days";
  return tell_single(c, meaning, *column, best.reason);
}

/* ---- The rest ------------------------------------------------------------------------ */

static const char *reason_of_rest(const columns *c, size_t i) {
  const column_facts *f = columns_facts(c, i);
  if (!f->cells) return "not looked at";
  if (!f->filled) return "empty";
  if (f->filled > 1 && f->distinct == 1) return "the same in every row";
  if (rank_of(c, i, COLUMN_RATING) && facts_are_numbers(f)) return "a rating whose scale is not said";
  if (facts_are_dates(f)) return "days";
  if (facts_are_choices(f)) return "few values that come again: fit to group by";
  if (facts_are_numbers(f)) return "numbers";
  return facts_are_text(f) ? "free text beside the comments" : "nothing that is known";
}

void guess_rest(columns *c) {
  for (size_t i = 0; i < c->header.len; i++) {
    vox_column *told = &c->told[i];
    const column_facts *f = columns_facts(c, i);
    told->name = c->header.ptr[i];
    told->sampled = f->cells, told->filled = f->filled, told->distinct = f->distinct;
    told->fits_segment = told->use == VOX_USE_NONE && facts_are_choices(f) && !rank_of(c, i, COLUMN_RATING) &&
                         (!facts_are_numbers(f) || f->not_whole == 0);
    if (told->use == VOX_USE_NONE) told->reason = reason_of_rest(c, i);
  }
}
