/* Power actions with a command of the operator's. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

static const char *const target[] = {"a", "h2", NULL};

/* h1 holds a alone and is to be emptied; its power command is what is given. */
static char *plan_with_command(const TestEstate *estate, const char *off)
{
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h2", "b");
    char *plan = test_estate_plan(estate, target);
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    g_auto(TestCommand) set =
        test_estate_run("t_robot", "power", "set", "h1", "--off", off, "--confirm-s", "2", NULL);
    cr_assert_eq(set.status, 0, "%s", set.errors);
    return plan;
}

static void assert_said(const TestCommand *command, int status, const char *said)
{
    cr_assert_eq(command->status, status, "exit %d: %s", command->status, command->errors);
    cr_assert(strstr(command->errors, said), "'%s' is not in: %s", said, command->errors);
}

/* Cuts the simulated host's power. */
static char *cutting_command(const TestEstate *estate)
{
    return g_strdup_printf("sed -i '/\"h1\": {/,/}/ s/\"state\": \"up\"/\"state\": \"down\"/' %s",
                           estate->world->path);
}

Test(apply_power, switches_an_emptied_host_off_and_sees_it_go)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *off = cutting_command(estate);
    g_autofree char *plan = plan_with_command(estate, off);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 0, "the host no longer answers");
    g_autofree char *done =
        test_database_sql("SELECT detail FROM journal JOIN plan_action USING (plan, seq) "
                          "WHERE action = 'power_off' AND event = 'done'");
    cr_assert(g_str_has_prefix(done, "switched off by 'sed"), "%s", done);
}

Test(apply_power, a_command_that_fails_stops_half_way_with_its_words)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan =
        plan_with_command(estate, "sh -c 'echo the controller is locked; exit 1'");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 6, "command 'sh' failed (exit 1): the controller is locked");
    g_autofree char *in_service =
        test_database_sql("SELECT in_service FROM host WHERE host = 'h1'");
    cr_assert_str_eq(in_service, "t");
}

Test(apply_power, a_host_that_still_answers_is_not_off)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_with_command(estate, "true");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 6, "command 'true' succeeded, but after 2 s the host still answers");
    g_auto(TestCommand) none = test_estate_run("t_robot", "power", "set", "h1", NULL);
    cr_assert_eq(none.status, 0, "%s", none.errors);
    g_auto(TestCommand) again = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&again, 0, "the machine itself was not switched off");
}

Test(apply_power, a_host_that_got_a_domain_meanwhile_is_not_switched_off)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *off = cutting_command(estate);
    g_autofree char *plan = plan_with_command(estate, off);
    test_world_add_domain(estate->world, "h1", "newcomer");
    g_auto(TestCommand) refused = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&refused, 3, "host 'h1' does not become empty: 'newcomer' is there");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, "--partial", NULL);
    assert_said(&command, 6, "power_off 'h1' is left out: host 'h1' does not become empty");
}

/* a's host has failed; it is started on h3, which is off and is switched on first. */
Test(apply_power, a_domain_is_started_on_a_host_that_is_switched_on_for_it)
{
    g_autoptr(TestEstate) estate = test_estate_new(3);
    test_world_add_domain(estate->world, "h1", "a");
    test_world_set_persistent(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h2", "b");
    g_autofree char *so = test_database_sql("UPDATE host SET state = 'failed' WHERE host = 'h1'; "
                                            "UPDATE host SET in_service = false WHERE host = 'h3'");
    g_autofree char *plan = test_estate_plan(estate, (const char *const[]){"a", "h3", NULL});
    test_world_set_domain(estate->world, "h1", "a", "state", "shutoff");
    test_world_set_host(estate->world, "h3", "state", "down");
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    g_autofree char *on = g_strdup_printf("sed -i 's/\"state\": \"down\"/\"state\": \"up\"/' %s",
                                          estate->world->path);
    g_auto(TestCommand) set =
        test_estate_run("t_robot", "power", "set", "h3", "--on", on, "--confirm-s", "5", NULL);
    cr_assert_eq(set.status, 0, "%s", set.errors);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 0, "activate 'a' from 'h1' to 'h3': done");
    g_autofree char *where = test_world_where(estate->world, "a");
    cr_assert_str_eq(where, "h1:shutoff h3:running");
}

Test(apply_power, only_an_actuator_sets_commands_and_each_is_journaled)
{
    g_autoptr(TestEstate) estate = test_estate_new(1);
    g_auto(TestCommand) author =
        test_estate_run("t_author", "power", "set", "h1", "--on", "true", NULL);
    assert_said(&author, 1, "permission denied");
    g_auto(TestCommand) unquoted =
        test_estate_run("t_robot", "power", "set", "h1", "--on", "ipmitool 'on", NULL);
    assert_said(&unquoted, 2, "--on is no command");
    g_auto(TestCommand) at_once =
        test_estate_run("t_robot", "power", "set", "h1", "--on", "true", "--confirm-s", "0", NULL);
    assert_said(&at_once, 2, "--confirm-s 0: a host gets from 1 to 3600 seconds to answer");
    g_auto(TestCommand) tomorrow = test_estate_run("t_robot", "power", "set", "h1", "--on", "true",
                                                   "--confirm-s", "86400", NULL);
    assert_said(&tomorrow, 2, "--confirm-s 86400: a host gets from 1 to 3600 seconds");
    g_auto(TestCommand) unknown =
        test_estate_run("t_robot", "power", "set", "h9", "--on", "true", NULL);
    assert_said(&unknown, 66, "no host 'h9'");
    g_auto(TestCommand) set =
        test_estate_run("t_robot", "power", "set", "h1", "--on", "ipmitool -H bmc1 power on", NULL);
    cr_assert_eq(set.status, 0, "%s", set.errors);
    g_auto(TestCommand) list = test_estate_run("t_eyes", "power", "list", "--output", "csv", NULL);
    cr_assert(strstr(list.output, "h1,ipmitool -H bmc1 power on,,300,t_robot"), "%s", list.output);
    g_autofree char *journal =
        test_database_sql("SELECT actor, detail FROM journal WHERE event = 'power command'");
    cr_assert_str_eq(journal, "t_robot|host 'h1': on: ipmitool -H bmc1 power on, off: none");
}
