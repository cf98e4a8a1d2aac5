/* vox_learn.c - the handles of learning and of evaluation. */
#include "vox_learn.h"
#include "api/handles.h"
#include "api/options.h"
#include "learn/emotion_entries.h"
#include "learn/measure.h"

enum { SOURCE_LIMIT = 1 << 28 };

struct vox_learner {
  mem mem;
  const vox_model *model;
  vox_learner_options options;
  corpus corpus;
  weights_options how;
  weights weights;
  emotions emotions;
  bool learned;
};

int vox_emotion_number(vox_str name) { return emotion_by_name(name); }
unsigned vox_fold_of(vox_str text) { return fold_of(text); }

/* The model's S is where the fit begins; both sides weigh the same, whatever the model found more of. */
static void adapt(weights_options *how, const vox_learner_options *opts) {
  how->lambda = opts->trust / 100.0;
  how->balance = 1;
  how->neutral_step = 0;
}

vox_status vox_learner_new(vox_learner **out, const vox_model *model, const vox_learner_options *opts,
                           vox_error *err) {
  vox_learner_options o = VOX_LEARNER_OPTIONS_INIT;
  static const weights_options how = WEIGHTS_OPTIONS_INIT;
  if (!out || !model) return fail(err, VOX_ERR_ARGUMENT, "no place for the learner, or no model");
  vox_status taken = options_take(&o, sizeof o, opts, err);
  if (taken != VOX_OK) return taken;
  opts = &o;
  mem first;
  mem_init(&first, model->allocator, 0);
  vox_learner *l = mem_array(&first, 1, sizeof *l);
  if (!l) return fail_memory(err);
  l->mem = first;
  l->model = model;
  l->options = *opts;
  l->how = how;
  l->how.most = opts->most;
  l->how.min_rows = opts->min_rows;
  l->how.min_pair_rows = opts->min_rows + opts->min_rows / 2;
  l->how.min_groups = opts->min_domains;
  l->how.set_rows = opts->set_rows;
  l->how.cost = opts->cost / 1000.0;
  if (opts->leave_fold >= 0) l->how.leave_folds = 1u << opts->leave_fold % FOLDS;
  vox_status status = corpus_init(&l->corpus, &l->mem, model->dict, model->lexicon, model->names, err);
  l->corpus.chinese = strcmp(opts->language, "en") != 0;
  l->corpus.english = strcmp(opts->language, "zh") != 0;
  l->corpus.sure = opts->sure;
  l->how.neutral_below = lexicon_setting(model->lexicon, SETTING_NEUTRAL_BELOW);
  l->how.neutral_both = lexicon_setting(model->lexicon, SETTING_NEUTRAL_BOTH);
  l->how.neutral_step = lexicon_setting(model->lexicon, SETTING_NEUTRAL_STEP);
  l->how.evidence_scale = lexicon_setting(model->lexicon, SETTING_EVIDENCE_SCALE);
  l->corpus.emotions = opts->emotion_entries != 0;
  if (opts->sure > 0) adapt(&l->how, opts);
  if (status == VOX_OK)
    *out = l;
  else
    vox_learner_free(l);
  return status;
}

void vox_learner_free(vox_learner *l) {
  if (!l) return;
  weights_free(&l->weights);
  emotions_free(&l->emotions);
  corpus_free(&l->corpus);
  mem last = l->mem;
  mem_put(&last, l, sizeof *l);
}

vox_status vox_learner_stop_words(vox_learner *l, vox_str words, vox_error *err) {
  return corpus_stop_words(&l->corpus, words, err);
}

vox_status vox_learner_add(vox_learner *l, const vox_labelled *row, vox_error *err) {
  labelled_text t = {row->set,
                     row->category,
                     row->text,
                     row->whole.len ? row->whole : row->text,
                     (int8_t)((row->label > 0) - (row->label < 0)),
                     row->learn != 0,
                     (uint16_t)row->emotions};
  return corpus_add(&l->corpus, &t, err);
}

vox_status vox_learner_leave(vox_learner *l, vox_str name, vox_error *err) {
  vox_str category = name, set = str_cut(&category, ':');
  uint64_t bit = corpus_set_bit(&l->corpus, set);
  bool found = bit != 0 && !category.ptr;
  if (found) l->how.leave_sets |= bit;
  for (size_t g = 0; bit && category.ptr && g < l->corpus.groups.len; g++) {
    const named_group *group = &vec_at(&l->corpus.groups, g);
    if (bit != (uint64_t)1 << group->set || !str_eq(group->name, category)) continue;
    l->how.leave_groups[g / 64] |= (uint64_t)1 << g % 64;
    found = true;
  }
  return found ? VOX_OK : fail(err, VOX_ERR_NOT_FOUND, "no comment is of the set or category to leave out");
}

