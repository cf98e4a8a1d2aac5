/* utf8_blocks.h - UTF-8 checked 32 bytes at a time, where the machine can. Part of utf8.c's business. */
#ifndef TEXT_UTF8_BLOCKS_H
#define TEXT_UTF8_BLOCKS_H
#include <stddef.h>
#include <stdint.h>

/* How many of the bytes at `p` are known to be whole, well-formed characters: a lower bound, which stops some
 * bytes before the first fault, and 0 on machines without the instructions. */
size_t utf8_valid_blocks(const uint8_t *p, size_t len);
#endif
