#include "cli/commands.h"
#include "cli/inventory.h"

static const Field blackout_fields[] = {
    {"scope", FIELD_TEXT, "*, service:NAME or host:NAME (default: *)", "SCOPE"},
    {"from", FIELD_TIME, "begin", "TIME"},
    {"to", FIELD_TIME, "end", "TIME"},
    {"reason", FIELD_TEXT, "why", "TEXT"},
};

static const Verb blackout_verbs[] = {
    {"add", VERB_FIELDS, "blackout_add", NULL, false},
    {"list", VERB_LIST, "blackout_list", NULL, false},
    {"remove", VERB_NAME, "blackout_remove", NULL, false},
};

static const InventoryGroup blackout_group = {
    "blackout",
    "blackouts",
    blackout_fields,
    G_N_ELEMENTS(blackout_fields),
    blackout_verbs,
    G_N_ELEMENTS(blackout_verbs),
    1,
};

int command_blackout(int argc, char **argv, GError **error)
{
    return inventory_run(&blackout_group, argc, argv, error);
}
