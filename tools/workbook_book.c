/* workbook_book.c - the workbook around a sheet: relations, the list of sheets, shared strings, styles. */
#include "workbook_book.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int ends_with(const char *s, const char *end) {
  size_t n = strlen(s), m = strlen(end);
  return n >= m && strcmp(s + n - m, end) == 0;
}

/* ---- Relations: which part plays which role ---- */

typedef struct relations {
  const char *base; /* folder of the part that they belong to, with its slash */
  char wanted[64];  /* id of the sheet's relation; empty: none is asked for */
  char workbook[PART_NAME], sheet[PART_NAME], strings[PART_NAME], styles[PART_NAME];
} relations;

static void resolve(char out[PART_NAME], const char *base, const char *target) {
  int n = target[0] == '/' ? snprintf(out, PART_NAME, "%s", target + 1)
                           : snprintf(out, PART_NAME, "%s%s", base, target);
  if (n < 0 || n >= PART_NAME) out[0] = 0;
}

static void XMLCALL on_relation(void *data, const char *name, const char **attributes) {
  relations *r = data;
  const char *type = xml_value(attributes, "Type"), *target = xml_value(attributes, "Target"),
             *id = xml_value(attributes, "Id");
  if (!xml_is(name, "Relationship") || !type || !target) return;
  if (ends_with(type, "/officeDocument")) resolve(r->workbook, r->base, target);
  if (ends_with(type, "/sharedStrings")) resolve(r->strings, r->base, target);
  if (ends_with(type, "/styles")) resolve(r->styles, r->base, target);
  if (id && r->wanted[0] && strcmp(id, r->wanted) == 0) resolve(r->sheet, r->base, target);
}

/* ---- The list of sheets ---- */

typedef struct sheet_list {
  const char *asked; /* name, number, or NULL */
  long visible;      /* how many so far */
  int from_1904;
  char relation[64], names[PART_REASON / 2];
} sheet_list;

static int is_asked(const sheet_list *l, const char *name) {
  char *end;
  if (!l->asked) return l->visible == 1;
  long number = strtol(l->asked, &end, 10);
  return strcmp(l->asked, name) == 0 || (*l->asked && !*end && number == l->visible);
}

static void XMLCALL on_sheet(void *data, const char *name, const char **attributes) {
  sheet_list *l = data;
  if (xml_is(name, "workbookPr")) {
    const char *from = xml_value(attributes, "date1904");
    l->from_1904 = from && (strcmp(from, "1") == 0 || strcmp(from, "true") == 0);
  }
  const char *called = xml_value(attributes, "name"), *state = xml_value(attributes, "state");
  if (!xml_is(name, "sheet") || !called) return;
  int hidden = state && strcmp(state, "visible") != 0;
  if (!hidden) l->visible++;
  size_t used = strlen(l->names);
  if (!hidden) snprintf(l->names + used, sizeof l->names - used, "%s%s", used ? ", " : "", called);
  if (l->relation[0] || (hidden && !(l->asked && strcmp(l->asked, called) == 0)) || !is_asked(l, called))
    return;
  /* The relation's id is the one attribute "id" with a prefix; sheetId is another. */
  const char *relation = xml_value(attributes, "id");
  if (relation) snprintf(l->relation, sizeof l->relation, "%s", relation);
}

/* ---- Texts ---- */

#define TEXTS_MAX ((size_t)1 << 31) /* bytes: what unpacks to more is no survey */

typedef struct text_reader {
  book *b;
  bytes raw; /* of the string that is read */
  int in_text, in_reading, broken;
} text_reader;

static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of _xHHHH_ at `s`; -1: there is none. Surrogates and NUL are left as they are written. */
static int escaped(const char *s, size_t left) {
  int value = 0;
  if (left < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_') return -1;
  for (int i = 2; i < 6; i++) {
    int digit = hex_value(s[i]);
    if (digit < 0) return -1;
    value = 16 * value + digit;
  }
  return value == 0 || (value >= 0xD800 && value < 0xE000) ? -1 : value;
}

static int add_character(bytes *to, int c) {
  char out[3] = {(char)c};
  size_t n = 1;
  if (c >= 0x800)
    out[0] = (char)(0xE0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 63)), out[2] = (char)(0x80 | (c & 63)),
    n = 3;
  else if (c >= 0x80)
    out[0] = (char)(0xC0 | c >> 6), out[1] = (char)(0x80 | (c & 63)), n = 2;
  return bytes_add(to, out, n);
}

