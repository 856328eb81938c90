/* Approvals as people meet them: signatures, limits, two approvers, the audit chain, who may do
 * what. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

#define TARGET ((const char *const[]){"a", "h2", "b", "h2", NULL})

static TestEstate *small_estate(void)
{
    TestEstate *estate = test_estate_new(3);
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h1", "b");
    test_world_add_domain(estate->world, "h2", "c");
    return estate;
}

static void assert_command(const TestCommand *command, int status, const char *said)
{
    cr_assert_eq(command->status, status, "exit %d: %s", command->status, command->errors);
    cr_assert(strstr(command->errors, said), "'%s' is not in: %s", said, command->errors);
}

#define ASSERT_RUN(exit_status, said, role, ...)                                                   \
    do {                                                                                           \
        g_auto(TestCommand) command_ = test_estate_run(role, __VA_ARGS__, NULL);                   \
        assert_command(&command_, exit_status, said);                                              \
    } while (0)

static char *approved_plan(const TestEstate *estate)
{
    char *plan = test_estate_plan(estate, TARGET);
    ASSERT_RUN(0, "is approved until", "t_boss", "approve", plan);
    return plan;
}

static void assert_nothing_moved(const TestEstate *estate)
{
    cr_assert_eq(test_world_n_migrations(estate->world, "*"), 0);
}

Test(approval, refuses_before_approval_with_exit_4)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 4, "is not approved: nobody has approved it");
    g_auto(TestCommand) dry = test_estate_run("t_robot", "apply", plan, "--dry-run", NULL);
    assert_command(&dry, 4, "is not approved: nobody has approved it");
    assert_nothing_moved(estate);
}

Test(approval, the_author_cannot_approve_even_as_an_approver)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    g_autofree char *granted = test_database_sql("GRANT vmatrix_approver TO t_author");
    g_auto(TestCommand) command = test_estate_run("t_author", "approve", plan, NULL);
    g_autofree char *revoked = test_database_sql("REVOKE vmatrix_approver FROM t_author");
    assert_command(&command, 4, "was made by 't_author', who may not approve it");
}

Test(approval, people_without_the_role_are_refused)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    g_auto(TestCommand) approves = test_estate_run("t_eyes", "approve", plan, NULL);
    assert_command(&approves, 1, "permission denied");
    g_auto(TestCommand) applies = test_estate_run("t_eyes", "apply", plan, NULL);
    assert_command(&applies, 1, "permission denied");
    g_auto(TestCommand) reads =
        test_estate_run("t_eyes", "journal", plan, "--output", "json", NULL);
    cr_assert_eq(reads.status, 0, "an auditor reads: %s", reads.errors);
    cr_assert(strstr(reads.output, "\"event\": \"approved\""), "%s", reads.output);
    assert_nothing_moved(estate);
}

Test(approval, an_expired_approval_is_refused)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    g_auto(TestCommand) approval =
        test_estate_run("t_boss", "approve", plan, "--valid-h", "0.000001", NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 4, "the approval by 't_boss' expired at");
    assert_nothing_moved(estate);
}

Test(approval, hours_that_an_approval_cannot_hold_for_are_refused)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    static const char *const hours[] = {"x", "0", "721", ""};
    for (gsize i = 0; i < G_N_ELEMENTS(hours); i++)
        ASSERT_RUN(2, "an approval holds for more than 0 and at most 720 hours", "t_boss",
                   "approve", plan, "--valid-h", hours[i]);
}

Test(approval, a_rejection_takes_the_approval_back)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    g_auto(TestCommand) rejection =
        test_estate_run("t_boss", "reject", plan, "--reason", "not on a Friday", NULL);
    cr_assert_eq(rejection.status, 0, "%s", rejection.errors);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 4, "'t_boss' rejected it: not on a Friday");
    assert_nothing_moved(estate);
}

Test(approval, a_plan_altered_in_the_database_is_refused)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = approved_plan(estate);
    g_autofree char *altered = test_database_sql(
        "ALTER TABLE plan DISABLE TRIGGER append_only; UPDATE plan SET plan_json = "
        "replace(plan_json::text, '\"to\": \"h2\"', '\"to\": \"h3\"')::json");
    g_autofree char *changed = test_database_sql(
        "SELECT count(*) FROM plan WHERE plan_json::text LIKE '%\"to\": \"h3\"%'");
    cr_assert_str_eq(changed, "1");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 4, "is not what was approved: its content was altered");
    assert_nothing_moved(estate);
}

/* A folder with keys of t_boss and of a stranger, and the file of allowed signers. */
typedef struct {
    char *folder, *boss, *stranger, *allowed;
} Keys;

