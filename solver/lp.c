#include "solver/lp.h"

#include <math.h>

#include "common/limit_clock.h"
#include "solver/lp_internal.h"

#define TOLERANCE   1e-9
#define VIOLATION   1e-7
#define ALWAYS_ROWS 1500 /* up to so many rows none is held back */

static bool is_many(RowKind kind)
{
    return kind == ROW_LINK || kind == ROW_LICENCE_LINK || kind == ROW_TIER_LINK ||
           kind == ROW_GATHER_LINK || kind == ROW_LONELY_LINK || kind == ROW_LONELY ||
           kind == ROW_SPLIT_LINK;
}

static int bound_type(bool has_lower, bool has_upper, double lower, double upper)
{
    if (has_lower && has_upper)
        return lower == upper ? GLP_FX : GLP_DB;
    return has_lower ? GLP_LO : has_upper ? GLP_UP : GLP_FR;
}

static void scale_rows(Lp *lp)
{
    const Mip *mip = lp->mip;
    for (uint32_t i = 0; i < mip->n_rows; i++) {
        double largest = 0;
        for (uint32_t t = mip->rows[i].start; t < mip->rows[i + 1].start; t++)
            largest = fmax(largest, fabs((double)mip->terms[t].coefficient) *
                                        lp->column_unit[mip->terms[t].column]);
        lp->row_scale[i] = largest > 0 ? 1 / largest : 1;
    }
}

/* Fills the scratch arrays with the scaled terms of a row; GLPK counts from 1. */
static int load_terms(const Lp *lp, uint32_t i)
{
    const Mip *mip = lp->mip;
    int n = 0;
    for (uint32_t t = mip->rows[i].start; t < mip->rows[i + 1].start; t++) {
        uint32_t column = mip->terms[t].column;
        lp->indices[++n] = (int)column + 1;
        lp->values[n] =
            (double)mip->terms[t].coefficient * lp->column_unit[column] * lp->row_scale[i];
    }
    return n;
}

static void set_row_bounds(const Lp *lp, glp_prob *prob, int number, uint32_t i)
{
    const MipRow *row = &lp->mip->rows[i];
    double rhs = (double)row->rhs * lp->row_scale[i];
    int type = bound_type(row->sense != SENSE_AT_MOST, row->sense != SENSE_AT_LEAST, rhs, rhs);
    glp_set_row_bnds(prob, number, type, rhs, rhs);
}

static void add_row(Lp *lp, uint32_t i)
{
    int number = glp_add_rows(lp->prob, 1);
    lp->glp_row[i] = number;
    g_array_append_val(lp->row_of_glp, i);
    glp_set_mat_row(lp->prob, number, load_terms(lp, i), lp->indices, lp->values);
    set_row_bounds(lp, lp->prob, number, i);
}

static void add_count_row(Lp *lp, uint32_t set)
{
    const IndexList *bins = &lp->judge->counts->sets[set];
    int number = glp_add_rows(lp->prob, 1);
    uint32_t row = lp->mip->n_rows + set;
    g_array_append_val(lp->row_of_glp, row);
    for (uint32_t k = 0; k < bins->n; k++) {
        lp->indices[k + 1] = (int)(lp->mip->serve_start + bins->index[k]) + 1;
        lp->values[k + 1] = 1;
    }
    glp_set_mat_row(lp->prob, number, (int)bins->n, lp->indices, lp->values);
    glp_set_row_bnds(lp->prob, number, GLP_FR, 0, 0);
}

static void add_columns(Lp *lp)
{
    const Mip *mip = lp->mip;
    glp_add_cols(lp->prob, (int)mip->n_columns);
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        const MipColumn *column = &mip->columns[c];
        lp->column_unit[c] = column->is_integer ? 1 : fmax(1, (double)column->upper);
        double cost = (double)lp->judge->tie_cost[c] / (double)lp->judge->scale;
        if (column->cost.denominator != 1)
            cost = (double)column->cost.numerator / (double)column->cost.denominator;
        glp_set_obj_coef(lp->prob, (int)c + 1, cost * lp->column_unit[c] / 1e6);
        lp_set_column_bounds(lp, c, column->lower, column->upper);
    }
}

