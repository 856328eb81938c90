/* The sequencer against every order there is: a naive search over all placements and all waves. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "model/cost.h"
#include "model/rules.h"
#include "tests/support/ordered_plan.h"
#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"
#include "tests/support/wave_rules.h"

typedef struct {
    const Model *model;
    const uint32_t *target;
    const bool *in_service;
    GHashTable *cost_of; /* code of node → Node, the cheapest way there so far */
    GSequence *open;
    int64_t *move_cost; /* [n_domains]: no pair has an extra here */
    int64_t notice;
} BruteForce;

typedef struct {
    uint64_t code; /* placement, services told, moves made (where they are limited) */
    int64_t cost;
    uint32_t *at;
    uint32_t told, n_moves;
} Node;

static int compare_nodes(gconstpointer left, gconstpointer right, gpointer data)
{
    const Node *a = left, *b = right;
    (void)data;
    return a->cost != b->cost ? (a->cost < b->cost ? -1 : 1)
                              : (a->code > b->code) - (a->code < b->code);
}

static void node_free(gpointer data)
{
    Node *node = data;
    g_free(node->at);
    g_free(node);
}

static void open_node(BruteForce *search, const uint32_t *at, uint32_t told, uint32_t n_moves,
                      int64_t cost)
{
    const Model *model = search->model;
    bool limited = model->policy.max_moves != NO_LIMIT;
    if (limited && n_moves > model->policy.max_moves)
        return;
    uint64_t code = limited ? n_moves : 0;
    code = code * 4 + told;
    for (uint32_t i = 0; i < model->n_domains; i++)
        code = code * (model->n_hosts + 1) + (at[i] == INDEX_NONE ? model->n_hosts : at[i]);
    int64_t *known = g_hash_table_lookup(search->cost_of, &code);
    if (known != NULL && *known <= cost)
        return;
    Node *node = g_new0(Node, 1);
    *node = (Node){code, cost, g_memdup2(at, model->n_domains * sizeof(uint32_t)), told, n_moves};
    g_hash_table_replace(search->cost_of, g_memdup2(&code, sizeof(code)),
                         g_memdup2(&cost, sizeof(cost)));
    g_sequence_insert_sorted(search->open, node, compare_nodes, NULL);
}

static void open_wave(BruteForce *search, const Node *from, const uint32_t *after)
{
    const Model *model = search->model;
    uint32_t told = from->told;
    uint32_t n_moves = from->n_moves;
    int64_t cost = from->cost;
    for (uint32_t i = 0; i < model->n_domains; i++) {
        if (after[i] == from->at[i])
            continue;
        uint32_t service = model->domains[i].service;
        n_moves++;
        cost += search->move_cost[i];
        if (service != INDEX_NONE && (told & (1u << service)) == 0) {
            told |= 1u << service;
            cost += search->notice;
        }
    }
    if (n_moves == from->n_moves)
        return;
    g_autofree char *wrong = wave_rules_check(model, search->in_service, from->at, after);
    if (wrong == NULL)
        open_node(search, after, told, n_moves, cost);
}

/* Every way to send the domains from i on somewhere or to leave them. */
static void open_waves(BruteForce *search, const Node *from, uint32_t *after, uint32_t i,
                       uint32_t n_left)
{
    if (i == search->model->n_domains) {
        open_wave(search, from, after);
        return;
    }
    after[i] = from->at[i];
    open_waves(search, from, after, i + 1, n_left);
    for (uint32_t host = 0; n_left > 0 && host < search->model->n_hosts; host++)
        if (host != from->at[i] &&
            wave_rules_may_hold(search->model, search->in_service, i, host)) {
            after[i] = host;
            open_waves(search, from, after, i + 1, n_left - 1);
        }
}

