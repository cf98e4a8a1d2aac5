/* layout.h - the grammar of the artefact (`.vox`), and its constants.
 *
 *   header   64 bytes
 *     0  magic          8   "\x89VOX\r\n\x1a\n": copying in text mode breaks it visibly
 *     8  major, minor   2+2 an unknown major is refused; a newer minor only adds sections
 *    12  section count  4
 *    16  file size      8
 *    24  fold version   4
 *    28  header CRC     4   CRC-32C of bytes 0..28 and of bytes 32..64 and of the table
 *    32  unicode        8   "15.0.0", NUL-padded
 *    40  zero          24
 *   table    32 bytes a section, in order of tag
 *     0  tag            4   ASCII
 *     4  count          4   elements, as the section's owner counts them
 *     8  offset         8   from the start of the file, 64-byte aligned
 *    16  length         8
 *    24  CRC            4   CRC-32C of the section's bytes
 *    28  zero           4
 *   sections  each followed by at least 8 zero bytes, padded to 64
 *
 * All numbers are little-endian. Every byte of the file is covered by a checksum or must be zero, so no
 * change of it goes unnoticed. What a section means is its owner's business, who checks its structure once
 * when it is opened:
 *
 *   CHAR text/charmap      code point -> character id        META lexicon   id, version, licences, digests
 *   WORD segment/dict      words and their costs             STRS lexicon   strings
 *   WTRI segment/dict      their trie                        ENTR lexicon   entries
 *   TTRI lexicon           trie of terms                     THEM lexicon   themes
 *   TERM lexicon           term -> entries                   CONF lexicon   parameters, table of public
 * scores PAIR lexicon           pair entries                      SRCS lexicon   sources
 *   FORM lexicon           aliases, words kept whole          WPAR lexicon   learned pairs
 *   TABL lexicon           what scoring asks of most tokens, as it lies in memory; may be absent
 *   BASE api               base dictionary, as dict_builder_base reads it, for compiling over the artefact
 */
#ifndef PACK_LAYOUT_H
#define PACK_LAYOUT_H

#define PACK_MAGIC           "\x89VOX\r\n\x1a\n"
#define PACK_MAJOR           1u
#define PACK_MINOR           0u
#define PACK_HEADER          64u
#define PACK_TABLE_ROW       32u
#define PACK_ALIGN           64u
#define PACK_GUARD           8u
#define PACK_MAX_SECTIONS    64u
#define PACK_TAG(a, b, c, d) ((unsigned)(a) | (unsigned)(b) << 8 | (unsigned)(c) << 16 | (unsigned)(d) << 24)
#endif
