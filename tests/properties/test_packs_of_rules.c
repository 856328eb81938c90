/* Packs where hard rules say which domains are together and which are not: the judge takes one
 * exactly where no set that keeps them is heavier. All sets of tiny estates are looked at. */
#include <criterion/criterion.h>
#include <inttypes.h>

#include "certificate/bound.h"
#include "certificate/limits.h"
#include "certificate/packs.h"
#include "common/random.h"
#include "tests/support/test_model.h"
#include "tests/support/tiny_scenario.h"

#define N_SEEDS 300

static bool keeps_limits(const Columns *columns, uint32_t host, uint32_t set)
{
    const Model *model = columns->model;
    for (uint32_t r = 0; r < model->n_resources; r++)
        for (uint32_t p = 0; p < model->policy.n_periods; p++) {
            int64_t sum = 0;
            for (uint32_t domain = 0; domain < model->n_domains; domain++)
                sum += (set >> domain & 1) != 0 ? model_demand(model, domain, r, p) : 0;
            if (sum > judge_hard_limit(model, host, r))
                return false;
        }
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if ((set >> domain & 1) != 0 && !judge_columns_allow(columns, domain, host))
            return false;
    return true;
}

static bool keeps_rules(const Model *model, uint32_t set)
{
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        uint32_t n_there = 0, n_wanted = 0;
        if (rule->strength != STRENGTH_HARD || rule->n_groups == 0)
            continue;
        for (uint32_t k = 0; k < rule->groups[0].n; k++) {
            uint32_t domain = rule->groups[0].index[k];
            n_there += set >> domain & 1;
            n_wanted += judge_is_wanted(model, domain) ? 1 : 0;
        }
        if (rule->kind == RULE_KIND_SPREAD && n_there > rule->limit)
            return false;
        if (rule->kind == RULE_KIND_GATHER && n_there > 0 && n_there < n_wanted)
            return false;
    }
    return true;
}

static int64_t weight_of(const Pack *pack, uint32_t set)
{
    int64_t weight = 0;
    for (uint32_t i = 0; i < pack->n_items; i++)
        weight += (set >> pack->items[i] & 1) != 0 ? pack->weights[i] : 0;
    return weight;
}

/* With rules, and without. */
static int64_t heaviest(const Columns *columns, const Pack *pack, uint32_t host, bool with_rules)
{
    int64_t most = 0;
    for (uint32_t set = 0; set < UINT32_C(1) << columns->model->n_domains; set++)
        if (keeps_limits(columns, host, set) && (!with_rules || keeps_rules(columns->model, set)))
            most = MAX(most, weight_of(pack, set));
    return most;
}

static Pack new_pack(const Model *model, uint32_t seed)
{
    Random random = random_new(seed);
    Pack pack = {.n_dimensions = model->n_resources * model->policy.n_periods};
    pack.items = g_new0(uint32_t, model->n_domains + 1);
    pack.weights = g_new0(int64_t, model->n_domains + 1);
    pack.bins = g_new0(uint32_t, model->n_hosts + 1);
    pack.most = g_new0(int64_t, model->n_hosts + 1);
    pack.prices = g_new0(int64_t, model->n_hosts * pack.n_dimensions + 1);
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        if (random_below(&random, 4) == 0)
            continue;
        pack.items[pack.n_items] = domain;
        pack.weights[pack.n_items++] = 1 + random_below(&random, 3);
    }
    for (uint32_t host = 0; host < model->n_hosts; host++)
        pack.bins[pack.n_bins++] = host;
    for (uint32_t i = 0; i < pack.n_bins * pack.n_dimensions; i++)
        pack.prices[i] = random_below(&random, 4);
    return pack;
}

