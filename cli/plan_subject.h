/* A plan that a reading command is about, with the snapshot that it was made from: of the database
 * by id or digest, or of a folder that `plan --save` wrote (its name has a slash, or it is there).
 */
#ifndef VMATRIX_CLI_PLAN_SUBJECT_H
#define VMATRIX_CLI_PLAN_SUBJECT_H

#include "plan/plan_json.h"

typedef struct {
    Model *model;
    PlanDocument *document;
    char *plan_json;
    char *reverse_json;    /* the plan that leads back; NULL where there is none */
    char *reverse_refused; /* why there is none, where that is known; else NULL */
} PlanSubject;

void plan_subject_clear(PlanSubject *subject);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PlanSubject, plan_subject_clear)

/* conninfo as database_open; opened only where `name` is no folder. Errors: no input, bad data,
 * the database's. */
bool plan_subject_load(const char *conninfo, const char *name, PlanSubject *ret_subject,
                       GError **error);

#endif
