/* cmd_learn.c - voxpop lexicon learn: labelled comments to a lexicon source of weights. */
#include "commands.h"
#include "common.h"
#include "exit.h"
#include "labelled.h"
#include "learn_themes.h"
#include "lexicon_commands.h"
#include "sink.h"
#include <stdio.h>
#include <string.h>

static const command LEARN = {
    "lexicon learn", "lexicon learn [options] [FILE...]",
    "Learns sentiment weights of words, of words under a negation and of pairs of words from labelled "
    "comments\n"
    "(TSV with a column text and one of sentiment, stars, nps_group, rating, recommended, emotion) and "
    "writes them\n"
    "as a lexicon source. With --themes COLUMN: weighted terms of the themes that the column names. The same "
    "comments and\nmodel give the same bytes.",
    "  voxpop lexicon learn --language zh --corpora corpora -o lexicons/zh/learned.tsv\n"
    "  voxpop lexicon learn --language en my-labels.tsv --id mine --most 2000 -o mine.tsv\n"
    "  voxpop lexicon learn --themes topics my-labels.tsv --root mine -o my-themes.tsv\n",
    NULL};

enum { MOST = 20000, COST = 100 }; /* of sentiment; themes have standards of their own */

typedef struct learn_options {
  const char *model, *corpora, *language, *id, *lexicon_version, *licence, *output, *themes, *root;
  opt_list leave, skip, stop, strip, category;
  long most, rows, domains, set_rows, cost, step, fold, emotions;
  int force;
  const char *map;
  bytes map_text;
} learn_options;

static int failed(const char *what, vox_status status, const vox_error *err) {
  return complain_error(&LEARN, what, status, err);
}

static int has(const opt_list *list, vox_str name) {
  for (size_t i = 0; i < list->count; i++)
    if (strlen(list->items[i]) == name.len && memcmp(list->items[i], name.ptr, name.len) == 0) return 1;
  return 0;
}

/* The column of --category SET:COLUMN; NULL: none for this set. */
static const char *category_of(const learn_options *o, vox_str set) {
  for (size_t i = 0; i < o->category.count; i++) {
    const char *item = o->category.items[i];
    if (strncmp(item, set.ptr, set.len) == 0 && item[set.len] == ':') return item + set.len + 1;
  }
  return NULL;
}

/* Without the beginnings named by --strip. */
static vox_str stripped(const learn_options *o, vox_str text) {
  for (size_t i = 0; i < o->strip.count; i++) {
    size_t n = strlen(o->strip.items[i]);
    if (n && text.len >= n && memcmp(text.ptr, o->strip.items[i], n) == 0) text.ptr += n, text.len -= n;
  }
  return text;
}

/* ---- Gold emotions to ours: a map's lines `ours TAB theirs`, the first line of a label counts ---- */

static int same_text(vox_str a, vox_str b) { return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0; }

static vox_str cut_at(vox_str *rest, char mark) {
  const char *at = rest->len ? memchr(rest->ptr, mark, rest->len) : NULL;
  vox_str head = {rest->ptr, at ? (size_t)(at - rest->ptr) : rest->len};
  *rest = at ? (vox_str){at + 1, rest->len - head.len - 1} : (vox_str){NULL, 0};
  return head;
}

static int emotion_number(const learn_options *o, vox_str label) {
  for (vox_str rest = {o->map_text.ptr, o->map_text.len}; rest.len;) {
    vox_str theirs = cut_at(&rest, '\n'), ours = cut_at(&theirs, '\t');
    if (theirs.ptr && same_text(theirs, label)) return vox_emotion_number(ours);
  }
  return vox_emotion_number(label);
}

static unsigned emotions_of(const learn_options *o, vox_str cell) {
  unsigned bits = 0;
  for (vox_str rest = cell; rest.len;) {
    int number = emotion_number(o, cut_at(&rest, '|'));
    if (number >= 0) bits |= 1u << number;
  }
  return bits;
}

