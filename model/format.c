#include "model/format.h"

#include <string.h>

#include "common/text.h"

#define COLUMNS(...) ((const char *const[]){__VA_ARGS__, NULL})

const FileShape format_files[N_FORMAT_FILES] = {
    [FILE_POLICY] = {"policy.csv", true, COLUMNS("key", "value"), 2},
    [FILE_RESOURCES] = {"resources.csv", false,
                        COLUMNS("resource", "soft_permille", "hard_permille", "overload_price",
                                "transient"),
                        1},
    [FILE_HOSTS] = {"hosts.csv", true,
                    COLUMNS("host", "class", "zone", "site", "state", "cpu_model", "tags",
                            "machine_cost_per_h", "sunk_cost_per_h", "admin_min_per_month",
                            "idle_w", "peak_w", "on"),
                    1},
    [FILE_SERVICES] = {"services.csv", false,
                       COLUMNS("service", "team", "cost_center", "tier", "min_zones",
                               "max_per_host", "max_per_zone", "near", "min_replicas",
                               "max_replicas"),
                       1},
    [FILE_TIERS] = {"tiers.csv", false,
                    COLUMNS("tier", "resource", "hard_permille", "max_slowdown", "percentile"), 1},
    [FILE_DOMAINS] = {"domains.csv", true,
                      COLUMNS("domain", "service", "host", "state", "move", "operator_min",
                              "move_cost", "downtime_cost", "dirty_mib_s", "moved_h_ago",
                              "requires", "licence", "cpu_model", "replica_of", "retire"),
                      1},
    [FILE_DEMAND] = {"demand.csv", false, COLUMNS("domain", "resource", "period", "amount"), 4},
    [FILE_RULES] = {"rules.csv", false,
                    COLUMNS("rule", "name", "domains", "hosts", "limit", "strength", "price_per_h",
                            "owner", "reason", "valid_from", "valid_to"),
                    2},
    [FILE_LICENCES] = {"licences.csv", false,
                       COLUMNS("licence", "cost_per_host_h", "cost_per_core_h", "max_hosts"), 1},
    [FILE_MOVE_COSTS] = {"move_costs.csv", false, COLUMNS("from", "to", "operator_min", "cost"), 2},
    [FILE_BALANCE] = {"balance.csv", false,
                      COLUMNS("resource", "with", "ratio_permille", "price_per_h"), 4},
    [FILE_BLACKOUT] = {"blackout.csv", false, COLUMNS("scope", "from", "to"), 3},
    [FILE_CPU_MODELS] = {"cpu_models.csv", false, COLUMNS("cpu_model", "runs_on"), 1},
    [FILE_EXPECTED] = {"expected.csv", false, COLUMNS("key", "value"), 2},
};

const char *const host_state_words[] = {"up", "drain", "closed", "failed", NULL};
const char *const move_mode_words[] = {"live", "save", "cold", "never", NULL};
const char *const domain_state_words[] = {"running", "paused", "stopped", NULL};
const char *const rule_kind_words[] = {"spread", "spread_zone", "gather", "fence",  "ban",
                                       "root",   "lonely",      "split",  "max_on", NULL};
const char *const strength_words[] = {"hard", "soft", "keep", NULL};

const RuleShape rule_shapes[] = {
    [RULE_KIND_SPREAD] = {false, true, true, 1},
    [RULE_KIND_SPREAD_ZONE] = {false, true, true, 1},
    [RULE_KIND_GATHER] = {false, true, false, NO_LIMIT},
    [RULE_KIND_FENCE] = {true, true, false, NO_LIMIT},
    [RULE_KIND_BAN] = {true, true, false, NO_LIMIT},
    [RULE_KIND_ROOT] = {false, true, false, NO_LIMIT},
    [RULE_KIND_LONELY] = {false, true, false, NO_LIMIT},
    [RULE_KIND_SPLIT] = {false, true, false, NO_LIMIT},
    [RULE_KIND_MAX_ON] = {true, false, true, NO_LIMIT},
};

FormatFile format_find_file(const char *name)
{
    for (uint32_t i = 0; i < N_FORMAT_FILES; i++)
        if (strcmp(format_files[i].name, name) == 0)
            return (FormatFile)i;
    return N_FORMAT_FILES;
}

const char *format_nearest_file(const char *name)
{
    const char *names[N_FORMAT_FILES + 1] = {NULL};
    for (uint32_t i = 0; i < N_FORMAT_FILES; i++)
        names[i] = format_files[i].name;
    return text_nearest(name, names);
}
