#include "cli/plan_output.h"

#include <stdio.h>

#include "cli/plan_table.h"
#include "plan/plan_json.h"
#include "plan/plan_save.h"

char *plan_output_json(const Model *model, const Plan *plan, const Solution *solution,
                       const Verdict *verdict, uint64_t seed, GError **error)
{
    PlanSearch search = {.seed = seed};
    if (solution != NULL) {
        search.cpu_s = solution->cpu_s;
        search.wall_s = solution->wall_s;
        search.bounds = solution->bounds;
        search.incumbents = solution->incumbents;
    }
    const PlanSearch *shown_search = solution == NULL ? NULL : &search;
    if (verdict == NULL)
        return plan_to_json(model, plan, shown_search, NULL, error);
    g_autofree PlanCheck *checks = g_new0(PlanCheck, verdict->n_checks + 1);
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        checks[i] = (PlanCheck){verdict->checks[i].name, verdict->checks[i].passed,
                                verdict->checks[i].detail};
    PlanVerdict shown = {verdict->valid, checks, verdict->n_checks, verdict->bound_method};
    return plan_to_json(model, plan, shown_search, &shown, error);
}

/* What stands beside the plan in its JSON, the judge's verdict, is shown as well. */
static bool print_table(const Model *model, const Plan *plan, const char *plan_json, GError **error)
{
    g_autoptr(PlanDocument) document = plan_from_json(model, plan_json, "plan", error);
    return document != NULL &&
           plan_table_print(model, plan, document->has_verdict ? &document->verdict : NULL, error);
}

bool plan_output_print(const Model *model, const Plan *plan, const char *plan_json,
                       OutputFormat format, GError **error)
{
    if (format == OUTPUT_TABLE)
        return print_table(model, plan, plan_json, error);
    g_autofree char *csv = format == OUTPUT_CSV ? plan_actions_csv(model, plan) : NULL;
    fputs(csv != NULL ? csv : plan_json, stdout);
    return true;
}
