/* lexicon_check.c - voxpop lexicon lint, test and stats. */
#include "commands.h"
#include "exit.h"
#include "lexicon_commands.h"
#include "lexicon_files.h"
#include "packs.h"
#include "test_comments.h"
#include <stdio.h>
#include <string.h>

/* The sources compiled in memory. 0, or an exit code after a message; findings are in `found` either way. */
static int compile(vox_compiler **compiler, vox_model **model, const lexicon_input *in, findings *found,
                   int lint, char **sources, int count) {
  vox_compiler_options options = VOX_COMPILER_OPTIONS_INIT;
  vox_error err = {0};
  options.diagnose = findings_keep;
  options.payload = found;
  options.lint = lint;
  int code = lexicon_load(compiler, in, &options, sources, count);
  if (code || !model) return code;
  vox_status status = vox_compiler_model(*compiler, model, &err);
  if (status == VOX_OK || status == VOX_ERR_SYNTAX) return 0; /* what is wrong is told by the findings */
  return lexicon_failed(NULL, status, &err);
}

static int name_sources(int operands) {
  return operands ? 0 : complain(&command_lexicon, EXIT_USE, "name the sources: files or folders");
}

static int parse(const opt *table, size_t rows, const command *c, int argc, char **argv, int *operands) {
  int code = opt_parse(c, table, rows, argc, argv, operands);
  return code ? code : name_sources(*operands);
}

/* ---- lint ---- */

static const command LINT = {
    "lexicon", "lexicon lint [options] SOURCE...",
    "Checks lexicon sources (files, or folders of .tsv files): duplicates, contradictions, entries that no "
    "text\n"
    "can match, headers that are missing. A finding a line, with what to do. Exit code 4: there are errors.",
    "  voxpop lexicon lint lexicons\n"
    "  voxpop lexicon lint lexicons --overlay my-words.tsv --strict\n",
    NULL};

