#include "plan/explain.h"

#include "model/rules.h"
#include "plan/alternative.h"

typedef struct {
    const Model *model;
    Plan *plan;
    Alternatives *alternatives;
    uint32_t *first_arrival; /* [n_hosts] domain that ends there and was elsewhere, INDEX_NONE */
    uint32_t *n_arrivals;    /* [n_hosts] */
    uint32_t *n_before;      /* [n_hosts] domains there now */
} Explainer;

static bool ends_elsewhere(const Explainer *explainer, uint32_t domain)
{
    return explainer->plan->host_of_domain[domain] != INDEX_NONE &&
           explainer->plan->host_of_domain[domain] != explainer->model->domains[domain].host;
}

static void explainer_init(Explainer *explainer, const Model *model, Plan *plan)
{
    *explainer = (Explainer){.model = model, .plan = plan};
    explainer->alternatives = alternatives_new(model, plan);
    explainer->first_arrival = g_new(uint32_t, model->n_hosts);
    explainer->n_arrivals = g_new0(uint32_t, model->n_hosts);
    explainer->n_before = g_new0(uint32_t, model->n_hosts);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        explainer->first_arrival[host] = INDEX_NONE;
    for (uint32_t i = 0; i < model->n_domains; i++) {
        uint32_t host = plan->host_of_domain[i];
        if (domain_host_now(model, i) != INDEX_NONE)
            explainer->n_before[model->domains[i].host]++;
        if (ends_elsewhere(explainer, i) && explainer->n_arrivals[host]++ == 0)
            explainer->first_arrival[host] = i;
    }
}

static void explainer_clear(Explainer *explainer)
{
    g_clear_pointer(&explainer->alternatives, alternatives_free);
    g_clear_pointer(&explainer->first_arrival, g_free);
    g_clear_pointer(&explainer->n_arrivals, g_free);
    g_clear_pointer(&explainer->n_before, g_free);
}

static const char *name_of_host(const Explainer *explainer, uint32_t host)
{
    return explainer->model->hosts[host].name;
}

/* Somebody ends where the domain was. */
static char *room_reason(const Explainer *explainer, const Obstacle *obstacle, uint32_t home)
{
    const Model *model = explainer->model;
    uint32_t n = explainer->n_arrivals[home];
    if (n == 0)
        return g_strdup_printf("host '%s' is above its hard limit of %s",
                               name_of_host(explainer, home),
                               model->resources[obstacle->resource].name);
    const char *first = model->domains[explainer->first_arrival[home]].name;
    if (n == 1)
        return g_strdup_printf("frees room for '%s' on '%s'", first, name_of_host(explainer, home));
    return g_strdup_printf("frees room for '%s' and %u more on '%s'", first, n - 1,
                           name_of_host(explainer, home));
}

static char *unfit_reason(const Explainer *explainer, const Obstacle *obstacle, uint32_t home)
{
    const Model *model = explainer->model;
    switch (obstacle->fit) {
    case UNFIT_STATE:
        return g_strdup_printf("host '%s' drains", name_of_host(explainer, home));
    case UNFIT_TAGS:
        return g_strdup_printf("host '%s' lacks the tag '%s' that it requires",
                               name_of_host(explainer, home), model->tags[obstacle->tag]);
    case UNFIT_DEMAND:
        return g_strdup_printf("host '%s' is too small for it", name_of_host(explainer, home));
    case UNFIT_FENCE:
    case UNFIT_BAN:
    case UNFIT_ROOT:
        return g_strdup_printf("rule '%s' asks for it", model->rules[obstacle->rule].name);
    case UNFIT_NEVER:
    case UNFIT_RESIDENCE:
    case UNFIT_CPU:
    case FITS:
        break;
    }
    g_assert_not_reached(); /* a domain's own host is never refused for that */
}

static char *obstacle_reason(const Explainer *explainer, const Obstacle *obstacle, uint32_t home)
{
    const Model *model = explainer->model;
    switch (obstacle->kind) {
    case OBSTACLE_UNFIT:
        return unfit_reason(explainer, obstacle, home);
    case OBSTACLE_ROOM:
        return room_reason(explainer, obstacle, home);
    case OBSTACLE_RULE:
        return g_strdup_printf("rule '%s' asks for it", model->rules[obstacle->rule].name);
    case OBSTACLE_SERVICE:
        return g_strdup_printf("the limits of service '%s' ask for it",
                               model->services[obstacle->service].name);
    case OBSTACLE_LICENCE:
        return g_strdup_printf("licence '%s' allows fewer hosts",
                               model->licences[obstacle->licence].name);
    case OBSTACLE_NONE:
        break;
    }
    return NULL;
}

/* Why the domain does not end where it is. */
static char *leaving_reason(const Explainer *explainer, const Action *action,
                            const Obstacle *obstacle)
{
    uint32_t home = explainer->model->domains[action->domain].host;
    bool leaves_service = !explainer->plan->in_service[home];
    if (obstacle->kind == OBSTACLE_UNFIT || (obstacle->kind != OBSTACLE_NONE && !leaves_service))
        return obstacle_reason(explainer, obstacle, home);
    if (leaves_service)
        return g_strdup_printf("empties host '%s', which leaves service",
                               name_of_host(explainer, home));
    if (action->has_saving && action->saving > 0)
        return g_strdup_printf("host '%s' is cheaper for it", name_of_host(explainer, action->to));
    return g_strdup("goes with the other moves of this plan");
}

