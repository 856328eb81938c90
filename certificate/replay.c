#include "certificate/replay.h"

#include "certificate/allowed.h"
#include "certificate/cost.h"
#include "certificate/limits.h"
#include "certificate/price.h"
#include "certificate/rules.h"

typedef struct {
    Checks *checks;
    const Model *model;
    const Plan *plan;
    uint32_t *at; /* where each domain is, waves before the present one carried out */
    bool *on;     /* which hosts are powered */
} Replay;

static void replay_init(Replay *replay, Checks *checks, const Model *model, const Plan *plan)
{
    OwnedState now;
    judge_state_now(model, &now);
    *replay = (Replay){checks, model, plan, now.host_of_domain, now.in_service};
}

static void replay_clear(Replay *replay)
{
    g_free(replay->at);
    g_free(replay->on);
}

static void carry_out(Replay *replay, const Action *action)
{
    if (action->kind == ACTION_POWER_ON)
        replay->on[action->to] = true;
    else if (action->kind == ACTION_POWER_OFF)
        replay->on[action->from] = false;
    else if (judge_is_move(action))
        replay->at[action->domain] = action->to;
}

Wave judge_next_wave(const Plan *plan, uint32_t first)
{
    Wave wave = {plan->actions[first].wave, first, first + 1};
    while (wave.end < plan->n_actions && plan->actions[wave.end].wave == wave.number)
        wave.end++;
    return wave;
}

static const char *domain_name(const Replay *replay, uint32_t domain)
{
    return replay->model->domains[domain].name;
}

static const char *host_name(const Replay *replay, uint32_t host)
{
    return host == INDEX_NONE ? "" : replay->model->hosts[host].name;
}

/* What an action must be, whatever runs beside it. */

/* A copy that is to be made has its own action; anything else that is nowhere is started. */
static void check_kind_of_start(Replay *replay, const Action *action)
{
    bool is_copy = action->from == INDEX_NONE &&
                   replay->model->domains[action->domain].replica_of != INDEX_NONE;
    if (action->kind == ACTION_REPLICATE && !is_copy)
        checks_break(replay->checks, "wave %u: domain '%s' is no copy that is to be made",
                     action->wave, domain_name(replay, action->domain));
    if (action->kind == ACTION_ACTIVATE && is_copy)
        checks_break(replay->checks,
                     "wave %u: domain '%s' is a copy that is to be made, not started", action->wave,
                     domain_name(replay, action->domain));
}

static void check_retire(Replay *replay, const Action *action)
{
    uint32_t at = replay->at[action->domain];
    if (action->from != at)
        checks_break(replay->checks, "wave %u: domain '%s' is on host '%s', not on '%s'",
                     action->wave, domain_name(replay, action->domain), host_name(replay, at),
                     host_name(replay, action->from));
    if (!judge_retires(replay->model, action->domain))
        checks_break(replay->checks, "wave %u: domain '%s' is not to be retired", action->wave,
                     domain_name(replay, action->domain));
    if (action->parking)
        checks_break(replay->checks, "wave %u: domain '%s' cannot be parked nowhere", action->wave,
                     domain_name(replay, action->domain));
}

static void check_source(Replay *replay, const Action *action)
{
    uint32_t at = replay->at[action->domain];
    bool runs = at != INDEX_NONE && replay->model->hosts[at].state != HOST_STATE_FAILED;
    if (action->from != at)
        checks_break(replay->checks, "wave %u: domain '%s' is on host '%s', not on '%s'",
                     action->wave, domain_name(replay, action->domain), host_name(replay, at),
                     host_name(replay, action->from));
    else if (action->kind == ACTION_MIGRATE && !runs)
        checks_break(replay->checks, "wave %u: domain '%s' does not run and cannot be migrated",
                     action->wave, domain_name(replay, action->domain));
    else if (action->kind == ACTION_ACTIVATE && runs)
        checks_break(replay->checks, "wave %u: domain '%s' runs on host '%s' already", action->wave,
                     domain_name(replay, action->domain), host_name(replay, at));
    check_kind_of_start(replay, action);
    if (action->to == at)
        checks_break(replay->checks, "wave %u: domain '%s' moves to the host '%s' where it is",
                     action->wave, domain_name(replay, action->domain), host_name(replay, at));
}

