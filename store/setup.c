#include "store/setup.h"

#include <string.h>

#include "common/error.h"
#include "store/cluster.h"
#include "store/database_private.h"
#include "store/migrate.h"

/* The server reads a new login map soon, not at once. */
#define N_TRIES  150
#define PAUSE_US 20000UL

static const char *const group_names[] = {"collector", "planner", "approver", "actuator",
                                          "auditor",   "finance", "tenant"};

static void point_at_cluster(Conninfo *conninfo, const Cluster *cluster)
{
    conninfo_set(conninfo, "host", cluster_socket_directory(cluster));
    conninfo_set(conninfo, "port", "5432");
    conninfo_set(conninfo, "dbname", CLUSTER_DATABASE);
}

/* The one thing the store tells a person: that it made or started a server that stays. */
static Cluster *start_cluster(GError **error)
{
    g_autoptr(Cluster) cluster = cluster_new(error);
    ClusterStart start;
    if (cluster == NULL || !cluster_start(cluster, &start, error))
        return NULL;
    if (start != CLUSTER_WAS_RUNNING)
        g_printerr("vmatrix: %s a private PostgreSQL cluster in '%s' ('vmatrix db stop' ends it)\n",
                   start == CLUSTER_MADE ? "made and started" : "started",
                   cluster_directory(cluster));
    return g_steal_pointer(&cluster);
}

static Database *connect_as_superuser(const Cluster *cluster, GError **error)
{
    g_autoptr(Conninfo) conninfo = conninfo_resolve("user=" CLUSTER_SUPERUSER, error);
    if (conninfo == NULL)
        return NULL;
    point_at_cluster(conninfo, cluster);
    return database_connect(conninfo, error);
}

static bool add_login(Database *database, const char *name, const char *group, GError **error)
{
    return database_query(database, "login_role_add", (const char *[]){name, group}, 2, NULL,
                          error);
}

/* Root and the owner may log in as every login role there is. */
static bool write_logins(Cluster *cluster, Database *database, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "login_roles", NULL, 0, &rows, error))
        return false;
    g_autofree const char **roles = g_new0(const char *, rows_n(rows) + 1);
    for (guint i = 0; i < rows_n(rows); i++)
        roles[i] = rows_get(rows, i, 0);
    return cluster_write_logins(cluster, roles, error) &&
           database_query(database, "cluster_reload", NULL, 0, NULL, error);
}

/* Schema, and a login for the system user who asks, with every right but the owner's. */
static bool setup_cluster(Cluster *cluster, guint *ret_n_applied, GError **error)
{
    g_autoptr(Database) database = connect_as_superuser(cluster, error);
    SchemaFiles files = schema_files_embedded();
    if (database == NULL || !migrate_run(database, &files, ret_n_applied, error))
        return false;
    for (gsize i = 0; i < G_N_ELEMENTS(group_names); i++)
        if (!add_login(database, g_get_user_name(), group_names[i], error))
            return false;
    return write_logins(cluster, database, error);
}

static bool is_current(Database *database, bool *ret_current, GError **error)
{
    SchemaFiles files = schema_files_embedded();
    SchemaState state;
    if (!migrate_check(database, &files, &state, error))
        return false;
    *ret_current = state == SCHEMA_CURRENT;
    return true;
}

static Database *connect_patiently(Conninfo *conninfo, GError **error)
{
    for (int i = 1; i < N_TRIES; i++) {
        Database *database = database_connect(conninfo, NULL);
        if (database != NULL)
            return database;
        g_usleep(PAUSE_US);
    }
    return database_connect(conninfo, error);
}

static Database *open_embedded(Conninfo *conninfo, GError **error)
{
    g_autoptr(Cluster) cluster = start_cluster(error);
    if (cluster == NULL)
        return NULL;
    point_at_cluster(conninfo, cluster);
    g_autoptr(Database) database = database_connect(conninfo, NULL);
    bool current = false;
    if (database != NULL && !is_current(database, &current, error))
        return NULL;
    if (current)
        return g_steal_pointer(&database);
    guint n_applied;
    if (!setup_cluster(cluster, &n_applied, error))
        return NULL;
    if (database != NULL)
        return g_steal_pointer(&database);
    bool is_caller = conninfo_get(conninfo, "user") == NULL;
    return is_caller ? connect_patiently(conninfo, error) : database_connect(conninfo, error);
}

