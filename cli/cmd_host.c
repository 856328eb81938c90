#include "cli/commands.h"
#include "cli/inventory.h"

static const Field host_fields[] = {
    {"uri", FIELD_TEXT, "how vmatrix reaches its hypervisor", "URI"},
    {"peer_uri", FIELD_TEXT, "how the other hosts reach it to migrate there (as --uri)", "URI"},
    {"migrate_uri", FIELD_TEXT, "where migration data goes (libvirt's choice)", "URI"},
    {"zone", FIELD_TEXT, "hosts that fail together", "NAME"},
    {"site", FIELD_TEXT, "hosts that are near each other", "NAME"},
    {"class", FIELD_TEXT, "kind of machine", "NAME"},
    {"state", FIELD_TEXT, "up, drain, closed or failed", "STATE"},
    {"in_service", FIELD_FLAG, "whether it is powered and in use", "yes|no"},
    {"tags", FIELD_LIST, "tags that domains may require", "A;B"},
    {"cpu_model", FIELD_TEXT, "CPU model (as observed)", "NAME"},
    {"cpu_mcpu", FIELD_AMOUNT, "capacity in thousandths of a CPU (as observed)", "N"},
    {"memory_mib", FIELD_AMOUNT, "memory in MiB (as observed)", "N"},
    {"disk_iops", FIELD_AMOUNT, "disk requests a second", "N"},
    {"network_mbit_s", FIELD_AMOUNT, "network in Mbit/s", "N"},
    {"resource", FIELD_TEXT, "resource that --capacity and --soft are for", "NAME"},
    {"capacity", FIELD_AMOUNT, "capacity of --resource", "N"},
    {"soft", FIELD_AMOUNT, "the host's own soft limit of --resource", "N"},
    {"machine_cost_per_h", FIELD_DECIMAL, "avoidable cost of an hour in service", "COST"},
    {"sunk_cost_per_h", FIELD_DECIMAL, "cost of an hour that emptying does not save", "COST"},
    {"admin_min_per_month", FIELD_DECIMAL, "administrator's minutes a month", "MIN"},
    {"idle_w", FIELD_DECIMAL, "watts when idle", "W"},
    {"peak_w", FIELD_DECIMAL, "watts at full CPU use", "W"},
};

static const Verb host_verbs[] = {
    {"add", VERB_FIELDS, "host_add", NULL, true},
    {"list", VERB_LIST, "host_list", NULL, false},
    {"set", VERB_FIELDS, "host_set", NULL, true},
    {"drain", VERB_FIXED, "host_set", "{\"state\": \"drain\"}", false},
    {"undrain", VERB_NAME, "host_undrain", NULL, false},
    {"remove", VERB_NAME, "host_remove", NULL, true},
};

static const InventoryGroup host_group = {
    "host", "hosts", host_fields, G_N_ELEMENTS(host_fields), host_verbs, G_N_ELEMENTS(host_verbs),
    1,
};

int command_host(int argc, char **argv, GError **error)
{
    return inventory_run(&host_group, argc, argv, error);
}
