/* intake_reader_test.c - exports to rows through the public reader: formats, columns, bad rows, any chunking.
 */
#include "intake_support.h"
#include "json/json_write.h"
#include <unicode/ucnv.h>
#include <zlib.h>
#include <zstd.h>

static const vox_question comment_question = {"comment", VOX_ROLE_OTHER};

static vox_reader_options auto_options(void) { return (vox_reader_options)VOX_READER_OPTIONS_INIT; }

static void add_field(json_writer *w, const vox_field *f) {
  json_key_str(w, f->name);
  if (!f->value.len)
    json_null(w);
  else if (f->is_json)
    json_raw(w, f->value);
  else
    json_string(w, f->value);
}

static void add_row(json_writer *w, const vox_row *row) {
  json_object_begin(w);
  json_key(w, "n"), json_uint(w, row->number);
  json_key(w, "line"), json_uint(w, row->line);
  json_key(w, "at"), json_uint(w, row->offset);
  vox_field id = row->id;
  id.name = STR("id");
  add_field(w, &id);
  json_key(w, "cells"), json_array_begin(w);
  for (size_t i = 0; i < row->cell_count; i++) {
    if (row->cells[i].question.len) json_string(w, row->cells[i].question), json_int(w, row->cells[i].role);
    json_string(w, row->cells[i].text);
  }
  json_array_end(w);
  if (row->has_score) json_key(w, "score"), json_fixed(w, row->score_centi, 2);
  json_key(w, "group"), json_int(w, row->group);
  if (row->date.len) json_key(w, "date"), json_string(w, row->date);
  for (size_t i = 0; i < row->segment_count; i++) add_field(w, &row->segments[i]);
  for (size_t i = 0; i < row->keep_count; i++) add_field(w, &row->keep[i]);
  if (row->flags) json_key(w, "flags"), json_uint(w, row->flags);
  json_object_end(w);
}

static void add_error(json_writer *w, const vox_error *e) {
  json_array_begin(w);
  json_text(w, e->code), json_uint(w, e->line), json_uint(w, e->offset), json_text(w, e->column);
  json_array_end(w);
}

/* All that the reader says about `text`, one JSON value after the other. */
static vox_status read_all(vox_str text, const vox_reader_options *o, size_t piece, uint64_t seed, buf *out) {
  pieces p = {text, piece, seed};
  vox_reader *r;
  vox_error err;
  vox_row row;
  json_writer w;
  json_writer_init(&w, out);
  vox_status status = vox_reader_new(&r, pieces_read, &p, o, &err);
  if (status != VOX_OK) {
    assert_null(r);
    json_text(&w, err.message);
    return status;
  }
  while ((status = vox_reader_next(r, &row, &err)) != VOX_DONE) {
    if (status == VOX_OK) {
      add_row(&w, &row);
      continue;
    }
    assert_int_equal(status, err.status);
    assert_true(err.code && err.message[0]);
    add_error(&w, &err);
  }
  assert_int_equal(vox_reader_next(r, &row, &err), VOX_DONE);
  vox_reader_free(r);
  return VOX_DONE;
}

static void check_bytes(vox_str text, const vox_reader_options *o, const char *want) {
  static const size_t all[] = {1, 2, 3, 5, 7, 64, 1000, 100000};
  buf out;
  buf_init(&out, &test_mem, (size_t)1 << 24);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    buf_clear(&out);
    read_all(text, o, all[i], 1, &out);
    assert_str(buf_view(&out), want);
  }
  buf_free(&out);
}

static void check(const char *text, const vox_reader_options *o, const char *want) {
  check_bytes(str_of(text), o, want);
}

/* ---- Formats -------------------------------------------------------------------- */

static void test_csv(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  static const char *const segments[] = {"branch"}, *const keep[] = {"phone", "id"};
  o.segment_columns = segments, o.segment_count = 1;
  o.keep_columns = keep, o.keep_count = 2;
  check("id,评论,推荐度,日期,branch,phone\r\n007,\"慢,\"\"很\"\"慢\r\n真慢\",3,2026/3/"
        "1,浦东,X\r\n\r\nr2,好,10分,,,\r\n",
        &o,
        "{\"n\":1,\"line\":2,\"at\":41,\"id\":\"007\",\"cells\":[\"慢,\\\"很\\\"慢\\r\\n真慢\"],\"score\":3,"
        "\"group\":3,"
        "\"date\":\"2026-03-01\",\"branch\":\"浦东\",\"phone\":\"X\",\"id\":\"007\"},"
        "{\"n\":2,\"line\":5,\"at\":93,\"id\":\"r2\",\"cells\":[\"好\"],\"score\":10,\"group\":1,"
        "\"branch\":null,\"phone\":null,\"id\":\"r2\"}");
}

