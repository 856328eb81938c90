/* The files of a saved plan against the plan that was read from them; for saved.c. */
#ifndef VMATRIX_CERTIFICATE_SAVED_FILES_H
#define VMATRIX_CERTIFICATE_SAVED_FILES_H

#include <jansson.h>

#include "certificate/checks.h"

/* placement.csv names for every domain the host that the actions lead to. text: its content, NULL
 * where the folder has none. False with BAD_DATA where it is no CSV. */
bool judge_check_placement_file(Checks *checks, const Model *model, const Plan *plan,
                                const char *text, const char *source, GError **error);
/* actions.csv holds the same actions as plan.json. */
bool judge_check_actions_file(Checks *checks, const Model *model, const Plan *plan,
                              const char *text, const char *source, GError **error);
/* Every figure of plan.json that follows from the plan's costs, recomputed. */
void judge_check_figures(Checks *checks, const Model *model, const Plan *plan,
                         const json_t *plan_json);

#endif
