/* nps.h - promoters 9-10, passives 7-8, detractors 0-6; NPS = 100 * (promoters - detractors) / n. */
#ifndef AGGREGATE_NPS_H
#define AGGREGATE_NPS_H
#include "vox.h"

typedef struct nps_counts {
  int64_t promoters, passives, detractors;
} nps_counts;

static inline int64_t nps_n(const nps_counts *c) { return c->promoters + c->passives + c->detractors; }
void nps_count(nps_counts *c, vox_group group, int64_t times); /* VOX_GROUP_NONE counts nothing */
void nps_merge(nps_counts *into, const nps_counts *from);
/* Counts that are kept by group: by_group[VOX_GROUP_PROMOTER] and so on. */
nps_counts nps_of_groups(const int64_t by_group[4]);
/* The point in 1/100 (10.17 -> 1017), rounded half away from zero by integers. n > 0. */
int64_t nps_centi(const nps_counts *c);
#endif
