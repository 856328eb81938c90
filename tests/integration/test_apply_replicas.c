/* Copies are made and surplus domains retired, each crash-safe, and nothing is ever destroyed. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/replica_plans.h"
#include "tests/support/test_database.h"

static void assert_said(const TestCommand *command, int status, const char *said)
{
    cr_assert_eq(command->status, status, "exit %d: %s", command->status, command->errors);
    cr_assert(strstr(command->errors, said), "'%s' is not in: %s", said, command->errors);
}

static void assert_where(const TestEstate *estate, const char *domain, const char *expected)
{
    g_autofree char *where = test_world_where(estate->world, domain);
    cr_assert_str_eq(where, expected, "%s", where);
}

Test(apply_replicas, a_copy_is_defined_and_started_beside_its_template)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_copy(estate);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 0,
                "replicate 'a-replica-1' to 'h2': done (the domain is running on 'h2')");
    assert_where(estate, "a", "h1:running");
    assert_where(estate, "a-replica-1", "h2:running");
}

Test(apply_replicas, the_next_snapshot_knows_the_copy_and_asks_for_nothing_more)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_copy(estate);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(command.status, 0, "%s", command.errors);
    g_auto(TestCommand) round = test_estate_run("postgres", "collect", "--once", NULL);
    cr_assert_eq(round.status, 0, "%s", round.errors);
    g_autofree char *service = test_database_sql(
        "SELECT service FROM domain JOIN service USING (service_id) WHERE domain = 'a-replica-1'");
    cr_assert_str_eq(g_strstrip(service), "web", "%s", service);
    g_auto(TestCommand) snapshot = test_estate_run("t_author", "snapshot", NULL);
    cr_assert(strstr(snapshot.output, "2 domains"), "%s", snapshot.output);
    g_autofree char *template = test_database_sql(
        "SELECT replica_of FROM snapshot_domain WHERE domain = 'a-replica-1' ORDER BY snapshot_id "
        "DESC LIMIT 1");
    cr_assert_str_eq(g_strstrip(template), "a", "%s", template);
}

/* Two guests on one disk would destroy it. */
Test(apply_replicas, a_template_with_a_writable_disk_is_refused_before_anything_begins)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_copy(estate);
    test_world_set_domain(estate->world, "h1", "a", "xml",
                          "<domain type='qemu'><name>a</name><memory unit='MiB'>256</memory>"
                          "<vcpu>1</vcpu><devices><disk type='file' device='disk'>"
                          "<source file='/a.img'/><target dev='vda'/></disk></devices></domain>");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(
        &command, 3,
        "domain 'a-replica-1' cannot be made on 'h2': its template 'a' cannot be copied: its "
        "disk 'vda' is writable and not shareable: two guests on one disk destroy it");
    assert_where(estate, "a-replica-1", "");
}

Test(apply_replicas, a_copy_whose_template_is_gone_is_refused)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_copy(estate);
    test_world_remove(estate->world, "h1", "a");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 3, "no host that answers has its template 'a'");
}

Test(apply_replicas, a_domain_of_the_copys_name_is_no_copy)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_copy(estate);
    test_world_add_domain(estate->world, "h2", "a-replica-1");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 3, "host 'h2' has another domain of the name 'a-replica-1'");
}

Test(apply_replicas, a_retired_guest_is_shut_down_and_undefined_and_its_definition_kept)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_retirement(estate);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(
        &command, 0,
        "retire 'b' from 'h2': done (the domain is shut down and no longer defined on 'h2'; "
        "the journal keeps its definition)");
    assert_where(estate, "a", "h1:running");
    assert_where(estate, "b", "");
    g_auto(TestCommand) journal =
        test_estate_run("t_eyes", "journal", plan, "--output", "csv", NULL);
    cr_assert(strstr(journal.output, "<name>b</name>"), "%s", journal.output);
    g_autofree char *placed = test_database_sql(
        "SELECT count(*) FROM placement JOIN domain USING (domain_id) WHERE domain = 'b'");
    cr_assert_str_eq(g_strstrip(placed), "0");
}

Test(apply_replicas, a_guest_that_does_not_listen_goes_on_running)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_retirement(estate);
    test_world_set_domain(estate->world, "h2", "b", "deaf", "yes");
    g_auto(TestCommand) command =
        test_estate_run("t_robot", "apply", plan, "--shutdown-ms", "700", NULL);
    assert_said(&command, 6,
                "the domain still runs on 'h2': the guest did not shut down within 700 ms");
    assert_where(estate, "b", "h2:running");
}

/* Somebody shut it off after the snapshot, or an actuator died in between: only undefining is left.
 */
Test(apply_replicas, a_guest_that_is_off_already_is_undefined)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_retirement(estate);
    test_world_set_domain(estate->world, "h2", "b", "state", "shutoff");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 0, "retire 'b' from 'h2': done");
    assert_where(estate, "b", "");
}

Test(apply_replicas, a_paused_guest_is_not_touched)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_retirement(estate);
    test_world_set_domain(estate->world, "h2", "b", "state", "paused");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 3, "domain 'b' does not run on 'h2' as the plan expects: it is paused");
    assert_where(estate, "b", "h2:paused");
}

/* What was started anew or undefined is not put back by moves. */
Test(apply_replicas, what_was_copied_or_retired_has_no_way_back_and_says_so)
{
    for (int i = 0; i < 2; i++) {
        g_autoptr(TestEstate) estate = test_estate_new(2);
        g_autofree char *plan = i == 0 ? plan_of_copy(estate) : plan_of_retirement(estate);
        g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
        cr_assert_eq(command.status, 0, "%s", command.errors);
        g_auto(TestCommand) back = test_estate_run("t_author", "rollback", plan, NULL);
        assert_said(&back, 7,
                    i == 0
                        ? "cannot be rolled back: action 'replicate' of domain 'a-replica-1' has "
                          "no reverse"
                        : "cannot be rolled back: action 'retire' of domain 'b' has no reverse");
        assert_said(&back, 7, "hint: take a new snapshot and plan from there");
        assert_where(estate, "a", "h1:running");
        assert_where(estate, i == 0 ? "a-replica-1" : "b", i == 0 ? "h2:running" : "");
    }
}
