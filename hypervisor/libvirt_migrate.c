#include <libvirt/virterror.h>

#include "common/error.h"
#include "hypervisor/libvirt_driver.h"

/* The completed job's event comes beside the answer of the call; it may be a little later. */
#define FIGURES_WAIT_MS 500

/* Where the event of a completed job leaves its figures; counted, shared with the event loop. */
typedef struct {
    GMutex mutex;
    GCond told;
    bool has_figures;
    MigrationProgress figures;
} JobFigures;

static void clear_figures(gpointer memory)
{
    JobFigures *figures = memory;
    g_mutex_clear(&figures->mutex);
    g_cond_clear(&figures->told);
}

static void release_figures(void *figures)
{
    g_atomic_rc_box_release_full(figures, clear_figures);
}

static int64_t read_figure(virTypedParameterPtr parameters, int n, const char *field,
                           int64_t fallback)
{
    unsigned long long value;
    if (virTypedParamsGetULLong(parameters, n, field, &value) != 1 || value > INT64_MAX)
        return fallback;
    return (int64_t)value;
}

static MigrationProgress read_progress(virTypedParameterPtr parameters, int n)
{
    int64_t page_size = read_figure(parameters, n, VIR_DOMAIN_JOB_MEMORY_PAGE_SIZE, 4096);
    return (MigrationProgress){
        .bytes_total = read_figure(parameters, n, VIR_DOMAIN_JOB_DATA_TOTAL, 0),
        .bytes_processed = read_figure(parameters, n, VIR_DOMAIN_JOB_DATA_PROCESSED, 0),
        .bytes_remaining = read_figure(parameters, n, VIR_DOMAIN_JOB_DATA_REMAINING, 0),
        .bytes_per_s = read_figure(parameters, n, VIR_DOMAIN_JOB_MEMORY_BPS, 0),
        .dirty_bytes_per_s =
            read_figure(parameters, n, VIR_DOMAIN_JOB_MEMORY_DIRTY_RATE, 0) * page_size,
        .downtime_ms = read_figure(parameters, n, VIR_DOMAIN_JOB_DOWNTIME, -1),
        .elapsed_ms = read_figure(parameters, n, VIR_DOMAIN_JOB_TIME_ELAPSED, 0),
        .iteration = (uint32_t)read_figure(parameters, n, VIR_DOMAIN_JOB_MEMORY_ITERATION, 0),
    };
}

static void on_job_completed(G_GNUC_UNUSED virConnectPtr connection,
                             G_GNUC_UNUSED virDomainPtr domain, virTypedParameterPtr parameters,
                             int n_parameters, void *opaque)
{
    JobFigures *figures = opaque;
    g_mutex_lock(&figures->mutex);
    figures->has_figures = true;
    figures->figures = read_progress(parameters, n_parameters);
    g_cond_signal(&figures->told);
    g_mutex_unlock(&figures->mutex);
}

static void wait_for_figures(JobFigures *figures, MigrationProgress *ret_final)
{
    int64_t end_us = g_get_monotonic_time() + INT64_C(1000) * FIGURES_WAIT_MS;
    g_mutex_lock(&figures->mutex);
    while (!figures->has_figures && g_cond_wait_until(&figures->told, &figures->mutex, end_us))
        continue;
    if (figures->has_figures)
        *ret_final = figures->figures;
    g_mutex_unlock(&figures->mutex);
}

/* -1 where the host has no such events, which costs only the final figures. */
static int watch_job(virDomainPtr domain, JobFigures *figures)
{
    g_atomic_rc_box_acquire(figures);
    int id = virConnectDomainEventRegisterAny(
        virDomainGetConnect(domain), domain, VIR_DOMAIN_EVENT_ID_JOB_COMPLETED,
        VIR_DOMAIN_EVENT_CALLBACK(on_job_completed), figures, release_figures);
    if (id < 0)
        release_figures(figures);
    return id;
}

static unsigned int migration_flags(virDomainPtr domain, const MigrationRequest *request)
{
    unsigned int flags = VIR_MIGRATE_PEER2PEER;
    if (!request->paused)
        flags |= VIR_MIGRATE_LIVE;
    if (request->auto_converge)
        flags |= VIR_MIGRATE_AUTO_CONVERGE;
    if (virDomainIsPersistent(domain) == 1)
        flags |= VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNDEFINE_SOURCE;
    if (request->unsafe_storage)
        flags |= VIR_MIGRATE_UNSAFE;
    return flags;
}

