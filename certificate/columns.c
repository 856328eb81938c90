#include "certificate/columns.h"

#include "certificate/allowed.h"
#include "certificate/limits.h"
#include "common/error.h"

#define MOST_COLUMNS (INT64_C(1) << 31)
#define WORD_BITS    64

/* Places where a rule that is not hard counts its breaches; 0 where it has no such columns. */
static uint64_t n_breach_places(const Model *model, const Rule *rule)
{
    if (rule->strength == STRENGTH_HARD)
        return 0;
    switch (rule->kind) {
    case RULE_KIND_SPREAD:
    case RULE_KIND_SPLIT:
        return model->n_hosts;
    case RULE_KIND_SPREAD_ZONE:
        return (uint64_t)model->n_zones + model->n_hosts;
    case RULE_KIND_LONELY:
        return model->n_domains;
    case RULE_KIND_GATHER:
    case RULE_KIND_FENCE:
    case RULE_KIND_BAN:
    case RULE_KIND_ROOT:
    case RULE_KIND_MAX_ON:
        return 1;
    }
    return 0;
}

static uint64_t n_used_groups(const Rule *rule)
{
    if (rule->kind == RULE_KIND_SPLIT)
        return rule->n_groups;
    if (rule->kind == RULE_KIND_LONELY)
        return 1;
    return rule->kind == RULE_KIND_GATHER && rule->strength != STRENGTH_HARD ? 1 : 0;
}

static void init_rule_columns(Columns *columns)
{
    const Model *model = columns->model;
    columns->breach_first = g_new0(uint64_t, (gsize)model->n_rules + 1);
    columns->used_first = g_new0(uint64_t, (gsize)model->n_rules + 1);
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        columns->breach_first[i + 1] = columns->breach_first[i] + n_breach_places(model, rule);
        columns->used_first[i + 1] = columns->used_first[i] + n_used_groups(rule) * model->n_hosts;
    }
}

static void init_zone_columns(Columns *columns)
{
    const Model *model = columns->model;
    columns->zone_first = g_new0(uint64_t, (gsize)model->n_services + 1);
    for (uint32_t service = 0; service < model->n_services; service++) {
        bool spans = model->services[service].min_zones > 1;
        columns->zone_first[service + 1] =
            columns->zone_first[service] + (spans ? (uint64_t)model->n_zones + model->n_hosts : 0);
    }
}

/* False where the program is too large to be held. */
static bool init_layout(Columns *columns)
{
    const Model *model = columns->model;
    Int128 hosts = model->n_hosts;
    Int128 dimensions = (Int128)model->n_resources * model->policy.n_periods;
    const Int128 sizes[N_COLUMN_KINDS] = {
        [COLUMN_PLACE] = hosts * model->n_domains,
        [COLUMN_SERVE] = hosts,
        [COLUMN_CHANGE] = 1,
        [COLUMN_NOTICE] = model->n_services,
        [COLUMN_OVERLOAD] = hosts * dimensions,
        [COLUMN_BALANCE] = hosts * model->n_balances * model->policy.n_periods,
        [COLUMN_LICENCE] = hosts * model->n_licences,
        [COLUMN_TIER] = hosts * model->n_tiers,
        [COLUMN_BREACH] = columns->breach_first[model->n_rules],
        [COLUMN_USED] = columns->used_first[model->n_rules],
        [COLUMN_ZONE_USED] = columns->zone_first[model->n_services],
        [COLUMN_BUSIEST] = 1,
        [COLUMN_LARGEST] = model->n_resources,
        [COLUMN_ABOVE] = hosts * model->n_resources,
    };
    Int128 total = 0;
    for (uint32_t kind = 0; kind < N_COLUMN_KINDS; kind++) {
        columns->first[kind] = (uint64_t)total;
        total += sizes[kind];
        if (total > MOST_COLUMNS)
            return false;
    }
    columns->first[N_COLUMN_KINDS] = (uint64_t)total;
    return true;
}

/* allowed, words: [n_hosts]; the bit of the domain is set in each word of a host that it may be on.
 */
static void note_domain(Columns *columns, uint32_t domain, const bool *allowed, uint64_t *words)
{
    const Model *model = columns->model;
    const Domain *noted = &model->domains[domain];
    if (!judge_is_wanted(model, domain))
        return;
    columns->stays[domain] = judge_is_placed(model, domain) && allowed[noted->host];
    columns->must_change = columns->must_change || !columns->stays[domain];
    if (noted->service != INDEX_NONE) {
        columns->n_domains_of[noted->service]++;
        columns->must_notice[noted->service] |= !columns->stays[domain];
    }
    for (uint32_t host = 0; host < model->n_hosts; host++)
        words[host] |= (uint64_t)allowed[host] << (domain % WORD_BITS);
    for (uint32_t i = 0; i < noted->licences.n; i++) {
        bool *needed = columns->licence_needed + (gsize)noted->licences.index[i] * model->n_hosts;
        for (uint32_t host = 0; host < model->n_hosts; host++)
            needed[host] |= allowed[host];
    }
}

/* words: [n_hosts] of the domains from that one on; begun anew. */
static void keep_words(Columns *columns, uint32_t first_domain, uint64_t *words)
{
    for (uint32_t host = 0; host < columns->model->n_hosts; host++) {
        columns->allowed[host * columns->allowed_words + first_domain / WORD_BITS] = words[host];
        columns->may_serve[host] |= words[host] != 0;
        words[host] = 0;
    }
}

