/* From a model to the numbers of the problem: where domains may be, what moves cost. */
#include <criterion/criterion.h>
#include <string.h>

#include "common/error.h"
#include "model/formulate.h"
#include "tests/support/test_model.h"

static Problem *problem_of(const TestFile *files)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = test_model(files);
    Problem *problem = formulate(model, &error);
    cr_assert_null(error);
    return problem;
}

/* "h1 h3" as "1.3": bins by position from 1. */
static void expect_allowed(const Problem *problem, uint32_t item, const char *expected)
{
    g_autoptr(GString) allowed = g_string_new(NULL);
    for (uint32_t bin = problem_next_allowed(problem, item, 0); bin != NO_INDEX;
         bin = problem_next_allowed(problem, item, bin + 1))
        g_string_append_printf(allowed, "%s%u", allowed->len > 0 ? "." : "", bin + 1);
    cr_assert_str_eq(allowed->str, expected, "item %u may be on %s", item, allowed->str);
}

Test(formulate, states_of_hosts_decide_where_domains_may_be)
{
    const TestFile files[] = {
        {"hosts.csv", "host,state,cpu_mcpu\nh1,up,1000\nh2,drain,1000\nh3,closed,1000\n"
                      "h4,failed,1000\n"},
        {"domains.csv", "domain,host,cpu_mcpu\na,h1,1\nb,h2,1\nc,h3,1\nd,h4,1\ne,,1\n"},
        {NULL, NULL}};
    g_autoptr(Problem) problem = problem_of(files);
    expect_allowed(problem, 0, "1");
    expect_allowed(problem, 1, "1");
    expect_allowed(problem, 2, "1.3");
    expect_allowed(problem, 3, "1");
    expect_allowed(problem, 4, "1");
    cr_assert(problem->placed[1]);
    cr_assert_not(problem->placed[3], "a failed host holds nothing");
    cr_assert_not(problem->placed[4]);
    cr_assert(problem->may_serve[2]);
    cr_assert_not(problem->may_serve[1]);
}

Test(formulate, tags_rules_own_demand_and_residence_narrow_it)
{
    const TestFile files[] = {
        {"policy.csv", "key,value\nmin_residence_h,5\n"},
        {"hosts.csv", "host,tags,cpu_mcpu\nh1,ssd,1000\nh2,ssd,2000\nh3,,3000\n"},
        {"domains.csv", "domain,host,move,requires,moved_h_ago,cpu_mcpu\n"
                        "any,h1,,,,1\nbanned,h1,,,,1\nbig,h3,,,,1500\nfenced,h1,,,,1\n"
                        "fresh,h1,,,4.999,1\nnever,h2,never,,,1\nold,h1,,,5,1\nrooted,h2,,,,1\n"
                        "tagged,h1,,ssd,,1\n"},
        {"rules.csv", "rule,name,domains,hosts\nban,b,banned,h1\nfence,f,fenced,h1;h3\n"
                      "root,r,rooted,\n"},
        {NULL, NULL}};
    g_autoptr(Problem) problem = problem_of(files);
    static const char *const expected[] = {"1.2.3", "2.3",   "2.3", "1.3", "1",
                                           "2",     "1.2.3", "2",   "1.2"};
    for (uint32_t item = 0; item < 9; item++)
        expect_allowed(problem, item, expected[item]);
}

Test(formulate, the_cpu_that_a_guest_sees_narrows_where_it_goes)
{
    const TestFile files[] = {
        {"hosts.csv", "host,state,cpu_model\nh1,,old\nh2,,new\nh3,,\nh4,failed,new\n"},
        {"cpu_models.csv", "cpu_model,runs_on\nold,new\nplain,old;new\n"},
        {"domains.csv", "domain,host,move,cpu_model\na,h1,live,\nb,h2,save,\nc,h2,cold,\n"
                        "d,h2,live,plain\ne,h3,live,\nf,h3,live,new\ng,h4,live,\n"},
        {NULL, NULL}};
    g_autoptr(Problem) problem = problem_of(files);
    static const char *const expected[] = {"1.2", "2", "1.2.3", "1.2", "3", "2.3", "1.2.3"};
    for (uint32_t item = 0; item < G_N_ELEMENTS(expected); item++)
        expect_allowed(problem, item, expected[item]);
    problem_derive(problem, (Fact[]){{FACT_CPU, 0}}, 1);
    expect_allowed(problem, 1, "1.2.3");
}

