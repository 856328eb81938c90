#include <criterion/criterion.h>
#include <string.h>

#include "common/error.h"
#include "hypervisor/domain_xml.h"

#define NAMESPACE "xmlns:vmatrix='" DOMAIN_METADATA_NAMESPACE "'"

static DomainXml *parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    DomainXml *xml = domain_xml_parse(text, strlen(text), &error);
    cr_assert_not_null(xml, "%s", error == NULL ? "" : error->message);
    return xml;
}

static void cr_refused_length(const char *text, gsize length, const char *message)
{
    g_autoptr(GError) error = NULL;
    cr_assert_null(domain_xml_parse(text, length, &error));
    cr_assert_str_eq(error->message, message);
    cr_assert_eq(error->code, VMATRIX_ERROR_BAD_DATA);
}

static void cr_refused(const char *text, const char *message)
{
    cr_refused_length(text, strlen(text), message);
}

Test(domain_xml, a_whole_domain_is_read)
{
    g_autoptr(DomainXml) xml = parse(
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<!-- a comment --><domain type='kvm' id='3'>\n"
        " <name>web-1</name><uuid>6d1f0b0e-8ad3-4b5e-a3d2-1f2d3c4b5a69</uuid>\n"
        " <metadata><vmatrix:service " NAMESPACE " name='shop &lt;web&gt;' team='shop'"
        "  cost-center='4711'/><other xmlns='https://example.org'><name>x</name></other></metadata>"
        " <memory unit='KiB'>1048577</memory><vcpu placement='static' current='1'>2</vcpu>"
        " <cpu mode='custom'><model fallback='forbid'>Skylake-Server</model></cpu>"
        " <devices>"
        "  <disk type='file'><source file='/b.qcow2'/></disk>"
        "  <disk type='block'><source dev='/dev/vg/a'/></disk>"
        "  <disk type='network'><source protocol='rbd' name='pool/c'/></disk>"
        "  <disk type='file' device='cdrom'/>"
        "  <interface type='network'><source network='lan' bridge='virbr0'/></interface>"
        "  <interface type='bridge'><source bridge='br0'/></interface>"
        " </devices></domain>");
    cr_assert_str_eq(xml->name, "web-1");
    cr_assert_str_eq(xml->uuid, "6d1f0b0e-8ad3-4b5e-a3d2-1f2d3c4b5a69");
    cr_assert(xml->has_memory_mib);
    cr_assert_eq(xml->memory_mib, 1025, "rounded up");
    cr_assert(xml->has_n_vcpus);
    cr_assert_eq(xml->n_vcpus, 2);
    cr_assert_str_eq(xml->cpu_model, "Skylake-Server");
    cr_assert_str_eq(xml->service, "shop <web>");
    cr_assert_str_eq(xml->team, "shop");
    cr_assert_str_eq(xml->cost_center, "4711");
    cr_assert_eq(xml->disks->len, 3);
    cr_assert_str_eq(xml->disks->pdata[0], "/b.qcow2");
    cr_assert_str_eq(xml->disks->pdata[2], "pool/c");
    cr_assert_eq(xml->networks->len, 2);
    cr_assert_str_eq(xml->networks->pdata[0], "br0");
    cr_assert_str_eq(xml->networks->pdata[1], "lan");
    cr_assert_null(xml->unmovable_because);
}

Test(domain_xml, what_is_missing_is_absent_and_not_zero)
{
    g_autoptr(DomainXml) xml = parse("<domain><name>a</name></domain>");
    cr_assert_null(xml->uuid);
    cr_assert(!xml->has_memory_mib);
    cr_assert(!xml->has_n_vcpus);
    cr_assert_null(xml->cpu_model);
    cr_assert_null(xml->service);
    cr_assert_null(xml->team);
    cr_assert_eq(xml->disks->len, 0);
}

Test(domain_xml, metadata_counts_only_in_the_namespace_of_vmatrix)
{
    g_autoptr(DomainXml) other = parse("<domain><name>a</name><metadata><service name='x' "
                                       "xmlns='https://example.org'/></metadata></domain>");
    cr_assert_null(other->service);
    g_autoptr(DomainXml) partly =
        parse("<domain><name>a</name><metadata><v:service xmlns:v='" DOMAIN_METADATA_NAMESPACE
              "' name='x'/></metadata></domain>");
    cr_assert_str_eq(partly->service, "x");
    cr_assert_null(partly->team);
    cr_refused("<domain><name>a</name><metadata " NAMESPACE
               "><vmatrix:service name='x'/><vmatrix:service name='y'/></metadata></domain>",
               "domain XML has a second service beside 'x'");
}

Test(domain_xml, names_may_hold_anything)
{
    g_autoptr(DomainXml) xml =
        parse("<domain><name><![CDATA['; drop table x; -- ../<b>]]>&amp;&#x263a;</name></domain>");
    cr_assert_str_eq(xml->name, "'; drop table x; -- ../<b>&\xe2\x98\xba");
}

