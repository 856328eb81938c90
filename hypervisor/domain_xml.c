#include "hypervisor/domain_xml.h"

#include <string.h>

#include "common/error.h"
#include "hypervisor/cpu_text.h"
#include "hypervisor/xml_walk.h"

#define MIB INT64_C(1048576)

typedef struct {
    DomainXml *xml;
    bool is_domain;
    bool is_emulated;
    char *memory_unit;
    char *cpu_mode;
    CpuParts cpu;
} Reading;

void domain_xml_free(DomainXml *xml)
{
    if (xml == NULL)
        return;
    g_free(xml->name);
    g_free(xml->uuid);
    g_free(xml->cpu_model);
    g_free(xml->own_cpu_xml);
    g_free(xml->service);
    g_free(xml->team);
    g_free(xml->cost_center);
    g_ptr_array_unref(xml->networks);
    g_ptr_array_unref(xml->disks);
    g_ptr_array_unref(xml->virtual_networks);
    g_ptr_array_unref(xml->volumes);
    g_ptr_array_unref(xml->requires);
    g_free(xml->type);
    g_free(xml->cpu_xml);
    g_free(xml->unmovable_because);
    g_free(xml);
}

static bool fail(GError **error, const char *what, const char *value)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "domain XML has %s '%s'", what,
                value);
    return false;
}

static bool begin_domain(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    Reading *reading = context;
    reading->is_domain = true;
    reading->xml->type = xml_attribute(element, "type");
    reading->is_emulated = g_strcmp0(reading->xml->type, "qemu") == 0;
    return true;
}

static bool set_once(char **text, const char *value, const char *what, GError **error)
{
    if (*text != NULL)
        return fail(error, what, value);
    *text = g_strdup(value);
    return true;
}

static bool end_name(void *context, const char *text, GError **error)
{
    Reading *reading = context;
    return set_once(&reading->xml->name, text, "a second name", error);
}

static bool end_uuid(void *context, const char *text, GError **error)
{
    Reading *reading = context;
    if (!g_uuid_string_is_valid(text))
        return fail(error, "an invalid uuid", text);
    return set_once(&reading->xml->uuid, text, "a second uuid", error);
}

/* Bytes of a unit as libvirt names them; 0 where it is unknown. */
static int64_t unit_bytes(const char *unit)
{
    static const char powers[] = "kmgtpe";
    if (unit == NULL)
        return 1024;
    if (strcmp(unit, "b") == 0 || strcmp(unit, "bytes") == 0)
        return 1;
    const char *power = unit[0] == '\0' ? NULL : strchr(powers, g_ascii_tolower(unit[0]));
    if (power == NULL)
        return 0;
    const char *tail = unit + 1;
    int64_t base = g_ascii_strcasecmp(tail, "b") == 0 ? 1000 : 1024;
    if (base == 1024 && tail[0] != '\0' && g_ascii_strcasecmp(tail, "ib") != 0)
        return 0;
    int64_t bytes = 1;
    for (const char *step = powers; step <= power; step++)
        bytes *= base;
    return bytes;
}

static bool begin_memory(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    Reading *reading = context;
    g_free(reading->memory_unit);
    reading->memory_unit = xml_attribute(element, "unit");
    return true;
}

static bool end_memory(void *context, const char *text, GError **error)
{
    Reading *reading = context;
    guint64 amount;
    int64_t bytes;
    int64_t unit = unit_bytes(reading->memory_unit);
    if (unit == 0)
        return fail(error, "an unknown memory unit", reading->memory_unit);
    if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64, &amount, NULL) ||
        __builtin_mul_overflow((int64_t)amount, unit, &bytes) || bytes > G_MAXINT64 - MIB)
        return fail(error, "an invalid memory size", text);
    reading->xml->has_memory_mib = true;
    reading->xml->memory_mib = (bytes + MIB - 1) / MIB;
    return true;
}

static bool end_vcpu(void *context, const char *text, GError **error)
{
    Reading *reading = context;
    guint64 number;
    if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT16, &number, NULL))
        return fail(error, "an invalid number of vcpus", text);
    reading->xml->has_n_vcpus = true;
    reading->xml->n_vcpus = (uint32_t)number;
    return true;
}

static bool end_cpu_model(void *context, const char *text, GError **error)
{
    Reading *reading = context;
    return set_once(&reading->xml->cpu_model, text, "a second cpu model", error);
}

