/* vox.h - read what people wrote in a survey.
 *
 * THE SHAPE OF THE LIBRARY
 *
 *   vox_model    a compiled lexicon, opened once. Never changes after it is
 *                opened, so any number of threads may share one.
 *   vox_ctx      the workspace of one thread, made from a model. Cheap to
 *                reuse, used by one thread at a time.
 *   vox_result   what one comment said. Lives in its ctx; the next call on the
 *                same ctx replaces it.
 *   vox_reader   bytes of an export -> rows. Used by one thread at a time.
 *   vox_report   running totals over many rows. Reports made by different
 *                threads merge, and the total does not depend on the order.
 *
 * RULES THAT HOLD FOR EVERY FUNCTION HERE
 *
 *   - Whatever can fail returns vox_status; results go to the first parameter.
 *   - A pointer given through `out` belongs to the caller until the matching
 *     *_free. A pointer returned by a getter belongs to its object.
 *   - *_free accepts NULL.
 *   - `err` may be NULL. It is filled on failure and left alone on success.
 *   - Text is bytes and a length, never NUL-terminated, and may hold any bytes.
 *     Offsets always count bytes in the text the caller passed.
 *   - The library keeps no state outside these objects, prints nothing, never
 *     exits, and never changes the locale, signal handlers or the environment.
 *   - Scores are whole numbers in 1/10000, so that sums do not depend on order.
 *   - Any number of threads may use a model at a time. Every other object belongs
 *     to one thread at a time, and two never share what changes. A getter changes
 *     nothing.
 *   - Option structs begin with their size and are set up by their *_INIT; NULL stands for it. A caller built
 *     with an earlier header gives a shorter struct; what it does not know keeps its default.
 *   - `allocator` NULL means malloc. What is made from a model uses the model's allocator.
 */
#ifndef VOX_H
#define VOX_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define VOX_API __attribute__((visibility("default")))
#else
#define VOX_API
#endif

#define VOX_VERSION_MAJOR 0
#define VOX_VERSION_MINOR 1
#define VOX_VERSION_PATCH 0

typedef struct vox_model vox_model;
typedef struct vox_ctx vox_ctx;
typedef struct vox_result vox_result;
typedef struct vox_report vox_report;
typedef struct vox_reader vox_reader;

/* Values are part of the ABI: append only. */
typedef enum vox_status {
  VOX_OK = 0,
  VOX_DONE = 1,           /* no more rows; not an error */
  VOX_ERR_ARGUMENT = -1,  /* the caller broke a rule stated here */
  VOX_ERR_MEMORY = -2,    /* allocation failed or the allowed total was reached */
  VOX_ERR_IO = -3,        /* reading or writing failed; see os_errno */
  VOX_ERR_CORRUPT = -4,   /* a compiled lexicon is damaged */
  VOX_ERR_VERSION = -5,   /* a compiled lexicon is sound but not ours to read */
  VOX_ERR_SYNTAX = -6,    /* malformed CSV, JSON or lexicon source */
  VOX_ERR_ENCODING = -7,  /* bytes that are not text in the declared encoding */
  VOX_ERR_LIMIT = -8,     /* larger than a limit in the options */
  VOX_ERR_NOT_FOUND = -9, /* no such column, section or plug-in */
  VOX_ERR_STOPPED = -10,  /* a callback asked to stop */
  VOX_ERR_PLUGIN = -11    /* a plug-in failed */
} vox_status;

/* Where and why. `message` never quotes the text under analysis: comments are
 * private, and error messages end up in logs. */
typedef struct vox_error {
  vox_status status;
  int os_errno;
  uint64_t offset;  /* byte in the input, or 0 */
  uint64_t line;    /* 1-based, or 0 */
  const char *code; /* "bad_utf8", "bad_row", "bad_json", "too_long", "bad_field"; of a request also "bad_op";
                     * NULL: none. Static. "bad_where": `offset` counts in the filter that was given */
  char column[64];  /* name of the column concerned, cut to fit; "" where none is */
  char message[192];
} vox_error;

typedef struct vox_str {
  const char *ptr;
  size_t len;
} vox_str;

