/* The judge's costs, each part against figures worked out by hand in the comments. */
#include <criterion/criterion.h>
#include <string.h>

#include "certificate/cost.h"
#include "certificate/price.h"
#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

/* H = 730 h, wage 60 a hour = 1 a minute. */
#define POLICY                                                                                     \
    "key,value\nhorizon_h,730\nwage_per_h,60\nprice_per_kwh,0.2\npue,1.5\nplan_review_min,30\n"    \
    "move_review_min,2\nservice_notice_min,15\npower_change_min,10\nout_of_hours_factor,1.5\n"

static Cost current_cost_of(const Model *model)
{
    Cost cost;
    OwnedState now;
    g_autoptr(GError) error = NULL;
    judge_state_now(model, &now);
    cr_assert(judge_state_cost(model, now.state, &cost, &error));
    judge_state_clear(&now);
    return cost;
}

Test(judge_cost, machine_and_admin_are_paid_for_hosts_in_service)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", POLICY},
        {"hosts.csv", "host,machine_cost_per_h,admin_min_per_month,on,cpu_mcpu,memory_mib\n"
                      "h1,0.5,90,1,1000,1000\nh2,7,90,0,1000,1000\n"},
        {NULL, NULL}});
    Cost cost = current_cost_of(model);
    cr_assert_eq(cost.part[COST_MACHINE], 365 * MICRO, "%" G_GINT64_FORMAT,
                 cost.part[COST_MACHINE]); /* 730 h × 0.5 */
    cr_assert_eq(cost.part[COST_ADMIN], 90 * MICRO, "%" G_GINT64_FORMAT,
                 cost.part[COST_ADMIN]); /* 730/730 × 90/60 × 60 */
    cr_assert_eq(cost.total, 455 * MICRO);
}

Test(judge_cost, energy_is_rounded_once_a_host_and_once_a_domain_on_it)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", POLICY "periods,2\n"},
        {"hosts.csv", "host,idle_w,peak_w,cpu_mcpu,memory_mib\nh1,100,200,4000,1000\n"},
        {"domains.csv", "domain,host,cpu_mcpu\na,h1,1000\nb,h1,0\n"},
        {"demand.csv", "domain,resource,period,amount\na,cpu_mcpu,1,0\n"},
        {NULL, NULL}});
    /* idle: 730 × 1.5 × 0.2/1000 × 100 W = 21.9; a uses (1000 + 0)/2 of 4000 on average, 1/8 of the
     * further 100 W: 730 × 1.5 × 0.2/1000 × 100/8 = 2.7375 */
    cr_assert_eq(current_cost_of(model).part[COST_ENERGY], 24637500, "%" G_GINT64_FORMAT,
                 current_cost_of(model).part[COST_ENERGY]);
}

Test(judge_cost, energy_without_cpu_is_idle_only)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"policy.csv", POLICY},
                                {"resources.csv", "resource\nslots\n"},
                                {"hosts.csv", "host,idle_w,peak_w,slots\nh1,100,200,4\n"},
                                {"domains.csv", "domain,host,slots\na,h1,1\n"},
                                {NULL, NULL}});
    cr_assert_eq(current_cost_of(model).part[COST_ENERGY], 21900000, "%" G_GINT64_FORMAT,
                 current_cost_of(model).part[COST_ENERGY]);
}

Test(judge_cost, a_licence_is_paid_once_a_host_by_host_and_core)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", POLICY},
                     {"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,2500,1000\nh2,1000,1000\n"},
                     {"domains.csv", "domain,host,licence\na,h1,db\nb,h1,db\nc,h2,\n"},
                     {"licences.csv", "licence,cost_per_host_h,cost_per_core_h\ndb,0.1,0.02\n"},
                     {NULL, NULL}});
    /* 730 × (0.1 + 2.5 × 0.02) = 109.5 */
    cr_assert_eq(current_cost_of(model).part[COST_LICENCE], 109500000, "%" G_GINT64_FORMAT,
                 current_cost_of(model).part[COST_LICENCE]);
}

