/* forms.h - words that the language makes out of others by rule: 看一看, 干干净净, 咬不动, 一件件.
 *
 * No list of words holds them all, so they are made when a dictionary is compiled, and cost nothing later. */
#ifndef SEGMENT_FORMS_H
#define SEGMENT_FORMS_H
#include "base/span.h"
#include "base/status.h"

/* `form` is valid during the call only. What is not VOX_OK ends the walk and is its result. */
typedef vox_status (*form_fn)(void *self, vox_str form, vox_error *err);
/* Hands over every form, always in the same order; some come twice. */
vox_status forms_each(form_fn take, void *self, vox_error *err);
/* The form that is made of an adjective: 干净 gives 干干净净. */
vox_status forms_of_adjective(vox_str adjective, form_fn take, void *self, vox_error *err);
#endif