static void test_tsv(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  check("\xEF\xBB\xBFid\ttext\tnps\n1\t\"a\t8\n2\tb\"\t\n", &o,
        "{\"n\":1,\"line\":2,\"at\":15,\"id\":\"1\",\"cells\":[\"\\\"a\"],\"score\":8,\"group\":2},"
        "{\"n\":2,\"line\":3,\"at\":22,\"id\":\"2\",\"cells\":[\"b\\\"\"],\"group\":0}");
  o.tsv_quotes = 1;
  check("text\tnps\n\"a\tb\"\t8\n", &o,
        "{\"n\":1,\"line\":2,\"at\":9,\"id\":null,\"cells\":[\"a\\tb\"],\"score\":8,\"group\":2}");
}

static void test_ndjson(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  static const char *const keep[] = {"k"}, *const segments[] = {"s"};
  o.keep_columns = keep, o.keep_count = 1;
  o.segment_columns = segments, o.segment_count = 1;
  check("{\"id\":9007199254740993,\"text\":\"a\\n\\u5ba2\",\"nps\":9,\"k\":{\"x\":[1]},\"s\":\"\\u6d66\"}\r\n"
        "{\"text\":null,\"nps\":\"8分\",\"s\":3}\n\n"
        "{\"text\":\"x\",\"text\":\"y\",\"id\":\"7\"}",
        &o,
        "{\"n\":1,\"line\":1,\"at\":0,\"id\":9007199254740993,\"cells\":[\"a\\n客\"],\"score\":9,\"group\":1,"
        "\"s\":\"浦\","
        "\"k\":{\"x\":[1]}},"
        "{\"n\":2,\"line\":2,\"at\":79,\"id\":null,\"cells\":[],\"score\":8,\"group\":2,\"s\":\"3\",\"k\":"
        "null},"
        "{\"n\":3,\"line\":4,\"at\":113,\"id\":\"7\",\"cells\":[\"y\"],\"group\":0,\"s\":null,\"k\":null}");
}

static void test_lines(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  check("很好\n\n  \n差", &o,
        "{\"n\":1,\"line\":1,\"at\":0,\"id\":null,\"cells\":[\"很好\"],\"group\":0},"
        "{\"n\":2,\"line\":3,\"at\":8,\"id\":null,\"cells\":[],\"group\":0},"
        "{\"n\":3,\"line\":4,\"at\":11,\"id\":null,\"cells\":[\"差\"],\"group\":0}");
  check("", &o, "");
}

/* ---- Columns -------------------------------------------------------------------- */

static void test_questions(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  static const vox_question texts[] = {{"Q3", VOX_ROLE_REASON_NEG}, {"Q5", VOX_ROLE_SUGGESTION}};
  o.texts = texts, o.text_count = 2;
  o.score_column = "Q1";
  check("Q1,Q3,Q5\n3,价格,\n9,,没有\n", &o,
        "{\"n\":1,\"line\":2,\"at\":9,\"id\":null,\"cells\":[\"Q3\",1,\"价格\"],\"score\":3,\"group\":3},"
        "{\"n\":2,\"line\":3,\"at\":19,\"id\":null,\"cells\":[\"Q5\",3,\"没有\"],\"score\":9,\"group\":1}");
}

static void test_missing_columns(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  check("a,b\n1,2\n", &o,
        "\"no column of comments can be told by its name or its cells; the first row names 2 columns, none "
        "of them well known: is it a header?\"");
  check("text,comment\n1,2\n", &o,
        "\"several columns may hold the comments; candidates: text (its name), comment (its name)\"");
  o.texts = &comment_question, o.text_count = 1;
  check("id,coment,x\n", &o, "\"no such column; near to it \\\"comment\\\"; candidates: coment\"");
  check("id,text\n", &o, "\"no such column \\\"comment\\\"; columns: id, text\"");
  o.format = VOX_FORMAT_LINES;
  check("a\n", &o, "\"plain lines have no columns to be named\"");
  o.format = VOX_FORMAT_CSV;
  check("", &o, "\"the input is empty: there is no header\"");
  o = auto_options();
  o.score_scale = "nps11";
  check("text\n", &o, "\"no such scale: nps, stars5, csat5, ces5, ces7 or MIN..MAX\"");
}

