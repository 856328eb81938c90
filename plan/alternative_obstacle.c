#include "model/cost.h"
#include "model/rules.h"
#include "plan/alternative_parts.h"

/* The lowest limit of the tiers there once the domain is there as well. */
static int64_t limit_with(const Alternatives *alternatives, uint32_t domain, uint32_t host,
                          uint32_t resource)
{
    const Model *model = alternatives->model;
    int64_t limit = host_hard_limit(model, host, resource);
    for (uint32_t tier = 0; tier < model->n_tiers; tier++)
        if (tier == fit_tier(model, domain) ||
            alternatives->n_of_tier[(gsize)host * model->n_tiers + tier] > 0)
            limit = MIN(limit, host_tier_limit(model, host, tier, resource));
    return limit;
}

/* What a host of the snapshot still holds of a transient resource of those who left it. */
static int64_t left_behind(const Alternatives *alternatives, uint32_t domain, uint32_t host,
                           uint32_t resource, uint32_t period)
{
    const Model *model = alternatives->model;
    int64_t sum = 0;
    if (!model->resources[resource].transient)
        return 0;
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (i != domain && model->domains[i].host == host && alternatives->placement[i] != host)
            sum += model_demand(model, i, resource, period);
    return sum;
}

static Obstacle room_obstacle(const Alternatives *alternatives, uint32_t domain, uint32_t host)
{
    const Model *model = alternatives->model;
    Obstacle worst = {.kind = OBSTACLE_NONE};
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t limit = limit_with(alternatives, domain, host, resource);
        int64_t hard = host_hard_limit(model, host, resource);
        for (uint32_t period = 0; period < model->policy.n_periods; period++) {
            int64_t use = alternatives_use(alternatives, host, resource, period) +
                          model_demand(model, domain, resource, period);
            /* tiers do not ask about what those who left still take */
            int64_t left = left_behind(alternatives, domain, host, resource, period);
            int64_t excess = MAX(use - limit, use + left - hard);
            if (excess > worst.excess)
                worst = (Obstacle){.kind = OBSTACLE_ROOM, .resource = resource, .excess = excess};
        }
    }
    return worst;
}

static bool breaks(const Alternatives *alternatives, uint32_t rule)
{
    const Model *model = alternatives->model;
    if (model->rules[rule].strength == STRENGTH_SOFT)
        return false;
    return rule_breaches(model, &model->rules[rule], alternatives->placement,
                         alternatives->in_service) > alternatives->breaches_now[rule];
}

/* Rules that a domain outside their set can break. */
static bool concerns_all(const Rule *rule)
{
    return rule->kind == RULE_KIND_LONELY || rule->kind == RULE_KIND_MAX_ON;
}

/* With the domain on its other host in placement and that host in service. */
static Obstacle rule_obstacle(const Alternatives *alternatives, uint32_t domain)
{
    const Model *model = alternatives->model;
    for (uint32_t i = 0; i < domain_rules_n(&alternatives->rules, domain); i++) {
        uint32_t rule = domain_rules_at(&alternatives->rules, domain, i).rule;
        if (breaks(alternatives, rule))
            return (Obstacle){.kind = OBSTACLE_RULE, .rule = rule};
    }
    for (uint32_t rule = 0; rule < model->n_rules; rule++)
        if (concerns_all(&model->rules[rule]) && breaks(alternatives, rule))
            return (Obstacle){.kind = OBSTACLE_RULE, .rule = rule};
    return (Obstacle){.kind = OBSTACLE_NONE};
}

static Obstacle licence_obstacle(const Alternatives *alternatives, uint32_t domain, uint32_t host)
{
    const Model *model = alternatives->model;
    uint32_t planned = alternatives->plan->host_of_domain[domain];
    for (uint32_t i = 0; i < model->domains[domain].licences.n; i++) {
        uint32_t licence = model->domains[domain].licences.index[i];
        const uint32_t *n_of = alternatives->n_of_licence + licence;
        int64_t n_hosts = alternatives->n_licence_hosts[licence];
        n_hosts += n_of[(gsize)host * model->n_licences] == 0;
        n_hosts -= n_of[(gsize)planned * model->n_licences] == 1;
        int64_t limit = model->licences[licence].max_hosts;
        if (limit != NO_LIMIT && n_hosts > limit)
            return (Obstacle){.kind = OBSTACLE_LICENCE, .licence = licence};
    }
    return (Obstacle){.kind = OBSTACLE_NONE};
}

