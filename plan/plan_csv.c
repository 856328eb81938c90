#include "common/csv.h"
#include "common/decimal.h"
#include "common/time_text.h"
#include "plan/plan_save.h"

static void append_row(GString *text, const char *const *cells, size_t n_cells)
{
    for (size_t i = 0; i < n_cells; i++)
        csv_append_cell(text, cells[i], i == 0);
    g_string_append_c(text, '\n');
}

static const char *host_name(const Model *model, uint32_t host)
{
    return host == INDEX_NONE ? "" : model->hosts[host].name;
}

char *plan_placement_csv(const Model *model, const Plan *plan)
{
    GString *text = g_string_new("domain,host\n");
    for (uint32_t domain = 0; domain < plan->n_domains; domain++) {
        const char *cells[] = {model->domains[domain].name,
                               host_name(model, plan->host_of_domain[domain])};
        append_row(text, cells, G_N_ELEMENTS(cells));
    }
    return g_string_free(text, FALSE);
}

static void append_action(GString *text, const Model *model, const Action *action)
{
    g_autofree char *wave = g_strdup_printf("%u", action->wave);
    g_autofree char *operator_min = minutes_to_text(action->operator_umin);
    g_autofree char *expected_s = g_strdup_printf("%.3f", action->expected_s);
    g_autofree char *saving = action->has_saving ? money_to_text(action->saving) : g_strdup("");
    g_autofree char *not_before =
        action->has_not_before ? time_text_new(action->not_before_s) : g_strdup("");
    const char *cells[] = {
        wave,
        action_kind_names[action->kind],
        action->domain == INDEX_NONE ? "" : model->domains[action->domain].name,
        host_name(model, action->from),
        host_name(model, action->to),
        action->parking ? "1" : "0",
        operator_min,
        expected_s,
        saving,
        action->reason == NULL ? "" : action->reason,
        not_before,
    };
    append_row(text, cells, G_N_ELEMENTS(cells));
}

char *plan_actions_csv(const Model *model, const Plan *plan)
{
    GString *text = g_string_new("wave,action,domain,from,to,parking,operator_min,expected_s,"
                                 "saving,reason,not_before\n");
    for (uint32_t i = 0; i < plan->n_actions; i++)
        append_action(text, model, &plan->actions[i]);
    return g_string_free(text, FALSE);
}