/* Cost of the cheapest order's moves and notices, −1 where there is no order. */
static int64_t brute_force(const Model *model, const uint32_t *target, const bool *in_service)
{
    BruteForce search = {.model = model, .target = target, .in_service = in_service};
    g_autofree int64_t *move_cost = g_new0(int64_t, model->n_domains);
    int64_t minutes;
    for (uint32_t i = 0; i < model->n_domains; i++)
        cr_assert(move_price(model, i, INDEX_NONE, 0, &move_cost[i], &minutes, NULL));
    cr_assert(notice_price(model, &search.notice, NULL));
    search.move_cost = move_cost;
    search.cost_of = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    search.open = g_sequence_new(node_free);
    g_autofree uint32_t *start = wave_rules_start(model);
    g_autofree uint32_t *after = g_new(uint32_t, model->n_domains);
    open_node(&search, start, 0, 0, 0);
    int64_t found = -1;
    while (found < 0 && !g_sequence_is_empty(search.open)) {
        GSequenceIter *first = g_sequence_get_begin_iter(search.open);
        const Node *node = g_sequence_get(first);
        const int64_t *known = g_hash_table_lookup(search.cost_of, &node->code);
        if (memcmp(node->at, target, model->n_domains * sizeof(uint32_t)) == 0)
            found = node->cost;
        else if (node->cost == *known)
            open_waves(&search, node, after, 0, model->policy.max_parallel);
        g_sequence_remove(first);
    }
    g_hash_table_unref(search.cost_of);
    g_sequence_free(search.open);
    return found;
}

/* Random tiny estates. */

static const char *set_text(GRand *rand, GString *text, uint32_t n_domains)
{
    g_string_truncate(text, 0);
    for (uint32_t i = 0; i < n_domains; i++)
        if (g_rand_boolean(rand))
            g_string_append_printf(text, "%sd%u", text->len == 0 ? "" : ";", i);
    if (text->len == 0)
        g_string_append(text, "d0");
    return text->str;
}

static char *random_rules(GRand *rand, uint32_t n_domains, uint32_t n_hosts)
{
    static const char *const kinds[] = {"spread", "spread_zone", "lonely", "fence",
                                        "ban",    "gather",      "split",  "spread"};
    g_autoptr(GString) set = g_string_new(NULL);
    GString *rules = g_string_new("rule,name,domains,hosts,limit,strength\n");
    uint32_t n_rules = g_rand_int_range(rand, 0, 3);
    for (uint32_t i = 0; i < n_rules; i++) {
        const char *kind = kinds[g_rand_int_range(rand, 0, G_N_ELEMENTS(kinds))];
        bool names_hosts = strcmp(kind, "fence") == 0 || strcmp(kind, "ban") == 0;
        uint32_t host = g_rand_int_range(rand, 0, n_hosts);
        g_autofree char *hosts = !names_hosts ? g_strdup("")
                                 : strcmp(kind, "ban") == 0
                                     ? g_strdup_printf("h%u", host)
                                     : g_strdup_printf("h%u;h%u", host, (host + 1) % n_hosts);
        if (strcmp(kind, "split") == 0)
            g_string_append_printf(rules, "split,r%u,d0|d1%s,,,hard\n", i,
                                   n_domains > 2 && g_rand_boolean(rand) ? ";d2" : "");
        else
            g_string_append_printf(rules, "%s,r%u,%s,%s,,%s\n", kind, i,
                                   set_text(rand, set, n_domains), hosts,
                                   g_rand_int_range(rand, 0, 6) == 0 ? "soft" : "hard");
    }
    return g_string_free(rules, FALSE);
}

typedef enum {
    PLAIN,
    WITH_RESERVE, /* kept on the way */
    WITH_TIERS,   /* and memory is transient */
} Kind;