int book_add_text(bytes *to, vox_str text) {
  for (size_t i = 0; i < text.len;) {
    int c = text.ptr[i] == '_' ? escaped(text.ptr + i, text.len - i) : -1;
    size_t from = i;
    if (c >= 0) {
      if (c != '\r' && !add_character(to, c)) return 0; /* of CR LF the LF is enough */
      i += 7;
      continue;
    }
    for (i++; i < text.len && text.ptr[i] != '_';) i++;
    if (!bytes_add(to, text.ptr + from, i - from)) return 0;
  }
  return 1;
}

static int end_string(text_reader *t) {
  book *b = t->b;
  if (b->text_count == b->text_room) {
    size_t room = b->text_room ? 2 * b->text_room : 1024;
    uint64_t *grown = realloc(b->ends, room * sizeof *grown);
    if (!grown) return 0;
    b->ends = grown, b->text_room = room;
  }
  if (!book_add_text(&b->texts, (vox_str){t->raw.ptr ? t->raw.ptr : "", t->raw.len})) return 0;
  b->ends[b->text_count++] = b->texts.len;
  t->raw.len = 0;
  return 1;
}

static void XMLCALL string_start(void *data, const char *name, const char **attributes) {
  text_reader *t = data;
  (void)attributes;
  if (xml_is(name, "rPh")) t->in_reading = 1; /* how it is pronounced, above the text */
  if (xml_is(name, "t")) t->in_text = 1;
}

static void XMLCALL string_end(void *data, const char *name) {
  text_reader *t = data;
  if (xml_is(name, "rPh")) t->in_reading = 0;
  if (xml_is(name, "t")) t->in_text = 0;
  if (xml_is(name, "si") && !end_string(t)) t->broken = 1;
}

static void XMLCALL string_text(void *data, const char *s, int n) {
  text_reader *t = data;
  int room = t->b->texts.len + t->raw.len < TEXTS_MAX;
  if (t->in_text && !t->in_reading && (!room || !bytes_add(&t->raw, s, (size_t)n))) t->broken = 1;
}

static int read_strings(book *b, const char *part) {
  text_reader t = {.b = b};
  int good = part_read(&b->parts, part, &t, string_start, string_end, string_text);
  bytes_free(&t.raw);
  if (t.broken) return parts_fail(&b->parts, "its texts do not fit into memory");
  return good != 0;
}

int book_text(const book *b, uint64_t number, vox_str *out) {
  if (number >= b->text_count) return 0;
  uint64_t from = number ? b->ends[number - 1] : 0;
  *out = (vox_str){b->texts.ptr ? b->texts.ptr + from : "", (size_t)(b->ends[number] - from)};
  return 1;
}

/* ---- Styles ---- */

day_kind book_format(const char *code) {
  unsigned kind = 0;
  for (const char *p = code; *p && *p != ';'; p++) {
    if (*p == '"' || *p == '[') { /* [h] counts hours, [Red] and [$-804] do not */
      char end = *p == '"' ? '"' : ']';
      if (*p == '[' && p[1] && strchr("hHmMsS", p[1]) && strspn(p + 1, "hHmMsS") == strcspn(p + 1, "]"))
        kind |= DAY_TIME;
      for (p++; *p && *p != end;) p++;
      if (!*p) break;
      continue;
    }
    if ((*p == '\\' || *p == '_' || *p == '*') && p[1]) {
      p++;
      continue;
    }
    if (strchr("yYdDeE", *p) && !(strchr("eE", *p) && p > code && strchr("0#.", p[-1]))) kind |= DAY_DATE;
    if (strchr("hHsS", *p)) kind |= DAY_TIME;
    if (strchr("mM", *p) && !(kind & DAY_TIME)) kind |= DAY_DATE;
  }
  return (day_kind)kind;
}

