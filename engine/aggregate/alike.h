/* alike.h - do two short texts say the same in nearly the same words? */
#ifndef AGGREGATE_ALIKE_H
#define AGGREGATE_ALIKE_H
#include "base/span.h"

/* Equal letters once case, white space and punctuation are set aside, or at least 80 % of their pairs of
 * neighbouring letters in common (Dice's measure over distinct pairs). Only the first 256 letters count. */
bool texts_alike(vox_str a, vox_str b);
#endif
