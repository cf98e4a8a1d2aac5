/* cmd_evaluate.c - voxpop evaluate: how right the scores are about labelled comments, and where they are
 * wrong. */
#include "commands.h"
#include "common.h"
#include "exit.h"
#include "labelled.h"
#include "packs.h"
#include "pipeline.h"
#include "sink.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct evaluate_options {
  const char *model, *folds, *against, *abstain;
  long rounds, errors, below;
  int evidence, json;
  opt_list packs, overlays, dicts;
} evaluate_options;

/* The models that answer: one, or one for each fold. */
typedef struct answerers {
  vox_model *models[VOX_FOLDS];
  vox_ctx *contexts[VOX_FOLDS];
  int count;
} answerers;

typedef struct mistake {
  vox_score confidence;
  size_t at, len; /* of its lines in `text` */
} mistake;

typedef struct gathered {
  vox_evaluation *evaluation;
  bytes text;
  mistake *list;
  size_t count, room;
} gathered;

__attribute__((format(printf, 2, 3))) static void add_format(bytes *b, const char *format, ...) {
  char piece[512];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(piece, sizeof piece, format, args);
  va_end(args);
  if (n > 0) bytes_add(b, piece, (size_t)n < sizeof piece ? (size_t)n : sizeof piece - 1);
}

/* ---- Models ---- */

/* PATTERN with its %d replaced by the fold. */
static int fold_path(const char *pattern, int fold, char *out, size_t size) {
  const char *mark = strstr(pattern, "%d");
  if (!mark) return 0;
  int n = snprintf(out, size, "%.*s%d%s", (int)(mark - pattern), pattern, fold, mark + 2);
  return n > 0 && (size_t)n < size;
}

static int open_answerers(answerers *a, const evaluate_options *o) {
  const command *c = &command_evaluate;
  vox_ctx_options options = VOX_CTX_OPTIONS_INIT;
  char path[4096];
  int code = 0;
  options.want = o->evidence ? VOX_WANT_EVIDENCE : 0;
  options.abstain = (int32_t)o->below;
  a->count = o->folds ? VOX_FOLDS : 1;
  for (int i = 0; i < a->count && !code; i++) {
    vox_error err = {0};
    if (o->folds && !fold_path(o->folds, i, path, sizeof path))
      return complain(c, EXIT_USE, "--folds takes a path with %%d in it");
    if ((code = model_open_packs(&a->models[i], c, o->folds ? path : o->model, &o->packs, &o->overlays,
                                 &o->dicts)))
      break;
    vox_status status = vox_ctx_new(&a->contexts[i], a->models[i], &options, &err);
    if (status != VOX_OK) code = complain_error(c, "evaluating", status, &err);
  }
  return code;
}

static void close_answerers(answerers *a) {
  for (int i = 0; i < VOX_FOLDS; i++) {
    vox_ctx_free(a->contexts[i]);
    vox_model_free(a->models[i]);
  }
}

/* ---- Mistakes ---- */

static void add_reasons(bytes *b, vox_str text, const vox_result *r) {
  const vox_evidence *list;
  size_t n = vox_result_evidence(r, &list);
  for (size_t i = 0; i < n; i++) {
    const vox_evidence *e = &list[i];
    if (e->kind.len != 9 || memcmp(e->kind.ptr, "sentiment", 9) != 0) continue;
    add_format(b, "      %+.2f  %.*s  %.*s  %.*s\n", e->sum / 100.0, (int)(e->span.end - e->span.begin),
               text.ptr + e->span.begin, (int)e->rule.len, e->rule.ptr, (int)e->entry.len, e->entry.ptr);
  }
}