Test(domain_xml, memory_is_read_in_every_unit)
{
    static const struct {
        const char *unit, *amount;
        int64_t mib;
    } cases[] = {
        {"unit='b'", "1048576", 1}, {"unit='bytes'", "1", 1},       {"", "2048", 2},
        {"unit='k'", "1024", 1},    {"unit='KB'", "1048577", 1001}, {"unit='M'", "7", 7},
        {"unit='MiB'", "512", 512}, {"unit='MB'", "1000", 954},     {"unit='G'", "2", 2048},
        {"unit='GiB'", "1", 1024},  {"unit='TiB'", "1", 1048576},   {"unit='KiB'", "0", 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text =
            g_strdup_printf("<domain><name>a</name><memory %s> %s\n</memory></domain>",
                            cases[i].unit, cases[i].amount);
        g_autoptr(DomainXml) xml = parse(text);
        cr_assert_eq(xml->memory_mib, cases[i].mib, "%s", text);
    }
}

Test(domain_xml, values_that_make_no_sense_are_refused)
{
    static const struct {
        const char *body, *message;
    } cases[] = {
        {"<memory unit='parsec'>1</memory>", "domain XML has an unknown memory unit 'parsec'"},
        {"<memory unit=''>1</memory>", "domain XML has an unknown memory unit ''"},
        {"<memory>-1</memory>", "domain XML has an invalid memory size '-1'"},
        {"<memory>nan</memory>", "domain XML has an invalid memory size 'nan'"},
        {"<memory unit='EiB'>9223372036854775807</memory>",
         "domain XML has an invalid memory size '9223372036854775807'"},
        {"<vcpu>0</vcpu>", "domain XML has an invalid number of vcpus '0'"},
        {"<vcpu>1.5</vcpu>", "domain XML has an invalid number of vcpus '1.5'"},
        {"<uuid>../../etc</uuid>", "domain XML has an invalid uuid '../../etc'"},
        {"<name>b</name>", "domain XML has a second name 'b'"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf("<domain><name>a</name>%s</domain>", cases[i].body);
        cr_refused(text, cases[i].message);
    }
}

Test(domain_xml, what_ties_a_domain_to_its_host_is_named)
{
    static const struct {
        const char *body, *because;
    } cases[] = {
        {"<devices><hostdev mode='subsystem' type='pci'/></devices>",
         "it uses a pci device of its host"},
        {"<devices><hostdev/></devices>", "it uses a physical device of its host"},
        {"<devices><interface type='hostdev'/></devices>", "it uses a network device of its host"},
        {"<devices><filesystem type='mount'/></devices>", "it shares a directory of its host"},
        {"<cpu mode='host-passthrough' migratable='off'/>", "its CPU is set to be not migratable"},
        {"<devices><interface type='vdpa'/></devices>", "it uses a network device of its host"},
        {"<devices><disk type='nvme'/></devices>", "one of its disks is a device of its host"},
        {"<devices><disk type='vhostvdpa'/></devices>", "one of its disks is a device of its host"},
        {"<devices><shmem name='s'/></devices>", "it shares memory of its host"},
        {"<devices><tpm><backend type='passthrough'/></tpm></devices>",
         "it uses the TPM of its host"},
        {"<cpu migratable='off'/><devices><hostdev type='usb'/><filesystem/></devices>",
         "it uses a usb device of its host"},
        {"<devices><filesystem/></devices><cpu migratable='off'/>",
         "it shares a directory of its host"},
        {"<devices><tpm><backend type='emulator'/></tpm><disk type='file'/></devices>", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf("<domain><name>a</name>%s</domain>", cases[i].body);
        g_autoptr(DomainXml) xml = parse(text);
        cr_assert_eq(g_strcmp0(xml->unmovable_because, cases[i].because), 0, "%s", cases[i].body);
        cr_assert_eq(xml->may_move_cold,
                     g_strcmp0(cases[i].because, "its CPU is set to be not migratable") == 0);
    }
}

Test(domain_xml, networks_and_pools_are_tags_that_it_requires)
{
    g_autoptr(DomainXml) xml =
        parse("<domain><name>a</name><devices>"
              "<interface type='network'><source network='lan; x'/></interface>"
              "<interface type='network'><source network='dmz'/></interface>"
              "<interface type='network'><source network='dmz'/></interface>"
              "<interface type='bridge'><source bridge='br0'/></interface>"
              "<disk type='volume'><source pool='images' volume='a/b'/></disk>"
              "<disk type='volume'><source pool='images' volume='c'/></disk>"
              "<disk type='file'><source file='/x'/></disk></devices></domain>");
    g_ptr_array_add(xml->requires, NULL);
    g_autofree char *tags = g_strjoinv("|", (char **)xml->requires->pdata);
    cr_assert_str_eq(tags, "net:dmz|net:lan; x|pool:images");
    g_autoptr(DomainXml) plain = parse("<domain><name>a</name></domain>");
    cr_assert_eq(plain->requires->len, 0);
}

Test(domain_xml, a_document_type_is_refused_with_its_place)
{
    cr_refused("<?xml version='1.0'?>\n <!DOCTYPE domain SYSTEM 'file:///etc/passwd'>\n"
               "<domain><name>a</name></domain>",
               "domain XML has a document type or entity declaration at line 2, column 2, which "
               "is refused");
    cr_refused("<domain><name>a</name><!ENTITY x 'y'></domain>",
               "domain XML has a document type or entity declaration at line 1, column 23, which "
               "is refused");
}

Test(domain_xml, external_and_multiplying_entities_never_reach_the_parser)
{
    cr_refused("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain><name>&x;</name>"
               "</domain>",
               "domain XML has a document type or entity declaration at line 1, column 1, which "
               "is refused");
    g_autoptr(GString) laughs = g_string_new("<!DOCTYPE a [<!ENTITY l0 'ha'>");
    for (int i = 1; i < 30; i++)
        g_string_append_printf(laughs, "<!ENTITY l%d '&l%d;&l%d;'>", i, i - 1, i - 1);
    g_string_append(laughs, "]><domain><name>&l29;</name></domain>");
    cr_refused(laughs->str,
               "domain XML has a document type or entity declaration at line 1, column 1, which "
               "is refused");
    cr_refused("<domain><name>&x;</name></domain>",
               "domain XML is not well-formed at line 1: Entity 'x' not defined");
}

Test(domain_xml, a_declaration_is_refused_even_where_it_would_be_harmless)
{
    cr_refused("<domain><name><![CDATA[<!DOCTYPE a>]]></name></domain>",
               "domain XML has a document type or entity declaration at line 1, column 24, which "
               "is refused");
}

Test(domain_xml, no_declared_encoding_can_hide_a_document_type)
{
    /* UTF-7 would read +ADwAIQ- as "<!" */
    cr_refused("<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a+AD4-<domain/>",
               "domain XML is not well-formed at line 1: Document is empty");
    static const char utf16[] = "\xff\xfe<\0!\0D\0";
    cr_refused_length(utf16, sizeof utf16 - 1, "domain XML is not UTF-8 at line 1, column 1");
    static const char latin1[] = "<domain><name>\xe9</name></domain>";
    cr_refused(latin1, "domain XML is not UTF-8 at line 1, column 15");
    static const char zero[] = "<domain><name>a\0b</name></domain>";
    cr_refused_length(zero, sizeof zero - 1, "domain XML is not UTF-8 at line 1, column 16");
}

static char *nested(int depth)
{
    GString *text = g_string_new("<domain><name>a</name>");
    for (int i = 1; i < depth; i++)
        g_string_append(text, "<d>");
    for (int i = 1; i < depth; i++)
        g_string_append(text, "</d>");
    g_string_append(text, "</domain>");
    return g_string_free(text, FALSE);
}

Test(domain_xml, nesting_is_capped)
{
    g_autofree char *deepest = nested(DOMAIN_XML_MAX_DEPTH);
    g_autoptr(DomainXml) xml = parse(deepest);
    g_autofree char *deeper = nested(DOMAIN_XML_MAX_DEPTH + 1);
    cr_refused(deeper, "domain XML is nested deeper than 64 elements at line 1");
    g_autofree char *abyss = nested(200000);
    cr_refused(abyss, "domain XML is nested deeper than 64 elements at line 1");
}

Test(domain_xml, size_is_capped_and_what_fits_is_read)
{
    g_autofree char *huge = g_strnfill(DOMAIN_XML_MAX_BYTES + 1, 'x');
    cr_refused(huge, "domain XML is 4194305 bytes long, more than the 4194304 allowed");
    g_autofree char *filler = g_strnfill(DOMAIN_XML_MAX_BYTES - 100, ' ');
    g_autofree char *text = g_strdup_printf("<domain><name>a</name>%s</domain>", filler);
    g_autoptr(DomainXml) xml = parse(text);
    cr_assert_str_eq(xml->name, "a");
}

Test(domain_xml, what_is_no_domain_is_refused)
{
    cr_refused("", "domain XML is empty");
    cr_refused("<network><name>a</name></network>",
               "domain XML has no element 'domain' as its root");
    cr_refused("<x><domain><name>a</name></domain></x>",
               "domain XML has no element 'domain' as its root");
    cr_refused("<domain><title>a</title></domain>", "domain XML has no name");
    cr_refused("<domain><name> </name></domain>", "domain XML has no name");
    cr_refused("<domain><name>a</name>",
               "domain XML is not well-formed at line 1: Extra content at the end of the "
               "document");
}

Test(domain_xml, the_cpu_model_of_a_host_comes_from_its_capabilities)
{
    static const char text[] =
        "<capabilities><host><cpu><arch>x86_64</arch><model>EPYC</model></cpu></host>"
        "<guest><cpu><model>other</model></cpu></guest></capabilities>";
    g_autofree char *model = NULL;
    cr_assert(capabilities_cpu_model(text, strlen(text), &model, NULL));
    cr_assert_str_eq(model, "EPYC");
    g_autofree char *none = NULL;
    cr_assert(capabilities_cpu_model("<capabilities/>", 15, &none, NULL));
    cr_assert_null(none);
    g_autoptr(GError) error = NULL;
    cr_assert(!capabilities_cpu_model("<!DOCTYPE a><capabilities/>", 27, &none, &error));
    cr_assert(g_str_has_prefix(error->message, "capabilities XML has a document type"));
}
