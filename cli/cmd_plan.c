/* vmatrix plan: snapshot → certified plan. */
#include <signal.h>
#include <stdio.h>

#include "certificate/certificate_json.h"
#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/plan_output.h"
#include "cli/progress.h"
#include "cli/reverse_output.h"
#include "common/error.h"
#include "common/limit_clock.h"
#include "common/time_text.h"
#include "model/formulate.h"
#include "model/scenario.h"
#include "plan/plan_save.h"
#include "plan/timetable.h"
#include "planner/planner.h"
#include "store/plan_store.h"
#include "store/reverse_store.h"
#include "store/snapshot_store.h"

#define ALL_CORES G_MAXINT /* no --cores */

typedef struct {
    char *scenario, *snapshot, *database, *start, *save, *write_mip, *output;
    double time_limit_s, cpu_limit_s;
    int64_t work_limit, seed;
    int n_cores;
    gint64 start_us; /* when the command began */
    gboolean detailed_exitcode;
    double gap_ratio;
    OutputFormat format;
} PlanArguments;

static void plan_arguments_clear(PlanArguments *arguments)
{
    g_free(arguments->scenario);
    g_free(arguments->snapshot);
    g_free(arguments->database);
    g_free(arguments->start);
    g_free(arguments->save);
    g_free(arguments->write_mip);
    g_free(arguments->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PlanArguments, plan_arguments_clear)

/* Set by SIGINT and SIGTERM: the search returns its best plan so far. */
static volatile int stop_requested;

static void request_stop(int signal_number)
{
    (void)signal_number;
    stop_requested = 1;
}

static bool refuse(const char *what, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "plan: %s", what);
    error_add_hint(error, "'vmatrix plan --help' shows its options");
    return false;
}

static bool normalise_time(char **text)
{
    int64_t time_s;
    if (!time_text_parse(*text, &time_s))
        return false;
    g_free(*text);
    *text = time_text_new(time_s);
    return true;
}

static bool parse(int argc, char **argv, PlanArguments *arguments, GError **error)
{
    const GOptionEntry entries[] = {
        {"scenario", 0, 0, G_OPTION_ARG_FILENAME, &arguments->scenario, "plan a scenario folder",
         "DIR"},
        {"snapshot", 0, 0, G_OPTION_ARG_STRING, &arguments->snapshot,
         "plan this snapshot of the database (default: the newest)", "ID"},
        CLI_DATABASE_ENTRY(&arguments->database),
        {"time-limit", 0, 0, G_OPTION_ARG_DOUBLE, &arguments->time_limit_s,
         "wall time in seconds (default: 60)", "S"},
        {"cpu-limit", 0, 0, G_OPTION_ARG_DOUBLE, &arguments->cpu_limit_s,
         "CPU time in seconds in place of wall time, for measuring on a busy machine", "S"},
        {"work-limit", 0, 0, G_OPTION_ARG_INT64, &arguments->work_limit,
         "deterministic limit: same input, seed and limit, same answer", "N"},
        {"gap", 0, 0, G_OPTION_ARG_DOUBLE, &arguments->gap_ratio, "stop at this gap ratio", "R"},
        {"seed", 0, 0, G_OPTION_ARG_INT64, &arguments->seed, "of the search (default: 1)", "N"},
        {"cores", 0, 0, G_OPTION_ARG_INT, &arguments->n_cores,
         "search on so many cores at once, from 1 to 4 (default: all, at most 4); only one where "
         "CPU time or work limits",
         "N"},
        {"start", 0, 0, G_OPTION_ARG_STRING, &arguments->start,
         "when the plan begins, such as 2026-01-31T18:00:00Z (default: now, where there are "
         "blackouts)",
         "TIME"},
        {"save", 0, 0, G_OPTION_ARG_FILENAME, &arguments->save,
         "write plan, certificate and snapshot to a folder", "DIR"},
        {"write-mip", 0, 0, G_OPTION_ARG_FILENAME, &arguments->write_mip,
         "write the mixed-integer program as CPLEX LP", "FILE"},
        {"detailed-exitcode", 0, 0, G_OPTION_ARG_NONE, &arguments->detailed_exitcode,
         "exit 10 where the plan has moves", NULL},
        {"output", 0, 0, G_OPTION_ARG_STRING, &arguments->output, "table, json or csv", "FORMAT"},
        {0},
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(argc, argv, cli_find_command("plan"), entries, 0, 0, &rest, error) ||
        !cli_output_format(arguments->output, &arguments->format, error))
        return false;
    if (!(arguments->time_limit_s >= 0) || arguments->time_limit_s > 1e9)
        return refuse("--time-limit is a number of seconds from 0 on", error);
    if (!(arguments->cpu_limit_s >= 0) || arguments->cpu_limit_s > 1e9)
        return refuse("--cpu-limit is a number of seconds from 0 on", error);
    if (arguments->cpu_limit_s > 0 && arguments->time_limit_s > 0)
        return refuse("--time-limit and --cpu-limit exclude each other", error);
    if (!(arguments->gap_ratio >= 0) || arguments->gap_ratio > 1)
        return refuse("--gap is a ratio from 0 to 1", error);
    if (arguments->n_cores != ALL_CORES && (arguments->n_cores < 1 || arguments->n_cores > 4))
        return refuse("--cores is a number from 1 to 4", error);
    if (arguments->work_limit < 0 || arguments->seed < 0)
        return refuse("--work-limit and --seed are whole numbers from 0 on", error);
    if (arguments->start != NULL && !normalise_time(&arguments->start))
        return refuse("--start is a time in UTC such as 2026-01-31T18:00:00Z", error);
    if (arguments->scenario != NULL && arguments->snapshot != NULL)
        return refuse("--scenario and --snapshot exclude each other", error);
    return true;
}