static void check_target(Replay *replay, const Action *action)
{
    const Model *model = replay->model;
    const Plan *plan = replay->plan;
    bool stops = action->to != plan->host_of_domain[action->domain];
    g_autofree char *why = stops ? judge_stop_refusal(model, action->domain, action->to)
                                 : judge_refusal(model, action->domain, action->to);
    if (why == NULL && model->hosts[action->to].state != HOST_STATE_UP)
        why = g_strdup("the host accepts nothing");
    if (why != NULL)
        checks_break(replay->checks, "wave %u: domain '%s' may not go to host '%s': %s",
                     action->wave, domain_name(replay, action->domain),
                     host_name(replay, action->to), why);
    if (!replay->on[action->to])
        checks_break(replay->checks, "wave %u: domain '%s' goes to host '%s', which is off",
                     action->wave, domain_name(replay, action->domain),
                     host_name(replay, action->to));
    if (stops != action->parking)
        checks_break(
            replay->checks,
            stops ? "wave %u: domain '%s' stops at host '%s' on its way without being parked"
                  : "wave %u: domain '%s' is said to be parked on host '%s', where it ends",
            action->wave, domain_name(replay, action->domain), host_name(replay, action->to));
    if (stops && !model->hosts[action->to].on && !plan->in_service[action->to])
        checks_break(replay->checks,
                     "wave %u: domain '%s' is parked on host '%s', in service neither now nor in "
                     "the plan",
                     action->wave, domain_name(replay, action->domain),
                     host_name(replay, action->to));
}

static void check_minutes(Replay *replay, const Action *action)
{
    int64_t right = judge_is_move(action) ? judge_move_minutes(replay->model, action->domain,
                                                               action->from, action->to)
                                          : replay->model->policy.power_change_umin;
    if (action->operator_umin == right)
        return;
    g_autofree char *told = money_to_text(action->operator_umin);
    g_autofree char *computed = money_to_text(right);
    const char *name = judge_is_move(action) ? domain_name(replay, action->domain)
                                             : host_name(replay, MIN(action->from, action->to));
    checks_break(replay->checks, "wave %u: '%s' is said to take %s operator minutes, it takes %s",
                 action->wave, name, told, computed);
}

static void check_power(Replay *replay, const Action *action)
{
    bool off = action->kind == ACTION_POWER_OFF;
    uint32_t host = off ? action->from : action->to;
    if (action->parking)
        checks_break(replay->checks, "wave %u: host '%s' cannot be parked", action->wave,
                     host_name(replay, host));
    if (replay->on[host] != off)
        checks_break(replay->checks, "wave %u: host '%s' is %s already", action->wave,
                     host_name(replay, host), off ? "off" : "on");
    if (replay->model->hosts[host].on != off)
        checks_break(replay->checks, "wave %u: host '%s' is switched for a second time",
                     action->wave, host_name(replay, host));
    for (uint32_t domain = 0; off && domain < replay->model->n_domains; domain++)
        if (replay->at[domain] == host)
            checks_break(replay->checks,
                         "wave %u: host '%s' is switched off with domain '%s' on it", action->wave,
                         host_name(replay, host), domain_name(replay, domain));
}

static void check_action(Replay *replay, const Action *action)
{
    if (action->kind == ACTION_RETIRE) {
        check_retire(replay, action);
    } else if (judge_is_move(action)) {
        check_source(replay, action);
        check_target(replay, action);
    } else if (action->kind == ACTION_POWER_ON || action->kind == ACTION_POWER_OFF) {
        check_power(replay, action);
    } else {
        checks_break(replay->checks, "wave %u: no plan holds the action '%s'", action->wave,
                     action_kind_names[action->kind]);
        return;
    }
    check_minutes(replay, action);
}