/* Returns how many hosts are lighter for the rules. */
static uint32_t check_model(const Model *model, uint32_t seed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Columns) columns = judge_columns_new(model, 1, &error);
    cr_assert_not_null(columns);
    g_autoptr(Proof) proof = proof_new(1);
    proof->packs = g_new(Pack, 1);
    proof->packs[0] = new_pack(model, seed);
    proof->n_packs = 1;
    Pack *pack = &proof->packs[0];
    uint32_t n_lighter = 0;
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        pack->most[host] = heaviest(columns, pack, host, true);
        n_lighter += pack->most[host] < heaviest(columns, pack, host, false);
    }
    g_autofree char *why = judge_packs_refuse(columns, proof);
    cr_assert_null(why, "seed %u: %s", seed, why);
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        if (pack->most[host] == 0)
            continue;
        pack->most[host]--;
        g_autofree char *refused = judge_packs_refuse(columns, proof);
        cr_assert_not_null(refused, "seed %u, host %u: one less is taken", seed, host);
        cr_assert_not_null(strstr(refused, "domains that weigh more fit"), "%s", refused);
        pack->most[host]++;
    }
    return n_lighter;
}

static void check_all(TinyKind kind)
{
    uint32_t n_lighter = 0;
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        g_autoptr(Model) model = tiny_scenario(kind, seed);
        n_lighter += check_model(model, seed);
    }
    cr_assert_gt(n_lighter, 5, "the rules bind on %u hosts only", n_lighter);
}

Test(packs_of_rules, hold_exactly_where_no_set_that_keeps_the_rules_is_heavier)
{
    check_all(TINY_PLAIN);
    check_all(TINY_RULES);
    check_all(TINY_PRICES);
}

Test(packs_of_rules, count_no_domain_that_gets_no_host)
{
    check_all(TINY_ENDING);
}

/* a with b, c with b: all three or none; d and e not together, f with neither of them twice. */
static Model *tied(const char *spread)
{
    g_autofree char *rules =
        g_strdup_printf("rule,name,domains,limit,strength\ngather,g1,a;b,,hard\n"
                        "gather,g2,b;c,,hard\nspread,s1,%s\n",
                        spread);
    return test_model((TestFile[]){{"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\n"},
                                   {"domains.csv",
                                    "domain,host,cpu_mcpu\na,h1,100\nb,h1,100\nc,h1,700\nd,h1,300\n"
                                    "e,h1,300\nf,h1,300\n"},
                                   {"rules.csv", rules},
                                   {NULL, NULL}});
}

static bool takes(const Model *model, uint32_t n_items, const uint32_t *items, int64_t most)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Columns) columns = judge_columns_new(model, 1, &error);
    g_autoptr(Proof) proof = proof_new(1);
    proof->packs = g_new(Pack, 1);
    proof->packs[0] = new_pack(model, 1);
    proof->n_packs = 1;
    proof->packs[0].n_items = n_items;
    for (uint32_t i = 0; i < n_items; i++) {
        proof->packs[0].items[i] = items[i];
        proof->packs[0].weights[i] = 10;
    }
    proof->packs[0].most[0] = most;
    g_autofree char *why = judge_packs_refuse(columns, proof);
    return why == NULL;
}

Test(packs_of_rules, weigh_what_a_domain_must_be_with_though_the_pack_names_it_not)
{
    g_autoptr(Model) model = tied("d;e,1,hard");
    cr_assert(takes(model, 2, (uint32_t[]){0, 5}, 10), "c, which a needs, leaves no room for f");
    cr_assert_not(takes(model, 2, (uint32_t[]){0, 5}, 9));
    cr_assert(takes(model, 3, (uint32_t[]){0, 1, 2}, 30));
    cr_assert_not(takes(model, 3, (uint32_t[]){0, 1, 2}, 29));
}

Test(packs_of_rules, know_hard_spreads_and_no_others)
{
    g_autoptr(Model) one = tied("d;e;f,1,hard");
    g_autoptr(Model) two = tied("d;e;f,2,hard");
    g_autoptr(Model) soft = tied("d;e;f,1,soft");
    const uint32_t items[] = {3, 4, 5};
    cr_assert(takes(one, 3, items, 10));
    cr_assert_not(takes(one, 3, items, 9));
    cr_assert(takes(two, 3, items, 20));
    cr_assert_not(takes(two, 3, items, 19));
    cr_assert(takes(soft, 3, items, 30));
    cr_assert_not(takes(soft, 3, items, 29));
}