static bool write_mip(const Model *model, const char *path, GError **error)
{
    g_autoptr(Problem) problem = formulate(model, error);
    if (problem == NULL)
        return false;
    g_autofree const char **domains = g_new0(const char *, problem->n_items + 1);
    g_autofree const char **hosts = g_new0(const char *, model->n_hosts + 1);
    for (uint32_t i = 0; i < problem->n_items; i++)
        domains[i] = model->domains[problem->label[i]].name;
    for (uint32_t i = 0; i < model->n_hosts; i++)
        hosts[i] = model->hosts[i].name;
    return problem_write_mip(problem, domains, hosts, path, error);
}

/* As asked, else as the snapshot says, else, where a calendar is to be kept, now. */
static void set_start(const Model *model, const char *start, PlannerOptions *options)
{
    options->has_start = start != NULL;
    if (start != NULL)
        time_text_parse(start, &options->start_s);
    else if (*model->policy.plan_start == '\0' && model->n_blackouts > 0) {
        options->has_start = true;
        options->start_s = time_now_s();
    }
}

static PlannerResult *run(const Model *model, const PlanArguments *arguments, GError **error)
{
    Progress progress;
    progress_init(&progress, model->policy.currency);
    PlannerOptions options = {
        .time_limit_s = MAX(arguments->time_limit_s, arguments->cpu_limit_s),
        .start_us = arguments->start_us,
        .work_limit = (uint64_t)arguments->work_limit,
        .gap = arguments->gap_ratio,
        .seed = (uint64_t)arguments->seed,
        .n_searches = arguments->n_cores == ALL_CORES ? 0 : (uint32_t)arguments->n_cores,
        .stop = &stop_requested,
        .progress = progress_update,
        .progress_context = &progress,
    };
    set_start(model, arguments->start, &options);
    PlannerResult *result = planner_run(model, &options, error);
    progress_end(&progress);
    return result;
}

static int exit_code(const Plan *plan, bool detailed)
{
    switch (plan->outcome) {
    case OUTCOME_INFEASIBLE:
        return EXIT_INFEASIBLE;
    case OUTCOME_BLOCKED:
        return EXIT_BLOCKED;
    case OUTCOME_LIMIT:
        return EXIT_LIMIT;
    default:
        return detailed && !plan->unchanged ? EXIT_HAS_MOVES : EXIT_DONE;
    }
}

