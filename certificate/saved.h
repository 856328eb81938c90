/* Judges a saved plan from the files of its folder alone (`verify DIR`).
 *
 * Reads snapshot/, plan.json, placement.csv, actions.csv, certificate.json and reverse.json,
 * holds each against the others and hands the plan to certificate_judge. A file
 * that is not there is VMATRIX_ERROR_NO_INPUT, one that is not JSON, CSV or a
 * scenario VMATRIX_ERROR_BAD_DATA; files that contradict each other are a
 * verdict that is not valid.
 */
#ifndef VMATRIX_CERTIFICATE_SAVED_H
#define VMATRIX_CERTIFICATE_SAVED_H

#include "certificate/certificate.h"

Verdict *certificate_judge_folder(const char *directory, GError **error);

/* The texts of a saved plan, borrowed. A plan of the database has no tables: actions_csv NULL. */
typedef struct {
    const char *plan_json;
    const char *placement_csv;    /* NULL where there is none */
    const char *actions_csv;      /* NULL where the plan was not saved as files */
    const char *certificate_json; /* NULL where there is none */
    const char *reverse_json;     /* the plan that leads back; NULL where there is none */
} SavedPlan;

/* The same from memory. BAD_DATA where a text is not JSON or CSV. */
Verdict *certificate_judge_saved(const Model *model, const SavedPlan *saved, GError **error);

#endif
