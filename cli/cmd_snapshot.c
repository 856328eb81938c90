#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "common/error.h"
#include "model/scenario.h"
#include "store/snapshot_store.h"

typedef struct {
    char *conninfo, *save, *name, *output;
    gint64 window_h, max_age_min;
} SnapshotArguments;

static void snapshot_arguments_clear(SnapshotArguments *arguments)
{
    g_free(arguments->conninfo);
    g_free(arguments->save);
    g_free(arguments->name);
    g_free(arguments->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SnapshotArguments, snapshot_arguments_clear)

static json_t *notes_to_json(const Rows *notes)
{
    json_t *array = json_array();
    for (guint i = 0; i < rows_n(notes); i++)
        json_array_append_new(array,
                              json_pack("{s:s, s:s, s:s}", "kind", rows_get(notes, i, 0), "subject",
                                        rows_get(notes, i, 1), "note", rows_get(notes, i, 2)));
    return array;
}

static void print_json(int64_t id, const char *digest, const Model *model, const Rows *notes)
{
    json_t *root =
        json_pack("{s:i, s:I, s:s, s:i, s:i, s:i, s:o}", "format", 1, "snapshot", (json_int_t)id,
                  "snapshot_digest", digest, "hosts", model->n_hosts, "domains", model->n_domains,
                  "services", model->n_services, "notes", notes_to_json(notes));
    json_dumpf(root, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(root);
}

static void print_text(int64_t id, const char *digest, const Model *model, const Rows *notes)
{
    printf("snapshot %" PRId64 ": %u hosts, %u domains, %u services\n%s\n", id, model->n_hosts,
           model->n_domains, model->n_services, digest);
    for (guint i = 0; i < rows_n(notes); i++) {
        g_autofree char *subject = cli_escape(rows_get(notes, i, 1));
        g_autofree char *note = cli_escape(rows_get(notes, i, 2));
        printf("note: %s '%s': %s\n", rows_get(notes, i, 0), subject, note);
    }
}

static bool take_snapshot(const SnapshotArguments *arguments, OutputFormat format, GError **error)
{
    g_autoptr(Database) database = database_open(arguments->conninfo, error);
    g_autoptr(Model) model = NULL;
    g_autoptr(Rows) notes = NULL;
    int64_t id;
    SnapshotOptions options = {arguments->name, arguments->window_h, arguments->max_age_min};
    if (database == NULL || !snapshot_create(database, &options, &id, &model, error) ||
        !snapshot_notes(database, id, &notes, error) ||
        (arguments->save != NULL && !scenario_write(model, arguments->save, error)))
        return false;
    g_autofree char *digest = model_digest(model);
    if (format == OUTPUT_JSON)
        print_json(id, digest, model, notes);
    else
        print_text(id, digest, model, notes);
    return true;
}

static bool check_arguments(const SnapshotArguments *arguments, OutputFormat *ret_format,
                            GError **error)
{
    if (!cli_output_format(arguments->output, ret_format, error))
        return false;
    if (*ret_format == OUTPUT_CSV) {
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                            "a snapshot is no table: --output is table or json");
        error_add_hint(error, "--save DIR writes it as CSV files");
        return false;
    }
    if (arguments->window_h >= 0 && arguments->max_age_min >= 0)
        return true;
    g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                        "--window-h and --max-age-min cannot be negative");
    return false;
}

int command_snapshot(int argc, char **argv, GError **error)
{
    g_auto(SnapshotArguments) arguments = {0};
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&arguments.conninfo),
        {"save", 0, 0, G_OPTION_ARG_FILENAME, &arguments.save, "also write it as scenario folder",
         "DIR"},
        {"name", 0, 0, G_OPTION_ARG_STRING, &arguments.name, "its name (estate)", "NAME"},
        {"window-h", 0, 0, G_OPTION_ARG_INT64, &arguments.window_h,
         "hours of samples that make the demand (all there are)", "H"},
        {"max-age-min", 0, 0, G_OPTION_ARG_INT64, &arguments.max_age_min,
         "a host whose last answer is older is closed (15)", "MIN"},
        {"output", 0, 0, G_OPTION_ARG_STRING, &arguments.output, "table or json", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    OutputFormat format;
    if (!cli_parse(argc, argv, cli_find_command("snapshot"), entries, 0, 0, &rest, error) ||
        !check_arguments(&arguments, &format, error) || !take_snapshot(&arguments, format, error))
        return EXIT_ERROR;
    return EXIT_DONE;
}
