#include "certificate/cost.h"
#include "certificate/exact.h"
#include "certificate/limits.h"
#include "certificate/replay.h"

/* While domains move: what is on carries, without its largest hosts, all that runs, who moves on
 * both hosts; or no more is lacking than at the start. */
typedef struct {
    Checks *checks;
    const Model *model;
    bool *on;      /* [n_hosts] */
    Int128 *runs;  /* [resource * n_periods + period] */
    Int128 *start; /* likewise */
} Way;

static gsize way_index(const Model *model, uint32_t resource, uint32_t period)
{
    return (gsize)resource * model->policy.n_periods + period;
}

static void way_count(Way *way, uint32_t domain, int sign)
{
    const Model *model = way->model;
    for (uint32_t resource = 0; resource < model->n_resources; resource++)
        for (uint32_t period = 0; period < model->policy.n_periods; period++)
            way->runs[way_index(model, resource, period)] +=
                sign * (Int128)model_demand(model, domain, resource, period);
}

static void way_init(Way *way, Checks *checks, const Model *model)
{
    gsize n = way_index(model, model->n_resources, 0) + 1;
    *way = (Way){checks, model, g_new0(bool, MAX(model->n_hosts, 1)), g_new0(Int128, n), NULL};
    for (uint32_t host = 0; host < model->n_hosts; host++)
        way->on[host] = model->hosts[host].on && model->hosts[host].state != HOST_STATE_FAILED;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (judge_is_placed(model, domain))
            way_count(way, domain, 1);
    way->start = g_memdup2(way->runs, n * sizeof(Int128));
}

static void way_clear(Way *way)
{
    g_free(way->on);
    g_free(way->runs);
    g_free(way->start);
}

static void way_check(const Way *way, uint32_t wave)
{
    const Model *model = way->model;
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        Int128 left = judge_capacity_left(model, way->on, resource);
        for (uint32_t period = 0; period < model->policy.n_periods; period++) {
            gsize index = way_index(model, resource, period);
            if (way->runs[index] > MAX(left, way->start[index]))
                checks_break(way->checks,
                             "during wave %u %" G_GINT64_FORMAT
                             " of '%s' run in period %u, without "
                             "the %u largest hosts there is room for %" G_GINT64_FORMAT,
                             wave, (int64_t)way->runs[index], model->resources[resource].name,
                             period, model->policy.host_failures, (int64_t)left);
        }
    }
}

/* A host that is switched off is off from the begin of its wave on, one that is switched on is on
 * from its end on. */
static void way_wave(Way *way, const Plan *plan, const Wave *wave)
{
    bool moves = false;
    for (uint32_t i = wave->first; i < wave->end; i++) {
        const Action *action = &plan->actions[i];
        if (action->kind == ACTION_POWER_OFF)
            way->on[action->from] = false;
        if (judge_is_move(action) && action->to != INDEX_NONE)
            way_count(way, action->domain, 1);
        moves = moves || judge_is_move(action);
    }
    if (moves)
        way_check(way, wave->number);
    for (uint32_t i = wave->first; i < wave->end; i++) {
        const Action *action = &plan->actions[i];
        if (action->kind == ACTION_POWER_ON)
            way->on[action->to] = true;
        if (judge_is_move(action) && action->from != INDEX_NONE &&
            way->model->hosts[action->from].state != HOST_STATE_FAILED)
            way_count(way, action->domain, -1);
    }
}

void judge_check_wave_reserve(Checks *checks, const Model *model, const Plan *plan)
{
    Way way;
    if (model->policy.host_failures == 0 || model->policy.reserve_on_the_way == 0)
        return;
    way_init(&way, checks, model);
    checks_begin(checks, "reserve on the way");
    for (uint32_t at = 0; at < plan->n_actions;) {
        Wave wave = judge_next_wave(plan, at);
        way_wave(&way, plan, &wave);
        at = wave.end;
    }
    checks_end(checks,
               "during every wave the hosts that are on carry all that runs without the %u "
               "largest, or lack no more than at the start",
               model->policy.host_failures);
    way_clear(&way);
}
