#include "actuator/preflight.h"

#include <string.h>

#include "actuator/activate.h"
#include "actuator/headroom.h"
#include "actuator/power.h"

typedef struct {
    const Errand *errand;
    Roll *roll;
    int64_t deadline_ms;
    GPtrArray *broken;
} Preflight;

static G_GNUC_PRINTF(2, 3) void report(const Preflight *preflight, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(preflight->broken, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

static bool is_left(const Step *step)
{
    return step->state != STEP_DONE && step->state != STEP_SKIPPED;
}

static void check_host(const Preflight *preflight, uint32_t host)
{
    if (host == INDEX_NONE || preflight->roll->entries[host].domains != NULL ||
        preflight->roll->entries[host].trouble != NULL)
        return;
    roll_ask(preflight->roll, preflight->errand, host, preflight->deadline_ms);
    const char *trouble = preflight->roll->entries[host].trouble;
    if (trouble != NULL)
        report(preflight, "host '%s' does not answer: %s", errand_host(preflight->errand, host),
               trouble);
}

/* A host may have been closed or marked failed by a person since the snapshot. */
static void check_destination_state(const Preflight *preflight, uint32_t host)
{
    const HostAddress *address = &preflight->errand->addresses[host];
    if (address->state == NULL || strcmp(address->state, "up") == 0)
        return;
    report(preflight, "host '%s' takes no domains any more: its state is '%s'",
           errand_host(preflight->errand, host), address->state);
}

/* A host that a step of this plan switches on by a command need not answer yet. */
static void excuse_hosts_to_be_switched_on(const Errand *errand, bool *excused)
{
    for (uint32_t i = 0; i < errand->n_steps; i++) {
        const Step *step = &errand->steps[i];
        if (is_left(step) && step->kind == ACTION_POWER_ON && power_command(errand, step) != NULL)
            excused[step->to] = true;
    }
}

static void check_hosts(const Preflight *preflight)
{
    const Errand *errand = preflight->errand;
    g_autofree bool *is_destination = g_new0(bool, errand->model->n_hosts);
    g_autofree bool *excused = g_new0(bool, errand->model->n_hosts);
    excuse_hosts_to_be_switched_on(errand, excused);
    for (uint32_t i = 0; i < errand->n_steps; i++) {
        const Step *step = &errand->steps[i];
        if (!is_left(step))
            continue;
        if (step->kind == ACTION_MIGRATE || step->kind == ACTION_POWER_OFF)
            check_host(preflight, step->from);
        if ((step->domain != INDEX_NONE || step->kind == ACTION_POWER_ON) && !excused[step->to])
            check_host(preflight, step->to);
        if (step->domain != INDEX_NONE && !is_destination[step->to]) {
            is_destination[step->to] = true;
            check_destination_state(preflight, step->to);
        }
    }
}

/* Asks the other hosts too: a person wants to know where a domain has gone. */
static char *describe_whereabouts(const Preflight *preflight, const char *uuid)
{
    GString *found = g_string_new(NULL);
    for (uint32_t host = 0; host < preflight->roll->n_hosts; host++) {
        if (preflight->errand->addresses[host].uri != NULL)
            roll_ask(preflight->roll, preflight->errand, host, preflight->deadline_ms);
        const DomainFacts *facts = roll_find(preflight->roll, host, uuid, NULL);
        if (facts != NULL)
            g_string_append_printf(found, "%s%s on '%s'", found->len == 0 ? "" : ", ",
                                   domain_run_state_name(facts->state),
                                   errand_host(preflight->errand, host));
    }
    if (found->len == 0)
        g_string_append(found, "on no host that answers");
    return g_string_free(found, FALSE);
}

static void check_whereabouts(const Preflight *preflight, const Step *step)
{
    const char *name = errand_domain(preflight->errand, step);
    const char *host = errand_host(preflight->errand, step->from);
    if (preflight->roll->entries[step->from].domains == NULL)
        return; /* the host's silence is reported already */
    const char *uuid = errand_identity(preflight->errand, step)->uuid;
    const DomainFacts *facts = roll_find(preflight->roll, step->from, uuid, NULL);
    if (facts != NULL && facts->state == DOMAIN_RUNNING)
        return;
    g_autofree char *found = describe_whereabouts(preflight, uuid);
    report(preflight, "domain '%s' does not run on '%s' as the plan expects: it is %s", name, host,
           found);
}

/* A definition without life does not hinder a move; anything else of that name does. */
static void check_destination(const Preflight *preflight, const Step *step)
{
    const DomainIdentity *identity = errand_identity(preflight->errand, step);
    const char *host = errand_host(preflight->errand, step->to);
    const DomainFacts *same = roll_find(preflight->roll, step->to, identity->uuid, NULL);
    const DomainFacts *namesake = roll_find(preflight->roll, step->to, NULL, identity->name);
    if (namesake != NULL && namesake != same)
        report(preflight, "host '%s' has another domain of the name '%s' (UUID %s)", host,
               identity->name, namesake->uuid);
    if (same != NULL && same->state != DOMAIN_SHUTOFF)
        report(preflight, "domain '%s' is %s on '%s' already, where the plan would bring it",
               errand_domain(preflight->errand, step), domain_run_state_name(same->state), host);
}

static void check_activation(const Preflight *preflight, const Step *step)
{
    g_autofree char *why_not = NULL;
    g_autofree char *xml =
        activation_xml(preflight->errand, step, preflight->deadline_ms, &why_not);
    if (xml == NULL)
        report(preflight, "domain '%s' cannot be activated on '%s': %s",
               errand_domain(preflight->errand, step), errand_host(preflight->errand, step->to),
               why_not);
}

/* Only the first of a domain's steps that are left stands for its whereabouts now: behind a
 * parking move another one begins where that ends. */
static void check_domains(const Preflight *preflight)
{
    const Errand *errand = preflight->errand;
    g_autofree bool *checked = g_new0(bool, errand->model->n_domains);
    for (uint32_t i = 0; i < errand->n_steps; i++) {
        const Step *step = &errand->steps[i];
        if (!is_left(step) || step->domain == INDEX_NONE)
            continue;
        bool first = !checked[step->domain];
        checked[step->domain] = true;
        if (!first)
            continue;
        if (step->kind == ACTION_ACTIVATE) {
            check_activation(preflight, step);
            continue;
        }
        check_whereabouts(preflight, step);
        check_destination(preflight, step);
    }
}

/* UUID → domain's index + 1, so that 0 is "not known". */
static GHashTable *index_by_uuid(const Errand *errand)
{
    GHashTable *by_uuid = g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t i = 0; i < errand->model->n_domains; i++)
        if (errand->identities[i].uuid != NULL)
            g_hash_table_insert(by_uuid, errand->identities[i].uuid, GUINT_TO_POINTER(i + 1));
    return by_uuid;
}

static void check_headroom(const Preflight *preflight)
{
    const Errand *errand = preflight->errand;
    g_autoptr(GHashTable) by_uuid = index_by_uuid(errand);
    g_autoptr(GArray) residents = g_array_new(FALSE, FALSE, sizeof(Resident));
    for (uint32_t host = 0; host < preflight->roll->n_hosts; host++) {
        const GPtrArray *domains = preflight->roll->entries[host].domains;
        for (guint i = 0; domains != NULL && i < domains->len; i++) {
            const DomainFacts *facts = g_ptr_array_index(domains, i);
            if (facts->state == DOMAIN_SHUTOFF)
                continue;
            guint known = GPOINTER_TO_UINT(g_hash_table_lookup(by_uuid, facts->uuid));
            Resident resident = {host, known == 0 ? INDEX_NONE : known - 1, facts->memory_mib};
            g_array_append_val(residents, resident);
        }
    }
    headroom_check(errand, (const Resident *)(gpointer)residents->data, residents->len,
                   preflight->broken);
}

GPtrArray *preflight(const Errand *errand, int64_t host_deadline_ms)
{
    g_autoptr(Roll) roll = roll_new(errand);
    Preflight state = {errand, roll, host_deadline_ms, g_ptr_array_new_with_free_func(g_free)};
    check_hosts(&state);
    check_domains(&state);
    check_headroom(&state);
    return state.broken;
}
