#include "store/snapshot_tables.h"

#include <stddef.h>

#define PLAIN(file, name, always)                                                                  \
    {                                                                                              \
        file, "snapshot_get_" name, "snapshot_put_" name, always, NULL, NULL, NULL, NULL           \
    }

const SnapshotTable snapshot_tables[] = {
    PLAIN("resources.csv", "resources", true),
    PLAIN("policy.csv", "policy", true),
    {"hosts.csv", "snapshot_get_hosts", "snapshot_put_hosts", true, "host",
     "snapshot_get_host_resources", "snapshot_put_host_resources", "capacity"},
    PLAIN("services.csv", "services", false),
    PLAIN("tiers.csv", "tiers", false),
    {"domains.csv", "snapshot_get_domains", "snapshot_put_domains", true, "domain",
     "snapshot_get_domain_resources", "snapshot_put_domain_resources", "amount"},
    PLAIN("demand.csv", "demand", false),
    PLAIN("rules.csv", "rules", false),
    PLAIN("licences.csv", "licences", false),
    PLAIN("move_costs.csv", "move_costs", false),
    PLAIN("balance.csv", "balance", false),
    PLAIN("blackout.csv", "blackout", false),
    PLAIN("cpu_models.csv", "cpu_models", false),
    {NULL, NULL, NULL, false, NULL, NULL, NULL, NULL},
};
