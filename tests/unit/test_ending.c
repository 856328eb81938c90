/* Domains that retire, that are copies to be made, and that nobody asks to start. */
#include <criterion/criterion.h>

#include "model/breaches.h"
#include "model/cost.h"
#include "model/scenario.h"
#include "plan/explain_text.h"
#include "plan/plan_json.h"
#include "plan/plan_save.h"
#include "tests/support/ordered_plan.h"
#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

/* old2 retires from h2; web2 is a copy of web1 that is to be made; off and gone stay out. */
static Model *ending_model(void)
{
    return test_model((TestFile[]){
        {"policy.csv", "key,value\nwage_per_h,60\n"},
        {"resources.csv", "resource,hard_permille\nmemory_mib,1000\n"},
        {"hosts.csv", "host,memory_mib,machine_cost_per_h,state\n"
                      "h1,100,1,up\nh2,100,1,up\nh3,100,1,failed\n"},
        {"services.csv", "service,min_replicas,max_replicas\nold,,1\nweb,2,\n"},
        {"domains.csv", "domain,service,host,memory_mib,operator_min,state,replica_of,retire\n"
                        "gone,,h3,10,5,paused,,\noff,,,10,5,stopped,,\n"
                        "old1,old,h1,10,5,,,\nold2,old,h2,10,5,,,1\n"
                        "web1,web,h1,10,5,,,\nweb2,web,,10,5,,web1,\n"},
        {NULL, NULL}});
}

static Plan *ending_plan(const Model *model)
{
    return ordered_plan(model, (const char *[]){"web2", "h1", NULL});
}

Test(ending, the_judge_accepts_the_plan_that_copies_and_retires)
{
    g_autoptr(Model) model = ending_model();
    g_autoptr(Plan) plan = ending_plan(model);
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_empty(failures, "%s", failures);
    cr_assert_eq(plan->n_actions, 4);
    cr_assert_eq(plan->actions[0].kind, ACTION_RETIRE);
    cr_assert_eq(plan->actions[1].kind, ACTION_REPLICATE);
    cr_assert_eq(plan->actions[2].kind, ACTION_POWER_OFF);
    cr_assert_eq(plan->actions[3].kind, ACTION_POWER_OFF);
}

/* Two moves of 5 + 2 minutes, two owners told, two hosts switched, one review. */
Test(ending, copying_and_retiring_cost_a_move_each)
{
    g_autoptr(Model) model = ending_model();
    g_autoptr(Plan) plan = ending_plan(model);
    cr_assert_eq(plan->planned.part[COST_MACHINE], 720 * MICRO);
    cr_assert_eq(plan->planned.part[COST_MOVES], 14 * MICRO);
    cr_assert_eq(plan->planned.part[COST_NOTICES], 30 * MICRO);
    cr_assert_eq(plan->planned.part[COST_POWER_CHANGES], 30 * MICRO);
    cr_assert_eq(plan->planned.part[COST_REVIEW], 30 * MICRO);
    cr_assert_eq(plan->operator_umin, 104 * MICRO);
}

Test(ending, no_pair_is_priced_where_a_domain_ends)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"hosts.csv", "host\na\nb\n"},
                                {"domains.csv", "domain,host,operator_min,retire\nd,a,5,1\n"},
                                {"move_costs.csv", "from,to,operator_min,cost\na,b,100,100\n"},
                                {NULL, NULL}});
    int64_t micro = 0, umin = 0;
    cr_assert(move_price(model, 0, 0, INDEX_NONE, &micro, &umin, NULL));
    cr_assert_eq(umin, 7 * MICRO);
}

Test(ending, what_is_asked_is_named_among_what_is_not_as_it_should_be)
{
    g_autoptr(Model) model = ending_model();
    uint32_t n = 0;
    Breach *breaches = model_breaches(model, &n);
    static const char *const expected[] = {
        "retire: domain 'old2' on host 'h2' is to be retired",
        "state: domain 'web2' is not placed",
        "max_replicas: service 'old' has 2 domains, more than 1",
        "min_replicas: service 'web' has 1 domain, fewer than 2",
    };
    cr_assert_eq(n, G_N_ELEMENTS(expected));
    for (uint32_t i = 0; i < n; i++) {
        g_autofree char *line = g_strdup_printf("%s: %s", breaches[i].rule, breaches[i].what);
        cr_assert_str_eq(line, expected[i], "%s", line);
    }
    breaches_free(breaches, n);
}

