/* column_names.h - header words that are well known, in Chinese and English, and names that are near others.
 */
#ifndef INTAKE_COLUMN_NAMES_H
#define INTAKE_COLUMN_NAMES_H
#include "base/span.h"

typedef enum column_meaning {
  COLUMN_TEXT,
  COLUMN_ID,
  COLUMN_SCORE,
  COLUMN_RATING, /* a score on a scale that must be said */
  COLUMN_GROUP_NAME,
  COLUMN_DATE
} column_meaning;

/* How well `name` says that its column has this meaning: 0 not at all, NAME_LIKELY it may, NAME_CLEAR it
 * does. Days and ids have an order of their own on top: the more telling name ranks higher. Case, spaces, `_`
 * and `-` do not matter. */
#define NAME_LIKELY 1u
#define NAME_CLEAR  1000u
unsigned column_name_rank(vox_str name, column_meaning meaning);

/* What an open question asks for, by words inside it: "您不愿意推荐的具体原因是什么？". */
typedef enum question_kind {
  QUESTION_NONE,
  QUESTION_COMMENT,
  QUESTION_REASON,
  QUESTION_REASON_NEG,
  QUESTION_REASON_POS,
  QUESTION_SUGGESTION,
  QUESTION_EXPECTATION
} question_kind;
question_kind column_name_question(vox_str name);
/* Does the name speak of recommending, or of NPS? Its column may hold the score. */
bool column_name_recommends(vox_str name);
/* Does the name end in the word for an id: order_id, 订单号? */
bool column_name_ends_in_id(vox_str name);
/* How many characters must change to make one of the other; 64 at most. */
unsigned column_name_distance(vox_str a, vox_str b);
#endif
