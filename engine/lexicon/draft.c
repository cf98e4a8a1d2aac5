/* draft.c - one source line to draft entries: what each class makes of its value and flags. */
#include "lexicon/draft.h"

static void complain(lexicon_compiler *c, uint32_t src, uint32_t line, const char *code, const char *what) {
  diagnose(c->tell, VOX_ERROR, vec_at(&c->sources, src).path, line, code, "%s", what);
}

/* Runs of spaces become one, as the matcher takes them: white space between tokens is one step. */
static void join_spaces(buf *b) {
  size_t kept = 0;
  for (size_t i = 0; i < b->len; i++)
    if (b->ptr[i] != ' ' || kept == 0 || b->ptr[kept - 1] != ' ') b->ptr[kept++] = b->ptr[i];
  b->len = kept;
}

vox_str draft_fold(lexicon_compiler *c, vox_str text) {
  if (fold_text(&c->fold, text) != VOX_OK) return (vox_str){NULL, 0};
  buf_clear(&c->scratch);
  fold_to_utf8(&c->fold, &c->scratch);
  if (c->scratch.status != VOX_OK) return (vox_str){NULL, 0};
  join_spaces(&c->scratch);
  vox_str surface = str_trim(buf_view(&c->scratch));
  return surface.len ? arena_copy(&c->keep, surface) : STR("");
}

draft_term *draft_intern(lexicon_compiler *c, vox_str surface, vox_str written, uint32_t *index) {
  size_t before = c->term_index.len;
  map_entry *found = map_put(&c->term_index, surface, c->terms.len);
  if (!found) return NULL;
  if (c->term_index.len > before && !vec_push(c->mem, &c->terms, ((draft_term){found->key, written, 0, 0})))
    return NULL;
  if (index) *index = (uint32_t)found->value;
  return &vec_at(&c->terms, found->value);
}

/* A decimal with up to two places as a number of hundredths: "+2", "-1.25". */
static bool read_centi(vox_str s, int32_t low, int32_t high, int32_t *out) {
  bool minus = s.len && s.ptr[0] == '-';
  if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+')) s = str_sub(s, 1, s.len);
  vox_str rest = s, whole = str_cut(&rest, '.');
  if (whole.len == 0 || whole.len > 6 || rest.len > 2 || (rest.ptr && rest.len == 0)) return false;
  int32_t n = 0;
  for (size_t i = 0; i < whole.len; i++) {
    if (whole.ptr[i] < '0' || whole.ptr[i] > '9') return false;
    n = n * 10 + (whole.ptr[i] - '0');
  }
  n *= 100;
  for (size_t i = 0, unit = 10; i < rest.len; i++, unit /= 10) {
    if (rest.ptr[i] < '0' || rest.ptr[i] > '9') return false;
    n += (rest.ptr[i] - '0') * (int32_t)unit;
  }
  *out = minus ? -n : n;
  return *out >= low && *out <= high;
}

/* The value as hundredths into entry.weight, or a complaint. An absent value is `standard`. */
static bool weigh(lexicon_compiler *c, const source_line *l, draft_entry *e, int32_t low, int32_t high,
                  int32_t standard) {
  int32_t n = standard;
  if (l->value.len && !read_centi(l->value, low, high, &n)) {
    complain(c, e->source, e->line, "bad-value", "the value is no number this class allows");
    return false;
  }
  e->weight = (int16_t)n;
  return true;
}

static bool need_value(lexicon_compiler *c, const source_line *l, const draft_entry *e) {
  if (l->value.len) return true;
  complain(c, e->source, e->line, "missing-value", "this class needs a value");
  return false;
}

/* One of the numbers behind neutral=, as a byte of 1/50. */
static bool read_neutral_byte(vox_str text, uint8_t *out) {
  int32_t n = 0;
  if (!read_centi(text, -NEUTRAL_MOST, NEUTRAL_MOST, &n)) return false;
  *out = (uint8_t)(int8_t)(n / 2);
  return true;
}

/* The other weights of a learned entry, neutral=+0.82/-0.30 or one for both, into `reach` (entry_neutral): a
 * learned weight reaches nothing else. */
