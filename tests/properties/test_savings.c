/* The saving of an action by three ways, on random plans for random tiny scenarios: the judge's,
 * the planner's, and the difference of the judge's costs of both whole plans; and whether there is
 * one, by the judge's verdict on where the plan would end with that domain left where it is. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "certificate/certificate.h"
#include "certificate/cost.h"
#include "certificate/stay.h"
#include "model/rules.h"
#include "plan/explain.h"
#include "tests/support/tiny_scenario.h"

typedef struct {
    uint32_t n_savings, n_none;
} Tally;

/* The plan without any action of that domain. What it is for is only its end and its price. */
static Plan *plan_without(const Model *model, const Plan *plan, uint32_t domain)
{
    Plan *without = g_new0(Plan, 1);
    uint32_t home = model->domains[domain].host, planned = plan->host_of_domain[domain];
    bool empties = model->policy.host_failures == 0;
    without->n_domains = plan->n_domains;
    without->n_hosts = plan->n_hosts;
    without->host_of_domain = g_memdup2(plan->host_of_domain, model->n_domains * sizeof(uint32_t));
    without->in_service = g_memdup2(plan->in_service, model->n_hosts * sizeof(bool));
    without->host_of_domain[domain] = home;
    without->in_service[home] = true;
    for (uint32_t i = 0; i < model->n_domains; i++)
        empties = empties && without->host_of_domain[i] != planned;
    if (empties)
        without->in_service[planned] = false;
    without->actions = g_new0(Action, plan->n_actions + model->n_hosts + 1);
    for (uint32_t i = 0; i < plan->n_actions; i++)
        if (judge_is_move(&plan->actions[i]) && plan->actions[i].domain != domain)
            without->actions[without->n_actions++] = (Action){.kind = plan->actions[i].kind,
                                                              .domain = plan->actions[i].domain,
                                                              .from = plan->actions[i].from,
                                                              .to = plan->actions[i].to,
                                                              .wave = 1};
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (without->in_service[host] != model->hosts[host].on)
            without->actions[without->n_actions++] =
                (Action){.kind = ACTION_POWER_ON, .domain = INDEX_NONE, .wave = 1};
    without->reverse_of = g_strdup("none"); /* an empty host may stay in service */
    return without;
}

/* Does the end of the plan keep everything? By the judge's checks of where a plan ends alone. */
static bool ends_well(const Model *model, const Plan *plan)
{
    static const char *const of_the_end[] = {"placement", "tiers",    "capacity",
                                             "rules",     "services", "licences"};
    g_autoptr(Plan) shown = g_new0(Plan, 1);
    shown->n_domains = plan->n_domains;
    shown->n_hosts = plan->n_hosts;
    shown->host_of_domain = g_memdup2(plan->host_of_domain, model->n_domains * sizeof(uint32_t));
    shown->in_service = g_memdup2(plan->in_service, model->n_hosts * sizeof(bool));
    shown->outcome = OUTCOME_FEASIBLE;
    g_autoptr(Verdict) verdict = certificate_judge(model, shown, NULL, NULL);
    cr_assert_not_null(verdict);
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        for (size_t k = 0; k < G_N_ELEMENTS(of_the_end); k++)
            if (!verdict->checks[i].passed && strcmp(verdict->checks[i].name, of_the_end[k]) == 0)
                return false;
    return true;
}

static bool brings_away(const Model *model, const Plan *plan, const Action *action)
{
    return action->kind == ACTION_MIGRATE && !action->parking &&
           model->domains[action->domain].host != INDEX_NONE &&
           model->hosts[model->domains[action->domain].host].state != HOST_STATE_FAILED &&
           plan->host_of_domain[action->domain] != model->domains[action->domain].host;
}