static void make_key(const char *path, const char *comment)
{
    const char *const argv[] = {"ssh-keygen", "-q",    "-t", "ed25519", "-N", "",
                                "-C",         comment, "-f", path,      NULL};
    int status = -1;
    cr_assert(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                           &status, NULL));
    cr_assert_eq(status, 0);
}

static void allow(const Keys *keys, const char *login, const char *key, const char *options)
{
    g_autofree char *public_path = g_strconcat(key, ".pub", NULL);
    g_autofree char *public_key = NULL;
    g_autofree char *before = NULL;
    cr_assert(g_file_get_contents(public_path, &public_key, NULL, NULL));
    g_file_get_contents(keys->allowed, &before, NULL, NULL);
    g_autofree char *text =
        g_strdup_printf("%s%s %s %s", before == NULL ? "" : before, login, options, public_key);
    cr_assert(
        g_file_set_contents_full(keys->allowed, text, -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
}

static Keys keys_new(void)
{
    Keys keys = {.folder = g_dir_make_tmp("vmatrix-keys-XXXXXX", NULL)};
    keys.boss = g_build_filename(keys.folder, "boss", NULL);
    keys.stranger = g_build_filename(keys.folder, "stranger", NULL);
    keys.allowed = g_build_filename(keys.folder, "allowed", NULL);
    make_key(keys.boss, "boss");
    make_key(keys.stranger, "stranger");
    allow(&keys, "t_boss", keys.boss, "namespaces=\"vmatrix-plan\"");
    return keys;
}

static void keys_clear(Keys *keys)
{
    const char *argv[] = {"rm", "-rf", "--", keys->folder, NULL};
    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
    g_free(keys->folder);
    g_free(keys->boss);
    g_free(keys->stranger);
    g_free(keys->allowed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Keys, keys_clear)

Test(approval, an_actuator_with_allowed_signers_acts_on_a_good_signature_alone)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_auto(Keys) keys = keys_new();
    g_autofree char *plan = test_estate_plan(estate, TARGET);

    ASSERT_RUN(0, "is approved until", "t_boss", "approve", plan);
    ASSERT_RUN(4, "the approval by 't_boss' is not signed", "t_robot", "apply", plan,
               "--allowed-signers", keys.allowed);
    ASSERT_RUN(0, "is approved until", "t_boss", "approve", plan, "--sign", keys.stranger);
    ASSERT_RUN(4, "does not have a good signature of an allowed key: ", "t_robot", "apply", plan,
               "--allowed-signers", keys.allowed);
    ASSERT_RUN(4, "' lets that name sign plans with that key", "t_robot", "apply", plan,
               "--allowed-signers", keys.allowed);
    ASSERT_RUN(4, "does not have a good signature", "t_robot", "apply", plan, "--dry-run",
               "--allowed-signers", keys.allowed);
    assert_nothing_moved(estate);

    ASSERT_RUN(0, "is approved until", "t_boss", "approve", plan, "--sign", keys.boss);
    ASSERT_RUN(0, "is carried out", "t_robot", "apply", plan, "--allowed-signers", keys.allowed);
    ASSERT_RUN(0, "the audit chain is whole", "t_eyes", "audit", "verify");
}

Test(approval, a_signature_holds_for_one_plan_one_person_and_one_time_alone)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_auto(Keys) keys = keys_new();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    g_autofree char *other = test_estate_plan(estate, (const char *const[]){"a", "h3", NULL});
    ASSERT_RUN(0, "is approved until", "t_boss", "approve", plan, "--sign", keys.boss);

    /* What a database administrator could write: the signature on another plan, … */
    g_free(test_database_sql(
        "ALTER TABLE approval DISABLE TRIGGER ALL; "
        "INSERT INTO approval (plan, plan_digest, decision, approver, expires_at, signature) "
        "SELECT p.plan, p.plan_digest, 'approved', a.approver, a.expires_at, a.signature "
        "FROM plan p, approval a WHERE p.plan <> a.plan; SELECT 1"));
    ASSERT_RUN(4, "does not have a good signature", "t_robot", "apply", other, "--allowed-signers",
               keys.allowed);
    /* … under another name, … */
    g_free(test_database_sql("UPDATE approval SET approver = 't_eyes'; SELECT 1"));
    ASSERT_RUN(4, "the approval by 't_eyes' does not have a good signature", "t_robot", "apply",
               plan, "--allowed-signers", keys.allowed);
    /* … or for longer. */
    g_free(test_database_sql("UPDATE approval SET approver = 't_boss', "
                             "expires_at = expires_at + interval '1 day'; SELECT 1"));
    ASSERT_RUN(4, "does not have a good signature", "t_robot", "apply", plan, "--allowed-signers",
               keys.allowed);
    assert_nothing_moved(estate);
    ASSERT_RUN(7, "the audit chain is broken", "t_eyes", "audit", "verify");
}

Test(approval, a_key_for_another_purpose_does_not_sign_plans)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_auto(Keys) keys = keys_new();
    allow(&keys, "t_boss", keys.stranger, "namespaces=\"git\"");
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    ASSERT_RUN(0, "is approved until", "t_boss", "approve", plan, "--sign", keys.stranger);
    ASSERT_RUN(4, "does not have a good signature", "t_robot", "apply", plan, "--allowed-signers",
               keys.allowed);
}

