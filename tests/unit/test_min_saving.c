/* min_saving holds back what saves too little, and nothing that must be done. */
#include <criterion/criterion.h>

#include "planner/planner.h"
#include "tests/support/test_model.h"

/* Two hosts at 1.00 and 2.00 an hour for 100 h, no minutes cost anything but the move's 6: to empty
 * h2 saves 200 - 6 = 194. */
#define HOSTS "host,state,tags,machine_cost_per_h,memory_mib\nh1,,a,1,10000\nh2,%s,b,2,10000\n"
#define POLICY                                                                                     \
    "key,value\nhorizon_h,100\nwage_per_h,60\nplan_review_min,0\nmove_review_min,0\n"              \
    "service_notice_min,0\npower_change_min,0\nmin_saving,%s\n"
#define DOMAINS "domain,host,operator_min,requires,memory_mib\nd1,h1,6,,1000\nd2,%s,6,%s,1000\n"

typedef struct {
    const char *min_saving, *state, *host, *requires;
} Case;

static uint32_t n_actions(Case it)
{
    g_autofree char *policy = g_strdup_printf(POLICY, it.min_saving);
    g_autofree char *hosts = g_strdup_printf(HOSTS, it.state);
    g_autofree char *domains = g_strdup_printf(DOMAINS, it.host, it.requires);
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", policy}, {"hosts.csv", hosts}, {"domains.csv", domains}, {NULL, NULL}});
    g_autoptr(GError) error = NULL;
    PlannerOptions options = {.time_limit_s = 30};
    g_autoptr(PlannerResult) result = planner_run(model, &options, &error);
    cr_assert_not_null(result, "%s", error == NULL ? "" : error->message);
    cr_assert(result->verdict->valid);
    cr_assert_eq(result->plan->unchanged, result->plan->n_actions == 0);
    return result->plan->n_actions;
}

Test(min_saving, a_plan_that_saves_less_is_not_proposed)
{
    cr_assert_gt(n_actions((Case){"193.999999", "", "h2", ""}), 0);
    cr_assert_gt(n_actions((Case){"194", "", "h2", ""}), 0);
    cr_assert_eq(n_actions((Case){"194.000001", "", "h2", ""}), 0);
}

Test(min_saving, never_holds_back_a_drain)
{
    cr_assert_gt(n_actions((Case){"1000000", "drain", "h2", ""}), 0);
}

Test(min_saving, never_holds_back_the_placing_of_a_domain_that_is_nowhere_or_down)
{
    cr_assert_gt(n_actions((Case){"1000000", "", "", ""}), 0);
    cr_assert_gt(n_actions((Case){"1000000", "failed", "h2", ""}), 0);
}

Test(min_saving, never_holds_back_a_repair)
{
    cr_assert_gt(n_actions((Case){"1000000", "", "h2", "a"}), 0);
}
