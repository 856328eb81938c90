#include "common/error.h"
#include "hypervisor/connection.h"

#define LOOK_EVERY_MS  200
#define ANSWER_MS      50
#define ABORT_EVERY_MS 20

/* Why a running migration is to end, if at all. */
typedef enum { GO_ON, DEADLINE_PASSED, CALLER_STOPPED } Wish;

static bool run_migrate(Request *request, GError **error)
{
    Connection *connection = request->connection;
    MigrationRequest migration = {
        .destination_uri = request->text,
        .migrate_uri = request->migrate_uri,
        .bandwidth_mib_s = request->bandwidth_mib_s,
        .unsafe_storage = request->flag,
        .paused = request->paused,
        .auto_converge = request->auto_converge,
    };
    return connection->driver->migrate(connection->handle, request->name, &migration,
                                       &request->progress, error);
}

static bool run_running(Request *request, GError **error)
{
    Connection *connection = request->connection;
    return connection->driver->migration_running(connection->handle, request->name,
                                                 &request->answer_flag, &request->progress, error);
}

static bool run_last(Request *request, GError **error)
{
    Connection *connection = request->connection;
    return connection->driver->last_migration(connection->handle, request->name,
                                              &request->answer_flag, &request->progress, error);
}

static bool run_abort(Request *request, GError **error)
{
    Connection *connection = request->connection;
    return connection->driver->abort(connection->handle, request->name, error);
}

static bool ask_progress(Hypervisor *hypervisor, const char *domain, const char *what,
                         bool (*run)(Request *request, GError **error), bool *ret_flag,
                         MigrationProgress *ret_progress, GError **error)
{
    g_autoptr(Request) request = request_new(hypervisor->connection, what, run);
    request->name = g_strdup(domain);
    if (!hypervisor_ask(hypervisor, request, error))
        return false;
    *ret_flag = request->answer_flag;
    if (ret_progress != NULL)
        *ret_progress = request->progress;
    return true;
}

bool hypervisor_migration_running(Hypervisor *hypervisor, const char *domain, bool *ret_running,
                                  MigrationProgress *ret_progress, GError **error)
{
    const HypervisorDriver *driver = hypervisor->connection->driver;
    if (!hypervisor_supports(hypervisor, driver->migration_running != NULL, "tell of migrations",
                             error))
        return false;
    return ask_progress(hypervisor, domain, "running", run_running, ret_running, ret_progress,
                        error);
}

bool hypervisor_last_migration(Hypervisor *destination, const char *domain, bool *ret_known,
                               MigrationProgress *ret_final, GError **error)
{
    const HypervisorDriver *driver = destination->connection->driver;
    if (!hypervisor_supports(destination, driver->last_migration != NULL, "tell of migrations",
                             error))
        return false;
    return ask_progress(destination, domain, "last", run_last, ret_known, ret_final, error);
}

bool hypervisor_abort(Hypervisor *hypervisor, const char *domain, GError **error)
{
    if (!hypervisor_supports(hypervisor, hypervisor->connection->driver->abort != NULL,
                             "abort a migration", error))
        return false;
    g_autoptr(Request) request = request_new(hypervisor->connection, "abort", run_abort);
    request->name = g_strdup(domain);
    return hypervisor_ask(hypervisor, request, error);
}

/* What is known of a migration that is being waited for. */
typedef struct {
    Hypervisor *source;
    Request *migration;
    Request *look; /* the question for its progress that is out, NULL for none */
    MigrationProgress progress;
    int64_t started_us;
} Watch;

/* Asks for the progress, and takes the answer at a later look: a host that is slow to tell must not
 * hold up the caller. */
