/* What the collector writes: one round is one transaction and one batch.
 *
 *     database_begin → collect_begin → for each host: collect_host + collect_domains,
 *     or collect_unreachable → collect_end → database_commit
 *
 * A batch is known by a UUID that the caller makes, so that a round sent again
 * after a lost answer is stored once: collect_begin then says fresh = false and
 * the caller stops (rolls back). What a host did not tell is absent (has_…
 * false) and is stored as NULL, never as 0. Strings are borrowed.
 *
 * Behind it: sql/queries/collect_*.sql, run as a member of vmatrix_collector.
 */
#ifndef VMATRIX_STORE_COLLECT_H
#define VMATRIX_STORE_COLLECT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/database.h"

/* One host of the inventory that is to be asked. */
typedef struct {
    char *name;
    char *uri;
} CollectTarget;

typedef struct {
    const char *host;      /* name in the inventory */
    int64_t sampled_at_us; /* Unix time when the counters were read */
    const char *cpu_model; /* NULL where not told */
    const char *cpu_xml;   /* for comparisons; NULL where not told */
    bool has_n_cpus, has_memory_mib, has_free_memory_mib, has_cpu_time_ns;
    int64_t n_cpus, memory_mib, free_memory_mib;
    uint64_t cpu_time_ns; /* busy time of all CPUs since the host's start */
} HostSample;

typedef struct {
    const char *uuid;
    const char *name;
    const char *state; /* "running", "paused", "shutoff", "crashed" or "unknown" */
    int64_t sampled_at_us;
    const char *start_token; /* NULL where not told; another one means that counters began anew */
    bool has_n_vcpus, has_memory_mib, has_cpu_time_ns, has_balloon_mib, has_rss_mib;
    int64_t n_vcpus, memory_mib, balloon_mib, rss_mib;
    uint64_t cpu_time_ns;
    bool has_block, has_network;
    uint64_t block_requests, block_bytes, network_rx_bytes, network_tx_bytes;
    /* From the domain's <metadata>; NULL where it says nothing. What a person set by command
     * goes before it. */
    const char *service, *team, *cost_center;
    const char *cpu_kind;            /* "named", "host" or "emulated"; NULL where not told */
    const char *cpu_xml, *cpu_model; /* of "named" */
    const GPtrArray *requires;       /* char *: tags that its XML asks for; NULL without XML */
    const char *stays_because;       /* why its XML ties it to its host; NULL where it does not */
    bool may_move_cold;              /* … but for that it can be moved when it is shut down */
} DomainSample;

/* A host that is to be asked whether a CPU runs there. */
typedef struct {
    char *host, *uri;
    char *cpu_id, *cpu_xml;
} CpuPair;

void collect_target_free(CollectTarget *target);

/* Array of CollectTarget*, sorted by name, every host that is not removed. Caller unrefs. */
GPtrArray *collect_targets(Database *database, GError **error);

/* Opens the batch. *ret_fresh false: this UUID is stored already, write nothing. */
bool collect_begin(Database *database, const char *batch_uuid, bool *ret_fresh, GError **error);
bool collect_host(Database *database, const char *batch_uuid, const HostSample *sample,
                  GError **error);
/* Active networks and storage pools of a host (char *), NULL where it does not tell. */
bool collect_places(Database *database, const char *host, const GPtrArray *networks,
                    const GPtrArray *pools, GError **error);
/* All domains of one host in one call: those seen there before and not listed now are no longer
 * placed there. n = 0 is a host without domains. */
bool collect_domains(Database *database, const char *batch_uuid, const char *host,
                     const DomainSample *samples, guint n, GError **error);
/* The host gave no answer by its deadline, or an error: nothing of it is changed but this note. */
bool collect_unreachable(Database *database, const char *batch_uuid, const char *host,
                         const char *reason, GError **error);
/* Array of CpuPair*, sorted by host: what was not answered yet. Caller unrefs. */
GPtrArray *collect_cpu_pairs(Database *database, GError **error);
bool collect_comparison(Database *database, const CpuPair *pair, bool runs, GError **error);
/* Closes the batch: counts what it holds and the time it took. */
bool collect_end(Database *database, const char *batch_uuid, GError **error);

#endif
