/* contrast.h - two groups beside each other: differences with intervals and tests, words and themes that
 * tell one from the other.
 *
 * Probabilities and q are in 1/10^6, z and G^2 in 1/10^4. */
#ifndef AGGREGATE_CONTRAST_H
#define AGGREGATE_CONTRAST_H
#include "aggregate/stats.h"
#include <stddef.h>

typedef struct difference {
  bool known;
  int64_t value; /* b - a, in the unit of the figure */
  interval ci95;
  int64_t p; /* two-sided, 1/10^6 */
} difference;

/* NPS in 1/100 ("nps.difference-adjusted-wald/1"): each side n+3, promoters and detractors + 3/4 each; the
 * point is the difference of the printed points. Unknown where a side is empty. */
difference nps_difference(const nps_counts *a, const nps_counts *b);
/* Shares k/n in 1/10^4: interval of Newcombe 1998, method 10; p of the pooled z test
 * ("share.difference-newcombe/1"). */
difference share_difference(int64_t ka, int64_t na, int64_t kb, int64_t nb);
/* Means in 1/10^4, Welch with the normal distribution ("mean.difference-welch/1"). */
difference mean_difference(const score_tally *a, const score_tally *b);

/* Rows of a and of b that hold a word (or mention a theme). */
typedef struct contrast {
  uint32_t id;
  int64_t a, b;
  bool known;
  int64_t z;  /* log-odds ratio, informative Dirichlet prior (Monroe et al. 2008): > 0 belongs to b */
  int64_t g2; /* log-likelihood ratio of the table of two by two (Dunning 1993) */
  double p;   /* of G^2, one degree of freedom */
  int64_t q;  /* Benjamini and Hochberg 1995 over all that were compared */
} contrast;

/* Fills z, G^2, p and q of `n` contrasts out of `na` and `nb` rows. The prior is worth CONTRAST_PRIOR rows
 * that hold the word as often as both groups together. `order` has room for n. */
enum { CONTRAST_PRIOR = 50 };
void contrasts_fill(contrast *list, size_t n, int64_t na, int64_t nb, uint32_t *order);

/* How much oftener two things come together than by chance: n * both / (a * b), with the interval of its
 * logarithm ("lift.log-normal/1"); 1/10^4. Unknown without a row that has both. */
typedef struct lift {
  bool known;
  int64_t value;
  interval ci95;
} lift;
lift lift_of(int64_t both, int64_t a, int64_t b, int64_t n);
/* Cohen's kappa of two yes/no answers, in 1/10^4; known only where chance leaves room. */
bool kappa_of(int64_t both, int64_t a, int64_t b, int64_t n, int64_t *out);
#endif
