/* What somebody may change between approval and apply: each is refused with its reason and nothing
 * runs; with --partial only the steps that depend on it are left out. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

/* h1 and h4 are emptied; d and e stay. */
static const char *const target[] = {"a", "h2", "b", "h3", "c", "h3", NULL};

#define A "migrate 'a' from 'h1' to 'h2' would be left out"
#define B "migrate 'b' from 'h1' to 'h3' would be left out"
#define C "migrate 'c' from 'h4' to 'h3' would be left out"

typedef struct {
    /* Edits of the world, by ";": move DOMAIN FROM TO · remove HOST DOMAIN · add HOST DOMAIN MIB ·
     * domain HOST DOMAIN KEY TEXT · host HOST KEY TEXT · lacks HOST NAME. "collect" reads it. */
    const char *edits;
    const char *sql, *undo; /* in the database, NULL for nothing */
    const char *reason;
    const char *left_out, *goes; /* with --partial; goes NULL where nothing can */
} Mutation;

static const Mutation mutations[] = {
    /* a domain is not where the plan expects it, or not as it was */
    {"move a h1 h3", NULL, NULL,
     "'a' does not run on 'h1' as the plan expects: it is running on 'h3'", A, B},
    {"move a h1 h4", NULL, NULL,
     "'a' does not run on 'h1' as the plan expects: it is running on 'h4'", A, C},
    {"move a h1 h2", NULL, NULL,
     "'a' does not run on 'h1' as the plan expects: it is running on 'h2'", A, B},
    {"move b h1 h2", NULL, NULL,
     "'b' does not run on 'h1' as the plan expects: it is running on 'h2'", B, A},
    {"move c h4 h1", NULL, NULL,
     "'c' does not run on 'h4' as the plan expects: it is running on 'h1'", C, A},
    {"domain h1 a state paused", NULL, NULL,
     "'a' does not run on 'h1' as the plan expects: it is paused", A, B},
    {"domain h1 b state paused", NULL, NULL,
     "'b' does not run on 'h1' as the plan expects: it is paused", B, A},
    {"domain h4 c state paused", NULL, NULL,
     "'c' does not run on 'h4' as the plan expects: it is paused", C, A},
    {"domain h1 a state shutoff", NULL, NULL, "it is shutoff on 'h1'", A, B},
    {"domain h4 c state shutoff", NULL, NULL, "it is shutoff on 'h4'", C, B},
    {"domain h1 b state crashed", NULL, NULL, "it is crashed on 'h1'", B, C},
    {"remove h1 a", NULL, NULL,
     "'a' does not run on 'h1' as the plan expects: it is on no host that answers", A, B},
    {"remove h1 b", NULL, NULL,
     "'b' does not run on 'h1' as the plan expects: it is on no host that answers", B, A},
    {"remove h4 c", NULL, NULL,
     "'c' does not run on 'h4' as the plan expects: it is on no host that answers", C, A},
    {"domain h1 a uuid 11111111-2222-3333-4444-555555555555", NULL, NULL,
     "'a' does not run on 'h1' as the plan expects", A, B},
    {"remove h1 a;add h3 a 256", NULL, NULL,
     "'a' does not run on 'h1' as the plan expects: it is running on 'h3'", A, B},
    /* the destination has it, or something of its name, already */
    {"add h2 a 256", NULL, NULL,
     "domain 'a' is running on 'h2' already, where the plan would bring it", A, B},
    {"add h2 a 256;domain h2 a state paused", NULL, NULL, "domain 'a' is paused on 'h2' already", A,
     C},
    {"add h3 b 256;domain h3 b state crashed", NULL, NULL, "domain 'b' is crashed on 'h3' already",
     B, A},
    {"add h2 a 256;domain h2 a uuid 11111111-2222-3333-4444-555555555555", NULL, NULL,
     "host 'h2' has another domain of the name 'a' (UUID 11111111-", A, B},
    {"add h3 c 256;domain h3 c uuid 11111111-2222-3333-4444-555555555555;domain h3 c state shutoff",
     NULL, NULL, "host 'h3' has another domain of the name 'c'", C, A},
    /* a host is gone */
    {"host h2 state down", NULL, NULL, "host 'h2' does not answer: ", A, B},
    {"host h2 state unreachable", NULL, NULL, "host 'h2' does not answer: ", A, C},
    {"host h2 state hang", NULL, NULL, "host 'h2' does not answer: ", A, B},
    {"host h3 state down", NULL, NULL, "host 'h3' does not answer: ", B, A},
    {"host h3 state unreachable", NULL, NULL, "host 'h3' does not answer: ", C, A},
    {"host h1 state down", NULL, NULL, "host 'h1' does not answer: ", A, C},
    {"host h4 state unreachable", NULL, NULL, "host 'h4' does not answer: ", C, A},
    /* no room any more */
    {"add h2 newcomer 6900", NULL, NULL, "host 'h2' would pass its limit of 'memory_mib' in wave 1",
     A, B},
    {"add h3 newcomer 7000", NULL, NULL, "host 'h3' would pass its limit of 'memory_mib' in wave 1",
     B, A},
    {"grow h1 a 7300;collect", NULL, NULL, "host 'h2' would pass its limit of 'memory_mib'", A, B},
    {"grow h4 c 7000;collect", NULL, NULL, "host 'h3' would pass its limit of 'memory_mib'", C, A},
    /* not empty any more */
    {"add h1 newcomer 100", NULL, NULL, "host 'h1' does not become empty: 'newcomer' is there",
     "power_off 'h1' would be left out", A},
    {"add h4 newcomer 100", NULL, NULL, "host 'h4' does not become empty: 'newcomer' is there",
     "power_off 'h4' would be left out", A},
    /* it cannot run there */
    {"domain h1 a cpu_model Skylake-Server", NULL, NULL,
     "host 'h2' cannot run domain 'a': its CPU cannot run what the domain's CPU asks for", A, B},
    {"host h3 cpu_model other;domain h4 c cpu_model qemu64", NULL, NULL,
     "host 'h3' cannot run domain 'c': its CPU", C, A},
    {"domain h1 a network blue;lacks h2 blue", NULL, NULL,
     "host 'h2' cannot run domain 'a': it has no network 'blue'", A, B},
    {"domain h1 b pool fast;lacks h3 fast/b", NULL, NULL,
     "host 'h3' cannot run domain 'b': it has no volume 'fast/b'", B, A},
    /* a person has closed a host */
    {"", "UPDATE host SET state = 'closed' WHERE host = 'h2'", "UPDATE host SET state = 'up'",
     "host 'h2' takes no domains any more: its state is 'closed'", A, B},
    {"", "UPDATE host SET state = 'failed' WHERE host = 'h2'", "UPDATE host SET state = 'up'",
     "host 'h2' takes no domains any more: its state is 'failed'", A, C},
    {"", "UPDATE host SET state = 'drain' WHERE host = 'h3'", "UPDATE host SET state = 'up'",
     "host 'h3' takes no domains any more: its state is 'drain'", B, A},
    {"", "UPDATE host SET uri = 'sim:///nowhere?host=h2', peer_uri = uri WHERE host = 'h2'",
     "UPDATE host SET uri = peer_uri, peer_uri = NULL WHERE host = 'h2'",
     "host 'h2' does not answer: cannot open the simulated world", A, B},
    {"", "UPDATE host SET uri = 'nonsense://x', peer_uri = uri WHERE host = 'h4'",
     "UPDATE host SET uri = peer_uri, peer_uri = NULL WHERE host = 'h4'",
     "host 'h4' does not answer: ", C, A},
    {"", "UPDATE host SET removed_at = now() WHERE host = 'h3'",
     "UPDATE host SET removed_at = NULL",
     "host 'h3' does not answer: it is no longer in the inventory", B, A},
};

