/* exact.h - logarithm, exponential and the tail of the normal distribution out of + - * / alone, so that
 * every machine gives the same bytes. Right to about 1e-14, relatively. */
#ifndef AGGREGATE_EXACT_H
#define AGGREGATE_EXACT_H

double exact_log(double x); /* x > 0, finite; 0 for anything else */
double exact_exp(double x); /* 0 below -700, and no more than exp(700) */
/* Two-sided probability of |Z| >= |z|; 0 beyond 37. */
double exact_normal_p(double z);
#endif
