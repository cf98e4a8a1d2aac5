/* test_comments.c - example comments and what they must yield; see test_comments.h.
 *
 * A line is a comment, a tab, and expectations between blanks:
 *   theme=ID  theme=ID:LABEL  the theme, or one below it, is listed (with this label)
 *   sentiment=LABEL           positive, negative, neutral, mixed or none
 *   intent=ID                 the record lists the intent
 * An exclamation mark before one of them turns it round. Lines that begin with `#` are remarks. */
#include "test_comments.h"
#include "exit.h"
#include "packs.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = 1 << 16 };

typedef struct tester {
  const command *command;
  vox_ctx *ctx;
  bytes record; /* of the comment, for its intents */
  const char *path;
  unsigned long long line, run, failed;
  char text[LINE_SIZE];
} tester;

static const char *label_name(vox_label label) {
  static const char *const names[] = {"none", "positive", "negative", "neutral", "mixed"};
  return names[label];
}

static int is_below(vox_str id, const char *wanted, size_t n) {
  return id.len >= n && memcmp(id.ptr, wanted, n) == 0 && (id.len == n || id.ptr[n] == '.');
}

/* `wanted` is ID or ID:LABEL. */
static int has_theme(const vox_result *result, const char *wanted) {
  const vox_theme_hit *list;
  const char *label = strchr(wanted, ':');
  size_t n = label ? (size_t)(label - wanted) : strlen(wanted), count = vox_result_themes(result, &list);
  for (size_t i = 0; i < count; i++)
    if (is_below(list[i].id, wanted, n) &&
        (!label || strcmp(label_name(list[i].sentiment.label), label + 1) == 0))
      return 1;
  return 0;
}

/* Intents stand in the record alone: `"intents":[{"id":"complaint",...}]`. */
static int has_intent(const tester *t, const char *wanted) {
  char id[128];
  const char *from = t->record.ptr ? strstr(t->record.ptr, "\"intents\":[") : NULL;
  const char *end = from ? strchr(from, ']') : NULL;
  snprintf(id, sizeof id, "\"id\":\"%s\"", wanted);
  const char *found = from ? strstr(from, id) : NULL;
  return found && end && found < end;
}

/* 1: it holds; 0: it does not; -1: no such expectation. */
static int holds(const tester *t, const vox_result *result, const char *what) {
  int turned = *what == '!', is;
  what += turned;
  if (strncmp(what, "theme=", 6) == 0)
    is = has_theme(result, what + 6);
  else if (strncmp(what, "sentiment=", 10) == 0)
    is = strcmp(label_name(vox_result_sentiment(result).label), what + 10) == 0;
  else if (strncmp(what, "intent=", 7) == 0)
    is = has_intent(t, what + 7);
  else
    return -1;
  return is != turned;
}

static void tell_found(const tester *t, const vox_result *result) {
  const vox_theme_hit *list;
  size_t count = vox_result_themes(result, &list);
  const char *intents = t->record.ptr ? strstr(t->record.ptr, "\"intents\":[") : NULL;
  printf("  found: sentiment=%s", label_name(vox_result_sentiment(result).label));
  for (size_t i = 0; i < count; i++)
    printf(" theme=%.*s:%s", (int)list[i].id.len, list[i].id.ptr, label_name(list[i].sentiment.label));
  if (intents) printf(" %.*s", (int)strcspn(intents, "]") + 1, intents);
  printf("\n");
}

/* The comment's result and its record. 0, or an exit code. */
static int analyse(tester *t, const vox_result **result, const char *text) {
  vox_error err = {0};
  vox_cell cell = {{NULL, 0}, VOX_ROLE_OTHER, {text, strlen(text)}};
  vox_row row;
  memset(&row, 0, sizeof row);
  row.cells = &cell, row.cell_count = 1;
  t->record.len = 0;
  vox_status status = vox_analyse(result, t->ctx, cell.text, cell.role, &err);
  if (status == VOX_OK) status = vox_result_write_json(*result, &row, 0, bytes_write, &t->record, &err);
  if (status == VOX_OK && !bytes_add(&t->record, "", 1)) status = VOX_ERR_MEMORY;
  return status == VOX_OK ? 0 : complain_error(t->command, t->path, status, &err);
}

static int test_line(tester *t, char *line) {
  const vox_result *result;
  char *wanted = strchr(line, '\t'), *rest = NULL;
  if (!wanted || wanted == line)
    return complain(t->command, EXIT_LEXICON, "%s:%llu: a comment, a tab and what it must yield are wanted",
                    t->path, t->line);
  *wanted++ = 0;
  int code = analyse(t, &result, line), missed = 0;
  if (code) return code;
  for (char *one = strtok_r(wanted, " \t", &rest); one; one = strtok_r(NULL, " \t", &rest)) {
    int is = holds(t, result, one);
    if (is < 0)
      return complain(t->command, EXIT_LEXICON, "%s:%llu: no such expectation: %s", t->path, t->line, one);
    if (!is) printf("%s:%llu: error: %s does not hold [example-failed]\n", t->path, t->line, one);
    missed |= !is;
  }
  if (missed) tell_found(t, result);
  t->run++;
  t->failed += (unsigned long long)missed;
  return 0;
}

static int test_file(tester *t, const char *path) {
  FILE *file = fopen(path, "r");
  int code = 0;
  if (!file) return complain(t->command, EXIT_IO, "%s: %s", path, strerror(errno));
  t->path = path;
  t->line = 0;
  while (!code && fgets(t->text, sizeof t->text, file)) {
    t->text[strcspn(t->text, "\r\n")] = 0;
    t->line++;
    if (t->text[0] && t->text[0] != '#') code = test_line(t, t->text);
  }
  if (!code && ferror(file)) code = complain(t->command, EXIT_IO, "%s: %s", path, strerror(errno));
  fclose(file);
  return code;
}

/* NAME.tsv becomes NAME.examples. */
static int test_pack(tester *t, const char *path) {
  char beside[PACK_PATH + 16];
  size_t n = strlen(path);
  if (n > 4 && strcmp(path + n - 4, ".tsv") == 0) n -= 4;
  snprintf(beside, sizeof beside, "%.*s.examples", (int)n, path);
  return test_file(t, beside);
}

static int test_all(tester *t, const pack_paths *packs, const opt_list *files) {
  int code = 0;
  for (size_t i = 0; i < packs->count && !code; i++) code = test_pack(t, packs->paths[i]);
  for (size_t i = 0; i < files->count && !code; i++) code = test_file(t, files->items[i]);
  if (code) return code;
  printf("%llu comments, %llu failed\n", t->run, t->failed);
  return t->failed ? EXIT_LEXICON : 0;
}

int test_comments(const command *c, const vox_model *model, const char *path, const opt_list *packs,
                  const opt_list *files) {
  pack_paths found;
  vox_error err = {0};
  tester *t = calloc(1, sizeof *t);
  if (!t) return complain(c, EXIT_IO, "out of memory");
  t->command = c;
  int code = packs_find(&found, c, path, packs);
  vox_status status = code ? VOX_OK : vox_ctx_new(&t->ctx, model, NULL, &err);
  if (status != VOX_OK) code = complain_error(c, "workspace", status, &err);
  if (!code) code = test_all(t, &found, files);
  vox_ctx_free(t->ctx);
  bytes_free(&t->record);
  free(t);
  return code;
}
