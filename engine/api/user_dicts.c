/* user_dicts.c - see user_dicts.h. */
#include "api/user_dicts.h"
#include "base/bytes.h"
#include "lexicon/user_words.h"
#include "segment/added.h"

enum { LEAST_COUNT = 100 }; /* a word of everyday use: files often say 3 or 5, or nothing */

static vox_status take_word(void *context, vox_str word, uint64_t count, const char **fault, vox_error *err) {
  static const char *const faults[] = {[ADDED_NOTHING] = "nothing of the word is left when it is folded",
                                       [ADDED_TOO_LONG] = "the word has more than 63 characters",
                                       [ADDED_CONTROL] = "a control character stands in the word"};
  added_verdict verdict = ADDED_WORD;
  vox_status status = added_put(context, word, count, &verdict, err);
  if (status == VOX_OK && verdict != ADDED_WORD && verdict != ADDED_WHOLE) *fault = faults[verdict];
  return status;
}

static vox_status read_dict(added *a, const vox_overlay *d, mem *m, vox_error *err) {
  file_view file = {{NULL, 0}};
  if (d->bytes.ptr) return user_words_read(str_of(d->path), d->bytes, m, take_word, a, err);
  vox_status status = file_map(&file, d->path, err);
  if (status == VOX_OK) status = user_words_read(str_of(d->path), file.bytes, m, take_word, a, err);
  file_unmap(&file);
  return status;
}

/* The term of the lexicon that is written as the word is. */
static uint32_t term_of(void *context, const uint32_t *cps, size_t len) {
  const vox_model *m = context;
  const trie *terms = lexicon_trie(m->lexicon);
  const charmap *chars = dict_charmap(m->dict);
  uint32_t node = 0;
  for (size_t i = 0; i < len; i++) {
    uint16_t id = charmap_get(chars, cps[i]).id;
    if (!id || !trie_step(terms, &node, id)) return 0;
  }
  return trie_value(terms, node);
}

/* The lexicon's digest and the words' own, digested together. */
static vox_status mark_digest(vox_model *m, const added *a, vox_error *err) {
  uint8_t words[32], both[32];
  sha256_state sha;
  vox_status status = added_digest(a, words, err);
  if (status != VOX_OK) return status;
  sha256_begin(&sha);
  sha256_add(&sha, str_of(m->names->identity.sha256));
  sha256_add(&sha, (vox_str){(const char *)words, sizeof words});
  sha256_end(&sha, both);
  for (size_t i = 0; i < sizeof both; i++) {
    m->names->identity.sha256[2 * i] = "0123456789abcdef"[both[i] >> 4];
    m->names->identity.sha256[2 * i + 1] = "0123456789abcdef"[both[i] & 15];
  }
  return VOX_OK;
}

vox_status user_dicts_open(vox_model *m, const vox_overlay *dicts, size_t count, vox_error *err) {
  added *a = NULL;
  vox_status status = added_new(&a, &m->mem, m->dict, LEAST_COUNT, err);
  for (size_t i = 0; i < count && status == VOX_OK; i++) status = read_dict(a, &dicts[i], &m->mem, err);
  if (status == VOX_OK) status = added_settle(a, term_of, m, err);
  if (status == VOX_OK && a->words.len) {
    status = mark_digest(m, a, err);
    if (status == VOX_OK) return dict_extend(m->dict, a), VOX_OK;
  }
  added_free(a);
  return status;
}
