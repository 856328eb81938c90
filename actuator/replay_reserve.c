#include "actuator/replay_reserve.h"

#include "model/cost.h"
#include "model/rules.h"

/* Those that are on after all that was done and goes, the host of the step apart. */
static bool *hosts_on(const Errand *errand, const bool *joined, uint32_t power_off)
{
    const Model *model = errand->model;
    bool *on = g_new0(bool, (gsize)model->n_hosts + 1);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        on[host] = model->hosts[host].on && model->hosts[host].state != HOST_STATE_FAILED;
    for (uint32_t i = 0; i < errand->n_steps; i++) {
        const Step *step = &errand->steps[i];
        if (step->state != STEP_DONE && !joined[i])
            continue;
        if (step->kind == ACTION_POWER_ON)
            on[step->to] = true;
        else if (step->kind == ACTION_POWER_OFF)
            on[step->from] = false;
    }
    on[errand->steps[power_off].from] = false;
    return on;
}

static int compare_falling(gconstpointer left, gconstpointer right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a < b) - (a > b);
}

static int64_t capacity_left(const Model *model, const bool *on, uint32_t resource)
{
    g_autoptr(GArray) limits = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t left = 0;
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        int64_t hard = host_hard_limit(model, host, resource);
        if (on[host])
            g_array_append_val(limits, hard);
    }
    g_array_sort(limits, compare_falling);
    for (guint i = model->policy.host_failures; i < limits->len; i++)
        left += g_array_index(limits, int64_t, i);
    return left;
}

static int64_t largest_demand(const Model *model, uint32_t resource)
{
    int64_t largest = 0;
    for (uint32_t period = 0; period < model->policy.n_periods; period++) {
        int64_t demand = 0;
        for (uint32_t domain = 0; domain < model->n_domains; domain++)
            if (domain_is_wanted(model, domain))
                demand += model_demand(model, domain, resource, period);
        largest = MAX(largest, demand);
    }
    return largest;
}

char *replay_reserve_lack(const Errand *errand, const bool *joined, uint32_t power_off)
{
    const Model *model = errand->model;
    if (model->policy.reserve_on_the_way == 0 || model->policy.host_failures == 0)
        return NULL;
    g_autofree bool *on = hosts_on(errand, joined, power_off);
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t lack = largest_demand(model, resource) - capacity_left(model, on, resource);
        if (lack > 0)
            return g_strdup_printf("the reserve for host_failures would lack %" G_GINT64_FORMAT
                                   " %s without host '%s'",
                                   lack, model->resources[resource].name,
                                   errand_host(errand, errand->steps[power_off].from));
    }
    return NULL;
}
