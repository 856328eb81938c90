#include "model/formulate.h"

#include "common/error.h"
#include "model/cost.h"
#include "model/formulate_parts.h"
#include "model/rules.h"

bool formulate_too_large(GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                "an amount of the placement problem leaves the range of 64-bit integers");
    error_add_hint(error, "check prices with many decimals, ratios and very large amounts");
    return false;
}

bool formulate_fraction(Decimal price, int64_t multiplier, int64_t divisor, Fraction *ret_fraction,
                        GError **error)
{
    return fraction_make(price.mantissa, price.scale, multiplier, divisor, ret_fraction) ||
           formulate_too_large(error);
}

IndexList formulate_list(const uint32_t *index, uint32_t n)
{
    return (IndexList){g_memdup2(index, n * sizeof *index), n};
}

static BinState bin_state(HostState state)
{
    static const BinState states[] = {
        [HOST_STATE_UP] = BIN_UP,
        [HOST_STATE_DRAIN] = BIN_DRAIN,
        [HOST_STATE_CLOSED] = BIN_CLOSED,
        [HOST_STATE_FAILED] = BIN_FAILED,
    };
    return states[state];
}

static bool fill_bin(const Model *model, uint32_t host, Problem *problem, GError **error)
{
    const Host *from = &model->hosts[host];
    HostPrice price;
    problem->state[host] = bin_state(from->state);
    problem->on[host] = from->on;
    problem->zone[host] = zone_of_host(model, host);
    problem->site[host] = site_of_host(model, host);
    for (uint32_t r = 0; r < model->n_resources; r++) {
        gsize at = (gsize)host * model->n_resources + r;
        problem->capacity[at] = from->capacity[r];
        problem->hard[at] = host_hard_limit(model, host, r);
        problem->soft[at] = host_soft_limit(model, host, r);
    }
    if (!host_price(model, host, &price, error))
        return false;
    if (__builtin_add_overflow(price.machine, price.admin, &problem->serve_cost[host]) ||
        __builtin_add_overflow(problem->serve_cost[host], price.idle_energy,
                               &problem->serve_cost[host]))
        return formulate_too_large(error);
    return true;
}

static bool is_resident(const Model *model, const Domain *domain)
{
    if (!domain->has_moved_h_ago)
        return false;
    int64_t below;
    g_autoptr(Rational) over = rational_new_decimal(domain->moved_h_ago);
    g_autoptr(Rational) least = rational_new_decimal(model->policy.min_residence_h);
    rational_subtract(over, least);
    return rational_floor(over, 1, &below) && below < 0;
}

static void fill_item(const Model *model, uint32_t item, Problem *problem)
{
    uint32_t domain = problem->label[item];
    const Domain *from = &model->domains[domain];
    uint32_t memory = model_find_resource(model, "memory_mib");
    gsize n = problem->n_dimensions;
    for (gsize d = 0; d < n; d++)
        problem->demand[item * n + d] = from->demand[d];
    for (uint32_t p = 0; p < problem->n_periods && memory != INDEX_NONE; p++)
        problem->memory[item] = MAX(problem->memory[item], model_demand(model, domain, memory, p));
    problem->home[item] = from->host;
    problem->service_of_item[item] = from->service;
    problem->never[item] = domain_never_moves(from);
    problem->resident[item] = is_resident(model, from);
}

static bool fill_policy(const Model *model, Problem *problem, GError **error)
{
    const Policy *policy = &model->policy;
    problem->power_change_umin = policy->power_change_umin;
    problem->notice_umin = policy->service_notice_umin;
    problem->review_umin = policy->plan_review_umin;
    problem->max_moves = policy->max_moves;
    problem->max_operator_umin = policy->max_operator_umin;
    problem->host_failures = policy->host_failures;
    if (policy->max_memory_gib != NO_LIMIT)
        problem->max_memory_mib = policy->max_memory_gib * 1024;
    return power_change_price(model, &problem->power_change_cost, error) &&
           notice_price(model, &problem->notice_cost, error) &&
           review_price(model, &problem->review_cost, error) &&
           formulate_fraction(policy->busiest_service_cost, MICRO, 1, &problem->busiest_price,
                              error);
}

/* Sums of everything stay in int64, so that later code adds without looking. */
static bool check_sums(const Problem *problem, GError **error)
{
    for (uint32_t d = 0; d < problem->n_dimensions; d++) {
        int64_t sum = 0;
        for (uint32_t item = 0; item < problem->n_items; item++)
            if (__builtin_add_overflow(
                    sum, problem->demand[(gsize)item * problem->n_dimensions + d], &sum))
                return formulate_too_large(error);
    }
    return true;
}

static bool fill(const Model *model, const uint32_t *energy_hosts, const uint32_t *items,
                 Problem *problem, GError **error)
{
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (!fill_bin(model, host, problem, error))
            return false;
    for (uint32_t item = 0; item < problem->n_items; item++)
        fill_item(model, item, problem);
    formulate_tags(model, problem);
    formulate_cpus(model, problem);
    formulate_services(model, problem);
    formulate_tiers(model, problem);
    return fill_policy(model, problem, error) && check_sums(problem, error) &&
           formulate_energy(model, energy_hosts, problem, error) &&
           formulate_moves(model, problem, error) &&
           formulate_licences(model, items, problem, error) &&
           formulate_loads(model, problem, error) && formulate_leaving(model, problem, error) &&
           formulate_groups(model, items, problem, error);
}

Problem *formulate(const Model *model, GError **error)
{
    g_autofree uint32_t *energy_type = NULL;
    g_autofree uint32_t *energy_hosts = NULL;
    uint32_t n_types = formulate_energy_types(model, &energy_type, &energy_hosts);
    uint32_t n_items;
    g_autofree uint32_t *items = formulate_items(model, &n_items);
    g_autoptr(Problem) problem =
        problem_new(n_items, model->n_hosts, model->n_resources, model->policy.n_periods, n_types);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (items[domain] != INDEX_NONE)
            problem->label[items[domain]] = domain;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        problem->energy_type[host] = energy_type[host];
    if (!fill(model, energy_hosts, items, problem, error))
        return NULL;
    problem_derive(problem, NULL, 0);
    return g_steal_pointer(&problem);
}
