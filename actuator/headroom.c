#include "actuator/headroom.h"

#include <string.h>

#include "model/cost.h"

typedef struct {
    const Errand *errand;
    const Model *model; /* the errand's */
    const int64_t *demand_now;
    int64_t *use;   /* [(host * n_resources + resource) * n_periods + period] */
    int64_t *limit; /* the same: hard limit, or what is used already where that is more */
} Replay;

static gsize cell(const Replay *replay, uint32_t host, uint32_t resource, uint32_t period)
{
    return ((gsize)host * replay->model->n_resources + resource) * replay->model->policy.n_periods +
           period;
}

static int64_t demand(const Replay *replay, uint32_t domain, uint32_t resource, uint32_t period)
{
    const int64_t *now = replay->demand_now;
    gsize at = (gsize)domain * replay->model->n_resources + resource;
    if (now != NULL && replay->model->policy.n_periods == 1 && now[at] != NO_LIMIT)
        return now[at];
    return model_demand(replay->model, domain, resource, period);
}

static int64_t resident_demand(const Replay *replay, const Resident *resident, uint32_t resource,
                               uint32_t period)
{
    if (resident->domain != INDEX_NONE)
        return demand(replay, resident->domain, resource, period);
    bool is_memory = strcmp(replay->model->resources[resource].name, "memory_mib") == 0;
    return is_memory ? resident->memory_mib : 0;
}

static void add_domain(const Replay *replay, uint32_t host, uint32_t domain, int64_t sign)
{
    for (uint32_t resource = 0; resource < replay->model->n_resources; resource++)
        for (uint32_t period = 0; period < replay->model->policy.n_periods; period++)
            replay->use[cell(replay, host, resource, period)] +=
                sign * demand(replay, domain, resource, period);
}

static void add_residents(const Replay *replay, const Resident *residents, guint n_residents)
{
    for (guint i = 0; i < n_residents; i++)
        for (uint32_t resource = 0; resource < replay->model->n_resources; resource++)
            for (uint32_t period = 0; period < replay->model->policy.n_periods; period++)
                replay->use[cell(replay, residents[i].host, resource, period)] +=
                    resident_demand(replay, &residents[i], resource, period);
}

static void set_limits(const Replay *replay)
{
    for (uint32_t host = 0; host < replay->model->n_hosts; host++)
        for (uint32_t resource = 0; resource < replay->model->n_resources; resource++)
            for (uint32_t period = 0; period < replay->model->policy.n_periods; period++) {
                gsize at = cell(replay, host, resource, period);
                replay->limit[at] =
                    MAX(host_hard_limit(replay->model, host, resource), replay->use[at]);
            }
}

/* The first period in which a resource passes its limit is enough to say so. */
static void report_host(const Replay *replay, uint32_t host, uint32_t wave, GPtrArray *broken)
{
    for (uint32_t resource = 0; resource < replay->model->n_resources; resource++)
        for (uint32_t period = 0; period < replay->model->policy.n_periods; period++) {
            gsize at = cell(replay, host, resource, period);
            if (replay->use[at] <= replay->limit[at])
                continue;
            g_ptr_array_add(broken,
                            g_strdup_printf("host '%s' would pass its limit of '%s' in wave %u: "
                                            "%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT,
                                            replay->model->hosts[host].name,
                                            replay->model->resources[resource].name, wave,
                                            replay->use[at],
                                            host_hard_limit(replay->model, host, resource)));
            break;
        }
}

static bool moves_in(const Step *step, uint32_t wave)
{
    return step->wave == wave && step->state != STEP_DONE && step->domain != INDEX_NONE &&
           step->to != INDEX_NONE;
}

static void run_wave(const Replay *replay, uint32_t wave, GPtrArray *broken)
{
    const Errand *errand = replay->errand;
    g_autofree bool *filled = g_new0(bool, replay->model->n_hosts);
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (moves_in(&errand->steps[i], wave)) {
            add_domain(replay, errand->steps[i].to, errand->steps[i].domain, 1);
            filled[errand->steps[i].to] = true;
        }
    for (uint32_t host = 0; host < replay->model->n_hosts; host++)
        if (filled[host])
            report_host(replay, host, wave, broken);
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (moves_in(&errand->steps[i], wave) && errand->steps[i].from != INDEX_NONE &&
            errand->steps[i].kind == ACTION_MIGRATE)
            add_domain(replay, errand->steps[i].from, errand->steps[i].domain, -1);
}

void headroom_check(const Errand *errand, const Resident *residents, guint n_residents,
                    GPtrArray *broken)
{
    const Model *model = errand->model;
    gsize n = (gsize)model->n_hosts * model->n_resources * model->policy.n_periods;
    g_autofree int64_t *use = g_new0(int64_t, n);
    g_autofree int64_t *limit = g_new0(int64_t, n);
    Replay replay = {errand, model, errand->demand_now, use, limit};
    add_residents(&replay, residents, n_residents);
    set_limits(&replay);
    uint32_t last_wave = 0;
    for (uint32_t i = 0; i < errand->n_steps; i++)
        last_wave = MAX(last_wave, errand->steps[i].wave);
    for (uint32_t wave = 1; wave <= last_wave; wave++)
        run_wave(&replay, wave, broken);
}
