/* The model: a snapshot in memory, checked and indexed (data header).
 *
 * Holds what scenario format 1 says, raw: no derived limit, no cost. Indices
 * are positions in the arrays below; hosts, services, domains, rules, … are
 * sorted by name (bytes), so the same snapshot gives the same indices whether
 * it came from a folder or from the database. Demand is dense.
 *
 * Ownership: the model owns everything it points to; free with model_free.
 * It is immutable once model_from_tables has returned it.
 */
#ifndef VMATRIX_MODEL_MODEL_H
#define VMATRIX_MODEL_MODEL_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/decimal.h"

#define INDEX_NONE UINT32_MAX
#define NO_LIMIT   INT64_C(-1)

typedef enum { HOST_STATE_UP, HOST_STATE_DRAIN, HOST_STATE_CLOSED, HOST_STATE_FAILED } HostState;
typedef enum { MOVE_MODE_LIVE, MOVE_MODE_SAVE, MOVE_MODE_COLD, MOVE_MODE_NEVER } MoveMode;
typedef enum { DOMAIN_STATE_RUNNING, DOMAIN_STATE_PAUSED, DOMAIN_STATE_STOPPED } DomainState;

typedef enum {
    RULE_KIND_SPREAD,
    RULE_KIND_SPREAD_ZONE,
    RULE_KIND_GATHER,
    RULE_KIND_FENCE,
    RULE_KIND_BAN,
    RULE_KIND_ROOT,
    RULE_KIND_LONELY,
    RULE_KIND_SPLIT,
    RULE_KIND_MAX_ON,
} RuleKind;
typedef enum { STRENGTH_HARD, STRENGTH_SOFT, STRENGTH_KEEP } Strength;

/* What becomes of a live move whose domain writes memory as fast as it is sent. */
typedef enum { NON_CONVERGING_THROTTLE, NON_CONVERGING_SAVE, NON_CONVERGING_LEAVE } NonConverging;

/* A sorted set of indices without duplicates. */
typedef struct {
    uint32_t *index;
    uint32_t n;
} IndexSet;

typedef struct {
    char *name; /* the scenario's own name, may be "" */
    char *currency;
    int64_t horizon_h;
    uint32_t n_periods;
    Decimal wage_per_h;
    int64_t plan_review_umin; /* micro-minutes (minutes × 10^6), as every *_umin */
    int64_t move_review_umin;
    int64_t service_notice_umin;
    int64_t power_change_umin;
    Decimal out_of_hours_factor;
    Decimal price_per_kwh;
    Decimal pue;
    int64_t max_moves;                    /* NO_LIMIT where none */
    int64_t max_operator_umin;            /* NO_LIMIT where none */
    int64_t max_memory_gib;               /* NO_LIMIT where none */
    int64_t max_operator_umin_per_window; /* NO_LIMIT where none */
    Decimal min_saving;
    Decimal busiest_service_cost;
    uint32_t host_failures;
    uint32_t reserve_on_the_way; /* 1: host_failures are provided for while domains move, too */
    uint32_t max_parallel;
    uint32_t max_parallel_per_host;
    uint32_t max_parallel_per_service;
    int64_t bandwidth_mib_s;
    Decimal min_residence_h;
    Decimal migration_overhead_s;
    int64_t migration_mib_s; /* NO_LIMIT where not calibrated */
    int64_t max_downtime_ms;
    NonConverging non_converging;
    char *plan_start; /* when a plan begins that is given no other start; "" or ISO 8601 UTC */
} Policy;

typedef struct {
    char *name; /* "cpu_mcpu", …; resources keep the order of resources.csv sorted by name */
    uint32_t soft_permille;
    uint32_t hard_permille;
    Decimal overload_price;
    bool transient;
} Resource;

typedef struct { /* a CPU as hosts offer it and guests see it */
    char *name;
    bool compared;    /* has a row in cpu_models.csv */
    IndexSet runs_on; /* CPU models whose hosts a guest that sees this one may be moved to */
} CpuModel;

typedef struct {
    char *name;
    char *class_name; /* "" where empty */
    uint32_t zone;    /* index in zones, INDEX_NONE where empty */
    uint32_t site;    /* index in sites, INDEX_NONE where empty */
    HostState state;
    uint32_t cpu_model; /* index in cpu_models, INDEX_NONE where empty */
    IndexSet tags;
    Decimal machine_cost_per_h;
    Decimal sunk_cost_per_h;
    Decimal admin_min_per_month;
    Decimal idle_w;
    Decimal peak_w;
    bool on;
    int64_t *capacity;    /* [n_resources] */
    int64_t *soft_amount; /* [n_resources], own soft limit, NO_LIMIT where none given */
} Host;

