/* A plan of a random tiny scenario is accepted as it is and rejected with any one thing altered,
 * the digests made anew each time, so that the checks themselves must see it. */
#include <criterion/criterion.h>

#include "certificate/bound.h"
#include "certificate/certificate.h"
#include "certificate/proof_json.h"
#include "planner/planner.h"
#include "tests/support/naive_check.h"
#include "tests/support/test_plan.h"
#include "tests/support/tiny_scenario.h"

/* Each function alters plan or proof at a random place; false, and nothing altered, where there is
 * nothing of that sort in it. The same function with sign −1 takes it back. */
typedef struct {
    const Model *model;
    Plan *plan;
    Proof *proof;
    uint32_t place; /* random, the same for doing and undoing */
    int64_t sign;   /* 1 to do, −1 to undo */
} Mutation;

static uint32_t step(uint32_t value, int64_t sign, uint32_t n)
{
    return (uint32_t)(((int64_t)value + sign + n) % n);
}

static Action *any_action(const Mutation *mutation)
{
    const Plan *plan = mutation->plan;
    return plan->n_actions == 0 ? NULL : &plan->actions[mutation->place % plan->n_actions];
}

static Action *any_move(const Mutation *mutation)
{
    for (uint32_t i = 0; i < mutation->plan->n_actions; i++) {
        Action *action =
            &mutation->plan->actions[(mutation->place + i) % mutation->plan->n_actions];
        if (action->kind == ACTION_MIGRATE || action->kind == ACTION_ACTIVATE ||
            action->kind == ACTION_REPLICATE)
            return action;
    }
    return NULL;
}

static bool place_elsewhere(Mutation *mutation)
{
    uint32_t *host = &mutation->plan->host_of_domain[mutation->place % mutation->plan->n_domains];
    if (*host == INDEX_NONE)
        return false;
    *host = step(*host, mutation->sign, mutation->plan->n_hosts);
    return true;
}

static bool serve_otherwise(Mutation *mutation)
{
    bool *in_service = &mutation->plan->in_service[mutation->place % mutation->plan->n_hosts];
    *in_service = !*in_service;
    return true;
}

static bool part_planned(Mutation *mutation)
{
    mutation->plan->planned.part[mutation->place % N_COST_PARTS] += mutation->sign;
    return true;
}

static bool part_current(Mutation *mutation)
{
    mutation->plan->current.part[mutation->place % N_COST_PARTS] -= mutation->sign;
    return true;
}

static bool total_planned(Mutation *mutation)
{
    mutation->plan->planned.total += mutation->sign;
    return true;
}

static bool total_current(Mutation *mutation)
{
    mutation->plan->current.total -= mutation->sign;
    return true;
}

static bool bound_up(Mutation *mutation)
{
    if (mutation->plan->has_bound)
        mutation->plan->bound += mutation->sign;
    return mutation->plan->has_bound;
}

static bool bound_down(Mutation *mutation)
{
    if (mutation->plan->has_bound)
        mutation->plan->bound -= mutation->sign;
    return mutation->plan->has_bound;
}

static bool operator_minutes(Mutation *mutation)
{
    mutation->plan->operator_umin += mutation->sign;
    return true;
}

static bool unchanged(Mutation *mutation)
{
    mutation->plan->unchanged = !mutation->plan->unchanged;
    return true;
}

static bool action_wave(Mutation *mutation)
{
    Plan *plan = mutation->plan;
    if (plan->n_actions > 0) /* the last wave leaves a gap before it */
        plan->actions[plan->n_actions - 1].wave += (uint32_t)(2 * mutation->sign);
    return plan->n_actions > 0;
}

static bool action_target(Mutation *mutation)
{
    Action *action = any_move(mutation);
    if (action != NULL)
        action->to = step(action->to, mutation->sign, mutation->plan->n_hosts);
    return action != NULL;
}

