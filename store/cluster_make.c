#include <errno.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/error.h"
#include "store/cluster_private.h"
#include "store/process.h"
#include "store/sql_embedded.h"

#define POSTGRES_ROOT "/usr/lib/postgresql"

static bool system_error(const char *what, const char *path, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot %s '%s': %s", what, path,
                g_strerror(errno));
    return false;
}

/* Of /usr/lib/postgresql/VERSION/bin the newest, or the one that made the data. */
static char *choose_version(const Cluster *cluster)
{
    g_autofree char *version_file = g_build_filename(cluster->data, "PG_VERSION", NULL);
    char *version = NULL;
    if (g_file_get_contents(version_file, &version, NULL, NULL))
        return g_strstrip(version);
    g_autoptr(GDir) directory = g_dir_open(POSTGRES_ROOT, 0, NULL);
    gint64 newest = 0;
    const char *name;
    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *initdb = g_build_filename(POSTGRES_ROOT, name, "bin", "initdb", NULL);
        gint64 number = g_ascii_strtoll(name, NULL, 10);
        if (number > newest && g_file_test(initdb, G_FILE_TEST_IS_EXECUTABLE))
            newest = number;
    }
    return newest > 0 ? g_strdup_printf("%" G_GINT64_FORMAT, newest) : NULL;
}

char *cluster_programs(const Cluster *cluster, GError **error)
{
    g_autofree char *version = choose_version(cluster);
    g_autofree char *programs =
        g_build_filename(POSTGRES_ROOT, version == NULL ? "15" : version, "bin", NULL);
    g_autofree char *postgres = g_build_filename(programs, "postgres", NULL);
    if (version != NULL && g_file_test(postgres, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer(&programs);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE,
                "PostgreSQL's programs are not in '%s'", programs);
    error_add_hint(error,
                   "install it with 'apt-get install postgresql-%s', or name a database "
                   "with --database",
                   version == NULL ? "15" : version);
    return NULL;
}

static bool make_owner(const Cluster *cluster, GError **error)
{
    if (cluster->owner == NULL || getpwnam(cluster->owner) != NULL)
        return true;
    const char *const argv[] = {
        "useradd",          "--system", "--user-group",      "--home-dir",   "/var/lib/vmatrix",
        "--no-create-home", "--shell",  "/usr/sbin/nologin", cluster->owner, NULL};
    return process_run(argv, NULL, NULL, error);
}

static bool make_owned_directory(const Cluster *cluster, const char *path, mode_t mode,
                                 GError **error)
{
    if (g_mkdir(path, mode) != 0)
        return system_error("make directory", path, error);
    const struct passwd *owner = cluster->owner == NULL ? NULL : getpwnam(cluster->owner);
    if (owner != NULL && lchown(path, owner->pw_uid, owner->pw_gid) != 0)
        return system_error("give away directory", path, error);
    if (g_chmod(path, mode) != 0)
        return system_error("set the mode of", path, error);
    return true;
}

/* The place may be shared (/tmp): what is there already must be ours. */
bool cluster_make_socket_directory(const Cluster *cluster, GError **error)
{
    struct stat status;
    if (lstat(cluster->socket, &status) != 0)
        return make_owned_directory(cluster, cluster->socket, 0755, error);
    const struct passwd *owner = cluster->owner == NULL ? NULL : getpwnam(cluster->owner);
    uid_t uid = owner == NULL ? geteuid() : owner->pw_uid;
    if (S_ISDIR(status.st_mode) && status.st_uid == uid && (status.st_mode & 022) == 0)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "'%s' is not a directory of the cluster's owner alone", cluster->socket);
    error_add_hint(error, "take it away, or name another place with VMATRIX_STATE");
    return false;
}

bool cluster_write_file(const Cluster *cluster, const char *path, const char *text, GError **error)
{
    g_autofree char *beside = g_strconcat(path, ".new", NULL);
    const char *const tee[] = {"tee", "--", beside, NULL};
    const char *const move[] = {"mv", "-f", "-T", "--", beside, path, NULL};
    return process_run(tee, cluster->owner, text, error) &&
           process_run(move, cluster->owner, NULL, error);
}

static void append_logins(GString *map, const char *system_user, const char *const *roles)
{
    g_string_append_printf(map, "vmatrix \"%s\" %s\n", system_user, CLUSTER_SUPERUSER);
    for (; *roles != NULL; roles++)
        g_string_append_printf(map, "vmatrix \"%s\" \"%s\"\n", system_user, *roles);
}

char *cluster_login_map(const Cluster *cluster, const char *const *roles)
{
    GString *map = g_string_new("# Written by vmatrix: who may log in as whom.\n"
                                "vmatrix /^(.*)$ \\1\n");
    append_logins(map, "root", roles);
    const char *owner = cluster->owner == NULL ? cluster->caller_name : cluster->owner;
    if (strcmp(owner, "root") != 0)
        append_logins(map, owner, roles);
    return g_string_free(map, FALSE);
}

static bool run_initdb(const Cluster *cluster, const char *programs, const char *data,
                       GError **error)
{
    g_autofree char *initdb = g_build_filename(programs, "initdb", NULL);
    const char *const argv[] = {initdb,
                                "--pgdata",
                                data,
                                "--username",
                                CLUSTER_SUPERUSER,
                                "--auth=peer",
                                "--encoding=UTF8",
                                "--locale=C.UTF-8",
                                "--no-instructions",
                                NULL};
    return process_run(argv, cluster->owner, NULL, error);
}

static bool configure(const Cluster *cluster, const char *programs, const char *data,
                      GError **error)
{
    const char *const no_roles[] = {NULL};
    g_autofree char *hba = g_build_filename(data, "pg_hba.conf", NULL);
    g_autofree char *ident = g_build_filename(data, "pg_ident.conf", NULL);
    g_autofree char *map = cluster_login_map(cluster, no_roles);
    g_autofree char *postgres = g_build_filename(programs, "postgres", NULL);
    const char *const single[] = {postgres, "--single", "-D", data, "postgres", NULL};
    return cluster_write_file(cluster, hba, "local all all peer map=vmatrix\n", error) &&
           cluster_write_file(cluster, ident, map, error) &&
           process_run(single, cluster->owner, sql_file_find(sql_setup, "create_database")->text,
                       error);
}

static bool check_reachable(const Cluster *cluster, const char *path, GError **error)
{
    const char *const argv[] = {"test", "-w", path, NULL};
    if (process_run(argv, cluster->owner, NULL, NULL))
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "the system user '%s', who runs PostgreSQL, cannot enter '%s'", cluster->owner,
                cluster->directory);
    error_add_hint(error, "give others the right to enter each directory above it (chmod o+x), "
                          "or name another place with VMATRIX_STATE");
    return false;
}

/* Data is made beside its place and renamed: a cluster made half-way is never seen. */
bool cluster_make(Cluster *cluster, GError **error)
{
    g_autofree char *programs = cluster_programs(cluster, error);
    if (programs == NULL || !make_owner(cluster, error))
        return false;
    g_autofree char *data = g_strconcat(cluster->data, ".new", NULL);
    const char *const clear[] = {"rm", "-rf", "--", data, NULL};
    if (!process_run(clear, NULL, NULL, error) ||
        !make_owned_directory(cluster, data, 0700, error) ||
        !check_reachable(cluster, data, error) || !run_initdb(cluster, programs, data, error) ||
        !configure(cluster, programs, data, error)) {
        process_run(clear, NULL, NULL, NULL);
        return false;
    }
    if (g_rename(data, cluster->data) != 0)
        return system_error("put in place", cluster->data, error);
    return true;
}
