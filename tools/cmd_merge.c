/* cmd_merge.c - voxpop merge: partial reports in, the report of all their rows out. */
#include "commands.h"
#include "exit.h"
#include "packs.h"
#include "report_asks.h"
#include "report_print.h"

static int read_part(const command *c, const vox_model *model, const char *path, vox_report **out) {
  bytes text = {0};
  vox_error err = {0};
  int code = read_whole_file(c, path, &text);
  if (!code) {
    vox_status status =
        vox_report_read_partial(out, model, (vox_str){text.ptr ? text.ptr : "", text.len}, &err);
    if (status != VOX_OK) {
      complain_error(c, path, status, &err);
      code = status == VOX_ERR_MEMORY ? EXIT_IO : EXIT_INPUT;
    }
  }
  bytes_free(&text);
  return code;
}

/* One part is held beside the sum, never all of them. */
static int add_part(const command *c, const vox_model *model, const char *path, vox_report **sum) {
  vox_report *part = NULL;
  vox_error err = {0};
  int code = read_part(c, model, path, &part);
  if (code) return code;
  if (!*sum) return *sum = part, 0;
  vox_status status = vox_report_merge(*sum, part, &err);
  if (status != VOX_OK) {
    complain_error(c, path, status, &err);
    code = status == VOX_ERR_MEMORY ? EXIT_IO : EXIT_INPUT;
  }
  vox_report_free(part);
  return code;
}

static int merge(int argc, char **argv) {
  const command *c = &command_merge;
  print_options o = {0};
  input_options in = INPUT_OPTIONS_INIT;
  const char *baseline = NULL;
  int operands = 0;
  const opt table[] = {
      {"--model", OPT_TEXT, &in.model, "FILE", "compiled lexicon that the parts were made with"},
      {"--overlay", OPT_LIST, &in.overlays, "FILE", "lexicon source laid over it; may be repeated"},
      {"--dict", OPT_LIST, &in.dicts, "FILE", "user dictionary that they were made with; may be repeated"},
      {"--baseline", OPT_TEXT, &baseline, "FILE", "a report written before: what is new since"},
      PRINT_ROWS(o),
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (!operands) return complain(c, EXIT_USE, "no partial report is named");
  if ((code = print_check(c, &o))) return code;
  vox_model *model = NULL;
  vox_report *sum = NULL;
  if ((code = model_open_packs(&model, c, in.model, &in.packs, &in.overlays, &in.dicts))) return code;
  for (int i = 0; i < operands && !code; i++) code = add_part(c, model, argv[i], &sum);
  if (!code) code = print_report(c, &o, sum, baseline);
  vox_report_free(sum);
  vox_model_free(model);
  return code;
}

const command command_merge = {
    "merge", "merge [options] PART...",
    "Adds up partial reports (report --partial) into the report of all their rows. Any split of the rows "
    "into\n"
    "parts, in any order, gives the same bytes as one run; --partial writes a partial report again.",
    "  voxpop report week1.csv --score-column nps --partial -o week1.part\n"
    "  voxpop merge week1.part week2.part -o month.json\n"
    "  voxpop merge --partial month-to-date.part week3.part -o month-to-date.part --force\n",
    merge};