static int add_file(vox_learner *learner, const learn_options *o, const char *path, int learn) {
  labelled_file f;
  labelled_row row;
  vox_error err = {0};
  vox_str set = labelled_set_name(path);
  int code = labelled_open(&f, &LEARN, path, category_of(o, set));
  if (code) return code;
  while (!code && labelled_next(&f, &row)) {
    vox_labelled l = {
        set, row.category, stripped(o, row.text), row.text, row.gold.label, learn && row.gold.has_label, 0};
    if (o->emotions) l.emotions = emotions_of(o, row.emotions), l.learn = learn && row.emotions.len;
    vox_status status = vox_learner_add(learner, &l, &err);
    if (status != VOX_OK) code = failed(path, status, &err);
  }
  labelled_close(&f);
  return code;
}

/* ---- A folder of sets with its INDEX.tsv: name, language, ..., learn_weights ---- */

typedef struct set_row {
  char path[4096];
  int learn, skip;
} set_row;

static vox_str field(vox_str line, int column) {
  for (int i = 0; line.len; i++) {
    const char *tab = memchr(line.ptr, '\t', line.len);
    size_t n = tab ? (size_t)(tab - line.ptr) : line.len;
    if (i == column) return (vox_str){line.ptr, n};
    if (!tab) break;
    line.ptr += n + 1, line.len -= n + 1;
  }
  return (vox_str){"", 0};
}

static int column_named(vox_str head, const char *name) {
  for (int i = 0; i < LABELLED_COLUMNS; i++) {
    vox_str f = field(head, i);
    if (f.len == strlen(name) && memcmp(f.ptr, name, f.len) == 0) return i;
  }
  return -1;
}

static int is_word(vox_str s, const char *word) {
  return s.len == strlen(word) && memcmp(s.ptr, word, s.len) == 0;
}

/* A set of the language is read; learned from only when the index says exactly yes, and, of Chinese, in its
 * Simplified edition: the Traditional ones hold the same comments. */
static set_row set_of(const learn_options *o, vox_str head, vox_str line) {
  set_row s = {.skip = 1};
  vox_str name = field(line, column_named(head, "name")),
          language = field(line, column_named(head, "language"));
  size_t n = strlen(o->language);
  FILE *probe;
  if (language.len < n || memcmp(language.ptr, o->language, n) != 0) return s;
  snprintf(s.path, sizeof s.path, "%s/%.*s/dev.tsv", o->corpora, (int)name.len, name.ptr);
  if (!(probe = fopen(s.path, "rb"))) return s;
  fclose(probe);
  s.skip = 0;
  s.learn = is_word(field(line, column_named(head, "learn_weights")), "yes") &&
            !is_word(language, "zh-Hant") && !has(&o->skip, name);
  return s;
}

static int add_corpora(vox_learner *learner, const learn_options *o) {
  char path[4096];
  bytes index = {0};
  snprintf(path, sizeof path, "%s/INDEX.tsv", o->corpora);
  int code = labelled_read(&index, &LEARN, path);
  vox_str head = {NULL, 0};
  for (size_t at = 0; !code && at < index.len;) {
    const char *end = memchr(index.ptr + at, '\n', index.len - at);
    vox_str line = {index.ptr + at, end ? (size_t)(end - index.ptr) - at : index.len - at};
    at += line.len + 1;
    if (!head.ptr) {
      head = line;
      continue;
    }
    set_row s = set_of(o, head, line);
    if (!s.skip) code = add_file(learner, o, s.path, s.learn);
  }
  bytes_free(&index);
  return code;
}

/* ---- The order of work ---- */

static int add_stop_words(vox_learner *learner, const learn_options *o) {
  int code = 0;
  for (size_t i = 0; !code && i < o->stop.count; i++) {
    bytes words = {0};
    vox_error err = {0};
    code = labelled_read(&words, &LEARN, o->stop.items[i]);
    vox_status status =
        code ? VOX_OK : vox_learner_stop_words(learner, (vox_str){words.ptr, words.len}, &err);
    if (status != VOX_OK) code = failed(o->stop.items[i], status, &err);
    bytes_free(&words);
  }
  return code;
}

