/* vox_table.h - many comments in one call, their answers as columns: for data frames, for Arrow, and for
 * languages in which a call for each comment costs more than the comment.
 *
 *   vox_table_new(&table, model, &err);
 *   vox_table_score(table, ctx, &texts, VOX_ROLE_OTHER, &err);
 *   vox_table_column(table, VOX_COLUMN_SCORE, &view);   ((const int32_t *)view.ptr)[row]
 *
 * What belongs to a row lies in columns as long as the table has rows. What a row may have several of
 * (themes, say) lies in columns of hits, and VOX_COLUMN_THEME_AT holds where those of each row begin: row i
 * has the hits at[i] .. at[i + 1] - 1, as in Arrow. Names stand as numbers, and vox_table_name tells them.
 *
 * A table belongs to one thread at a time; threads that share a model have one each, and vox_table_append
 * puts what they made behind each other.
 */
#ifndef VOX_TABLE_H
#define VOX_TABLE_H
#include "vox.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct vox_table vox_table;

/* Text i is bytes[at[i]] .. bytes[at[i + 1] - 1]. Exactly one of the two lists of offsets is given; it has
 * count + 1 members, none less than the one before. Any bytes are accepted. */
typedef struct vox_texts {
  const char *bytes;
  const int32_t *at32;
  const int64_t *at64;
  size_t count;
} vox_texts;

/* Values are part of the ABI: append only. The type of a column's members stands behind it. */
typedef enum vox_column_id {
  VOX_COLUMN_STATUS, /* int8_t: VOX_OK, or VOX_ERR_LIMIT: a text too long for its ctx; it counts as empty */
  VOX_COLUMN_LANG,   /* uint8_t, named */
  VOX_COLUMN_LABEL,  /* uint8_t: vox_label, named from 1 on */
  VOX_COLUMN_SCORE,  /* int32_t: 1/10000 */
  VOX_COLUMN_CONFIDENCE,    /* int32_t: 1/10000; 0: nothing evaluative was said */
  VOX_COLUMN_RAW,           /* int32_t: 1/100 */
  VOX_COLUMN_EFFORT,        /* int8_t: -2..2; VOX_NO_EFFORT: nothing was said of it */
  VOX_COLUMN_QUALITY,       /* uint32_t: a bit for each reason to set the comment apart; bit i is named i */
  VOX_COLUMN_FLAGS,         /* uint32_t: bits, named */
  VOX_COLUMN_EMOTION_AT,    /* int32_t, one more than rows */
  VOX_COLUMN_EMOTION,       /* int32_t, named */
  VOX_COLUMN_EMOTION_SCORE, /* int32_t: 1/10000 */
  VOX_COLUMN_THEME_AT,      /* int32_t, one more than rows */
  VOX_COLUMN_THEME,         /* int32_t, named */
  VOX_COLUMN_THEME_LABEL,   /* uint8_t: vox_label, named from 1 on */
  VOX_COLUMN_THEME_SCORE,   /* int32_t: 1/10000 */
  VOX_COLUMN_THEME_CONFIDENCE, /* int32_t: 1/10000; 0: nothing evaluative was said of it */
  VOX_COLUMN_INTENT_AT,        /* int32_t, one more than rows */
  VOX_COLUMN_INTENT,           /* int32_t, named */
  VOX_COLUMN_INTENT_THEME,     /* int32_t, named as themes are; -1: none */
  VOX_COLUMN_QUANTITY_AT,      /* int32_t, one more than rows */
  VOX_COLUMN_QUANTITY,         /* int32_t: its kind, named */
  VOX_COLUMN_QUANTITY_VALUE    /* int64_t: 1/100 */
} vox_column_id;
#define VOX_NO_EFFORT (-128)

typedef struct vox_column_view {
  const void *ptr; /* belongs to the table until it is scored into, cleared or freed */
  size_t count;    /* members */
  size_t size;     /* bytes of one */
} vox_column_view;

/* The model must outlive the table. */
VOX_API vox_status vox_table_new(vox_table **out, const vox_model *model, vox_error *err);
/* Adds a row for each text, in order. `ctx` is one of the same model. On failure (VOX_ERR_ARGUMENT, _MEMORY,
 * _PLUGIN, and _LIMIT above 2^31 - 1 rows or hits) the table is as it was before. */
VOX_API vox_status vox_table_score(vox_table *table, vox_ctx *ctx, const vox_texts *texts, vox_role role,
                                   vox_error *err);
/* Adds the rows of `from`, a table of the same model, behind those of `into`: the same rows as if one table
 * had been given all texts. On failure (VOX_ERR_ARGUMENT, _MEMORY, _LIMIT) `into` is as it was before. */
VOX_API vox_status vox_table_append(vox_table *into, const vox_table *from, vox_error *err);
/* Takes the rows away and keeps the room. */
VOX_API void vox_table_clear(vox_table *table);
/* 0: there is no such column, and `out` stays as it was. */
VOX_API int vox_table_column(const vox_table *table, vox_column_id column, vox_column_view *out);
/* What number `i` means in a column that is named; it belongs to the model. 0: the column is not named, or
 * has no such number. They are numbered without gaps (labels from 1, all others from 0). */
VOX_API int vox_table_name(const vox_table *table, vox_column_id column, size_t i, vox_str *out);
VOX_API void vox_table_free(vox_table *table);

#ifdef __cplusplus
}
#endif
#endif
