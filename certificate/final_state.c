#include "certificate/final_state.h"

#include "certificate/allowed.h"
#include "certificate/cost.h"
#include "certificate/limits.h"
#include "common/decimal.h"

void judge_check_placement(Checks *checks, const Model *model, const Plan *plan)
{
    uint32_t n_out = 0;
    checks_begin(checks, "placement");
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        const char *name = model->domains[domain].name;
        uint32_t host = plan->host_of_domain[domain];
        if (host == INDEX_NONE) {
            if (judge_is_wanted(model, domain))
                checks_break(checks, "domain '%s' is nowhere", name);
            else
                n_out++;
            continue;
        }
        g_autofree char *why = judge_refusal(model, domain, host);
        if (why != NULL)
            checks_break(checks, "domain '%s' may not be on host '%s': %s", name,
                         model->hosts[host].name, why);
    }
    checks_end(checks, "each of %u domains is on a host where it may be%s",
               model->n_domains - n_out, n_out == 0 ? "" : ", all others are to be nowhere");
}

/* With host_failures a host that is up may be kept in service without a domain. */
static bool may_be_spare(const Model *model, uint32_t host)
{
    return model->policy.host_failures > 0 && model->hosts[host].state == HOST_STATE_UP;
}

bool judge_is_held_back(const Model *model, const Plan *plan)
{
    return plan->n_actions == 0 && model->policy.min_saving.mantissa > 0;
}

void judge_check_in_service(Checks *checks, const Model *model, const Plan *plan)
{
    g_autofree bool *holds = g_new0(bool, MAX(model->n_hosts, 1));
    uint32_t n_in_service = 0;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (plan->host_of_domain[domain] != INDEX_NONE)
            holds[plan->host_of_domain[domain]] = true;
    checks_begin(checks, "in service");
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        const char *name = model->hosts[host].name;
        n_in_service += plan->in_service[host] ? 1 : 0;
        if (holds[host] && !plan->in_service[host])
            checks_break(checks, "host '%s' holds domains but is not in service", name);
        /* What is put back may have had empty hosts that were on, and so may what stays as it is.
         */
        bool kept = plan->reverse_of != NULL || judge_is_held_back(model, plan);
        if (!holds[host] && plan->in_service[host] && !kept && !may_be_spare(model, host))
            checks_break(checks, "host '%s' is in service without a domain", name);
    }
    checks_end(checks, "%u of %u hosts in service, each for a reason", n_in_service,
               model->n_hosts);
}

/* For a transient resource a domain that leaves its host still counts there. */
static void add_left_behind(const Model *model, const Plan *plan, int64_t *use)
{
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t home = model->domains[domain].host;
        if (home == INDEX_NONE || home == plan->host_of_domain[domain] ||
            model->hosts[home].state == HOST_STATE_FAILED)
            continue;
        for (uint32_t resource = 0; resource < model->n_resources; resource++) {
            if (!model->resources[resource].transient)
                continue;
            for (uint32_t period = 0; period < model->policy.n_periods; period++)
                use[judge_use_index(model, home, resource, period)] +=
                    model_demand(model, domain, resource, period);
        }
    }
}

static void check_use(Checks *checks, const Model *model, uint32_t host, const int64_t *use,
                      uint32_t tier)
{
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t limit = tier == INDEX_NONE ? judge_hard_limit(model, host, resource)
                                           : judge_tier_limit(model, tier, host, resource);
        for (uint32_t period = 0; period < model->policy.n_periods; period++) {
            int64_t used = use[judge_use_index(model, host, resource, period)];
            if (used > limit)
                checks_break(checks,
                             "host '%s' holds %" G_GINT64_FORMAT " of '%s' in period %u, %s%s%s "
                             "limit %" G_GINT64_FORMAT,
                             model->hosts[host].name, used, model->resources[resource].name, period,
                             tier == INDEX_NONE ? "hard" : "tier '",
                             tier == INDEX_NONE ? "" : model->tiers[tier].name,
                             tier == INDEX_NONE ? "" : "'", limit);
        }
    }
}

static void check_tiers(Checks *checks, const Model *model, const Plan *plan, const int64_t *use)
{
    g_autofree bool *seen = g_new0(bool, MAX((gsize)model->n_hosts * model->n_tiers, 1));
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t tier = judge_tier(model, domain);
        uint32_t host = plan->host_of_domain[domain];
        if (tier == INDEX_NONE || host == INDEX_NONE)
            continue;
        bool *pair = &seen[(gsize)host * model->n_tiers + tier];
        if (!*pair)
            check_use(checks, model, host, use, tier);
        *pair = true;
    }
}

