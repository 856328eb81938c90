#include "hypervisor/sim_world.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "common/error.h"

static bool fail(const char *what, const char *path, const char *why, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE,
                "cannot %s the simulated world '%s': %s", what, path, why);
    return false;
}

/* The lock is a file beside, because the world itself is replaced. */
static bool lock(SimWorld *world, GError **error)
{
    g_autofree char *lock_path = g_strconcat(world->path, ".lock", NULL);
    world->lock_fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (world->lock_fd < 0)
        return fail("lock", world->path, g_strerror(errno), error);
    while (flock(world->lock_fd, LOCK_EX) != 0)
        if (errno != EINTR)
            return fail("lock", world->path, g_strerror(errno), error);
    return true;
}

SimWorld *sim_world_open(const char *path, GError **error)
{
    g_autoptr(SimWorld) world = g_new0(SimWorld, 1);
    world->lock_fd = -1;
    world->path = g_strdup(path);
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        fail("open", path, "no such file", error);
        return NULL;
    }
    if (!lock(world, error))
        return NULL;
    json_error_t json_error;
    world->root = json_load_file(path, JSON_REJECT_DUPLICATES, &json_error);
    if (world->root == NULL || !json_is_object(world->root)) {
        fail("read", path, world->root == NULL ? json_error.text : "not an object", error);
        return NULL;
    }
    return g_steal_pointer(&world);
}

void sim_world_close(SimWorld *world)
{
    if (world == NULL)
        return;
    if (world->lock_fd >= 0)
        close(world->lock_fd);
    json_decref(world->root);
    g_free(world->path);
    g_free(world);
}

bool sim_world_save(SimWorld *world, GError **error)
{
    g_autofree char *new_path = g_strconcat(world->path, ".new", NULL);
    if (json_dump_file(world->root, new_path, JSON_INDENT(1)) != 0)
        return fail("write", world->path, g_strerror(errno), error);
    if (rename(new_path, world->path) != 0)
        return fail("replace", world->path, g_strerror(errno), error);
    return true;
}

bool sim_world_create(const char *path, bool manual_clock, GError **error)
{
    g_autoptr(SimWorld) world = g_new0(SimWorld, 1);
    world->lock_fd = -1;
    world->path = g_strdup(path);
    world->root = json_pack("{s:i, s:s, s:i, s:{}, s:[], s:[], s:[]}", "format", 1, "clock",
                            manual_clock ? "manual" : "real", "now_ms", 0, "hosts", "domains",
                            "migrations", "faults");
    return lock(world, error) && sim_world_save(world, error);
}

int64_t sim_world_now_ms(const SimWorld *world)
{
    if (sim_is(world->root, "clock", "manual"))
        return sim_number(world->root, "now_ms", 0);
    return g_get_monotonic_time() / 1000;
}

json_t *sim_world_host(const SimWorld *world, const char *host)
{
    return json_object_get(json_object_get(world->root, "hosts"), host);
}

json_t *sim_world_domain(const SimWorld *world, const char *host, const char *name,
                         const char *uuid)
{
    size_t i;
    json_t *domain;
    json_array_foreach(json_object_get(world->root, "domains"), i, domain)
    {
        bool same = uuid != NULL ? sim_is(domain, "uuid", uuid) : sim_is(domain, "name", name);
        if (same && sim_is(domain, "host", host))
            return domain;
    }
    return NULL;
}

json_t *sim_world_list(const SimWorld *world, const char *key)
{
    if (json_object_get(world->root, key) == NULL)
        json_object_set_new(world->root, key, json_array());
    return json_object_get(world->root, key);
}

void sim_world_remove_domain(SimWorld *world, json_t *domain)
{
    json_t *domains = sim_world_list(world, "domains");
    for (size_t i = 0; i < json_array_size(domains); i++)
        if (json_array_get(domains, i) == domain) {
            json_array_remove(domains, i);
            return;
        }
}

json_t *sim_world_migration(const SimWorld *world, const char *from, const char *uuid)
{
    size_t i;
    json_t *migration;
    json_array_foreach(json_object_get(world->root, "migrations"), i, migration)
    {
        if (sim_is(migration, "state", "running") && sim_is(migration, "from", from) &&
            sim_is(migration, "uuid", uuid))
            return migration;
    }
    return NULL;
}

const char *sim_text(const json_t *object, const char *key, const char *fallback)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? fallback : text;
}

int64_t sim_number(const json_t *object, const char *key, int64_t fallback)
{
    const json_t *number = json_object_get(object, key);
    return json_is_integer(number) ? json_integer_value(number) : fallback;
}

bool sim_is(const json_t *object, const char *key, const char *text)
{
    return g_strcmp0(sim_text(object, key, NULL), text) == 0;
}

void sim_set_text(json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key, json_string(text));
}

void sim_set_number(json_t *object, const char *key, int64_t number)
{
    json_object_set_new(object, key, json_integer(number));
}