static Model *random_model(GRand *rand, Kind kind)
{
    static const char *const states[] = {"up", "up", "up", "up", "up",    "up",     "up",
                                         "up", "up", "up", "up", "drain", "closed", "failed"};
    uint32_t n_hosts = g_rand_int_range(rand, 2, 5);
    uint32_t n_domains = g_rand_int_range(rand, 2, n_hosts == 4 ? 6 : 7);
    uint32_t n_homes = n_hosts > 2 && g_rand_boolean(rand) ? n_hosts - 1 : n_hosts;
    int capacity = g_rand_int_range(rand, 8, 13);
    g_autofree char *policy = g_strdup_printf(
        "key,value\nperiods,%d\nmax_parallel,%d\nmax_parallel_per_host,%d\n"
        "max_parallel_per_service,%d\nmax_moves,%s\n",
        g_rand_int_range(rand, 1, 3), g_rand_int_range(rand, 1, 4), g_rand_int_range(rand, 1, 4),
        g_rand_int_range(rand, 1, 3), g_rand_int_range(rand, 0, 5) == 0 ? "5" : "");
    g_autoptr(GString) hosts = g_string_new("host,memory_mib,cpu_mcpu,state,zone,on\n");
    for (uint32_t i = 0; i < n_hosts; i++)
        g_string_append_printf(hosts, "h%u,%d,%d,%s,z%u,%s\n", i, capacity, capacity,
                               states[g_rand_int_range(rand, 0, G_N_ELEMENTS(states))], i / 2,
                               g_rand_int_range(rand, 0, 4) > 0 ? "1" : "");
    g_autoptr(GString) domains =
        g_string_new("domain,service,host,memory_mib,cpu_mcpu,move,move_cost,operator_min\n");
    for (uint32_t i = 0; i < n_domains; i++) {
        int service = g_rand_int_range(rand, 0, 3);
        g_string_append_printf(domains, "d%u,%s,", i,
                               service == 0   ? ""
                               : service == 1 ? "s1"
                                              : "s2");
        if (g_rand_int_range(rand, 0, 10) > 0)
            g_string_append_printf(domains, "h%d", g_rand_int_range(rand, 0, n_homes));
        g_string_append_printf(domains, ",%d,%d,%s,%d,%d\n", g_rand_int_range(rand, 1, 8),
                               g_rand_int_range(rand, 1, 4),
                               g_rand_int_range(rand, 0, 8) == 0 ? "never" : "live",
                               g_rand_int_range(rand, 0, 4), g_rand_int_range(rand, 0, 4));
    }
    g_autofree char *rules = random_rules(rand, n_domains, n_hosts);
    g_autofree char *demand =
        g_strdup_printf("domain,resource,period,amount\nd0,memory_mib,0,%d\nd1,memory_mib,0,%d\n",
                        g_rand_int_range(rand, 1, 8), g_rand_int_range(rand, 1, 8));
    return test_model(
        (TestFile[]){{"policy.csv", policy},
                     {"resources.csv", kind == WITH_TIERS ? "resource,hard_permille,transient\n"
                                                            "memory_mib,1000,1\ncpu_mcpu,1000,0\n"
                                                          : "resource,hard_permille\n"
                                                            "memory_mib,1000\ncpu_mcpu,1000\n"},
                     {"hosts.csv", hosts->str},
                     {"tiers.csv", "tier,resource,hard_permille\n"
                                   "gold,memory_mib,600\ngold,cpu_mcpu,800\n"},
                     {"services.csv", kind == WITH_TIERS ? "service,tier\ns1,gold\ns2,\n"
                                                         : "service,tier\ns1,\ns2,\n"},
                     {"domains.csv", domains->str},
                     {"demand.csv", demand},
                     {"rules.csv", rules},
                     {NULL, NULL}});
}

static bool ends_within_limits(const Model *model, const uint32_t *placement, uint32_t host,
                               uint32_t r, uint32_t p)
{
    g_autofree uint32_t *start = wave_rules_start(model);
    int64_t use = 0, left = 0, limit = host_hard_limit(model, host, r);
    for (uint32_t i = 0; i < model->n_domains; i++) {
        int64_t demand = model_demand(model, i, r, p);
        uint32_t service = model->domains[i].service;
        if (placement[i] == host && service != INDEX_NONE &&
            model->services[service].tier != INDEX_NONE)
            limit = MIN(limit, host_tier_limit(model, host, model->services[service].tier, r));
        use += placement[i] == host ? demand : 0;
        left +=
            model->resources[r].transient && start[i] == host && placement[i] != host ? demand : 0;
    }
    return use <= limit && use + left <= host_hard_limit(model, host, r);
}

