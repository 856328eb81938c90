/* Where no order leads to the best placement that a search found, or only a dear one, and there is
 * no time for another search: what it had found before. */
#include <criterion/criterion.h>

#include "planner/planner.h"
#include "tests/support/test_model.h"

#define POLICY                                                                                     \
    "key,value\nhorizon_h,100\nwage_per_h,60\nplan_review_min,0\nmove_review_min,0\n"              \
    "service_notice_min,0\npower_change_min,0\n"

/* d1 should leave h1, at 100 otherwise; only d2 can make room for it, and the other way round. */
#define DOMAINS "domain,host,operator_min,memory_mib\nd1,h1,6,60\nd2,h2,6,60\n"
#define RULES   "rule,name,domains,hosts,strength,price_per_h\nban,away,d1,h1,soft,1\n"

typedef struct {
    int64_t good; /* micro-units: the search is stopped when it has that */
    volatile int stop;
} Watch;

static void watch(void *context, bool has_incumbent, int64_t incumbent, bool has_bound,
                  int64_t bound, double wall_s)
{
    Watch *it = context;
    (void)has_bound, (void)bound, (void)wall_s;
    if (has_incumbent && incumbent <= it->good)
        it->stop = 1;
}

static PlannerResult *plan_stopped(const Model *model, Watch *it)
{
    g_autoptr(GError) error = NULL;
    PlannerOptions options = {
        .time_limit_s = 30, .stop = &it->stop, .progress = watch, .progress_context = it};
    PlannerResult *result = planner_run(model, &options, &error);
    cr_assert_not_null(result, "%s", error == NULL ? "" : error->message);
    cr_assert(it->stop, "the best placement was not found");
    cr_assert(result->verdict->valid);
    return result;
}

Test(earlier_targets, are_taken_where_no_order_leads_to_the_best)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"policy.csv", POLICY},
                                {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\n"},
                                {"domains.csv", DOMAINS},
                                {"rules.csv", RULES},
                                {NULL, NULL}});
    Watch it = {.good = 50000000};
    g_autoptr(PlannerResult) result = plan_stopped(model, &it);
    cr_assert_eq(result->plan->outcome, OUTCOME_FEASIBLE);
    cr_assert(result->plan->unchanged);
}

/* With a host to park on the swap costs another move, of an hour: more than the ban. */
Test(earlier_targets, are_taken_where_the_order_to_the_best_is_dearer)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"policy.csv", POLICY},
                                {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\nh3,100\n"},
                                {"domains.csv", "domain,host,operator_min,memory_mib\nd1,h1,40,60\n"
                                                "d2,h2,40,60\nd3,h3,40,20\n"},
                                {"rules.csv", RULES "ban,home,d1;d2,h3,soft,9\n"},
                                {NULL, NULL}});
    Watch it = {.good = 90000000};
    g_autoptr(PlannerResult) result = plan_stopped(model, &it);
    cr_assert(result->plan->unchanged, "a plan of %" G_GINT64_FORMAT, result->plan->planned.total);
    cr_assert_eq(result->plan->planned.total, 100000000);
}
