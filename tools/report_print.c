/* report_print.c - see report_print.h. */
#include "report_print.h"
#include "exit.h"
#include "sink.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int print_check(const command *c, const print_options *o) {
  if (o->lang && strcmp(o->lang, "zh") != 0 && strcmp(o->lang, "en") != 0)
    return complain(c, EXIT_USE, "--lang is zh or en");
  if (o->partial && (o->summary || o->csv))
    return complain(c, EXIT_USE, "--partial prints no page and no tables: merge prints them");
  return 0;
}

int read_whole_file(const command *c, const char *path, bytes *out) {
  input_file file;
  size_t got = 1;
  char *room = malloc(1 << 16);
  int code = room ? input_open(&file, c, path) : complain(c, EXIT_IO, "out of memory");
  if (code) return free(room), code;
  while (got && !code) {
    if (input_read(&file, room, 1 << 16, &got) != VOX_OK)
      code = complain(c, EXIT_IO, "%s: %s", path, strerror(file.broken));
    else if (got && !bytes_add(out, room, got))
      code = complain(c, EXIT_IO, "out of memory");
  }
  input_close(&file);
  free(room);
  return code;
}

/* ---- How it is told ---- */

static int add_telling(bytes *text, vox_str *list, size_t *count, const char *name, const char *value) {
  size_t at = text->len;
  if (!bytes_add(text, name, strlen(name)) || !bytes_add(text, value, strlen(value))) return 0;
  list[(*count)++] = (vox_str){(const char *)(uintptr_t)at, text->len - at};
  return 1;
}

static int add_number(bytes *text, vox_str *list, size_t *count, const char *name, long n) {
  char value[32];
  snprintf(value, sizeof value, "%ld", n);
  return n ? add_telling(text, list, count, name, value) : 1;
}

static int tell(const command *c, const print_options *o, vox_report *report, const char *baseline) {
  vox_str list[OPT_MAX + 8];
  size_t count = 0;
  bytes text = {0}, before = {0};
  vox_error err = {0};
  int good = add_number(&text, list, &count, "min_n=", o->min_n) &&
             add_number(&text, list, &count, "min_quotes=", o->min_quotes) &&
             add_number(&text, list, &count, "ridge=", o->ridge);
  for (size_t i = 0; i < o->targets.count && good; i++)
    good = add_telling(&text, list, &count, "target=", o->targets.items[i]);
  for (size_t i = 0; i < count; i++) list[i].ptr = text.ptr + (uintptr_t)list[i].ptr;
  int code = good ? 0 : complain(c, EXIT_IO, "out of memory");
  if (!code && baseline) code = read_whole_file(c, baseline, &before);
  if (!code) {
    vox_status status = vox_report_tell(report, list, count, (vox_str){before.ptr, before.len}, &err);
    if (status != VOX_OK) code = complain_error(c, "report", status, &err);
  }
  bytes_free(&text);
  bytes_free(&before);
  return code;
}

/* ---- Where it goes ---- */

static int print_document(const command *c, const print_options *o, vox_report *report) {
  sink out;
  vox_error err = {0};
  int code = sink_open(&out, c, o->output, o->force);
  if (code) return code;
  vox_status status = o->partial ? vox_report_write_partial(report, sink_write, &out, &err)
                                 : vox_report_write_json(report, sink_write, &out, &err);
  if (status != VOX_OK && !out.broken) code = complain_error(c, "report", status, &err);
  return sink_close(&out, c, code);
}

/* A table without rows gets no file. */
static int print_table(const command *c, const print_options *o, vox_report *report, const char *name) {
  char path[4096];
  sink out;
  bytes text = {0};
  vox_error err = {0};
  int n = snprintf(path, sizeof path, "%s/%s.csv", o->csv, name);
  if (n < 0 || (size_t)n >= sizeof path) return complain(c, EXIT_USE, "the path of --csv is too long");
  vox_status status = vox_report_write_csv(report, name, o->bom, bytes_write, &text, &err);
  int code = status == VOX_OK ? 0 : complain_error(c, name, status, &err);
  if (!code && text.len && !(code = sink_open(&out, c, path, o->force))) {
    sink_write(&out, text.ptr, text.len);
    code = sink_close(&out, c, code);
  }
  bytes_free(&text);
  return code;
}

static int print_tables(const command *c, const print_options *o, vox_report *report) {
  int code = 0;
  if (!o->csv) return 0;
  if (mkdir(o->csv, 0777) != 0 && errno != EEXIST)
    return complain(c, EXIT_IO, "%s: %s", o->csv, strerror(errno));
  for (size_t i = 0; vox_report_table(i) && !code; i++) code = print_table(c, o, report, vox_report_table(i));
  return code;
}

static int print_page(const command *c, const print_options *o, vox_report *report) {
  sink page;
  vox_error err = {0};
  int code = sink_open(&page, c, NULL, 0), chinese = !o->lang || strcmp(o->lang, "zh") == 0;
  vox_status status =
      vox_report_write_text(report, chinese ? VOX_TEXT_ZH : VOX_TEXT_EN, sink_write, &page, &err);
  if (status != VOX_OK && !page.broken) code = complain_error(c, "summary", status, &err);
  return sink_close(&page, c, code);
}

int print_report(const command *c, const print_options *o, vox_report *report, const char *baseline) {
  int code = o->partial ? 0 : tell(c, o, report, baseline);
  if (!code && (!o->summary || o->output)) code = print_document(c, o, report);
  if (!code) code = print_tables(c, o, report);
  return code || !o->summary ? code : print_page(c, o, report);
}