static bool read_neutral(lexicon_compiler *c, const source_line *l, draft_entry *e) {
  for (vox_str rest = l->flags; rest.ptr && rest.len;) {
    vox_str flag = str_cut(&rest, ' ');
    uint8_t praised, blamed;
    if (!str_starts(flag, STR("neutral="))) continue;
    vox_str blame = str_sub(flag, strlen("neutral="), flag.len), praise = str_cut(&blame, '/');
    if (!read_neutral_byte(praise, &praised) || !read_neutral_byte(blame.ptr ? blame : praise, &blamed)) {
      complain(c, e->source, e->line, "bad-value",
               "neutral= takes a number from -2.54 to 2.54, or two with / between them");
      return false;
    }
    e->reach = (uint16_t)(praised | blamed << 8);
  }
  return true;
}

/* pos=, domain= and the facets of a theme: for readers. */
static bool is_remark(vox_str flag) {
  static const char *const keys[] = {
      "pos=", "domain=", "stage=", "touchpoint=", "driver=", "owner=", "severity=", "key=", "neutral="};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    if (str_starts(flag, str_of(keys[i]))) return flag.len > strlen(keys[i]);
  return str_eq(flag, STR("after")) || str_eq(flag, STR("end")) || str_eq(flag, STR("weak")) ||
         str_eq(flag, STR("hides"));
}

static void check_flags(lexicon_compiler *c, const source_line *l, uint32_t src) {
  for (vox_str rest = l->flags; rest.ptr && rest.len;)
    if (!is_remark(str_cut(&rest, ' ')))
      diagnose(c->tell, VOX_WARNING, vec_at(&c->sources, src).path, l->line, "unknown-flag", "no such flag");
}

/* Flags that change how an entry matches. */
static uint8_t read_flags(vox_str flags) {
  uint8_t bits = 0;
  for (vox_str rest = flags; rest.ptr && rest.len;) {
    vox_str flag = str_cut(&rest, ' ');
    if (str_eq(flag, STR("after"))) bits |= ENTRY_AFTER;
    if (str_eq(flag, STR("end"))) bits |= ENTRY_END;
    if (str_eq(flag, STR("weak"))) bits |= ENTRY_WEAK;
    if (str_eq(flag, STR("hides"))) bits |= ENTRY_HIDES;
  }
  return bits;
}

/* The class of a line into klass and label. "emotion.anger" names a label behind the dot. */
static bool read_class(vox_str name, draft_entry *e) {
  static const struct {
    const char *name;
    entry_class klass;
  } plain[] = {{"sentiment", CLASS_SENTIMENT},
               {"negator", CLASS_NEGATOR},
               {"double_negation", CLASS_DOUBLE_NEGATION},
               {"degree", CLASS_DEGREE},
               {"contrast", CLASS_CONTRAST},
               {"concession", CLASS_CONCESSION},
               {"wish", CLASS_WISH},
               {"question", CLASS_QUESTION},
               {"comparison", CLASS_COMPARISON},
               {"effort", CLASS_EFFORT},
               {"non_answer", CLASS_NON_ANSWER},
               {"theme", CLASS_THEME},
               {"theme.weight", CLASS_THEME_WEIGHT},
               {"pair", CLASS_PAIR},
               {"weight", CLASS_WEIGHT},
               {"weight.negated", CLASS_WEIGHT_NEGATED},
               {"weight.pair", CLASS_WEIGHT_PAIR}};
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    if (str_eq(name, str_of(plain[i].name))) return e->klass = (uint8_t)plain[i].klass, true;
  vox_str rest = name, head = str_cut(&rest, '.');
  int label = -1;
  if (str_eq(head, STR("emotion"))) e->klass = CLASS_EMOTION, label = emotion_by_name(rest);
  if (str_eq(head, STR("emotion_weight"))) e->klass = CLASS_EMOTION_WEIGHT, label = emotion_by_name(rest);
  if (str_eq(head, STR("intent"))) e->klass = CLASS_INTENT, label = intent_by_name(rest);
  if (str_eq(head, STR("expectation"))) e->klass = CLASS_EXPECTATION, label = expectation_by_name(rest);
  if (str_eq(head, STR("entity"))) e->klass = CLASS_ENTITY, label = str_eq(rest, STR("competitor")) ? 0 : -1;
  if (str_eq(head, STR("junk"))) e->klass = CLASS_JUNK, label = junk_by_name(rest);
  e->label = (uint16_t)(label < 0 ? 0 : label);
  return label >= 0;
}

