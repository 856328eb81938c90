#include <signal.h>
#include <stdio.h>

#include "actuator/actuator.h"
#include "cli/apply_progress.h"
#include "cli/apply_run.h"
#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/table_output.h"
#include "common/error.h"
#include "store/cluster.h"
#include "store/plan_store.h"

#define NO_STOP          G_MAXINT /* no --stop-after */
#define HOST_DEADLINE_MS 10000
#define SETTLE_MS        10000
#define STALL_MS         60000
#define LEASE_MS         500
#define SHUTDOWN_MS      300000
#define LOCK_WAIT_MS     3000
#define ALLOWED_SIGNERS  "/etc/vmatrix/allowed_signers"

static volatile sig_atomic_t stop_requested, pause_requested;

/* The first signal stops, the second cancels, the third kills: what the hypervisor has in hand ends
 * without us, too. */
static void request_stop(int signal_number)
{
    stop_requested = stop_requested == APPLY_GO_ON ? APPLY_STOP : APPLY_CANCEL;
    if (stop_requested == APPLY_CANCEL)
        signal(signal_number, SIG_DFL);
}

static void request_pause(int signal_number)
{
    pause_requested = signal_number == SIGUSR1;
}

static void catch_signals(void)
{
    struct sigaction stop = {.sa_handler = request_stop, .sa_flags = SA_RESTART};
    struct sigaction pause = {.sa_handler = request_pause, .sa_flags = SA_RESTART};
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGUSR1, &pause, NULL);
    sigaction(SIGUSR2, &pause, NULL);
}

static void print_reasons(const char *title, const ApplyResult *result)
{
    fprintf(stderr, "vmatrix: %s\n", title);
    for (guint i = 0; i < result->reasons->len; i++) {
        g_autofree char *shown = cli_escape(g_ptr_array_index(result->reasons, i));
        fprintf(stderr, "  - %s\n", shown);
    }
}

static int report_result(const char *plan, const ApplyResult *result)
{
    g_autofree char *half_way =
        g_strdup_printf("plan '%s' stands half-way, %u of %u steps are done:", plan, result->n_done,
                        result->n_steps);
    switch (result->outcome) {
    case APPLY_DONE:
        fprintf(stderr, "plan '%s' is carried out: all %u steps are done\n", plan, result->n_steps);
        return EXIT_DONE;
    case APPLY_UNCHANGED:
        fprintf(stderr, "plan '%s' changes nothing: there is nothing to do\n", plan);
        return EXIT_DONE;
    case APPLY_READY:
        if (result->reasons->len > 0)
            print_reasons("some steps cannot go now", result);
        fprintf(stderr, "plan '%s' can be applied now: %s\n", plan,
                result->reasons->len == 0 ? "all preconditions hold"
                                          : "the other steps do not depend on them");
        return EXIT_DONE;
    case APPLY_STALE:
        print_reasons("the world is no longer the one that the plan was made for; nothing was done",
                      result);
        fprintf(stderr, "hint: collect and plan again, put right what is listed, or carry out with "
                        "--partial what does not depend on it\n");
        return EXIT_STALE;
    case APPLY_HALFWAY:
        break;
    }
    print_reasons(half_way, result);
    fprintf(stderr, "hint: 'vmatrix journal %s' tells it all; 'vmatrix apply %s' goes on\n", plan,
            plan);
    return EXIT_HALFWAY;
}

static bool print_steps(Database *database, const char *plan, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "plan_steps", &plan, 1, &rows, error))
        return false;
    table_output(rows, "steps", OUTPUT_TABLE);
    return true;
}

int apply_run(Database *database, const char *plan, ApplyOptions *options, GError **error)
{
    g_autofree char *state = cluster_state_directory();
    g_autofree char *spool = g_build_filename(state, "spool", NULL);
    options->spool_directory = spool;
    g_autoptr(ApplyProgress) progress = apply_progress_new();
    options->report = apply_progress_report;
    options->context = progress;
    g_auto(ApplyResult) result = {0};
    catch_signals();
    if (!actuator_apply(database, plan, options, &result, error) ||
        (options->dry_run && !print_steps(database, plan, error)))
        return EXIT_ERROR;
    return report_result(plan, &result);
}

