/* One host's answer: what it is, its domains, their metadata.
 *
 * Read-only, and within one deadline for all questions together. A host that
 * does not answer is no error here but an answer with `failure` set; a domain
 * whose XML cannot be used is told without metadata, with a warning.
 */
#ifndef VMATRIX_COLLECTOR_PROBE_H
#define VMATRIX_COLLECTOR_PROBE_H

#include "hypervisor/domain_xml.h"
#include "hypervisor/hypervisor.h"

typedef struct {
    DomainFacts *facts; /* owned */
    DomainXml *xml;     /* owned; NULL where it was not told or cannot be used */
    char *local_disk;   /* why a disk ties it to its host; NULL where none does */
} ProbedDomain;

typedef struct {
    char *host; /* name in the inventory */
    char *uri;
    char *failure; /* why there is no answer; NULL where there is one */
    HostFacts facts;
    HostPlaces places;
    int64_t sampled_at_us; /* Unix time, in the middle of reading the counters */
    int64_t took_ms;
    GPtrArray *domains;  /* ProbedDomain*, sorted by name */
    GPtrArray *warnings; /* char * */
} Probe;

/* Asks one host. Never NULL. */
Probe *probe_run(const char *host, const char *uri, int64_t deadline_ms);
void probe_free(Probe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Probe, probe_free)

#endif
