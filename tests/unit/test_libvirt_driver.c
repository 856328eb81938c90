/* The libvirt driver against libvirt's own test driver and against a server that says nothing; real
 * hosts are in tests/integration/test_libvirt_hosts.c. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/error.h"
#include "hypervisor/domain_xml.h"
#include "hypervisor/hypervisor.h"

#define DEADLINE_MS 20000

static Hypervisor *open_host(const char *uri, bool read_only)
{
    g_autoptr(GError) error = NULL;
    Hypervisor *hypervisor = hypervisor_open(uri, read_only, DEADLINE_MS, &error);
    cr_assert_not_null(hypervisor, "%s", error == NULL ? "" : error->message);
    return hypervisor;
}

Test(libvirt, facts_of_the_test_host_are_read)
{
    g_autoptr(Hypervisor) host = open_host("test:///default", true);
    HostFacts facts;
    cr_assert(hypervisor_host_facts(host, &facts, NULL));
    cr_assert_eq(facts.n_cpus, 16);
    cr_assert(facts.has_memory_mib);
    cr_assert_eq(facts.memory_mib, 3072);
    cr_assert(facts.has_cpu_time_ns);
    cr_assert_not_null(facts.hostname);
    cr_assert(!facts.has_free_memory_mib, "the test driver does not tell");
    cr_assert_null(facts.cpu_model);
    host_facts_clear(&facts);
}

Test(libvirt, domains_are_listed_and_what_is_not_told_is_absent)
{
    g_autoptr(Hypervisor) host = open_host("test:///default", true);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) domains = hypervisor_list_domains(host, &error);
    cr_assert_not_null(domains, "%s", error == NULL ? "" : error->message);
    cr_assert_eq(domains->len, 1);
    const DomainFacts *facts = domains->pdata[0];
    cr_assert_str_eq(facts->name, "test");
    cr_assert_str_eq(facts->uuid, "6695eb01-f6a4-8304-79aa-97f2502e193f");
    cr_assert_eq(facts->state, DOMAIN_RUNNING);
    cr_assert_eq(facts->memory_mib, 8192);
    cr_assert_eq(facts->n_vcpus, 2);
    cr_assert(facts->persistent);
    cr_assert(facts->has_start_token);
    cr_assert(facts->has_cpu_time_ns);
    cr_assert(!facts->has_block);
    cr_assert(!facts->has_network);
    cr_assert(!facts->has_rss_mib);
}

Test(libvirt, a_domain_is_found_by_name_or_uuid_or_is_absent)
{
    g_autoptr(Hypervisor) host = open_host("test:///default", true);
    DomainRunState state;
    cr_assert(hypervisor_domain_state(host, "test", NULL, &state, NULL));
    cr_assert_eq(state, DOMAIN_RUNNING);
    cr_assert(
        hypervisor_domain_state(host, "x", "6695eb01-f6a4-8304-79aa-97f2502e193f", &state, NULL));
    cr_assert_eq(state, DOMAIN_RUNNING);
    cr_assert(hypervisor_domain_state(host, "other", NULL, &state, NULL));
    cr_assert_eq(state, DOMAIN_ABSENT);
}

Test(libvirt, the_xml_of_a_domain_can_be_read)
{
    g_autoptr(Hypervisor) host = open_host("test:///default", true);
    g_autofree char *text = hypervisor_domain_xml(host, "test", NULL);
    g_autoptr(DomainXml) xml = domain_xml_parse(text, strlen(text), NULL);
    cr_assert_str_eq(xml->name, "test");
    cr_assert_eq(xml->memory_mib, 8192);
    g_autoptr(GError) error = NULL;
    cr_assert_null(hypervisor_domain_xml(host, "other", &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_FAILED);
    cr_assert_str_eq(error->message, "cannot look up domain 'other': Domain not found");
}

Test(libvirt, a_domain_is_started_transient_or_persistent)
{
    static const char format[] = "<domain type='test'><name>%s</name><memory>1024</memory>"
                                 "<os><type>hvm</type></os></domain>";
    g_autoptr(Hypervisor) host = open_host("test:///default", false);
    g_autofree char *transient = g_strdup_printf(format, "a-1");
    g_autofree char *persistent = g_strdup_printf(format, "b-1");
    cr_assert(hypervisor_start(host, transient, false, NULL));
    cr_assert(hypervisor_start(host, persistent, true, NULL));
    g_autoptr(GPtrArray) domains = hypervisor_list_domains(host, NULL);
    cr_assert_eq(domains->len, 3);
    const DomainFacts *first = domains->pdata[0];
    const DomainFacts *second = domains->pdata[1];
    cr_assert_str_eq(first->name, "a-1");
    cr_assert(!first->persistent);
    cr_assert_str_eq(second->name, "b-1");
    cr_assert(second->persistent);
    cr_assert_eq(second->state, DOMAIN_RUNNING);
}

Test(libvirt, a_read_only_connection_starts_nothing)
{
    g_autoptr(Hypervisor) host = open_host("test:///default", true);
    g_autoptr(GError) error = NULL;
    cr_assert(!hypervisor_start(host, "<domain type='test'/>", false, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_FAILED);
    cr_assert(g_str_has_prefix(error->message, "cannot start the domain: operation "));
}

Test(libvirt, what_the_host_cannot_do_is_an_error_and_not_a_crash)
{
    g_autoptr(Hypervisor) host = open_host("test:///default", false);
    g_autoptr(GError) error = NULL;
    MigrationOptions options = {.destination_uri = "test:///default", .deadline_ms = DEADLINE_MS};
    cr_assert(!hypervisor_migrate(host, "test", &options, NULL, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_FAILED);
    cr_assert(g_str_has_prefix(error->message, "migration of 'test' failed: "));
}

Test(libvirt, a_host_that_is_not_there_is_unavailable)
{
    g_autoptr(GError) error = NULL;
    cr_assert_null(
        hypervisor_open("qemu+unix:///system?socket=/nonexistent", true, DEADLINE_MS, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE);
    cr_assert_str_eq(error->message,
                     "cannot connect to 'qemu+unix:///system?socket=/nonexistent': Failed to "
                     "connect socket to '/nonexistent': No such file or directory");
    g_clear_error(&error);
    cr_assert_null(hypervisor_open("no uri at all", true, DEADLINE_MS, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE);
}

Test(libvirt, a_server_that_never_answers_is_given_up_at_the_deadline)
{
    g_autofree char *directory = g_dir_make_tmp("vmatrix-silent-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "socket", NULL);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    int silent = socket(AF_UNIX, SOCK_STREAM, 0);
    cr_assert_eq(bind(silent, (struct sockaddr *)&address, sizeof address), 0);
    cr_assert_eq(listen(silent, 8), 0);
    g_autofree char *uri = g_strdup_printf("qemu+unix:///system?socket=%s", path);
    g_autoptr(GError) error = NULL;
    cr_assert_null(hypervisor_open(uri, true, 200, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE);
    g_autofree char *message = g_strdup_printf("'%s' did not answer within 200 ms", uri);
    cr_assert_str_eq(error->message, message);
    close(silent);
    g_unlink(path);
    g_rmdir(directory);
}

static char *misfits_of(const char *devices)
{
    g_autoptr(Hypervisor) host = open_host("test:///default", true);
    g_autoptr(GError) error = NULL;
    g_autofree char *xml = g_strdup_printf(
        "<domain type='test'><name>x</name><cpu mode='custom'><model>qemu64</model></cpu>"
        "<devices>%s</devices></domain>",
        devices);
    g_autoptr(GPtrArray) misfits = hypervisor_misfits(host, xml, &error);
    cr_assert_not_null(misfits, "%s", error == NULL ? "" : error->message);
    g_ptr_array_add(misfits, NULL);
    return g_strjoinv("; ", (char **)misfits->pdata);
}

Test(libvirt, what_a_host_lacks_is_named_and_what_it_cannot_tell_is_no_misfit)
{
    g_autofree char *fits = misfits_of("<interface type='network'><source network='default'/>"
                                       "</interface><disk type='file'><source file='/x'/></disk>");
    cr_assert_str_empty(fits, "a CPU that the test driver does not compare: %s", fits);
    g_autofree char *network =
        misfits_of("<interface type='network'><source network='blue'/></interface>");
    cr_assert_str_eq(network, "it has no network 'blue'");
    g_autofree char *pool =
        misfits_of("<disk type='volume'><source pool='fast' volume='x.img'/></disk>");
    cr_assert_str_eq(pool, "it has no storage pool 'fast'");
    g_autofree char *volume =
        misfits_of("<disk type='volume'><source pool='default-pool' volume='x.img'/></disk>");
    cr_assert_str_eq(volume, "it has no volume 'default-pool/x.img'");
}
