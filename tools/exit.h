/* exit.h - exit codes (CONTRACT.md). */
#ifndef TOOLS_EXIT_H
#define TOOLS_EXIT_H
enum {
  EXIT_DONE = 0,
  EXIT_USE = 2,   /* wrong use */
  EXIT_INPUT = 3, /* input bad beyond --max-bad, or unreadable */
  EXIT_LEXICON = 4,
  EXIT_IO = 5, /* reading or writing failed */
  EXIT_INTERRUPTED = 130,
  EXIT_PIPE = 141 /* the reader of our output is gone */
};
#endif
