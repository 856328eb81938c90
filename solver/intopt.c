#include "solver/intopt.h"

#include "common/limit_clock.h"
#include "solver/branch_rule.h"
#include "solver/lp_internal.h"
#include "solver/mip_complete.h"

typedef struct {
    const Mip *mip;
    Incumbent *incumbent;
    Lp *lp;
    const volatile int *stop;
    int64_t injected; /* cost of the placement that GLPK was given last, INT64_MAX: none */
    gint64 end_us;
} Intopt;

/* Gives GLPK what is known, scaled as its columns are and counted from 1. */
static void inject(Intopt *run, glp_tree *tree)
{
    const Incumbent *incumbent = run->incumbent;
    if (!incumbent->found || incumbent->cost >= run->injected)
        return;
    run->injected = incumbent->cost;
    g_autofree double *x = g_new(double, (gsize)run->mip->n_columns + 2);
    mip_complete(run->mip, incumbent->bin_of_item, incumbent->in_service, x + 1);
    for (uint32_t c = 0; c < run->mip->n_columns; c++)
        x[c + 1] /= run->lp->column_unit[c];
    glp_ios_heur_sol(tree, x);
}

static void take_solution(Intopt *run, glp_tree *tree)
{
    const Mip *mip = run->mip;
    const Problem *problem = mip->problem;
    glp_prob *prob = glp_ios_get_prob(tree);
    g_autofree uint32_t *bins = g_new(uint32_t, (gsize)problem->n_items + 1);
    g_autofree bool *spares = g_new(bool, (gsize)problem->n_bins + 1);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        bins[item] = NO_INDEX;
        for (uint32_t c = mip->place_start[item]; c < mip->place_start[item + 1]; c++)
            if (glp_get_col_prim(prob, (int)c + 1) > 0.5)
                bins[item] = mip->columns[c].key.index[1];
    }
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        spares[bin] = problem->host_failures > 0 &&
                      glp_get_col_prim(prob, (int)(mip->serve_start + bin) + 1) > 0.5;
    incumbent_offer(run->incumbent, bins, spares, "glpk");
}

static void on_event(glp_tree *tree, void *context)
{
    Intopt *run = context;
    if (glp_ios_reason(tree) == GLP_IHEUR)
        inject(run, tree);
    if (glp_ios_reason(tree) == GLP_IBINGO)
        take_solution(run, tree);
    if ((run->stop != NULL && *run->stop != 0) || limit_clock_us() >= run->end_us)
        glp_ios_terminate(tree);
}

static void mark_integers(const Lp *lp)
{
    for (uint32_t c = 0; c < lp->mip->n_columns; c++)
        if (lp->mip->columns[c].is_integer)
            glp_set_col_kind(lp->prob, (int)c + 1, GLP_IV);
}

static const char *status_name(int status)
{
    switch (status) {
    case GLP_OPT:
        return "optimal";
    case GLP_FEAS:
        return "feasible";
    case GLP_NOFEAS:
        return "no feasible solution";
    default:
        return "undefined";
    }
}

static const char *solve_integer(Intopt *run, double time_limit_s)
{
    glp_iocp parameters;
    uint64_t iterations = 0;
    Lp *lp = run->lp;
    if (lp_solve(lp, time_limit_s, UINT64_MAX, &iterations) != LP_OPTIMAL)
        return "undefined";
    double left_s = (double)(run->end_us - limit_clock_us()) / 1e6;
    glp_init_iocp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.tm_lim = (int)CLAMP(left_s * 1000, 1, INT_MAX);
    parameters.cb_func = on_event;
    parameters.cb_info = run;
    parameters.gmi_cuts = parameters.mir_cuts = parameters.cov_cuts = GLP_ON;
    parameters.bt_tech = GLP_BT_BLB;
    glp_intopt(lp->prob, &parameters);
    return status_name(glp_mip_status(lp->prob));
}

const char *intopt_run(const Mip *mip, Incumbent *incumbent, double time_limit_s,
                       const volatile int *stop)
{
    CountSets counts = {0};
    g_autoptr(LeafJudge) judge = leaf_judge_new(mip, &counts);
    g_autoptr(Lp) lp = lp_new(judge);
    Intopt run = {.mip = mip, .incumbent = incumbent, .lp = lp, .stop = stop};
    run.injected = INT64_MAX;
    run.end_us = limit_clock_us() + (gint64)(time_limit_s * 1e6);
    lp_add_all_rows(lp);
    mark_integers(lp);
    return solve_integer(&run, time_limit_s);
}
