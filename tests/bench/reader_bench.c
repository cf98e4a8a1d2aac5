/* reader_bench.c - MB/s of reading exports on one thread, beside memcpy in the same run.
 *
 *   reader_bench [MEGABYTES]      (default 64; inputs are made up, in memory)
 *
 * Each figure is of processor time, the best of five passes; the machine may be shared, so the share of
 * memcpy says more than the megabytes. */
#include "intake/csv.h"
#include "text/encoding.h"
#include "text/utf8.h"
#include "vox.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unicode/ucnv.h>

typedef struct text {
  char *ptr;
  size_t len;
} text;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static text make(const char *head, const char *row, size_t size) {
  text t = {malloc(size + 4096), 0};
  if (!t.ptr) exit(1);
  t.len = (size_t)sprintf(t.ptr, "%s", head);
  for (unsigned n = 1; t.len < size; n++) t.len += (size_t)sprintf(t.ptr + t.len, row, n, n % 11, n % 28 + 1);
  return t;
}

static text encode(text from, const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  text t = {malloc(from.len), 0};
  if (!t.ptr) exit(1);
  t.len = (size_t)ucnv_convert(name, "UTF-8", t.ptr, (int32_t)from.len, from.ptr, (int32_t)from.len, &status);
  return t;
}

typedef struct feed {
  text rest;
} feed;

static vox_status give(void *payload, void *to, size_t cap, size_t *got) {
  feed *f = payload;
  *got = f->rest.len < cap ? f->rest.len : cap;
  memcpy(to, f->rest.ptr, *got);
  f->rest.ptr += *got;
  f->rest.len -= *got;
  return VOX_OK;
}

static size_t read_all(text t, vox_format format) {
  vox_reader_options o = VOX_READER_OPTIONS_INIT;
  vox_reader *r;
  vox_error err = {0};
  vox_row row;
  feed f = {t};
  size_t rows = 0;
  o.format = format;
  if (vox_reader_new(&r, give, &f, &o, &err) != VOX_OK) return fprintf(stderr, "%s\n", err.message), 0;
  while (vox_reader_next(r, &row, &err) == VOX_OK) rows++;
  vox_reader_free(r);
  return rows;
}

static size_t read_csv(text t) { return read_all(t, VOX_FORMAT_CSV); }
static size_t read_ndjson(text t) { return read_all(t, VOX_FORMAT_NDJSON); }
static size_t read_lines(text t) { return read_all(t, VOX_FORMAT_LINES); }

static size_t split_csv(text t) {
  mem m;
  csv c;
  size_t rows = 0;
  mem_init(&m, NULL, 0);
  csv_init(&c, &m, (csv_dialect){',', '"', CSV_NONE});
  for (vox_str rest = {t.ptr, t.len}; csv_next(&c, rest, true) == CSV_ROW; rows++)
    rest = str_sub(rest, c.used, rest.len);
  csv_free(&c);
  return rows;
}

static size_t validate(text t) { return utf8_valid_prefix((vox_str){t.ptr, t.len}) == t.len; }

static char *copy_room;
static size_t copy(text t) {
  memcpy(copy_room, t.ptr, t.len);
  return (size_t)(unsigned char)copy_room[t.len / 2] + 1;
}

static double memory_speed;

static void measure(const char *name, size_t (*run)(text), text t) {
  double best = 1e9;
  size_t result = 0;
  for (int pass = 0; pass < 5; pass++) {
    double from = now();
    result = run(t);
    double took = now() - from;
    if (took < best) best = took;
  }
  double speed = (double)t.len / best / 1e6;
  if (memory_speed <= 0) memory_speed = speed;
  printf("%-34s %8.0f MB/s  %5.3f of memcpy  (%zu)\n", name, speed, speed / memory_speed, result);
}

int main(int argc, char **argv) {
  size_t size = (argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 64) << 20;
  text zh = make(
      "编号,评论,推荐度,日期,门店\n",
      "R%08u,这家店的服务态度真的很好，物流也快，就是包装有点简陋，希望下次能改进，总体来说还是满意的,%u,"
      "2026-03-%02u,浦东店\n",
      size);
  text en = make(
      "id,comment,nps,date,branch\n",
      "R%08u,\"The staff were friendly, and the delivery was quick; the box was a little dented though.\",%u,"
      "2026-03-%02u,North\n",
      size);
  text json = make(
      "",
      "{\"id\":\"R%08u\",\"comment\":\"这家店的服务态度真的很好，物流也快，就是包装有点简陋\",\"nps\":%u,"
      "\"date\":\"2026-03-%02u\"}\n",
      size);
  text gb = encode(zh, "GB18030");
  copy_room = malloc(zh.len + 4096);
  if (!copy_room) return 1;
  copy(zh);
  measure("memcpy", copy, zh);
  measure("UTF-8 check, zh", validate, zh);
  measure("splitting alone, CSV zh", split_csv, zh);
  measure("splitting alone, CSV en quoted", split_csv, en);
  measure("whole reader, CSV zh", read_csv, zh);
  measure("whole reader, CSV en quoted", read_csv, en);
  measure("whole reader, lines zh", read_lines, zh);
  measure("whole reader, NDJSON zh", read_ndjson, json);
  measure("whole reader, CSV GB18030", read_csv, gb);
  free(zh.ptr), free(en.ptr), free(json.ptr), free(gb.ptr), free(copy_room);
  return 0;
}
