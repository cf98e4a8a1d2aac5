/* analysis_theme_test.c - which themes a comment names and what it says of each: nearest in the clause,
 * borrowed from the next one, given by the question. */
#include "small_fixture.h"

/* The themes found, in order, as "delivery:-60 packaging:60"; "-" is null. */
static void expect_themes_as(const char *text, vox_role role, const char *want) {
  char got[400] = "";
  const vox_theme_hit *list;
  small_analyse_as(&s, str_of(text), role);
  size_t n = vox_result_themes(s.result, &list), at = 0;
  for (size_t i = 0; i < n; i++) {
    at += (size_t)snprintf(got + at, sizeof got - at, "%s%.*s:", i ? " " : "", (int)list[i].id.len,
                           list[i].id.ptr);
    if (list[i].sentiment.label == VOX_LABEL_NONE)
      at += (size_t)snprintf(got + at, sizeof got - at, "-");
    else
      at += (size_t)snprintf(got + at, sizeof got - at, "%d", (int)list[i].sentiment.raw);
    assert_true(str_eq(s.result->names->themes[s.result->theme_ids[i]].id, list[i].id));
  }
  if (strcmp(got, want) != 0) fail_msg("%s: \"%s\" instead of \"%s\"", text, got, want);
}

static void expect_themes(const char *text, const char *want) {
  expect_themes_as(text, VOX_ROLE_OTHER, want);
}

static void test_contrast(void **state) {
  (void)state;
  expect_themes("物流慢但是包装好", "delivery:-60 packaging:60");
  expect_themes("包装好但是物流慢", "delivery:-60 packaging:60");
  assert_int_equal(theme_of(&s, "delivery")->sentiment.label, VOX_LABEL_NEGATIVE);
  assert_int_equal(theme_of(&s, "packaging")->sentiment.label, VOX_LABEL_POSITIVE);
  expect_themes("slow delivery but friendly staff", "delivery:-60 service.agent:120");
}

static void test_nearest_in_chinese(void **state) {
  (void)state;
  expect_themes("物流慢包装好", "delivery:-60 packaging:60");
  expect_themes("好的包装", "packaging:60");
  expect_themes("物流、包装都好", "delivery:- packaging:60");
  expect_themes("物流很慢,包装不好", "delivery:-78 packaging:-30");
  expect_themes("物流慢,差,包装好", "delivery:-60 packaging:60"); /* one that has its own borrows none */
}

static void test_nearest_in_english(void **state) {
  (void)state;
  expect_themes("slow delivery friendly staff", "delivery:-60 service.agent:120");
  expect_themes("the delivery was slow", "delivery:-60");
  expect_themes("delivery slow staff",
                "delivery:- service.agent:-60"); /* as near: the adjective stands first */
  expect_themes("delivery slow but good, staff", "delivery:-60 service.agent:60");
  expect_themes("delivery was slow and the staff there", "delivery:-60 service.agent:-");
}

static void test_several_words_of_a_theme(void **state) {
  (void)state;
  expect_themes("物流好,今天物流慢", "delivery:0");
  expect_themes("物流慢,物流差", "delivery:-180");
  expect_themes("物流,物流", "delivery:-");
}

static void test_borrowing(void **state) {
  (void)state;
  expect_themes("服务呢,真的不错", "service:90");
  expect_themes("真的不错,这个服务", "service:90");
  expect_themes("服务呢。真的不错", "service:-"); /* another sentence */
  expect_themes("服务呢,今天,不错", "service:-"); /* not the next clause */
  expect_themes("服务呢,物流不错", "delivery:90 service:-");
  expect_themes("差,服务呢,不错", "service:90"); /* the next one first */
}

static void test_nothing_said(void **state) {
  (void)state;
  expect_themes("收到物流", "delivery:-");
  expect_themes("收到货了", "");
  expect_themes("", "");
}

/* Only the most specific themes are listed. */
static void test_ancestors_are_left_out(void **state) {
  (void)state;
  expect_themes("服务好,客服好", "service.agent:30");
  expect_themes("服务好", "service:60");
  expect_themes("客服态度好", "service.agent:- service.attitude:60");
}

static void test_weak_terms(void **state) {
  (void)state;
  expect_themes("贵", "");
  expect_themes("价格贵", "price:-60");
  expect_themes("态度好", "");
  expect_themes("服务态度好", "service.attitude:60");
  expect_themes("物流的人", "delivery:-");
  expect_themes("态度好,态度不错", ""); /* the same word twice is no company */
  expect_themes("人的态度好", "service.agent:- service.attitude:60");
}

static void test_hiding_terms(void **state) {
  (void)state;
  expect_themes("价格表", "");
  expect_themes("价格表贵", ""); /* a term that hides is no company for a weak one */
  expect_themes("价格表,价格贵", "price:-60");
}

static void test_roles(void **state) {
  (void)state;
  expect_themes_as("物流", VOX_ROLE_REASON_NEG, "delivery:-60");
  expect_themes_as("物流", VOX_ROLE_REASON_POS, "delivery:60");
  expect_themes_as("物流", VOX_ROLE_SUGGESTION, "delivery:-");
  expect_themes_as("物流好,包装", VOX_ROLE_REASON_NEG, "delivery:60 packaging:-60");
  assert_int_equal(vox_result_sentiment(small_analyse_as(&s, STR("物流"), VOX_ROLE_REASON_NEG)).label,
                   VOX_LABEL_NONE);
}

static void test_pairs_speak_of_their_theme(void **state) {
  (void)state;
  expect_themes("物流快", "delivery:120");
  expect_themes("包装好物流快", "delivery:120 packaging:60");
}

static void test_theme_evidence(void **state) {
  (void)state;
  static const char text[] = "今天物\xE2\x80\x8B流慢";
  small_analyse(&s, text);
  const vox_evidence *e = only_evidence(&s, "theme");
  expect_span(text, e->span, "物\xE2\x80\x8B流");
  expect_str(e->id, "delivery");
  assert_int_equal(e->sum, 0);
}

/* The tree alone says what lies under what: a word of a child names the child only. */
static void test_ids_in_order(void **state) {
  (void)state;
  const vox_theme_hit *list;
  small_analyse(&s, "服务态度,价格贵,包装,物流,客服");
  size_t n = vox_result_themes(s.result, &list);
  assert_int_equal(n, 5);
  for (size_t i = 1; i < n; i++) assert_true(str_cmp(list[i - 1].id, list[i].id) < 0);
}

#define TEST(name) cmocka_unit_test(name)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_contrast),
      TEST(test_nearest_in_chinese),
      TEST(test_nearest_in_english),
      TEST(test_several_words_of_a_theme),
      TEST(test_borrowing),
      TEST(test_nothing_said),
      TEST(test_ancestors_are_left_out),
      TEST(test_weak_terms),
      TEST(test_hiding_terms),
      TEST(test_roles),
      TEST(test_pairs_speak_of_their_theme),
      TEST(test_theme_evidence),
      TEST(test_ids_in_order),
  };
  return cmocka_run_group_tests_name("analysis/theme", tests, open_model, close_model);
}
