/* vmatrix report: reports from SQL views, see report/registry.c. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/report_table.h"
#include "common/error.h"
#include "common/file.h"
#include "report/report.h"

typedef struct {
    char *database, *snapshot, *plan, *from, *to, *section, *output;
} ReportArguments;

static void report_arguments_clear(ReportArguments *arguments)
{
    g_free(arguments->database);
    g_free(arguments->snapshot);
    g_free(arguments->plan);
    g_free(arguments->from);
    g_free(arguments->to);
    g_free(arguments->section);
    g_free(arguments->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ReportArguments, report_arguments_clear)

typedef enum { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV, FORMAT_HTML, FORMAT_XLSX } ReportFormat;

/* --output is a format, or a file whose ending is one (report.html); *ret_file borrows it. */
static bool read_output(const char *output, ReportFormat *ret_format, const char **ret_file,
                        GError **error)
{
    static const char *const names[] = {"table", "json", "csv", "html", "xlsx"};
    const char *dot = output == NULL ? NULL : strrchr(output, '.');
    const char *name = output == NULL ? "table" : dot == NULL ? output : dot + 1;
    for (guint i = dot == NULL ? FORMAT_TABLE : FORMAT_JSON; i <= FORMAT_XLSX; i++)
        if (strcmp(name, names[i]) == 0) {
            *ret_format = (ReportFormat)i;
            *ret_file = dot == NULL ? NULL : output;
            return true;
        }
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                "unknown output format '%s' (table, json, csv, html or xlsx)", name);
    error_add_hint(error, "--output is one of these, or a file with such an ending");
    return false;
}

static char *make_text(const ReportData *data, ReportFormat format, GError **error)
{
    if (format == FORMAT_JSON)
        return report_to_json(data);
    return format == FORMAT_HTML ? report_to_html(data) : report_to_csv(data, error);
}

static bool write_report(const ReportData *data, ReportFormat format, const char *file,
                         GError **error)
{
    if (format == FORMAT_XLSX)
        return report_write_xlsx(data, file, error);
    if (format == FORMAT_TABLE) {
        report_table_print(data);
        return true;
    }
    g_autofree char *text = make_text(data, format, error);
    if (text == NULL)
        return false;
    if (file != NULL)
        return file_write(file, text, strlen(text), error);
    fputs(text, stdout);
    return true;
}

static bool run(const char *name, const ReportArguments *arguments, GError **error)
{
    ReportFormat format = FORMAT_TABLE;
    const char *file = NULL;
    const Report *report = report_find(name, error);
    if (report == NULL || !read_output(arguments->output, &format, &file, error))
        return false;
    if (format == FORMAT_XLSX && file == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "a workbook needs a file to go to");
        error_add_hint(error, "--output %s.xlsx", report->name);
        return false;
    }
    const ReportChoice choice = {arguments->snapshot, arguments->plan, arguments->from,
                                 arguments->to, arguments->section};
    g_autoptr(Database) database = database_open(arguments->database, error);
    if (database == NULL)
        return false;
    g_autoptr(ReportData) data = report_load(database, report, &choice, error);
    return data != NULL && write_report(data, format, file, error);
}

int command_report(int argc, char **argv, GError **error)
{
    g_auto(ReportArguments) arguments = {0};
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&arguments.database),
        {"from", 0, 0, G_OPTION_ARG_STRING, &arguments.from,
         "begin of the period (default: the first of this month)", "DATE"},
        {"to", 0, 0, G_OPTION_ARG_STRING, &arguments.to,
         "end of the period, not included (default: a month after its begin)", "DATE"},
        {"snapshot", 0, 0, G_OPTION_ARG_STRING, &arguments.snapshot,
         "as of this snapshot (default: the newest)", "ID"},
        {"plan", 0, 0, G_OPTION_ARG_STRING, &arguments.plan, "of this plan (default: the newest)",
         "PLAN"},
        {"section", 0, 0, G_OPTION_ARG_STRING, &arguments.section, "only this section", "NAME"},
        {"by", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &arguments.section,
         "the older name of --section", "NAME"},
        {"output", 0, 0, G_OPTION_ARG_FILENAME, &arguments.output,
         "table, json, csv or html; or a file that ends in .json, .csv, .html or .xlsx",
         "FORMAT|FILE"},
        {0},
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(argc, argv, cli_find_command("report"), entries, 0, 1, &rest, error))
        return EXIT_USAGE;
    if (rest[0] == NULL) {
        report_table_list();
        return EXIT_DONE;
    }
    return run(rest[0], &arguments, error) ? EXIT_DONE : EXIT_ERROR;
}
