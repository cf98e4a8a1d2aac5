/* serve_models.c - see serve_models.h. */
#include "serve_models.h"
#include "exit.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- The command line ---- */

static int is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.';
}

/* Length of NAME in NAME=FILE; 0: it is a file alone. */
static size_t name_length(const char *spec) {
  size_t n = 0;
  while (is_name(spec[n])) n++;
  return spec[n] == '=' ? n : 0;
}

static model_spec *spec_named(model_config *m, const char *name, size_t len) {
  for (size_t i = 0; i < m->count; i++)
    if (strlen(m->specs[i].name) == len && memcmp(m->specs[i].name, name, len) == 0) return &m->specs[i];
  return NULL;
}

static int add_model(model_config *m, const command *c, const char *spec) {
  size_t n = name_length(spec);
  const char *name = n ? spec : "default";
  size_t len = n ? n : strlen(name);
  if (len >= MODEL_NAME_MAX) return complain(c, EXIT_USE, "--model: the name is too long");
  if (spec_named(m, name, len)) return complain(c, EXIT_USE, "--model: two models of one name");
  if (m->count == MODELS_MAX) return complain(c, EXIT_USE, "more than %d models", MODELS_MAX);
  model_spec *s = &m->specs[m->count++];
  memcpy(s->name, name, len);
  s->name[len] = 0;
  s->path = n ? spec + n + 1 : spec;
  return 0;
}

/* Lays `file` over the model that `spec` names; what has no name lies over every model. */
static int add_layer(model_config *m, const command *c, const char *option, const char *spec,
                     const char *file) {
  size_t n = name_length(spec);
  int dict = strcmp(option, "--dict") == 0;
  model_spec *only = n ? spec_named(m, spec, n) : NULL;
  if (n && !only) return complain(c, EXIT_USE, "%s %s: no model of that name", option, spec);
  for (size_t i = 0; i < m->count; i++) {
    opt_list *list = dict ? &m->specs[i].dicts : &m->specs[i].overlays;
    if (only && only != &m->specs[i]) continue;
    if (list->count == OPT_MAX) return complain(c, EXIT_USE, "%s: more than %d", option, OPT_MAX);
    list->items[list->count++] = file;
  }
  return 0;
}

static const char *file_of(const char *spec) {
  size_t n = name_length(spec);
  return n ? spec + n + 1 : spec;
}

/* Packs are found by their names, beside the first model; they lie below the overlays. */
static int add_packs(model_config *m, const command *c, const opt_list *packs) {
  opt_list names = {.count = packs->count};
  for (size_t i = 0; i < packs->count; i++) names.items[i] = file_of(packs->items[i]);
  int bad = packs_find(&m->packs, c, m->specs[0].path, &names);
  for (size_t i = 0; i < packs->count && !bad; i++)
    bad = add_layer(m, c, "--pack", packs->items[i], m->packs.paths[i]);
  return bad;
}

int model_specs_make(model_config *out, const command *c, const model_words *words) {
  static char found[4096]; /* outlives the command */
  const opt_list *models = &words->models, *overlays = &words->overlays, *dicts = &words->dicts;
  int bad = 0;
  const char *standard = models->count ? NULL : model_find(found, sizeof found);
  if (!models->count && !standard)
    return complain(c, EXIT_LEXICON, "no compiled lexicon found; name one with --model or $VOXPOP_MODEL");
  if (standard) {
    out->specs[0] = (model_spec){.name = "default", .path = standard};
    out->count = 1;
  }
  for (size_t i = 0; i < models->count && !bad; i++) bad = add_model(out, c, models->items[i]);
  if (!bad && words->packs.count) bad = add_packs(out, c, &words->packs);
  for (size_t i = 0; i < overlays->count && !bad; i++)
    bad = add_layer(out, c, "--overlay", overlays->items[i], file_of(overlays->items[i]));
  for (size_t i = 0; i < dicts->count && !bad; i++)
    bad = add_layer(out, c, "--dict", dicts->items[i], file_of(dicts->items[i]));
  return bad;
}

/* ---- One artefact ---- */

static vox_status told(vox_error *err, vox_status status, const char *what, int number) {
  *err = (vox_error){.status = status, .os_errno = number};
  snprintf(err->message, sizeof err->message, "%s%s%s", what, number ? ": " : "",
           number ? strerror(number) : "");
  return status;
}

static void tell_overlay(void *payload, const vox_diagnostic *d) {
  if (d->severity != VOX_NOTE)
    serve_say(payload, d->severity == VOX_ERROR ? "error" : "warning", "overlay", "%s:%llu: %s [%s]", d->path,
              (unsigned long long)d->line, d->message, d->code);
}