Test(formulate, what_is_left_out_no_longer_narrows_it)
{
    const TestFile files[] = {
        {"hosts.csv", "host,state,tags,cpu_mcpu\nh1,drain,ssd,1000\nh2,up,,1000\n"},
        {"domains.csv", "domain,host,requires,cpu_mcpu\na,h1,ssd,1\n"},
        {NULL, NULL}};
    g_autoptr(Problem) problem = problem_of(files);
    expect_allowed(problem, 0, "");
    problem_derive(problem, (Fact[]){{FACT_TAGS, 0}}, 1);
    expect_allowed(problem, 0, "2");
    problem_derive(problem, (Fact[]){{FACT_STATE, BIN_DRAIN}}, 1);
    expect_allowed(problem, 0, "1");
    problem_derive(problem, NULL, 0);
    expect_allowed(problem, 0, "");
}

Test(formulate, a_pair_of_hosts_adds_to_a_move_and_nothing_to_staying)
{
    const TestFile files[] = {
        {"policy.csv", "key,value\nwage_per_h,60\nmove_review_min,2\n"},
        {"hosts.csv", "host,zone,cpu_mcpu\nh1,a,1000\nh2,b,1000\nh3,b,1000\n"},
        {"domains.csv", "domain,host,operator_min,cpu_mcpu\nd,h1,5,1\n"},
        {"move_costs.csv", "from,to,operator_min,cost\nh1,h2,10,0.5\nzone:a,zone:b,1,\n"},
        {NULL, NULL}};
    g_autoptr(Problem) problem = problem_of(files);
    cr_assert_eq(problem_place_cost(problem, 0, 0), 0);
    cr_assert_eq(problem_place_cost(problem, 0, 1), (5 + 2 + 10 + 1) * INT64_C(1000000) + 500000);
    cr_assert_eq(problem_place_cost(problem, 0, 2), (5 + 2 + 1) * INT64_C(1000000));
    cr_assert_eq(problem_move_umin(problem, 0, 1), 18 * INT64_C(1000000));
}

Test(formulate, hosts_alike_share_a_type_and_domains_alike_a_set)
{
    const TestFile files[] = {
        {"hosts.csv", "host,machine_cost_per_h,cpu_mcpu\nh1,1,1000\nh2,1,1000\nh3,2,1000\n"},
        {"domains.csv", "domain,cpu_mcpu\na,1\nb,2\n"},
        {NULL, NULL}};
    g_autoptr(Problem) problem = problem_of(files);
    cr_assert_eq(problem->n_bin_types, 2);
    cr_assert_eq(problem->bin_type[0], problem->bin_type[1]);
    cr_assert_eq(problem->n_allowed_sets, 1);
    cr_assert_eq(problem_n_places(problem), 6);
}

Test(formulate, a_price_that_leaves_the_range_is_an_error)
{
    g_autoptr(GError) error = NULL;
    const TestFile files[] = {{"policy.csv", "key,value\nhorizon_h,87600\n"},
                              {"hosts.csv", "host,cpu_mcpu\nh1,1000\n"},
                              {"domains.csv", "domain,cpu_mcpu\na,1\n"},
                              {"rules.csv", "rule,name,domains,strength,price_per_h\n"
                                            "spread,s,a,soft,999999999999.999999\n"},
                              {NULL, NULL}};
    g_autoptr(Model) model = test_model(files);
    cr_assert_null(formulate(model, &error));
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA));
    cr_assert_not_null(strstr(
        error->message, "an amount of the placement problem leaves the range of 64-bit integers"));
}
