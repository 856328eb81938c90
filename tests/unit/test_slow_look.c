/* A look at a migration's progress that comes back after the migration has ended, and after its
 * connection was given up by everybody else. */
#include <criterion/criterion.h>
#include <string.h>

#include "common/fault_point.h"
#include "hypervisor/hypervisor.h"
#include "tests/support/sim_world.h"

#define MIGRATION_MS 400
#define LOOK_MS      1500

static int n_looks;

bool fault_point(const char *kind, const char *name, const char *moment)
{
    if (strcmp(kind, "call") == 0 && strcmp(name, "progress") == 0 &&
        strcmp(moment, "before") == 0) {
        g_atomic_int_inc(&n_looks);
        g_usleep(LOOK_MS * 1000);
    }
    return false;
}

static bool go_on(void *context, const MigrationProgress *progress)
{
    (void)context;
    (void)progress;
    return true;
}

Test(slow_look, that_outlives_its_migration_still_has_its_connection)
{
    TestWorld *world = test_world_new(false);
    test_world_add_host(world, "h1");
    test_world_add_host(world, "h2");
    test_world_add_domain(world, "h1", "a");
    test_world_set_domain_number(world, "h1", "a", "migration_ms", MIGRATION_MS);
    g_autofree char *from = test_world_uri(world, "h1");
    g_autofree char *to = test_world_uri(world, "h2");
    g_autoptr(GError) error = NULL;
    Hypervisor *source = hypervisor_open(from, false, 20000, &error);
    MigrationOptions options = {.destination_uri = to, .deadline_ms = 20000, .progress = go_on};
    cr_assert(hypervisor_migrate(source, "a", &options, NULL, &error), "%s",
              error == NULL ? "" : error->message);
    hypervisor_close(source);
    cr_assert_eq(g_atomic_int_get(&n_looks), 1);
    g_usleep(2 * LOOK_MS * 1000); /* the look asks now, and closes the connection behind itself */
    g_autofree char *where = test_world_where(world, "a");
    cr_assert_str_eq(where, "h2:running");
    test_world_free(world);
}
