/* json_write.h - JSON into a buf, piece by piece, with the commas and the escaping done for you.
 *
 * Nothing is checked that the caller can see (a key before each value of an object); the buf's sticky status
 * tells at the end whether all of it fitted. Numbers come from integers, so that bytes depend on no math
 * library.
 *
 *   json_writer w;
 *   json_writer_init(&w, &line);
 *   json_object_begin(&w);
 *   json_key(&w, "id"), json_string(&w, id);
 *   json_key(&w, "score"), json_score(&w, -6200);   // -0.62
 *   json_object_end(&w);
 *   if (w.out->status != VOX_OK) ... */
#ifndef JSON_JSON_WRITE_H
#define JSON_JSON_WRITE_H
#include "base/buf.h"

typedef struct json_writer {
  buf *out;
  bool comma; /* the next value or key follows another one */
} json_writer;

/* Writes behind what `out` holds already. */
void json_writer_init(json_writer *w, buf *out);
void json_object_begin(json_writer *w);
void json_object_end(json_writer *w);
void json_array_begin(json_writer *w);
void json_array_end(json_writer *w);
/* `name` is escaped like any string. */
void json_key(json_writer *w, const char *name);
void json_key_str(json_writer *w, vox_str name);
/* Ill-formed UTF-8 becomes U+FFFD; everything else at or above 0x80 stays as it is. */
void json_string(json_writer *w, vox_str text);
void json_text(json_writer *w, const char *text); /* a string that ends in NUL; NULL: null */
/* A JSON value that is valid already, as it is. */
void json_raw(json_writer *w, vox_str token);
void json_int(json_writer *w, int64_t number);
void json_uint(json_writer *w, uint64_t number);
void json_bool(json_writer *w, bool value);
void json_null(json_writer *w);
/* `value` / 10^decimals without trailing zeros: (-6200, 4) is -0.62, (10000, 4) is 1. decimals: 0..18. */
void json_fixed(json_writer *w, int64_t value, unsigned decimals);
/* A vox_score: 1/10000. */
static inline void json_score(json_writer *w, int64_t value) { json_fixed(w, value, 4); }
/* The quoted, escaped string alone: no comma. */
void json_escape(buf *out, vox_str text);
#endif
