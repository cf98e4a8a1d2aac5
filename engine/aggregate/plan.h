/* plan.h - what a report was asked to count beside the whole: columns to group by, periods, comparisons.
 *
 * The options come as texts "name=value", kept as they are given (partial reports carry them and must agree):
 *
 *   segment=COLUMN            a column to group by; may be repeated
 *   rollup=REGION/BRANCH      columns of a hierarchy, the top first
 *   by=day|week|month|quarter periods of the row's date
 *   weight=COLUMN             what a row is worth
 *   measure=NAME:COLUMN:SCALE another answer: csat5, ces5, ces7, stars5, nps or MIN..MAX
 *   stage=COLUMN touchpoint=COLUMN   of the matrix; without them the facets of the themes
 *   choice=COLUMN             drivers that were ticked, parted by ; | or line ends
 *   per=COLUMN                the customer
 *   compare=group:A,B         promoter, passive, detractor
 *   compare=date:D..D,D..D    two spans of days
 *   compare=COLUMN:A,B        two values of a column
 *   baseline=D..D             what is new since: the days after it against it
 *
 * Columns are those of vox_row.segments. */
#ifndef AGGREGATE_PLAN_H
#define AGGREGATE_PLAN_H
#include "aggregate/period.h"
#include "aggregate/slice.h"
#include "base/arena.h"

enum { PLAN_SEGMENTS = 64, PLAN_LEVELS = 8, PLAN_ARMS = 32, PLAN_ASKS = 256 };

typedef enum arm_kind { ARM_GROUP, ARM_DATES, ARM_VALUE } arm_kind;

/* One side of a comparison. */
typedef struct plan_arm {
  arm_kind kind;
  vox_str name; /* as it was written */
  vox_group group;
  vox_str column, value;
  vox_str from, to; /* days; empty: open */
  bool after;       /* `from` itself is left out */
} plan_arm;

typedef struct plan_compare {
  uint32_t a, b; /* arms */
  bool baseline; /* b is what is new against a */
} plan_compare;

typedef struct plan_measure {
  vox_str name, column;
  int32_t low, high;
} plan_measure;

typedef struct plan {
  arena text;
  vox_str *asks;
  size_t ask_count;
  vox_str segments[PLAN_SEGMENTS], levels[PLAN_LEVELS];
  uint32_t segment_count, level_count;
  period_kind by;
  vox_str weight, stage, touchpoint, choice, per;
  plan_measure measures[MEASURES_MAX];
  uint32_t measure_count;
  plan_arm arms[PLAN_ARMS];
  plan_compare compares[PLAN_ARMS / 2];
  uint32_t arm_count, compare_count;
  bool has_groups; /* the scale is nps */
} plan;

/* VOX_ERR_ARGUMENT names the option that cannot be read. With `is_nps` and no compare=group: promoters and
 * detractors are compared. */
vox_status plan_make(plan *p, mem *m, const vox_str *asks, size_t count, bool is_nps, vox_error *err);
void plan_free(plan *p, mem *m);
bool plan_same(const plan *a, const plan *b);

/* The row's value in a column, without white space around it; empty: none. */
vox_str plan_value(const vox_row *row, vox_str column);
bool plan_in_arm(const plan_arm *arm, const vox_row *row);
/* Weight and measures of a row. */
void plan_extras(const plan *p, const vox_row *row, row_extras *out);
#endif