/* lambda multiplies sums made with the model's own step; the new step makes such sums by itself. */
static int32_t step_of(const vox_learner *l) {
  int32_t own = lexicon_setting(l->model->lexicon, SETTING_PRIOR_STEP);
  if (l->options.sure) return own;
  double step = l->weights.lambda * own;
  return (int32_t)(step + 0.5);
}

static vox_status learn_emotions(vox_learner *l, vox_learned *out, vox_error *err) {
  emotions_options how = EMOTIONS_OPTIONS_INIT;
  how.leave_folds = l->how.leave_folds;
  how.most = l->options.emotion_entries;
  how.min_rows = l->options.min_rows;
  how.cost = l->how.cost;
  emotions_free(&l->emotions);
  vox_status status = emotions_learn(&l->emotions, &l->corpus, &how, &l->mem, err);
  l->learned = status == VOX_OK;
  if (!l->learned) return status;
  *out = (vox_learned){.rows = l->emotions.row_count};
  for (unsigned e = 0; e < EMOTION_COUNT; e++) out->entries += l->emotions.of[e].kept;
  return VOX_OK;
}

vox_status vox_learner_learn(vox_learner *l, vox_learned *out, vox_error *err) {
  if (l->options.emotion_entries) return learn_emotions(l, out, err);
  int32_t own = lexicon_setting(l->model->lexicon, SETTING_PRIOR_STEP);
  if (!l->options.sure && l->options.prior_step && own) l->how.lambda = (double)l->options.prior_step / own;
  weights_free(&l->weights);
  vox_status status = weights_learn(&l->weights, &l->corpus, &l->how, &l->mem, err);
  l->learned = status == VOX_OK;
  if (l->learned)
    *out =
        (vox_learned){l->weights.rows, l->weights.kept, l->weights.sides[0], l->weights.sides[1], step_of(l)};
  return status;
}

vox_status vox_learner_write(const vox_learner *l, vox_write_fn write, void *payload, vox_error *err) {
  if (!l->learned) return fail(err, VOX_ERR_ARGUMENT, "nothing was learned yet");
  entries_header h = {.id = str_of(l->options.id),
                      .version = str_of(l->options.version),
                      .language = str_of(l->options.language),
                      .licence = str_of(l->options.licence),
                      .prior_step = step_of(l),
                      .words = dict_word_count(l->model->dict),
                      .leave_fold = l->options.leave_fold,
                      .sure = l->options.sure};
  if (h.sure)
    h.slope = weights_steady_slope(&l->weights, &l->corpus, &l->how,
                                   lexicon_setting(l->model->lexicon, SETTING_SLOPE));
  mem m;
  buf out;
  mem_init(&m, l->model->allocator, 0);
  buf_init(&out, &m, SOURCE_LIMIT);
  vox_status status = l->options.emotion_entries
                          ? emotion_entries_write(&l->emotions, &l->corpus, &h, &out, &m, err)
                          : entries_write(&l->weights, &l->corpus, &h, &out, &m, err);
  if (status == VOX_OK && (status = write(payload, out.ptr, out.len)) != VOX_OK)
    fail(err, status, "the entries could not be written");
  buf_free(&out);
  return status;
}

/* ---- Evaluation ---- */

struct vox_evaluation {
  mem mem;
  measured_rows rows;
};

vox_status vox_evaluation_new(vox_evaluation **out, vox_error *err) {
  mem first;
  mem_init(&first, NULL, 0);
  vox_evaluation *e = mem_array(&first, 1, sizeof *e);
  if (!e) return fail_memory(err);
  e->mem = first;
  *out = e;
  return VOX_OK;
}

vox_status vox_evaluation_add(vox_evaluation *e, const vox_gold *gold, vox_sentiment got, vox_error *err) {
  return vec_push(&e->mem, &e->rows, ((measured_row){*gold, got})) ? VOX_OK : fail_memory(err);
}

vox_status vox_evaluation_measure(vox_evaluation *e, unsigned rounds, vox_measures *out, vox_error *err) {
  return measure(&e->rows, rounds, out, &e->mem, err);
}

vox_status vox_evaluation_compare(vox_evaluation *from, vox_evaluation *to, unsigned rounds,
                                  vox_difference *out, vox_error *err) {
  if (from->rows.len != to->rows.len) return fail(err, VOX_ERR_ARGUMENT, "the two hold different comments");
  return measure_difference(&from->rows, &to->rows, rounds, out, &to->mem, err);
}

void vox_evaluation_free(vox_evaluation *e) {
  if (!e) return;
  vec_free(&e->mem, &e->rows);
  mem last = e->mem;
  mem_put(&last, e, sizeof *e);
}