static void grow(const TestEstate *estate, char **words)
{
    test_world_set_domain_number(estate->world, words[1], words[2], "memory_mib", atoi(words[3]));
}

static void edit(const TestEstate *estate, const char *text)
{
    const TestWorld *world = estate->world;
    g_auto(GStrv) words = g_strsplit(text, " ", 5);
    if (strcmp(words[0], "move") == 0)
        test_world_move(world, words[1], words[2], words[3]);
    else if (strcmp(words[0], "remove") == 0)
        test_world_remove(world, words[1], words[2]);
    else if (strcmp(words[0], "add") == 0) {
        test_world_add_domain(world, words[1], words[2]);
        grow(estate, words);
    } else if (strcmp(words[0], "grow") == 0)
        grow(estate, words);
    else if (strcmp(words[0], "domain") == 0)
        test_world_set_domain(world, words[1], words[2], words[3], words[4]);
    else if (strcmp(words[0], "host") == 0)
        test_world_set_host(world, words[1], words[2], words[3]);
    else if (strcmp(words[0], "lacks") == 0)
        test_world_set_host_lacks(world, words[1], words[2]);
    else if (strcmp(words[0], "collect") == 0)
        test_estate_collect(estate);
}

static void mutate(const TestEstate *estate, const Mutation *mutation)
{
    g_auto(GStrv) edits = g_strsplit(mutation->edits, ";", -1);
    for (guint i = 0; edits[i] != NULL; i++)
        edit(estate, edits[i]);
    g_autofree char *changed = mutation->sql == NULL ? NULL : test_database_sql(mutation->sql);
}