static void test_groups_and_scales(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  check("text,nps,nps_group\na,10,贬损者\nb,,推荐者\nc,11,\nd,8.5,passive\n", &o,
        "{\"n\":1,\"line\":2,\"at\":19,\"id\":null,\"cells\":[\"a\"],\"score\":10,\"group\":1,\"flags\":1},"
        "{\"n\":2,\"line\":3,\"at\":34,\"id\":null,\"cells\":[\"b\"],\"group\":1},"
        "{\"n\":3,\"line\":4,\"at\":47,\"id\":null,\"cells\":[\"c\"],\"group\":0},"
        "{\"n\":4,\"line\":5,\"at\":53,\"id\":null,\"cells\":[\"d\"],\"group\":2}");
  o.score_scale = "stars5";
  check("text,stars\na,5\n", &o,
        "{\"n\":1,\"line\":2,\"at\":11,\"id\":null,\"cells\":[\"a\"],\"score\":5,\"group\":0}");
  o.score_scale = "-4..4";
  o.score_column = "v";
  check("text,v\na,-0.9\n", &o,
        "{\"n\":1,\"line\":2,\"at\":7,\"id\":null,\"cells\":[\"a\"],\"score\":-0.9,\"group\":0}");
}

static void test_info(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  vox_str text = STR("text,nps\na,10\nb,\nc,11\nd,8.5\ne,好\nf,1,2\n");
  pieces p = {text, 4, 0};
  vox_reader *r;
  vox_row row;
  vox_error err;
  assert_int_equal(vox_reader_new(&r, pieces_read, &p, &o, &err), VOX_OK);
  while (vox_reader_next(r, &row, &err) != VOX_DONE) {
  }
  vox_reader_info info;
  vox_reader_info_get(r, &info);
  vox_reader_free(r);
  assert_int_equal(info.format, VOX_FORMAT_CSV);
  assert_string_equal(info.encoding, "UTF-8");
  assert_int_equal(info.rows, 5);
  assert_int_equal(info.bad, 1);
  assert_int_equal(info.score_empty, 1);
  assert_int_equal(info.score_out_of_range, 1);
  assert_int_equal(info.score_not_whole, 1);
  assert_int_equal(info.score_unreadable, 1);
  assert_int_equal(info.group_conflicts, 0);
}

/* ---- Bad rows ------------------------------------------------------------------- */

static void test_bad_rows(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  vox_str text = STR("id,text,x\n1,a\xFF,b\n2,ok,\n3\n4,p,q,r\n5,p,q,,\n6,n\0l,\n7,ok\n");
  check_bytes(text, &o,
              "[\"bad_utf8\",2,13,\"text\"],"
              "{\"n\":2,\"line\":3,\"at\":17,\"id\":\"2\",\"cells\":[\"ok\"],\"group\":0},"
              "[\"bad_row\",4,23,\"text\"],[\"bad_row\",5,25,\"\"],"
              "{\"n\":5,\"line\":6,\"at\":33,\"id\":\"5\",\"cells\":[\"p\"],\"group\":0},"
              "[\"bad_row\",7,44,\"text\"],"
              "{\"n\":7,\"line\":8,\"at\":48,\"id\":\"7\",\"cells\":[\"ok\"],\"group\":0}");
}

static void test_bad_json(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  check("{\"text\":\"a\"}\n{\"text\":01}\n[1]\n{\"text\":[1]}\n{\"text\":\"\xC3(\"}\n{\"text\":\"b\"}\n", &o,
        "{\"n\":1,\"line\":1,\"at\":0,\"id\":null,\"cells\":[\"a\"],\"group\":0},"
        "[\"bad_json\",2,22,\"\"],[\"bad_json\",3,25,\"\"],[\"bad_field\",4,37,\"text\"],[\"bad_utf8\",5,51,"
        "\"\"],"
        "{\"n\":6,\"line\":6,\"at\":56,\"id\":null,\"cells\":[\"b\"],\"group\":0}");
}

