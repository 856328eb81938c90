#include "store/cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/error.h"
#include "store/cluster_private.h"
#include "store/process.h"

#define OWNER             "vmatrix"
#define ROOT_STATE        "/var/lib/vmatrix"
#define SOCKET_NAME       "/.s.PGSQL.5432"
#define START_DEADLINE_US (INT64_C(120) * G_USEC_PER_SEC)
#define PAUSE_US          20000UL

char *cluster_state_directory(void)
{
    const char *given = getenv("VMATRIX_STATE");
    if (given != NULL && given[0] != '\0')
        return g_canonicalize_filename(given, NULL);
    if (geteuid() == 0)
        return g_strdup(ROOT_STATE);
    return g_build_filename(g_get_user_state_dir(), "vmatrix", NULL);
}

/* Beside the data where the path fits in a socket address and libpq does not take it for a list of
 * hosts, else in a short place of its own. */
static char *socket_directory(const char *directory)
{
    g_autofree char *beside = g_build_filename(directory, "run", NULL);
    gsize longest = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;
    if (strlen(beside) + strlen(SOCKET_NAME) <= longest && strchr(beside, ',') == NULL)
        return g_steal_pointer(&beside);
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, directory, -1);
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    if (geteuid() == 0)
        return g_strdup_printf("/run/vmatrix-%.12s", digest);
    if (runtime != NULL && strlen(runtime) < 40)
        return g_strdup_printf("%s/vmatrix-%.12s", runtime, digest);
    return g_strdup_printf("/tmp/vmatrix-%u-%.12s", (unsigned)geteuid(), digest);
}

Cluster *cluster_new(GError **error)
{
    g_autoptr(Cluster) cluster = g_new0(Cluster, 1);
    cluster->directory = cluster_state_directory();
    cluster->data = g_build_filename(cluster->directory, "data", NULL);
    cluster->socket = socket_directory(cluster->directory);
    cluster->log = g_build_filename(cluster->directory, "postgresql.log", NULL);
    cluster->owner = geteuid() == 0 ? g_strdup(OWNER) : NULL;
    cluster->caller_name = g_strdup(g_get_user_name());
    if (g_utf8_validate(cluster->directory, -1, NULL))
        return g_steal_pointer(&cluster);
    g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                        "VMATRIX_STATE is not a path in UTF-8");
    return NULL;
}

void cluster_free(Cluster *cluster)
{
    if (cluster == NULL)
        return;
    g_free(cluster->directory);
    g_free(cluster->data);
    g_free(cluster->socket);
    g_free(cluster->log);
    g_free(cluster->owner);
    g_free(cluster->caller_name);
    g_free(cluster);
}

const char *cluster_directory(const Cluster *cluster)
{
    return cluster->directory;
}

const char *cluster_socket_directory(const Cluster *cluster)
{
    return cluster->socket;
}

static PGPing ping(const Cluster *cluster)
{
    const char *const keywords[] = {"host", "port", "dbname", "user", "connect_timeout", NULL};
    const char *const values[] = {cluster->socket,   "5432", CLUSTER_DATABASE,
                                  CLUSTER_SUPERUSER, "5",    NULL};
    return PQpingParams(keywords, values, 0);
}

ClusterState cluster_state(const Cluster *cluster)
{
    if (ping(cluster) == PQPING_OK)
        return CLUSTER_RUNNING;
    return g_file_test(cluster->data, G_FILE_TEST_IS_DIR) ? CLUSTER_STOPPED : CLUSTER_ABSENT;
}

static bool is_empty(const char *path)
{
    g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
    return directory != NULL && g_dir_read_name(directory) == NULL;
}

/* The state directory; root's own, so that the owner of the data cannot lay traps in it, but open
 * for the owner to pass (mktemp -d makes private ones). */
static bool make_directory(const Cluster *cluster, GError **error)
{
    if (g_mkdir_with_parents(cluster->directory, 0755) == 0) {
        if (is_empty(cluster->directory))
            (void)g_chmod(cluster->directory, 0755);
        return true;
    }
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot make directory '%s': %s",
                cluster->directory, g_strerror(errno));
    error_add_hint(error, "name a place for the private database with VMATRIX_STATE, or a "
                          "database with --database");
    return false;
}

/* Held until the descriptor is closed; not inherited by the server. */
static int take_lock(const Cluster *cluster, GError **error)
{
    g_autofree char *path = g_build_filename(cluster->directory, "lock", NULL);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock >= 0 && flock(lock, LOCK_EX) == 0)
        return lock;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot lock '%s': %s", path,
                g_strerror(errno));
    if (lock >= 0)
        close(lock);
    return -1;
}

/* After a power loss the number in the pid file may be another process of the same user, which
 * PostgreSQL would take for a running server. A server's directory is its data. */
