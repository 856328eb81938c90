#include <criterion/criterion.h>

#include "common/error.h"
#include "model/cost.h"
#include "tests/support/test_model.h"

#define assert_part(cost, which, micro)                                                            \
    cr_assert_eq((cost).part[which], (micro), "%s is %ld", cost_part_names[which],                 \
                 (cost).part[which])

static Cost cost_now(const Model *model)
{
    Cost cost;
    g_autoptr(GError) error = NULL;
    cr_assert(current_cost(model, &cost, &error), "%s", error != NULL ? error->message : "");
    return cost;
}

static Cost cost_of(const Model *model, const uint32_t *placement)
{
    Cost cost;
    g_autoptr(GError) error = NULL;
    cr_assert(placement_cost(model, placement, NULL, &cost, &error), "%s",
              error != NULL ? error->message : "");
    return cost;
}

static const TestFile two_hosts[] = {
    {"policy.csv", "key,value\nout_of_hours_factor,1.5\n"},
    {"hosts.csv", "host,zone,machine_cost_per_h,admin_min_per_month,idle_w,peak_w,cpu_mcpu\n"
                  "h1,z1,0.50,104,200,400,4000\nh2,,0.50,104,200,400,4000\n"},
    {"services.csv", "service\nweb\n"},
    {"domains.csv", "domain,service,host,operator_min,move_cost,downtime_cost,cpu_mcpu\n"
                    "d1,web,h1,5,1,0.25,1000\nd2,web,h2,5,1,0.25,500\n"},
    {NULL, NULL}};

Test(cost, hosts_in_service_and_their_energy)
{
    g_autoptr(Model) model = test_model(two_hosts);
    Cost cost = cost_now(model);
    /* 2 × 720 h × 0.50 */
    assert_part(cost, COST_MACHINE, 720000000);
    /* 2 × 720/730 × 104/60 × 62 = 2 × 105.994520547945…, each rounded once */
    assert_part(cost, COST_ADMIN, 2 * 105994521);
    /* A watt costs 720 × 1.56 × 0.13 / 1000 = 0.146016. Idle 2 × 200 W = 58.4064;
     * d1 200 W × 1000/4000 = 7.3008; d2 200 W × 500/4000 = 3.6504. */
    assert_part(cost, COST_ENERGY, 58406400 + 7300800 + 3650400);
    assert_part(cost, COST_MOVES, 0);
    assert_part(cost, COST_REVIEW, 0);
    cr_assert_eq(cost.total, 720000000 + 211989042 + 69357600);
}

Test(cost, a_consolidation_pays_for_each_touch)
{
    g_autoptr(Model) model = test_model(two_hosts);
    Cost cost = cost_of(model, (uint32_t[]){0, 0});
    assert_part(cost, COST_MACHINE, 360000000);
    assert_part(cost, COST_ADMIN, 105994521);
    assert_part(cost, COST_ENERGY, 29203200 + 7300800 + 3650400);
    /* (5 + 2) min × 1.5 × 62/60 + 1 + 0.25 = 12.10 */
    assert_part(cost, COST_MOVES, 12100000);
    assert_part(cost, COST_NOTICES, 15500000);       /* 15 min × 62/60, no factor */
    assert_part(cost, COST_POWER_CHANGES, 15500000); /* h2 off */
    assert_part(cost, COST_REVIEW, 31000000);        /* 30 min × 62/60 */
    cr_assert_eq(cost.total, 580248921);
}

Test(cost, staying_costs_nothing_but_an_empty_host_is_switched_off)
{
    g_autoptr(Model) model = test_model(two_hosts);
    Cost stay = cost_of(model, (uint32_t[]){0, 1});
    Cost now = cost_now(model);
    cr_assert_eq(stay.total, now.total);
    Cost kept;
    cr_assert(placement_cost(model, (uint32_t[]){0, 0}, (bool[]){true, true}, &kept, NULL));
    assert_part(kept, COST_POWER_CHANGES, 0);
    assert_part(kept, COST_MACHINE, 720000000);
    assert_part(kept, COST_REVIEW, 31000000);
}

