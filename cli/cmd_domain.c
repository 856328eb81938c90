#include "cli/commands.h"
#include "cli/inventory.h"

static const Field domain_fields[] = {
    {"service", FIELD_TEXT, "service it belongs to; '' makes it unallocated", "NAME"},
    {"move", FIELD_TEXT, "live, save, cold or never", "MODE"},
    {"operator_min", FIELD_DECIMAL, "operator's minutes for one move", "MIN"},
    {"move_cost", FIELD_DECIMAL, "further cost of one move", "COST"},
    {"downtime_cost", FIELD_DECIMAL, "cost of the downtime of one move", "COST"},
    {"dirty_mib_s", FIELD_AMOUNT, "memory it writes, MiB/s", "N"},
    {"cpu_model", FIELD_TEXT, "CPU model that it sees (as observed)", "NAME"},
    {"licence", FIELD_LIST, "licences that it needs", "A;B"},
    {"resource", FIELD_TEXT, "resource that --amount is for", "NAME"},
    {"amount", FIELD_AMOUNT, "demand of --resource (as measured)", "N"},
    {"period", FIELD_AMOUNT, "only in that period of the demand cycle, from 0", "N"},
    {"requires", FIELD_LIST, "tags that its host must have", "A;B"},
    {"heed_xml", FIELD_FLAG, "whether it keeps to what its XML ties it to (yes)", "yes|no"},
};

static const Verb domain_verbs[] = {
    {"set", VERB_FIELDS, "domain_set", NULL, true},
    {"list", VERB_LIST, "domain_list", NULL, false},
};

static const InventoryGroup domain_group = {
    "domain",
    "domains",
    domain_fields,
    G_N_ELEMENTS(domain_fields),
    domain_verbs,
    G_N_ELEMENTS(domain_verbs),
    1,
};

int command_domain(int argc, char **argv, GError **error)
{
    return inventory_run(&domain_group, argc, argv, error);
}
