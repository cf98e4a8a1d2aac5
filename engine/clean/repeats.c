/* repeats.c - see repeats.h.
 *
 * A sketch holds the smallest 64 hashes of a text's grams, ascending: all of them in a comment of usual
 * length, so that what two texts share is counted and not guessed. To find candidates, the grams are dealt
 * into 16 bins; the least hashes of two bins make a key, and a table remembers the latest text of each of the
 * 8 keys. */
#include "clean/repeats.h"
#include "base/bytes.h"
#include "base/status.h"
#include "base/vec.h"
#include "text/chars.h"
#include "text/fold.h"

enum {
  SKETCH = 64,
  BINS = 16,
  KEYS = BINS / 2,
  KEY_SLOTS = 1 << 19,
  FIRST_SLOTS = 1 << 12,
  NEAR_PERCENT = 66
};

typedef struct sketch {
  uint32_t grams[SKETCH];
  uint16_t count;
  uint16_t denials; /* 不没无未别, not, never */
  uint32_t letters;
} sketch;

struct repeats {
  mem *mem;
  folded folded;
  VEC(uint32_t) letters;
  uint64_t *hashes; /* open addressing; 0: free */
  size_t slots, used;
  sketch *latest; /* a ring of REPEATS_NEAR */
  size_t room;    /* sketches that `latest` has memory for */
  uint32_t seen;  /* texts put into the ring so far */
  uint32_t *keys; /* KEY_SLOTS: number of a text in the ring, from 1 on */
};

vox_status repeats_new(repeats **out, mem *m, vox_error *err) {
  repeats *r = mem_array(m, 1, sizeof *r);
  if (!r) return fail_memory(err);
  r->mem = m;
  folded_init(&r->folded, m);
  r->slots = FIRST_SLOTS;
  r->hashes = mem_array(m, r->slots, sizeof *r->hashes);
  r->keys = mem_array(m, KEY_SLOTS, sizeof *r->keys);
  if (!r->hashes || !r->keys) {
    repeats_free(r);
    return fail_memory(err);
  }
  *out = r;
  return VOX_OK;
}

void repeats_free(repeats *r) {
  if (!r) return;
  folded_free(&r->folded);
  vec_free(r->mem, &r->letters);
  mem_put(r->mem, r->hashes, r->hashes ? r->slots * sizeof *r->hashes : 0);
  mem_put(r->mem, r->keys, r->keys ? KEY_SLOTS * sizeof *r->keys : 0);
  mem_put(r->mem, r->latest, r->room * sizeof *r->latest);
  mem_put(r->mem, r, sizeof *r);
}

/* ---- Equal texts ---- */

static size_t slot_of(const uint64_t *hashes, size_t slots, uint64_t hash) {
  size_t at = (size_t)hash & (slots - 1);
  while (hashes[at] && hashes[at] != hash) at = (at + 1) & (slots - 1);
  return at;
}

static bool widen(repeats *r) {
  size_t slots = 2 * r->slots;
  uint64_t *hashes = mem_array(r->mem, slots, sizeof *hashes);
  if (!hashes) return false;
  for (size_t i = 0; i < r->slots; i++)
    if (r->hashes[i]) hashes[slot_of(hashes, slots, r->hashes[i])] = r->hashes[i];
  mem_put(r->mem, r->hashes, r->slots * sizeof *r->hashes);
  r->hashes = hashes, r->slots = slots;
  return true;
}

/* Is the text known? If not, it is from now on, as long as there is room. */
static vox_status is_known(repeats *r, uint64_t hash, bool *known, vox_error *err) {
  hash += !hash;
  size_t at = slot_of(r->hashes, r->slots, hash);
  *known = r->hashes[at] != 0;
  if (*known || r->used == REPEATS_EXACT) return VOX_OK;
  if (2 * r->used >= r->slots) {
    if (!widen(r)) return fail_memory(err);
    at = slot_of(r->hashes, r->slots, hash);
  }
  r->hashes[at] = hash;
  r->used++;
  return VOX_OK;
}

/* ---- Sketches ---- */

static uint32_t mix(uint32_t h) {
  h = (h ^ h >> 16) * 0x7FEB352Du;
  h = (h ^ h >> 15) * 0x846CA68Bu;
  return h ^ h >> 16;
}

/* Two characters where the first is Chinese, else three. */
static uint32_t gram_at(const uint32_t *cp, size_t left) {
  uint32_t h = mix(cp[0]);
  if (left > 1) h = mix(h ^ cp[1] * 0x9E3779B1u);
  if (left > 2 && char_kind_of(cp[0]) != CHAR_HAN) h = mix(h ^ cp[2] * 0x85EBCA77u);
  return h;
}

/* Keeps the SKETCH smallest, each once. */
static void keep_gram(sketch *s, uint32_t gram) {
  size_t at = s->count;
  if (at == SKETCH && gram >= s->grams[at - 1]) return;
  while (at && s->grams[at - 1] > gram) at--;
  if (at && s->grams[at - 1] == gram) return;
  if (s->count < SKETCH) s->count++;
  memmove(&s->grams[at + 1], &s->grams[at], (s->count - at - 1) * sizeof *s->grams);
  s->grams[at] = gram;
}

