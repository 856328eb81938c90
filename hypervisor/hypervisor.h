/* Hosts and domains through a driver table: libvirt, or a simulation for tests.
 *
 * A URI chooses the driver: "sim:///PATH?host=NAME" is the simulated one (its
 * world is a file that several processes share under a lock), everything else
 * libvirt's. What a host does not tell is absent (has_… false), never 0.
 *
 * Every call has a deadline; a host that is down or does not answer by then is
 * VMATRIX_ERROR_UNAVAILABLE, and after a deadline every later call on that
 * connection fails at once. Any other failure is VMATRIX_ERROR_FAILED.
 * Structures returned are the caller's. A connection belongs to one thread at a
 * time; different connections may be used by different threads.
 */
#ifndef VMATRIX_HYPERVISOR_HYPERVISOR_H
#define VMATRIX_HYPERVISOR_HYPERVISOR_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "hypervisor/host_places.h"

typedef struct Hypervisor Hypervisor;

typedef enum {
    DOMAIN_ABSENT, /* not known there */
    DOMAIN_RUNNING,
    DOMAIN_PAUSED,  /* for whatever reason; so is the incoming side of a migration */
    DOMAIN_SHUTOFF, /* defined, not active */
    DOMAIN_CRASHED,
    DOMAIN_UNKNOWN, /* the host did not tell */
} DomainRunState;

typedef struct {
    char *hostname;
    char *cpu_model; /* NULL where not told */
    char *cpu_xml;   /* for hypervisor_compare_cpu; NULL where not told */
    uint32_t n_cpus;
    bool has_memory_mib;
    int64_t memory_mib;
    bool has_cpu_time_ns; /* sum of all CPUs: user and kernel, without idle and I/O wait */
    uint64_t cpu_time_ns;
    bool has_free_memory_mib; /* free, buffers and cache */
    int64_t free_memory_mib;
} HostFacts;

typedef struct {
    char *name;
    char *uuid;
    DomainRunState state;
    bool persistent; /* defined there, not only running there */
    uint32_t n_vcpus;
    int64_t memory_mib; /* configured maximum */
    bool has_start_token;
    char *start_token; /* changes when the domain is started anew or migrated in: counters reset */
    bool has_cpu_time_ns;
    uint64_t cpu_time_ns;
    bool has_balloon_mib, has_rss_mib;
    int64_t balloon_mib, rss_mib;
    bool has_block, has_network; /* true only where every device told its counters */
    uint64_t block_requests, block_bytes;
    uint64_t network_rx_bytes, network_tx_bytes;
} DomainFacts;

/* What is done to a domain of a host, by name. */
typedef enum {
    DOMAIN_ACT_START, /* one that is defined there; from its saved memory, where there is some */
    DOMAIN_ACT_SHUT_DOWN, /* the guest is asked to; it may take its time, or not heed */
    DOMAIN_ACT_SAVE, /* its memory goes to the host's disk, it stops; it must be defined there */
    DOMAIN_ACT_UNDEFINE, /* the definition alone; one that is active runs on */
} DomainAct;

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
    bool paused;        /* the guest stands still while it is copied: ends however busy it is */
    bool auto_converge; /* slow the guest down where it writes faster than is sent */
    /* Called about every 200 ms from the calling thread; false aborts the migration. May be NULL.
     */
    bool (*progress)(void *context, const MigrationProgress *progress);
    void *context;
} MigrationOptions;

/* Opens a host. read_only: no right to change anything. deadline_ms holds for opening and for
 * each later call alone; a migration has its own in its options. */
Hypervisor *hypervisor_open(const char *uri, bool read_only, int64_t deadline_ms, GError **error);
/* Does not wait for calls that missed their deadline. */
void hypervisor_close(Hypervisor *hypervisor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hypervisor, hypervisor_close)

const char *hypervisor_uri(const Hypervisor *hypervisor);
/* The deadline of each later call. */
void hypervisor_set_deadline(Hypervisor *hypervisor, int64_t deadline_ms);

bool hypervisor_host_facts(Hypervisor *hypervisor, HostFacts *ret_facts, GError **error);
/* Array of DomainFacts* (all domains, active or not), sorted by name; bulk, and never stalled by a
 * migration. */
GPtrArray *hypervisor_list_domains(Hypervisor *hypervisor, GError **error);
/* State of one domain; DOMAIN_ABSENT is not an error. Looked up by uuid, or by name where uuid is
 * NULL. */
bool hypervisor_domain_state(Hypervisor *hypervisor, const char *name, const char *uuid,
                             DomainRunState *ret_state, GError **error);
/* Whether a guest that sees this CPU (HostFacts.cpu_xml, DomainXml.own_cpu_xml) runs on the host's.
 */
bool hypervisor_compare_cpu(Hypervisor *hypervisor, const char *cpu_xml, bool *ret_runs,
                            GError **error);
char *hypervisor_domain_xml(Hypervisor *hypervisor, const char *name, GError **error);

/* Networks and storage pools of the host. */
bool hypervisor_places(Hypervisor *hypervisor, HostPlaces *ret_places, GError **error);

/* What the host lacks to run a domain with that XML: its CPU by the hypervisor's own comparison,
 * networks, storage. Array of sentences (char *); none where nothing is known to be missing: what
 * the host cannot tell is no misfit. */
GPtrArray *hypervisor_misfits(Hypervisor *destination, const char *xml, GError **error);

/* Live, peer-to-peer: goes on to its end where the caller dies. Blocks; true only where the
 * hypervisor said success. UNAVAILABLE: the outcome is not known, FAILED: it said failure; after
 * either only a look at both hosts tells. A migration past its deadline, or whose progress
 * function returned false, is aborted and FAILED. Fills ret_final (downtime, bytes; may be NULL)
 * as far as known. */
bool hypervisor_migrate(Hypervisor *source, const char *domain, const MigrationOptions *options,
                        MigrationProgress *ret_final, GError **error);
/* Whether a migration of that domain runs away from this host now (started by any client), and
 * how far it is. ret_progress may be NULL. A domain that is absent has none. */
bool hypervisor_migration_running(Hypervisor *hypervisor, const char *domain, bool *ret_running,
                                  MigrationProgress *ret_progress, GError **error);
/* Figures of the migration that brought the domain to this host; *ret_known false where the host
 * has forgotten them. */
bool hypervisor_last_migration(Hypervisor *destination, const char *domain, bool *ret_known,
                               MigrationProgress *ret_final, GError **error);
/* Aborts a migration of that domain that runs on this host, from any client. */
bool hypervisor_abort(Hypervisor *hypervisor, const char *domain, GError **error);
/* Starts a domain from XML; persistent: defines it there first, else it is gone when it stops. */
bool hypervisor_start(Hypervisor *hypervisor, const char *xml, bool persistent, GError **error);

bool hypervisor_act(Hypervisor *hypervisor, const char *domain, DomainAct act, GError **error);
/* Writes a definition down; nothing is started. */
bool hypervisor_define(Hypervisor *hypervisor, const char *xml, GError **error);
/* The XML with which the domain would be defined elsewhere; needs the right to change. Caller
 * frees. */
char *hypervisor_definition(Hypervisor *hypervisor, const char *domain, GError **error);

const char *domain_run_state_name(DomainRunState state); /* "running", "absent", … */
void host_facts_clear(HostFacts *facts);
void domain_facts_free(DomainFacts *facts);

#endif