static bool action_source(Mutation *mutation)
{
    Action *action = any_move(mutation);
    if (action != NULL && action->from != INDEX_NONE)
        action->from = step(action->from, mutation->sign, mutation->plan->n_hosts);
    return action != NULL && action->from != INDEX_NONE;
}

static bool action_parking(Mutation *mutation)
{
    Action *action = any_move(mutation);
    if (action != NULL)
        action->parking = !action->parking;
    return action != NULL;
}

static bool action_minutes(Mutation *mutation)
{
    Action *action = any_action(mutation);
    if (action != NULL)
        action->operator_umin += mutation->sign;
    return action != NULL;
}

static bool action_seconds(Mutation *mutation)
{
    Action *action = any_action(mutation);
    if (action != NULL)
        action->expected_s += 0.25 * (double)mutation->sign;
    return action != NULL;
}

static bool action_saving(Mutation *mutation)
{
    Action *action = any_action(mutation);
    if (action == NULL || !action->has_saving)
        return false;
    action->saving += mutation->sign;
    return true;
}

/* A saving where there is none, none where there is one. */
static bool action_has_saving(Mutation *mutation)
{
    Action *action = any_action(mutation);
    if (action != NULL)
        action->has_saving = !action->has_saving;
    return action != NULL;
}

static bool stays_out(Mutation *mutation)
{
    static uint32_t before;
    uint32_t *host = &mutation->plan->host_of_domain[mutation->place % mutation->plan->n_domains];
    if (mutation->sign > 0 && *host == INDEX_NONE)
        return false;
    uint32_t now = *host;
    *host = mutation->sign > 0 ? INDEX_NONE : before;
    before = now;
    return true;
}

static bool put_somewhere(Mutation *mutation)
{
    uint32_t *host = &mutation->plan->host_of_domain[mutation->place % mutation->plan->n_domains];
    if (mutation->sign > 0 && *host != INDEX_NONE)
        return false;
    *host = mutation->sign > 0 ? mutation->place % mutation->plan->n_hosts : INDEX_NONE;
    return true;
}

static bool retire_elsewhere(Mutation *mutation)
{
    for (uint32_t i = 0; i < mutation->plan->n_actions; i++)
        if (mutation->plan->actions[i].kind == ACTION_RETIRE) {
            Action *action = &mutation->plan->actions[i];
            action->from = step(action->from, mutation->sign, mutation->plan->n_hosts);
            return true;
        }
    return false;
}

/* migrate → activate → replicate → migrate */
static ActionKind other_kind(ActionKind kind, int64_t sign)
{
    static const ActionKind ring[] = {ACTION_MIGRATE, ACTION_ACTIVATE, ACTION_REPLICATE};
    uint32_t at = kind == ACTION_MIGRATE ? 0 : kind == ACTION_ACTIVATE ? 1 : 2;
    return ring[step(at, sign, 3)];
}

static bool action_kind(Mutation *mutation)
{
    Action *action = any_move(mutation);
    if (action != NULL)
        action->kind = other_kind(action->kind, mutation->sign);
    return action != NULL;
}

static bool last_action_left_out(Mutation *mutation)
{
    Plan *plan = mutation->plan;
    if (mutation->sign > 0 && plan->n_actions == 0)
        return false;
    plan->n_actions -= (uint32_t)mutation->sign;
    return true;
}

static bool outcome_blocked(Mutation *mutation)
{
    mutation->plan->outcome =
        (Outcome)(mutation->plan->outcome + (int)mutation->sign * (OUTCOME_LIMIT + 1));
    return true;
}

/* Still a proof of the same bound, as where what must happen anyway is all there is. */
static bool proves_as_much(const Mutation *mutation)
{
    g_auto(Proved) proved = {0};
    judge_prove(mutation->model, mutation->proof, &proved);
    return proved.refused == NULL && !proved.infeasible && proved.bound == mutation->plan->bound;
}