Test(cost, pairs_of_hosts_and_zones_add_up)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,zone\na,z1\nb,z2\nc,\n"},
        {"domains.csv", "domain,host\nd,a\nnew,\n"},
        {"move_costs.csv", "from,to,operator_min,cost\nzone:z1,zone:z2,10,2\na,b,20,0.5\n"
                           "zone:z1,c,1,\na,zone:z1,99,99\n"},
        {NULL, NULL}});
    int64_t micro, umin;
    cr_assert(move_price(model, 0, 0, 1, &micro, &umin, NULL));
    /* 2 + 10 + 20 min × 62/60 + 2.5 = 33.066666… + 2.5 */
    cr_assert_eq(umin, 32000000);
    cr_assert_eq(micro, 35566667);
    cr_assert(move_price(model, 0, 0, 2, &micro, &umin, NULL));
    cr_assert_eq(umin, 3000000);
    cr_assert_eq(micro, 3100000);
    cr_assert(move_price(model, 1, INDEX_NONE, 1, &micro, &umin, NULL));
    cr_assert_eq(umin, 2000000, "an unplaced domain leaves no host or zone");
}

Test(cost, a_detour_costs_no_less_than_the_direct_move)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host\na\nb\nc\n"},
                     {"domains.csv", "domain,host\nd,a\n"},
                     {"move_costs.csv", "from,to,operator_min,cost\na,b,20,7\na,c,1,\nc,a,4,\n"},
                     {NULL, NULL}});
    int64_t micro, umin;
    cr_assert(leg_price(model, 0, 0, 2, &micro, &umin, NULL));
    cr_assert_eq(umin, 3000000, "from its own host as the direct move");
    cr_assert_eq(micro, 3100000);
    cr_assert(leg_price(model, 0, 2, 1, &micro, &umin, NULL));
    cr_assert_eq(umin, 19000000, "22 minutes less the 3 to the stop");
    cr_assert_eq(micro, 22733333 + 7000000 - 3100000);
    cr_assert(leg_price(model, 0, 2, 0, &micro, &umin, NULL));
    cr_assert_eq(umin, 6000000, "back home as it is");
    cr_assert_eq(micro, 6200000);
    cr_assert(leg_price(model, 0, 1, 2, &micro, &umin, NULL));
    cr_assert_eq(umin, 2000000, "never less than a move");
}

Test(cost, placing_and_leaving_a_failed_host_are_moves)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", "key,value\nbusiest_service_cost,0.30\nmove_review_min,3\n"},
                     {"hosts.csv", "host,state,on\na,,\nb,failed,0\n"},
                     {"services.csv", "service\ns\nt\n"},
                     {"domains.csv", "domain,service,host\nd1,s,b\nd2,s,\nd3,t,a\nd4,,a\n"},
                     {NULL, NULL}});
    Cost cost = cost_of(model, (uint32_t[]){0, 0, 0, 0});
    /* two moves of 3 min × 62/60 = 3.10; both in one service: 2 × 0.30 */
    assert_part(cost, COST_MOVES, 2 * 3100000 + 600000);
    assert_part(cost, COST_NOTICES, 15500000);
    assert_part(cost, COST_POWER_CHANGES, 0);
    Cost nowhere = cost_of(model, (uint32_t[]){1, INDEX_NONE, 0, 0});
    assert_part(nowhere, COST_MOVES, 0);
}

Test(cost, a_licence_is_paid_once_for_each_host_with_it)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,cpu_mcpu\na,8000\nb,16500\n"},
        {"licences.csv", "licence,cost_per_host_h,cost_per_core_h\nos,0.10,\ndb,,0.02\n"},
        {"domains.csv", "domain,host,licence\nd1,a,os;db\nd2,a,os\nd3,b,db\n"},
        {NULL, NULL}});
    Cost cost = cost_now(model);
    /* a: os 72, db 720 × 8 × 0.02 = 115.2; b: db 720 × 16.5 × 0.02 = 237.6 */
    assert_part(cost, COST_LICENCE, 72000000 + 115200000 + 237600000);
}

Test(cost, overload_is_the_mean_above_the_soft_limit_rounded_once_for_each_host)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", "key,value\nperiods,3\nhorizon_h,1\n"},
                     {"resources.csv", "resource,soft_permille,hard_permille,overload_price\n"
                                       "r,500,1000,0.000001\n"},
                     {"hosts.csv", "host,r,r_soft\na,11,\nb,100,1\n"},
                     {"domains.csv", "domain,host,r\nd1,a,4\nd2,a,3\nd3,b,2\n"},
                     {"demand.csv", "domain,resource,period,amount\nd1,r,1,1\nd3,r,2,0\n"},
                     {NULL, NULL}});
    cr_assert_eq(host_soft_limit(model, 0, 0), 5, "11 × 0.5 rounded down");
    cr_assert_eq(host_soft_limit(model, 1, 0), 1);
    cr_assert_eq(host_hard_limit(model, 0, 0), 11);
    Cost cost = cost_now(model);
    /* a: use 7, 4, 7 above 5: (2 + 0 + 2)/3 = 1.33 → 1; b: 2, 2, 0 above 1: 2/3 → 1 */
    assert_part(cost, COST_OVERLOAD, 2);
}

