/* What a migration is expected to take: rounds, shares, throttling, what cannot converge. */
#include <criterion/criterion.h>
#include <math.h>

#include "model/scenario.h"
#include "plan/duration.h"
#include "tests/support/test_model.h"

static Model *with(const char *policy, const char *domain)
{
    g_autofree char *policy_csv = g_strconcat("key,value\n", policy, NULL);
    g_autofree char *domains =
        g_strconcat("domain,host,move,memory_mib,dirty_mib_s\n", domain, NULL);
    return test_model((TestFile[]){{"policy.csv", policy_csv},
                                   {"hosts.csv", "host,memory_mib\nh1,100000\n"},
                                   {"domains.csv", domains},
                                   {NULL, NULL}});
}

static void expect(const char *policy, const char *domain, uint32_t n_sharing, double seconds)
{
    g_autoptr(Model) model = with(policy, domain);
    double found = duration_expected_s(model, ACTION_MIGRATE, 0, n_sharing);
    cr_assert_lt(fabs(found - seconds), 1e-6, "%s %s: %f", policy, domain, found);
}

Test(duration, a_quiet_domain_is_copied_once_over_its_share_of_the_link)
{
    expect("bandwidth_mib_s,100\n", "a,h1,live,1000,0\n", 1, 10);
    expect("bandwidth_mib_s,100\n", "a,h1,live,1000,0\n", 4, 40);
    expect("bandwidth_mib_s,100\nmigration_mib_s,50\n", "a,h1,live,1000,0\n", 1, 20);
    expect("bandwidth_mib_s,100\nmigration_mib_s,50\n", "a,h1,live,1000,0\n", 4, 40);
    expect("bandwidth_mib_s,100\nmigration_overhead_s,1.5\n", "a,h1,live,1000,0\n", 1, 11.5);
}

Test(duration, rounds_go_on_until_the_rest_fits_the_downtime)
{
    /* 10 s, 5 s, 2.5 s, 1.25 s, 0.625 s; then 31.25 MiB are left: more than 10 MiB, so on to 7.8 */
    expect("bandwidth_mib_s,100\nmax_downtime_ms,100\n", "a,h1,live,1000,50\n", 1,
           10 + 5 + 2.5 + 1.25 + 0.625 + 0.3125 + 0.15625 + 0.078125);
    expect("bandwidth_mib_s,100\nmax_downtime_ms,60000\n", "a,h1,live,1000,50\n", 1, 15);
}

Test(duration, a_guest_that_writes_too_fast_is_slowed_down_or_takes_every_round)
{
    g_autoptr(Model) model = with("bandwidth_mib_s,100\n", "a,h1,live,1000,100\n");
    cr_assert_not(duration_converges(model, 0, 1));
    double throttled = duration_expected_s(model, ACTION_MIGRATE, 0, 1);
    cr_assert_gt(throttled, 20);
    cr_assert_lt(throttled, 60);
    expect("bandwidth_mib_s,100\nnon_converging,leave\n", "a,h1,live,1000,100\n", 1, 310);
    g_autoptr(Model) slower = with("bandwidth_mib_s,100\n", "a,h1,live,1000,60\n");
    cr_assert(duration_converges(slower, 0, 1));
    cr_assert_not(duration_converges(slower, 0, 2));
}

Test(duration, other_ways_to_move_copy_twice_or_nothing)
{
    expect("bandwidth_mib_s,100\n", "a,h1,save,1000,900\n", 1, 20);
    expect("bandwidth_mib_s,100\n", "a,h1,cold,1000,900\n", 1, 60);
}

static MoveMode taken_mode(const char *policy, const char *domain)
{
    g_autoptr(Model) model = with(policy, domain);
    scenario_keep_what_holds(model, "2026-01-01T00:00:00Z");
    return model->domains[0].move;
}

Test(duration, the_policy_answers_what_cannot_converge_when_a_snapshot_is_taken)
{
    const char *fast = "a,h1,live,1000,100\n";
    cr_assert_eq(taken_mode("bandwidth_mib_s,100\n", fast), MOVE_MODE_LIVE);
    cr_assert_eq(taken_mode("bandwidth_mib_s,100\nnon_converging,save\n", fast), MOVE_MODE_SAVE);
    cr_assert_eq(taken_mode("bandwidth_mib_s,100\nnon_converging,leave\n", fast), MOVE_MODE_NEVER);
    cr_assert_eq(taken_mode("bandwidth_mib_s,101\nnon_converging,leave\n", fast), MOVE_MODE_LIVE);
    cr_assert_eq(
        taken_mode("bandwidth_mib_s,900\nmigration_mib_s,90\nnon_converging,leave\n", fast),
        MOVE_MODE_NEVER);
    cr_assert_eq(taken_mode("bandwidth_mib_s,9\nnon_converging,leave\n", "a,h1,cold,1000,100\n"),
                 MOVE_MODE_COLD);
}
