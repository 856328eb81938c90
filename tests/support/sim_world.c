#include "tests/support/sim_world.h"

#include <glib/gstdio.h>
#include <string.h>

#include "hypervisor/sim_advance.h"
#include "hypervisor/sim_world.h"

static SimWorld *enter(const TestWorld *world)
{
    g_autoptr(GError) error = NULL;
    SimWorld *sim = sim_world_open(world->path, &error);
    if (sim == NULL)
        g_error("%s", error->message);
    sim_advance(sim);
    return sim;
}

static void leave(SimWorld *sim)
{
    g_autoptr(GError) error = NULL;
    if (!sim_world_save(sim, &error))
        g_error("%s", error->message);
    sim_world_close(sim);
}

static json_t *domain_of(const SimWorld *sim, const char *host, const char *domain)
{
    json_t *found = sim_world_domain(sim, host, domain, NULL);
    if (found == NULL)
        g_error("simulated host '%s' has no domain '%s'", host, domain);
    return found;
}

static json_t *host_of(const SimWorld *sim, const char *host)
{
    json_t *found = sim_world_host(sim, host);
    if (found == NULL)
        g_error("the simulated world has no host '%s'", host);
    return found;
}

TestWorld *test_world_new(bool manual_clock)
{
    g_autoptr(GError) error = NULL;
    TestWorld *world = g_new0(TestWorld, 1);
    world->directory = g_dir_make_tmp("vmatrix-world-XXXXXX", &error);
    if (world->directory == NULL)
        g_error("%s", error->message);
    world->path = g_build_filename(world->directory, "world.json", NULL);
    if (!sim_world_create(world->path, manual_clock, &error))
        g_error("%s", error->message);
    return world;
}

void test_world_free(TestWorld *world)
{
    if (world == NULL)
        return;
    const char *const argv[] = {"rm", "-rf", "--", world->directory, NULL};
    g_spawn_sync(NULL, (char **)(guintptr)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                 NULL, NULL);
    g_free(world->path);
    g_free(world->directory);
    g_free(world);
}

char *test_world_uri(const TestWorld *world, const char *host)
{
    g_autofree char *escaped = g_uri_escape_string(host, NULL, FALSE);
    return g_strdup_printf("sim://%s?host=%s", world->path, escaped);
}

char *test_world_uuid(const char *domain)
{
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, domain, -1);
    return g_strdup_printf("%.8s-%.4s-4%.3s-8%.3s-%.12s", digest, digest + 8, digest + 12,
                           digest + 16, digest + 20);
}

void test_world_add_host(const TestWorld *world, const char *host)
{
    SimWorld *sim = enter(world);
    json_object_set_new(json_object_get(sim->root, "hosts"), host,
                        json_pack("{s:s, s:i, s:i}", "state", "up", "cpus", 4, "memory_mib", 4096));
    leave(sim);
}

void test_world_add_domain(const TestWorld *world, const char *host, const char *domain)
{
    g_autofree char *uuid = test_world_uuid(domain);
    SimWorld *sim = enter(world);
    host_of(sim, host);
    json_t *added =
        json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:i}", "name", domain, "uuid", uuid, "host", host,
                  "state", "running", "memory_mib", 256, "vcpus", 1, "cpu_mcpu", 100);
    sim_set_number(added, "settled_ms", sim_world_now_ms(sim));
    sim_reset_counters(sim, added);
    json_array_append_new(sim_world_list(sim, "domains"), added);
    leave(sim);
}

void test_world_set_host(const TestWorld *world, const char *host, const char *key,
                         const char *text)
{
    SimWorld *sim = enter(world);
    sim_set_text(host_of(sim, host), key, text);
    leave(sim);
}

void test_world_set_host_lacks(const TestWorld *world, const char *host, const char *name)
{
    SimWorld *sim = enter(world);
    json_t *object = host_of(sim, host);
    if (json_object_get(object, "lacks") == NULL)
        json_object_set_new(object, "lacks", json_array());
    json_array_append_new(json_object_get(object, "lacks"), json_string(name));
    leave(sim);
}

