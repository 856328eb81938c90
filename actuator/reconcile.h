/* What has become of a move: a truth table over what both hosts say now.
 *
 * Used after a crash, after a call that failed and after one that succeeded:
 * the answer of a call alone is never believed. Pure: it asks nobody and
 * changes nothing. Where the two answers do not decide, a person is called,
 * with the commands to look at it; nothing is ever destroyed on a guess.
 */
#ifndef VMATRIX_ACTUATOR_RECONCILE_H
#define VMATRIX_ACTUATOR_RECONCILE_H

#include "hypervisor/hypervisor.h"

#define N_DOMAIN_RUN_STATES (DOMAIN_UNKNOWN + 1)

typedef enum {
    FATE_NOT_MOVED,   /* runs at the source alone: it may be tried again */
    FATE_MOVED,       /* runs at the destination alone */
    FATE_UNDER_WAY,   /* a migration still runs: wait for it */
    FATE_CALL_PERSON, /* stop and let a person look */
} Fate;

extern const char *const fate_names[];

typedef struct {
    DomainRunState source, destination;
    Fate fate;
    /* A migration passes through this pair while it ends: look again before believing it. */
    bool passing;
    const char *meaning; /* one English sentence */
} FateRow;

/* One row for each pair of states. */
extern const FateRow fate_table[N_DOMAIN_RUN_STATES * N_DOMAIN_RUN_STATES];

/* The row of a pair. */
const FateRow *fate_row(DomainRunState source, DomainRunState destination);

/* job_active: the source says that a migration of the domain is under way; then it is always
 * FATE_UNDER_WAY, for the migration is still changing what both hosts say. */
Fate reconcile(DomainRunState source, DomainRunState destination, bool job_active,
               const FateRow **ret_row);

/* The virsh commands with which a person looks at both hosts, one a line; none for a host without
 * URI. Caller frees. */
char *reconcile_commands(const char *domain, const char *source_uri, const char *destination_uri);

#endif