/* One quote that is never closed costs its own row, not the rest. */
static void test_open_quote(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  check("id,text\n1,\"open\n2,ok\n3,ok\n", &o,
        "[\"bad_row\",2,8,\"\"],{\"n\":2,\"line\":3,\"at\":16,\"id\":\"2\",\"cells\":[\"ok\"],\"group\":0},"
        "{\"n\":3,\"line\":4,\"at\":21,\"id\":\"3\",\"cells\":[\"ok\"],\"group\":0}");
  o.max_record = 12;
  check("id,text\n1,\"open\n2,ok\n3,ok\n4,ok\n5,\"o\"\n", &o,
        "[\"bad_row\",2,8,\"\"],{\"n\":2,\"line\":3,\"at\":16,\"id\":\"2\",\"cells\":[\"ok\"],\"group\":0},"
        "{\"n\":3,\"line\":4,\"at\":21,\"id\":\"3\",\"cells\":[\"ok\"],\"group\":0},"
        "{\"n\":4,\"line\":5,\"at\":26,\"id\":\"4\",\"cells\":[\"ok\"],\"group\":0},"
        "{\"n\":5,\"line\":6,\"at\":31,\"id\":\"5\",\"cells\":[\"o\"],\"group\":0}");
}

static void test_record_limit(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  o.max_record = 10;
  check("id,text\r\n1,12345678\r\n2,123456789\r\n3,1234567890123\r\n4,\"12345678901234\"\r\n5,ok", &o,
        "{\"n\":1,\"line\":2,\"at\":9,\"id\":\"1\",\"cells\":[\"12345678\"],\"group\":0},"
        "[\"too_long\",3,21,\"\"],[\"too_long\",4,34,\"\"],[\"too_long\",5,51,\"\"],"
        "{\"n\":5,\"line\":6,\"at\":71,\"id\":\"5\",\"cells\":[\"ok\"],\"group\":0}");
}

/* ---- Properties ----------------------------------------------------------------- */

static size_t random_export(char *text, size_t cap, uint64_t *seed, const char *head) {
  static const char *const parts[] = {"a",    "客服", ",", ",",  "\"", "\"\"",        "\n", "\n",
                                      "\r\n", "\r",   "9", "{",  "}",  ":",           "\\", "\"text\"",
                                      "\xE5", "[",    "]", "\t", "1,", "\xEF\xBB\xBF"};
  size_t len = strlen(head);
  memcpy(text, head, len);
  while (len + 16 < cap && random_next(seed) % 100) {
    const char *part = parts[random_next(seed) % (sizeof parts / sizeof *parts)];
    memcpy(text + len, part, strlen(part));
    len += strlen(part);
  }
  return len;
}

/* However the input is cut, the reader says the same. */
static void test_any_chunking(void **state) {
  (void)state;
  static const char *const heads[] = {
      "id,text,nps\n", "[\n{\"text\":\"a\"},", "id\ttext\n", "{\"text\":\"a\"}\n",
      "plain\n",       "text,x\r\n\"",         "text,x\r"};
  uint64_t seed = 31337;
  buf want, got;
  buf_init(&want, &test_mem, (size_t)1 << 24);
  buf_init(&got, &test_mem, (size_t)1 << 24);
  for (int round = 0; round < 1200; round++) {
    char text[400];
    vox_reader_options o = auto_options();
    o.max_record = random_next(&seed) % 2 ? 40 : 4096;
    size_t len = random_export(text, sizeof text, &seed, heads[round % 7]);
    buf_clear(&want), buf_clear(&got);
    vox_status first = read_all((vox_str){text, len}, &o, sizeof text, 1, &want);
    vox_status second = read_all((vox_str){text, len}, &o, 0, seed, &got);
    assert_int_equal(first, second);
    assert_true(str_eq(buf_view(&want), buf_view(&got)));
  }
  buf_free(&want);
  buf_free(&got);
}