/* Formats that Excel knows by number alone, those of Chinese, Japanese and Korean among them. */
static day_kind builtin_format(int id) {
  static const struct {
    int from, to;
    day_kind kind;
  } known[] = {{14, 17, DAY_DATE}, {18, 21, DAY_TIME}, {22, 22, DAY_BOTH}, {27, 31, DAY_DATE},
               {32, 35, DAY_TIME}, {36, 36, DAY_DATE}, {45, 47, DAY_TIME}, {50, 54, DAY_DATE},
               {55, 56, DAY_TIME}, {57, 58, DAY_DATE}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (id >= known[i].from && id <= known[i].to) return known[i].kind;
  return DAY_NONE;
}

typedef struct style_reader {
  book *b;
  int in_cells; /* cellXfs, not cellStyleXfs */
} style_reader;

static void add_style(book *b, int id) {
  day_kind kind = builtin_format(id);
  for (size_t i = 0; i < b->format_count; i++)
    if (b->formats[i].id == id) kind = b->formats[i].kind;
  if (b->style_count < STYLES_MAX) b->style_days[b->style_count++] = (unsigned char)kind;
}

static void XMLCALL style_start(void *data, const char *name, const char **attributes) {
  style_reader *s = data;
  const char *id = xml_value(attributes, "numFmtId"), *code = xml_value(attributes, "formatCode");
  if (xml_is(name, "cellXfs")) s->in_cells = 1;
  if (xml_is(name, "numFmt") && id && code && s->b->format_count < FORMATS_MAX)
    s->b->formats[s->b->format_count++] = (number_format){atoi(id), book_format(code)};
  if (xml_is(name, "xf") && s->in_cells) add_style(s->b, id ? atoi(id) : 0);
}

static void XMLCALL style_end(void *data, const char *name) {
  if (xml_is(name, "cellXfs")) ((style_reader *)data)->in_cells = 0;
}

static int read_styles(book *b, const char *part) {
  style_reader s = {b, 0};
  b->style_days = malloc(STYLES_MAX);
  if (!b->style_days) return parts_fail(&b->parts, "out of memory");
  return part_read(&b->parts, part, &s, style_start, style_end, NULL) != 0;
}

day_kind book_days(const book *b, uint64_t style) {
  return style < b->style_count ? (day_kind)b->style_days[style] : DAY_NONE;
}

/* ---- All of it ---- */

/* "xl/_rels/workbook.xml.rels" of "xl/workbook.xml", and "xl/". */
static int relations_of(const char *part, char rels[PART_NAME + 16], char base[PART_NAME]) {
  const char *slash = strrchr(part, '/'), *leaf = slash ? slash + 1 : part;
  snprintf(base, PART_NAME, "%.*s", (int)(leaf - part), part);
  int n = snprintf(rels, PART_NAME + 16, "%s_rels/%s.rels", base, leaf);
  return n > 0 && n < PART_NAME + 16;
}

static int find_workbook(book *b, char out[PART_NAME]) {
  relations root = {.base = ""};
  int found = part_read(&b->parts, "_rels/.rels", &root, on_relation, NULL, NULL);
  if (!found) return 0;
  if (found < 0 || !root.workbook[0] || unzLocateFile(b->parts.zip, root.workbook, 2) != UNZ_OK)
    return parts_fail(&b->parts, unzLocateFile(b->parts.zip, "content.xml", 1) == UNZ_OK
                                     ? "an OpenDocument file: save it as .xlsx or CSV"
                                     : "a ZIP archive that holds no workbook");
  memcpy(out, root.workbook, PART_NAME);
  return 1;
}

static int read_around(book *b, const char *sheet) {
  char workbook[PART_NAME], rels[PART_NAME + 16], base[PART_NAME];
  sheet_list sheets = {.asked = sheet};
  if (!find_workbook(b, workbook)) return 0;
  if (part_read(&b->parts, workbook, &sheets, on_sheet, NULL, NULL) != 1) return 0;
  if (!sheets.relation[0])
    return parts_fail(&b->parts,
                      sheets.visible ? "no sheet of that name or number; there are: %s" : "no sheet%s",
                      sheets.names);
  relations r = {.base = base};
  snprintf(r.wanted, sizeof r.wanted, "%s", sheets.relation);
  if (!relations_of(workbook, rels, base) || part_read(&b->parts, rels, &r, on_relation, NULL, NULL) == 0)
    return 0;
  if (!r.sheet[0]) return parts_fail(&b->parts, "the sheet is not in the workbook");
  b->from_1904 = sheets.from_1904;
  memcpy(b->sheet, r.sheet, PART_NAME);
  return (!r.strings[0] || read_strings(b, r.strings)) && (!r.styles[0] || read_styles(b, r.styles));
}

int book_open(book *b, int fd, const char *sheet) {
  off_t size = lseek(fd, 0, SEEK_END);
  if (size < 0 || lseek(fd, 0, SEEK_SET) < 0) return parts_fail(&b->parts, "it cannot be read twice");
  return parts_open(&b->parts, fd, (uint64_t)size) && read_around(b, sheet);
}

void book_close(book *b) {
  parts_close(&b->parts);
  bytes_free(&b->texts);
  free(b->ends);
  free(b->style_days);
}