static bool migrate(virDomainPtr domain, const MigrationRequest *request)
{
    virTypedParameterPtr parameters = NULL;
    int n = 0;
    int capacity = 0;
    bool ok = true;
    if (request->migrate_uri != NULL)
        ok = virTypedParamsAddString(&parameters, &n, &capacity, VIR_MIGRATE_PARAM_URI,
                                     request->migrate_uri) == 0;
    if (ok && request->bandwidth_mib_s > 0)
        ok = virTypedParamsAddULLong(&parameters, &n, &capacity, VIR_MIGRATE_PARAM_BANDWIDTH,
                                     (unsigned long long)request->bandwidth_mib_s) == 0;
    if (ok)
        ok = virDomainMigrateToURI3(domain, request->destination_uri, parameters, (unsigned int)n,
                                    migration_flags(domain, request)) == 0;
    virTypedParamsFree(parameters, n);
    return ok;
}

bool libvirt_migrate(void *connection, const char *name, const MigrationRequest *request,
                     MigrationProgress *ret_final, GError **error)
{
    g_autoptr(virDomain) domain = libvirt_get_domain(connection, name, error);
    if (domain == NULL)
        return false;
    JobFigures *figures = g_atomic_rc_box_new0(JobFigures);
    g_mutex_init(&figures->mutex);
    g_cond_init(&figures->told);
    int watch = watch_job(domain, figures);
    bool ok = migrate(domain, request);
    if (!ok)
        libvirt_fail(connection, error, "domain '%s' to '%s'", name, request->destination_uri);
    else if (watch >= 0)
        wait_for_figures(figures, ret_final);
    if (watch >= 0)
        virConnectDomainEventDeregisterAny(connection, watch);
    release_figures(figures);
    return ok;
}

/* Statistics of a job; *ret_type is NONE where the domain is gone or has none. */
static bool job_stats(virConnectPtr connection, const char *name, unsigned int flags, int *ret_type,
                      int *ret_operation, MigrationProgress *ret_progress, GError **error)
{
    *ret_type = VIR_DOMAIN_JOB_NONE;
    *ret_operation = VIR_DOMAIN_JOB_OPERATION_UNKNOWN;
    g_autoptr(virDomain) domain = NULL;
    if (!libvirt_find_domain(connection, name, NULL, &domain, error))
        return false;
    virTypedParameterPtr parameters = NULL;
    int n = 0;
    if (domain == NULL)
        return true;
    if (virDomainGetJobStats(domain, ret_type, &parameters, &n, flags) != 0) {
        /* OPERATION_INVALID: the incoming side of a migration, or a domain that is not active */
        *ret_type = VIR_DOMAIN_JOB_NONE;
        return libvirt_last_error_is(VIR_ERR_NO_DOMAIN) ||
               libvirt_last_error_is(VIR_ERR_OPERATION_INVALID) ||
               libvirt_fail(connection, error, "cannot get the job of domain '%s'", name);
    }
    virTypedParamsGetInt(parameters, n, VIR_DOMAIN_JOB_OPERATION, ret_operation);
    *ret_progress = read_progress(parameters, n);
    virTypedParamsFree(parameters, n);
    return true;
}

bool libvirt_migration_running(void *connection, const char *domain, bool *ret_running,
                               MigrationProgress *ret_progress, GError **error)
{
    int type;
    int operation;
    if (!job_stats(connection, domain, 0, &type, &operation, ret_progress, error))
        return false;
    *ret_running = (type == VIR_DOMAIN_JOB_BOUNDED || type == VIR_DOMAIN_JOB_UNBOUNDED) &&
                   operation == VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT;
    return true;
}

bool libvirt_last_migration(void *connection, const char *domain, bool *ret_known,
                            MigrationProgress *ret_final, GError **error)
{
    int type;
    int operation;
    unsigned int flags = VIR_DOMAIN_JOB_STATS_COMPLETED | VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED;
    if (!job_stats(connection, domain, flags, &type, &operation, ret_final, error))
        return false;
    *ret_known =
        type == VIR_DOMAIN_JOB_COMPLETED && operation == VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN;
    return true;
}

bool libvirt_abort(void *connection, const char *name, GError **error)
{
    g_autoptr(virDomain) domain = libvirt_get_domain(connection, name, error);
    if (domain == NULL)
        return false;
    return virDomainAbortJob(domain) == 0 ||
           libvirt_fail(connection, error, "cannot abort the job of domain '%s'", name);
}