static bool begin_service(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    DomainXml *xml = ((Reading *)context)->xml;
    if (xml->service != NULL)
        return fail(error, "a second service beside", xml->service);
    xml->service = xml_attribute(element, "name");
    xml->team = xml_attribute(element, "team");
    xml->cost_center = xml_attribute(element, "cost-center");
    return true;
}

/* The first reason stands, but one that holds of a domain that is shut down as well goes before one
 * that does not. */
static void set_unmovable(DomainXml *xml, const char *because, bool may_move_cold)
{
    if (xml->unmovable_because != NULL && (may_move_cold || !xml->may_move_cold))
        return;
    g_free(xml->unmovable_because);
    xml->unmovable_because = g_strdup(because);
    xml->may_move_cold = may_move_cold;
}

static bool begin_hostdev(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    g_autofree char *type = xml_attribute(element, "type");
    g_autofree char *because =
        g_strdup_printf("it uses a %s device of its host", type == NULL ? "physical" : type);
    set_unmovable(((Reading *)context)->xml, because, false);
    return true;
}

static bool begin_filesystem(void *context, G_GNUC_UNUSED xmlTextReaderPtr element,
                             G_GNUC_UNUSED GError **error)
{
    set_unmovable(((Reading *)context)->xml, "it shares a directory of its host", false);
    return true;
}

static bool begin_interface(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    g_autofree char *type = xml_attribute(element, "type");
    if (g_strcmp0(type, "hostdev") == 0 || g_strcmp0(type, "vdpa") == 0)
        set_unmovable(((Reading *)context)->xml, "it uses a network device of its host", false);
    return true;
}

static bool begin_disk(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    g_autofree char *type = xml_attribute(element, "type");
    if (g_strcmp0(type, "nvme") == 0 || g_strcmp0(type, "vhostvdpa") == 0)
        set_unmovable(((Reading *)context)->xml, "one of its disks is a device of its host", false);
    return true;
}

static bool begin_shmem(void *context, G_GNUC_UNUSED xmlTextReaderPtr element,
                        G_GNUC_UNUSED GError **error)
{
    set_unmovable(((Reading *)context)->xml, "it shares memory of its host", false);
    return true;
}

static bool begin_tpm_backend(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    g_autofree char *type = xml_attribute(element, "type");
    if (g_strcmp0(type, "passthrough") == 0)
        set_unmovable(((Reading *)context)->xml, "it uses the TPM of its host", false);
    return true;
}

static bool begin_cpu(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    Reading *reading = context;
    DomainXml *xml = reading->xml;
    g_autofree char *migratable = xml_attribute(element, "migratable");
    g_free(reading->cpu_mode);
    reading->cpu_mode = xml_attribute(element, "mode");
    xmlChar *whole = xml->cpu_xml == NULL ? xmlTextReaderReadOuterXml(element) : NULL;
    if (whole != NULL)
        xml->cpu_xml = g_strdup((const char *)whole);
    xmlFree(whole);
    if (g_strcmp0(migratable, "off") == 0)
        set_unmovable(xml, "its CPU is set to be not migratable", true);
    return true;
}

static bool end_cpu_vendor(void *context, const char *text, GError **error)
{
    return set_once(&((Reading *)context)->cpu.vendor, text, "a second cpu vendor", error);
}

static bool begin_cpu_feature(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    g_autofree char *name = xml_attribute(element, "name");
    g_autofree char *policy = xml_attribute(element, "policy");
    cpu_parts_add_feature(&((Reading *)context)->cpu, name, policy == NULL ? "require" : policy);
    return true;
}

/* A named model is told as it is; a running guest's host-model has been put in its words already.
 */
static void tell_cpu(Reading *reading)
{
    DomainXml *xml = reading->xml;
    reading->cpu.model = g_strdup(xml->cpu_model);
    if (reading->is_emulated)
        xml->cpu = GUEST_CPU_EMULATED;
    else if (g_strcmp0(reading->cpu_mode, "host-passthrough") == 0 ||
             g_strcmp0(reading->cpu_mode, "maximum") == 0)
        xml->cpu = GUEST_CPU_HOST;
    else if (xml->cpu_model != NULL && g_strcmp0(reading->cpu_mode, "host-model") != 0)
        xml->cpu = GUEST_CPU_NAMED;
    if (xml->cpu == GUEST_CPU_NAMED)
        xml->own_cpu_xml = cpu_parts_guest(&reading->cpu);
}

/* The first of these attributes that the element has. */
static void add_source(GPtrArray *sources, xmlTextReaderPtr element, const char *const *names)
{
    for (; *names != NULL; names++) {
        char *source = xml_attribute(element, *names);
        if (source != NULL) {
            g_ptr_array_add(sources, source);
            return;
        }
    }
}

