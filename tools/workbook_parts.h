/* workbook_parts.h - the parts of a workbook: files of a ZIP archive (minizip), each of XML (expat). */
#ifndef TOOLS_WORKBOOK_PARTS_H
#define TOOLS_WORKBOOK_PARTS_H
#include <expat.h>
#include <minizip/unzip.h>
#include <stddef.h>
#include <stdint.h>

enum { PART_REASON = 200, PART_CHUNK = 1 << 16 };

/* The archive, read from a descriptor at places of its own: the descriptor's place stays. */
typedef struct part_source {
  int fd, broken; /* errno */
  uint64_t at, size;
} part_source;

typedef struct parts {
  part_source source;
  unzFile zip;
  char reason[PART_REASON]; /* why it cannot be read; empty: it can */
  char chunk[PART_CHUNK];
} parts;

/* What a part is read with. `data` goes to the handlers, which may stop the parser. */
typedef struct part_reader {
  XML_Parser xml;
  const char *name;
  int open, done;
} part_reader;

/* 0: `reason` says why not. */
int parts_open(parts *p, int fd, uint64_t size);
void parts_close(parts *p);
/* Notes why the workbook cannot be read, if nothing was noted before. Always 0. */
__attribute__((format(printf, 2, 3))) int parts_fail(parts *p, const char *format, ...);

/* One part is open at a time. -1: there is none of that name, 0: it failed, 1: it is open. */
int part_begin(parts *p, part_reader *r, const char *name, void *data, XML_StartElementHandler start,
               XML_EndElementHandler end, XML_CharacterDataHandler text);
/* Parses the next piece. 0: it failed; `done` tells the end. */
int part_step(parts *p, part_reader *r);
void part_end(parts *p, part_reader *r);
/* All of a part at once, with the answer of part_begin. */
int part_read(parts *p, const char *name, void *data, XML_StartElementHandler start,
              XML_EndElementHandler end, XML_CharacterDataHandler text);

/* The name of an element or attribute without the prefix of its namespace. */
const char *xml_local(const char *name);
/* The value of an attribute by its local name; NULL: it is not there. */
const char *xml_value(const char **attributes, const char *name);
int xml_is(const char *name, const char *local);
#endif