static char *replicating_reason(const Model *model, uint32_t domain)
{
    const Domain *copy = &model->domains[domain];
    const char *template = model->domains[copy->replica_of].name;
    if (copy->service == INDEX_NONE || model->services[copy->service].min_replicas == NO_LIMIT)
        return g_strdup_printf("is asked for as a copy of '%s'", template);
    const Service *service = &model->services[copy->service];
    return g_strdup_printf("service '%s' needs at least %" G_GINT64_FORMAT ": a copy of '%s'",
                           service->name, service->min_replicas, template);
}

static char *retiring_reason(const Model *model, uint32_t domain)
{
    uint32_t service = model->domains[domain].service;
    if (service == INDEX_NONE || model->services[service].max_replicas == NO_LIMIT)
        return g_strdup("is marked to be retired");
    return g_strdup_printf("service '%s' may have no more than %" G_GINT64_FORMAT,
                           model->services[service].name, model->services[service].max_replicas);
}

static char *starting_reason(const Explainer *explainer, const Action *action)
{
    if (action->kind == ACTION_REPLICATE)
        return replicating_reason(explainer->model, action->domain);
    if (action->from == INDEX_NONE)
        return g_strdup("has no host yet");
    return g_strdup_printf("host '%s' has failed", name_of_host(explainer, action->from));
}

/* Who comes, after the wave of this detour, to where it left from? */
static char *parking_reason(const Explainer *explainer, const Action *parking)
{
    const Plan *plan = explainer->plan;
    for (const Action *next = parking; next < plan->actions + plan->n_actions; next++)
        if (next->wave > parking->wave && next->domain != INDEX_NONE &&
            next->domain != parking->domain && next->to == parking->from)
            return g_strdup_printf("parked: frees room for '%s' on '%s'",
                                   explainer->model->domains[next->domain].name,
                                   name_of_host(explainer, parking->from));
    return g_strdup("parked: makes way for the moves that follow");
}

static bool explain_move(const Explainer *explainer, Action *action, GError **error)
{
    uint32_t home = explainer->model->domains[action->domain].host;
    if (action->kind == ACTION_RETIRE) {
        action->reason = retiring_reason(explainer->model, action->domain);
        return true;
    }
    if (action->parking) {
        action->reason = parking_reason(explainer, action);
        return true;
    }
    if (!domain_is_placed(explainer->model, action->domain)) {
        action->reason = action->kind == ACTION_MIGRATE ? g_strdup("goes on after it was parked")
                                                        : starting_reason(explainer, action);
        return true;
    }
    if (!ends_elsewhere(explainer, action->domain)) {
        action->reason = g_strdup("returns after it made room");
        return true;
    }
    Obstacle obstacle = alternatives_obstacle(explainer->alternatives, action->domain, home);
    action->has_saving = obstacle.kind == OBSTACLE_NONE;
    if (action->has_saving &&
        !alternatives_cost(explainer->alternatives, action->domain, home, &action->saving, error))
        return false;
    action->reason = leaving_reason(explainer, action, &obstacle);
    return true;
}

static void explain_power_on(const Explainer *explainer, Action *action)
{
    uint32_t n = alternatives_n_on(explainer->alternatives, action->to);
    if (n == 0)
        action->reason = g_strdup("stays ready for a host that fails");
    else
        action->reason = g_strdup_printf("takes in %u domain%s", n, n == 1 ? "" : "s");
}

static void explain_power_off(const Explainer *explainer, Action *action)
{
    uint32_t n = explainer->n_before[action->from];
    if (explainer->model->hosts[action->from].state == HOST_STATE_FAILED)
        action->reason = g_strdup("has failed");
    else if (n == 0)
        action->reason = g_strdup("holds no domain");
    else
        action->reason =
            g_strdup_printf("is empty when its %u domain%s left", n, n == 1 ? " has" : "s have");
}

static bool explain_action(const Explainer *explainer, Action *action, GError **error)
{
    g_clear_pointer(&action->reason, g_free);
    action->has_saving = false;
    action->saving = 0;
    switch (action->kind) {
    case ACTION_POWER_ON:
        explain_power_on(explainer, action);
        return true;
    case ACTION_POWER_OFF:
        explain_power_off(explainer, action);
        return true;
    case ACTION_MIGRATE:
    case ACTION_ACTIVATE:
    case ACTION_SUSPEND:
    case ACTION_REPLICATE:
    case ACTION_RETIRE:
        return explain_move(explainer, action, error);
    }
    g_assert_not_reached();
}

bool plan_explain(const Model *model, Plan *plan, GError **error)
{
    Explainer explainer;
    bool fine = true;
    explainer_init(&explainer, model, plan);
    for (uint32_t i = 0; fine && i < plan->n_actions; i++)
        fine = explain_action(&explainer, &plan->actions[i], error);
    explainer_clear(&explainer);
    return fine;
}
