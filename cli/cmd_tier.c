#include "cli/commands.h"
#include "cli/inventory.h"

static const Field tier_fields[] = {
    {"resource", FIELD_TEXT, "resource that the limits are for", "NAME"},
    {"hard_permille", FIELD_AMOUNT, "use never passes this share of a host's capacity", "N"},
    {"max_slowdown", FIELD_DECIMAL, "slowed down by no more than this factor: 1 - 1/K of capacity",
     "K"},
    {"percentile", FIELD_DECIMAL, "percentile of samples that is taken as demand (95)", "P"},
};

static const Verb tier_verbs[] = {
    {"set", VERB_FIELDS, "tier_set", NULL, true},
    {"list", VERB_LIST, "tier_list", NULL, false},
    {"remove", VERB_FIELDS, "tier_remove", NULL, true},
};

static const InventoryGroup tier_group = {
    "tier", "tiers", tier_fields, G_N_ELEMENTS(tier_fields), tier_verbs, G_N_ELEMENTS(tier_verbs),
    1,
};

int command_tier(int argc, char **argv, GError **error)
{
    return inventory_run(&tier_group, argc, argv, error);
}
