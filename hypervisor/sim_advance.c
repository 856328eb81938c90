#include "hypervisor/sim_advance.h"

#include <string.h>

#define NS_PER_MS_AND_MCPU 1000

/* Adds what a rate per second gave since the counter was last brought up to date. */
static void grow(json_t *object, const char *counter, const char *rate_key, int64_t elapsed_ms)
{
    int64_t rate = sim_number(object, rate_key, 0);
    sim_set_number(object, counter, sim_number(object, counter, 0) + rate * elapsed_ms / 1000);
}

static int64_t settle_domain(json_t *domain, int64_t now_ms)
{
    int64_t settled_ms = sim_number(domain, "settled_ms", now_ms);
    int64_t elapsed_ms = MAX(now_ms - settled_ms, 0);
    sim_set_number(domain, "settled_ms", MAX(now_ms, settled_ms));
    if (!sim_is(domain, "state", "running"))
        return 0;
    int64_t used_ns = sim_number(domain, "cpu_mcpu", 0) * elapsed_ms * NS_PER_MS_AND_MCPU;
    sim_set_number(domain, "cpu_time_ns", sim_number(domain, "cpu_time_ns", 0) + used_ns);
    grow(domain, "block_requests", "block_requests_per_s", elapsed_ms);
    grow(domain, "block_bytes", "block_bytes_per_s", elapsed_ms);
    grow(domain, "network_rx_bytes", "network_rx_bytes_per_s", elapsed_ms);
    grow(domain, "network_tx_bytes", "network_tx_bytes_per_s", elapsed_ms);
    return used_ns;
}

static void settle(SimWorld *world, int64_t now_ms)
{
    size_t i;
    json_t *domain;
    json_array_foreach(sim_world_list(world, "domains"), i, domain)
    {
        int64_t used_ns = settle_domain(domain, now_ms);
        json_t *host = sim_world_host(world, sim_text(domain, "host", ""));
        if (host != NULL)
            sim_set_number(host, "cpu_time_ns", sim_number(host, "cpu_time_ns", 0) + used_ns);
    }
}

void sim_reset_counters(SimWorld *world, json_t *domain)
{
    static const char *const counters[] = {"cpu_time_ns", "block_requests", "block_bytes",
                                           "network_rx_bytes", "network_tx_bytes"};
    for (guint i = 0; i < G_N_ELEMENTS(counters); i++)
        sim_set_number(domain, counters[i], 0);
    int64_t sequence = sim_number(world->root, "sequence", 0) + 1;
    sim_set_number(world->root, "sequence", sequence);
    g_autofree char *token = g_strdup_printf("%" G_GINT64_FORMAT, sequence);
    sim_set_text(domain, "start_token", token);
}

static json_t *source_of(const SimWorld *world, const json_t *migration)
{
    return sim_world_domain(world, sim_text(migration, "from", ""), NULL,
                            sim_text(migration, "uuid", ""));
}

static json_t *destination_of(const SimWorld *world, const json_t *migration)
{
    return sim_world_domain(world, sim_text(migration, "to", ""), NULL,
                            sim_text(migration, "uuid", ""));
}

static void end_migration(json_t *migration, const char *state, int64_t at_ms)
{
    sim_set_text(migration, "state", state);
    sim_set_number(migration, "ended_ms", at_ms);
}

void sim_cancel_migration(SimWorld *world, json_t *migration, const char *state)
{
    json_t *destination = destination_of(world, migration);
    if (destination != NULL && sim_is(destination, "was", "shutoff"))
        sim_set_text(destination, "state", "shutoff");
    else if (destination != NULL)
        sim_world_remove_domain(world, destination);
    json_t *source = source_of(world, migration);
    if (source != NULL && json_is_true(json_object_get(migration, "paused")))
        sim_set_text(source, "state", "running");
    end_migration(migration, state, sim_world_now_ms(world));
}

static void switch_over(SimWorld *world, json_t *migration, int64_t at_ms)
{
    json_t *destination = destination_of(world, migration);
    if (destination != NULL) {
        sim_set_text(destination, "state", "running");
        json_object_del(destination, "was");
        sim_reset_counters(world, destination);
    }
    end_migration(migration, "done", at_ms);
}

