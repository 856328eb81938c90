#include "cli/commands.h"
#include "cli/inventory.h"

static const Field move_cost_fields[] = {
    {"operator_min", FIELD_DECIMAL, "operator's minutes more for a move", "MIN"},
    {"cost", FIELD_DECIMAL, "cost more of a move", "COST"},
};

static const Verb move_cost_verbs[] = {
    {"set", VERB_FIELDS, "move_cost_set", NULL, true},
    {"list", VERB_LIST, "move_cost_list", NULL, false},
    {"remove", VERB_NAME, "move_cost_remove", NULL, true},
};

static const InventoryGroup move_cost_group = {
    "move-cost",
    "move_costs",
    move_cost_fields,
    G_N_ELEMENTS(move_cost_fields),
    move_cost_verbs,
    G_N_ELEMENTS(move_cost_verbs),
    2,
};

int command_move_cost(int argc, char **argv, GError **error)
{
    return inventory_run(&move_cost_group, argc, argv, error);
}
