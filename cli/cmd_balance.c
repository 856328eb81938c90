#include "cli/commands.h"
#include "cli/inventory.h"

static const Field balance_fields[] = {
    {"ratio_permille", FIELD_AMOUNT, "thousandths of a unit of WITH that one of RESOURCE needs",
     "N"},
    {"price_per_h", FIELD_DECIMAL, "price of one unit lacking for an hour", "COST"},
};

static const Verb balance_verbs[] = {
    {"set", VERB_FIELDS, "balance_set", NULL, true},
    {"list", VERB_LIST, "balance_list", NULL, false},
    {"remove", VERB_FIELDS, "balance_remove", NULL, true},
};

static const InventoryGroup balance_group = {
    "balance",
    "balances",
    balance_fields,
    G_N_ELEMENTS(balance_fields),
    balance_verbs,
    G_N_ELEMENTS(balance_verbs),
    2,
};

int command_balance(int argc, char **argv, GError **error)
{
    return inventory_run(&balance_group, argc, argv, error);
}
