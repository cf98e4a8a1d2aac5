/* format.c - see format.h. */
#include "intake/format.h"
#include "intake/column_names.h"

static bool ends_in(vox_str name, vox_str ending) {
  if (name.len < ending.len) return false;
  for (size_t i = 0; i < ending.len; i++) {
    char c = name.ptr[name.len - ending.len + i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != ending.ptr[i]) return false;
  }
  return true;
}

vox_format format_by_name(const char *file_name) {
  static const struct {
    const char *ending;
    vox_format format;
  } known[] = {
      {".csv", VOX_FORMAT_CSV},       {".tsv", VOX_FORMAT_TSV},      {".tab", VOX_FORMAT_TSV},
      {".ndjson", VOX_FORMAT_NDJSON}, {".jsonl", VOX_FORMAT_NDJSON},
  };
  vox_str name = str_of(file_name);
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (ends_in(name, str_of(known[i].ending))) return known[i].format;
  }
  return VOX_FORMAT_AUTO;
}

/* An array of objects, not a comment that begins with [微笑]. */
static bool is_array(vox_str text) {
  if (!str_starts(text, STR("["))) return false;
  text = str_trim(str_sub(text, 1, text.len));
  return str_starts(text, STR("{")) || str_starts(text, STR("]"));
}

vox_format format_by_content(vox_str head) {
  vox_str text = str_trim(head);
  if (str_starts(text, STR("{")) || is_array(text)) return VOX_FORMAT_NDJSON;
  vox_str line = str_trim(str_cut(&text, '\n'));
  if (line.len && memchr(line.ptr, '\t', line.len)) return VOX_FORMAT_TSV;
  for (const char *mark = ",;|"; *mark && line.len; mark++) {
    if (memchr(line.ptr, *mark, line.len)) return VOX_FORMAT_CSV;
  }
  return column_name_rank(line, COLUMN_TEXT) >= NAME_CLEAR ? VOX_FORMAT_CSV : VOX_FORMAT_LINES;
}