int lexicon_lint(int argc, char **argv) {
  lexicon_input in = LEXICON_INPUT_INIT;
  int strict = 0, notes = 0, operands = 0;
  const opt table[] = {
      LEXICON_ROWS(in),
      {"--strict", OPT_FLAG, &strict, NULL, "warnings count as errors"},
      {"--notes", OPT_FLAG, &notes, NULL,
       "print notes too: what layers replace, what its neighbours may break"},
  };
  int code = parse(table, sizeof table / sizeof *table, &LINT, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  findings found = {0};
  vox_compiler *compiler = NULL;
  vox_model *model = NULL;
  vox_error err = {0};
  code = compile(&compiler, &model, &in, &found, 1, argv, operands);
  vox_status status = model && !code ? vox_compiler_lint(compiler, model, &err) : VOX_OK;
  if (status != VOX_OK) code = lexicon_failed(NULL, status, &err);
  size_t errors = findings_print(&found, notes ? VOX_NOTE : VOX_WARNING, strict);
  size_t warnings = strict ? 0 : findings_count(&found, VOX_WARNING);
  if (found.short_of_memory) code = complain(&command_lexicon, EXIT_IO, "out of memory");
  if (!code)
    printf("%zu errors, %zu warnings, %zu notes\n", errors, warnings, findings_count(&found, VOX_NOTE));
  findings_free(&found);
  vox_model_free(model);
  vox_compiler_free(compiler);
  return code ? code : errors ? EXIT_LEXICON : EXIT_DONE;
}

/* ---- test ---- */

static const command TEST = {
    "lexicon", "lexicon test [options] [SOURCE...]",
    "Runs the examples that stand under entries: the text of `+ text` must contain the entry, that of `- "
    "text`\n"
    "must not. Then the example comments of packs and of --comments: a comment, a tab, and what it must "
    "yield, such as\n"
    "`theme=service.attitude:negative !theme=price sentiment=negative intent=complaint`. Without sources the "
    "artefact\n"
    "is asked. Exit code 4: an example does not hold.",
    "  voxpop lexicon test lexicons\n"
    "  voxpop lexicon test lexicons --model build/voxpop.vox\n"
    "  voxpop lexicon test --pack hotels\n",
    NULL};

static int run_examples(vox_compiler *compiler, const vox_model *model, findings *found) {
  vox_error err = {0};
  uint64_t run = 0, failed = 0;
  vox_status status = vox_compiler_test(compiler, model, &run, &failed, &err);
  if (status != VOX_OK) return lexicon_failed(NULL, status, &err);
  findings_print(found, VOX_ERROR, 0);
  printf("%llu examples, %llu failed\n", (unsigned long long)run, (unsigned long long)failed);
  return failed ? EXIT_LEXICON : EXIT_DONE;
}

/* Examples of the sources, compiled or asked of the artefact at `path`. The model is left for the comments.
 */
static int test_sources(const lexicon_input *in, const char *path, vox_model **model, char **argv,
                        int count) {
  findings found = {0};
  vox_compiler *compiler = NULL;
  int code = compile(&compiler, path ? NULL : model, in, &found, 0, argv, count);
  if (!code && path) code = model_open(model, &command_lexicon, path);
  if (!code && *model)
    code = run_examples(compiler, *model, &found);
  else if (!code && findings_print(&found, VOX_ERROR, 0))
    code = EXIT_LEXICON;
  findings_free(&found);
  vox_compiler_free(compiler);
  return code;
}

int lexicon_test(int argc, char **argv) {
  lexicon_input in = LEXICON_INPUT_INIT;
  const char *path = NULL;
  opt_list comments = {.count = 0};
  int operands = 0;
  const opt table[] = {
      LEXICON_ROWS(in),
      {"--model", OPT_TEXT, &path, "FILE", "ask this artefact instead of compiling the sources"},
      {"--comments", OPT_LIST, &comments, "FILE", "comments and what they must yield; may be repeated"},
  };
  int code = opt_parse(&TEST, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  vox_model *model = NULL;
  const opt_list none = {.count = 0};
  if (operands)
    code = test_sources(&in, path, &model, argv, operands);
  else if (in.packs.count + comments.count == 0)
    code = name_sources(operands);
  else
    code = model_open_packs(&model, &TEST, path, &in.packs, &in.overlays, &none);
  if (!code && model && in.packs.count + comments.count)
    code = test_comments(&TEST, model, path, &in.packs, &comments);
  vox_model_free(model);
  return code;
}

/* ---- stats ---- */

static const command STATS = {
    "lexicon", "lexicon stats [options] SOURCE...",
    "Counts the lines of each source and class, tab-separated, and names languages and licences.",
    "  voxpop lexicon stats lexicons\n", NULL};

enum { CLASSES_MAX = 64 };
typedef struct class_counts {
  struct {
    vox_str name;
    unsigned long long lines;
  } list[CLASSES_MAX];
  size_t count;
} class_counts;

static void count_class(class_counts *all, vox_str name) {
  size_t i = 0;
  while (i < all->count &&
         (all->list[i].name.len != name.len || memcmp(all->list[i].name.ptr, name.ptr, name.len)))
    i++;
  if (i == CLASSES_MAX) return;
  if (i == all->count) all->list[all->count++].name = name;
  all->list[i].lines++;
}

static void print_source(const vox_compiler *compiler, size_t number, const vox_source_info *s,
                         class_counts *all) {
  class_counts own = {.count = 0};
  for (size_t line = 0; line < s->entries; line++) {
    count_class(&own, vox_compiler_class(compiler, number, line));
    count_class(all, vox_compiler_class(compiler, number, line));
  }
  printf("%.*s\t%.*s\t%.*s\t%.*s\t%llu\t%llu\t", (int)s->path.len, s->path.ptr, (int)s->id.len, s->id.ptr,
         (int)s->language.len, s->language.ptr, (int)s->licence.len, s->licence.ptr,
         (unsigned long long)s->entries, (unsigned long long)s->examples);
  for (size_t i = 0; i < own.count; i++)
    printf("%s%.*s %llu", i ? ", " : "", (int)own.list[i].name.len, own.list[i].name.ptr, own.list[i].lines);
  printf("\n");
}

static void print_stats(const vox_compiler *compiler) {
  vox_source_info s;
  class_counts all = {.count = 0};
  unsigned long long entries = 0, examples = 0;
  printf("file\tid\tlanguage\tlicence\tentries\texamples\tclasses\n");
  for (size_t i = 0; vox_compiler_source(compiler, i, &s); i++) {
    print_source(compiler, i, &s, &all);
    entries += s.entries;
    examples += s.examples;
  }
  printf("all\t\t\t\t%llu\t%llu\t", entries, examples);
  for (size_t i = 0; i < all.count; i++)
    printf("%s%.*s %llu", i ? ", " : "", (int)all.list[i].name.len, all.list[i].name.ptr, all.list[i].lines);
  printf("\n");
}

int lexicon_stats(int argc, char **argv) {
  lexicon_input in = LEXICON_INPUT_INIT;
  int operands = 0;
  const opt table[] = {LEXICON_ROWS(in)};
  int code = parse(table, sizeof table / sizeof *table, &STATS, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  findings found = {0};
  vox_compiler *compiler = NULL;
  code = compile(&compiler, NULL, &in, &found, 0, argv, operands);
  if (!code) print_stats(compiler);
  if (!code && findings_print(&found, VOX_ERROR, 0)) code = EXIT_LEXICON;
  findings_free(&found);
  vox_compiler_free(compiler);
  return code;
}