typedef struct vox_allocator {
  void *payload;
  void *(*allocate)(void *payload, size_t size);
  void *(*resize)(void *payload, void *block, size_t old_size, size_t size);
  void (*release)(void *payload, void *block, size_t size);
} vox_allocator;

/* Reads up to `cap` bytes; *got 0 means the end. Writes all of `len` or fails. */
typedef vox_status (*vox_read_fn)(void *payload, void *buf, size_t cap, size_t *got);
typedef vox_status (*vox_write_fn)(void *payload, const void *buf, size_t len);

typedef int32_t vox_score; /* 1/10000 */

typedef struct vox_span {
  uint32_t begin; /* first byte */
  uint32_t end;   /* one past the last byte */
} vox_span;

/* ---- What a comment says --------------------------------------------------- */

typedef enum vox_token_kind {
  VOX_TOKEN_WORD,        /* letters: a Latin or other spaced word */
  VOX_TOKEN_HAN,         /* a Chinese word */
  VOX_TOKEN_NUMBER,      /* digits, with a unit where one follows */
  VOX_TOKEN_EMOJI,       /* one emoji sequence */
  VOX_TOKEN_EMOTICON,    /* :-), T_T, [微笑] */
  VOX_TOKEN_LINK,        /* URL, e-mail address, @name */
  VOX_TOKEN_PUNCTUATION, /* a run of the same mark */
  VOX_TOKEN_OTHER
} vox_token_kind;

typedef struct vox_token {
  vox_span span;
  vox_token_kind kind;
  uint32_t unit; /* where the unit of a number begins (30|分钟), a byte of the text; else span.end */
} vox_token;

typedef enum vox_label {
  VOX_LABEL_NONE, /* nothing evaluative was said: the score is null */
  VOX_LABEL_POSITIVE,
  VOX_LABEL_NEGATIVE,
  VOX_LABEL_NEUTRAL,
  VOX_LABEL_MIXED
} vox_label;

typedef struct vox_sentiment {
  vox_label label;      /* VOX_LABEL_NONE: the other members are 0 */
  vox_score score;      /* -10000..10000 */
  vox_score confidence; /* 5000..10000 */
  int32_t raw;          /* the sum S in 1/100 that the evidence adds up to */
} vox_sentiment;

typedef struct vox_theme_hit {
  vox_str id; /* "service.attitude"; owned by the model */
  vox_sentiment sentiment;
} vox_theme_hit;

typedef struct vox_named_score {
  vox_str id; /* "anger"; owned by the model */
  vox_score score;
} vox_named_score;

/* Why a label was given: which bytes, which lexicon entry, which rule. */
typedef struct vox_evidence {
  vox_span span;
  vox_span scope; /* the words that changed it (a negator, a degree); empty: none */
  vox_str kind;   /* "sentiment", "emotion", "theme", "intent", ... */
  vox_str id;     /* theme or label id, or empty */
  vox_str entry;  /* "zh-service:120" */
  vox_str term;   /* the entry's term */
  vox_str rule;   /* "negated", "degree", "wish", ... or empty */
  int32_t weight; /* the entry's own weight, 1/100 */
  int32_t sum;    /* what it adds to the sum of its label, 1/100 */
} vox_evidence;

/* An alert rule that holds (lexicons/README.md). */
typedef struct vox_alert {
  vox_str id;       /* "safety.injury"; owned by the model */
  vox_str severity; /* "low", "medium", "high", "critical" */
  vox_str owner;    /* empty: none */
  vox_str key;      /* stable: stays when the id changes */
  vox_str name_zh, name_en;
  const vox_span *spans; /* what it speaks of, in order of the text; none where it only asks for conditions */
  size_t span_count;
} vox_alert;

/* ---- Rows ------------------------------------------------------------------ */

typedef enum vox_group {
  VOX_GROUP_NONE,
  VOX_GROUP_PROMOTER,
  VOX_GROUP_PASSIVE,
  VOX_GROUP_DETRACTOR
} vox_group;