static int leave_sets(vox_learner *learner, const learn_options *o) {
  for (size_t i = 0; i < o->leave.count; i++) {
    vox_error err = {0};
    vox_status status =
        vox_learner_leave(learner, (vox_str){o->leave.items[i], strlen(o->leave.items[i])}, &err);
    if (status != VOX_OK) return failed(o->leave.items[i], status, &err);
  }
  return 0;
}

static int write_source(const vox_learner *learner, const learn_options *o) {
  sink out;
  vox_error err = {0};
  int code = sink_open(&out, &LEARN, o->output, o->force);
  if (code) return code;
  vox_status status = vox_learner_write(learner, sink_write, &out, &err);
  if (status != VOX_OK && !out.broken) code = failed("writing", status, &err);
  return sink_close(&out, &LEARN, code);
}

static int learn_all(vox_learner *learner, const learn_options *o, char **files, int count) {
  vox_error err = {0};
  vox_learned done;
  int code = add_stop_words(learner, o);
  if (!code && o->corpora) code = add_corpora(learner, o);
  for (int i = 0; !code && i < count; i++) code = add_file(learner, o, files[i], 1);
  if (!code) code = leave_sets(learner, o);
  if (code) return code;
  vox_status status = vox_learner_learn(learner, &done, &err);
  if (status != VOX_OK) return failed("learning", status, &err);
  fprintf(stderr, "voxpop lexicon learn: %llu entries from %llu comments", (unsigned long long)done.entries,
          (unsigned long long)done.rows);
  if (done.prior_step) fprintf(stderr, "; they go with prior_step %d", (int)done.prior_step);
  fprintf(stderr, "\n");
  return write_source(learner, o);
}

static int run_learner(const learn_options *o, char **files, int count) {
  vox_learner_options options = VOX_LEARNER_OPTIONS_INIT;
  vox_learner *learner = NULL;
  vox_model *model = NULL;
  vox_error err = {0};
  int code = model_open(&model, &LEARN, o->model);
  if (code) return code;
  char id[64];
  snprintf(id, sizeof id, "%s-learned", o->language);
  options.language = o->language;
  options.id = o->id ? o->id : id;
  options.version = o->lexicon_version;
  options.licence = o->licence;
  options.most = (uint32_t)o->most;
  options.min_rows = (uint32_t)o->rows;
  options.min_domains = (uint32_t)o->domains;
  options.set_rows = (uint32_t)o->set_rows;
  options.cost = (uint32_t)o->cost;
  options.prior_step = (int32_t)o->step;
  options.emotion_entries = (uint32_t)o->emotions;
  options.leave_fold = o->fold < VOX_FOLDS ? (int32_t)o->fold : -1;
  vox_status status = vox_learner_new(&learner, model, &options, &err);
  code = status == VOX_OK ? learn_all(learner, o, files, count) : failed("learning", status, &err);
  vox_learner_free(learner);
  vox_model_free(model);
  return code;
}

static int run_themes(const learn_options *o, char **files, int count) {
  vox_theme_learner_options standard = VOX_THEME_LEARNER_OPTIONS_INIT;
  theme_learning t = {standard, o->model, o->themes, o->map, o->output, o->force};
  t.options.language = o->language;
  if (o->id) t.options.id = o->id;
  if (o->root) t.options.root = o->root;
  t.options.version = o->lexicon_version;
  t.options.licence = o->licence;
  t.options.leave_fold = o->fold < VOX_FOLDS ? (int32_t)o->fold : -1;
  if (o->most != MOST) t.options.most = (uint32_t)o->most;
  if (o->cost != COST) t.options.cost = (uint32_t)o->cost;
  t.options.min_rows = (uint32_t)o->rows;
  return learn_themes(&LEARN, &t, files, count);
}

