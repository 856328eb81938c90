/* One round of the collector: every host of the inventory is asked at the same time, and all
 * answers are stored in one transaction.
 *
 * A host that does not answer does not hold up the round; it is noted as such.
 * A domain seen running on two hosts is asked for again, because it may have
 * moved in between; what then still runs twice is a conflict.
 */
#ifndef VMATRIX_COLLECTOR_ROUND_H
#define VMATRIX_COLLECTOR_ROUND_H

#include "collector/probe.h"
#include "store/collect.h"

typedef struct {
    char *uuid;
    char *domain;
    char *first_host, *second_host;
} RoundConflict;

typedef struct {
    char *batch;          /* UUID: the same round is stored once, however often it is sent */
    GPtrArray *probes;    /* Probe*, in the order of the targets */
    GPtrArray *conflicts; /* RoundConflict* */
    guint n_answered;
    int64_t took_ms;
} Round;

/* Asks all targets (array of CollectTarget*). Never NULL. */
Round *round_run(const GPtrArray *targets, int64_t deadline_ms);
void round_free(Round *round);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Round, round_free)

/* Stores the round as one batch; does nothing where the database has it already. */
bool round_store(const Round *round, Database *database, GError **error);

#endif
