#include "solver/price_ascent.h"

#include <glpk.h>
#include <math.h>
#include <string.h>

#include "common/limit_clock.h"

#define MAX_CUTS       400
#define FIRST_RADIUS   0.25
#define GOOD_STEP      0.1
#define VERY_GOOD_STEP 0.5
#define MIN_RADIUS     1e-7
#define MAX_RADIUS     1e3
#define MAX_PRICE                                                                                  \
    200.0 /* times the mean cost of service: in parts without any plan there is no best one */

typedef struct {
    double at_zero; /* value − slope · prices */
    double *slope;
    bool *serves;
    uint32_t *n_serving;
} Cut;

struct PriceAscent {
    PriceBound *bound;
    uint32_t n_prices;
    GPtrArray *cuts;    /* Cut, the oldest first */
    GArray *cut_of_row; /* uint32_t: position in cuts of each row of the program */
    glp_prob *lp;
    double *slope, *trial;
    double *serving;
    double mean_cost;
    int *index;
    double *coefficient;
};

static void cut_free(gpointer data)
{
    Cut *cut = data;
    g_free(cut->slope);
    g_free(cut->serves);
    g_free(cut->n_serving);
    g_free(cut);
}

static double mean_serve_cost(const PriceModel *model)
{
    double sum = 0;
    uint32_t n = 0;
    for (uint32_t t = 0; t < model->n_types; t++)
        for (uint32_t k = 0; k < model->bins[t].n; k++, n++)
            sum += fabs(model->serve_cost[model->bins[t].index[k]]);
    return MAX(sum / MAX(n, 1), 1e-3);
}

PriceAscent *price_ascent_new(PriceBound *bound)
{
    PriceAscent *ascent = g_new0(PriceAscent, 1);
    ascent->bound = bound;
    ascent->n_prices = bound->model->n_types * bound->n_active;
    ascent->cuts = g_ptr_array_new_with_free_func(cut_free);
    ascent->cut_of_row = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    ascent->slope = g_new(double, (gsize)ascent->n_prices + 1);
    ascent->trial = g_new(double, (gsize)ascent->n_prices + 1);
    ascent->serving = g_new0(double, (gsize)bound->model->problem->n_bins + 1);
    ascent->index = g_new(int, (gsize)ascent->n_prices + 2);
    ascent->coefficient = g_new(double, (gsize)ascent->n_prices + 2);
    ascent->mean_cost = mean_serve_cost(bound->model);
    return ascent;
}

void price_ascent_free(PriceAscent *ascent)
{
    if (ascent == NULL)
        return;
    if (ascent->lp != NULL)
        glp_delete_prob(ascent->lp);
    g_ptr_array_unref(ascent->cuts);
    g_array_unref(ascent->cut_of_row);
    g_free(ascent->slope);
    g_free(ascent->trial);
    g_free(ascent->serving);
    g_free(ascent->index);
    g_free(ascent->coefficient);
    g_free(ascent);
}

const double *price_ascent_serving(const PriceAscent *ascent)
{
    return ascent->serving;
}

static bool cut_holds(const PriceAscent *ascent, const Cut *cut, const PricePart *part)
{
    const PriceModel *model = ascent->bound->model;
    for (uint32_t t = 0; t < model->n_types; t++)
        if (cut->n_serving[t] < part->lower[t] || cut->n_serving[t] > part->upper[t])
            return false;
    for (uint32_t bin = 0; bin < model->problem->n_bins; bin++)
        if (part->fix[bin] != BIN_FREE && cut->serves[bin] != (part->fix[bin] == BIN_ON))
            return false;
    return true;
}

/* value ≤ at_zero + slope · prices; column 1 is the value, the prices come after it. */
static void add_row(PriceAscent *ascent, uint32_t position)
{
    const Cut *cut = ascent->cuts->pdata[position];
    int n = 1, row = glp_add_rows(ascent->lp, 1);
    ascent->index[1] = 1;
    ascent->coefficient[1] = 1;
    for (uint32_t j = 0; j < ascent->n_prices; j++) {
        if (cut->slope[j] == 0)
            continue;
        n++;
        ascent->index[n] = (int)j + 2;
        ascent->coefficient[n] = -cut->slope[j];
    }
    glp_set_mat_row(ascent->lp, row, n, ascent->index, ascent->coefficient);
    glp_set_row_bnds(ascent->lp, row, GLP_UP, 0, cut->at_zero);
    g_array_append_val(ascent->cut_of_row, position);
}

/* Adds the choice of the bound's last evaluation. */
static void add_cut(PriceAscent *ascent, const double *prices, double value)
{
    const PriceBound *bound = ascent->bound;
    const PriceModel *model = bound->model;
    Cut *cut = g_new0(Cut, 1);
    cut->at_zero = value;
    for (uint32_t j = 0; j < ascent->n_prices; j++)
        cut->at_zero -= ascent->slope[j] * prices[j];
    cut->slope = g_memdup2(ascent->slope, ((gsize)ascent->n_prices + 1) * sizeof(double));
    cut->serves = g_memdup2(bound->serves, (gsize)model->problem->n_bins + 1);
    cut->n_serving = g_memdup2(bound->n_serving, ((gsize)model->n_types + 1) * sizeof(uint32_t));
    g_ptr_array_add(ascent->cuts, cut);
    add_row(ascent, ascent->cuts->len - 1);
}

