/* fold.c - see fold.h.
 *
 * Most characters fold to one that no neighbour can change, and fold_plain copies these from the table. The
 * others (table_fold says FOLD_SLOW) are combining marks, vowels and finals of Hangul, and characters that
 * fold to several. fold_run takes a run of them together with the character before it, and does as UAX #15
 * says: decompose, order, compose. It works at the end of `f` itself, so that nothing else is allocated and
 * no run is too long. */
#include "text/fold.h"
#include "text/tables.h"
#include "text/utf8.h"

enum { TEXT_MAX = 1 << 30, CLASSES = 256, FEW = 16 };

void folded_init(folded *f, mem *m) { *f = (folded){NULL, NULL, 0, 0, m}; }

/* cp and begin are the two halves of one block. */
static size_t block_size(size_t cap) { return cap * 2 * sizeof(uint32_t); }

void folded_free(folded *f) {
  mem_put(f->mem, f->cp, block_size(f->cap));
  folded_init(f, f->mem);
}

/* Room for `more` elements behind the `len` that are kept. */
static bool reserve(folded *f, size_t more) {
  if (more <= f->cap - f->len) return true;
  size_t want = f->len + more, cap = want > f->cap * 2 ? want : f->cap * 2;
  uint32_t *cp = mem_get(f->mem, block_size(cap));
  if (!cp) return false;
  if (f->len) {
    memcpy(cp, f->cp, f->len * sizeof *cp);
    memcpy(cp + cap, f->begin, f->len * sizeof *cp);
  }
  mem_put(f->mem, f->cp, block_size(f->cap));
  f->cp = cp, f->begin = cp + cap, f->cap = cap;
  return true;
}

/* The code point at `*at`; the three-byte form, that of Chinese, without a call. */
static inline uint32_t next_inline(vox_str text, size_t *at) {
  const uint8_t *p = (const uint8_t *)text.ptr + *at;
  if (p[0] < 0x80) return *at += 1, p[0];
  if ((p[0] & 0xF0) == 0xE0 && text.len - *at >= 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
    uint32_t cp = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    if (cp >= 0x800 && (cp & 0xF800) != 0xD800) return *at += 3, cp;
  }
  return utf8_next(text, at);
}

/* Folds from byte `at` up to the first slow character or the end; returns where it stopped. `f` has room. */
static size_t fold_plain(folded *f, vox_str text, size_t at) {
  uint32_t *cp = f->cp, *begin = f->begin;
  size_t len = f->len;
  while (at < text.len) {
    size_t here = at;
    uint32_t to = table_fold(next_inline(text, &at));
    if (to >= FOLD_SLOW) {
      if (to == FOLD_DROP) continue;
      at = here;
      break;
    }
    cp[len] = to;
    begin[len++] = (uint32_t)here;
  }
  f->len = len;
  return at;
}

/* Hangul by rule: Unicode 15, 3.12. */
enum { S_BASE = 0xAC00, L_BASE = 0x1100, V_BASE = 0x1161, T_BASE = 0x11A7, L_N = 19, V_N = 21, T_N = 28 };

static bool is_syllable(uint32_t cp) { return cp - S_BASE < L_N * V_N * T_N; }

static const uint32_t *syllable_parts(uint32_t cp, uint32_t parts[3], size_t *n) {
  uint32_t s = cp - S_BASE;
  parts[0] = L_BASE + s / (V_N * T_N);
  parts[1] = V_BASE + s / T_N % V_N;
  parts[2] = T_BASE + s % T_N;
  *n = s % T_N ? 3 : 2;
  return parts;
}

/* 0 when the two do not make a syllable. */
static uint32_t compose_syllable(uint32_t first, uint32_t second) {
  if (first - L_BASE < L_N && second - V_BASE < V_N)
    return S_BASE + ((first - L_BASE) * V_N + second - V_BASE) * T_N;
  bool open = is_syllable(first) && (first - S_BASE) % T_N == 0;
  return open && second > T_BASE && second < T_BASE + T_N ? first + second - T_BASE : 0;
}

/* The composition of two code points, 0: none. */
static uint32_t compose_pair(uint32_t first, uint32_t second) {
  size_t low = 0, high = table_pair_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const char_pair *p = &table_pairs[middle];
    if (p->first == first && p->second == second) return p->composed;
    if (p->first < first || (p->first == first && p->second < second))
      low = middle + 1;
    else
      high = middle;
  }
  return compose_syllable(first, second);
}

/* A run at the end of `f`: from..len, decomposed. The begins of late..len are open: they are parts, but the
 * first, of one character, and begin where the next one does. */
typedef struct fold_part_run {
  folded *f;
  size_t from, late;
} fold_part_run;

static void settle(fold_part_run *r, size_t at) {
  for (; r->late < r->f->len; r->late++) r->f->begin[r->late] = (uint32_t)at;
}

