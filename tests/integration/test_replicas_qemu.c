/* A copy is made and a guest retired on two real libvirtd with QEMU, from collecting to the
 * journal. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/hypervisor.h"
#include "tests/support/private_guest.h"
#include "tests/support/test_database.h"
#include "tests/support/vmatrix_run.h"

/* Boot sector of a guest that does nothing but heed the ACPI power button, by QEMU's PIIX4. */
static char *make_disk(const PrivateHost *host)
{
    static const uint8_t program[] = {
        0xfb,                                     /*       sti                             */
        0xba, 0x02, 0x06, 0xb8, 0x00, 0x01, 0xef, /*       out 0x602, 0x100: enable button */
        0xf4,                                     /* wait: hlt: until the timer ticks      */
        0xba, 0x00, 0x06, 0xed,                   /*       in ax, 0x600: events            */
        0xf6, 0xc4, 0x01, 0x74, 0xf6,             /*       test ah, 1; jz wait             */
        0xba, 0x04, 0x06, 0xb8, 0x00, 0x20, 0xef, /*       out 0x604, 0x2000: off          */
        0xf4, 0xeb, 0xfd,                         /*       hlt; jmp back                   */
    };
    return private_guest_disk(host, program, sizeof program);
}

static void start_template(Hypervisor *host, const char *disk)
{
    g_autofree char *xml = g_strdup_printf(
        "<domain type='qemu'><name>a</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>"
        "<metadata><v:service xmlns:v='https://vmatrix.invalid/xmlns/domain/1' name='web'/>"
        "</metadata><os><type arch='x86_64' machine='pc'>hvm</type><boot dev='fd'/></os>"
        "<features><acpi/></features><devices>"
        "<emulator>/usr/bin/qemu-system-x86_64</emulator>"
        "<disk type='file' device='floppy'><driver name='qemu' type='raw'/><source file='%s'/>"
        "<target dev='fda' bus='fdc'/><readonly/></disk>"
        "<controller type='usb' model='none'/><video><model type='none'/></video>"
        "</devices></domain>",
        disk);
    g_autoptr(GError) error = NULL;
    cr_assert(hypervisor_start(host, xml, true, &error), "%s", error ? error->message : "");
}

/* vmatrix as a login role. */
static void as(const char *role, const char *options)
{
    g_autofree char *database = g_strdup(getenv("VMATRIX_DATABASE"));
    g_autofree char *as_role = g_strdup_printf("%s user=%s", database, role);
    g_autofree char *errors = NULL;
    setenv("VMATRIX_DATABASE", as_role, 1);
    int status = vmatrix_run(NULL, &errors, "%s", options);
    setenv("VMATRIX_DATABASE", database, 1);
    cr_assert_eq(status, 0, "%s %s: exit %d: %s", role, options, status, errors);
}

/* Collects, plans, has it approved and carries it out. */
static void carry_out(const char *expected_action)
{
    as("q_author", "snapshot");
    as("q_author", "plan");
    g_autofree char *plan =
        test_database_sql("SELECT plan FROM plan ORDER BY created_at DESC LIMIT 1");
    g_autofree char *actions = test_database_sql(
        "SELECT string_agg(action || ' ' || domain, ',') FROM plan_action JOIN plan USING (plan) "
        "WHERE domain IS NOT NULL AND plan = (SELECT plan FROM plan ORDER BY created_at DESC LIMIT "
        "1)");
    g_autofree char *approve = g_strdup_printf("approve %s", plan);
    g_autofree char *apply = g_strdup_printf("apply %s --shutdown-ms 60000", plan);
    cr_assert_str_eq(actions, expected_action);
    as("q_boss", approve);
    as("q_robot", apply);
    as("postgres", "collect --once");
}

Test(replicas_qemu, a_copy_is_started_and_later_retired)
{
    g_autoptr(PrivateHost) first = private_host_start_or_skip();
    g_autoptr(PrivateHost) second = private_host_start_or_skip();
    g_autoptr(Hypervisor) h1 = private_host_open(first, false);
    g_autoptr(Hypervisor) h2 = private_host_open(second, false);
    g_autoptr(Database) database = test_database_open();
    g_autofree char *disk = make_disk(first);
    setenv("VMATRIX_STATE", first->directory, 1);
    start_template(h1, disk);
    g_autofree char *uri1 = private_host_uri(first, "qemu", "/system");
    g_autofree char *uri2 = private_host_uri(second, "qemu", "/system");
    g_autofree char *add1 = g_strdup_printf("host add h1 --uri %s", uri1);
    g_autofree char *add2 = g_strdup_printf("host add h2 --uri %s", uri2);
    as("postgres", "db user add q_author --role planner");
    as("postgres", "db user add q_boss --role approver");
    as("postgres", "db user add q_robot --role actuator");
    as("q_author", add1);
    as("q_author", add2);
    as("postgres", "collect --once");
    as("q_author", "service set web --min-replicas 2 --max-per-host 1");

    carry_out("replicate a-replica-1");
    cr_assert_eq(private_guest_state(h1, "a"), DOMAIN_RUNNING);
    cr_assert_eq(private_guest_state(h2, "a-replica-1"), DOMAIN_RUNNING);
    cr_assert_eq(private_guest_state(h1, "a-replica-1"), DOMAIN_ABSENT);
    g_autofree char *services = test_database_sql(
        "SELECT count(DISTINCT uuid), min(service) FROM domain JOIN service USING (service_id)");
    cr_assert_str_eq(services, "2|web", "its metadata went with it: %s", services);

    as("q_author", "service set web --min-replicas 1 --max-replicas 1");
    carry_out("retire a-replica-1");
    cr_assert_eq(private_guest_state(h1, "a"), DOMAIN_RUNNING);
    cr_assert_eq(private_guest_state(h2, "a-replica-1"), DOMAIN_ABSENT);
    g_autofree char *kept = test_database_sql("SELECT count(*) > 0 FROM journal WHERE figures ->> "
                                              "'xml' LIKE '%<name>a-replica-1</name>%'");
    cr_assert_str_eq(kept, "t", "the journal keeps the definition");
}
