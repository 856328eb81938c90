#include <criterion/criterion.h>
#include <string.h>

#include "actuator/replicate.h"
#include "hypervisor/domain_copy.h"

#define UUID "12345678-1234-8123-a123-123456789abc"

static char *copy_of(const char *devices)
{
    g_autofree char *xml = g_strdup_printf(
        "<domain type='kvm' id='7'><name>web1</name><uuid>11111111-1111-4111-8111-111111111111"
        "</uuid><title>the first</title><memory unit='MiB'>256</memory><vcpu>1</vcpu>"
        "<devices>%s</devices><seclabel type='dynamic'/></domain>",
        devices);
    g_autofree char *why = NULL;
    char *copy = domain_copy_xml(xml, &(DomainCopy){"web1-replica-1", UUID, "web"}, &why, NULL);
    return copy != NULL ? copy : g_strdup_printf("refused: %s", why);
}

static void assert_refused(const char *devices, const char *why)
{
    g_autofree char *copy = copy_of(devices);
    cr_assert(g_str_has_prefix(copy, "refused: "), "%s", copy);
    cr_assert(strstr(copy, why), "%s", copy);
}

static void assert_lacks(const char *copy, const char *text)
{
    cr_assert(strstr(copy, text) == NULL, "'%s' is in %s", text, copy);
}

static void assert_has(const char *copy, const char *text)
{
    cr_assert(strstr(copy, text), "'%s' is not in %s", text, copy);
}

Test(domain_copy, has_its_own_name_uuid_and_addresses)
{
    g_autofree char *copy = copy_of(
        "<interface type='network'><mac address='52:54:00:01:02:03'/><source network='default'/>"
        "<target dev='vnet3'/></interface><graphics type='vnc' port='5901'/>"
        "<channel type='unix'><source mode='bind' path='/run/x'/><target type='virtio'/></channel>"
        "<vsock model='virtio'><cid auto='no' address='3'/></vsock>");
    assert_has(copy, "<name>web1-replica-1</name>");
    assert_has(copy, "<uuid>" UUID "</uuid>");
    assert_has(copy, "<source network=\"default\"/>");
    assert_has(copy, "autoport=\"yes\"");
    static const char *const gone[] = {"id=\"7\"", "web1<",    "11111111", "52:54:00",
                                       "vnet3",    "5901",     "/run/x",   "address=\"3\"",
                                       "seclabel", "the first"};
    for (size_t i = 0; i < G_N_ELEMENTS(gone); i++)
        assert_lacks(copy, gone[i]);
}

Test(domain_copy, names_are_text_and_never_markup)
{
    g_autofree char *why = NULL;
    g_autofree char *copy = domain_copy_xml("<domain><name>a</name></domain>",
                                            &(DomainCopy){"<x>&'", UUID, NULL}, &why, NULL);
    assert_has(copy, "<name>&lt;x&gt;&amp;'</name>");
}

Test(domain_copy, never_puts_two_guests_on_one_disk)
{
    assert_refused("<disk type='file' device='disk'><source file='/a'/><target dev='vda'/></disk>",
                   "its disk 'vda' is writable and not shareable");
    assert_refused(
        "<disk type='block' device='lun'><source dev='/dev/sdb'/><target dev='sda'/></disk>",
        "its disk 'sda' is writable and not shareable");
    static const char *const harmless[] = {
        "<disk device='disk'><target dev='vda'/><readonly/></disk>",
        "<disk device='disk'><target dev='vda'/><shareable/></disk>",
        "<disk device='cdrom'><target dev='sda'/></disk>",
        "<disk device='disk'><target dev='vda'/><transient shareBacking='yes'/></disk>",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(harmless); i++) {
        g_autofree char *copy = copy_of(harmless[i]);
        assert_has(copy, "web1-replica-1");
    }
}

Test(domain_copy, never_gives_what_is_there_once_twice)
{
    assert_refused("<hostdev mode='subsystem' type='pci'/>", "a device of its host");
    assert_refused("<tpm model='tpm-crb'/>", "a TPM");
    g_autofree char *why = NULL;
    cr_assert_null(domain_copy_xml("<domain><name>a</name><os><nvram>/a</nvram></os></domain>",
                                   &(DomainCopy){"b", UUID, NULL}, &why, NULL));
    assert_has(why, "non-volatile memory");
}

Test(domain_copy, a_document_type_is_refused)
{
    g_autofree char *why = NULL;
    g_autoptr(GError) error = NULL;
    cr_assert_null(domain_copy_xml("<!DOCTYPE d [<!ENTITY e 'x'>]><domain><name>a</name></domain>",
                                   &(DomainCopy){"b", UUID, NULL}, &why, &error));
    cr_assert_not_null(error);
}

Test(domain_copy, the_uuid_follows_from_the_plan)
{
    g_autofree char *first = replica_uuid("sha256:1", "a");
    g_autofree char *again = replica_uuid("sha256:1", "a");
    g_autofree char *other = replica_uuid("sha256:2", "a");
    cr_assert_str_eq(first, again);
    cr_assert_str_neq(first, other);
    cr_assert(g_uuid_string_is_valid(first), "%s", first);
}

Test(domain_copy, tells_its_service_where_the_template_does_not)
{
    g_autofree char *copy = copy_of("");
    assert_has(copy, "<vmatrix:service xmlns:vmatrix=\"https://vmatrix.invalid/xmlns/domain/1\" "
                     "name=\"web\"/>");
    g_autofree char *why = NULL;
    g_autofree char *own = domain_copy_xml("<domain><name>a</name><metadata><v:service "
                                           "xmlns:v='https://vmatrix.invalid/xmlns/domain/1' "
                                           "name='own'/></metadata></domain>",
                                           &(DomainCopy){"b", UUID, "web"}, &why, NULL);
    assert_has(own, "name=\"own\"");
    assert_lacks(own, "\"web\"");
}
