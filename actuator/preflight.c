#include "actuator/preflight.h"

#include <string.h>

#include "actuator/activate.h"
#include "actuator/fit.h"
#include "actuator/happened.h"
#include "actuator/power.h"
#include "actuator/replay.h"
#include "actuator/replicate.h"
#include "actuator/roll.h"

typedef struct {
    const Errand *errand;
    Roll *roll;
    int64_t deadline_ms;
    bool thorough;
    Verdicts *verdicts;
} Preflight;

/* reason: taken over. */
static void hinder(const Preflight *preflight, uint32_t step, char *reason)
{
    verdicts_hinder(preflight->verdicts, step, reason);
    g_free(reason);
}

static bool is_left(const Step *step)
{
    return step->state == STEP_PLANNED;
}

/* Asks the host, once; false where it does not answer. */
static bool check_host(const Preflight *preflight, uint32_t step, uint32_t host)
{
    roll_ask(preflight->roll, preflight->errand, host, preflight->deadline_ms);
    const char *trouble = preflight->roll->entries[host].trouble;
    if (trouble != NULL)
        hinder(preflight, step,
               g_strdup_printf("host '%s' does not answer: %s",
                               errand_host(preflight->errand, host), trouble));
    return trouble == NULL;
}

/* A host may have been closed or marked failed by a person since the snapshot. */
static void check_destination_state(const Preflight *preflight, uint32_t step, uint32_t host)
{
    const HostAddress *address = &preflight->errand->addresses[host];
    if (address->state != NULL && strcmp(address->state, "up") != 0)
        hinder(preflight, step,
               g_strdup_printf("host '%s' takes no domains any more: its state is '%s'",
                               errand_host(preflight->errand, host), address->state));
}

/* A host that a step of this plan switches on by a command need not answer yet. */
static bool is_to_be_switched_on(const Errand *errand, uint32_t host)
{
    for (uint32_t i = 0; i < errand->n_steps; i++) {
        const Step *step = &errand->steps[i];
        if (is_left(step) && step->kind == ACTION_POWER_ON && step->to == host &&
            power_command(errand, step) != NULL)
            return true;
    }
    return false;
}

