/* The libvirt driver on real libvirtd and QEMU, two hosts without a network between them. */
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "common/error.h"
#include "hypervisor/domain_xml.h"
#include "hypervisor/hypervisor.h"
#include "tests/support/private_host.h"

#define DEADLINE_MS 120000

static PrivateHost *start_or_skip(void)
{
    g_autofree char *why = NULL;
    PrivateHost *host = private_host_start(&why);
    if (host == NULL)
        cr_skip_test("SKIPPED: no private libvirtd here: %s", why);
    return host;
}

static Hypervisor *open_host(const PrivateHost *host)
{
    g_autofree char *uri = private_host_uri(host, "qemu", "/system");
    g_autoptr(GError) error = NULL;
    Hypervisor *hypervisor = hypervisor_open(uri, false, DEADLINE_MS, &error);
    cr_assert_not_null(hypervisor, "%s", error == NULL ? "" : error->message);
    return hypervisor;
}

/* A machine that has only its firmware to run. */
static void start_guest(Hypervisor *host, const char *name)
{
    g_autofree char *xml = g_strdup_printf(
        "<domain type='qemu'><name>%s</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>"
        "<metadata><v:service xmlns:v='" DOMAIN_METADATA_NAMESPACE "' name='shop' team='web'/>"
        "</metadata><os><type arch='x86_64' machine='pc'>hvm</type></os>"
        "<features><acpi/></features><devices>"
        "<emulator>/usr/bin/qemu-system-x86_64</emulator>"
        "<controller type='usb' model='none'/><video><model type='none'/></video>"
        "</devices></domain>",
        name);
    g_autoptr(GError) error = NULL;
    cr_assert(hypervisor_start(host, xml, false, &error), "%s",
              error == NULL ? "" : error->message);
}

static DomainRunState state_of(Hypervisor *host, const char *name)
{
    DomainRunState state;
    g_autoptr(GError) error = NULL;
    cr_assert(hypervisor_domain_state(host, name, NULL, &state, &error), "%s",
              error == NULL ? "" : error->message);
    return state;
}

static bool count_looks(void *context, G_GNUC_UNUSED const MigrationProgress *progress)
{
    (*(int *)context)++;
    return true;
}

static bool stop(G_GNUC_UNUSED void *context, G_GNUC_UNUSED const MigrationProgress *progress)
{
    return false;
}

static void check_facts(Hypervisor *host)
{
    g_autoptr(GPtrArray) domains = hypervisor_list_domains(host, NULL);
    cr_assert_eq(domains->len, 1);
    const DomainFacts *facts = domains->pdata[0];
    cr_assert_str_eq(facts->name, "web-1");
    cr_assert_eq(facts->memory_mib, 32);
    cr_assert_eq(facts->n_vcpus, 1);
    cr_assert(!facts->persistent);
    cr_assert(facts->has_start_token);
    cr_assert(facts->has_cpu_time_ns);
    cr_assert_gt(facts->cpu_time_ns, 0);
    cr_assert(facts->has_balloon_mib);
    cr_assert_eq(facts->balloon_mib, 32);
    cr_assert(facts->has_rss_mib);
    cr_assert(facts->has_block, "it has no disk, so nothing is missing");
    HostFacts facts_of_host;
    cr_assert(hypervisor_host_facts(host, &facts_of_host, NULL));
    cr_assert(facts_of_host.has_cpu_time_ns);
    cr_assert(facts_of_host.has_free_memory_mib);
    cr_assert_not_null(facts_of_host.cpu_model);
    host_facts_clear(&facts_of_host);
}

static bool migrate(Hypervisor *source, const PrivateHost *to, MigrationOptions options,
                    MigrationProgress *ret_final, GError **error)
{
    g_autofree char *uri = private_host_uri(to, "qemu", "/system");
    g_autofree char *migrate_uri = g_strdup_printf("unix://%s/migration", to->directory);
    options.destination_uri = uri;
    options.migrate_uri = migrate_uri;
    return hypervisor_migrate(source, "web-1", &options, ret_final, error);
}

