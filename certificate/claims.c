#include "certificate/claims.h"

#include <inttypes.h>
#include <string.h>

#include "certificate/rules.h"

static bool is_claimed(const Plan *plan, const char *rule, const char *what)
{
    for (uint32_t i = 0; i < plan->n_current_breaches; i++)
        if (strcmp(plan->current_breaches[i].rule, rule) == 0 &&
            strcmp(plan->current_breaches[i].what, what) == 0)
            return true;
    return false;
}

static uint32_t count_claims_of_rules(const Plan *plan)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < plan->n_current_breaches; i++)
        n += g_str_has_suffix(plan->current_breaches[i].what, "' rule") ? 1 : 0;
    return n;
}

/* The hard rules that are broken now, counted anew, are the ones that are listed. */
static void check_breaches(Checks *checks, const Model *model, const Plan *plan)
{
    g_auto(OwnedState) now = {0};
    judge_state_now(model, &now);
    uint32_t n_broken = 0;
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        int64_t n = rule->strength == STRENGTH_HARD ? judge_breaches(model, i, now.state, NULL) : 0;
        if (n == 0)
            continue;
        n_broken++;
        g_autofree char *what =
            g_strdup_printf("%" PRId64 " %s of this '%s' rule", n, n == 1 ? "breach" : "breaches",
                            judge_rule_word(rule->kind));
        if (!is_claimed(plan, rule->name, what))
            checks_break(checks, "current_breaches lacks '%s': %s", rule->name, what);
    }
    uint32_t n_claimed = count_claims_of_rules(plan);
    if (n_claimed != n_broken)
        checks_break(checks, "current_breaches names %u broken rules, there are %u", n_claimed,
                     n_broken);
}

static void check_verdict(Checks *checks, const PlanVerdict *verdict)
{
    if (!verdict->valid)
        checks_break(checks, "plan.json says itself that the plan is not valid");
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        if (!verdict->checks[i].passed)
            checks_break(checks, "plan.json says itself that check '%s' failed",
                         verdict->checks[i].name);
}

void judge_check_claims(Checks *checks, const Model *model, const PlanDocument *document)
{
    if (strcmp(document->plan->scenario, model->policy.name) != 0)
        checks_break(checks, "plan.json names the scenario '%s', the snapshot '%s'",
                     document->plan->scenario, model->policy.name);
    check_breaches(checks, model, document->plan);
    if (document->has_verdict)
        check_verdict(checks, &document->verdict);
}
