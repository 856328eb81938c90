#include "common/decimal.h"
#include "model/cost.h"
#include "model/rules.h"
#include "plan/alternative_parts.h"

/* The differences are summed here: each figure is a difference of two amounts in range. */
typedef struct {
    Alternatives *alternatives;
    uint32_t domain, planned, host;
    int64_t sum;
} Difference;

bool alternatives_price_moves(Alternatives *alternatives, GError **error)
{
    const Model *model = alternatives->model;
    if (alternatives->moves_cost != NULL)
        return true;
    g_autofree int64_t *cost = g_new0(int64_t, model->n_domains);
    for (uint32_t i = 0; i < alternatives->plan->n_actions; i++) {
        const Action *action = &alternatives->plan->actions[i];
        int64_t micro, umin;
        if (action->domain == INDEX_NONE)
            continue;
        if (!leg_price(model, action->domain, action->from, action->to, &micro, &umin, error))
            return false;
        cost[action->domain] += micro;
    }
    alternatives->moves_cost = g_steal_pointer(&cost);
    return true;
}

static bool add_energy(Difference *difference, GError **error)
{
    const Model *model = difference->alternatives->model;
    int64_t there, planned;
    if (!use_energy_price(model, difference->domain, difference->host, &there, error) ||
        !use_energy_price(model, difference->domain, difference->planned, &planned, error))
        return false;
    difference->sum += there - planned;
    return true;
}

/* sign: 1 where the host comes into service, −1 where it leaves. */
static bool add_host(Difference *difference, uint32_t host, int sign, GError **error)
{
    const Model *model = difference->alternatives->model;
    HostPrice price;
    int64_t change;
    if (!host_price(model, host, &price, error) || !power_change_price(model, &change, error))
        return false;
    difference->sum += sign * (price.machine + price.admin + price.idle_energy);
    bool changed_before = model->hosts[host].on != (sign < 0);
    difference->sum += changed_before ? -change : change;
    return true;
}

static bool add_hosts(Difference *difference, GError **error)
{
    if (!difference->alternatives->in_service[difference->host] &&
        !add_host(difference, difference->host, 1, error))
        return false;
    return !alternatives_empties(difference->alternatives, difference->planned) ||
           add_host(difference, difference->planned, -1, error);
}

static bool add_licences(Difference *difference, GError **error)
{
    const Alternatives *alternatives = difference->alternatives;
    const Model *model = alternatives->model;
    const IndexSet *licences = &model->domains[difference->domain].licences;
    for (uint32_t i = 0; i < licences->n; i++) {
        uint32_t licence = licences->index[i];
        const uint32_t *n_of = alternatives->n_of_licence + licence;
        int64_t there, planned;
        if (!licence_price(model, licence, difference->host, &there, error) ||
            !licence_price(model, licence, difference->planned, &planned, error))
            return false;
        if (n_of[(gsize)difference->host * model->n_licences] == 0)
            difference->sum += there;
        if (n_of[(gsize)difference->planned * model->n_licences] == 1)
            difference->sum -= planned;
    }
    return true;
}

static bool moves_elsewhere(const Difference *difference)
{
    const Model *model = difference->alternatives->model;
    return !domain_is_placed(model, difference->domain) ||
           model->domains[difference->domain].host != difference->host;
}

static bool add_move(Difference *difference, GError **error)
{
    const Alternatives *alternatives = difference->alternatives;
    const Model *model = alternatives->model;
    int64_t micro = 0, umin;
    if (moves_elsewhere(difference) &&
        !move_price(model, difference->domain, model->domains[difference->domain].host,
                    difference->host, &micro, &umin, error))
        return false;
    difference->sum += micro - alternatives->moves_cost[difference->domain];
    return true;
}

/* The most moves within one service, with so many of one service. */
static uint32_t most_moves(const Alternatives *alternatives, uint32_t service, uint32_t n_moves)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < alternatives->model->n_services; i++)
        most = MAX(most, i == service ? n_moves : alternatives->n_moves[i]);
    return most;
}

