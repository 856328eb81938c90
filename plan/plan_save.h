/* A plan as a folder: what `plan --save DIR` writes and `verify DIR` reads.
 *
 * plan.json, placement.csv (`domain,host`), actions.csv, certificate.json,
 * reverse.json (the plan that leads back, where there is one) and snapshot/ (the scenario in
 * canonical form). Written beside and renamed: the folder is there whole or not at all. A plan
 * without a placement has no placement.csv, one without a proof no certificate.json.
 */
#ifndef VMATRIX_PLAN_PLAN_SAVE_H
#define VMATRIX_PLAN_PLAN_SAVE_H

#include "plan/plan_json.h"

/* The texts of a plan, borrowed. */
typedef struct {
    const char *plan_json;        /* as plan_to_json gave it */
    const char *certificate_json; /* NULL where there is no proof */
    const char *reverse_json;     /* the plan that leads back; NULL where there is none */
} PlanTexts;

/* The folder must not exist or be empty. */
bool plan_save(const Model *model, const Plan *plan, const PlanTexts *texts, const char *directory,
               GError **error);

/* The CSV files, also for `--output csv`. Caller frees. */
char *plan_placement_csv(const Model *model, const Plan *plan);
char *plan_actions_csv(const Model *model, const Plan *plan);

#endif
