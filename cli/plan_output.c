#include "cli/plan_output.h"

#include <stdio.h>

#include "plan/plan_json.h"
#include "plan/plan_save.h"

char *plan_output_json(const Model *model, const Plan *plan, const Solution *solution,
                       const Verdict *verdict, uint64_t seed, GError **error)
{
    PlanSearch search = {
        .cpu_s = solution->cpu_s,
        .wall_s = solution->wall_s,
        .seed = seed,
        .bounds = solution->bounds,
        .incumbents = solution->incumbents,
    };
    if (verdict == NULL)
        return plan_to_json(model, plan, &search, NULL, error);
    g_autofree PlanCheck *checks = g_new0(PlanCheck, verdict->n_checks + 1);
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        checks[i] = (PlanCheck){verdict->checks[i].name, verdict->checks[i].passed,
                                verdict->checks[i].detail};
    PlanVerdict shown = {verdict->valid, checks, verdict->n_checks, verdict->bound_method};
    return plan_to_json(model, plan, &search, &shown, error);
}

bool plan_output_print(const Model *model, const Plan *plan, const char *plan_json,
                       OutputFormat format, GError **error)
{
    (void)error;
    g_autofree char *csv = format == OUTPUT_CSV ? plan_actions_csv(model, plan) : NULL;
    fputs(csv != NULL ? csv : plan_json, stdout);
    return true;
}