static bool is_feasible(const Model *model, const uint32_t *placement, const bool *in_service)
{
    for (uint32_t i = 0; i < model->n_domains; i++) {
        uint32_t home = model->domains[i].host;
        bool stays = placement[i] == home && model->hosts[home].state == HOST_STATE_CLOSED;
        if (!stays && !wave_rules_may_hold(model, in_service, i, placement[i]))
            return false;
    }
    for (uint32_t host = 0; host < model->n_hosts; host++)
        for (uint32_t r = 0; r < model->n_resources; r++)
            for (uint32_t p = 0; p < model->policy.n_periods; p++)
                if (!ends_within_limits(model, placement, host, r, p))
                    return false;
    for (uint32_t i = 0; i < model->n_rules; i++)
        if (model->rules[i].strength == STRENGTH_HARD &&
            rule_breaches(model, &model->rules[i], placement, in_service) > 0)
            return false;
    g_autofree uint32_t *start = wave_rules_start(model);
    int64_t n_moves = 0;
    for (uint32_t i = 0; i < model->n_domains; i++)
        n_moves += placement[i] != start[i];
    return model->policy.max_moves == NO_LIMIT || n_moves <= model->policy.max_moves;
}

/* host_failures is kept by the hosts in service of the target itself. */
static bool keeps_reserve(const Model *model, const bool *in_service)
{
    for (uint32_t r = 0; r < model->n_resources; r++)
        for (uint32_t p = 0; p < model->policy.n_periods; p++) {
            int64_t demand = 0, capacity = 0, largest = 0;
            for (uint32_t i = 0; i < model->n_domains; i++)
                demand += model_demand(model, i, r, p);
            for (uint32_t host = 0; host < model->n_hosts; host++) {
                int64_t hard = in_service[host] ? host_hard_limit(model, host, r) : 0;
                capacity += hard;
                largest = MAX(largest, hard);
            }
            if (demand > capacity - largest)
                return false;
        }
    return true;
}

/* A random target that keeps capacity, hard rules and max_moves; false where none was hit upon. */
static bool random_target(GRand *rand, const Model *model, uint32_t *target, bool *in_service)
{
    for (int attempt = 0; attempt < 300; attempt++) {
        bool turns = attempt % 2 == 0; /* most domains go to the next host: cycles */
        memset(in_service, 0, model->n_hosts * sizeof(bool));
        for (uint32_t i = 0; i < model->n_domains; i++) {
            uint32_t home = model->domains[i].host;
            bool stays = home != INDEX_NONE && g_rand_int_range(rand, 0, 3) == 0;
            target[i] = stays ? home
                        : turns && home != INDEX_NONE
                            ? (home + 1) % MIN(model->n_hosts, 2)
                            : (uint32_t)g_rand_int_range(rand, 0, (int)model->n_hosts);
            in_service[target[i]] = true;
        }
        bool reserved = model->policy.host_failures == 0 || keeps_reserve(model, in_service);
        if (reserved && is_feasible(model, target, in_service))
            return true;
    }
    return false;
}

/* What the target's own moves and notices cost. */
static int64_t direct_cost(const Model *model, const uint32_t *target, const bool *in_service)
{
    Cost cost;
    cr_assert(placement_cost(model, target, in_service, &cost, NULL));
    return cost.part[COST_MOVES] + cost.part[COST_NOTICES];
}

/* The judge replays it by its own code: it must find nothing wrong. */
static void assert_judged(const Model *model, const uint32_t *target, const bool *in_service,
                          Sequence *sequence, uint32_t seed)
{
    Cost direct;
    int64_t extra_cost = sequence->extra_cost;
    g_autoptr(Plan) plan = plan_from_sequence(model, target, in_service, sequence);
    cr_assert(placement_cost(model, target, in_service, &direct, NULL));
    cr_assert_eq(plan->planned.total, direct.total + extra_cost);
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_empty(failures, "seed %u: %s", seed, failures);
}

