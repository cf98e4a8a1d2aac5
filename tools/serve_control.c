/* serve_control.c - ops that concern the whole server. A reload opens artefacts in a thread of its own, so
 * that nobody waits for it but the client that asked. */
#include "serve.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Pieces of JSON ---- */

static void add(bytes *out, const char *text) { bytes_add(out, text, strlen(text)); }

static void add_string(bytes *out, vox_str text) {
  add(out, "\"");
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    if (c == '"' || c == '\\') add(out, "\\");
    bytes_add(out, (unsigned char)c < 0x20 ? " " : &c, 1);
  }
  add(out, "\"");
}

static void add_number(bytes *out, uint64_t n) {
  char digits[20];
  size_t at = sizeof digits;
  do digits[--at] = (char)('0' + n % 10);
  while (n /= 10);
  bytes_add(out, digits + at, sizeof digits - at);
}

static void add_count(bytes *out, const char *name, uint64_t n) {
  add(out, name);
  add_number(out, n);
}

static vox_str text_of(const char *s) { return (vox_str){s, strlen(s)}; }

static void add_lexicon(bytes *out, const loaded *l) {
  add(out, "{\"id\":"), add_string(out, l->info.id);
  add(out, ",\"version\":"), add_string(out, l->info.version);
  add(out, ",\"sha256\":"), add_string(out, text_of(l->info.sha256));
  add(out, "}");
}

static void add_models(bytes *out, const model_set *set) {
  add(out, "[");
  for (size_t i = 0; i < set->count; i++) {
    add(out, i ? ",{\"name\":" : "{\"name\":"), add_string(out, text_of(set->list[i]->spec->name));
    add(out, ",\"lexicon\":"), add_lexicon(out, set->list[i]);
    add(out, "}");
  }
  add(out, "]");
}

static void begin_answer(bytes *out, vox_str id) {
  add(out, "{\"id\":");
  bytes_add(out, id.ptr, id.len);
}

/* What was added since `len` stands, or none of it does. */
static int finish(bytes *out, size_t len) {
  add(out, "\n");
  if (!out->broken) return 1;
  out->len = len;
  out->broken = 0;
  return 0;
}

int control_hello(server *s, client *c) {
  bytes *out = &c->out;
  size_t len = out->len;
  add(out, "{\"type\":\"hello\",\"protocol\":1,\"engine\":"), add_string(out, text_of(vox_version()));
  add(out, ",\"schema\":\"voxpop.record/1\",\"lexicon\":"), add_lexicon(out, s->set->list[0]);
  add(out, ",\"models\":"), add_models(out, s->set);
  add(out, ",\"capabilities\":[\"score\",\"batch\",\"ping\",\"stats\",\"reload\",");
  if (s->models->counting) add(out, "\"snapshot\",\"reset\",");
  add(out, s->settings->unordered ? "\"shutdown\",\"evidence\",\"unordered\"]"
                                  : "\"shutdown\",\"evidence\",\"ordered\"]");
  add_count(out, ",\"limits\":{\"line\":", s->settings->max_line);
  add_count(out, ",\"text\":", s->settings->request.max_text);
  add_count(out, "},\"pid\":", (uint64_t)getpid());
  add(out, "}");
  return finish(out, len);
}

/* ---- Stats, snapshot, reset ---- */

static int answer_stats(server *s, client *c, const vox_request *q) {
  bytes *out = &c->out;
  size_t len = out->len;
  begin_answer(out, q->id);
  add_count(out, ",\"stats\":{\"requests\":", s->counts.requests);
  add_count(out, ",\"records\":", s->counts.records);
  add_count(out, ",\"errors\":", s->counts.errors);
  add_count(out, ",\"reloads\":", s->reloads);
  add_count(out, ",\"clients\":", s->client_count);
  add_count(out, ",\"refused\":", s->refused);
  add_count(out, ",\"jobs\":", s->settings->jobs);
  add(out, ",\"models\":"), add_models(out, s->set);
  add(out, "}}");
  return finish(out, len);
}

/* A document of many lines as one: an LF with the indentation behind it stands between tokens only. */
static vox_status add_on_one_line(void *payload, const void *from, size_t len) {
  bytes *out = payload;
  const char *at = from, *end = at + len;
  while (at < end) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    bytes_add(out, at, (size_t)((stop ? stop : end) - at));
    for (at = stop ? stop + 1 : end; at < end && *at == ' ';) at++;
  }
  return out->broken ? VOX_ERR_MEMORY : VOX_OK;
}

