#include "certificate/allowed.h"
#include "certificate/bound.h"
#include "certificate/certificate.h"
#include "certificate/checks.h"
#include "certificate/cost.h"
#include "certificate/duration.h"
#include "certificate/final_state.h"
#include "certificate/limits.h"
#include "certificate/replay.h"
#include "certificate/stay.h"
#include "model/scenario.h"

#define OPTIMAL_GAP (MICRO / 100) /* below 0.01 of the currency */

/* Every index in range, so that all other checks may use it. */

static bool host_in_range(const Model *model, uint32_t host, bool may_be_none)
{
    return host < model->n_hosts || (may_be_none && host == INDEX_NONE);
}

static bool action_in_range(const Model *model, const Action *action)
{
    switch (action->kind) {
    case ACTION_POWER_ON:
        return action->domain == INDEX_NONE && action->from == INDEX_NONE &&
               host_in_range(model, action->to, false);
    case ACTION_POWER_OFF:
        return action->domain == INDEX_NONE && action->to == INDEX_NONE &&
               host_in_range(model, action->from, false);
    case ACTION_MIGRATE:
    case ACTION_ACTIVATE:
    case ACTION_SUSPEND:
    case ACTION_REPLICATE:
        return action->domain < model->n_domains && host_in_range(model, action->from, true) &&
               host_in_range(model, action->to, false);
    case ACTION_RETIRE:
        return action->domain < model->n_domains && host_in_range(model, action->from, false) &&
               action->to == INDEX_NONE;
    }
    return false;
}

static bool check_shape(Checks *checks, const Model *model, const Plan *plan)
{
    checks_begin(checks, "shape");
    if (plan->n_domains != model->n_domains || plan->n_hosts != model->n_hosts)
        checks_break(checks, "the plan is for %u domains on %u hosts, the snapshot has %u on %u",
                     plan->n_domains, plan->n_hosts, model->n_domains, model->n_hosts);
    else if ((plan->host_of_domain == NULL) != (plan->in_service == NULL))
        checks_break(checks, "the plan has a placement or hosts in service, but not both");
    else if (plan->host_of_domain == NULL && plan->n_actions > 0)
        checks_break(checks, "the plan has actions but no placement");
    for (uint32_t domain = 0;
         checks->n_broken == 0 && plan->host_of_domain != NULL && domain < model->n_domains;
         domain++)
        if (!host_in_range(model, plan->host_of_domain[domain], true))
            checks_break(checks, "domain '%s' is on a host that is not there",
                         model->domains[domain].name);
    for (uint32_t i = 0; i < plan->n_actions; i++)
        if (!action_in_range(model, &plan->actions[i]))
            checks_break(checks, "action %u names no domain or host as its kind needs it", i + 1);
    return checks_end(checks, "every domain and host of the plan is one of the snapshot");
}

static void check_digests(Checks *checks, const Model *model, const Plan *plan)
{
    g_autofree char *snapshot = model_digest(model);
    g_autofree char *digest = plan_compute_digest(model, plan);
    checks_begin(checks, "digests");
    if (g_strcmp0(plan->snapshot_digest, snapshot) != 0)
        checks_break(checks, "the plan is for snapshot '%s', this one is '%s'",
                     plan->snapshot_digest == NULL ? "" : plan->snapshot_digest, snapshot);
    if (g_strcmp0(plan->plan_digest, digest) != 0)
        checks_break(checks, "the plan's digest is '%s', its content has '%s'",
                     plan->plan_digest == NULL ? "" : plan->plan_digest, digest);
    if (plan->id == NULL || !g_str_has_prefix(digest + strlen(PLAN_DIGEST_PREFIX), plan->id) ||
        strlen(plan->id) != PLAN_ID_LENGTH)
        checks_break(checks, "the plan's name '%s' is not the beginning of its digest",
                     plan->id == NULL ? "" : plan->id);
    checks_end(checks, "snapshot %s, plan %s", snapshot, digest);
}

