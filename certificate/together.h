/* What hard rules say about sets of domains on one host: which must be there together (gather) and
 * of which no more than so many may be (spread). A set that goes against them is on no host in any
 * plan, so no pack need weigh it.
 */
#ifndef VMATRIX_CERTIFICATE_TOGETHER_H
#define VMATRIX_CERTIFICATE_TOGETHER_H

#include "certificate/columns.h"

/* How many of the domains that a spread counts. */
typedef struct {
    uint32_t rule;
    uint32_t n;
} SpreadShare;

typedef struct {
    uint32_t *first; /* [domain] of those that must be where it is; itself where none must */
    uint32_t *next;  /* [domain] the one after it, INDEX_NONE after the last */
    GArray **shares; /* [first domain] SpreadShare of all of them, rules rising; NULL: none */
    uint32_t n_domains;
} Together;

/* Domains that no plan gives a host are with nobody and count nowhere. */
Together *judge_together_new(const Model *model);
void judge_together_free(Together *together);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Together, judge_together_free)

/* Whether the domain may be on the host with all that must be where it is. */
bool judge_together_allow(const Together *together, const Columns *columns, uint32_t domain,
                          uint32_t host);

#endif
