/* What the XML of domains ties them to, from libvirt through collector and snapshot to the plan:
 * hosts of libvirt's own test driver, and a real libvirtd with QEMU. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "collector/round.h"
#include "common/error.h"
#include "common/text.h"
#include "tests/support/private_guest.h"
#include "tests/support/test_database.h"
#include "tests/support/vmatrix_run.h"

#define NODE                                                                                       \
    "<node><cpu><mhz>1</mhz><model>i686</model><active>4</active><nodes>1</nodes>"                 \
    "<sockets>4</sockets><cores>1</cores><threads>1</threads></cpu><memory>4194304</memory>"
#define GUEST(name, uuid, devices)                                                                 \
    "<domain type='test'><name>" name "</name><uuid>" uuid "</uuid><memory>262144</memory>"        \
    "<vcpu>1</vcpu><os><type>hvm</type></os><devices>" devices "</devices></domain>"
#define WEB                                                                                        \
    GUEST("web", "10000000-0000-4000-8000-000000000001",                                           \
          "<disk type='volume'><source pool='images' volume='web'/><target dev='vda'/></disk>"     \
          "<interface type='network'><source network='lan'/></interface>")
#define CARD(devices) GUEST("card", "10000000-0000-4000-8000-000000000002", devices)
#define PCI                                                                                        \
    "<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='5' slot='0' "           \
    "function='0'/></source></hostdev>"
#define DISK(file) "<disk type='file'><source file='" file "'/><target dev='vda'/></disk>"
#define LAN                                                                                        \
    "<network><name>lan</name><bridge name='virbr7'/>"                                             \
    "<ip address='192.168.7.1' netmask='255.255.255.0'/></network>"
#define POOL(type, name, path)                                                                     \
    "<pool type='" type "'><name>" name "</name><target><path>" path "</path></target></pool>"

typedef struct {
    Database *database;
    char *directory;
} Estate;

static void write_host(const Estate *estate, const char *host, const char *content)
{
    g_autofree char *path = g_strconcat(estate->directory, "/", host, ".xml", NULL);
    g_autofree char *text = g_strconcat(NODE, content, "</node>", NULL);
    cr_assert(g_file_set_contents(path, text, -1, NULL));
}

static void add_host(const char *host, const char *uri, const char *cost)
{
    cr_assert_eq(
        vmatrix_run(NULL, NULL, "host add %s --uri %s --machine-cost-per-h %s", host, uri, cost),
        0);
}

/* h1 is dear and holds all; h2 has the network and the pool, h3 is the cheapest and has neither. */
static Estate make_estate(void)
{
    Estate estate = {test_database_open(), g_dir_make_tmp("vmatrix-ties-XXXXXX", NULL)};
    write_host(&estate, "h1", WEB CARD(PCI) LAN POOL("dir", "images", "/images"));
    write_host(&estate, "h2", LAN POOL("dir", "images", "/images"));
    write_host(&estate, "h3", "");
    static const char *const costs[] = {"9", "5", "1"};
    for (int i = 0; i < 3; i++) {
        g_autofree char *host = g_strdup_printf("h%d", i + 1);
        g_autofree char *uri = g_strdup_printf("test://%s/%s.xml", estate.directory, host);
        add_host(host, uri, costs[i]);
    }
    return estate;
}

static void end_estate(Estate *estate)
{
    for (int i = 1; i <= 3; i++) {
        g_autofree char *path = g_strdup_printf("%s/h%d.xml", estate->directory, i);
        g_unlink(path);
    }
    g_rmdir(estate->directory);
    g_free(estate->directory);
    database_close(estate->database);
}

/* Collects and plans; "DOMAIN>HOST " for each move, in order of domain. Caller frees. */
static char *plan_moves(int expected_exit, char **ret_errors)
{
    g_autofree char *errors = NULL;
    g_autofree char *csv = NULL;
    cr_assert_eq(vmatrix_run(NULL, &errors, "collect --once"), 0, "%s", errors);
    cr_assert_eq(vmatrix_run(NULL, NULL, "snapshot"), 0);
    int status = vmatrix_run(NULL, ret_errors, "plan");
    cr_assert_eq(status, expected_exit, "plan: exit %d: %s", status,
                 ret_errors == NULL ? "" : *ret_errors);
    return test_database_sql(
        "SELECT string_agg(a.domain || '>' || a.to_host, ' ' ORDER BY a.domain) FROM plan_action a "
        "WHERE a.domain <> '' AND a.plan = (SELECT plan FROM plan ORDER BY created_at DESC LIMIT "
        "1)");
}