/* What an open question asked for; it decides what a bare answer means. */
typedef enum vox_role {
  VOX_ROLE_OTHER,
  VOX_ROLE_REASON_NEG, /* "why would you not recommend us?" */
  VOX_ROLE_REASON_POS, /* "why would you?" */
  VOX_ROLE_SUGGESTION, /* "what could we improve?" */
  VOX_ROLE_EXPECTATION /* "what do you wish for?" */
} vox_role;

typedef struct vox_cell {
  vox_str question; /* name of the column; empty where there is one text column */
  vox_role role;
  vox_str text; /* UTF-8, unescaped, never empty */
} vox_cell;

typedef struct vox_field {
  vox_str name;
  vox_str value;
  int is_json; /* 1: `value` is a JSON token to be printed as it is; 0: a string to be quoted */
} vox_field;

#define VOX_ROW_GROUP_CONFLICT 1u /* the group name contradicts the score; the score decided */
#define VOX_ROW_TEST           2u /* reserved */
#define VOX_ROW_DUPLICATE      4u /* the text of an earlier row; set by vox_repeats_see */
#define VOX_ROW_NEAR_DUPLICATE 8u /* nearly the text of an earlier row */

/* One survey response. Every pointer belongs to the reader until its next call. */
typedef struct vox_row {
  uint64_t number; /* 1-based, header not counted */
  uint64_t line;   /* line of the input on which the row begins; 0: unknown (printed as null) */
  uint64_t offset; /* byte of the input at which the row begins */
  vox_field id;    /* name unused; an empty value: the row's number stands in */
  const vox_cell *cells;
  size_t cell_count;   /* non-empty text cells */
  int has_score;       /* 0: empty or unreadable */
  int32_t score_centi; /* the score in 1/100 */
  vox_group group;
  vox_str date; /* "2026-03-01" or empty */
  const vox_field *segments;
  size_t segment_count; /* all declared segment columns, empty values included */
  const vox_field *keep;
  size_t keep_count;
  uint32_t flags; /* VOX_ROW_* */
} vox_row;

/* ---- About ------------------------------------------------------------------ */
VOX_API const char *vox_version(void);
VOX_API const char *vox_status_name(vox_status status);
/* Columns that `text` (UTF-8) takes on a terminal: East Asian wide and emoji count two, marks none. */
VOX_API size_t vox_text_width(vox_str text);

/* ---- Model: open once, share --------------------------------------------------
 * Every byte that a later look-up will follow is checked here. After VOX_OK no
 * look-up can leave the artefact, whatever its bytes. Thread-safe. */
typedef enum vox_severity { VOX_NOTE, VOX_WARNING, VOX_ERROR } vox_severity;
typedef struct vox_diagnostic {
  vox_severity severity;
  const char *path;
  uint64_t line;    /* 1-based, or 0 */
  const char *code; /* "duplicate-entry"; stable, for scripts and for the manual */
  const char *message;
  const char *mend; /* what to do about it; NULL: the message says it */
  uint64_t column;  /* of the line, 1-based, in characters; 0: not known */
  const char *text; /* the line, where `column` is known; else NULL */
} vox_diagnostic;
typedef void (*vox_diagnose_fn)(void *payload, const vox_diagnostic *diagnostic);

/* A lexicon source (lexicons/README.md) that is laid over an artefact, or a user dictionary. */
typedef struct vox_overlay {
  const char *path;
  vox_str bytes; /* borrowed while the model is opened; ptr NULL: the file at `path` (a source
                  * with what it includes) */
} vox_overlay;

/* With overlays the model is what `voxpop lexicon build --overlay` would have compiled, and takes about as
 * long to open. Later overlays win; VOX_NOTE "overrides" says where. VOX_ERR_SYNTAX after error diagnostics.
 */
