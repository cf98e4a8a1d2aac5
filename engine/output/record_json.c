/* record_json.c - see record_json.h.
 *
 * This is the last step of every comment, so keys and commas are written as literals rather than through
 * json_writer. */
#include "output/record_json.h"
#include "output/alert_json.h"
#include "json/json_write.h"

static void add(buf *out, vox_str literal) { buf_add(out, literal.ptr, literal.len); }

static void add_string(buf *out, vox_str text) {
  if (text.len)
    json_escape(out, text);
  else
    add(out, STR("null"));
}

static void add_name(buf *out, const char *name) {
  buf_byte(out, '"');
  buf_text(out, name);
  buf_byte(out, '"');
}

/* ---- Pieces of bounded length, written through a pointer into room that was reserved once ---- */

static inline char *put(char *at, const char *literal, size_t len) {
  memcpy(at, literal, len);
  return at + len;
}
#define PUT(at, literal) ((at) = put(at, literal, sizeof(literal) - 1))

/* 1/10000 without trailing zeros, as json_fixed writes it; for what lies within -1..1. */
static inline char *put_share(char *at, int32_t score) {
  static const char pairs[] =
      "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
      "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
      "8081828384858687888990919293949596979899";
  uint32_t size = score < 0 ? 0u - (uint32_t)score : (uint32_t)score, low = size % 10000;
  if (score < 0) *at++ = '-';
  *at++ = (char)('0' + size / 10000);
  if (!low) return at;
  *at++ = '.';
  memcpy(at, pairs + 2 * (low / 100), 2);
  memcpy(at + 2, pairs + 2 * (low % 100), 2);
  at += 4;
  while (at[-1] == '0') at--;
  return at;
}

enum { SENTIMENT_ROOM = 96 }; /* more than the longest one takes */

static char *put_label(char *at, vox_label label) {
  static const char texts[5][24] = {",\"label\":null", ",\"label\":\"positive\"", ",\"label\":\"negative\"",
                                    ",\"label\":\"neutral\"", ",\"label\":\"mixed\""};
  static const uint8_t lengths[5] = {13, 19, 19, 18, 16};
  memcpy(at, texts[label], sizeof texts[label]);
  return at + lengths[label];
}

static char *put_sentiment(char *at, vox_sentiment s, bool with_confidence) {
  /* Not even a score: nothing evaluative was said. */
  if (s.label == VOX_LABEL_NONE && !s.confidence) return PUT(at, "null");
  PUT(at, "{\"score\":");
  at = put_label(put_share(at, s.score), s.label);
  if (with_confidence) {
    PUT(at, ",\"confidence\":");
    at = put_share(at, s.confidence);
  }
  *at++ = '}';
  return at;
}

enum { NAME_ROOM = 32 }; /* more than the longest name of ours: of an emotion, an intent, a language */

static inline char *put_name(char *at, vox_str name) {
  *at++ = '"';
  memcpy(at, name.ptr, name.len);
  at += name.len;
  *at++ = '"';
  return at;
}

static void add_fixed(buf *out, int64_t value, unsigned decimals) {
  json_writer w;
  json_writer_init(&w, out);
  json_fixed(&w, value, decimals);
}

static void comma(buf *out, size_t i) {
  if (i) buf_byte(out, ',');
}

/* ---- Of the row ---- */

static void add_value(buf *out, const vox_field *f) {
  if (!f->is_json)
    json_escape(out, f->value);
  else
    add(out, f->value.len ? f->value : STR("null"));
}

static void add_id(buf *out, const vox_row *row) {
  if (row->id.value.len)
    add_value(out, &row->id);
  else
    buf_u64(out, row->number);
}

static void add_fields(buf *out, const vox_field *fields, size_t count) {
  if (!count) {
    add(out, STR("{}"));
    return;
  }
  buf_byte(out, '{');
  for (size_t i = 0; i < count; i++) {
    comma(out, i);
    json_escape(out, fields[i].name);
    buf_byte(out, ':');
    add_value(out, &fields[i]);
  }
  buf_byte(out, '}');
}

static void add_score(buf *out, const vox_row *row) {
  static const char *const groups[] = {"null", "\"promoter\"", "\"passive\"", "\"detractor\""};
  if (!row->has_score && row->group == VOX_GROUP_NONE) {
    add(out, STR(",\"score\":null,\"group\":null"));
    return;
  }
  add(out, STR(",\"score\":"));
  if (row->has_score)
    add_fixed(out, row->score_centi, 2);
  else
    add(out, STR("null"));
  add(out, STR(",\"group\":"));
  buf_text(out, groups[row->group]);
}

