/* paths.c - what this machine's processor can do. */
#include "segment/find.h"

segment_path path_best(void) { return PATH_PORTABLE; }
bool decode_avx512(segmenter *s, decode_cursor *c) { return (void)s, (void)c, true; }
void find_avx512(segmenter *s) { find_portable(s); }
