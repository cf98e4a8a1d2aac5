/* rule_waits.c - what a branch of a rule waits for.
 *
 * A branch is looked at only when one of the lists or themes it waits for stands in the comment: of AND the
 * rarest of what both sides wait for, of OR the rarer of each. One that may hold without any is open and
 * always looked at. How common a word is its length tells well enough. */
#include "lexicon/draft.h"

/* Up to two groups of lists and themes: one of the first and one of the second must stand in the comment.
 * They lie side by side in waits, and the next operand's begin where they end. */
typedef struct operand {
  size_t from, second; /* the second group ends where the operand does; it may be empty */
  uint64_t common[2];  /* how common each is; the first is the rarer */
  bool open;
} operand;

/* ---- How common ---- */

enum { COMMON_THEME = 100 };

/* In no unit; of one Chinese character or three letters 400, and a fifth for each further one. */
static uint64_t common_word(vox_str w) {
  static const uint16_t by_length[] = {400, 400, 80, 16, 4};
  size_t n = w.len && (unsigned char)w.ptr[0] >= 0x80 ? w.len / 3 : w.len / 3 + (w.len > 3);
  return by_length[n < 4 ? n : 4];
}

static uint64_t common_list(const lexicon_compiler *c, uint32_t list) {
  vox_str leaves = c->rules.lists.list[list].key;
  uint64_t sum = 0;
  for (size_t i = 0; i < leaves.len / sizeof(uint32_t); i++) {
    uint32_t leaf;
    memcpy(&leaf, leaves.ptr + i * sizeof leaf, sizeof leaf);
    sum += common_word(c->rules.leaves.list[leaf].key);
  }
  return sum;
}

static uint64_t common_step(const lexicon_compiler *c, const rule_step *s) {
  return s->op == OP_LIST ? common_list(c, s->arg) : s->op == OP_THEME ? COMMON_THEME * (s->reach + 1u) : 0;
}

/* ---- Groups ---- */

/* Of two operands side by side only the right one's groups. */
static void keep_right(lexicon_compiler *c, operand *left, const operand *right) {
  size_t n = c->rules.waits.len - right->from;
  uint32_t *at = c->rules.waits.ptr;
  memmove(at + left->from, at + right->from, n * sizeof *at);
  c->rules.waits.len = left->from + n;
  operand kept = *right;
  kept.from = left->from;
  kept.second = left->from + (right->second - right->from);
  *left = kept;
}

static void turn_round(uint32_t *list, size_t n) {
  for (size_t i = 0; i < n / 2; i++) {
    uint32_t kept = list[i];
    list[i] = list[n - 1 - i];
    list[n - 1 - i] = kept;
  }
}

/* The second group, which ends with the waits, comes before the first. */
static void swap_groups(lexicon_compiler *c, operand *o) {
  size_t first = o->second - o->from, second = c->rules.waits.len - o->second;
  uint32_t *at = c->rules.waits.ptr + o->from;
  uint64_t common = o->common[0];
  turn_round(at, first + second);
  turn_round(at, second);
  turn_round(at + second, first);
  o->second = o->from + second;
  o->common[0] = o->common[1];
  o->common[1] = common;
}

/* The rarer group of the left and that of the right: both needed, or one of either. */
static void keep_firsts(lexicon_compiler *c, operand *left, const operand *right, bool both) {
  size_t n = right->second - right->from;
  uint32_t *at = c->rules.waits.ptr;
  memmove(at + left->second, at + right->from, n * sizeof *at);
  c->rules.waits.len = left->second + n;
  left->common[1] = right->common[0];
  if (!both) left->second = c->rules.waits.len, left->common[0] += right->common[0];
  if (both && left->common[1] < left->common[0]) swap_groups(c, left);
}

static void join_waits(lexicon_compiler *c, operand *left, const operand *right, uint8_t op) {
  if (op == OP_OR && (left->open || right->open)) {
    c->rules.waits.len = left->second = left->from;
    left->open = true;
  } else if (op == OP_OR) {
    keep_firsts(c, left, right, false);
  } else if (op == OP_NOTNEAR || right->open) {
    c->rules.waits.len = right->from;
  } else if (left->open) {
    keep_right(c, left, right);
  } else {
    keep_firsts(c, left, right, true);
  }
}

static bool push_waits(lexicon_compiler *c, const rule_step *s) {
  if (s->op == OP_LIST) return vec_push(c->mem, &c->rules.waits, s->arg);
  for (uint32_t t = s->arg; t <= s->arg + s->reach; t++)
    if (!vec_push(c->mem, &c->rules.waits, t | WAITS_FOR_THEME)) return false;
  return true;
}

bool find_waits(lexicon_compiler *c, draft_branch *b) {
  operand stack[RULE_DEPTH + 1];
  unsigned n = 0;
  b->wait = (uint32_t)c->rules.waits.len;
  for (uint32_t i = 0; i < b->count; i++) {
    const rule_step *s = &vec_at(&c->rules.quick, b->first + i).step;
    size_t from = c->rules.waits.len;
    if (op_is_operand(s->op)) {
      if (s->op != OP_TEST && !push_waits(c, s)) return false;
      stack[n++] = (operand){from, c->rules.waits.len, {common_step(c, s), 0}, s->op == OP_TEST};
    } else if (s->op == OP_NOT) {
      stack[n - 1] = (operand){stack[n - 1].from, stack[n - 1].from, {0, 0}, true};
      c->rules.waits.len = stack[n - 1].from;
    } else {
      join_waits(c, &stack[n - 2], &stack[n - 1], s->op);
      n--;
    }
  }
  b->open = stack[0].open;
  if (b->open && !vec_push(c->mem, &c->rules.waits, (uint32_t)c->themes.len | WAITS_FOR_THEME)) return false;
  b->wait_count = (uint32_t)(c->rules.waits.len - b->wait);
  b->wait_second = b->open ? b->wait_count : (uint32_t)(stack[0].second - b->wait);
  return true;
}
