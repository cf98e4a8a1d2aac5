/* intake_dates_test.c - days as exports write them. */
#include "intake/dates.h"
#include "intake_support.h"
#include <time.h>

static void check(const char *cell, date_order order, const char *want) {
  char got[11] = "";
  bool ok = dates_read(str_of(cell), order, got);
  if (ok != (want != NULL) || (want && strcmp(got, want) != 0))
    fail_msg("%s gives %s", cell, ok ? got : "nothing");
}

static void test_forms(void **state) {
  (void)state;
  static const char *const march[] = {
      "2026-03-01",
      "2026/3/1",
      "2026.3.1",
      "2026年3月1日",
      "2026年03月01日",
      "20260301",
      "2026-3-1 9:05",
      "2026/03/01 23:59:59",
      "2026年3月1日 10:20",
      "2026-03-01T08:00:00Z",
      "2026-03-01T08:00:00.123+08:00",
      "20260301 1020",
      "202603011020",
      "20260301102030",
      "２０２６－０３－０１",
      " 2026-03-01 ",
      "2026年3月1号",
      "2026年 3月 1日",
      "2026年3月1日星期日",
      "1-Mar-26",
      "1 March 2026",
      "Mar 1, 2026",
      "March 1 2026",
      "01/03/2026",
      "1/3/2026 20:09",
      "01.03.2026",
      "1-3-26",
      "46082",
      "46082.75",
      "2026-03-01 00:00:00 UTC",
      "2026/3/1(日)",
  };
  for (size_t i = 0; i < sizeof march / sizeof *march; i++) check(march[i], DATE_DAY_FIRST, "2026-03-01");
}

static void test_order(void **state) {
  (void)state;
  check("11/04/2018 20:09", DATE_DAY_FIRST, "2018-04-11");
  check("11/04/2018 20:09", DATE_MONTH_FIRST, "2018-11-04");
  check("30/09/2021", DATE_MONTH_FIRST, "2021-09-30");
  check("09/30/2021", DATE_DAY_FIRST, "2021-09-30");
  check("24-02-2015 11.15", DATE_MONTH_FIRST, "2015-02-24");
  check("31-Jul-18", DATE_MONTH_FIRST, "2018-07-31");
  date_order order;
  assert_true(dates_tell_order(STR("30/09/2021"), &order) && order == DATE_DAY_FIRST);
  assert_true(dates_tell_order(STR("09/30/2021 10:00"), &order) && order == DATE_MONTH_FIRST);
  assert_false(dates_tell_order(STR("09/10/2021"), &order));
  assert_false(dates_tell_order(STR("2021-09-30"), &order));
  assert_false(dates_tell_order(STR(""), &order));
}

static void test_not_days(void **state) {
  (void)state;
  static const char *const wrong[] = {
      "",           "2026-13-01",  "2026-02-29", "2026-02-30", "1800-01-01", "2026-3",
      "2026",       "20261301",    "3",          "123456",     "1234567890", "昨天",
      "2026-03-0x", "2026-03-011", "31/02/2026", "2026--3-1",  "00/00/0000", "19999",
      "81000",      "Foo 1, 2026", "2026-00-10", "12:30",      "46082x",     "5/2026",
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) check(wrong[i], DATE_DAY_FIRST, NULL);
  check("2024-02-29", DATE_DAY_FIRST, "2024-02-29");
  check("2000-02-29", DATE_DAY_FIRST, "2000-02-29");
  check("1900-02-29", DATE_DAY_FIRST, NULL);
}

/* Serial numbers against the C library's calendar: 25569 is 1970-01-01. */
static void test_serials(void **state) {
  (void)state;
  for (long serial = 25569; serial <= 80000; serial += 7) {
    char cell[32], want[48];
    time_t seconds = (time_t)(serial - 25569) * 86400;
    struct tm day;
    assert_non_null(gmtime_r(&seconds, &day));
    snprintf(cell, sizeof cell, "%ld", serial);
    snprintf(want, sizeof want, "%04d-%02d-%02d", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
    check(cell, DATE_DAY_FIRST, want);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_forms), cmocka_unit_test(test_order),
                                     cmocka_unit_test(test_not_days), cmocka_unit_test(test_serials)};
  return cmocka_run_group_tests_name("intake_dates", tests, NULL, NULL);
}
