/* tokens.c - from places where tokens begin and characters that are the last of one to the tokens themselves.
 *
 * Nearly all tokens are words of Han and plain marks: han.c leaves them as bits, and they are written
 * together, so that what is asked of the dictionary is waited for together. The other cutters' tokens stand
 * in a list, `odd`, in the order of the text. When these bits are counted, each of the list finds its number
 * and takes its place. */
#include "segment/work.h"

static void clear_range(uint64_t *set, uint32_t from, uint32_t to) {
  uint64_t first = ~(uint64_t)0 << from % 64, last = ~(uint64_t)0 >> (63 - (to - 1) % 64);
  uint32_t w = from / 64, end = (to - 1) / 64;
  if (w == end) {
    set[w] &= ~(first & last);
    return;
  }
  set[w] &= ~first;
  while (++w < end) set[w] = 0;
  set[end] &= ~last;
}

void tokens_cover(segmenter *s, uint32_t from, uint32_t to) {
  if (to - from > 1) {
    clear_range(s->begins, from, to);
    clear_range(s->lasts, from, to);
  }
  bit_set(s->begins, from);
  bit_set(s->lasts, to - 1);
  s->word[from] = 0;
}

void tokens_begin(segmenter *s) {
  uint32_t last = s->len / 64;
  for (uint32_t w = 0; w <= last; w++) {
    s->begins[w] = s->easy[w] & ~s->crossed[w];
    s->lasts[w] = s->easy[w] & ~(s->crossed[w] >> 1 | s->crossed[w + 1] << 63);
  }
  s->begins[last + 1] = s->lasts[last + 1] = 0;
}

static uint32_t rows_what(const segmenter *s, uint32_t from, bool one) {
  const dict *d = s->dict;
  if (!d) return ROW_UNKNOWN;
  return d->rows[one ? s->id[from] : d->id_count + s->word[from]].what;
}

/* A token's kind, flags and figure, by the bits below the payload. */
typedef struct token_head {
  uint8_t kind, flags;
  uint16_t figure;
} token_head;
static const token_head heads[] = {[0] = {VOX_TOKEN_HAN, 0, 0},
                                   [ROW_UNKNOWN] = {VOX_TOKEN_HAN, TOKEN_UNKNOWN, 0},
                                   [ROW_MARK] = {VOX_TOKEN_PUNCTUATION, 0, 0},
                                   [(1 << ROW_PAYLOAD) - 1] = {0, 0, 0}};
_Static_assert(offsetof(token, figure) - offsetof(token, kind) == offsetof(token_head, figure), "one copy");

static inline void easy_token(token *t, uint32_t from, uint32_t to, uint32_t what) {
  t->from = from, t->to = to, t->payload = what >> ROW_PAYLOAD;
  memcpy(&t->kind, &heads[what & ((1 << ROW_PAYLOAD) - 1)], sizeof *heads);
}

token *tokens_take(segmenter *s, uint32_t at) {
  uint32_t from = at - 1;
  while (!bit_get(s->begins, from)) from--;
  if (s->odd_count && s->odd[s->odd_count - 1].from == from) return &s->odd[s->odd_count - 1];
  token *t = &s->odd[s->odd_count++];
  easy_token(t, from, at, rows_what(s, from, at - from == 1));
  return t;
}

/* Whether a token is one character cannot be foretold, so there is no branch. What is said of odd tokens here
 * is written over. */
STEPS void put_token(const segmenter *s, token *t, uint32_t from, uint32_t last) {
  uint32_t one = 0u - (from == last);
  uint32_t slot = (s->id[from] & one) | ((s->dict->id_count + s->word[from]) & ~one);
  easy_token(t, from, last + 1, s->dict->rows[slot].what);
}