/* The texts of a plan: what is printed, saved and stored. */
typedef struct {
    char *plan_json, *certificate_json;
    char *reverse_json; /* the plan that leads back */
    char *refused;      /* why there is none */
} Documents;

static void documents_clear(Documents *documents)
{
    g_free(documents->plan_json);
    g_free(documents->certificate_json);
    g_free(documents->reverse_json);
    g_free(documents->refused);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Documents, documents_clear)

/* The way back from where the plan leads, beginning when it has ended. */
static bool make_reverse(const Model *model, const Plan *plan, Documents *documents, GError **error)
{
    if (plan->n_actions == 0)
        return true;
    uint32_t n_waves = 0;
    g_autofree WaveTime *waves = timetable_waves(plan, &n_waves);
    g_auto(Reverse) reverse = {0};
    if (!reverse_make(model, plan, NULL, plan->has_start, waves[n_waves - 1].end_s, &reverse,
                      error) ||
        !reverse_output_json(&reverse, &documents->reverse_json, error))
        return false;
    documents->refused = g_steal_pointer(&reverse.refused);
    return true;
}

static bool make_documents(const Model *model, const PlannerResult *result, uint64_t seed,
                           Documents *documents, GError **error)
{
    documents->plan_json =
        plan_output_json(model, result->plan, result->solution, result->verdict, seed, error);
    if (documents->plan_json == NULL || !make_reverse(model, result->plan, documents, error))
        return false;
    if (result->verdict == NULL)
        return true;
    documents->certificate_json =
        certificate_to_json(result->plan, result->solution->proof, result->verdict);
    return true;
}

static bool store(Database *database, const Plan *plan, const Documents *documents,
                  int64_t snapshot, GError **error)
{
    return plan_store_save(database, documents->plan_json, documents->certificate_json, snapshot,
                           error) &&
           (plan->n_actions == 0 || reverse_store_save(database, plan->id, documents->reverse_json,
                                                       documents->refused, error));
}

static Model *load(Database *database, const PlanArguments *arguments, int64_t *ret_snapshot,
                   GError **error)
{
    if (database == NULL)
        return scenario_take(arguments->scenario, arguments->start, error);
    if (!snapshot_find(database, arguments->snapshot, ret_snapshot, error))
        return NULL;
    return snapshot_load(database, *ret_snapshot, error);
}

static int plan_and_print(Database *database, const PlanArguments *arguments, GError **error)
{
    int64_t snapshot = 0;
    g_autoptr(Model) model = load(database, arguments, &snapshot, error);
    if (model == NULL ||
        (arguments->write_mip != NULL && !write_mip(model, arguments->write_mip, error)))
        return EXIT_ERROR;
    g_autoptr(PlannerResult) result = run(model, arguments, error);
    if (result == NULL)
        return EXIT_ERROR;
    g_auto(Documents) documents = {0};
    if (!make_documents(model, result, (uint64_t)arguments->seed, &documents, error))
        return EXIT_ERROR;
    PlanTexts texts = {documents.plan_json, documents.certificate_json, documents.reverse_json};
    if (arguments->save != NULL && !plan_save(model, result->plan, &texts, arguments->save, error))
        return EXIT_ERROR;
    if (database != NULL && !store(database, result->plan, &documents, snapshot, error))
        return EXIT_ERROR;
    if (!plan_output_print(model, result->plan, documents.plan_json, arguments->format, error))
        return EXIT_ERROR;
    return exit_code(result->plan, arguments->detailed_exitcode);
}

int command_plan(int argc, char **argv, GError **error)
{
    g_auto(PlanArguments) arguments = {.seed = 1, .n_cores = ALL_CORES};
    if (!parse(argc, argv, &arguments, error))
        return EXIT_USAGE;
    if (arguments.cpu_limit_s > 0)
        limit_clock_count_cpu();
    arguments.start_us = limit_clock_us();
    signal(SIGINT, request_stop);
    signal(SIGTERM, request_stop);
    g_autoptr(Database) database = NULL;
    if (arguments.scenario == NULL) {
        database = database_open(arguments.database, error);
        if (database == NULL)
            return EXIT_ERROR;
    }
    return plan_and_print(database, &arguments, error);
}