Test(judge_cost, overload_is_the_mean_over_periods_of_use_above_soft)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", POLICY "periods,2\n"},
                     {"resources.csv", "resource,soft_permille,hard_permille,overload_price\n"
                                       "cpu_mcpu,500,1000,0.001\n"},
                     {"hosts.csv", "host,cpu_mcpu,cpu_mcpu_soft\nh1,1001,\nh2,1000,100\n"},
                     {"domains.csv", "domain,host,cpu_mcpu\na,h1,700\nb,h2,200\n"},
                     {"demand.csv", "domain,resource,period,amount\na,cpu_mcpu,1,100\n"},
                     {NULL, NULL}});
    /* h1: soft ⌊1001 × 0.5⌋ = 500, (200 + 0)/2 = 100 above; h2: own soft 100, 100 above in both:
     * 730 × 0.001 × (100 + 100) = 146 */
    cr_assert_eq(current_cost_of(model).part[COST_OVERLOAD], 146 * MICRO, "%" G_GINT64_FORMAT,
                 current_cost_of(model).part[COST_OVERLOAD]);
}

Test(judge_cost, overload_is_rounded_once_after_summing_periods)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", "key,value\nhorizon_h,1\nperiods,3\n"},
        {"resources.csv", "resource,soft_permille,overload_price\ncpu_mcpu,0,0.0000005\n"},
        {"hosts.csv", "host,cpu_mcpu\nh1,1000\n"},
        {"domains.csv", "domain,host,cpu_mcpu\na,h1,1\n"},
        {NULL, NULL}});
    /* 3 × 1/3 of half a micro-unit: 0.5, half up = 1. Rounded by period it would be 0. */
    cr_assert_eq(current_cost_of(model).part[COST_OVERLOAD], 1, "%" G_GINT64_FORMAT,
                 current_cost_of(model).part[COST_OVERLOAD]);
}

Test(judge_cost, balance_is_paid_for_stranded_headroom_on_every_host)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", POLICY},
                     {"hosts.csv", "host,on,cpu_mcpu,memory_mib\nh1,1,1000,2000\nh2,0,100,50\n"},
                     {"domains.csv", "domain,host,cpu_mcpu,memory_mib\na,h1,400,1900\n"},
                     {"balance.csv",
                      "resource,with,ratio_permille,price_per_h\ncpu_mcpu,memory_mib,1500,0.01\n"},
                     {NULL, NULL}});
    /* h1: 1.5 × 600 − 100 = 800; h2, off: 1.5 × 100 − 50 = 100: 730 × 0.01 × 900 = 6570 */
    cr_assert_eq(current_cost_of(model).part[COST_BALANCE], 6570 * MICRO, "%" G_GINT64_FORMAT,
                 current_cost_of(model).part[COST_BALANCE]);
}

Test(judge_cost, soft_rules_are_paid_by_breach_and_hour)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", POLICY},
        {"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\n"},
        {"domains.csv", "domain,host\na,h1\nb,h1\nc,h1\n"},
        {"rules.csv", "rule,name,domains,strength,price_per_h\nspread,r,a;b;c,soft,0.1\n"
                      "spread,q,a;b;c,hard,\n"},
        {NULL, NULL}});
    cr_assert_eq(current_cost_of(model).part[COST_RULES], 146 * MICRO, "%" G_GINT64_FORMAT,
                 current_cost_of(model).part[COST_RULES]); /* 730 × 0.1 × 2 */
}

