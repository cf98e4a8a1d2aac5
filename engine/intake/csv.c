/* csv.c - see csv.h.
 *
 * The bytes that can matter (delimiter, quote, escape, LF, CR) are found 64 at a time as a mask of bits; the
 * small machine below is only asked at those. */
#include "intake/csv.h"
#ifdef __SSE2__
#include <immintrin.h>
#endif

enum { IN_FIELD, IN_QUOTES, AFTER_QUOTE }; /* state */
enum { ENDS_UNKNOWN, ENDS_LF, ENDS_CR };   /* line_end */
typedef enum verdict { GO_ON, ROW_ENDS, WAIT, REWIND, NO_MEMORY } verdict;

#define NOWHERE ((size_t)-2) /* no position; nor is the byte behind it */
#define REWINDS 16u          /* in a row at most, so that time stays linear */

void csv_init(csv *c, mem *m, csv_dialect dialect) {
  memset(c, 0, sizeof *c);
  c->mem = m;
  c->dialect = dialect;
  csv_restart(c);
}

void csv_free(csv *c) { vec_free(c->mem, &c->fields); }

void csv_restart(csv *c) {
  vec_clear(&c->fields);
  c->field_count = 0;
  c->at = c->field_begin = 0;
  c->quote_at = c->skip_at = c->stray_at = NOWHERE;
  c->lf = c->cr = 0;
  c->rewinds = 0;
  c->state = IN_FIELD;
  c->raw = c->quoted = c->dropping = c->fresh = false;
}

bool csv_is_open(const csv *c) { return c->state == IN_QUOTES; }

#ifdef __SSE2__
static uint64_t marks16(const csv_dialect *d, const char *p, char cr) {
  __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
  __m128i hit =
      _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(d->delimiter)), _mm_cmpeq_epi8(v, _mm_set1_epi8('\n')));
  hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8(d->quote)));
  hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8(d->escape)));
  hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_set1_epi8(cr)));
  return (uint64_t)(unsigned)_mm_movemask_epi8(hit);
}
#else
static uint64_t marks16(const csv_dialect *d, const char *p, char cr) {
  uint64_t mask = 0;
  for (unsigned i = 0; i < 16; i++) {
    char b = p[i];
    mask |= (uint64_t)(b == d->delimiter || b == '\n' || b == d->quote || b == d->escape || b == cr) << i;
  }
  return mask;
}
#endif

static uint64_t marks64(const csv *c, const char *p) {
  char cr = c->line_end == ENDS_LF ? '\n' : '\r';
  const csv_dialect *d = &c->dialect;
  return marks16(d, p, cr) | marks16(d, p + 16, cr) << 16 | marks16(d, p + 32, cr) << 32 |
         marks16(d, p + 48, cr) << 48;
}

/* The marks among the next bytes of the window, at most 64 of them. */
static uint64_t marks_at(const csv *c, vox_str window, size_t at) {
  size_t n = window.len - at;
  if (n >= 64) return marks64(c, window.ptr + at);
  char block[64] = {0};
  memcpy(block, window.ptr + at, n);
  return marks64(c, block) & (((uint64_t)1 << n) - 1);
}

static bool end_field(csv *c, size_t end) {
  csv_field field = {(uint32_t)c->field_begin, (uint32_t)end, c->raw, c->quoted};
  if (c->quoted && !c->raw) field.begin++, field.end--;
  c->field_begin = end + 1;
  c->raw = c->quoted = false;
  c->state = IN_FIELD;
  c->field_count++;
  if (c->dropping || c->field_count > CSV_MAX_FIELDS) return true;
  return vec_push(c->mem, &c->fields, field);
}

/* The row ends at `end`, its line end is `mark` bytes long. */
static verdict end_row(csv *c, size_t end, size_t mark) {
  c->used = end + mark;
  c->text_end = end;
  c->lines = (c->line_end == ENDS_CR ? c->cr : c->lf) + 1;
  if (!end_field(c, end)) return NO_MEMORY;
  c->width = c->field_count;
  return ROW_ENDS;
}