/* It moves in every plan, to nowhere. */
static void note_retiring(Columns *columns, uint32_t domain)
{
    uint32_t service = columns->model->domains[domain].service;
    columns->must_change = true;
    if (service == INDEX_NONE)
        return;
    columns->n_retire_of[service]++;
    columns->must_notice[service] = true;
}

static void init_allowed(Columns *columns)
{
    const Model *model = columns->model;
    g_autofree bool *row = g_new0(bool, MAX(model->n_hosts, 1));
    g_autofree uint64_t *words = g_new0(uint64_t, MAX(model->n_hosts, 1));
    g_autofree uint32_t *kinds = g_new0(uint32_t, MAX(model->n_hosts, 1));
    judge_host_kinds(model, kinds);
    columns->allowed_words = ((gsize)model->n_domains + WORD_BITS - 1) / WORD_BITS;
    columns->allowed = g_new0(uint64_t, MAX(model->n_hosts * columns->allowed_words, 1));
    columns->stays = g_new0(bool, MAX(model->n_domains, 1));
    columns->may_serve = g_new0(bool, MAX(model->n_hosts, 1));
    columns->n_domains_of = g_new0(uint32_t, MAX(model->n_services, 1));
    columns->n_retire_of = g_new0(uint32_t, MAX(model->n_services, 1));
    columns->must_notice = g_new0(bool, MAX(model->n_services, 1));
    columns->licence_needed = g_new0(bool, MAX((gsize)model->n_licences * model->n_hosts, 1));
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        judge_allowed_hosts(model, kinds, domain, row);
        note_domain(columns, domain, row, words);
        if (judge_retires(model, domain))
            note_retiring(columns, domain);
        if (domain % WORD_BITS == WORD_BITS - 1 || domain + 1 == model->n_domains)
            keep_words(columns, domain / WORD_BITS * WORD_BITS, words);
    }
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        if (model->policy.host_failures > 0 && model->hosts[host].state == HOST_STATE_UP)
            columns->may_serve[host] = true;
        if (model->hosts[host].on && !columns->may_serve[host])
            columns->must_change = true;
    }
}

static bool tier_lowers(const Model *model, uint32_t tier, uint32_t host)
{
    for (uint32_t resource = 0; resource < model->n_resources; resource++)
        if (judge_tier_limit(model, tier, host, resource) < judge_hard_limit(model, host, resource))
            return true;
    return false;
}

static void init_tiers(Columns *columns)
{
    const Model *model = columns->model;
    columns->tier_limits = g_new0(bool, MAX((gsize)model->n_tiers * model->n_hosts, 1));
    for (uint32_t domain = 0; model->n_tiers > 0 && domain < model->n_domains; domain++) {
        uint32_t tier = judge_tier(model, domain);
        for (uint32_t host = 0; tier != INDEX_NONE && host < model->n_hosts; host++) {
            bool *exists = &columns->tier_limits[(gsize)tier * model->n_hosts + host];
            if (!*exists && judge_columns_allow(columns, domain, host))
                *exists = tier_lowers(model, tier, host);
        }
    }
}

/* max(0, Σ demand of all that may be there − soft) */
static void init_overload_upper(Columns *columns)
{
    const Model *model = columns->model;
    uint32_t n_periods = model->policy.n_periods;
    columns->overload_upper =
        g_new0(int64_t, MAX((gsize)model->n_hosts * model->n_resources * n_periods, 1));
    for (uint32_t host = 0; host < model->n_hosts; host++)
        for (uint32_t resource = 0; resource < model->n_resources; resource++) {
            if (decimal_is_zero(model->resources[resource].overload_price))
                continue;
            for (uint32_t period = 0; period < n_periods; period++) {
                int64_t sum = -judge_soft_limit(model, host, resource);
                for (uint32_t domain = 0; domain < model->n_domains; domain++)
                    if (judge_columns_allow(columns, domain, host))
                        sum += model_demand(model, domain, resource, period);
                columns->overload_upper[((gsize)host * model->n_resources + resource) * n_periods +
                                        period] = MAX(sum, 0);
            }
        }
}

Columns *judge_columns_new(const Model *model, int64_t scale, GError **error)
{
    g_autoptr(Columns) columns = g_new0(Columns, 1);
    columns->model = model;
    columns->scale = scale;
    init_rule_columns(columns);
    init_zone_columns(columns);
    if (!init_layout(columns)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                    "the program has more columns than can be checked");
        return NULL;
    }
    if (!judge_column_costs_init(&columns->costs, model, scale, error))
        return NULL;
    init_allowed(columns);
    init_tiers(columns);
    init_overload_upper(columns);
    return g_steal_pointer(&columns);
}

void judge_columns_free(Columns *columns)
{
    if (columns == NULL)
        return;
    g_free(columns->allowed);
    g_free(columns->stays);
    g_free(columns->may_serve);
    g_free(columns->n_domains_of);
    g_free(columns->n_retire_of);
    g_free(columns->must_notice);
    g_free(columns->licence_needed);
    g_free(columns->tier_limits);
    g_free(columns->overload_upper);
    g_free(columns->breach_first);
    g_free(columns->used_first);
    g_free(columns->zone_first);
    judge_column_costs_clear(&columns->costs);
    g_free(columns);
}
