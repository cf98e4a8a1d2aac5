/* options.h - options of another version of the headers than ours. */
#ifndef API_OPTIONS_H
#define API_OPTIONS_H
#include "base/status.h"
#include <string.h>

/* Every option struct begins with its size. `out` holds the defaults and takes over what the caller's version
 * knows of; what it does not know keeps its default. NULL: all defaults. A struct larger than ours is
 * refused: its caller asks for what we cannot do. */
static inline vox_status options_take(void *out, size_t size, const void *given, vox_error *err) {
  size_t theirs;
  if (!given) return VOX_OK;
  memcpy(&theirs, given, sizeof theirs);
  if (theirs < sizeof theirs || theirs > size)
    return fail(err, VOX_ERR_ARGUMENT,
                "options whose struct_size is not set, or of a later version of the header");
  memcpy((char *)out + sizeof theirs, (const char *)given + sizeof theirs, theirs - sizeof theirs);
  return VOX_OK;
}
#endif
