#include "planner/reverse.h"

#include "model/breaches.h"
#include "model/scenario.h"
#include "plan/plan_cost.h"
#include "plan/sequence.h"

typedef struct {
    const Model *before;
    Model *after;
    const Plan *plan; /* the one that is reversed */
    bool *moved;      /* [n_domains] by something done, from a host where it ran */
    uint32_t *target; /* [n_domains] */
    bool *in_service; /* [n_hosts] */
} Way;

void reverse_clear(Reverse *reverse)
{
    g_clear_pointer(&reverse->after, model_free);
    g_clear_pointer(&reverse->plan, plan_free);
    g_clear_pointer(&reverse->verdict, verdict_free);
    g_clear_pointer(&reverse->refused, g_free);
}

static void way_clear(Way *way)
{
    g_clear_pointer(&way->after, model_free);
    g_clear_pointer(&way->moved, g_free);
    g_clear_pointer(&way->target, g_free);
    g_clear_pointer(&way->in_service, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Way, way_clear)

static void carry_out(Way *way, const Action *action)
{
    switch (action->kind) {
    case ACTION_POWER_ON:
        way->after->hosts[action->to].on = true;
        return;
    case ACTION_POWER_OFF:
        way->after->hosts[action->from].on = false;
        return;
    case ACTION_MIGRATE:
        way->moved[action->domain] = true;
        break;
    case ACTION_ACTIVATE:
    case ACTION_SUSPEND:
    case ACTION_REPLICATE:
    case ACTION_RETIRE:
        break;
    }
    way->after->domains[action->domain].host = action->to;
}

/* A domain that was started by the plan and moved then has no place to go back to. */
static bool has_origin(const Way *way, uint32_t domain)
{
    uint32_t host = way->before->domains[domain].host;
    return way->moved[domain] && host != INDEX_NONE &&
           way->before->hosts[host].state != HOST_STATE_FAILED;
}

static void set_target(Way *way)
{
    const Model *after = way->after;
    way->target = g_new(uint32_t, after->n_domains + 1);
    way->in_service = g_new0(bool, after->n_hosts + 1);
    for (uint32_t domain = 0; domain < after->n_domains; domain++) {
        way->target[domain] = has_origin(way, domain) ? way->before->domains[domain].host
                                                      : after->domains[domain].host;
        if (way->target[domain] != INDEX_NONE)
            way->in_service[way->target[domain]] = true;
    }
    for (uint32_t host = 0; host < after->n_hosts; host++)
        way->in_service[host] |=
            way->before->hosts[host].on && way->before->hosts[host].state != HOST_STATE_FAILED;
}

static void way_init(Way *way, const Model *before, const Plan *plan, const bool *done)
{
    *way = (Way){.before = before, .after = model_copy(before), .plan = plan};
    way->moved = g_new0(bool, before->n_domains + 1);
    for (uint32_t i = 0; i < plan->n_actions; i++)
        if (done == NULL || done[i])
            carry_out(way, &plan->actions[i]);
    set_target(way);
}

/* Why a domain cannot go back, before any order is sought; NULL where nothing is in its way. */
static char *find_hindrance(const Way *way, const bool *done)
{
    for (uint32_t i = 0; i < way->plan->n_actions; i++) {
        ActionKind kind = way->plan->actions[i].kind;
        if ((done == NULL || done[i]) &&
            (kind == ACTION_REPLICATE || kind == ACTION_RETIRE || kind == ACTION_SUSPEND))
            return g_strdup_printf("action '%s' of domain '%s' has no reverse",
                                   action_kind_names[kind],
                                   way->before->domains[way->plan->actions[i].domain].name);
    }
    for (uint32_t domain = 0; domain < way->after->n_domains; domain++) {
        if (way->target[domain] == INDEX_NONE)
            return g_strdup_printf("domain '%s' runs nowhere yet",
                                   way->after->domains[domain].name);
        const Host *host = &way->after->hosts[way->target[domain]];
        if (way->target[domain] != way->after->domains[domain].host && host->state != HOST_STATE_UP)
            return g_strdup_printf(
                "domain '%s' cannot go back to host '%s', which takes no domains",
                way->after->domains[domain].name, host->name);
    }
    return NULL;
}

static char *reason_of(const Way *way, const Action *action)
{
    if (action->domain == INDEX_NONE)
        return g_strdup_printf("was %s before plan '%s'",
                               action->kind == ACTION_POWER_ON ? "in service" : "not in service",
                               way->plan->id);
    if (action->parking)
        return g_strdup("makes room for others on their way back");
    return g_strdup_printf("goes back to where it was before plan '%s'", way->plan->id);
}

static bool make_plan(Way *way, Sequence *sequence, bool has_start, int64_t start_s,
                      Plan **ret_plan, GError **error)
{
    const Model *after = way->after;
    g_autoptr(Plan) plan = g_new0(Plan, 1);
    plan->scenario = g_strdup(after->policy.name);
    plan->reverse_of = g_strdup(way->plan->id);
    plan->snapshot_digest = model_digest(after);
    plan->outcome = OUTCOME_FEASIBLE;
    plan->n_domains = after->n_domains;
    plan->n_hosts = after->n_hosts;
    plan->host_of_domain = g_steal_pointer(&way->target);
    plan->in_service = g_steal_pointer(&way->in_service);
    plan->actions = g_steal_pointer(&sequence->actions);
    plan->n_actions = sequence->n_actions;
    sequence->n_actions = 0;
    plan->unchanged = plan->n_actions == 0;
    plan->has_start = has_start && !plan->unchanged;
    plan->start_s = plan->has_start ? start_s : 0;
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        g_free(plan->actions[i].reason);
        plan->actions[i].reason = reason_of(way, &plan->actions[i]);
    }
    plan->current_breaches = model_breaches(after, &plan->n_current_breaches);
    if (!current_cost(after, &plan->current, error) ||
        !plan_cost(after, plan->host_of_domain, plan->in_service, plan->actions, plan->n_actions,
                   &plan->planned, &plan->operator_umin, error))
        return false;
    plan_seal(after, plan);
    *ret_plan = g_steal_pointer(&plan);
    return true;
}