static bool is_denial(uint32_t cp) {
  return cp == 0x4E0D || cp == 0x6CA1 || cp == 0x65E0 || cp == 0x672A || cp == 0x522B; /* 不没无未别 */
}

/* n't, not, never, no: a letter n with o or t, counted as the letters come. */
static bool is_english_denial(const uint32_t *cp, size_t left) {
  return left > 2 && cp[0] == 'n' && ((cp[1] == 'o' && cp[2] == 't') || (cp[1] == 'e' && cp[2] == 'v'));
}

static void draw(sketch *s, uint32_t least[BINS], const uint32_t *cp, size_t n) {
  *s = (sketch){.letters = (uint32_t)n};
  memset(least, 0xFF, BINS * sizeof *least);
  for (size_t i = 0; i + 1 < n; i++) {
    uint32_t gram = gram_at(cp + i, n - i), bin = gram >> 28, rank = mix(gram ^ 0x5BD1E995u);
    keep_gram(s, gram);
    if (rank < least[bin]) least[bin] = rank;
  }
  for (size_t i = 0; i < n; i++)
    s->denials = (uint16_t)(s->denials + (is_denial(cp[i]) || is_english_denial(cp + i, n - i)));
}

/* Grams in both, of the smallest that either has. */
static bool is_near(const sketch *a, const sketch *b) {
  size_t shared = 0, all = 0, i = 0, k = 0;
  if (a->denials != b->denials || a->letters * 3 < b->letters * 2 || b->letters * 3 < a->letters * 2)
    return false;
  while ((i < a->count || k < b->count) && all < SKETCH) {
    uint32_t left = i < a->count ? a->grams[i] : UINT32_MAX, right = k < b->count ? b->grams[k] : UINT32_MAX;
    shared += left == right;
    i += left <= right && i < a->count;
    k += right <= left && k < b->count;
    all++;
  }
  return shared * 100 >= all * NEAR_PERCENT;
}

/* ---- Near texts ---- */

static bool make_room(repeats *r) {
  size_t want = r->seen < REPEATS_NEAR ? r->seen + (size_t)1 : REPEATS_NEAR;
  if (want <= r->room) return true;
  size_t room = r->room ? 2 * r->room : 64;
  sketch *grown = mem_grow(r->mem, r->latest, r->room * sizeof *grown, room * sizeof *grown);
  if (!grown) return false;
  r->latest = grown, r->room = room;
  return true;
}

static uint32_t key_slot(const uint32_t least[BINS], uint32_t key) {
  uint32_t h = mix(least[2 * key] ^ mix(least[2 * key + 1] + key));
  return h & (KEY_SLOTS - 1);
}

/* Is one of the latest texts near? If none is, this one is remembered. */
static vox_status is_near_latest(repeats *r, bool *near, vox_error *err) {
  sketch s;
  uint32_t least[BINS];
  draw(&s, least, r->letters.ptr, r->letters.len);
  *near = false;
  for (uint32_t key = 0; key < KEYS && !*near; key++) {
    uint32_t number = r->keys[key_slot(least, key)];
    if (number && r->seen - number < REPEATS_NEAR)
      *near = is_near(&s, &r->latest[(number - 1) % REPEATS_NEAR]);
  }
  if (*near) return VOX_OK;
  if (!make_room(r)) return fail_memory(err);
  r->latest[r->seen % REPEATS_NEAR] = s;
  r->seen++;
  for (uint32_t key = 0; key < KEYS; key++) r->keys[key_slot(least, key)] = r->seen;
  return VOX_OK;
}

/* ---- One text ---- */

static bool is_letter(char_kind kind) {
  return kind == CHAR_HAN || kind == CHAR_LATIN || kind == CHAR_DIGIT || kind == CHAR_KANA ||
         kind == CHAR_HANGUL;
}

static vox_status take_letters(repeats *r, vox_str text, vox_error *err) {
  vox_status status = fold_text(&r->folded, text);
  if (status != VOX_OK) return fail(err, status, "the text does not fit into memory");
  for (size_t i = 0; i < r->folded.len; i++)
    if (is_letter(char_kind_of(r->folded.cp[i])) && !vec_push(r->mem, &r->letters, r->folded.cp[i]))
      return fail_memory(err);
  return VOX_OK;
}

vox_status repeats_see(repeats *r, const vox_str *pieces, size_t count, repeat *out, vox_error *err) {
  uint64_t hash = 0x9E3779B97F4A7C15u;
  bool known = false, near = false;
  vec_clear(&r->letters);
  *out = REPEAT_NONE;
  for (size_t i = 0; i < count; i++) {
    size_t before = r->letters.len;
    vox_status status = take_letters(r, pieces[i], err);
    if (status != VOX_OK) return status;
    vox_str bare = str_trim(pieces[i]);
    if (r->letters.len > before)
      hash = hash64(r->letters.ptr + before, (r->letters.len - before) * sizeof *r->letters.ptr, hash + 1);
    else
      hash = hash64(bare.ptr, bare.len, hash + 2);
  }
  vox_status status = is_known(r, hash, &known, err);
  if (status == VOX_OK && !known && r->letters.len >= REPEATS_SHORTEST)
    status = is_near_latest(r, &near, err);
  *out = known ? REPEAT_SAME : near ? REPEAT_NEAR : REPEAT_NONE;
  return status;
}
