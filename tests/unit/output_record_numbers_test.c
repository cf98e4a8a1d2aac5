/* output_record_numbers_test.c - scores and names as records write them, against the plain ways of writing
 * them. */
#include "aggregate_support.h"
#include "output/record_json.h"
#include "json/json_write.h"

static buf out, want;

static int setup(void **state) {
  support_begin(state);
  buf_init(&out, &support_mem, (size_t)1 << 20);
  buf_init(&want, &support_mem, (size_t)1 << 20);
  return 0;
}

static int teardown(void **state) {
  buf_free(&out);
  buf_free(&want);
  return support_end(state);
}

/* {"score":S,"label":"neutral","confidence":C} */
static void expect_sentiment(vox_sentiment s) {
  json_writer w;
  buf_clear(&want);
  buf_text(&want, ",\"sentiment\":{\"score\":");
  json_writer_init(&w, &want), json_fixed(&w, s.score, 4);
  buf_text(&want, ",\"label\":\"neutral\",\"confidence\":");
  json_writer_init(&w, &want), json_fixed(&w, s.confidence, 4);
  buf_text(&want, "},\"emotions\":");
}

/* Every score that there is. */
static void test_every_score(void **state) {
  (void)state;
  support_result s;
  vox_cell cell = {.text = STR("x")};
  vox_row row = {.number = 1, .cells = &cell, .cell_count = 1};
  result_begin(&s, "x");
  for (int score = -10000; score <= 10000; score++) {
    s.result.sentiment =
        (vox_sentiment){VOX_LABEL_NEUTRAL, (vox_score)score, (vox_score)(score < 0 ? -score : score), 0};
    buf_clear(&out);
    record_json(&out, &s.result, &row, 0);
    expect_sentiment(s.result.sentiment);
    assert_int_equal(out.status, VOX_OK);
    buf_byte(&out, 0), buf_byte(&want, 0);
    if (!strstr(out.ptr, want.ptr)) fail_msg("%d: %s lacks %s", score, out.ptr, want.ptr);
  }
}

/* Byte by byte, of ASCII. */
static void escape_plainly(vox_str text) {
  buf_clear(&want);
  buf_byte(&want, '"');
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (c == '"' || c == '\\')
      buf_byte(&want, '\\'), buf_byte(&want, (char)c);
    else if (c == 0x1F)
      buf_text(&want, "\\u001f");
    else if (c >= 0x80)
      buf_text(&want, "\xEF\xBF\xBD");
    else
      buf_byte(&want, (char)c);
  }
  buf_byte(&want, '"');
}

/* A name of every length to 80 with one rare byte at every place. */
static void test_names(void **state) {
  (void)state;
  static const char rare[] = {'"', '\\', 0x1F, 0x7F, (char)0x80, ' ', '!', '#'};
  char name[80];
  for (size_t len = 0; len <= sizeof name; len++)
    for (size_t at = 0; at < len; at++)
      for (size_t k = 0; k < sizeof rare; k++) {
        memset(name, 'a', len);
        name[at] = rare[k];
        buf_clear(&out);
        json_escape(&out, (vox_str){name, len});
        escape_plainly((vox_str){name, len});
        assert_text(buf_view(&out), (buf_byte(&want, 0), want.ptr));
      }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_every_score, setup, teardown),
                                     cmocka_unit_test_setup_teardown(test_names, setup, teardown)};
  return cmocka_run_group_tests_name("output_record_numbers", tests, NULL, NULL);
}
