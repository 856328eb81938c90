/* vmatrix report: cost reports from SQL views. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/table_output.h"
#include "common/error.h"
#include "common/file.h"
#include "report/report.h"

typedef struct {
    char *database, *snapshot, *by, *output, *file;
} ReportArguments;

static void report_arguments_clear(ReportArguments *arguments)
{
    g_free(arguments->database);
    g_free(arguments->snapshot);
    g_free(arguments->by);
    g_free(arguments->output);
    g_free(arguments->file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ReportArguments, report_arguments_clear)

static void print_tables(const CostReport *report)
{
    printf("Cost of a month (730 h): %s %s, as of snapshot %s\n", report->total, report->currency,
           report->snapshot_id);
    for (guint i = 0; i < report->n_sections; i++) {
        printf("\n%s\n", report->sections[i]->title);
        table_output(report->rows[i], report->sections[i]->name, OUTPUT_TABLE);
    }
}

/* The report as text for a file or a pipe; NULL for a table. */
static char *make_text(const CostReport *report, const char *format, GError **error)
{
    if (strcmp(format, "html") == 0)
        return cost_report_to_html(report);
    if (strcmp(format, "json") == 0)
        return cost_report_to_json(report);
    if (strcmp(format, "csv") != 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                    "unknown output format '%s' (table, json, csv or html)", format);
        return NULL;
    }
    if (report->n_sections == 1)
        return cost_report_to_csv(report);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "a CSV holds one table");
    error_add_hint(error, "choose it with --by service, --by team or --by host");
    return NULL;
}

/* --output is a format; or a file whose ending tells the format (report.html). */
static void split_output(ReportArguments *arguments)
{
    const char *dot = arguments->output != NULL ? strrchr(arguments->output, '.') : NULL;
    if (dot == NULL)
        return;
    arguments->file = arguments->output;
    arguments->output = g_strdup(dot + 1);
}

static bool write_report(const CostReport *report, const ReportArguments *arguments, GError **error)
{
    const char *format = arguments->output == NULL ? "table" : arguments->output;
    if (strcmp(format, "table") == 0) {
        print_tables(report);
        return true;
    }
    g_autofree char *text = make_text(report, format, error);
    if (text == NULL)
        return false;
    if (arguments->file != NULL)
        return file_write(arguments->file, text, strlen(text), error);
    fputs(text, stdout);
    return true;
}

int command_report(int argc, char **argv, GError **error)
{
    g_auto(ReportArguments) arguments = {0};
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&arguments.database),
        {"by", 0, 0, G_OPTION_ARG_STRING, &arguments.by, "only by service, team or host", "WHAT"},
        {"snapshot", 0, 0, G_OPTION_ARG_STRING, &arguments.snapshot,
         "as of this snapshot (default: the newest)", "ID"},
        {"output", 0, 0, G_OPTION_ARG_FILENAME, &arguments.output,
         "table, json, csv or html; or a file with one of these endings", "FORMAT|FILE"},
        {0},
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(argc, argv, cli_find_command("report"), entries, 1, 1, &rest, error))
        return EXIT_USAGE;
    if (strcmp(rest[0], "cost") != 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "there is no report '%s'", rest[0]);
        error_add_hint(error, "there is: cost");
        return EXIT_USAGE;
    }
    split_output(&arguments);
    g_autoptr(Database) database = database_open(arguments.database, error);
    if (database == NULL)
        return EXIT_ERROR;
    g_autoptr(CostReport) report =
        cost_report_load(database, arguments.snapshot, arguments.by, error);
    if (report == NULL || !write_report(report, &arguments, error))
        return EXIT_ERROR;
    return EXIT_DONE;
}