/* Those that ask about a whole placement: it is changed for them and restored. */
static Obstacle placement_obstacle(Alternatives *alternatives, uint32_t domain, uint32_t host)
{
    uint32_t planned = alternatives_swap(alternatives, domain, host);
    bool was_in_service = alternatives->in_service[host];
    alternatives->in_service[host] = true;
    if (alternatives_empties(alternatives, planned))
        alternatives->in_service[planned] = false;
    Obstacle obstacle = rule_obstacle(alternatives, domain);
    if (obstacle.kind == OBSTACLE_NONE)
        obstacle = alternatives_service_obstacle(alternatives, domain, host);
    alternatives->in_service[host] = was_in_service;
    alternatives->in_service[planned] = true;
    alternatives_swap(alternatives, domain, planned);
    return obstacle;
}

Obstacle alternatives_obstacle(Alternatives *alternatives, uint32_t domain, uint32_t host)
{
    Obstacle obstacle = {.kind = OBSTACLE_UNFIT};
    if (host == alternatives->plan->host_of_domain[domain])
        return (Obstacle){.kind = OBSTACLE_NONE};
    obstacle.fit =
        domain_fits(alternatives->model, &alternatives->rules, domain, host, &obstacle.rule);
    obstacle.tag = domain_lacking_tag(alternatives->model, domain, host);
    if (obstacle.fit != FITS)
        return obstacle;
    obstacle = room_obstacle(alternatives, domain, host);
    if (obstacle.kind == OBSTACLE_NONE)
        obstacle = placement_obstacle(alternatives, domain, host);
    if (obstacle.kind == OBSTACLE_NONE)
        obstacle = licence_obstacle(alternatives, domain, host);
    return obstacle;
}

static char *unfit_text(const Model *model, const Obstacle *obstacle, uint32_t host)
{
    static const char *const states[] = {"up", "draining", "closed", "failed"};
    switch (obstacle->fit) {
    case UNFIT_STATE:
        return g_strdup_printf("the host is %s", states[model->hosts[host].state]);
    case UNFIT_TAGS:
        return g_strdup_printf("the host lacks the tag '%s' that it requires",
                               model->tags[obstacle->tag]);
    case UNFIT_DEMAND:
        return g_strdup("the host is too small for it");
    case UNFIT_FENCE:
    case UNFIT_BAN:
    case UNFIT_ROOT:
        return rule_sentence(&model->rules[obstacle->rule], "forbids it");
    case UNFIT_NEVER:
        return g_strdup("it is not running, or its move mode is 'never'");
    case UNFIT_RESIDENCE:
        return g_strdup("it was moved less than min_residence_h ago");
    case UNFIT_CPU:
        return g_strdup("the host's CPU does not run the one that it sees");
    case FITS:
        break;
    }
    return NULL;
}

char *obstacle_text(const Model *model, const Obstacle *obstacle, uint32_t host)
{
    switch (obstacle->kind) {
    case OBSTACLE_UNFIT:
        return unfit_text(model, obstacle, host);
    case OBSTACLE_ROOM:
        return g_strdup_printf("%" G_GINT64_FORMAT " %s too little room", obstacle->excess,
                               model->resources[obstacle->resource].name);
    case OBSTACLE_RULE:
        return g_strdup_printf("rule '%s' would be broken", model->rules[obstacle->rule].name);
    case OBSTACLE_SERVICE:
        return g_strdup_printf("a limit of service '%s' would be broken",
                               model->services[obstacle->service].name);
    case OBSTACLE_LICENCE:
        return g_strdup_printf("licence '%s' allows no more hosts",
                               model->licences[obstacle->licence].name);
    case OBSTACLE_NONE:
        break;
    }
    return NULL;
}