static void note_mistake(gathered *g, const evaluate_options *o, const labelled_row *row,
                         const vox_result *r) {
  vox_sentiment got = vox_result_sentiment(r);
  if (!o->errors || !row->gold.has_label || !row->gold.label || got.score * row->gold.label > 0) return;
  if (g->count == g->room) {
    size_t room = g->room ? 2 * g->room : 256;
    mistake *grown = realloc(g->list, room * sizeof *grown);
    if (!grown) return;
    g->list = grown, g->room = room;
  }
  mistake m = {got.confidence, g->text.len, 0};
  add_format(&g->text, "  %.*s  gold %s  score %+.4f\n", (int)row->id.len, row->id.ptr,
             row->gold.label > 0 ? "positive" : "negative", got.score / 10000.0);
  if (o->evidence) add_reasons(&g->text, row->text, r);
  m.len = g->text.len - m.at;
  g->list[g->count++] = m;
}

static int surer(const void *left, const void *right) {
  const mistake *a = left, *b = right;
  if (a->confidence != b->confidence) return a->confidence > b->confidence ? -1 : 1;
  return (a->at > b->at) - (a->at < b->at);
}

/* The surest mistakes first. */
static void add_mistakes(bytes *page, gathered *g, const evaluate_options *o) {
  if (!o->errors) return;
  if (g->count) qsort(g->list, g->count, sizeof *g->list, surer);
  add_format(page, "mistakes     %zu; the surest first:\n", g->count);
  for (size_t i = 0; i < g->count && i < (size_t)o->errors; i++)
    bytes_add(page, g->text.ptr + g->list[i].at, g->list[i].len);
}

/* ---- The page ---- */

static void add_figure(bytes *b, const char *name, vox_figure f, int unit) {
  add_format(b, "%-12s %.2f  (%.2f to %.2f)\n", name, f.value / (double)unit, f.low / (double)unit,
             f.high / (double)unit);
}

static void add_confusion(bytes *b, const vox_measures *m) {
  static const char *const names[] = {"negative", "neutral", "positive"};
  add_format(b, "gold \\ label  negative  neutral/mixed  positive  none\n");
  for (int i = 0; i < 3; i++)
    add_format(b, "  %-10s %9llu %14llu %9llu %5llu\n", names[i], (unsigned long long)m->confusion[i][0],
               (unsigned long long)m->confusion[i][1], (unsigned long long)m->confusion[i][2],
               (unsigned long long)m->confusion[i][3]);
}

static void add_bins(bytes *b, const vox_measures *m) {
  add_format(b, "confidence   rows  mean  right\n");
  for (int k = VOX_BINS / 2; k < VOX_BINS; k++)
    add_format(b, "  0.%d-%s %9llu  %.3f  %.3f\n", k, k == 9 ? "1.0" : (char[]){'0', '.', (char)('1' + k), 0},
               (unsigned long long)m->bin_rows[k], m->bin_confidence[k] / 10000.0,
               m->bin_rows[k] ? (double)m->bin_right[k] / (double)m->bin_rows[k] : 0.0);
}

/* How many comments of a side were answered, and how many of these rightly. */
static void add_answered(bytes *b, const vox_measures *m) {
  uint64_t rows = 0, right = 0;
  for (int k = 0; k < VOX_BINS; k++) rows += m->bin_rows[k], right += m->bin_right[k];
  add_format(b, "%-12s %llu of %llu of a side, %.2f %% of them right\n", "answered", (unsigned long long)rows,
             (unsigned long long)m->polar, rows ? 100.0 * (double)right / (double)rows : 0.0);
}

static void add_page(bytes *b, const char *name, const vox_measures *m) {
  add_format(b, "%s\nrows         %llu, with a score %llu, of a side %llu\n", name,
             (unsigned long long)m->rows, (unsigned long long)m->covered, (unsigned long long)m->polar);
  if (m->polar) {
    add_figure(b, "accuracy", m->accuracy, 100);
    add_figure(b, "macro-F1", m->macro_f1, 100);
    add_figure(b, "AUC", m->auc, 100);
    add_format(b, "%-12s %.3f\n", "ECE", m->calibration_error / 10000.0);
    add_answered(b, m);
  }
  if (m->has_three) add_figure(b, "macro-F1 of 3", m->macro_f1_3, 100);
  if (m->graded > 2) add_figure(b, "Spearman", m->spearman, 100);
  if (m->polar) add_confusion(b, m), add_bins(b, m);
}

