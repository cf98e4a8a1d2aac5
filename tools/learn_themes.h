/* learn_themes.h - the part of voxpop lexicon learn that learns themes. */
#ifndef TOOLS_LEARN_THEMES_H
#define TOOLS_LEARN_THEMES_H
#include "opt.h"
#include "vox_learn.h"

typedef struct theme_learning {
  vox_theme_learner_options options;
  const char *model, *column, *map, *output;
  int force;
} theme_learning;

/* 0, or an exit code after a message. */
int learn_themes(const command *c, const theme_learning *o, char **files, int count);
#endif
