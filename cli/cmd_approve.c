#include <stdio.h>
#include <string.h>

#include "actuator/signature.h"
#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "common/error.h"
#include "store/plan_store.h"

#define MAX_VALID_H 720.0

static bool read_hours(const char *valid_h, double *ret_hours, GError **error)
{
    char *end;
    *ret_hours = g_ascii_strtod(valid_h, &end);
    if (*valid_h != '\0' && *end == '\0' && *ret_hours > 0 && *ret_hours <= MAX_VALID_H)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                "--valid-h '%s': an approval holds for more than 0 and at most 720 hours", valid_h);
    return false;
}

/* A signature holds its time of expiry, so here our own clock decides; the database checks it. */
static char *expiry_after(double hours)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autoptr(GDateTime) expires = g_date_time_add_seconds(now, hours * 3600);
    return g_date_time_format(expires, "%Y-%m-%dT%H:%M:%SZ");
}

static bool approve_signed(Database *database, const StoredPlan *plan, double hours,
                           const char *key_file, char **ret_expires_at, GError **error)
{
    g_autoptr(Rows) login = NULL;
    g_autofree char *expires_at = expiry_after(hours);
    if (!database_query(database, "session_user", NULL, 0, &login, error))
        return false;
    g_autofree char *statement =
        signature_statement(plan->plan_digest, rows_get(login, 0, 0), expires_at);
    g_autofree char *signature = signature_make(key_file, statement, error);
    return signature != NULL &&
           plan_store_approve_signed(database, plan, expires_at, signature, ret_expires_at, error);
}

static bool approve(const char *conninfo, const char *name, const char *valid_h,
                    const char *key_file, GError **error)
{
    double hours = 0;
    if (!read_hours(valid_h, &hours, error))
        return false;
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(StoredPlan) plan = database == NULL ? NULL : plan_store_load(database, name, error);
    g_autofree char *expires_at = NULL;
    if (plan == NULL)
        return false;
    if (!(key_file == NULL ? plan_store_approve(database, plan, valid_h, &expires_at, error)
                           : approve_signed(database, plan, hours, key_file, &expires_at, error)))
        return false;
    g_autoptr(StoredPlan) now = plan_store_load(database, plan->id, error);
    if (now == NULL)
        return false;
    if (strcmp(now->approval, "partial") == 0)
        fprintf(stderr, "plan '%s' is %s\n%s\n", plan->id, now->approval_detail, plan->plan_digest);
    else
        fprintf(stderr, "plan '%s' is approved until %s, for one execution\n%s\n", plan->id,
                expires_at, plan->plan_digest);
    return true;
}

int command_approve(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *valid_h = NULL;
    g_autofree char *key_file = NULL;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"valid-h", 0, 0, G_OPTION_ARG_STRING, &valid_h, "hours it holds, at most 720 (24)", "H"},
        {"sign", 0, 0, G_OPTION_ARG_FILENAME, &key_file,
         "sign with this SSH key, which the actuator knows", "KEY"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(argc, argv, cli_find_command("approve"), entries, 1, 1, &rest, error) ||
        !approve(conninfo, rest[0], valid_h == NULL ? "24" : valid_h, key_file, error))
        return EXIT_ERROR;
    return EXIT_DONE;
}
