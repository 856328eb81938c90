/* Which domains are items, and what those that retire cost and hold whatever is planned. */
#include "model/cost.h"
#include "model/formulate_parts.h"
#include "model/rules.h"

uint32_t *formulate_items(const Model *model, uint32_t *ret_n_items)
{
    uint32_t *items = g_new(uint32_t, (gsize)model->n_domains + 1);
    uint32_t n = 0;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        items[domain] = domain_is_wanted(model, domain) ? n++ : INDEX_NONE;
    *ret_n_items = n;
    return items;
}

static bool add_amount(int64_t *sum, int64_t amount, GError **error)
{
    return !__builtin_add_overflow(*sum, amount, sum) || formulate_too_large(error);
}

/* On its host until the plan has ended, as everything that moves. */
static bool hold(const Model *model, uint32_t domain, Problem *problem, GError **error)
{
    int64_t *held =
        problem->leaving.held + (gsize)model->domains[domain].host * problem->n_dimensions;
    for (uint32_t r = 0; r < problem->n_resources; r++)
        for (uint32_t p = 0; p < problem->n_periods && problem->transient[r]; p++)
            if (!add_amount(&held[(gsize)r * problem->n_periods + p],
                            model_demand(model, domain, r, p), error))
                return false;
    return true;
}

static int64_t largest_memory(const Model *model, uint32_t domain)
{
    uint32_t memory = model_find_resource(model, "memory_mib");
    int64_t largest = 0;
    for (uint32_t p = 0; p < model->policy.n_periods && memory != INDEX_NONE; p++)
        largest = MAX(largest, model_demand(model, domain, memory, p));
    return largest;
}

static bool add_leaving(const Model *model, uint32_t domain, Problem *problem, GError **error)
{
    Leaving *leaving = &problem->leaving;
    int64_t cost, umin;
    if (!move_price(model, domain, model->domains[domain].host, INDEX_NONE, &cost, &umin, error) ||
        !add_amount(&leaving->cost, cost, error) || !add_amount(&leaving->umin, umin, error) ||
        !add_amount(&leaving->memory_mib, largest_memory(model, domain), error))
        return false;
    leaving->n++;
    if (model->domains[domain].service != INDEX_NONE)
        problem->services[model->domains[domain].service].n_leaving++;
    if (leaving->held == NULL)
        leaving->held = g_new0(int64_t, (gsize)problem->n_bins * problem->n_dimensions + 1);
    return hold(model, domain, problem, error);
}

bool formulate_leaving(const Model *model, Problem *problem, GError **error)
{
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (domain_retires(model, domain) && !add_leaving(model, domain, problem, error))
            return false;
    return true;
}