void test_world_set_host_list(const TestWorld *world, const char *host, const char *key,
                              const char *names)
{
    SimWorld *sim = enter(world);
    json_t *list = json_array();
    g_auto(GStrv) parts = g_strsplit_set(names, " ", -1);
    for (char **part = parts; *part != NULL; part++)
        if (**part != '\0')
            json_array_append_new(list, json_string(*part));
    json_object_set_new(host_of(sim, host), key, list);
    leave(sim);
}

void test_world_set_host_truth(const TestWorld *world, const char *host, const char *key)
{
    SimWorld *sim = enter(world);
    json_object_set_new(host_of(sim, host), key, json_true());
    leave(sim);
}

void test_world_set_host_number(const TestWorld *world, const char *host, const char *key,
                                int64_t number)
{
    SimWorld *sim = enter(world);
    sim_set_number(host_of(sim, host), key, number);
    leave(sim);
}

void test_world_set_domain(const TestWorld *world, const char *host, const char *domain,
                           const char *key, const char *text)
{
    SimWorld *sim = enter(world);
    sim_set_text(domain_of(sim, host, domain), key, text);
    leave(sim);
}

void test_world_set_domain_number(const TestWorld *world, const char *host, const char *domain,
                                  const char *key, int64_t number)
{
    SimWorld *sim = enter(world);
    sim_set_number(domain_of(sim, host, domain), key, number);
    leave(sim);
}

void test_world_set_persistent(const TestWorld *world, const char *host, const char *domain)
{
    SimWorld *sim = enter(world);
    json_object_set_new(domain_of(sim, host, domain), "persistent", json_true());
    leave(sim);
}

void test_world_forget(const TestWorld *world, const char *host, const char *domain,
                       const char *what)
{
    SimWorld *sim = enter(world);
    json_t *object = domain_of(sim, host, domain);
    if (json_object_get(object, "missing") == NULL)
        json_object_set_new(object, "missing", json_array());
    json_array_append_new(json_object_get(object, "missing"), json_string(what));
    leave(sim);
}

void test_world_restart(const TestWorld *world, const char *host, const char *domain)
{
    SimWorld *sim = enter(world);
    sim_reset_counters(sim, domain_of(sim, host, domain));
    leave(sim);
}

void test_world_move(const TestWorld *world, const char *domain, const char *from, const char *to)
{
    SimWorld *sim = enter(world);
    json_t *moved = domain_of(sim, from, domain);
    host_of(sim, to);
    sim_set_text(moved, "host", to);
    sim_reset_counters(sim, moved);
    leave(sim);
}

static json_t *only_entry(const SimWorld *sim, const char *domain)
{
    json_t *found = NULL;
    size_t i;
    json_t *entry;
    json_array_foreach(sim_world_list(sim, "domains"), i, entry)
    {
        if (sim_is(entry, "name", domain) && found != NULL)
            return NULL;
        if (sim_is(entry, "name", domain))
            found = entry;
    }
    return found;
}

bool test_world_meddle(const TestWorld *world, const char *domain, const char *how,
                       const char *host)
{
    SimWorld *sim = enter(world);
    json_t *entry = only_entry(sim, domain);
    bool done = entry != NULL && sim_is(entry, "state", "running") &&
                !(strcmp(how, "move") == 0 && sim_is(entry, "host", host));
    if (done && strcmp(how, "pause") == 0)
        sim_set_text(entry, "state", "paused");
    else if (done && strcmp(how, "remove") == 0)
        sim_world_remove_domain(sim, entry);
    else if (done && strcmp(how, "resize") == 0)
        sim_set_number(entry, "memory_mib", sim_number(entry, "memory_mib", 256) * 5 / 4);
    else if (done)
        sim_set_text(entry, "host", host);
    leave(sim);
    return done;
}

