#include "store/database.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/error.h"
#include "common/fault_point.h"
#include "store/database_private.h"
#include "store/sql_embedded.h"

struct Database {
    PGconn *connection;
    char *target;         /* for messages, without password */
    GHashTable *prepared; /* set of query names */
};

struct Rows {
    PGresult *result;
};

static void ignore_notice(void *context, const char *message)
{
    (void)context;
    (void)message;
}

void database_close(Database *database)
{
    if (database == NULL)
        return;
    PQfinish(database->connection);
    g_hash_table_unref(database->prepared);
    g_free(database->target);
    g_free(database);
}

static void set_connect_error(const Conninfo *conninfo, const Database *database, GError **error)
{
    g_autofree char *masked = conninfo_mask(conninfo, PQerrorMessage(database->connection));
    g_strchomp(masked);
    for (char *at = masked; *at != '\0'; at++)
        if (*at == '\n' || *at == '\t')
            *at = ' ';
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE, "cannot reach %s: %s",
                database->target, masked);
    if (conninfo_is_embedded(conninfo))
        error_add_hint(error, "'vmatrix db status' shows the state of the private cluster; "
                              "'vmatrix db user add' makes a login role");
    else
        error_add_hint(error, "check that PostgreSQL runs there and that --database, "
                              "VMATRIX_DATABASE and PG* variables say what you mean");
}

Database *database_connect(Conninfo *conninfo, GError **error)
{
    g_autofree const char **keywords = NULL;
    g_autofree const char **values = NULL;
    g_autoptr(Database) database = g_new0(Database, 1);
    database->prepared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    database->target = conninfo_describe(conninfo);
    conninfo_set_default(conninfo, "client_encoding", "UTF8");
    conninfo_set_default(conninfo, "application_name", "vmatrix");
    if (getenv("PGCONNECT_TIMEOUT") == NULL)
        conninfo_set_default(conninfo, "connect_timeout", "10");
    conninfo_parameters(conninfo, &keywords, &values);
    database->connection = PQconnectdbParams(keywords, values, 0);
    if (PQstatus(database->connection) != CONNECTION_OK) {
        set_connect_error(conninfo, database, error);
        return NULL;
    }
    PQsetNoticeProcessor(database->connection, ignore_notice, NULL);
    if (!database_query(database, "session", NULL, 0, NULL, error))
        return NULL;
    return g_steal_pointer(&database);
}

/* The exit code behind an SQLSTATE: our own 'VM0nn', or a class of PostgreSQL's. */
static int error_code_of(const char *state)
{
    if (state == NULL)
        return VMATRIX_ERROR_FAILED;
    if (g_str_has_prefix(state, "VM0")) {
        gint64 code = g_ascii_strtoll(state + strlen("VM0"), NULL, 10);
        return code > 0 ? (int)code : VMATRIX_ERROR_FAILED;
    }
    if (g_str_has_prefix(state, "08") || g_str_has_prefix(state, "57P"))
        return VMATRIX_ERROR_UNAVAILABLE;
    if (g_str_has_prefix(state, "22") || g_str_has_prefix(state, "23"))
        return VMATRIX_ERROR_BAD_DATA;
    return VMATRIX_ERROR_FAILED;
}

static void set_result_error(const Database *database, const char *what, const PGresult *result,
                             GError **error)
{
    if (PQstatus(database->connection) != CONNECTION_OK) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE,
                    "connection to %s was lost in '%s'", database->target, what);
        error_add_hint(error, "check that PostgreSQL still runs; nothing of the open transaction "
                              "was kept");
        return;
    }
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    if (message == NULL)
        message = "no message";
    /* Constraints that people meet are named by what they demand; the row itself says too much. */
    if (constraint != NULL && strchr(constraint, ' ') != NULL)
        message = constraint;
    if (state != NULL && g_str_has_prefix(state, "23"))
        detail = NULL;
    if (state != NULL && g_str_has_prefix(state, "VM0"))
        g_set_error_literal(error, VMATRIX_ERROR, error_code_of(state), message);
    else
        g_set_error(error, VMATRIX_ERROR, error_code_of(state), "database refused '%s': %s", what,
                    message);
    if (g_strcmp0(state, "42501") == 0)
        error_add_hint(error, "log in as a role that may do this; 'vmatrix db user add NAME "
                              "--role ROLE' makes one");
    else if (hint != NULL)
        error_add_hint(error, "%s", hint);
    else if (detail != NULL)
        error_add_hint(error, "%s", detail);
}

