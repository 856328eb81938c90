#include "actuator/replay_reserve.h"

#include "model/reserve.h"
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

/* Those that are to run; who retires runs until that is done or goes. */
static bool *domains_running(const Errand *errand, const bool *joined)
{
    const Model *model = errand->model;
    bool *runs = g_new0(bool, (gsize)model->n_domains + 1);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        runs[domain] = domain_is_wanted(model, domain) || domain_retires(model, domain);
    for (uint32_t i = 0; i < errand->n_steps; i++) {
        const Step *step = &errand->steps[i];
        if (step->kind == ACTION_RETIRE && (step->state == STEP_DONE || joined[i]))
            runs[step->domain] = false;
    }
    return runs;
}

char *replay_reserve_lack(const Errand *errand, const bool *joined, uint32_t power_off)
{
    const Model *model = errand->model;
    if (model->policy.reserve_on_the_way == 0 || model->policy.host_failures == 0)
        return NULL;
    g_autofree bool *on = hosts_on(errand, joined, power_off);
    g_autofree bool *runs = domains_running(errand, joined);
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t lack =
            reserve_demand(model, runs, resource) - reserve_capacity(model, on, resource);
        if (lack > 0)
            return g_strdup_printf("the reserve for host_failures would lack %" G_GINT64_FORMAT
                                   " %s without host '%s'",
                                   lack, model->resources[resource].name,
                                   errand_host(errand, errand->steps[power_off].from));
    }
    return NULL;
}
