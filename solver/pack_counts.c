#include "solver/pack_counts.h"

#include <glpk.h>
#include <math.h>

#define MICRO  1e6
#define BEYOND 2 /* times the dearest a cut costs anywhere, for one that is broken */

/* Rows: cuts, one to try branches with, branches. Columns: kinds, and one a row that pays for what
 * the row lacks, the rows in order. */
struct PackCounts {
    const PackKinds *kinds;
    glp_prob *prob;
    uint32_t n_cuts, n_branches;
    double dear; /* for one bin more or less than a branch says, currency units */
};

static double cost_of(const PackCounts *counts, uint32_t kind)
{
    return (double)counts->kinds->kinds[kind].cost / MICRO;
}

PackCounts *pack_counts_new(const PackKinds *kinds)
{
    PackCounts *counts = g_new0(PackCounts, 1);
    counts->kinds = kinds;
    counts->prob = glp_create_prob();
    counts->dear = 1;
    glp_add_cols(counts->prob, (int)kinds->n_kinds + 1);
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++) {
        glp_set_obj_coef(counts->prob, (int)kind + 1, cost_of(counts, kind));
        glp_set_col_bnds(counts->prob, (int)kind + 1,
                         kinds->kinds[kind].n_bins > 0 ? GLP_DB : GLP_FX, 0,
                         kinds->kinds[kind].n_bins);
        counts->dear += fabs(cost_of(counts, kind)) * kinds->kinds[kind].n_bins;
    }
    glp_add_rows(counts->prob, 1);
    glp_set_row_bnds(counts->prob, 1, GLP_FR, 0, 0);
    glp_set_col_bnds(counts->prob, (int)kinds->n_kinds + 1, GLP_LO, 0, 0);
    glp_set_obj_coef(counts->prob, (int)kinds->n_kinds + 1, counts->dear);
    return counts;
}

void pack_counts_free(PackCounts *counts)
{
    if (counts == NULL)
        return;
    glp_delete_prob(counts->prob);
    g_free(counts);
}

/* The row to try with is behind the cuts, branches are behind that. */
static int trial_row(const PackCounts *counts)
{
    return (int)counts->n_cuts + 1;
}

static int paying_column(const PackCounts *counts, int row)
{
    return (int)counts->kinds->n_kinds + row;
}

static void clear_branches(PackCounts *counts)
{
    g_autofree int *numbers = g_new(int, (gsize)counts->n_branches + 1);
    if (counts->n_branches == 0)
        return;
    for (uint32_t i = 0; i < counts->n_branches; i++)
        numbers[i + 1] = trial_row(counts) + (int)i + 1;
    glp_del_rows(counts->prob, (int)counts->n_branches, numbers);
    for (uint32_t i = 0; i < counts->n_branches; i++)
        numbers[i + 1] = paying_column(counts, numbers[i + 1]);
    glp_del_cols(counts->prob, (int)counts->n_branches, numbers);
    counts->n_branches = 0;
    glp_std_basis(counts->prob);
}

/* A row and a column that pays for it, the last ones. */
static int add_row(PackCounts *counts, double dear)
{
    int row = glp_add_rows(counts->prob, 1), column = glp_add_cols(counts->prob, 1);
    glp_set_col_bnds(counts->prob, column, GLP_LO, 0, 0);
    glp_set_obj_coef(counts->prob, column, dear);
    return row;
}

/* The row that tries becomes the cut, a new last one tries. */
void pack_counts_cut(PackCounts *counts, const PackCut *cut)
{
    uint32_t n_kinds = counts->kinds->n_kinds;
    g_autofree int *columns = g_new(int, (gsize)n_kinds + 2);
    g_autofree double *values = g_new(double, (gsize)n_kinds + 2);
    double most_per_weight = 1;
    clear_branches(counts);
    int row = trial_row(counts);
    for (uint32_t kind = 0; kind < n_kinds; kind++) {
        columns[kind + 1] = (int)kind + 1;
        values[kind + 1] = (double)cut->most[kind] / (double)CUT_SCALE / MICRO;
        if (cut->most[kind] > 0)
            most_per_weight = MAX(most_per_weight, cost_of(counts, kind) / values[kind + 1]);
    }
    columns[n_kinds + 1] = paying_column(counts, row);
    values[n_kinds + 1] = 1;
    glp_set_mat_row(counts->prob, row, (int)n_kinds + 1, columns, values);
    glp_set_row_bnds(counts->prob, row, GLP_LO, (double)cut->need / (double)CUT_SCALE / MICRO, 0);
    glp_set_obj_coef(counts->prob, columns[n_kinds + 1], BEYOND * most_per_weight);
    counts->n_cuts++;
    glp_set_row_bnds(counts->prob, add_row(counts, counts->dear), GLP_FR, 0, 0);
    glp_std_basis(counts->prob);
}

static void set_branch(PackCounts *counts, int row, const PackBranch *branch)
{
    g_autofree int *columns = g_new(int, (gsize)branch->n_kinds + 2);
    g_autofree double *values = g_new(double, (gsize)branch->n_kinds + 2);
    for (uint32_t i = 0; i < branch->n_kinds; i++) {
        columns[i + 1] = (int)branch->kinds[i] + 1;
        values[i + 1] = 1;
    }
    columns[branch->n_kinds + 1] = paying_column(counts, row);
    values[branch->n_kinds + 1] = branch->is_high ? 1 : -1;
    glp_set_mat_row(counts->prob, row, (int)branch->n_kinds + 1, columns, values);
    glp_set_row_bnds(counts->prob, row, branch->is_high ? GLP_LO : GLP_UP, branch->bound,
                     branch->bound);
}

void pack_counts_branch(PackCounts *counts, const PackBranch *branches, uint32_t n_branches)
{
    clear_branches(counts);
    glp_set_mat_row(counts->prob, trial_row(counts), 0, NULL, NULL);
    glp_set_row_bnds(counts->prob, trial_row(counts), GLP_FR, 0, 0);
    for (uint32_t i = 0; i < n_branches; i++)
        set_branch(counts, add_row(counts, counts->dear), &branches[i]);
    counts->n_branches = n_branches;
    glp_std_basis(counts->prob);
}

static bool simplex(PackCounts *counts, int method, double *ret_value)
{
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.meth = method;
    if (glp_simplex(counts->prob, &parameters) != 0 || glp_get_status(counts->prob) != GLP_OPT)
        return false;
    *ret_value = glp_get_obj_val(counts->prob);
    return true;
}

bool pack_counts_solve(PackCounts *counts, double *ret_value)
{
    if (simplex(counts, GLP_DUALP, ret_value))
        return true;
    glp_std_basis(counts->prob);
    return simplex(counts, GLP_PRIMAL, ret_value);
}

double pack_counts_try(PackCounts *counts, const PackBranch *branch)
{
    double value;
    set_branch(counts, trial_row(counts), branch);
    return pack_counts_solve(counts, &value) ? value : -INFINITY;
}

double pack_counts_n(const PackCounts *counts, uint32_t kind)
{
    return glp_get_col_prim(counts->prob, (int)kind + 1);
}

double pack_counts_cut_dual(const PackCounts *counts, uint32_t cut)
{
    return MAX(0, glp_get_row_dual(counts->prob, (int)cut + 1));
}

double pack_counts_branch_dual(const PackCounts *counts, uint32_t branch)
{
    return glp_get_row_dual(counts->prob, trial_row(counts) + (int)branch + 1);
}