static bool begin_disk_source(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    static const char *const names[] = {"file", "dev", "name", "volume", "dir", NULL};
    DomainXml *xml = ((Reading *)context)->xml;
    g_autofree char *pool = xml_attribute(element, "pool");
    g_autofree char *volume = xml_attribute(element, "volume");
    if (pool != NULL && volume != NULL)
        g_ptr_array_add(xml->volumes, g_strconcat(pool, "/", volume, NULL));
    add_source(xml->disks, element, names);
    return true;
}

static bool begin_interface_source(void *context, xmlTextReaderPtr element,
                                   G_GNUC_UNUSED GError **error)
{
    static const char *const names[] = {"network", "bridge", "dev", NULL};
    DomainXml *xml = ((Reading *)context)->xml;
    char *network = xml_attribute(element, "network");
    if (network != NULL)
        g_ptr_array_add(xml->virtual_networks, network);
    add_source(xml->networks, element, names);
    return true;
}

static const XmlPlace domain_places[] = {
    {"domain", begin_domain, NULL},
    {"domain/name", NULL, end_name},
    {"domain/uuid", NULL, end_uuid},
    {"domain/memory", begin_memory, end_memory},
    {"domain/vcpu", NULL, end_vcpu},
    {"domain/cpu", begin_cpu, NULL},
    {"domain/cpu/model", NULL, end_cpu_model},
    {"domain/cpu/vendor", NULL, end_cpu_vendor},
    {"domain/cpu/feature", begin_cpu_feature, NULL},
    {"domain/metadata/{" DOMAIN_METADATA_NAMESPACE "}service", begin_service, NULL},
    {"domain/devices/hostdev", begin_hostdev, NULL},
    {"domain/devices/filesystem", begin_filesystem, NULL},
    {"domain/devices/interface", begin_interface, NULL},
    {"domain/devices/interface/source", begin_interface_source, NULL},
    {"domain/devices/disk", begin_disk, NULL},
    {"domain/devices/disk/source", begin_disk_source, NULL},
    {"domain/devices/shmem", begin_shmem, NULL},
    {"domain/devices/tpm/backend", begin_tpm_backend, NULL},
    {NULL, NULL, NULL},
};

static gint compare_texts(gconstpointer left, gconstpointer right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void add_once(GPtrArray *texts, char *text)
{
    if (g_ptr_array_find_with_equal_func(texts, text, g_str_equal, NULL))
        g_free(text);
    else
        g_ptr_array_add(texts, text);
}

static void tell_requires(DomainXml *xml)
{
    for (guint i = 0; i < xml->virtual_networks->len; i++)
        add_once(xml->requires, g_strconcat("net:", xml->virtual_networks->pdata[i], NULL));
    for (guint i = 0; i < xml->volumes->len; i++) {
        const char *volume = xml->volumes->pdata[i];
        add_once(xml->requires, g_strdup_printf("pool:%.*s", (int)strcspn(volume, "/"), volume));
    }
    g_ptr_array_sort(xml->requires, compare_texts);
}

static bool check_complete(const Reading *reading, GError **error)
{
    const char *problem = NULL;
    if (!reading->is_domain)
        problem = "domain XML has no element 'domain' as its root";
    else if (reading->xml->name == NULL || reading->xml->name[0] == '\0')
        problem = "domain XML has no name";
    if (problem != NULL)
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, problem);
    return problem == NULL;
}

DomainXml *domain_xml_parse(const char *text, gsize length, GError **error)
{
    g_autoptr(DomainXml) xml = g_new0(DomainXml, 1);
    xml->networks = g_ptr_array_new_with_free_func(g_free);
    xml->disks = g_ptr_array_new_with_free_func(g_free);
    xml->virtual_networks = g_ptr_array_new_with_free_func(g_free);
    xml->volumes = g_ptr_array_new_with_free_func(g_free);
    xml->requires = g_ptr_array_new_with_free_func(g_free);
    Reading reading = {.xml = xml};
    bool ok = xml_walk(text, length, "domain XML", domain_places, &reading, error);
    if (ok)
        tell_cpu(&reading);
    g_free(reading.memory_unit);
    g_free(reading.cpu_mode);
    cpu_parts_clear(&reading.cpu);
    if (!ok || !check_complete(&reading, error))
        return NULL;
    g_ptr_array_sort(xml->networks, compare_texts);
    g_ptr_array_sort(xml->disks, compare_texts);
    tell_requires(xml);
    return g_steal_pointer(&xml);
}
