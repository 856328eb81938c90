/* The libvirt driver on real libvirtd and QEMU, two hosts without a network between them. */
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "common/error.h"
#include "hypervisor/domain_xml.h"
#include "hypervisor/hypervisor.h"
#include "tests/support/private_guest.h"

/* A disk whose boot sector reads one more sector, which shows that it runs, and then fills 15 MiB
 * with ever new values: at 1 MiB/s its migration never ends, without a limit it ends soon. */
static char *make_disk(const PrivateHost *host)
{
    static const uint8_t program[] = {
        0x31, 0xdb, 0x8e, 0xc3,             /*       xor bx, bx; mov es, bx          */
        0xbb, 0x00, 0x10,                   /*       mov bx, 0x1000                  */
        0xb8, 0x01, 0x02,                   /*       mov ax, 0x0201: read one sector */
        0xb9, 0x02, 0x00,                   /*       mov cx, 2: the second           */
        0xb6, 0x00, 0xcd, 0x13,             /*       mov dh, 0; int 0x13             */
        0xfa, 0x31, 0xc0, 0x8e, 0xd8,       /*       cli; xor ax, ax; mov ds, ax     */
        0x0f, 0x01, 0x16, 0x70, 0x7c,       /*       lgdt [0x7c70]                   */
        0x0f, 0x20, 0xc0, 0x0c, 0x01,       /*       mov eax, cr0; or al, 1          */
        0x0f, 0x22, 0xc0, 0xeb, 0x00,       /*       mov cr0, eax; jmp on            */
        0xbb, 0x08, 0x00, 0x8e, 0xc3,       /* on:   mov bx, 8; mov es, bx: 4 GiB    */
        0x24, 0xfe, 0x0f, 0x22, 0xc0,       /*       and al, 0xfe; mov cr0, eax      */
        0x66, 0xbf, 0x00, 0x00, 0x10, 0x00, /* fill: mov edi, 0x100000               */
        0x66, 0xb9, 0x00, 0x00, 0x3c, 0x00, /*       mov ecx, 0x3c0000               */
        0x66, 0x89, 0xd8,                   /*       mov eax, ebx                    */
        0xf3, 0x67, 0x66, 0xab,             /*       rep stosd                       */
        0x66, 0x43, 0xeb, 0xe9,             /*       inc ebx; jmp fill               */
        /* descriptors */
        [0x70] = 0x0f, 0x00, 0x78, 0x7c, 0x00, 0x00, 0x00, 0x00, /* for lgdt: 16 bytes at 0x7c78 */
        [0x78] = 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, /* none */
        [0x80] = 0xff, 0xff, 0x00, 0x00, 0x00, 0x92, 0xcf, 0x00, /* all memory */
    };
    return private_guest_disk(host, program, sizeof program);
}

static void start_guest(Hypervisor *host, const char *disk)
{
    g_autofree char *xml = g_strdup_printf(
        "<domain type='qemu'><name>web-1</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>"
        "<metadata><v:service xmlns:v='" DOMAIN_METADATA_NAMESPACE "' name='shop' team='web'/>"
        "</metadata><os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>"
        "<features><acpi/></features><devices>"
        "<emulator>/usr/bin/qemu-system-x86_64</emulator>"
        "<disk type='file' device='disk'><driver name='qemu' type='raw'/>"
        "<source file='%s'/><target dev='hda' bus='ide'/></disk>"
        "<controller type='usb' model='none'/><video><model type='none'/></video>"
        "</devices></domain>",
        disk);
    g_autoptr(GError) error = NULL;
    cr_assert(hypervisor_start(host, xml, false, &error), "%s",
              error == NULL ? "" : error->message);
}