static void add_json_figure(bytes *b, const char *name, vox_figure f) {
  add_format(b, ",\"%s\":{\"value\":%.4f,\"low\":%.4f,\"high\":%.4f}", name, f.value / 10000.0,
             f.low / 10000.0, f.high / 10000.0);
}

static void add_json(bytes *b, vox_str set, const vox_measures *m) {
  add_format(b, "{\"set\":\"%.*s\",\"rows\":%llu,\"covered\":%llu,\"polar\":%llu,\"graded\":%llu",
             (int)set.len, set.ptr, (unsigned long long)m->rows, (unsigned long long)m->covered,
             (unsigned long long)m->polar, (unsigned long long)m->graded);
  add_json_figure(b, "accuracy", m->accuracy);
  add_json_figure(b, "macro_f1", m->macro_f1);
  add_json_figure(b, "auc", m->auc);
  if (m->has_three) add_json_figure(b, "macro_f1_3", m->macro_f1_3);
  if (m->graded > 2) add_json_figure(b, "spearman", m->spearman);
  add_format(b, ",\"ece\":%.4f,\"bins\":[", m->calibration_error / 10000.0);
  for (int k = 0; k < VOX_BINS; k++)
    add_format(b, "%s{\"rows\":%llu,\"right\":%llu,\"confidence\":%.4f}", k ? "," : "",
               (unsigned long long)m->bin_rows[k], (unsigned long long)m->bin_right[k],
               m->bin_confidence[k] / 10000.0);
  add_format(b, "]}\n");
}

/* ---- The order of work ---- */

/* A comment without a label has no score either: as unanswered it counts one half. */
static vox_sentiment answer_of(const vox_result *r) {
  vox_sentiment s = vox_result_sentiment(r);
  if (s.label == VOX_LABEL_NONE) s.score = 0;
  return s;
}

static int answer_row(gathered *g, const evaluate_options *o, const answerers *a, const labelled_row *row) {
  const vox_result *result;
  vox_error err = {0};
  int which = a->count > 1 ? (int)vox_fold_of(row->text) : 0;
  vox_status status = vox_analyse(&result, a->contexts[which], row->text, VOX_ROLE_OTHER, &err);
  if (status == VOX_OK) status = vox_evaluation_add(g->evaluation, &row->gold, answer_of(result), &err);
  if (status != VOX_OK) return complain_error(&command_evaluate, "evaluating", status, &err);
  note_mistake(g, o, row, result);
  return 0;
}

static int evaluate_file(bytes *page, const char *path, const evaluate_options *o, const answerers *a) {
  const command *c = &command_evaluate;
  labelled_file f;
  labelled_row row;
  gathered g = {.count = 0};
  vox_measures m;
  vox_error err = {0};
  int code = labelled_open(&f, c, path, NULL);
  if (code) return code;
  vox_status status = vox_evaluation_new(&g.evaluation, &err);
  while (status == VOX_OK && !code && labelled_next(&f, &row)) code = answer_row(&g, o, a, &row);
  if (status == VOX_OK && !code) status = vox_evaluation_measure(g.evaluation, (unsigned)o->rounds, &m, &err);
  if (status != VOX_OK) code = complain_error(c, path, status, &err);
  if (!code && o->json) add_json(page, labelled_set_name(path), &m);
  if (!code && !o->json) add_page(page, path, &m), add_mistakes(page, &g, o);
  vox_evaluation_free(g.evaluation);
  bytes_free(&g.text);
  free(g.list);
  labelled_close(&f);
  return code;
}

/* ---- Two artefacts on the same comments ---- */

/* Comments whose side differs, in order of the file. */
typedef struct changed_rows {
  bytes list;
  unsigned long long all, better, worse;
} changed_rows;