/* power_on first, then moves by domain, power_off last. */
static int phase_of(const Action *action)
{
    if (judge_is_move(action))
        return 1;
    return action->kind == ACTION_POWER_OFF ? 2 : 0;
}

static void check_order(Replay *replay, const Wave *wave, uint32_t previous_number)
{
    if (wave->number != previous_number + 1)
        checks_break(replay->checks, "wave %u follows wave %u", wave->number, previous_number);
    for (uint32_t i = wave->first + 1; i < wave->end; i++) {
        const Action *before = &replay->plan->actions[i - 1], *after = &replay->plan->actions[i];
        bool sorted = phase_of(before) < phase_of(after) ||
                      (phase_of(before) == phase_of(after) &&
                       (phase_of(after) != 1 || before->domain < after->domain));
        if (!sorted)
            checks_break(replay->checks,
                         "wave %u: its action %u is out of order or moves '%s' twice", wave->number,
                         i - wave->first + 1,
                         judge_is_move(after) ? domain_name(replay, after->domain) : "");
    }
}

/* The last of it: the actions lead to the plan's own placement and hosts in service. */
static void check_end(Replay *replay)
{
    for (uint32_t domain = 0; domain < replay->model->n_domains; domain++)
        if (replay->at[domain] != replay->plan->host_of_domain[domain])
            checks_break(replay->checks, "domain '%s' ends on host '%s', the plan says '%s'",
                         domain_name(replay, domain), host_name(replay, replay->at[domain]),
                         host_name(replay, replay->plan->host_of_domain[domain]));
    for (uint32_t host = 0; host < replay->model->n_hosts; host++)
        if (replay->on[host] != replay->plan->in_service[host])
            checks_break(replay->checks, "host '%s' ends %s, the plan says %s",
                         host_name(replay, host), replay->on[host] ? "on" : "off",
                         replay->plan->in_service[host] ? "in service" : "not in service");
}

static void check_actions(Checks *checks, const Model *model, const Plan *plan)
{
    Replay replay;
    replay_init(&replay, checks, model, plan);
    checks_begin(checks, "actions");
    uint32_t n_waves = 0;
    for (uint32_t at = 0; at < plan->n_actions;) {
        Wave wave = judge_next_wave(plan, at);
        check_order(&replay, &wave, n_waves);
        for (; at < wave.end; at++) {
            check_action(&replay, &plan->actions[at]);
            carry_out(&replay, &plan->actions[at]);
        }
        n_waves = wave.number;
    }
    check_end(&replay);
    if (plan->unchanged != (plan->n_actions == 0))
        checks_break(checks, "the plan has %u actions and says unchanged is %s", plan->n_actions,
                     plan->unchanged ? "true" : "false");
    checks_end(checks, "%u actions in %u waves lead to the plan's placement", plan->n_actions,
               n_waves);
    replay_clear(&replay);
}

/* Spread, split, ban, fence and lonely: never broken more than at the start. A domain on a failed
 * host is down and breaks nothing until it is started. */

static bool holds_on_the_way(const Rule *rule)
{
    bool named = rule->kind == RULE_KIND_SPREAD || rule->kind == RULE_KIND_SPREAD_ZONE ||
                 rule->kind == RULE_KIND_SPLIT || rule->kind == RULE_KIND_BAN ||
                 rule->kind == RULE_KIND_FENCE || rule->kind == RULE_KIND_LONELY;
    return named && rule->strength == STRENGTH_HARD;
}

static int64_t *breaches_at_start(const Model *model)
{
    g_auto(OwnedState) now = {0};
    judge_state_now(model, &now);
    int64_t *breaches = g_new0(int64_t, MAX(model->n_rules, 1));
    for (uint32_t i = 0; i < model->n_rules; i++)
        if (holds_on_the_way(&model->rules[i]))
            breaches[i] = judge_breaches(model, i, now.state, NULL);
    return breaches;
}