Test(cost, balance_prices_stranded_headroom_on_every_host)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", "key,value\nhorizon_h,10\n"},
        {"hosts.csv", "host,on,cpu_mcpu,memory_mib\na,,4000,6000\nb,0,1000,0\n"},
        {"domains.csv", "domain,host,cpu_mcpu,memory_mib\nd,a,1000,4000\n"},
        {"balance.csv", "resource,with,ratio_permille,price_per_h\n"
                        "cpu_mcpu,memory_mib,1500,0.001\nmemory_mib,cpu_mcpu,1000,7\n"},
        {NULL, NULL}});
    Cost cost = cost_now(model);
    /* a: 1.5 × 3000 − 2000 = 2500 × 0.001 × 10 h = 25; b, off: 1.5 × 1000 = 1500 → 15.
     * The second row: 2000 − 3000 and 0 − 1000 are not above 0. */
    assert_part(cost, COST_BALANCE, 40000000);
}

Test(cost, soft_rules_pay_for_each_breach)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host\na\nb\n"},
                     {"domains.csv", "domain,host\nd1,a\nd2,a\nd3,a\n"},
                     {"rules.csv", "rule,name,domains,hosts,limit,strength,price_per_h\n"
                                   "spread,s,d1;d2;d3,,,soft,0.25\nspread,h,d1;d2,,,hard,9\n"
                                   "max_on,m,,a;b,0,soft,1\n"},
                     {NULL, NULL}});
    Cost cost = cost_now(model);
    /* 2 above the limit × 0.25 × 720 = 360; one host on above 0: 720; the hard rule is free */
    assert_part(cost, COST_RULES, 1080000000);
}

Test(cost, sunk_costs_are_only_reported)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,sunk_cost_per_h\na,0.10\nb,0.005\n"}, {NULL, NULL}});
    int64_t micro;
    cr_assert(sunk_price_per_month(model, &micro, NULL));
    cr_assert_eq(micro, 76650000); /* 730 × 0.105 */
    cr_assert_eq(cost_now(model).total, 0);
}

Test(cost, a_tier_keeps_the_lowest_of_its_limits)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,cpu_mcpu,memory_mib\na,4001,1000\n"},
        {"tiers.csv", "tier,resource,hard_permille,max_slowdown\n"
                      "gold,cpu_mcpu,800,3\niron,cpu_mcpu,500,\nlead,memory_mib,950,\n"},
        {NULL, NULL}});
    cr_assert_eq(host_tier_limit(model, 0, 0, 0), 2667, "4001 × (1 − 1/3) rounded down");
    cr_assert_eq(host_tier_limit(model, 0, 1, 0), 2000);
    cr_assert_eq(host_tier_limit(model, 0, 2, 2), 900, "never above the hard limit");
    cr_assert_eq(host_tier_limit(model, 0, 2, 0), 3600);
}

Test(cost, amounts_that_leave_64_bits_are_refused)
{
    g_autoptr(Model) one = test_model((TestFile[]){
        {"hosts.csv", "host,machine_cost_per_h,on\na,100000000000000,1\n"}, {NULL, NULL}});
    Cost cost;
    g_autoptr(GError) error = NULL;
    cr_assert_not(current_cost(one, &cost, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_BAD_DATA);
    cr_assert_str_eq(error->message, "a cost is too large: it leaves the range of 9 × 10^12 of the "
                                     "currency\ncheck the prices and the horizon");
    g_clear_error(&error);
    g_autoptr(Model) sum = test_model((TestFile[]){
        {"hosts.csv", "host,machine_cost_per_h,on\na,10000000000,1\nb,10000000000,1\n"},
        {NULL, NULL}});
    cr_assert_not(current_cost(sum, &cost, &error));
    cr_assert_str_eq(error->message, "the costs are too large: their sum leaves the range of 9 × "
                                     "10^12 of the currency\ncheck the prices and the horizon");
}
