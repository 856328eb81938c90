/* Which CPU runs on which, by the comparison of a real libvirtd that the collector asks: the real
 * host has this machine's CPU, simulated ones an older and a foreign one. */
#include <criterion/criterion.h>
#include <string.h>

#include "hypervisor/hypervisor.h"
#include "tests/support/private_guest.h"
#include "tests/support/sim_world.h"
#include "tests/support/test_database.h"
#include "tests/support/vmatrix_run.h"

/* The oldest 64-bit CPU, and one of a vendor that this machine's is not of. */
#define OLD_CPU "<cpu><arch>x86_64</arch><model>kvm64</model></cpu>"

static const char *foreign_cpu(const char *own)
{
    return strstr(own, "AMD") == NULL
               ? "<cpu><arch>x86_64</arch><model>Opteron_G3</model><vendor>AMD</vendor></cpu>"
               : "<cpu><arch>x86_64</arch><model>Penryn</model><vendor>Intel</vendor></cpu>";
}

static bool runs(Hypervisor *host, const char *cpu)
{
    bool answer = false;
    g_autoptr(GError) error = NULL;
    cr_assert(hypervisor_compare_cpu(host, cpu, &answer, &error), "%s: %s", cpu,
              error == NULL ? "" : error->message);
    return answer;
}

Test(cpus, libvirt_compares_hosts_and_guests_as_vmatrix_puts_them)
{
    g_autoptr(PrivateHost) host = private_host_start_or_skip();
    g_autoptr(Hypervisor) open = private_host_open(host, true);
    HostFacts facts;
    cr_assert(hypervisor_host_facts(open, &facts, NULL));
    cr_assert_not_null(facts.cpu_xml);
    cr_assert(runs(open, facts.cpu_xml), "its own: %s", facts.cpu_xml);
    cr_assert(runs(open, OLD_CPU));
    cr_assert(!runs(open, foreign_cpu(facts.cpu_xml)));
    cr_assert(runs(open, "<cpu mode='custom' match='exact'><model fallback='forbid'>kvm64</model>"
                         "<feature name='sse2' policy='require'/></cpu>"));
    cr_assert(!runs(open, "<cpu mode='custom' match='exact'><model fallback='forbid'>kvm64</model>"
                          "<feature name='avx512f' policy='require'/>"
                          "<feature name='xop' policy='require'/></cpu>"),
              "no CPU has both");
    bool answer = false;
    g_autoptr(GError) error = NULL;
    cr_assert(!hypervisor_compare_cpu(open, "<cpu><model>No such</model></cpu>", &answer, &error));
    cr_assert(g_str_has_prefix(error->message, "cannot compare a CPU with the host's: "), "%s",
              error->message);
    host_facts_clear(&facts);
}

/* A running guest that sees its host's CPU. */
static void add_guest(const TestWorld *world, const char *host, const char *guest)
{
    g_autofree char *uuid = test_world_uuid(guest);
    g_autofree char *xml = g_strdup_printf("<domain type='kvm'><name>%s</name><uuid>%s</uuid>"
                                           "<memory unit='MiB'>256</memory></domain>",
                                           guest, uuid);
    test_world_add_domain(world, host, guest);
    test_world_set_domain(world, host, guest, "xml", xml);
}

static void add_host(const char *name, const char *uri, const char *cost)
{
    g_autofree char *errors = NULL;
    int status =
        vmatrix_run(NULL, &errors, "host add %s --uri %s --machine-cost-per-h %s", name, uri, cost);
    cr_assert_eq(status, 0, "%s", errors);
}

static void add_simulated(const TestWorld *world, const char *name, const char *cpu)
{
    g_autofree char *uri = test_world_uri(world, name);
    test_world_add_host(world, name);
    test_world_set_host(world, name, "cpu_xml", cpu);
    test_world_set_host(world, name, "cpu_model", name);
    add_guest(world, name, name[0] == 'o' ? "from-old" : "from-foreign");
    add_host(name, uri, "5");
}

static void cr_sql(const char *sql, const char *expected)
{
    g_autofree char *output = test_database_sql(sql);
    cr_assert_str_eq(output, expected, "%s gives '%s'", sql, output);
}

Test(cpus, the_collector_asks_libvirt_and_plans_keep_to_its_answers)
{
    g_autoptr(PrivateHost) host = private_host_start_or_skip();
    g_autoptr(Hypervisor) open = private_host_open(host, true);
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    g_autofree char *uri = private_host_uri(host, "qemu", "/system");
    HostFacts facts;
    cr_assert(hypervisor_host_facts(open, &facts, NULL));
    add_host("real", uri, "1");
    add_simulated(world, "old", OLD_CPU);
    add_simulated(world, "foreign", foreign_cpu(facts.cpu_xml));
    g_autofree char *errors = NULL;
    cr_assert_eq(vmatrix_run(NULL, &errors, "collect --once"), 0, "%s", errors);
    cr_sql("SELECT c.model = 'old', k.runs FROM cpu_comparison k JOIN host USING (host_id) "
           "JOIN cpu c ON c.cpu_id = k.cpu_id WHERE host = 'real' ORDER BY 1",
           "f|f\nt|t");
    cr_assert_eq(vmatrix_run(NULL, NULL, "collect --once"), 0);
    cr_sql("SELECT count(*) FROM cpu_pairs_unknown()", "0");
    cr_assert_eq(vmatrix_run(NULL, NULL, "snapshot"), 0);
    cr_sql("SELECT c.cpu_model, runs_on = list_cell(ARRAY[h.cpu_model::text]) FROM "
           "snapshot_cpu_model c JOIN snapshot_host h ON h.host = 'real' "
           "WHERE c.cpu_model IN ('old', 'foreign') ORDER BY 1",
           "foreign|\nold|t");
    cr_assert_eq(vmatrix_run(NULL, NULL, "plan"), 0);
    cr_sql("SELECT domain, to_host FROM plan_action WHERE domain <> ''", "from-old|real");
    host_facts_clear(&facts);
}
