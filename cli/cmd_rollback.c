/* vmatrix rollback: makes the certified reverse of what was done, or carries it out once approved.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certificate/certificate_json.h"
#include "cli/apply_run.h"
#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/plan_output.h"
#include "cli/reverse_output.h"
#include "common/error.h"
#include "common/time_text.h"
#include "plan/plan_json.h"
#include "store/plan_store.h"
#include "store/reverse_store.h"
#include "store/snapshot_store.h"

typedef struct {
    char *conninfo, *signers, *output;
    gboolean dry_run, no_wait;
    OutputFormat format;
} RollbackArguments;

static void rollback_arguments_clear(RollbackArguments *arguments)
{
    g_free(arguments->conninfo);
    g_free(arguments->signers);
    g_free(arguments->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RollbackArguments, rollback_arguments_clear)

/* What is to be reversed: the plan, its snapshot, and which of its actions are done. */
typedef struct {
    StoredPlan *stored;
    Model *model;
    PlanDocument *document;
    bool *done;
} Carried;

static void carried_clear(Carried *carried)
{
    g_clear_pointer(&carried->stored, stored_plan_free);
    g_clear_pointer(&carried->document, plan_document_free);
    g_clear_pointer(&carried->model, model_free);
    g_clear_pointer(&carried->done, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Carried, carried_clear)

static bool read_done(Database *database, Carried *carried, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    const char *id = carried->stored->id;
    if (!database_query(database, "rollback_steps", &id, 1, &rows, error))
        return false;
    uint32_t n_actions = carried->document->plan->n_actions;
    carried->done = g_new0(bool, n_actions + 1);
    for (guint i = 0; i < rows_n(rows); i++) {
        guint64 seq = g_ascii_strtoull(rows_get(rows, i, 0), NULL, 10);
        if (seq >= 1 && seq <= n_actions)
            carried->done[seq - 1] = true;
    }
    return true;
}

static bool load_carried(Database *database, const char *name, Carried *carried, GError **error)
{
    carried->stored = plan_store_load(database, name, error);
    if (carried->stored == NULL)
        return false;
    carried->model = snapshot_load(database, carried->stored->snapshot_id, error);
    if (carried->model == NULL)
        return false;
    g_autofree char *source = g_strdup_printf("plan '%s'", carried->stored->id);
    carried->document = plan_from_json(carried->model, carried->stored->plan_json, source, error);
    return carried->document != NULL && read_done(database, carried, error);
}

static bool refuse(const Carried *carried, const char *why, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_REJECTED, "plan '%s' cannot be rolled back: %s",
                carried->stored->id, why);
    error_add_hint(error, "take a new snapshot and plan from there");
    return false;
}

/* Stores snapshot and plan together, then prints it. */
static bool make(Database *database, const Carried *carried, OutputFormat format, GError **error)
{
    const Model *model = carried->model;
    bool has_start = model->n_blackouts > 0 || *model->policy.plan_start != '\0';
    g_auto(Reverse) reverse = {0};
    if (!reverse_make(model, carried->document->plan, carried->done, has_start, time_now_s(),
                      &reverse, error))
        return false;
    if (reverse.refused != NULL)
        return refuse(carried, reverse.refused, error);
    g_autofree char *json = NULL;
    if (!reverse_output_json(&reverse, &json, error))
        return false;
    g_autofree char *certificate = certificate_to_json(reverse.plan, NULL, reverse.verdict);
    if (!reverse_store_rollback(database, carried->stored->id, reverse.after, json, certificate,
                                error)) {
        g_prefix_error(error, "the way back from plan '%s' is not made yet, a planner makes it: ",
                       carried->stored->id);
        return false;
    }
    if (!plan_output_print(reverse.after, reverse.plan, json, format, error))
        return false;
    fprintf(stderr,
            "plan '%s' leads back from what was done of plan '%s'\n"
            "hint: a person other than you approves it with 'vmatrix approve %s'; then 'vmatrix "
            "rollback %s' carries it out\n",
            reverse.plan->id, carried->stored->id, reverse.plan->id, carried->stored->id);
    return true;
}

static int rollback(const RollbackArguments *arguments, const char *name, GError **error)
{
    g_auto(Carried) carried = {0};
    g_autoptr(Database) database = database_open(arguments->conninfo, error);
    if (database == NULL || !load_carried(database, name, &carried, error))
        return EXIT_ERROR;
    g_autofree char *approval = NULL;
    g_autofree char *reverse = NULL;
    if (!reverse_store_find(database, carried.stored->id, &reverse, &approval, error))
        return EXIT_ERROR;
    bool usable =
        reverse != NULL && (strcmp(approval, "valid") == 0 || strcmp(approval, "used") == 0);
    if (usable || (reverse != NULL && arguments->dry_run)) {
        ApplyOptions options = apply_default_options(arguments->signers);
        options.dry_run = arguments->dry_run;
        options.no_wait = arguments->no_wait;
        return apply_run(database, reverse, &options, error);
    }
    if (reverse == NULL || strcmp(approval, "expired") == 0 || strcmp(approval, "rejected") == 0)
        return make(database, &carried, arguments->format, error) ? EXIT_DONE : EXIT_ERROR;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NOT_APPROVED,
                "plan '%s', which leads back from plan '%s', is not approved", reverse,
                carried.stored->id);
    error_add_hint(error, "a person other than its author approves it with 'vmatrix approve %s'",
                   reverse);
    return EXIT_ERROR;
}

int command_rollback(int argc, char **argv, GError **error)
{
    g_auto(RollbackArguments) arguments = {0};
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&arguments.conninfo),
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &arguments.dry_run,
         "check all of a reverse plan that was made, change nothing", NULL},
        {"no-wait", 0, 0, G_OPTION_ARG_NONE, &arguments.no_wait,
         "stop where a blackout holds a step back; exit 6", NULL},
        {"allowed-signers", 0, 0, G_OPTION_ARG_FILENAME, &arguments.signers, "as of apply", "FILE"},
        {"output", 0, 0, G_OPTION_ARG_STRING, &arguments.output,
         "table, json or csv, where the reverse plan is made", "FORMAT"},
        {0},
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(argc, argv, cli_find_command("rollback"), entries, 1, 1, &rest, error) ||
        !cli_output_format(arguments.output, &arguments.format, error))
        return EXIT_USAGE;
    return rollback(&arguments, rest[0], error);
}
