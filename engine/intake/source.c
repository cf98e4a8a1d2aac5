/* source.c - see source.h. */
#include "intake/source.h"

#define CHUNK  ((size_t)128 << 10) /* room offered to one read */
#define HEAD   ((size_t)64 << 10)
#define SAMPLE ((size_t)1 << 20)

void source_init(source *s, mem *m, vox_read_fn read, void *payload, encoding declared) {
  memset(s, 0, sizeof *s);
  s->mem = m;
  unpack_init(&s->unpack, m, read, payload);
  s->encoding = declared;
  s->reason = declared == ENCODING_UNKNOWN ? "only ASCII so far" : "declared";
}

void source_free(source *s) {
  unpack_free(&s->unpack);
  if (s->decoding) decoder_free(&s->decoder);
  mem_put(s->mem, s->raw, s->raw_cap);
  mem_put(s->mem, s->ptr, s->cap);
  s->raw = s->ptr = NULL;
}

/* Room for one read behind the bytes at begin..end: by moving them to the front, by growing. */
static bool make_room(mem *m, char **ptr, size_t *begin, size_t *end, size_t *cap) {
  if (*cap - *end >= CHUNK) return true;
  size_t len = *end - *begin;
  if (len) memmove(*ptr, *ptr + *begin, len);
  *begin = 0;
  *end = len;
  if (*cap - len >= CHUNK) return true;
  size_t want = *cap ? *cap * 2 : 2 * CHUNK;
  char *grown = mem_grow(m, *ptr, *cap, want);
  if (!grown) return false;
  *ptr = grown;
  *cap = want;
  return true;
}

/* Raw bytes: `len` of them, or all there are. */
static vox_status want_raw(source *s, size_t len, vox_error *err) {
  while (!s->raw_ended && s->raw_end - s->raw_begin < len) {
    if (!make_room(s->mem, &s->raw, &s->raw_begin, &s->raw_end, &s->raw_cap)) return fail_memory(err);
    size_t got;
    vox_status status = unpack_read(&s->unpack, s->raw + s->raw_end, s->raw_cap - s->raw_end, &got, err);
    if (status != VOX_OK) return status;
    s->raw_end += got;
    s->raw_ended = got == 0;
  }
  return VOX_OK;
}

static vox_str raw_bytes(const source *s) {
  return (vox_str){s->raw + s->raw_begin, s->raw_end - s->raw_begin};
}

static vox_status decide(source *s, encoding_guess guess, vox_error *err) {
  s->encoding = guess.encoding;
  s->reason = guess.reason;
  if (guess.encoding == ENCODING_UTF8) return VOX_OK;
  vox_status status = decoder_init(&s->decoder, s->mem, guess.encoding);
  s->decoding = status == VOX_OK;
  if (status == VOX_ERR_MEMORY) return fail_memory(err);
  if (status != VOX_OK) return fail(err, status, "no converter for %s", encoding_name(guess.encoding));
  return VOX_OK;
}

static bool is_wide(encoding e) { return e == ENCODING_UTF16LE || e == ENCODING_UTF16BE; }

/* The beginning of the input. A mark says more than a declaration only about the order of UTF-16's bytes. */
static vox_status begin(source *s, vox_error *err) {
  s->begun = true;
  vox_status status = want_raw(s, s->encoding == ENCODING_UNKNOWN ? HEAD : 4, err);
  if (status != VOX_OK) return status;
  vox_str head = raw_bytes(s);
  if (s->encoding != ENCODING_UNKNOWN && head.len > 4) head.len = 4;
  encoding_guess guess = encoding_guess_head(head);
  encoding declared = s->encoding;
  if (declared != ENCODING_UNKNOWN) {
    bool same = guess.bom && (guess.encoding == declared || (is_wide(guess.encoding) && is_wide(declared)));
    guess = (encoding_guess){same ? guess.encoding : declared, same ? guess.bom : 0, "declared"};
  }
  s->raw_begin += guess.bom;
  if (guess.encoding == ENCODING_UTF8) s->offset += guess.bom;
  return guess.encoding == ENCODING_UNKNOWN ? VOX_OK : decide(s, guess, err);
}

static size_t ascii_run(vox_str s) {
  size_t n = 0;
  for (uint64_t word; s.len - n >= 8; n += 8) {
    memcpy(&word, s.ptr + n, 8);
    if (word & 0x8080808080808080u) break;
  }
  while (n < s.len && (unsigned char)s.ptr[n] < 0x80) n++;
  return n;
}

/* Moves `most` raw bytes, or what there is room for, to the window as they are. */
static void pass(source *s, size_t most) {
  size_t room = s->cap - s->end, n = most < room ? most : room;
  memcpy(s->ptr + s->end, s->raw + s->raw_begin, n);
  s->raw_begin += n;
  s->end += n;
}

/* While only ASCII was seen: passes it on; at the first other byte the sample decides. */
static vox_status pass_ascii(source *s, vox_error *err) {
  vox_status status = want_raw(s, 1, err);
  if (status != VOX_OK) return status;
  size_t n = ascii_run(raw_bytes(s));
  if (n || s->raw_begin == s->raw_end) {
    pass(s, n);
    return VOX_OK;
  }
  status = want_raw(s, SAMPLE, err);
  if (status != VOX_OK) return status;
  vox_str sample = raw_bytes(s);
  bool cut = sample.len > SAMPLE || !s->raw_ended;
  if (sample.len > SAMPLE) sample.len = SAMPLE;
  return decide(s, encoding_guess_text(sample, cut), err);
}

static vox_status convert(source *s, vox_error *err) {
  size_t before = s->end;
  while (s->end == before) {
    vox_status status = want_raw(s, 8, err);
    if (status != VOX_OK) return status;
    if (s->raw_begin == s->raw_end) return VOX_OK;
    size_t made;
    s->raw_begin +=
        decoder_run(&s->decoder, raw_bytes(s), s->raw_ended, s->ptr + s->end, s->cap - s->end, &made);
    s->end += made;
  }
  return VOX_OK;
}

static vox_status pass_utf8(source *s, vox_error *err) {
  if (s->raw_begin < s->raw_end) {
    pass(s, s->raw_end - s->raw_begin);
    return VOX_OK;
  }
  size_t got = 0;
  vox_status status =
      s->raw_ended ? VOX_OK : unpack_read(&s->unpack, s->ptr + s->end, s->cap - s->end, &got, err);
  s->end += got;
  s->raw_ended = got == 0;
  return status;
}

vox_status source_more(source *s, vox_error *err) {
  vox_status status = s->begun ? VOX_OK : begin(s, err);
  size_t before = s->end - s->begin;
  while (status == VOX_OK && !s->ended && s->end - s->begin == before) {
    if (!make_room(s->mem, &s->ptr, &s->begin, &s->end, &s->cap)) return fail_memory(err);
    status = s->encoding == ENCODING_UNKNOWN ? pass_ascii(s, err)
             : s->decoding                   ? convert(s, err)
                                             : pass_utf8(s, err);
    s->ended = s->raw_ended && s->raw_begin == s->raw_end;
  }
  return status;
}

vox_status source_want(source *s, size_t len, vox_error *err) {
  while (!s->ended && s->end - s->begin < len) {
    vox_status status = source_more(s, err);
    if (status != VOX_OK) return status;
  }
  return VOX_OK;
}
