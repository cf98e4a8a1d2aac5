/* score_cell.h - "9分", "10-非常愿意", "NPS: 8", 推荐者: a cell to a score or a group.
 *
 * What is read: an optional label that ends in a colon or an equals sign, a whole number, an optional unit
 * (分 星 points ...), an optional label behind it. What is not a plain answer (a range, a fraction of
 * something, a count of something else) is not guessed at: it is counted as unreadable. */
#ifndef INTAKE_SCORE_CELL_H
#define INTAKE_SCORE_CELL_H
#include "base/span.h"

typedef struct score_scale {
  int32_t min, max;
  bool is_nps;    /* 0..10 with groups */
  bool fractions; /* up to two decimals are scores too: MIN..MAX */
} score_scale;

typedef enum score_kind {
  SCORE_READ,
  SCORE_EMPTY,
  SCORE_OUT_OF_RANGE,
  SCORE_NOT_WHOLE,
  SCORE_UNREADABLE
} score_kind;

/* nps, stars5, csat5, ces5, ces7 or MIN..MAX (whole numbers, -1000000..1000000). False: not a scale. */
bool score_scale_of(score_scale *scale, vox_str name);
/* `*centi`: the score in 1/100, when SCORE_READ is given back. */
score_kind score_cell_read(vox_str cell, const score_scale *scale, int32_t *centi);
/* The group of an NPS score: 0..6, 7..8, 9..10. */
vox_group score_group(int32_t centi);
/* The group that a cell names: 推荐者, 被动者, 贬损者 and their kin; VOX_GROUP_NONE: none of them. */
vox_group score_group_named(vox_str cell);
#endif