static int apply(const char *conninfo, const char *name, ApplyOptions *options, GError **error)
{
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(StoredPlan) plan = database == NULL ? NULL : plan_store_load(database, name, error);
    return plan == NULL ? EXIT_ERROR : apply_run(database, plan->id, options, error);
}

/* Once a machine has such a file, no unsigned approval counts there. */
static const char *find_allowed_signers(const char *given)
{
    const char *named = given != NULL ? given : g_getenv("VMATRIX_ALLOWED_SIGNERS");
    if (named != NULL)
        return named;
    return g_file_test(ALLOWED_SIGNERS, G_FILE_TEST_EXISTS) ? ALLOWED_SIGNERS : NULL;
}

ApplyOptions apply_default_options(const char *given_signers)
{
    g_autofree char *state = cluster_state_directory();
    g_autofree char *spool = g_build_filename(state, "spool", NULL);
    return (ApplyOptions){
        .host_deadline_ms = HOST_DEADLINE_MS,
        .settle_ms = SETTLE_MS,
        .lease_ms = LEASE_MS,
        .stall_ms = STALL_MS,
        .shutdown_ms = SHUTDOWN_MS,
        .lock_wait_ms = LOCK_WAIT_MS,
        .allowed_signers = find_allowed_signers(given_signers),
        .stop = &stop_requested,
        .pause = &pause_requested,
        .spool_directory = g_intern_string(spool), /* outlives every caller */
    };
}

int command_apply(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *allowed_signers = NULL;
    gboolean dry_run = FALSE, partial = FALSE, no_wait = FALSE;
    gint stop_after = NO_STOP;
    gint settle_ms = SETTLE_MS, deadline_ms = HOST_DEADLINE_MS, stall_ms = STALL_MS;
    gint shutdown_ms = SHUTDOWN_MS;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, "check all, change nothing", NULL},
        {"partial", 0, 0, G_OPTION_ARG_NONE, &partial,
         "leave out steps whose preconditions are broken, and what depends on them", NULL},
        {"no-wait", 0, 0, G_OPTION_ARG_NONE, &no_wait,
         "stop where a blackout or the plan's start holds a step back; exit 6", NULL},
        {"stop-after", 0, 0, G_OPTION_ARG_INT, &stop_after,
         "stop after that wave; exit 6 where steps are left", "WAVE"},
        {"allowed-signers", 0, 0, G_OPTION_ARG_FILENAME, &allowed_signers,
         "approvals must be signed by keys of this file (VMATRIX_ALLOWED_SIGNERS, "
         "/etc/vmatrix/allowed_signers)",
         "FILE"},
        {"deadline-ms", 0, 0, G_OPTION_ARG_INT, &deadline_ms,
         "how long a host may take for an answer (10000)", "MS"},
        {"settle-ms", 0, 0, G_OPTION_ARG_INT, &settle_ms,
         "how long both hosts may contradict each other at the end of a migration (10000)", "MS"},
        {"stall-ms", 0, 0, G_OPTION_ARG_INT, &stall_ms,
         "abort a migration that sends nothing for that long (60000)", "MS"},
        {"shutdown-ms", 0, 0, G_OPTION_ARG_INT, &shutdown_ms,
         "how long a guest that retires may take to shut down (300000)", "MS"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(argc, argv, cli_find_command("apply"), entries, 1, 1, &rest, error))
        return EXIT_USAGE;
    if (stop_after < 1) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                    "--stop-after takes the number of a wave, from 1 on, not %d", stop_after);
        return EXIT_USAGE;
    }
    if (settle_ms < 0 || deadline_ms <= 0 || stall_ms <= 0 || shutdown_ms < 0) {
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                            "--deadline-ms, --settle-ms, --stall-ms and "
                            "--shutdown-ms cannot be negative");
        return EXIT_USAGE;
    }
    ApplyOptions options = apply_default_options(allowed_signers);
    options.dry_run = dry_run;
    options.partial = partial;
    options.no_wait = no_wait;
    options.stop_after = stop_after == NO_STOP ? 0 : (uint32_t)stop_after;
    options.host_deadline_ms = deadline_ms;
    options.settle_ms = settle_ms;
    options.stall_ms = stall_ms;
    options.shutdown_ms = shutdown_ms;
    return apply(conninfo, rest[0], &options, error);
}