/* a and b of service s move to h2, which is powered on, and h1 is switched off. */
static Model *moving_model(const char *busiest)
{
    g_autofree char *policy = g_strconcat(POLICY, "busiest_service_cost,", busiest, "\n", NULL);
    return test_model((TestFile[]){
        {"policy.csv", policy},
        {"hosts.csv", "host,zone,on,cpu_mcpu,memory_mib\nh1,z1,1,1000,1000\nh2,z2,0,1000,1000\n"},
        {"services.csv", "service\ns\n"},
        {"domains.csv", "domain,service,host,operator_min,move_cost,downtime_cost\n"
                        "a,s,h1,5,3,0.5\nb,s,h1,0,0,0\n"},
        {"move_costs.csv", "from,to,operator_min,cost\nh1,h2,1,0.25\nzone:z1,zone:z2,0.5,0.05\n"
                           "h2,h1,100,100\n"},
        {NULL, NULL}});
}

static const TestAction moving[] = {
    {1, ACTION_POWER_ON, NULL, NULL, "h2"},
    {1, ACTION_MIGRATE, "a", "h1", "h2"},
    {2, ACTION_MIGRATE, "b", "h1", "h2"},
    {2, ACTION_POWER_OFF, NULL, "h1", NULL},
    {0},
};

Test(judge_cost, moves_take_minutes_money_and_what_both_pairs_add)
{
    g_autoptr(Model) model = moving_model("0");
    g_autoptr(Plan) plan = test_plan(model, moving);
    /* a: (5 + 2 + 1 + 0.5) × 1.5 + 3 + 0.5 + 0.3 = 16.55; b: (0 + 2 + 1.5) × 1.5 + 0.3 = 5.55 */
    cr_assert_eq(plan->planned.part[COST_MOVES], 22100000, "%" G_GINT64_FORMAT,
                 plan->planned.part[COST_MOVES]);
    cr_assert_eq(plan->planned.part[COST_NOTICES], 15 * MICRO, "one service, once");
    cr_assert_eq(plan->planned.part[COST_POWER_CHANGES], 20 * MICRO, "two hosts");
    cr_assert_eq(plan->planned.part[COST_REVIEW], 30 * MICRO, "%" G_GINT64_FORMAT,
                 plan->planned.part[COST_REVIEW]);
    cr_assert_eq(plan->planned.total, 87100000);
    /* 8.5 + 3.5 + 15 + 2 × 10 + 30 */
    cr_assert_eq(plan->operator_umin, 77 * MICRO);
}

Test(judge_cost, the_busiest_service_is_paid_by_its_moves)
{
    g_autoptr(Model) model = moving_model("4");
    g_autoptr(Plan) plan = test_plan(model, moving);
    cr_assert_eq(plan->planned.part[COST_MOVES], 30100000, "%" G_GINT64_FORMAT,
                 plan->planned.part[COST_MOVES]); /* 22.10 + 2 × 4 */
}

Test(judge_cost, nothing_changed_costs_nothing_more)
{
    g_autoptr(Model) model = moving_model("4");
    g_autoptr(Plan) plan = test_plan(model, (TestAction[]){{0}});
    cr_assert_eq(plan->planned.total, plan->current.total);
    cr_assert_eq(plan->operator_umin, 0);
}

Test(judge_cost, a_parking_move_costs_again_and_its_service_is_told)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", POLICY},
                     {"hosts.csv", "host,on,cpu_mcpu,memory_mib\nh1,1,1000,1000\nh2,1,1000,1000\n"},
                     {"services.csv", "service\ns\n"},
                     {"domains.csv", "domain,service,host,operator_min\na,s,h1,5\nb,,h2,5\n"},
                     {NULL, NULL}});
    g_autoptr(Plan) plan =
        test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h2", true},
                                        {2, ACTION_MIGRATE, "a", "h2", "h1"},
                                        {0}});
    cr_assert_eq(plan->planned.part[COST_MOVES], 21 * MICRO, "%" G_GINT64_FORMAT,
                 plan->planned.part[COST_MOVES]); /* 2 × (5 + 2) × 1.5 */
    cr_assert_eq(plan->planned.part[COST_NOTICES], 15 * MICRO, "%" G_GINT64_FORMAT,
                 plan->planned.part[COST_NOTICES]);
    cr_assert_eq(plan->planned.part[COST_REVIEW], 30 * MICRO, "%" G_GINT64_FORMAT,
                 plan->planned.part[COST_REVIEW]);
}

