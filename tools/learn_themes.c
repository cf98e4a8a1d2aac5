/* learn_themes.c - voxpop lexicon learn --themes: labelled comments to weighted terms of themes. */
#include "learn_themes.h"
#include "common.h"
#include "exit.h"
#include "labelled.h"
#include "sink.h"
#include <stdio.h>
#include <string.h>

static int failed(const command *c, const char *what, vox_status status, const vox_error *err) {
  return complain_error(c, what, status, err);
}

/* A map: `theme.id TAB label`, as of the yardstick's; `#` begins a comment. */
static int read_map(vox_theme_learner *learner, const command *c, const char *path) {
  bytes map = {0};
  vox_error err = {0};
  int code = labelled_read(&map, c, path);
  for (size_t at = 0; !code && at < map.len;) {
    const char *line = map.ptr + at, *end = memchr(line, '\n', map.len - at);
    size_t len = end ? (size_t)(end - line) : map.len - at;
    at += len + 1;
    if (len && line[len - 1] == '\r') len--;
    const char *tab = memchr(line, '\t', len);
    if (!len || line[0] == '#') continue;
    if (!tab) {
      code = complain(c, EXIT_USE, "%s: a line reads theme.id, TAB, label", path);
      break;
    }
    vox_str id = {line, (size_t)(tab - line)}, label = {tab + 1, len - id.len - 1};
    vox_status status = vox_theme_learner_name(learner, label, id, &err);
    if (status != VOX_OK) code = failed(c, path, status, &err);
  }
  bytes_free(&map);
  return code;
}

static int add_file(vox_theme_learner *learner, const command *c, const char *path, const char *column) {
  labelled_file f;
  labelled_row row;
  vox_error err = {0};
  int code = labelled_open(&f, c, path, column);
  if (code) return code;
  while (!code && labelled_next(&f, &row)) {
    vox_status status = vox_theme_learner_add(learner, row.text, row.category, &err);
    if (status != VOX_OK) code = failed(c, path, status, &err);
  }
  labelled_close(&f);
  return code;
}

static int write_themes(vox_theme_learner *learner, const command *c, const theme_learning *o) {
  sink out;
  vox_error err = {0};
  vox_theme_learned done;
  int code = sink_open(&out, c, o->output, o->force);
  if (code) return code;
  vox_status status = vox_theme_learner_write(learner, sink_write, &out, &done, &err);
  if (status != VOX_OK && !out.broken) code = failed(c, "learning", status, &err);
  code = sink_close(&out, c, code);
  if (!code)
    fprintf(stderr, "voxpop lexicon learn: %llu terms of %llu themes from %llu comments\n",
            (unsigned long long)done.terms, (unsigned long long)done.labels, (unsigned long long)done.rows);
  return code;
}

int learn_themes(const command *c, const theme_learning *o, char **files, int count) {
  vox_theme_learner *learner = NULL;
  vox_model *model = NULL;
  vox_error err = {0};
  int code = model_open(&model, c, o->model);
  if (code) return code;
  vox_status status = vox_theme_learner_new(&learner, model, &o->options, &err);
  if (status != VOX_OK) code = failed(c, "learning", status, &err);
  if (!code && o->map) code = read_map(learner, c, o->map);
  for (int i = 0; !code && i < count; i++) code = add_file(learner, c, files[i], o->column);
  if (!code) code = write_themes(learner, c, o);
  vox_theme_learner_free(learner);
  vox_model_free(model);
  return code;
}