typedef struct vox_model_options {
  size_t struct_size;
  const vox_allocator *allocator; /* NULL: malloc; must outlive the model */
  const vox_overlay *overlays;
  size_t overlay_count;
  vox_diagnose_fn diagnose; /* of overlays; NULL: diagnostics are only counted */
  void *payload;
  /* User dictionaries: words that the segmenter keeps whole, a line each, in jieba's format (`word freq tag`)
   * or as `word` lines of a lexicon source. Nothing is compiled anew, 50,000 words take some hundredths of a
   * second, and a model without them pays nothing. A frequency (100 where less or none is
   * given) makes a word likelier where words overlap; it never splits one. They change the model's digest
   * (vox_model_info), whatever their order. A bad line: VOX_ERR_SYNTAX, vox_error.line, and the message
   * begins with "path:line:column: ". */
  const vox_overlay *dicts;
  size_t dict_count;
  /* vox_plugin.h: at most one for each stage; they outlive the model. */
  const struct vox_plugin *const *plugins;
  size_t plugin_count;
} vox_model_options;
#define VOX_MODEL_OPTIONS_INIT                                                                               \
  { sizeof(vox_model_options), NULL, NULL, 0, NULL, NULL, NULL, 0, NULL, 0 }

typedef struct vox_model_info {
  vox_str id, version; /* of the lexicon */
  char sha256[65];     /* canonical digest of all entries: independent of order and white space */
  uint32_t format_major, format_minor;
  uint32_t words, terms, themes, entries;
  vox_str unicode; /* Unicode version the entries were folded with */
} vox_model_info;

VOX_API vox_status vox_model_open(vox_model **out, const char *path, const vox_model_options *opts,
                                  vox_error *err);
/* `data` is borrowed, 8-byte aligned, and must outlive the model. */
VOX_API vox_status vox_model_open_bytes(vox_model **out, const void *data, size_t len,
                                        const vox_model_options *opts, vox_error *err);
VOX_API void vox_model_info_get(const vox_model *model, vox_model_info *info);
typedef struct vox_theme_info {
  vox_str id, name_zh, name_en; /* owned by the model */
} vox_theme_info;
/* The i-th theme by id, counted from 0, into `out`; 0: there are not so many. */
VOX_API int vox_model_theme(const vox_model *model, size_t i, vox_theme_info *out);
VOX_API void vox_model_free(vox_model *model); /* after every ctx and report made from it */

/* ---- Context: one for each thread ----------------------------------------------- */
typedef struct vox_ctx_options {
  size_t struct_size;
  size_t max_text;   /* bytes; a longer comment gives VOX_ERR_LIMIT */
  size_t max_memory; /* bytes held by the ctx; 0: no limit */
  uint32_t want;     /* VOX_WANT_* */
  int32_t abstain;   /* 1/10000 of confidence: below it a positive or negative label is left out; 0: never */
} vox_ctx_options;
#define VOX_WANT_EVIDENCE 1u
#define VOX_CTX_OPTIONS_INIT                                                                                 \
  { sizeof(vox_ctx_options), (size_t)1 << 20, (size_t)256 << 20, 0, 0 }

/* Yours until vox_ctx_free, which comes before the model's. About 1 MiB, and as much as the longest comment
 * asked for. */
VOX_API vox_status vox_ctx_new(vox_ctx **out, const vox_model *model, const vox_ctx_options *opts,
                               vox_error *err);
/* What is wanted from the next comment on: VOX_WANT_*. */
VOX_API void vox_ctx_want(vox_ctx *ctx, uint32_t want);
VOX_API void vox_ctx_free(vox_ctx *ctx);

/* ---- One comment ------------------------------------------------------------------ */
/* Any bytes are accepted: ill-formed UTF-8 is read as U+FFFD, with offsets
 * still in the caller's bytes. `text` must stay until the result is no longer used. */
VOX_API vox_status vox_analyse(const vox_result **out, vox_ctx *ctx, vox_str text, vox_role role,
                               vox_error *err);
/* The same of a cell of a row: rules that ask for the group, the score, the question or a segment know them.
 */
VOX_API vox_status vox_analyse_cell(const vox_result **out, vox_ctx *ctx, const vox_row *row, size_t cell,
                                    vox_error *err);
/* Tokens of `text` in order; owned by the ctx until its next call. White space belongs to none. */
VOX_API vox_status vox_tokenise(const vox_token **out, size_t *count, vox_ctx *ctx, vox_str text,
                                vox_error *err);