static void assert_domain(const char *name, const char *expected)
{
    g_autoptr(Model) model = ending_model();
    g_autoptr(Plan) plan = ending_plan(model);
    g_autofree char *text = explain_domain(model, plan, model_find_domain(model, name), NULL);
    cr_assert_str_eq(text, expected, "%s", text);
}

Test(ending, each_of_them_is_explained)
{
    assert_domain("old2", "domain 'old2' of service 'old' retires from 'h2'\n"
                          "  wave 1: retire from 'h2', 7 operator minutes: service 'old' may have "
                          "no more than 1\n");
    assert_domain("web2", "domain 'web2' of service 'web' is made as a copy of 'web1' on 'h1'\n"
                          "  wave 2: replicate to 'h1', 7 operator minutes: service 'web' needs at "
                          "least 2: a copy of 'web1'\n"
                          "  put on 'h2': the plan would cost 705.00 USD more\n"
                          "  not on 'h3': the host is failed\n");
    assert_domain("off", "domain 'off' does not run and nobody asks to start it: it stays as it is "
                         "and needs no place\n");
    assert_domain("gone", "domain 'gone' does not run and nobody asks to start it: it stays as it "
                          "is and needs no place\n");
}

Test(ending, marks_without_a_limit_have_reasons_of_their_own)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host\nh1\nh2\n"},
        {"domains.csv", "domain,host,replica_of,retire\na,h1,,\nb,,a,\nc,h1,,1\nd,,,1\n"},
        {NULL, NULL}});
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"b", "h1", NULL});
    cr_assert_str_eq(plan->actions[0].reason, "is marked to be retired");
    cr_assert_str_eq(plan->actions[1].reason, "is asked for as a copy of 'a'");
    g_autofree char *text = explain_domain(model, plan, model_find_domain(model, "d"), NULL);
    cr_assert_str_eq(text, "domain 'd' is marked to be retired and runs nowhere: it stays so\n");
}

static void assert_host(const char *name, const char *expected)
{
    g_autoptr(Model) model = ending_model();
    g_autoptr(Plan) plan = ending_plan(model);
    g_autofree char *text = explain_host(model, plan, model_find_host(model, name), NULL);
    cr_assert_str_eq(text, expected, "%s", text);
}

Test(ending, hosts_tell_who_retires_from_them)
{
    assert_host("h2", "host 'h2' (up) leaves service\n"
                      "  in service it costs 720.00 USD over 720 h\n"
                      "  memory_mib: 0 planned, hard limit 100\n"
                      "  'old2' retires\n");
    assert_host("h3", "host 'h3' (failed) leaves service\n"
                      "  in service it costs 720.00 USD over 720 h\n"
                      "  memory_mib: 0 planned, hard limit 100\n"
                      "  'gone' does not run; nobody asks to start it\n");
}

Test(ending, the_plan_as_json_is_read_back_as_it_was)
{
    g_autoptr(Model) model = ending_model();
    g_autoptr(Plan) plan = ending_plan(model);
    g_autofree char *text = plan_to_json(model, plan, NULL, NULL, NULL);
    g_autoptr(PlanDocument) document = plan_from_json(model, text, "plan.json", NULL);
    cr_assert_not_null(document);
    for (uint32_t i = 0; i < model->n_domains; i++)
        cr_assert_eq(document->plan->host_of_domain[i], plan->host_of_domain[i], "%s",
                     model->domains[i].name);
    g_autofree char *again = plan_to_json(model, document->plan, NULL, NULL, NULL);
    cr_assert_str_eq(again, text);
}

static void assert_json_refused(const char *wrong, const char *right, const char *expected)
{
    g_autoptr(Model) model = ending_model();
    g_autoptr(Plan) plan = ending_plan(model);
    g_autofree char *text = plan_to_json(model, plan, NULL, NULL, NULL);
    g_auto(GStrv) parts = g_strsplit(text, right, 2);
    cr_assert_not_null(parts[1], "'%s' is not there", right);
    g_autofree char *altered = g_strconcat(parts[0], wrong, parts[1], NULL);
    g_autoptr(GError) error = NULL;
    cr_assert_null(plan_from_json(model, altered, "plan.json", &error));
    cr_assert(g_str_has_suffix(error->message, expected), "%s", error->message);
}

Test(ending, a_retirement_leads_nowhere_and_a_copy_comes_from_nowhere)
{
    assert_json_refused("\"from\": \"h2\",\n      \"to\": \"h1\"",
                        "\"from\": \"h2\",\n      \"to\": null", "must be null: the domain ends");
    assert_json_refused("\"from\": null,\n      \"to\": null",
                        "\"from\": \"h2\",\n      \"to\": null", "must name a host");
    assert_json_refused("\"from\": \"h2\",\n      \"to\": \"h1\"",
                        "\"from\": null,\n      \"to\": \"h1\"", "must be null: the domain is new");
}

