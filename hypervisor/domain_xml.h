/* What vmatrix reads from a domain's XML.
 *
 * The XML comes from another machine: any document type or entity is refused by
 * our own check before the parser sees it, size and depth are capped, nothing is
 * ever fetched. What is missing is absent, never 0. Errors are BAD_DATA.
 */
#ifndef VMATRIX_HYPERVISOR_DOMAIN_XML_H
#define VMATRIX_HYPERVISOR_DOMAIN_XML_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* <metadata><vmatrix:service xmlns:vmatrix="…" name="shop-web" team="shop" cost-center="4711"/> */
#define DOMAIN_METADATA_NAMESPACE "https://vmatrix.invalid/xmlns/domain/1"

#define DOMAIN_XML_MAX_BYTES 4194304 /* 4 MiB */
#define DOMAIN_XML_MAX_DEPTH 64

/* What CPU the guest sees. */
typedef enum {
    GUEST_CPU_UNKNOWN,
    GUEST_CPU_NAMED,    /* one of its own: cpu_xml */
    GUEST_CPU_HOST,     /* its host's as it is (host-passthrough) */
    GUEST_CPU_EMULATED, /* made by software: that of the host does not matter */
} GuestCpu;

typedef struct {
    char *name;
    char *uuid; /* NULL where not told */
    bool has_memory_mib;
    int64_t memory_mib; /* rounded up */
    bool has_n_vcpus;
    uint32_t n_vcpus;
    char *cpu_model; /* NULL where not told */
    GuestCpu cpu;
    char *own_cpu_xml; /* of GUEST_CPU_NAMED, for hypervisor_compare_cpu; else NULL */
    char *service;     /* from <metadata>; NULL where not told, as are the next two */
    char *team;
    char *cost_center;
    GPtrArray *networks;         /* char *: network or bridge each interface is on, sorted */
    GPtrArray *disks;            /* char *: source of each disk, sorted */
    char *type;                  /* "kvm", "qemu", …; NULL where not told */
    char *cpu_xml;               /* the element <cpu>; NULL where there is none */
    GPtrArray *virtual_networks; /* char *: libvirt's networks that interfaces are on */
    GPtrArray *volumes;          /* char *: "POOL/VOLUME" of each disk that is one */
    GPtrArray *requires;         /* char *: "net:NETWORK" and "pool:POOL" of these, sorted, once */
    char *unmovable_because;     /* why it cannot leave its host; NULL where it can */
    bool may_move_cold;          /* … but for that it can once it is shut down */
} DomainXml;

DomainXml *domain_xml_parse(const char *text, gsize length, GError **error);
void domain_xml_free(DomainXml *xml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DomainXml, domain_xml_free)

/* The host's own CPU for hypervisor_compare_cpu; *ret_xml NULL where it has none. */
bool capabilities_cpu_xml(const char *text, gsize length, char **ret_xml, GError **error);
/* CPU model of a host's capabilities XML; *ret_model NULL where it has none. */
bool capabilities_cpu_model(const char *text, gsize length, char **ret_model, GError **error);

#endif
