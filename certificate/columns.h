/* The columns of docs/formulation.md, rebuilt from the model alone.
 *
 * A column has a number (its position in a dense array of values), found from
 * its key. Existence, bounds and cost come from here; rows.h has the rows.
 */
#ifndef VMATRIX_CERTIFICATE_COLUMNS_H
#define VMATRIX_CERTIFICATE_COLUMNS_H

#include "certificate/column_costs.h"
#include "certificate/exact.h"
#include "model/model.h"
#include "solver/proof.h"

typedef struct {
    const Model *model; /* borrowed */
    int64_t scale;
    uint64_t *allowed; /* bits of the domains, allowed_words words a host */
    gsize allowed_words;
    bool *stays;             /* [domain] */
    bool *may_serve;         /* [host] upper bound of serve */
    bool must_change;        /* something changes in every plan */
    bool *must_notice;       /* [service] some domain of it moves in every plan */
    uint32_t *n_domains_of;  /* [service] those that a plan gives a host */
    uint32_t *n_retire_of;   /* [service] */
    bool *licence_needed;    /* [licence * n_hosts + host]: the column exists */
    bool *tier_limits;       /* [tier * n_hosts + host]: the column exists */
    int64_t *overload_upper; /* [(host * n_resources + resource) * n_periods + period] */
    uint64_t *breach_first;  /* [n_rules + 1], behind first[COLUMN_BREACH] */
    uint64_t *used_first;    /* [n_rules + 1], behind first[COLUMN_USED] */
    uint64_t *zone_first;    /* [n_services + 1], behind first[COLUMN_ZONE_USED] */
    uint64_t first[N_COLUMN_KINDS + 1];
    ColumnCosts costs;
} Columns;

/* scale: that of the proof, above 0. NULL with BAD_DATA where a cost leaves its range or the
 * program is too large to be held. */
Columns *judge_columns_new(const Model *model, int64_t scale, GError **error);
void judge_columns_free(Columns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Columns, judge_columns_free)

static inline bool judge_columns_allow(const Columns *columns, uint32_t domain, uint32_t host)
{
    return (columns->allowed[host * columns->allowed_words + domain / 64] >> (domain % 64)) & 1;
}

/* False where there is no such column (any index may be out of range). */
bool judge_columns_find(const Columns *columns, const Key *key, uint64_t *ret_column);

typedef struct {
    int64_t lower, upper;
    Int128 cost; /* ⌊scale × cost⌋ */
} Column;

/* The key must be that of a column that exists. False where its cost leaves 64 bits. */
bool judge_columns_get(const Columns *columns, const Key *key, Column *ret_column);
bool judge_column_is_integer(uint32_t kind);

/* Every column that exists, once. Stops and returns false where a cost leaves its range or a visit
 * returns false. */
typedef bool (*ColumnVisitor)(void *context, const Key *key, uint64_t number, const Column *column);
bool judge_columns_each(const Columns *columns, ColumnVisitor visit, void *context);
/* The same without the place columns. */
bool judge_columns_each_other(const Columns *columns, ColumnVisitor visit, void *context);

#endif