/* Rules that hold on the way, by the domains that they name; lonely ones, which anyone may
 * disturb. */
typedef struct {
    uint32_t *first; /* [n_domains + 1] */
    uint32_t *rules; /* domain's: rules[first[domain] .. first[domain + 1]) */
    GArray *lonely;  /* uint32_t */
    GArray *touched; /* uint32_t: rules that a wave may have broken, ascending */
} RulesOf;

static void rules_of_clear(RulesOf *of)
{
    g_free(of->first);
    g_free(of->rules);
    g_array_unref(of->lonely);
    g_array_unref(of->touched);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RulesOf, rules_of_clear)

static RulesOf find_rules_of(const Model *model)
{
    RulesOf of = {.lonely = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                  .touched = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, 2 * sizeof(uint32_t));
    of.first = g_new0(uint32_t, (gsize)model->n_domains + 2);
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        if (holds_on_the_way(rule) && rule->kind == RULE_KIND_LONELY)
            g_array_append_val(of.lonely, i);
        else if (holds_on_the_way(rule))
            for (uint32_t group = 0; group < rule->n_groups; group++)
                for (uint32_t k = 0; k < rule->groups[group].n; k++) {
                    uint32_t pair[2] = {rule->groups[group].index[k], i};
                    of.first[pair[0] + 1]++;
                    g_array_append_vals(pairs, pair, 1);
                }
    }
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        of.first[domain + 1] += of.first[domain];
    of.rules = g_new(uint32_t, (gsize)pairs->len + 1);
    g_autofree uint32_t *next =
        g_memdup2(of.first, ((gsize)model->n_domains + 1) * sizeof *of.first);
    for (guint k = 0; k < pairs->len; k++) {
        const uint32_t *pair = (const uint32_t *)(const void *)pairs->data + 2 * (gsize)k;
        of.rules[next[pair[0]]++] = pair[1];
    }
    return of;
}