/* Why a theme or an alert was found in a cell, or why not: a tree, its root first, parents before children.
 */
typedef struct vox_why_node {
  uint32_t depth;
  int holds;
  int first_failed; /* 1: the first node that would have had to hold */
  vox_str what;     /* "theme delivery", "NEAR/5", "慢", "{score<=6}" */
  vox_str entry;    /* "zh-themes:120", or empty */
  vox_span span;    /* where it stands first; empty: nowhere, or it has no place */
  size_t places;
} vox_why_node;
/* The nodes belong to the ctx until its next call. VOX_ERR_NOT_FOUND: there is no such theme and no such
 * alert. */
VOX_API vox_status vox_why(const vox_why_node **list, size_t *count, vox_ctx *ctx, vox_str id,
                           const vox_row *row, size_t cell, vox_error *err);
/* Label NONE: nothing evaluative was said; a record prints null. */
VOX_API vox_sentiment vox_result_sentiment(const vox_result *result);
/* How many there are; `*list` is owned by the ctx until its next comment. */
VOX_API size_t vox_result_emotions(const vox_result *result, const vox_named_score **list);
VOX_API size_t vox_result_themes(const vox_result *result, const vox_theme_hit **list);
VOX_API size_t vox_result_alerts(const vox_result *result, const vox_alert **list);
/* "zh-Hans", "zh-Hant", "yue", "en", "mixed" or "other"; static. */
VOX_API const char *vox_result_lang(const vox_result *result);
/* The i-th answer, counted from 0, into `out`; 0: there are not so many. */
typedef struct vox_intent_hit {
  vox_str id;    /* "complaint"; owned by the model */
  vox_str theme; /* empty: none */
} vox_intent_hit;
VOX_API int vox_result_intent(const vox_result *result, size_t i, vox_intent_hit *out);
typedef struct vox_quantity {
  const char *kind; /* "duration_s", "count", "money_cny": static, the unit is in the name */
  int64_t value;    /* in 1/100 */
} vox_quantity;
VOX_API int vox_result_quantity(const vox_result *result, size_t i, vox_quantity *out);
/* -2 (easy) .. 2 (hard) into `effort`; 0: nothing was said of it, and `effort` stays as it was. */
VOX_API int vox_result_effort(const vox_result *result, int *effort);
/* The i-th reason to set the comment apart ("non_answer", "spam"), the i-th flag ("mixed", "contrast");
 * static. NULL: there are not so many. */
VOX_API const char *vox_result_quality(const vox_result *result, size_t i);
VOX_API const char *vox_result_flag(const vox_result *result, size_t i);
/* Only with VOX_WANT_EVIDENCE; in order of span. */
VOX_API size_t vox_result_evidence(const vox_result *result, const vox_evidence **list);
/* Where `word` stands in the comment as whole words, whatever its script, width and case: at most `max` spans
 * into `out`. The result must be the latest of its ctx. */
VOX_API vox_status vox_result_find(const vox_result *result, vox_str word, vox_span *out, size_t max,
                                   size_t *count, vox_error *err);
/* The record of CONTRACT.md as one line, its LF included. `cell` counts in row->cells. */
VOX_API vox_status vox_result_write_json(const vox_result *result, const vox_row *row, size_t cell,
                                         vox_write_fn write, void *payload, vox_error *err);
/* The record of a bad row: {"error":{...}}, LF included. */
VOX_API vox_status vox_error_write_json(const vox_error *what, vox_write_fn write, void *payload,
                                        vox_error *err);

/* ---- A first look at a file ----------------------------------------------------------
 * Exports put text around comments: 「（该条评论已经被删除）」 before them, the reply of a merchant behind
 * them. A look finds such text by its repetition in the first comments (20 and one in a hundred hold it, with
 * different words beside it) and takes it off before scoring; spans keep counting in the caller's bytes. It
 * also knows what was asked: a comment that is the question again is no answer. Comments beyond the first
 * 10,000 change nothing. After vox_look_settle a look never changes, and contexts of many threads may share
 * it. */
