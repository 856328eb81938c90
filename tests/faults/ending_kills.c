/* Copies and retirements on simulated hosts, killed or cut off at each point in turn: after each,
 * no guest is lost, doubled or destroyed without its definition being kept, and the next apply ends
 * the plan.
 *
 * usage: throwaway-postgres faults_ending_kills [MOST [SEED]]     (VMATRIX: vmatrix_faulty)
 * MOST points of each kind of plan (default: all), drawn by SEED.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

#define APPLIES_AT_MOST 4

typedef struct {
    const char *name;
    const char *domain; /* that is made or ends */
    const char *limit, *value;
    const char *const *target;
    const char *before, *half, *after; /* where it may be, with h2 */
} Kind;

static const Kind kinds[] = {
    {"replicate", "a-replica-1", "min_replicas", "2",
     (const char *const[]){"a-replica-1", "h2", NULL}, "", "h2:shutoff", "h2:running"},
    {"retire", "b", "max_replicas", "1", (const char *const[]){NULL}, "h2:running", "h2:shutoff",
     ""},
};

typedef struct {
    const Kind *kind;
    TestEstate *estate;
    char *plan;
    const char *fault;
} Case;

static void fail(const Case *now, const char *what, const char *detail)
{
    fprintf(stderr, "FAILED: %s with '%s': %s: %s\n", now->kind->name,
            now->fault == NULL ? "no fault" : now->fault, what, detail);
    g_autofree char *journal =
        test_database_sql("SELECT at, seq, event, detail FROM journal ORDER BY entry");
    fprintf(stderr, "%s\n", journal);
    exit(1);
}

/* 'a' on h1; for a retirement 'b' on h2 too. */
static void case_begin(Case *now)
{
    const Kind *kind = now->kind;
    now->estate = test_estate_new(2);
    test_world_add_domain(now->estate->world, "h1", "a");
    test_world_set_persistent(now->estate->world, "h1", "a");
    if (*kind->before != '\0') {
        test_world_add_domain(now->estate->world, "h2", kind->domain);
        test_world_set_persistent(now->estate->world, "h2", kind->domain);
    }
    test_estate_collect(now->estate);
    g_autofree char *sql = g_strdup_printf(
        "INSERT INTO service (service, %s) VALUES ('web', %s); "
        "UPDATE domain SET service_id = (SELECT service_id FROM service WHERE service = 'web')",
        kind->limit, kind->value);
    g_autofree char *output = test_database_sql(sql);
    now->plan = test_estate_plan(now->estate, kind->target);
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", now->plan, NULL);
    if (approval.status != 0)
        fail(now, "approve", approval.errors);
}

static void case_end(Case *now)
{
    g_free(now->plan);
    test_estate_free(now->estate);
}

static bool is_at(const Case *now, const char *domain, const char *expected)
{
    g_autofree char *where = test_world_where(now->estate->world, domain);
    return strcmp(where, expected) == 0;
}

/* Without a look at what the program says of itself, but for the definition that it must keep. */
static void check_world(const Case *now)
{
    const Kind *kind = now->kind;
    g_autofree char *where = test_world_where(now->estate->world, kind->domain);
    if (!is_at(now, "a", "h1:running"))
        fail(now, "the template", "'a' does not run on h1 alone");
    if (strcmp(where, kind->before) != 0 && strcmp(where, kind->half) != 0 &&
        strcmp(where, kind->after) != 0)
        fail(now, "the domain is at", where);
    if (*where == '\0' && *kind->before != '\0') {
        g_autofree char *kept = test_database_sql(
            "SELECT count(*) FROM journal WHERE figures ->> 'xml' LIKE '%<name>b</name>%'");
        if (strcmp(kept, "0") == 0)
            fail(now, "the definition", "is gone, and the journal does not have it");
    }
}

static int apply(const Case *now, const char *fault, char **ret_said)
{
    if (fault != NULL)
        setenv("VMATRIX_FAULT", fault, 1);
    g_auto(TestCommand) command =
        test_estate_run("t_robot", "apply", now->plan, "--settle-ms", "300", NULL);
    unsetenv("VMATRIX_FAULT");
    *ret_said = g_steal_pointer(&command.errors);
    return command.status;
}