/* Memory that ends at any point: an error, nothing lost, nothing leaked; the reader stays ended. */
static void test_memory_faults(void **state) {
  (void)state;
  static const char *const inputs[] = {"id,text,nps\n1,\"a\"\"b\",3\n2,c,4\n",
                                       "{\"text\":\"a\\n\",\"id\":1}\n{\"text\":\"b\"}\n"};
  for (size_t i = 0; i < 2; i++) {
    bool through = false;
    for (size_t calls = 0; !through; calls++) {
      counted c = {0, calls};
      vox_allocator allocator = counted_allocator(&c);
      vox_reader_options o = auto_options();
      o.allocator = &allocator;
      pieces p = {str_of(inputs[i]), 3, 0};
      vox_reader *r;
      vox_row row;
      vox_error err;
      vox_status status = vox_reader_new(&r, pieces_read, &p, &o, &err);
      int rows = 0;
      while (status == VOX_OK && (status = vox_reader_next(r, &row, &err)) == VOX_OK) rows++;
      through = status == VOX_DONE;
      if (through)
        assert_int_equal(rows, 2);
      else
        assert_int_equal(status, VOX_ERR_MEMORY);
      if (r && !through) assert_int_equal(vox_reader_next(r, &row, &err), VOX_ERR_MEMORY);
      vox_reader_free(r);
      assert_true(calls < 200);
    }
  }
}

/* Gives `*left` bytes of a table, then fails. */
static vox_status failing_read(void *payload, void *to, size_t cap, size_t *got) {
  size_t *left = payload;
  if (!*left) return VOX_ERR_IO;
  *got = (*left < cap ? *left : cap) / 5 * 5;
  for (size_t i = 0; i < *got; i++) ((char *)to)[i] = "text\n"[i % 5];
  *left -= *got;
  return VOX_OK;
}

static void test_read_faults(void **state) {
  (void)state;
  for (size_t total = 0; total <= 200000; total += 100000) {
    size_t left = total, rows = 0;
    vox_reader_options o = auto_options();
    o.format = VOX_FORMAT_CSV;
    vox_reader *r;
    vox_row row;
    vox_error err;
    vox_status status = vox_reader_new(&r, failing_read, &left, &o, &err);
    assert_int_equal(status, total ? VOX_OK : VOX_ERR_IO);
    while (r && (status = vox_reader_next(r, &row, &err)) == VOX_OK) rows++;
    assert_int_equal(status, VOX_ERR_IO);
    assert_int_equal(err.status, VOX_ERR_IO);
    assert_true(err.os_errno != 0);
    assert_int_equal(rows, total ? total / 5 - 1 : 0);
    if (r) assert_int_equal(vox_reader_next(r, &row, &err), VOX_ERR_IO);
    vox_reader_free(r);
  }
}

/* ---- Encodings, packing, layouts -------------------------------------------------- */

static vox_str encoded(const char *text, const char *to, const char *mark, char *out, size_t cap) {
  UErrorCode status = U_ZERO_ERROR;
  size_t n = strlen(mark);
  memcpy(out, mark, n);
  if (mark[0] && !mark[n - 1]) n--;
  n += (size_t)ucnv_convert(to, "UTF-8", out + n, (int32_t)(cap - n), text, (int32_t)strlen(text), &status);
  assert_true(U_SUCCESS(status));
  return (vox_str){out, n};
}

static void test_encodings(void **state) {
  (void)state;
  static const char text[] = "id,評論,推薦度,日期\n1,\"物流慢,但是\n包裝好\",3,2026年3月1日\n2,"
                             "客服態度很差，等咗好耐,0,\n3,好,10分,\n";
  static const char want[] =
      "{\"n\":1,\"line\":2,\"at\":27,\"id\":\"1\",\"cells\":[\"物流慢,但是\\n包裝好\"],\"score\":3,\"group\":"
      "3,"
      "\"date\":\"2026-03-01\"},"
      "{\"n\":2,\"line\":4,\"at\":76,\"id\":\"2\",\"cells\":[\"客服態度很差，等咗好耐\"],\"score\":0,"
      "\"group\":3},"
      "{\"n\":3,\"line\":5,\"at\":115,\"id\":\"3\",\"cells\":[\"好\"],\"score\":10,\"group\":1}";
  static const struct {
    const char *encoding, *mark;
  } forms[] = {{"UTF-8", ""},    {"GB18030", ""},          {"Big5-HKSCS", ""},      {"UTF-16LE", ""},
               {"UTF-16BE", ""}, {"UTF-16LE", "\xFF\xFE"}, {"UTF-16BE", "\xFE\xFF"}};
  vox_reader_options o = auto_options();
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    char bytes[1024];
    check_bytes(encoded(text, forms[i].encoding, forms[i].mark, bytes, sizeof bytes), &o, want);
  }
  char bytes[1024];
  o.encoding = "gbk";
  check_bytes(encoded(text, "GB18030", "", bytes, sizeof bytes), &o, want);
  o.encoding = "utf-16";
  check_bytes(encoded(text, "UTF-16BE", "\xFE\xFF", bytes, sizeof bytes), &o, want);
  o.encoding = "koi8";
  check("text\n", &o, "\"no such encoding: auto, utf-8, gb18030, big5, utf-16le, utf-16be\"");
}