typedef struct vox_look vox_look;
typedef struct vox_wrapper {
  vox_str text;
  int place;     /* 0: before comments, 1: behind them, 2: announces a reply behind them */
  uint32_t rows; /* of the first comments: how many hold it; 0: the caller gave it */
} vox_wrapper;
VOX_API vox_status vox_look_new(vox_look **out, vox_error *err);
/* The words of a question, or the name of a text column; at most 64. */
VOX_API vox_status vox_look_question(vox_look *look, vox_str text, vox_error *err);
/* Text to take off wherever a comment begins or ends with it. */
VOX_API vox_status vox_look_wrapper(vox_look *look, vox_str text, vox_error *err);
VOX_API vox_status vox_look_add(vox_look *look, vox_str comment, vox_error *err);
VOX_API vox_status vox_look_settle(vox_look *look, vox_error *err);
VOX_API size_t vox_look_wrappers(const vox_look *look, size_t index,
                                 vox_wrapper *out); /* returns the count */
VOX_API void vox_look_free(vox_look *look);
/* Comments of this ctx are of the file that was looked at; NULL: of none. The look must outlive its use. */
VOX_API void vox_ctx_look(vox_ctx *ctx, const vox_look *look);

/* ---- Personal data ---------------------------------------------------------------------
 * Writes the field's text with telephone numbers, addresses, identity papers, cards and accounts replaced by
 * [phone] and its like. A JSON string is unescaped first, another JSON token read as it stands. */
VOX_API vox_status vox_mask(const vox_field *field, vox_write_fn write, void *payload, vox_error *err);

/* ---- Texts that come again ---------------------------------------------------------------
 * Rows are shown in their order; `row->flags` is set where the texts of an earlier one come again, marks,
 * width, case and white space set aside: VOX_ROW_DUPLICATE; or nearly: VOX_ROW_NEAR_DUPLICATE (12 letters or
 * more; among the last 65,536 different texts). Remembers 4,194,304 texts, and is then done with new ones; at
 * most 90 MB. */
typedef struct vox_repeats vox_repeats;
VOX_API vox_status vox_repeats_new(vox_repeats **out, vox_error *err);
VOX_API vox_status vox_repeats_see(vox_repeats *repeats, vox_row *row, vox_error *err);
VOX_API void vox_repeats_free(vox_repeats *repeats);

/* ---- Many comments ------------------------------------------------------------------ */
typedef enum vox_format {
  VOX_FORMAT_AUTO,
  VOX_FORMAT_CSV,
  VOX_FORMAT_TSV,
  VOX_FORMAT_NDJSON,
  VOX_FORMAT_LINES
} vox_format;

typedef struct vox_question {
  const char *column;
  vox_role role;
} vox_question;

/* Column names are UTF-8; lists are counted; NULL names: not given. */
typedef struct vox_reader_options {
  size_t struct_size;
  const vox_allocator *allocator;
  vox_format format;
  const char *file_name; /* for guessing the format by its ending; may be NULL */
  const char *encoding;  /* NULL or "auto": guess */
  const char *id_column, *score_column, *score_scale, *group_name_column, *date_column;
  const vox_question *texts;
  size_t text_count;
  const char *const *segment_columns;
  size_t segment_count;
  const char *const *keep_columns;
  size_t keep_count;
  int tsv_quotes;    /* 1: TSV with quoting as in CSV */
  size_t max_record; /* bytes */
  /* How 03/01/2026 is read: "dmy" or "mdy"; NULL: told by the first rows. */
  const char *date_order;
  /* Rows to read; the others are dropped and counted. See "Row filters" below. NULL: all. */
  const char *where;
  const char *since, *until; /* first and last day */
  int inspect; /* 1: where the columns cannot be told, vox_input.problem says so and rows are read without */
  int shard;   /* 1: NDJSON that is part of a whole: a named column need not be met at its beginning */
} vox_reader_options;
#define VOX_READER_OPTIONS_INIT                                                                              \
  {                                                                                                          \
    sizeof(vox_reader_options), NULL, VOX_FORMAT_AUTO, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0,    \
        NULL, 0, NULL, 0, 0, (size_t)4 << 20, NULL, NULL, NULL, NULL, 0, 0                                   \
  }

