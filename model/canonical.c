#include <string.h>

#include "model/draft.h"
#include "model/format.h"
#include "model/list_cell.h"
#include "model/policy_keys.h"
#include "model/reader.h"
#include "model/scenario.h"

static Draft *new_draft(FormatFile file)
{
    return draft_new(format_files[file].columns, format_files[file].n_required);
}

/* A draft with a column for each resource behind the fixed ones. */
static Draft *new_draft_with_resources(FormatFile file, const Model *model, bool with_soft)
{
    g_auto(GStrv) resources = resource_columns(model, with_soft);
    g_autoptr(GPtrArray) columns = g_ptr_array_new();
    for (uint32_t i = 0; format_files[file].columns[i] != NULL; i++)
        g_ptr_array_add(columns, (void *)(guintptr)format_files[file].columns[i]);
    for (uint32_t i = 0; resources[i] != NULL; i++)
        g_ptr_array_add(columns, resources[i]);
    g_ptr_array_add(columns, NULL);
    return draft_new((const char *const *)columns->pdata, format_files[file].n_required);
}

static Draft *draft_policy(const Model *model)
{
    Draft *draft = new_draft(FILE_POLICY);
    for (const PolicyKey *key = policy_keys; key->key != NULL; key++) {
        g_autofree char *value = policy_key_to_text(&model->policy, key);
        if (*value == '\0')
            continue;
        draft_add_text(draft, key->key);
        draft_add_text(draft, value);
    }
    return draft;
}

static Draft *draft_resources(const Model *model)
{
    Draft *draft = new_draft(FILE_RESOURCES);
    for (uint32_t i = 0; i < model->n_resources; i++) {
        const Resource *resource = &model->resources[i];
        draft_add_text(draft, resource->name);
        draft_add_amount(draft, resource->soft_permille);
        draft_add_amount(draft, resource->hard_permille);
        draft_add_decimal(draft, resource->overload_price);
        draft_add_non_zero(draft, resource->transient);
    }
    return draft;
}

static const char *name_or_empty(Names names, uint32_t index)
{
    return index == INDEX_NONE ? "" : names_at(names, index);
}

static void add_host(Draft *draft, const Model *model, const Host *host)
{
    draft_add_text(draft, host->name);
    draft_add_text(draft, host->class_name);
    draft_add_text(draft, name_or_empty(NAMES(model->zones, model->n_zones), host->zone));
    draft_add_text(draft, name_or_empty(NAMES(model->sites, model->n_sites), host->site));
    draft_add_text(draft, host->state == HOST_STATE_UP ? "" : host_state_words[host->state]);
    draft_add_text(draft,
                   name_or_empty(NAMES(model->cpu_models, model->n_cpu_models), host->cpu_model));
    draft_add_set(draft, NAMES(model->tags, model->n_tags), &host->tags);
    draft_add_decimal(draft, host->machine_cost_per_h);
    draft_add_decimal(draft, host->sunk_cost_per_h);
    draft_add_decimal(draft, host->admin_min_per_month);
    draft_add_decimal(draft, host->idle_w);
    draft_add_decimal(draft, host->peak_w);
    draft_add_amount(draft, host->on);
    for (uint32_t i = 0; i < model->n_resources; i++) {
        draft_add_amount(draft, host->capacity[i]);
        draft_add_limit(draft, host->soft_amount[i]);
    }
}

static Draft *draft_hosts(const Model *model)
{
    Draft *draft = new_draft_with_resources(FILE_HOSTS, model, true);
    for (uint32_t i = 0; i < model->n_hosts; i++)
        add_host(draft, model, &model->hosts[i]);
    return draft;
}

static Draft *draft_services(const Model *model)
{
    Draft *draft = new_draft(FILE_SERVICES);
    for (uint32_t i = 0; i < model->n_services; i++) {
        const Service *service = &model->services[i];
        draft_add_text(draft, service->name);
        draft_add_text(draft, service->team);
        draft_add_text(draft, service->cost_center);
        draft_add_text(draft, name_or_empty(NAMES(model->tiers, model->n_tiers), service->tier));
        draft_add_non_zero(draft, service->min_zones);
        draft_add_limit(draft, service->max_per_host);
        draft_add_limit(draft, service->max_per_zone);
        draft_add_set(draft, NAMES(model->services, model->n_services), &service->near);
        draft_add_limit(draft, service->min_replicas);
        draft_add_limit(draft, service->max_replicas);
    }
    return draft;
}

