/* The way back: what it starts from, where it leads, when there is none. */
#include <criterion/criterion.h>

#include "planner/reverse.h"
#include "tests/support/ordered_plan.h"
#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

/* One line an action: "1 d1 h1>h2". */
static char *actions_text(const Model *model, const Plan *plan)
{
    GString *text = g_string_new(NULL);
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        const Action *action = &plan->actions[i];
        g_string_append_printf(text, "%s%u %s %s>%s", i == 0 ? "" : "; ", action->wave,
                               action->domain == INDEX_NONE ? "host"
                                                            : model->domains[action->domain].name,
                               action->from == INDEX_NONE ? "" : model->hosts[action->from].name,
                               action->to == INDEX_NONE ? "" : model->hosts[action->to].name);
    }
    return g_string_free(text, FALSE);
}

static void expect_back(const Model *model, const Plan *plan, const bool *done,
                        const char *expected)
{
    g_auto(Reverse) reverse = {0};
    g_autoptr(GError) error = NULL;
    cr_assert(reverse_make(model, plan, done, false, 0, &reverse, &error));
    cr_assert_null(reverse.refused, "%s", reverse.refused);
    g_autofree char *found = actions_text(model, reverse.plan);
    cr_assert_str_eq(found, expected);
    cr_assert(reverse.verdict->valid);
    cr_assert_str_eq(reverse.plan->reverse_of, plan->id);
}

static void expect_refused(const Model *model, const Plan *plan, const char *expected)
{
    g_auto(Reverse) reverse = {0};
    cr_assert(reverse_make(model, plan, NULL, false, 0, &reverse, NULL));
    cr_assert_null(reverse.plan);
    cr_assert_str_eq(reverse.refused, expected);
}

static Model *two_hosts(const char *hosts, const char *rules)
{
    return test_model(
        (TestFile[]){{"hosts.csv", hosts},
                     {"domains.csv", "domain,host,memory_mib\nd1,h1,100\nd2,h1,100\nd3,h2,100\n"},
                     {"rules.csv", rules},
                     {NULL, NULL}});
}

#define TWO_UP   "host,memory_mib,machine_cost_per_h\nh1,1000,1\nh2,1000,1\n"
#define NO_RULES "rule,name,domains\n"

Test(reverse, leads_all_that_moved_back_and_switches_the_host_on_again)
{
    g_autoptr(Model) model = two_hosts(TWO_UP, NO_RULES);
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"d1", "h2", "d2", "h2", NULL});
    expect_back(model, plan, NULL, "1 host >h1; 2 d1 h2>h1; 2 d2 h2>h1");
}

Test(reverse, leads_back_only_what_is_done)
{
    g_autoptr(Model) model = two_hosts(TWO_UP, NO_RULES);
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"d1", "h2", "d2", "h2", NULL});
    expect_back(model, plan, (bool[]){false, true, false}, "1 d2 h2>h1");
    expect_back(model, plan, (bool[]){false, false, false}, "");
}

Test(reverse, costs_what_its_own_moves_cost_and_what_the_old_state_costs)
{
    g_autoptr(Model) model = two_hosts(TWO_UP, NO_RULES);
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"d1", "h2", "d2", "h2", NULL});
    g_auto(Reverse) reverse = {0};
    cr_assert(reverse_make(model, plan, NULL, false, 0, &reverse, NULL));
    cr_assert_eq(reverse.plan->current.part[COST_MACHINE], plan->planned.part[COST_MACHINE]);
    cr_assert_eq(reverse.plan->planned.part[COST_MACHINE], plan->current.part[COST_MACHINE]);
    cr_assert_eq(reverse.plan->planned.part[COST_MOVES], plan->planned.part[COST_MOVES]);
}

Test(reverse, an_empty_host_that_was_on_is_on_again)
{
    g_autoptr(Model) model =
        two_hosts("host,memory_mib,on\nh1,1000,1\nh2,1000,1\nh3,1000,1\n", NO_RULES);
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){NULL});
    expect_back(model, plan, NULL, "1 host >h3");
}

Test(reverse, a_host_that_is_drained_takes_nothing_back)
{
    g_autoptr(Model) model =
        two_hosts("host,memory_mib,state\nh1,1000,drain\nh2,1000,up\n", NO_RULES);
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"d1", "h2", "d2", "h2", NULL});
    expect_refused(model, plan, "domain 'd1' cannot go back to host 'h1', which takes no domains");
}

Test(reverse, a_rule_that_the_plan_repaired_is_not_broken_again)
{
    g_autoptr(Model) model = two_hosts(TWO_UP, "rule,name,domains\nspread,apart,d1;d2\n");
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"d1", "h2", NULL});
    expect_refused(model, plan,
                   "no safe order of moves leads back: domain 'd1' cannot move: rule 'apart' would "
                   "be broken on host 'h1' until others leave");
}

Test(reverse, a_domain_that_was_started_stays)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"hosts.csv", "host,memory_mib\nh1,1000\nh2,1000\n"},
                                {"domains.csv", "domain,host,memory_mib\nd1,h1,100\nnew,,100\n"},
                                {NULL, NULL}});
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"d1", "h2", "new", "h2", NULL});
    expect_back(model, plan, NULL, "1 host >h1; 2 d1 h2>h1");
}

Test(reverse, a_host_that_has_failed_is_not_switched_on_again)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"hosts.csv", "host,memory_mib,state\nh1,1000,failed\nh2,1000,up\n"
                                              "h3,1000,up\n"},
                                {"domains.csv", "domain,host,memory_mib\nd1,h1,100\nd2,h3,100\n"},
                                {NULL, NULL}});
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"d1", "h2", "d2", "h2", NULL});
    expect_back(model, plan, NULL, "1 host >h3; 2 d2 h2>h3");
}

Test(reverse, a_copy_and_a_retirement_have_none)
{
    g_autoptr(Model) copy = test_model(
        (TestFile[]){{"hosts.csv", TWO_UP},
                     {"domains.csv", "domain,host,memory_mib,replica_of\nd1,h1,100,\nd2,,100,d1\n"},
                     {NULL, NULL}});
    g_autoptr(Plan) making = ordered_plan(copy, (const char *[]){"d2", "h2", NULL});
    expect_refused(copy, making, "action 'replicate' of domain 'd2' has no reverse");
    g_autoptr(Model) surplus = test_model(
        (TestFile[]){{"hosts.csv", TWO_UP},
                     {"domains.csv", "domain,host,memory_mib,retire\nd1,h1,100,\nd2,h2,100,1\n"},
                     {NULL, NULL}});
    g_autoptr(Plan) ending = ordered_plan(surplus, (const char *[]){NULL});
    expect_refused(surplus, ending, "action 'retire' of domain 'd2' has no reverse");
}