Test(libvirt_hosts, a_guest_is_migrated_live_with_progress_and_final_figures)
{
    g_autoptr(PrivateHost) first = start_or_skip();
    g_autoptr(PrivateHost) second = start_or_skip();
    g_autoptr(Hypervisor) source = open_host(first);
    g_autoptr(Hypervisor) destination = open_host(second);
    g_autoptr(GError) error = NULL;
    start_guest(source, "web-1");
    check_facts(source);

    bool ok =
        migrate(source, second, (MigrationOptions){.deadline_ms = DEADLINE_MS, .progress = stop},
                NULL, &error);
    cr_assert(!ok, "its progress function stopped it");
    cr_assert(g_str_has_prefix(error->message, "migration of 'web-1' was stopped: "), "%s",
              error->message);
    cr_assert_eq(error->code, VMATRIX_ERROR_FAILED);
    cr_assert_eq(state_of(source, "web-1"), DOMAIN_RUNNING);
    cr_assert_eq(state_of(destination, "web-1"), DOMAIN_ABSENT);
    g_clear_error(&error);

    int n_looks = 0;
    bool running = true;
    bool known = false;
    MigrationProgress final = {0};
    ok = migrate(source, second,
                 (MigrationOptions){.deadline_ms = DEADLINE_MS,
                                    .bandwidth_mib_s = 16,
                                    .progress = count_looks,
                                    .context = &n_looks},
                 &final, &error);
    cr_assert(ok, "%s", error == NULL ? "" : error->message);
    cr_assert_gt(n_looks, 0);
    cr_assert_geq(final.downtime_ms, 0);
    cr_assert_geq(final.bytes_total, 32 << 20);
    cr_assert_eq(state_of(source, "web-1"), DOMAIN_ABSENT);
    cr_assert_eq(state_of(destination, "web-1"), DOMAIN_RUNNING);
    cr_assert(hypervisor_migration_running(destination, "web-1", &running, NULL, NULL));
    cr_assert(!running);
    cr_assert(hypervisor_last_migration(destination, "web-1", &known, &final, NULL));
    cr_assert(known);
    cr_assert_geq(final.downtime_ms, 0);
}

Test(libvirt_hosts, a_libvirtd_that_is_stopped_is_given_up_at_the_deadline)
{
    g_autoptr(PrivateHost) host = start_or_skip();
    g_autofree char *uri = private_host_uri(host, "test", "/default");
    g_autoptr(GError) error = NULL;
    g_autoptr(Hypervisor) open = hypervisor_open(uri, true, DEADLINE_MS, &error);
    cr_assert_not_null(open, "%s", error == NULL ? "" : error->message);
    hypervisor_set_deadline(open, 300);
    kill(host->daemon, SIGSTOP);
    cr_assert_null(hypervisor_list_domains(open, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE);
    g_autofree char *message = g_strdup_printf("'%s' did not answer within 300 ms", uri);
    cr_assert_str_eq(error->message, message);
    g_clear_error(&error);
    cr_assert_null(hypervisor_open(uri, true, 300, &error));
    cr_assert_str_eq(error->message, message);
}

Test(libvirt_hosts, a_libvirtd_that_dies_is_unavailable)
{
    g_autoptr(PrivateHost) host = start_or_skip();
    g_autofree char *uri = private_host_uri(host, "test", "/default");
    g_autoptr(GError) error = NULL;
    g_autoptr(Hypervisor) open = hypervisor_open(uri, true, DEADLINE_MS, &error);
    cr_assert_not_null(open);
    kill(host->daemon, SIGKILL);
    DomainRunState state;
    cr_assert(!hypervisor_domain_state(open, "test", NULL, &state, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE, "%s", error->message);
    cr_assert(g_str_has_prefix(error->message, "cannot look up domain 'test': "));
}
