/* workbook_parts.c - see workbook_parts.h. */
#include "workbook_parts.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int parts_fail(parts *p, const char *format, ...) {
  va_list args;
  if (p->reason[0]) return 0;
  va_start(args, format);
  vsnprintf(p->reason, sizeof p->reason, format, args);
  va_end(args);
  return 0;
}

/* ---- What minizip reads with ---- */

static voidpf source_open(voidpf opaque, const void *name, int mode) {
  (void)name, (void)mode;
  return opaque;
}

static uLong source_read(voidpf opaque, voidpf stream, void *into, uLong size) {
  part_source *s = opaque;
  uLong got = 0;
  (void)stream;
  while (got < size) {
    ssize_t n = pread(s->fd, (char *)into + got, size - got, (off_t)s->at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) s->broken = errno;
    if (n <= 0) break;
    got += (uLong)n;
    s->at += (uint64_t)n;
  }
  return got;
}

static ZPOS64_T source_tell(voidpf opaque, voidpf stream) {
  (void)stream;
  return ((part_source *)opaque)->at;
}

static long source_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin) {
  part_source *s = opaque;
  uint64_t from = origin == ZLIB_FILEFUNC_SEEK_SET ? 0 : origin == ZLIB_FILEFUNC_SEEK_CUR ? s->at : s->size;
  (void)stream;
  if (from + offset > s->size) return -1;
  s->at = from + offset;
  return 0;
}

static int source_close(voidpf opaque, voidpf stream) {
  (void)opaque, (void)stream;
  return 0;
}

static int source_error(voidpf opaque, voidpf stream) {
  (void)stream;
  return ((part_source *)opaque)->broken;
}

int parts_open(parts *p, int fd, uint64_t size) {
  zlib_filefunc64_def io = {source_open, source_read,  NULL,         source_tell,
                            source_seek, source_close, source_error, &p->source};
  p->source = (part_source){fd, 0, 0, size};
  p->reason[0] = 0;
  p->zip = unzOpen2_64("", &io);
  if (p->zip) return 1;
  return parts_fail(p, "%s",
                    p->source.broken ? strerror(p->source.broken) : "the ZIP archive is cut off or damaged");
}

void parts_close(parts *p) {
  if (p->zip) unzClose(p->zip);
  p->zip = NULL;
}

/* ---- A part ---- */

int part_begin(parts *p, part_reader *r, const char *name, void *data, XML_StartElementHandler start,
               XML_EndElementHandler end, XML_CharacterDataHandler text) {
  enum { ANY_CASE = 2 };
  *r = (part_reader){.name = name};
  if (unzLocateFile(p->zip, name, ANY_CASE) != UNZ_OK) return -1;
  unz_file_info64 info;
  if (unzGetCurrentFileInfo64(p->zip, &info, NULL, 0, NULL, 0, NULL, 0) == UNZ_OK && info.flag & 1)
    return parts_fail(p, "the workbook is protected by a password");
  if (unzOpenCurrentFile(p->zip) != UNZ_OK) return parts_fail(p, "%.60s is damaged", name);
  r->open = 1;
  r->xml = XML_ParserCreate(NULL);
  if (!r->xml) return part_end(p, r), parts_fail(p, "out of memory");
  XML_SetUserData(r->xml, data);
  XML_SetElementHandler(r->xml, start, end);
  XML_SetCharacterDataHandler(r->xml, text);
  return 1;
}

int part_step(parts *p, part_reader *r) {
  int n = unzReadCurrentFile(p->zip, p->chunk, PART_CHUNK);
  if (n < 0)
    return parts_fail(p, "%.60s: %s", r->name,
                      p->source.broken ? strerror(p->source.broken) : "damaged or cut off");
  r->done = n == 0;
  if (XML_Parse(r->xml, p->chunk, n, r->done) != XML_STATUS_OK)
    return parts_fail(p, "%.60s, line %lu: %s", r->name, (unsigned long)XML_GetCurrentLineNumber(r->xml),
                      XML_ErrorString(XML_GetErrorCode(r->xml)));
  return 1;
}

void part_end(parts *p, part_reader *r) {
  if (r->xml) XML_ParserFree(r->xml);
  if (r->open && unzCloseCurrentFile(p->zip) == UNZ_CRCERROR && r->done)
    parts_fail(p, "%.60s: its checksum does not fit", r->name);
  r->xml = NULL;
  r->open = 0;
}

int part_read(parts *p, const char *name, void *data, XML_StartElementHandler start,
              XML_EndElementHandler end, XML_CharacterDataHandler text) {
  part_reader r;
  int found = part_begin(p, &r, name, data, start, end, text);
  if (found != 1) return found;
  int good = 1;
  while (good && !r.done) good = part_step(p, &r);
  part_end(p, &r);
  return good && !p->reason[0];
}

/* ---- XML ---- */

const char *xml_local(const char *name) {
  const char *colon = strrchr(name, ':');
  return colon ? colon + 1 : name;
}

int xml_is(const char *name, const char *local) { return strcmp(xml_local(name), local) == 0; }

const char *xml_value(const char **attributes, const char *name) {
  for (; attributes[0]; attributes += 2)
    if (xml_is(attributes[0], name)) return attributes[1];
  return NULL;
}
