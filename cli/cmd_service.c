#include "cli/commands.h"
#include "cli/inventory.h"

static const Field service_fields[] = {
    {"team", FIELD_TEXT, "who runs it", "NAME"},
    {"cost_center", FIELD_TEXT, "who pays for it", "NAME"},
    {"tier", FIELD_TEXT, "tier, whose limits hold on its hosts", "NAME"},
    {"min_zones", FIELD_AMOUNT, "least number of zones", "N"},
    {"max_per_host", FIELD_AMOUNT, "most domains on one host", "N"},
    {"max_per_zone", FIELD_AMOUNT, "most domains in one zone", "N"},
    {"near", FIELD_LIST, "services with a domain in every site of this one", "A;B"},
    {"min_replicas", FIELD_AMOUNT, "least number of domains", "N"},
    {"max_replicas", FIELD_AMOUNT, "most domains", "N"},
};

static const Verb service_verbs[] = {
    {"add", VERB_FIELDS, "service_add", NULL, true},
    {"set", VERB_FIELDS, "service_set", NULL, true},
    {"list", VERB_LIST, "service_list", NULL, false},
    {"remove", VERB_NAME, "service_remove", NULL, true},
};

static const InventoryGroup service_group = {
    "service",
    "services",
    service_fields,
    G_N_ELEMENTS(service_fields),
    service_verbs,
    G_N_ELEMENTS(service_verbs),
    1,
};

int command_service(int argc, char **argv, GError **error)
{
    return inventory_run(&service_group, argc, argv, error);
}
