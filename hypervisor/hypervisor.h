/* Hosts and domains through a driver table: libvirt, or a simulation for tests.
 *
 * A URI chooses the driver: "sim:///PATH?host=NAME" is the simulated one (its
 * world is a file that several processes share under a lock), everything else
 * libvirt's. What a host does not tell is absent (has_… false), never 0.
 * Every call takes a deadline; a host that does not answer by then is
 * VMATRIX_ERROR_UNAVAILABLE and must not hold up the caller any longer.
 * Structures returned are the caller's; connections are not shared by threads
 * except where said.
 */
#ifndef VMATRIX_HYPERVISOR_HYPERVISOR_H
#define VMATRIX_HYPERVISOR_HYPERVISOR_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Hypervisor Hypervisor;

typedef enum {
    DOMAIN_ABSENT, /* not known there */
    DOMAIN_RUNNING,
    DOMAIN_PAUSED,  /* for whatever reason, a migration included */
    DOMAIN_SHUTOFF, /* defined, not active */
    DOMAIN_CRASHED,
    DOMAIN_UNKNOWN, /* the host did not tell */
} DomainRunState;

typedef struct {
    char *hostname;
    char *cpu_model;
    uint32_t n_cpus;
    bool has_memory_mib;
    int64_t memory_mib;
    bool has_cpu_time_ns; /* sum of all CPUs, not idle */
    uint64_t cpu_time_ns;
    bool has_free_memory_mib;
    int64_t free_memory_mib;
} HostFacts;

typedef struct {
    char *name;
    char *uuid;
    DomainRunState state;
    uint32_t n_vcpus;
    int64_t memory_mib; /* configured maximum */
    bool has_start_token;
    char *start_token; /* changes when the domain is started anew or migrated in: counters reset */
    bool has_cpu_time_ns;
    uint64_t cpu_time_ns;
    bool has_balloon_mib, has_rss_mib;
    int64_t balloon_mib, rss_mib;
    bool has_block, has_network;
    uint64_t block_requests, block_bytes;
    uint64_t network_rx_bytes, network_tx_bytes;
} DomainFacts;

typedef struct {
    int64_t bytes_total, bytes_processed, bytes_remaining;
    int64_t bytes_per_s, dirty_bytes_per_s;
    int64_t downtime_ms; /* -1 while not known */
    int64_t elapsed_ms;
    uint32_t iteration;
} MigrationProgress;

typedef struct {
    const char *destination_uri; /* as the source host reaches it, for peer-to-peer */
    const char *migrate_uri;     /* NULL: libvirt's choice */
    int64_t bandwidth_mib_s;     /* 0: no limit */
    int64_t deadline_ms;         /* abort when it takes longer */
    bool unsafe_storage;
    /* Called about every 200 ms from the calling thread; false aborts the migration. */
    bool (*progress)(void *context, const MigrationProgress *progress);
    void *context;
} MigrationOptions;

/* Opens a host. read_only: no right to change anything. */
Hypervisor *hypervisor_open(const char *uri, bool read_only, int64_t deadline_ms, GError **error);
void hypervisor_close(Hypervisor *hypervisor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hypervisor, hypervisor_close)

bool hypervisor_host_facts(Hypervisor *hypervisor, HostFacts *ret_facts, GError **error);
/* Array of DomainFacts* (all domains, active or not), sorted by name; bulk, and never stalled by a
 * migration. */
GPtrArray *hypervisor_list_domains(Hypervisor *hypervisor, GError **error);
/* State of one domain; DOMAIN_ABSENT is not an error. uuid may be NULL. */
bool hypervisor_domain_state(Hypervisor *hypervisor, const char *name, const char *uuid,
                             DomainRunState *ret_state, GError **error);
char *hypervisor_domain_xml(Hypervisor *hypervisor, const char *name, GError **error);

/* Live, peer-to-peer. Blocks; true only where libvirt said success. Fills ret_final (downtime,
 * bytes) as far as known. */
bool hypervisor_migrate(Hypervisor *source, const char *domain, const MigrationOptions *options,
                        MigrationProgress *ret_final, GError **error);
/* Aborts a migration of that domain that runs on this host, from any client. */
bool hypervisor_abort(Hypervisor *hypervisor, const char *domain, GError **error);
/* Starts a domain from XML (transient or defined as the XML was). */
bool hypervisor_start(Hypervisor *hypervisor, const char *xml, GError **error);

void host_facts_clear(HostFacts *facts);
void domain_facts_free(DomainFacts *facts);

#endif
