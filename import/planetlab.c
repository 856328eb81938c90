/* PlanetLab's CPU use in CloudSim's set-up (facts: CloudSim 3.0.3, package power.planetlab). */
#include <inttypes.h>

#include "common/csv.h"
#include "common/decimal.h"
#include "common/error.h"
#include "import/import.h"
#include "import/tables.h"
#include "model/scenario.h"

#define N_HOSTS   800
#define N_PERIODS 288

/* One MIPS of CloudSim is one unit of cpu_mcpu; watts at idle and full use as measured by
 * SPECpower for HP ProLiant ML110 G4 and G5. */
typedef struct {
    const char *class_name;
    int mips, memory_mib, idle_w_tenths, peak_w;
} HostType;
static const HostType host_types[] = {{"HP G4", 2 * 1860, 4096, 860, 117},
                                      {"HP G5", 2 * 2660, 4096, 937, 135}};

typedef struct {
    int mips, memory_mib;
} MachineType;
static const MachineType machine_types[] = {{2500, 870}, {2000, 1740}, {1000, 1740}, {500, 613}};

static void append_fixed(GPtrArray *tables, const char *path)
{
    static const char *const rows[] = {"key,value",    "format,1",    "name,planetlab",
                                       "horizon_h,24", "periods,288", "pue,1"};
    TextTable *policy = import_table(tables, "policy.csv", path);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        import_append(policy, "%s", rows[i]);
    TextTable *resources = import_table(tables, "resources.csv", path);
    import_append(resources, "resource,soft_permille,hard_permille");
    import_append(resources, "cpu_mcpu,1000,1000");
    import_append(resources, "memory_mib,1000,1000");
    TextTable *hosts = import_table(tables, "hosts.csv", path);
    import_append(hosts, "host,class,idle_w,peak_w,cpu_mcpu,memory_mib");
    for (int host = 0; host < N_HOSTS; host++) {
        const HostType *type = &host_types[host % 2];
        import_append(hosts, "host%03d,%s,%d.%d,%d,%d,%d", host, type->class_name,
                      type->idle_w_tenths / 10, type->idle_w_tenths % 10, type->peak_w, type->mips,
                      type->memory_mib);
    }
}

/* Percent of the machine's MIPS in each period, rounded up: a demand is never understated. */
static bool append_demand(TextTable *demand, const TextTable *uses, uint32_t row, const char *name,
                          int mips, GError **error)
{
    for (uint32_t period = 0; period < N_PERIODS; period++) {
        const TextCell *cell = text_table_cell(uses, row, period + 1);
        int64_t percent = 0;
        if (!amount_parse(cell->text, 100, &percent, NULL)) {
            g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                        "%s:%u:%u: '%s' is not a whole percentage from 0 to 100",
                        text_table_source(uses), cell->line, cell->column, cell->text);
            return false;
        }
        import_append(demand, "%s,cpu_mcpu,%u,%" PRId64, name, period, (percent * mips + 99) / 100);
    }
    return true;
}

static bool append_machines(GPtrArray *tables, const TextTable *uses, const char *path,
                            GError **error)
{
    TextTable *domains = import_table(tables, "domains.csv", path);
    TextTable *demand = import_table(tables, "demand.csv", path);
    import_append(domains, "domain,host,cpu_mcpu,memory_mib");
    import_append(demand, "domain,resource,period,amount");
    int digits = import_digits(text_table_n_rows(uses));
    for (uint32_t row = 0; row < text_table_n_rows(uses); row++) {
        const MachineType *type = &machine_types[row % G_N_ELEMENTS(machine_types)];
        g_autofree char *name = g_strdup_printf("vm%0*u", digits, row);
        import_append(domains, "%s,host%03u,%d,%d", name, row % N_HOSTS, type->mips,
                      type->memory_mib);
        if (!append_demand(demand, uses, row, name, type->mips, error))
            return false;
    }
    return true;
}

Model *import_planetlab(const char *path, GError **error)
{
    g_autoptr(TextTable) uses = csv_read_file(path, path, error);
    if (uses == NULL)
        return NULL;
    if (text_table_n_columns(uses) != N_PERIODS + 1) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                    "%s:1: a name and %d periods are expected, not %u columns", path, N_PERIODS,
                    text_table_n_columns(uses));
        return NULL;
    }
    g_autoptr(GPtrArray) tables = import_tables_new();
    append_fixed(tables, path);
    return append_machines(tables, uses, path, error) ? model_from_tables(tables, error) : NULL;
}
