/* The assignment program of docs/formulation.md as sparse rows and columns.
 *
 * Exact: integer coefficients, right sides and bounds; costs are integers or, where a price does
 * not come out whole, fractions of micro-units. Scaling for a floating-point solver is the affair
 * of lp.c and mip_write.c.
 *
 * Rows that others imply are left out. Built for problems whose place columns fit in memory;
 * mip_new says no to larger ones. The caller frees.
 */
#ifndef VMATRIX_SOLVER_MIP_H
#define VMATRIX_SOLVER_MIP_H

#include "solver/problem.h"
#include "solver/proof.h"

typedef enum { SENSE_AT_MOST, SENSE_AT_LEAST, SENSE_EQUAL } Sense;

typedef struct {
    Key key;
    int64_t lower, upper;
    Fraction cost;
    bool is_integer;
} MipColumn;

typedef struct {
    Key key;
    Sense sense;
    int64_t rhs;
    uint32_t start; /* first of its terms; they end where the next row's begin */
} MipRow;

typedef struct {
    uint32_t column;
    int64_t coefficient; /* never 0 */
} MipTerm;

typedef struct {
    const Problem *problem; /* borrowed */
    MipColumn *columns;     /* first the place columns by item and bin, then serve by bin, … */
    uint32_t n_columns;
    MipRow *rows; /* one more than n_rows: rows[n_rows].start is n_terms */
    uint32_t n_rows;
    MipTerm *terms;
    uint32_t n_terms;
    uint32_t *place_start; /* [n_items + 1] place columns of each item, sorted by bin */
    uint32_t serve_start;  /* column of serve[0] */
    int64_t constant;
    bool whole;         /* every plan's cost is what the program says, to the micro-unit */
    int64_t correction; /* what rounding may take from a proved bound, micro-units */
} Mip;

#define MIP_MAX_PLACES 60000

Mip *mip_new(const Problem *problem);
void mip_free(Mip *mip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mip, mip_free)

/* Column of place[item, bin], NO_INDEX where the item may not be there. */
uint32_t mip_place(const Mip *mip, uint32_t item, uint32_t bin);

/* Of Key, for hash tables. */
guint key_hash(gconstpointer key);
gboolean key_equal(gconstpointer a, gconstpointer b);

#endif
