#include "actuator/happened.h"

#include "actuator/power.h"

typedef struct {
    const Errand *errand;
    Roll *roll;
    int64_t deadline_ms;
} Asking;

static bool answers(const Asking *asking, uint32_t host)
{
    roll_ask(asking->roll, asking->errand, host, asking->deadline_ms);
    return asking->roll->entries[host].trouble == NULL;
}

static bool is_there(const Asking *asking, uint32_t host, const char *uuid, DomainRunState state)
{
    const DomainFacts *facts =
        answers(asking, host) ? roll_find(asking->roll, host, uuid, NULL) : NULL;
    return facts != NULL && facts->state == state;
}

/* Its host answers, and holds at most a definition without life. */
static bool has_left(const Asking *asking, uint32_t host, const char *uuid)
{
    return answers(asking, host) && (roll_find(asking->roll, host, uuid, NULL) == NULL ||
                                     is_there(asking, host, uuid, DOMAIN_SHUTOFF));
}

/* It may have been moved by somebody instead of being ended. */
static bool is_nowhere(const Asking *asking, uint32_t from, const char *uuid)
{
    bool found = !answers(asking, from);
    for (uint32_t host = 0; host < asking->roll->n_hosts && !found; host++)
        found = asking->errand->addresses[host].uri != NULL && answers(asking, host) &&
                roll_find(asking->roll, host, uuid, NULL) != NULL;
    return !found;
}

static bool domain_is_as_after(const Asking *asking, const Step *step)
{
    const char *uuid = errand_identity(asking->errand, step)->uuid;
    switch (step->kind) {
    case ACTION_MIGRATE:
        return has_left(asking, step->from, uuid) &&
               is_there(asking, step->to, uuid, DOMAIN_RUNNING);
    case ACTION_ACTIVATE:
    case ACTION_REPLICATE:
        return is_there(asking, step->to, uuid, DOMAIN_RUNNING);
    case ACTION_SUSPEND:
        return is_there(asking, step->from, uuid, DOMAIN_SHUTOFF);
    case ACTION_RETIRE:
        return is_nowhere(asking, step->from, uuid);
    case ACTION_POWER_ON:
    case ACTION_POWER_OFF:
        return false;
    }
    g_assert_not_reached();
}

bool step_has_happened(const Errand *errand, const Step *step, Roll *roll, int64_t deadline_ms)
{
    Asking asking = {errand, roll, deadline_ms};
    if (!step->called)
        return false;
    if (step->kind == ACTION_POWER_OFF)
        return power_command(errand, step) != NULL && !answers(&asking, step->from);
    return step->domain != INDEX_NONE && domain_is_as_after(&asking, step);
}
