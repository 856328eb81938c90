#include "actuator/replay_rules.h"

#include "model/rules.h"

#define NOT_TRACKED INT64_C(-1)

struct ReplayRules {
    const Model *model;
    uint32_t *place;  /* [n_domains] */
    int64_t *allowed; /* [n_rules] breaches, NOT_TRACKED where a wave may break it */
    bool *changed;    /* [n_rules] since it was last found to hold */
};

static bool holds_after_each_wave(const Rule *rule)
{
    switch (rule->kind) {
    case RULE_KIND_SPREAD:
    case RULE_KIND_SPREAD_ZONE:
    case RULE_KIND_SPLIT:
    case RULE_KIND_FENCE:
    case RULE_KIND_BAN:
    case RULE_KIND_LONELY:
        return rule->strength == STRENGTH_HARD;
    case RULE_KIND_GATHER:
    case RULE_KIND_ROOT:
    case RULE_KIND_MAX_ON:
        return false;
    }
    g_assert_not_reached();
}

static int64_t breaches(const ReplayRules *rules, uint32_t rule)
{
    return rule_breaches(rules->model, &rules->model->rules[rule], rules->place, NULL);
}

/* By the snapshot and the steps that are done; what the hosts that were asked say counts more. */
static void set_places(ReplayRules *rules, const Errand *errand, const Resident *residents,
                       guint n_residents, const bool *asked)
{
    for (uint32_t i = 0; i < rules->model->n_domains; i++)
        rules->place[i] = rules->model->domains[i].host;
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (errand->steps[i].state == STEP_DONE && errand->steps[i].domain != INDEX_NONE)
            rules->place[errand->steps[i].domain] = errand->steps[i].to;
    for (uint32_t i = 0; i < rules->model->n_domains; i++)
        if (rules->place[i] != INDEX_NONE && asked[rules->place[i]])
            rules->place[i] = INDEX_NONE;
    for (guint i = 0; i < n_residents; i++)
        if (residents[i].domain != INDEX_NONE)
            rules->place[residents[i].domain] = residents[i].host;
}

ReplayRules *replay_rules_new(const Errand *errand, const Resident *residents, guint n_residents,
                              const bool *asked)
{
    ReplayRules *rules = g_new0(ReplayRules, 1);
    rules->model = errand->model;
    rules->place = g_new(uint32_t, errand->model->n_domains);
    rules->allowed = g_new(int64_t, errand->model->n_rules);
    rules->changed = g_new0(bool, errand->model->n_rules);
    set_places(rules, errand, residents, n_residents, asked);
    for (uint32_t i = 0; i < errand->model->n_rules; i++)
        rules->allowed[i] =
            holds_after_each_wave(&errand->model->rules[i]) ? breaches(rules, i) : NOT_TRACKED;
    return rules;
}

void replay_rules_free(ReplayRules *rules)
{
    if (rules == NULL)
        return;
    g_free(rules->place);
    g_free(rules->allowed);
    g_free(rules->changed);
    g_free(rules);
}

bool replay_rules_concern(const ReplayRules *rules, uint32_t rule, uint32_t domain)
{
    const Rule *asked = &rules->model->rules[rule];
    if (asked->kind == RULE_KIND_LONELY)
        return true;
    for (uint32_t i = 0; i < asked->n_groups; i++)
        if (index_set_has(&asked->groups[i], domain))
            return true;
    return false;
}

void replay_rules_place(ReplayRules *rules, uint32_t domain, uint32_t host)
{
    rules->place[domain] = host;
    for (uint32_t i = 0; i < rules->model->n_rules; i++)
        if (rules->allowed[i] != NOT_TRACKED && replay_rules_concern(rules, i, domain))
            rules->changed[i] = true;
}

uint32_t replay_rules_host(const ReplayRules *rules, uint32_t domain)
{
    return rules->place[domain];
}

uint32_t replay_rules_broken(ReplayRules *rules)
{
    for (uint32_t i = 0; i < rules->model->n_rules; i++) {
        if (!rules->changed[i])
            continue;
        if (breaches(rules, i) > rules->allowed[i])
            return i;
        rules->changed[i] = false;
    }
    return INDEX_NONE;
}