/* ROW FILTERS
 *
 *   where  = term { "or" term }                    term = factor { "and" factor }
 *   factor = [ "not" ] ( "(" where ")" | test )    test = column operator value
 *
 *   response_type != "测试" and (score <= 6 or `评价 内容` contains "退款")
 *
 * A column is a bare name, or any name between backticks. Operators: == != < <= > >= contains. A value is a
 * "text" or 'text' (\" \' \\ inside stand for themselves) or a number. A text is compared with the cell
 * without the white space around it; < and its kin compare bytes, which puts ISO days in order. A number is
 * compared with the number in the cell ("9分" is 9); where there is none, only != holds. && || ! mean and,
 * or, not. */

/* What the reader has seen so far. */
typedef struct vox_reader_info {
  vox_format format;
  const char *encoding; /* "UTF-8"; static */
  uint64_t rows;        /* good rows given out */
  uint64_t bad;         /* rows given back as errors */
  uint64_t score_empty, score_out_of_range, score_not_whole, score_unreadable;
  uint64_t group_conflicts;
  uint64_t dropped_where, dropped_date; /* good rows that a filter kept back, once each */
  uint64_t date_unreadable;             /* cells of the date column that are neither empty nor a day */
  const char *encoding_reason;          /* static */
} vox_reader_info;

VOX_API vox_status vox_reader_new(vox_reader **out, vox_read_fn read, void *payload,
                                  const vox_reader_options *opts, vox_error *err);
/* Fills `row` with views that hold until the next call. VOX_DONE at the end. VOX_ERR_SYNTAX, _ENCODING
 * and _LIMIT are the error of one row: call again for the next one. Any other error is final. */
VOX_API vox_status vox_reader_next(vox_reader *reader, vox_row *row, vox_error *err);
VOX_API void vox_reader_info_get(const vox_reader *reader, vox_reader_info *info);

/* How the reader took its input, told by the first rows. Holds as long as the reader. */
typedef enum vox_use {
  VOX_USE_NONE,
  VOX_USE_ID,
  VOX_USE_TEXT,
  VOX_USE_SCORE,
  VOX_USE_GROUP_NAME,
  VOX_USE_DATE,
  VOX_USE_SEGMENT,
  VOX_USE_KEEP
} vox_use;

typedef struct vox_column {
  vox_str name;
  vox_use use; /* its first use, in the order of the options */
  vox_role role;
  int guessed;                        /* 0: the caller named it */
  int fits_segment;                   /* without a use, and few values come again and again */
  const char *reason;                 /* why, or why not; static */
  uint32_t sampled, filled, distinct; /* cells of the first rows */
} vox_column;

typedef struct vox_input {
  vox_format format;
  const char *packing;   /* "gzip", "zstd" or NULL */
  char delimiter, quote; /* of a table; 0: there is none */
  uint64_t header_line;  /* 0: there is no header */
  uint32_t header_rows;
  const char *date_order; /* "dmy", "mdy", or NULL: no cell needs it */
  const char *problem;    /* with options.inspect: why reading would be refused; NULL: it is not */
  const vox_column *columns;
  size_t column_count;
} vox_input;
VOX_API void vox_reader_input_get(const vox_reader *reader, vox_input *input);
VOX_API void vox_reader_free(vox_reader *reader);

/* ---- Reports -------------------------------------------------------------------------- */
typedef struct vox_report_options {
  size_t struct_size;
  uint32_t max_quotes;          /* for each theme and group */
  uint32_t max_duplicates;      /* distinct texts remembered for counting duplicates */
  int is_nps;                   /* 0: another scale; no groups, NPS or impact */
  int32_t scale_min, scale_max; /* of that scale */
  vox_str options_json;         /* the manifest's "options" object, or empty */
  /* What else is to be counted, "name=value" each: see "Questions to a report" below. */
  const vox_str *asks;
  size_t ask_count;
  uint32_t max_terms; /* distinct words kept for key terms; 0: none are counted */
} vox_report_options;
#define VOX_REPORT_OPTIONS_INIT                                                                              \
  { sizeof(vox_report_options), 5, 1u << 20, 1, 0, 10, {NULL, 0}, NULL, 0, 1u << 16 }