static int answer_snapshot(client *c, loaded *l, const vox_request *q, vox_error *err) {
  vox_report *all = NULL;
  size_t len = c->out.len;
  vox_status status = loaded_snapshot(l, &all, err);
  begin_answer(&c->out, q->id);
  add(&c->out, ",\"report\":");
  if (status == VOX_OK) status = vox_report_write_json(all, add_on_one_line, &c->out, err);
  add(&c->out, "}");
  vox_report_free(all);
  int whole = finish(&c->out, len);
  if (status != VOX_OK) c->out.len = len;
  return status == VOX_OK && whole;
}

static int answer_plain(client *c, const vox_request *q, const char *rest) {
  size_t len = c->out.len;
  begin_answer(&c->out, q->id);
  add(&c->out, rest);
  return finish(&c->out, len);
}

static int answer_reset(client *c, loaded *l, const vox_request *q, vox_error *err) {
  return loaded_reset(l, err) == VOX_OK && answer_plain(c, q, ",\"reset\":true}");
}

/* ---- Reload ---- */

struct reload {
  const model_config *config;
  model_set *old; /* a reference */
  const serve_log *log;
  int wake_fd;
  int wanted[MODELS_MAX];
  loaded *opened[MODELS_MAX]; /* NULL: not wanted */
  client *client;             /* NULL: a signal asked */
  bytes id;
  int whole; /* 0: `err` says why not, of model `failed` */
  size_t failed;
  vox_error err;
  pthread_t thread;
  pthread_mutex_t lock;
  int done; /* under the lock */
};

static void *open_all(void *payload) {
  reload *r = payload;
  r->whole = 1;
  for (size_t i = 0; i < r->config->count && r->whole; i++) {
    if (!r->wanted[i]) continue;
    r->whole = loaded_open(&r->opened[i], r->config, &r->config->specs[i], 0, &r->err) == VOX_OK;
    r->failed = i;
  }
  pthread_mutex_lock(&r->lock);
  r->done = 1;
  pthread_mutex_unlock(&r->lock);
  serve_wake(r->wake_fd);
  return NULL;
}

static void free_reload(reload *r) {
  for (size_t i = 0; i < r->config->count; i++) loaded_free(r->opened[i]);
  bytes_free(&r->id);
  pthread_mutex_destroy(&r->lock);
  free(r);
}

static reload *new_reload(server *s, client *c, vox_str id, const loaded *only) {
  reload *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  *r = (reload){.config = s->models, .old = s->set, .log = s->log, .wake_fd = s->wake, .client = c};
  pthread_mutex_init(&r->lock, NULL);
  for (size_t i = 0; i < s->set->count; i++) r->wanted[i] = !only || only == s->set->list[i];
  if (bytes_add(&r->id, id.ptr, id.len)) return r;
  free_reload(r);
  return NULL;
}

static int begin_reload(server *s, client *c, vox_str id, const loaded *only) {
  if (s->reload) return 0;
  reload *r = new_reload(s, c, id, only);
  if (r && pthread_create(&r->thread, NULL, open_all, r) != 0) free_reload(r), r = NULL;
  if (!r && c) c->stuck = 1;
  if (!r) return 0;
  s->set->refs++;
  s->reload = r;
  if (c) c->reloading = 1;
  return 1;
}

int control_reload(server *s, client *c, vox_str model) {
  const loaded *only = model.len ? model_set_find(s->set, model) : NULL;
  return begin_reload(s, c, (vox_str){"null", 4}, only);
}

/* The set with what was opened in its place; NULL: `r->err` says why not. Running reports go over. */
static model_set *next_set(server *s, reload *r) {
  loaded *list[MODELS_MAX];
  vox_status status = VOX_OK;
  for (size_t i = 0; i < s->set->count; i++) list[i] = r->opened[i] ? r->opened[i] : s->set->list[i];
  model_set *set = model_set_new(list, s->set->count);
  if (!set) status = VOX_ERR_MEMORY;
  for (size_t i = 0; i < s->set->count && status == VOX_OK; i++) {
    r->failed = i;
    if (r->opened[i]) status = loaded_hand_over(r->opened[i], s->set->list[i], &r->err);
  }
  if (status == VOX_OK) return set;
  free(set);
  if (!r->err.message[0]) r->err = (vox_error){.status = status, .message = "out of memory"};
  return NULL;
}