static bool is_done(const Case *now)
{
    g_autofree char *sql = g_strdup_printf(
        "SELECT count(*) FROM execution WHERE plan = '%s' AND state = 'done'", now->plan);
    g_autofree char *n = test_database_sql(sql);
    return strcmp(n, "1") == 0;
}

static void check_end(const Case *now)
{
    if (!is_at(now, now->kind->domain, now->kind->after))
        fail(now, "at the end", "the domain is not where the plan says");
    g_autofree char *open =
        test_database_sql("SELECT string_agg(state, ' ') FROM step WHERE state <> 'done'");
    if (*open != '\0')
        fail(now, "steps at the end", open);
    check_world(now);
}

/* Points that one undisturbed apply passes: "NAME" with how often. */
static GPtrArray *list_points(const Kind *kind)
{
    Case now = {.kind = kind};
    g_autofree char *log = g_strdup_printf("/tmp/vmatrix-points-%d", (int)getpid());
    g_autofree char *said = NULL;
    g_autofree char *text = NULL;
    case_begin(&now);
    setenv("VMATRIX_FAULT_LOG", log, 1);
    if (apply(&now, NULL, &said) != 0)
        fail(&now, "apply", said);
    unsetenv("VMATRIX_FAULT_LOG");
    check_end(&now);
    case_end(&now);
    if (!g_file_get_contents(log, &text, NULL, NULL))
        fail(&now, "the fault points", "were not written down");
    unlink(log);
    GPtrArray *points = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) passed = g_hash_table_new(g_str_hash, g_str_equal);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL && **line != '\0'; line++) {
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(passed, *line)) + 1;
        g_hash_table_insert(passed, *line, GUINT_TO_POINTER(n));
        g_ptr_array_add(points, g_strdup_printf("%s:kill@%u", *line, n));
        g_ptr_array_add(points, g_strdup_printf("%s:fail@%u", *line, n));
    }
    return points;
}

/* True where it killed the program: what an apply passes while it waits differs a little. */
static bool strike(const Kind *kind, const char *fault)
{
    Case now = {.kind = kind, .fault = fault};
    g_autofree char *said = NULL;
    case_begin(&now);
    int status = apply(&now, fault, &said);
    bool killed = status == -SIGKILL;
    check_world(&now);
    for (int i = 0; !is_done(&now); i++) {
        if (i == APPLIES_AT_MOST)
            fail(&now, "it does not end", said);
        g_free(said);
        status = apply(&now, NULL, &said);
        check_world(&now);
    }
    if (status != 0 && status != -SIGKILL && strstr(fault, ":fail") == NULL)
        fail(&now, "the last apply", said);
    check_end(&now);
    case_end(&now);
    return killed;
}

int main(int argc, char **argv)
{
    guint most = argc > 1 ? (guint)atoi(argv[1]) : G_MAXUINT;
    guint seed = argc > 2 ? (guint)atoi(argv[2]) : 20261128;
    GRand *random = g_rand_new_with_seed(seed);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GPtrArray) points = list_points(&kinds[i]);
        guint n_all = points->len, n = 0, n_kills = 0, n_killed = 0;
        for (; n < most && points->len > 0; n++) {
            guint at = (guint)g_rand_int_range(random, 0, (gint)points->len);
            g_autofree char *fault = g_ptr_array_steal_index_fast(points, at);
            n_kills += strstr(fault, ":kill@") != NULL;
            n_killed += strike(&kinds[i], fault);
        }
        if (n_kills > 0 && n_killed == 0)
            fail(&(Case){.kind = &kinds[i]}, "kills", "none of them struck");
        printf("%s: %u of %u faults, %u of %u kills struck, 0 lost, 0 doubled, each ended by the "
               "next apply\n",
               kinds[i].name, n, n_all, n_killed, n_kills);
        fflush(stdout);
    }
    g_rand_free(random);
    return 0;
}
