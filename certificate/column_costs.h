/* Costs of the columns, computed once for a proof: whole micro-units, or scaled and rounded down.
 */
#ifndef VMATRIX_CERTIFICATE_COLUMN_COSTS_H
#define VMATRIX_CERTIFICATE_COLUMN_COSTS_H

#include "certificate/exact.h"
#include "model/model.h"

#define PAIR_ROUNDED INT64_MIN

typedef struct {
    uint32_t *energy_class; /* [n_hosts] hosts of a class price the same use alike */
    uint32_t n_classes;
    int64_t *use_energy; /* [class * n_domains + domain] */
    int64_t *move;       /* [n_domains] one move without what a pair of hosts adds */
    int64_t *pair;  /* [from * n_hosts + to] what a move between the two costs more; PAIR_ROUNDED
                     * where it is rounded with the move; NULL without such prices */
    int64_t *serve; /* [n_hosts] */
    int64_t change, notice;
    int64_t *licence; /* [licence * n_hosts + host] */
    Int128 *overload; /* [n_resources] ⌊scale × cost⌋, as all below */
    Int128 *balance;  /* [n_balances] */
    Int128 *breach;   /* [n_rules] */
    Int128 busiest;
    int64_t constant; /* what no column can change */
    uint64_t n_rough; /* terms of the plan's cost that may be rounded: see docs/formulation.md */
} ColumnCosts;

bool judge_column_costs_init(ColumnCosts *costs, const Model *model, int64_t scale, GError **error);
void judge_column_costs_clear(ColumnCosts *costs);

/* Use energy and, where it is one, the move. False where it leaves 64 bits. */
bool judge_column_costs_place(const ColumnCosts *costs, const Model *model, uint32_t domain,
                              uint32_t host, int64_t *ret_micro);

#endif