static verdict on_lf(csv *c, vox_str window, size_t at) {
  if (c->line_end == ENDS_UNKNOWN) c->line_end = ENDS_LF;
  bool crlf = at > 0 && window.ptr[at - 1] == '\r';
  return crlf ? end_row(c, at - 1, 2) : end_row(c, at, 1);
}

/* Only asked while the line end is unknown or is CR. */
static verdict on_cr(csv *c, vox_str window, size_t at, bool last) {
  if (at + 1 == window.len && !last) return WAIT;
  bool crlf = at + 1 < window.len && window.ptr[at + 1] == '\n';
  if (c->line_end == ENDS_UNKNOWN) c->line_end = crlf ? ENDS_LF : ENDS_CR;
  return end_row(c, at, crlf ? 2 : 1);
}

static void count_line_end(csv *c, char b) {
  c->lf += b == '\n';
  c->cr += b == '\r';
}

/* Behind the quote that may have closed the field. True: it was the first of two. */
static bool reopen(csv *c, char b, size_t at) {
  bool adjacent = at == c->quote_at + 1;
  if (b == c->dialect.quote && adjacent) {
    c->state = IN_QUOTES;
    c->raw = true;
    return true;
  }
  return false;
}

/* Is the byte at `at` the first of the line end that follows the closing quote? */
static bool closes_cleanly(const csv *c, vox_str window, char b, size_t at) {
  size_t end = b == '\n' && at > 0 && window.ptr[at - 1] == '\r' ? at - 1 : at;
  return end == c->quote_at + 1;
}

/* The field did not close cleanly: was its first quote a stray one? Then the field begins anew behind it. */
static bool rewind_field(csv *c, vox_str window) {
  bool opens_next = c->quote_at > c->field_begin + 1 && window.ptr[c->quote_at - 1] == c->dialect.delimiter;
  if (!opens_next || c->dropping || c->rewinds == REWINDS) return false;
  c->rewinds++;
  c->stray_at = c->field_begin;
  c->at = c->field_begin;
  c->state = IN_FIELD;
  c->raw = c->quoted = false;
  c->lf = c->open_lf, c->cr = c->open_cr;
  c->skip_at = NOWHERE;
  return true;
}

static void open_quotes(csv *c) {
  c->state = IN_QUOTES;
  c->quoted = true;
  c->open_lf = c->lf, c->open_cr = c->cr;
}

static verdict on_mark(csv *c, vox_str window, size_t at, bool last) {
  char b = window.ptr[at];
  const csv_dialect *d = &c->dialect;
  if (at == c->skip_at) {
    count_line_end(c, b);
    return GO_ON;
  }
  if (c->state == AFTER_QUOTE) {
    if (reopen(c, b, at)) return GO_ON;
    bool clean = closes_cleanly(c, window, b, at);
    if (!clean && rewind_field(c, window)) return REWIND;
    c->raw = c->raw || !clean;
    c->state = IN_FIELD;
  }
  if (b == d->escape && b != '\n' && b != d->quote) {
    c->skip_at = at + 1;
    c->raw = true;
    return GO_ON;
  }
  if (c->state == IN_QUOTES) {
    if (b == d->quote)
      c->state = AFTER_QUOTE, c->quote_at = at;
    else
      count_line_end(c, b);
    return GO_ON;
  }
  if (b == '\n') return on_lf(c, window, at);
  if (b == '\r') return on_cr(c, window, at, last);
  if (b == d->delimiter) return end_field(c, at) ? GO_ON : NO_MEMORY;
  if (at == c->field_begin && at != c->stray_at) open_quotes(c);
  return GO_ON;
}

/* The input ends at the window's end. */
static verdict end_input(csv *c, vox_str window) {
  bool clean = c->state != AFTER_QUOTE || c->quote_at + 1 == window.len;
  if (!clean && rewind_field(c, window)) return REWIND;
  c->raw = c->raw || !clean;
  return end_row(c, window.len, 0);
}

