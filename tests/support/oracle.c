#include "tests/support/oracle.h"

#include <jansson.h>
#include <string.h>

#include "tests/support/test_database.h"

static json_t *read_world(const char *path)
{
    json_error_t error;
    json_t *world = json_load_file(path, 0, &error);
    if (world == NULL)
        g_error("%s: %s", path, error.text);
    return world;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

static void complain(GPtrArray *wrongs, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(wrongs, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

static void check_alive_once(const json_t *world, const char *domain, GPtrArray *wrongs)
{
    size_t i;
    json_t *entry;
    guint n_running = 0, n_other = 0;
    json_array_foreach(json_object_get(world, "domains"), i, entry)
    {
        if (strcmp(text_of(entry, "name"), domain) != 0)
            continue;
        if (strcmp(text_of(entry, "state"), "running") == 0)
            n_running++;
        else if (strcmp(text_of(entry, "state"), "shutoff") != 0)
            n_other++;
    }
    if (n_running != 1 || n_other != 0)
        complain(wrongs, "domain '%s' runs %u times, and %u times is something else", domain,
                 n_running, n_other);
}

static void check_where(const json_t *world, const char *domain, const char *host,
                        GPtrArray *wrongs)
{
    size_t i;
    json_t *entry;
    json_array_foreach(json_object_get(world, "domains"), i, entry)
    {
        if (strcmp(text_of(entry, "name"), domain) == 0 &&
            strcmp(text_of(entry, "host"), host) == 0 &&
            strcmp(text_of(entry, "state"), "running") == 0)
            return;
    }
    complain(wrongs, "domain '%s' does not run on '%s'", domain, host);
}

/* rows of SQL, each a complaint */
static void complain_of_rows(const char *what, const char *sql, const char *plan, GPtrArray *wrongs)
{
    g_autofree char *whole = g_strdup_printf(sql, plan);
    g_autofree char *found = test_database_sql(whole);
    if (*found != '\0')
        complain(wrongs, "%s: %s", what, found);
}

static void check_journal(const char *plan, GPtrArray *wrongs)
{
    complain_of_rows(
        "a step's last entry is not its state",
        "SELECT s.seq, s.state, j.event FROM step s JOIN execution e USING (execution) "
        "CROSS JOIN LATERAL (SELECT event FROM journal j WHERE j.execution = s.execution "
        "AND j.seq = s.seq AND event <> 'note' ORDER BY entry DESC LIMIT 1) j "
        "WHERE e.plan = '%s' AND j.event <> s.state",
        plan, wrongs);
    complain_of_rows("a step was called without a claim just before",
                     "SELECT seq, before FROM (SELECT seq, event, lag(event) OVER (PARTITION BY "
                     "execution, seq ORDER BY entry) AS before FROM journal WHERE plan = '%s' AND "
                     "seq IS NOT NULL AND event <> 'note') e WHERE event = 'calling' AND before IS "
                     "DISTINCT FROM 'intent'",
                     plan, wrongs);
    complain_of_rows("a step is done twice",
                     "SELECT execution, seq FROM journal WHERE plan = '%s' AND event = 'done' "
                     "GROUP BY 1, 2 HAVING count(*) > 1",
                     plan, wrongs);
    complain_of_rows(
        "the epoch went back",
        "SELECT entry FROM (SELECT entry, epoch, max(epoch) OVER (PARTITION BY "
        "execution ORDER BY entry) AS highest FROM journal WHERE plan = '%s' AND epoch "
        "IS NOT NULL) e WHERE epoch < highest",
        plan, wrongs);
}

static void check_finished_migrations(const json_t *world, const char *domain, GPtrArray *wrongs)
{
    size_t i;
    json_t *migration;
    guint n_finished = 0;
    json_array_foreach(json_object_get(world, "migrations"), i, migration)
    {
        if (strcmp(text_of(migration, "domain"), domain) == 0 &&
            strcmp(text_of(migration, "state"), "done") == 0)
            n_finished++;
    }
    g_autofree char *sql = g_strdup_printf("SELECT count(*) FROM journal j JOIN plan_action a "
                                           "USING (plan, seq) WHERE j.event = 'done' "
                                           "AND a.action = 'migrate' AND a.domain = '%s'",
                                           domain);
    g_autofree char *n_done = test_database_sql(sql);
    if (g_ascii_strtoull(n_done, NULL, 10) != n_finished)
        complain(wrongs, "domain '%s' was migrated %u times, %s steps for it are done", domain,
                 n_finished, n_done);
}

GPtrArray *oracle_ask(const char *world_path, const char *const *domains, const char *plan)
{
    GPtrArray *wrongs = g_ptr_array_new_with_free_func(g_free);
    json_t *world = read_world(world_path);
    for (; *domains != NULL; domains++)
        check_alive_once(world, *domains, wrongs);
    check_journal(plan, wrongs);
    json_decref(world);
    return wrongs;
}

GPtrArray *oracle_ask_at_the_end(const char *world_path, const char *const *domains,
                                 const char *const *target, const char *plan)
{
    GPtrArray *wrongs = oracle_ask(world_path, domains, plan);
    json_t *world = read_world(world_path);
    for (; *target != NULL; target += 2)
        check_where(world, target[0], target[1], wrongs);
    for (; *domains != NULL; domains++)
        check_finished_migrations(world, *domains, wrongs);
    complain_of_rows("the execution has not ended",
                     "SELECT execution, state FROM execution WHERE plan = '%s' AND state <> 'done'",
                     plan, wrongs);
    complain_of_rows(
        "the database has another placement than the plan",
        "SELECT d.domain, h.host FROM placement p JOIN domain d USING (domain_id) JOIN "
        "host h USING (host_id) JOIN (SELECT DISTINCT ON (domain) domain, to_host FROM "
        "plan_action WHERE plan = '%s' AND domain IS NOT NULL ORDER BY domain, seq "
        "DESC) a ON a.domain = d.domain WHERE h.host <> a.to_host",
        plan, wrongs);
    json_decref(world);
    return wrongs;
}
