/* cmd_lexicon.c - voxpop lexicon: picks the verb; build: lexicon sources to the artefact. */
#include "commands.h"
#include "diagnostic.h"
#include "exit.h"
#include "lexicon_commands.h"
#include "lexicon_files.h"
#include <stdio.h>
#include <string.h>

static void tell(void *payload, const vox_diagnostic *d) {
  const int *verbose = payload;
  if (d->severity == VOX_NOTE && !*verbose) return;
  diagnostic_print(stderr, d, d->severity, 0);
}

/* Warns of entries that the new artefact cannot match. */
static int check(vox_compiler *compiler, const char *path) {
  vox_model *model = NULL;
  vox_error err = {0};
  vox_status status = vox_model_open(&model, path, NULL, &err);
  if (status == VOX_OK) status = vox_compiler_check(compiler, model, &err);
  vox_model_free(model);
  return status == VOX_OK ? 0 : lexicon_failed(path, status, &err);
}

static int build_from(const lexicon_input *in, const char *output, int verbose, char **sources, int count) {
  vox_compiler_options options = VOX_COMPILER_OPTIONS_INIT;
  vox_compiler *compiler = NULL;
  vox_error err = {0};
  options.diagnose = tell;
  options.payload = &verbose;
  int code = lexicon_load(&compiler, in, &options, sources, count);
  vox_status status = code ? VOX_OK : vox_compiler_write(compiler, output, &err);
  if (status != VOX_OK) code = lexicon_failed(NULL, status, &err);
  if (!code) code = check(compiler, output);
  vox_compiler_free(compiler);
  return code;
}

static int build(int argc, char **argv) {
  const command *c = &command_lexicon;
  lexicon_input in = LEXICON_INPUT_INIT;
  const char *output = "voxpop.vox";
  int verbose = 0, operands = 0;
  const opt table[] = {
      LEXICON_ROWS(in),
      {"-o", OPT_TEXT, &output, "FILE", "the artefact (default voxpop.vox); replaced whole or not at all"},
      {"--id", OPT_TEXT, &in.id, "NAME", "id of the lexicon (default general)"},
      {"--lexicon-version", OPT_TEXT, &in.version, "V", "its version"},
      {"--verbose", OPT_FLAG, &verbose, NULL, "print notes as well as warnings and errors"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (operands == 0) return complain(c, EXIT_USE, "build needs the sources: files or folders");
  return build_from(&in, output, verbose, argv, operands);
}

static int lexicon(int argc, char **argv) {
  static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
  } verbs[] = {{"build", build},         {"lint", lexicon_lint},       {"test", lexicon_test},
               {"stats", lexicon_stats}, {"diff", lexicon_diff},       {"learn", lexicon_learn},
               {"adapt", lexicon_adapt}, {"suggest", lexicon_suggest}, {"export", lexicon_export}};
  for (size_t i = 0; argc > 0 && i < sizeof verbs / sizeof *verbs; i++)
    if (strcmp(argv[0], verbs[i].name) == 0) return verbs[i].run(argc - 1, argv + 1);
  if (argc > 0 && (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)) return build(argc, argv);
  return complain(&command_lexicon, EXIT_USE,
                  "say what to do: voxpop lexicon build, learn, adapt, lint, test, stats, diff, suggest or "
                  "export; see voxpop "
                  "lexicon --help");
}

const command command_lexicon = {
    "lexicon", "lexicon build [options] SOURCE...",
    "Compiles lexicon sources (files, or folders of .tsv files) and the base dictionary "
    "to an artefact.\nThe same sources give the same bytes, in whatever order they are named. Other verbs, "
    "each with\n"
    "--help: lint (what is wrong with sources), test (examples beside entries), stats (counts), diff (two "
    "artefacts),\nexport (entries of an artefact), suggest (frequent words that no entry speaks of), learn "
    "(weights from\n"
    "labelled comments), adapt (weights from your own unlabelled ones).",
    "  voxpop lexicon build lexicons -o voxpop.vox\n"
    "  voxpop lexicon build lexicons my-words.tsv -o mine.vox\n"
    "  voxpop lexicon build lexicons --overlay hotel.tsv -o hotel.vox\n",
    lexicon};