void judge_check_capacity(Checks *checks, const Model *model, const Plan *plan)
{
    g_autofree int64_t *use = judge_use(model, plan->host_of_domain);
    checks_begin(checks, "tiers");
    check_tiers(checks, model, plan, use);
    checks_end(checks, "no host holds more than the tiers of its domains allow");
    checks_begin(checks, "capacity");
    add_left_behind(model, plan, use);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (model->hosts[host].state != HOST_STATE_FAILED)
            check_use(checks, model, host, use, INDEX_NONE);
    checks_end(checks, "%u hosts × %u resources × %u periods within their hard limits",
               model->n_hosts, model->n_resources, model->policy.n_periods);
}

void judge_check_rules(Checks *checks, const Model *model, const Plan *plan)
{
    State state = {plan->host_of_domain, plan->in_service};
    g_auto(OwnedState) now = {0};
    judge_state_now(model, &now);
    checks_begin(checks, "rules");
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        if (rule->strength == STRENGTH_SOFT)
            continue;
        g_autofree char *where = NULL;
        int64_t breaches = judge_breaches(model, i, state, &where);
        int64_t most =
            rule->strength == STRENGTH_KEEP ? judge_breaches(model, i, now.state, NULL) : 0;
        if (breaches > most)
            checks_break(checks,
                         "%s '%s' is broken %" G_GINT64_FORMAT " times, allowed %" G_GINT64_FORMAT
                         ": %s",
                         judge_rule_word(rule->kind), rule->name, breaches, most, where);
    }
    checks_end(checks,
               "no hard rule is broken and none that is kept is broken more than now, of "
               "%u rules",
               model->n_rules);
}

void judge_check_licences(Checks *checks, const Model *model, const Plan *plan)
{
    checks_begin(checks, "licences");
    for (uint32_t licence = 0; licence < model->n_licences; licence++) {
        g_autofree bool *holds = g_new0(bool, MAX(model->n_hosts, 1));
        int64_t n_hosts = 0;
        for (uint32_t domain = 0; domain < model->n_domains; domain++) {
            uint32_t host = plan->host_of_domain[domain];
            if (host == INDEX_NONE || holds[host] ||
                !index_set_has(&model->domains[domain].licences, licence))
                continue;
            holds[host] = true;
            n_hosts++;
        }
        int64_t most = model->licences[licence].max_hosts;
        if (most != NO_LIMIT && n_hosts > most)
            checks_break(checks,
                         "licence '%s' is needed on %" G_GINT64_FORMAT
                         " hosts, allowed %" G_GINT64_FORMAT,
                         model->licences[licence].name, n_hosts, most);
    }
    checks_end(checks, "%u licences within their number of hosts", model->n_licences);
}

static void check_budget(Checks *checks, const char *what, int64_t amount, int64_t limit,
                         int64_t unit)
{
    if (limit == NO_LIMIT || amount <= limit)
        return;
    g_autofree char *needed =
        unit == MICRO ? money_to_text(amount) : g_strdup_printf("%" G_GINT64_FORMAT, amount);
    g_autofree char *allowed =
        unit == MICRO ? money_to_text(limit) : g_strdup_printf("%" G_GINT64_FORMAT, limit);
    checks_break(checks, "the plan needs %s %s, allowed %s", needed, what, allowed);
}

void judge_check_budgets(Checks *checks, const Model *model, const Plan *plan)
{
    int64_t n_moves = 0, memory_mib = 0, umin = 0;
    const Policy *policy = &model->policy;
    for (uint32_t i = 0; i < plan->n_actions; i++)
        if (judge_is_move(&plan->actions[i])) {
            n_moves++;
            memory_mib += judge_memory_mib(model, plan->actions[i].domain);
        }
    checks_begin(checks, "budgets");
    g_autoptr(GError) error = NULL;
    if (!judge_operator_umin(model, plan, &umin, &error))
        checks_break(checks, "%s", error->message);
    check_budget(checks, "moves (max_moves)", n_moves, policy->max_moves, 1);
    check_budget(checks, "operator minutes (max_operator_min)", umin, policy->max_operator_umin,
                 MICRO);
    int64_t most_mib =
        policy->max_memory_gib == NO_LIMIT ? NO_LIMIT : policy->max_memory_gib * 1024;
    check_budget(checks, "MiB of memory moved (max_memory_gib)", memory_mib, most_mib, 1);
    checks_end(checks, "%" G_GINT64_FORMAT " moves, their minutes and memory are within budget",
               n_moves);
}
