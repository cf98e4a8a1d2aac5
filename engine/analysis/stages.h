/* stages.h - the stages of analysis in their order; each reads what those before it wrote. VOX_ERR_MEMORY or
 * VOX_OK. */
#ifndef ANALYSIS_STAGES_H
#define ANALYSIS_STAGES_H
#include "analysis/comment.h"

/* match.c: entries over tokens into c->hits. */
vox_status match_entries(comment *c);
/* clause.c: clause and sentence of each token; flags contrast, question, suggestion; wish clauses. */
vox_status divide_clauses(comment *c);
/* pair.c: pairs become sentiment hits and replace those of their sides. */
vox_status join_pairs(comment *c);
/* scope.c: what negators, degrees and wishes make of each sentiment and emotion hit. */
vox_status apply_scope(comment *c);
/* compare.c: praise in a comparison that the own side loses becomes blame. */
void turn_compared(comment *c);
/* learned.c: learned weights join the sentiment hits, each with a sum of its own. */
vox_status add_learned(comment *c);
/* scope.c: what repetition makes of all sentiment hits. */
vox_status damp_repeats(comment *c);
/* learned.c: brings hits that were added behind the first `own` into the order of the text. */
vox_status merge_hits(comment *c, hit_list *l, uint32_t own);
/* inquiry.c: a comment that is one plain question has no sentiment. */
vox_status silence_inquiry(comment *c);
/* language.c */
void tell_language(comment *c);
/* sentiment.c .. intent.c: the answers. */
void answer_sentiment(const comment *c, vox_result *r);
vox_status answer_emotions(comment *c, vox_result *r);
vox_status answer_themes(comment *c, vox_result *r);
/* rule_marks.c: keeps a term that rules or weighted themes ask for. */
void mark_add(comment *c, marked m);
/* rule_themes.c: are there rules or weighted terms to look at? Themes that they find join the theme hits;
 * alerts. */
bool has_rules(const comment *c);
vox_status find_ruled(comment *c, vox_result *r);
/* rule_why.c: after the answers. VOX_ERR_NOT_FOUND: neither a theme nor an alert. */
vox_status tell_why(comment *c, const vox_result *r, vox_str id, const vox_why_node **list, size_t *count);
vox_status answer_intents(comment *c, vox_result *r);
/* effort.c: how hard it was made for the customer; after the quantities. */
void answer_effort(comment *c, vox_result *r);
/* rival.c: expectations and rivals, as flags. */
void tell_measured(comment *c);
/* quantity.c: amounts that were said, in order of the text. */
vox_status answer_quantities(const comment *c, vox_result *r);
/* evidence.c: every counted hit as vox_evidence, in order of span. */
vox_status list_evidence(const comment *c, vox_result *r);
#endif
