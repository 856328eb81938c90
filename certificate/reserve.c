/* host_failures = k: capacity in service less the k largest hosts' carries the whole demand; and,
 * for each single host, where its domains would restart.
 *
 * The restart is best-fit, stated so that anyone can repeat it: the failed host's domains by their
 * largest share of the estate's hard capacity, largest first; each goes to the host in service
 * where the least room is left afterwards (the smallest share, over resources and periods, of the
 * hard limit); equal ones by index. Rules that span domains are not looked at. */
#include "certificate/allowed.h"
#include "certificate/exact.h"
#include "certificate/final_state.h"
#include "certificate/limits.h"
#include "certificate/rules.h"

#define SHARE_ONE INT64_C(1000000)

static Int128 largest_demand(const Model *model, uint32_t resource)
{
    Int128 largest = 0;
    for (uint32_t period = 0; period < model->policy.n_periods; period++) {
        Int128 demand = 0;
        for (uint32_t domain = 0; domain < model->n_domains; domain++)
            if (judge_is_wanted(model, domain))
                demand += model_demand(model, domain, resource, period);
        largest = MAX(largest, demand);
    }
    return largest;
}

static void check_capacity_left(Checks *checks, const Model *model, const Plan *plan)
{
    checks_begin(checks, "reserve");
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        Int128 left = judge_capacity_left(model, plan->in_service, resource);
        Int128 demand = largest_demand(model, resource);
        if (left < demand)
            checks_break(checks,
                         "without the %u largest hosts %" G_GINT64_FORMAT
                         " of '%s' are left for a demand of %" G_GINT64_FORMAT,
                         model->policy.host_failures, (int64_t)left,
                         model->resources[resource].name, (int64_t)demand);
    }
    checks_end(checks, "without the %u largest hosts the others carry the whole demand",
               model->policy.host_failures);
}

typedef struct {
    uint32_t domain;
    int64_t share; /* of the estate, in millionths */
} Restart;

static int compare_restarts(gconstpointer left, gconstpointer right)
{
    const Restart *a = left, *b = right;
    if (a->share != b->share)
        return a->share < b->share ? 1 : -1;
    return (a->domain > b->domain) - (a->domain < b->domain);
}

static int64_t share_of(const Model *model, const Int128 *estate, uint32_t domain)
{
    int64_t largest = 0;
    for (uint32_t resource = 0; resource < model->n_resources; resource++)
        for (uint32_t period = 0; period < model->policy.n_periods; period++)
            if (estate[resource] > 0)
                largest =
                    MAX(largest, (int64_t)((Int128)model_demand(model, domain, resource, period) *
                                           SHARE_ONE / estate[resource]));
    return largest;
}

/* Largest first. */
static GArray *restarts_of(const Model *model, const Plan *plan, const Int128 *estate,
                           uint32_t failed)
{
    GArray *restarts = g_array_new(FALSE, FALSE, sizeof(Restart));
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (plan->host_of_domain[domain] == failed) {
            Restart restart = {domain, share_of(model, estate, domain)};
            g_array_append_val(restarts, restart);
        }
    g_array_sort(restarts, compare_restarts);
    return restarts;
}

/* Share of the limit that stays free with the domain there, −1 where it has no room. */
static int64_t room_after(const Model *model, const int64_t *use, uint32_t domain, uint32_t host)
{
    int64_t least = SHARE_ONE;
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t hard = judge_hard_limit(model, host, resource);
        for (uint32_t period = 0; period < model->policy.n_periods; period++) {
            int64_t room = hard - use[judge_use_index(model, host, resource, period)] -
                           model_demand(model, domain, resource, period);
            if (room < 0)
                return -1;
            if (hard > 0)
                least = MIN(least, (int64_t)((Int128)room * SHARE_ONE / hard));
        }
    }
    return least;
}

static uint32_t best_fit(const Model *model, const Plan *plan, const int64_t *use, uint32_t domain,
                         uint32_t failed)
{
    uint32_t best = INDEX_NONE;
    int64_t least = 0;
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        if (host == failed || !plan->in_service[host] || !judge_may_restart_on(model, domain, host))
            continue;
        int64_t room = room_after(model, use, domain, host);
        if (room < 0 || (best != INDEX_NONE && room >= least))
            continue;
        best = host;
        least = room;
    }
    return best;
}

static void restart_host(const Model *model, const Plan *plan, const Int128 *estate,
                         uint32_t failed, GString *stranded)
{
    g_autofree int64_t *use = judge_use(model, plan->host_of_domain);
    g_autoptr(GArray) restarts = restarts_of(model, plan, estate, failed);
    for (guint i = 0; i < restarts->len; i++) {
        uint32_t domain = g_array_index(restarts, Restart, i).domain;
        uint32_t host = best_fit(model, plan, use, domain, failed);
        if (host == INDEX_NONE) {
            g_string_append_printf(stranded, "%s'%s' of host '%s'", stranded->len > 0 ? ", " : "",
                                   model->domains[domain].name, model->hosts[failed].name);
            continue;
        }
        for (uint32_t resource = 0; resource < model->n_resources; resource++)
            for (uint32_t period = 0; period < model->policy.n_periods; period++)
                use[judge_use_index(model, host, resource, period)] +=
                    model_demand(model, domain, resource, period);
    }
}

/* A report, not a condition: the reserve of the contract is about capacity in sum. */
static void simulate_restarts(Checks *checks, const Model *model, const Plan *plan)
{
    g_autoptr(GString) stranded = g_string_new(NULL);
    g_autofree Int128 *estate = g_new0(Int128, MAX(model->n_resources, 1));
    for (uint32_t host = 0; host < model->n_hosts; host++)
        for (uint32_t resource = 0; resource < model->n_resources; resource++)
            estate[resource] += judge_hard_limit(model, host, resource);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (plan->in_service[host])
            restart_host(model, plan, estate, host, stranded);
    checks_begin(checks, "restart");
    if (stranded->len == 0)
        checks_end(checks, "after the failure of any single host its domains restart by best fit");
    else
        checks_end(checks, "no place by best fit after a failure of their host: %s", stranded->str);
}

void judge_check_reserve(Checks *checks, const Model *model, const Plan *plan)
{
    if (model->policy.host_failures == 0)
        return;
    check_capacity_left(checks, model, plan);
    simulate_restarts(checks, model, plan);
}