static int compare_numbers(gconstpointer a, gconstpointer b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

/* The rules that some move of the wave may have broken; one may stand there more than once. */
static void find_touched(RulesOf *of, const Plan *plan, const Wave *wave)
{
    bool any = false;
    g_array_set_size(of->touched, 0);
    for (uint32_t i = wave->first; i < wave->end; i++) {
        if (!judge_is_move(&plan->actions[i]))
            continue;
        uint32_t domain = plan->actions[i].domain;
        g_array_append_vals(of->touched, of->rules + of->first[domain],
                            of->first[domain + 1] - of->first[domain]);
        any = true;
    }
    if (any)
        g_array_append_vals(of->touched, of->lonely->data, of->lonely->len);
    g_array_sort(of->touched, compare_numbers);
}

/* Where the domain runs, INDEX_NONE where it does not. */
static uint32_t runs_on(const Replay *replay, uint32_t domain)
{
    uint32_t at = replay->at[domain];
    bool runs = at != INDEX_NONE && replay->model->hosts[at].state != HOST_STATE_FAILED;
    return runs ? at : INDEX_NONE;
}

static uint32_t *running_domains(const Replay *replay)
{
    const Model *model = replay->model;
    uint32_t *running = g_new(uint32_t, MAX(model->n_domains, 1));
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        running[domain] = runs_on(replay, domain);
    return running;
}

/* running: of all domains, brought up to date with the wave. */
static void check_rules_after(Replay *replay, const Wave *wave, const int64_t *at_start,
                              RulesOf *of, uint32_t *running)
{
    const Model *model = replay->model;
    for (uint32_t i = wave->first; i < wave->end; i++)
        if (replay->plan->actions[i].domain != INDEX_NONE)
            running[replay->plan->actions[i].domain] =
                runs_on(replay, replay->plan->actions[i].domain);
    find_touched(of, replay->plan, wave);
    for (guint k = 0; k < of->touched->len; k++) {
        uint32_t i = g_array_index(of->touched, uint32_t, k);
        const Rule *rule = &model->rules[i];
        if (k > 0 && g_array_index(of->touched, uint32_t, k - 1) == i)
            continue;
        g_autofree char *where = NULL;
        int64_t breaches = judge_breaches(model, i, (State){running, replay->on}, &where);
        if (breaches > at_start[i])
            checks_break(replay->checks,
                         "after wave %u %s '%s' is broken %" G_GINT64_FORMAT
                         " times, at the start %" G_GINT64_FORMAT ": %s",
                         wave->number, judge_rule_word(rule->kind), rule->name, breaches,
                         at_start[i], where);
    }
}

static void check_wave_rules(Checks *checks, const Model *model, const Plan *plan)
{
    Replay replay;
    replay_init(&replay, checks, model, plan);
    g_autofree int64_t *at_start = breaches_at_start(model);
    g_auto(RulesOf) of = find_rules_of(model);
    g_autofree uint32_t *running = running_domains(&replay);
    checks_begin(checks, "wave rules");
    for (uint32_t at = 0; at < plan->n_actions;) {
        Wave wave = judge_next_wave(plan, at);
        for (; at < wave.end; at++)
            carry_out(&replay, &plan->actions[at]);
        check_rules_after(&replay, &wave, at_start, &of, running);
    }
    checks_end(checks, "no hard rule is broken after any wave more than at the start");
    replay_clear(&replay);
}

static void check_most(Checks *checks, const char *what, uint32_t wave, const char *name,
                       uint32_t number, uint32_t most)
{
    if (number > most)
        checks_break(checks, "wave %u has %u moves %s%s%s, allowed %u", wave, number, what,
                     *name == '\0' ? "" : " ", name, most);
}

/* Moves that a host or a service takes part in during a wave. A failed host takes no part. */
static void check_parallel_wave(Checks *checks, const Model *model, const Plan *plan,
                                const Wave *wave)
{
    g_autofree uint32_t *of_host = g_new0(uint32_t, MAX(model->n_hosts, 1));
    g_autofree uint32_t *of_service = g_new0(uint32_t, MAX(model->n_services, 1));
    uint32_t n_moves = 0;
    for (uint32_t i = wave->first; i < wave->end; i++) {
        const Action *action = &plan->actions[i];
        if (!judge_is_move(action))
            continue;
        uint32_t service = model->domains[action->domain].service;
        n_moves++;
        if (action->to != INDEX_NONE)
            of_host[action->to]++;
        bool leaves = action->kind == ACTION_MIGRATE || action->kind == ACTION_RETIRE;
        if (leaves && action->from != INDEX_NONE)
            of_host[action->from]++;
        if (service != INDEX_NONE)
            of_service[service]++;
    }
    check_most(checks, "in all", wave->number, "", n_moves, model->policy.max_parallel);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        check_most(checks, "on host", wave->number, model->hosts[host].name, of_host[host],
                   model->policy.max_parallel_per_host);
    for (uint32_t service = 0; service < model->n_services; service++)
        check_most(checks, "of service", wave->number, model->services[service].name,
                   of_service[service], model->policy.max_parallel_per_service);
}

static void check_parallel(Checks *checks, const Model *model, const Plan *plan)
{
    checks_begin(checks, "parallel");
    for (uint32_t at = 0; at < plan->n_actions;) {
        Wave wave = judge_next_wave(plan, at);
        check_parallel_wave(checks, model, plan, &wave);
        at = wave.end;
    }
    checks_end(checks, "at most %u moves at a time, %u on a host, %u of a service",
               model->policy.max_parallel, model->policy.max_parallel_per_host,
               model->policy.max_parallel_per_service);
}

void judge_check_replay(Checks *checks, const Model *model, const Plan *plan)
{
    check_actions(checks, model, plan);
    judge_check_wave_capacity(checks, model, plan);
    check_wave_rules(checks, model, plan);
    check_parallel(checks, model, plan);
    judge_check_wave_reserve(checks, model, plan);
    judge_check_calendar(checks, model, plan);
    judge_check_people(checks, model, plan);
}