Test(approval, a_file_of_signers_that_others_may_write_is_not_trusted)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_auto(Keys) keys = keys_new();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    ASSERT_RUN(0, "is approved until", "t_boss", "approve", plan, "--sign", keys.boss);
    cr_assert_eq(g_chmod(keys.allowed, 0666), 0);
    ASSERT_RUN(1, "can be written by others", "t_robot", "apply", plan, "--allowed-signers",
               keys.allowed);
    ASSERT_RUN(1, "cannot be read", "t_robot", "apply", plan, "--allowed-signers", "/nonexistent");
    ASSERT_RUN(1, "cannot sign with the key '/nonexistent'", "t_boss", "approve", plan, "--sign",
               "/nonexistent");
    ASSERT_RUN(2, "an approval holds for more than 0 and at most 720 hours", "t_boss", "approve",
               plan, "--sign", keys.boss, "--valid-h", "721");
}

Test(approval, a_signed_plan_goes_on_after_a_stop_and_not_once_more)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_auto(Keys) keys = keys_new();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    ASSERT_RUN(0, "is approved until", "t_boss", "approve", plan, "--sign", keys.boss);
    ASSERT_RUN(6, "stopped after wave 1", "t_robot", "apply", plan, "--allowed-signers",
               keys.allowed, "--stop-after", "1");
    ASSERT_RUN(0, "is carried out", "t_robot", "apply", plan, "--allowed-signers", keys.allowed);
    ASSERT_RUN(4, "was used for execution 1", "t_robot", "apply", plan, "--allowed-signers",
               keys.allowed);
}