/* `theme.id 1.25`. */
static bool weigh_theme(lexicon_compiler *c, const source_line *l, draft_entry *e) {
  vox_str rest = l->value;
  int32_t n;
  e->theme = str_cut(&rest, ' ');
  if (!read_centi(str_trim(rest), 0, 9999, &n)) {
    complain(c, e->source, e->line, "bad-value",
             "a weighted term names a theme and a weight from 0 to 99.99");
    return false;
  }
  e->weight = (int16_t)n;
  return true;
}

/* What the value means for the class; false after a complaint. */
static bool read_value(lexicon_compiler *c, const source_line *l, draft_entry *e) {
  switch (e->klass) {
  case CLASS_SENTIMENT:
  case CLASS_PAIR:
    return need_value(c, l, e) && weigh(c, l, e, -300, 300, 0);
  case CLASS_WEIGHT:
  case CLASS_WEIGHT_NEGATED:
  case CLASS_WEIGHT_PAIR:
    return need_value(c, l, e) && weigh(c, l, e, -999, 999, 0) && read_neutral(c, l, e);
  case CLASS_EMOTION_WEIGHT:
    return need_value(c, l, e) && weigh(c, l, e, -999, 999, 0);
  case CLASS_EMOTION:
  case CLASS_INTENT:
    return weigh(c, l, e, str_eq(l->value, STR("0")) ? 0 : 100, 300, 100);
  case CLASS_JUNK:
    return weigh(c, l, e, 25, 300, 100);
  case CLASS_DEGREE:
    return need_value(c, l, e) && weigh(c, l, e, 30, 200, 100);
  case CLASS_COMPARISON:
  case CLASS_ENTITY:
    return weigh(c, l, e, -100, 100, 0);
  case CLASS_EFFORT:
    return need_value(c, l, e) && weigh(c, l, e, -200, 200, 0);
  case CLASS_NEGATOR:
    if (!weigh(c, l, e, 100, 900, 0)) return false;
    if (e->weight % 100) {
      complain(c, e->source, e->line, "bad-value", "a negator reaches a whole number of tokens");
      return false;
    }
    e->reach = (uint16_t)(e->weight / 100);
    e->weight = 0;
    return true;
  case CLASS_THEME:
    e->theme = l->value;
    return need_value(c, l, e);
  case CLASS_THEME_WEIGHT:
    return need_value(c, l, e) && weigh_theme(c, l, e);
  default:
    return true;
  }
}

bool draft_ends_open(vox_str surface) {
  if (surface.len < 2 || surface.ptr[surface.len - 1] != '*') return false;
  unsigned char before = (unsigned char)surface.ptr[surface.len - 2];
  return before >= 0x80 || (before >= '0' && before <= '9') || ((before | 32) >= 'a' && (before | 32) <= 'z');
}

static vox_status add_entry(lexicon_compiler *c, const source_line *l, draft_entry e, vox_str surface) {
  if (draft_ends_open(surface)) {
    surface.len--;
    e.flags |= ENTRY_PREFIX;
  }
  vox_str key = draft_fold(c, surface);
  if (!key.ptr) return VOX_ERR_MEMORY;
  if (key.len == 0) return complain(c, e.source, e.line, "empty-term", "nothing is left of the term"), VOX_OK;
  draft_term *t = draft_intern(c, key, l->term, &e.term);
  if (!t) return VOX_ERR_MEMORY;
  if (e.removes)
    return vec_push(c->mem, &c->removals, ((draft_pair){e.term, e.term, e})) ? VOX_OK : VOX_ERR_MEMORY;
  t->mask |= 1u << e.klass | (e.flags & ENTRY_PREFIX ? TERM_PREFIX : 0);
  return vec_push(c->mem, &c->entries, e) ? VOX_OK : VOX_ERR_MEMORY;
}

