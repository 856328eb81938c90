/* The parts of reading a plan back that stand in files of their own; nobody else includes this. */
#ifndef VMATRIX_PLAN_PLAN_JSON_READ_H
#define VMATRIX_PLAN_PLAN_JSON_READ_H

#include "plan/json_cursor.h"
#include "plan/plan_json.h"

/* Caller decrefs. */
json_t *plan_json_parse(const char *text, const char *source, GError **error);

/* The objects "search" and "certificate" under the cursor. On failure what was read so far stays
 * in the result for plan_document_free. */
bool plan_search_read(const JsonCursor *cursor, PlanSearch *search, GError **error);
bool plan_verdict_read(const JsonCursor *cursor, PlanVerdict *verdict, GError **error);

#endif
