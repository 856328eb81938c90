#include "solver/submip.h"

#include <glpk.h>
#include <math.h>
#include <string.h>

#include "common/limit_clock.h"
#include "common/random.h"
#include "solver/mip_complete.h"

#define MICRO       1e6
#define MOST_PLACES 140 /* free in a program: with more it is rarely solved in its time */
#define LEAST_BINS  2
#define PROGRAM_S   0.5 /* the most that one program gets */
#define MOST_TRIES  200 /* at bins, for one that may join */

typedef struct {
    const Mip *mip;
    Incumbent *incumbent;
    const SubmipLimits *limits;
    Random random;
    bool *is_chosen;   /* [n_bins] */
    bool *is_free;     /* [n_columns] */
    double *x;         /* [n_columns] the incumbent */
    int *number;       /* [n_columns] in the program, from 1; 0: fixed */
    GArray *column;    /* uint32_t: the free ones */
    uint32_t n_places; /* free ones */
    glp_prob *prob;
    int *indices; /* scratch for one row */
    double *values;
    gint64 end_us; /* of the program at hand */
    bool is_injected;
} Submip;

static double unit_of(const MipColumn *column)
{
    return column->is_integer ? 1 : fmax(1, (double)column->upper);
}

static uint32_t draw(Submip *run, uint32_t n)
{
    return random_below(&run->random, n);
}

/* Places that become free when the bin joins those chosen. */
static uint32_t n_new_places(const Submip *run, uint32_t bin)
{
    const Problem *problem = run->mip->problem;
    uint32_t n = 0;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t at = run->incumbent->bin_of_item[item];
        if (at != NO_INDEX && run->is_chosen[at])
            n += problem_allows(problem, item, bin);
        if (at != bin)
            continue;
        for (uint32_t other = 0; other < problem->n_bins; other++)
            n += (run->is_chosen[other] || other == bin) && problem_allows(problem, item, other);
    }
    return n;
}

/* False where the program would become too large, unless it is too small without it. */
static bool choose(Submip *run, uint32_t bin, uint32_t n_chosen)
{
    if (run->is_chosen[bin])
        return false;
    uint32_t n = n_new_places(run, bin);
    if (n_chosen >= LEAST_BINS && run->n_places + n > MOST_PLACES)
        return false;
    run->is_chosen[bin] = true;
    run->n_places += n;
    return true;
}

/* An item that left its home while that serves, where there is one: both its bins. */
static uint32_t choose_stray(Submip *run)
{
    const Problem *problem = run->mip->problem;
    for (uint32_t tries = 0; tries < MOST_TRIES; tries++) {
        uint32_t item = draw(run, problem->n_items), home = problem->home[item];
        uint32_t bin = run->incumbent->bin_of_item[item];
        if (!problem->placed[item] || bin == NO_INDEX || bin == home ||
            !run->incumbent->in_service[home])
            continue;
        uint32_t n = choose(run, bin, 0);
        return n + choose(run, home, n);
    }
    return 0;
}

/* Bins in service, and now and then one that is not. */
static void choose_bins(Submip *run)
{
    const Problem *problem = run->mip->problem;
    memset(run->is_chosen, 0, problem->n_bins * sizeof *run->is_chosen);
    run->n_places = 0;
    uint32_t n = draw(run, 2) == 0 ? choose_stray(run) : 0, n_idle = draw(run, 3) == 0;
    for (uint32_t tries = 0; tries < MOST_TRIES && run->n_places < MOST_PLACES; tries++) {
        uint32_t bin = draw(run, problem->n_bins);
        bool serves = run->incumbent->in_service[bin];
        if (!problem->may_serve[bin] || (!serves && n_idle == 0) || !choose(run, bin, n))
            continue;
        n++;
        n_idle -= !serves;
    }
}