/* The place of " + " in a pair's term; 0: there is none. */
static size_t plus_at(vox_str term) {
  for (size_t i = 1; i + 3 < term.len; i++)
    if (memcmp(term.ptr + i, " + ", 3) == 0) return i;
  return 0;
}

static vox_status add_pair(lexicon_compiler *c, const source_line *l, draft_entry e) {
  size_t at = plus_at(l->term);
  if (!at) return complain(c, e.source, e.line, "bad-pair", "a pair is written `left + right`"), VOX_OK;
  bool learned = e.klass == CLASS_WEIGHT_PAIR;
  draft_pair pair = {0, 0, e};
  vox_str left = draft_fold(c, str_sub(l->term, 0, at));
  vox_str right = draft_fold(c, str_sub(l->term, at + 3, l->term.len));
  if (!left.ptr || !right.ptr) return VOX_ERR_MEMORY;
  if (!left.len || !right.len)
    return complain(c, e.source, e.line, "bad-pair", "nothing is left of one side of the pair"), VOX_OK;
  draft_term *t = draft_intern(c, left, left, &pair.left);
  if (!t) return VOX_ERR_MEMORY;
  t->mask |= 1u << (learned ? CLASS_WEIGHT_LEFT : CLASS_PAIR_LEFT);
  if (!(t = draft_intern(c, right, right, &pair.right))) return VOX_ERR_MEMORY;
  t->mask |= 1u << (learned ? CLASS_WEIGHT_RIGHT : CLASS_PAIR_RIGHT);
  pair.entry.term = pair.left;
  draft_pairs *list = e.removes ? &c->removals : learned ? &c->weight_pairs : &c->pairs;
  return vec_push(c->mem, list, pair) ? VOX_OK : VOX_ERR_MEMORY;
}

static vox_status add_word(lexicon_compiler *c, const source_line *l, uint32_t src) {
  vox_str surface = draft_fold(c, l->term);
  if (!surface.ptr) return VOX_ERR_MEMORY;
  if (memchr(surface.ptr, ' ', surface.len) || !surface.len)
    return complain(c, src, l->line, "bad-word", "a word holds no space: write a phrase of another class"),
           VOX_OK;
  return map_put(&c->words, surface, c->base != NULL) ? VOX_OK : VOX_ERR_MEMORY;
}

static vox_status add_alias(lexicon_compiler *c, const source_line *l, uint32_t src) {
  draft_alias a = {draft_fold(c, l->term), l->term, draft_fold(c, l->value), src, l->line, false};
  if (!a.folded.ptr || !a.canonical.ptr) return VOX_ERR_MEMORY;
  if (!a.folded.len) return complain(c, src, l->line, "empty-term", "nothing is left of the term"), VOX_OK;
  if (!a.canonical.len)
    return complain(c, src, l->line, "missing-value", "an alias names another form"), VOX_OK;
  return vec_push(c->mem, &c->aliases, a) ? VOX_OK : VOX_ERR_MEMORY;
}

bool theme_id_ok(vox_str id) {
  for (size_t i = 0; i < id.len; i++) {
    char k = id.ptr[i];
    bool dot = k == '.';
    if (!(dot || k == '_' || (k >= 'a' && k <= 'z') || (k >= '0' && k <= '9'))) return false;
    if (dot && (i == 0 || i + 1 == id.len || id.ptr[i - 1] == '.')) return false;
  }
  return id.len > 0;
}