typedef struct duel {
  answerers models[2];
  vox_evaluation *evaluations[2];
  changed_rows changed;
} duel;

static void note_change(changed_rows *c, const labelled_row *row, const vox_sentiment got[2]) {
  static const char *const names[] = {"none", "positive", "negative", "neutral", "mixed"};
  static const char *const golds[] = {"negative", "neutral", "positive"};
  int side[2], gold = row->gold.has_label ? row->gold.label : 0;
  for (int i = 0; i < 2; i++) side[i] = (got[i].score > 0) - (got[i].score < 0);
  if (got[0].label == got[1].label && side[0] == side[1]) return;
  c->all++;
  c->better += gold && side[0] != gold && side[1] == gold;
  c->worse += gold && side[0] == gold && side[1] != gold;
  add_format(&c->list, "  %.*s  %s %+.4f -> %s %+.4f  gold %s\n", (int)row->id.len, row->id.ptr,
             names[got[0].label], got[0].score / 10000.0, names[got[1].label], got[1].score / 10000.0,
             row->gold.has_label ? golds[gold + 1] : "none");
}

static int duel_row(duel *d, const labelled_row *row) {
  vox_sentiment got[2];
  for (int i = 0; i < 2; i++) {
    const vox_result *result;
    vox_error err = {0};
    vox_status status = vox_analyse(&result, d->models[i].contexts[0], row->text, VOX_ROLE_OTHER, &err);
    if (status == VOX_OK) {
      got[i] = answer_of(result);
      status = vox_evaluation_add(d->evaluations[i], &row->gold, got[i], &err);
    }
    if (status != VOX_OK) return complain_error(&command_evaluate, "evaluating", status, &err);
  }
  note_change(&d->changed, row, got);
  return 0;
}

static void add_difference(bytes *b, const vox_measures *m, const vox_difference *d, const changed_rows *c) {
  add_format(b, "difference, the second less the first\n");
  if (m->polar) {
    add_figure(b, "accuracy", d->accuracy, 100);
    add_figure(b, "macro-F1", d->macro_f1, 100);
    add_figure(b, "AUC", d->auc, 100);
  }
  if (m->has_three) add_figure(b, "macro-F1 of 3", d->macro_f1_3, 100);
  if (m->graded > 2) add_figure(b, "Spearman", d->spearman, 100);
  add_format(b, "changed      %llu; of a side: %llu to the better, %llu to the worse\n", c->all, c->better,
             c->worse);
  bytes_add(b, c->list.ptr, c->list.len);
}

static vox_status add_duel(bytes *page, const char *const names[2], duel *d, unsigned rounds,
                           vox_error *err) {
  vox_measures m;
  vox_difference difference;
  vox_status status = VOX_OK;
  for (int i = 0; i < 2 && status == VOX_OK; i++)
    if ((status = vox_evaluation_measure(d->evaluations[i], rounds, &m, err)) == VOX_OK)
      add_page(page, names[i], &m);
  if (status == VOX_OK)
    status = vox_evaluation_compare(d->evaluations[0], d->evaluations[1], rounds, &difference, err);
  if (status == VOX_OK) add_difference(page, &m, &difference, &d->changed);
  return status;
}

static int duel_file(bytes *page, const char *path, const evaluate_options *o, duel *d) {
  const command *c = &command_evaluate;
  const char *const names[2] = {o->model ? o->model : "the model at hand", o->against};
  labelled_file f;
  labelled_row row;
  vox_error err = {0};
  vox_status status = VOX_OK;
  int code = labelled_open(&f, c, path, NULL);
  if (code) return code;
  d->changed = (changed_rows){.all = 0};
  for (int i = 0; i < 2 && status == VOX_OK; i++) status = vox_evaluation_new(&d->evaluations[i], &err);
  while (status == VOX_OK && !code && labelled_next(&f, &row)) code = duel_row(d, &row);
  add_format(page, "%s\n", path);
  if (status == VOX_OK && !code) status = add_duel(page, names, d, (unsigned)o->rounds, &err);
  if (status != VOX_OK) code = complain_error(c, path, status, &err);
  for (int i = 0; i < 2; i++) vox_evaluation_free(d->evaluations[i]), d->evaluations[i] = NULL;
  bytes_free(&d->changed.list);
  labelled_close(&f);
  return code;
}