int lexicon_learn(int argc, char **argv) {
  learn_options o = {.language = "zh",
                     .lexicon_version = "0.1.0",
                     .licence = "MIT",
                     .most = MOST,
                     .rows = 4,
                     .domains = 2,
                     .set_rows = 12000,
                     .cost = COST,
                     .fold = VOX_FOLDS};
  int operands = 0;
  const opt table[] = {
      {"--themes", OPT_TEXT, &o.themes, "COLUMN",
       "learn weighted terms of themes instead: the column holds their labels, with | between them"},
      {"--root", OPT_TEXT, &o.root, "ID",
       "themes: without --map their ids are ID.t01 and on (default learned)"},
      {"--language", OPT_TEXT, &o.language, "L",
       "zh (default): words with Han characters, emoji, [tags]; en: all others"},
      {"--model", OPT_TEXT, &o.model, "FILE",
       "compiled lexicon that cuts and scores (default: as elsewhere)"},
      {"--corpora", OPT_TEXT, &o.corpora, "DIR",
       "folder of SET/dev.tsv with INDEX.tsv; learns where learn_weights is yes"},
      {"--skip", OPT_LIST, &o.skip, "SET", "do not learn from this set of the folder; may be repeated"},
      {"--leave-fold", OPT_NUMBER, &o.fold, "K",
       "leave out comments of fold K (0..4): SHA-256 of the text, mod 5"},
      {"--leave-set", OPT_LIST, &o.leave, "SET[:CATEGORY]",
       "leave out a set or category and its doubles elsewhere; may be repeated"},
      {"--category", OPT_LIST, &o.category, "SET:COLUMN",
       "column that parts a set into domains; may be repeated"},
      {"--stop", OPT_LIST, &o.stop, "FILE",
       "words that must not carry a weight by themselves; may be repeated"},
      {"--strip", OPT_LIST, &o.strip, "TEXT", "take TEXT off the beginning of comments; may be repeated"},
      {"--most", OPT_NUMBER, &o.most, "N", "entries kept at most (default 20000)"},
      {"--min-rows", OPT_NUMBER, &o.rows, "N", "comments that an entry must stand in (default 4)"},
      {"--min-domains", OPT_NUMBER, &o.domains, "N", "domains that must agree on an entry (default 2)"},
      {"--set-rows", OPT_NUMBER, &o.set_rows, "N",
       "a larger set weighs no more than N comments (default 12000)"},
      {"--cost", OPT_NUMBER, &o.cost, "N",
       "of a mistake against the size of weights, 1/1000 (default 100): more gives more and heavier entries"},
      {"--prior-step", OPT_NUMBER, &o.step, "N",
       "the setting that the weights will be used with (default: learned)"},
      {"--emotions", OPT_NUMBER, &o.emotions, "N",
       "learn N words for each emotion of the column emotion (names joined by |) instead of sentiment"},
      {"--map", OPT_TEXT, &o.map, "FILE",
       "emotions or themes of the labels: lines of our emotion or theme id, TAB, their label"},
      {"--id", OPT_TEXT, &o.id, "NAME", "id of the source (default LANGUAGE-learned)"},
      {"--lexicon-version", OPT_TEXT, &o.lexicon_version, "V", "its version (default 0.1.0)"},
      {"--licence", OPT_TEXT, &o.licence, "NAME", "its licence (default MIT)"},
      {"-o", OPT_TEXT, &o.output, "FILE", "the source (default: standard output)"},
      {"--force", OPT_FLAG, &o.force, NULL, "replace an existing file"},
  };
  int code = opt_parse(&LEARN, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (o.themes && (o.corpora || !operands))
    return complain(&LEARN, EXIT_USE, "--themes learns from files: name them, without --corpora");
  if (!o.corpora && !operands)
    return complain(&LEARN, EXIT_USE, "name labelled files, or a folder with --corpora");
  if (strcmp(o.language, "zh") != 0 && strcmp(o.language, "en") != 0)
    return complain(&LEARN, EXIT_USE, "--language is zh or en");
  if (o.themes) return run_themes(&o, argv, operands);
  if (o.map) code = labelled_read(&o.map_text, &LEARN, o.map);
  if (!code) code = run_learner(&o, argv, operands);
  bytes_free(&o.map_text);
  return code;
}
