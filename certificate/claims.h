/* What plan.json says beside the plan itself: the name, what is broken now, the verdict it got. */
#ifndef VMATRIX_CERTIFICATE_CLAIMS_H
#define VMATRIX_CERTIFICATE_CLAIMS_H

#include "certificate/checks.h"
#include "plan/plan_json.h"

void judge_check_claims(Checks *checks, const Model *model, const PlanDocument *document);

#endif