/* From `at` on to the row's end, or to the window's: GO_ON. */
static verdict scan(csv *c, vox_str window, bool last) {
  for (size_t at = c->at; at < window.len; at += 64) {
    uint64_t marks = marks_at(c, window, at);
    for (; marks; marks &= marks - 1) {
      size_t mark = at + (size_t)__builtin_ctzll(marks);
      verdict v = on_mark(c, window, mark, last);
      if (v == GO_ON) continue;
      if (v != REWIND) c->at = mark;
      return v;
    }
  }
  c->at = window.len;
  return GO_ON;
}

csv_step csv_next(csv *c, vox_str window, bool last) {
  if (c->fresh) csv_restart(c);
  verdict v;
  do {
    v = scan(c, window, last);
    if (v != GO_ON) continue;
    if (!last) return CSV_MORE;
    if (window.len == 0 && !c->dropping) return CSV_END;
    if (c->state == IN_QUOTES) return CSV_OPEN;
    v = end_input(c, window);
  } while (v == REWIND);
  c->fresh = v == ROW_ENDS;
  return v == WAIT ? CSV_MORE : v == ROW_ENDS ? CSV_ROW : CSV_MEMORY;
}

void csv_drop(csv *c) {
  size_t gone = c->at;
  c->dropping = true;
  c->field_begin = c->field_begin == gone ? 0 : NOWHERE;
  c->quote_at = c->quote_at + 1 == gone ? (size_t)-1 : NOWHERE;
  c->skip_at = c->skip_at == gone ? 0 : NOWHERE;
  c->stray_at = NOWHERE;
  c->at = 0;
}

bool csv_holds_rows(const csv *c, vox_str window) {
  size_t rows = 0, lines = 0;
  str_cut(&window, '\n');
  for (; lines < 64; lines++) {
    vox_str line = str_cut(&window, '\n');
    if (!window.ptr) break; /* cut off */
    size_t fields = 1;
    for (size_t i = 0; i < line.len; i++) fields += line.ptr[i] == c->dialect.delimiter;
    rows += fields == c->width;
  }
  return c->width <= 1 || rows * 2 >= lines;
}

bool csv_give_up(csv *c, vox_str window, bool last) {
  char mark = c->line_end == ENDS_CR ? '\r' : '\n';
  const char *end = window.len ? memchr(window.ptr, mark, window.len) : NULL;
  if (!end && !last) return false;
  csv_restart(c);
  c->text_end = end ? (size_t)(end - window.ptr) : window.len;
  c->used = end ? c->text_end + 1 : window.len;
  c->lines = 1;
  return true;
}

/* The first quote or escape at or after `at`; `len` when there is none. */
static size_t next_special(const csv_dialect *d, const char *p, size_t at, size_t len) {
  if (d->escape == CSV_NONE || d->escape == d->quote) {
    const char *quote = memchr(p + at, d->quote, len - at);
    return quote ? (size_t)(quote - p) : len;
  }
  while (at < len && p[at] != d->quote && p[at] != d->escape) at++;
  return at;
}

/* Moves the bytes of a raw field together, without the quotes and escapes that are not part of its text. */
static size_t unquote(const csv_dialect *d, char *p, size_t len, bool quoted) {
  size_t to = 0, at = quoted ? 1 : 0;
  bool inside = quoted;
  while (at < len) {
    size_t mark = next_special(d, p, at, len);
    memmove(p + to, p + at, mark - at);
    to += mark - at;
    if (mark == len) break;
    bool escape = p[mark] != d->quote, doubled = mark + 1 < len && p[mark + 1] == d->quote;
    at = mark + 1;
    if (escape ? at < len : inside && doubled)
      p[to++] = p[at++];
    else if (escape || !inside)
      p[to++] = p[mark];
    else
      inside = false;
  }
  return to;
}

vox_str csv_text_raw(csv *c, char *window, size_t i) {
  csv_field *f = &vec_at(&c->fields, i);
  if (f->raw) {
    f->end = f->begin + (uint32_t)unquote(&c->dialect, window + f->begin, f->end - f->begin, f->quoted);
    f->raw = false;
  }
  return (vox_str){window + f->begin, f->end - f->begin};
}
