#include "cli/commands.h"
#include "cli/inventory.h"

static const Field resource_fields[] = {
    {"soft_permille", FIELD_AMOUNT, "use above this share of capacity pays --overload-price", "N"},
    {"hard_permille", FIELD_AMOUNT, "use never passes this share of capacity", "N"},
    {"overload_price", FIELD_DECIMAL, "price of one unit above soft for an hour", "COST"},
    {"transient", FIELD_FLAG, "whether a moved domain still counts on its old host", "yes|no"},
};

static const Verb resource_verbs[] = {
    {"set", VERB_FIELDS, "resource_set", NULL, true},
    {"list", VERB_LIST, "resource_list", NULL, false},
    {"remove", VERB_NAME, "resource_remove", NULL, true},
};

static const InventoryGroup resource_group = {
    "resource",
    "resources",
    resource_fields,
    G_N_ELEMENTS(resource_fields),
    resource_verbs,
    G_N_ELEMENTS(resource_verbs),
    1,
};

int command_resource(int argc, char **argv, GError **error)
{
    return inventory_run(&resource_group, argc, argv, error);
}