/* Decomposes the character that begins at byte `begin`; `left` elements must stay free behind its parts. */
static bool add_parts(fold_part_run *r, uint32_t cp, size_t begin, size_t left) {
  uint32_t syllable[3];
  size_t n;
  const uint32_t *parts = is_syllable(cp) ? syllable_parts(cp, syllable, &n) : table_parts_of(cp, &n);
  if (!parts) parts = &cp, n = 1;
  settle(r, begin);
  if (!reserve(r->f, n + left)) return false;
  memcpy(r->f->cp + r->f->len, parts, n * sizeof *parts);
  r->f->begin[r->f->len] = (uint32_t)begin;
  r->late = r->f->len + 1;
  r->f->len += n;
  return true;
}

static bool is_ordered(const folded *f, size_t from, size_t to) {
  for (size_t i = from + 1; i < to; i++)
    if (table_class(f->cp[i - 1]) > table_class(f->cp[i])) return false;
  return true;
}

/* Sorts the few marks from..to by combining class, keeping the order within a class, by insertion. */
static void order_few(folded *f, size_t from, size_t to) {
  for (size_t i = from + 1; i < to; i++) {
    uint32_t cp = f->cp[i], begin = f->begin[i];
    size_t k = i;
    for (; k > from && table_class(f->cp[k - 1]) > table_class(cp); k--)
      f->cp[k] = f->cp[k - 1], f->begin[k] = f->begin[k - 1];
    f->cp[k] = cp, f->begin[k] = begin;
  }
}

/* Sorts the marks from..to by combining class, keeping the order within a class, by counting: linear for any
 * number of marks. The free end of `f` is the work space. */
static bool order_many(folded *f, size_t from, size_t to) {
  uint32_t place[CLASSES + 1] = {0};
  size_t n = to - from;
  if (!reserve(f, n)) return false;
  uint32_t *cp = f->cp + f->len, *begin = f->begin + f->len;
  for (size_t i = from; i < to; i++) place[table_class(f->cp[i]) + 1]++;
  for (size_t c = 0; c < CLASSES; c++) place[c + 1] += place[c];
  for (size_t i = from; i < to; i++) {
    uint32_t k = place[table_class(f->cp[i])]++;
    cp[k] = f->cp[i], begin[k] = f->begin[i];
  }
  memcpy(f->cp + from, cp, n * sizeof *cp);
  memcpy(f->begin + from, begin, n * sizeof *begin);
  return true;
}

/* Canonical order of the run: each stretch of marks by itself. */
static bool order(folded *f, size_t from) {
  for (size_t i = from; i < f->len;) {
    size_t end = i;
    while (end < f->len && table_class(f->cp[end]) != 0) end++;
    if (end - i <= FEW)
      order_few(f, i, end);
    else if (!is_ordered(f, i, end) && !order_many(f, i, end))
      return false;
    i = end + 1;
  }
  return true;
}

/* Joins what composes, in place. Ordering may have put a begin before an earlier one: begins never fall. */
static void compose(folded *f, size_t from) {
  size_t out = from, starter = SIZE_MAX;
  int last = -1; /* class of the last mark behind the starter; -1: none */
  uint32_t begin = 0;
  for (size_t i = from; i < f->len; i++) {
    uint32_t cp = f->cp[i];
    int class = table_class(cp);
    bool may_join = starter != SIZE_MAX && last < class && table_fold(cp) == FOLD_SLOW;
    uint32_t joined = may_join ? compose_pair(f->cp[starter], cp) : 0;
    if (joined) {
      f->cp[starter] = joined;
      continue;
    }
    if (class == 0) starter = out;
    last = class == 0 ? -1 : class;
    begin = f->begin[i] > begin ? f->begin[i] : begin;
    f->cp[out] = cp, f->begin[out++] = begin;
  }
  f->len = out;
}

/* Folds the run of slow characters at `*at` together with the character already folded before it. */
static bool fold_run(folded *f, vox_str text, size_t *at) {
  fold_part_run r = {f, f->len, f->len};
  if (f->len) {
    uint32_t before = f->cp[f->len - 1];
    size_t begin = f->begin[f->len - 1];
    r.from = r.late = --f->len;
    if (!add_parts(&r, before, begin, text.len - *at + 1)) return false;
  }
  while (*at < text.len) {
    size_t here = *at;
    uint32_t cp = next_inline(text, at), to = table_fold(cp);
    if (to == FOLD_DROP) continue;
    if (to != FOLD_SLOW) {
      *at = here;
      break;
    }
    if (!add_parts(&r, cp, here, text.len - *at + 1)) return false;
  }
  settle(&r, *at);
  if (!order(f, r.from)) return false;
  compose(f, r.from);
  return true;
}

vox_status fold_text(folded *f, vox_str text) {
  f->len = 0;
  if (text.len > TEXT_MAX) return VOX_ERR_LIMIT;
  if (!reserve(f, text.len + 1)) return VOX_ERR_MEMORY;
  for (size_t at = fold_plain(f, text, 0); at < text.len; at = fold_plain(f, text, at)) {
    if (fold_run(f, text, &at)) continue;
    f->len = 0;
    return VOX_ERR_MEMORY;
  }
  if (f->len) f->begin[0] = 0;
  f->begin[f->len] = (uint32_t)text.len;
  return VOX_OK;
}

void fold_to_utf8(const folded *f, buf *out) {
  for (size_t i = 0; i < f->len; i++) {
    char bytes[4];
    buf_add(out, bytes, utf8_put(f->cp[i], bytes));
  }
}
