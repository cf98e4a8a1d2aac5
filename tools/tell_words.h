/* tell_words.h - comments given as arguments: each through one context, what is to be said of them printed.
 */
#ifndef TOOLS_TELL_WORDS_H
#define TOOLS_TELL_WORDS_H
#include "common.h"

/* Adds to the page what there is to say of a comment. 0, or an exit code after a message. */
typedef int (*tell_fn)(const command *c, void *context, vox_ctx *ctx, const char *words, bytes *page);
/* What was said before one failed is printed. 0, or an exit code after a message. */
int tell_words(const command *c, const vox_model *model, uint32_t want, char **words, int count, tell_fn tell,
               void *context);
#endif