static void clear_stale_pid(const Cluster *cluster)
{
    g_autofree char *pid_file = g_build_filename(cluster->data, "postmaster.pid", NULL);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(pid_file, &text, NULL, NULL))
        return;
    gint64 pid = g_ascii_strtoll(text, NULL, 10);
    g_autofree char *link = g_strdup_printf("/proc/%" G_GINT64_FORMAT "/cwd", pid);
    g_autofree char *directory = g_file_read_link(link, NULL);
    g_autofree char *data = realpath(cluster->data, NULL);
    if (pid <= 0 || (directory != NULL && g_strcmp0(directory, data) != 0))
        g_unlink(pid_file);
}

static bool start_failed(const Cluster *cluster, const char *what, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE,
                "the private PostgreSQL cluster in '%s' %s", cluster->directory, what);
    error_add_hint(error, "its log '%s' says why", cluster->log);
    return false;
}

static bool wait_until_ready(const Cluster *cluster, pid_t pid, GError **error)
{
    gint64 deadline = g_get_monotonic_time() + START_DEADLINE_US;
    while (ping(cluster) != PQPING_OK) {
        if (waitpid(pid, NULL, WNOHANG) == pid)
            return start_failed(cluster, "did not start", error);
        if (g_get_monotonic_time() > deadline) {
            kill(pid, SIGTERM);
            return start_failed(cluster, "is not ready after two minutes", error);
        }
        g_usleep(PAUSE_US);
    }
    return true;
}

static bool start_server(const Cluster *cluster, GError **error)
{
    g_autofree char *programs = cluster_programs(cluster, error);
    if (programs == NULL || !cluster_make_socket_directory(cluster, error))
        return false;
    g_autofree char *postgres = g_build_filename(programs, "postgres", NULL);
    g_auto(GStrv) quotes = g_strsplit(cluster->socket, "\"", -1);
    g_autofree char *doubled = g_strjoinv("\"\"", quotes);
    g_autofree char *socket = g_strdup_printf("unix_socket_directories=\"%s\"", doubled);
    const char *const argv[] = {postgres,
                                "-D",
                                cluster->data,
                                "-c",
                                "listen_addresses=",
                                "-c",
                                "port=5432",
                                "-c",
                                socket,
                                "-c",
                                "unix_socket_permissions=0777",
                                "-c",
                                "log_checkpoints=off",
                                "-c",
                                "timezone=UTC",
                                NULL};
    pid_t pid;
    clear_stale_pid(cluster);
    return process_start(argv, cluster->owner, cluster->log, &pid, error) &&
           wait_until_ready(cluster, pid, error);
}

static bool start_locked(Cluster *cluster, ClusterStart *ret_start, GError **error)
{
    ClusterState state = cluster_state(cluster);
    *ret_start = CLUSTER_WAS_RUNNING;
    if (state == CLUSTER_RUNNING)
        return true;
    *ret_start = state == CLUSTER_ABSENT ? CLUSTER_MADE : CLUSTER_STARTED;
    return (state != CLUSTER_ABSENT || cluster_make(cluster, error)) &&
           start_server(cluster, error);
}

bool cluster_start(Cluster *cluster, ClusterStart *ret_start, GError **error)
{
    *ret_start = CLUSTER_WAS_RUNNING;
    if (cluster_state(cluster) == CLUSTER_RUNNING)
        return true;
    if (!make_directory(cluster, error))
        return false;
    int lock = take_lock(cluster, error);
    if (lock < 0)
        return false;
    bool started = start_locked(cluster, ret_start, error);
    close(lock);
    return started;
}

bool cluster_stop(Cluster *cluster, GError **error)
{
    if (cluster_state(cluster) != CLUSTER_RUNNING)
        return true;
    int lock = take_lock(cluster, error);
    if (lock < 0)
        return false;
    g_autofree char *programs = cluster_programs(cluster, error);
    g_autofree char *pg_ctl = programs == NULL ? NULL : g_build_filename(programs, "pg_ctl", NULL);
    const char *const argv[] = {pg_ctl, "stop", "-D", cluster->data, "-m", "fast", "-w", NULL};
    bool stopped = programs != NULL && process_run(argv, cluster->owner, NULL, error);
    close(lock);
    return stopped;
}

bool cluster_write_logins(Cluster *cluster, const char *const *roles, GError **error)
{
    int lock = take_lock(cluster, error);
    if (lock < 0)
        return false;
    g_autofree char *path = g_build_filename(cluster->data, "pg_ident.conf", NULL);
    g_autofree char *map = cluster_login_map(cluster, roles);
    bool written = cluster_write_file(cluster, path, map, error);
    close(lock);
    return written;
}
