/* alloc_scenarios.c - what the library does, cut into pieces that fail one allocation at a time. */
#include "fault.h"
#include "scenario.h"
#include "vox_compile.h"
#include "vox_learn.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

static char model_path[256], target_path[256];

typedef struct document {
  char bytes[16 * 1024];
  size_t len;
} document;
static document dictionary, source, settings;
static char long_text[32 * 1024];

/* Handles of the scenario that runs. */
static vox_model *model;
static vox_ctx *ctx;
static vox_report *report;

static vox_str text_of(const char *s) { return (vox_str){s, strlen(s)}; }
static vox_str view(const document *t) { return (vox_str){t->bytes, t->len}; }

/* ---- The lexicon compiler ---- */

static void tell(void *payload, const vox_diagnostic *d) {
  (void)payload;
  if (d->severity == VOX_ERROR) printf("# %s:%llu: %s\n", d->path, (unsigned long long)d->line, d->message);
}

static vox_status compile_to(const char *path, vox_error *err) {
  vox_compiler_options options = VOX_COMPILER_OPTIONS_INIT;
  vox_compiler *compiler = NULL;
  options.min_count = 1;
  options.allocator = fault_allocator();
  options.diagnose = tell;
  vox_status status = vox_compiler_new(&compiler, &options, err);
  if (status != VOX_OK) return status;
  status = vox_compiler_dictionary(compiler, "dict.txt", view(&dictionary), err);
  if (status == VOX_OK) status = vox_compiler_add(compiler, "small.tsv", view(&source), err);
  if (status == VOX_OK) status = vox_compiler_add(compiler, "settings.tsv", view(&settings), err);
  if (status == VOX_OK) status = vox_compiler_write(compiler, path, err);
  vox_compiler_free(compiler);
  return status;
}

/* Notes a file's content; its length, or -1. */
static long note_file(const char *path) {
  static char chunk[1 << 16];
  long total = 0;
  int fd = open(path, O_RDONLY);
  if (fd < 0) return -1;
  for (ssize_t n; (n = read(fd, chunk, sizeof chunk)) > 0; total += n) note(chunk, (size_t)n);
  close(fd);
  return total;
}