/* The line and the language. */
static void add_place(buf *out, const vox_row *row, result_lang lang) {
  add(out, STR(",\"line\":"));
  if (row->line)
    buf_u64(out, row->line);
  else
    add(out, STR("null"));
  if (!buf_reserve(out, 2 * NAME_ROOM)) return;
  char *at = out->ptr + out->len;
  PUT(at, ",\"lang\":");
  out->len = (size_t)(put_name(at, str_of(lang_name(lang))) - out->ptr);
}

static void add_head(buf *out, const vox_result *result, const vox_row *row, size_t cell) {
  add(out, STR("{\"id\":"));
  add_id(out, row);
  add(out, STR(",\"question\":"));
  add_string(out, cell < row->cell_count ? row->cells[cell].question : (vox_str){NULL, 0});
  add_place(out, row, result->lang);
  add_score(out, row);
  add(out, STR(",\"date\":"));
  add_string(out, row->date);
  add(out, STR(",\"segments\":"));
  add_fields(out, row->segments, row->segment_count);
}

/* ---- Of the result ---- */

static void add_sentiment(buf *out, vox_str key, vox_sentiment s, bool with_confidence) {
  if (!buf_reserve(out, key.len + SENTIMENT_ROOM)) return;
  char *at = put(out->ptr + out->len, key.ptr, key.len);
  out->len = (size_t)(put_sentiment(at, s, with_confidence) - out->ptr);
}

static void add_emotions(buf *out, const vox_result *r) {
  if (!buf_reserve(out, 32 + r->emotion_count * (NAME_ROOM + SENTIMENT_ROOM))) return;
  char *at = out->ptr + out->len;
  PUT(at, ",\"emotions\":[");
  for (size_t i = 0; i < r->emotion_count; i++) {
    if (i) *at++ = ',';
    PUT(at, "{\"id\":");
    at = put_name(at, r->emotions[i].id);
    PUT(at, ",\"score\":");
    at = put_share(at, r->emotions[i].score);
    *at++ = '}';
  }
  *at++ = ']';
  out->len = (size_t)(at - out->ptr);
}

static void add_themes(buf *out, const vox_result *r) {
  add(out, STR(",\"themes\":["));
  for (size_t i = 0; i < r->theme_count; i++) {
    add(out, i ? STR("},{\"id\":") : STR("{\"id\":"));
    json_escape(out, r->themes[i].id);
    add_sentiment(out, STR(",\"sentiment\":"), r->themes[i].sentiment, false);
  }
  add(out, r->theme_count ? STR("}]") : STR("]"));
}

static void add_intents(buf *out, const vox_result *r) {
  add(out, STR(",\"intents\":["));
  for (size_t i = 0; i < r->intent_count; i++) {
    uint32_t theme = r->intents[i].theme;
    if (!buf_reserve(out, 2 * NAME_ROOM)) return;
    char *at = out->ptr + out->len;
    if (i) *at++ = ',';
    PUT(at, "{\"id\":");
    at = put_name(at, r->names->intents[r->intents[i].intent]);
    PUT(at, ",\"theme\":");
    out->len = (size_t)(at - out->ptr);
    if (theme == NO_THEME)
      add(out, STR("null"));
    else
      json_escape(out, r->names->themes[theme].id);
    buf_byte(out, '}');
  }
  buf_byte(out, ']');
}

static void add_quantities(buf *out, const vox_result *r) {
  if (!r->quantity_count && !r->has_effort) {
    add(out, STR(",\"quantities\":[],\"effort\":null"));
    return;
  }
  add(out, STR(",\"quantities\":["));
  for (size_t i = 0; i < r->quantity_count; i++) {
    comma(out, i);
    add(out, STR("{\"kind\":"));
    add_name(out, quantity_name((quantity_kind)r->quantities[i].kind));
    add(out, STR(",\"value\":"));
    add_fixed(out, r->quantities[i].value, 2);
    buf_byte(out, '}');
  }
  add(out, STR("],\"effort\":"));
  if (r->has_effort)
    buf_i64(out, r->effort);
  else
    add(out, STR("null"));
}