/* Places of what is on the chosen bins, there, and these bins' service. */
static void free_places(Submip *run)
{
    const Mip *mip = run->mip;
    const Problem *problem = mip->problem;
    memset(run->is_free, 0, mip->n_columns * sizeof *run->is_free);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t at = run->incumbent->bin_of_item[item];
        for (uint32_t c = mip->place_start[item]; c < mip->place_start[item + 1]; c++)
            run->is_free[c] = at != NO_INDEX && run->is_chosen[at] &&
                              run->is_chosen[mip->columns[c].key.index[1]];
    }
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        run->is_free[mip->serve_start + bin] = run->is_chosen[bin];
}

static bool has_free(const Submip *run, const MipRow *row)
{
    for (uint32_t t = row->start; t < row[1].start; t++)
        if (run->is_free[run->mip->terms[t].column])
            return true;
    return false;
}

/* Columns that say what placements cost or break, in the rows of those that are free. */
static void free_others(Submip *run)
{
    const Mip *mip = run->mip;
    uint32_t first = mip->serve_start + mip->problem->n_bins;
    g_autofree bool *joins = g_new0(bool, (gsize)mip->n_columns + 1);
    for (uint32_t i = 0; i < mip->n_rows; i++) {
        if (!has_free(run, &mip->rows[i]))
            continue;
        for (uint32_t t = mip->rows[i].start; t < mip->rows[i + 1].start; t++)
            joins[mip->terms[t].column] = mip->terms[t].column >= first;
    }
    for (uint32_t c = first; c < mip->n_columns; c++)
        run->is_free[c] = joins[c];
}

static void add_columns(Submip *run)
{
    const Mip *mip = run->mip;
    g_array_set_size(run->column, 0);
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        run->number[c] = 0;
        if (!run->is_free[c])
            continue;
        const MipColumn *column = &mip->columns[c];
        double unit = unit_of(column), low = (double)column->lower / unit,
               high = (double)column->upper / unit;
        int number = run->number[c] = glp_add_cols(run->prob, 1);
        g_array_append_val(run->column, c);
        glp_set_col_bnds(run->prob, number, low == high ? GLP_FX : GLP_DB, low, high);
        glp_set_col_kind(run->prob, number, column->is_integer ? GLP_IV : GLP_CV);
        glp_set_obj_coef(run->prob, number,
                         (double)column->cost.numerator / (double)column->cost.denominator * unit /
                             MICRO);
    }
}

/* The free terms of the row, and what the fixed ones leave of its right side. */
static void add_row(Submip *run, const MipRow *row)
{
    const Mip *mip = run->mip;
    double rhs = (double)row->rhs, largest = 0;
    int n = 0;
    for (uint32_t t = row->start; t < row[1].start; t++) {
        uint32_t c = mip->terms[t].column;
        double coefficient = (double)mip->terms[t].coefficient;
        if (!run->is_free[c]) {
            rhs -= coefficient * run->x[c];
            continue;
        }
        run->indices[++n] = run->number[c];
        run->values[n] = coefficient * unit_of(&mip->columns[c]);
        largest = fmax(largest, fabs(run->values[n]));
    }
    for (int k = 1; k <= n; k++)
        run->values[k] /= largest;
    int number = glp_add_rows(run->prob, 1);
    int type = row->sense == SENSE_EQUAL ? GLP_FX : row->sense == SENSE_AT_MOST ? GLP_UP : GLP_LO;
    glp_set_mat_row(run->prob, number, n, run->indices, run->values);
    glp_set_row_bnds(run->prob, number, type, rhs / largest, rhs / largest);
}

static void build(Submip *run)
{
    const Mip *mip = run->mip;
    const Incumbent *incumbent = run->incumbent;
    free_places(run);
    free_others(run);
    mip_complete(mip, incumbent->bin_of_item, incumbent->in_service, run->x);
    add_columns(run);
    for (uint32_t i = 0; i < mip->n_rows; i++)
        if (has_free(run, &mip->rows[i]))
            add_row(run, &mip->rows[i]);
}

static void inject(Submip *run, glp_tree *tree)
{
    if (run->is_injected)
        return;
    run->is_injected = true;
    g_autofree double *x = g_new(double, (gsize)run->column->len + 2);
    for (guint k = 0; k < run->column->len; k++) {
        uint32_t c = g_array_index(run->column, uint32_t, k);
        x[k + 1] = run->x[c] / unit_of(&run->mip->columns[c]);
    }
    glp_ios_heur_sol(tree, x);
}

