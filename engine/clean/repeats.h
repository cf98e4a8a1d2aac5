/* repeats.h - which texts come again, in the order in which they are shown.
 *
 * Equal: the same letters and figures after folding (a text without any: the same bytes). Near: of the pairs
 * of Chinese characters and triples of letters that two texts have, most are in both, and both deny as often.
 * Memory is bounded: REPEATS_EXACT hashes, and sketches of the REPEATS_NEAR latest different texts. No clock,
 * seed or thread takes part: the same texts in the same order give the same answers. */
#ifndef CLEAN_REPEATS_H
#define CLEAN_REPEATS_H
#include "base/alloc.h"
#include "base/span.h"

enum { REPEATS_EXACT = 1 << 22, REPEATS_NEAR = 1 << 16, REPEATS_SHORTEST = 12 /* letters of a near one */ };

typedef enum repeat { REPEAT_NONE, REPEAT_SAME, REPEAT_NEAR } repeat;

typedef struct repeats repeats;
vox_status repeats_new(repeats **out, mem *m, vox_error *err);
void repeats_free(repeats *r);
/* One text in `count` pieces. */
vox_status repeats_see(repeats *r, const vox_str *pieces, size_t count, repeat *out, vox_error *err);
#endif