static bool proof_scale(Mutation *mutation)
{
    if (mutation->proof == NULL)
        return false;
    if (mutation->sign < 0) {
        mutation->proof->scale /= 2;
        return true;
    }
    mutation->proof->scale *= 2;
    if (!proves_as_much(mutation))
        return true;
    mutation->proof->scale /= 2;
    return false;
}

static const struct {
    const char *name;
    bool (*apply)(Mutation *mutation);
} mutations[] = {
    {"a domain placed elsewhere", place_elsewhere},
    {"a domain left out", stays_out},
    {"a domain put somewhere", put_somewhere},
    {"a retirement elsewhere", retire_elsewhere},
    {"a host in service or not", serve_otherwise},
    {"a planned part", part_planned},
    {"a current part", part_current},
    {"the planned total", total_planned},
    {"the current total", total_current},
    {"a higher bound", bound_up},
    {"a lower bound", bound_down},
    {"operator minutes", operator_minutes},
    {"unchanged", unchanged},
    {"a wave", action_wave},
    {"a target", action_target},
    {"a source", action_source},
    {"a parking mark", action_parking},
    {"an action's minutes", action_minutes},
    {"an action's seconds", action_seconds},
    {"an action's saving", action_saving},
    {"whether an action has a saving", action_has_saving},
    {"an action's kind", action_kind},
    {"the last action left out", last_action_left_out},
    {"the outcome", outcome_blocked},
    {"the proof's scale", proof_scale},
};

static void expect_rejected(Mutation *mutation, size_t which, TinyKind kind, uint32_t seed)
{
    mutation->sign = 1;
    if (!mutations[which].apply(mutation))
        return;
    plan_seal(mutation->model, mutation->plan);
    g_autofree char *failures = test_failures(mutation->model, mutation->plan, mutation->proof);
    cr_assert_str_not_empty(failures, "kind %d seed %u: %s was altered and accepted", kind, seed,
                            mutations[which].name);
    mutation->sign = -1;
    mutations[which].apply(mutation);
    plan_seal(mutation->model, mutation->plan);
}

static void check_scenario(TinyKind kind, uint32_t seed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = tiny_scenario(kind, seed);
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    PlannerOptions options = {.time_limit_s = 60};
    g_autoptr(PlannerResult) result = planner_run(model, &options, &error);
    cr_assert_not_null(result, "kind %d seed %u: %s", kind, seed, error->message);
    if (result->plan->host_of_domain == NULL)
        return;
    Mutation mutation = {.model = model, .plan = result->plan, .proof = result->solution->proof};
    for (size_t which = 0; which < G_N_ELEMENTS(mutations); which++) {
        mutation.place = g_rand_int_range(rand, 0, 1000);
        expect_rejected(&mutation, which, kind, seed);
    }
    g_autofree char *failures = test_failures(model, mutation.plan, mutation.proof);
    cr_assert_str_empty(failures, "kind %d seed %u: %s", kind, seed, failures);
}

Test(judge_mutations, of_plans_for_plain_tiny_scenarios_are_rejected)
{
    for (uint32_t seed = 1000; seed < 1080; seed++)
        check_scenario(TINY_PLAIN, seed);
}

Test(judge_mutations, of_plans_for_tiny_scenarios_with_all_rules_are_rejected)
{
    for (uint32_t seed = 1000; seed < 1080; seed++)
        check_scenario(TINY_RULES, seed);
}

Test(judge_mutations, of_plans_for_tiny_scenarios_with_all_prices_are_rejected)
{
    for (uint32_t seed = 1000; seed < 1080; seed++)
        check_scenario(TINY_PRICES, seed);
}

Test(judge_mutations, of_plans_where_domains_end_or_are_left_out_are_rejected)
{
    for (uint32_t seed = 1000; seed < 1080; seed++)
        check_scenario(TINY_ENDING, seed);
}

