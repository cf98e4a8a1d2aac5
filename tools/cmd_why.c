/* cmd_why.c - voxpop why: the tree of what finds a theme in a comment, or of what keeps it from being found.
 */
#include "commands.h"
#include "exit.h"
#include "packs.h"
#include "run_files.h"
#include "safe_text.h"
#include "tell_words.h"
#include <stdio.h>
#include <string.h>

typedef struct why_options {
  const char *model, *theme;
  opt_list packs, overlays, dicts, segments;
  long score;
} why_options;

static void add_line(bytes *b, vox_str text, const vox_why_node *n) {
  char head[64];
  int len = snprintf(head, sizeof head, "%-3s  %*s", n->holds ? "yes" : "no",
                     2 * (int)(n->depth < 25 ? n->depth : 25), "");
  bytes_add(b, head, (size_t)len);
  safe_add(b, n->what, 0);
  if (n->span.end > n->span.begin) {
    bytes_add(b, "  ", 2);
    safe_add(b, (vox_str){text.ptr + n->span.begin, n->span.end - n->span.begin}, 0);
    if (n->places > 1)
      bytes_add(b, head, (size_t)snprintf(head, sizeof head, " (and %zu more)", n->places - 1));
  }
  if (n->entry.len) {
    bytes_add(b, "  ", 2);
    safe_add(b, n->entry, 0);
  }
  if (n->first_failed) bytes_add(b, "  <- the first that did not hold", 32);
  bytes_add(b, "\n", 1);
}

/* NAME=VALUE of --segment; 0, or an exit code. */
static int read_segments(const command *c, const why_options *o, vox_field *list) {
  for (size_t i = 0; i < o->segments.count; i++) {
    const char *item = o->segments.items[i], *is = strchr(item, '=');
    if (!is) return complain(c, EXIT_USE, "--segment reads NAME=VALUE");
    list[i] = (vox_field){{item, (size_t)(is - item)}, {is + 1, strlen(is + 1)}, 0};
  }
  return 0;
}

static vox_group group_of(long score) {
  return score < 0    ? VOX_GROUP_NONE
         : score <= 6 ? VOX_GROUP_DETRACTOR
         : score <= 8 ? VOX_GROUP_PASSIVE
                      : VOX_GROUP_PROMOTER;
}

static int tell_why(const command *c, void *context, vox_ctx *ctx, const char *words, bytes *page) {
  const why_options *o = context;
  vox_field segments[OPT_MAX];
  vox_error err = {0};
  const vox_why_node *list;
  size_t count = 0;
  vox_row row;
  vox_cell cell = {.text = {words, strlen(words)}};
  memset(&row, 0, sizeof row);
  int code = read_segments(c, o, segments);
  if (code) return code;
  row.cells = &cell;
  row.cell_count = 1;
  row.has_score = o->score >= 0;
  row.score_centi = row.has_score ? (int32_t)(100 * o->score) : 0;
  row.group = group_of(o->score);
  row.segments = segments;
  row.segment_count = o->segments.count;
  vox_status status = vox_why(&list, &count, ctx, (vox_str){o->theme, strlen(o->theme)}, &row, 0, &err);
  if (status == VOX_ERR_NOT_FOUND) return complain(c, EXIT_USE, "%s: %s", o->theme, err.message);
  if (status != VOX_OK) return complain_error(c, "why", status, &err);
  for (size_t i = 0; i < count; i++) add_line(page, cell.text, &list[i]);
  return page->broken ? complain(c, EXIT_IO, "out of memory") : 0;
}

static int why(int argc, char **argv) {
  const command *c = &command_why;
  why_options o = {.score = -1};
  int operands = 0;
  const opt table[] = {
      {"--theme", OPT_TEXT, &o.theme, "ID", "the theme, or the alert, that is asked for"},
      {"--model", OPT_TEXT, &o.model, "FILE", "compiled lexicon (default: found beside the program)"},
      {"--pack", OPT_LIST, &o.packs, "NAME", PACK_HELP},
      {"--overlay", OPT_LIST, &o.overlays, "FILE", "lexicon source laid over it; may be repeated"},
      {"--dict", OPT_LIST, &o.dicts, "FILE", DICT_HELP},
      {"--score", OPT_NUMBER, &o.score, "N", "the row's score 0..10, and with it the group, for conditions"},
      {"--segment", OPT_LIST, &o.segments, "NAME=VALUE", "a segment of the row; may be repeated"},
  };
  int code = opt_parse(c, table, sizeof table / sizeof *table, argc, argv, &operands);
  if (code) return code == 1 ? EXIT_DONE : code;
  if (!o.theme) return complain(c, EXIT_USE, "say which theme: --theme ID");
  if (operands == 0) return complain(c, EXIT_USE, "give the comment as an argument");
  vox_model *model = NULL;
  if ((code = model_open_packs(&model, c, o.model, &o.packs, &o.overlays, &o.dicts))) return code;
  code = tell_words(c, model, 0, argv, operands, tell_why, &o);
  vox_model_free(model);
  return code;
}

const command command_why = {
    "why", "why --theme ID [options] TEXT...",
    "Shows why a comment has a theme, or why not: its terms, weights and rules as a tree, what of each "
    "stands "
    "in the comment,\nand the first node that would have had to hold. Alerts likewise.",
    "  voxpop why --theme delivery.speed '物流慢但是包装好'\n"
    "  voxpop why --theme safety.injury --score 3 '烫伤了'\n",
    why};
