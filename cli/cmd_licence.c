#include "cli/commands.h"
#include "cli/inventory.h"

static const Field licence_fields[] = {
    {"cost_per_host_h", FIELD_DECIMAL, "cost of an hour for each host with a domain of it", "COST"},
    {"cost_per_core_h", FIELD_DECIMAL, "cost of an hour for each CPU of such a host", "COST"},
    {"max_hosts", FIELD_AMOUNT, "most hosts with a domain of it", "N"},
};

static const Verb licence_verbs[] = {
    {"set", VERB_FIELDS, "licence_set", NULL, true},
    {"list", VERB_LIST, "licence_list", NULL, false},
    {"remove", VERB_NAME, "licence_remove", NULL, true},
};

static const InventoryGroup licence_group = {
    "licence",
    "licences",
    licence_fields,
    G_N_ELEMENTS(licence_fields),
    licence_verbs,
    G_N_ELEMENTS(licence_verbs),
    1,
};

int command_licence(int argc, char **argv, GError **error)
{
    return inventory_run(&licence_group, argc, argv, error);
}