/* Firsts and lasts of a word of 64 places belong together, but for a token that goes over its end. */
STEPS void put_tokens(segmenter *s) {
  const segmenter x = *s; /* a copy that nothing written can change */
  token *out = s->tokens;
  uint32_t count = 0, open = 0;
  bool is_open = false;
  for (uint32_t w = 0; w <= x.len / 64; w++) {
    uint64_t firsts = x.begins[w], lasts = x.lasts[w];
    x.ranks[w] = count, count += bits_in(firsts);
    if (is_open && lasts) {
      put_token(&x, out++, open, 64 * w + (uint32_t)__builtin_ctzll(lasts));
      lasts &= lasts - 1, is_open = false;
    }
    for (; lasts; firsts &= firsts - 1, lasts &= lasts - 1) {
      uint32_t from = 64 * w + (uint32_t)__builtin_ctzll(firsts);
      put_token(&x, out++, from, 64 * w + (uint32_t)__builtin_ctzll(lasts));
    }
    if (firsts) open = 64 * w + (uint32_t)__builtin_ctzll(firsts), is_open = true;
  }
  s->token_count = count;
}

#ifdef SEGMENT_AVX2
AVX2 static void put_tokens_avx2(segmenter *s) { put_tokens(s); }
#endif

#ifdef SEGMENT_AVX512
static void put_tokens_avx512(segmenter *s) {
  uint32_t count = 0;
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    s->ranks[w] = count;
    if (!s->begins[w]) continue;
    cut_avx512(s, w, s->tokens + count);
    count += (uint32_t)__builtin_popcountll(s->begins[w]);
    uint32_t end = 64 * w + 63 - (uint32_t)__builtin_clzll(s->begins[w]);
    while (!bits_from(s->lasts, end)) end += 64;
    s->tokens[count - 1].to = end + (uint32_t)__builtin_ctzll(bits_from(s->lasts, end)) + 1;
  }
  s->token_count = count;
}
#endif

/* Without a dictionary Han characters stand alone. */
static void put_singles(segmenter *s) {
  uint32_t count = 0;
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    s->ranks[w] = count;
    for (uint64_t bits = s->begins[w]; bits; bits &= bits - 1) {
      uint32_t at = 64 * w + (uint32_t)__builtin_ctzll(bits);
      easy_token(s->tokens + count++, at, at + 1, ROW_UNKNOWN);
    }
  }
  s->token_count = count;
}

static void put_easy(segmenter *s) {
  if (!s->dict) {
    put_singles(s);
    return;
  }
#ifdef SEGMENT_AVX512
  if (s->path == PATH_AVX512) {
    put_tokens_avx512(s);
    return;
  }
#endif
#ifdef SEGMENT_AVX2
  if (s->path == PATH_AVX2) {
    put_tokens_avx2(s);
    return;
  }
#endif
  put_tokens(s);
}

/* How many tokens begin before place `at`. */
static uint32_t rank(const segmenter *s, uint32_t at) {
  return s->ranks[at / 64] + bits_in(s->begins[at / 64] & (((uint64_t)1 << at % 64) - 1));
}

/* What white space says of the tokens before and behind it. */
static void put_flags(segmenter *s) {
  uint64_t before = 0;
  for (uint32_t w = 0; w <= s->len / 64; w++) {
    uint64_t behind = (s->gaps[w] << 1 | before) & s->begins[w];
    before = s->gaps[w] >> 63;
    for (; behind; behind &= behind - 1)
      s->tokens[rank(s, 64 * w + (uint32_t)__builtin_ctzll(behind))].flags |= TOKEN_SPACE;
    for (uint64_t ends = s->line_ends[w]; ends; ends &= ends - 1) {
      uint32_t k = rank(s, 64 * w + (uint32_t)__builtin_ctzll(ends));
      if (k) s->tokens[k - 1].flags |= TOKEN_LINE_END;
    }
  }
}

void tokens_put(segmenter *s) {
  put_easy(s);
  for (uint32_t k = 0; k < s->odd_count; k++) s->tokens[rank(s, s->odd[k].from)] = s->odd[k];
  put_flags(s);
}