Test(approval, limits_and_a_second_approver)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_free(test_database_sql("CREATE ROLE t_second LOGIN IN ROLE vmatrix_approver; SELECT 1"));
    g_autofree char *plan = test_estate_plan(estate, TARGET);

    ASSERT_RUN(66, "no approver 't_author'", "postgres", "approver", "set", "t_author",
               "--max-domains", "1");
    ASSERT_RUN(2, "--max-domains: ", "postgres", "approver", "set", "t_boss", "--max-domains",
               "-1");
    ASSERT_RUN(2, "this is no use of 'approver set'", "postgres", "approver", "set", "t_boss");
    ASSERT_RUN(2, "this is no use of 'approver second'", "postgres", "approver", "second");
    ASSERT_RUN(1, "permission denied", "t_boss", "approver", "set", "t_boss", "--max-domains", "9");

    ASSERT_RUN(0, "", "postgres", "approver", "set", "t_boss", "--max-domains", "1");
    ASSERT_RUN(4, "'t_boss' may approve plans that touch at most 1 domains", "t_boss", "approve",
               plan);
    ASSERT_RUN(0, "", "postgres", "approver", "set", "t_boss", "--max-domains", "");
    ASSERT_RUN(0, "", "postgres", "approver", "second", "--above", "0.01");
    g_auto(TestCommand) list =
        test_estate_run("t_eyes", "approver", "list", "--output", "csv", NULL);
    cr_assert(g_str_has_prefix(
        list.output, "approver,max_operator_min,max_domains,second_approver_above,currency\r\n"));
    cr_assert(strstr(list.output, "t_boss,,,0.01,USD\r\n"), "%s", list.output);

    ASSERT_RUN(0, "is approved by 't_boss' alone, and it needs two approvers", "t_boss", "approve",
               plan);
    ASSERT_RUN(4, "it needs two approvers", "t_robot", "apply", plan);
    ASSERT_RUN(0, "is approved until", "t_second", "approve", plan);
    ASSERT_RUN(0, "is carried out", "t_robot", "apply", plan);
}

Test(approval, the_chain_is_proved_and_its_head_can_be_kept_elsewhere)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    g_auto(TestCommand) first = test_estate_run("t_eyes", "audit", "verify", NULL);
    cr_assert_eq(first.status, 0, "%s", first.errors);
    char *head = g_strchomp(first.output);
    ASSERT_RUN(0, "is approved until", "t_boss", "approve", plan);
    ASSERT_RUN(0, "the audit chain is whole", "t_eyes", "audit", "verify", "--head", head);
    ASSERT_RUN(2, "is no head of the chain", "t_eyes", "audit", "verify", "--head", "nonsense");
    ASSERT_RUN(2, "this is no use of 'audit list'", "t_eyes", "audit", "list", "--head", head);
    ASSERT_RUN(1, "permission denied", "t_boss", "audit", "verify");

    /* An administrator who writes the whole chain anew is seen by who kept a head. */
    g_free(test_database_sql(
        "ALTER TABLE audit DISABLE TRIGGER ALL; UPDATE audit SET actor = 'nobody' WHERE entry = 1; "
        "SELECT 1"));
    g_auto(TestCommand) altered = test_estate_run("t_eyes", "audit", "verify", NULL);
    assert_command(&altered, 7, "the audit chain is broken: 1 finding");
    cr_assert(strstr(altered.output, "entry 1 was altered"), "%s", altered.output);
    g_free(test_database_sql(
        "DO $$ DECLARE e record; before text := repeat('0', 64); BEGIN "
        "FOR e IN SELECT * FROM audit ORDER BY entry LOOP "
        "UPDATE audit SET previous = before, hash = encode(sha256(convert_to(concat_ws(E'\\n', "
        "before, "
        "e.entry, e.at, e.actor, e.subject, e.key, e.body), 'UTF8')), 'hex') WHERE entry = e.entry "
        "RETURNING hash INTO before; END LOOP; END $$; SELECT 1"));
    ASSERT_RUN(0, "the audit chain is whole", "t_eyes", "audit", "verify");
    ASSERT_RUN(7, "the audit chain is broken", "t_eyes", "audit", "verify", "--head", head);
    g_free(test_database_sql("DELETE FROM audit WHERE entry = 2; SELECT 1"));
    g_auto(TestCommand) missing = test_estate_run("t_eyes", "audit", "verify", NULL);
    cr_assert(strstr(missing.output, "entry 3 follows entry 1: entries are missing"), "%s",
              missing.output);
}

