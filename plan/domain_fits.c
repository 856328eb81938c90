#include "plan/domain_fits.h"

#include "common/rational.h"
#include "model/cost.h"
#include "model/cpus.h"
#include "model/rules.h"

uint32_t fit_tier(const Model *model, uint32_t domain)
{
    uint32_t service = model->domains[domain].service;
    return service == INDEX_NONE ? INDEX_NONE : model->services[service].tier;
}

int64_t fit_memory_mib(const Model *model, uint32_t domain)
{
    uint32_t memory = model_find_resource(model, "memory_mib");
    int64_t largest = 0;
    for (uint32_t period = 0; memory != INDEX_NONE && period < model->policy.n_periods; period++)
        largest = MAX(largest, model_demand(model, domain, memory, period));
    return largest;
}

uint32_t domain_lacking_tag(const Model *model, uint32_t domain, uint32_t host)
{
    const IndexSet *requires = &model->domains[domain].requires;
    for (uint32_t i = 0; i < requires->n; i++)
        if (!index_set_has(&model->hosts[host].tags, requires->index[i]))
    return requires->index[i];
    return INDEX_NONE;
}

static bool fits_alone(const Model *model, uint32_t domain, uint32_t host)
{
    uint32_t tier = fit_tier(model, domain);
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t limit = tier == INDEX_NONE ? host_hard_limit(model, host, resource)
                                           : host_tier_limit(model, host, tier, resource);
        for (uint32_t period = 0; period < model->policy.n_periods; period++)
            if (model_demand(model, domain, resource, period) > limit)
                return false;
    }
    return true;
}

/* A stop on the way may break fence and ban as often as the start does: the order counts that. */
typedef enum { AT_THE_END, ON_THE_WAY } Moment;

static Fit fits_rule(const Model *model, const Rule *rule, uint32_t domain, uint32_t host,
                     Moment moment)
{
    if (rule->strength != STRENGTH_HARD)
        return FITS;
    uint32_t home = model->domains[domain].host;
    bool inside = index_set_has(&rule->hosts, host);
    if (rule->kind == RULE_KIND_FENCE && !inside && moment == AT_THE_END)
        return UNFIT_FENCE;
    if (rule->kind == RULE_KIND_BAN && inside && moment == AT_THE_END)
        return UNFIT_BAN;
    if (rule->kind == RULE_KIND_ROOT && home != INDEX_NONE && host != home)
        return UNFIT_ROOT;
    return FITS;
}

static Fit fits_rules(const Model *model, const DomainRules *rules, uint32_t domain, uint32_t host,
                      Moment moment, uint32_t *ret_rule)
{
    for (uint32_t i = 0; i < domain_rules_n(rules, domain); i++) {
        uint32_t rule = domain_rules_at(rules, domain, i).rule;
        Fit fit = fits_rule(model, &model->rules[rule], domain, host, moment);
        if (fit == FITS)
            continue;
        if (ret_rule != NULL)
            *ret_rule = rule;
        return fit;
    }
    return FITS;
}

/* Conditions 1 to 5 of allowed(). */
static Fit fits_at_all(const Model *model, const DomainRules *rules, uint32_t domain, uint32_t host,
                       Moment moment, uint32_t *ret_rule)
{
    HostState state = model->hosts[host].state;
    bool open = state == HOST_STATE_UP ||
                (state == HOST_STATE_CLOSED && host == model->domains[domain].host);
    if (!open)
        return UNFIT_STATE;
    if (domain_lacking_tag(model, domain, host) != INDEX_NONE)
        return UNFIT_TAGS;
    if (!fits_alone(model, domain, host))
        return UNFIT_DEMAND;
    return fits_rules(model, rules, domain, host, moment, ret_rule);
}

static bool moved_recently(const Model *model, uint32_t domain)
{
    if (!model->domains[domain].has_moved_h_ago)
        return false;
    g_autoptr(Rational) since = rational_new_decimal(model->domains[domain].moved_h_ago);
    g_autoptr(Rational) least = rational_new_decimal(model->policy.min_residence_h);
    rational_subtract(since, least);
    int64_t whole = 0;
    return rational_floor(since, 1, &whole) && whole < 0;
}

static Fit fits_at(const Model *model, const DomainRules *rules, uint32_t domain, uint32_t host,
                   Moment moment, uint32_t *ret_rule)
{
    Fit fit = fits_at_all(model, rules, domain, host, moment, ret_rule);
    uint32_t home = model->domains[domain].host;
    if (fit != FITS || host == home || !domain_is_placed(model, domain))
        return fit;
    if (domain_never_moves(&model->domains[domain]))
        return UNFIT_NEVER;
    if (moved_recently(model, domain) &&
        fits_at_all(model, rules, domain, home, AT_THE_END, NULL) == FITS)
        return UNFIT_RESIDENCE;
    if (model->compares_cpus && domain_keeps_cpu(&model->domains[domain]) &&
        !cpu_runs_on(model, domain_cpu_model(model, domain), host))
        return UNFIT_CPU;
    return FITS;
}

Fit domain_fits(const Model *model, const DomainRules *rules, uint32_t domain, uint32_t host,
                uint32_t *ret_rule)
{
    return fits_at(model, rules, domain, host, AT_THE_END, ret_rule);
}

bool domain_may_park(const Model *model, const DomainRules *rules, uint32_t domain, uint32_t host)
{
    return fits_at(model, rules, domain, host, ON_THE_WAY, NULL) == FITS;
}