static void assert_refused(const TestEstate *estate, const char *plan, const Mutation *mutation)
{
    g_auto(TestCommand) command =
        test_estate_run("t_robot", "apply", plan, "--deadline-ms", "1500", NULL);
    cr_assert_eq(command.status, 3, "'%s' %s: exit %d: %s", mutation->edits, mutation->sql,
                 command.status, command.errors);
    cr_assert(strstr(command.errors, mutation->reason), "'%s' is not in: %s", mutation->reason,
              command.errors);
    cr_assert_eq(test_world_n_migrations(estate->world, "*"), 0, "%s: nothing runs",
                 mutation->edits);
}

static void assert_others_would_go(const char *plan, const Mutation *mutation)
{
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, "--partial",
                                                  "--dry-run", "--deadline-ms", "1500", NULL);
    cr_assert_eq(command.status, 0, "'%s' %s: exit %d: %s", mutation->edits, mutation->sql,
                 command.status, command.errors);
    cr_assert(strstr(command.errors, mutation->left_out), "'%s' is not in: %s", mutation->left_out,
              command.errors);
    cr_assert_not(strstr(command.errors, mutation->goes), "'%s' is in: %s", mutation->goes,
                  command.errors);
}

static char *make_plan(TestEstate *estate)
{
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h1", "b");
    test_world_add_domain(estate->world, "h4", "c");
    test_world_add_domain(estate->world, "h2", "d");
    test_world_add_domain(estate->world, "h3", "e");
    char *plan = test_estate_plan(estate, target);
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    return plan;
}

Test(apply_mutations, each_is_refused_with_its_reason_and_only_what_depends_on_it_is_left_out)
{
    g_autoptr(TestEstate) estate = test_estate_new(4);
    g_autofree char *plan = make_plan(estate);
    g_autofree char *world = NULL;
    cr_assert(g_file_get_contents(estate->world->path, &world, NULL, NULL));
    cr_assert_geq(G_N_ELEMENTS(mutations), 40);
    for (guint i = 0; i < G_N_ELEMENTS(mutations); i++) {
        mutate(estate, &mutations[i]);
        assert_refused(estate, plan, &mutations[i]);
        assert_others_would_go(plan, &mutations[i]);
        cr_assert(g_file_set_contents(estate->world->path, world, -1, NULL));
        g_autofree char *undone =
            mutations[i].undo == NULL ? NULL : test_database_sql(mutations[i].undo);
        if (strstr(mutations[i].edits, "collect") != NULL)
            test_estate_collect(estate);
    }
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(command.status, 0, "unharmed it is carried out: %s", command.errors);
    fprintf(stderr, "%zu mutations, each refused with its reason\n", G_N_ELEMENTS(mutations));
}

static void assert_partial_runs(const Mutation *mutation, const char *done)
{
    g_autoptr(TestEstate) estate = test_estate_new(4);
    g_autofree char *plan = make_plan(estate);
    mutate(estate, mutation);
    g_auto(TestCommand) command =
        test_estate_run("t_robot", "apply", plan, "--partial", "--deadline-ms", "1500", NULL);
    cr_assert_eq(command.status, 6, "exit %d: %s", command.status, command.errors);
    cr_assert(strstr(command.errors, mutation->reason), "%s", command.errors);
    g_autofree char *ran = test_database_sql(
        "SELECT string_agg(a.domain, ',' ORDER BY a.domain) FROM step s JOIN execution e USING "
        "(execution) JOIN plan_action a ON a.plan = e.plan AND a.seq = s.seq WHERE s.state = "
        "'done'");
    cr_assert_str_eq(ran, done, "%s", command.errors);
}

Test(apply_mutations, partial_runs_the_independent_steps)
{
    assert_partial_runs(&mutations[0], "b,c");  /* a was moved by hand */
    assert_partial_runs(&mutations[21], "b,c"); /* h2 is down */
    assert_partial_runs(&mutations[24], "a");   /* h3 is down */
    assert_partial_runs(&mutations[34], "b,c"); /* the CPU of h2 */
}