static vox_status open_model(loaded *l, vox_error *err) {
  vox_overlay overlays[OPT_MAX], dicts[OPT_MAX];
  vox_model_options options = VOX_MODEL_OPTIONS_INIT;
  options.overlays = overlays;
  options.overlay_count = name_files(overlays, &l->spec->overlays);
  options.dicts = dicts;
  options.dict_count = name_files(dicts, &l->spec->dicts);
  options.diagnose = tell_overlay;
  options.payload = (void *)(uintptr_t)l->config->log;
  return vox_model_open_bytes(&l->model, l->bytes.ptr, l->bytes.len, &options, err);
}

static vox_status new_ctx(const loaded *l, vox_ctx **out, vox_error *err) {
  vox_ctx_options options = VOX_CTX_OPTIONS_INIT;
  options.abstain = l->config->abstain;
  return vox_ctx_new(out, l->model, &options, err);
}

static vox_status make_seats(loaded *l, vox_error *err) {
  vox_status status = VOX_OK;
  l->seats = calloc(l->config->jobs, sizeof *l->seats);
  if (!l->seats) return told(err, VOX_ERR_MEMORY, "out of memory", 0);
  for (unsigned i = 0; i < l->config->jobs; i++) pthread_mutex_init(&l->seats[i].lock, NULL);
  for (unsigned i = 0; i < l->config->jobs && status == VOX_OK; i++) {
    status = new_ctx(l, &l->seats[i].ctx, err);
    if (status == VOX_OK && l->config->counting)
      status = vox_report_new(&l->seats[i].report, l->model, &l->config->report, err);
  }
  return status;
}

static vox_status count_bytes(void *payload, const void *from, size_t len) {
  (void)from;
  *(size_t *)payload += len;
  return VOX_OK;
}

/* The last proof of an artefact: a comment goes all the way through it. */
static vox_status prove(const loaded *l, vox_error *err) {
  static const char text[] = "物流很快，but 客服 態度差 😀 :-( 9分";
  vox_cell cell = {.text = {text, sizeof text - 1}};
  vox_row row = {.number = 1, .cells = &cell, .cell_count = 1};
  const vox_result *result;
  size_t printed = 0;
  vox_ctx_want(l->seats[0].ctx, VOX_WANT_EVIDENCE);
  vox_status status = vox_analyse(&result, l->seats[0].ctx, cell.text, VOX_ROLE_OTHER, err);
  return status == VOX_OK ? vox_result_write_json(result, &row, 0, count_bytes, &printed, err) : status;
}

vox_status loaded_open(loaded **out, const model_config *config, const model_spec *spec, int at_start,
                       vox_error *err) {
  loaded *l = calloc(1, sizeof *l);
  if (!l) return told(err, VOX_ERR_MEMORY, "out of memory", 0);
  *l = (loaded){.refs = 1, .bytes = ARTEFACT_BYTES_NONE, .spec = spec, .config = config};
  vox_status status = (at_start ? artefact_hold : artefact_read)(&l->bytes, spec->path, err);
  if (status == VOX_OK) status = open_model(l, err);
  if (status == VOX_OK) status = make_seats(l, err);
  if (status == VOX_OK) status = prove(l, err);
  if (status != VOX_OK) return loaded_free(l), status;
  vox_model_info_get(l->model, &l->info);
  *out = l;
  return VOX_OK;
}

void loaded_free(loaded *l) {
  if (!l) return;
  for (unsigned i = 0; l->seats && i < l->config->jobs; i++) {
    vox_report_free(l->seats[i].report);
    vox_ctx_free(l->seats[i].ctx);
    pthread_mutex_destroy(&l->seats[i].lock);
  }
  free(l->seats);
  vox_model_free(l->model);
  artefact_drop(&l->bytes);
  free(l);
}

void loaded_renew(loaded *l, unsigned seat) {
  vox_ctx *fresh = NULL;
  if (new_ctx(l, &fresh, NULL) != VOX_OK) return;
  vox_ctx_free(l->seats[seat].ctx);
  l->seats[seat].ctx = fresh;
}

/* ---- The running report ---- */

vox_status loaded_snapshot(loaded *l, vox_report **out, vox_error *err) {
  vox_report *all = NULL;
  vox_status status = vox_report_new(&all, l->model, &l->config->report, err);
  if (status == VOX_OK) status = vox_report_input(all, "UTF-8", "the protocol knows no other", err);
  for (unsigned i = 0; i < l->config->jobs && status == VOX_OK; i++) {
    pthread_mutex_lock(&l->seats[i].lock);
    status = vox_report_merge(all, l->seats[i].report, err);
    pthread_mutex_unlock(&l->seats[i].lock);
  }
  if (status == VOX_OK)
    *out = all;
  else
    vox_report_free(all);
  return status;
}

