/* nps.c - see nps.h. */
#include "aggregate/nps.h"
#include "aggregate/ratio.h"

void nps_count(nps_counts *c, vox_group group, int64_t times) {
  if (group == VOX_GROUP_PROMOTER) c->promoters += times;
  if (group == VOX_GROUP_PASSIVE) c->passives += times;
  if (group == VOX_GROUP_DETRACTOR) c->detractors += times;
}

void nps_merge(nps_counts *into, const nps_counts *from) {
  into->promoters += from->promoters;
  into->passives += from->passives;
  into->detractors += from->detractors;
}

nps_counts nps_of_groups(const int64_t by_group[4]) {
  return (nps_counts){by_group[VOX_GROUP_PROMOTER], by_group[VOX_GROUP_PASSIVE],
                      by_group[VOX_GROUP_DETRACTOR]};
}

int64_t nps_centi(const nps_counts *c) {
  return ratio_round(10000 * (c->promoters - c->detractors), nps_n(c));
}
