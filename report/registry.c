/* Every report there is. To add one: a row here, sections of its own (report/sections.h), and a
 * query in sql/queries for each section. */
#include <string.h>

#include "common/error.h"
#include "common/text.h"
#include "report/sections.h"

const Report report_registry[] = {
    {"cost", "Cost of a month",
     "What does a month of 730 h cost with everything where it is now, and who uses it?",
     SCOPE_SNAPSHOT, "report_cost_identity", cost_sections},
    {"summary", "Summary", "What was spent in this time, on what, and who bears it?", SCOPE_LEDGER,
     "report_ledger_identity", summary_sections},
    {"cost-by-service", "Cost by service", "What did each service cost in this time?", SCOPE_LEDGER,
     "report_ledger_identity", cost_by_service_sections},
    {"cost-by-team", "Cost by team", "What does each team bear of what was spent in this time?",
     SCOPE_LEDGER, "report_ledger_identity", cost_by_team_sections},
    {"cost-by-host", "Cost by host", "What did each host cost in this time, and who used it?",
     SCOPE_LEDGER, "report_ledger_identity", cost_by_host_sections},
    {"people", "People's time",
     "What did people do for the estate in this time, and what is it worth?", SCOPE_LEDGER, NULL,
     people_sections},
    {"savings", "Savings", "What was every plan to save, and what of it came?", SCOPE_PERIOD, NULL,
     savings_sections},
    {"budget", "Budget", "Who spent more or less than was planned in this time, and why?",
     SCOPE_LEDGER, NULL, budget_sections},
    {"focus", "FOCUS", "What is each charge of this time in the columns of FinOps FOCUS 1.2?",
     SCOPE_LEDGER, "report_ledger_identity", focus_sections},
    {"plan", "A plan to decide about",
     "What does the plan change, what does it cost and save, and how sure is that?", SCOPE_PLAN,
     NULL, plan_sections},
    {"capacity", "Capacity", "How much room is left, where, and when does it run out?",
     SCOPE_SNAPSHOT, NULL, capacity_sections},
    {"performance", "Performance",
     "Which hosts were over their limits and which services beyond their targets, and how long?",
     SCOPE_PERIOD, NULL, performance_sections},
    {.name = NULL},
};

static void hint_all(GError **error)
{
    GString *names = g_string_new(NULL);
    for (const Report *report = report_registry; report->name != NULL; report++)
        g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", report->name);
    error_add_hint(error, "there are: %s", names->str);
    g_string_free(names, TRUE);
}

const Report *report_find(const char *name, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const Report *report = report_registry; report->name != NULL; report++) {
        if (strcmp(name, report->name) == 0)
            return report;
        g_ptr_array_add(names, (gpointer)(gintptr)report->name);
    }
    g_ptr_array_add(names, NULL);
    const char *nearest = text_nearest(name, (const char *const *)names->pdata);
    g_autofree char *quoted = text_quote(name);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "there is no report %s", quoted);
    if (nearest != NULL)
        error_add_hint(error, "did you mean '%s'?", nearest);
    else
        hint_all(error);
    return NULL;
}