/* An invalid sequence costs its own row. */
static void test_bad_encoding(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  o.encoding = "gb18030";
  check("id,text\n1,\xC4\n2,\xBA\xC3\n", &o,
        "[\"bad_utf8\",2,10,\"text\"],{\"n\":2,\"line\":3,\"at\":12,\"id\":\"2\",\"cells\":[\"好\"],"
        "\"group\":0}");
}

static void test_packed(void **state) {
  (void)state;
  static const char text[] = "text,nps\na,9\nb,1\n";
  static const char want[] =
      "{\"n\":1,\"line\":2,\"at\":9,\"id\":null,\"cells\":[\"a\"],\"score\":9,\"group\":1},"
      "{\"n\":2,\"line\":3,\"at\":13,\"id\":null,\"cells\":[\"b\"],\"score\":1,\"group\":3}";
  vox_reader_options o = auto_options();
  char packed[512];
  size_t n = ZSTD_compress(packed, sizeof packed, text, sizeof text - 1, 3);
  check_bytes((vox_str){packed, n}, &o, want);
  check_bytes((vox_str){packed, n - 3}, &o, "\"the zstd data are cut off\"");
  z_stream z = {0};
  assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  size_t half = 9, at = 0;
  for (int member = 0; member < 2; member++) { /* two members, as `cat a.gz b.gz` makes them */
    z.next_in = (Bytef *)(uintptr_t)(text + (member ? half : 0));
    z.avail_in = (uInt)(member ? sizeof text - 1 - half : half);
    z.next_out = (Bytef *)packed + at;
    z.avail_out = (uInt)(sizeof packed - at);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    at = sizeof packed - z.avail_out;
    assert_int_equal(deflateReset(&z), Z_OK);
  }
  deflateEnd(&z);
  check_bytes((vox_str){packed, at}, &o, want);
  check_bytes((vox_str){packed, at - 1}, &o, "\"the gzip data are cut off\"");
  memset(packed + at, 0, 100);
  check_bytes((vox_str){packed, at + 100}, &o, want);
  packed[12] ^= 0x55;
  check_bytes((vox_str){packed, at}, &o, "\"the gzip data are damaged or ask for too large a window\"");
}

static void test_delimiters(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  o.format = VOX_FORMAT_CSV;
  static const char *const texts[] = {"id;text;nps\n1;\"a, b\";8\n2;c, d;\n",
                                      "id|text|nps\n1|\"a, b\"|8\n2|c, d|\n",
                                      "id\ttext\tnps\n1\t\"a, b\"\t8\n2\tc, d\t\n"};
  for (size_t i = 0; i < 3; i++) {
    check(texts[i], &o,
          "{\"n\":1,\"line\":2,\"at\":12,\"id\":\"1\",\"cells\":[\"a, b\"],\"score\":8,\"group\":2},"
          "{\"n\":2,\"line\":3,\"at\":23,\"id\":\"2\",\"cells\":[\"c, d\"],\"group\":0}");
  }
  check("sep=;\r\nid;text\r\n1;a,b\r\n", &o,
        "{\"n\":1,\"line\":3,\"at\":16,\"id\":\"1\",\"cells\":[\"a,b\"],\"group\":0}");
  check("text\na;b\nc\n", &o,
        "{\"n\":1,\"line\":2,\"at\":5,\"id\":null,\"cells\":[\"a;b\"],\"group\":0},"
        "{\"n\":2,\"line\":3,\"at\":9,\"id\":null,\"cells\":[\"c\"],\"group\":0}");
}