typedef struct {
    char *name;
    char *team;        /* "" where unallocated */
    char *cost_center; /* "" where unallocated */
    uint32_t tier;     /* index in tiers, INDEX_NONE */
    uint32_t min_zones;
    int64_t max_per_host; /* NO_LIMIT */
    int64_t max_per_zone; /* NO_LIMIT */
    IndexSet near;        /* services */
    int64_t min_replicas; /* NO_LIMIT where not given */
    int64_t max_replicas;
} Service;

typedef struct { /* one row of tiers.csv */
    uint32_t resource;
    int64_t hard_permille; /* NO_LIMIT where not given */
    Decimal max_slowdown;  /* mantissa 0 where not given */
    Decimal percentile;    /* mantissa 0 where not given */
} TierLimit;

typedef struct {
    char *name;
    TierLimit *limits;
    uint32_t n_limits;
} Tier;

typedef struct {
    char *name;
    uint32_t service; /* INDEX_NONE: unallocated */
    uint32_t host;    /* where it is now; INDEX_NONE: not placed yet */
    DomainState state;
    MoveMode move;
    int64_t operator_umin;
    Decimal move_cost;
    Decimal downtime_cost;
    int64_t dirty_mib_s;
    bool has_moved_h_ago;
    Decimal moved_h_ago;
    uint32_t cpu_model; /* the CPU that the guest sees; INDEX_NONE: that of its host */
    IndexSet requires;  /* tags */
    IndexSet licences;
    uint32_t replica_of; /* the domain it is a copy of; INDEX_NONE */
    bool retire;         /* it is to end */
    int64_t *demand;     /* [resource * n_periods + period] */
} Domain;

typedef struct {
    RuleKind kind;
    char *name;
    IndexSet *groups; /* split: one set a group; every other rule: groups[0], may be empty */
    uint32_t n_groups;
    IndexSet hosts;
    int64_t limit; /* spread, spread_zone: default 1; max_on: required */
    Strength strength;
    Decimal price_per_h;
    char *owner;
    char *reason;
    char *valid_from; /* "" or ISO 8601 UTC */
    char *valid_to;
} Rule;

typedef struct {
    char *name;
    Decimal cost_per_host_h;
    Decimal cost_per_core_h;
    int64_t max_hosts; /* NO_LIMIT */
} Licence;

typedef struct { /* one row of move_costs.csv: from/to are a host or a zone, never both */
    uint32_t from_host, from_zone;
    uint32_t to_host, to_zone;
    int64_t operator_umin;
    Decimal cost;
} MoveCost;

typedef struct {
    uint32_t resource, with;
    int64_t ratio_permille;
    Decimal price_per_h;
} Balance;

typedef enum { BLACKOUT_ALL, BLACKOUT_SERVICE, BLACKOUT_HOST } BlackoutScope;
typedef struct {
    BlackoutScope scope;
    uint32_t index; /* service or host */
    char *from, *to;
} Blackout;

typedef struct {
    Policy policy;
    Resource *resources;
    uint32_t n_resources;
    Host *hosts;
    uint32_t n_hosts;
    Service *services;
    uint32_t n_services;
    Domain *domains;
    uint32_t n_domains;
    Rule *rules;
    uint32_t n_rules;
    IndexSet place_rules; /* hard fences, bans and roots: model_list_place_rules */
    Tier *tiers;
    uint32_t n_tiers;
    Licence *licences;
    uint32_t n_licences;
    MoveCost *move_costs; /* sorted by from_host, from_zone, to_host, to_zone; no pair twice */
    uint32_t n_move_costs;
    Balance *balances;
    uint32_t n_balances;
    Blackout *blackouts;
    uint32_t n_blackouts;
    CpuModel *cpu_models; /* all that any file names */
    uint32_t n_cpu_models;
    bool compares_cpus; /* cpu_models.csv has rows: what they do not list is not possible */
    char **zones;
    uint32_t n_zones;
    char **sites;
    uint32_t n_sites;
    char **tags;
    uint32_t n_tags;
} Model;

void model_free(Model *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, model_free)

/* Demand of a domain for a resource in a period. */
static inline int64_t model_demand(const Model *model, uint32_t domain, uint32_t resource,
                                   uint32_t period)
{
    return model->domains[domain].demand[(gsize)resource * model->policy.n_periods + period];
}

/* Index of a name, INDEX_NONE where there is none (binary search). */
uint32_t model_find_host(const Model *model, const char *name);
uint32_t model_find_domain(const Model *model, const char *name);
uint32_t model_find_service(const Model *model, const char *name);
uint32_t model_find_resource(const Model *model, const char *name);

bool index_set_has(const IndexSet *set, uint32_t index);

/* Finds place_rules anew: who reads or drops rules does so. */
void model_list_place_rules(Model *model);

/* It stays where it is as long as its host works: 'never', or not running. */
static inline bool domain_never_moves(const Domain *domain)
{
    return domain->move == MOVE_MODE_NEVER || domain->state != DOMAIN_STATE_RUNNING;
}

/* Free what one holds, not the struct. */
void rule_clear(Rule *rule);
void blackout_clear(Blackout *blackout);

#endif
