/* plugins.c - a caller's own segmenter, tagger and scorer around the analysis. */
#include "api/handles.h"
#include "base/vec.h"

static bool is_whole(const vox_plugin *p) {
  if (!p || p->abi != VOX_PLUGIN_ABI || !p->name) return false;
  switch (p->stage) {
  case VOX_STAGE_SEGMENT:
    return p->segment != NULL;
  case VOX_STAGE_TAG:
    return p->tag != NULL;
  case VOX_STAGE_SCORE:
    return p->score != NULL;
  }
  return false;
}

vox_status plugins_take(vox_model *m, const vox_model_options *opts, vox_error *err) {
  for (size_t i = 0; i < opts->plugin_count; i++) {
    const vox_plugin *p = opts->plugins[i];
    if (!is_whole(p))
      return fail(err, VOX_ERR_ARGUMENT, "plug-in %zu is of another version, or lacks its function", i + 1);
    if (m->plugins[p->stage]) return fail(err, VOX_ERR_ARGUMENT, "two plug-ins for one stage");
    m->plugins[p->stage] = p;
  }
  return VOX_OK;
}

bool plugins_any(const vox_model *m) {
  bool any = false;
  for (int i = 0; i < PLUGIN_STAGES; i++) any |= m->plugins[i] != NULL;
  return any;
}

static vox_status failed(vox_error *err, const vox_plugin *p) {
  return fail(err, VOX_ERR_PLUGIN, "the plug-in %.60s failed", p->name);
}

vox_status plugins_open(vox_ctx *c, vox_error *err) {
  plugin_seats *seats = &c->seats;
  arena_init(&seats->arena, &c->mem);
  for (int i = 0; i < PLUGIN_STAGES; i++) {
    const vox_plugin *p = c->model->plugins[i];
    if (!p) continue;
    seats->self[i] = p->payload;
    if (p->create && p->create(&seats->self[i], p->payload, c->model) != VOX_OK) return failed(err, p);
    seats->made[i] = true;
  }
  const vox_plugin *cutter = c->model->plugins[VOX_STAGE_SEGMENT];
  if (cutter) analyser_own_cutter(c->analyser, cutter->segment, seats->self[VOX_STAGE_SEGMENT]);
  return VOX_OK;
}

void plugins_close(vox_ctx *c) {
  if (!c->seats.arena.mem) return;
  for (int i = 0; i < PLUGIN_STAGES; i++) {
    const vox_plugin *p = c->model->plugins[i];
    if (c->seats.made[i] && p->destroy) p->destroy(c->seats.self[i]);
  }
  arena_free(&c->seats.arena);
}

/* ---- Tags ---- */

typedef struct tag_sink {
  arena *arena;
  vox_str text;
  vox_tag *list;
  size_t count, cap;
  bool no_memory;
} tag_sink;

static bool grow_tags(tag_sink *s) {
  size_t cap = s->cap ? s->cap * 2 : 8;
  vox_tag *grown = arena_array(s->arena, cap, sizeof *grown);
  if (!grown) return false;
  if (s->count) memcpy(grown, s->list, s->count * sizeof *grown);
  s->list = grown;
  s->cap = cap;
  return true;
}

static bool copy_name(tag_sink *s, vox_str name, vox_str *out) {
  *out = arena_copy(s->arena, name);
  return out->len == name.len;
}

static vox_status take_tag(void *sink, vox_str axis, vox_str id, vox_score score, vox_span span) {
  tag_sink *s = sink;
  vox_tag tag = {.score = score, .span = span};
  if (span.begin > span.end || span.end > s->text.len) return VOX_ERR_ARGUMENT;
  s->no_memory =
      !copy_name(s, axis, &tag.axis) || !copy_name(s, id, &tag.id) || (s->count == s->cap && !grow_tags(s));
  if (s->no_memory) return VOX_ERR_MEMORY;
  s->list[s->count++] = tag;
  return VOX_OK;
}

/* The tokens as a copy: what the analyser gives holds only until it reads the comment itself. */
static vox_status tokens_of(vox_ctx *c, vox_str text, const vox_token **out, size_t *count, vox_error *err) {
  const vox_token *list;
  vox_status status = analyser_tokens(c->analyser, text, &list, count, err);
  if (status != VOX_OK) return status;
  vox_token *copy = arena_get(&c->seats.arena, (*count + 1) * sizeof *copy);
  if (!copy) return fail_memory(err);
  memcpy(copy, list, *count * sizeof *copy);
  *out = copy;
  return VOX_OK;
}

static vox_status tag(vox_ctx *c, vox_str text, tag_sink *sink, vox_error *err) {
  const vox_plugin *p = c->model->plugins[VOX_STAGE_TAG];
  const vox_token *tokens = NULL;
  size_t count = 0;
  vox_status status = tokens_of(c, text, &tokens, &count, err);
  if (status != VOX_OK) return status;
  if (p->tag(c->seats.self[VOX_STAGE_TAG], text, tokens, count, take_tag, sink) == VOX_OK) return VOX_OK;
  return sink->no_memory ? fail_memory(err) : failed(err, p);
}

/* ---- Score ---- */

static bool is_sentiment(const vox_sentiment *s) {
  return (unsigned)s->label <= VOX_LABEL_MIXED && s->score >= -10000 && s->score <= 10000 &&
         s->confidence >= 0 && s->confidence <= 10000;
}

static vox_status score(vox_ctx *c, vox_str text, vox_result *r, vox_error *err) {
  const vox_plugin *p = c->model->plugins[VOX_STAGE_SCORE];
  vox_status status =
      p->score(c->seats.self[VOX_STAGE_SCORE], text, r->evidence, r->evidence_count, &r->sentiment);
  if (status != VOX_OK || !is_sentiment(&r->sentiment)) return failed(err, p);
  r->flags = (r->flags & ~FLAG_MIXED) | (r->sentiment.label == VOX_LABEL_MIXED ? FLAG_MIXED : 0);
  return VOX_OK;
}

/* ---- One comment ---- */

vox_status plugins_analyse(vox_ctx *c, vox_str text, vox_role role, const vox_result **out, vox_error *err) {
  const vox_result *ours;
  vox_result *r = &c->seats.result;
  const vox_plugin *const *plugins = c->model->plugins;
  bool shown = c->want & VOX_WANT_EVIDENCE;
  arena_reset(&c->seats.arena);
  tag_sink sink = {.arena = &c->seats.arena, .text = text};
  vox_status status = plugins[VOX_STAGE_TAG] ? tag(c, text, &sink, err) : VOX_OK;
  if (status == VOX_OK)
    status = analyse(c->analyser, text, role, shown || plugins[VOX_STAGE_SCORE], &ours, err);
  if (status != VOX_OK) return status;
  *r = *ours;
  if (plugins[VOX_STAGE_SCORE] && (status = score(c, text, r, err)) != VOX_OK) return status;
  r->has_tags = plugins[VOX_STAGE_TAG] != NULL;
  r->tags = sink.list;
  r->tag_count = sink.count;
  r->has_evidence = shown;
  if (!shown) r->evidence = NULL, r->evidence_count = 0;
  *out = r;
  return VOX_OK;
}
