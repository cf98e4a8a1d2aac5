/* vox_learn_themes.c - the handle of learning weighted themes. */
#include "api/handles.h"
#include "learn/themes.h"
#include "vox_learn.h"

enum { SOURCE_LIMIT = 1 << 28, WEIGHTED_MOST = 200 };

struct vox_theme_learner {
  mem mem;
  const vox_model *model;
  vox_theme_learner_options options;
  theme_corpus corpus;
};

vox_status vox_theme_learner_new(vox_theme_learner **out, const vox_model *model,
                                 const vox_theme_learner_options *opts, vox_error *err) {
  static const vox_theme_learner_options standard = VOX_THEME_LEARNER_OPTIONS_INIT;
  if (!out || !model) return fail(err, VOX_ERR_ARGUMENT, "no place for the learner, or no model");
  if (!opts) opts = &standard;
  if (opts->most < 1 || opts->most > WEIGHTED_MOST)
    return fail(err, VOX_ERR_ARGUMENT, "a theme has 1 to 200 weighted terms");
  mem first;
  mem_init(&first, model->allocator, 0);
  vox_theme_learner *l = mem_array(&first, 1, sizeof *l);
  if (!l) return fail_memory(err);
  l->mem = first;
  l->model = model;
  l->options = *opts;
  vox_status status = theme_corpus_init(&l->corpus, &l->mem, model->dict, model->lexicon, model->names, err);
  if (status == VOX_OK)
    *out = l;
  else
    vox_theme_learner_free(l);
  return status;
}

void vox_theme_learner_free(vox_theme_learner *l) {
  if (!l) return;
  theme_corpus_free(&l->corpus);
  mem last = l->mem;
  mem_put(&last, l, sizeof *l);
}

vox_status vox_theme_learner_name(vox_theme_learner *l, vox_str label, vox_str id, vox_error *err) {
  return theme_corpus_name(&l->corpus, label, id, err);
}

vox_status vox_theme_learner_add(vox_theme_learner *l, vox_str text, vox_str labels, vox_error *err) {
  return theme_corpus_add(&l->corpus, text, text, labels, err);
}

/* The labels that have ids, one after the other. */
static vox_status learn_labels(vox_theme_learner *l, buf *out, vox_theme_learned *done, vox_error *err) {
  theme_options o = {l->options.most, l->options.min_rows, l->options.cost / 1000.0,
                     l->options.leave_fold >= 0 ? 1u << l->options.leave_fold % VOX_FOLDS : 0};
  for (size_t i = 0; i < l->corpus.labels.len; i++) {
    weighted_theme t;
    if (!vec_at(&l->corpus.labels, i).id.len) continue;
    vox_status status = theme_fit(&l->corpus, &o, i, &t, &l->mem, err);
    if (status != VOX_OK) return status;
    theme_write(&l->corpus, i, &t, out);
    done->labels++;
    done->terms += t.count;
    weighted_theme_free(&t, &l->mem);
  }
  return out->status == VOX_OK ? VOX_OK : fail_memory(err);
}

vox_status vox_theme_learner_write(vox_theme_learner *l, vox_write_fn write, void *payload,
                                   vox_theme_learned *done, vox_error *err) {
  theme_header h = {str_of(l->options.id), str_of(l->options.version), str_of(l->options.licence),
                    str_of(l->options.language), l->options.leave_fold};
  buf out;
  *done = (vox_theme_learned){.rows = l->corpus.rows.len};
  if (!l->corpus.rows.len || !l->corpus.labels.len)
    return fail(err, VOX_ERR_ARGUMENT, "no labelled rows to learn from");
  buf_init(&out, &l->mem, SOURCE_LIMIT);
  theme_write_head(&l->corpus, &h, &out);
  vox_status status = theme_corpus_settle(&l->corpus, str_of(l->options.root));
  if (status == VOX_OK) status = theme_write_definitions(&l->corpus, l->model->names, &out);
  status = status == VOX_OK ? learn_labels(l, &out, done, err) : fail_memory(err);
  if (status == VOX_OK && (status = write(payload, out.ptr, out.len)) != VOX_OK)
    fail(err, status, "the entries could not be written");
  buf_free(&out);
  return status;
}
