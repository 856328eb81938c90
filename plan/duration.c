#include "plan/duration.h"

#include "plan/domain_fits.h"

/* Rough figures of usual machines, where nothing is copied and so nothing can be derived. */
#define START_DOMAIN_S   30.0
#define RESTART_DOMAIN_S 60.0
#define POWER_ON_S       180.0
#define POWER_OFF_S      60.0

/* After so many rounds the rest is sent, whatever it is; a wait for better has no end. */
#define MOST_ROUNDS 30

/* QEMU's cpu-throttle-initial, cpu-throttle-increment and max-cpu-throttle. */
#define FIRST_THROTTLE 0.20
#define MORE_THROTTLE  0.10
#define MOST_THROTTLE  0.99

/* A double is enough for what is an estimate. */
static double decimal_value(Decimal decimal)
{
    double value = (double)decimal.mantissa;
    for (uint32_t i = 0; i < decimal.scale; i++)
        value /= 10;
    return value;
}

static double rate_mib_s(const Policy *policy, uint32_t n_sharing)
{
    double share = (double)policy->bandwidth_mib_s / MAX(n_sharing, 1);
    return policy->migration_mib_s == NO_LIMIT ? share
                                               : MIN(share, (double)policy->migration_mib_s);
}

static double throttle_after(uint32_t n_rounds)
{
    return n_rounds == 0 ? 0 : MIN(FIRST_THROTTLE + MORE_THROTTLE * (n_rounds - 1), MOST_THROTTLE);
}

static double live_s(const Policy *policy, double memory_mib, double dirty_mib_s, double rate)
{
    bool throttled = dirty_mib_s >= rate && policy->non_converging == NON_CONVERGING_THROTTLE;
    double last_mib = rate * (double)policy->max_downtime_ms / 1000;
    double left_mib = memory_mib;
    double sum_s = 0;
    for (uint32_t round = 0; round < MOST_ROUNDS && (round == 0 || left_mib > last_mib); round++) {
        double round_s = left_mib / rate;
        double written = dirty_mib_s * (throttled ? 1 - throttle_after(round) : 1) * round_s;
        sum_s += round_s;
        left_mib = MIN(written, memory_mib);
    }
    return sum_s + left_mib / rate; /* the last of it while the guest stands still */
}

static double migrate_s(const Model *model, uint32_t domain, uint32_t n_sharing)
{
    const Policy *policy = &model->policy;
    double memory_mib = (double)fit_memory_mib(model, domain);
    double rate = rate_mib_s(policy, n_sharing);
    double overhead_s = decimal_value(policy->migration_overhead_s);
    switch (model->domains[domain].move) {
    case MOVE_MODE_SAVE: /* written to storage and read back */
        return overhead_s + 2 * memory_mib / rate;
    case MOVE_MODE_COLD: /* stopped and started, nothing is copied */
        return RESTART_DOMAIN_S;
    case MOVE_MODE_LIVE:
    case MOVE_MODE_NEVER:
        return overhead_s +
               live_s(policy, memory_mib, (double)model->domains[domain].dirty_mib_s, rate);
    }
    g_assert_not_reached();
}

double duration_least_s(const Model *model, uint32_t domain)
{
    const Policy *policy = &model->policy;
    double copies = model->domains[domain].move == MOVE_MODE_SAVE ? 2 : 1;
    if (model->domains[domain].move == MOVE_MODE_COLD)
        return RESTART_DOMAIN_S;
    return decimal_value(policy->migration_overhead_s) +
           copies * (double)fit_memory_mib(model, domain) / rate_mib_s(policy, 1);
}

bool duration_converges(const Model *model, uint32_t domain, uint32_t n_sharing)
{
    return (double)model->domains[domain].dirty_mib_s < rate_mib_s(&model->policy, n_sharing);
}

double duration_expected_s(const Model *model, ActionKind kind, uint32_t domain, uint32_t n_sharing)
{
    switch (kind) {
    case ACTION_MIGRATE:
        return migrate_s(model, domain, n_sharing);
    case ACTION_POWER_ON:
        return POWER_ON_S;
    case ACTION_POWER_OFF:
        return POWER_OFF_S;
    case ACTION_ACTIVATE:
    case ACTION_SUSPEND:
    case ACTION_REPLICATE:
    case ACTION_RETIRE:
        return START_DOMAIN_S;
    }
    g_assert_not_reached();
}
