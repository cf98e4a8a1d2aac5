/* result.h - what a comment said, with reasons: the one structure that floors above read.
 *
 * Everything lies in the analyser's arena until its next comment. */
#ifndef ANALYSIS_RESULT_H
#define ANALYSIS_RESULT_H
#include "analysis/catalogue.h"
#include "vox_plugin.h"

typedef enum result_lang {
  LANG_ZH_HANS,
  LANG_ZH_HANT,
  LANG_YUE,
  LANG_EN,
  LANG_MIXED,
  LANG_OTHER
} result_lang;

/* Quality: why a comment is set apart. Names in result.c. */
#define QUALITY_NON_ANSWER 1u /* 无, 暂无, n/a: says nothing; left out of the theme base */
#define QUALITY_SPAM       2u
#define QUALITY_GIBBERISH  4u
#define QUALITY_DUPLICATE  8u  /* the text of an earlier row; set by the writer from the row */
#define QUALITY_COPIED     16u /* the words of the question */
#define QUALITY_GARBLED    32u /* bytes read in a wrong encoding: scored null */
#define QUALITY_NEAR       64u /* nearly the text of an earlier row; set by the writer from the row */
#define QUALITY_BITS       7
/* Nothing that stands in such a comment is heard. */
#define QUALITY_UNHEARD (QUALITY_GIBBERISH | QUALITY_COPIED | QUALITY_GARBLED)

/* Flags: what was noticed and does not change the score. */
#define FLAG_MIXED          1u
#define FLAG_SUGGESTION     2u /* a wish clause */
#define FLAG_CONTRAST       4u
#define FLAG_QUESTION       8u
#define FLAG_GROUP_CONFLICT 16u  /* set by the writer from the row */
#define FLAG_RUBY           32u  /* readings in brackets, 業(yè), were read over */
#define FLAG_DOUBLED        64u  /* text that stood twice in a row was read once */
#define FLAG_WRAPPER        128u /* what this file puts around comments was taken off */
#define FLAG_BITS           8

typedef enum quantity_kind { QUANTITY_DURATION_S, QUANTITY_COUNT, QUANTITY_MONEY_CNY } quantity_kind;

typedef struct result_intent {
  uint8_t intent;
  uint32_t theme; /* NO_THEME: none */
} result_intent;

typedef struct result_quantity {
  uint8_t kind;
  int64_t value;
} result_quantity;

struct vox_result {
  const catalogue *names;
  vox_str text;
  result_lang lang;
  vox_sentiment sentiment;
  const vox_named_score *emotions; /* in order of emotion number */
  const uint8_t *emotion_ids;
  size_t emotion_count;
  const vox_theme_hit *themes; /* the most specific ones, in order of theme number, each once */
  const uint32_t *theme_ids;
  size_t theme_count;
  const result_intent *intents; /* each intent at most once, in order of number */
  size_t intent_count;
  const result_quantity *quantities; /* in order of the text */
  size_t quantity_count;
  const vox_alert *alerts; /* in order of id */
  size_t alert_count;
  bool has_effort;
  int8_t effort; /* -2..2 */
  uint32_t quality, flags;
  bool has_evidence; /* it was asked for: then the record prints the list even when it is empty */
  const vox_evidence *evidence;
  size_t evidence_count;
  const struct segmented *words; /* its tokens (segment/segment.h); NULL: not told */
  bool has_tags;                 /* the model has a tagger of the caller's own */
  const vox_tag *tags;
  size_t tag_count;
  buf *scratch; /* the analyser's, empty: where a writer may print this result without allocating */
};

const char *lang_name(result_lang lang);       /* "zh-Hans" */
const char *quality_name(unsigned bit);        /* bit 0.. QUALITY_BITS-1: "non_answer" */
const char *flag_name(unsigned bit);           /* "mixed" */
const char *quantity_name(quantity_kind kind); /* "duration_s" */
const char *label_name(vox_label label);       /* "positive"; NONE: NULL */
#endif
