/* The actuator as a person meets it: the program, a database, simulated hosts. */
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "actuator/step_state.h"
#include "tests/support/oracle.h"
#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

#define DOMAINS ((const char *const[]){"a", "b", "c", NULL})
#define TARGET  ((const char *const[]){"a", "h2", "b", "h2", NULL})

/* Three domains; h1 is to be emptied. */
static TestEstate *small_estate(void)
{
    TestEstate *estate = test_estate_new(3);
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h1", "b");
    test_world_add_domain(estate->world, "h2", "c");
    return estate;
}

static char *approved_plan(const TestEstate *estate)
{
    char *plan = test_estate_plan(estate, TARGET);
    g_auto(TestCommand) command = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(command.status, 0, "%s", command.errors);
    return plan;
}

/* The file of the world as it is now, not as it was when somebody wrote it last. */
static const char *world_now(const TestEstate *estate)
{
    test_world_step(estate->world, 0);
    return estate->world->path;
}

static void assert_right(GPtrArray *wrongs)
{
    g_ptr_array_add(wrongs, NULL);
    g_autofree char *text = g_strjoinv("\n", (char **)wrongs->pdata);
    cr_assert_str_empty(text);
    g_ptr_array_unref(wrongs);
}

static void assert_carried_out(const TestEstate *estate, const char *plan)
{
    assert_right(oracle_ask_at_the_end(world_now(estate), DOMAINS, TARGET, plan));
}

static void assert_nothing_moved(const TestEstate *estate)
{
    cr_assert_eq(test_world_n_migrations(estate->world, "*"), 0);
}

static void assert_command(const TestCommand *command, int status, const char *said)
{
    cr_assert_eq(command->status, status, "exit %d: %s", command->status, command->errors);
    cr_assert(strstr(command->errors, said), "'%s' is not in: %s", said, command->errors);
}

Test(apply, carries_an_approved_plan_out_and_journals_it)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 0, "is carried out: all 3 steps are done");
    assert_carried_out(estate, plan);
    g_autofree char *journal = test_database_sql(
        "SELECT event, actor, detail FROM journal WHERE event IN ('done', 'ended') ORDER BY entry");
    cr_assert(strstr(journal, "done|t_robot|the domain runs at the destination alone; "), "%s",
              journal);
    cr_assert(strstr(journal, "downtime 80 ms"), "%s", journal);
    cr_assert(strstr(journal, "the machine itself was not switched off"), "%s", journal);
    cr_assert(strstr(journal, "ended|t_robot|every step is done"), "%s", journal);
    g_autofree char *in_service = test_database_sql(
        "SELECT string_agg(host, ',' ORDER BY host) FROM host WHERE NOT in_service");
    cr_assert_str_eq(in_service, "h1", "the emptied host is out of service: %s", in_service);
}

Test(apply, an_approval_is_used_once)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    g_auto(TestCommand) first = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(first.status, 0, "%s", first.errors);
    g_auto(TestCommand) second = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&second, 4, "the approval by 't_boss' was used for execution 1");
    assert_carried_out(estate, plan);
}

Test(apply, a_domain_moved_by_hand_is_named_with_exit_3)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_move(estate->world, "a", "h1", "h3");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 3,
                   "domain 'a' does not run on 'h1' as the plan expects: it is running on 'h3'");
    assert_nothing_moved(estate);
    g_autofree char *executions = test_database_sql("SELECT count(*) FROM execution");
    cr_assert_str_eq(executions, "0", "nothing was begun");
}

Test(apply, every_broken_precondition_is_listed_by_name)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_set_domain(estate->world, "h1", "a", "state", "paused");
    test_world_remove(estate->world, "h1", "b");
    g_autofree char *closed =
        test_database_sql("UPDATE host SET state = 'closed' WHERE host = 'h2'");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, "--dry-run", NULL);
    assert_command(&command, 3,
                   "domain 'a' does not run on 'h1' as the plan expects: it is paused");
    assert_command(&command, 3,
                   "domain 'b' does not run on 'h1' as the plan expects: it is on no host");
    assert_command(&command, 3, "host 'h2' takes no domains any more: its state is 'closed'");
    assert_nothing_moved(estate);
}