static void cr_moves(const char *expected)
{
    g_autofree char *errors = NULL;
    g_autofree char *moves = plan_moves(0, &errors);
    cr_assert_str_eq(moves, expected, "'%s'", moves);
}

static void cr_explain(const char *domain, const char *expected)
{
    g_autofree char *text = NULL;
    g_autofree char *plan =
        test_database_sql("SELECT plan FROM plan ORDER BY created_at DESC LIMIT 1");
    cr_assert_eq(vmatrix_run(&text, NULL, "explain %s %s", plan, domain), 0);
    cr_assert_not_null(strstr(text, expected), "'%s' is not in: %s", expected, text);
}

Test(ties, no_plan_moves_what_its_xml_ties_nor_to_where_its_places_are_not)
{
    Estate estate = make_estate();
    cr_moves("");
    cr_explain("card",
               "not on 'h2', 'h3': rule 'derived: card' forbids it: it uses a pci device of "
               "its host");
    cr_explain("web", "not on 'h3': the host lacks the tag 'net:lan' that it requires");
    end_estate(&estate);
}

Test(ties, what_is_gone_from_the_xml_ties_no_more)
{
    Estate estate = make_estate();
    cr_moves("");
    write_host(&estate, "h1", WEB CARD("") LAN POOL("dir", "images", "/images"));
    cr_moves("card>h2 web>h2");
    write_host(&estate, "h3", LAN POOL("dir", "images", "/images"));
    cr_moves("card>h3 web>h3");
    write_host(&estate, "h3", LAN);
    cr_moves("card>h2 web>h2");
    end_estate(&estate);
}

Test(ties, a_disk_in_a_pool_of_its_host_alone_keeps_the_domain)
{
    Estate estate = make_estate();
    write_host(&estate, "h1", CARD(DISK("/dev/vg/card")) POOL("logical", "vg", "/dev/vg"));
    cr_moves("");
    cr_explain("card", "rule 'derived: card' forbids it: its disk '/dev/vg/card' is in pool 'vg', "
                       "which is its host's alone");
    write_host(&estate, "h1", CARD(DISK("/mnt/card")) POOL("logical", "vg", "/dev/vg"));
    cr_moves("card>h3");
    end_estate(&estate);
}

Test(ties, a_drain_that_a_device_forbids_is_infeasible_and_says_why)
{
    Estate estate = make_estate();
    g_autofree char *errors = NULL;
    cr_assert_eq(vmatrix_run(NULL, NULL, "host drain h1"), 0);
    g_autofree char *moves = plan_moves(5, &errors);
    g_autofree char *output = NULL;
    g_autofree char *plan =
        test_database_sql("SELECT plan FROM plan ORDER BY created_at DESC LIMIT 1");
    cr_assert_eq(vmatrix_run(&output, NULL, "show %s", plan), 0);
    cr_assert_not_null(strstr(output, "it uses a pci device of its host"), "%s", output);
    end_estate(&estate);
}

Test(ties, people_may_answer_for_a_domain_and_see_what_was_derived)
{
    Estate estate = make_estate();
    g_autofree char *before = NULL;
    g_autofree char *rules = NULL;
    g_autofree char *hosts = NULL;
    cr_moves("");
    cr_assert_eq(vmatrix_run(&before, NULL, "domain list --output csv"), 0);
    cr_assert_not_null(strstr(before, "net\\:lan;pool\\:images"), "%s", before);
    cr_assert_not_null(strstr(before, "it uses a pci device of its host"), "%s", before);
    cr_assert_eq(vmatrix_run(&hosts, NULL, "host list --output csv"), 0);
    cr_assert_not_null(strstr(hosts, "lan,images"), "%s", hosts);
    cr_assert_eq(vmatrix_run(&rules, NULL, "rule list --output csv"), 0);
    cr_assert_null(strstr(rules, "derived"), "rules of people alone: %s", rules);
    cr_assert_eq(vmatrix_run(NULL, NULL, "domain set card --heed-xml no"), 0);
    cr_assert_eq(vmatrix_run(NULL, NULL, "domain set web --heed-xml no"), 0);
    cr_moves("card>h3 web>h3");
    cr_assert_eq(vmatrix_run(NULL, NULL, "domain set web --heed-xml yes"), 0);
    cr_assert_eq(vmatrix_run(NULL, NULL, "host set h3 --tags net\\:lan;pool\\:images"), 0);
    cr_moves("card>h3 web>h3");
    end_estate(&estate);
}