void test_world_remove(const TestWorld *world, const char *host, const char *domain)
{
    SimWorld *sim = enter(world);
    sim_world_remove_domain(sim, domain_of(sim, host, domain));
    leave(sim);
}

void test_world_fault(const TestWorld *world, const char *domain, const char *point)
{
    SimWorld *sim = enter(world);
    json_array_append_new(
        sim_world_list(sim, "faults"),
        json_pack("{s:s, s:s, s:i}", "domain", domain, "point", point, "times", 1));
    leave(sim);
}

void test_world_forget_faults(const TestWorld *world)
{
    SimWorld *sim = enter(world);
    json_array_clear(sim_world_list(sim, "faults"));
    leave(sim);
}

void test_world_forget_migrations(const TestWorld *world)
{
    SimWorld *sim = enter(world);
    json_array_clear(sim_world_list(sim, "migrations"));
    leave(sim);
}

bool test_world_undo_migration(const TestWorld *world, const char *domain, const char *from)
{
    SimWorld *sim = enter(world);
    json_t *migrations = sim_world_list(sim, "migrations");
    json_t *last = NULL;
    for (size_t i = json_array_size(migrations); last == NULL && i-- > 0;)
        if (sim_is(json_array_get(migrations, i), "domain", domain))
            last = json_array_get(migrations, i);
    bool done = last != NULL && sim_is(last, "state", "done") && sim_is(last, "from", from);
    if (done)
        sim_set_text(last, "state", "undone");
    leave(sim);
    return done;
}

void test_world_step(const TestWorld *world, int64_t ms)
{
    SimWorld *sim = enter(world);
    sim_set_number(sim->root, "now_ms", sim_world_now_ms(sim) + ms);
    sim_advance(sim);
    leave(sim);
}

void test_world_power_off(const TestWorld *world, const char *host)
{
    SimWorld *sim = enter(world);
    host_of(sim, host);
    sim_power_off(sim, host);
    sim_advance(sim);
    leave(sim);
}

static gint compare_texts(gconstpointer left, gconstpointer right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

char *test_world_where(const TestWorld *world, const char *domain)
{
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(SimWorld) sim = enter(world);
    size_t i;
    json_t *entry;
    json_array_foreach(sim_world_list(sim, "domains"), i, entry)
    {
        if (sim_is(entry, "name", domain))
            g_ptr_array_add(places, g_strdup_printf("%s:%s", sim_text(entry, "host", "?"),
                                                    sim_text(entry, "state", "?")));
    }
    g_ptr_array_sort(places, compare_texts);
    g_ptr_array_add(places, NULL);
    return g_strjoinv(" ", (char **)places->pdata);
}

guint test_world_n_migrations(const TestWorld *world, const char *domain)
{
    guint n = 0;
    g_autoptr(SimWorld) sim = enter(world);
    size_t i;
    json_t *migration;
    json_array_foreach(sim_world_list(sim, "migrations"), i, migration)
    {
        if (strcmp(domain, "*") == 0 || sim_is(migration, "domain", domain))
            n++;
    }
    return n;
}

static bool runs_at(const json_t *migration, int64_t at_ms)
{
    return sim_number(migration, "started_ms", 0) <= at_ms &&
           at_ms < sim_number(migration, "ended_ms", G_MAXINT64);
}

guint test_world_most_at_once(const TestWorld *world)
{
    guint most = 0;
    g_autoptr(SimWorld) sim = enter(world);
    const json_t *migrations = sim_world_list(sim, "migrations");
    /* The count only rises where one begins. */
    for (size_t i = 0; i < json_array_size(migrations); i++) {
        int64_t at_ms = sim_number(json_array_get(migrations, i), "started_ms", 0);
        guint n = 0;
        for (size_t j = 0; j < json_array_size(migrations); j++)
            n += runs_at(json_array_get(migrations, j), at_ms) ? 1 : 0;
        most = MAX(most, n);
    }
    return most;
}
