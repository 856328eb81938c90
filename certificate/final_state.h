/* Checks of where a plan ends: every hard condition of docs/formulation.md. */
#ifndef VMATRIX_CERTIFICATE_FINAL_STATE_H
#define VMATRIX_CERTIFICATE_FINAL_STATE_H

#include "certificate/checks.h"

/* The plan's arrays must have been checked for shape. */
void judge_check_placement(Checks *checks, const Model *model, const Plan *plan);
/* It changes nothing because min_saving says so: what is now may not be what a plan would end with
 * (an empty host stays on), and cost less than any. */
bool judge_is_held_back(const Model *model, const Plan *plan);
void judge_check_in_service(Checks *checks, const Model *model, const Plan *plan);
void judge_check_capacity(Checks *checks, const Model *model, const Plan *plan);
void judge_check_rules(Checks *checks, const Model *model, const Plan *plan);
void judge_check_licences(Checks *checks, const Model *model, const Plan *plan);
void judge_check_budgets(Checks *checks, const Model *model, const Plan *plan);
/* min_zones, max_per_host, max_per_zone, near. */
void judge_check_services(Checks *checks, const Model *model, const Plan *plan);
/* host_failures, and where the domains of each single host would restart. */
void judge_check_reserve(Checks *checks, const Model *model, const Plan *plan);

#endif