static void compare_cost(Checks *checks, const Cost *told, const Cost *computed)
{
    for (uint32_t part = 0; part < N_COST_PARTS; part++) {
        if (told->part[part] == computed->part[part])
            continue;
        g_autofree char *told_text = money_to_text(told->part[part]);
        g_autofree char *computed_text = money_to_text(computed->part[part]);
        checks_break(checks, "part '%s' is said to be %s, it is %s", cost_part_names[part],
                     told_text, computed_text);
    }
    g_autofree char *told_text = money_to_text(told->total);
    g_autofree char *computed_text = money_to_text(computed->total);
    if (told->total != computed->total)
        checks_break(checks, "the total is said to be %s, it is %s", told_text, computed_text);
}

static void check_current_cost(Checks *checks, const Model *model, const Plan *plan)
{
    g_auto(OwnedState) now = {0};
    judge_state_now(model, &now);
    Cost cost = {0};
    g_autoptr(GError) error = NULL;
    checks_begin(checks, "current cost");
    if (judge_state_cost(model, now.state, &cost, &error))
        compare_cost(checks, &plan->current, &cost);
    else
        checks_break(checks, "%s", error->message);
    g_autofree char *total = money_to_text(cost.total);
    checks_end(checks, "the state as it is costs %s %s", total, model->policy.currency);
}

static void check_planned_cost(Checks *checks, const Model *model, const Plan *plan)
{
    Cost cost = {0};
    g_autoptr(GError) error = NULL;
    checks_begin(checks, "planned cost");
    if (judge_plan_cost(model, plan, &cost, &error))
        compare_cost(checks, &plan->planned, &cost);
    else
        checks_break(checks, "%s", error->message);
    g_autofree char *total = money_to_text(cost.total);
    checks_end(checks, "the plan costs %s %s", total, model->policy.currency);
}

static void check_operator_minutes(Checks *checks, const Model *model, const Plan *plan)
{
    int64_t umin = 0;
    g_autoptr(GError) error = NULL;
    checks_begin(checks, "operator minutes");
    bool known = judge_operator_umin(model, plan, &umin, &error);
    g_autofree char *computed = money_to_text(umin);
    g_autofree char *told = money_to_text(plan->operator_umin);
    if (!known)
        checks_break(checks, "%s", error->message);
    else if (umin != plan->operator_umin)
        checks_break(checks, "the plan is said to take %s minutes, it takes %s", told, computed);
    checks_end(checks, "the plan takes %s minutes of work", computed);
}

/* A domain that no host may hold: no multipliers are needed to see that there is no plan. */
static bool some_domain_has_no_host(const Model *model)
{
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        bool any = !judge_is_wanted(model, domain);
        for (uint32_t host = 0; !any && host < model->n_hosts; host++)
            any = judge_is_allowed(model, domain, host);
        if (!any)
            return true;
    }
    return false;
}

/* What is proved of every plan, and no more than staying costs where that is what is planned. */
static int64_t bound_for(const Model *model, const Plan *plan, int64_t proved)
{
    bool stays = plan->host_of_domain != NULL && judge_is_held_back(model, plan);
    return stays ? MIN(proved, plan->planned.total) : proved;
}

static void compare_bound(Checks *checks, const Plan *plan, const Proved *proved)
{
    g_autofree char *told = money_to_text(plan->bound);
    g_autofree char *computed = money_to_text(proved->bound);
    g_autofree char *planned = money_to_text(plan->planned.total);
    if (proved->infeasible) {
        if (plan->host_of_domain != NULL || plan->has_bound)
            checks_break(checks, "the proof says that there is no plan at all");
        return;
    }
    if (plan->outcome == OUTCOME_INFEASIBLE)
        checks_break(checks, "the proof leaves room for a placement");
    if (plan->has_bound && plan->bound != proved->bound)
        checks_break(checks, "the bound is said to be %s, the proof gives %s", told, computed);
    if (plan->host_of_domain != NULL && proved->bound > plan->planned.total)
        checks_break(checks, "the proof gives a bound of %s, above the plan's cost %s", computed,
                     planned);
}

