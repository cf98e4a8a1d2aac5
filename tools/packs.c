/* packs.c - finding packs by name and opening an artefact with them; see packs.h. */
#include "packs.h"
#include "exit.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int is_name(const char *name) {
  size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-");
  return n > 0 && name[n] == 0;
}

/* FOLDER/NAME.tsv into `out`, if it can be read. */
static int lies_in(char out[PACK_PATH], const char *folder, const char *name) {
  int n = snprintf(out, PACK_PATH, "%s/%s.tsv", folder, name);
  return n > 0 && n < PACK_PATH && access(out, R_OK) == 0;
}

static int find_one(char out[PACK_PATH], const command *c, const char *model, const char *name) {
  char folder[PACK_PATH];
  if (strchr(name, '/')) {
    size_t n = strlen(name);
    if (n >= PACK_PATH) return complain(c, EXIT_USE, "--pack: the path is too long");
    memcpy(out, name, n + 1);
    return 0;
  }
  for (int i = 0; is_name(name) && packs_folder(folder, sizeof folder, model, i); i++)
    if (lies_in(out, folder, name)) return 0;
  char list[1024];
  packs_list(list, sizeof list, model);
  return complain(c, EXIT_USE, "no pack of the name %s; %s%s", is_name(name) ? name : "given",
                  list[0] ? "there are: " : "none was found", list);
}

int packs_find(pack_paths *out, const command *c, const char *model, const opt_list *names) {
  int code = 0;
  out->count = 0;
  if (names->count > PACKS_MAX)
    return complain(c, EXIT_USE, "at most %d packs can be laid over one another", PACKS_MAX);
  for (size_t i = 0; i < names->count && !code; i++)
    code = find_one(out->paths[out->count++], c, model, names->items[i]);
  return code;
}

int model_open_packs(vox_model **out, const command *c, const char *path, const opt_list *packs,
                     const opt_list *overlays, const opt_list *dicts) {
  pack_paths found;
  opt_list all = {.count = 0};
  int code = packs_find(&found, c, path, packs);
  if (code) return code;
  if (found.count + overlays->count > OPT_MAX)
    return complain(c, EXIT_USE, "too many packs and overlays; at most %d", OPT_MAX);
  for (size_t i = 0; i < found.count; i++) all.items[all.count++] = found.paths[i];
  for (size_t i = 0; i < overlays->count; i++) all.items[all.count++] = overlays->items[i];
  return model_open_over(out, c, path, &all, dicts);
}