Test(apply, partial_carries_out_what_does_not_depend_on_what_is_broken)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_move(estate->world, "a", "h1", "h3");
    g_auto(TestCommand) dry =
        test_estate_run("t_robot", "apply", plan, "--partial", "--dry-run", NULL);
    assert_command(&dry, 0, "migrate 'a' from 'h1' to 'h2' would be left out: domain 'a' does not");
    assert_command(&dry, 0, "the other steps do not depend on them");
    assert_nothing_moved(estate);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, "--partial", NULL);
    assert_command(&command, 6, "migrate 'a' from 'h1' to 'h2' is left out: domain 'a' does not");
    assert_command(&command, 6,
                   "power_off 'h1' is left out: the host does not become empty: migrate 'a'");
    assert_right(oracle_ask(world_now(estate), DOMAINS, plan));
    g_autofree char *states =
        test_database_sql("SELECT string_agg(state, ',' ORDER BY seq) FROM step");
    cr_assert_str_eq(states, "skipped,done,skipped");
    test_world_move(estate->world, "a", "h3", "h1");
    g_auto(TestCommand) again = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&again, 0, "is carried out");
    assert_carried_out(estate, plan);
}

Test(apply, partial_begins_nothing_where_every_step_is_hindered)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_set_host(estate->world, "h2", "state", "down");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, "--partial", NULL);
    assert_command(&command, 3, "host 'h2' does not answer");
    g_autofree char *executions = test_database_sql("SELECT count(*) FROM execution");
    cr_assert_str_eq(executions, "0", "the approval is not used up");
}

Test(apply, a_host_that_is_down_is_named_with_exit_3)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_set_host(estate->world, "h2", "state", "down");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 3, "host 'h2' does not answer");
    assert_nothing_moved(estate);
}

Test(apply, a_newcomer_counts_where_a_hard_limit_would_be_passed)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_add_domain(estate->world, "h2", "newcomer");
    test_world_set_domain_number(estate->world, "h2", "newcomer", "memory_mib", 6500);
    g_auto(TestCommand) fits = test_estate_run("t_robot", "apply", plan, "--dry-run", NULL);
    assert_command(&fits, 0, "all preconditions hold");
    test_world_set_domain_number(estate->world, "h2", "newcomer", "memory_mib", 6900);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 3,
                   "host 'h2' would pass its limit of 'memory_mib' in wave 1: 7668 of 7372");
    assert_nothing_moved(estate);
}

Test(apply, a_demand_that_grew_is_drift_only_where_a_hard_limit_would_be_passed)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_set_domain_number(estate->world, "h1", "a", "memory_mib", 1024);
    test_estate_collect(estate);
    g_auto(TestCommand) fits = test_estate_run("t_robot", "apply", plan, "--dry-run", NULL);
    assert_command(&fits, 0, "all preconditions hold");
    test_world_set_domain_number(estate->world, "h1", "a", "memory_mib", 7000);
    test_estate_collect(estate);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 3, "host 'h2' would pass its limit of 'memory_mib'");
    assert_nothing_moved(estate);
}

Test(apply, frozen_is_refused_until_an_approver_lifts_it)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    g_auto(TestCommand) freeze =
        test_estate_run("t_robot", "freeze", "--reason", "fire in the rack", NULL);
    cr_assert_eq(freeze.status, 0, "%s", freeze.errors);
    g_auto(TestCommand) refused = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&refused, 4, "new actions are frozen by 't_robot'");
    g_auto(TestCommand) not_theirs = test_estate_run("t_robot", "unfreeze", NULL);
    assert_command(&not_theirs, 1, "permission denied");
    assert_nothing_moved(estate);
    g_auto(TestCommand) lifted = test_estate_run("t_boss", "unfreeze", NULL);
    cr_assert_eq(lifted.status, 0, "%s", lifted.errors);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(command.status, 0, "%s", command.errors);
    assert_carried_out(estate, plan);
}

Test(apply, a_failed_migration_stops_half_way_and_the_journal_explains)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_fault(estate->world, "a", "before_switch");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 6,
                   "migrate 'a' from 'h1' to 'h2': the domain runs at the source alone; "
                   "the hypervisor said: migration of 'a' failed");
    assert_right(oracle_ask(world_now(estate), DOMAINS, plan));
    g_auto(TestCommand) journal = test_estate_run("t_eyes", "journal", plan, NULL);
    cr_assert(strstr(journal.output, "failed"), "%s", journal.output);
    g_auto(TestCommand) again = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&again, 0, "is carried out");
    assert_carried_out(estate, plan);
}