static vox_status add_theme(lexicon_compiler *c, const source_line *l, uint32_t src) {
  vox_str en = l->value, zh = str_trim(str_cut(&en, '|'));
  en = str_trim(en);
  if (!theme_id_ok(l->term))
    return complain(c, src, l->line, "bad-theme-id", "a theme id reads a_b.c_d"), VOX_OK;
  if (!zh.len || !en.len)
    return complain(c, src, l->line, "missing-name", "a theme is named `Chinese | English`"), VOX_OK;
  vox_str severity = rule_flag(l->flags, "severity=");
  if (severity.len && severity_by_name(severity) < 0)
    return complain(c, src, l->line, "bad-value", "a severity is low, medium, high or critical"), VOX_OK;
  draft_theme t = {l->term, zh, en, l->flags, src, l->line, vec_at(&c->sources, src).layer};
  return vec_push(c->mem, &c->themes, t) ? VOX_OK : VOX_ERR_MEMORY;
}

static void keep_setting(lexicon_compiler *c, int which, int32_t value, uint32_t layer) {
  if (c->has_setting[which] && c->setting_layer[which] > layer) return;
  c->settings[which] = value;
  c->setting_layer[which] = layer;
  c->has_setting[which] = true;
}

static vox_status add_setting(lexicon_compiler *c, const source_line *l, uint32_t src) {
  int which = setting_by_name(l->term);
  int32_t centi = 0;
  if (which < 0)
    complain(c, src, l->line, "unknown-setting", "no such setting");
  else if (!read_centi(l->value, -99999900, 99999900, &centi) || centi % 100)
    complain(c, src, l->line, "bad-value", "a setting is a whole number");
  else if (!setting_in_range((setting)which, centi / 100))
    complain(c, src, l->line, "bad-value", "the setting is out of its range");
  else if (c->has_setting[which] && c->setting_layer[which] == vec_at(&c->sources, src).layer)
    complain(c, src, l->line, "repeated-setting", "this setting is given twice");
  else
    keep_setting(c, which, centi / 100, vec_at(&c->sources, src).layer);
  return VOX_OK;
}

static vox_status add_offset(lexicon_compiler *c, const source_line *l, uint32_t src) {
  int32_t n;
  if (read_centi(l->value, -9999, 9999, &n)) return draft_offset_line(c, l, src, n);
  complain(c, src, l->line, "bad-value", "an offset is a number from -99.99 to 99.99");
  return VOX_OK;
}

/* Lines that are no entries. */
static bool is_bare(vox_str klass) {
  return str_eq(klass, STR("word")) || str_eq(klass, STR("alias")) || str_eq(klass, STR("define")) ||
         str_eq(klass, STR("setting")) || str_eq(klass, STR("theme.offset"));
}

static vox_status draft_line(lexicon_compiler *c, const source_line *l, uint32_t src) {
  draft_entry e = {.source = src,
                   .line = l->line,
                   .flags = read_flags(l->flags),
                   .layer = vec_at(&c->sources, src).layer,
                   .removes = str_eq(l->value, STR("-"))};
  if (c->tell->lint) check_flags(c, l, src);
  if (e.removes && is_bare(l->klass))
    return complain(c, src, l->line, "not-removable", "a layer cannot take this away"), VOX_OK;
  if (str_eq(l->klass, STR("word"))) return add_word(c, l, src);
  if (str_eq(l->klass, STR("alias"))) return add_alias(c, l, src);
  if (str_eq(l->klass, STR("define"))) return add_theme(c, l, src);
  if (str_eq(l->klass, STR("setting"))) return add_setting(c, l, src);
  if (str_eq(l->klass, STR("theme.offset"))) return add_offset(c, l, src);
  if (is_rule_class(l->klass)) return draft_rule_line(c, l, src);
  if (!read_class(l->klass, &e)) return complain(c, src, l->line, "unknown-class", "no such class"), VOX_OK;
  if (!e.removes && !read_value(c, l, &e)) return VOX_OK;
  return e.klass == CLASS_PAIR || e.klass == CLASS_WEIGHT_PAIR ? add_pair(c, l, e)
                                                               : add_entry(c, l, e, l->term);
}

vox_status draft_source(lexicon_compiler *c, uint32_t index) {
  for (size_t i = 0; i < vec_at(&c->sources, index).lines.len; i++) {
    source_line line = vec_at(&vec_at(&c->sources, index).lines, i);
    vox_status status = draft_line(c, &line, index);
    if (status != VOX_OK) return status;
  }
  return VOX_OK;
}
