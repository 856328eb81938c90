/* What the planner expects a move to take is what the judge computes, for whatever rates, sizes and
 * guests; and a quarter of a second more is seen. */
#include <criterion/criterion.h>
#include <string.h>

#include "certificate/duration.h"
#include "plan/duration.h"
#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

enum { N_DOMAINS = 6 };

static int one_of(GRand *rand, const int *values, int n)
{
    return values[g_rand_int_range(rand, 0, n)];
}

/* Round numbers are likely, so that passes meet the downtime exactly now and then. */
static Model *random_model(GRand *rand)
{
    static const int rates[] = {1, 10, 40, 100, 125, 1000, 1003};
    static const int sizes[] = {1, 96, 128, 1000, 1024, 4096, 65536, 3};
    static const int dirty[] = {0, 0, 1, 3, 10, 40, 50, 100, 999, 2000};
    static const int downtimes[] = {0, 1, 30, 300, 1000, 5000};
    static const char *const modes[] = {"live", "live", "live", "save", "cold"};
    g_autoptr(GString) domains = g_string_new("domain,host,memory_mib,dirty_mib_s,move\n");
    for (int i = 0; i < N_DOMAINS; i++)
        g_string_append_printf(domains, "d%d,h1,%d,%d,%s\n", i,
                               one_of(rand, sizes, G_N_ELEMENTS(sizes)),
                               one_of(rand, dirty, G_N_ELEMENTS(dirty)),
                               modes[g_rand_int_range(rand, 0, G_N_ELEMENTS(modes))]);
    g_autofree char *most = g_rand_boolean(rand)
                                ? g_strdup_printf("%d", one_of(rand, rates, G_N_ELEMENTS(rates)))
                                : g_strdup("");
    g_autofree char *policy = g_strdup_printf(
        "key,value\nmax_parallel_per_host,8\nbandwidth_mib_s,%d\nmigration_mib_s,%s\n"
        "migration_overhead_s,%d.%03d\nmax_downtime_ms,%d\nnon_converging,auto_converge\n",
        one_of(rand, rates, G_N_ELEMENTS(rates)), most, g_rand_int_range(rand, 0, 4),
        g_rand_int_range(rand, 0, 1000), one_of(rand, downtimes, G_N_ELEMENTS(downtimes)));
    return test_model((TestFile[]){
        {"policy.csv", policy},
        {"hosts.csv", "host,on,memory_mib\nh1,1,1000000\nh2,1,1000000\nh3,1,1000000\n"},
        {"domains.csv", domains->str},
        {NULL, NULL}});
}

/* All leave h1 in two waves, for h2 and h3; expected as plan/ has it. */
static Plan *random_plan(const Model *model, GRand *rand)
{
    static const char *const names[N_DOMAINS] = {"d0", "d1", "d2", "d3", "d4", "d5"};
    TestAction actions[N_DOMAINS + 1] = {{0}};
    uint32_t n_first = (uint32_t)g_rand_int_range(rand, 1, N_DOMAINS);
    for (uint32_t i = 0; i < N_DOMAINS; i++)
        actions[i] = (TestAction){i < n_first ? 1 : 2, ACTION_MIGRATE, names[i], "h1",
                                  g_rand_boolean(rand) ? "h2" : "h3"};
    Plan *plan = test_plan(model, actions);
    for (uint32_t i = 0; i < N_DOMAINS; i++) /* h1 is the busier host of each */
        plan->actions[i].expected_s =
            duration_expected_s(model, ACTION_MIGRATE, plan->actions[i].domain,
                                i < n_first ? n_first : N_DOMAINS - n_first);
    return plan;
}

Test(judged_durations, are_those_of_the_planner, .timeout = 300)
{
    for (guint32 seed = 0; seed < 4000; seed++) {
        g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
        g_autoptr(Model) model = random_model(rand);
        g_autoptr(Plan) plan = random_plan(model, rand);
        g_autofree char *found = test_detail(model, plan, "durations");
        cr_assert(g_str_has_prefix(found, "the expected seconds of 6 actions"), "seed %u: %s", seed,
                  found);
        Action *lied = &plan->actions[g_rand_int_range(rand, 0, N_DOMAINS)];
        lied->expected_s += 0.25;
        g_autofree char *seen = test_detail(model, plan, "durations");
        if (lied->expected_s < 1e8) /* above that a quarter is less than binary fractions are off */
            cr_assert(strstr(seen, " is said to take ") != NULL, "seed %u: %s", seed, seen);
    }
}