/* Every command that needs a role, for every role; '+' may, '-' may not. The roles are, in order:
 * collector, planner, approver, actuator, auditor. */
typedef struct {
    const char *may;
    const char *words[8];
} RoleRow;

static const RoleRow role_rows[] = {
    {"-++++", {"list"}},
    {"-++++", {"show", "PLAN"}},
    {"-++++", {"journal"}},
    {"-++++", {"journal", "--states"}},
    {"-++++", {"approver", "list"}},
    {"----+", {"audit", "list"}},
    {"----+", {"audit", "verify"}},
    {"-----", {"approver", "set", "t_boss", "--max-domains", "5"}},
    {"-----", {"approver", "second", "--above", "5"}},
    {"-----", {"db", "user", "add", "t_new", "--role", "planner"}},
    {"-++++", {"power", "list"}},
    {"---+-", {"power", "set", "h1", "--on", "true"}},
    {"-+---", {"host", "set", "h1", "--zone", "z"}},
    {"-+---", {"service", "add", "t_service"}},
    {"-+---", {"rule", "add", "t_rule", "--rule", "spread", "--domains", "a;b"}},
    {"-+---", {"rate", "set", "wage_per_h", "60"}},
    {"-+---", {"snapshot"}},
    {"-+---", {"plan", "--time-limit", "1"}},
    {"-+++-", {"freeze"}},
    {"--+--", {"unfreeze"}},
    {"--+--", {"approve", "PLAN"}},
    {"---+-", {"apply", "PLAN", "--dry-run"}},
    {"---+-", {"apply", "PLAN", "--stop-after", "1"}},
    {"--+--", {"reject", "PLAN", "--reason", "x"}},
};

static const char *const role_names[] = {"collector", "planner", "approver", "actuator", "auditor"};

static TestCommand run_words(const char *login, const RoleRow *row, const char *plan)
{
    const char *words[8] = {0};
    for (guint i = 0; i < G_N_ELEMENTS(row->words) && row->words[i] != NULL; i++)
        words[i] = strcmp(row->words[i], "PLAN") == 0 ? plan : row->words[i];
    return test_estate_run(login, words[0], words[1], words[2], words[3], words[4], words[5],
                           words[6], words[7], NULL);
}

Test(approval, each_role_may_do_its_own_and_nothing_else)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    for (guint i = 0; i < G_N_ELEMENTS(role_rows); i++)
        for (guint k = 0; k < G_N_ELEMENTS(role_names); k++) {
            g_autofree char *login = g_strdup_printf("t_only_%s", role_names[k]);
            if (i == 0) {
                g_autofree char *sql = g_strdup_printf(
                    "CREATE ROLE %s LOGIN IN ROLE vmatrix_%s; SELECT 1", login, role_names[k]);
                g_free(test_database_sql(sql));
            }
            g_auto(TestCommand) command = run_words(login, &role_rows[i], plan);
            bool denied = strstr(command.errors, "permission denied") != NULL;
            bool may = role_rows[i].may[k] == '+';
            cr_assert(may != denied, "%s: %s %s: exit %d: %s", login, role_rows[i].words[0],
                      role_rows[i].words[1] == NULL ? "" : role_rows[i].words[1], command.status,
                      command.errors);
            cr_assert(may || command.status == 1, "exit %d", command.status);
        }
}