static void add_tier_limit(Draft *draft, const Model *model, const Tier *tier,
                           const TierLimit *limit)
{
    draft_add_text(draft, tier->name);
    draft_add_text(draft, model->resources[limit->resource].name);
    draft_add_limit(draft, limit->hard_permille);
    draft_add_decimal(draft, limit->max_slowdown);
    draft_add_decimal(draft, limit->percentile);
}

static Draft *draft_tiers(const Model *model)
{
    Draft *draft = new_draft(FILE_TIERS);
    for (uint32_t i = 0; i < model->n_tiers; i++) {
        const Tier *tier = &model->tiers[i];
        for (uint32_t j = 0; j < tier->n_limits; j++)
            add_tier_limit(draft, model, tier, &tier->limits[j]);
        if (tier->n_limits > 0)
            continue;
        draft_add_text(draft, tier->name);
        for (int empty = 0; empty < 4; empty++)
            draft_add_text(draft, "");
    }
    return draft;
}

static void add_domain(Draft *draft, const Model *model, uint32_t index)
{
    const Domain *domain = &model->domains[index];
    draft_add_text(draft, domain->name);
    draft_add_text(draft,
                   name_or_empty(NAMES(model->services, model->n_services), domain->service));
    draft_add_text(draft, name_or_empty(NAMES(model->hosts, model->n_hosts), domain->host));
    draft_add_text(draft,
                   domain->state == DOMAIN_STATE_RUNNING ? "" : domain_state_words[domain->state]);
    draft_add_text(draft, domain->move == MOVE_MODE_LIVE ? "" : move_mode_words[domain->move]);
    draft_add_minutes(draft, domain->operator_umin);
    draft_add_decimal(draft, domain->move_cost);
    draft_add_decimal(draft, domain->downtime_cost);
    draft_add_non_zero(draft, domain->dirty_mib_s);
    g_autofree char *moved =
        domain->has_moved_h_ago ? decimal_to_text(domain->moved_h_ago) : g_strdup("");
    draft_add_text(draft, moved);
    draft_add_set(draft, NAMES(model->tags, model->n_tags), &domain->requires);
    draft_add_set(draft, NAMES(model->licences, model->n_licences), &domain->licences);
    draft_add_text(draft,
                   name_or_empty(NAMES(model->cpu_models, model->n_cpu_models), domain->cpu_model));
    draft_add_text(draft,
                   name_or_empty(NAMES(model->domains, model->n_domains), domain->replica_of));
    draft_add_non_zero(draft, domain->retire);
    for (uint32_t i = 0; i < model->n_resources; i++)
        draft_add_amount(draft, model_demand(model, index, i, 0));
}

static Draft *draft_domains(const Model *model)
{
    Draft *draft = new_draft_with_resources(FILE_DOMAINS, model, false);
    for (uint32_t i = 0; i < model->n_domains; i++)
        add_domain(draft, model, i);
    return draft;
}

/* The demand of period 0 stands in domains.csv as the constant; here is what differs from it. */
static Draft *draft_demand(const Model *model)
{
    Draft *draft = new_draft(FILE_DEMAND);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        for (uint32_t resource = 0; resource < model->n_resources; resource++)
            for (uint32_t period = 1; period < model->policy.n_periods; period++) {
                int64_t amount = model_demand(model, domain, resource, period);
                if (amount == model_demand(model, domain, resource, 0))
                    continue;
                draft_add_text(draft, model->domains[domain].name);
                draft_add_text(draft, model->resources[resource].name);
                draft_add_amount(draft, period);
                draft_add_amount(draft, amount);
            }
    return draft;
}

static void add_groups(Draft *draft, const Model *model, const Rule *rule)
{
    g_autoptr(GString) cell = g_string_new(NULL);
    for (uint32_t i = 0; i < rule->n_groups; i++) {
        if (i > 0)
            g_string_append_c(cell, '|');
        for (uint32_t j = 0; j < rule->groups[i].n; j++) {
            if (j > 0)
                g_string_append_c(cell, ';');
            list_append_escaped(cell, model->domains[rule->groups[i].index[j]].name);
        }
    }
    draft_add_text(draft, cell->str);
}

static Draft *draft_rules(const Model *model)
{
    Draft *draft = new_draft(FILE_RULES);
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        draft_add_text(draft, rule_kind_words[rule->kind]);
        draft_add_text(draft, rule->name);
        add_groups(draft, model, rule);
        draft_add_set(draft, NAMES(model->hosts, model->n_hosts), &rule->hosts);
        draft_add_limit(draft, rule->limit);
        draft_add_text(draft,
                       rule->strength == STRENGTH_HARD ? "" : strength_words[rule->strength]);
        draft_add_decimal(draft, rule->price_per_h);
        draft_add_text(draft, rule->owner);
        draft_add_text(draft, rule->reason);
        draft_add_text(draft, rule->valid_from);
        draft_add_text(draft, rule->valid_to);
    }
    return draft;
}