Test(ending, placement_csv_has_no_host_for_what_is_nowhere)
{
    g_autoptr(Model) model = ending_model();
    g_autoptr(Plan) plan = ending_plan(model);
    g_autofree char *text = plan_placement_csv(model, plan);
    cr_assert_str_eq(text, "domain,host\ngone,\noff,\nold1,h1\nold2,\nweb1,h1\nweb2,h1\n", "%s",
                     text);
}

static void assert_judged(const TestAction *actions, const char *expected)
{
    g_autoptr(Model) model = ending_model();
    g_autoptr(Plan) plan = test_plan(model, actions);
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_not_null(strstr(failures, expected), "%s", failures);
}

Test(ending, the_judge_refuses_what_nobody_asked_for)
{
    assert_judged((TestAction[]){{1, ACTION_RETIRE, "old1", "h1", NULL}, {0}},
                  "wave 1: domain 'old1' is not to be retired");
    assert_judged((TestAction[]){{1, ACTION_RETIRE, "old2", "h1", NULL}, {0}},
                  "wave 1: domain 'old2' is on host 'h2', not on 'h1'");
    assert_judged((TestAction[]){{1, ACTION_RETIRE, "old2", "h2", NULL, true}, {0}},
                  "wave 1: domain 'old2' cannot be parked nowhere");
    assert_judged((TestAction[]){{1, ACTION_MIGRATE, "old2", "h2", "h1"}, {0}},
                  "placement: domain 'old2' may not be on host 'h1': it is to be retired");
    assert_judged((TestAction[]){{1, ACTION_ACTIVATE, "web2", NULL, "h1"}, {0}},
                  "wave 1: domain 'web2' is a copy that is to be made, not started");
    assert_judged((TestAction[]){{1, ACTION_REPLICATE, "off", NULL, "h1"}, {0}},
                  "wave 1: domain 'off' is no copy that is to be made");
    assert_judged((TestAction[]){{1, ACTION_ACTIVATE, "off", NULL, "h1"}, {0}},
                  "placement: domain 'off' may not be on host 'h1': it does not run, and nobody "
                  "asks to start it");
    assert_judged((TestAction[]){{1, ACTION_RETIRE, "old2", "h2", NULL}, {0}},
                  "placement: domain 'web2' is nowhere");
    assert_judged((TestAction[]){{1, ACTION_REPLICATE, "web2", NULL, "h1"}, {0}},
                  "may not be on host 'h2': it is to be retired");
}

Test(ending, a_root_does_not_keep_what_retires)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"hosts.csv", "host\nh1\n"},
                                {"domains.csv", "domain,host,retire\na,h1,1\nb,h1,\n"},
                                {"rules.csv", "rule,name,domains\nroot,r,a;b\n"},
                                {NULL, NULL}});
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){NULL});
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_empty(failures, "%s", failures);
}

static void assert_refused(const char *cells, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strconcat("domain,replica_of,retire\n", cells, NULL);
    g_autoptr(Model) model =
        test_model_try((TestFile[]){{"domains.csv", text}, {NULL, NULL}}, &error);
    cr_assert_null(model);
    cr_assert_str_eq(error->message, expected, "%s", error->message);
}

Test(ending, bad_cells_are_named)
{
    assert_refused("web1,,\nweb2,wep1,\n",
                   "domains.csv:3:6: column 'replica_of': unknown domain 'wep1'\n"
                   "did you mean 'web1'?");
    assert_refused("web1,web1,\n",
                   "domains.csv:2:6: column 'replica_of': a domain is no copy of itself\n"
                   "name the domain it is a copy of, or leave the cell empty");
    assert_refused("a,,yes\n", "domains.csv:2:4: column 'retire': 'yes' is not one of 0 or 1");
}

Test(ending, the_canonical_form_keeps_both_columns)
{
    g_autoptr(Model) model = ending_model();
    g_autoptr(GHashTable) files = model_to_canonical(model);
    const char *text = g_hash_table_lookup(files, "domains.csv");
    cr_assert_str_eq(text,
                     "domain,service,host,state,operator_min,replica_of,retire,memory_mib\n"
                     "gone,,h3,paused,5,,,10\noff,,,stopped,5,,,10\n"
                     "old1,old,h1,,5,,,10\nold2,old,h2,,5,,1,10\n"
                     "web1,web,h1,,5,,,10\nweb2,web,,,5,web1,,10\n",
                     "%s", text);
}
