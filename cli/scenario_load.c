#include "cli/scenario_load.h"

#include <inttypes.h>
#include <stdio.h>

#include "common/error.h"
#include "model/scenario.h"
#include "store/snapshot_store.h"

static void print_loaded(int64_t id, const char *digest, OutputFormat format)
{
    static const char *const shapes[] = {
        [OUTPUT_TABLE] = "snapshot %" PRId64 "\n%s\n",
        [OUTPUT_JSON] = "{\"format\": 1, \"snapshot\": %" PRId64 ", \"snapshot_digest\": \"%s\"}\n",
        [OUTPUT_CSV] = "snapshot,snapshot_digest\r\n%" PRId64 ",%s\r\n",
    };
    printf(shapes[format], id, digest);
}

int scenario_load(const char *conninfo, const char *directory, OutputFormat format, GError **error)
{
    g_autoptr(Model) model = scenario_take(directory, NULL, error);
    if (model == NULL)
        return EXIT_ERROR;
    g_autoptr(Database) database = database_open(conninfo, error);
    int64_t id;
    if (database == NULL || !snapshot_put(database, model, &id, error))
        return EXIT_ERROR;
    g_autofree char *digest = model_digest(model);
    print_loaded(id, digest, format);
    return EXIT_DONE;
}