static Draft *draft_licences(const Model *model)
{
    Draft *draft = new_draft(FILE_LICENCES);
    for (uint32_t i = 0; i < model->n_licences; i++) {
        const Licence *licence = &model->licences[i];
        draft_add_text(draft, licence->name);
        draft_add_decimal(draft, licence->cost_per_host_h);
        draft_add_decimal(draft, licence->cost_per_core_h);
        draft_add_limit(draft, licence->max_hosts);
    }
    return draft;
}

static void add_end(Draft *draft, const Model *model, uint32_t host, uint32_t zone)
{
    if (host != INDEX_NONE)
        draft_add_prefixed(draft, "", model->hosts[host].name);
    else
        draft_add_prefixed(draft, "zone:", model->zones[zone]);
}

static Draft *draft_move_costs(const Model *model)
{
    Draft *draft = new_draft(FILE_MOVE_COSTS);
    for (uint32_t i = 0; i < model->n_move_costs; i++) {
        const MoveCost *cost = &model->move_costs[i];
        add_end(draft, model, cost->from_host, cost->from_zone);
        add_end(draft, model, cost->to_host, cost->to_zone);
        draft_add_minutes(draft, cost->operator_umin);
        draft_add_decimal(draft, cost->cost);
    }
    return draft;
}

static Draft *draft_balances(const Model *model)
{
    Draft *draft = new_draft(FILE_BALANCE);
    for (uint32_t i = 0; i < model->n_balances; i++) {
        const Balance *balance = &model->balances[i];
        draft_add_text(draft, model->resources[balance->resource].name);
        draft_add_text(draft, model->resources[balance->with].name);
        draft_add_amount(draft, balance->ratio_permille);
        draft_add_decimal(draft, balance->price_per_h);
    }
    return draft;
}

static Draft *draft_blackouts(const Model *model)
{
    Draft *draft = new_draft(FILE_BLACKOUT);
    for (uint32_t i = 0; i < model->n_blackouts; i++) {
        const Blackout *blackout = &model->blackouts[i];
        if (blackout->scope == BLACKOUT_ALL)
            draft_add_text(draft, "*");
        else if (blackout->scope == BLACKOUT_HOST)
            draft_add_prefixed(draft, "host:", model->hosts[blackout->index].name);
        else
            draft_add_prefixed(draft, "service:", model->services[blackout->index].name);
        draft_add_text(draft, blackout->from);
        draft_add_text(draft, blackout->to);
    }
    return draft;
}

static Draft *draft_cpu_models(const Model *model)
{
    Draft *draft = new_draft(FILE_CPU_MODELS);
    for (uint32_t i = 0; i < model->n_cpu_models; i++) {
        const CpuModel *cpu = &model->cpu_models[i];
        if (!cpu->compared)
            continue;
        draft_add_text(draft, cpu->name);
        draft_add_set(draft, NAMES(model->cpu_models, model->n_cpu_models), &cpu->runs_on);
    }
    return draft;
}

GHashTable *model_to_canonical(const Model *model)
{
    static Draft *(*const writers[N_FORMAT_FILES])(const Model *) = {
        [FILE_POLICY] = draft_policy,         [FILE_RESOURCES] = draft_resources,
        [FILE_HOSTS] = draft_hosts,           [FILE_SERVICES] = draft_services,
        [FILE_TIERS] = draft_tiers,           [FILE_DOMAINS] = draft_domains,
        [FILE_DEMAND] = draft_demand,         [FILE_RULES] = draft_rules,
        [FILE_LICENCES] = draft_licences,     [FILE_MOVE_COSTS] = draft_move_costs,
        [FILE_BALANCE] = draft_balances,      [FILE_BLACKOUT] = draft_blackouts,
        [FILE_CPU_MODELS] = draft_cpu_models,
    };
    GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (uint32_t i = 0; i < N_FORMAT_FILES; i++) {
        if (writers[i] == NULL)
            continue;
        g_autoptr(Draft) draft = writers[i](model);
        /* resources.csv is always there: a file without rows means something else than no file. */
        if (draft_n_rows(draft) > 0 || format_files[i].required || i == FILE_RESOURCES)
            g_hash_table_insert(files, g_strdup(format_files[i].name), draft_to_csv(draft));
    }
    return files;
}
