#include "plan/time_bound.h"

#include "plan/domain_fits.h"
#include "plan/duration.h"

typedef struct {
    const Model *model;
    double *host_s, *service_s; /* sums of d */
    double *host_mib;           /* copied over its link */
    double sum_s, longest_s;
} Sums;

static double copied_mib(const Model *model, uint32_t domain)
{
    double memory_mib = (double)fit_memory_mib(model, domain);
    switch (model->domains[domain].move) {
    case MOVE_MODE_COLD:
        return 0;
    case MOVE_MODE_SAVE:
        return 2 * memory_mib;
    case MOVE_MODE_LIVE:
    case MOVE_MODE_NEVER:
        return memory_mib;
    }
    g_assert_not_reached();
}

static void add_to_host(Sums *sums, uint32_t host, double move_s, double mib)
{
    sums->host_s[host] += move_s;
    sums->host_mib[host] += mib;
}

static void add_move(Sums *sums, uint32_t domain, uint32_t from, uint32_t to)
{
    const Model *model = sums->model;
    bool starts = from == INDEX_NONE || model->hosts[from].state == HOST_STATE_FAILED;
    double mib = starts ? 0 : copied_mib(model, domain);
    double move_s = starts ? duration_expected_s(model, ACTION_ACTIVATE, domain, 1)
                           : duration_least_s(model, domain);
    uint32_t service = model->domains[domain].service;
    sums->sum_s += move_s;
    sums->longest_s = MAX(sums->longest_s, move_s);
    add_to_host(sums, to, move_s, mib);
    if (!starts)
        add_to_host(sums, from, move_s, mib);
    if (service != INDEX_NONE)
        sums->service_s[service] += move_s;
}

static double largest(const Sums *sums)
{
    const Policy *policy = &sums->model->policy;
    double bound = MAX(sums->longest_s, sums->sum_s / policy->max_parallel);
    for (uint32_t host = 0; host < sums->model->n_hosts; host++) {
        bound = MAX(bound, sums->host_s[host] / policy->max_parallel_per_host);
        bound = MAX(bound, sums->host_mib[host] / (double)policy->bandwidth_mib_s);
    }
    for (uint32_t service = 0; service < sums->model->n_services; service++)
        bound = MAX(bound, sums->service_s[service] / policy->max_parallel_per_service);
    return bound;
}

double time_bound_s(const Model *model, const Plan *plan)
{
    Sums sums = {model,
                 g_new0(double, (gsize)model->n_hosts + 1),
                 g_new0(double, (gsize)model->n_services + 1),
                 g_new0(double, (gsize)model->n_hosts + 1),
                 0,
                 0};
    for (uint32_t domain = 0; plan->host_of_domain != NULL && domain < model->n_domains; domain++) {
        uint32_t from = model->domains[domain].host;
        uint32_t to = plan->host_of_domain[domain];
        if (to != INDEX_NONE && from != to)
            add_move(&sums, domain, from, to);
    }
    double bound = largest(&sums);
    g_free(sums.host_s);
    g_free(sums.service_s);
    g_free(sums.host_mib);
    return bound;
}

double time_expected_s(const Plan *plan)
{
    double sum = 0, longest = 0;
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        longest = MAX(longest, plan->actions[i].expected_s);
        if (i + 1 < plan->n_actions && plan->actions[i + 1].wave == plan->actions[i].wave)
            continue;
        sum += longest;
        longest = 0;
    }
    return sum;
}