/* Anywhere on a host that has not failed; actions without order, for none is asked for here. */
static Plan *random_plan(const Model *model, GRand *rand)
{
    Plan *plan = g_new0(Plan, 1);
    plan->n_domains = model->n_domains;
    plan->n_hosts = model->n_hosts;
    plan->host_of_domain = g_new(uint32_t, model->n_domains + 1);
    plan->in_service = g_new0(bool, model->n_hosts);
    plan->actions = g_new0(Action, model->n_domains + model->n_hosts + 1);
    for (uint32_t i = 0; i < model->n_domains; i++) {
        uint32_t home = model->domains[i].host, to = home;
        bool placed = domain_is_placed(model, i);
        if (!placed || g_rand_int_range(rand, 0, 3) == 0)
            to = (uint32_t)g_rand_int_range(rand, 0, (gint32)model->n_hosts);
        if (to != INDEX_NONE && model->hosts[to].state == HOST_STATE_FAILED)
            to = placed ? home : INDEX_NONE;
        plan->host_of_domain[i] = domain_is_wanted(model, i) ? to : INDEX_NONE;
        if (plan->host_of_domain[i] != INDEX_NONE)
            plan->in_service[to] = true;
        ActionKind kind = domain_retires(model, i) ? ACTION_RETIRE
                          : placed                 ? ACTION_MIGRATE
                                                   : ACTION_ACTIVATE;
        if (plan->host_of_domain[i] != home && (domain_is_wanted(model, i) || placed))
            plan->actions[plan->n_actions++] = (Action){
                .wave = 1, .kind = kind, .domain = i, .from = home, .to = plan->host_of_domain[i]};
    }
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (plan->in_service[host] != model->hosts[host].on)
            plan->actions[plan->n_actions++] =
                (Action){.wave = 1,
                         .kind = plan->in_service[host] ? ACTION_POWER_ON : ACTION_POWER_OFF,
                         .domain = INDEX_NONE,
                         .from = plan->in_service[host] ? INDEX_NONE : host,
                         .to = plan->in_service[host] ? host : INDEX_NONE};
    return plan;
}

static void check_saving(const Model *model, const Plan *plan, Stay *stay, const Action *action,
                         const char *which)
{
    g_autoptr(Plan) without = plan_without(model, plan, action->domain);
    Cost cost = {0}, cost_without = {0};
    int64_t saving = 0;
    cr_assert(judge_plan_cost(model, plan, &cost, NULL));
    cr_assert(judge_plan_cost(model, without, &cost_without, NULL));
    cr_assert(judge_stay_saving(stay, action->domain, &saving));
    cr_assert_eq(saving, cost_without.total - cost.total, "%s: '%s': %" PRId64 ", not %" PRId64,
                 which, model->domains[action->domain].name, saving,
                 cost_without.total - cost.total);
    if (action->has_saving)
        cr_assert_eq(saving, action->saving, "%s: '%s': %" PRId64 ", the planner says %" PRId64,
                     which, model->domains[action->domain].name, saving, action->saving);
}

static void check_plan(const Model *model, const Plan *plan, const char *which, Tally *tally)
{
    g_autoptr(Stay) stay = judge_stay_new(model, plan);
    bool is_valid = ends_well(model, plan);
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        const Action *action = &plan->actions[i];
        bool away = brings_away(model, plan, action), has_saving = judge_stay_has_saving(stay, i);
        cr_assert_eq(has_saving, action->has_saving, "%s: action %u", which, i);
        cr_assert(away || !has_saving, "%s: action %u", which, i);
        if (away)
            check_saving(model, plan, stay, action, which);
        if (!away || !is_valid)
            continue;
        g_autoptr(Plan) without = plan_without(model, plan, action->domain);
        cr_assert_eq(has_saving, ends_well(model, without), "%s: action %u", which, i);
        tally->n_savings += has_saving;
        tally->n_none += !has_saving;
    }
}

static void check_kind(TinyKind kind, const char *name, uint32_t first, uint32_t n)
{
    Tally tally = {0};
    for (uint32_t seed = first; seed < first + n; seed++) {
        g_autoptr(Model) model = tiny_scenario(kind, seed);
        g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
        for (int i = 0; i < 5; i++) {
            g_autofree char *which = g_strdup_printf("%s, seed %u, plan %d", name, seed, i);
            g_autoptr(Plan) plan = random_plan(model, rand);
            cr_assert(plan_explain(model, plan, NULL), "%s", which);
            check_plan(model, plan, which, &tally);
        }
    }
    fprintf(stderr, "%s: valid plans with %u savings and %u domains that cannot stay\n", name,
            tally.n_savings, tally.n_none);
    cr_assert_gt(tally.n_savings, 50);
    cr_assert_gt(tally.n_none, 20);
}

Test(savings, with_every_rule_are_what_both_whole_plans_differ_by, .timeout = 900)
{
    check_kind(TINY_RULES, "rules", 7000, 1500);
}

Test(savings, with_every_price_are_what_both_whole_plans_differ_by, .timeout = 900)
{
    check_kind(TINY_PRICES, "prices", 7000, 1500);
}

Test(savings, where_domains_end_are_what_both_whole_plans_differ_by, .timeout = 900)
{
    check_kind(TINY_ENDING, "ending", 7000, 1500);
}