static void remove_source(SimWorld *world, const json_t *migration)
{
    json_t *source = source_of(world, migration);
    if (source != NULL)
        sim_world_remove_domain(world, source);
}

/* The end of a migration that has run its time. */
static void complete(SimWorld *world, json_t *migration, int64_t at_ms)
{
    const char *fault = sim_text(migration, "fault", "");
    json_t *source = source_of(world, migration);
    if (strcmp(fault, "before_switch") == 0) {
        sim_cancel_migration(world, migration, "failed");
    } else if (strcmp(fault, "paused_both") == 0) {
        if (source != NULL)
            sim_set_text(source, "state", "paused");
        end_migration(migration, "failed", at_ms);
    } else if (strcmp(fault, "lost") == 0) {
        sim_cancel_migration(world, migration, "failed");
        remove_source(world, migration);
    } else if (strcmp(fault, "runs_twice") == 0) {
        switch_over(world, migration, at_ms);
        sim_set_text(migration, "state", "failed");
    } else {
        switch_over(world, migration, at_ms);
        remove_source(world, migration);
    }
}

void sim_power_off(SimWorld *world, const char *host)
{
    json_t *domains = sim_world_list(world, "domains");
    for (size_t i = json_array_size(domains); i-- > 0;) {
        json_t *domain = json_array_get(domains, i);
        if (!sim_is(domain, "host", host))
            continue;
        if (json_is_true(json_object_get(domain, "persistent")))
            sim_set_text(domain, "state", "shutoff");
        else
            json_array_remove(domains, i);
    }
    sim_set_text(sim_world_host(world, host), "state", "down");
}

static bool is_down(const SimWorld *world, const char *host)
{
    return sim_is(sim_world_host(world, host), "state", "down");
}

/* When something happens to a running migration next; G_MAXINT64 for never. */
static int64_t next_event_ms(const SimWorld *world, const json_t *migration)
{
    const char *fault = sim_text(migration, "fault", "");
    int64_t start_ms = sim_number(migration, "started_ms", 0);
    int64_t duration_ms = sim_number(migration, "duration_ms", 0);
    if (is_down(world, sim_text(migration, "from", "")) ||
        is_down(world, sim_text(migration, "to", "")))
        return start_ms;
    if (strcmp(fault, "hang") == 0)
        return G_MAXINT64;
    if (strcmp(fault, "source_dies") == 0 || strcmp(fault, "destination_dies") == 0)
        return start_ms + duration_ms / 2;
    return start_ms + duration_ms;
}

static void happen(SimWorld *world, json_t *migration, int64_t at_ms)
{
    const char *fault = sim_text(migration, "fault", "");
    const char *from = sim_text(migration, "from", "");
    const char *to = sim_text(migration, "to", "");
    if (strcmp(fault, "source_dies") == 0)
        sim_power_off(world, from);
    if (strcmp(fault, "destination_dies") == 0)
        sim_power_off(world, to);
    if (is_down(world, from) || is_down(world, to))
        sim_cancel_migration(world, migration, "failed");
    else
        complete(world, migration, at_ms);
}

static json_t *next_due(const SimWorld *world, int64_t now_ms, int64_t *ret_at_ms)
{
    json_t *earliest = NULL;
    *ret_at_ms = now_ms;
    size_t i;
    json_t *migration;
    json_array_foreach(sim_world_list(world, "migrations"), i, migration)
    {
        int64_t at_ms = next_event_ms(world, migration);
        if (sim_is(migration, "state", "running") && at_ms <= *ret_at_ms) {
            earliest = migration;
            *ret_at_ms = at_ms;
        }
    }
    return earliest;
}

void sim_advance(SimWorld *world)
{
    int64_t now_ms = sim_world_now_ms(world);
    int64_t at_ms;
    for (json_t *due = next_due(world, now_ms, &at_ms); due != NULL;
         due = next_due(world, now_ms, &at_ms)) {
        settle(world, at_ms);
        happen(world, due, at_ms);
    }
    settle(world, now_ms);
}