static bool result_succeeded(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static bool is_missing_table(const PGresult *result)
{
    return g_strcmp0(PQresultErrorField(result, PG_DIAG_SQLSTATE), "42P01") == 0;
}

/* Takes over result. Without error where a table is missing and ret_missing asks. */
static bool check_result(Database *database, const char *name, PGresult *result, bool *ret_missing,
                         GError **error)
{
    bool succeeded = result_succeeded(result);
    if (!succeeded && ret_missing != NULL && is_missing_table(result))
        *ret_missing = true;
    else if (!succeeded)
        set_result_error(database, name, result, error);
    if (!succeeded)
        PQclear(result);
    return succeeded;
}

static bool prepare(Database *database, const char *name, bool *ret_missing, GError **error)
{
    if (g_hash_table_contains(database->prepared, name))
        return true;
    const SqlFile *file = sql_file_find(sql_queries, name);
    g_assert(file != NULL);
    PGresult *result = PQprepare(database->connection, name, file->text, 0, NULL);
    if (!check_result(database, name, result, ret_missing, error))
        return false;
    PQclear(result);
    g_hash_table_add(database->prepared, g_strdup(name));
    return true;
}

/* What a fault does to the connection: it is gone, whoever cut it. */
static void cut(Database *database)
{
    shutdown(PQsocket(database->connection), SHUT_RDWR);
}

static PGresult *execute(Database *database, const char *name, const char *const *parameters,
                         guint n_parameters)
{
    if (fault_point("db", name, "before"))
        cut(database);
    PGresult *result =
        PQexecPrepared(database->connection, name, (int)n_parameters, parameters, NULL, NULL, 0);
    if (!fault_point("db", name, "after"))
        return result;
    PQclear(result);
    cut(database);
    return PQexec(database->connection, "");
}

static bool run_query(Database *database, const char *name, const char *const *parameters,
                      guint n_parameters, Rows **ret_rows, bool *ret_missing, GError **error)
{
    if (!prepare(database, name, ret_missing, error))
        return false;
    PGresult *result = execute(database, name, parameters, n_parameters);
    if (!check_result(database, name, result, ret_missing, error))
        return false;
    if (ret_rows == NULL) {
        PQclear(result);
        return true;
    }
    *ret_rows = g_new0(Rows, 1);
    (*ret_rows)->result = result;
    return true;
}

bool database_query(Database *database, const char *name, const char *const *parameters,
                    guint n_parameters, Rows **ret_rows, GError **error)
{
    return run_query(database, name, parameters, n_parameters, ret_rows, NULL, error);
}

bool database_query_if_exists(Database *database, const char *name, Rows **ret_rows, GError **error)
{
    bool missing = false;
    *ret_rows = NULL;
    return run_query(database, name, NULL, 0, ret_rows, &missing, error) || missing;
}

bool database_run_script(Database *database, const char *name, const char *text, GError **error)
{
    PGresult *result = PQexec(database->connection, text);
    bool done = result_succeeded(result);
    if (!done)
        set_result_error(database, name, result, error);
    PQclear(result);
    return done;
}

bool database_begin(Database *database, GError **error)
{
    return database_run_script(database, "begin", "BEGIN", error);
}

bool database_begin_reading(Database *database, GError **error)
{
    return database_run_script(database, "begin", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                               error);
}

/* A transaction that failed answers COMMIT with ROLLBACK and no error. */
bool database_commit(Database *database, GError **error)
{
    if (PQtransactionStatus(database->connection) == PQTRANS_INERROR) {
        database_rollback(database);
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                            "transaction cannot be committed, a statement in it failed");
        return false;
    }
    return database_run_script(database, "commit", "COMMIT", error);
}

void database_rollback(Database *database)
{
    if (PQtransactionStatus(database->connection) == PQTRANS_IDLE)
        return;
    PGresult *result = PQexec(database->connection, "ROLLBACK");
    PQclear(result);
}

bool database_in_transaction(const Database *database)
{
    return PQtransactionStatus(database->connection) != PQTRANS_IDLE;
}

void rows_free(Rows *rows)
{
    if (rows == NULL)
        return;
    PQclear(rows->result);
    g_free(rows);
}

guint rows_n(const Rows *rows)
{
    return (guint)PQntuples(rows->result);
}

guint rows_n_columns(const Rows *rows)
{
    return (guint)PQnfields(rows->result);
}

const char *rows_column_name(const Rows *rows, guint column)
{
    return PQfname(rows->result, (int)column);
}

/* Object identifiers of PostgreSQL's own types, which never change (catalog/pg_type.dat). */
CellKind rows_cell_kind(const Rows *rows, guint column)
{
    switch (PQftype(rows->result, (int)column)) {
    case 20: /* bigint */
    case 21: /* smallint */
    case 23: /* integer */
        return CELL_WHOLE;
    case 1700: /* numeric */
        return CELL_DECIMAL;
    case 16: /* boolean */
        return CELL_TRUTH;
    default:
        return CELL_TEXT;
    }
}

const char *rows_get(const Rows *rows, guint row, guint column)
{
    if (PQgetisnull(rows->result, (int)row, (int)column))
        return NULL;
    return PQgetvalue(rows->result, (int)row, (int)column);
}

/* Not PQfnumber: it folds case. */
const char *rows_get_named(const Rows *rows, guint row, const char *column)
{
    for (guint i = 0; i < rows_n_columns(rows); i++)
        if (strcmp(rows_column_name(rows, i), column) == 0)
            return rows_get(rows, row, i);
    g_assert_not_reached();
}
