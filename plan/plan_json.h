/* The plan as JSON, exactly as docs/contract.md has it, and back.
 *
 * plan/ does not know the judge: the caller copies its verdict into PlanVerdict.
 * Writing is stable: the same plan gives the same bytes. Money is a decimal
 * string, an absent figure is null.
 *
 * Reading is strict: a missing key, a wrong type, an unknown name and money that
 * does not parse are VMATRIX_ERROR_BAD_DATA and name the key. Keys that the
 * contract does not know are passed over. The placement and the hosts in service
 * are not in the JSON: they are what the actions make of the model's own.
 * Whether a plan is right is the judge's business, not the reader's.
 */
#ifndef VMATRIX_PLAN_PLAN_JSON_H
#define VMATRIX_PLAN_PLAN_JSON_H

#include <jansson.h>

#include "plan/plan.h"

/* How the plan was found; the arrays are borrowed from the Solution and may be NULL. */
typedef struct {
    double cpu_s, wall_s;
    uint64_t seed;            /* at most INT64_MAX, as JSON numbers are */
    const GArray *bounds;     /* BoundEvent, in time */
    const GArray *incumbents; /* IncumbentEvent, in time */
} PlanSearch;

typedef struct {
    char *name;
    bool passed;
    char *detail;
} PlanCheck;

typedef struct {
    bool valid;
    PlanCheck *checks;
    uint32_t n_checks;
    char *bound_method;
} PlanVerdict;

/* A plan as read back, with all that stood beside it. */
typedef struct {
    Plan *plan;
    bool has_search;
    PlanSearch search; /* owns its arrays here */
    bool has_verdict;
    PlanVerdict verdict;
} PlanDocument;

void plan_document_free(PlanDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PlanDocument, plan_document_free)

/* search and verdict may be NULL (null in the JSON). Ends with a line feed. Caller frees; NULL
 * with BAD_DATA where a figure leaves the range of amounts. */
char *plan_to_json(const Model *model, const Plan *plan, const PlanSearch *search,
                   const PlanVerdict *verdict, GError **error);

/* source: how messages name the text ("demo/plan.json"). */
PlanDocument *plan_from_json(const Model *model, const char *text, const char *source,
                             GError **error);
/* The same of a text that is parsed already. */
PlanDocument *plan_from_json_value(const Model *model, const json_t *object, const char *source,
                                   GError **error);

/* Whether every figure in the text is the one that follows from the plan as read: says in
 * *ret_difference (NULL where there is none; caller frees) which key was altered and how. */
bool plan_json_compare(const Model *model, const PlanDocument *document, const char *text,
                       char **ret_difference, GError **error);

#endif