static char *blocked_sentence(const Model *after, const Sequence *sequence)
{
    if (sequence->n_blockers == 0)
        return g_strdup("no safe order of moves leads back");
    return g_strdup_printf("no safe order of moves leads back: domain '%s' cannot move: %s",
                           after->domains[sequence->blockers[0]].name,
                           sequence->blocker_reasons[0]);
}

static char *rejected_sentence(const Verdict *verdict)
{
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        if (!verdict->checks[i].passed)
            return g_strdup_printf("the judge rejects the way back: %s: %s",
                                   verdict->checks[i].name, verdict->checks[i].detail);
    g_assert_not_reached();
}

static bool order_and_judge(Way *way, bool has_start, int64_t start_s, Reverse *reverse,
                            GError **error)
{
    g_auto(Sequence) sequence = {0};
    SequenceOptions options = {.cost_limit = INT64_MAX, .has_start = has_start, .start_s = start_s};
    if (!sequence_plan(way->after, way->target, way->in_service, &options, &sequence, error))
        return false;
    if (!sequence.found) {
        reverse->refused = blocked_sentence(way->after, &sequence);
        return true;
    }
    if (!make_plan(way, &sequence, has_start, start_s, &reverse->plan, error))
        return false;
    reverse->verdict = certificate_judge(way->after, reverse->plan, NULL, error);
    if (reverse->verdict == NULL)
        return false;
    if (reverse->verdict->valid)
        return true;
    reverse->refused = rejected_sentence(reverse->verdict);
    g_clear_pointer(&reverse->verdict, verdict_free);
    g_clear_pointer(&reverse->plan, plan_free);
    return true;
}

Model *reverse_state_after(const Model *model, const Plan *plan, const bool *done)
{
    g_auto(Way) way = {0};
    way_init(&way, model, plan, done);
    return g_steal_pointer(&way.after);
}

bool reverse_make(const Model *model, const Plan *plan, const bool *done, bool has_start,
                  int64_t start_s, Reverse *ret_reverse, GError **error)
{
    g_auto(Way) way = {0};
    g_auto(Reverse) reverse = {0};
    way_init(&way, model, plan, done);
    reverse.refused = find_hindrance(&way, done);
    if (reverse.refused == NULL && !order_and_judge(&way, has_start, start_s, &reverse, error))
        return false;
    reverse.after = g_steal_pointer(&way.after);
    *ret_reverse = reverse;
    reverse = (Reverse){0};
    return true;
}