typedef struct {
    uint32_t n_free, n_parked, n_blocked;
} Tally;

static void compare(GRand *rand, Kind kind, Tally *tally, uint32_t seed)
{
    g_autoptr(Model) model = random_model(rand, kind);
    model->policy.host_failures = kind == WITH_RESERVE ? 1 : 0;
    model->policy.reserve_on_the_way = kind == WITH_RESERVE ? 1 : 0;
    g_autofree uint32_t *target = g_new(uint32_t, model->n_domains);
    g_autofree bool *in_service = g_new(bool, model->n_hosts);
    if (!random_target(rand, model, target, in_service))
        return;
    int64_t least = brute_force(model, target, in_service);
    g_auto(Sequence) sequence = {0};
    cr_assert(sequence_plan(model, target, in_service, &(SequenceOptions){.cost_limit = INT64_MAX},
                            &sequence, NULL));
    cr_assert_eq(sequence.found, least >= 0, "seed %u: found %d, brute force %" G_GINT64_FORMAT,
                 seed, sequence.found, least);
    if (least < 0) {
        cr_assert(sequence.proved_blocked, "seed %u", seed);
        tally->n_blocked++;
        return;
    }
    g_autofree char *wrong =
        wave_rules_replay(model, target, in_service, sequence.actions, sequence.n_actions);
    cr_assert_null(wrong, "seed %u: %s", seed, wrong);
    cr_assert_eq(sequence.extra_cost, least - direct_cost(model, target, in_service),
                 "seed %u: extra %" G_GINT64_FORMAT ", least %" G_GINT64_FORMAT
                 " + %" G_GINT64_FORMAT,
                 seed, sequence.extra_cost, least, direct_cost(model, target, in_service));

    tally->n_free += sequence.extra_cost == 0;
    tally->n_parked += sequence.extra_cost > 0;
    assert_judged(model, target, in_service, &sequence, seed);
}

Test(sequence_brute_force, finds_an_order_exactly_where_there_is_one_and_the_cheapest)
{
    Tally tally = {0};
    for (uint32_t seed = 0; seed < 2000; seed++) {
        g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
        compare(rand, PLAIN, &tally, seed);
    }
    cr_log_info("direct %u, parked %u, blocked %u", tally.n_free, tally.n_parked, tally.n_blocked);
    cr_assert_gt(tally.n_free, 100);
    cr_assert_gt(tally.n_parked, 10);
    cr_assert_gt(tally.n_blocked, 10);
}

Test(sequence_brute_force, keeps_the_reserve_on_the_way_exactly_where_it_can_be_kept)
{
    Tally tally = {0};
    for (uint32_t seed = 10000; seed < 14000; seed++) {
        g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
        compare(rand, WITH_RESERVE, &tally, seed);
    }
    fprintf(stderr, "with a reserve: direct %u, parked %u, blocked %u\n", tally.n_free,
            tally.n_parked, tally.n_blocked);
    cr_assert_gt(tally.n_free, 100);
    cr_assert_gt(tally.n_blocked, 50);
}

/* On the way a tier asks for nothing of what those who left still take of a transient resource. */
Test(sequence_brute_force, keeps_tiers_where_a_resource_stays_taken_behind_those_who_left)
{
    Tally tally = {0};
    for (uint32_t seed = 20000; seed < 26000; seed++) {
        g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
        compare(rand, WITH_TIERS, &tally, seed);
    }
    fprintf(stderr, "with tiers: direct %u, parked %u, blocked %u\n", tally.n_free, tally.n_parked,
            tally.n_blocked);
    cr_assert_gt(tally.n_free, 100);
    cr_assert_gt(tally.n_parked, 5);
    cr_assert_gt(tally.n_blocked, 5);
}
