#include "model/model.h"

#include "model/names.h"

static void free_policy(Policy *policy)
{
    g_free(policy->name);
    g_free(policy->currency);
    g_free(policy->plan_start);
}

static void free_host(Host *host)
{
    g_free(host->name);
    g_free(host->class_name);
    g_free(host->tags.index);
    g_free(host->capacity);
    g_free(host->soft_amount);
}

static void free_service(Service *service)
{
    g_free(service->name);
    g_free(service->team);
    g_free(service->cost_center);
    g_free(service->near.index);
}

static void free_domain(Domain *domain)
{
    g_free(domain->name);
    g_free(domain->requires.index);
    g_free(domain->licences.index);
    g_free(domain->demand);
}

void rule_clear(Rule *rule)
{
    g_free(rule->name);
    for (uint32_t i = 0; i < rule->n_groups; i++)
        g_free(rule->groups[i].index);
    g_free(rule->groups);
    g_free(rule->hosts.index);
    g_free(rule->owner);
    g_free(rule->reason);
    g_free(rule->valid_from);
    g_free(rule->valid_to);
}

void blackout_clear(Blackout *blackout)
{
    g_free(blackout->from);
    g_free(blackout->to);
}

static void free_hosts_and_domains(Model *model)
{
    for (uint32_t i = 0; i < model->n_hosts; i++)
        free_host(&model->hosts[i]);
    for (uint32_t i = 0; i < model->n_services; i++)
        free_service(&model->services[i]);
    for (uint32_t i = 0; i < model->n_domains; i++)
        free_domain(&model->domains[i]);
    g_free(model->hosts);
    g_free(model->services);
    g_free(model->domains);
    g_strfreev(model->zones);
    g_strfreev(model->sites);
    g_strfreev(model->tags);
}

static void free_small_tables(Model *model)
{
    for (uint32_t i = 0; i < model->n_resources; i++)
        g_free(model->resources[i].name);
    for (uint32_t i = 0; i < model->n_tiers; i++) {
        g_free(model->tiers[i].name);
        g_free(model->tiers[i].limits);
    }
    for (uint32_t i = 0; i < model->n_licences; i++)
        g_free(model->licences[i].name);
    for (uint32_t i = 0; i < model->n_cpu_models; i++) {
        g_free(model->cpu_models[i].name);
        g_free(model->cpu_models[i].runs_on.index);
    }
    for (uint32_t i = 0; i < model->n_blackouts; i++)
        blackout_clear(&model->blackouts[i]);
    g_free(model->resources);
    g_free(model->tiers);
    g_free(model->licences);
    g_free(model->cpu_models);
    g_free(model->move_costs);
    g_free(model->balances);
    g_free(model->blackouts);
}

void model_free(Model *model)
{
    if (model == NULL)
        return;
    free_policy(&model->policy);
    free_hosts_and_domains(model);
    free_small_tables(model);
    for (uint32_t i = 0; i < model->n_rules; i++)
        rule_clear(&model->rules[i]);
    g_free(model->rules);
    g_free(model->place_rules.index);
    g_free(model);
}

static bool is_place_rule(const Rule *rule)
{
    return rule->strength == STRENGTH_HARD &&
           (rule->kind == RULE_KIND_FENCE || rule->kind == RULE_KIND_BAN ||
            rule->kind == RULE_KIND_ROOT);
}

void model_list_place_rules(Model *model)
{
    g_free(model->place_rules.index);
    model->place_rules = (IndexSet){g_new(uint32_t, (gsize)model->n_rules + 1), 0};
    for (uint32_t i = 0; i < model->n_rules; i++)
        if (is_place_rule(&model->rules[i]))
            model->place_rules.index[model->place_rules.n++] = i;
}

uint32_t model_find_host(const Model *model, const char *name)
{
    return names_find(NAMES(model->hosts, model->n_hosts), name);
}

uint32_t model_find_domain(const Model *model, const char *name)
{
    return names_find(NAMES(model->domains, model->n_domains), name);
}

uint32_t model_find_service(const Model *model, const char *name)
{
    return names_find(NAMES(model->services, model->n_services), name);
}

uint32_t model_find_resource(const Model *model, const char *name)
{
    return names_find(NAMES(model->resources, model->n_resources), name);
}

bool index_set_has(const IndexSet *set, uint32_t index)
{
    uint32_t low = 0;
    uint32_t high = set->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set->index[middle] == index)
            return true;
        if (set->index[middle] < index)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
