/* The proof of a bound, as data: what the search writes and the judge reads.
 *
 * Columns and rows are named by kind and indices, never by position, so that
 * the judge can rebuild each by its own code from the model alone. Their exact
 * meaning stands in docs/formulation.md. Item = domain, bin = host: the indices
 * are those of the model.
 *
 * A leaf proves  cost ≥ (y·b + Σ min over the column's bounds of (c − Aᵀy)·x) / scale  with
 * integer multipliers y: y ≥ 0 on ≥ rows, y ≤ 0 on ≤ rows, free on equalities (source: LP weak
 * duality, e.g. Bertsimas & Tsitsiklis, Introduction to Linear Optimization, 4.3).
 */
#ifndef VMATRIX_SOLVER_PROOF_H
#define VMATRIX_SOLVER_PROOF_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Indices behind each name, in the order of Key.index; unused ones are 0. */
typedef enum {
    COLUMN_PLACE,     /* item, bin */
    COLUMN_SERVE,     /* bin: in service */
    COLUMN_CHANGE,    /* -: anything changes */
    COLUMN_NOTICE,    /* service */
    COLUMN_OVERLOAD,  /* bin, resource, period */
    COLUMN_BALANCE,   /* balance row, bin, period */
    COLUMN_LICENCE,   /* licence, bin */
    COLUMN_TIER,      /* tier, bin */
    COLUMN_BREACH,    /* rule, place of the breach (bin, zone, item or 0) */
    COLUMN_USED,      /* rule, group, bin */
    COLUMN_ZONE_USED, /* service, zone */
    COLUMN_BUSIEST,   /* - */
    COLUMN_LARGEST,   /* resource: size of the k-th largest host (θ) */
    COLUMN_ABOVE,     /* resource, bin: what a host has above θ */
    N_COLUMN_KINDS
} ColumnKind;

typedef enum {
    ROW_ASSIGN,           /* item */
    ROW_LINK,             /* item, bin */
    ROW_EMPTY,            /* bin */
    ROW_CAPACITY,         /* bin, resource, period */
    ROW_TRANSIENT,        /* bin, resource, period */
    ROW_CHANGE_ITEM,      /* item */
    ROW_CHANGE_BIN,       /* bin */
    ROW_NOTICE,           /* item */
    ROW_OVERLOAD,         /* bin, resource, period */
    ROW_BALANCE,          /* balance row, bin, period */
    ROW_LICENCE_LINK,     /* licence, item, bin */
    ROW_LICENCE_HOSTS,    /* licence */
    ROW_TIER_LINK,        /* item, bin */
    ROW_TIER_CAPACITY,    /* tier, bin, resource, period */
    ROW_SPREAD,           /* rule, bin */
    ROW_SPREAD_ZONE,      /* rule, zone */
    ROW_GATHER_EQUAL,     /* rule, item, bin */
    ROW_GATHER_LINK,      /* rule, item, bin */
    ROW_GATHER,           /* rule */
    ROW_FENCE,            /* rule */
    ROW_BAN,              /* rule */
    ROW_ROOT,             /* rule */
    ROW_LONELY_LINK,      /* rule, item, bin */
    ROW_LONELY,           /* rule, item, bin */
    ROW_SPLIT_LINK,       /* rule, group, item, bin */
    ROW_SPLIT,            /* rule, bin */
    ROW_MAX_ON,           /* rule */
    ROW_KEEP,             /* rule */
    ROW_ZONE_USED,        /* service, zone */
    ROW_MIN_ZONES,        /* service */
    ROW_SERVICE_PER_HOST, /* service, bin */
    ROW_SERVICE_PER_ZONE, /* service, zone */
    ROW_NEAR,             /* item, service that must be near, site */
    ROW_MAX_MOVES,        /* - */
    ROW_MAX_OPERATOR,     /* - */
    ROW_MAX_MEMORY,       /* - */
    ROW_BUSIEST,          /* service */
    ROW_RESERVE,          /* resource */
    ROW_RESERVE_HOST,     /* resource, bin */
    ROW_BRANCH,           /* proof node: the count or sum row that this branch of it adds */
    ROW_PACK,             /* pack of the proof, one of its bins */
    N_ROW_KINDS
} RowKind;

extern const char *const column_kind_names[N_COLUMN_KINDS]; /* "place", "serve", … as in JSON */
extern const char *const row_kind_names[N_ROW_KINDS];       /* "assign", "link", … */
extern const uint32_t column_kind_n_indices[N_COLUMN_KINDS];
extern const uint32_t row_kind_n_indices[N_ROW_KINDS];

typedef struct {
    uint32_t kind; /* ColumnKind or RowKind */
    uint32_t index[4];
} Key;

typedef struct {
    Key row;
    int64_t y;
} Multiplier;

typedef enum {
    PROOF_NODE_LEAF,          /* multipliers give a value */
    PROOF_NODE_INFEASIBLE,    /* Farkas multipliers: with costs 0 the same formula is > 0 */
    PROOF_NODE_BRANCH_COLUMN, /* children: column ≤ at, column ≥ at + 1 */
    PROOF_NODE_BRANCH_COUNT,  /* children: Σ serve over bins ≤ at, ≥ at + 1 */
    PROOF_NODE_BRANCH_SUM,    /* children: Σ times·column of integer columns ≤ at, ≥ at + 1 */
} ProofNodeKind;

typedef struct {
    ProofNodeKind kind;
    Key column;     /* BRANCH_COLUMN */
    uint32_t *bins; /* BRANCH_COUNT: sorted */
    uint32_t n_bins;
    Key *columns; /* BRANCH_SUM: none twice */
    uint32_t n_columns;
    int64_t *times; /* BRANCH_SUM: [n_columns] none 0; NULL: each once */
    int64_t at;
    uint32_t low, high;      /* children, positions in Proof.nodes, greater than the own one */
    Multiplier *multipliers; /* LEAF, INFEASIBLE */
    uint32_t n_multipliers;
} ProofNode;

/* Σ weight·place[item, bin] ≤ most·serve[bin] on each of its bins, because no set of whole items
 * that fits within the hard limits of the bin weighs more. Whoever reads it looks for one himself;
 * the prices, one a dimension, say how demands are best added up while looking: a set within the
 * limits is within their sum at these prices too. */
typedef struct {
    uint32_t *items;  /* [n_items] rising */
    int64_t *weights; /* [n_items] above 0 */
    uint32_t n_items;
    uint32_t *bins; /* [n_bins] rising */
    int64_t *most;  /* [n_bins] */
    int64_t
        *prices; /* [bin position * n_dimensions + resource * n_periods + period], not below 0 */
    uint32_t n_bins, n_dimensions;
} Pack;

typedef struct {
    int64_t scale;    /* multipliers are in micro-units / scale */
    ProofNode *nodes; /* nodes[0] is the root */
    uint32_t n_nodes;
    Pack *packs;
    uint32_t n_packs;
} Proof;

Proof *proof_new(int64_t scale);
void proof_free(Proof *proof);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Proof, proof_free)

#endif
