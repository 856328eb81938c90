#include <criterion/criterion.h>

#include "plan/explain_text.h"
#include "tests/support/ordered_plan.h"
#include "tests/support/test_model.h"

static Model *small_model(void)
{
    return test_model((TestFile[]){
        {"policy.csv", "key,value\nwage_per_h,60\n"},
        {"resources.csv", "resource,hard_permille\nmemory_mib,1000\n"},
        {"hosts.csv", "host,memory_mib,machine_cost_per_h,tags,on,state\nh1,100,1,,1,up\n"
                      "h2,100,1,ssd,1,up\nh3,24,1,,1,up\nh4,100,1,,1,closed\nh5,100,2,,0,up\n"},
        {"services.csv", "service\nweb\n"},
        {"domains.csv", "domain,service,host,memory_mib,requires\na,web,h1,20,\nb,,h2,70,ssd\n"
                        "c,,h3,10,\nnew,,,5,\n"},
        {NULL, NULL}});
}

static Plan *small_plan(const Model *model)
{
    return ordered_plan(model, (const char *[]){"a", "h2", "c", "h2", "new", "h3", NULL});
}

static void assert_domain(const char *name, const char *expected)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *text = explain_domain(model, plan, model_find_domain(model, name), NULL);
    cr_assert_str_eq(text, expected, "%s", text);
}

static void assert_host(const char *name, const char *expected)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *text = explain_host(model, plan, model_find_host(model, name), NULL);
    cr_assert_str_eq(text, expected, "%s", text);
}

Test(explain_text, a_domain_that_moves_is_told_why_and_what_else_there_was)
{
    assert_domain("a", "domain 'a' of service 'web' goes from 'h1' to 'h2'\n"
                       "  wave 1: migrate to 'h2', 2 operator minutes: empties host 'h1', which "
                       "leaves service\n"
                       "  staying on 'h1': the plan would cost 688.00 USD more\n"
                       "  put on 'h5': the plan would cost 1455.00 USD more\n"
                       "  not on 'h3': 1 memory_mib too little room\n"
                       "  not on 'h4': the host is closed\n");
}

Test(explain_text, a_domain_that_stays_and_one_that_is_new)
{
    assert_domain("b",
                  "domain 'b' stays on 'h2'\n"
                  "  not on 'h4': the host is closed\n"
                  "  not on 'h1', 'h3', 'h5': the host lacks the tag 'ssd' that it requires\n");
    assert_domain("new", "domain 'new' has no host now and starts on 'h3'\n"
                         "  wave 1: activate to 'h3', 2 operator minutes: has no host yet\n"
                         "  put on 'h1': the plan would cost 0.00 USD more\n"
                         "  put on 'h5': the plan would cost 750.00 USD more\n"
                         "  not on 'h2': 5 memory_mib too little room\n"
                         "  not on 'h4': the host is closed\n");
}

Test(explain_text, a_host_whose_cpu_does_not_run_the_guests)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,cpu_model,memory_mib\nh1,new,100\nh2,old,100\n"},
                     {"cpu_models.csv", "cpu_model,runs_on\nold,new\n"},
                     {"domains.csv", "domain,host,memory_mib\na,h1,10\nb,h2,10\n"},
                     {NULL, NULL}});
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){NULL});
    g_autofree char *text = explain_domain(model, plan, 0, NULL);
    cr_assert_str_eq(text,
                     "domain 'a' stays on 'h1'\n"
                     "  not on 'h2': the host's CPU does not run the one that it sees\n",
                     "%s", text);
}

Test(explain_text, a_host_that_leaves_service)
{
    assert_host("h1", "host 'h1' (up) leaves service\n"
                      "  in service it costs 720.00 USD over 720 h\n"
                      "  memory_mib: 0 planned, hard limit 100\n"
                      "  'a' leaves for 'h2'\n");
}

Test(explain_text, a_host_that_stays_names_who_keeps_it_in_service)
{
    assert_host("h3", "host 'h3' (up) stays in service\n"
                      "  in service it costs 720.00 USD over 720 h\n"
                      "  memory_mib: 5 planned, hard limit 24\n"
                      "  'c' leaves for 'h2'\n"
                      "  'new' starts here\n"
                      "  'new' keeps it in service: no other host in service can take it as "
                      "planned\n");
}

Test(explain_text, a_host_that_is_off)
{
    assert_host("h5", "host 'h5' (up) stays off\n"
                      "  in service it costs 1440.00 USD over 720 h\n"
                      "  memory_mib: 0 planned, hard limit 100\n");
}
