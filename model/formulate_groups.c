/* Tags, services, tiers and rules as sets of items and bins. */
#include "model/cost.h"
#include "model/formulate_parts.h"
#include "model/rules.h"
#include "model/use.h"

static bool has_tags(const Host *host, const IndexSet *required)
{
    for (uint32_t i = 0; i < required->n; i++)
        if (!index_set_has(&host->tags, required->index[i]))
            return false;
    return true;
}

/* Domains that require the same tags share a set of hosts. */
void formulate_tags(const Model *model, Problem *problem)
{
    g_autoptr(GHashTable) classes = formulate_classes_new();
    gsize n_words = BITSET_WORDS(model->n_hosts);
    g_autoptr(GArray) examples = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t domain = problem->label[item];
        const IndexSet *required = &model->domains[domain].requires;
        problem->tag_class[item] =
            formulate_class(classes, required->index, required->n * sizeof(uint32_t));
        if (problem->tag_class[item] == examples->len)
            g_array_append_val(examples, domain);
    }
    problem->n_tag_classes = examples->len;
    problem->tag_bins = g_new0(uint64_t, examples->len * n_words + 1);
    for (uint32_t class = 0; class < examples->len; class ++) {
        const Domain *example = &model->domains[g_array_index(examples, uint32_t, class)];
        for (uint32_t host = 0; host < model->n_hosts; host++)
            if (has_tags(&model->hosts[host], &example->requires))
                bitset_set(problem->tag_bins + class * n_words, host);
    }
}

void formulate_services(const Model *model, Problem *problem)
{
    g_autofree GArray **items = g_new0(GArray *, (gsize)model->n_services + 1);
    problem->n_services = model->n_services;
    problem->services = g_new0(ServiceLimits, (gsize)model->n_services + 1);
    problem->n_zones = model->n_zones + model->n_hosts;
    problem->n_sites = model->n_sites + model->n_hosts;
    for (uint32_t s = 0; s < model->n_services; s++)
        items[s] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (problem->service_of_item[item] != NO_INDEX)
            g_array_append_val(items[problem->service_of_item[item]], item);
    for (uint32_t s = 0; s < model->n_services; s++) {
        const Service *from = &model->services[s];
        ServiceLimits *to = &problem->services[s];
        to->tier = from->tier;
        to->min_zones = items[s]->len == 0 ? 0 : from->min_zones;
        to->max_per_host = from->max_per_host;
        to->max_per_zone = from->max_per_zone;
        to->near = formulate_list(from->near.index, from->near.n);
        to->items = formulate_list((const uint32_t *)(const void *)items[s]->data, items[s]->len);
        g_array_unref(items[s]);
    }
}

void formulate_tiers(const Model *model, Problem *problem)
{
    problem->n_tiers = model->n_tiers;
    problem->tier_hard =
        g_new0(int64_t, (gsize)model->n_tiers * model->n_hosts * model->n_resources + 1);
    for (uint32_t t = 0; t < model->n_tiers; t++)
        for (uint32_t host = 0; host < model->n_hosts; host++)
            for (uint32_t r = 0; r < model->n_resources; r++)
                problem->tier_hard[((gsize)t * model->n_hosts + host) * model->n_resources + r] =
                    host_tier_limit(model, host, t, r);
}

static GroupKind group_kind(RuleKind kind)
{
    static const GroupKind kinds[] = {
        [RULE_KIND_SPREAD] = GROUP_SPREAD, [RULE_KIND_SPREAD_ZONE] = GROUP_SPREAD_ZONE,
        [RULE_KIND_GATHER] = GROUP_GATHER, [RULE_KIND_FENCE] = GROUP_FENCE,
        [RULE_KIND_BAN] = GROUP_BAN,       [RULE_KIND_ROOT] = GROUP_ROOT,
        [RULE_KIND_LONELY] = GROUP_LONELY, [RULE_KIND_SPLIT] = GROUP_SPLIT,
        [RULE_KIND_MAX_ON] = GROUP_MAX_ON,
    };
    return kinds[kind];
}

static GroupStrength group_strength(Strength strength)
{
    static const GroupStrength strengths[] = {
        [STRENGTH_HARD] = GROUP_HARD,
        [STRENGTH_SOFT] = GROUP_SOFT,
        [STRENGTH_KEEP] = GROUP_KEEP,
    };
    return strengths[strength];
}

static int64_t breaches_now(const Model *model, const Rule *rule)
{
    g_autofree uint32_t *placement = current_placement(model);
    g_autofree bool *in_service = current_in_service(model);
    return rule_breaches(model, rule, placement, in_service);
}

/* The items of a set of domains. */
static IndexList list_items(const IndexSet *set, const uint32_t *items)
{
    IndexList list = {g_new(uint32_t, (gsize)set->n + 1), 0};
    for (uint32_t i = 0; i < set->n; i++)
        if (items[set->index[i]] != INDEX_NONE)
            list.index[list.n++] = items[set->index[i]];
    return list;
}

static bool fill_group(const Model *model, const uint32_t *items, const Rule *from, Group *to,
                       GError **error)
{
    to->kind = group_kind(from->kind);
    to->strength = group_strength(from->strength);
    to->limit = from->limit;
    to->n_sets = MAX(from->n_groups, 1);
    to->sets = g_new0(IndexList, to->n_sets);
    for (uint32_t g = 0; g < from->n_groups; g++)
        to->sets[g] = list_items(&from->groups[g], items);
    to->bins = formulate_list(from->hosts.index, from->hosts.n);
    to->breaches_now = from->strength == STRENGTH_KEEP ? breaches_now(model, from) : 0;
    return formulate_fraction(from->price_per_h, model->policy.horizon_h * MICRO, 1, &to->price,
                              error);
}

bool formulate_groups(const Model *model, const uint32_t *items, Problem *problem, GError **error)
{
    problem->n_groups = model->n_rules;
    problem->groups = g_new0(Group, (gsize)model->n_rules + 1);
    for (uint32_t i = 0; i < model->n_rules; i++)
        if (!fill_group(model, items, &model->rules[i], &problem->groups[i], error))
            return false;
    return true;
}
