/* packs.h - packs: lexicons of an industry, laid over the general one by name.
 *
 * A pack is NAME.tsv in a folder `packs` beside the artefact, beside the program, in the prefix's
 * share/voxpop, or lexicons/packs of a source tree. Beside it lie NAME.examples: comments and what they must
 * yield. The key `signs` of its header lists the words by which `inspect` knows comments that it fits. */
#ifndef TOOLS_PACKS_H
#define TOOLS_PACKS_H
#include "common.h"

enum { PACKS_MAX = 16, PACK_PATH = 4096 };

typedef struct pack_paths {
  char paths[PACKS_MAX][PACK_PATH];
  size_t count;
} pack_paths;

/* The files of the packs named, in their order; a name with a slash is a file itself. `model` as for
 * model_open. 0, or an exit code after a message that tells which packs there are. */
int packs_find(pack_paths *out, const command *c, const char *model, const opt_list *names);
/* Where packs may lie: folder `number` from 0 on, empty where it is not there; 0 beyond the last one. */
int packs_folder(char *out, size_t size, const char *model, int number);
/* The packs of the first such folder that has any: their names, sorted, each to be freed, and the folder. */
enum { PACKS_LISTED = 64 };
size_t packs_names(char *folder, size_t size, const char *model, char *names[PACKS_LISTED]);
void packs_list(char *out, size_t size, const char *model); /* the names in a line, cut to fit */
/* model_open_over with packs, which lie above the artefact and below the overlays. */
int model_open_packs(vox_model **out, const command *c, const char *path, const opt_list *packs,
                     const opt_list *overlays, const opt_list *dicts);

/* ---- Which pack fits? ---- */

/* Counts, of the first comments of a file, those in which a sign of each pack stands. */
typedef struct pack_guess pack_guess;
/* NULL where there are no packs, or memory ends. */
pack_guess *pack_guess_new(const char *model);
void pack_guess_look(pack_guess *g, vox_str comment);
/* The name of the pack that fits clearly better than any other, with the share of comments in percent; NULL:
 * none does. The name lives as long as `g`. */
const char *pack_guess_best(const pack_guess *g, unsigned *percent);
void pack_guess_free(pack_guess *g);
#endif
