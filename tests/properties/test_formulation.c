/* Three statements of the same limits and costs, against each other on every placement of random
 * tiny scenarios: problem_evaluate, the rows of the program, and the judge's own checks. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "certificate/final_state.h"
#include "model/formulate.h"
#include "planner/items.h"
#include "solver/evaluate.h"
#include "solver/mip_complete.h"
#include "tests/support/every_placement.h"
#include "tests/support/tiny_scenario.h"

typedef struct {
    const Model *model;
    const Problem *problem;
    const Mip *mip;
    double *x;
    uint32_t seed;
} Subject;

static bool *bins_in_use(const Problem *problem, const uint32_t *bins)
{
    bool *in_use = g_new0(bool, problem->n_bins + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        in_use[bins[item]] = true;
    return in_use;
}

/* Budgets are about actions and stay out of it. */
static bool judge_accepts(const Subject *subject, uint32_t *bins, bool *in_service)
{
    g_autofree uint32_t *placed =
        items_place_domains(subject->problem, subject->model->n_domains, bins);
    Plan plan = {.host_of_domain = placed, .in_service = in_service};
    plan.n_domains = subject->model->n_domains;
    plan.n_hosts = subject->problem->n_bins;
    Checks checks;
    checks_init(&checks);
    judge_check_placement(&checks, subject->model, &plan);
    judge_check_in_service(&checks, subject->model, &plan);
    judge_check_capacity(&checks, subject->model, &plan);
    judge_check_rules(&checks, subject->model, &plan);
    judge_check_licences(&checks, subject->model, &plan);
    judge_check_services(&checks, subject->model, &plan);
    judge_check_reserve(&checks, subject->model, &plan);
    bool accepts = true;
    Verdict *verdict = g_new0(Verdict, 1);
    checks_finish(&checks, verdict);
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        accepts = accepts && verdict->checks[i].passed;
    verdict_free(verdict);
    return accepts;
}

static bool row_holds(const Subject *subject, const MipRow *row)
{
    double activity = 0, largest = fabs((double)row->rhs) + 1;
    for (uint32_t t = row->start; t < row[1].start; t++) {
        double term =
            (double)subject->mip->terms[t].coefficient * subject->x[subject->mip->terms[t].column];
        activity += term;
        largest = fmax(largest, fabs(term));
    }
    double slack = 1e-9 * largest;
    return (row->sense == SENSE_AT_LEAST || activity <= (double)row->rhs + slack) &&
           (row->sense == SENSE_AT_MOST || activity >= (double)row->rhs - slack);
}

static bool program_accepts(const Subject *subject, const uint32_t *bins, const bool *in_service)
{
    const Mip *mip = subject->mip;
    mip_complete(mip, bins, in_service, subject->x);
    for (uint32_t c = 0; c < mip->n_columns; c++)
        if (subject->x[c] < (double)mip->columns[c].lower - 1e-9 ||
            subject->x[c] > (double)mip->columns[c].upper + 1e-9)
            return false;
    for (uint32_t i = 0; i < mip->n_rows; i++)
        if (!row_holds(subject, &mip->rows[i]))
            return false;
    return true;
}

static double program_cost(const Subject *subject)
{
    const Mip *mip = subject->mip;
    double cost = (double)mip->constant;
    for (uint32_t c = 0; c < mip->n_columns; c++)
        cost += subject->x[c] * (double)mip->columns[c].cost.numerator /
                (double)mip->columns[c].cost.denominator;
    return cost;
}

static void compare(const Subject *subject, uint32_t *bins, bool *in_service)
{
    Evaluation evaluation;
    problem_evaluate(subject->problem, bins, in_service, &evaluation);
    const char *broken = row_kind_names[evaluation.broken.kind];
    bool judged = judge_accepts(subject, bins, in_service);
    cr_assert_eq(evaluation.feasible, judged, "seed %u: evaluated %d (%s), the judge says %d",
                 subject->seed, evaluation.feasible, broken, judged);
    bool programmed = program_accepts(subject, bins, in_service);
    cr_assert_eq(evaluation.feasible, programmed, "seed %u: evaluated %d (%s), the rows say %d",
                 subject->seed, evaluation.feasible, broken, programmed);
    if (evaluation.feasible)
        cr_assert_float_eq(program_cost(subject), (double)evaluation.cost,
                           (double)subject->mip->correction + 0.01, "seed %u", subject->seed);
}

static void check(TinyKind kind, uint32_t seed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = tiny_scenario(kind, seed);
    g_autoptr(Problem) problem = formulate(model, &error);
    cr_assert_null(error);
    problem->max_moves = problem->max_operator_umin = problem->max_memory_mib = UNLIMITED;
    g_autoptr(Mip) mip = mip_new(problem);
    g_autofree double *x = g_new0(double, mip->n_columns + 1);
    g_autofree uint32_t *bins = g_new0(uint32_t, problem->n_items + 1);
    Subject subject = {model, problem, mip, x, seed};
    uint32_t number = seed;
    do {
        if (number++ % 7 != 0)
            continue;
        g_autofree bool *in_service = bins_in_use(problem, bins);
        compare(&subject, bins, in_service);
        in_service[number % problem->n_bins] = true;
        compare(&subject, bins, in_service);
    } while (next_placement(problem, bins));
}

/* VMATRIX_TINY_SEEDS=first:count for longer runs. */
static void check_seeds(TinyKind kind, uint32_t count)
{
    uint32_t first = 1;
    const char *wanted = g_getenv("VMATRIX_TINY_SEEDS");
    if (wanted != NULL)
        sscanf(wanted, "%u:%u", &first, &count);
    for (uint32_t seed = first; seed < first + count; seed++)
        check(kind, seed);
}

Test(formulation, evaluation_rows_and_judge_agree_on_plain_scenarios)
{
    check_seeds(TINY_PLAIN, 100);
}

Test(formulation, evaluation_rows_and_judge_agree_on_all_rules)
{
    check_seeds(TINY_RULES, 100);
}

Test(formulation, evaluation_rows_and_judge_agree_on_all_prices)
{
    check_seeds(TINY_PRICES, 100);
}

Test(formulation, evaluation_rows_and_judge_agree_where_domains_end_or_are_left_out)
{
    check_seeds(TINY_ENDING, 100);
}