static void start_program(PriceAscent *ascent, const PricePart *part)
{
    if (ascent->lp != NULL)
        glp_delete_prob(ascent->lp);
    if (ascent->cuts->len > MAX_CUTS)
        g_ptr_array_remove_range(ascent->cuts, 0, ascent->cuts->len - MAX_CUTS / 2);
    ascent->lp = glp_create_prob();
    glp_set_obj_dir(ascent->lp, GLP_MAX);
    glp_add_cols(ascent->lp, (int)ascent->n_prices + 1);
    glp_set_obj_coef(ascent->lp, 1, 1);
    glp_set_col_bnds(ascent->lp, 1, GLP_FR, 0, 0);
    g_array_set_size(ascent->cut_of_row, 0);
    for (uint32_t i = 0; i < ascent->cuts->len; i++)
        if (cut_holds(ascent, ascent->cuts->pdata[i], part))
            add_row(ascent, i);
}

static void set_box(PriceAscent *ascent, const double *centre, double radius)
{
    for (uint32_t j = 0; j < ascent->n_prices; j++) {
        double most = MAX_PRICE * ascent->mean_cost;
        double lower = MIN(MAX(0, centre[j] - radius), most);
        double upper = MIN(centre[j] + radius, most);
        if (lower == upper) {
            glp_set_col_bnds(ascent->lp, (int)j + 2, GLP_FX, lower, upper);
            continue;
        }
        glp_set_col_bnds(ascent->lp, (int)j + 2, GLP_DB, lower, upper);
    }
}

/* The master's optimum and prices; false where GLPK finds none. */
static bool solve_program(PriceAscent *ascent, double *ret_value)
{
    glp_smcp control;
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.meth = GLP_DUALP;
    int failed = glp_simplex(ascent->lp, &control);
    if (failed != 0) {
        glp_std_basis(ascent->lp);
        control.meth = GLP_PRIMAL;
        failed = glp_simplex(ascent->lp, &control);
    }
    if (failed != 0 || glp_get_status(ascent->lp) != GLP_OPT)
        return false;
    *ret_value = glp_get_obj_val(ascent->lp);
    for (uint32_t j = 0; j < ascent->n_prices; j++)
        ascent->trial[j] = MAX(0, glp_get_col_prim(ascent->lp, (int)j + 2));
    return true;
}

static void find_serving(PriceAscent *ascent)
{
    uint32_t n_bins = ascent->bound->model->problem->n_bins;
    memset(ascent->serving, 0, n_bins * sizeof *ascent->serving);
    for (guint row = 0; row < ascent->cut_of_row->len; row++) {
        double weight = glp_get_row_dual(ascent->lp, (int)row + 1);
        const Cut *cut = ascent->cuts->pdata[g_array_index(ascent->cut_of_row, uint32_t, row)];
        for (uint32_t bin = 0; bin < n_bins && weight > 1e-9; bin++)
            if (cut->serves[bin])
                ascent->serving[bin] += weight;
    }
}

static bool must_end(const AscentLimits *limits)
{
    return (limits->stop != NULL && *limits->stop != 0) || limit_clock_us() >= limits->deadline_us;
}

double price_ascent_run(PriceAscent *ascent, const PricePart *part, const AscentLimits *limits,
                        double *prices)
{
    start_program(ascent, part);
    double best = price_bound_evaluate(ascent->bound, part, prices, ascent->slope);
    if (best == INFINITY)
        return INFINITY;
    add_cut(ascent, prices, best);
    double radius = FIRST_RADIUS * ascent->mean_cost, model_value = best;
    for (uint32_t round = 0; round < limits->max_rounds && best < limits->enough; round++) {
        set_box(ascent, prices, radius);
        if (must_end(limits) || !solve_program(ascent, &model_value))
            break;
        double hope = model_value - best;
        if (hope <= limits->precision * fabs(best)) {
            if (radius >= ascent->mean_cost)
                break;
            radius *= 8;
            continue;
        }
        double value = price_bound_evaluate(ascent->bound, part, ascent->trial, ascent->slope);
        add_cut(ascent, ascent->trial, value);
        if (value - best >= VERY_GOOD_STEP * hope)
            radius = MIN(radius * 2, MAX_RADIUS * ascent->mean_cost);
        else if (value - best < GOOD_STEP * hope)
            radius = MAX(radius / 2, MIN_RADIUS * ascent->mean_cost);
        if (value > best) {
            best = value;
            memcpy(prices, ascent->trial, ascent->n_prices * sizeof *prices);
        }
    }
    if (solve_program(ascent, &model_value))
        find_serving(ascent);
    return best;
}
