/* encoding.h - from the encodings of exports to UTF-8: guess and convert a stream. (ICU converters.) */
#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H
#include "base/alloc.h"
#include "base/buf.h"

typedef enum encoding {
  ENCODING_UNKNOWN,
  ENCODING_UTF8,
  ENCODING_GB18030,
  ENCODING_BIG5, /* Big5-HKSCS */
  ENCODING_UTF16LE,
  ENCODING_UTF16BE
} encoding;

const char *encoding_name(encoding e);       /* "UTF-8", "GB18030", "Big5-HKSCS", "UTF-16LE", "UTF-16BE" */
encoding encoding_by_name(vox_str name);     /* case, - and _ do not matter; common aliases; UNKNOWN: not ours */
#endif