Test(apply, a_migration_that_happened_though_the_hypervisor_said_no_is_done)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_fault(estate->world, "a", "after_switch");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 0, "the connection was lost at the end of the migration");
    assert_carried_out(estate, plan);
}

static void assert_calls_a_person(const char *point, const char *meaning)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_fault(estate->world, "a", point);
    g_auto(TestCommand) command =
        test_estate_run("t_robot", "apply", plan, "--settle-ms", "300", NULL);
    assert_command(&command, 6, meaning);
    assert_command(&command, 6, "domstate 'a' --reason");
    g_autofree char *before = test_world_where(estate->world, "a");
    g_auto(TestCommand) again =
        test_estate_run("t_robot", "apply", plan, "--settle-ms", "300", NULL);
    assert_command(&again, 6, meaning);
    g_autofree char *after = test_world_where(estate->world, "a");
    cr_assert_str_eq(before, after, "nothing is touched on a guess");
    g_auto(TestCommand) rejection =
        test_estate_run("t_boss", "reject", plan, "--reason", "enough", NULL);
    assert_command(&rejection, 6, "has steps that are not settled");
}

Test(apply, paused_on_both_hosts_calls_a_person)
{
    assert_calls_a_person("paused_both", "the domain is paused on both hosts");
}

Test(apply, running_on_both_hosts_calls_a_person)
{
    assert_calls_a_person("runs_twice", "the domain runs on both hosts");
}

Test(apply, known_to_neither_host_calls_a_person)
{
    assert_calls_a_person("lost", "neither host knows the domain");
}

Test(apply, a_person_who_put_it_right_lets_the_plan_go_on)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_fault(estate->world, "a", "paused_both");
    g_auto(TestCommand) command =
        test_estate_run("t_robot", "apply", plan, "--settle-ms", "300", NULL);
    cr_assert_eq(command.status, 6, "%s", command.errors);
    test_world_remove(estate->world, "h2", "a");
    test_world_set_domain(estate->world, "h1", "a", "state", "running");
    g_auto(TestCommand) again =
        test_estate_run("t_robot", "apply", plan, "--settle-ms", "300", NULL);
    assert_command(&again, 0, "is carried out");
    assert_carried_out(estate, plan);
}

Test(apply, stops_after_a_wave_and_goes_on_later)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    g_auto(TestCommand) first =
        test_estate_run("t_robot", "apply", plan, "--stop-after", "1", NULL);
    assert_command(&first, 6, "stopped after wave 1 as asked");
    g_auto(TestCommand) other = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&other, 0, "is carried out");
    assert_carried_out(estate, plan);
}

Test(apply, a_wave_that_is_none_stops_before_anything_begins)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    static const char *const none[] = {"0", "-1"};
    for (gsize i = 0; i < G_N_ELEMENTS(none); i++) {
        g_auto(TestCommand) refused =
            test_estate_run("t_robot", "apply", plan, "--stop-after", none[i], NULL);
        assert_command(&refused, 2, "--stop-after takes the number of a wave, from 1 on, not");
    }
    g_auto(TestCommand) beyond =
        test_estate_run("t_robot", "apply", plan, "--stop-after", "99", NULL);
    assert_command(&beyond, 2, "--stop-after 99: plan '");
    g_autofree char *n = test_database_sql("SELECT count(*) FROM execution");
    cr_assert_str_eq(n, "0");
}

Test(apply, a_plan_half_way_is_given_up_by_a_rejection)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_fault(estate->world, "a", "refused");
    g_auto(TestCommand) first = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(first.status, 6, "%s", first.errors);
    g_auto(TestCommand) rejection =
        test_estate_run("t_boss", "reject", plan, "--reason", "enough", NULL);
    cr_assert_eq(rejection.status, 0, "%s", rejection.errors);
    g_autofree char *state = test_database_sql("SELECT state FROM execution");
    cr_assert_str_eq(state, "abandoned");
    g_auto(TestCommand) again = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&again, 4, "'t_boss' rejected it: enough");
}

