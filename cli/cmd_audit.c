#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/table_output.h"
#include "common/error.h"
#include "store/audit.h"

static int audit_list(Database *database, OutputFormat format, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "audit_list", NULL, 0, &rows, error))
        return EXIT_ERROR;
    table_output(rows, "audit", format);
    return EXIT_DONE;
}

static int print_verdict(Database *database, const char *anchor, GError **error)
{
    g_auto(AuditResult) result = {0};
    if (!audit_verify(database, anchor, &result, error))
        return EXIT_ERROR;
    for (guint i = 0; i < result.findings->len; i++) {
        g_autofree char *shown = cli_escape(g_ptr_array_index(result.findings, i));
        printf("%s\n", shown);
    }
    if (result.findings->len > 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_REJECTED,
                    "the audit chain is broken: %u finding%s", result.findings->len,
                    result.findings->len == 1 ? "" : "s");
        error_add_hint(error, "keep the database as it is and compare it with a backup");
        return EXIT_REJECTED;
    }
    printf("%" G_GINT64_FORMAT ":%s\n", result.n_entries, result.head);
    fprintf(stderr,
            "the audit chain is whole: %" G_GINT64_FORMAT
            " entries; keep the line above elsewhere, and ask for it with --head next time\n",
            result.n_entries);
    return EXIT_DONE;
}

int command_audit(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *anchor = NULL;
    g_autofree char *output = NULL;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"head", 0, 0, G_OPTION_ARG_STRING, &anchor,
         "a head that verify printed earlier, which the chain must still hold", "ENTRY:HASH"},
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv (list)", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    OutputFormat format;
    const Command *command = cli_find_command("audit");
    if (!cli_parse(argc, argv, command, entries, 1, 1, &rest, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_USAGE;
    bool list = strcmp(rest[0], "list") == 0 && anchor == NULL;
    if (!list && (strcmp(rest[0], "verify") != 0 || output != NULL)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "this is no use of 'audit %s'",
                    rest[0]);
        error_add_hint(error, "usage: vmatrix audit %s", command->synopsis);
        return EXIT_USAGE;
    }
    g_autoptr(Database) database = database_open(conninfo, error);
    if (database == NULL)
        return EXIT_ERROR;
    return list ? audit_list(database, format, error) : print_verdict(database, anchor, error);
}
