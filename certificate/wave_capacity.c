#include "certificate/cost.h"
#include "certificate/limits.h"
#include "certificate/replay.h"
#include "certificate/rules.h"

/* During a wave a moving domain counts on both hosts, for every resource. The lowest limit of the
 * tiers present binds those who are there; the hard limit also what those who left their host of
 * the snapshot still take there of transient resources, as in the final state. What a host held at
 * the start it may hold longer, even above its limit, but never more than that. */
typedef struct {
    Checks *checks;
    const Model *model;
    const Plan *plan;
    uint32_t *at;   /* host of each domain; during a wave still the one it leaves */
    int64_t *use;   /* of those who are there; see judge_use */
    int64_t *left;  /* the same indices: what those who left still take */
    int64_t *start; /* use at the start */
} Load;

static void load_init(Load *load, Checks *checks, const Model *model, const Plan *plan)
{
    *load = (Load){.checks = checks, .model = model, .plan = plan};
    load->at = g_new(uint32_t, MAX(model->n_domains, 1));
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        load->at[domain] = judge_host_now(model, domain);
    load->use = judge_use(model, load->at);
    load->left = g_new0(int64_t, judge_use_index(model, model->n_hosts, 0, 0) + 1);
    load->start = judge_use(model, load->at);
}

static void load_clear(Load *load)
{
    g_free(load->at);
    g_free(load->use);
    g_free(load->left);
    g_free(load->start);
}

/* sign: 1 for a domain that arrives, −1 for one that has left. */
static void load_change(Load *load, uint32_t domain, uint32_t host, int sign)
{
    const Model *model = load->model;
    bool is_home = host == model->domains[domain].host;
    for (uint32_t resource = 0; resource < model->n_resources; resource++)
        for (uint32_t period = 0; period < model->policy.n_periods; period++) {
            int64_t demand = sign * model_demand(model, domain, resource, period);
            gsize index = judge_use_index(model, host, resource, period);
            load->use[index] += demand;
            if (is_home && model->resources[resource].transient)
                load->left[index] -= demand;
        }
}

/* The lowest limit that a domain on the host brings with it, the host's own hard limit at most. */
static int64_t lowest_limit(const Load *load, uint32_t host, uint32_t resource, const Wave *wave)
{
    const Model *model = load->model;
    int64_t lowest = judge_hard_limit(model, host, resource);
    for (uint32_t domain = 0; model->n_tiers > 0 && domain < model->n_domains; domain++)
        if (load->at[domain] == host && judge_tier(model, domain) != INDEX_NONE)
            lowest =
                MIN(lowest, judge_tier_limit(model, judge_tier(model, domain), host, resource));
    for (uint32_t i = wave->first; model->n_tiers > 0 && i < wave->end; i++) {
        const Action *action = &load->plan->actions[i];
        if (judge_is_move(action) && action->to == host &&
            judge_tier(model, action->domain) != INDEX_NONE)
            lowest = MIN(
                lowest, judge_tier_limit(model, judge_tier(model, action->domain), host, resource));
    }
    return lowest;
}

/* left: what those who left take, where it counts. */
static bool is_within(const Load *load, const Wave *wave, uint32_t host, gsize index, int64_t left,
                      int64_t limit)
{
    const Model *model = load->model;
    gsize dimension = index - judge_use_index(model, host, 0, 0);
    int64_t amount = load->use[index] + left;
    if (amount <= MAX(limit, load->start[index]))
        return true;
    g_autofree char *of_it =
        left == 0 ? g_strdup("")
                  : g_strdup_printf(", %" G_GINT64_FORMAT " of it for those who left", left);
    checks_break(load->checks,
                 "during wave %u host '%s' holds %" G_GINT64_FORMAT
                 " of '%s' in period %u%s, limit %" G_GINT64_FORMAT
                 ", at the start %" G_GINT64_FORMAT,
                 wave->number, model->hosts[host].name, amount,
                 model->resources[dimension / model->policy.n_periods].name,
                 (uint32_t)(dimension % model->policy.n_periods), of_it, limit, load->start[index]);
    return false;
}

static void check_host_during(const Load *load, uint32_t host, const Wave *wave)
{
    const Model *model = load->model;
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t limit = lowest_limit(load, host, resource, wave);
        int64_t hard = judge_hard_limit(model, host, resource);
        for (uint32_t period = 0; period < model->policy.n_periods; period++) {
            gsize index = judge_use_index(model, host, resource, period);
            if (is_within(load, wave, host, index, 0, limit))
                is_within(load, wave, host, index, load->left[index], hard);
        }
    }
}

static void check_wave(Load *load, const Wave *wave)
{
    const Plan *plan = load->plan;
    g_autofree bool *arrived = g_new0(bool, MAX(load->model->n_hosts, 1));
    for (uint32_t i = wave->first; i < wave->end; i++)
        if (judge_is_move(&plan->actions[i]) && plan->actions[i].to != INDEX_NONE) {
            load_change(load, plan->actions[i].domain, plan->actions[i].to, 1);
            arrived[plan->actions[i].to] = true;
        }
    for (uint32_t host = 0; host < load->model->n_hosts; host++)
        if (arrived[host])
            check_host_during(load, host, wave);
    for (uint32_t i = wave->first; i < wave->end; i++) {
        const Action *action = &plan->actions[i];
        if (!judge_is_move(action))
            continue;
        if (load->at[action->domain] != INDEX_NONE)
            load_change(load, action->domain, load->at[action->domain], -1);
        load->at[action->domain] = action->to;
    }
}

void judge_check_wave_capacity(Checks *checks, const Model *model, const Plan *plan)
{
    Load load;
    load_init(&load, checks, model, plan);
    checks_begin(checks, "wave capacity");
    for (uint32_t at = 0; at < plan->n_actions;) {
        Wave wave = judge_next_wave(plan, at);
        check_wave(&load, &wave);
        at = wave.end;
    }
    checks_end(checks, "moving domains counted on both hosts, no host passes its hard limits more "
                       "than at the start");
    load_clear(&load);
}
