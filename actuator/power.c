#include "actuator/power.h"

#include "actuator/command.h"
#include "actuator/procedure.h"
#include "actuator/roll.h"

#define LOOK_AGAIN_US 500000

static uint32_t host_of(const Step *step)
{
    return step->kind == ACTION_POWER_OFF ? step->from : step->to;
}

const char *power_command(const Errand *errand, const Step *step)
{
    const HostAddress *address = &errand->addresses[host_of(step)];
    return step->kind == ACTION_POWER_OFF ? address->power_off : address->power_on;
}

/* NULL where the host holds nothing that lives. */
static char *who_is_left(const Errand *errand, uint32_t host, int64_t deadline_ms)
{
    g_autoptr(Roll) roll = roll_new(errand);
    roll_ask(roll, errand, host, deadline_ms);
    const RollEntry *entry = &roll->entries[host];
    if (entry->trouble != NULL)
        return g_strdup_printf("it does not answer: %s", entry->trouble);
    for (guint i = 0; i < entry->domains->len; i++) {
        const DomainFacts *facts = g_ptr_array_index(entry->domains, i);
        if (facts->state != DOMAIN_SHUTOFF)
            return g_strdup_printf("'%s' is still there (%s)", facts->name,
                                   domain_run_state_name(facts->state));
    }
    return NULL;
}

static bool answers(const Errand *errand, uint32_t host, int64_t deadline_ms)
{
    const char *uri = errand->addresses[host].uri;
    HostFacts facts = {0};
    g_autoptr(Hypervisor) hypervisor =
        uri == NULL ? NULL : hypervisor_open(uri, true, deadline_ms, NULL);
    if (hypervisor == NULL || !hypervisor_host_facts(hypervisor, &facts, NULL))
        return false;
    host_facts_clear(&facts);
    return true;
}

static bool wait_until(const Errand *errand, uint32_t host, bool answering, int64_t deadline_ms)
{
    int64_t until_us =
        g_get_monotonic_time() + (int64_t)errand->addresses[host].confirm_s * G_USEC_PER_SEC;
    while (answers(errand, host, deadline_ms) != answering) {
        if (g_get_monotonic_time() > until_us)
            return false;
        g_usleep(LOOK_AGAIN_US);
    }
    return true;
}

static void switch_by_command(const Errand *errand, const Step *step, const StepSettings *settings,
                              StepResult *ret_result)
{
    bool off = step->kind == ACTION_POWER_OFF;
    uint32_t host = host_of(step);
    uint32_t confirm_s = errand->addresses[host].confirm_s;
    const char *line = power_command(errand, step);
    g_autoptr(GError) error = NULL;
    if (!command_run(line, (int64_t)confirm_s * 1000, &error))
        *ret_result = (StepResult){STEP_FAILED, g_strdup(error->message), NULL};
    else if (!wait_until(errand, host, !off, settings->host_deadline_ms))
        *ret_result =
            (StepResult){STEP_FAILED,
                         g_strdup_printf("command '%s' succeeded, but after %u s the host still %s",
                                         line, confirm_s, off ? "answers" : "does not answer"),
                         NULL};
    else
        *ret_result =
            (StepResult){STEP_DONE,
                         g_strdup_printf("switched %s by '%s'; the host %s", off ? "off" : "on",
                                         line, off ? "no longer answers" : "answers"),
                         NULL};
}

static char *look(StepWork *work, StepState *ret_state)
{
    *ret_state = STEP_FAILED;
    if (work->step->kind != ACTION_POWER_OFF)
        return NULL;
    if (work->step->called && power_command(work->errand, work->step) != NULL &&
        !answers(work->errand, work->step->from, work->settings->host_deadline_ms)) {
        *ret_state = STEP_DONE;
        return g_strdup("it was switched off before; the host no longer answers");
    }
    return who_is_left(work->errand, work->step->from, work->settings->host_deadline_ms);
}

static void perform(StepWork *work, StepResult *ret_result)
{
    if (power_command(work->errand, work->step) != NULL) {
        switch_by_command(work->errand, work->step, work->settings, ret_result);
        return;
    }
    const char *what =
        work->step->kind == ACTION_POWER_OFF
            ? "recorded as out of service: it holds no running domain; no power command is "
              "configured, the machine itself was not switched off"
            : "recorded as in service; no power command is configured, the machine itself was not "
              "switched on";
    *ret_result = (StepResult){STEP_DONE, g_strdup(what), NULL};
}

/* Judged as after the command: off is who no longer answers, on is who does. What was not called,
 * or is only recorded, begins anew. */
static void settle(const Errand *errand, const Step *step, const StepSettings *settings,
                   G_GNUC_UNUSED ProgressFunction progress, G_GNUC_UNUSED void *context,
                   StepResult *ret_result)
{
    bool off = step->kind == ACTION_POWER_OFF;
    bool called = step->state != STEP_INTENT && power_command(errand, step) != NULL;
    if (called && answers(errand, host_of(step), settings->host_deadline_ms) != off)
        *ret_result = (StepResult){
            STEP_DONE, g_strdup(off ? "the host no longer answers" : "the host answers"), NULL};
    else
        *ret_result = (StepResult){STEP_FAILED, g_strdup("a power action begins anew"), NULL};
}

const StepProcedure power_procedure = {"the host is switched or recorded", look, perform, settle};
