#include "plan/duration.h"

#include <math.h>

#include "plan/domain_fits.h"

/* Rough figures of usual machines, where nothing is copied and so nothing can be derived. */
#define START_DOMAIN_S   30.0
#define RESTART_DOMAIN_S 60.0
#define POWER_ON_S       180.0
#define POWER_OFF_S      60.0

/* QEMU's pre-copy sends what was written during a round in the next; libvirt gives up by then. */
#define MOST_ROUNDS 30

/* memory/bandwidth × (1 + q + q² + …), q = what is written while one unit is sent. */
static double live_s(double memory_mib, double dirty_mib_s, double bandwidth_mib_s)
{
    double first = memory_mib / bandwidth_mib_s;
    double ratio = dirty_mib_s / bandwidth_mib_s;
    if (ratio >= 1)
        return first * MOST_ROUNDS; /* never gets ahead of the guest */
    return first * (1 - pow(ratio, MOST_ROUNDS)) / (1 - ratio);
}

static double migrate_s(const Model *model, uint32_t domain, double bandwidth_mib_s)
{
    double memory_mib = (double)fit_memory_mib(model, domain);
    switch (model->domains[domain].move) {
    case MOVE_MODE_SAVE: /* written to storage and read back */
        return 2 * memory_mib / bandwidth_mib_s;
    case MOVE_MODE_COLD: /* stopped and started, nothing is copied */
        return RESTART_DOMAIN_S;
    case MOVE_MODE_LIVE:
    case MOVE_MODE_NEVER:
        return live_s(memory_mib, (double)model->domains[domain].dirty_mib_s, bandwidth_mib_s);
    }
    g_assert_not_reached();
}

double duration_expected_s(const Model *model, ActionKind kind, uint32_t domain, uint32_t n_sharing)
{
    double bandwidth_mib_s = (double)model->policy.bandwidth_mib_s / MAX(n_sharing, 1);
    switch (kind) {
    case ACTION_MIGRATE:
        return migrate_s(model, domain, bandwidth_mib_s);
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