static void check_bound(Checks *checks, const Model *model, const Plan *plan, const Proof *proof,
                        Verdict *verdict)
{
    g_auto(Proved) proved = {0};
    verdict->bound_method = g_strdup("none");
    checks_begin(checks, "bound");
    if (proof == NULL) {
        if (plan->has_bound)
            checks_break(checks, "a bound without a proof");
        checks_end(checks, "no bound is claimed");
        return;
    }
    judge_prove(model, proof, &proved);
    proved.bound = bound_for(model, plan, proved.bound);
    if (proved.refused != NULL) {
        checks_break(checks, "the proof is not accepted: %s", proved.refused);
        checks_end(checks, "refused");
        return;
    }
    compare_bound(checks, plan, &proved);
    verdict->bound = proved.infeasible ? 0 : proved.bound;
    g_free(verdict->bound_method);
    verdict->bound_method = g_strdup_printf("proof tree with %u %s", proved.n_leaves,
                                            proved.n_leaves == 1 ? "leaf" : "leaves");
    g_autofree char *bound = money_to_text(verdict->bound);
    if (proved.infeasible)
        checks_end(checks, "no placement keeps all hard limits, by a %s", verdict->bound_method);
    else
        checks_end(checks, "no plan costs less than %s, by a %s", bound, verdict->bound_method);
}

static void check_outcome(Checks *checks, const Model *model, const Plan *plan, const Proof *proof)
{
    bool has_plan = plan->host_of_domain != NULL;
    bool says_plan = plan->outcome == OUTCOME_OPTIMAL || plan->outcome == OUTCOME_FEASIBLE;
    checks_begin(checks, "outcome");
    if (plan->outcome > OUTCOME_LIMIT || has_plan != says_plan)
        checks_break(checks, "the outcome does not fit a plan %s placement",
                     has_plan ? "with a" : "without a");
    else if (plan->outcome == OUTCOME_OPTIMAL &&
             (!plan->has_bound || plan->planned.total - plan->bound >= OPTIMAL_GAP))
        checks_break(checks, "the plan is said to be optimal, but no gap below 0.01 is proved");
    else if (plan->outcome == OUTCOME_INFEASIBLE && proof == NULL &&
             !some_domain_has_no_host(model))
        checks_break(checks, "the plan is said to be infeasible without a proof");
    checks_end(checks, "%s", says_plan ? outcome_names[plan->outcome] : "no plan");
}

static void judge(Checks *checks, const Model *model, const Plan *plan, const Proof *proof,
                  Verdict *verdict)
{
    if (!check_shape(checks, model, plan)) {
        verdict->bound_method = g_strdup("none");
        return;
    }
    check_digests(checks, model, plan);
    check_current_cost(checks, model, plan);
    if (plan->host_of_domain != NULL) {
        judge_check_placement(checks, model, plan);
        judge_check_in_service(checks, model, plan);
        judge_check_capacity(checks, model, plan);
        judge_check_rules(checks, model, plan);
        judge_check_services(checks, model, plan);
        judge_check_licences(checks, model, plan);
        judge_check_reserve(checks, model, plan);
        judge_check_replay(checks, model, plan);
        judge_check_durations(checks, model, plan);
        judge_check_savings(checks, model, plan);
        judge_check_budgets(checks, model, plan);
        check_planned_cost(checks, model, plan);
        check_operator_minutes(checks, model, plan);
    }
    check_bound(checks, model, plan, proof, verdict);
    check_outcome(checks, model, plan, proof);
}

Verdict *certificate_judge(const Model *model, const Plan *plan, const Proof *proof,
                           GError **error G_GNUC_UNUSED)
{
    Verdict *verdict = g_new0(Verdict, 1);
    Checks checks;
    checks_init(&checks);
    judge(&checks, model, plan, proof, verdict);
    checks_finish(&checks, verdict);
    return verdict;
}
