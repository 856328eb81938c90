/* What was called took effect late: after whoever took over had asked the hosts and found that
 * nothing had happened. Each kind of step is found done by the next apply, which calls nothing. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/replica_plans.h"
#include "tests/support/test_database.h"

/* An actuator claims the step and, where called, tells that it calls; another one takes over, asks
 * the hosts, and nothing has happened. */
static void begin_and_take_back(const char *plan, guint seq, bool called)
{
    g_autofree char *sql = g_strdup_printf(
        "DO $$ DECLARE e record; BEGIN SELECT o.* INTO e FROM plan p CROSS JOIN LATERAL "
        "open_execution(p.plan, p.plan_digest) o WHERE p.plan = '%s'; "
        "PERFORM claim_step(e.execution, e.epoch, %u, 'a test'); "
        "IF %s THEN PERFORM move_step(e.execution, e.epoch, %u, 'calling', 'a test', NULL); END "
        "IF; "
        "PERFORM move_step(e.execution, e.epoch, %u, 'planned', 'nothing has happened', NULL); "
        "END $$",
        plan, seq, called ? "true" : "false", seq, seq);
    g_autofree char *output = test_database_sql(sql);
}

static void assert_apply(const char *plan, int status, const char *said)
{
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(command.status, status, "exit %d: %s", command.status, command.errors);
    cr_assert(strstr(command.errors, said), "'%s' is not in: %s", said, command.errors);
}

static void assert_called_once(guint seq)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT count(*) FROM journal WHERE seq = %u AND event = 'calling'", seq);
    g_autofree char *n = test_database_sql(sql);
    cr_assert_str_eq(n, "1", "it was called once more");
}

static void assert_where(const TestEstate *estate, const char *domain, const char *expected)
{
    g_autofree char *where = test_world_where(estate->world, domain);
    cr_assert_str_eq(where, expected);
}

static char *plan_of_activation(const TestEstate *estate)
{
    test_world_add_domain(estate->world, "h1", "a");
    test_world_set_persistent(estate->world, "h1", "a");
    g_autofree char *failed =
        test_database_sql("UPDATE host SET state = 'failed' WHERE host = 'h1'");
    char *plan = test_estate_plan(estate, (const char *const[]){"a", "h2", NULL});
    test_world_set_domain(estate->world, "h1", "a", "state", "shutoff");
    test_estate_approve(plan);
    return plan;
}

Test(apply_late, an_activation_is_found_done)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_activation(estate);
    begin_and_take_back(plan, 1, true);
    test_world_add_domain(estate->world, "h2", "a");
    assert_apply(plan, 0, "the domain is running on 'h2' and shutoff on 'h1'");
    assert_called_once(1);
}

Test(apply_late, an_activation_that_runs_on_both_is_left_out)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_activation(estate);
    begin_and_take_back(plan, 1, true);
    test_world_add_domain(estate->world, "h2", "a");
    test_world_set_domain(estate->world, "h1", "a", "state", "running");
    assert_apply(plan, 6, "it is running on 'h1'");
    assert_called_once(1);
}

/* As the journal of a copy that an undisturbed apply made has it. */
Test(apply_late, a_copy_is_found_done)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_copy(estate);
    assert_apply(plan, 0, "replicate 'a-replica-1' to 'h2': done");
    assert_where(estate, "a-replica-1", "h2:running");
    g_autofree char *undone = test_database_sql(
        "ALTER TABLE step DISABLE TRIGGER ALL; UPDATE step SET state = 'planned'; "
        "ALTER TABLE step ENABLE TRIGGER ALL; ALTER TABLE execution DISABLE TRIGGER ALL; "
        "UPDATE execution SET state = 'open', ended_at = NULL; "
        "ALTER TABLE execution ENABLE TRIGGER ALL");
    assert_apply(plan, 0, "replicate 'a-replica-1' to 'h2': done");
    assert_where(estate, "a-replica-1", "h2:running");
    assert_called_once(1);
}

Test(apply_late, a_retirement_is_found_done)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_retirement(estate);
    begin_and_take_back(plan, 1, true);
    test_world_remove(estate->world, "h2", "b");
    assert_apply(plan, 0, "no longer defined on 'h2'");
    assert_called_once(1);
}

/* Nobody called: what is gone was taken by somebody else, and its definition is not kept. */
Test(apply_late, a_guest_that_somebody_took_before_any_call_is_not_retired)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_retirement(estate);
    begin_and_take_back(plan, 1, false);
    test_world_remove(estate->world, "h2", "b");
    assert_apply(plan, 6, "domain 'b' does not run on 'h2' as the plan expects");
}

Test(apply_late, a_guest_that_somebody_moved_meanwhile_is_not_retired)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_retirement(estate);
    begin_and_take_back(plan, 1, true);
    test_world_move(estate->world, "b", "h2", "h1");
    assert_apply(plan, 6, "it is running on 'h1'");
    assert_where(estate, "b", "h1:running");
}

/* 'a' leaves h1, which a command then switches off. */
static char *plan_of_switching_off(const TestEstate *estate)
{
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h2", "b");
    char *plan = test_estate_plan(estate, (const char *const[]){"a", "h2", NULL});
    test_estate_approve(plan);
    g_auto(TestCommand) set =
        test_estate_run("t_robot", "power", "set", "h1", "--off", "true", "--confirm-s", "1", NULL);
    cr_assert_eq(set.status, 0, "%s", set.errors);
    return plan;
}

/* A machine takes its time to go down. */
Test(apply_late, a_host_that_went_off_is_found_off)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_switching_off(estate);
    assert_apply(plan, 6, "the host still answers");
    test_world_set_host(estate->world, "h1", "state", "down");
    assert_apply(plan, 0, "the host no longer answers");
    assert_called_once(2);
}

/* Nobody switched it off: it may be the network, and domains may run on it. */
Test(apply_late, a_silent_host_that_nobody_switched_is_not_off)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_switching_off(estate);
    g_auto(TestCommand) first =
        test_estate_run("t_robot", "apply", plan, "--stop-after", "1", NULL);
    cr_assert_eq(first.status, 6, "%s", first.errors);
    begin_and_take_back(plan, 2, false);
    test_world_set_host(estate->world, "h1", "state", "unreachable");
    assert_apply(plan, 6, "host 'h1' does not answer");
}

/* The guest is there already and needs its room once. */
Test(apply_late, a_guest_that_arrived_needs_no_room_twice)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    test_world_add_domain(estate->world, "h1", "a");
    test_world_set_domain_number(estate->world, "h1", "a", "memory_mib", 5000);
    test_world_add_domain(estate->world, "h1", "b");
    test_world_add_domain(estate->world, "h2", "c");
    g_autofree char *plan = test_estate_plan(estate, (const char *const[]){"a", "h2", NULL});
    test_estate_approve(plan);
    begin_and_take_back(plan, 1, true);
    test_world_move(estate->world, "a", "h1", "h2");
    assert_apply(plan, 0, "the domain runs at the destination alone");
    assert_called_once(1);
}