static int duel_files(bytes *page, const evaluate_options *o, char **files, int count) {
  duel d = {.changed = {.all = 0}};
  evaluate_options second = *o;
  second.model = o->against;
  int code = open_answerers(&d.models[0], o);
  if (!code) code = open_answerers(&d.models[1], &second);
  for (int i = 0; i < count && !code; i++) code = duel_file(page, files[i], o, &d);
  close_answerers(&d.models[0]);
  close_answerers(&d.models[1]);
  return code;
}

static int evaluate_files(bytes *page, const evaluate_options *o, char **files, int count) {
  answerers a = {.count = 0};
  int code = open_answerers(&a, o);
  for (int i = 0; i < count && !code; i++) code = evaluate_file(page, files[i], o, &a);
  close_answerers(&a);
  return code;
}

static int evaluate(int argc, char **argv) {
  const command *c = &command_evaluate;
  evaluate_options o = {.rounds = 200};
  int operands = 0;
  const opt table[] = {
      {"--model", OPT_TEXT, &o.model, "FILE", "compiled lexicon (default: found beside the program)"},
      {"--pack", OPT_LIST, &o.packs, "NAME", PACK_HELP},
      {"--overlay", OPT_LIST, &o.overlays, "FILE", "lexicon source laid over it; may be repeated"},
      {"--dict", OPT_LIST, &o.dicts, "FILE", DICT_HELP},
      {"--folds", OPT_TEXT, &o.folds, "PATTERN",
       "five artefacts, as fold%d.vox; each comment is scored by the one not learned from its fold"},
      {"--against", OPT_TEXT, &o.against, "FILE",
       "a second artefact: both pages, the difference with its interval, the ids that changed"},
      {"--abstain", OPT_TEXT, &o.abstain, "T",
       "comments positive or negative with a confidence below T are left unanswered"},
      {"--bootstrap", OPT_NUMBER, &o.rounds, "N", "resamples for the 95 % intervals (default 200; 0: none)"},
      {"--errors", OPT_NUMBER, &o.errors, "N", "list the ids of N mistakes, the surest first"},
      {"--evidence", OPT_FLAG, &o.evidence, NULL, "with --errors: the reasons, in words of the comment"},
      {"--json", OPT_FLAG, &o.json, NULL, "one line of JSON for each file"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (o.abstain && (code = confidence_read(c, o.abstain, &o.below))) return code;
  if (!operands) return complain(c, EXIT_USE, "name a file of labelled comments");
  if (o.against && (o.folds || o.errors || o.evidence || o.json))
    return complain(c, EXIT_USE, "--against goes with --model and --bootstrap alone");
  bytes page = {0};
  sink out;
  code = o.against ? duel_files(&page, &o, argv, operands) : evaluate_files(&page, &o, argv, operands);
  sink_open(&out, c, NULL, 0);
  sink_write(&out, page.ptr, page.len);
  code = sink_close(&out, c, code);
  bytes_free(&page);
  return code;
}

const command command_evaluate = {
    "evaluate", "evaluate [options] GOLD...",
    "Scores labelled comments (TSV without quoting: a column text, and sentiment, stars, nps_group, rating "
    "or\n"
    "recommended; nps or valence as grades) and tells how right the scores are: accuracy, macro-F1, AUC, "
    "Spearman,\n"
    "confusion, calibration by confidence (ECE), each with a bootstrap interval from a fixed seed.",
    "  voxpop evaluate gold.tsv\n"
    "  voxpop evaluate --errors 20 --evidence gold.tsv\n"
    "  voxpop evaluate --model old.vox --against new.vox gold.tsv\n",
    evaluate};