Test(apply, an_interrupt_ends_what_is_in_hand_and_begins_nothing)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_set_domain_number(estate->world, "h1", "a", "migration_ms", 1500);
    test_world_set_domain_number(estate->world, "h1", "b", "migration_ms", 1500);
    GPid pid = test_estate_start("t_robot", "apply", plan, NULL);
    while (test_world_n_migrations(estate->world, "*") == 0)
        g_usleep(5000);
    kill(pid, SIGINT);
    cr_assert_eq(test_estate_wait(pid), 6);
    assert_right(oracle_ask(world_now(estate), DOMAINS, plan));
    g_autofree char *open = test_database_sql(
        "SELECT count(*) FROM step WHERE state IN ('intent', 'calling', 'unknown')");
    cr_assert_str_eq(open, "0", "what was in hand has ended");
    g_auto(TestCommand) again = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(again.status, 0, "%s", again.errors);
    assert_carried_out(estate, plan);
}

Test(apply, of_two_at_once_one_wins)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_set_domain_number(estate->world, "h1", "a", "migration_ms", 4000);
    GPid pid = test_estate_start("t_robot", "apply", plan, NULL);
    while (test_world_n_migrations(estate->world, "*") == 0)
        g_usleep(5000);
    g_auto(TestCommand) second = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&second, 1, "another apply is at work");
    cr_assert_eq(test_estate_wait(pid), 0);
    assert_carried_out(estate, plan);
}

Test(apply, an_actuator_whose_session_was_ended_writes_nothing_more)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    test_world_set_domain_number(estate->world, "h1", "a", "migration_ms", 1500);
    GPid pid = test_estate_start("t_robot", "apply", plan, NULL);
    while (test_world_n_migrations(estate->world, "*") == 0)
        g_usleep(5000);
    g_autofree char *ended = test_database_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 't_robot'");
    g_auto(TestCommand) second = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&second, 0, "is carried out");
    cr_assert_eq(test_estate_wait(pid), 6);
    assert_carried_out(estate, plan);
}

Test(apply, a_plan_is_found_by_the_beginning_of_its_name)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    g_autofree char *beginning = g_strndup(plan, 6);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", beginning, "--dry-run", NULL);
    assert_command(&command, 0, plan);
    g_auto(TestCommand) missing = test_estate_run("t_robot", "apply", "zzzz", NULL);
    assert_command(&missing, 66, "there is no plan 'zzzz'");
    g_auto(TestCommand) list = test_estate_run("t_eyes", "list", "--output", "csv", NULL);
    cr_assert(strstr(list.output, plan), "%s", list.output);
}

Test(apply, a_plan_of_a_scenario_folder_cannot_be_carried_out)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    g_autofree char *unreal = test_database_sql(
        "ALTER TABLE snapshot_domain DISABLE TRIGGER ALL; "
        "UPDATE snapshot_domain SET uuid = NULL, observed_name = NULL, domain_id = NULL");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 1, "its snapshot is a scenario, not an estate with hypervisors");
}

Test(apply, the_edges_of_the_database_are_those_of_the_program)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_auto(TestCommand) command =
        test_estate_run("t_eyes", "journal", "--states", "--output", "csv", NULL);
    cr_assert_eq(command.status, 0, "%s", command.errors);
    g_auto(GStrv) lines = g_strsplit(g_strchomp(command.output), "\n", -1);
    guint n_edges = 0;
    for (const StepStateEdge *edge = step_state_edges; edge->meaning != NULL; edge++) {
        g_autofree char *beginning =
            g_strdup_printf("%s,%s,", step_state_names[edge->from], step_state_names[edge->to]);
        bool found = false;
        for (guint i = 1; lines[i] != NULL; i++)
            found |=
                g_str_has_prefix(lines[i], beginning) && strstr(lines[i], edge->meaning) != NULL;
        cr_assert(found, "%s%s", beginning, edge->meaning);
        n_edges++;
    }
    cr_assert_eq(g_strv_length(lines), n_edges + 1);
}

Test(apply, the_journal_refuses_what_does_not_go_together)
{
    g_autoptr(TestEstate) estate = test_estate_new(1);
    g_auto(TestCommand) of_plan = test_estate_run("t_eyes", "journal", "--states", "0123", NULL);
    assert_command(&of_plan, 2, "the states are the same for every plan: --states takes none");
    g_auto(TestCommand) both =
        test_estate_run("t_eyes", "journal", "--states", "--calibration", NULL);
    assert_command(&both, 2, "--states and --calibration are two lists: ask for one");
    g_auto(TestCommand) graph = test_estate_run("t_eyes", "journal", "--graph", NULL);
    assert_command(&graph, 2, "--graph goes with --states and without --output");
}
