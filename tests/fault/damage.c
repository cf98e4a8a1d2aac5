/* damage.c - a damaged artefact is refused, whatever the damage.
 *
 * usage: damage ARTEFACT bytes STEP       every STEP-th byte becomes 0x00, 0xFF and has one bit flipped
 *        damage ARTEFACT truncate STEP    every STEP-th length below the whole
 *        damage ARTEFACT edits COUNT      COUNT copies with 2 to 9 random edits each (fixed seed)
 *
 * Header and table are tried byte by byte whatever STEP is. Two processes share the work. */
#include "vox.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEAD = 64 + 32 * 64, PROCESSES = 2, EDITS_MOST = 9, PIECE = 16 };

typedef struct tally {
  uint64_t tried, passed, first_bad; /* first_bad: position, or number of the copy */
  int status;                        /* what it met there */
} tally;

static unsigned char *image;
static size_t size;

static uint64_t next_random(uint64_t *state) {
  *state += 0x9E3779B97F4A7C15u;
  uint64_t z = *state;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

/* Opens what lies in `image`; it must be refused as damaged or as another version. */
static void try_open(size_t len, uint64_t where, tally *t) {
  vox_model *model = NULL;
  vox_error err = {0};
  vox_status status = vox_model_open_bytes(&model, image, len, NULL, &err);
  int refused = (status == VOX_ERR_CORRUPT || status == VOX_ERR_VERSION) && err.message[0];
  vox_model_free(model);
  t->tried++;
  t->passed += refused ? 1 : 0;
  if (refused || t->first_bad != UINT64_MAX) return;
  t->first_bad = where;
  t->status = status;
}

static void try_byte(size_t at, unsigned char value, tally *t) {
  unsigned char old = image[at];
  if (value == old) return;
  image[at] = value;
  try_open(size, at, t);
  image[at] = old;
}

static void try_bytes(uint64_t step, unsigned process, tally *t) {
  for (uint64_t i = process; i < size; i += PROCESSES) {
    if (i >= HEAD && i % (step * PROCESSES) >= PROCESSES) continue;
    try_byte(i, 0x00, t);
    try_byte(i, 0xFF, t);
    try_byte(i, image[i] ^ (unsigned char)(1u << (i % 8)), t);
  }
}

static void try_truncations(uint64_t step, unsigned process, tally *t) {
  for (uint64_t len = process; len < size; len += PROCESSES) {
    if (len >= HEAD && len + HEAD < size && len % (step * PROCESSES) >= PROCESSES) continue;
    try_open(len, len, t);
  }
}

typedef struct edit {
  size_t at, len;
  unsigned char old[PIECE];
} edit;

/* A byte, a bit, a word, or a run of zeros; where, how and what are drawn. */
static edit make_edit(uint64_t *state) {
  edit e = {next_random(state) % size, 1, {0}};
  uint64_t value = next_random(state);
  unsigned kind = (unsigned)(next_random(state) % 4);
  if (next_random(state) % 8 == 0) e.at %= HEAD;
  if (kind == 2) e.len = 4;
  if (kind == 3) e.len = PIECE;
  if (e.len > size - e.at) e.len = size - e.at;
  memcpy(e.old, image + e.at, e.len);
  if (kind == 0) image[e.at] = (unsigned char)value;
  if (kind == 1) image[e.at] ^= (unsigned char)(1u << value % 8);
  if (kind == 2)
    for (size_t i = 0; i < e.len; i++) image[e.at + i] = (unsigned char)(value >> 8 * i);
  if (kind == 3) memset(image + e.at, 0, e.len);
  return e;
}

/* Edits that change nothing (zeros over zeros) are followed by others until something is changed. */
static void try_edits(uint64_t number, tally *t) {
  edit edits[EDITS_MOST];
  uint64_t state = number * 0x2545F4914F6CDD1Du;
  size_t want = 2 + (size_t)(next_random(&state) % (EDITS_MOST - 1)), count = 0;
  while (count < want) edits[count++] = make_edit(&state);
  int changed = 0;
  for (size_t i = 0; i < count; i++) changed |= memcmp(image + edits[i].at, edits[i].old, edits[i].len) != 0;
  if (!changed) image[number % size] ^= 1;
  try_open(size, number, t);
  if (!changed) image[number % size] ^= 1;
  while (count-- > 0) memcpy(image + edits[count].at, edits[count].old, edits[count].len);
}

static void work(const char *what, uint64_t amount, unsigned process, tally *t) {
  if (strcmp(what, "bytes") == 0) try_bytes(amount, process, t);
  if (strcmp(what, "truncate") == 0) try_truncations(amount, process, t);
  if (strcmp(what, "edits") == 0)
    for (uint64_t i = process; i < amount; i += PROCESSES) try_edits(i, t);
}

/* A private copy in memory, page-aligned and writable. */
static int load(const char *path) {
  struct stat info;
  int fd = open(path, O_RDONLY);
  if (fd < 0 || fstat(fd, &info) != 0 || info.st_size < HEAD) return 1;
  size = (size_t)info.st_size;
  void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  close(fd);
  if (at == MAP_FAILED) return 1;
  image = at;
  return 0;
}

static int opens_whole(void) {
  vox_model *model = NULL;
  int ok = vox_model_open_bytes(&model, image, size, NULL, NULL) == VOX_OK;
  vox_model_free(model);
  return ok;
}

int main(int argc, char **argv) {
  if (argc != 4 || load(argv[1]) != 0)
    return fputs("usage: damage ARTEFACT bytes|truncate|edits N\n", stderr), 2;
  uint64_t amount = strtoull(argv[3], NULL, 10);
  tally *t = mmap(NULL, PROCESSES * sizeof *t, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int crashed = 0, status;
  if (t == MAP_FAILED || amount == 0 || !opens_whole())
    return puts("not ok damage: the artefact does not open"), 1;
  for (unsigned p = 0; p < PROCESSES; p++) {
    t[p].first_bad = UINT64_MAX;
    if (fork() == 0) work(argv[2], amount, p, &t[p]), _exit(0);
  }
  while (wait(&status) > 0) crashed |= status != 0;
  tally sum = {t[0].tried + t[1].tried, t[0].passed + t[1].passed, t[0].first_bad, t[0].status};
  if (t[1].first_bad < sum.first_bad) sum.first_bad = t[1].first_bad, sum.status = t[1].status;
  int ok = !crashed && sum.tried > 0 && sum.tried == sum.passed;
  printf("%s damage %s: %llu of %llu refused (%zu bytes)", ok ? "ok" : "not ok", argv[2],
         (unsigned long long)sum.passed, (unsigned long long)sum.tried, size);
  if (crashed) printf("; crash");
  if (sum.tried != sum.passed)
    printf("; first at %llu: status %d", (unsigned long long)sum.first_bad, sum.status);
  printf("\n# damage: tried %llu, passed %llu\n", (unsigned long long)sum.tried,
         (unsigned long long)(sum.passed));
  return !ok;
}