Test(judge_cost, a_detour_costs_no_less_than_the_direct_move)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", POLICY},
        {"hosts.csv",
         "host,on,cpu_mcpu,memory_mib\nh1,1,1000,1000\nh2,1,1000,1000\nh3,1,1000,1000\n"},
        {"domains.csv", "domain,host\na,h1\nb,h2\nc,h3\n"},
        {"move_costs.csv", "from,to,operator_min,cost\nh1,h3,10,5\nh1,h2,1,\n"},
        {NULL, NULL}});
    g_autoptr(Plan) direct =
        test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h3"}, {0}});
    g_autoptr(Plan) detour =
        test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h2", true},
                                        {2, ACTION_MIGRATE, "a", "h2", "h3"},
                                        {0}});
    /* (2 + 10) × 1.5 + 5, where (2 + 1) × 1.5 + 2 × 1.5 = 7.50 would be paid by the legs alone */
    cr_assert_eq(direct->planned.part[COST_MOVES], 23 * MICRO, "%" G_GINT64_FORMAT,
                 direct->planned.part[COST_MOVES]);
    cr_assert_eq(detour->planned.part[COST_MOVES], 23 * MICRO, "%" G_GINT64_FORMAT,
                 detour->planned.part[COST_MOVES]);
    cr_assert_eq(detour->operator_umin, direct->operator_umin);
}

Test(judge_cost, an_amount_out_of_range_is_an_error_not_a_number)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"policy.csv", "key,value\nhorizon_h,87600\n"},
                                {"hosts.csv", "host,on,machine_cost_per_h\nh1,1,999999999999\n"},
                                {NULL, NULL}});
    OwnedState now;
    Cost cost;
    g_autoptr(GError) error = NULL;
    judge_state_now(model, &now);
    cr_assert_not(judge_state_cost(model, now.state, &cost, &error));
    cr_assert_str_eq(error->message, "the cost leaves the range of 64 bits in micro-units");
    judge_state_clear(&now);
}

Test(judge_cost, whether_a_price_is_whole_is_known_exactly)
{
    g_autoptr(Rational) price = rational_new_decimal((Decimal){5, 1});
    cr_assert_not(judge_is_whole(price, 1));
    cr_assert(judge_is_whole(price, 2));
    g_autoptr(Rational) zero = rational_new_integer(0);
    cr_assert(judge_is_whole(zero, 1));
}

/* Each figure that the plan tells is compared: one off by a micro-unit is named. */
Test(judge_cost, every_part_and_total_that_differs_is_named)
{
    g_autoptr(Model) model = moving_model("4");
    for (uint32_t part = 0; part <= N_COST_PARTS; part++)
        for (int planned = 0; planned < 2; planned++) {
            g_autoptr(Plan) plan = test_plan(model, moving);
            g_autofree char *before = test_failures(model, plan, NULL);
            cr_assert_str_empty(before, "%s", before);
            Cost *cost = planned ? &plan->planned : &plan->current;
            *(part == N_COST_PARTS ? &cost->total : &cost->part[part]) += 1;
            g_autofree char *failures = test_failures(model, plan, NULL);
            cr_assert(g_str_has_prefix(failures, planned ? "planned cost: " : "current cost: "));
            cr_assert(strstr(failures, part == N_COST_PARTS ? "total" : cost_part_names[part]));
        }
}

Test(judge_cost, operator_minutes_that_differ_are_named)
{
    g_autoptr(Model) model = moving_model("0");
    g_autoptr(Plan) plan = test_plan(model, moving);
    plan->operator_umin--;
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_eq(failures, "operator minutes: the plan is said to take 76.999999 minutes, it "
                               "takes 77.00\n");
}