static bool add_touches(Difference *difference, GError **error)
{
    const Alternatives *alternatives = difference->alternatives;
    const Model *model = alternatives->model;
    uint32_t service = model->domains[difference->domain].service;
    uint32_t n_moves =
        alternatives->n_moves[alternatives_service(alternatives, difference->domain)];
    uint32_t n_others = n_moves - alternatives->moves_of_domain[difference->domain];
    uint32_t n_then = n_others + moves_elsewhere(difference);
    int64_t notice, before, after;
    if (service == INDEX_NONE)
        return true;
    if (!notice_price(model, &notice, error) ||
        !busiest_price(model, most_moves(alternatives, service, n_moves), &before, error) ||
        !busiest_price(model, most_moves(alternatives, service, n_then), &after, error))
        return false;
    difference->sum += after - before + ((n_then > 0) - (n_moves > 0)) * notice;
    return true;
}

static bool add_review(Difference *difference, GError **error)
{
    const Alternatives *alternatives = difference->alternatives;
    const Model *model = alternatives->model;
    uint32_t n_moves = alternatives->n_moves_in_all -
                       alternatives->moves_of_domain[difference->domain] +
                       moves_elsewhere(difference);
    int64_t n_power = alternatives->n_power_changes;
    if (!alternatives->in_service[difference->host])
        n_power += model->hosts[difference->host].on ? -1 : 1;
    if (alternatives_empties(difference->alternatives, difference->planned))
        n_power += model->hosts[difference->planned].on ? 1 : -1;
    int64_t review;
    if (!review_price(model, &review, error))
        return false;
    bool changes_now = alternatives->plan->n_actions > 0;
    bool changes_then = n_moves > 0 || n_power > 0;
    difference->sum += (changes_then - changes_now) * review;
    return true;
}

/* Overload, balance and soft rules: priced over the whole placement. */
static bool is_priced_whole(const Model *model)
{
    for (uint32_t i = 0; i < model->n_resources; i++)
        if (!decimal_is_zero(model->resources[i].overload_price))
            return true;
    for (uint32_t i = 0; i < model->n_rules; i++)
        if (model->rules[i].strength == STRENGTH_SOFT)
            return true;
    return model->n_balances > 0;
}

static bool price_whole(const Alternatives *alternatives, int64_t *ret_micro, GError **error)
{
    Cost cost;
    if (!placement_cost(alternatives->model, alternatives->placement, alternatives->in_service,
                        &cost, error))
        return false;
    *ret_micro = cost.part[COST_OVERLOAD] + cost.part[COST_BALANCE] + cost.part[COST_RULES];
    return true;
}

static bool add_whole(Difference *difference, GError **error)
{
    Alternatives *alternatives = difference->alternatives;
    int64_t planned, there;
    if (!is_priced_whole(alternatives->model))
        return true;
    if (!price_whole(alternatives, &planned, error))
        return false;
    bool was_in_service = alternatives->in_service[difference->host];
    bool empties = alternatives_empties(difference->alternatives, difference->planned);
    alternatives_swap(alternatives, difference->domain, difference->host);
    alternatives->in_service[difference->host] = true;
    if (empties)
        alternatives->in_service[difference->planned] = false;
    bool fine = price_whole(alternatives, &there, error);
    if (empties)
        alternatives->in_service[difference->planned] = true;
    alternatives->in_service[difference->host] = was_in_service;
    alternatives_swap(alternatives, difference->domain, difference->planned);
    if (fine)
        difference->sum += there - planned;
    return fine;
}

bool alternatives_cost(Alternatives *alternatives, uint32_t domain, uint32_t host,
                       int64_t *ret_micro, GError **error)
{
    Difference difference = {
        .alternatives = alternatives,
        .domain = domain,
        .planned = alternatives->plan->host_of_domain[domain],
        .host = host,
    };
    if (host == difference.planned) {
        *ret_micro = 0;
        return true;
    }
    if (!alternatives_price_moves(alternatives, error) || !add_energy(&difference, error) ||
        !add_hosts(&difference, error) || !add_licences(&difference, error) ||
        !add_move(&difference, error) || !add_touches(&difference, error) ||
        !add_review(&difference, error) || !add_whole(&difference, error))
        return false;
    *ret_micro = difference.sum;
    return true;
}
