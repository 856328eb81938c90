#include "cli/commands.h"
#include "cli/inventory.h"

static const Field cpu_model_fields[] = {
    {"runs_on", FIELD_LIST, "CPU models whose hosts run it besides its own", "A;B"},
};

static const Verb cpu_model_verbs[] = {
    {"set", VERB_FIELDS, "cpu_model_set", NULL, true},
    {"list", VERB_LIST, "cpu_model_list", NULL, false},
    {"remove", VERB_NAME, "cpu_model_remove", NULL, true},
};

static const InventoryGroup cpu_model_group = {
    "cpu-model",
    "cpu_models",
    cpu_model_fields,
    G_N_ELEMENTS(cpu_model_fields),
    cpu_model_verbs,
    G_N_ELEMENTS(cpu_model_verbs),
    1,
};

int command_cpu_model(int argc, char **argv, GError **error)
{
    return inventory_run(&cpu_model_group, argc, argv, error);
}
