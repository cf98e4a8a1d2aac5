/* dict_help.h - for tests of the segmenter: a dictionary from a few words, opened. */
#ifndef DICT_HELP_H
#define DICT_HELP_H
#include "pack/pack_write.h"
#include "segment/dict_build.h"
#include "segment/segment.h"
#include <stdio.h>

typedef struct test_dict {
  mem mem;
  buf bytes;
  pack pack;
  dict *dict;
  segmenter *segmenter;
  uint32_t words;
} test_dict;

/* `base` holds lines `word count tag`, `ours` lines of one word. False and a message when any step fails. */
static inline bool test_dict_lay(test_dict *t, dict_builder *b, dict_payload_fn payload) {
  buf chars, words, trie;
  pack_writer w;
  vox_error err = {0};
  charmap opened;
  buf_init(&chars, &t->mem, (size_t)1 << 28);
  buf_init(&words, &t->mem, (size_t)1 << 28);
  buf_init(&trie, &t->mem, (size_t)1 << 28);
  pack_writer_init(&w, FOLD_VERSION, CHARS_UNICODE);
  bool good = dict_builder_charmap(b, &chars, &err) == VOX_OK &&
              dict_builder_lay(b, payload, NULL, &words, &t->words, &trie, &err) == VOX_OK &&
              charmap_open(&opened, buf_view(&chars), &err) == VOX_OK &&
              pack_add(&w, PACK_TAG('C', 'H', 'A', 'R'), opened.id_count, buf_view(&chars), &err) == VOX_OK &&
              pack_add(&w, PACK_TAG('W', 'O', 'R', 'D'), t->words, buf_view(&words), &err) == VOX_OK &&
              pack_add(&w, PACK_TAG('W', 'T', 'R', 'I'), t->words, buf_view(&trie), &err) == VOX_OK &&
              pack_write(&w, &t->bytes, &err) == VOX_OK;
  if (!good) printf("dictionary: %s\n", err.message);
  buf_free(&chars), buf_free(&words), buf_free(&trie);
  return good;
}

static inline bool test_dict_make(test_dict *t, const char *base, const char *ours, uint32_t min_count,
                                  dict_payload_fn payload) {
  dict_builder *b = NULL;
  vox_error err = {0};
  *t = (test_dict){0};
  mem_init(&t->mem, NULL, 0);
  buf_init(&t->bytes, &t->mem, (size_t)1 << 28);
  bool good = dict_builder_new(&b, &t->mem, min_count, &err) == VOX_OK &&
              dict_builder_base(b, str_of(base), &err) == VOX_OK;
  vox_str rest = str_of(ours);
  while (good && rest.len) {
    vox_str word = str_cut(&rest, '\n');
    good = !word.len || dict_builder_word(b, word, &err) == VOX_OK;
  }
  if (!good) printf("words: %s\n", err.message);
  good = good && test_dict_lay(t, b, payload) && pack_open(&t->pack, buf_view(&t->bytes), &err) == VOX_OK &&
         dict_open(&t->dict, &t->mem, &t->pack, &err) == VOX_OK &&
         segmenter_new(&t->segmenter, &t->mem, t->dict, &err) == VOX_OK;
  if (err.status) printf("opening: %s\n", err.message);
  dict_builder_free(b);
  return good;
}

/* True when everything was given back. */
static inline bool test_dict_free(test_dict *t) {
  segmenter_free(t->segmenter);
  if (t->dict) dict_free(t->dict, &t->mem);
  buf_free(&t->bytes);
  return t->mem.used == 0;
}

/* The tokens of `text` as they stand in it, joined by "|", in `out` (NUL-terminated). */
static inline const char *test_dict_cut(test_dict *t, vox_str text, char *out, size_t size) {
  segmented s;
  size_t at = 0;
  out[0] = 0;
  if (segment_text(t->segmenter, text, &s, NULL) != VOX_OK) return "failed";
  for (uint32_t k = 0; k < s.token_count; k++) {
    vox_span span = segmented_span(&s, s.tokens[k].from, s.tokens[k].to);
    if (at + (span.end - span.begin) + 2 > size) return "too long";
    if (k) out[at++] = '|';
    memcpy(out + at, text.ptr + span.begin, span.end - span.begin);
    at += span.end - span.begin;
    out[at] = 0;
  }
  return out;
}

/* A small generator of random numbers: the same on every machine. */
static inline uint32_t test_random(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33);
}
#endif
