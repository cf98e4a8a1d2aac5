/* packs_folder.c - where packs lie and which there are. */
#include "packs.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int packs_folder(char *out, size_t size, const char *model, int number) {
  char room[PACK_PATH];
  const char *rest[] = {"packs", "../share/voxpop/packs", "../lexicons/packs"};
  if (number == 0) {
    const char *file = model ? model : model_find(room, sizeof room);
    const char *slash = file ? strrchr(file, '/') : NULL;
    int n =
        slash ? snprintf(out, size, "%.*s/packs", (int)(slash - file), file) : snprintf(out, size, "packs");
    return n > 0 && (size_t)n < size;
  }
  if (number > 4) return 0;
  if (number == 4) return snprintf(out, size, "%s/share/voxpop/packs", VOXPOP_PREFIX) < (int)size;
  if (!beside_program(out, size, rest[number - 1])) out[0] = 0;
  return 1;
}

/* The names of the packs of one folder, sorted; the count, or 0. */
static size_t read_folder(const char *folder, char *names[PACKS_LISTED]) {
  size_t count = 0;
  DIR *dir = folder[0] ? opendir(folder) : NULL;
  if (!dir) return 0;
  for (struct dirent *e; count < PACKS_LISTED && (e = readdir(dir));) {
    size_t n = strlen(e->d_name);
    if (n <= 4 || e->d_name[0] == '.' || strcmp(e->d_name + n - 4, ".tsv") != 0) continue;
    if ((names[count] = strndup(e->d_name, n - 4))) count++;
  }
  closedir(dir);
  if (count) qsort(names, count, sizeof *names, by_name);
  return count;
}

size_t packs_names(char *folder, size_t size, const char *model, char *names[PACKS_LISTED]) {
  size_t count = 0;
  for (int i = 0; !count && packs_folder(folder, size, model, i); i++) count = read_folder(folder, names);
  return count;
}

void packs_list(char *out, size_t size, const char *model) {
  char folder[PACK_PATH], *names[PACKS_LISTED];
  size_t count = packs_names(folder, sizeof folder, model, names), used = 0;
  out[0] = 0;
  for (size_t i = 0; i < count; i++) {
    int n = used < size ? snprintf(out + used, size - used, "%s%s", used ? ", " : "", names[i]) : 0;
    used += n > 0 ? (size_t)n : 0;
    free(names[i]);
  }
}
