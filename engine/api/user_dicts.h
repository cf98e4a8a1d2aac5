/* user_dicts.h - user dictionaries laid beside an opened dictionary. */
#ifndef API_USER_DICTS_H
#define API_USER_DICTS_H
#include "api/handles.h"

/* Reads all dictionaries that the options name and gives their words to the model's dictionary. Changes the
 * model's digest where there are words. */
vox_status user_dicts_open(vox_model *m, const vox_overlay *dicts, size_t count, vox_error *err);
#endif