/* The names of the bits that are set. */
static void add_bits(buf *out, uint32_t bits, unsigned count, const char *(*name)(unsigned)) {
  size_t listed = 0;
  if (!bits) {
    add(out, STR("[]"));
    return;
  }
  buf_byte(out, '[');
  for (unsigned bit = 0; bit < count; bit++) {
    if (!(bits & 1u << bit)) continue;
    comma(out, listed++);
    add_name(out, name(bit));
  }
  buf_byte(out, ']');
}

static void add_span(buf *out, vox_span span) {
  buf_byte(out, '[');
  buf_u64(out, span.begin);
  buf_byte(out, ',');
  buf_u64(out, span.end);
  buf_byte(out, ']');
}

static void add_evidence_item(buf *out, const vox_evidence *e) {
  add(out, STR("{\"span\":"));
  add_span(out, e->span);
  add(out, STR(",\"entry\":"));
  json_escape(out, e->entry);
  add(out, STR(",\"term\":"));
  json_escape(out, e->term);
  add(out, STR(",\"kind\":"));
  json_escape(out, e->kind);
  add(out, STR(",\"id\":"));
  add_string(out, e->id);
  add(out, STR(",\"weight\":"));
  add_fixed(out, e->weight, 2);
  add(out, STR(",\"sum\":"));
  add_fixed(out, e->sum, 2);
  add(out, STR(",\"rule\":"));
  add_string(out, e->rule);
  add(out, STR(",\"scope\":"));
  if (e->scope.begin < e->scope.end)
    add_span(out, e->scope);
  else
    add(out, STR("null"));
  buf_byte(out, '}');
}

static void add_evidence(buf *out, const vox_result *r) {
  if (!r->has_evidence) return;
  add(out, STR(",\"evidence\":["));
  for (size_t i = 0; i < r->evidence_count; i++) {
    comma(out, i);
    add_evidence_item(out, &r->evidence[i]);
  }
  buf_byte(out, ']');
}

/* Of the caller's own tagger. */
static void add_tags(buf *out, const vox_result *r) {
  if (!r->has_tags) return;
  add(out, STR(",\"labels\":["));
  for (size_t i = 0; i < r->tag_count; i++) {
    comma(out, i);
    add(out, STR("{\"axis\":"));
    json_escape(out, r->tags[i].axis);
    add(out, STR(",\"id\":"));
    json_escape(out, r->tags[i].id);
    add(out, STR(",\"score\":"));
    add_fixed(out, r->tags[i].score, 4);
    add(out, STR(",\"span\":"));
    add_span(out, r->tags[i].span);
    buf_byte(out, '}');
  }
  buf_byte(out, ']');
}

void record_json(buf *out, const vox_result *result, const vox_row *row, size_t cell) {
  uint32_t quality = result->quality | (row->flags & VOX_ROW_DUPLICATE ? QUALITY_DUPLICATE : 0) |
                     (row->flags & VOX_ROW_NEAR_DUPLICATE ? QUALITY_NEAR : 0);
  uint32_t conflict = row->flags & VOX_ROW_GROUP_CONFLICT ? FLAG_GROUP_CONFLICT : 0;
  vox_role role = cell < row->cell_count ? row->cells[cell].role : VOX_ROLE_OTHER;
  if (contradicts_score(result, row, role)) conflict |= FLAG_SCORE_TEXT_CONFLICT;
  add_head(out, result, row, cell);
  add_sentiment(out, STR(",\"sentiment\":"), result->sentiment, true);
  add_emotions(out, result);
  add_themes(out, result);
  add_intents(out, result);
  add_quantities(out, result);
  add(out, STR(",\"quality\":"));
  add_bits(out, quality, QUALITY_BITS, quality_name);
  add(out, STR(",\"flags\":"));
  add_bits(out, result->flags | conflict, FLAG_BITS, flag_name);
  add(out, STR(",\"alerts\":"));
  alerts_json(out, result, row, cell);
  add(out, STR(",\"keep\":"));
  add_fields(out, row->keep, row->keep_count);
  add_evidence(out, result);
  add_tags(out, result);
  add(out, STR("}\n"));
}

void error_json(buf *out, const vox_error *what) {
  add(out, STR("{\"error\":{\"code\":"));
  add_string(out, str_of(what->code));
  add(out, STR(",\"line\":"));
  if (what->line)
    buf_u64(out, what->line);
  else
    add(out, STR("null"));
  add(out, STR(",\"offset\":"));
  buf_u64(out, what->offset);
  add(out, STR(",\"column\":"));
  add_string(out, str_of(what->column));
  add(out, STR(",\"message\":"));
  json_escape(out, str_of(what->message));
  add(out, STR("}}\n"));
}