/* QUESTIONS TO A REPORT
 *
 *   segment=COLUMN              a column to group by; may be repeated
 *   rollup=REGION/BRANCH/STORE  columns of a hierarchy, the top first
 *   by=day|week|month|quarter   periods of the row's date
 *   weight=COLUMN               what a row is worth
 *   measure=NAME:COLUMN:SCALE   another answer: csat5, ces5, ces7, stars5, nps or MIN..MAX
 *   stage=COLUMN touchpoint=COLUMN  of the matrix; without them the facets of the themes
 *   choice=COLUMN               drivers that were ticked
 *   per=COLUMN                  the customer
 *   compare=group:A,B | date:D..D,D..D | COLUMN:A,B
 *   baseline=D..D               what is new since then
 *
 * Columns are those of vox_row.segments. Reports merge only when they were asked the same. */
VOX_API vox_status vox_report_new(vox_report **out, const vox_model *model, const vox_report_options *opts,
                                  vox_error *err);
/* One row: begin, add once for each analysed cell (any order), end. */
VOX_API vox_status vox_report_begin(vox_report *report, const vox_row *row, vox_error *err);
VOX_API vox_status vox_report_add(vox_report *report, size_t cell, const vox_result *result, vox_error *err);
VOX_API vox_status vox_report_end(vox_report *report, vox_error *err);
VOX_API void vox_report_bad_row(vox_report *report); /* counts one */
/* A file's encoding and why it was taken for that (vox_reader_info); both go to the manifest. */
VOX_API vox_status vox_report_input(vox_report *report, const char *encoding, const char *reason,
                                    vox_error *err);
VOX_API vox_status vox_report_merge(vox_report *into, const vox_report *from, vox_error *err);
/* Everything that was counted, as one JSON document (whole numbers, no comment but masked quotes). Read back
 * by a model of the same lexicon it is the report again, and merges with others of the same options.
 * Documents may come from anywhere: what is unsound is refused with VOX_ERR_SYNTAX, another lexicon with
 * VOX_ERR_ARGUMENT, a later version with VOX_ERR_VERSION. */
VOX_API vox_status vox_report_write_partial(vox_report *report, vox_write_fn write, void *payload,
                                            vox_error *err);
VOX_API vox_status vox_report_read_partial(vox_report **out, const vox_model *model, vox_str text,
                                           vox_error *err);
/* How it is to be told, "name=value" each; to be called before writing:
 *
 *   min_n=N        hide cells of fewer rows, and those that would give them away
 *   min_quotes=N   no quotes from fewer rows
 *   target=NAME=X  met, missed or undecided: nps, nss, sentiment, effort, a measure's name
 *   ridge=L        penalty of the regression in 1/1000 of the rows
 *
 * `baseline`: the JSON of an earlier report to tell what is new since, or empty. */
VOX_API vox_status vox_report_tell(vox_report *report, const vox_str *how, size_t count, vox_str baseline,
                                   vox_error *err);
/* Names of the tidy tables: "themes" for 0, 1 ...; NULL behind the last. */
VOX_API const char *vox_report_table(size_t i);
/* One of them as CSV (RFC 4180, LF); cells that a spreadsheet would take for a formula get a ' before them.
 */
VOX_API vox_status vox_report_write_csv(const vox_report *report, const char *table, int bom,
                                        vox_write_fn write, void *payload, vox_error *err);
VOX_API vox_status vox_report_write_json(const vox_report *report, vox_write_fn write, void *payload,
                                         vox_error *err);
/* A page to read, UTF-8: NPS with its interval, sentiment, the top themes by group as an aligned table. */
typedef enum vox_text_lang { VOX_TEXT_ZH, VOX_TEXT_EN } vox_text_lang;
VOX_API vox_status vox_report_write_text(const vox_report *report, vox_text_lang lang, vox_write_fn write,
                                         void *payload, vox_error *err);
VOX_API void vox_report_free(vox_report *report);

#ifdef __cplusplus
}
#endif
#endif
