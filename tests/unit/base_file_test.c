/* base_file_test.c - mapping a file, replacing one whole or not at all. */
#include "base/file.h"
#include "text_suites.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[128];

static int setup(void **state) {
  (void)state;
  strcpy(folder, "/tmp/voxpop-file-XXXXXX");
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/a file", folder);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  unlink(path);
  return rmdir(folder); /* fails when something else was left behind */
}

static void expect_content(vox_str want) {
  file_view view;
  assert_int_equal(file_map(&view, path, NULL), VOX_OK);
  assert_true(str_eq(view.bytes, want));
  file_unmap(&view);
  assert_int_equal(view.bytes.len, 0);
  file_unmap(&view);
}

static void test_replace_and_map(void **state) {
  (void)state;
  vox_error err;
  assert_int_equal(file_replace(path, STR("first"), &err), VOX_OK);
  expect_content(STR("first"));
  assert_int_equal(file_replace(path, ((vox_str){"a\0b\r\n", 5}), &err), VOX_OK);
  expect_content((vox_str){"a\0b\r\n", 5});
  size_t size = (size_t)3 << 20;
  char *big = malloc(size);
  for (size_t i = 0; i < size; i++) big[i] = (char)(i * 31 >> 3);
  assert_int_equal(file_replace(path, (vox_str){big, size}, &err), VOX_OK);
  expect_content((vox_str){big, size});
  free(big);
}

static void test_empty(void **state) {
  (void)state;
  assert_int_equal(file_replace(path, STR(""), NULL), VOX_OK);
  file_view view = {{"x", 1}};
  assert_int_equal(file_map(&view, path, NULL), VOX_OK);
  assert_int_equal(view.bytes.len, 0);
  file_unmap(&view);
}

/* A view outlives the name: what is mapped stays the old file while a new one takes its place. */
static void test_old_view_stays(void **state) {
  (void)state;
  file_view view;
  assert_int_equal(file_replace(path, STR("old"), NULL), VOX_OK);
  assert_int_equal(file_map(&view, path, NULL), VOX_OK);
  assert_int_equal(file_replace(path, STR("something newer"), NULL), VOX_OK);
  assert_true(str_eq(view.bytes, STR("old")));
  file_unmap(&view);
  expect_content(STR("something newer"));
}

static void check_map_fails(const char *what, int os_errno) {
  vox_error err = {0};
  file_view view = {{"x", 1}};
  assert_int_equal(file_map(&view, what, &err), VOX_ERR_IO);
  assert_int_equal(err.status, VOX_ERR_IO);
  assert_int_equal(err.os_errno, os_errno);
  assert_non_null(strstr(err.message, what));
  assert_null(view.bytes.ptr);
  assert_int_equal(view.bytes.len, 0);
  assert_int_equal(file_map(&view, what, NULL), VOX_ERR_IO);
}

static void test_map_fails(void **state) {
  (void)state;
  check_map_fails(path, ENOENT);
  check_map_fails(folder, EISDIR);
  check_map_fails("/dev/null", EINVAL);
  char below[160];
  assert_int_equal(file_replace(path, STR("a file, no folder"), NULL), VOX_OK);
  snprintf(below, sizeof below, "%s/x", path);
  check_map_fails(below, ENOTDIR);
}

static void check_replace_fails(const char *what, int os_errno) {
  vox_error err = {0};
  assert_int_equal(file_replace(what, STR("new"), &err), VOX_ERR_IO);
  assert_int_equal(err.status, VOX_ERR_IO);
  assert_int_equal(err.os_errno, os_errno);
  assert_int_equal(file_replace(what, STR("new"), NULL), VOX_ERR_IO);
}

/* What was there stays, and no temporary file is left (see teardown). */
static void test_replace_fails(void **state) {
  (void)state;
  char below[160];
  snprintf(below, sizeof below, "%s/missing/x", folder);
  check_replace_fails(below, ENOENT);
  assert_int_equal(file_replace(path, STR("old"), NULL), VOX_OK);
  snprintf(below, sizeof below, "%s/x", path);
  check_replace_fails(below, ENOTDIR);
  expect_content(STR("old"));
}

static void test_replace_over_folder(void **state) {
  (void)state;
  char sub[160];
  snprintf(sub, sizeof sub, "%s/sub", folder);
  assert_int_equal(mkdir(sub, 0700), 0);
  check_replace_fails(sub, EINVAL);
  assert_int_equal(rmdir(sub), 0);
}

static void test_long_path(void **state) {
  (void)state;
  char *much = malloc(5000);
  memset(much, 'a', 4999);
  much[4999] = 0;
  vox_error err = {0};
  assert_int_equal(file_replace(much, STR("x"), &err), VOX_ERR_ARGUMENT);
  assert_int_equal(err.status, VOX_ERR_ARGUMENT);
  free(much);
}

static void test_name_without_folder(void **state) {
  (void)state;
  char here[4096];
  assert_non_null(getcwd(here, sizeof here));
  assert_int_equal(chdir(folder), 0);
  assert_int_equal(file_replace("a file", STR("beside"), NULL), VOX_OK);
  assert_int_equal(chdir(here), 0);
  expect_content(STR("beside"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_replace_and_map, setup, teardown),
      cmocka_unit_test_setup_teardown(test_empty, setup, teardown),
      cmocka_unit_test_setup_teardown(test_old_view_stays, setup, teardown),
      cmocka_unit_test_setup_teardown(test_map_fails, setup, teardown),
      cmocka_unit_test_setup_teardown(test_replace_fails, setup, teardown),
      cmocka_unit_test_setup_teardown(test_replace_over_folder, setup, teardown),
      cmocka_unit_test_setup_teardown(test_long_path, setup, teardown),
      cmocka_unit_test_setup_teardown(test_name_without_folder, setup, teardown),
  };
  return cmocka_run_group_tests_name("base/file", tests, NULL, NULL);
}