static void put_in_place(server *s, reload *r, model_set *set) {
  model_set *old = s->set;
  for (size_t i = 0; i < set->count; i++) {
    if (r->opened[i])
      serve_say(s->log, "info", "reload", "reloaded %s: %.*s %.*s (%.12s)", r->opened[i]->spec->name,
                (int)r->opened[i]->info.id.len, r->opened[i]->info.id.ptr,
                (int)r->opened[i]->info.version.len, r->opened[i]->info.version.ptr,
                r->opened[i]->info.sha256);
    else
      set->list[i]->refs++;
    r->opened[i] = NULL;
  }
  s->set = set;
  s->reloads++;
  model_set_drop(old, set, s->log);
}

static void answer_reload(server *s, reload *r, int done) {
  client *c = r->client;
  vox_request q = {.id = {r->id.ptr, r->id.len}};
  size_t len = c->out.len;
  c->reloading = 0;
  s->counts.requests++;
  if (c->gone) return;
  begin_answer(&c->out, q.id);
  add(&c->out, ",\"reloaded\":"), add_models(&c->out, s->set);
  add(&c->out, "}");
  int whole = finish(&c->out, len);
  if (done && whole) return;
  c->out.len = len;
  s->counts.errors++;
  r->err.code = done ? "no_memory" : "bad_lexicon";
  r->err.offset = 0;
  if (!answer_error(&c->out, &q, &r->err)) client_give_up(c, ENOMEM);
}

void control_settle(server *s) {
  reload *r = s->reload;
  if (!r) return;
  pthread_mutex_lock(&r->lock);
  int done = r->done;
  pthread_mutex_unlock(&r->lock);
  if (!done) return;
  pthread_join(r->thread, NULL);
  s->reload = NULL;
  model_set *old = r->old, *set = r->whole ? next_set(s, r) : NULL;
  if (set)
    put_in_place(s, r, set);
  else
    serve_say(s->log, "error", "reload", "%s is as it was: %s", s->models->specs[r->failed].name,
              r->err.message);
  if (r->client) answer_reload(s, r, set != NULL);
  model_set_drop(old, s->set, s->log);
  free_reload(r);
}

/* ---- Which op ---- */

static int answer_fault(server *s, client *c, const vox_request *q, const char *code, const char *message) {
  vox_error err = {.code = code};
  bytes_write(&(bytes){err.message, 0, sizeof err.message - 1, 0}, message, strlen(message));
  s->counts.errors++;
  return answer_error(&c->out, q, &err);
}

static int answer_op(server *s, client *c, const vox_request *q) {
  vox_error err = {.status = VOX_OK};
  loaded *l = model_set_find(s->set, q->model);
  int counting = q->op == VOX_OP_SNAPSHOT || q->op == VOX_OP_RESET;
  if (!l) return answer_fault(s, c, q, "bad_field", "no model of that name");
  if (counting && !s->models->counting)
    return answer_fault(s, c, q, "bad_op", "no report is kept: the server was started with --no-report");
  switch (q->op) {
  case VOX_OP_STATS:
    return answer_stats(s, c, q);
  case VOX_OP_SNAPSHOT:
    return answer_snapshot(c, l, q, &err);
  case VOX_OP_RESET:
    return answer_reset(c, l, q, &err);
  default:
    return answer_plain(c, q, ",\"shutdown\":true}");
  }
}

int control_answer(server *s, client *c, const vox_request *q) {
  if (q->op == VOX_OP_RELOAD && model_set_find(s->set, q->model))
    return begin_reload(s, c, q->id, q->model.len ? model_set_find(s->set, q->model) : NULL);
  if (!answer_op(s, c, q)) return c->stuck = 1, 0;
  s->counts.requests++;
  if (q->op == VOX_OP_SHUTDOWN) {
    /* What the client wrote behind it is not read. */
    const char *end = memchr(c->in.ptr + c->from, '\n', c->in.len - c->from);
    if (end) c->in.len = (size_t)(end - c->in.ptr) + 1;
    c->ended = 1;
    serve_drain(s);
  }
  return 1;
}