static void test_titles(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  o.format = VOX_FORMAT_CSV;
  check("客户调查 2026\n导出时间,2026-03-01\n\nid,评论,推荐度,日期\n1,好,9,\n", &o,
        "{\"n\":1,\"line\":5,\"at\":70,\"id\":\"1\",\"cells\":[\"好\"],\"score\":9,\"group\":1}");
  check("# made by x\nid,text,a,b,c,d\n1,好,9,,,\n", &o,
        "{\"n\":1,\"line\":3,\"at\":28,\"id\":\"1\",\"cells\":[\"好\"],\"group\":0}");
}

static void test_survey_headers(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  o.format = VOX_FORMAT_CSV;
  static const vox_question by_question[] = {{"Why?", VOX_ROLE_OTHER}};
  o.texts = by_question, o.text_count = 1;
  static const char *const keep[] = {"Q2"};
  o.keep_columns = keep, o.keep_count = 1;
  check("ResponseId,Q1,Q2\nResponse ID,Why?,\"Where, "
        "then?\"\n\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\","
        "\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\nR_1,slow,here\n",
        &o,
        "{\"n\":1,\"line\":4,\"at\":132,\"id\":\"R_1\",\"cells\":[\"slow\"],\"group\":0,\"Q2\":\"here\"}");
  static const char *const keep_choice[] = {"Which? - Shop"};
  o.keep_columns = keep_choice;
  check(
      "Respondent ID,Why?,Which?,\n,Open-Ended Response,Web,Shop\n7,slow,,x\n", &o,
      "{\"n\":1,\"line\":3,\"at\":57,\"id\":\"7\",\"cells\":[\"slow\"],\"group\":0,\"Which? - Shop\":\"x\"}");
}

static void test_totals(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  check("id,text,nps\n1,Total,9\n合计,,9\nAverage:,,9\n", &o,
        "{\"n\":1,\"line\":2,\"at\":12,\"id\":\"1\",\"cells\":[\"Total\"],\"score\":9,\"group\":1}");
}

static void test_json_array(void **state) {
  (void)state;
  vox_reader_options o = auto_options();
  check("[\n  {\"text\": \"a]\\\"\",\n   \"nps\": 9},\n {\"text\":1e},{\"nps\":[]}, "
        "7,\n\n{\"id\":\"x\",\"text\":\"b\"} ]\n",
        &o,
        "{\"n\":1,\"line\":2,\"at\":4,\"id\":null,\"cells\":[\"a]\\\"\"],\"score\":9,\"group\":1},"
        "[\"bad_json\",4,46,\"\"],[\"bad_field\",4,55,\"nps\"],[\"bad_json\",4,60,\"\"],"
        "{\"n\":5,\"line\":6,\"at\":64,\"id\":\"x\",\"cells\":[\"b\"],\"group\":0}");
  check("{\n\"text\":\"a\"\n}\n{\n\"text\":\"b\"\n}", &o,
        "{\"n\":1,\"line\":1,\"at\":0,\"id\":null,\"cells\":[\"a\"],\"group\":0},"
        "{\"n\":2,\"line\":4,\"at\":15,\"id\":null,\"cells\":[\"b\"],\"group\":0}");
  check("[{\"text\":\"a\"},{\"text\":\"b", &o,
        "{\"n\":1,\"line\":1,\"at\":1,\"id\":null,\"cells\":[\"a\"],\"group\":0},[\"bad_json\",1,24,\"\"]");
}

#define WITH_MEM(test) cmocka_unit_test_setup_teardown(test, mem_begin, mem_end)

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_MEM(test_csv),
      WITH_MEM(test_tsv),
      WITH_MEM(test_ndjson),
      WITH_MEM(test_lines),
      WITH_MEM(test_questions),
      WITH_MEM(test_missing_columns),
      WITH_MEM(test_groups_and_scales),
      WITH_MEM(test_info),
      WITH_MEM(test_bad_rows),
      WITH_MEM(test_bad_json),
      WITH_MEM(test_open_quote),
      WITH_MEM(test_record_limit),
      WITH_MEM(test_any_chunking),
      WITH_MEM(test_memory_faults),
      WITH_MEM(test_read_faults),
      WITH_MEM(test_encodings),
      WITH_MEM(test_bad_encoding),
      WITH_MEM(test_packed),
      WITH_MEM(test_delimiters),
      WITH_MEM(test_titles),
      WITH_MEM(test_survey_headers),
      WITH_MEM(test_totals),
      WITH_MEM(test_json_array),
  };
  return cmocka_run_group_tests_name("intake_reader", tests, NULL, NULL);
}
