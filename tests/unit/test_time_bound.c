/* The bound on the time of any order: each of its reasons, and that waves never take less. */
#include <criterion/criterion.h>
#include <math.h>

#include "plan/time_bound.h"
#include "tests/support/ordered_plan.h"
#include "tests/support/random_placements.h"
#include "tests/support/test_model.h"

static void expect(const char *policy, double bound_s, double expected_s)
{
    g_autofree char *policy_csv = g_strconcat("key,value\nbandwidth_mib_s,100\n", policy, NULL);
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", policy_csv},
        {"hosts.csv", "host,memory_mib\nh1,100000\nh2,100000\nh3,100000\nh4,100000\n"},
        {"services.csv", "service\ns\n"},
        {"domains.csv", "domain,service,host,memory_mib\na,s,h1,1000\nb,s,h2,2000\nc,,h1,500\n"
                        "x,,h1,1\ny,,h2,1\n"},
        {NULL, NULL}});
    g_autoptr(Plan) plan =
        ordered_plan(model, (const char *[]){"a", "h3", "b", "h4", "c", "h4", NULL});
    double bound = time_bound_s(model, plan);
    cr_assert_lt(fabs(bound - bound_s), 1e-6, "%s: %f", policy, bound);
    cr_assert_geq(time_expected_s(plan), expected_s);
}

Test(time_bound, is_the_largest_of_what_each_limit_asks_for)
{
    /* b and c share the link of h4: 2500 MiB */
    expect("max_parallel_per_service,2\n", 25, 25);
    /* a and b are of one service, one at a time: 30 s */
    expect("max_parallel_per_service,1\n", 30, 30);
    /* one at a time at all: 35 s */
    expect("max_parallel,1\n", 35, 35);
    /* a migration reaches half of the link: b alone 40 s, with a 60 s */
    expect("migration_mib_s,50\nmax_parallel_per_service,2\n", 40, 40);
    /* overheads: 35 s and three times 10 s one after the other */
    expect("max_parallel,1\nmigration_overhead_s,10\n", 65, 65);
}

Test(time_bound, no_plan_is_expected_to_take_less)
{
    for (uint32_t seed = 1; seed <= 6; seed++) {
        uint32_t *target_of = NULL;
        g_autoptr(Model) model =
            random_placements(&(PlacementKind){12, 75, 30, 200, 2}, seed, &target_of);
        g_autofree uint32_t *target = target_of;
        g_autofree bool *in_service = g_new(bool, model->n_hosts);
        for (uint32_t i = 0; i < model->n_hosts; i++)
            in_service[i] = true;
        g_auto(Sequence) sequence = {0};
        cr_assert(sequence_plan(model, target, in_service,
                                &(SequenceOptions){.cost_limit = INT64_MAX}, &sequence, NULL));
        if (!sequence.found)
            continue;
        g_autoptr(Plan) plan = plan_from_sequence(model, target, in_service, &sequence);
        cr_assert_gt(time_bound_s(model, plan), 0);
        cr_assert_leq(time_bound_s(model, plan), time_expected_s(plan) + 1e-6, "seed %u", seed);
    }
}
