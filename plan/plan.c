#include "plan/plan.h"

#include "common/time_text.h"

const char *const action_kind_names[] = {"migrate", "activate", "suspend",  "replicate",
                                         "retire",  "power_on", "power_off"};

void actions_free(Action *actions, uint32_t n_actions)
{
    for (uint32_t i = 0; i < n_actions; i++)
        g_free(actions[i].reason);
    g_free(actions);
}

void plan_free(Plan *plan)
{
    if (plan == NULL)
        return;
    g_free(plan->id);
    g_free(plan->snapshot_digest);
    g_free(plan->plan_digest);
    g_free(plan->scenario);
    g_free(plan->reverse_of);
    g_free(plan->host_of_domain);
    g_free(plan->in_service);
    actions_free(plan->actions, plan->n_actions);
    breaches_free(plan->current_breaches, plan->n_current_breaches);
    breaches_free(plan->infeasible, plan->n_infeasible);
    g_free(plan);
}

static const char *host_name(const Model *model, uint32_t host)
{
    return host == INDEX_NONE ? "" : model->hosts[host].name;
}

static void append_state(GString *text, const Model *model, const Plan *plan)
{
    for (uint32_t domain = 0; plan->host_of_domain != NULL && domain < plan->n_domains; domain++)
        g_string_append_printf(text, "place\t%s\t%s\n", model->domains[domain].name,
                               host_name(model, plan->host_of_domain[domain]));
    for (uint32_t host = 0; plan->in_service != NULL && host < plan->n_hosts; host++)
        if (plan->in_service[host])
            g_string_append_printf(text, "serve\t%s\n", model->hosts[host].name);
}

static void append_actions(GString *text, const Model *model, const Plan *plan)
{
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        const Action *action = &plan->actions[i];
        const char *domain =
            action->domain == INDEX_NONE ? "" : model->domains[action->domain].name;
        g_string_append_printf(
            text, "action\t%u\t%s\t%s\t%s\t%s\t%d", action->wave, action_kind_names[action->kind],
            domain, host_name(model, action->from), host_name(model, action->to), action->parking);
        if (plan->has_start) {
            g_autofree char *time =
                action->has_not_before ? time_text_new(action->not_before_s) : g_strdup("");
            g_string_append_printf(text, "\t%s", time);
        }
        g_string_append_c(text, '\n');
    }
}

char *plan_compute_digest(const Model *model, const Plan *plan)
{
    g_autoptr(GString) text = g_string_new("vmatrix plan 1\n");
    g_string_append_printf(text, "snapshot\t%s\n", plan->snapshot_digest);
    if (plan->has_start) {
        g_autofree char *start = time_text_new(plan->start_s);
        g_string_append_printf(text, "start\t%s\n", start);
    }
    if (plan->reverse_of != NULL)
        g_string_append_printf(text, "reverse\t%s\n", plan->reverse_of);
    append_state(text, model, plan);
    append_actions(text, model, plan);
    g_autofree char *hex =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text->str, text->len);
    return g_strconcat(PLAN_DIGEST_PREFIX, hex, NULL);
}

void plan_seal(const Model *model, Plan *plan)
{
    g_free(plan->plan_digest);
    g_free(plan->id);
    plan->plan_digest = plan_compute_digest(model, plan);
    plan->id = g_strndup(plan->plan_digest + strlen(PLAN_DIGEST_PREFIX), PLAN_ID_LENGTH);
}
