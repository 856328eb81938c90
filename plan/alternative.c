#include "plan/alternative.h"

#include "model/rules.h"
#include "model/use.h"
#include "plan/alternative_parts.h"

/* Those that have a place in the plan. */
static bool counts(const Alternatives *alternatives, uint32_t domain)
{
    return alternatives->model->domains[domain].service != INDEX_NONE &&
           alternatives->placement[domain] != INDEX_NONE;
}

static void list_services(Alternatives *alternatives)
{
    const Model *model = alternatives->model;
    IndexSet *sets = g_new0(IndexSet, model->n_services);
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (counts(alternatives, i))
            sets[model->domains[i].service].n++;
    for (uint32_t service = 0; service < model->n_services; service++) {
        sets[service].index = g_new(uint32_t, sets[service].n);
        sets[service].n = 0;
    }
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (counts(alternatives, i)) {
            IndexSet *set = &sets[model->domains[i].service];
            set->index[set->n++] = i;
        }
    alternatives->service_domains = sets;
}

static void count_placement(Alternatives *alternatives)
{
    const Model *model = alternatives->model;
    alternatives->n_on = g_new0(uint32_t, model->n_hosts);
    alternatives->n_of_tier = g_new0(uint32_t, (gsize)model->n_hosts * model->n_tiers);
    alternatives->n_of_licence = g_new0(uint32_t, (gsize)model->n_hosts * model->n_licences);
    alternatives->n_licence_hosts = g_new0(uint32_t, model->n_licences);
    for (uint32_t i = 0; i < model->n_domains; i++) {
        uint32_t host = alternatives->placement[i];
        uint32_t tier = fit_tier(model, i);
        if (host == INDEX_NONE)
            continue;
        alternatives->n_on[host]++;
        if (tier != INDEX_NONE)
            alternatives->n_of_tier[(gsize)host * model->n_tiers + tier]++;
        for (uint32_t k = 0; k < model->domains[i].licences.n; k++) {
            uint32_t licence = model->domains[i].licences.index[k];
            if (alternatives->n_of_licence[(gsize)host * model->n_licences + licence]++ == 0)
                alternatives->n_licence_hosts[licence]++;
        }
    }
}

static void count_actions(Alternatives *alternatives)
{
    const Model *model = alternatives->model;
    const Plan *plan = alternatives->plan;
    alternatives->n_moves = g_new0(uint32_t, (gsize)model->n_services + 1);
    alternatives->moves_of_domain = g_new0(uint32_t, model->n_domains);
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        uint32_t domain = plan->actions[i].domain;
        if (domain == INDEX_NONE) {
            alternatives->n_power_changes++;
            continue;
        }
        alternatives->n_moves_in_all++;
        alternatives->n_moves[alternatives_service(alternatives, domain)]++;
        alternatives->moves_of_domain[domain]++;
    }
}

static void count_breaches_now(Alternatives *alternatives)
{
    const Model *model = alternatives->model;
    g_autofree uint32_t *placement = current_placement(model);
    g_autofree bool *in_service = current_in_service(model);
    alternatives->breaches_now = g_new0(int64_t, model->n_rules);
    for (uint32_t i = 0; i < model->n_rules; i++)
        if (model->rules[i].strength == STRENGTH_KEEP)
            alternatives->breaches_now[i] =
                rule_breaches(model, &model->rules[i], placement, in_service);
}

Alternatives *alternatives_new(const Model *model, const Plan *plan)
{
    Alternatives *alternatives = g_new0(Alternatives, 1);
    alternatives->model = model;
    alternatives->plan = plan;
    domain_rules_init(&alternatives->rules, model);
    alternatives->placement = g_memdup2(plan->host_of_domain, model->n_domains * sizeof(uint32_t));
    alternatives->in_service = g_memdup2(plan->in_service, model->n_hosts * sizeof(bool));
    alternatives->use = placement_use(model, alternatives->placement);
    list_services(alternatives);
    count_placement(alternatives);
    count_actions(alternatives);
    count_breaches_now(alternatives);
    return alternatives;
}

void alternatives_free(Alternatives *alternatives)
{
    if (alternatives == NULL)
        return;
    for (uint32_t service = 0; service < alternatives->model->n_services; service++)
        g_free(alternatives->service_domains[service].index);
    domain_rules_clear(&alternatives->rules);
    g_free(alternatives->placement);
    g_free(alternatives->in_service);
    g_free(alternatives->use);
    g_free(alternatives->n_on);
    g_free(alternatives->n_of_tier);
    g_free(alternatives->service_domains);
    g_free(alternatives->n_of_licence);
    g_free(alternatives->n_licence_hosts);
    g_free(alternatives->breaches_now);
    g_free(alternatives->n_moves);
    g_free(alternatives->moves_cost);
    g_free(alternatives->moves_of_domain);
    g_free(alternatives);
}

uint32_t alternatives_n_on(const Alternatives *alternatives, uint32_t host)
{
    return alternatives->n_on[host];
}

const DomainRules *alternatives_rules(const Alternatives *alternatives)
{
    return &alternatives->rules;
}

int64_t alternatives_use(const Alternatives *alternatives, uint32_t host, uint32_t resource,
                         uint32_t period)
{
    return use_at(alternatives->model, alternatives->use, host, resource, period);
}
