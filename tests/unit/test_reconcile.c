#include <criterion/criterion.h>
#include <string.h>

#include "actuator/reconcile.h"

static Fate fate_without_job(DomainRunState source, DomainRunState destination)
{
    return reconcile(source, destination, false, NULL);
}

Test(reconcile, the_table_has_each_pair_of_states_exactly_once_at_its_place)
{
    for (int source = 0; source < N_DOMAIN_RUN_STATES; source++)
        for (int destination = 0; destination < N_DOMAIN_RUN_STATES; destination++) {
            const FateRow *row = fate_row((DomainRunState)source, (DomainRunState)destination);
            cr_assert_eq(row->source, source);
            cr_assert_eq(row->destination, destination);
        }
}

Test(reconcile, running_at_the_source_alone_may_be_tried_again)
{
    cr_assert_eq(fate_without_job(DOMAIN_RUNNING, DOMAIN_ABSENT), FATE_NOT_MOVED);
    cr_assert_eq(fate_without_job(DOMAIN_RUNNING, DOMAIN_SHUTOFF), FATE_NOT_MOVED);
}

Test(reconcile, running_at_the_destination_alone_has_moved)
{
    cr_assert_eq(fate_without_job(DOMAIN_ABSENT, DOMAIN_RUNNING), FATE_MOVED);
    cr_assert_eq(fate_without_job(DOMAIN_SHUTOFF, DOMAIN_RUNNING), FATE_MOVED);
}

Test(reconcile, every_other_pair_calls_a_person)
{
    guint n_decided = 0;
    for (int source = 0; source < N_DOMAIN_RUN_STATES; source++)
        for (int destination = 0; destination < N_DOMAIN_RUN_STATES; destination++) {
            Fate fate = fate_without_job((DomainRunState)source, (DomainRunState)destination);
            bool one_side_runs_and_the_other_has_no_life =
                (source == DOMAIN_RUNNING &&
                 (destination == DOMAIN_ABSENT || destination == DOMAIN_SHUTOFF)) ||
                (destination == DOMAIN_RUNNING &&
                 (source == DOMAIN_ABSENT || source == DOMAIN_SHUTOFF));
            cr_assert_eq(fate != FATE_CALL_PERSON, one_side_runs_and_the_other_has_no_life,
                         "source %d, destination %d", source, destination);
            n_decided += fate != FATE_CALL_PERSON;
        }
    cr_assert_eq(n_decided, 4);
}

Test(reconcile, the_three_pairs_that_must_never_be_guessed_call_a_person)
{
    cr_assert_eq(fate_without_job(DOMAIN_PAUSED, DOMAIN_PAUSED), FATE_CALL_PERSON);
    cr_assert_eq(fate_without_job(DOMAIN_RUNNING, DOMAIN_RUNNING), FATE_CALL_PERSON);
    cr_assert_eq(fate_without_job(DOMAIN_ABSENT, DOMAIN_ABSENT), FATE_CALL_PERSON);
}

Test(reconcile, a_migration_under_way_is_waited_for_whatever_the_hosts_say)
{
    for (int source = 0; source < N_DOMAIN_RUN_STATES; source++)
        for (int destination = 0; destination < N_DOMAIN_RUN_STATES; destination++)
            cr_assert_eq(reconcile((DomainRunState)source, (DomainRunState)destination, true, NULL),
                         FATE_UNDER_WAY);
}

Test(reconcile, what_is_decided_is_never_marked_as_passing)
{
    for (guint i = 0; i < G_N_ELEMENTS(fate_table); i++)
        if (fate_table[i].passing)
            cr_assert_eq(fate_table[i].fate, FATE_CALL_PERSON);
}

Test(reconcile, the_pairs_that_a_migration_passes_through_are_looked_at_again)
{
    cr_assert(fate_row(DOMAIN_RUNNING, DOMAIN_RUNNING)->passing);
    cr_assert(fate_row(DOMAIN_PAUSED, DOMAIN_PAUSED)->passing);
    cr_assert(fate_row(DOMAIN_PAUSED, DOMAIN_RUNNING)->passing);
    cr_assert(fate_row(DOMAIN_RUNNING, DOMAIN_PAUSED)->passing);
    cr_assert(fate_row(DOMAIN_ABSENT, DOMAIN_PAUSED)->passing);
    cr_assert(fate_row(DOMAIN_ABSENT, DOMAIN_ABSENT)->passing);
    cr_assert_not(fate_row(DOMAIN_CRASHED, DOMAIN_ABSENT)->passing);
}

Test(reconcile, every_row_says_in_its_own_sentence_what_it_means)
{
    for (guint i = 0; i < G_N_ELEMENTS(fate_table); i++) {
        cr_assert_gt(strlen(fate_table[i].meaning), 10);
        for (guint other = 0; other < i; other++)
            cr_assert_str_neq(fate_table[i].meaning, fate_table[other].meaning);
    }
}

Test(reconcile, the_commands_ask_both_hosts_and_change_nothing)
{
    g_autofree char *commands =
        reconcile_commands("web 1", "qemu:///system?socket=/a&b", "qemu:///h2");
    cr_assert_str_eq(commands, "virsh -c 'qemu:///system?socket=/a&b' domstate 'web 1' --reason\n"
                               "virsh -c 'qemu:///system?socket=/a&b' domjobinfo 'web 1'\n"
                               "virsh -c 'qemu:///h2' domstate 'web 1' --reason\n"
                               "virsh -c 'qemu:///h2' domjobinfo 'web 1'");
}

Test(reconcile, a_host_that_left_the_inventory_has_no_commands)
{
    g_autofree char *one = reconcile_commands("a", NULL, "qemu:///h2");
    cr_assert_str_eq(one, "virsh -c 'qemu:///h2' domstate 'a' --reason\n"
                          "virsh -c 'qemu:///h2' domjobinfo 'a'");
    g_autofree char *none = reconcile_commands("a", NULL, NULL);
    cr_assert_str_empty(none);
}

Test(reconcile, a_name_with_quotes_stays_one_word_of_the_shell)
{
    g_autofree char *commands = reconcile_commands("a'; reboot #", "qemu:///a", "qemu:///b");
    g_auto(GStrv) lines = g_strsplit(commands, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        g_auto(GStrv) words = NULL;
        int n_words = 0;
        cr_assert(g_shell_parse_argv(lines[i], &n_words, &words, NULL));
        cr_assert_str_eq(words[4], "a'; reboot #");
    }
}
