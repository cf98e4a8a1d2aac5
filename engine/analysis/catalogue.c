/* catalogue.c - see catalogue.h. */
#include "analysis/catalogue.h"

vox_status catalogue_open(catalogue **out, mem *m, const lexicon *l, vox_error *err) {
  catalogue *c = mem_array(m, 1, sizeof *c);
  if (!c) return fail_memory(err);
  c->theme_count = lexicon_theme_count(l);
  c->themes = mem_array(m, c->theme_count, sizeof *c->themes);
  c->roots = mem_array(m, c->theme_count, sizeof *c->roots);
  c->overall = mem_array(m, c->theme_count, sizeof *c->overall);
  if (!c->themes || !c->roots || !c->overall) {
    catalogue_free(c, m);
    return fail_memory(err);
  }
  for (uint32_t i = 0; i < c->theme_count; i++) {
    c->themes[i] = lexicon_theme(l, i);
    c->overall[i] = c->themes[i].overall;
    c->roots[i] = c->themes[i].parent == NO_THEME ? i : c->roots[c->themes[i].parent];
  }
  for (int i = 0; i < EMOTION_COUNT; i++) c->emotions[i] = str_of(emotion_name((emotion)i));
  for (int i = 0; i < INTENT_COUNT; i++) c->intents[i] = str_of(intent_name((intent)i));
  c->identity = lexicon_identity_of(l);
  *out = c;
  return VOX_OK;
}

void catalogue_free(catalogue *c, mem *m) {
  if (!c) return;
  mem_put(m, c->themes, c->theme_count * sizeof *c->themes);
  mem_put(m, c->overall, c->theme_count * sizeof *c->overall);
  mem_put(m, c->roots, c->theme_count * sizeof *c->roots);
  mem_put(m, c, sizeof *c);
}
