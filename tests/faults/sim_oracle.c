#include "tests/faults/sim_oracle.h"

#include <jansson.h>
#include <string.h>

#include "tests/support/oracle.h"

#define LIMIT_MIB 7372 /* 900 permille of 8192 */

static json_t *read_world(const TestWorld *world)
{
    test_world_step(world, 0);
    json_error_t error;
    json_t *read = json_load_file(world->path, 0, &error);
    if (read == NULL)
        g_error("%s: %s", world->path, error.text);
    return read;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

static bool is_migrating(const TestWorld *world)
{
    json_t *read = read_world(world);
    bool found = false;
    size_t i;
    json_t *migration;
    json_array_foreach(json_object_get(read, "migrations"), i, migration)
    {
        found |= strcmp(text_of(migration, "state"), "running") == 0;
    }
    json_decref(read);
    return found;
}

void sim_oracle_wait(const TestWorld *world)
{
    while (is_migrating(world))
        g_usleep(20000);
}

/* What is active on a host counts, whatever its state. */
static void check_limits(const TestWorld *world, const char *harmed, GPtrArray *wrongs)
{
    json_t *read = read_world(world);
    const char *host;
    json_t *ignored;
    json_object_foreach(json_object_get(read, "hosts"), host, ignored)
    {
        json_int_t used_mib = 0;
        size_t i;
        json_t *domain;
        json_array_foreach(json_object_get(read, "domains"), i, domain)
        {
            bool counts = strcmp(text_of(domain, "host"), host) == 0 &&
                          strcmp(text_of(domain, "state"), "shutoff") != 0 &&
                          g_strcmp0(text_of(domain, "name"), harmed) != 0;
            if (counts)
                used_mib += json_integer_value(json_object_get(domain, "memory_mib"));
        }
        if (used_mib > LIMIT_MIB)
            g_ptr_array_add(wrongs,
                            g_strdup_printf("host '%s' holds %" JSON_INTEGER_FORMAT " MiB of %d",
                                            host, used_mib, LIMIT_MIB));
    }
    json_decref(read);
}

GPtrArray *sim_oracle_ask(const TestWorld *world, char *const *domains, const char *harmed,
                          const char *plan)
{
    g_autoptr(GPtrArray) unharmed = g_ptr_array_new();
    for (; *domains != NULL; domains++)
        if (g_strcmp0(*domains, harmed) != 0)
            g_ptr_array_add(unharmed, *domains);
    g_ptr_array_add(unharmed, NULL);
    test_world_step(world, 0);
    GPtrArray *wrongs =
        oracle_ask(world->path, (const char *const *)(gpointer)unharmed->pdata, plan);
    check_limits(world, harmed, wrongs);
    return wrongs;
}

GPtrArray *sim_oracle_ask_at_the_end(const TestWorld *world, char *const *domains,
                                     const char *const *target, const char *plan)
{
    test_world_step(world, 0);
    return oracle_ask_at_the_end(world->path, (const char *const *)domains, target, plan);
}