static void take_solution(Submip *run)
{
    const Mip *mip = run->mip;
    const Problem *problem = mip->problem;
    g_autofree uint32_t *bins =
        g_memdup2(run->incumbent->bin_of_item, (gsize)problem->n_items * sizeof *bins);
    g_autofree bool *spares = g_memdup2(run->incumbent->in_service, problem->n_bins);
    for (guint k = 0; k < run->column->len; k++) {
        uint32_t c = g_array_index(run->column, uint32_t, k);
        const MipColumn *column = &mip->columns[c];
        bool is_one = glp_mip_col_val(run->prob, (int)k + 1) > 0.5;
        if (c < mip->serve_start && is_one)
            bins[column->key.index[0]] = column->key.index[1];
        else if (c >= mip->serve_start && c < mip->serve_start + problem->n_bins)
            spares[c - mip->serve_start] = is_one;
    }
    incumbent_offer(run->incumbent, bins, problem->host_failures > 0 ? spares : NULL, "sub-mip");
}

static bool must_end(const Submip *run, gint64 end_us)
{
    const volatile int *stop = run->limits->stop;
    return (stop != NULL && *stop != 0) || limit_clock_us() >= end_us;
}

static void on_event(glp_tree *tree, void *context)
{
    Submip *run = context;
    if (glp_ios_reason(tree) == GLP_IHEUR)
        inject(run, tree);
    if (must_end(run, run->end_us))
        glp_ios_terminate(tree);
}

static void solve_program(Submip *run)
{
    glp_smcp simplex;
    glp_iocp parameters;
    glp_init_smcp(&simplex);
    simplex.msg_lev = GLP_MSG_OFF;
    simplex.tm_lim = (int)(PROGRAM_S * 1000);
    glp_adv_basis(run->prob, 0);
    if (glp_simplex(run->prob, &simplex) != 0 || glp_get_status(run->prob) != GLP_OPT)
        return;
    glp_init_iocp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.tm_lim = (int)(PROGRAM_S * 1000);
    parameters.cb_func = on_event;
    parameters.cb_info = run;
    parameters.mir_cuts = parameters.cov_cuts = GLP_ON;
    run->is_injected = false;
    glp_intopt(run->prob, &parameters);
    int status = glp_mip_status(run->prob);
    if (status == GLP_OPT || status == GLP_FEAS)
        take_solution(run);
}

static void try_bins(Submip *run)
{
    gint64 now_us = limit_clock_us();
    run->end_us = MIN(run->limits->end_us, now_us + (gint64)(PROGRAM_S * 1e6));
    choose_bins(run);
    if (run->n_places == 0)
        return;
    run->prob = glp_create_prob();
    build(run);
    solve_program(run);
    glp_delete_prob(run->prob);
}

uint32_t submip_run(const Mip *mip, Incumbent *incumbent, const SubmipLimits *limits)
{
    if (!incumbent->found || mip->problem->n_items == 0)
        return 0;
    Submip run = {.mip = mip, .incumbent = incumbent, .limits = limits};
    run.random = random_new(limits->seed);
    run.is_chosen = g_new(bool, (gsize)mip->problem->n_bins + 1);
    run.is_free = g_new(bool, (gsize)mip->n_columns + 1);
    run.x = g_new(double, (gsize)mip->n_columns + 1);
    run.number = g_new(int, (gsize)mip->n_columns + 1);
    run.indices = g_new(int, (gsize)mip->n_columns + 2);
    run.values = g_new(double, (gsize)mip->n_columns + 2);
    run.column = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    uint32_t n = 0;
    while (n < limits->max_programs && !must_end(&run, limits->end_us) &&
           (double)incumbent->cost / MICRO > limits->good_enough) {
        try_bins(&run);
        n++;
    }
    g_free(run.is_chosen);
    g_free(run.is_free);
    g_free(run.x);
    g_free(run.number);
    g_free(run.indices);
    g_free(run.values);
    g_array_unref(run.column);
    return n;
}