/* Puts `fresh` in the place of a seat's report and gives the old one back. */
static vox_report *exchange(model_seat *seat, vox_report *fresh) {
  pthread_mutex_lock(&seat->lock);
  vox_report *old = seat->report;
  seat->report = fresh;
  pthread_mutex_unlock(&seat->lock);
  return old;
}

/* An empty report for each seat; on failure none. */
static vox_status fresh_reports(const loaded *l, vox_report **list, vox_error *err) {
  vox_status status = VOX_OK;
  for (unsigned i = 0; i < l->config->jobs && status == VOX_OK; i++)
    status = vox_report_new(&list[i], l->model, &l->config->report, err);
  for (unsigned i = 0; i < l->config->jobs && status != VOX_OK; i++) vox_report_free(list[i]);
  return status;
}

vox_status loaded_reset(loaded *l, vox_error *err) {
  vox_report *fresh[JOBS_MAX] = {NULL};
  vox_status status = fresh_reports(l, fresh, err);
  for (unsigned i = 0; i < l->config->jobs && status == VOX_OK; i++)
    vox_report_free(exchange(&l->seats[i], fresh[i]));
  return status;
}

static int same_lexicon(const loaded *a, const loaded *b) {
  return a->config->counting && strcmp(a->info.sha256, b->info.sha256) == 0;
}

static vox_status merge_into(loaded *to, const vox_report *part, vox_error *err) {
  pthread_mutex_lock(&to->seats[0].lock);
  vox_status status = vox_report_merge(to->seats[0].report, part, err);
  pthread_mutex_unlock(&to->seats[0].lock);
  return status;
}

/* A seat gets its old report back, with what was counted meanwhile where memory allows. */
static void give_back(model_seat *seat, vox_report *old) {
  vox_report *fresh = exchange(seat, old);
  pthread_mutex_lock(&seat->lock);
  vox_report_merge(old, fresh, NULL);
  pthread_mutex_unlock(&seat->lock);
  vox_report_free(fresh);
}

vox_status loaded_hand_over(loaded *to, loaded *from, vox_error *err) {
  vox_report *parts[JOBS_MAX] = {NULL};
  if (!same_lexicon(to, from)) return VOX_OK;
  vox_status status = fresh_reports(from, parts, err);
  if (status != VOX_OK) return status;
  for (unsigned i = 0; i < from->config->jobs; i++) parts[i] = exchange(&from->seats[i], parts[i]);
  for (unsigned i = 0; i < from->config->jobs && status == VOX_OK; i++)
    status = merge_into(to, parts[i], err);
  for (unsigned i = 0; i < from->config->jobs; i++)
    if (status == VOX_OK)
      vox_report_free(parts[i]);
    else
      give_back(&from->seats[i], parts[i]);
  return status;
}

/* ---- Sets ---- */

model_set *model_set_new(loaded *const *list, size_t count) {
  model_set *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->refs = 1;
  s->count = count;
  memcpy(s->list, list, count * sizeof *list);
  return s;
}

static void drop_loaded(loaded *l, loaded *heir, const serve_log *log) {
  vox_error err = {0};
  vox_status status = VOX_OK;
  if (--l->refs) return;
  int late = heir && heir != l && same_lexicon(heir, l);
  for (unsigned i = 0; late && i < l->config->jobs && status == VOX_OK; i++)
    status = merge_into(heir, l->seats[i].report, &err);
  if (status != VOX_OK)
    serve_say(log, "warning", "report", "%s: rows counted during the reload are lost: %s", l->spec->name,
              err.message);
  loaded_free(l);
}

void model_set_drop(model_set *s, model_set *heir, const serve_log *log) {
  if (!s || --s->refs) return;
  for (size_t i = 0; i < s->count; i++) drop_loaded(s->list[i], heir ? heir->list[i] : NULL, log);
  free(s);
}

int model_set_settle(model_set *s) {
  int settled = 1;
  for (size_t i = 0; i < s->count; i++)
    if (artefact_is_wanted(&s->list[i]->bytes)) settled &= artefact_settle(&s->list[i]->bytes);
  return settled;
}

loaded *model_set_find(const model_set *s, vox_str name) {
  if (!name.len) return s->list[0];
  for (size_t i = 0; i < s->count; i++) {
    const char *own = s->list[i]->spec->name;
    if (strlen(own) == name.len && memcmp(own, name.ptr, name.len) == 0) return s->list[i];
  }
  return NULL;
}
