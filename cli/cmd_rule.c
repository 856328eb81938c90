#include "cli/commands.h"
#include "cli/inventory.h"

static const Field rule_fields[] = {
    {"rule", FIELD_TEXT, "spread, spread_zone, gather, fence, ban, root, lonely, split or max_on",
     "KIND"},
    {"domains", FIELD_TEXT, "domains, service:NAME; groups of a split parted by '|'", "A;B"},
    {"hosts", FIELD_TEXT, "hosts, tag:NAME, zone:NAME", "A;B"},
    {"limit", FIELD_AMOUNT, "of spread, spread_zone and max_on", "N"},
    {"strength", FIELD_TEXT, "hard, soft or keep", "WORD"},
    {"price_per_h", FIELD_DECIMAL, "price of one breach for an hour, where soft", "COST"},
    {"owner", FIELD_TEXT, "who asks for it", "NAME"},
    {"reason", FIELD_TEXT, "why", "TEXT"},
    {"valid_from", FIELD_TIME, "holds from then", "TIME"},
    {"valid_to", FIELD_TIME, "holds until then", "TIME"},
};

static const Verb rule_verbs[] = {
    {"add", VERB_FIELDS, "rule_add", NULL, true},
    {"list", VERB_LIST, "rule_list", NULL, false},
    {"remove", VERB_NAME, "rule_remove", NULL, false},
};

static const InventoryGroup rule_group = {
    "rule", "rules", rule_fields, G_N_ELEMENTS(rule_fields), rule_verbs, G_N_ELEMENTS(rule_verbs),
    1,
};

int command_rule(int argc, char **argv, GError **error)
{
    return inventory_run(&rule_group, argc, argv, error);
}
