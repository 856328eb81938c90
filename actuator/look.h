/* A look at one domain on the two hosts of its move, until the answer stands still.
 *
 * Reads only. A migration that is under way is waited for; a pair of states
 * that a migration passes through is looked at again for a short while.
 */
#ifndef VMATRIX_ACTUATOR_LOOK_H
#define VMATRIX_ACTUATOR_LOOK_H

#include "actuator/reconcile.h"

typedef struct {
    const char *domain;
    const char *uuid;                         /* NULL where not known: looked up by name */
    const char *source_uri, *destination_uri; /* NULL: not in the inventory any more */
    int64_t host_deadline_ms;                 /* for each answer */
    int64_t settle_ms;                        /* how long a passing pair may last */
    int64_t under_way_ms;                     /* how long a migration under way is waited for */
    /* Called while waiting; false gives up waiting. May be NULL. */
    bool (*progress)(void *context, const MigrationProgress *progress);
    void *context;
} LookRequest;

typedef struct {
    DomainRunState source, destination;
    Fate fate; /* FATE_UNDER_WAY only where the waiting was given up or took too long */
    const FateRow *row;
    char *source_trouble, *destination_trouble; /* why a host did not tell, NULL where it did */
} Finding;

void finding_clear(Finding *finding);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Finding, finding_clear)

/* Never fails: a host that does not answer is a state of its own. */
void look_at(const LookRequest *request, Finding *ret_finding);

/* "the domain runs at the source alone", with what a silent host said. Caller frees. */
char *finding_describe(const Finding *finding);

#endif
