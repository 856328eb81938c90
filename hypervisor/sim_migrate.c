#include "hypervisor/sim_driver.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "common/error.h"
#include "hypervisor/sim_advance.h"

#define LOOK_US             5000
#define DEFAULT_DURATION_MS 20
#define DEFAULT_DOWNTIME_MS 80
#define MIB                 INT64_C(1048576)

static bool fail(GError **error, const char *domain, const char *why)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "domain '%s': %s", domain, why);
    return false;
}

/* The first fault that fits strikes once; "" for none. Caller frees. */
static char *take_fault(SimWorld *world, const char *domain)
{
    size_t i;
    json_t *fault;
    json_array_foreach(sim_world_list(world, "faults"), i, fault)
    {
        int64_t times = sim_number(fault, "times", 1);
        bool fits = sim_is(fault, "domain", domain) || sim_is(fault, "domain", "*");
        if (!fits || times <= 0)
            continue;
        sim_set_number(fault, "times", times - 1);
        return g_strdup(sim_text(fault, "point", ""));
    }
    return g_strdup("");
}

static void add_incoming(SimWorld *world, const json_t *source, const char *host)
{
    json_t *old = sim_world_domain(world, host, NULL, sim_text(source, "uuid", ""));
    json_t *incoming = json_deep_copy(source);
    sim_set_text(incoming, "host", host);
    sim_set_text(incoming, "state", "paused");
    if (old != NULL) {
        sim_set_text(incoming, "was", "shutoff");
        sim_world_remove_domain(world, old);
    }
    json_array_append_new(sim_world_list(world, "domains"), incoming);
}

static json_t *add_migration(SimWorld *world, const json_t *source, const char *to,
                             const char *fault)
{
    json_t *migration = json_object();
    sim_set_text(migration, "domain", sim_text(source, "name", ""));
    sim_set_text(migration, "uuid", sim_text(source, "uuid", ""));
    sim_set_text(migration, "from", sim_text(source, "host", ""));
    sim_set_text(migration, "to", to);
    sim_set_text(migration, "fault", fault);
    sim_set_text(migration, "state", "running");
    sim_set_number(migration, "started_ms", sim_world_now_ms(world));
    sim_set_number(migration, "duration_ms",
                   sim_number(source, "migration_ms", DEFAULT_DURATION_MS));
    sim_set_number(migration, "downtime_ms",
                   sim_number(source, "downtime_ms", DEFAULT_DOWNTIME_MS));
    sim_set_number(migration, "bytes_total", sim_number(source, "memory_mib", 256) * MIB);
    json_array_append_new(sim_world_list(world, "migrations"), migration);
    return migration;
}

/* What libvirt checks before it begins. */
static bool check_destination(const SimWorld *world, const json_t *source, const char *domain,
                              const char *to, GError **error)
{
    const json_t *host = sim_world_host(world, to);
    const json_t *there = sim_world_domain(world, to, NULL, sim_text(source, "uuid", ""));
    const json_t *namesake = sim_world_domain(world, to, domain, NULL);
    if (host == NULL || !sim_is(host, "state", "up"))
        return fail(error, domain, "the destination host cannot be reached");
    if (sim_is(source, "host", to))
        return fail(error, domain, "it cannot be migrated to its own host");
    if (there != NULL && !sim_is(there, "state", "shutoff"))
        return fail(error, domain, "it is already active on the destination");
    if (namesake != NULL && namesake != there)
        return fail(error, domain, "another domain of that name is on the destination");
    return true;
}

static bool check_source(const SimWorld *world, const json_t *source, const char *domain,
                         GError **error)
{
    if (source == NULL)
        return fail(error, domain, "not found on the source host");
    if (!sim_is(source, "state", "running"))
        return fail(error, domain, "it is not running");
    const char *host = sim_text(source, "host", "");
    if (sim_world_migration(world, host, sim_text(source, "uuid", "")) != NULL)
        return fail(error, domain, "another job is active for it");
    return true;
}

static void kill_client_at(const char *fault, const char *point)
{
    if (strcmp(fault, point) == 0)
        kill(getpid(), SIGKILL);
}

/* A fault that strikes before the host has begun anything: it is used up, nothing else changed. */
static bool strike_early(SimWorld *world, const char *domain, const char *fault, GError **error)
{
    if (!sim_world_save(world, error))
        return false;
    kill_client_at(fault, "kill_client_before");
    return fail(error, domain, "the migration was refused");
}

/* Index of the new migration in the world's list, -1 where it did not begin. */
static int64_t begin(const SimConnection *connection, const char *domain, const char *to,
                     const MigrationRequest *request, GError **error)
{
    g_autoptr(SimWorld) world = sim_enter_to_change(connection, error);
    if (world == NULL)
        return -1;
    json_t *source = sim_world_domain(world, connection->host, domain, NULL);
    if (!check_source(world, source, domain, error) ||
        !check_destination(world, source, domain, to, error))
        return -1;
    g_autofree char *fault = take_fault(world, domain);
    if (strcmp(fault, "refused") == 0 || strcmp(fault, "kill_client_before") == 0) {
        strike_early(world, domain, fault, error);
        return -1;
    }
    json_t *migration = add_migration(world, source, to, fault);
    add_incoming(world, source, to);
    if (request->paused) {
        json_object_set_new(migration, "paused", json_true());
        sim_set_text(source, "state", "paused");
    }
    if (!sim_world_save(world, error))
        return -1;
    kill_client_at(fault, "kill_client_during");
    return (int64_t)json_array_size(sim_world_list(world, "migrations")) - 1;
}