bool setup_database(const char *given, guint *ret_n_applied, GError **error)
{
    g_autoptr(Conninfo) conninfo = conninfo_resolve(given, error);
    if (conninfo == NULL)
        return false;
    if (conninfo_is_embedded(conninfo)) {
        g_autoptr(Cluster) cluster = start_cluster(error);
        return cluster != NULL && setup_cluster(cluster, ret_n_applied, error);
    }
    SchemaFiles files = schema_files_embedded();
    g_autoptr(Database) database = database_connect(conninfo, error);
    bool current = false;
    *ret_n_applied = 0;
    /* Who may not change the schema may still ask whether it is current. */
    return database != NULL && is_current(database, &current, error) &&
           (current || migrate_run(database, &files, ret_n_applied, error));
}

static bool check_user(const char *name, const char *role, GError **error)
{
    bool known = false;
    for (gsize i = 0; i < G_N_ELEMENTS(group_names); i++)
        known = known || g_strcmp0(role, group_names[i]) == 0;
    if (!known) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "unknown role '%s'",
                    role == NULL ? "" : role);
        error_add_hint(error, "roles: collector, planner, approver, actuator, auditor, "
                              "finance, tenant");
        return false;
    }
    if (g_regex_match_simple("^[A-Za-z_][A-Za-z0-9_.-]{0,62}$", name, G_REGEX_DOLLAR_ENDONLY, 0) &&
        !g_str_has_prefix(name, "vmatrix_") && !g_str_has_prefix(name, "pg_"))
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "'%s' cannot be a login name", name);
    error_add_hint(error, "use letters, digits, '_', '.' and '-'; 'vmatrix_' and 'pg_' are "
                          "reserved");
    return false;
}

static bool add_cluster_user(const char *name, const char *role, GError **error)
{
    g_autoptr(Cluster) cluster = start_cluster(error);
    guint n_applied;
    if (cluster == NULL || !setup_cluster(cluster, &n_applied, error))
        return false;
    g_autoptr(Database) database = connect_as_superuser(cluster, error);
    if (database == NULL || !add_login(database, name, role, error) ||
        !write_logins(cluster, database, error))
        return false;
    g_autoptr(Conninfo) conninfo = conninfo_resolve("user=" CLUSTER_SUPERUSER, error);
    point_at_cluster(conninfo, cluster);
    conninfo_set(conninfo, "user", name);
    g_autoptr(Database) probe = connect_patiently(conninfo, error);
    return probe != NULL;
}

bool setup_add_user(const char *given, const char *name, const char *role, GError **error)
{
    if (!check_user(name, role, error))
        return false;
    g_autoptr(Conninfo) conninfo = conninfo_resolve(given, error);
    if (conninfo == NULL)
        return false;
    if (conninfo_is_embedded(conninfo))
        return add_cluster_user(name, role, error);
    g_autoptr(Database) database = database_open(given, error);
    return database != NULL && add_login(database, name, role, error);
}

Database *database_open(const char *given, GError **error)
{
    g_autoptr(Conninfo) conninfo = conninfo_resolve(given, error);
    if (conninfo == NULL)
        return NULL;
    if (conninfo_is_embedded(conninfo))
        return open_embedded(conninfo, error);
    g_autoptr(Database) database = database_connect(conninfo, error);
    bool current;
    if (database == NULL || !is_current(database, &current, error))
        return NULL;
    if (current)
        return g_steal_pointer(&database);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "the schema of the database is not that of this vmatrix");
    error_add_hint(error, "bring it up to date with 'vmatrix db init --database CONNINFO'");
    return NULL;
}
