/* Random estates too large to search whole: whatever order is found, it must be one. */
#include <criterion/criterion.h>

#include "model/cost.h"
#include "plan/plan_cost.h"
#include "plan/sequence.h"
#include "tests/support/test_model.h"
#include "tests/support/wave_rules.h"

enum { CAPACITY = 100 };

/* Two random packings of the same domains, both within capacity and with services of three spread
 * over hosts: one is the start, the other one the target. */
typedef struct {
    uint32_t n_hosts, n_domains;
    int *memory;
    uint32_t *start, *target;
} Estate;

static bool has_room(const Estate *estate, const uint32_t *placement, uint32_t domain,
                     uint32_t host)
{
    int use = estate->memory[domain];
    for (uint32_t i = 0; i < domain; i++) {
        if (placement[i] == host)
            use += estate->memory[i];
        if (placement[i] == host && i / 3 == domain / 3)
            return false;
    }
    return use <= CAPACITY;
}

static bool pack(GRand *rand, const Estate *estate, uint32_t *placement, uint32_t n_hosts)
{
    for (uint32_t i = 0; i < estate->n_domains; i++) {
        int attempt = 0;
        do
            placement[i] = (uint32_t)g_rand_int_range(rand, 0, (int)n_hosts);
        while (!has_room(estate, placement, i, placement[i]) && ++attempt < 2000);
        if (attempt == 2000)
            return false;
    }
    return true;
}

static Estate random_estate(GRand *rand)
{
    Estate estate = {.n_hosts = 24, .n_domains = 180};
    estate.memory = g_new(int, estate.n_domains);
    estate.start = g_new(uint32_t, estate.n_domains);
    estate.target = g_new(uint32_t, estate.n_domains);
    do
        for (uint32_t i = 0; i < estate.n_domains; i++)
            estate.memory[i] = g_rand_int_range(rand, 3, 18);
    while (!pack(rand, &estate, estate.start, estate.n_hosts) ||
           !pack(rand, &estate, estate.target, estate.n_hosts - 1));
    return estate;
}

static void estate_clear(Estate *estate)
{
    g_free(estate->memory);
    g_free(estate->start);
    g_free(estate->target);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Estate, estate_clear)

static Model *model_of(const Estate *estate)
{
    g_autoptr(GString) hosts = g_string_new("host,memory_mib,on\n");
    g_autoptr(GString) services = g_string_new("service\n");
    g_autoptr(GString) rules = g_string_new("rule,name,domains\n");
    g_autoptr(GString) domains = g_string_new("domain,service,host,memory_mib,operator_min\n");
    for (uint32_t i = 0; i < estate->n_hosts; i++)
        g_string_append_printf(hosts, "h%04u,%d,1\n", i, CAPACITY);
    for (uint32_t i = 0; i < estate->n_domains; i++) {
        if (i % 3 == 0)
            g_string_append_printf(services, "s%04u\n", i / 3);
        if (i % 3 == 0 && i + 2 < estate->n_domains)
            g_string_append_printf(rules, "spread,r%04u,d%05u;d%05u;d%05u\n", i / 3, i, i + 1,
                                   i + 2);
        g_string_append_printf(domains, "d%05u,s%04u,h%04u,%d,%u\n", i, i / 3, estate->start[i],
                               estate->memory[i], i % 7);
    }
    return test_model((TestFile[]){{"policy.csv", "key,value\nmax_parallel,6\n"},
                                   {"resources.csv", "resource,hard_permille\nmemory_mib,1000\n"},
                                   {"hosts.csv", hosts->str},
                                   {"services.csv", services->str},
                                   {"rules.csv", rules->str},
                                   {"domains.csv", domains->str},
                                   {NULL, NULL}});
}

static void assert_is_order(const Estate *estate, const Model *model, uint32_t seed,
                            bool *ret_found, bool *ret_parked)
{
    g_autofree bool *in_service = g_new0(bool, model->n_hosts);
    for (uint32_t i = 0; i < estate->n_domains; i++)
        in_service[estate->target[i]] = true;
    g_auto(Sequence) sequence = {0};
    cr_assert(sequence_plan(model, estate->target, in_service,
                            &(SequenceOptions){.cost_limit = INT64_MAX}, &sequence, NULL));
    *ret_found = sequence.found;
    *ret_parked = sequence.found && sequence.extra_cost > 0;
    if (!sequence.found)
        return;
    g_autofree char *wrong =
        wave_rules_replay(model, estate->target, in_service, sequence.actions, sequence.n_actions);
    cr_assert_null(wrong, "seed %u: %s", seed, wrong);
    Cost direct, carried_out;
    cr_assert(placement_cost(model, estate->target, in_service, &direct, NULL));
    cr_assert(plan_cost(model, estate->target, in_service, sequence.actions, sequence.n_actions,
                        &carried_out, NULL, NULL));
    cr_assert_eq(carried_out.total, direct.total + sequence.extra_cost);
}

Test(sequence_large, every_order_that_is_found_keeps_every_wave_within_limits)
{
    uint32_t n_found = 0;
    uint32_t n_parked = 0;
    for (uint32_t seed = 0; seed < 12; seed++) {
        g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
        g_auto(Estate) estate = random_estate(rand);
        g_autoptr(Model) model = model_of(&estate);
        bool found, parked;
        assert_is_order(&estate, model, seed, &found, &parked);
        n_found += found;
        n_parked += parked;
    }
    cr_log_info("found %u, parked %u", n_found, n_parked);
    cr_assert_gt(n_found, 8);
    cr_assert_gt(n_parked, 0);
}