static void wait_for_boot(Hypervisor *host)
{
    for (int i = 0; i < 600; i++) {
        g_autoptr(GPtrArray) domains = hypervisor_list_domains(host, NULL);
        const DomainFacts *facts = domains->pdata[0];
        if (facts->has_block && facts->block_bytes >= 1024)
            return;
        g_usleep(50000);
    }
    cr_assert(false, "the guest did not boot");
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
    cr_assert(facts->has_block);
    cr_assert(facts->has_network, "it has no interface, so nothing is missing");
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
    g_autoptr(PrivateHost) first = private_host_start_or_skip();
    g_autoptr(PrivateHost) second = private_host_start_or_skip();
    g_autoptr(Hypervisor) source = private_host_open(first, false);
    g_autoptr(Hypervisor) destination = private_host_open(second, false);
    g_autoptr(GError) error = NULL;
    g_autofree char *disk = make_disk(first);
    start_guest(source, disk);
    wait_for_boot(source);
    check_facts(source);

    MigrationOptions options = {.deadline_ms = PRIVATE_HOST_DEADLINE_MS};
    cr_assert(!migrate(source, second, options, NULL, &error));
    cr_assert_not_null(strstr(error->message, "nsafe migration"), "%s", error->message);
    g_clear_error(&error);

    options.unsafe_storage = true;
    options.bandwidth_mib_s = 1;
    options.progress = stop;
    bool ok = migrate(source, second, options, NULL, &error);
    cr_assert(!ok, "its progress function stopped it");
    cr_assert(g_str_has_prefix(error->message, "migration of 'web-1' was stopped: "), "%s",
              error->message);
    cr_assert_eq(error->code, VMATRIX_ERROR_FAILED);
    cr_assert_eq(private_guest_state(source, "web-1"), DOMAIN_RUNNING);
    cr_assert_eq(private_guest_state(destination, "web-1"), DOMAIN_ABSENT);
    g_clear_error(&error);

    bool running = true;
    bool known = false;
    MigrationProgress final = {0};
    options.bandwidth_mib_s = 0;
    options.progress = NULL;
    ok = migrate(source, second, options, &final, &error);
    cr_assert(ok, "%s", error == NULL ? "" : error->message);
    cr_assert_geq(final.downtime_ms, 0);
    cr_assert_geq(final.bytes_total, 32 << 20);
    cr_assert_eq(private_guest_state(source, "web-1"), DOMAIN_ABSENT);
    cr_assert_eq(private_guest_state(destination, "web-1"), DOMAIN_RUNNING);
    cr_assert(hypervisor_migration_running(destination, "web-1", &running, NULL, NULL));
    cr_assert(!running);
    cr_assert(hypervisor_last_migration(destination, "web-1", &known, &final, NULL));
    cr_assert(known);
    cr_assert_geq(final.downtime_ms, 0);
}

Test(libvirt_hosts, a_libvirtd_that_is_stopped_is_given_up_at_the_deadline)
{
    g_autoptr(PrivateHost) host = private_host_start_or_skip();
    g_autofree char *uri = private_host_uri(host, "test", "/default");
    g_autoptr(GError) error = NULL;
    g_autoptr(Hypervisor) open = hypervisor_open(uri, true, PRIVATE_HOST_DEADLINE_MS, &error);
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
    g_autoptr(PrivateHost) host = private_host_start_or_skip();
    g_autofree char *uri = private_host_uri(host, "test", "/default");
    g_autoptr(GError) error = NULL;
    g_autoptr(Hypervisor) open = hypervisor_open(uri, true, PRIVATE_HOST_DEADLINE_MS, &error);
    cr_assert_not_null(open);
    kill(host->daemon, SIGKILL);
    DomainRunState state;
    cr_assert(!hypervisor_domain_state(open, "test", NULL, &state, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE, "%s", error->message);
    cr_assert(g_str_has_prefix(error->message, "cannot look up domain 'test': "));
}

Test(libvirt_hosts, a_disk_in_a_pool_that_is_not_active_is_a_misfit)
{
    g_autoptr(PrivateHost) host = private_host_start_or_skip();
    g_autoptr(Hypervisor) open = private_host_open(host, true);
    g_autoptr(GError) error = NULL;
    static const char *const domain =
        "<domain type='qemu'><name>a</name><devices><disk type='file'><source file='/images/a'/>"
        "</disk><disk type='file'><source file='/images-too/a'/></disk></devices></domain>";
    private_host_make(
        host, "pool-define",
        "<pool type='dir'><name>images</name><target><path>/images</path></target></pool>");
    g_autoptr(GPtrArray) misfits = hypervisor_misfits(open, domain, &error);
    cr_assert_not_null(misfits, "%s", error == NULL ? "" : error->message);
    cr_assert_eq(misfits->len, 1);
    cr_assert_str_eq(misfits->pdata[0], "its storage pool with disk '/images/a' is not active");
}
