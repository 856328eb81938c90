#include "certificate/duration.h"

#include <math.h>

#include "certificate/cost.h"
#include "certificate/limits.h"
#include "certificate/replay.h"

#define MOST_PASSES 30

/* Half of the third digit, which is the last that is written, with room for binary fractions. */
#define TOLERANCE_S 0.000501

/* Moves of a wave that each host takes part in; at_least: of one action's two hosts the more. */
static void count_hosts(const Plan *plan, const Wave *wave, uint32_t *n_of_host)
{
    for (uint32_t i = wave->first; i < wave->end; i++) {
        const Action *action = &plan->actions[i];
        if (!judge_is_move(action))
            continue;
        if (action->from != INDEX_NONE)
            n_of_host[action->from]++;
        if (action->to != INDEX_NONE)
            n_of_host[action->to]++;
    }
}

static double number(Decimal decimal)
{
    return (double)decimal.mantissa / pow(10, decimal.scale);
}

/* MiB a second that one migration gets where so many share a link. */
static double rate_of(const Policy *policy, uint32_t n_sharing)
{
    double share = (double)policy->bandwidth_mib_s / (n_sharing < 1 ? 1 : n_sharing);
    bool capped = policy->migration_mib_s != NO_LIMIT && (double)policy->migration_mib_s < share;
    return capped ? (double)policy->migration_mib_s : share;
}

/* The part of its speed that auto-converge leaves a guest during a pass. */
static double speed_left(uint32_t pass)
{
    static const double taken[] = {0, 0.20, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90};
    return pass < G_N_ELEMENTS(taken) ? 1 - taken[pass] : 0.01;
}

/* Seconds of copying: the first pass takes memory ÷ rate, each further one what the guest wrote
 * meanwhile, never more than the first, until a pass is as short as the downtime allows; the last
 * one counts as well. */
static double copying_s(const Model *model, uint32_t domain, double rate, double downtime_s)
{
    double first_s = (double)judge_memory_mib(model, domain) / rate;
    double written = (double)model->domains[domain].dirty_mib_s / rate; /* of what is sent */
    bool slowed = written >= 1 && model->policy.non_converging == NON_CONVERGING_THROTTLE;
    double total_s = 0, pass_s = first_s;
    for (uint32_t pass = 0; pass < MOST_PASSES && (pass == 0 || pass_s > downtime_s); pass++) {
        total_s += pass_s;
        pass_s = fmin(pass_s * written * (slowed ? speed_left(pass) : 1), first_s);
    }
    return total_s + pass_s;
}

/* nudge: the downtime allowed, a hair more or less where a pass just meets it. */
static double migration_s(const Model *model, uint32_t domain, uint32_t n_sharing, double nudge)
{
    double rate = rate_of(&model->policy, n_sharing);
    double overhead_s = number(model->policy.migration_overhead_s);
    double downtime_s = (double)model->policy.max_downtime_ms / 1000 * nudge;
    if (model->domains[domain].move == MOVE_MODE_COLD)
        return 60;
    if (model->domains[domain].move == MOVE_MODE_SAVE)
        return overhead_s + (double)judge_memory_mib(model, domain) / rate * 2;
    return overhead_s + copying_s(model, domain, rate, downtime_s);
}

static double action_s(const Model *model, const Action *action, const uint32_t *n_of_host,
                       double nudge)
{
    uint32_t n_from = action->from == INDEX_NONE ? 0 : n_of_host[action->from];
    uint32_t n_to = action->to == INDEX_NONE ? 0 : n_of_host[action->to];
    switch (action->kind) {
    case ACTION_MIGRATE:
        return migration_s(model, action->domain, n_from > n_to ? n_from : n_to, nudge);
    case ACTION_POWER_ON:
        return 180;
    case ACTION_POWER_OFF:
        return 60;
    case ACTION_ACTIVATE:
    case ACTION_SUSPEND:
    case ACTION_REPLICATE:
    case ACTION_RETIRE:
        return 30;
    }
    return -1;
}

double judge_expected_s(const Model *model, const Plan *plan, uint32_t action)
{
    g_autofree uint32_t *n_of_host = g_new0(uint32_t, MAX(model->n_hosts, 1));
    uint32_t first = action;
    while (first > 0 && plan->actions[first - 1].wave == plan->actions[action].wave)
        first--;
    Wave wave = judge_next_wave(plan, first);
    count_hosts(plan, &wave, n_of_host);
    return action_s(model, &plan->actions[action], n_of_host, 1);
}

static bool is_told(const Model *model, const Action *action, const uint32_t *n_of_host)
{
    static const double nudges[] = {1, 1 - 1e-9, 1 + 1e-9};
    for (gsize i = 0; i < G_N_ELEMENTS(nudges); i++) {
        double right_s = action_s(model, action, n_of_host, nudges[i]);
        if (fabs(action->expected_s - right_s) <= TOLERANCE_S + right_s * 1e-9)
            return true;
    }
    return false;
}

static void check_wave(Checks *checks, const Model *model, const Plan *plan, const Wave *wave,
                       uint32_t *n_of_host)
{
    count_hosts(plan, wave, n_of_host);
    for (uint32_t i = wave->first; i < wave->end; i++) {
        const Action *action = &plan->actions[i];
        if (is_told(model, action, n_of_host))
            continue;
        uint32_t host = action->to == INDEX_NONE ? action->from : action->to;
        checks_break(checks, "wave %u: '%s' is said to take %.3f s, it is expected to take %.3f s",
                     action->wave,
                     action->domain == INDEX_NONE ? model->hosts[host].name
                                                  : model->domains[action->domain].name,
                     action->expected_s, action_s(model, action, n_of_host, 1));
    }
    for (uint32_t i = wave->first; i < wave->end; i++) {
        if (plan->actions[i].from != INDEX_NONE)
            n_of_host[plan->actions[i].from] = 0;
        if (plan->actions[i].to != INDEX_NONE)
            n_of_host[plan->actions[i].to] = 0;
    }
}

void judge_check_durations(Checks *checks, const Model *model, const Plan *plan)
{
    g_autofree uint32_t *n_of_host = g_new0(uint32_t, MAX(model->n_hosts, 1));
    checks_begin(checks, "durations");
    for (uint32_t at = 0; at < plan->n_actions;) {
        Wave wave = judge_next_wave(plan, at);
        check_wave(checks, model, plan, &wave, n_of_host);
        at = wave.end;
    }
    checks_end(checks, "the expected seconds of %u actions follow from the policy's rates",
               plan->n_actions);
}
