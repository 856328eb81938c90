#include <criterion/criterion.h>
#include <string.h>

#include "common/error.h"
#include "hypervisor/host_places.h"

static StoragePool *parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    StoragePool *pool = storage_pool_parse(text, strlen(text), &error);
    cr_assert_not_null(pool, "%s", error == NULL ? "" : error->message);
    return pool;
}

Test(host_places, only_a_pool_that_cannot_be_shared_is_local)
{
    static const struct {
        const char *type, *format;
        bool is_local;
    } cases[] = {
        {"dir", "", false},    {"netfs", "nfs", false}, {"rbd", "", false},
        {"iscsi", "", false},  {"scsi", "", false},     {"logical", "lvm2", true},
        {"disk", "gpt", true}, {"zfs", "", true},       {"fs", "ext4", true},
        {"fs", "", true},      {"fs", "ocfs2", false},  {"fs", "gfs2", false},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text =
            g_strdup_printf("<pool type='%s'><name>p</name><source><format type='%s'/></source>"
                            "<target><path>/p</path></target></pool>",
                            cases[i].type, cases[i].format);
        g_autoptr(StoragePool) pool = parse(text);
        cr_assert_eq(pool->is_local, cases[i].is_local, "%s", text);
        cr_assert_str_eq(pool->name, "p");
        cr_assert_str_eq(pool->directory, "/p");
    }
    g_autoptr(StoragePool) bare = parse("<pool><name>p</name></pool>");
    cr_assert_null(bare->directory);
    cr_assert(!bare->is_local);
}

Test(host_places, a_pool_without_a_name_or_with_a_document_type_is_refused)
{
    g_autoptr(GError) error = NULL;
    cr_assert_null(storage_pool_parse("<pool/>", 7, &error));
    cr_assert_str_eq(error->message, "storage pool XML has no name");
    g_clear_error(&error);
    static const char evil[] = "<!DOCTYPE p><pool><name>p</name></pool>";
    cr_assert_null(storage_pool_parse(evil, sizeof evil - 1, &error));
    cr_assert_str_eq(error->message, "storage pool XML has a document type or entity declaration "
                                     "at line 1, column 1, which is refused");
}

/* disks: in the XML of a domain on a host with the local pool "vg" at /dev/vg and a shared one. */
static char *local_disk(const char *disks)
{
    g_autofree char *text =
        g_strdup_printf("<domain><name>a</name><devices>%s</devices></domain>", disks);
    g_autoptr(DomainXml) xml = domain_xml_parse(text, strlen(text), NULL);
    g_auto(HostPlaces)
        places = {.pools = g_ptr_array_new_with_free_func((GDestroyNotify)storage_pool_free)};
    g_ptr_array_add(places.pools, parse("<pool type='dir'><name>images</name><target>"
                                        "<path>/images</path></target></pool>"));
    g_ptr_array_add(places.pools, parse("<pool type='logical'><name>vg</name><target>"
                                        "<path>/dev/vg</path></target></pool>"));
    return host_places_local_disk(&places, xml);
}

Test(host_places, a_disk_is_local_by_the_name_of_its_volume_or_by_its_path)
{
    static const struct {
        const char *disk, *because;
    } cases[] = {
        {"<disk><source pool='vg' volume='x'/></disk>",
         "its disk 'vg/x' is in pool 'vg', which is its host's alone"},
        {"<disk><source file='/images/x'/></disk><disk><source dev='/dev/vg/x'/></disk>",
         "its disk '/dev/vg/x' is in pool 'vg', which is its host's alone"},
        {"<disk><source dev='/dev/vg2/x'/></disk>", NULL},
        {"<disk><source pool='images' volume='x'/></disk>", NULL},
        {"<disk><source dev='/dev/vg'/></disk>", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *because = local_disk(cases[i].disk);
        cr_assert_eq(g_strcmp0(because, cases[i].because), 0, "%s", because);
    }
}

Test(host_places, a_host_that_does_not_tell_its_pools_makes_nothing_local)
{
    static const char text[] = "<domain><name>a</name></domain>";
    g_autoptr(DomainXml) xml = domain_xml_parse(text, sizeof text - 1, NULL);
    cr_assert_null(host_places_local_disk(&(HostPlaces){0}, xml));
}