static int put_old_target(void) {
  int fd = open(target_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  int bad = fd < 0 || write(fd, "old", 3) != 3;
  if (fd >= 0) close(fd);
  return bad;
}

static int old_target_stands(void) {
  char content[8];
  int fd = open(target_path, O_RDONLY);
  ssize_t n = fd < 0 ? -1 : read(fd, content, sizeof content);
  if (fd >= 0) close(fd);
  return n == 3 && memcmp(content, "old", 3) == 0;
}

static vox_status compile_small(vox_error *err) {
  vox_status status = compile_to(target_path, err);
  if (status == VOX_OK) note_number(note_file(target_path));
  return status;
}

/* ---- Opening ---- */

static vox_status open_model(vox_error *err) {
  vox_model_options model_options = VOX_MODEL_OPTIONS_INIT;
  vox_model *m = NULL;
  model_options.allocator = fault_allocator();
  vox_model_info info;
  vox_status status = vox_model_open(&m, model_path, &model_options, err);
  if (status != VOX_OK) return status;
  vox_model_info_get(m, &info);
  note(info.sha256, sizeof info.sha256);
  note_number(info.words);
  note_number(info.entries);
  vox_model_free(m);
  return VOX_OK;
}

static vox_status open_with_words(vox_error *err) {
  static char words[40 * 300];
  vox_model_options model_options = VOX_MODEL_OPTIONS_INIT;
  vox_model *m = NULL;
  vox_model_info info;
  size_t len = 0;
  for (int i = 0; i < 600; i++)
    len += (size_t)sprintf(words + len, "a%c/好%c %d n\n", 'a' + i % 26, 'a' + i / 26, i);
  vox_overlay dict = {"words.txt", {words, len}};
  model_options.allocator = fault_allocator();
  model_options.dicts = &dict, model_options.dict_count = 1;
  vox_status status = vox_model_open(&m, model_path, &model_options, err);
  if (status != VOX_OK) return status;
  vox_model_info_get(m, &info);
  note(info.sha256, sizeof info.sha256);
  vox_model_free(m);
  return VOX_OK;
}

#define RULES                                                                                                \
  "#: id: rules\n#: version: 1\n#: language: mul\n#: licence: MIT\n#: author: us\n#: method: by hand\n"      \
  "slow\tdefine\t慢 | Slow\nslow.delivery\tdefine\t物流慢 | Slow\nlate\tmacro\t太慢 OR slow*\n"        \
  "slow.delivery\trule\t(物流 OR delivery) NEAR/3 @late NOT {score>9}\n"                                   \
  "slow\ttheme.weight\tslow 2\nslow\ttheme.offset\t-1.5\n"                                                   \
  "risk.low\talert\t#slow.delivery AND {group!=promoter}\tseverity=high\tA | B\n"

static vox_status ask_rules(vox_ctx *asked, vox_error *err) {
  const vox_result *result;
  const vox_alert *alerts;
  const vox_why_node *nodes;
  size_t count = 0;
  vox_cell cell = {.text = text_of("物流太慢, delivery very slow")};
  vox_row row = {.cells = &cell, .cell_count = 1, .has_score = 1, .score_centi = 300};
  vox_status status = vox_analyse_cell(&result, asked, &row, 0, err);
  if (status != VOX_OK) return status;
  note_number((int64_t)vox_result_alerts(result, &alerts));
  status = vox_why(&nodes, &count, asked, text_of("slow.delivery"), &row, 0, err);
  for (size_t i = 0; status == VOX_OK && i < count; i++)
    note(nodes[i].what.ptr, nodes[i].what.len), note_number(nodes[i].holds);
  return status;
}

/* Rules laid over the model, asked once and told of. */
static vox_status open_with_rules(vox_error *err) {
  vox_model_options model_options = VOX_MODEL_OPTIONS_INIT;
  vox_model *m = NULL;
  vox_ctx *asked = NULL;
  vox_overlay rules = {"rules.tsv", {RULES, sizeof RULES - 1}};
  model_options.allocator = fault_allocator();
  model_options.overlays = &rules, model_options.overlay_count = 1;
  vox_status status = vox_model_open(&m, model_path, &model_options, err);
  if (status == VOX_OK) status = vox_ctx_new(&asked, m, NULL, err);
  if (status == VOX_OK) status = ask_rules(asked, err);
  vox_ctx_free(asked);
  vox_model_free(m);
  return status;
}

static int have_model(void) {
  vox_model_options model_options = VOX_MODEL_OPTIONS_INIT;
  model_options.allocator = fault_allocator();
  return vox_model_open(&model, model_path, &model_options, NULL) != VOX_OK;
}

static void drop_all(void) {
  vox_report_free(report);
  vox_ctx_free(ctx);
  vox_model_free(model);
  report = NULL, ctx = NULL, model = NULL;
}

static vox_status new_ctx(vox_ctx **out, uint32_t want, vox_error *err) {
  vox_ctx_options options = VOX_CTX_OPTIONS_INIT;
  options.want = want;
  return vox_ctx_new(out, model, &options, err);
}

static vox_status make_ctx(vox_error *err) {
  vox_ctx *fresh = NULL;
  vox_status status = new_ctx(&fresh, 0, err);
  vox_ctx_free(fresh);
  return status;
}

static int have_ctx(void) { return have_model() || new_ctx(&ctx, 0, NULL) != VOX_OK; }
static int have_evidence_ctx(void) {
  return have_model() || new_ctx(&ctx, VOX_WANT_EVIDENCE, NULL) != VOX_OK;
}

/* ---- Comments ---- */

static void note_result(const vox_result *r) {
  const vox_named_score *emotions;
  const vox_theme_hit *themes;
  const vox_evidence *evidence;
  vox_sentiment s = vox_result_sentiment(r);
  note_number(s.label), note_number(s.score), note_number(s.confidence), note_number(s.raw);
  size_t n = vox_result_emotions(r, &emotions);
  for (size_t i = 0; i < n; i++) note(emotions[i].id.ptr, emotions[i].id.len), note_number(emotions[i].score);
  n = vox_result_themes(r, &themes);
  for (size_t i = 0; i < n; i++)
    note(themes[i].id.ptr, themes[i].id.len), note_number(themes[i].sentiment.score);
  n = vox_result_evidence(r, &evidence);
  for (size_t i = 0; i < n; i++) {
    note_number(evidence[i].span.begin), note_number(evidence[i].span.end);
    note(evidence[i].entry.ptr, evidence[i].entry.len);
    note_number(evidence[i].sum);
  }
}

static vox_status analyse_text(const char *text, vox_error *err) {
  const vox_result *result;
  const vox_token *tokens;
  size_t count;
  vox_status status = vox_analyse(&result, ctx, text_of(text), VOX_ROLE_OTHER, err);
  if (status != VOX_OK) return status;
  note_result(result);
  status = vox_tokenise(&tokens, &count, ctx, text_of(text), err);
  for (size_t i = 0; status == VOX_OK && i < count; i++)
    note_number(tokens[i].span.begin), note_number(tokens[i].span.end), note_number(tokens[i].kind);
  return status;
}

/* A first look at a file, its question and a wrapper; a comment with readings and doubled text. */
static vox_status look_and_analyse(vox_look *look, vox_error *err) {
  char text[80];
  vox_status status = vox_look_question(look, text_of("您对我们的服务有什么建议？"), err);
  for (int i = 0; i < 40 && status == VOX_OK; i++) {
    snprintf(text, sizeof text, "（该条评论已经被删除）第%d次", i);
    status = vox_look_add(look, text_of(text), err);
  }
  if (status == VOX_OK) status = vox_look_settle(look, err);
  if (status != VOX_OK) return status;
  vox_ctx_look(ctx, look);
  status = analyse_text(
      "（该条评论已经被删除）客服(kèfú)态度很好，物流太慢了物流太慢了还是物流太慢了物流太慢了", err);
  vox_ctx_look(ctx, NULL);
  return status;
}

static vox_status analyse_looked_at(vox_error *err) {
  vox_look *look = NULL;
  vox_status status = vox_look_new(&look, err);
  if (status == VOX_OK) status = look_and_analyse(look, err);
  vox_look_free(look);
  return status;
}

static vox_status see_all(vox_repeats *repeats, vox_error *err) {
  vox_status status = VOX_OK;
  char text[80];
  for (int i = 0; i < 3000 && status == VOX_OK; i++) {
    snprintf(text, sizeof text, "第%d条评论说第%d号窗口没有人，等了%d分钟", i % 2000, i % 2000 * 7,
             i % 2000 * 13);
    const vox_cell cell = {{NULL, 0}, VOX_ROLE_OTHER, text_of(text)};
    vox_row row = {.cells = &cell, .cell_count = 1};
    status = vox_repeats_see(repeats, &row, err);
    note_number(row.flags);
  }
  return status;
}

static vox_status see_repeats(vox_error *err) {
  vox_repeats *repeats = NULL;
  vox_status status = vox_repeats_new(&repeats, err);
  if (status == VOX_OK) status = see_all(repeats, err);
  vox_repeats_free(repeats);
  return status;
}

static vox_status note_bytes(void *payload, const void *from, size_t len) {
  (void)payload;
  note(from, len);
  return VOX_OK;
}

static vox_status mask_field(vox_error *err) {
  const vox_field field = {text_of("note"), text_of("\"电话13912345678，卡号4111 1111 1111 1111\\n\""), 1};
  return vox_mask(&field, note_bytes, NULL, err);
}

#define ZH "客服态度非常好，小姐姐很好，物流太慢但是包装很好，希望以后产品不要太慢。"
#define EN "Great service, but delivery is very slow and I do not love it; lovely otherwise!!! "
#define EMOJI                                                                                                \
  "😀😀👍🏽👩‍👩‍👧‍👦🇨🇳 :-) T_T [微笑] http://example.com/a?b=1 @someone "    \
  "3天 "                                                                                                    \
  "99%"

static vox_status analyse_zh(vox_error *err) { return analyse_text(ZH, err); }
static vox_status analyse_en(vox_error *err) { return analyse_text(EN, err); }
static vox_status analyse_mixed(vox_error *err) { return analyse_text(ZH EN "APP閃退，唔好用 " ZH, err); }
static vox_status analyse_emoji(vox_error *err) { return analyse_text(EMOJI, err); }
static vox_status analyse_long(vox_error *err) { return analyse_text(long_text, err); }
static vox_status analyse_bad_bytes(vox_error *err) { return analyse_text("\xFF很好\xE5\xAE slow\xC3", err); }

/* A new context takes every workspace it will ever need. */
static vox_status analyse_fresh(vox_error *err) {
  vox_status status = new_ctx(&ctx, VOX_WANT_EVIDENCE, err);
  if (status == VOX_OK) status = analyse_text(ZH EN EMOJI, err);
  vox_ctx_free(ctx);
  ctx = NULL;
  return status;
}

/* ---- Rows ---- */

/* An input in memory, handed out in pieces. */
typedef struct input {
  const char *bytes;
  size_t len, at, piece;
} input;

static vox_status read_input(void *payload, void *buf, size_t cap, size_t *got) {
  input *in = payload;
  size_t n = in->len - in->at;
  if (n > cap) n = cap;
  if (n > in->piece) n = in->piece;
  memcpy(buf, in->bytes + in->at, n);
  in->at += n;
  *got = n;
  return VOX_OK;
}

static const char CSV[] = "id,text,more,nps,branch,day\r\n"
                          "1,\"客服很好，\"\"真的\"\"\",也喜欢,9,浦东,2026-01-02\r\n"
                          "2,物流太慢,,3分,静安,2026/1/3\r\n"
                          "3,bad \xFF byte,,3,静安,2026/1/3\r\n"
                          "4,too,few\r\n"
                          "5,,,10,浦东,\r\n"
                          "6,\"two\nlines, love it\",great,7,天河,2026年1月5日\r\n";
static const char TSV[] = "id\ttext\tmore\tnps\tbranch\tday\n1\t客服\"很好\t也喜欢\t9\t浦东\t2026-01-02\n"
                          "2\tdelivery slow\t\t3\t静安\t2026-01-03\n";
static const char NDJSON[] =
    "{\"id\":1,\"text\":\"客服\\u5f88好 \\ud83d\\ude00\",\"more\":null,\"nps\":9,\"branch\":{\"a\":[1,2]},"
    "\"day\":\"2026-01-02\"}\n{\"id\":\"x\",\"text\":\n{\"id\":\"y\",\"text\":\"slow\",\"more\":\"\","
    "\"nps\":\"3\",\"branch\":\"b\",\"day\":\"\",\"other\":[[[[]]]]}\n";
static const char LINES[] = "客服很好\n\n物流太慢\nbad \xFF byte\nlast, without an end";
static const char GB18030[] =
    "id,text,more,nps,branch,day\n1,\xBF\xCD\xB7\xFE\xBA\xDC\xBA\xC3\x94\x39\xFC\x36,,9,"
    "\xC6\xD6\xB6\xAB,2026-01-02\n2,\xCE\xEF\xC1\xF7\xCC\xAB\xC2\xFD\xC1\xCB,,3,"
    "\xBE\xB2\xB0\xB2,2026/1/3\n";
static const char BIG5[] =
    "id,text,more,nps,branch,day\n1,\xAB\xC8\xAA\x41\xBA\x41\xAB\xD7\xAB\xDC\xA6n,,9,a,\n2,"
    "\xAA\xAB\xACy\xA4\xD3\xBA\x43\xA1\x41\xAD\xF8\xA6n\xAD\xB9,,3,b,\n";
static const char UTF16[] = "\xFF\xFEt\0e\0x\0t\0\n\0\xA2\x5B\x0D\x67\x88\x5F\x7D\x59\n\0";

static char gzip_csv[1024], zstd_csv[1024], long_csv[200 * 1024];
static size_t gzip_len, zstd_len, long_len;

static void note_row(const vox_row *row) {
  note_number((int64_t)row->number), note_number((int64_t)row->line), note_number((int64_t)row->offset);
  note(row->id.value.ptr, row->id.value.len);
  for (size_t i = 0; i < row->cell_count; i++) note(row->cells[i].text.ptr, row->cells[i].text.len);
  note_number(row->has_score), note_number(row->score_centi), note_number(row->group);
  note(row->date.ptr, row->date.len);
  for (size_t i = 0; i < row->segment_count; i++)
    note(row->segments[i].value.ptr, row->segments[i].value.len);
  for (size_t i = 0; i < row->keep_count; i++) note(row->keep[i].value.ptr, row->keep[i].value.len);
}

typedef vox_status (*on_row)(const vox_row *row, vox_error *err);

/* Every row to `use`; rows that are bad are noted by their code. */
static vox_status read_rows(const char *bytes, size_t len, size_t piece, const vox_reader_options *options,
                            on_row use, vox_error *err) {
  input in = {bytes, len, 0, piece};
  vox_reader *reader = NULL;
  vox_status status = vox_reader_new(&reader, read_input, &in, options, err);
  while (status == VOX_OK) {
    vox_row row;
    vox_error met = {0};
    status = vox_reader_next(reader, &row, &met);
    if (status == VOX_ERR_SYNTAX || status == VOX_ERR_ENCODING || status == VOX_ERR_LIMIT) {
      note(met.code, strlen(met.code));
      note_number((int64_t)met.line);
      status = VOX_OK;
    } else if (status == VOX_OK) {
      note_row(&row);
      if (use) status = use(&row, err);
    } else if (status != VOX_DONE) {
      *err = met;
    }
  }
  vox_reader_free(reader);
  return status == VOX_DONE ? VOX_OK : status;
}

static vox_reader_options table_options(vox_format format) {
  static const vox_question texts[] = {{"text", VOX_ROLE_OTHER}, {"more", VOX_ROLE_SUGGESTION}};
  static const char *const segments[] = {"branch"}, *const keep[] = {"text", "nps"};
  vox_reader_options o = VOX_READER_OPTIONS_INIT;
  o.format = format;
  o.allocator = fault_allocator();
  o.id_column = "id", o.score_column = "nps", o.date_column = "day";
  o.texts = texts, o.text_count = 2;
  o.segment_columns = segments, o.segment_count = 1;
  o.keep_columns = keep, o.keep_count = 2;
  return o;
}

static vox_status read_table(vox_format format, const char *bytes, size_t len, size_t piece, on_row use,
                             vox_error *err) {
  vox_reader_options o = table_options(format);
  return read_rows(bytes, len, piece, &o, use, err);
}

static vox_status read_plain(vox_format format, const char *bytes, size_t len, vox_error *err) {
  vox_reader_options o = VOX_READER_OPTIONS_INIT;
  o.format = format;
  o.allocator = fault_allocator();
  return read_rows(bytes, len, 7, &o, NULL, err);
}

#define ALL(array) (array), sizeof(array) - 1
static vox_status read_csv(vox_error *err) { return read_table(VOX_FORMAT_CSV, ALL(CSV), 11, NULL, err); }
static vox_status read_tsv(vox_error *err) { return read_table(VOX_FORMAT_TSV, ALL(TSV), 4096, NULL, err); }
static vox_status read_ndjson(vox_error *err) {
  return read_table(VOX_FORMAT_NDJSON, ALL(NDJSON), 4096, NULL, err);
}
static vox_status read_lines(vox_error *err) { return read_plain(VOX_FORMAT_LINES, ALL(LINES), err); }
static vox_status read_gb18030(vox_error *err) {
  return read_table(VOX_FORMAT_CSV, ALL(GB18030), 50, NULL, err);
}
static vox_status read_big5(vox_error *err) { return read_table(VOX_FORMAT_CSV, ALL(BIG5), 4096, NULL, err); }
static vox_status read_utf16(vox_error *err) { return read_plain(VOX_FORMAT_CSV, ALL(UTF16), err); }
static vox_status read_gzip(vox_error *err) {
  return read_table(VOX_FORMAT_CSV, gzip_csv, gzip_len, 100, NULL, err);
}
static vox_status read_zstd(vox_error *err) {
  return read_table(VOX_FORMAT_CSV, zstd_csv, zstd_len, 100, NULL, err);
}
static vox_status read_long(vox_error *err) {
  return read_table(VOX_FORMAT_CSV, long_csv, long_len, 10000, NULL, err);
}

/* ---- Records and reports ---- */

static vox_status record_row(const vox_row *row, vox_error *err) {
  vox_status status = VOX_OK;
  for (size_t i = 0; i < row->cell_count && status == VOX_OK; i++) {
    const vox_result *result;
    status = vox_analyse(&result, ctx, row->cells[i].text, row->cells[i].role, err);
    if (status == VOX_OK) status = vox_result_write_json(result, row, i, note_write, NULL, err);
  }
  return status;
}

static vox_status records(vox_error *err) {
  return read_table(VOX_FORMAT_CSV, ALL(CSV), 4096, record_row, err);
}
static vox_status records_ndjson(vox_error *err) {
  return read_table(VOX_FORMAT_NDJSON, ALL(NDJSON), 4096, record_row, err);
}

static vox_status record_of_error(vox_error *err) {
  vox_error what = {.status = VOX_ERR_SYNTAX, .line = 7, .offset = 99, .code = "bad_row"};
  memcpy(what.column, "评价", 7);
  memcpy(what.message, "a \"row\"", 8);
  return vox_error_write_json(&what, note_write, NULL, err);
}

static vox_status report_row(const vox_row *row, vox_error *err) {
  vox_status status = vox_report_begin(report, row, err);
  for (size_t i = 0; i < row->cell_count && status == VOX_OK; i++) {
    const vox_result *result;
    status = vox_analyse(&result, ctx, row->cells[i].text, row->cells[i].role, err);
    if (status == VOX_OK) status = vox_report_add(report, i, result, err);
  }
  return status == VOX_OK ? vox_report_end(report, err) : status;
}

static vox_status write_both(const vox_report *r, vox_error *err) {
  vox_status status = vox_report_write_json(r, note_write, NULL, err);
  if (status == VOX_OK) status = vox_report_write_text(r, VOX_TEXT_ZH, note_write, NULL, err);
  if (status == VOX_OK) status = vox_report_write_text(r, VOX_TEXT_EN, note_write, NULL, err);
  return status;
}

static vox_status fill_report(vox_error *err) {
  vox_report_options options = VOX_REPORT_OPTIONS_INIT;
  options.options_json = text_of("{\"a\":1}");
  vox_status status = vox_report_new(&report, model, &options, err);
  if (status == VOX_OK) status = read_table(VOX_FORMAT_CSV, ALL(CSV), 4096, report_row, err);
  if (status == VOX_OK) status = vox_report_input(report, "UTF-8", "told", err);
  if (status == VOX_OK) vox_report_bad_row(report);
  return status;
}

static vox_status report_whole(vox_error *err) {
  vox_status status = fill_report(err);
  if (status == VOX_OK) status = write_both(report, err);
  vox_report_free(report);
  report = NULL;
  return status;
}

static vox_status report_merged(vox_error *err) {
  vox_report *first = NULL;
  vox_status status = fill_report(err);
  first = report;
  report = NULL;
  if (status == VOX_OK) status = fill_report(err);
  if (status == VOX_OK) status = vox_report_merge(first, report, err);
  if (status == VOX_OK) status = write_both(first, err);
  vox_report_free(report);
  vox_report_free(first);
  report = NULL;
  return status;
}

static char part_bytes[1 << 18];
static size_t part_len;

static vox_status note_part(void *payload, const void *bytes, size_t len) {
  (void)payload;
  if (len > sizeof part_bytes - part_len) return VOX_ERR_IO;
  memcpy(part_bytes + part_len, bytes, len);
  part_len += len;
  return VOX_OK;
}

/* Out as a partial report, back in, added to the first, told and written. */
static vox_status report_partial(vox_error *err) {
  vox_report *again = NULL;
  const vox_str how = {"min_n=2", 7};
  vox_status status = fill_report(err);
  part_len = 0;
  if (status == VOX_OK) status = vox_report_write_partial(report, note_part, NULL, err);
  if (status == VOX_OK)
    status = vox_report_read_partial(&again, model, (vox_str){part_bytes, part_len}, err);
  if (status == VOX_OK) status = vox_report_merge(again, report, err);
  if (status == VOX_OK) status = vox_report_tell(again, &how, 1, (vox_str){NULL, 0}, err);
  if (status == VOX_OK) status = vox_report_write_csv(again, "themes", 0, note_write, NULL, err);
  vox_report_free(again);
  vox_report_free(report);
  report = NULL;
  return status;
}

static int have_report(void) { return have_ctx() || fill_report(NULL) != VOX_OK; }

/* The same report is written again after a failure. */
static vox_status report_written(vox_error *err) { return write_both(report, err); }

static vox_status learn_themes(vox_error *err) {
  vox_theme_learner *learner = NULL;
  vox_theme_learned done;
  vox_theme_learner_options options = VOX_THEME_LEARNER_OPTIONS_INIT;
  options.min_rows = 1;
  vox_status status = vox_theme_learner_new(&learner, model, &options, err);
  for (int i = 0; i < 12 && status == VOX_OK; i++) {
    static const char *const rows[3][2] = {{"物流太慢", "a"}, {"客服很好", "b|c"}, {"包装很好", ""}};
    char text[64];
    snprintf(text, sizeof text, "%s %d", rows[i % 3][0], i);
    status = vox_theme_learner_add(learner, text_of(text), text_of(rows[i % 3][1]), err);
  }
  if (status == VOX_OK) status = vox_theme_learner_write(learner, note_write, NULL, &done, err);
  vox_theme_learner_free(learner);
  return status;
}

/* ---- The list ---- */

const scenario SCENARIOS[] = {
    {"open a model", NULL, open_model, NULL, NULL},
    {"open a model with added words", NULL, open_with_words, NULL, NULL},
    {"rules laid over a model and asked", NULL, open_with_rules, NULL, NULL},
    {"learn themes", have_model, learn_themes, NULL, drop_all},
    {"new context", have_model, make_ctx, NULL, drop_all},
    {"analyse zh", have_ctx, analyse_zh, NULL, drop_all},
    {"analyse en", have_ctx, analyse_en, NULL, drop_all},
    {"analyse mixed", have_ctx, analyse_mixed, NULL, drop_all},
    {"analyse emoji", have_ctx, analyse_emoji, NULL, drop_all},
    {"analyse bad bytes", have_ctx, analyse_bad_bytes, NULL, drop_all},
    {"analyse after a look", have_evidence_ctx, analyse_looked_at, NULL, drop_all},
    {"see texts that come again", NULL, see_repeats, NULL, NULL},
    {"mask a field", NULL, mask_field, NULL, NULL},
    {"analyse long with evidence", have_evidence_ctx, analyse_long, NULL, drop_all},
    {"fresh context and evidence", have_model, analyse_fresh, NULL, drop_all},
    {"csv", NULL, read_csv, NULL, NULL},
    {"tsv", NULL, read_tsv, NULL, NULL},
    {"ndjson", NULL, read_ndjson, NULL, NULL},
    {"lines", NULL, read_lines, NULL, NULL},
    {"long csv", NULL, read_long, NULL, NULL},
    {"gb18030", NULL, read_gb18030, NULL, NULL},
    {"big5", NULL, read_big5, NULL, NULL},
    {"utf-16", NULL, read_utf16, NULL, NULL},
    {"gzip", NULL, read_gzip, NULL, NULL},
    {"zstd", NULL, read_zstd, NULL, NULL},
    {"records", have_evidence_ctx, records, NULL, drop_all},
    {"records of ndjson", have_ctx, records_ndjson, NULL, drop_all},
    {"record of an error", NULL, record_of_error, NULL, NULL},
    {"report", have_ctx, report_whole, NULL, drop_all},
    {"report merged", have_ctx, report_merged, NULL, drop_all},
    {"report written again", have_report, report_written, NULL, drop_all},
    {"partial report out and in", have_ctx, report_partial, NULL, drop_all},
    {"compile a lexicon", put_old_target, compile_small, old_target_stands, NULL},
};
const size_t SCENARIO_COUNT = sizeof SCENARIOS / sizeof *SCENARIOS;

/* ---- Once ---- */

static int pack_inputs(void) {
  z_stream z;
  memset(&z, 0, sizeof z);
  if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 1;
  z.next_in = (Bytef *)(uintptr_t)CSV, z.avail_in = sizeof CSV - 1;
  z.next_out = (Bytef *)gzip_csv, z.avail_out = sizeof gzip_csv;
  int ended = deflate(&z, Z_FINISH) == Z_STREAM_END;
  gzip_len = sizeof gzip_csv - z.avail_out;
  deflateEnd(&z);
  zstd_len = ZSTD_compress(zstd_csv, sizeof zstd_csv, CSV, sizeof CSV - 1, 3);
  return !ended || ZSTD_isError(zstd_len);
}

/* One row whose text outgrows the reader's first window. */
static void make_long(void) {
  int head = snprintf(long_csv, sizeof long_csv, "id,text,more,nps,branch,day\n1,\"");
  long_len = (size_t)head;
  while (long_len < sizeof long_csv - 64) memcpy(long_csv + long_len, "很好\n", 7), long_len += 7;
  long_len += (size_t)snprintf(long_csv + long_len, 64, "\",,9,a,\n2,slow,,1,b,\n");
}

static void make_long_text(void) {
  static const char piece[] = ZH EN EMOJI;
  for (size_t at = 0; at + sizeof piece <= sizeof long_text; at += sizeof piece - 1)
    memcpy(long_text + at, piece, sizeof piece);
}

/* The tests run in the root folder of the project. */
static int read_text(const char *path, document *out) {
  int fd = open(path, O_RDONLY);
  ssize_t n = fd < 0 ? -1 : read(fd, out->bytes, sizeof out->bytes);
  if (fd >= 0) close(fd);
  out->len = n > 0 ? (size_t)n : 0;
  return n <= 0 || out->len == sizeof out->bytes;
}

static int read_sources(void) {
  return read_text("lexicons/common/settings.tsv", &settings) ||
         read_text("tests/data/small-dict.txt", &dictionary) ||
         read_text("tests/data/small-lexicon.tsv", &source);
}

int scenarios_open(const char *folder) {
  vox_error err = {0};
  snprintf(model_path, sizeof model_path, "%s/small.vox", folder);
  snprintf(target_path, sizeof target_path, "%s/new.vox", folder);
  make_long();
  make_long_text();
  if (read_sources() != 0 || pack_inputs() != 0) return 1;
  if (compile_to(model_path, &err) == VOX_OK) return 0;
  printf("# %s\n", err.message);
  return 1;
}

void scenarios_close(void) {
  unlink(model_path);
  unlink(target_path);
}
