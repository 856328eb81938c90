#include "solver/branch_rule.h"

#include <math.h>

#define INTEGRAL 1e-6

static void append_set(GArray *sets, GArray *bins)
{
    IndexList set = {g_memdup2(bins->data, bins->len * sizeof(uint32_t)), bins->len};
    g_array_append_val(sets, set);
}

CountSets *count_sets_new(const Problem *problem)
{
    g_autoptr(GArray) bins = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    GArray *sets = g_array_new(FALSE, FALSE, sizeof(IndexList));
    uint32_t n_serving = 0;
    for (uint32_t type = 0; type <= problem->n_bin_types; type++) {
        g_array_set_size(bins, 0);
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            if (problem->may_serve[bin] &&
                (type == problem->n_bin_types || problem->bin_type[bin] == type))
                g_array_append_val(bins, bin);
        bool is_all = type == problem->n_bin_types;
        if (bins->len >= 2 && !(is_all && n_serving == bins->len))
            append_set(sets, bins);
        n_serving = MAX(n_serving, bins->len);
    }
    CountSets *counts = g_new0(CountSets, 1);
    counts->n_sets = sets->len;
    counts->sets = (IndexList *)(void *)g_array_free(sets, FALSE);
    return counts;
}

void count_sets_free(CountSets *counts)
{
    if (counts == NULL)
        return;
    for (uint32_t set = 0; set < counts->n_sets; set++)
        g_free(counts->sets[set].index);
    g_free(counts->sets);
    g_free(counts);
}

static double fraction_of(double value)
{
    return fabs(value - round(value));
}

static Branching branching_at(bool is_count, uint32_t target, double value)
{
    double below = floor(value + INTEGRAL);
    return (Branching){is_count, target, (int64_t)below, value - below > 0.4};
}

static double count_value(const Tree *tree, const Lp *lp, uint32_t set)
{
    const IndexList *bins = &tree->judge->counts->sets[set];
    double sum = 0;
    for (uint32_t k = 0; k < bins->n; k++)
        sum += lp_value(lp, tree->judge->mip->serve_start + bins->index[k]);
    return sum;
}

/* The count over most bins first: it moves the bound most. */
static bool choose_count(const Tree *tree, const Lp *lp, Branching *ret_branching)
{
    for (uint32_t set = tree->judge->counts->n_sets; set-- > 0;) {
        double value = count_value(tree, lp, set);
        if (fraction_of(value) <= INTEGRAL)
            continue;
        *ret_branching = branching_at(true, set, value);
        return true;
    }
    return false;
}

/* Low numbers are branched on first. */
static int rank_of(ColumnKind kind)
{
    switch (kind) {
    case COLUMN_CHANGE:
        return 0;
    case COLUMN_SERVE:
        return 2;
    case COLUMN_NOTICE:
    case COLUMN_LICENCE:
    case COLUMN_BUSIEST:
        return 3;
    case COLUMN_PLACE:
        return 4;
    default:
        return 5;
    }
}

/* A place counts by the share of a bin that it takes: large items decide more. */
static double weight_of(const Problem *problem, const MipColumn *column)
{
    double share = 0.05;
    if (column->key.kind != COLUMN_PLACE)
        return 1;
    for (uint32_t r = 0; r < problem->n_resources; r++) {
        int64_t hard = problem_hard(problem, column->key.index[1], r);
        for (uint32_t p = 0; p < problem->n_periods && hard > 0; p++)
            share = fmax(share, (double)problem_demand(problem, column->key.index[0], r, p) /
                                    (double)hard);
    }
    return share;
}

static bool choose_column(const Tree *tree, const Lp *lp, int first_rank, int last_rank,
                          Branching *ret_branching)
{
    const Mip *mip = tree->judge->mip;
    int best_rank = last_rank + 1;
    double best = 0;
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        const MipColumn *column = &mip->columns[c];
        int rank = rank_of(column->key.kind);
        if (!column->is_integer || rank < first_rank || rank > best_rank || rank > last_rank)
            continue;
        double value = lp_value(lp, c), score = fraction_of(value);
        if (score <= INTEGRAL)
            continue;
        score *= weight_of(mip->problem, column);
        if (rank < best_rank || score > best) {
            best_rank = rank;
            best = score;
            *ret_branching = branching_at(false, c, value);
        }
    }
    return best_rank <= last_rank;
}

bool choose_fractional(const Tree *tree, const Lp *lp, Branching *ret_branching)
{
    return choose_column(tree, lp, 0, 0, ret_branching) || choose_count(tree, lp, ret_branching) ||
           choose_column(tree, lp, 2, 5, ret_branching);
}

bool choose_unfixed(const Tree *tree, const Lp *lp, Branching *ret_branching)
{
    const Mip *mip = tree->judge->mip;
    const Bounds *bounds = &tree->bounds;
    uint32_t n_places = mip->place_start[mip->problem->n_items], found = NO_INDEX;
    for (uint32_t c = 0; c < mip->serve_start + mip->problem->n_bins; c++) {
        if (bounds->lower[c] == bounds->upper[c])
            continue;
        if (found != NO_INDEX && c >= n_places)
            break;
        found = c;
        if (lp_value(lp, c) > 0.5)
            break;
    }
    if (found != NO_INDEX)
        *ret_branching = (Branching){false, found, bounds->lower[found], true};
    return found != NO_INDEX;
}