Lp *lp_new(const LeafJudge *judge)
{
    Lp *lp = g_new0(Lp, 1);
    const Mip *mip = judge->mip;
    lp->judge = judge;
    lp->mip = mip;
    lp->prob = glp_create_prob();
    lp->row_scale = g_new(double, (gsize)mip->n_rows + 1);
    lp->column_unit = g_new(double, (gsize)mip->n_columns + 1);
    lp->glp_row = g_new0(int, (gsize)mip->n_rows + 1);
    lp->indices = g_new(int, (gsize)mip->n_columns + 2);
    lp->values = g_new(double, (gsize)mip->n_columns + 2);
    lp->row_of_glp = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    add_columns(lp);
    scale_rows(lp);
    for (uint32_t set = 0; set < judge->counts->n_sets; set++)
        add_count_row(lp, set);
    for (uint32_t i = 0; i < mip->n_rows; i++)
        if (mip->n_rows <= ALWAYS_ROWS || !is_many(mip->rows[i].key.kind))
            add_row(lp, i);
    glp_adv_basis(lp->prob, 0);
    return lp;
}

void lp_add_all_rows(Lp *lp)
{
    for (uint32_t i = 0; i < lp->mip->n_rows; i++)
        if (lp->glp_row[i] == 0)
            add_row(lp, i);
}

void lp_free(Lp *lp)
{
    if (lp == NULL)
        return;
    glp_delete_prob(lp->prob);
    g_array_unref(lp->row_of_glp);
    g_free(lp->row_scale);
    g_free(lp->column_unit);
    g_free(lp->glp_row);
    g_free(lp->indices);
    g_free(lp->values);
    g_free(lp);
}

void lp_set_column_bounds(Lp *lp, uint32_t column, int64_t lower, int64_t upper)
{
    double unit = lp->column_unit[column];
    double low = (double)lower / unit, high = (double)upper / unit;
    glp_set_col_bnds(lp->prob, (int)column + 1, low == high ? GLP_FX : GLP_DB, low, high);
}

void lp_set_count_bounds(Lp *lp, uint32_t set, int64_t lower, int64_t upper)
{
    int type = bound_type(lower >= 0, upper >= 0, (double)lower, (double)upper);
    glp_set_row_bnds(lp->prob, (int)set + 1, type, (double)lower, (double)upper);
}

static double row_excess(const Lp *lp, uint32_t i)
{
    const MipRow *row = &lp->mip->rows[i];
    double activity = 0;
    for (uint32_t t = row->start; t < row[1].start; t++)
        activity += (double)lp->mip->terms[t].coefficient * lp_value(lp, lp->mip->terms[t].column);
    double excess = (activity - (double)row->rhs) * lp->row_scale[i];
    return row->sense == SENSE_AT_MOST    ? excess
           : row->sense == SENSE_AT_LEAST ? -excess
                                          : fabs(excess);
}

static bool add_broken_rows(Lp *lp)
{
    bool added = false;
    for (uint32_t i = 0; i < lp->mip->n_rows; i++)
        if (lp->glp_row[i] == 0 && row_excess(lp, i) > VIOLATION) {
            add_row(lp, i);
            added = true;
        }
    return added;
}

static void set_parameters(glp_smcp *parameters, double time_limit_s, uint64_t iteration_limit)
{
    glp_init_smcp(parameters);
    parameters->msg_lev = GLP_MSG_OFF;
    parameters->tol_bnd = TOLERANCE;
    parameters->tol_dj = TOLERANCE;
    parameters->tm_lim = (int)CLAMP(time_limit_s * 1000, 1, INT_MAX);
    parameters->it_lim = (int)MIN(iteration_limit, INT_MAX);
}

static LpStatus status_of(glp_prob *prob, int code)
{
    int status = glp_get_status(prob);
    if (code == GLP_ETMLIM || code == GLP_EITLIM)
        return LP_LIMIT;
    if (code == 0 && status == GLP_OPT)
        return LP_OPTIMAL;
    return code == 0 && status == GLP_NOFEAS ? LP_INFEASIBLE : LP_FAILED;
}

/* One run of the simplex: dual where a basis of an earlier run is there, else primal (from scratch
 * it takes a tenth of the iterations). A run that fails is repeated by the primal method. */
