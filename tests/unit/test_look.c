#include <criterion/criterion.h>
#include <string.h>

#include "actuator/look.h"
#include "tests/support/sim_world.h"

typedef struct {
    TestWorld *world;
    char *uris[2], *uuid;
} Scene;

static Scene scene_new(void)
{
    Scene scene = {.world = test_world_new(false), .uuid = test_world_uuid("a")};
    test_world_add_host(scene.world, "h1");
    test_world_add_host(scene.world, "h2");
    test_world_add_domain(scene.world, "h1", "a");
    scene.uris[0] = test_world_uri(scene.world, "h1");
    scene.uris[1] = test_world_uri(scene.world, "h2");
    return scene;
}

static void scene_clear(Scene *scene)
{
    test_world_free(scene->world);
    g_free(scene->uris[0]);
    g_free(scene->uris[1]);
    g_free(scene->uuid);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Scene, scene_clear)

static LookRequest request_of(const Scene *scene)
{
    return (LookRequest){.domain = "a",
                         .uuid = scene->uuid,
                         .source_uri = scene->uris[0],
                         .destination_uri = scene->uris[1],
                         .host_deadline_ms = 2000,
                         .settle_ms = 150,
                         .under_way_ms = 5000};
}

static gpointer migrate(gpointer data)
{
    const Scene *scene = data;
    MigrationOptions options = {.destination_uri = scene->uris[1], .deadline_ms = 10000};
    g_autoptr(Hypervisor) source = hypervisor_open(scene->uris[0], false, 2000, NULL);
    hypervisor_migrate(source, "a", &options, NULL, NULL);
    return NULL;
}

static bool count_progress(void *context, const MigrationProgress *progress)
{
    cr_assert_gt(progress->bytes_total, 0);
    ++*(guint *)context;
    return true;
}

static bool give_up(void *context, const MigrationProgress *progress)
{
    (void)progress;
    ++*(guint *)context;
    return false;
}

static GThread *begin_migration(Scene *scene, int64_t ms)
{
    test_world_set_domain_number(scene->world, "h1", "a", "migration_ms", ms);
    GThread *thread = g_thread_new("migrate", migrate, scene);
    while (test_world_n_migrations(scene->world, "a") == 0)
        g_usleep(2000);
    return thread;
}

Test(look, sees_what_runs_at_the_source_alone)
{
    g_auto(Scene) scene = scene_new();
    LookRequest request = request_of(&scene);
    g_auto(Finding) finding = {0};
    look_at(&request, &finding);
    cr_assert_eq(finding.fate, FATE_NOT_MOVED);
    g_autofree char *text = finding_describe(&finding);
    cr_assert_str_eq(text, "the domain runs at the source alone");
}

Test(look, waits_for_a_migration_that_is_under_way)
{
    g_auto(Scene) scene = scene_new();
    guint n_reports = 0;
    LookRequest request = request_of(&scene);
    request.progress = count_progress;
    request.context = &n_reports;
    GThread *thread = begin_migration(&scene, 500);
    g_auto(Finding) finding = {0};
    look_at(&request, &finding);
    g_thread_join(thread);
    cr_assert_eq(finding.fate, FATE_MOVED);
    cr_assert_gt(n_reports, 0);
}

Test(look, gives_up_waiting_where_the_caller_wants_to_stop)
{
    g_auto(Scene) scene = scene_new();
    guint n_reports = 0;
    LookRequest request = request_of(&scene);
    request.progress = give_up;
    request.context = &n_reports;
    GThread *thread = begin_migration(&scene, 1500);
    g_auto(Finding) finding = {0};
    look_at(&request, &finding);
    g_thread_join(thread);
    cr_assert_eq(finding.fate, FATE_UNDER_WAY);
    cr_assert_eq(n_reports, 1);
    g_autofree char *text = finding_describe(&finding);
    cr_assert_str_eq(text, "a migration of the domain is still under way");
}

Test(look, does_not_wait_longer_than_it_was_told)
{
    g_auto(Scene) scene = scene_new();
    LookRequest request = request_of(&scene);
    request.under_way_ms = 200;
    GThread *thread = begin_migration(&scene, 1500);
    g_auto(Finding) finding = {0};
    look_at(&request, &finding);
    g_thread_join(thread);
    cr_assert_eq(finding.fate, FATE_UNDER_WAY);
}

Test(look, looks_again_while_both_hosts_contradict_each_other)
{
    g_auto(Scene) scene = scene_new();
    test_world_fault(scene.world, "a", "paused_both");
    g_thread_join(begin_migration(&scene, 20));
    LookRequest request = request_of(&scene);
    g_auto(Finding) finding = {0};
    look_at(&request, &finding);
    cr_assert_eq(finding.fate, FATE_CALL_PERSON);
    cr_assert_eq(finding.source, DOMAIN_PAUSED);
    cr_assert_eq(finding.destination, DOMAIN_PAUSED);
}

Test(look, a_silent_host_is_a_state_of_its_own_with_its_reason)
{
    g_auto(Scene) scene = scene_new();
    test_world_set_host(scene.world, "h2", "state", "down");
    LookRequest request = request_of(&scene);
    g_auto(Finding) finding = {0};
    look_at(&request, &finding);
    cr_assert_eq(finding.fate, FATE_CALL_PERSON);
    cr_assert_eq(finding.destination, DOMAIN_UNKNOWN);
    g_autofree char *text = finding_describe(&finding);
    cr_assert(
        g_str_has_prefix(
            text, "the domain runs at the source and the destination does not tell (destination: "),
        "%s", text);
}

Test(look, a_host_that_left_the_inventory_does_not_tell)
{
    g_auto(Scene) scene = scene_new();
    LookRequest request = request_of(&scene);
    request.destination_uri = NULL;
    g_auto(Finding) finding = {0};
    look_at(&request, &finding);
    cr_assert_eq(finding.fate, FATE_CALL_PERSON);
    cr_assert_str_eq(finding.destination_trouble, "it is no longer in the inventory");
}

Test(look, a_namesake_with_another_uuid_is_not_the_domain)
{
    g_auto(Scene) scene = scene_new();
    LookRequest request = request_of(&scene);
    request.uuid = "10000000-0000-4000-8000-000000000001";
    g_auto(Finding) finding = {0};
    look_at(&request, &finding);
    cr_assert_eq(finding.source, DOMAIN_ABSENT);
}