static void alter_leaf(ProofNode *node, GRand *rand)
{
    if (node->n_multipliers == 0)
        return;
    Multiplier *altered =
        &node->multipliers[g_rand_int_range(rand, 0, (gint32)node->n_multipliers)];
    switch (g_rand_int_range(rand, 0, 5)) {
    case 0:
        altered->y += altered->y / 2;
        break;
    case 1:
        altered->y -= altered->y / 3;
        break;
    case 2:
        altered->row.index[g_rand_int_range(rand, 0, 2)] = (uint32_t)g_rand_int_range(rand, 0, 4);
        break;
    case 3:
        node->kind = node->kind == PROOF_NODE_LEAF ? PROOF_NODE_INFEASIBLE : PROOF_NODE_LEAF;
        break;
    default:
        *altered = node->multipliers[--node->n_multipliers];
    }
}

static void alter_proof(Proof *proof, GRand *rand)
{
    ProofNode *node = &proof->nodes[g_rand_int_range(rand, 0, (gint32)proof->n_nodes)];
    if (node->kind == PROOF_NODE_LEAF || node->kind == PROOF_NODE_INFEASIBLE)
        alter_leaf(node, rand);
    else if (g_rand_boolean(rand))
        node->at += g_rand_int_range(rand, -1, 2);
    else
        node->column.index[0] = (uint32_t)g_rand_int_range(rand, 0, 4);
}

static Proof *copy_proof(const Proof *proof)
{
    g_autofree char *why = NULL;
    json_auto_t *json = proof_to_json(proof);
    Proof *copy = proof_from_json(json, &why);
    cr_assert_not_null(copy, "%s", why);
    return copy;
}

/* A good proof, altered here and there: what is still accepted is still true. */
Test(judge_mutations, altered_proofs_are_refused_or_true)
{
    int n_accepted = 0;
    for (uint32_t seed = 3000; seed < 3100; seed++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Model) model = tiny_scenario((TinyKind)(seed % 4), seed);
        g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
        PlannerOptions options = {.time_limit_s = 60};
        g_autoptr(PlannerResult) result = planner_run(model, &options, &error);
        cr_assert_not_null(result);
        if (result->solution->bin_of_item == NULL || result->solution->proof == NULL)
            continue;
        for (int i = 0; i < 60; i++) {
            g_auto(Proved) proved = {0};
            g_autoptr(Proof) proof = copy_proof(result->solution->proof);
            for (int n = g_rand_int_range(rand, 1, 4); n > 0; n--)
                alter_proof(proof, rand);
            judge_prove(model, proof, &proved);
            if (proved.refused != NULL)
                continue;
            n_accepted++;
            cr_assert_not(proved.infeasible, "seed %u: a placement exists", seed);
            cr_assert_leq(proved.bound, result->solution->cost, "seed %u", seed);
        }
    }
    cr_assert_gt(n_accepted, 500, "only %d altered proofs were accepted", n_accepted);
}

/* A placement that is reached without parking costs what the third opinion says. */
Test(judge_mutations, plans_without_parking_cost_what_the_naive_check_says)
{
    for (uint32_t seed = 2000; seed < 2060; seed++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Model) model = tiny_scenario(seed % 2 ? TINY_PRICES : TINY_ENDING, seed);
        PlannerOptions options = {.time_limit_s = 60};
        g_autoptr(PlannerResult) result = planner_run(model, &options, &error);
        cr_assert_not_null(result);
        const Plan *plan = result->plan;
        bool parking = false;
        for (uint32_t i = 0; i < plan->n_actions; i++)
            parking = parking || plan->actions[i].parking;
        if (plan->host_of_domain == NULL || parking)
            continue;
        cr_assert(naive_is_good(model, plan->host_of_domain, plan->in_service), "seed %u", seed);
        NaiveCost cost = naive_cost(model, plan->host_of_domain, plan->in_service);
        cr_assert_eq(cost.total, plan->planned.total, "seed %u", seed);
    }
}