static LpStatus run_simplex(glp_prob *prob, bool dual_first, double time_limit_s,
                            uint64_t iteration_limit)
{
    glp_smcp parameters;
    set_parameters(&parameters, time_limit_s, iteration_limit);
    parameters.meth = dual_first ? GLP_DUALP : GLP_PRIMAL;
    LpStatus status = status_of(prob, glp_simplex(prob, &parameters));
    if (status != LP_FAILED)
        return status;
    parameters.meth = GLP_PRIMAL;
    glp_std_basis(prob);
    return status_of(prob, glp_simplex(prob, &parameters));
}

LpStatus lp_solve(Lp *lp, double time_limit_s, uint64_t iteration_limit, uint64_t *ret_iterations)
{
    gint64 start = limit_clock_us();
    uint64_t used = 0;
    for (;;) {
        int before = glp_get_it_cnt(lp->prob);
        double left_s = time_limit_s - (double)(limit_clock_us() - start) / 1e6;
        LpStatus status =
            left_s <= 0 || used >= iteration_limit
                ? LP_LIMIT
                : run_simplex(lp->prob, lp->was_solved, left_s, iteration_limit - used);
        lp->was_solved = lp->was_solved || status == LP_OPTIMAL;
        uint64_t now = (uint64_t)MAX(0, glp_get_it_cnt(lp->prob) - before);
        used += now;
        *ret_iterations += now;
        if (status != LP_OPTIMAL || !add_broken_rows(lp))
            return status;
    }
}

double lp_value(const Lp *lp, uint32_t column)
{
    return glp_get_col_prim(lp->prob, (int)column + 1) * lp->column_unit[column];
}

/* Duals of prob's rows times factor, as integers of the unscaled rows; those of assignments even
 * where they are 0 (branch.c takes the price of ties out of them). */
static uint32_t collect_multipliers(const Lp *lp, glp_prob *prob, double factor,
                                    RowMultiplier **ret_y)
{
    RowMultiplier *y = g_new(RowMultiplier, (gsize)lp->row_of_glp->len + 1);
    uint32_t n = 0;
    for (guint k = 0; k < lp->row_of_glp->len; k++) {
        uint32_t row = g_array_index(lp->row_of_glp, uint32_t, k);
        double scale = row < lp->mip->n_rows ? lp->row_scale[row] : 1;
        double value = glp_get_row_dual(prob, (int)k + 1) * scale * factor;
        bool is_assign = row < lp->mip->n_rows && lp->mip->rows[row].key.kind == ROW_ASSIGN;
        if ((is_assign || fabs(value) >= 0.5) && fabs(value) < 9e18)
            y[n++] = (RowMultiplier){row, (int64_t)llround(value)};
    }
    *ret_y = y;
    return n;
}

uint32_t lp_multipliers(const Lp *lp, RowMultiplier **ret_y)
{
    return collect_multipliers(lp, lp->prob, 1e6 * (double)lp->judge->scale, ret_y);
}

/* Columns that let row k be missed at a cost of 1 for each scaled unit. */
static void add_slack(glp_prob *prob, int row)
{
    int type = glp_get_row_type(prob, row);
    bool may_lack = type != GLP_UP, may_exceed = type != GLP_LO;
    for (int side = 0; side < 2 && type != GLP_FR; side++) {
        if (!(side == 0 ? may_lack : may_exceed))
            continue;
        int column = glp_add_cols(prob, 1);
        int indices[2] = {0, row};
        double values[2] = {0, side == 0 ? 1 : -1};
        glp_set_mat_col(prob, column, 1, indices, values);
        glp_set_col_bnds(prob, column, GLP_LO, 0, 0);
        glp_set_obj_coef(prob, column, 1);
    }
}

uint32_t lp_farkas(const Lp *lp, double time_limit_s, RowMultiplier **ret_y)
{
    glp_prob *prob = glp_create_prob();
    glp_copy_prob(prob, lp->prob, GLP_OFF);
    for (int c = 1; c <= glp_get_num_cols(prob); c++)
        glp_set_obj_coef(prob, c, 0);
    for (int row = 1; row <= glp_get_num_rows(prob); row++)
        add_slack(prob, row);
    glp_std_basis(prob);
    uint32_t n = 0;
    *ret_y = NULL;
    if (run_simplex(prob, false, time_limit_s, INT_MAX) == LP_OPTIMAL)
        n = collect_multipliers(lp, prob, (double)(INT64_C(1) << 52), ret_y);
    glp_delete_prob(prob);
    return n;
}