/* *ret_reachable false: nothing can be said of a domain there. */
static void check_hosts(const Preflight *preflight, uint32_t index, bool *ret_reachable)
{
    const Step *step = &preflight->errand->steps[index];
    *ret_reachable = true;
    if (step->from != INDEX_NONE && step->kind != ACTION_ACTIVATE)
        *ret_reachable = check_host(preflight, index, step->from);
    if (step->to == INDEX_NONE)
        return;
    if (!is_to_be_switched_on(preflight->errand, step->to))
        *ret_reachable &= check_host(preflight, index, step->to);
    if (step->domain != INDEX_NONE)
        check_destination_state(preflight, index, step->to);
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

/* A cold move that was begun before may have stopped the domain; its own look tells. */
static bool may_be_half_way(const Errand *errand, const Step *step)
{
    return step->attempt > 0 && step->kind == ACTION_MIGRATE &&
           errand->model->domains[step->domain].move == MOVE_MODE_COLD;
}

static void check_whereabouts(const Preflight *preflight, uint32_t index)
{
    const Step *step = &preflight->errand->steps[index];
    const char *uuid = errand_identity(preflight->errand, step)->uuid;
    const DomainFacts *facts = roll_find(preflight->roll, step->from, uuid, NULL);
    bool stopped = facts == NULL || facts->state == DOMAIN_SHUTOFF;
    bool half_retired = step->kind == ACTION_RETIRE && facts != NULL && stopped;
    if ((facts != NULL && facts->state == DOMAIN_RUNNING) || half_retired ||
        (stopped && may_be_half_way(preflight->errand, step)))
        return;
    g_autofree char *found = describe_whereabouts(preflight, uuid);
    hinder(preflight, index,
           g_strdup_printf("domain '%s' does not run on '%s' as the plan expects: it is %s",
                           errand_domain(preflight->errand, step),
                           errand_host(preflight->errand, step->from), found));
}

/* A definition without life does not hinder a move; anything else of that name does. */
static void check_destination(const Preflight *preflight, uint32_t index)
{
    const Step *step = &preflight->errand->steps[index];
    const DomainIdentity *identity = errand_identity(preflight->errand, step);
    const char *host = errand_host(preflight->errand, step->to);
    const DomainFacts *same = roll_find(preflight->roll, step->to, identity->uuid, NULL);
    const DomainFacts *namesake = roll_find(preflight->roll, step->to, NULL, identity->name);
    if (namesake != NULL && namesake != same)
        hinder(preflight, index,
               g_strdup_printf("host '%s' has another domain of the name '%s' (UUID %s)", host,
                               identity->name, namesake->uuid));
    if (same != NULL && same->state != DOMAIN_SHUTOFF && !may_be_half_way(preflight->errand, step))
        hinder(preflight, index,
               g_strdup_printf("domain '%s' is %s on '%s' already, where the plan would bring it",
                               errand_domain(preflight->errand, step),
                               domain_run_state_name(same->state), host));
}

static void check_fit(const Preflight *preflight, uint32_t index)
{
    const Step *step = &preflight->errand->steps[index];
    char *misfit = fit_check(preflight->errand, step, NULL, preflight->deadline_ms);
    if (misfit != NULL)
        hinder(preflight, index, misfit);
}

static void check_activation(const Preflight *preflight, uint32_t index)
{
    const Step *step = &preflight->errand->steps[index];
    g_autofree char *why_not = NULL;
    bool to_is_off = is_to_be_switched_on(preflight->errand, step->to);
    g_autofree char *xml =
        activation_xml(preflight->errand, step, to_is_off, preflight->deadline_ms, &why_not);
    if (xml == NULL)
        hinder(preflight, index,
               g_strdup_printf("domain '%s' cannot be activated on '%s': %s",
                               errand_domain(preflight->errand, step),
                               errand_host(preflight->errand, step->to), why_not));
}

static void check_replication(const Preflight *preflight, uint32_t index)
{
    const Step *step = &preflight->errand->steps[index];
    g_autofree char *why_not = NULL;
    g_autofree char *xml =
        replication_xml(preflight->errand, step, preflight->deadline_ms, &why_not);
    char *misfit = xml == NULL || !preflight->thorough
                       ? NULL
                       : fit_check(preflight->errand, step, xml, preflight->deadline_ms);
    if (xml == NULL)
        hinder(preflight, index,
               g_strdup_printf("domain '%s' cannot be made on '%s': %s",
                               errand_domain(preflight->errand, step),
                               errand_host(preflight->errand, step->to), why_not));
    if (misfit != NULL)
        hinder(preflight, index, misfit);
}

/* Only the first of a domain's steps that are left stands for its whereabouts now: behind a
 * parking move another one begins where that ends. */
static bool is_first_of_domain(const Errand *errand, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (errand->steps[i].state != STEP_DONE &&
            errand->steps[i].domain == errand->steps[index].domain)
            return false;
    return true;
}

static void check_step(const Preflight *preflight, uint32_t index)
{
    const Step *step = &preflight->errand->steps[index];
    bool reachable;
    if (step_has_happened(preflight->errand, step, preflight->roll, preflight->deadline_ms))
        return;
    check_hosts(preflight, index, &reachable);
    if (step->domain == INDEX_NONE || !reachable || !is_first_of_domain(preflight->errand, index))
        return;
    if (step->kind == ACTION_ACTIVATE) {
        check_activation(preflight, index);
        return;
    }
    if (step->kind == ACTION_REPLICATE) {
        check_replication(preflight, index);
        check_destination(preflight, index);
        return;
    }
    if (step->from != INDEX_NONE)
        check_whereabouts(preflight, index);
    if (step->to != INDEX_NONE)
        check_destination(preflight, index);
    if (step->to != INDEX_NONE && preflight->thorough)
        check_fit(preflight, index);
}

static void check_together(const Preflight *preflight)
{
    const Errand *errand = preflight->errand;
    g_autoptr(GArray) residents = g_array_new(FALSE, FALSE, sizeof(Resident));
    g_autofree bool *asked = g_new0(bool, errand->model->n_hosts);
    for (uint32_t host = 0; host < preflight->roll->n_hosts; host++) {
        const GPtrArray *domains = preflight->roll->entries[host].domains;
        asked[host] = domains != NULL;
        if (domains != NULL)
            roll_add_residents(errand, host, domains, residents);
    }
    replay_steps(errand, (const Resident *)(gpointer)residents->data, residents->len, asked,
                 preflight->verdicts);
}

Verdicts *preflight(const Errand *errand, int64_t host_deadline_ms, bool thorough)
{
    g_autoptr(Roll) roll = roll_new(errand);
    Preflight state = {errand, roll, host_deadline_ms, thorough, verdicts_new(errand->n_steps)};
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (is_left(&errand->steps[i]))
            check_step(&state, i);
    check_together(&state);
    return state.verdicts;
}
