/* number.h - exp, log and square root by + - * / of IEEE doubles alone: every machine learns the same
 * weights, and the engine needs no mathematical library. Errors stay under 1e-14, relatively. */
#ifndef LEARN_NUMBER_H
#define LEARN_NUMBER_H

double exp_of(double x);    /* clamped to +-700 */
double log_of(double x);    /* x > 0 */
double root_of(double x);   /* x >= 0 */
double sigma_of(double x);  /* 1 / (1 + e^-x) */
double log1p_exp(double x); /* log(1 + e^x) without overflow */
#endif
