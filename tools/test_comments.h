/* test_comments.h - example comments and what they must yield: the part of `voxpop lexicon test` that asks
 * for whole comments. */
#ifndef TOOLS_TEST_COMMENTS_H
#define TOOLS_TEST_COMMENTS_H
#include "common.h"

/* Runs NAME.examples of each pack, then `files`, on the model. 0, or an exit code: EXIT_LEXICON after lines
 * on standard output that name the examples which do not hold. */
int test_comments(const command *c, const vox_model *model, const char *path, const opt_list *packs,
                  const opt_list *files);
#endif
