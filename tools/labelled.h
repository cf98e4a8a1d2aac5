/* labelled.h - labelled comments in TSV files without quoting: a header, then rows with a text and one of the
 * columns sentiment, stars, nps_group, rating, recommended, emotion or valence (the first of these that is
 * there). */
#ifndef TOOLS_LABELLED_H
#define TOOLS_LABELLED_H
#include "bytes.h"
#include "opt.h"
#include "vox_learn.h"

enum { LABELLED_COLUMNS = 64 };

typedef struct labelled_file {
  bytes content;
  vox_str rest; /* rows still to be read */
  vox_str names[LABELLED_COLUMNS];
  int count, id, text, label, category, emotions; /* columns; -1: none */
} labelled_file;

typedef struct labelled_row {
  vox_str id, text, category;
  vox_gold gold;
  int emotion;      /* the label was made of an emotion */
  vox_str emotions; /* the cell of the column emotion: names joined by | */
} labelled_row;

/* Reads the whole file and its header. `category` names a column, or NULL. 0, or an exit code after a
 * message. */
int labelled_open(labelled_file *f, const command *c, const char *path, const char *category);
/* The next row that has a text; 0 at the end. Its views hold until labelled_close. */
int labelled_next(labelled_file *f, labelled_row *row);
void labelled_close(labelled_file *f);
/* The name of a set: the folder's of FOLDER/dev.tsv, else the file's without its ending. */
vox_str labelled_set_name(const char *path);
/* A whole file into `out`. 0, or an exit code after a message. */
int labelled_read(bytes *out, const command *c, const char *path);
#endif