static MigrationProgress progress_of(const SimWorld *world, const json_t *migration)
{
    int64_t duration_ms = MAX(sim_number(migration, "duration_ms", 0), 1);
    int64_t now_ms = sim_number(migration, "ended_ms", sim_world_now_ms(world));
    int64_t elapsed_ms = now_ms - sim_number(migration, "started_ms", 0);
    int64_t total = sim_number(migration, "bytes_total", 0);
    int64_t processed = total * CLAMP(elapsed_ms, 0, duration_ms) / duration_ms;
    bool done = sim_is(migration, "state", "done");
    return (MigrationProgress){
        .bytes_total = total,
        .bytes_processed = processed,
        .bytes_remaining = total - processed,
        .bytes_per_s = total * 1000 / duration_ms,
        .downtime_ms = done ? sim_number(migration, "downtime_ms", DEFAULT_DOWNTIME_MS) : -1,
        .elapsed_ms = elapsed_ms,
        .iteration = 1,
    };
}

/* False where it still runs. *ret_failed gets the reason of a failure. */
static bool has_ended(const SimWorld *world, const json_t *migration, const char **ret_failed,
                      MigrationProgress *ret_final)
{
    if (sim_is(migration, "state", "running"))
        return false;
    *ret_failed = NULL;
    *ret_final = progress_of(world, migration);
    if (sim_is(migration, "state", "aborted"))
        *ret_failed = "operation aborted: migration job canceled by client";
    else if (!sim_is(migration, "state", "done"))
        *ret_failed = "the migration failed";
    else if (sim_is(migration, "fault", "after_switch"))
        *ret_failed = "the connection was lost at the end of the migration";
    return true;
}

/* Looks until the migration has ended; the world's lock is free in between. */
static bool wait_for_end(const SimConnection *connection, const char *domain, int64_t index,
                         MigrationProgress *ret_final, GError **error)
{
    for (;;) {
        g_autoptr(SimWorld) world = sim_enter(connection, error);
        if (world == NULL)
            return false;
        const json_t *migration =
            json_array_get(sim_world_list(world, "migrations"), (size_t)index);
        const char *failed = NULL;
        if (has_ended(world, migration, &failed, ret_final)) {
            kill_client_at(sim_text(migration, "fault", ""), "kill_client_after");
            return failed == NULL || fail(error, domain, failed);
        }
        g_clear_pointer(&world, sim_world_close);
        g_usleep(LOOK_US);
    }
}

bool sim_migrate(void *memory, const char *domain, const MigrationRequest *request,
                 MigrationProgress *ret_final, GError **error)
{
    const SimConnection *connection = memory;
    g_autofree char *path = NULL;
    g_autofree char *to = NULL;
    if (!sim_parse_uri(request->destination_uri, &path, &to, error))
        return false;
    if (strcmp(path, connection->path) != 0)
        return fail(error, domain, "the destination is in another simulated world");
    int64_t index = begin(connection, domain, to, request, error);
    return index >= 0 && wait_for_end(connection, domain, index, ret_final, error);
}

bool sim_migration_running(void *memory, const char *name, bool *ret_running,
                           MigrationProgress *ret_progress, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(SimWorld) world = sim_enter(connection, error);
    if (world == NULL)
        return false;
    const json_t *domain = sim_world_domain(world, connection->host, name, NULL);
    const json_t *migration =
        domain == NULL ? NULL
                       : sim_world_migration(world, connection->host, sim_text(domain, "uuid", ""));
    *ret_running = migration != NULL;
    if (migration != NULL)
        *ret_progress = progress_of(world, migration);
    return true;
}

bool sim_last_migration(void *memory, const char *domain, bool *ret_known,
                        MigrationProgress *ret_final, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(SimWorld) world = sim_enter(connection, error);
    if (world == NULL)
        return false;
    *ret_known = false;
    size_t i;
    json_t *migration;
    json_array_foreach(sim_world_list(world, "migrations"), i, migration)
    {
        if (!sim_is(migration, "to", connection->host) || !sim_is(migration, "domain", domain) ||
            !sim_is(migration, "state", "done"))
            continue;
        *ret_known = true;
        *ret_final = progress_of(world, migration);
    }
    return true;
}

bool sim_abort(void *memory, const char *name, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(SimWorld) world = sim_enter_to_change(connection, error);
    if (world == NULL)
        return false;
    const json_t *domain = sim_world_domain(world, connection->host, name, NULL);
    json_t *migration =
        domain == NULL ? NULL
                       : sim_world_migration(world, connection->host, sim_text(domain, "uuid", ""));
    if (migration == NULL)
        return fail(error, name, "no migration of it runs on this host");
    sim_cancel_migration(world, migration, "aborted");
    return sim_world_save(world, error);
}