Test(ties, a_saved_snapshot_says_the_same_as_the_database)
{
    Estate estate = make_estate();
    cr_moves("");
    g_autofree char *folder = g_build_filename(estate.directory, "saved", NULL);
    g_autofree char *rules = g_build_filename(folder, "rules.csv", NULL);
    g_autofree char *text = NULL;
    g_autofree char *check = NULL;
    cr_assert_eq(vmatrix_run(NULL, NULL, "snapshot --save %s", folder), 0);
    cr_assert(g_file_get_contents(rules, &text, NULL, NULL));
    cr_assert_not_null(strstr(text, "root,derived: card,card"), "%s", text);
    cr_assert_not_null(strstr(text, "it uses a pci device of its host"), "%s", text);
    cr_assert_eq(vmatrix_run(&check, NULL, "scenario check %s", folder), 0);
    const char *const argv[] = {"rm", "-rf", "--", folder, NULL};
    g_spawn_sync(NULL, (char **)(guintptr)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                 NULL, NULL);
    end_estate(&estate);
}

Test(ties, the_database_refuses_the_characters_that_scenario_files_refuse)
{
    g_autoptr(Database) database = test_database_open();
    g_autofree char *refused = test_database_sql(
        "SELECT i FROM generate_series(1, 1114111) i WHERE i NOT BETWEEN 55296 AND "
        "57343 AND printable(chr(i)) <> chr(i) ORDER BY i");
    g_autoptr(GString) expected = g_string_new(NULL);
    for (gunichar character = 1; character <= 0x10ffff; character++)
        if (g_unichar_validate(character) && !text_is_printable(character))
            g_string_append_printf(expected, "%s%u", expected->len == 0 ? "" : "\n", character);
    cr_assert_str_eq(refused, expected->str);
}

/* A guest of QEMU on a volume of a pool that shares a directory of its host. */
static void start_guest(const PrivateHost *host)
{
    g_autofree char *pool = g_strdup_printf(
        "<pool type='dir'><name>images</name><target><path>%s</path></target></pool>",
        host->directory);
    g_autofree char *image = g_build_filename(host->directory, "web.img", NULL);
    g_autofree char *sectors = g_malloc0(1048576);
    g_autofree char *guest = g_strdup_printf(
        "<domain type='qemu'><name>web</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>"
        "<os><type arch='x86_64' machine='pc'>hvm</type></os><devices>"
        "<emulator>/usr/bin/qemu-system-x86_64</emulator>"
        "<disk type='volume'><driver name='qemu' type='raw'/>"
        "<source pool='images' volume='web.img'/><target dev='hda' bus='ide'/></disk>"
        "<filesystem type='mount' accessmode='passthrough'><source dir='%s'/><target dir='d'/>"
        "</filesystem><controller type='usb' model='none'/>"
        "<video><model type='none'/></video></devices></domain>",
        host->directory);
    cr_assert(g_file_set_contents(image, sectors, 1048576, NULL));
    private_host_make(host, "pool-create", pool);
    private_host_make(
        host, "net-create",
        "<network><name>lan</name><forward mode='bridge'/><bridge name='br0'/></network>");
    g_autoptr(Hypervisor) open = private_host_open(host, false);
    g_autoptr(GError) error = NULL;
    cr_assert(hypervisor_start(open, guest, false, &error), "%s", error ? error->message : "");
}

Test(ties_on_qemu, a_real_libvirtd_tells_of_places_and_of_what_ties_a_guest)
{
    g_autoptr(PrivateHost) host = private_host_start_or_skip();
    g_autoptr(Database) database = test_database_open();
    g_autofree char *uri = private_host_uri(host, "qemu", "/system");
    start_guest(host);
    add_host("h1", uri, "1");
    g_autofree char *errors = NULL;
    cr_assert_eq(vmatrix_run(NULL, &errors, "collect --once"), 0, "%s", errors);
    g_autofree char *places = test_database_sql("SELECT networks, pools FROM host_observation");
    cr_assert_str_eq(places, "{lan}|{images}", "%s", places);
    g_autofree char *ties =
        test_database_sql("SELECT xml_requires, stays_because, may_move_cold FROM domain");
    cr_assert_str_eq(ties, "{pool:images}|it shares a directory of its host|f", "%s", ties);
    g_autofree char *snapshot = NULL;
    cr_assert_eq(vmatrix_run(&snapshot, NULL, "snapshot"), 0);
    g_autofree char *rule = test_database_sql("SELECT rule, name, reason FROM snapshot_rule");
    cr_assert_str_eq(rule, "root|derived: web|it shares a directory of its host", "%s", rule);
    g_autofree char *tags = test_database_sql("SELECT tags FROM snapshot_host");
    cr_assert_str_eq(tags, "net\\:lan;pool\\:images", "%s", tags);
}
