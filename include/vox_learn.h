/* vox_learn.h - sentiment weights learned from labelled comments, and how right a model is about such
 * comments.
 *
 * Learning is deterministic: the same model, rows and options give the same bytes on every machine. */
#ifndef VOX_LEARN_H
#define VOX_LEARN_H
#include "vox.h"
#ifdef __cplusplus
extern "C" {
#endif

enum { VOX_FOLDS = 5 };

/* The fold of a text in cross-validation: the first byte of its SHA-256, modulo VOX_FOLDS. */
VOX_API unsigned vox_fold_of(vox_str text);

/* ---- Learning ------------------------------------------------------------------------------------------ */
typedef struct vox_learner vox_learner;

typedef struct vox_learner_options {
  size_t struct_size;
  const char *language; /* "zh": words with Han characters, emoji, [tags]; "en": all others; "mul": both */
  const char *id, *version, *licence; /* for the header of what is written */
  uint32_t most;                      /* entries kept */
  uint32_t min_rows;                  /* comments that an entry must stand in; pairs: half as many again */
  uint32_t min_domains; /* sets or categories in which an entry must lean to the side of its weight */
  uint32_t set_rows;    /* a larger set weighs no more than so many comments */
  uint32_t cost;        /* of a mistake against the size of weights, 1/1000 */
  int32_t prior_step;   /* setting prior_step that the weights will be used with; 0: learned as well */
  int32_t leave_fold;   /* comments of this fold are not learned from; -1: none */
  /* Adapting: above 0, labels are not asked for. The model itself, its learned weights too, labels the
   * comments whose |S| reaches this, 1/100; what is learned is laid over the model as an overlay. */
  int32_t sure;
  uint32_t trust; /* adapting: how far the model's S is believed in the fit, percent */
  /* Other than 0: weights of words for each emotion are learned from the rows' `emotions`, at most this many
   * of each, and its offset; `label` is not looked at. */
  uint32_t emotion_entries;
} vox_learner_options;
#define VOX_LEARNER_OPTIONS_INIT                                                                             \
  {                                                                                                          \
    sizeof(vox_learner_options), "zh", "zh-learned", "0.1.0", "MIT", 20000, 4, 2, 12000, 100, 0, -1, 0, 50,  \
        0                                                                                                    \
  }

typedef struct vox_labelled {
  vox_str set;      /* where the comment comes from, and */
  vox_str category; /* a part of that set, or empty: domains across which weights must agree */
  vox_str text;
  vox_str whole; /* the text before anything was taken off; it decides the fold. Empty: `text` */
  int label;     /* 1, -1; 0: none */
  int learn; /* 0: not learned from, but its fold and set are kept out where its doubles stand elsewhere */
  unsigned emotions; /* its gold emotions: bit of vox_emotion_number; 0: none */
} vox_labelled;

/* The number of an emotion of the records ("anger"), 0..10; -1: no such emotion. */
VOX_API int vox_emotion_number(vox_str name);

typedef struct vox_learned {
  uint64_t rows;               /* learned from */
  uint64_t entries;            /* kept */
  uint64_t positive, negative; /* of the rows */
  int32_t prior_step;          /* that goes with them */
} vox_learned;

/* The model gives tokens, negators and the hand-made lexicon's sums; learned weights in it take no part. */
VOX_API vox_status vox_learner_new(vox_learner **out, const vox_model *model, const vox_learner_options *opts,
                                   vox_error *err);
/* Words, separated by spaces and line ends, that must not carry a weight by themselves, nor two of them as a
 * pair. A word behind ~ may stand in any pair. `#` begins a comment
 * line. */
VOX_API vox_status vox_learner_stop_words(vox_learner *learner, vox_str words, vox_error *err);
VOX_API vox_status vox_learner_add(vox_learner *learner, const vox_labelled *row, vox_error *err);
/* Leaves a set out of learning, with all doubles of its comments; of a set "NAME" also one category,
 * "NAME:CATEGORY". After the rows. VOX_ERR_NOT_FOUND when no row is of it. */
VOX_API vox_status vox_learner_leave(vox_learner *learner, vox_str name, vox_error *err);
VOX_API vox_status vox_learner_learn(vox_learner *learner, vox_learned *out, vox_error *err);
/* What was learned as a lexicon source: header, entries in order, each with its evidence. */
VOX_API vox_status vox_learner_write(const vox_learner *learner, vox_write_fn write, void *payload,
                                     vox_error *err);
VOX_API void vox_learner_free(vox_learner *learner);

/* ---- Themes -------------------------------------------------------------------------------------------- */
/* Weighted terms of themes, learned from comments labelled with what they talk about. */
typedef struct vox_theme_learner vox_theme_learner;

typedef struct vox_theme_learner_options {
  size_t struct_size;
  const char *language, *id, *version, *licence; /* for the header of what is written */
  const char *root; /* themes of labels that were given no id are ROOT.t01, ROOT.t02, ... in order of label */
  uint32_t most;    /* terms of a theme, 1..200 */
  uint32_t min_rows;  /* comments that a term must stand in */
  uint32_t cost;      /* of a mistake against the size of weights, 1/1000 */
  int32_t leave_fold; /* comments of this fold are not learned from; -1: none */
} vox_theme_learner_options;
#define VOX_THEME_LEARNER_OPTIONS_INIT                                                                       \
  { sizeof(vox_theme_learner_options), "zh", "themes-learned", "0.1.0", "MIT", "learned", 200, 4, 150, -1 }

typedef struct vox_theme_learned {
  uint64_t rows, labels, terms;
} vox_theme_learned;

VOX_API vox_status vox_theme_learner_new(vox_theme_learner **out, const vox_model *model,
                                         const vox_theme_learner_options *opts, vox_error *err);
/* The theme id of a label. After the first call only labels with an id are learned. */
VOX_API vox_status vox_theme_learner_name(vox_theme_learner *learner, vox_str label, vox_str id,
                                          vox_error *err);
/* `labels` stand between |; none: a comment about nothing of all this. */
VOX_API vox_status vox_theme_learner_add(vox_theme_learner *learner, vox_str text, vox_str labels,
                                         vox_error *err);
/* Learns and writes the lexicon source. Once, after the rows. */
VOX_API vox_status vox_theme_learner_write(vox_theme_learner *learner, vox_write_fn write, void *payload,
                                           vox_theme_learned *out, vox_error *err);
VOX_API void vox_theme_learner_free(vox_theme_learner *learner);

/* ---- Evaluation ------------------------------------------------------------------------------------------
 */
typedef struct vox_evaluation vox_evaluation;

enum { VOX_BINS = 10 };

/* A figure with its 95 % bootstrap interval, in 1/10000. */
typedef struct vox_figure {
  int32_t value, low, high;
} vox_figure;

typedef struct vox_measures {
  uint64_t rows, covered; /* given; with a score */
  uint64_t polar;         /* of gold label positive or negative */
  uint64_t graded;        /* with a grade */
  vox_figure accuracy;    /* of polar rows; a score of null or 0 counts one half */
  vox_figure macro_f1;    /* of polar rows; a score of null or 0 is wrong for both sides */
  vox_figure auc;         /* of polar rows */
  vox_figure spearman;    /* of score and grade */
  vox_figure macro_f1_3;  /* negative, neutral or mixed, positive; only when gold holds all three */
  int32_t
      calibration_error;    /* of polar rows with a score: mean of |confidence - share right| over the bins */
  int has_three;            /* gold holds all three classes */
  uint64_t confusion[3][4]; /* gold negative, neutral or mixed, positive; label: the same, or none */
  uint64_t bin_rows[VOX_BINS]; /* by confidence 0..1 in ten equal parts; the lower five stay empty */
  uint64_t bin_right[VOX_BINS];
  int32_t bin_confidence[VOX_BINS]; /* its mean, 1/10000 */
} vox_measures;

/* How far a second set of scores of the same comments stands above a first one, with the 95 % interval of the
 * paired bootstrap; in 1/10000. An interval without 0 in it is more than chance. */
typedef struct vox_difference {
  vox_figure accuracy, macro_f1, auc, spearman, macro_f1_3;
} vox_difference;

typedef struct vox_gold {
  int has_label, label; /* 1, 0 (neutral or mixed), -1 */
  int has_grade;
  double grade; /* stars, 0-10, valence */
} vox_gold;

VOX_API vox_status vox_evaluation_new(vox_evaluation **out, vox_error *err);
VOX_API vox_status vox_evaluation_add(vox_evaluation *evaluation, const vox_gold *gold, vox_sentiment got,
                                      vox_error *err);
/* `rounds` bootstrap samples, drawn from a fixed seed; 0: no intervals. */
VOX_API vox_status vox_evaluation_measure(vox_evaluation *evaluation, unsigned rounds, vox_measures *out,
                                          vox_error *err);
/* Both were given the same gold rows in the same order, else VOX_ERR_ARGUMENT. */
VOX_API vox_status vox_evaluation_compare(vox_evaluation *from, vox_evaluation *to, unsigned rounds,
                                          vox_difference *out, vox_error *err);
VOX_API void vox_evaluation_free(vox_evaluation *evaluation);

#ifdef __cplusplus
}
#endif
#endif