static void look(Watch *watch)
{
    Connection *connection = watch->source->connection;
    if (connection->driver->migration_running == NULL)
        return;
    if (watch->look == NULL) {
        watch->look = request_new(connection, "progress", run_running);
        watch->look->name = g_strdup(watch->migration->name);
        request_start(watch->look);
    }
    if (!request_wait(watch->look, ANSWER_MS))
        return;
    if (watch->look->done && watch->look->answer_flag)
        watch->progress = watch->look->progress;
    g_clear_pointer(&watch->look, request_release);
}

/* What the deadline and the caller want of the migration now. */
static Wish consider(Watch *watch, const MigrationOptions *options)
{
    int64_t elapsed_ms = (g_get_monotonic_time() - watch->started_us) / 1000;
    if (elapsed_ms >= options->deadline_ms)
        return DEADLINE_PASSED;
    if (options->progress == NULL)
        return GO_ON;
    look(watch);
    watch->progress.elapsed_ms = elapsed_ms;
    return options->progress(options->context, &watch->progress) ? GO_ON : CALLER_STOPPED;
}

static void prefix_abort(Wish wish, const char *domain, const MigrationOptions *options,
                         GError **error)
{
    if (wish == DEADLINE_PASSED)
        g_prefix_error(error,
                       "migration of '%s' was aborted at its deadline of %" G_GINT64_FORMAT " ms: ",
                       domain, options->deadline_ms);
    else if (wish == CALLER_STOPPED)
        g_prefix_error(error, "migration of '%s' was stopped: ", domain);
    else
        g_prefix_error(error, "migration of '%s' failed: ", domain);
}

/* Aborts until the migration has ended, for at its very start it has no job to abort yet. False
 * where it does not end: its outcome is not known then. */
static bool abort_until_end(Watch *watch)
{
    Hypervisor *source = watch->source;
    int64_t give_up_us = g_get_monotonic_time() + source->deadline_ms * 1000;
    while (g_get_monotonic_time() < give_up_us) {
        hypervisor_abort(source, watch->migration->name, NULL);
        if (request_wait(watch->migration, ABORT_EVERY_MS))
            return true;
    }
    return false;
}

/* Waits for the end of the migration, aborting it where that is wished. */
static bool see_through(Watch *watch, const MigrationOptions *options, Wish *ret_wish)
{
    *ret_wish = GO_ON;
    while (*ret_wish == GO_ON && !request_wait(watch->migration, LOOK_EVERY_MS))
        *ret_wish = consider(watch, options);
    return *ret_wish == GO_ON || abort_until_end(watch);
}

bool hypervisor_migrate(Hypervisor *source, const char *domain, const MigrationOptions *options,
                        MigrationProgress *ret_final, GError **error)
{
    if (!hypervisor_supports(source, source->connection->driver->migrate != NULL, "migrate domains",
                             error))
        return false;
    if (source->lost)
        return hypervisor_refuse_lost(source, error);
    g_autoptr(Request) request = request_new(source->connection, "migrate", run_migrate);
    request->name = g_strdup(domain);
    request->text = g_strdup(options->destination_uri);
    request->migrate_uri = g_strdup(options->migrate_uri);
    request->bandwidth_mib_s = options->bandwidth_mib_s;
    request->flag = options->unsafe_storage;
    request->paused = options->paused;
    request->auto_converge = options->auto_converge;
    request_start(request);
    Watch watch = {.source = source,
                   .migration = request,
                   .progress = migration_progress_unknown(),
                   .started_us = g_get_monotonic_time()};
    Wish wish;
    bool ended = see_through(&watch, options, &wish);
    source->look_is_out |= watch.look != NULL && !request_wait(watch.look, 0);
    g_clear_pointer(&watch.look, request_release);
    if (!ended) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE,
                    "migration of '%s' did not end after its abort, its outcome is not known",
                    domain);
        source->lost = true;
        return false;
    }
    source->lost = false;
    if (!request->done) {
        g_propagate_error(error, g_steal_pointer(&request->error));
        prefix_abort(wish, domain, options, error);
        return false;
    }
    if (ret_final != NULL)
        *ret_final = request->progress;
    return true;
}
